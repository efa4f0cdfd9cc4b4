"""The cards of the page of trends: the chart, its months, the same for every unit."""

from __future__ import annotations

from functools import partial

import streamlit as st

from board import address, downloads, texts, theme
from board.charts import (
    marks,
    method_words,
    plots,
    trends_exhibits,
    trends_links,
    trends_multiples,
    trends_pick,
    trends_plot,
    trends_table,
    trends_text,
)
from board.charts.marks import safe
from board.charts.targets_canvas import enlarged
from board.charts.trends_course import Trend
from board.charts.trends_pick import Choice
from board.frame import View
from board.queries_method import Names
from board.texts import _


def chart_card(view: View, choice: Choice, trend: Trend, names: Names) -> None:
    """The chart with what it says, and below it how it is counted and since when it runs differently."""
    where = trends_text.unit_name(view.board.plan, choice.unit)
    with st.container(key="card_tr_chart"):
        said = trends_text.finding(trend)
        title = texts.clauses([trend.measure.title, where])
        theme.markup(marks.card_head(title, said))
        downloads.offer(trends_exhibits.of_course(view, choice, trend), "tr_chart")
        if not trend.course:
            theme.empty(_("{unit}没有报过这个数").format(unit=where), _("换一个地区、行业领域或指标再看。"))
        else:
            is_large, drawn = view.is_presentation, partial(trends_plot.chart, trend, choice.form)
            figure = plots.of_view(
                view.board,
                (
                    "trend",
                    trend.measure.id,
                    trend.window,
                    trend.unit,
                    choice.form,
                    choice.since,
                    view.month,
                    is_large,
                ),
                lambda: enlarged(drawn()) if is_large else drawn(),
            )
            # For those who do not see the drawing: what it is, and where its figures stand.
            told = _("折线图：{title}，{months}；各月的数在“逐月数字”表里").format(
                title=title, months=texts.span(texts.month(trend.months[0]), texts.month(trend.month))
            )
            theme.markup(f'<p class="note only-read">{safe(texts.sentence(told))}</p>')
            plots.show(figure, "tr_chart", said, trends_plot.CONFIG)
        theme.markup(_notes(view, trend, names))


def _notes(view: View, trend: Trend, names: Names) -> str:
    measure = trend.measure
    halves = [measure.over(half, trend.window) for half in measure.halves]
    formula = " / ".join(method_words.half(half, view.board.plan, names) for half in halves)
    told = [trends_text.turns(trend), trends_text.how_counted(trend)]
    if trend.kind == "share":
        told.append(_("浅色带是各月比率的 95% 区间"))
    lines = [safe(trends_text.opened(texts.sentence(texts.statements(told))))]
    behind = trends_links.of_value(measure, trend.window, trend.unit, trend.month)
    lines.append(
        f"{safe(trends_text.opened(formula))}{safe(texts.colon())}{address.defined(safe(_('定义和台账行')), **behind)}"
    )
    return "".join(f'<p class="note">{line}</p>' for line in lines)


def months_card(trend: Trend) -> None:
    """The same figures as a table."""
    with st.container(key="card_tr_months"):
        known = sum(trend.figure(m) is not None for m in trend.months)
        told = _("{n} 个月有数，▲▼ 只用于超出偶然波动的变化").format(n=known)
        theme.markup(marks.card_head(_("逐月数字"), told) + trends_table.month_table(trend))


def multiples_card(view: View, choice: Choice, trend: Trend) -> None:
    """The same measure for every region, sector or committee."""
    with st.container(key="card_tr_multiples"):
        head = st.container()
        with st.container(key="tr_split", horizontal=True, gap="medium"):
            by = trends_pick.pick_split(view, choice.measure)
            order = trends_pick.pick_order(view.board.plan)
        found = trends_multiples.sheet(view, choice, trend, by, order)
        where = _inside(view, found)
        with head:
            title = _("各{unit}走势").format(unit=_(trends_pick.BY[by]))
            said = texts.clauses([*where, trends_multiples.finding(found)])
            theme.markup(marks.card_head(title, trends_text.opened(said)))
            downloads.offer(trends_exhibits.of_multiples(view, trend, found), "tr_multiples")
        theme.markup(trends_multiples.grid(found, choice, view.is_presentation))
        low, high = (trends_text.level(trend.measure, v) for v in (found.low, found.high))
        told = [_("同一纵轴 {span}").format(span=texts.span(low, high))]
        if trend.measure.denominator is not None:
            told.append(
                _("灰线是{whole}").format(whole=trends_text.unit_name(view.board.plan, found.whole.unit))
            )
        if not view.is_presentation:
            told.append(_("点一张小图看它的大图"))
        said = trends_text.opened(texts.sentence(texts.statements(told)))
        theme.markup(f'<p class="note">{safe(said)}</p>')


def _inside(view: View, found: trends_multiples.Sheet) -> list[str]:
    """Within which sector or region the small charts are, where they are."""
    whole = found.whole.unit
    if (whole.region, whole.sector) == ("*", "*"):
        return []
    return [trends_text.unit_name(view.board.plan, whole)]
