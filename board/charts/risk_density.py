"""Many risk points as counts on a grid of hexagons: ten thousand points become some hundred marks.

In drawing units (pixels of the drawing). Points are only added up, never moved or left out within the map; a
hexagon belongs to no region, so that a knot of points on a border is seen as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from board import colours, texts
from board.charts.risk_canvas import Canvas
from board.queries_risk_points import Places
from board.texts import _
from board.theme import FONT

RADIUS = 13.0
"""From a hexagon's middle to its corner: room for three digits."""
TONES = (("surface", "ink"), ("band-3", "ink"), ("ink-3", "surface"), ("ink", "surface"))
"""Fill and text from few to many; neutral, so that they show on all classes."""
STEPS = ((1, 2, 4, 8), (1, 5, 10, 20), (1, 10, 30, 60), (1, 20, 60, 120), (1, 100, 300, 600))
"""Smallest counts of the four tones; the first row is taken whose last tone is not a common one."""
SHARE_OF_DARKEST = 0.15
SIZES = (0.66, 0.78, 0.9, 1.0)
"""Few points leave more of the region's colour to be seen."""


@dataclass(frozen=True)
class Density:
    """Hexagons that hold points."""

    cells: tuple[tuple[float, float, int], ...]
    """Middle and number of points."""
    total: int
    """Points there are, with and without a place on the map."""
    steps: tuple[int, ...]
    """Smallest count of each tone."""

    @property
    def drawn(self) -> int:
        """Points in all hexagons."""
        return sum(count for _x, _y, count in self.cells)

    def tone(self, count: int) -> int:
        """Which tone a count has."""
        return sum(count >= step for step in self.steps) - 1


NOTHING = Density((), 0, STEPS[0])


def density(places: Places, canvas: Canvas) -> Density:
    """Add up the places by hexagon; nothing without a map."""
    if canvas.origin is None or canvas.outline is None or not len(places.longitude):
        return Density((), places.total, STEPS[0])
    west, north, x_scale, y_scale = canvas.origin
    x, y = (places.longitude - west) * x_scale, (north - places.latitude) * y_scale
    x1, y1, x2, y2 = canvas.outline.bounds
    inside = (x >= x1) & (x <= x2) & (y >= y1) & (y <= y2)
    left, top, right, bottom = canvas.box
    cells = tuple(
        # At the edge of the drawing a middle moves by a few pixels, so that nothing is cut off.
        (min(max(cx, left + RADIUS), right - RADIUS), min(max(cy, top + RADIUS), bottom - RADIUS), count)
        for cx, cy, count in hexagons(x[inside], y[inside])
    )
    return Density(cells, places.total, steps([count for _x, _y, count in cells]))


def hexagons(x: np.ndarray, y: np.ndarray, radius: float = RADIUS) -> tuple[tuple[float, float, int], ...]:
    """Middles and counts of the pointed-top hexagons that hold the points.

    The nearest middle is one of two lattices of rectangles, half a step apart (Carr et al. 1987, JASA 82:424-436).
    """
    if not len(x):
        return ()
    wide, tall = radius * 3**0.5, radius * 3.0
    even = np.round(x / wide), np.round(y / tall)
    odd = np.floor(x / wide), np.floor(y / tall)
    to_even = (x - even[0] * wide) ** 2 + (y - even[1] * tall) ** 2
    to_odd = (x - (odd[0] + 0.5) * wide) ** 2 + (y - (odd[1] + 0.5) * tall) ** 2
    is_even = to_even <= to_odd
    # In half steps, whole numbers name each middle.
    column = np.where(is_even, 2 * even[0], 2 * odd[0] + 1).astype(int)
    line = np.where(is_even, 2 * even[1], 2 * odd[1] + 1).astype(int)
    middles, counts = np.unique(np.stack([column, line], axis=1), axis=0, return_counts=True)
    return tuple(
        (round(float(c) * wide / 2, 2), round(float(r) * tall / 2, 2), int(n))
        for (c, r), n in zip(middles, counts, strict=True)
    )


def steps(counts: Iterable[int]) -> tuple[int, ...]:
    """Smallest counts of the four tones, so chosen that the darkest stays the exception."""
    held = np.array(list(counts))
    for found in STEPS:
        if not len(held) or (held >= found[-1]).mean() <= SHARE_OF_DARKEST:
            return found
    return STEPS[-1]


def traces(
    found: Density,
    along: Callable[[Iterable[float]], list[float]],
    down: Callable[[Iterable[float]], list[float]],
) -> list[go.Scattergeo]:
    """One trace of marks with their counts; ``along`` and ``down`` turn drawing units into the figure's."""
    if not found.cells:
        return []
    tones = [TONES[found.tone(count)] for _x, _y, count in found.cells]
    ink = [colours.neutral(text) for _fill, text in tones]
    counts = [texts.number(count) for _x, _y, count in found.cells]
    return [
        go.Scattergeo(
            lon=along(x for x, _y, _count in found.cells), lat=down(y for _x, y, _count in found.cells),
            mode="markers+text", text=counts, textposition="middle center",
            textfont={"color": ink, "size": 11, "family": FONT},
            marker={"symbol": "hexagon", "opacity": 1,
                    "size": [2 * RADIUS * SIZES[found.tone(count)] for _x, _y, count in found.cells],
                    "color": [colours.neutral(fill) for fill, _text in tones],
                    "line": {"color": colours.neutral("ink-2"), "width": 0.8}},
            hovertext=[_("{count} 处风险点").format(count=count) for count in counts],
            hovertemplate="%{hovertext}<extra></extra>",
            unselected={"marker": {"opacity": 1}}, selected={"marker": {"opacity": 1}},
        )
    ]  # fmt: skip


def key(found: Density) -> list[tuple[str, str, str]]:
    """Fill, text colour and words of each tone that occurs: names of neutral tokens, ``1～4``."""
    told = []
    for place, (fill, ink) in enumerate(TONES):
        if not any(found.tone(count) == place for _x, _y, count in found.cells):
            continue
        low = found.steps[place]
        last = found.steps[place + 1] - 1 if place + 1 < len(found.steps) else None
        words = (
            _("{low} 处及以上").format(low=texts.number(low)) if last is None
            else _("{span} 处").format(span=texts.span(texts.number(low), texts.number(last)))
        )  # fmt: skip
        told.append((fill, ink, words))
    return told
