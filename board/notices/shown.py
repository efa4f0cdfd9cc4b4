"""Reads figures where ``board show`` has them: what a paper writes and what a script reads is one listing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from board import queries, show
from board.notices.content import Figure, How, Source
from board.opening import Board, NotPublished

_INTO = re.compile(r"^(\w+)\[(\w+)\]\.(\w+)$")
_SIZE = re.compile(r"^(\w+)\[\]$")
Rows = Sequence[dict[str, Any]]
_Key = tuple[str, str, str, str, str]
"""Listing, month, by, level, release."""


def field_of(row: dict[str, Any], name: str) -> Any:
    """A field of an object; ``components[awareness_rate].value`` leads to that of the listed object so named,
    ``still[]`` is how many a list holds."""
    if "[" not in name:
        return row[name]
    if sized := _SIZE.match(name):
        return len(row[sized[1]])
    found = _INTO.match(name)
    if found is None:
        raise LookupError(f"no field is called {name}")
    listed, key, inner = found.groups()
    return next((one[inner] for one in row[listed] if key in one.values()), None)


def worked_out(source: Source, rows: Rows) -> Any:
    """The value of a figure from the rows of its listing, all its months together. None where nothing is known.

    Raises LookupError where ``value`` does not find exactly one row.
    """
    chosen = [r for r in rows if all(field_of(r, name) in values for name, values in source.where)]
    if source.how == "count":
        return len(chosen)
    if source.how == "distinct":
        return len({field_of(row, source.field) for row in chosen})
    if source.how == "value":
        if len(chosen) != 1:
            raise LookupError(f"{source.told()}: expected one row, found {len(chosen)}")
        return field_of(chosen[0], source.field)
    known = [v for row in chosen if (v := field_of(row, source.field)) is not None]
    if source.how == "ratio":
        pairs = [(field_of(r, source.field), field_of(r, source.per)) for r in chosen]
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        whole = sum(b for _a, b in both)
        return sum(a for a, _b in both) / whole if whole else None
    if not known:
        return None
    return {"sum": sum, "max": max, "min": min}[source.how](known)


class Shown:
    """The listings of a release, each read once; of other releases for what was published earlier."""

    def __init__(self, board: Board, release: str) -> None:
        self.board = board
        """The release that the paper is of."""
        self.release = release
        """Its month, YYYY-MM."""
        self._boards: dict[str, Board] = {release: board}
        self._kept: dict[_Key, Rows] = {}
        self._index: dict[tuple[_Key, str], dict[Any, list[dict[str, Any]]]] = {}

    def published(self, month: str) -> str:
        """The release in which a month's colours were published: its own, else this paper's."""
        if month not in self._boards and month in self.board.releases.months:
            try:
                self._boards[month] = queries.open_board(self.board.plan, self.board.path, month, "published")
            except NotPublished:
                return self.release
        return month if month in self._boards else self.release

    def rows(
        self, kind: str, month: str, by: str = "region", level: str = "major", release: str = ""
    ) -> Rows:
        """A listing of one month."""
        release = release or self.release
        key = (kind, month, by, level, release)
        if key not in self._kept:
            self._kept[key] = show.rows(self._boards[release], kind, month, by, level)
        return self._kept[key]

    def value(self, source: Source) -> Any:
        """What a source gives."""
        rows: list[dict[str, Any]] = []
        for month in source.months:
            rows += self._picked(source, month)
        return worked_out(source, rows)

    def _picked(self, source: Source, month: str) -> Rows:
        """The rows of a listing that can be meant, in their order: by the condition that leaves fewest."""
        rows = self.rows(source.show, month, source.by, source.level, source.release)
        key = (source.show, month, source.by, source.level, source.release)
        found = rows
        for name, values in source.where:
            if len(values) != 1 or "[" in name:
                continue
            if (key, name) not in self._index:
                index: dict[Any, list[dict[str, Any]]] = {}
                for row in rows:
                    index.setdefault(row[name], []).append(row)
                self._index[key, name] = index
            own = self._index[key, name].get(values[0], [])
            if len(own) < len(found):
                found = own
        return found

    def source(
        self, kind: str, months: str | Iterable[str], name: str = "", how: How = "value", per: str = "",
        by: str = "region", level: str = "major", release: str = "", **where: Any,
    ) -> Source:  # fmt: skip
        """A source of this paper; ``where`` gives a field one value or several."""
        picked = tuple((k, tuple(v) if isinstance(v, list | tuple | set) else (v,)) for k, v in where.items())
        spans = (months,) if isinstance(months, str) else tuple(months)
        return Source(kind, spans, release or self.release, name, by, level, picked, how, per)

    def figure(self, source: Source, text: str | None = None, write: Any = None) -> Figure:
        """The figure of a source, written by ``write`` (a count where none is given) or as ``text``."""
        value = self.value(source)
        return Figure((write or count)(value) if text is None else text, value, source)


def count(value: float | None) -> str:
    """A count as notices write it: no thousands comma; — where unknown."""
    if value is None:
        return "—"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:g}"
