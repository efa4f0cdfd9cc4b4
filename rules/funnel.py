"""Limits of a funnel plot for counts per volume, such as problems found per inspection. Pure functions on numbers.

Method: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Stat Med 2005; 24: 1185-1202.

* Counts of a unit of volume ``n`` are held against a Poisson law with mean ``centre * n``. A limit at level ``p`` is
  its exact quantile, interpolated as in his appendix A.1.1, so that limits fall smoothly with the volume:
  ``r`` is the smallest count with ``P(R <= r) > p``, ``a = (P(R <= r) - p) / P(R = r)``, the limit ``(r - a) / n``.
* Over-dispersion: with ``z = (count - mean) / sqrt(mean)`` of every unit, the lowest and highest tenth set to the 10 %
  and 90 % quantile (winsorised), ``phi`` is the mean of the squares. Where units are alike, ``units * phi`` follows
  chi-squared with ``units - 1`` degrees of freedom; where it is above the 95 % point of that, units differ by more
  than chance for reasons of their own, and limits stand ``sqrt(phi)`` times as far from the centre.

Quantiles are worked out here from the Poisson law itself and tested against published tables; the 95 % point of
chi-squared is Wilson and Hilferty's approximation (1931, PNAS 17: 684-688), good to 0.05 from four degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, lgamma, log, sqrt
from statistics import NormalDist, median
from typing import Literal

import numpy as np

WARNING, ALARM = 0.95, 0.998
"""Shares of alike units that stay within the inner and the outer limits."""
WINSORISED = 0.1
LEAST_UNITS = 5
"""With fewer units their spread is not estimated: phi stays 1."""
Verdict = Literal["far_below", "below", "within", "above", "far_above"]
LOW: tuple[Verdict, ...] = ("far_below", "below")


@dataclass(frozen=True)
class Point:
    """One unit: how much was done (volume, above nought) and what was counted in it."""

    code: str
    volume: float
    count: float

    @property
    def rate(self) -> float:
        """Count per volume."""
        return self.count / self.volume


@dataclass(frozen=True)
class Spread:
    """How much units differ beyond chance; 1 is chance alone."""

    phi: float
    is_beyond_chance: bool

    @property
    def factor(self) -> float:
        """How many times as far from the centre limits stand."""
        return sqrt(self.phi) if self.is_beyond_chance else 1.0


@dataclass(frozen=True)
class Limits:
    """Rates at a volume between which alike units stay: 95 in a hundred, 998 in a thousand."""

    low_alarm: float
    low_warning: float
    high_warning: float
    high_alarm: float


CHANCE = Spread(1.0, is_beyond_chance=False)


def poisson_quantile(level: float, mean: float) -> float:
    """The interpolated count below which a Poisson count of this mean falls with probability ``level``; never below 0.

    Raises ValueError where ``level`` is no probability or ``mean`` is negative.
    """
    if not 0 < level < 1 or mean < 0:
        raise ValueError(f"expected 0 < level < 1 and mean >= 0, found {level} and {mean}")
    if mean == 0:
        return 0.0
    # Twelve standard deviations and a little hold all but 1e-30 of it.
    width = 12 * sqrt(mean) + 12
    first, last = max(0, floor(mean - width)), ceil(mean + width)
    steps = log(mean) - np.log(np.arange(first + 1, last + 1))
    logs = first * log(mean) - mean - lgamma(first + 1) + np.concatenate([[0.0], np.cumsum(steps)])
    chances = np.exp(logs)
    below = np.cumsum(chances)
    place = int(np.searchsorted(below, level, side="right"))
    place = min(place, len(below) - 1)
    share = (below[place] - level) / chances[place]
    return max(0.0, float(first + place - share))


def limits(centre: float, volume: float, spread: Spread = CHANCE) -> Limits:
    """The limits at a volume round the rate of all; the lower ones never below nought."""

    def at(level: float) -> float:
        exact = poisson_quantile(level, centre * volume) / volume
        return max(0.0, centre + (exact - centre) * spread.factor)

    return Limits(
        at((1 - ALARM) / 2), at((1 - WARNING) / 2), at((1 + WARNING) / 2), at((1 + ALARM) / 2)
    )  # fmt: skip


def verdict(point: Point, centre: float, spread: Spread = CHANCE) -> Verdict:
    """Where a unit stands: beyond the outer limit, between the limits, or within both."""
    found = limits(centre, point.volume, spread)
    if point.rate < found.low_warning:
        return "far_below" if point.rate < found.low_alarm else "below"
    if point.rate > found.high_warning:
        return "far_above" if point.rate > found.high_alarm else "above"
    return "within"


def spread_of(points: Sequence[Point], centre: float) -> Spread:
    """Over-dispersion of the units round the centre, after winsorising; chance alone with fewer than five units."""
    if len(points) < LEAST_UNITS or centre <= 0:
        return CHANCE
    scores = np.array([(p.count - centre * p.volume) / sqrt(centre * p.volume) for p in points])
    low, high = np.quantile(scores, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(scores, low, high) ** 2))
    return Spread(phi, is_beyond_chance=len(points) * phi > chi_squared_95(len(points) - 1))


def chi_squared_95(freedom: int) -> float:
    """95 % point of chi-squared, after Wilson and Hilferty."""
    part = 2 / (9 * freedom)
    return freedom * (1 - part + NormalDist().inv_cdf(0.95) * sqrt(part)) ** 3


def much_for_little(
    points: Iterable[Point], centre: float, spread: Spread = CHANCE
) -> list[tuple[Point, Verdict]]:
    """Units with more volume than the median one whose rate is below a lower limit; the most volume first."""
    known = list(points)
    if not known:
        return []
    middle = median(point.volume for point in known)
    found = [(point, verdict(point, centre, spread)) for point in known if point.volume > middle]
    return sorted(
        [(point, said) for point, said in found if said in LOW], key=lambda pair: -pair[0].volume
    )  # fmt: skip
