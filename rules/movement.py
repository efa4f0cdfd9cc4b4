"""Whether a score moved by more than chance, though most cases of two months are the same cases.

The figures of October and of November are no two samples: a figure of the year to date, of twelve months or of a state
holds the same cases again. Their difference is made by the cases that came in, went out or changed their state
between both, and by nothing else. Each of these is an event that chance might have brought or spared, so the variance
of the difference is the sum of the squares of what each event does to the score (Poisson; for changes of state
the test of McNemar 1947, Psychometrika 12:153-157). With no case in common this is the usual variance of two
shares. Where only net changes are known there were at least so many events, never fewer: fewer than four cases that
all moved one way are never beyond chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from rules.months import Month
from rules.noise import Noise, is_countable
from rules.plan import Aggregate, Indicator, RankingRule
from rules.scoring import Part, Score, share_earned

Z95 = 1.959963984540054
Overlap = Literal["none", "quarter", "year", "kept", "trailing"]
"""Which cases two months in a row have in common: none; all of the quarter or the year so far; all that are still
there; all but those of the newest and of the oldest month."""
_RESTARTS: dict[str, Overlap] = {"monthly": "none", "yearly": "year", "never": "kept"}
Pair = tuple[float, float]
"""Numerator and denominator."""


@dataclass(frozen=True)
class Shared:
    """What the figures of a month have in common with those of the month before."""

    has_common: bool
    entered: Pair | None = None
    """What the newest month brought, where that is known."""
    left: Pair | None = None
    """What fell out of the window at its other end."""


NOTHING = Shared(False)
KEPT = Shared(True)


def overlap_of(indicator: Indicator) -> Overlap:
    """What an indicator's figures of two months in a row have in common, from the windows of its halves."""
    if indicator.source == "dispatch":
        return _RESTARTS[indicator.restarts]
    found: set[Overlap] = {_overlap(half) for half in indicator.halves() if half is not None}
    if len(found) == 1:
        return found.pop()
    if "year" in found:
        return "year"
    return "quarter" if "quarter" in found else "kept"


def _overlap(half: Aggregate) -> Overlap:
    if half.window == "month":
        return "none"
    if half.window == "trailing_12":
        return "trailing"
    if half.window == "quarter_to_date":
        return "quarter"
    return "year" if half.window == "year_to_date" or half.column.endswith("_ytd") else "kept"


def shared(overlap: Overlap, month: Month, entered: Pair | None = None, left: Pair | None = None) -> Shared:
    """What ``month`` shares with the one before; sums of a year or quarter begin anew."""
    begins = {"year": 12, "quarter": 3}.get(overlap)
    if overlap == "none" or (begins and (month.number - 1) % begins == 0):
        return NOTHING
    return Shared(True, entered, left) if overlap == "trailing" else KEPT


def change_is_beyond_chance(
    now: Score,
    before: Score,
    rule: RankingRule,
    noises: Mapping[str, Noise] | None = None,
    common: Mapping[str, Shared] | None = None,
) -> bool:
    """Whether a score moved by more than chance explains (95 %).

    ``noises`` and ``common`` go by indicator; without them a part is a share, and its months have nothing in common.
    Compared are the parts scored in both months, both months under the rule of ``now``: a part that came or went,
    a weight that was changed and an amount of money whose chance nobody knows move a score, but tell no movement.
    """
    if now.score is None or before.score is None:
        return False
    earlier = {part.indicator: part for part in before.parts}
    pairs = []
    for component, part in zip(rule.components, now.parts, strict=True):
        old, noise = earlier.get(part.indicator), (noises or {}).get(part.indicator, "share")
        if old is not None and _is_known(part, noise) and _is_known(old, noise):
            pairs.append((component, part, old, noise))
    weight = sum(component.weight for component, *_ in pairs)
    if weight < rule.min_weight_share * sum(component.weight for component in rule.components):
        return False
    moved, variance = 0.0, 0.0
    for component, part, old, noise in pairs:
        assert part.value is not None and old.value is not None  # _is_known has seen to it
        gained = share_earned(part.value, component) - share_earned(old.value, component)
        worth = component.weight / weight * 100
        moved += worth * gained
        if gained:
            slope = worth / (component.full_at - component.zero_at)
            with_ = (common or {}).get(part.indicator, NOTHING)
            variance += slope * slope * variance_of_change(noise, _pair(old), _pair(part), with_)
    same_way = moved * (now.score - before.score) > 0
    return same_way and abs(moved) > Z95 * sqrt(variance)


def _is_known(part: Part, noise: Noise) -> bool:
    return part.points is not None and is_countable(noise, part.numerator, part.denominator)


def _pair(part: Part) -> Pair:
    return part.numerator or 0.0, part.denominator or 0.0


def variance_of_change(noise: Noise, before: Pair, now: Pair, common: Shared = NOTHING) -> float:
    """Variance of the difference of a value between two months, of which ``common`` says what they share."""
    if noise == "share":
        return _of_shares(before, now, common)
    if noise == "fall":
        # Both years' counts move; that most of them are the same is left out, which errs to the side of chance.
        return sum((n / d) ** 2 * (1 / max(n, 0.5) + 1 / d) for n, d in (before, now))
    (n1, d1), (n2, d2) = before, now
    if noise == "count":
        d1 = d2 = 1.0
    if not common.has_common:
        return n1 / d1**2 + n2 / d2**2
    events = abs(n2 - n1)
    if common.entered is not None and common.left is not None:
        came, went = common.entered[0], common.left[0]
        events = came + went + abs(n2 - n1 - came + went)
    # A changed exposure should have brought its share of events; where it brought none, that is chance too.
    return max(events, abs(d2 - d1) * (n1 + n2) / (d1 + d2)) / (d1 * d2)


def _of_shares(before: Pair, now: Pair, common: Shared) -> float:
    (x1, n1), (x2, n2) = before, now
    rate = (x1 + x2) / (n1 + n2)

    def weighed(good: float, bad: float) -> float:
        # A success more lifts the share by (1 - rate) / n, a failure more lowers it by rate / n. Ten successes where
        # one in a hundred fails are no proof of anything: at least what so many cases would scatter anyway.
        return max(good * (1 - rate) ** 2 + bad * rate**2, (good + bad) * rate * (1 - rate))

    if not common.has_common:
        return weighed(x1, n1 - x1) / n1**2 + weighed(x2, n2 - x2) / n2**2
    good, bad, found = x2 - x1, (n2 - x2) - (n1 - x1), 0.0
    if common.entered is not None and common.left is not None:
        (came, of_came), (went, of_went) = common.entered, common.left
        found = weighed(came + went, of_came - came + of_went - went)
        good, bad = good - (came - went), bad - ((of_came - came) - (of_went - went))
    # What is left and runs both ways changed its state; the rest came or went.
    turned = min(abs(good), abs(bad)) if good * bad < 0 else 0.0
    return (found + turned + weighed(abs(good) - turned, abs(bad) - turned)) / (n1 * n2)
