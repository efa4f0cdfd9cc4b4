"""Paragraphs as short lines: split where the sentences end, over as many slides as they take."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from board.notices.content import Paragraph
from board.notices.slides import measure
from board.notices.slides.layout import Box, Deck, Page, Say
from board.notices.slides.master import MARGIN, WIDE

WAYS = ((1, 20), (1, 18), (2, 18), (2, 16))
"""Columns side by side, and size of the letters."""
ROOM = WIDE - 2 * MARGIN
_BETWEEN = 36.0
_NUMBERED = re.compile(r"\d+[.．、]")
_INDENT = 20.0
_OPENING, _CLOSING = "（“‘《〔(", "）”’》〕)"


@dataclass(frozen=True)
class Item:
    """One paragraph of the paper, as it stands on a slide."""

    head: str
    """Its run-in heading without number; empty where it has none."""
    lines: tuple[tuple[str, int], ...]
    """Text and how deep it stands: 1 for a sentence, 2 for one of several things that a sentence lists."""
    paragraph: Paragraph


def item(one: Paragraph) -> Item:
    """A paragraph in lines."""
    head = one.lead.partition("）")[2] if one.lead.startswith("（") else one.lead
    found: list[tuple[str, int]] = []
    for sentence in split(measure.clean(one.text).replace("\n", " "), "。"):
        before, mark, listed = sentence.partition("：")
        things = split(listed, "；")
        if mark and len(things) > 1 and "；" not in before:
            found += [(before + mark, 1), *((thing, 2) for thing in things)]
        else:
            found += [(part, 1) for part in split(sentence, "；")]
    return Item(measure.clean(head).rstrip("。"), tuple(found), one)


def split(text: str, mark: str) -> list[str]:
    """Parts between marks that stand in no brackets, without the mark."""
    found, deep, start = [], 0, 0
    for place, char in enumerate(text):
        deep += (char in _OPENING) - (char in _CLOSING)
        if char == mark and deep <= 0:
            found.append(text[start:place])
            start = place + 1
    return [part.strip() for part in [*found, text[start:]] if part.strip()]


def draw(
    deck: Deck, paragraphs: Sequence[Paragraph], name: str, tell: Callable[[Sequence[Paragraph]], list[str]]
) -> list[Page]:
    """The paragraphs of a section on slides; ``tell`` gives the notes of those that stand on one."""
    items = [i for i in map(item, paragraphs) if i.lines]
    if not items:
        return []
    room = deck.room(title_of(name, items), name)
    tried = [(ways, size, _paged(items, size, room, across(ways))) for ways, size in WAYS]
    ways, size, columns = min(tried, key=lambda one: (math.ceil(len(one[2]) / one[0]), one[0], -one[1]))
    pages = [columns[i : i + ways] for i in range(0, len(columns), ways)]
    made = []
    for place, beside in enumerate(pages):
        more = f"（{place + 1}/{len(pages)}）" if len(pages) > 1 else ""
        shown = [i for column in beside for i in column]
        title = title_of(name, shown)
        page = deck.page(title, f"{name}{more}" if more or title != name else "")
        for at, column in enumerate(beside):
            place_ = Box(MARGIN + at * (across(ways) + _BETWEEN), page.body.y, across(ways), page.body.h)
            deck.text(page.slide, place_, [say for i in column for say in says(i, size)], name)
        page.told = tell(list({i.paragraph.id: i.paragraph for i in shown}.values()))
        made.append(page)
    return made


def across(ways: int) -> float:
    """Width of each of so many columns."""
    return (ROOM - _BETWEEN * (ways - 1)) / ways


def title_of(name: str, items: Sequence[Item]) -> str:
    """What a slide's paragraphs are headed with; the section's name where they have no headings."""
    heads = list(dict.fromkeys(i.head for i in items if i.head))
    return "；".join(heads) or name


def _mark(text: str, deep: int) -> str:
    """What stands before a line; a figure space where it is numbered already."""
    if _NUMBERED.match(text):
        return "\u2007"
    return "•" if deep == 1 else "–"


def says(one: Item, size: float) -> list[Say]:
    """Its lines as they are set: the head bold, sentences and what they list set in."""
    found = [Say(one.head, size, True, after=4)] if one.head else []
    for text, deep in one.lines:
        found.append(
            Say(
                text, size - 2 if deep == 2 else size, tone="ink-2" if deep == 2 else "ink",
                after=4, indent=_INDENT * deep, bullet=_mark(text, deep),
            )
        )  # fmt: skip
    return [*found[:-1], replace(found[-1], after=12)]


def _paged(items: Sequence[Item], size: float, room: float, wide: float) -> list[list[Item]]:
    """Items by column: one goes over whole where it can, else between its lines, a line in pieces as a last resort."""
    pages: list[list[Item]] = [[]]
    used = 0.0
    for whole in items:
        for part in _pieces(whole, size, room, wide):
            tall = sum(s.tall(wide) for s in says(part, size))
            if pages[-1] and used + tall > room:
                pages.append([])
                used = 0.0
            pages[-1].append(part)
            used += tall
    return pages


def _pieces(one: Item, size: float, room: float, wide: float) -> list[Item]:
    """An item in parts of which each fits on a slide; the head stands on each."""
    if sum(s.tall(wide) for s in says(one, size)) <= room:
        return [one]
    most = int((room / 2) // (size * measure.LEADING))
    lines: list[tuple[str, int]] = []
    for text, deep in one.lines:
        rows = measure.wrapped(text, size, wide - _INDENT * deep)
        lines += [("".join(rows[i : i + most]), deep) for i in range(0, len(rows), most)]
    found: list[Item] = []
    now: list[tuple[str, int]] = []
    for line in lines:
        tried = replace(one, lines=(*now, line))
        if now and sum(s.tall(wide) for s in says(tried, size)) > room:
            found.append(replace(one, lines=tuple(now)))
            now = []
        now.append(line)
    return [*found, replace(one, lines=tuple(now))]
