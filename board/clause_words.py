"""Clauses of a plan: their English, by words that the plan's own pack brings, and what they have in common.

The words hang on the run, as the language does (``board.i18n``): ``use`` is called once the plan is known,
so that ``texts.clause`` needs no plan. A key of ``clause_words`` in ``plan.yml`` may hold ``N`` for a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType

_DIGITS = "一二三四五六七八九"
_NUMERAL = f"[{_DIGITS}十]"
_SEVERAL = re.compile(r"[、；;，,]")
_PLACE = re.compile(rf"第(?:\d+|{_NUMERAL}+)\D$")
"""A counted place at a clause's end: 第2段, 第三项."""
_REMARK = re.compile(r"（\d{4}[^）]*）$")
"""A year told after a clause."""
_NONE: Mapping[str, str] = MappingProxyType({})
_words: ContextVar[Mapping[str, str]] = ContextVar("wuse_clause_words", default=_NONE)


def words() -> Mapping[str, str]:
    """The words in use."""
    return _words.get()


def use(found: Mapping[str, str]) -> None:
    """Speak of clauses in these words for the rest of the run."""
    _words.set(found)


def in_english(text: str) -> str:
    """A clause with the plan's words, numerals and signs in English; an unknown word stays as it is."""
    if text.isascii():
        return text
    found = text
    for word, english in sorted(words().items(), key=lambda item: -len(item[0])):
        pattern = re.escape(word).replace("N", rf"(\d+|{_NUMERAL}+)", 1)
        found = re.sub(pattern, lambda match, told=english: f" {_filled(told, match)} ", found)
    found = found.translate(str.maketrans({"（": "(", "）": ")", "、": ", ", "，": ", ", "；": "; "}))
    found = re.sub(rf"{_NUMERAL}+", lambda match: str(_number(match[0])), found)
    found = re.sub(r"\s*\(\s*(?=\d{4}\s*\))", " (", re.sub(r"\s+", " ", found).strip(" ,;"))
    return re.sub(r" (?=[,;)])|(?<=\() ", "", found)


def _filled(told: str, match: re.Match[str]) -> str:
    if not match.groups():
        return told
    return told.replace("N", match[1] if match[1].isdigit() else str(_number(match[1])))


def _number(numeral: str) -> int:
    """A Chinese numeral below a hundred: 二十一 is 21."""
    tens, sign, ones = numeral.rpartition("十")
    value = lambda text: _DIGITS.index(text[-1]) + 1 if text else 0  # noqa: E731
    return (value(tens) or 1) * 10 + value(ones) if sign else value(ones)


def root(clause: str) -> str:
    """The part of a clause that several share: ``一（三）`` of ``一（三）2``, ``措施`` of ``措施16``.

    Of several clauses the first counts. A clause that begins with a word has that word for its root; one of
    numerals alone loses its last Arabic number.
    """
    first = _REMARK.sub("", _SEVERAL.split(clause.strip())[0].strip())
    bare = _PLACE.sub("", first) or first
    word = re.match(rf"[^\d（）()第{_DIGITS}十]+", bare)
    if word:
        return word[0].strip()
    return re.sub(r"[\d.\-]+$", "", bare) or re.sub(r"[.\-]?\d+$", "", bare) or bare
