"""The registers that a plan may count: which mart each has, what is shown of it, and how it is broken down.

Names of measures and values come from the database (``measure_words``); here only what the page adds.
"""

from __future__ import annotations

from dataclasses import dataclass

from board.texts import N_


@dataclass(frozen=True)
class Rate:
    """A share of two measures."""

    title: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class Register:
    """One register as the page shows it."""

    id: str
    """Its table, by the contract's name."""
    title: str
    mart: str
    measures: tuple[str, ...]
    """Columns of the mart, the records themselves first."""
    by: tuple[str, ...]
    """Columns of the mart's grain by which it is broken down."""
    rates: tuple[Rate, ...] = ()
    states: frozenset[str] = frozenset()
    """Measures that are the state at a month's end; the others are added up over the year."""
    events: frozenset[str] = frozenset()
    """Measures that count single events, for which chance can be told from change."""
    more_marts: tuple[str, ...] = ()
    """Other marts that are made from the same table."""

    def is_state(self, column: str) -> bool:
        """Whether a measure is the state at a month's end."""
        return column in self.states

    def behind(self, column: str, over: str = "") -> dict[str, str]:
        """What a link asks for to show the rows of a measure, or of a share of two; over the year so far, or at the end."""
        window = "month_end" if self.is_state(over or column) else "year_to_date"
        asked = {"measure": f"{self.mart}.{column}", "over": over, "window": window}
        return {name: value for name, value in asked.items() if value}

    @property
    def marts(self) -> tuple[str, ...]:
        """Marts made from the register."""
        return (self.mart, *self.more_marts)


REGISTERS: tuple[Register, ...] = (
    Register(
        "trainings", N_("教育培训"), "training_month", ("trainings", "planned", "attended", "examined", "passed"),
        ("audience",), (Rate(N_("参训率"), "attended", "planned"), Rate(N_("考核合格率"), "passed", "examined")),
        events=frozenset(("trainings",)),
    ),
    Register(
        "certificates", N_("持证上岗"), "certificate_month", ("posts", "valid"), ("kind",),
        (Rate(N_("持证率"), "valid", "posts"),), states=frozenset(("posts", "valid")),
    ),
    Register(
        "drills", N_("应急演练"), "drill_month", ("drills", "participants"), ("kind", "organiser"),
        events=frozenset(("drills",)),
    ),
    Register(
        "visits", N_("走访履职"), "visit_month", ("visits", "raised", "solved"), ("kind", "activity"),
        (Rate(N_("问题解决率"), "solved", "raised"),), events=frozenset(("visits",)), more_marts=("visitor_month",),
    ),
    Register(
        "penalties", N_("行政处罚"), "penalty_month", ("penalties", "on_unit", "on_person", "on_both", "amount_yuan"),
        ("kind",), (Rate(N_("一案双罚率"), "on_both", "penalties"),), events=frozenset(("penalties",)),
    ),
    Register(
        "public_reports", N_("群众举报"), "public_report_month",
        ("received", "closed", "verified", "rewarded", "reward_yuan"), ("channel",),
        (Rate(N_("办结率"), "closed", "received"), Rate(N_("奖励兑现率"), "rewarded", "verified")),
        events=frozenset(("received",)),
    ),
    Register(
        "blacklist", N_("失信名单"), "blacklist_month", ("listed", "added", "removed"), ("reason",),
        states=frozenset(("listed",)), events=frozenset(("added", "removed")),
    ),
    Register(
        "insurance", N_("安责险"), "insurance_month", ("insured", "served"), ("is_high_risk",),
        (Rate(N_("预防服务率"), "served", "insured"),), states=frozenset(("insured", "served")),
    ),
    Register(
        "facilities", N_("设施建设"), "facility_month", ("planned", "done"), ("kind",),
        (Rate(N_("完成率"), "done", "planned"),), states=frozenset(("planned", "done")),
    ),
    Register(
        "escalations", N_("函告通报"), "escalation_month", ("sent", "answered", "overdue"), ("step",),
        states=frozenset(("overdue",)), events=frozenset(("sent",)),
    ),
)  # fmt: skip
"""In the order of the page's control."""


def register(register_id: str) -> Register:
    """The register of this id. Raises KeyError."""
    for found in REGISTERS:
        if found.id == register_id:
            return found
    raise KeyError(register_id)
