"""The one place where a value becomes a class: colours, risk classes, accident classes, target status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rules.plan import Break, Indicator, RiskRule

NO_DATA = "no_data"
TOO_FEW = "too_few"

ACCIDENT_CLASSES = ("general", "serious", "major", "extraordinary")

Status = Literal["met", "on_course", "behind", "missed", "no_data"]


def class_of(value: float, breaks: Sequence[Break]) -> str:
    """The class of an unrounded value: the first whose ``below`` it stays under, else the last."""
    for step in breaks:
        if step.below is None or value < step.below:
            return step.code
    return breaks[-1].code  # the pack's validator guarantees an open last class; kept for the type checker


def worst(codes: Sequence[str], breaks: Sequence[Break]) -> str:
    """The worst of several classes of a scale (breaks run from worst to best)."""
    order = [step.code for step in breaks]
    return min(codes, key=order.index)


def accident_class(deaths: int, serious_injuries: int | None, direct_loss_yuan: float | None) -> str:
    """Class of an accident: ``general``, ``serious``, ``major`` or ``extraordinary``.

    Source: State Council regulation 493 (2007), article 3: any one of deaths, serious injuries or direct
    loss lifts the class; "以上" includes the number, "以下" does not.
    """
    injuries, loss = serious_injuries or 0, direct_loss_yuan or 0.0
    if deaths >= 30 or injuries >= 100 or loss >= 100_000_000:
        return "extraordinary"
    if deaths >= 10 or injuries >= 50 or loss >= 50_000_000:
        return "major"
    if deaths >= 3 or injuries >= 10 or loss >= 10_000_000:
        return "serious"
    return "general"


def risk_index(points: Mapping[str, int], controlled: Mapping[str, int], rule: RiskRule) -> float | None:
    """Mean severity of the risk points in force, uncontrolled ones counted ``uncontrolled_factor`` times.

    ``points`` and ``controlled`` count by risk class. None without points.
    """
    total = sum(points.values())
    if not total:
        return None
    weighted = 0.0
    for code, count in points.items():
        held = controlled.get(code, 0)
        weighted += rule.severity.get(code, 0.0) * (held + (count - held) * rule.uncontrolled_factor)
    return weighted / total


def risk_class(points: Mapping[str, int], controlled: Mapping[str, int], rule: RiskRule) -> str:
    """Risk class of a region (or of a part of it) from its points; too few points have none."""
    index = risk_index(points, controlled, rule)
    if index is None:
        return NO_DATA
    return class_of(index, rule.breaks) if sum(points.values()) >= rule.min_points else TOO_FEW


def meets(value: float, target: float, indicator: Indicator) -> bool:
    """Whether a value has reached its target.

    For ``down`` smaller is better. A fall on the year before is the share by which the figure fell, so more
    is better whatever the figure's own direction.
    """
    return value >= target if indicator.direction == "up" or indicator.kind == "fall" else value <= target


def target_status(
    indicator: Indicator, value: float | None, target: float, expected: float | None, year_is_over: bool
) -> Status:
    """Status of an indicator in a year.

    ``expected`` is the value forecast for the year's end; without one an unmet target is behind.
    """
    if value is None:
        return "no_data"
    if meets(value, target, indicator):
        return "met"
    if year_is_over:
        return "missed"
    if expected is not None and meets(expected, target, indicator):
        return "on_course"
    return "behind"
