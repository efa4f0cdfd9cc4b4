"""Since when a monthly series runs at another level: change points with the counts behind each month. Pure functions.

Binary segmentation (Scott and Knott 1974, Biometrics 30:507-512): of all places where the series could be cut, the one
with the greatest likelihood ratio is taken where chance does not explain it; then both parts are looked at again.
The likelihood is that of the figures themselves: binomial for shares (every month weighs by its cases), Poisson for
counts and rates (by its exposure), Gaussian for measurements.

Chance is what a permutation test says: the months with their counts are shuffled ``DRAWS`` times from a fixed seed, and
the greatest ratio of each shuffled series is what chance brings. So no table of critical values is needed, short
series are no worse off than long ones, and months that vary more than the model allows do not pass for a change.
Months that hang together (a running sum, a stock) must not be given: they are no shuffled months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Form = Literal["binomial", "poisson", "gaussian"]
LEAST = 4
"""Fewest months of a level: less is an outlier, not a level."""
FEWEST = 12
"""A series with fewer months is not looked at."""
LEVEL = 0.05
DRAWS = 999
SEED = 20_260_101
_Array = NDArray[np.float64]


@dataclass(frozen=True)
class Level:
    """A stretch at one level, ``first`` to ``last`` by place in the series, both included."""

    first: int
    last: int
    level: float
    """Sum of numerators over sum of exposures, the mean where there are none."""
    p: float = 1.0
    """How often chance brings a cut as clear as the one that this stretch begins with; 1 for the first."""


def levels(
    numerators: Sequence[float],
    exposures: Sequence[float] | None = None,
    form: Form = "poisson",
    level: float = LEVEL,
    least: int = LEAST,
) -> list[Level]:
    """The stretches of a series, oldest first; a single one where no change is more than chance.

    ``exposures``: cases of each month for a share, what the events are counted over for a rate; every month alike
    where None. Empty with fewer than ``FEWEST`` values. Raises ValueError where a share has more than all, or an
    exposure is not above nought.
    """
    tops = np.asarray(numerators, dtype=float)
    unders = np.ones_like(tops) if exposures is None else np.asarray(exposures, dtype=float)
    if tops.shape != unders.shape or (unders <= 0).any():
        raise ValueError("expected one exposure above nought for every value")
    if form == "binomial" and ((tops < 0) | (tops > unders)).any():
        raise ValueError("expected 0 <= numerator <= cases in every month of a share")
    if len(tops) < FEWEST:
        return []
    generator = np.random.default_rng(SEED)
    cuts: list[tuple[int, float]] = []
    _cut(tops, unders, 0, form, level, least, generator, cuts)
    starts = [(0, 1.0), *sorted(cuts)]
    ends = [start for start, _p in starts[1:]] + [len(tops)]
    return [
        Level(a, b - 1, float(tops[a:b].sum() / unders[a:b].sum()), p)
        for (a, p), b in zip(starts, ends, strict=True)
    ]


def _cut(
    tops: _Array, unders: _Array, offset: int, form: Form, level: float, least: int,
    generator: np.random.Generator, cuts: list[tuple[int, float]],
) -> None:  # fmt: skip
    count = len(tops)
    if count < 2 * least:
        return
    ratios = _ratios(tops[None, :], unders[None, :], form, least)[0]
    place = int(ratios.argmax()) + least
    order = generator.permuted(np.tile(np.arange(count), (DRAWS, 1)), axis=1)
    chance = _ratios(tops[order], unders[order], form, least).max(axis=1)
    # The series itself is one of the orders that chance could have brought.
    p = (1 + int((chance >= ratios.max() - 1e-9).sum())) / (DRAWS + 1)
    if p > level:
        return
    cuts.append((offset + place, p))
    _cut(tops[:place], unders[:place], offset, form, level, least, generator, cuts)
    _cut(tops[place:], unders[place:], offset + place, form, level, least, generator, cuts)


def _ratios(tops: _Array, unders: _Array, form: Form, least: int) -> _Array:
    """Log likelihood gained by a cut before each place from ``least`` on; one row a series."""
    count = tops.shape[1]
    places = slice(least - 1, count - least)
    left, left_under = tops.cumsum(axis=1)[:, places], unders.cumsum(axis=1)[:, places]
    whole, whole_under = tops.sum(axis=1)[:, None], unders.sum(axis=1)[:, None]
    right, right_under = whole - left, whole_under - left_under
    if form == "gaussian":
        # What the cut explains of the squares; the rest follows, since both add up to those of the whole.
        return left**2 / left_under + right**2 / right_under - whole**2 / whole_under
    gain = _log(left, left_under) + _log(right, right_under) - _log(whole, whole_under)
    if form == "binomial":
        gain += (
            _log(left_under - left, left_under)
            + _log(right_under - right, right_under)
            - _log(whole_under - whole, whole_under)
        )
    return gain


def _log(events: _Array, over: _Array) -> _Array:
    """``events · ln(events / over)``, nought where nothing happened."""
    safe = np.maximum(events, 1e-12)
    return np.where(events > 1e-9, safe * np.log(safe / over), 0.0)
