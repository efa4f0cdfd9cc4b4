"""How the overview names things in its sentences; sentences are markup with every data part escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from board import address, colours, texts
from board.charts.marks import Row, safe
from board.colours import Shade
from board.texts import _

MOST_NAMES = 3


def name_of(row: Row) -> str:
    """What sentences call a region; rows come through ``texts.localised``, and ``called`` where that is shorter."""
    return str(row.get("called") or row["region"])


def keep(text: object) -> str:
    """Data as markup that no line break divides: a name, a figure with its unit."""
    return f'<span class="keep">{safe(text)}</span>'


def count(value: float, unit: str, **behind: str) -> str:
    """A figure and its unit, undivided; ``behind`` are the parameters of the way to what it counts."""
    said = keep(texts.with_unit(texts.number(value), unit))
    return address.figure(said, **behind) if behind else said


def again(value: float, unit: str, **behind: str) -> str:
    """A further figure of a sentence that has named the unit: English does not say it again."""
    return (
        address.figure(keep(texts.number(value)), **behind)
        if texts.is_english()
        else count(value, unit, **behind)
    )


def regions(value: int) -> str:
    """So many regions, undivided."""
    return count(value, _("个地区"), part="colours")


def who(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Names as markup: all, or the first few and how many there are."""
    shown = texts.names(keep(name) for name in names[:most])
    if len(names) <= most:
        return shown
    return _("{names}等 {count} 个地区").format(names=shown, count=len(names))


def turned(name: str, how: str) -> str:
    """Who did what, as markup: 甲由橙转红, in English with the space between."""
    return keep(name) + (" " if texts.is_english() else "") + keep(how)


def shade_of(row: Row, shades: Mapping[str, Shade]) -> Shade:
    """The look of a row by its colour."""
    return shades.get(row["colour"]) or colours.shade(row["colour"])


def region_class(row: Row, shades: Mapping[str, Shade]) -> str:
    """A region with its class in brackets: ``建始县（红）``; plain text."""
    return name_of(row) + texts.brackets(texts.class_label(shade_of(row, shades)))
