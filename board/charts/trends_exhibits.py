"""What the cards of the page of trends offer for taking away."""

from __future__ import annotations

from functools import partial

import pandas as pd

from board import texts
from board.charts import trends_multiples, trends_plot, trends_text
from board.charts.trends_course import Trend
from board.charts.trends_multiples import Sheet
from board.charts.trends_pick import Choice
from board.downloads import Exhibit
from board.frame import View
from board.texts import _


def _unit(trend: Trend) -> str:
    return "%" if trend.measure.is_share else texts.unit_name(trend.measure.unit)


def _value(trend: Trend, month: str) -> dict[str, object]:
    """Value, halves and the year before; empty where nothing was reported."""
    figure = trend.figure(month)
    row: dict[str, object] = {_("数值"): trend.value(month)}
    if trend.measure.denominator is not None:
        row[_("分子")] = figure.numerator if figure else None
        row[_("分母")] = figure.denominator if figure else None
    row[_("上年同月")] = trend.value(trend.before(month))
    row[_("同比")] = trends_text.change_plain(trend, month)
    return row


def _formats(trend: Trend) -> dict[str, str]:
    return {_("数值"): "0.0%", _("上年同月"): "0.0%"} if trend.measure.is_share else {}


def of_course(view: View, choice: Choice, trend: Trend) -> Exhibit:
    """The chart and its months; a month that was not reported has empty cells and says so."""
    turns = {after.first: trends_text.turn(trend, before, after) for before, after in trend.changes}
    rows = [
        {
            _("月份"): month, **_value(trend, month), _("转折"): turns.get(month, ""),
            _("是否已报"): _("未报") if trend.figure(month) is None else _("已报"),
        }
        for month in trend.months
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    frame.attrs["formats"] = _formats(trend)
    return _exhibit(
        view, trend, "trend", _("{measure}走势").format(measure=trend.measure.title), frame,
        figure=partial(trends_plot.chart, trend, choice.form),
    )  # fmt: skip


def of_multiples(view: View, trend: Trend, found: Sheet) -> Exhibit:
    """All small charts and their months."""
    rows = [
        {_("名称"): small.name, _("月份"): month, **_value(small.trend, month)}
        for small in found.smalls
        for month in small.trend.months
    ]
    frame = pd.DataFrame(rows)
    frame.attrs["formats"] = _formats(trend)
    return _exhibit(
        view, trend, "trend-compared", _("{measure}走势比较").format(measure=trend.measure.title), frame,
        svg=partial(trends_multiples.picture, found),
    )  # fmt: skip


def _exhibit(
    view: View, trend: Trend, name: str, title: str, frame: pd.DataFrame, **drawn: object
) -> Exhibit:
    plan = view.board.plan
    filters = {
        _("范围"): trends_text.unit_name(plan, trend.unit),
        _("窗口"): trends_text.window_name(trend.measure, trend.window),
        _("期间"): texts.span(texts.month(trend.months[0]), texts.month(trend.month)),
    }
    return Exhibit(
        name=name, title=title, unit=_unit(trend), source=texts.office_name(plan), month=view.month, frame=frame,
        filters=filters, is_demo=view.board.is_demo, **drawn,  # type: ignore[arg-type]
    )  # fmt: skip
