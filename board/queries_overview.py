"""Readings that only the overview needs: what a plan's ladder looks at, hazards of one sector by region."""

from __future__ import annotations

from typing import Any

from board.queries import ALL, Board, read, require_month, units
from board.queries_ladder import ZERO_PENALTY, ladder


def zero_penalties(board: Board, month: str) -> list[dict[str, Any]]:
    """Regions with inspections and not one penalty in the plan's window, most inspections first."""
    result = [
        {"region_code": row["region_code"], "region": row["region"], "month": month,
         "inspections": row["figures"]["inspections"]}
        for row in ladder(board, month) if row["trigger"] == ZERO_PENALTY
    ]  # fmt: skip
    return sorted(result, key=lambda row: -row["inspections"])


def major_hazards_by_region(board: Board, month: str, sector: str = ALL) -> list[dict[str, Any]]:
    """Major hazards on the register and overdue at a month's end, by region; of one sector where one is given."""
    require_month(board, month)
    condition, values = ("", [month]) if sector == ALL else (" AND sector = ?", [month, sector])
    rows = read(
        board,
        "SELECT region_code, sum(open_stock)::BIGINT, sum(overdue)::BIGINT FROM hazard_month "
        f"WHERE level = 'major' AND month = ?{condition} GROUP BY 1",
        *values,
    )
    found = {code: (stock, overdue) for code, stock, overdue in rows}
    return [
        {"region_code": code, "region": name, "month": month,
         "open_stock": found.get(code, (0, 0))[0], "overdue": found.get(code, (0, 0))[1]}
        for code, name in units(board, "region")
    ]  # fmt: skip
