"""Single risk points: a page of a list with who controls each, and where all of them lie. Read only as far as shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from board.queries import ALL, Board, read, require_month

PAGE = 15
"""Rows of the list that are read at once."""
TIERS = ("province", "prefecture", "county", "town", "enterprise", "none")
"""Tiers of control from the highest; ``none`` where a row names none."""


@dataclass(frozen=True)
class Wanted:
    """Which points: those of a view, limited by the list's own controls."""

    month: str
    region: str = ALL
    sector: str = ALL
    town: str = ALL
    classes: tuple[str, ...] = ()
    """Classes from the worst; their order is that of the list."""
    tier: str = ALL
    is_controlled: bool | None = None
    """None for both."""


@dataclass(frozen=True)
class Point:
    """A risk point in force at the month's end, and how far it is taken care of by then."""

    region_code: str
    risk_point_id: str
    name: str
    town: str
    """As written, blanks trimmed; empty where the record names none."""
    sector: str
    risk_class: str
    tier: str
    office: str
    assessed: date
    filed: date | None
    """Day by which it was filed; None while it is not, by the month's end. So are the other two."""
    labelled: date | None
    controlled: date | None


def count(board: Board, wanted: Wanted) -> tuple[int, int]:
    """How many points there are, and how many of them are not under control."""
    if wanted.month > board.data_through or not wanted.classes:
        return 0, 0
    last = require_month(board, wanted.month).last_day
    where, values = _where(board, wanted)
    rows = read(
        board,
        "SELECT count(*), count(*) FILTER (WHERE NOT coalesce(p.controlled_date <= ?, FALSE)) "
        f"FROM {_source(wanted)} WHERE {where}",
        last, *values,
    )  # fmt: skip
    return rows[0]  # type: ignore[return-value]


def page(board: Board, wanted: Wanted, number: int = 0, size: int = PAGE) -> list[Point]:
    """One page of the points: not under control first, then the worst class, then the highest tier."""
    if wanted.month > board.data_through or not wanted.classes:
        return []
    last = require_month(board, wanted.month).last_day
    where, values = _where(board, wanted)
    by_class = " ".join(f"WHEN ? THEN {place}" for place, _code in enumerate(wanted.classes))
    by_tier = " ".join(f"WHEN '{tier}' THEN {place}" for place, tier in enumerate(TIERS))
    rows = read(
        board,
        "SELECT p.region_code, p.risk_point_id, p.name, coalesce(trim(p.town), ''), coalesce(p.sector_code, 'none'), "
        "p.risk_class, coalesce(p.tier, 'none'), coalesce(p.office, ''), p.assessed_date, "
        "if(p.filed_date <= ?, p.filed_date, NULL), if(p.labelled_date <= ?, p.labelled_date, NULL), "
        f"if(p.controlled_date <= ?, p.controlled_date, NULL) AS controlled FROM {_source(wanted)} WHERE {where} "
        f"ORDER BY controlled IS NOT NULL, CASE p.risk_class {by_class} END, CASE coalesce(p.tier, 'none') {by_tier} END, "
        "p.region_code, p.risk_point_id LIMIT ? OFFSET ?",
        last, last, last, *values, *wanted.classes, size, max(number, 0) * size,
    )  # fmt: skip
    return [Point(*row) for row in rows]


def _source(wanted: Wanted) -> str:
    """The ledger; with the spelling of towns only where one is asked for, which an older build does not have."""
    if wanted.town == ALL:
        return "risk_points AS p"
    return "risk_points AS p JOIN stg_risk_towns AS t USING (region_code, risk_point_id)"


def _where(board: Board, wanted: Wanted) -> tuple[str, list[object]]:
    last = require_month(board, wanted.month).last_day
    parts = ["p.assessed_date <= ?", "(p.removed_date IS NULL OR p.removed_date > ?)"]
    values: list[object] = [last, last]
    for column, chosen in (
        ("p.region_code", wanted.region),
        ("coalesce(p.sector_code, 'none')", wanted.sector),
        ("coalesce(p.tier, 'none')", wanted.tier),
        ("t.town", wanted.town),
    ):
        if chosen != ALL:
            parts.append(f"{column} = ?")
            values.append(chosen)
    if wanted.is_controlled is not None:
        done = "coalesce(p.controlled_date <= ?, FALSE)"
        parts.append(done if wanted.is_controlled else f"NOT {done}")
        values.append(last)
    parts.append(f"p.risk_class IN ({', '.join('?' for _code in wanted.classes)})")
    return " AND ".join(parts), [*values, *wanted.classes]


@dataclass(frozen=True)
class Places:
    """Where points lie, as columns of the same length."""

    longitude: np.ndarray
    latitude: np.ndarray
    region: np.ndarray
    """Region codes."""
    total: int
    """Points there are, with and without a place."""


def places(board: Board, month: str, sector: str, classes: Sequence[str]) -> Places:
    """Places of all points in force in these classes, for what adds them up; ten thousand cost one query."""
    wanted = Wanted(month, sector=sector, classes=tuple(classes))
    if month > board.data_through or not classes:
        return Places(np.empty(0), np.empty(0), np.empty(0, dtype=str), 0)
    where, values = _where(board, wanted)
    rows = read(
        board, f"SELECT p.longitude, p.latitude, p.region_code FROM risk_points AS p WHERE {where}", *values
    )
    held = [row for row in rows if row[0] is not None and row[1] is not None]
    columns = list(zip(*held, strict=True)) or [(), (), ()]
    return Places(
        np.array(columns[0], dtype=float), np.array(columns[1], dtype=float), np.array(columns[2], dtype=str), len(rows)
    )  # fmt: skip
