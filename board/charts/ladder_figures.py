"""What a unit's standing on the ladder is made of in a month, as links to the figures themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from board import address, colours, texts
from board.charts.marks import safe
from board.queries_ladder import SLOW, ZERO_PENALTY
from board.texts import _
from rules.plan import Plan


def trigger_names(plan: Plan) -> dict[str, str]:
    """Trigger -> its name: the classes of the plan's scale, slow progress, zero penalties."""
    classes = {item.code: texts.class_name(item) for item in plan.ranking_scale}
    return {**classes, SLOW: _("进展缓慢"), ZERO_PENALTY: _("零处罚")}


def lasting(months: int) -> str:
    """For how many months in a row: ``连续 3 个月``, of the first one ``本月起``."""
    return texts.form(_("连续 {count} 个月"), months).format(count=months) if months > 1 else _("本月起")


def told(plan: Plan, trigger: str, figures: Mapping[str, Any], at: Mapping[str, str]) -> str:
    """Markup of what made it so: score, indicators that stand still, or inspections; ``at`` names unit and month."""
    if trigger == ZERO_PENALTY:
        words = _("检查 {count} 次").format(count=texts.number(figures["inspections"]))
        window = plan.zero_penalty_window
        return address.figure(safe(words), measure="inspection_month.inspections", window=window, **at)
    if trigger != SLOW:
        return address.figure(safe(_score(plan, trigger, figures["score"])), about="score", **at)
    return texts.names(
        address.figure(safe(texts.indicator_short_title(plan.indicator(code))), indicator=code, **at)
        for code in figures["still"]
    )


def plain(plan: Plan, trigger: str, figures: Mapping[str, Any]) -> str:
    """The same as plain text, for a file."""
    if trigger == ZERO_PENALTY:
        return _("检查 {count} 次").format(count=texts.number(figures["inspections"]))
    if trigger != SLOW:
        return _score(plan, trigger, figures["score"])
    return texts.names(texts.indicator_short_title(plan.indicator(code)) for code in figures["still"])


def _score(plan: Plan, trigger: str, score: float | None) -> str:
    # Vetoed without a score: the class stands all the same.
    if score is None:
        return texts.class_label(colours.scale(plan.ranking_scale)[trigger])
    limits: Sequence[float] = [b.below for rule in plan.ranking for b in rule.breaks if b.below is not None]
    return _("{figure} 分").format(figure=texts.score(score, limits))
