"""Everything that the overview says of a month, read once a run and handed to its drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from board import (
    colours,
    queries,
    queries_escalations,
    queries_ladder,
    queries_overview,
    queries_reporting,
    revised,
    texts,
)
from board.charts.marks import Row
from board.charts.ranking_table import by_rank
from board.colours import Shade
from rules.months import Month
from rules.plan import LadderStep, Plan, RankingRule

ALL = queries.ALL


@dataclass(frozen=True)
class Facts:
    """One month of one plan, with the filters that the page was asked for."""

    board: queries.Board
    month: str
    region: str
    sector: str
    rows: list[dict[str, Any]]
    """The ranking, names in the language in use."""
    rule: RankingRule | None
    """None where the plan has no ranking in this month."""
    totals: dict[str, int]
    before: dict[str, int] | None
    """The totals a month earlier; None before the plan's first month."""
    stock: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    """Targets of the month's year for all regions together."""
    ladder: list[dict[str, Any]]
    """What each region meets of the triggers that a ladder may apply to, and for how long already."""
    reported: int
    earlier: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Region code -> its row of the ranking a month earlier; empty before the plan's first month."""
    earlier_stock: list[dict[str, Any]] = field(default_factory=list)
    earlier_targets: list[dict[str, Any]] = field(default_factory=list)
    """The same year's targets a month earlier; empty in January."""
    risk_points: tuple[str, int] | None = None
    """The worst risk class and its points in force; None where none is known."""
    earlier_risk_points: tuple[str, int] | None = None
    due: list[dict[str, Any]] = field(default_factory=list)
    """The steps of the ladder that are due and what became of each (``queries_escalations.due``)."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    """Who meets a trigger, but not yet for long enough that a step is due."""
    known_on: date | None = None
    """The day as of which letters are known."""

    @property
    def plan(self) -> Plan:
        """The plan on show."""
        return self.board.plan

    @property
    def year(self) -> int:
        """The month's year: that of the targets."""
        return Month.parse(self.month).year

    @property
    def shades(self) -> dict[str, Shade]:
        """The plan's scale, worst first, then the states."""
        return colours.scale(self.plan.ranking_scale)

    @property
    def worst(self) -> list[str]:
        """The two worst classes, which lead the briefing; never the best one."""
        return [b.code for b in self.rule.breaks[:-1]][:2] if self.rule else []

    @property
    def chosen(self) -> dict[str, Any] | None:
        """The row of the chosen region."""
        return next((row for row in self.rows if row["region_code"] == self.region), None)

    @property
    def has_figures(self) -> bool:
        """Whether any region can be judged this month."""
        return any(row["score"] is not None for row in self.rows)

    def of_class(self, code: str) -> list[dict[str, Any]]:
        """Regions of a class, worst rank first."""
        order = [str(row["region_code"]) for row in reversed(by_rank(self.rows))]
        found = [row for row in self.rows if row["colour"] == code]
        return sorted(found, key=lambda row: order.index(row["region_code"]))

    def meeting(self, trigger: str) -> dict[str, dict[str, Any]]:
        """Region code -> its row of the ladder, of those that meet a trigger; longest first."""
        found = [row for row in self.ladder if row["trigger"] == trigger]
        return {str(r["region_code"]): r for r in sorted(found, key=lambda row: -row["months_in_a_row"])}

    def steps(self, trigger: str) -> list[LadderStep]:
        """What the plan provides for a class or another trigger, in the plan's order."""
        return [step for step in self.plan.ladder if trigger in step.applies_to]


def gather(board: queries.Board, month: str, region: str = ALL, sector: str = ALL) -> Facts:
    """Read a month. Figures of hazards and risk points follow the sector; the region is only marked."""
    asked = Month.parse(month)
    plan, earlier = board.plan, str(asked + -1)
    has_earlier = asked + -1 >= plan.first_month
    was_ranked = bool(board.months) and earlier >= board.months[0]
    rows = texts.localised(queries.ranking(board, month), plan)
    rows = revised.ranking_rows(rows, board, month, "region")
    changed = revised.by_key(board, month, "target_status", "indicator", "year", "region_code")

    def called(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not plan.is_demonstration_named:
            return found
        # The head of the page says that names are examples; a sentence has no room to say it of each.
        return [row | {"called": bare(str(row["region"]))} for row in found]

    def hazards(of: str) -> list[dict[str, Any]]:
        return called(texts.localised(queries_overview.major_hazards_by_region(board, of, sector), plan))

    def targets(of: str) -> list[dict[str, Any]]:
        found = texts.localised(queries.targets(board, of), plan)
        return [row for row in found if row["year"] == asked.year and row["region_code"] == ALL]

    return Facts(
        board=board,
        month=month,
        region=region,
        sector=sector,
        rows=called(rows),
        rule=plan.ranking_rule(asked),
        totals=queries.hazard_totals(board, month, sector=sector),
        before=queries.hazard_totals(board, earlier, sector=sector) if has_earlier else None,
        stock=hazards(month),
        targets=[
            row | {"revised": changed.get((row["indicator"], row["year"], ALL), {})} for row in targets(month)
        ],
        ladder=queries_ladder.ladder(board, month),
        reported=sum(row["reported"] for row in queries_reporting.reporting(board, month)),
        earlier={str(r["region_code"]): r for r in queries.ranking(board, earlier)} if was_ranked else {},
        earlier_stock=hazards(earlier) if has_earlier else [],
        earlier_targets=targets(earlier) if has_earlier and asked.number > 1 else [],
        risk_points=queries_overview.worst_risk_points(board, month, sector),
        earlier_risk_points=queries_overview.worst_risk_points(board, earlier, sector)
        if has_earlier
        else None,
        due=called(texts.localised(queries_escalations.due(board, month), plan)),
        waiting=called(texts.localised(queries_escalations.waiting(board, month), plan)),
        known_on=queries_escalations.as_of(board),
    )


def bare(name: str) -> str:
    """A name without the remark in brackets at its end, for tight places: 某村（示例） is 某村."""
    return re.sub(r"\s*[（(][^（()）]*[)）]$", "", name)


def losses(row: Row) -> list[tuple[str, float]]:
    """Indicators of a score by the points they cost, dearest first."""
    parts = [
        (str(part["indicator"]), part["weight"] - part["points"])
        for part in row["components"]
        if part["points"] is not None
    ]
    return sorted((p for p in parts if p[1] > 0), key=lambda part: -part[1])


def gains(row: Row, earlier: Row | None) -> list[tuple[str, float]]:
    """Indicators of a score by the points they gained on the month before, most lost first.

    Empty where either month has no score or another rule: points of two rules can't be compared.
    """
    if earlier is None or row["score"] is None or earlier["score"] is None:
        return []
    if row["rule_version"] != earlier["rule_version"]:
        return []
    before = {p["indicator"]: p["points"] for p in earlier["components"] if p["points"] is not None}
    parts = [
        (str(p["indicator"]), p["points"] - before[p["indicator"]])
        for p in row["components"]
        if p["points"] is not None and p["indicator"] in before
    ]
    return sorted(parts, key=lambda part: part[1])
