"""Whether a figure moved by more than chance between two periods: shares, rates and counts. Pure functions.

Both periods are taken as independent, as the same months of two years are. Where the same things are counted in both
(a stock at two month ends), they go up and down together and the tests are strict rather than lenient.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import erfc, exp, lgamma, log, log1p, sqrt
from typing import Literal

from rules.statistics import wilson

LEVEL = 0.05
"""A change that chance alone brings more often than this is called no change."""
EXACT_TO = 2_000
"""Up to so many events the binomial test is exact; beyond that the normal curve is as good (two decimals of p)."""
SLACK = 1e-7
"""Relative room for outcomes that are as likely as the one seen, as R's ``binom.test`` has it."""

Kind = Literal["share", "rate", "count"]
"""``share``: numerator out of denominator; ``rate``: events over an exposure; ``count``: events in a period."""


@dataclass(frozen=True)
class Figure:
    """What was seen in one period: ``numerator`` alone for a count."""

    numerator: float
    denominator: float | None = None

    @property
    def value(self) -> float | None:
        """The share, rate or count; None for a share of nothing."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def difference(now: Figure, before: Figure) -> tuple[float, float]:
    """95 % interval of the difference of two shares (Newcombe 1998, Statistics in Medicine 17:873-890, method 10).

    Raises ValueError where a share has no cases.
    """
    if now.denominator is None or before.denominator is None or now.value is None or before.value is None:
        raise ValueError(f"expected two shares with cases, found {now} and {before}")
    low, high = wilson(now.numerator, now.denominator)
    old_low, old_high = wilson(before.numerator, before.denominator)
    gap = now.value - before.value
    return (
        gap - sqrt((now.value - low) ** 2 + (old_high - before.value) ** 2),
        gap + sqrt((high - now.value) ** 2 + (before.value - old_low) ** 2),
    )


@lru_cache(maxsize=8192)
def rates_p(now: Figure, before: Figure) -> float:
    """How often chance brings a split as uneven as this one, where both periods have the same rate.

    Given all events together, those of the first period are binomial with its part of the exposure: the exact
    conditional test of two Poisson rates (Przyborowski and Wilenski 1940), two-sided by adding up all splits that
    are no likelier than the one seen. Counts have the exposure 1. 1.0 where nothing happened in either period.
    """
    exposures = [1.0 if f.denominator is None else f.denominator for f in (now, before)]
    if min(exposures) <= 0:
        raise ValueError(f"expected exposures above nought, found {exposures}")
    seen, total = round(now.numerator), round(now.numerator) + round(before.numerator)
    part = exposures[0] / sum(exposures)
    if total == 0:
        return 1.0
    if total > EXACT_TO:
        z = max(abs(seen - total * part) - 0.5, 0.0) / sqrt(total * part * (1 - part))
        return _both_tails(z)
    own = _chance(seen, total, part) * (1 + SLACK)
    return min(sum(p for k in range(total + 1) if (p := _chance(k, total, part)) <= own), 1.0)


def is_beyond_chance(kind: Kind, now: Figure, before: Figure) -> bool:
    """Whether the two differ by more than chance explains (95 %); False where one of them has no cases."""
    if now.value is None or before.value is None:
        return False
    if kind == "share":
        low, high = difference(now, before)
        return low > 0 or high < 0
    return rates_p(now, before) < LEVEL


def _chance(events: int, of: int, part: float) -> float:
    ways = lgamma(of + 1) - lgamma(events + 1) - lgamma(of - events + 1)
    return exp(ways + events * log(part) + (of - events) * log1p(-part))


def _both_tails(z: float) -> float:
    """Area of the normal curve beyond ``z`` on both sides."""
    return erfc(z / sqrt(2))
