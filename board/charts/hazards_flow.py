"""Stock and flow as one chart that adds up: bars of what was found and closed, the line of the stock, the month's bridge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from board import address, colours, downloads, queries_hazards, texts, theme
from board.charts import hazards_exhibits, hazards_text, marks, plots
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import View
from board.queries_hazards import Flow, Scope
from board.texts import _
from board.theme import FONT

HEIGHT = 300
STOCK_SHARE = 0.5
"""Part of the height that the stock's line has; the bars have the rest."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def show(view: View, scope: Scope, months: Sequence[Flow]) -> None:
    """The card."""
    finding = hazards_text.flow_finding(months)
    with st.container(key="card_hz_flow"):
        theme.markup(marks.card_head(_("存量与增减"), finding, _key()))
        downloads.offer(exhibit(view, scope, months), "hz_flow")
        with st.container(key="hz_flow"):
            figure = plots.of_view(
                view.board, ("hazard flow", scope), lambda: chart(months)
            )  # what it depends on is the build and the scope
            with st.container(key="hz_flow_chart"):
                plots.show(figure, "hz_flow_plot", finding, CONFIG)
            theme.markup(bridge(months[-1], scope))
        notes = [_("每月末在册 = 上月末在册 + 当月查出 − 当月销号"), _("上下两格各有刻度，都从零起")]
        theme.markup(f'<p class="note">{safe(texts.sentence(texts.statements(notes)))}</p>')


def _key() -> str:
    items = (("hz-up", _("当月查出")), ("hz-down", _("当月销号")), ("hz-line", _("月末在册")))
    parts = "".join(f'<span class="key-item"><i class="{css}"></i>{safe(text)}</span>' for css, text in items)
    return f'<div class="key">{parts}</div>'


def bridge(now: Flow, scope: Scope) -> str:
    """The month from its opening to its closing stock: four figures and their bars, which add up."""
    before = {**hazards_text.behind("opening", scope, "month_end")}
    steps = [
        (_("上月末在册"), "", now.opening, 0, now.opening, before),
        (_("当月查出"), "+", now.found, now.opening, now.opening + now.found, hazards_text.behind("found", scope)),
        (
            _("当月销号"), texts.MINUS, now.closed, now.open_stock, now.opening + now.found,
            hazards_text.behind("closed", scope),
        ),
        (_("月末在册"), "=", now.open_stock, 0, now.open_stock, hazards_text.behind("open_stock", scope, "month_end")),
    ]  # fmt: skip
    top = max(now.opening + now.found, 1)
    rows = "".join(
        f'<tr class="{"hz-total" if sign in ("", "=") else "hz-step"}"><th scope="row">{safe(label)}</th>'
        f'<td class="hz-sign">{sign}</td><td class="num">{address.figure(texts.number(number), **rows_)}</td>'
        f'<td class="hz-bar" aria-hidden="true"><i style="margin-left:{100 * low / top:.1f}%;'
        f'width:{100 * (high - low) / top:.1f}%"></i></td></tr>'
        for label, sign, number, low, high, rows_ in steps
    )
    caption = safe(_("当月怎样增减"))
    return f'<table class="hz-bridge"><caption>{caption}</caption><tbody>{rows}</tbody></table>'


def chart(months: Sequence[Flow]) -> go.Figure:
    """The stock's line above; below it what was found goes up and what was closed goes down."""
    x = [m.month for m in months]
    names = [_axis_name(m.month, place == 0) for place, m in enumerate(months)]
    stock = [m.open_stock for m in months]
    flow_top, stock_top = _top(max(max(m.found, m.closed) for m in months)), _top(max(stock))
    figure = _base(x, names)
    slate, ink, pale = colours.neutral("slate"), colours.neutral("ink"), colours.neutral("line-2")
    hover = [_hover(m) for m in months]
    found, closed = [m.found for m in months], [m.closed for m in months]
    bars = {"hoverinfo": "text", "hovertext": hover, "cliponaxis": False, "width": 0.62, "yaxis": "y2"}
    figure.add_bar(
        x=x, y=found, text=_bar_texts(found), textposition="outside", marker={"color": slate}, **bars,
    )  # fmt: skip
    figure.add_bar(
        x=x, y=[-n for n in closed], text=_bar_texts(closed), textposition="outside", **bars,
        marker={"color": pale, "line": {"color": slate, "width": 1}},
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=stock, mode="lines+markers+text", text=_named(stock), textposition="top center", hoverinfo="text",
        hovertext=hover, line={"color": ink, "width": 2.6}, cliponaxis=False, textfont={"size": 13, "color": ink},
        marker={"color": ink, "size": [6] * (len(stock) - 1) + [10]},
    )  # fmt: skip
    low, gap = 1 - STOCK_SHARE, 0.07
    figure.update_layout(
        yaxis={"domain": [low + gap, 1], "range": [0, stock_top * 1.25], **_ticks([0, stock_top / 2, stock_top])},
        yaxis2={
            "domain": [0, low], "range": [-flow_top * 1.35, flow_top * 1.35], "zeroline": True, "zerolinewidth": 1,
            "zerolinecolor": colours.neutral("ink-2"), **_ticks([-flow_top, 0, flow_top]),
        },
    )  # fmt: skip
    return figure


def _base(x: Sequence[str], names: Sequence[str]) -> go.Figure:
    ink = colours.neutral("ink-2")
    axis = {
        "showline": False, "zeroline": False, "fixedrange": True, "gridcolor": colours.neutral("line"), "ticks": "",
        "tickfont": {"size": 13, "color": ink}, "ticklabelstandoff": 6, "tickangle": 0, "title": None,
    }  # fmt: skip
    ground = colours.neutral("surface")
    return go.Figure(
        layout={
            "template": go.layout.Template(layout={"xaxis": axis, "yaxis": axis}), "height": HEIGHT, "barmode": "overlay",
            "margin": {"l": 52, "r": 12, "t": 12, "b": 44}, "showlegend": False, "paper_bgcolor": ground,
            "plot_bgcolor": ground, "font": {"family": FONT, "size": 13, "color": ink}, "dragmode": False,
            "hovermode": "closest", "uniformtext": {"minsize": 13, "mode": "hide"},
            "hoverlabel": {
                "bgcolor": ground, "bordercolor": colours.neutral("line-2"),
                "font": {"family": FONT, "size": 13, "color": colours.neutral("ink")},
            },
            "xaxis": {
                "type": "category", "tickvals": list(x), "ticktext": list(names), "showgrid": False, "anchor": "y2",
                "range": [-0.6, len(x) - 0.4],
            },
        }
    )  # fmt: skip


def _axis_name(month: str, is_first: bool) -> str:
    """The month's number, with the year below where it begins."""
    name = month[5:].lstrip("0")
    return f"{name}<br>{month[:4]}" if is_first or name == "1" else name


def _hover(month: Flow) -> str:
    told = (
        (_("上月末在册"), month.opening), (_("当月查出"), month.found), (_("当月销号"), month.closed),
        (_("月末在册"), month.open_stock),
    )  # fmt: skip
    lines = "<br>".join(f"{safe(name)} {texts.number(number)}" for name, number in told)
    return f"<b>{texts.month(month.month)}</b><br>{lines}"


def _bar_texts(numbers: Sequence[int]) -> list[str]:
    return [texts.number(n) if n else "" for n in numbers]


def _named(stock: Sequence[int]) -> list[str]:
    """Values at the first, the last, the highest and the lowest month; the others stand in the hover text."""
    places = {0, len(stock) - 1, stock.index(max(stock)), stock.index(min(stock))}
    # A neighbour of a named end would touch it.
    kept = {p for p in places if p in (0, len(stock) - 1) or 1 < p < len(stock) - 2}
    return [f"<b>{texts.number(n)}</b>" if p in kept else "" for p, n in enumerate(stock)]


def _ticks(values: Sequence[float]) -> dict[str, list[object]]:
    return {"tickvals": list(values), "ticktext": [texts.number(abs(v)) for v in values]}


def _top(value: float) -> float:
    """A round number at or above, not much above: its half is whole too."""
    if value <= 2:
        return 2
    size = 10 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10, 12)
    return next(top for n in steps if (top := round(n * size, 6)) >= value and top % 2 == 0)


def exhibit(view: View, scope: Scope, months: Sequence[Flow]) -> Exhibit:
    """The months as they are drawn: opening, found, closed, open at the end, overdue."""
    heads = (_("上月末在册"), _("当月查出"), _("当月销号"), _("月末在册"), _("其中逾期"))
    frame = pd.DataFrame(
        [
            {
                _("月份"): m.month,
                **dict(zip(heads, (getattr(m, n) for n in queries_hazards.FLOW), strict=True)),
            }
            for m in months
        ]
    )
    return hazards_exhibits.of(
        view, scope, "hazard-flow", _("隐患存量与增减"), frame, figure=partial(chart, list(months))
    )
