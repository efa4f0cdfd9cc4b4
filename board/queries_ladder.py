"""Whom the plan's ladder may reach in a month, read from ``ladder_month``."""

from __future__ import annotations

import json
from typing import Any

from board.queries import Board, read, require_month, units
from rules.months import Month

SLOW, ZERO_PENALTY = "slow_progress", "zero_penalty"


def ladder(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """Every trigger that a unit meets in a month, units in official order.

    ``region_code, region, month, trigger, months_in_a_row, figures``; a trigger is a class of the ranking scale,
    ``slow_progress`` or ``zero_penalty``. ``figures`` holds ``score, rank`` of a class; ``still, judged`` (ids of
    indicators) and ``months`` of slow progress; ``inspections`` of zero penalties.
    """
    require_month(board, month)
    names = dict(units(board, by))
    order = list(names)
    rows = read(
        board,
        "SELECT unit_code, trigger, months_in_a_row, figures FROM ladder_month WHERE unit_kind = ? AND month = ? "
        "ORDER BY trigger",
        by, month,
    )  # fmt: skip
    found = [
        {"region_code": code, "region": names[code], "month": month, "trigger": trigger,
         "months_in_a_row": count, "figures": json.loads(figures)}
        for code, trigger, count, figures in rows if code in names
    ]  # fmt: skip
    return sorted(found, key=lambda row: order.index(row["region_code"]))


def triggers(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """What ``board show triggers`` gives: every trigger that a unit meets, whether or not a step is due for it.

    ``region_code, region, month, trigger, months_in_a_row, since`` (first month of them); ``still, judged``: ids of
    indicators, ``still_count, judged_count``: how many, and ``compared_months``: against how many months before, of
    slow progress; ``inspections`` of zero penalties; else empty lists, 0 and None.
    """
    at = Month.parse(month)
    return [
        {**{key: row[key] for key in ("region_code", "region", "month", "trigger", "months_in_a_row")},
         "since": str(at + (1 - row["months_in_a_row"])), "still": row["figures"].get("still", []),
         "judged": row["figures"].get("judged", []), "still_count": len(row["figures"].get("still", [])),
         "judged_count": len(row["figures"].get("judged", [])), "compared_months": row["figures"].get("months"),
         "inspections": row["figures"].get("inspections")}
        for row in ladder(board, month, by)
    ]  # fmt: skip


def in_a_row(board: Board, month: str, by: str, code: str, trigger: str) -> list[dict[str, Any]]:
    """The months without a gap, to this one, in which a unit met a trigger: newest first, as many as are counted.

    ``month, months_in_a_row, figures``; empty where it does not meet it in this month.
    """
    require_month(board, month)
    rows = read(
        board,
        "SELECT month, months_in_a_row, figures FROM ladder_month WHERE unit_kind = ? AND unit_code = ? "
        "AND trigger = ? AND month <= ? ORDER BY month DESC",
        by, code, trigger, month,
    )  # fmt: skip
    if not rows or rows[0][0] != month:
        return []
    return [
        {"month": at, "months_in_a_row": count, "figures": json.loads(figures)}
        for at, count, figures in rows[: rows[0][1]]
    ]
