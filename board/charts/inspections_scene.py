"""What the page of inspections shows, worked out once: who is compared, over which months, against which limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from board import address, queries_inspections, texts
from board.filters import BY
from board.frame import ALL, View
from board.queries import Board
from board.queries_inspections import Compared, Tally
from board.queries_method import Names
from board.texts import _
from rules.funnel import CHANCE, Point, Spread, Verdict, much_for_little, spread_of, verdict
from rules.plan import Plan, Window

WIDENED, EXACT = "widened", "exact"
LIMITS = (WIDENED, EXACT)
"""Limits that take in how much units differ anyway, or those of chance alone."""


@dataclass(frozen=True)
class Scene:
    """One view of the page."""

    board: Board
    month: str
    window: Window
    by: str
    region: str
    sector: str
    limits: str
    names: Names
    is_presentation: bool = False

    @property
    def plan(self) -> Plan:
        """The pack in use."""
        return self.board.plan

    @property
    def unit(self) -> str:
        """What is compared: 地区, 行业领域 or 专委会."""
        return _(BY[self.by])

    @cached_property
    def compared(self) -> Compared:
        """Every unit's inspections over the window."""
        return queries_inspections.compared(
            self.board, self.month, self.window, self.by, self.region, self.sector
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        """Code -> name of every unit compared; ``*`` is all together."""
        whole = texts.whole_name(self.plan)
        if self.by == "region":
            return {ALL: whole, **{r.code: texts.region_name(r) for r in self.plan.regions}}
        if self.by == "sector":
            region = texts.region_names(self.plan)[self.region]
            return {ALL: region, **{s.code: texts.sector_name(s) for s in self.plan.sectors}}
        return {
            ALL: whole,
            **{c.id: texts.committee_name(c) for c in self.plan.programme.ranked_committees},
        }

    @cached_property
    def short_titles(self) -> dict[str, str]:
        """The same for tight places."""
        shorter = {r.code: texts.region_short_name(r) for r in self.plan.regions}
        return self.titles | shorter if self.by == "region" else self.titles

    @property
    def chosen(self) -> str:
        """Code of the unit that the filters single out; ``*`` for none."""
        return {"region": self.region, "sector": self.sector}.get(self.by, ALL)

    @cached_property
    def points(self) -> Sequence[Point]:
        """Units whose problems are known and who inspected."""
        return [
            Point(code, tally.inspections, tally.problems)
            for code, tally in self.compared.known().items()
            if tally.problems is not None
        ]

    @property
    def centre(self) -> float | None:
        """Problems per inspection of all together; None where nothing is known."""
        return self.compared.whole.hits if self.compared.whole else None

    @cached_property
    def dispersion(self) -> Spread:
        """How much units differ beyond chance, whatever limits are shown."""
        return spread_of(self.points, self.centre or 0.0)

    @property
    def spread(self) -> Spread:
        """What the limits shown are widened by."""
        return self.dispersion if self.limits == WIDENED else CHANCE

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Code -> where the unit stands; units that cannot be judged are not in it."""
        centre = self.centre
        return {} if centre is None else {p.code: verdict(p, centre, self.spread) for p in self.points}

    @cached_property
    def idle(self) -> list[tuple[Point, Verdict]]:
        """Units with more inspections than the median one and few problems per inspection, most inspections first."""
        return [] if self.centre is None else much_for_little(self.points, self.centre, self.spread)

    def at(self, code: str) -> dict[str, str]:
        """Address parameters of one unit of the comparison."""
        if self.by == "committee":
            return {"region": ALL, "sector": ALL, **({"committee": code} if code != ALL else {})}
        if self.by == "region":
            return {"region": code, "sector": self.sector}
        return {"region": self.region, "sector": code}

    def behind(
        self, column: str, per: str = "", mart: str = queries_inspections.MART, **where: str
    ) -> dict[str, str]:
        """Address parameters of a measure over the window; ``per`` divides it by another, as a number."""
        found = {"measure": f"{mart}.{column}", "window": str(self.window)}
        if per:
            found["per"] = per
        if where:
            found["where"] = address.limits(**where)
        return found

    @cached_property
    def tally(self) -> Tally | None:
        """The figures of the view: both filters."""
        whole = queries_inspections.compared(self.board, self.month, self.window, "region", ALL, self.sector)
        return whole.whole if self.region == ALL else whole.units.get(self.region)

    def key(self, *more: Any) -> tuple[Any, ...]:
        """What drawings of this view are kept by."""
        return ("inspections", self.board.stamp, self.month, self.window, self.by, self.region, self.sector,
                self.limits, texts.is_english(), address.kept(), *more)  # fmt: skip


def scene(view: View, window: str, limits: str, names: Names) -> Scene:
    """The scene of a view, with what its own controls say."""
    return Scene(
        view.board, view.month, cast("Window", window), view.by, view.region, view.sector, limits, names,
        view.is_presentation,
    )  # fmt: skip
