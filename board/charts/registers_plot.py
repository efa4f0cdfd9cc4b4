"""The monthly course of one measure of a register: this year in ink, last year in grey, named at their ends."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from board import colours, texts
from board.charts import registers_text
from board.queries_registers import Sheet
from board.theme import FONT

HEIGHT = 300
TOP, BOTTOM = 16, 30
LABEL = 20
"""Pixels between two names at the right end."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def course(sheet: Sheet, column: str, month: str, region: str) -> go.Figure:
    """The figure of a measure in one region, or in all together."""
    year = int(month[:4])
    lines = [
        (year - 1, sheet.course(column, year - 1, f"{year - 1}-12", region), "interval", 1.6),
        (year, sheet.course(column, year, month, region), "ink", 2.6),
    ]
    figure = _base()
    top, step = _scale([amount for _y, points, *_look in lines for _n, amount in points])
    ticks = [step * i for i in range(round(top / step) + 1)]
    figure.update_yaxes(
        range=[-top * 0.04, top * 1.04], tickvals=ticks, ticktext=[texts.number(v) for v in ticks]
    )
    numbers = range(1, 13)
    figure.update_xaxes(
        range=[0.7, 12.3], tickvals=[1, 3, 5, 7, 9, 11], showgrid=False,
        ticktext=[texts.month_short(f"2000-{n:02d}") for n in numbers if n % 2],
    )  # fmt: skip
    ends = []
    for of_year, points, token, width in lines:
        if points:
            _line(figure, of_year, points, token, width)
            text = f"{texts.year(of_year)} {registers_text.amount(points[-1][1])}"
            ends.append((points[-1][1], f"<b>{text}</b>" if of_year == year else text, of_year == year))
    _names(figure, ends, top)
    return figure


def _base() -> go.Figure:
    ink = colours.neutral("ink-2")
    axis = {
        "showline": False, "zeroline": False, "fixedrange": True, "gridcolor": colours.neutral("line"), "ticks": "",
        "tickfont": {"size": 13, "color": ink}, "ticklabelstandoff": 6, "tickangle": 0, "title": None,
    }  # fmt: skip
    template = go.layout.Template(layout={"xaxis": axis, "yaxis": axis})
    ground = colours.neutral("surface")
    return go.Figure(
        layout={
            "template": template, "height": HEIGHT, "margin": {"l": 56, "r": 124, "t": TOP, "b": BOTTOM},
            "showlegend": False, "font": {"family": FONT, "size": 13, "color": ink}, "paper_bgcolor": ground,
            "plot_bgcolor": ground, "hovermode": "closest", "dragmode": False,
            "hoverlabel": {
                "bgcolor": ground, "bordercolor": colours.neutral("line-2"),
                "font": {"family": FONT, "size": 13, "color": colours.neutral("ink")},
            },
        }
    )  # fmt: skip


def _line(figure: go.Figure, year: int, points: list[tuple[int, float]], token: str, width: float) -> None:
    hover = [f"{texts.month(f'{year}-{n:02d}')} {registers_text.amount(v)}" for n, v in points]
    # A point is drawn where a month stands alone: a line through one point is nothing.
    figure.add_scatter(
        x=[n for n, _v in points], y=[v for _n, v in points], mode="lines+markers", text=hover, hoverinfo="text",
        line={"color": colours.neutral(token), "width": width},
        marker={"size": [6] * (len(points) - 1) + [10] if width > 2 else 4, "color": colours.neutral(token)},
        cliponaxis=False,
    )  # fmt: skip


def _names(figure: go.Figure, ends: list[tuple[float, str, bool]], top: float) -> None:
    """Names of the lines at the right edge, apart from each other."""
    pixels = (HEIGHT - TOP - BOTTOM) / (top * 1.08)
    ends = sorted(ends)
    shifts = [0.0] * len(ends)
    if len(ends) == 2:
        lack = LABEL - (ends[1][0] - ends[0][0]) * pixels
        if lack > 0:
            shifts = [-lack / 2, lack / 2]
            # The lower name stays above the axis.
            under = ends[0][0] * pixels + shifts[0]
            if under < 0:
                shifts = [shift - under for shift in shifts]
    for (amount, text, is_now), shift in zip(ends, shifts, strict=True):
        figure.add_annotation(
            x=1, xref="paper", y=amount, text=text, showarrow=False, xanchor="left", xshift=10, yshift=shift,
            font={"size": 13, "color": colours.neutral("ink" if is_now else "ink-2")},
        )  # fmt: skip


def _scale(values: list[float]) -> tuple[float, float]:
    """Top of the axis and step of its grid: at most five lines, whole numbers."""
    top = max([*values, 0.0]) or 5.0
    raw = top / 5
    size = 10 ** math.floor(math.log10(raw))
    step = max(next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= raw - 1e-9), 1.0)
    return step * math.ceil(top / step - 1e-9), step
