"""Slow progress (进展缓慢): whether a unit stands still on its way to the year's targets.

A plan says that slow ones are called in and leaves open who is slow. The committee sets it in the pack: some
indicators, over how many months they are compared, and how much of the way to the target must be gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.classes import meets
from rules.ladder import SlowProgressRule
from rules.months import Month
from rules.plan import Indicator, Plan
from rules.scoring import DIGITS

Figure = tuple[float | None, float | None, float | None]
"""Numerator, denominator, value."""
Course = Mapping[str, Mapping[str, Figure]]
"""Month -> indicator -> figure of one unit."""
_NOTHING: Figure = (None, None, None)


@dataclass(frozen=True)
class Pace:
    """How a unit comes on in a month."""

    judged: tuple[str, ...]
    """Indicators with a target this year and a figure in both months."""
    still: tuple[str, ...]
    """Those of them that stand still."""
    is_slow: bool


def stands_still(
    indicator: Indicator, target: float, then: float, now: float, least: float, short_by: float = 0
) -> bool:
    """Whether a figure that is short of its target went less than ``least`` of the way to it.

    ``least`` is a share of what was left at ``then``; with 0 any step forward will do. A figure that is within
    ``short_by`` of the target does not stand still, wherever it came from.
    """
    sign = 1 if indicator.direction == "up" or indicator.kind == "fall" else -1
    # Differences of binary fractions leave a trace in the last digits; it must not decide who is called in.
    left, gone, way = (round(sign * d, DIGITS) for d in (target - now, now - then, target - then))
    if meets(now, target, indicator) or left < short_by:
        return False
    # Where the target was met before and is not any more, there was no way left and the step was a step back.
    return gone <= 0 or gone < round(least * way, DIGITS)


def pace(plan: Plan, rule: SlowProgressRule, month: Month, course: Course) -> Pace:
    """Judge a unit by its figures. Compared are two months of one year, since the target is the year's.

    An indicator without a target that year, without a figure in either month or with fewer than ``min_cases``
    is not judged; in the first months of a year nothing is.
    """
    before = month + -rule.months
    if before.year != month.year:
        return Pace((), (), False)
    judged, still = [], []
    for part in rule.indicators:
        indicator = plan.indicator(part.indicator)
        target = indicator.target(month.year)
        _, cases, now = course.get(str(month), {}).get(indicator.id, _NOTHING)
        then = course.get(str(before), {}).get(indicator.id, _NOTHING)[2]
        too_few = cases is not None and cases < part.min_cases
        if target is None or now is None or then is None or too_few:
            continue
        judged.append(indicator.id)
        if stands_still(indicator, target.value, then, now, rule.least_progress, part.short_by):
            still.append(indicator.id)
    is_slow = len(judged) >= rule.min_judged and bool(judged) and len(still) >= rule.share * len(judged)
    return Pace(tuple(judged), tuple(still), is_slow)
