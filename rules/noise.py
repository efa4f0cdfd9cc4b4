"""What chance does to a figure: which kind of count an indicator is, and what its true rate may be.

A month's figure is one outcome of an office's practice: with the same practice a few cases more or fewer would have
gone well. How far that may have moved the figure depends on what was counted:

``share``  so many of so many cases (binomial);
``count``  so many events (Poisson);
``rate``   events for each unit of an exposure, such as problems for each inspection (Poisson);
``fall``   events of this year against those of last year (two Poisson counts);
``fixed``  amounts of money and the like: no count, so nothing is known of their chance, and they are taken as they are.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from rules.plan import Indicator

Noise = Literal["share", "count", "rate", "fall", "fixed"]
PRIOR = 1 / 3
"""A third of a case for and a third against: Kerman's neutral prior (2011, Electronic Journal of Statistics 5:1450-1470).
The rate is then as often above the observed share as below it. Under Jeffreys' prior of one half, ten of ten parts with
few cases pull every draw below the score, and good colours looked less sure than they are."""
_AMOUNTS = ("_yuan", "_pct", "_days")
"""Endings of columns that hold no count (names of marts carry their units)."""


def noise_of(indicator: Indicator) -> Noise:
    """The kind of count behind an indicator, told from its halves and its unit."""
    numerator, denominator = indicator.halves()
    if numerator.column.endswith(_AMOUNTS):
        return "fixed"
    if indicator.kind == "fall":
        return "fall"
    if denominator is None:
        return "count"
    return "share" if indicator.unit == "%" else "rate"


def is_countable(noise: Noise, numerator: float | None, denominator: float | None) -> bool:
    """Whether these figures can be such a count; a share with more successes than cases is none."""
    if noise == "fixed" or numerator is None or numerator < 0:
        return False
    if noise == "count":
        return True
    if not denominator or denominator < 0:
        return False
    return noise != "share" or numerator <= denominator


def drawn(
    noise: Noise,
    numerator: float | None,
    denominator: float | None,
    value: float,
    generator: np.random.Generator,
    size: int,
) -> np.ndarray:
    """``size`` values that the true rate may have: draws from its posterior; ``value`` itself where nothing is known.

    The count is binomial or Poisson with an unknown rate, and the rate has Kerman's neutral prior; so a share is drawn
    from Beta(x + 1/3, n - x + 1/3) and the mean of a count from Gamma(x + 1/3). What is drawn is the rate and not
    another count of the same size: the question is which colour the practice deserves, and a second helping of
    chance would count the same noise twice.
    """
    if not is_countable(noise, numerator, denominator):
        return np.full(size, value)
    count, base = float(numerator or 0), float(denominator or 0)
    if noise == "share":
        return generator.beta(count + PRIOR, base - count + PRIOR, size)
    mean = generator.gamma(count + PRIOR, 1.0, size)
    if noise == "count":
        return mean
    return mean / base if noise == "rate" else 1 - mean / generator.gamma(base + PRIOR, 1.0, size)
