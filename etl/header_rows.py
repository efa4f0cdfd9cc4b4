"""Rows of a header -> one name for each column, and the heads that stand over it.

A merged cell may come with its text in every cell (a sheet) or in its first one only (a text file): a head
reaches to the right until the next one, or to the end of its merged range where that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEEPEST = 4
"""A header has at most so many rows."""

Stops = frozenset[tuple[int, int]]
"""Cells (row and column from 0) right of a merged range: what stands before them reaches no further."""


@dataclass(frozen=True)
class Cell:
    """One column's part of a header."""

    text: str
    """The lowest text over the column."""
    row: int
    """Index of the row in which it stands."""
    heads: tuple[tuple[int, str], ...] = ()
    """Rows and texts of the heads over it, the nearest first."""

    def names(self) -> list[tuple[str, int]]:
        """Names that the column may have, the most telling first, each with the topmost row it takes in."""
        found: list[tuple[str, int]] = []
        texts = [text for _, text in self.heads]
        rows = [row for row, _ in self.heads]
        if len(texts) > 1:
            top = min(rows)
            found += [(f"{texts[1]}/{texts[0]}/{self.text}", top), (f"{texts[1]}{texts[0]}{self.text}", top)]
        for row, text in self.heads:
            found += [(f"{text}/{self.text}", row), (f"{text}{self.text}", row)]
        return [*found, (self.text, self.row)] if self.text else []


def read_header(
    rows: Sequence[Sequence[str]], top: int, depth: int, stops: Stops = frozenset()
) -> list[Cell]:
    """The cells of the header in rows ``top`` to ``top + depth - 1`` (from 0)."""
    bottom = top + depth - 1
    width = max(len(rows[number]) for number in range(top, bottom + 1))
    above = _heads(rows, bottom, stops, width)
    found = []
    for column in range(width):
        text, row = "", bottom
        for number in range(bottom, top - 1, -1):
            text = at(rows[number], column)
            if text:
                row = number
                break
        heads: list[tuple[int, str]] = []
        for number, texts in above:
            told = texts[column]
            if number < row and told and told != text and told not in (head for _, head in heads):
                heads.append((number, told))
        found.append(Cell(text, row, tuple(heads)))
    return found


def _heads(
    rows: Sequence[Sequence[str]], bottom: int, stops: Stops, width: int
) -> list[tuple[int, list[str]]]:
    """The rows above the lowest that may hold heads, nearest first, each text spread over what it covers."""
    found = []
    for number in range(bottom - 1, max(bottom - DEEPEST, -1), -1):
        row = rows[number]
        if is_title(row):
            break
        spread, last = [], ""
        for column in range(width):
            if (number, column) in stops:
                last = ""
            last = at(row, column) or last
            spread.append(last)
        found.append((number, spread))
    return found


def is_title(row: Sequence[str]) -> bool:
    """Whether a row holds nothing, or one text that begins at its left edge: a title, no head of columns."""
    texts = {text.strip() for text in row if text.strip()}
    return not texts or (len(texts) == 1 and bool(row[0].strip()))


def at(row: Sequence[str], column: int) -> str:
    """A row's text in a column; empty beyond its end."""
    return row[column].strip() if column < len(row) else ""
