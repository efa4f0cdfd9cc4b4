"""What the risk map asks of the database beyond ``board.queries``: counts in one piece, classes over time."""

from __future__ import annotations

from dataclasses import dataclass

from board.queries import ALL, Board, read, risk_history, units
from rules.classes import NO_DATA, risk_class
from rules.months import Month, months_between


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
