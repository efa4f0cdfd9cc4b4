"""Each committee's yearly list of hazards under supervision (挂牌), read from ``supervision_month``."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from board.queries import Board, read, require_month

FIGURES = ("listed", "struck_off", "open_stock", "overdue")
_Figures = dict[str, int]


def supervised_lists(board: Board, month: str) -> list[dict[str, Any]]:
    """One row a committee of the plan, in its order, as things stand at a month's end.

    ``region_code`` (the committee's id), ``region``, ``month``, ``years``: year -> ``listed, struck_off, open_stock,
    overdue`` of the hazards found in that year and under supervision, from the plan's first year to the month's;
    ``tiers``: tier -> number listed in the month's year; ``has_listed``: whether it listed any that year. A
    committee without sectors, and all of them where nobody ever reported a supervision, have None for these.
    """
    asked = require_month(board, month)
    rows = read(
        board,
        "SELECT committee, found_year, supervision, sum(listed)::BIGINT, sum(struck_off)::BIGINT, "
        "sum(open_stock)::BIGINT, sum(overdue)::BIGINT "
        "FROM supervision_month JOIN committee_sectors ON sector = sector_code WHERE month = ? GROUP BY ALL",
        min(month, board.data_through),
    )
    is_kept = bool(read(board, "SELECT 1 FROM supervision_month LIMIT 1"))
    counted: dict[tuple[str, int], _Figures] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    tiers: dict[str, dict[str, int]] = defaultdict(dict)
    for committee, year, tier, *numbers in rows:
        for name, number in zip(FIGURES, numbers, strict=True):
            counted[committee, year][name] += number
        if year == asked.year:
            tiers[committee][tier] = numbers[0]
    years = range(board.plan.first_month.year, asked.year + 1)
    result = []
    for item in board.plan.programme.committees:
        is_known = is_kept and bool(item.sectors)
        own = {year: dict(counted[item.id, year]) for year in years} if is_known else None
        result.append(
            {"region_code": item.id, "region": item.name, "month": month, "years": own,
             "tiers": tiers[item.id] if is_known else None,
             "has_listed": own[asked.year]["listed"] > 0 if own else None}
        )  # fmt: skip
    return result
