"""The run-off of the old stock: hazards found before a plan's day, how many are open, how fast they must go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from rules.goals import deadline
from rules.months import Month
from rules.plan import Indicator, Plan, Target

COLUMNS = ("cohort_closed", "cohort_open")
"""Columns of ``hazard_month`` by which an indicator is about the old stock."""
PACE_MONTHS = 6
"""Months over which the present pace is taken."""


def indicator_of(plan: Plan) -> Indicator | None:
    """The plan's indicator of the old stock, the first that has targets; None where it has none."""
    found = [i for i in plan.indicators if i.numerator is not None and i.numerator.column in COLUMNS]
    return next((i for i in found if i.targets), found[0] if found else None)


def target_at(plan: Plan, indicator: Indicator, month: Month) -> Target | None:
    """The next target that falls due in or after a month, else the last one that has."""
    ordered = sorted(indicator.targets, key=lambda t: deadline(t, plan))
    return next(
        (t for t in ordered if Month.of(deadline(t, plan)) >= month), ordered[-1] if ordered else None
    )


def allowed(indicator: Indicator, target: Target, total: float) -> float:
    """How many may still be open when the target is due."""
    if indicator.halves()[1] is None:
        return target.value
    left = 1 - target.value if indicator.direction == "up" else target.value
    return round(total * left, 9)


@dataclass(frozen=True)
class Runoff:
    """The old stock of one unit from the plan's start on."""

    code: str
    months: Sequence[Month]
    """The month before the plan's first, then every month up to the one asked for."""
    open: Sequence[int]
    total: int
    """All that were ever found before the plan's day."""
    allowed: float | None = None
    """How many the target leaves open; None without a target."""
    due: Month | None = None
    """The month in which the target is due."""

    @property
    def now(self) -> int:
        """Open at the end of the last month."""
        return self.open[-1]

    @property
    def pace(self) -> float:
        """Struck off a month, over the last six months (or as many as there are)."""
        span = min(PACE_MONTHS, len(self.open) - 1)
        return (self.open[-1 - span] - self.now) / span if span else 0.0

    @property
    def left(self) -> int:
        """Months that remain to the target's month; nought or less once it has come."""
        if self.due is None:
            return 0
        last = self.months[-1]
        return (self.due.year - last.year) * 12 + self.due.number - last.number

    @property
    def excess(self) -> float:
        """How many more are open than the target leaves; nought once it is reached."""
        return max(self.now - self.allowed, 0.0) if self.allowed is not None else 0.0

    @property
    def needed(self) -> float | None:
        """How many a month must go to reach the target in time; None without a target or after its month."""
        return self.excess / self.left if self.allowed is not None and self.left > 0 else None

    @property
    def months_more(self) -> int | None:
        """Months to reach the target at the present pace; None where it is reached or nothing moves."""
        if self.excess <= 0 or self.pace <= 0:
            return None
        return ceil(self.excess / self.pace - 1e-9)

    @property
    def reached(self) -> Month | None:
        """The first month of the unbroken run in which no more are open than the target leaves."""
        found = None
        for month, count in zip(reversed(self.months), reversed(self.open), strict=True):
            if self.allowed is None or count > self.allowed:
                break
            found = month
        return found

    def at(self, month: Month) -> int | None:
        """Open at the end of a month; None outside the months."""
        return dict(zip(self.months, self.open, strict=True)).get(month)
