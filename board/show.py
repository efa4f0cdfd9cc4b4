"""What ``python -m board show`` gives: one place, so that a figure of a notice is read where a script reads it."""

from __future__ import annotations

from typing import Any

from board import (
    queries,
    queries_accidents,
    queries_dispatch,
    queries_escalations,
    queries_findings,
    queries_inspections,
    queries_ladder,
    queries_reporting,
    queries_tasks,
)
from board.queries import Board

KINDS = (
    "ranking", "targets", "risk", "hazards", "inspections", "tasks", "accidents", "escalations", "revisions",
    "findings", "reporting", "dispatch", "indicators", "triggers",
)  # fmt: skip


def rows(
    board: Board, kind: str, month: str | None, by: str = "region", level: str = "major"
) -> list[dict[str, Any]]:
    """The objects of one listing of a month, that of the data where none is named (docs: interfaces). Raises UnknownMonth, UnknownUnit, DatabaseProblem."""
    if kind == "findings":
        return queries_findings.findings(board, month, by)
    month = month or board.data_through
    if kind == "ranking":
        return queries.ranking(board, month, by)
    if kind == "hazards":
        return queries.hazards(board, month, level, by)
    if kind == "targets":
        return queries.targets(board, month)
    if kind == "risk":
        return queries.risk(board, month)
    if kind == "inspections":
        return queries_inspections.inspections(board, month)
    if kind == "tasks":
        return queries_tasks.tasks(board, month)
    if kind == "accidents":
        return queries_accidents.accidents(board, month)
    if kind == "escalations":
        return queries_escalations.listing(board, month, by)
    if kind == "reporting":
        return queries_reporting.reporting(board, month, by)
    if kind == "dispatch":
        return queries_dispatch.dispatch(board, month, level)
    if kind == "indicators":
        return queries_dispatch.indicators(board, month, by)
    if kind == "triggers":
        return queries_ladder.triggers(board, month, by)
    raise ValueError(f"no listing is called {kind}")
