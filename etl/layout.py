"""A layout: which table a sheet is, and how its columns become the contract's."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from etl.contract import Contract, normal_header
from rules.sources import FileSource

Shape = tuple[object, ...]
"""What files must share to be scanned together: table, source, headers, columns, refused columns, year."""


@dataclass(frozen=True)
class Layout:
    """How a file's columns become a contract's columns."""

    contract: Contract
    source: FileSource | None
    header_row: int
    """Number of the (last) header row, from 1."""
    header_depth: int
    headers: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    """Contract column -> index of the file's column."""
    ignored: tuple[str, ...]
    """Headers that are not known; reported, not stored."""
    refused: tuple[int, ...] = ()
    """Indices of the columns that the contract refuses: their cells go nowhere."""
    unknown: tuple[int, ...] = ()
    """Indices of the columns with a header that is not known."""
    twice: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Contract column -> the several columns of the file that may be it; the first of them is in ``columns``."""
    missing: tuple[str, ...] = ()
    """Required columns that nothing gives."""
    rivals: tuple[str, ...] = ()
    """Other tables that fit as well."""
    joined: int = 1
    """Rows whose texts, the lowest first, name the columns; heads above them count for ``header_depth`` only."""
    head: tuple[tuple[str, ...], ...] = ()
    """The rows down to the header's last, as they stand: they may be repeated further down."""
    answered: frozenset[int] = frozenset()
    """Indices of the columns of which a person has said what they are."""
    year: int | None = None
    """Year of days that are written without one; None where nothing tells it, or no day is written so."""
    until: date | None = None
    """A day without year after this one is not read: it may be of the year before or after."""

    @property
    def shape(self) -> Shape:
        """What files must share to be scanned together."""
        source = self.source.id if self.source else ""
        return self.contract.table, source, self.headers, self.columns, self.refused, self.year, self.until

    def kept(self, cells: Sequence[str]) -> list[str]:
        """A row's cells, those of refused columns emptied.

        A row of another width has its cells where they do not belong: all of them are emptied.
        """
        if self.refused and len(cells) != len(self.headers):
            return [""] * len(cells)
        return ["" if index in self.refused else cell for index, cell in enumerate(cells)]

    def origin(self, name: str) -> int | None:
        """Index of the file's column in which a contract column's text stands, wherever it is taken from."""
        source = self.source
        if source and name in source.lookups:
            return self.origin(source.lookups[name].by)
        if source and name in source.extracts:
            return self.headers.index(source.extracts[name].column)
        if source and name in source.composites:
            first = source.composites[name].columns[0]
            return self.headers.index(first if isinstance(first, str) else first.column)
        return self.mapping.get(name)

    @property
    def mapping(self) -> dict[str, int]:
        """``columns`` as a dictionary."""
        return dict(self.columns)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Headers by which a person tells the columns apart: one of several equal ones carries its number."""
        return labels_of(self.headers)

    @cached_property
    def headers_key(self) -> str:
        """What the memory of an office's mapping hangs on: the headers, whatever stands round them.

        Our own leading columns and refused ones are left out, so that a file of mended rejects has its
        original's key.
        """
        told = [
            normal_header(text)
            for index, text in enumerate(self.headers)
            if text and not text.startswith("_") and index not in self.refused
        ]
        return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def labels_of(headers: Sequence[str]) -> tuple[str, ...]:
    """Each header, with ``（第N个）`` where several are the same."""
    texts = [" ".join(text.split()) for text in headers]
    often = Counter(texts)
    seen: Counter[str] = Counter()
    found = []
    for text in texts:
        seen[text] += 1
        found.append(f"{text}（第{seen[text]}个）" if text and often[text] > 1 else text)
    return tuple(found)
