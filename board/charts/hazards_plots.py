"""Pictures of the page of hazards for taking away: on screen the same figures stand in tables with bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from board import colours, texts
from board.theme import FONT

ROW = 34
"""Pixels of a row."""


def stacked(labels: Sequence[str], parts: Mapping[str, Sequence[int]]) -> go.Figure:
    """Horizontal bars of two parts, each with its number; the parts' names stand above."""
    figure = _base(labels, 2)
    looks = (("slate", "surface"), ("band-3", "ink"))
    for (name, numbers), (fill, ink) in zip(parts.items(), looks, strict=False):
        figure.add_bar(
            y=list(labels), x=list(numbers), orientation="h", name=name, textposition="inside", insidetextanchor="end",
            text=[texts.number(n) if n else "" for n in numbers], textfont={"color": colours.neutral(ink), "size": 13},
            marker={"color": colours.neutral(fill)},
        )  # fmt: skip
    figure.update_layout(
        barmode="stack",
        showlegend=len(parts) > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    figure.update_xaxes(showticklabels=False, showgrid=False)
    return figure


def intervals(
    labels: Sequence[str],
    shares: Sequence[tuple[float, float, float] | None],
    apart: Sequence[bool],
    notes: Sequence[str],
    whole: float | None,
) -> go.Figure:
    """Shares with their intervals: a filled dot where the whole lies outside; what has no share says why."""
    figure = _base(labels, 2)
    ink, grey = colours.neutral("ink"), colours.neutral("interval")
    for label, share, is_apart, note in zip(labels, shares, apart, notes, strict=True):
        if share is not None:
            value, low, high = share
            figure.add_scatter(
                x=[low, high],
                y=[label, label],
                mode="lines",
                line={"color": grey, "width": 6},
                hoverinfo="skip",
            )
            figure.add_scatter(
                x=[value], y=[label], mode="markers", hoverinfo="skip",
                marker={
                    "size": 12, "color": ink if is_apart else colours.neutral("surface"), "line": {"color": ink, "width": 2},
                },
            )  # fmt: skip
        figure.add_annotation(
            x=1.02,
            xref="paper",
            y=label,
            text=note,
            showarrow=False,
            xanchor="left",
            font={"size": 13, "color": ink},
        )
    if whole is not None:
        figure.add_vline(x=whole, line={"color": colours.neutral("line-2"), "width": 1})
    ticks = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(
        range=[-0.01, 1.01],
        tickvals=ticks,
        ticktext=[texts.target(t) if t else "0%" for t in ticks],
        side="top",
    )
    figure.update_layout(margin={"r": 150, "t": 40})
    return figure


def heat(columns: Sequence[str], rows: Sequence[str], numbers: Sequence[Sequence[int]]) -> go.Figure:
    """Numbers in cells of neutral tones, the first row on top."""
    figure = _base(rows, 3)
    tones = [[0, colours.neutral("surface")], [1, colours.neutral("interval")]]
    figure.add_heatmap(
        x=list(columns), y=list(rows), z=[list(row) for row in numbers], colorscale=tones, showscale=False, xgap=1, ygap=1,
        zmin=0,
    )  # fmt: skip
    top = max([n for row in numbers for n in row], default=0)
    for row, line in zip(rows, numbers, strict=True):
        for column, number in zip(columns, line, strict=True):
            ink = "surface" if number > 0.6 * top else "ink"
            if number:
                figure.add_annotation(
                    x=column, y=row, text=texts.number(number), showarrow=False,
                    font={"size": 13, "color": colours.neutral(ink)},
                )  # fmt: skip
    figure.update_xaxes(side="top", tickangle=0, automargin=True)
    return figure


def _base(labels: Sequence[str], head: int) -> go.Figure:
    ink, ground = colours.neutral("ink"), colours.neutral("surface")
    axis = {
        "showline": False, "zeroline": False, "gridcolor": colours.neutral("line"), "ticks": "", "title": None,
        "tickfont": {"size": 13, "color": ink}, "ticklabelstandoff": 6,
    }  # fmt: skip
    return go.Figure(
        layout={
            "template": go.layout.Template(layout={"xaxis": axis, "yaxis": axis}), "paper_bgcolor": ground,
            "plot_bgcolor": ground, "height": ROW * (len(labels) + head), "font": {"family": FONT, "size": 13, "color": ink},
            "margin": {"l": 10, "r": 20, "t": 30, "b": 20}, "showlegend": False,
            "yaxis": {"type": "category", "categoryorder": "array", "categoryarray": list(labels)[::-1], "automargin": True},
        }
    )  # fmt: skip
