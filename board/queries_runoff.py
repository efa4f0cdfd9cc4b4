"""The old stock's run-off as the page of targets draws it: all together and each region, month by month."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from board import queries
from board.queries import ALL, Board
from rules.goals import deadline
from rules.months import Month, months_between
from rules.plan import Indicator
from rules.runoff import Runoff, allowed, indicator_of, target_at


def runoffs(board: Board, month: str, region: str = ALL, sector: str = ALL) -> tuple[Runoff, list[Runoff]]:
    """The chosen region's run-off (all together where none is chosen), and that of every region; of a sector if asked.

    Regions come in the order of what is open, most first. A total of nought means that nothing of the old stock
    is on record.
    """
    plan = board.plan
    last = min(Month.parse(month), Month.parse(board.data_through))
    months = months_between(plan.first_month + -1, last)
    indicator = indicator_of(plan)
    counts, totals = _read(board, indicator, months, sector)
    target = target_at(plan, indicator, last) if indicator else None

    def of(code: str) -> Runoff:
        course, total = [counts[code].get(str(m), 0) for m in months], totals[code]
        if indicator is None or target is None:
            return Runoff(code, months, course, total)
        return Runoff(
            code, months, course, total, allowed(indicator, target, total), Month.of(deadline(target, plan))
        )

    known = [
        r.code for r in plan.regions if not (indicator and indicator.regions) or r.code in indicator.regions
    ]
    units = sorted((of(code) for code in known), key=lambda r: (-r.now, -r.total))
    return of(region), units


def _read(
    board: Board, indicator: Indicator | None, months: list[Month], sector: str
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Open by region and month, and the total by region; with all together."""
    half = indicator.numerator if indicator else None
    where, values = "month BETWEEN ? AND ?", [str(months[0]), str(months[-1])]
    limits: dict[str, Any] = dict(half.where) if half else {"level": "major"}
    if indicator and indicator.regions:
        limits["region_code"] = indicator.regions
    if indicator and indicator.sectors:
        limits["sector"] = indicator.sectors
    for column, value in limits.items():
        options = value if isinstance(value, list) else [value]
        where += f" AND {column} IN ({', '.join('?' for _option in options)})"
        values += options
    if sector != ALL:
        where, values = f"{where} AND sector = ?", [*values, sector]
    rows = queries.read(
        board,
        "SELECT region_code, month, sum(cohort_open)::INTEGER, sum(cohort_total)::INTEGER FROM hazard_month "
        f"WHERE {where} GROUP BY ALL",
        *values,
    )
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    totals: dict[str, int] = defaultdict(int)
    for region, month, still_open, total in rows:
        counts[region][month] += still_open
        counts[ALL][month] += still_open
        if month == str(months[-1]):
            totals[region] += total
            totals[ALL] += total
    return counts, totals
