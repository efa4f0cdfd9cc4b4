"""Accidents by region: the month and the year so far, beside the same of the year before."""

from __future__ import annotations

from typing import Any

from board.opening import Board, require_month, units
from board.queries_trends import accidents as tallied
from rules.months import Month


def accidents(board: Board, month: str) -> list[dict[str, Any]]:
    """One object a region: ``accidents, deaths`` of the month, ``accidents_ytd, deaths_ytd`` of the year so far and
    ``accidents_ytd_before, deaths_ytd_before`` of the same months a year earlier (None where the plan's campaign had
    not begun then); all None where no accident ledger was ever loaded by that month. Raises UnknownMonth.
    """
    asked = require_month(board, month)
    found = tallied(board, month, "region")
    is_known = found.since is not None and found.since <= month
    first = str(Month(asked.year - 1, 1))
    has_before = is_known and found.since is not None and found.since <= first
    result = []
    for code, name in units(board, "region"):
        row: dict[str, Any] = {"region_code": code, "region": name, "month": month}
        for what in ("accidents", "deaths"):
            row[what] = found.number(code, "month", what) if is_known else None
            row[f"{what}_ytd"] = found.number(code, "year_to_date", what) if is_known else None
            before = found.number(code, "year_to_date_before", what)
            row[f"{what}_ytd_before"] = before if has_before else None
        result.append(row)
    return result
