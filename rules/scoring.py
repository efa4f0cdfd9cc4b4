"""Weighted score of a unit: what each component earns, and what is left out for want of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.classes import NO_DATA, TOO_FEW, class_of, worst
from rules.plan import Component, RankingRule

DIGITS = 10
"""Decimals to which a score is a figure and beyond which it is the computer's noise."""


@dataclass(frozen=True)
class Part:
    """One component as scored. ``points`` out of ``weight``; None when it is not scored."""

    indicator: str
    numerator: float | None
    denominator: float | None
    value: float | None
    weight: float
    points: float | None
    state: str
    """``scored``, ``too_few`` or ``no_data``."""


@dataclass(frozen=True)
class Score:
    """A unit's score, 0 to 100, or None with the colour saying why."""

    score: float | None
    colour: str
    parts: tuple[Part, ...]
    vetoes: tuple[str, ...]


def share_earned(value: float, component: Component) -> float:
    """Share of a component's weight that a value earns: 0 at ``zero_at``, 1 at ``full_at``, linear between.

    ``full_at`` below ``zero_at`` turns the direction round (smaller is better).
    """
    share = (value - component.zero_at) / (component.full_at - component.zero_at)
    return min(max(share, 0.0), 1.0)


def score_unit(
    rule: RankingRule,
    figures: Mapping[str, tuple[float | None, float | None, float | None]],
    veto_counts: Mapping[str, float],
) -> Score:
    """Score a unit from ``figures``: indicator -> (numerator, denominator, value).

    A component without data or with too few cases is left out and the others are scaled up to 100, unless
    less than ``min_weight_share`` of the weights is left: then there is no colour, only the reason. A veto
    sets its class, whatever the score; without a score it still does, since it needs none.
    """
    parts = []
    for component in rule.components:
        numerator, denominator, value = figures.get(component.indicator, (None, None, None))
        points, state = None, "scored"
        if value is None:
            state = NO_DATA
        elif denominator is not None and denominator < component.min_cases:
            state = TOO_FEW
        else:
            points = component.weight * share_earned(value, component)
        parts.append(
            Part(component.indicator, numerator, denominator, value, component.weight, points, state)
        )
    total = sum(part.weight for part in parts)
    scored = [part for part in parts if part.points is not None]
    used = sum(part.weight for part in scored)
    vetoes = tuple(v.id for v in rule.vetoes if veto_counts.get(v.id, 0) >= v.at_least)
    score = None
    if used / total >= rule.min_weight_share:
        # Adding up binary fractions leaves a trace in the fifteenth digit; it must not decide a colour.
        score = round(sum(part.points or 0.0 for part in scored) / used * 100, DIGITS)
    colours = [v.code for v in rule.vetoes if v.id in vetoes]
    if score is not None:
        colours.append(class_of(score, rule.breaks))
    if colours:
        colour = worst(colours, rule.breaks)
    else:
        colour = TOO_FEW if any(part.state == TOO_FEW for part in parts) else NO_DATA
    return Score(score, colour, tuple(parts), vetoes)
