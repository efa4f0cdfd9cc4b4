"""Which module drafts which part; a plan's ``notices.yml`` says which parts a paper has and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from board.notices.content import Block
from board.notices.parts import (
    accidents,
    annex_lists,
    annex_method,
    annex_regions,
    asked,
    dispatch_table,
    goals_by_year,
    hazards,
    inspections,
    phase,
    problems,
    ranking,
    risk,
    targets,
    tasks,
    tasks_by_office,
)
from board.notices.scene import Scene

PARTS: dict[str, Callable[[Scene, str], Sequence[Block]]] = {
    "ranking": ranking.blocks,
    "hazards": hazards.blocks,
    "dispatch_table": dispatch_table.blocks,
    "annex_dispatch_table": dispatch_table.annex,
    "tasks_by_office": tasks_by_office.blocks,
    "annex_tasks_by_office": tasks_by_office.annex,
    "phase": phase.blocks,
    "annex_phase": phase.annex,
    "goals_by_year": goals_by_year.blocks,
    "targets": targets.blocks,
    "inspections": inspections.blocks,
    "risk": risk.blocks,
    "accidents": accidents.blocks,
    "tasks": tasks.blocks,
    "problems": problems.blocks,
    "asked": asked.blocks,
    "annex_regions": annex_regions.blocks,
    "annex_indicators": annex_lists.indicators,
    "annex_sectors": annex_lists.sectors,
    "annex_reporting": annex_lists.reporting,
    "annex_method": annex_method.blocks,
}
