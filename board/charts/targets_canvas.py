"""The empty figure that the figures of the targets page are drawn on, and what makes them larger for a projector."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from board import colours
from board.theme import FONT

HEIGHT = 420
"""Of the course; with many units the other figure grows and the course with it."""
ROW = 38
DENSE_ROW = 28
LARGER = 1.08
"""In presentation nothing is below 14 px; more would not fit on a narrow projector."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def base(height: int, margin: dict[str, int]) -> go.Figure:
    """An empty figure in the house's look: no axis lines, no legend, one thin grid."""
    ink = colours.neutral("ink-2")
    axis = {
        "showline": False, "zeroline": False, "fixedrange": True, "gridcolor": colours.neutral("line"),
        "tickfont": {"size": 13, "color": ink}, "ticks": "", "ticklabelstandoff": 6, "tickangle": 0, "title": None,
    }  # fmt: skip
    template = go.layout.Template(layout={"xaxis": axis, "yaxis": axis})
    return go.Figure(
        layout={
            "template": template, "height": height, "margin": margin, "showlegend": False,
            "font": {"family": FONT, "size": 13, "color": ink}, "paper_bgcolor": colours.neutral("surface"),
            "plot_bgcolor": colours.neutral("surface"), "hovermode": "closest", "dragmode": False,
            "hoverlabel": {
                "bgcolor": colours.neutral("surface"), "bordercolor": colours.neutral("line-2"),
                "font": {"family": FONT, "size": 13, "color": colours.neutral("ink")},
            },
        }
    )  # fmt: skip


def enlarged(figure: go.Figure, factor: float = LARGER) -> go.Figure:
    """The figure with all lengths larger, for a projector."""
    layout: Any = figure.layout
    figure.update_layout(
        height=layout.height * factor, font_size=layout.font.size * factor,
        margin={side: getattr(layout.margin, side) * factor for side in "lrtb"},
    )  # fmt: skip
    for axis, default in ((layout.xaxis, 13), (layout.yaxis, 13)):
        axis.tickfont.size = (axis.tickfont.size or default) * factor
    for note in layout.annotations:
        note.font.size = (note.font.size or 13) * factor
        note.xshift, note.yshift = (note.xshift or 0) * factor, (note.yshift or 0) * factor
    return figure


def rows_height(count: int) -> int:
    """Height of a figure with a row for each of so many units."""
    return max(HEIGHT, count * (ROW if count <= 12 else DENSE_ROW) + 70)


def name_width(name: str) -> int:
    """Pixels that a bold name of 14 px takes: a Chinese character is as wide as two Latin ones."""
    return round(sum(14 if ord(character) > 0x2E7F else 7.6 for character in name))
