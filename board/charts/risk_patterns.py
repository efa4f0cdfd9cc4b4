"""Patterns for areas without a class, in drawing units: Plotly's areas know none."""

from __future__ import annotations

from shapely.geometry import MultiLineString, MultiPoint
from shapely.geometry.base import BaseGeometry

HATCH_GAP, DOT_GAP = 7.0, 6.0


def hatch(area: BaseGeometry) -> BaseGeometry:
    """Slanting lines within an area: not reported."""
    if area.is_empty:
        return area
    x1, y1, x2, y2 = area.bounds
    reach = y2 - y1
    count = int((x2 - x1 + reach) / HATCH_GAP) + 1
    return MultiLineString(
        [((x1 + i * HATCH_GAP - reach, y2), (x1 + i * HATCH_GAP, y1)) for i in range(count + 1)]
    ).intersection(area)


def dots(area: BaseGeometry) -> BaseGeometry:
    """Points of a grid within an area: too few points to judge."""
    if area.is_empty:
        return area
    x1, y1, x2, y2 = area.bounds
    places = [
        (x1 + i * DOT_GAP, y1 + j * DOT_GAP)
        for i in range(int((x2 - x1) / DOT_GAP) + 1)
        for j in range(int((y2 - y1) / DOT_GAP) + 1)
    ]
    inside = MultiPoint(places).intersection(area)
    return inside if inside.geom_type == "MultiPoint" else MultiPoint()
