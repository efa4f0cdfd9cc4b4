"""How a revised figure reads: where it stands, what it is called, what it was and is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from board import colours, texts
from board.charts.targets_text import STATUS
from board.queries_method import Names
from board.texts import _
from rules.plan import Indicator, Plan

Revision = Mapping[str, Any]
"""One object of ``queries_revisions.revisions``."""
_SHARES = ("value", "target", "forecast", "forecast_low", "forecast_high", "gap")


def where(one: Revision, plan: Plan, names: Names) -> str:
    """What its row is told apart by, apart from its unit: ``重大，执法检查``."""
    english = texts.is_english()
    told = []
    for column, code in one["dimensions"].items():
        if column == "sector":
            told.append(
                texts.sector_names(plan).get(str(code), names.of("value", "sector", str(code), english))
            )
        elif isinstance(code, bool):
            title = names.of("grain", "", column, english)
            told.append(title if code else _("非{title}").format(title=title))
        elif column == "year":
            told.append(texts.year(str(code)))
        elif column == "risk_class":
            told.append(_class(str(code), colours.scale(plan.risk_scale)))
        elif column == "task_id":
            told.append(str(code))
        else:
            told.append(names.of("value", column, str(code), english))
    return texts.clauses(told)


def value(one: Revision, side: str, plan: Plan) -> str:
    """The ``published`` or ``current`` value in words."""
    found, measure = one[side], one["measure"]
    if found is None:
        return texts.UNKNOWN
    if measure in ("colour", "previous_colour"):
        return _class(str(found), colours.scale(plan.ranking_scale))
    if measure == "risk_class":
        return _class(str(found), colours.scale(plan.risk_scale))
    if measure == "colour_probability":
        shades = colours.scale(plan.ranking_scale)
        sure = [(code, chance) for code, chance in found.items() if chance >= 0.005]
        return " ".join(f"{_class(code, shades)} {texts.probability(chance)}" for code, chance in sure)
    if measure == "vetoes":
        titles = {veto.id: texts.veto_title(veto) for rule in plan.ranking for veto in rule.vetoes}
        return texts.names(str(titles.get(veto["id"], veto["id"])) for veto in found) or _("没有")
    if measure == "status":
        return _(STATUS.get(str(found), str(found)))
    if measure == "state":
        known = colours.STATES
        return texts.class_label(colours.shade(str(found))) if found in known else _("计分")
    if isinstance(found, int | float):
        return _number(float(found), measure, _indicator(one, plan))
    return str(found)


def _indicator(one: Revision, plan: Plan) -> Indicator | None:
    return next((i for i in plan.indicators if i.id == one["indicator"]), None)


def _number(found: float, measure: str, indicator: Indicator | None) -> str:
    is_share = indicator is not None and measure in _SHARES and texts.is_share(indicator)
    if (
        is_share
        or measure.endswith("_rate")
        or (indicator and indicator.kind == "fall" and measure in _SHARES)
    ):
        return f"{texts.number(found * 100, 2)}%"
    return texts.number(found, 0 if found == round(found) else 2)


def _class(code: str, shades: Mapping[str, colours.Shade]) -> str:
    return texts.class_label(shades.get(code) or colours.shade(code))
