"""What the risk map asks of the database beyond ``board.queries``: counts in one piece, classes over time."""

from __future__ import annotations

from dataclasses import dataclass

from board.queries import ALL, Board, read, risk_history, units
from rules.classes import NO_DATA, risk_class, risk_index
from rules.months import Month, months_between

NO_TOWN = "none"
"""What the marts say where a record names no town."""


@dataclass(frozen=True)
class Cell:
    """Risk points of one region, sector, tier and class at a month's end, and how many are taken care of."""

    region_code: str
    sector: str
    tier: str
    risk_class: str
    points: int
    filed: int
    labelled: int
    controlled: int


def cells(board: Board, month: str, region: str = ALL, sector: str = ALL) -> list[Cell]:
    """Counts by region, sector, tier and class; sums over them are the figures of ``queries.risk``."""
    if month > board.data_through:
        return []
    where, values = "month = ?", [month]
    for column, chosen in (("region_code", region), ("sector", sector)):
        if chosen != ALL:
            where, values = f"{where} AND {column} = ?", [*values, chosen]
    rows = read(
        board,
        "SELECT region_code, sector, tier, risk_class, points::BIGINT, filed::BIGINT, labelled::BIGINT, "
        f"controlled::BIGINT FROM risk_month WHERE {where} ORDER BY ALL",
        *values,
    )
    return [Cell(*row) for row in rows]


@dataclass(frozen=True)
class Town:
    """A part of a region with its risk class, judged by the regions' own rule."""

    name: str
    """As the records write it; ``NO_TOWN`` for those that name none."""
    risk_class: str
    index: float | None
    """Mean severity of its points; what the class is decided by."""
    points: int


def has_towns(board: Board) -> bool:
    """Whether this build tells towns apart: one made by an earlier version of the product does not."""
    tables = ("risk_town_month", "risk_town_classes")
    sql = "SELECT 1 FROM duckdb_tables() WHERE table_name IN (?, ?)"
    return len(read(board, sql, *tables)) == len(tables)


def towns(board: Board, month: str, region: str, sector: str = ALL) -> list[Town]:
    """Towns of a region with points in a month, the most dangerous first, those with too few points last.

    What names no town stands at the very end: it is no place.
    """
    if month > board.data_through:
        return []
    if sector == ALL:
        rows = read(
            board,
            "SELECT town, risk_class, risk_index, points FROM risk_town_classes WHERE month = ? AND region_code = ?",
            month, region,
        )  # fmt: skip
        found = [Town(*row) for row in rows]
    else:
        found = _towns_of_sector(board, month, region, sector)
    rule = board.plan.risk_rule(Month.parse(month))
    judged = {step.code for step in rule.breaks} if rule else set()
    return sorted(
        found,
        key=lambda t: (t.name == NO_TOWN, t.risk_class not in judged, -(t.index or 0.0), -t.points, t.name),
    )


def _towns_of_sector(board: Board, month: str, region: str, sector: str) -> list[Town]:
    rule = board.plan.risk_rule(Month.parse(month))
    counted: dict[str, dict[str, tuple[int, int]]] = {}
    for town, code, points, controlled in read(
        board,
        "SELECT town, risk_class, sum(points)::BIGINT, sum(controlled)::BIGINT FROM risk_town_month "
        "WHERE month = ? AND region_code = ? AND sector = ? GROUP BY ALL",
        month, region, sector,
    ):  # fmt: skip
        counted.setdefault(town, {})[code] = (points, controlled)
    found = []
    for town, numbers in counted.items():
        points = {c: n[0] for c, n in numbers.items()}
        controlled = {c: n[1] for c, n in numbers.items()}
        code = risk_class(points, controlled, rule) if rule else NO_DATA
        index = risk_index(points, controlled, rule) if rule else None
        found.append(Town(town, code, index, sum(points.values())))
    return found


def town_cells(board: Board, month: str, region: str, town: str, sector: str = ALL) -> list[Cell]:
    """Counts of one town by sector, tier and class."""
    if month > board.data_through:
        return []
    where, values = "", [month, region, town]
    if sector != ALL:
        where, values = " AND sector = ?", [*values, sector]
    rows = read(
        board,
        "SELECT region_code, sector, tier, risk_class, points::BIGINT, filed::BIGINT, labelled::BIGINT, "
        f"controlled::BIGINT FROM risk_town_month WHERE month = ? AND region_code = ? AND town = ?{where} ORDER BY ALL",
        *values,
    )
    return [Cell(*row) for row in rows]


def class_history(board: Board, sector: str = ALL) -> dict[tuple[str, str], str]:
    """Risk class by (region_code, month) to the last month reported; with a sector, of its points alone."""
    if sector == ALL:
        return {(region, month): code for region, month, code in risk_history(board)}
    counted: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for region, month, code, points, controlled in read(
        board,
        "SELECT region_code, month, risk_class, sum(points)::BIGINT, sum(controlled)::BIGINT FROM risk_month "
        "WHERE sector = ? AND month <= ? GROUP BY ALL",
        sector, board.data_through,
    ):  # fmt: skip
        counted.setdefault((region, month), {})[code] = (points, controlled)
    found = {}
    for month in months_between(board.plan.first_month, Month.parse(board.data_through)):
        rule = board.plan.risk_rule(month)
        for region, _name in units(board, "region"):
            numbers = counted.get((region, str(month)), {})
            points = {c: n[0] for c, n in numbers.items()}
            controlled = {c: n[1] for c, n in numbers.items()}
            found[region, str(month)] = risk_class(points, controlled, rule) if rule else NO_DATA
    return found


def since(history: dict[tuple[str, str], str], region: str, month: str) -> str | None:
    """The first month of the unbroken run of today's class; None without a class or from the very start."""
    now = history.get((region, month), NO_DATA)
    months = sorted((m for r, m in history if r == region and m <= month), reverse=True)
    if now == NO_DATA or not months:
        return None
    first = month
    for earlier in months:
        if history[region, earlier] != now:
            return first
        first = earlier
    return None
