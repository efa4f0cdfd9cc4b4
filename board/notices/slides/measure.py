"""How wide and high a text will be on a slide: nothing may run over, whatever font the machine has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

LEADING = 1.3
"""Line height of all texts, in letters' heights; written into the slides, so that no font changes it."""
_HIGH = 0x2E80
"""Characters from here on are as wide as high."""
_NARROW = frozenset(" .,:;|!'()[]·ijlIft")
_AIR = 0.12
_BROKEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLOSING = frozenset("，。；：、！？）】》”’％%…,.;:!?)]}")
_OPENING = frozenset("（【《“‘([{")
_SAFE = 0.97
"""Share of a line that is reckoned with."""


def clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _BROKEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """A text as one line; the blanks of Chinese print stay."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip(" ")


def width(text: str, size: float) -> float:
    """Width of one line in points: a Chinese character is as wide as high, letters as in a wide bold sans.

    The air that some programs put between Chinese and figures is reckoned in.
    """
    wide = [_is_wide(c) for c in text]
    turns = sum(a != b for a, b in itertools.pairwise(wide))
    return size * (sum(map(_em, text)) + _AIR * turns)


def _is_wide(char: str) -> bool:
    return ord(char) >= _HIGH or char in "“”‘’…—"


def _em(char: str) -> float:
    if _is_wide(char):
        return 1.0
    if char.isupper() or char in "@%&mwMW":
        return 0.9
    return 0.65 if char not in _NARROW else 0.42


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines of at most ``room`` points: broken between Chinese characters, words kept whole."""
    return [row for part in text.split("\n") for row in _wrapped(part, size, max(room * _SAFE, size))]


@lru_cache(maxsize=8192)
def _wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    now = ""
    for token in _tokens(text, size, room):
        if now and width(now + token.rstrip(), size) > room:
            lines.append(now.rstrip())
            now = token.lstrip()
        else:
            now += token
    return (*lines, now.rstrip())


def _tokens(text: str, size: float, room: float) -> list[str]:
    """What stays together: a word, a figure with its sign, a character with the punctuation behind it."""
    found: list[str] = []
    for char in text:
        joins = bool(found) and (
            char in _CLOSING
            or found[-1][-1] in _OPENING
            or (char != " " and ord(char) < _HIGH and ord(found[-1][-1]) < _HIGH and found[-1][-1] != " ")
        )
        if joins and width(found[-1] + char, size) <= room:
            found[-1] += char
        else:
            found.append(char)
    return found


def height(text: str, size: float, room: float) -> float:
    """Height of a text in points when it is broken to ``room``."""
    return len(wrapped(text, size, room)) * size * LEADING


def fitting(text: str, sizes: Sequence[float], room: float, tall: float) -> float | None:
    """The first of the sizes at which the text is no higher than ``tall``; None where none is."""
    return next((size for size in sizes if height(text, size, room) <= tall), None)


def cut(text: str, size: float, room: float, lines: int) -> str:
    """The text, ended with … where it takes more lines than there are."""
    text = line(text)
    if len(wrapped(text, size, room)) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if len(wrapped(text[:middle] + "…", size, room)) <= lines:
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…"
