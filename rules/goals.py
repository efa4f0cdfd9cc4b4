"""What has become of a target: the figure that it is judged by, its gap, status and forecast. Pure functions.

A target is due on its own day, else on the last day of its year (or of the plan, where that comes first). Figures
are those of month ends, so a target is judged by the month that its day lies in, from the day after it on; months
after it change nothing any more, they only tell since when a late one has been reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.classes import NO_DATA, meets, target_status
from rules.forecasts import Figure, Interval, adds_up, expected
from rules.months import Month
from rules.plan import Indicator, Plan, Target

NOTHING: Figure = (None, None, None)


@dataclass(frozen=True)
class Judgement:
    """A target in one region (or sector), as it stood in a month."""

    month: Month
    """The month of the figure: the one asked for, never one after the target's day."""
    numerator: float | None
    denominator: float | None
    value: float | None
    gap: float | None
    """How far the value is beyond the target, in its unit; negative is what is missing. None without a value."""
    status: str
    reached: Month | None
    """Since which month of the year it has been reached; after the target's day where it came late."""
    ahead: Interval | None
    """Middle, low and high expected for the target's day."""


def deadline(target: Target, plan: Plan) -> date:
    """The last day for reaching a target."""
    return target.due or min(date(target.year, 12, 31), plan.last_month.last_day)


def gap(indicator: Indicator, value: float, target: float) -> float:
    """How far a value is beyond its target; negative where it has not reached it."""
    return value - target if indicator.direction == "up" or indicator.kind == "fall" else target - value


def judge(
    plan: Plan,
    indicator: Indicator,
    target: Target,
    figures: Mapping[Month, Figure],
    asked: Month,
    today: date,
) -> Judgement:
    """Judge a target as of ``asked``, by the ``figures`` of its year's months."""
    due = deadline(target, plan)
    last = Month.of(due)
    at = min(asked, last)
    numerator, denominator, value = figures.get(at, NOTHING)
    known = [
        (month.number, figure)
        for month, figure in sorted(figures.items())
        if month.year == target.year and month <= at and figure[2] is not None
    ]
    ahead = expected(indicator, known, last.number - at.number) if value is not None else None
    is_over = at == last and today > due
    status = _status(plan, indicator, target, (numerator, denominator, value), ahead, at, last, is_over)
    return Judgement(
        at,
        numerator,
        denominator,
        value,
        None if value is None else gap(indicator, value, target.value),
        status,
        _reached(indicator, target, figures, at, asked),
        ahead,
    )


def _status(
    plan: Plan,
    indicator: Indicator,
    target: Target,
    figure: Figure,
    ahead: Interval | None,
    at: Month,
    last: Month,
    is_over: bool,
) -> str:
    numerator, denominator, value = figure
    middle = ahead[0] if ahead else None
    if value is None:
        if indicator.kind == "fall" and denominator == 0 and numerator:
            # A rise from nought has no share, yet it is no fall.
            return "missed" if is_over else "behind"
        return NO_DATA
    is_met = meets(value, target.value, indicator)
    if adds_up(indicator) and indicator.direction == "down":
        if not is_met:
            return "missed"  # what has happened cannot be taken back before the year is over
        return "met" if middle is None or meets(middle, target.value, indicator) else "behind"
    if indicator.kind == "date" and not is_met and not is_over and at + plan.date_reach_months < last:
        return "on_course"  # its day is not within reach yet
    return target_status(indicator, value, target.value, middle, is_over)


def _reached(
    indicator: Indicator, target: Target, figures: Mapping[Month, Figure], at: Month, asked: Month
) -> Month | None:
    """First month of the unbroken run of reached months up to the target's day, else up to the month asked for."""
    if indicator.direction == "down" or indicator.kind == "fall":
        return None
    for end in (at, min(asked, Month(target.year, 12))):
        found = None
        month = end
        while month.year == target.year:
            value = figures.get(month, NOTHING)[2]
            if value is None or not meets(value, target.value, indicator):
                break
            found, month = month, month + -1
        if found is not None:
            return found
    return None
