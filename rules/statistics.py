"""Uncertainty of shares, counts, ranks, colours and forecasts. Pure functions on numbers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from rules.classes import class_of, worst
from rules.noise import Noise, drawn, is_countable
from rules.plan import RankingRule
from rules.scoring import DIGITS, Score

Z95 = 1.959963984540054
T95 = {2: 4.303, 3: 3.182, 4: 2.776}
"""Student's t by degrees of freedom, 95 %, two-sided."""
DRAWS = 2_000
SEED = 20240301
"""Fixed: the same figures give the same intervals in every run and on every machine."""
WEIGHT_CONCENTRATION = 200.0
"""How close drawn weights stay to the declared ones (the sum of the Dirichlet's parameters): a weight of 0.2 has a
standard deviation of sqrt(0.2 * 0.8 / 201) = 0.028."""


def wilson(successes: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """95 % score interval of a share (Wilson 1927, JASA 22:209-212). Raises ValueError without trials."""
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"expected 0 <= successes <= trials and trials > 0, found {successes} of {trials}")
    share = successes / trials
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    centre, scale = share + z * z / (2 * trials), 1 + z * z / trials
    return max((centre - spread) / scale, 0.0), min((centre + spread) / scale, 1.0)


def byar(events: float, z: float = Z95) -> tuple[float, float]:
    """95 % interval of a Poisson mean, Byar's approximation (Breslow & Day 1987, IARC 82, p. 69). Raises ValueError
    for a negative count."""
    if events < 0:
        raise ValueError(f"expected a count of nought or more, found {events}")
    low = events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3 if events else 0.0
    more = events + 1
    return max(low, 0.0), more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def interval(noise: Noise, numerator: float | None, denominator: float | None) -> tuple[float, float] | None:
    """95 % interval of an indicator's value by the kind of count behind it; None where nothing is known of it.

    Wilson's for a share, Byar's for a count and for events on an exposure; for a fall on the year before that of the
    share which this year has in both years' events (the conditional test of two Poisson counts).
    """
    if not is_countable(noise, numerator, denominator):
        return None
    count, base = float(numerator or 0), float(denominator or 0)
    if noise == "share":
        return wilson(count, base)
    if noise == "fall":
        low, high = wilson(count, count + base)
        return (1 - high / (1 - high) if high < 1 else float("-inf")), 1 - low / (1 - low)
    low, high = byar(count)
    return (low, high) if noise == "count" else (low / base, high / base)


@dataclass(frozen=True)
class Certainty:
    """How sure a unit's place and colour are."""

    rank: int | None
    rank_low: int | None
    rank_high: int | None
    colour_probability: dict[str, float]
    """Class -> share of the draws; the unit's own class is always among them."""
    score_low: float | None
    score_high: float | None


UNKNOWN = Certainty(None, None, None, {}, None, None)


def ranks(scores: Sequence[Score], rule: RankingRule) -> list[int | None]:
    """Places: by colour first (a veto sinks below every better colour), then by score; ties share a place."""
    order = [step.code for step in rule.breaks]
    keys = [
        None if s.score is None or s.colour not in order else (order.index(s.colour), s.score) for s in scores
    ]
    present = [k for k in keys if k is not None]
    return [None if k is None else 1 + sum(other > k for other in present) for k in keys]


def certainty(
    scores: Sequence[Score], rule: RankingRule, noises: Mapping[str, Noise] | None = None, seed: int = SEED
) -> list[Certainty]:
    """95 % rank interval and probability of each colour of each unit, from 2,000 draws over weights and counts.

    After the OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7, and the simulated ranks of
    Goldstein & Spiegelhalter (1996, JRSS A 159:385-443).

    Weights: Dirichlet round the declared ones, one draw for all units, who are judged under one rule. A part that is
    not scored has no weight in any draw, as in the score itself. Figures: the rate behind each part, by the kind of
    count that ``noises`` says (indicator -> kind; a share where it says nothing), see ``rules.noise.drawn``. A veto is
    a fact and stays in every draw. The score, the place and the colour are the rule's; intervals hold them always.

    A unit's draws come from a seed made of its own figures: neither the order of units nor another unit, month or
    plan changes them. Units with the very same figures have the very same chances.
    """
    live = [i for i, s in enumerate(scores) if s.score is not None]
    found = [UNKNOWN] * len(scores)
    if not live:
        return found
    weights = np.array([c.weight for c in rule.components])
    shaken = _generator(seed, "weights", *weights).dirichlet(
        weights / weights.sum() * WEIGHT_CONCENTRATION, DRAWS
    )
    salts = _salts(scores, live)
    drawn_scores = np.array(
        [_drawn_scores(scores[i], rule, shaken, noises or {}, (seed, *salts[i])) for i in live]
    )
    codes = [step.code for step in rule.breaks]
    limits = [step.below for step in rule.breaks if step.below is not None]
    classes = np.searchsorted(limits, drawn_scores, side="right")
    for place, index in enumerate(live):
        vetoed = [v.code for v in rule.vetoes if v.id in scores[index].vetoes]
        if vetoed:
            classes[place] = np.minimum(classes[place], codes.index(worst(vetoed, rule.breaks)))
    drawn_ranks = _drawn_ranks(classes, drawn_scores)
    places = ranks(scores, rule)
    # Units alike in all are exchangeable: their places are those of all of them, their chances those of the first.
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, index in enumerate(live):
        alike[salts[index][0], scores[index].vetoes].append(place)
    for group in alike.values():
        first = min(group, key=lambda place: salts[live[place]][1])
        low, high = np.quantile(drawn_ranks[group], [0.025, 0.975], method="nearest")
        score_low, score_high = np.quantile(drawn_scores[first], [0.025, 0.975])
        counts = np.bincount(classes[first], minlength=len(codes))
        for place in group:
            score, own = scores[live[place]], places[live[place]]
            assert score.score is not None and own is not None  # it is one of the live
            chances = {
                c: float(n) / DRAWS for c, n in zip(codes, counts, strict=True) if n or c == score.colour
            }
            found[live[place]] = Certainty(
                own,
                min(int(low), own),
                max(int(high), own),
                chances,
                min(float(score_low), score.score),
                max(float(score_high), score.score),
            )
    return found


def _generator(*key: object) -> np.random.Generator:
    told = "\x1f".join(repr(float(k)) if isinstance(k, int | float) else str(k) for k in key)
    seed = int.from_bytes(hashlib.blake2b(told.encode(), digest_size=16).digest(), "big")
    return np.random.Generator(np.random.PCG64(seed))


def _figures(score: Score) -> str:
    """A unit's figures as a text: what its draws are seeded with."""
    return ";".join(
        f"{p.indicator}={p.state}"
        + "".join(f"/{None if v is None else float(v)!r}" for v in (p.numerator, p.denominator, p.value))
        for p in score.parts
    )


def _salts(scores: Sequence[Score], live: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Index -> its figures and a number that tells apart the units with those very figures."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index in live:
        groups[_figures(scores[index])].append(index)
    return {
        index: (figures, number)
        for figures, group in groups.items()
        for number, index in enumerate(sorted(group, key=lambda i: scores[i].vetoes))
    }


def _drawn_scores(
    score: Score,
    rule: RankingRule,
    weights: np.ndarray,
    noises: Mapping[str, Noise],
    key: tuple[object, ...],
) -> np.ndarray:
    """One unit's scores, one for each draw of the weights."""
    points, used = np.zeros(DRAWS), np.zeros(DRAWS)
    for column, (component, part) in enumerate(zip(rule.components, score.parts, strict=True)):
        if part.points is None or part.value is None:
            continue
        noise = noises.get(part.indicator, "share")
        generator = _generator(*key, part.indicator)
        values = drawn(noise, part.numerator, part.denominator, part.value, generator, DRAWS)
        earned = np.clip((values - component.zero_at) / (component.full_at - component.zero_at), 0, 1)
        points += earned * weights[:, column]
        used += weights[:, column]
    return np.round(points / used * 100, DIGITS)


def _drawn_ranks(classes: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Places in each draw, as ``ranks`` gives them: by class, then by score, ties share one."""
    keys = classes * 1_000.0 + scores
    found = np.empty(keys.shape, dtype=int)
    for place in range(len(keys)):
        found[place] = 1 + (keys > keys[place]).sum(axis=0)
    return found


def runner_up(
    colour: str, chances: Mapping[str, float], has_veto: bool, stable_from: float
) -> tuple[str, float] | None:
    """The class that is likeliest beside the stored one, where the stored one is not stable; None where it is.

    The stored colour stays: it is the rule's. ``stable_from`` is the rule's; a veto is a fact, and so stable.
    """
    if has_veto or not chances or chances.get(colour, 0.0) >= stable_from:
        return None
    others = [(chance, code) for code, chance in chances.items() if code != colour and chance > 0]
    if not others:
        return None
    chance, code = max(others)
    return code, chance


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
