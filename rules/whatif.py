"""What a ranking would be if weights or class breaks were others: the rule changed, everything else as it is.

Scores, vetoes, classes and places come from the very functions that make the published ranking
(``rules/scoring.py``, ``rules/classes.py``, ``rules/statistics.py``); nothing here is another formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.plan import RankingRule
from rules.scoring import Score, score_unit
from rules.statistics import ranks

Figure = tuple[float | None, float | None, float | None]
"""Numerator, denominator, value."""


@dataclass(frozen=True)
class Trial:
    """A unit under a changed rule."""

    score: float | None
    colour: str
    rank: int | None
    vetoes: tuple[str, ...]


def changed_rule(rule: RankingRule, weights: Sequence[float], limits: Sequence[float]) -> RankingRule:
    """The rule with other weights, in the order of its components, and other limits between its classes.

    Only the ratio of the weights counts; a component of weight 0 is left out. Raises ValueError for a wrong number
    of them, for negative weights or none above 0, and for limits that do not rise.
    """
    if len(weights) != len(rule.components) or any(w < 0 for w in weights) or sum(weights) <= 0:
        raise ValueError(
            f"expected {len(rule.components)} weights of 0 and more, not all 0, found {list(weights)}"
        )
    if len(limits) != len(rule.breaks) - 1 or any(low >= high for low, high in pairwise(limits)):
        raise ValueError(f"expected {len(rule.breaks) - 1} rising limits, found {list(limits)}")
    components = [
        part.model_copy(update={"weight": weight})
        for part, weight in zip(rule.components, weights, strict=True)
        if weight > 0
    ]
    breaks = [
        step.model_copy(update={"below": limit})
        for step, limit in zip(rule.breaks, [*limits, None], strict=True)
    ]
    return rule.model_copy(update={"components": components, "breaks": breaks})


def shares(weights: Sequence[float]) -> list[float]:
    """Weights as shares that add up to 1; all 0 where there is nothing to share."""
    total = sum(weights)
    return [weight / total if total > 0 else 0.0 for weight in weights]


def rescore(
    rule: RankingRule, figures: Sequence[Mapping[str, Figure]], veto_counts: Sequence[Mapping[str, float]]
) -> list[Trial]:
    """Score, colour and place of units ranked together: of each its figures by indicator and its veto counts."""
    scores: list[Score] = [
        score_unit(rule, of_unit, counts) for of_unit, counts in zip(figures, veto_counts, strict=True)
    ]
    return [
        Trial(score.score, score.colour, place, score.vetoes)
        for score, place in zip(scores, ranks(scores, rule), strict=True)
    ]
