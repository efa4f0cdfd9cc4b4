"""How often each consequence of the plan was due: by who found the hazards and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from board.queries import Board, read, require_month, units
from rules.plan import Aggregate, Window
from rules.programme import Consequence
from rules.windows import months_of

_COUNTED = {"rectified": "closed", "any": "found", "not_rectified": "overdue"}
"""Outcome -> column of ``hazard_month``: struck off in the period, found in it, overdue at its end."""


def consequences(board: Board, month: str, window: Window = "year_to_date") -> list[dict[str, Any]]:
    """One row a consequence, in the plan's order: how many cases of a period fall under it.

    ``id, title, title_en, clause, outcome, level, found_by, first, last`` (months), ``total`` and ``by_region``:
    code -> number, None for a region that had not reported by then. Counted are hazards of the consequence's level
    found by its finders: struck off in the period (``rectified``), found in it (``any``), overdue
    at its end (``not_rectified``); for ``accident`` the accidents of the period, of its classes where it names some.
    """
    asked = require_month(board, month)
    first, last = months_of(window, asked, board.plan)
    through = min(str(last), board.data_through)
    result = []
    for item in board.plan.programme.consequences:
        if item.outcome == "accident":
            mart, found = "accident_month", _accidents(board, item, str(first), through)
        else:
            mart, found = "hazard_month", _hazards(board, item, str(first), through)
        reported = _reported(board, mart, through)
        by_region = {
            code: found.get(code, 0) if code in reported else None for code, _ in units(board, "region")
        }
        known = [number for number in by_region.values() if number is not None]
        result.append(
            {"id": item.id, "title": item.title, "title_en": item.title_en, "clause": item.clause,
             "outcome": item.outcome, "level": item.level, "found_by": list(item.found_by),
             "accident_classes": list(item.accident_classes), "window": window, "first": str(first), "last": through,
             "total": sum(known) if known else None, "by_region": by_region}
        )  # fmt: skip
    return result


def cases(row: Mapping[str, Any]) -> Aggregate:
    """What a consequence of ``consequences`` adds up, for the way to the rows of the ledger."""
    if row["outcome"] == "accident":
        classes = {"accident_class": list(row["accident_classes"])} if row["accident_classes"] else {}
        return Aggregate(mart="accident_month", column="accidents", where=dict(classes), window=row["window"])
    limits: dict[str, str | bool | list[str]] = {"found_by": list(row["found_by"])}
    if row["level"] != "all":
        limits["level"] = row["level"]
    # What is overdue is a state of the period's last month; the others happened within the period.
    window: Window = "month_end" if row["outcome"] == "not_rectified" else row["window"]
    return Aggregate(mart="hazard_month", column=_COUNTED[row["outcome"]], where=limits, window=window)


def _reported(board: Board, mart: str, month: str) -> set[str]:
    """Regions for which no row means nought, and not that nobody told."""
    rows = read(
        board,
        "SELECT unit_code FROM reported_since WHERE mart = ? AND unit_kind = 'region' AND since <= ?",
        mart, month,
    )  # fmt: skip
    return {code for (code,) in rows}


def _hazards(board: Board, item: Consequence, first: str, last: str) -> dict[str, int]:
    column = _COUNTED[item.outcome]
    begin = last if item.outcome == "not_rectified" else first
    finders = ", ".join("?" for _ in item.found_by)
    where, values = f"month BETWEEN ? AND ? AND found_by IN ({finders})", [begin, last, *item.found_by]
    if item.level != "all":
        where, values = f"{where} AND level = ?", [*values, item.level]
    rows = read(
        board,
        f"SELECT region_code, sum({column})::BIGINT FROM hazard_month WHERE {where} GROUP BY 1",
        *values,
    )
    return dict(rows)  # type: ignore[arg-type]


def _accidents(board: Board, item: Consequence, first: str, last: str) -> dict[str, int]:
    where, values = "month BETWEEN ? AND ?", [first, last]
    if item.accident_classes:
        where += f" AND accident_class IN ({', '.join('?' for _ in item.accident_classes)})"
        values += item.accident_classes
    rows = read(
        board,
        f"SELECT region_code, sum(accidents)::BIGINT FROM accident_month WHERE {where} GROUP BY 1",
        *values,
    )
    return dict(rows)  # type: ignore[arg-type]
