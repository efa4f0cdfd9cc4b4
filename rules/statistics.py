"""Uncertainty of shares, ranks and forecasts. Pure functions on numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from rules.classes import class_of, worst
from rules.plan import RankingRule
from rules.scoring import Score

Z95 = 1.959963984540054
T95 = {2: 4.303, 3: 3.182, 4: 2.776}
"""Student's t by degrees of freedom, 95 %, two-sided."""
DRAWS = 2_000
WEIGHT_CONCENTRATION = 200.0
"""How close drawn weights stay to the declared ones: a weight of 0.2 moves by about 0.03 either way."""


def wilson(successes: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """95 % score interval of a share (Wilson 1927, JASA 22:209-212). Raises ValueError without trials."""
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"expected 0 <= successes <= trials and trials > 0, found {successes} of {trials}")
    share = successes / trials
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    centre, scale = share + z * z / (2 * trials), 1 + z * z / trials
    return max((centre - spread) / scale, 0.0), min((centre + spread) / scale, 1.0)


@dataclass(frozen=True)
class Certainty:
    """How sure a unit's place and colour are."""

    rank: int | None
    rank_low: int | None
    rank_high: int | None
    colour_probability: dict[str, float]
    score_low: float | None
    score_high: float | None


def ranks(scores: Sequence[Score], rule: RankingRule) -> list[int | None]:
    """Places: by colour first (a veto sinks below every better colour), then by score; ties share a place."""
    order = [step.code for step in rule.breaks]
    keys = [
        None if s.score is None or s.colour not in order else (order.index(s.colour), s.score) for s in scores
    ]
    present = [k for k in keys if k is not None]
    return [None if k is None else 1 + sum(other > k for other in present) for k in keys]


def certainty(scores: Sequence[Score], rule: RankingRule, seed: int) -> list[Certainty]:
    """95 % rank interval and probability of each colour, from draws over weights and counts.

    Weights: Dirichlet round the declared ones. Counts: each share drawn from its beta posterior under the
    Jeffreys prior. After the OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7. A veto is
    a fact and stays in every draw.
    """
    places = ranks(scores, rule)
    live = [i for i, s in enumerate(scores) if s.score is not None]
    if not live:
        return [Certainty(None, None, None, {}, None, None) for _ in scores]
    generator = np.random.default_rng(seed)
    weights = np.array([c.weight for c in rule.components])
    drawn_weights = generator.dirichlet(weights / weights.sum() * WEIGHT_CONCENTRATION, DRAWS)
    drawn = np.empty((len(live), DRAWS))
    for place, index in enumerate(live):
        shares = np.zeros((DRAWS, len(weights)))
        used = np.zeros(len(weights), dtype=bool)
        for column, (component, part) in enumerate(zip(rule.components, scores[index].parts, strict=True)):
            if part.points is None or part.value is None:
                continue
            used[column] = True
            values = np.full(DRAWS, part.value)
            is_share = (
                part.denominator and part.numerator is not None and 0 <= part.numerator <= part.denominator
            )
            if is_share:
                failures = (part.denominator or 0) - (part.numerator or 0)
                values = generator.beta((part.numerator or 0) + 0.5, failures + 0.5, DRAWS)
            earned = (values - component.zero_at) / (component.full_at - component.zero_at)
            shares[:, column] = np.clip(earned, 0, 1)
        mine = drawn_weights * used
        drawn[place] = (shares * mine).sum(axis=1) / mine.sum(axis=1) * 100
    found: list[Certainty] = [Certainty(None, None, None, {}, None, None) for _ in scores]
    codes = [step.code for step in rule.breaks]
    classes = np.empty(drawn.shape, dtype=int)
    limits = [step.below for step in rule.breaks if step.below is not None]
    for place, index in enumerate(live):
        classes[place] = np.searchsorted(limits, drawn[place], side="right")
        vetoed = [v.code for v in rule.vetoes if v.id in scores[index].vetoes]
        if vetoed:
            classes[place] = np.minimum(classes[place], codes.index(worst(vetoed, rule.breaks)))
    keys = classes * 1_000.0 + drawn
    drawn_ranks = 1 + (keys[None, :, :] > keys[:, None, :]).sum(axis=1)
    for place, index in enumerate(live):
        low, high = np.quantile(drawn_ranks[place], [0.025, 0.975], method="nearest")
        counts = np.bincount(classes[place], minlength=len(codes))
        probability = {code: float(n) / DRAWS for code, n in zip(codes, counts, strict=True) if n}
        own = places[index]
        s_low, s_high = np.quantile(drawn[place], [0.025, 0.975])
        found[index] = Certainty(
            own,
            min(int(low), own or int(low)),
            max(int(high), own or int(high)),
            probability,
            float(s_low),
            float(s_high),
        )
    return found


def change_is_beyond_chance(now: Score, before: Score) -> bool:
    """Whether a score moved by more than its components' sampling noise explains (95 %).

    The variance of a component is that of a binomial share, scaled by what a unit of it earns.
    """
    if now.score is None or before.score is None:
        return False
    return abs(now.score - before.score) > Z95 * sqrt(_variance(now) + _variance(before))


def _variance(score: Score) -> float:
    used = [p for p in score.parts if p.points is not None]
    total = sum(p.weight for p in used)
    found = 0.0
    for part in used:
        if not part.denominator or part.numerator is None or not 0 <= part.numerator <= part.denominator:
            continue
        # Agresti-Coull shrinkage keeps 10 of 10 from counting as certain.
        share = (part.numerator + 2) / (part.denominator + 4)
        found += (part.weight / total * 100) ** 2 * share * (1 - share) / (part.denominator + 4)
    return found


def forecast(values: Sequence[float], steps: int) -> tuple[float, float, float] | None:
    """Straight line through the last values, read ``steps`` further on, with its 95 % prediction interval.

    ``values`` are equally spaced, oldest first. None with fewer than four values. Rates are clipped by the
    caller, who knows the unit.
    """
    points = [float(v) for v in values[-6:]]
    count = len(points)
    if count < 4:
        return None
    centre, mean = (count - 1) / 2, sum(points) / count
    square = sum((x - centre) ** 2 for x in range(count))
    slope = sum((x - centre) * y for x, y in enumerate(points)) / square
    spread = sqrt(sum((y - mean - slope * (x - centre)) ** 2 for x, y in enumerate(points)) / (count - 2))
    far = count - 1 + steps - centre
    width = T95[count - 2] * spread * sqrt(1 + 1 / count + far * far / square)
    middle = mean + slope * far
    return middle, middle - width, middle + width


def colour_of_score(score: float, rule: RankingRule) -> str:
    """Colour of a bare score, for legends and what-if figures; vetoes are not part of it."""
    return class_of(score, rule.breaks)
