"""A finding of the overview's first row: a label, a figure, a sentence; and how their figures are marked up."""

from __future__ import annotations

from dataclasses import dataclass

from board import address, texts
from board.charts.marks import Row


@dataclass(frozen=True)
class Finding:
    """One column of the first row; figure and sentence are markup."""

    key: str
    label: str
    figure: str
    sentence: str
    pages: tuple[str, ...]
    """Pages that tell more; the first that exists is linked."""


def big(figure: str, words: str = "") -> str:
    """A key figure and the words beside it."""
    return f'<b class="o-big">{figure}</b>' + (f' <span class="o-words">{words}</span>' if words else "")


def of_score(figure: str, row: Row) -> str:
    """A score or its change as the way to how it came about."""
    return address.figure(figure, about="score", **address.unit("region", str(row["region_code"])))


def of_part(figure: str, indicator: str, row: Row) -> str:
    """Points of a part of a score as the way to what the part is in that region."""
    return address.figure(figure, indicator=indicator, **address.unit("region", str(row["region_code"])))


def said(parts: list[str], most: int) -> str:
    """The first so many parts as one sentence."""
    return texts.sentence(texts.statements(parts[:most])).strip() if parts else ""
