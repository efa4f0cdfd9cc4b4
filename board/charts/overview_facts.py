"""Everything that the overview says of a month, read once a run and handed to its drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from board import colours, queries, queries_ladder, queries_overview, queries_reporting, revised, texts
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
    """Read a month. Figures of hazards follow the sector; the region is only marked."""
    asked = Month.parse(month)
    earlier = asked + -1
    has_earlier = earlier >= board.plan.first_month
    rows = texts.localised(queries.ranking(board, month), board.plan)
    rows = revised.ranking_rows(rows, board, month, "region")
    changed = revised.by_key(board, month, "target_status", "indicator", "year", "region_code")
    return Facts(
        board=board,
        month=month,
        region=region,
        sector=sector,
        rows=rows,
        rule=board.plan.ranking_rule(asked),
        totals=queries.hazard_totals(board, month, sector=sector),
        before=queries.hazard_totals(board, str(earlier), sector=sector) if has_earlier else None,
        stock=texts.localised(queries_overview.major_hazards_by_region(board, month, sector), board.plan),
        targets=[
            row | {"revised": changed.get((row["indicator"], row["year"], ALL), {})}
            for row in texts.localised(queries.targets(board, month), board.plan)
            if row["year"] == asked.year and row["region_code"] == ALL
        ],
        ladder=queries_ladder.ladder(board, month),
        reported=sum(row["reported"] for row in queries_reporting.reporting(board, month)),
    )


def losses(row: Row) -> list[tuple[str, float]]:
    """Indicators of a score by the points they cost, dearest first."""
    parts = [
        (str(part["indicator"]), part["weight"] - part["points"])
        for part in row["components"]
        if part["points"] is not None
    ]
    return sorted((p for p in parts if p[1] > 0), key=lambda part: -part[1])
