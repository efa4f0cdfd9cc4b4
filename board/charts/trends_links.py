"""Where the figures of the page of trends lead: their definition and the rows behind them."""

from __future__ import annotations

from board import address
from board.charts.trends_course import Trend
from board.queries_trends import Unit
from board.trends import Measure
from rules.plan import Aggregate, Window


def of_unit(unit: Unit) -> dict[str, str]:
    """Parameters that name a unit."""
    if unit.by == "committee":
        return {"region": "*", "sector": "*", "committee": unit.code}
    return {"region": unit.region, "sector": unit.sector}


def of_value(measure: Measure, window: Window, unit: Unit, month: str) -> dict[str, str]:
    """Parameters of a figure: the indicator where it is the plan's own figure, else what it adds up."""
    found = {**of_unit(unit), **address.at(month)}
    indicator = measure.indicator
    if (
        indicator is not None
        and indicator.kind != "fall"
        and window == measure.declared
        and not unit.is_crossed
    ):
        return {"indicator": indicator.id, **found}
    top, under = measure.over(measure.numerator, window), measure.denominator
    found |= address.of_half(top)
    if under is not None and _is_alike(top, measure.over(under, window)):
        found["over"] = under.column
    return found


def of_half(trend: Trend, half: Aggregate, month: str) -> dict[str, str]:
    """Parameters of a numerator or a denominator by itself."""
    over = trend.measure.over(half, trend.window)
    return {**address.of_half(over), **of_unit(trend.unit), **address.at(month)}


def _is_alike(a: Aggregate, b: Aggregate) -> bool:
    """Whether two halves are columns of the same rows."""
    return (a.mart, a.where, a.at_least, a.window) == (b.mart, b.where, b.at_least, b.window)
