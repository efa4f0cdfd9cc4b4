"""Readings that only the overview needs: what a plan's ladder looks at, hazards and risk points of one sector."""

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
    """Major hazards on the register at a month's end, by region: ``open_stock``, of them ``overdue``, and
    ``supervised_overdue`` of those under supervision; of one sector where one is given."""
    require_month(board, month)
    condition, values = ("", [month]) if sector == ALL else (" AND sector = ?", [month, sector])
    rows = read(
        board,
        "SELECT region_code, sum(open_stock)::BIGINT, sum(overdue)::BIGINT, sum(supervised_overdue)::BIGINT FROM hazard_month "
        f"WHERE level = 'major' AND month = ?{condition} GROUP BY 1",
        *values,
    )
    found = {code: numbers for code, *numbers in rows}
    columns = ("open_stock", "overdue", "supervised_overdue")
    return [
        {"region_code": code, "region": name, "month": month,
         **dict(zip(columns, found.get(code, (0, 0, 0)), strict=True))}
        for code, name in units(board, "region")
    ]  # fmt: skip


def worst_risk_points(board: Board, month: str, sector: str = ALL) -> tuple[str, int] | None:
    """The worst class of the risk rule and how many points in force have it; None where no point is known or no rule."""
    rule = board.plan.risk_rule(require_month(board, month))
    if rule is None:
        return None
    worst = rule.breaks[-1].code
    condition, values = ("", [month]) if sector == ALL else (" AND sector = ?", [month, sector])
    rows = read(
        board,
        "SELECT count(*), sum(points) FILTER (WHERE risk_class = ?)::BIGINT FROM risk_month "
        f"WHERE month = ?{condition}",
        worst, *values,
    )  # fmt: skip
    return (worst, rows[0][1] or 0) if rows[0][0] else None
