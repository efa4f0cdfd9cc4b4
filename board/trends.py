"""What the page of trends can draw: every indicator of the plan, and the measures of the ledgers that matter.

How a figure may be added up over months follows from what it counts: events can be added up over any months, a share of
events as sums over sums, never as a mean of shares; a state at a month's end cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from board import texts
from board.texts import N_, _
from rules.plan import Aggregate, Indicator, Plan, Window
from rules.windows import Scope, reported_to, scope_of

RUNNING: tuple[Window, ...] = ("month", "year_to_date", "trailing_12")
"""Windows that events can be added up over, beside the one by which the plan counts them."""
UNFINISHED = {("public_report_month", column) for column in ("closed", "verified", "rewarded", "reward_yuan")}
"""Measures of cases by the month in which they came, whatever the month in which they were dealt with (the mart's head
says so): an old month has had longer than a new one.
"""
Told = Literal["flow", "state", "restarts"]
"""``flow``: events of the months; ``state``: what there is at a month's end; ``restarts``: such a state that counts
from January on, so that it falls back every year.
"""


@dataclass(frozen=True)
class Measure:
    """One thing that can be drawn: a numerator, or a numerator over a denominator."""

    id: str
    """Its name in the address."""
    name: str
    """Chinese text of a measure of the ledgers; empty for an indicator, which the plan names."""
    numerator: Aggregate
    denominator: Aggregate | None = None
    unit: str = "%"
    is_down: bool = False
    """Whether less is better."""
    indicator: Indicator | None = None

    @property
    def title(self) -> str:
        """What it is called in the language in use; a fall is drawn as the number that falls."""
        if self.indicator is None:
            return _(self.name)
        title = texts.indicator_title(self.indicator)
        return title + texts.brackets(_("按数量画")) if self.indicator.kind == "fall" else title

    @property
    def is_share(self) -> bool:
        """Whether values are shown in percent."""
        return self.denominator is not None and self.unit == "%"

    @property
    def halves(self) -> list[Aggregate]:
        """Numerator and, where there is one, denominator."""
        return [self.numerator, *([self.denominator] if self.denominator else [])]

    @property
    def told(self) -> Told:
        """What its months are."""
        if self.numerator.window != "month_end":
            return "flow"
        return "restarts" if any(_restarts(half, self.indicator) for half in self.halves) else "state"

    @property
    def is_unfinished(self) -> bool:
        """Whether it counts what has become of the month's cases by now: those of the newest months are not done."""
        return (self.numerator.mart, self.numerator.column) in UNFINISHED

    @property
    def declared(self) -> Window:
        """The window by which the plan, or the ledger, counts it."""
        return self.numerator.window

    @property
    def windows(self) -> list[Window]:
        """Windows to choose from, the declared one first."""
        alike = len({half.window for half in self.halves}) == 1
        if self.told != "flow" or not alike:
            return [self.declared]
        return [self.declared, *(w for w in RUNNING if w != self.declared)]

    @property
    def scope(self) -> Scope:
        """The regions and sectors that it is limited to."""
        return scope_of(self.indicator) if self.indicator is not None else Scope()

    @property
    def reported_to(self) -> str:
        """See ``rules.windows.reported_to``."""
        return reported_to(self.indicator) if self.indicator is not None else ""

    def target(self, year: int, window: Window) -> float | None:
        """The plan's target of a year, where the figures are those that it is meant for."""
        if self.indicator is None or self.indicator.kind == "fall" or window != self.declared:
            return None
        found = self.indicator.target(year)
        return found.value if found is not None else None

    def over(self, half: Aggregate, window: Window) -> Aggregate:
        """A half added up over another window; what there is at a month's end stays what it is."""
        if window == self.declared or half.window == "month_end":
            return half
        return half.model_copy(update={"window": window})


def _restarts(half: Aggregate, indicator: Indicator | None) -> bool:
    """Columns that end so count the year so far (docs/architecture.md); dispatch reports as the plan says."""
    if half.column.endswith("_ytd"):
        return True
    return indicator is not None and indicator.source == "dispatch" and indicator.restarts == "yearly"


def _sum(mart: str, column: str, window: Window = "month", **where: str | bool | list[str]) -> Aggregate:
    return Aggregate(mart=mart, column=column, where=where, window=window)


LEDGERS = (
    Measure("open_major", N_("在册重大隐患"), _sum("hazard_month", "open_stock", "month_end", level="major"), unit="处", is_down=True),
    Measure("overdue_major", N_("逾期重大隐患"), _sum("hazard_month", "overdue", "month_end", level="major"), unit="处", is_down=True),
    Measure("found_major", N_("查出重大隐患"), _sum("hazard_month", "found", level="major"), unit="处"),
    Measure("closed_major", N_("销号重大隐患"), _sum("hazard_month", "closed", level="major"), unit="处"),
    Measure(
        "on_time_major", N_("重大隐患当月到期按期整改率"), _sum("hazard_month", "on_time", level="major"),
        _sum("hazard_month", "due", level="major"),
    ),
    Measure("found_all", N_("查出隐患（含一般隐患）"), _sum("hazard_month", "found"), unit="处"),
    Measure("inspections", N_("执法检查次数"), _sum("inspection_month", "inspections"), unit="次"),
    Measure("problems", N_("检查发现问题数"), _sum("inspection_month", "problems"), unit="项"),
    Measure(
        "hits", N_("每次检查发现问题数"), _sum("inspection_month", "problems"), _sum("inspection_month", "inspections"),
        unit="项",
    ),
    Measure("penalties", N_("执法检查处罚次数"), _sum("inspection_month", "penalties"), unit="次"),
    Measure("accidents", N_("事故起数"), _sum("accident_month", "accidents"), unit="起", is_down=True),
    Measure("deaths", N_("事故死亡人数"), _sum("accident_month", "deaths"), unit="人", is_down=True),
)  # fmt: skip
"""Measures of the ledgers, of the product and not of a plan."""


@dataclass(frozen=True)
class Choice:
    """A measure under its head in the list."""

    group: str
    measure: Measure


def choices(plan: Plan) -> list[Choice]:
    """All that can be drawn, in the order of the list: what the newest rule weighs, the ledgers' measures, then the
    plan's indicators by the action that they serve. The first is what the page opens with.
    """
    weighed = [c.indicator for c in plan.ranking[-1].components] if plan.ranking else []
    known = {i.id: i for i in plan.indicators}
    found = [Choice(_("计分指标"), _of(known[name])) for name in weighed if name in known]
    found += [Choice(_("台账数"), measure) for measure in LEDGERS]
    rest = [i for i in plan.indicators if i.id not in weighed]
    titles = _actions(plan)
    groups = [_group(i, titles) for i in rest]
    order = ["", *titles.values()]
    for place in sorted(range(len(rest)), key=lambda n: (order.index(groups[n]), n)):
        found.append(Choice(groups[place] or _("其他指标"), _of(rest[place])))
    return found


def _of(indicator: Indicator) -> Measure:
    numerator, denominator = indicator.halves()
    if indicator.source == "dispatch" and indicator.restarts == "monthly" and denominator is not None:
        # Reports that stand for their month alone are events of that month.
        numerator, denominator = (h.model_copy(update={"window": "month"}) for h in (numerator, denominator))
    # An indicator's name cannot hide a ledger's: their addresses are told apart.
    return Measure(
        f"i.{indicator.id}", "", numerator, denominator, indicator.unit, indicator.direction == "down", indicator
    )  # fmt: skip


def _actions(plan: Plan) -> dict[str, str]:
    """Clause of a measure of the plan -> title of the action that it belongs to, in the plan's order."""
    named = {a.id: (a.title_en or a.title) if texts.is_english() else a.title for a in plan.programme.actions}
    order = list(named)
    measures = sorted(
        (m for m in plan.programme.measures if m.action in named), key=lambda m: order.index(m.action or "")
    )
    return {m.clause: named[m.action or ""] for m in measures}


def _group(indicator: Indicator, titles: dict[str, str]) -> str:
    """The first action whose measure the indicator's clause names; empty where none does."""
    return next((titles[c] for c in indicator.clause.split("、") if c in titles), "")
