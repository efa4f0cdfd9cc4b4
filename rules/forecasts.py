"""What a figure will be at its deadline, with a 95 % interval, and how often such intervals held. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt

from rules.plan import Indicator
from rules.statistics import T95, forecast, wilson
from rules.windows import ADDING_UP

LEAST, MOST = 4, 6
"""Months that a forecast needs, and the newest ones that it looks at."""
HORIZONS = range(1, 9)
"""Months before December from which a year's end is forecast again: eight leave four months to go by."""
DIGITS = 12
"""Decimals to which a forecast is a figure and beyond which it is the computer's noise."""
SLACK = 1e-9
"""What binary fractions make of a value that stands on an interval's edge."""

Interval = tuple[float, float, float]
"""Middle, low and high."""
Points = Sequence[tuple[int, float]]
"""(number of the month, value), oldest first; months without a figure are left out."""
Figure = tuple[float | None, float | None, float | None]
"""Numerator, denominator, value."""
NO_EVENT = 3.0
"""Rule of three: nothing seen in k months leaves open up to 3 / k a month (95 %)."""


def drift(points: Points, ahead: int) -> Interval | None:
    """The last value carried on by the mean monthly change of the last six months, ``ahead`` months further.

    95 % prediction interval of this drift method (Hyndman and Athanasopoulos, Forecasting: Principles and
    Practice, 3rd ed., 5.2 and 5.5): variance of a step times h + h²/k for k steps, Student's t. None with fewer
    than four values.
    """
    last = points[-MOST:]
    if len(last) < LEAST:
        return None
    steps = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(last)]
    count = len(steps)
    (first_month, first), (last_month, value) = last[0], last[-1]
    mean = (value - first) / (last_month - first_month)
    spread = sqrt(sum((s - mean) ** 2 for s in steps) / (count - 1))
    width = T95[count - 1] * spread * sqrt(ahead + ahead * ahead / count)
    middle = value + mean * ahead
    return middle, middle - width, middle + width


def line(points: Points, ahead: int) -> Interval | None:
    """A straight line through the last six values: what was used before, kept for comparison in the back-test."""
    return forecast([value for _month, value in points], ahead)


METHODS: dict[str, Callable[[Points, int], Interval | None]] = {"drift": drift, "line": line}
USED = "drift"
"""The method of the figures that are shown."""


def limits(indicator: Indicator, last: float) -> tuple[float, float]:
    """What the indicator can be at most: no share beyond 0 and 1, no fall beyond the whole, no count below 0.

    A count that adds up over the year cannot end below what it already is.
    """
    if indicator.kind == "fall":
        return -inf, 1.0
    if indicator.unit == "%":
        return 0.0, 1.0
    return (last if adds_up(indicator) else 0.0), inf


def adds_up(indicator: Indicator) -> bool:
    """Whether the value is a count that can only grow until the year is over."""
    if indicator.source == "dispatch" or indicator.kind == "fall":
        return False
    numerator, denominator = indicator.halves()
    return denominator is None and numerator.window in ADDING_UP


def expected(
    indicator: Indicator, known: Sequence[tuple[int, Figure]], ahead: int, method: str = USED
) -> Interval | None:
    """Forecast of an indicator ``ahead`` months after its last known month, kept within what it can be.

    ``known`` are the year's months so far, oldest first: number, figure. The interval of ``drift`` also holds
    what the last figure's own smallness leaves open: Wilson's interval of a share, and what may still come of
    a count that has not moved, since four months at 5 of 5 or at nought make no certainty.
    """
    points = [(month, figure[2]) for month, figure in known if figure[2] is not None]
    found = METHODS[method](points, ahead) if points and ahead > 0 else None
    if found is None:
        return None
    middle, low, high = found
    if method == USED:
        low, high = _open_still(indicator, known[-1][1], len(points), ahead, low, high)
    least, most = limits(indicator, points[-1][1])
    # Rounded, so that 60 % and six times 5 % are the 90 % that is asked for.
    middle, low, high = (round(min(max(v, least), most), DIGITS) for v in (middle, low, high))
    return middle, low, high


def _open_still(
    indicator: Indicator, figure: Figure, months: int, ahead: int, low: float, high: float
) -> tuple[float, float]:
    numerator, denominator, _value = figure
    if indicator.kind == "fall":
        return low, high
    if denominator is None:
        return low, high if high - low > SLACK else high + NO_EVENT / months * ahead
    if indicator.unit == "%" and numerator is not None and denominator > 0 and 0 <= numerator <= denominator:
        around = wilson(numerator, denominator)
        return min(low, around[0]), max(high, around[1])
    return low, high


@dataclass(frozen=True)
class Held:
    """How the intervals of a method, so many months ahead of December, held in closed years."""

    method: str
    horizon: int
    coverage: float
    """Share of cases whose December value lay in the interval."""
    cases: int
    """Indicator, region and year."""


def backtest(years: Iterable[tuple[Indicator, Mapping[int, Figure]]]) -> list[Held]:
    """Forecast every closed year again from 1 to 8 months before its December.

    ``years`` are the closed years of indicators in regions: number of the month -> figure. Years without a
    December, and forecasts without a figure in the month that they start from, are no cases.
    """
    held = {(method, ahead): [0, 0] for method in METHODS for ahead in HORIZONS}
    for indicator, months in years:
        known = sorted((number, figure) for number, figure in months.items() if figure[2] is not None)
        end = known[-1][1][2] if known and known[-1][0] == 12 else None
        if end is None:
            continue
        for ahead in HORIZONS:
            so_far = [p for p in known if p[0] <= 12 - ahead]
            if not so_far or so_far[-1][0] != 12 - ahead:
                continue
            for method in METHODS:
                found = expected(indicator, so_far, ahead, method)
                if found is not None:
                    tally = held[method, ahead]
                    tally[0] += found[1] - SLACK <= end <= found[2] + SLACK
                    tally[1] += 1
    return [
        Held(method, ahead, inside / cases, cases)
        for (method, ahead), (inside, cases) in held.items()
        if cases
    ]
