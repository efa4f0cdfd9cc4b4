"""A plan's polygons as a drawing: what is dear to work out, once a boundary file and width."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely import affinity
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

SQUARE = 6.0
"""Half the side of the square that stands for a region without polygon."""


@dataclass(frozen=True)
class Shapes:
    """Polygons in drawing units, y downwards."""

    width: float
    height: float
    areas: dict[str, BaseGeometry]
    spots: dict[str, tuple[float, float]]
    outline: BaseGeometry
    origin: tuple[float, float, float, float]
    """West, north, x scale, y scale: from degrees to drawing units."""


@lru_cache(maxsize=16)
def fitted(
    polygons: tuple[tuple[str, bytes], ...],
    places: tuple[tuple[float, float], ...],
    width: int,
    lean: float = 0.5,
) -> Shapes:
    """Polygons (code, WKB) scaled to a width; label spots keep clear of the squares at ``places``.

    A territory narrower than the drawing stands at the left (``lean`` 0), in the middle or at the right (1).
    """
    raw = {code: shapely.from_wkb(wkb) for code, wkb in polygons}
    west, south, east, north = shapely.total_bounds(list(raw.values()))
    squeeze = math.cos(math.radians((south + north) / 2))
    pad = 6.0
    # A tall, narrow territory is limited by its height, so that the card keeps a sane shape.
    scale = min((width - 2 * pad) / ((east - west) * squeeze), width * 1.05 / (north - south))
    shift = pad + (width - 2 * pad - (east - west) * squeeze * scale) * lean
    matrix = [squeeze * scale, 0, 0, -scale, shift - west * squeeze * scale, pad + north * scale]
    spread = SQUARE * 1.5
    squares = [affinity.affine_transform(Point(p), matrix).buffer(spread, cap_style="square") for p in places]
    areas = {}
    spots = {}
    for code, geometry in raw.items():
        area = shapely.make_valid(affinity.affine_transform(geometry, matrix)).simplify(0.25)
        areas[code] = area
        largest = max(getattr(area, "geoms", [area]), key=lambda g: g.area)
        # A label keeps clear of the square that stands for a region without polygon.
        room = largest.difference(shapely.union_all(squares)) if squares else largest
        room = max(getattr(room, "geoms", [room]), key=lambda g: g.area)
        middle = shapely.maximum_inscribed_circle(room, 1.0).coords[0]
        spots[code] = (middle[0], middle[1])
    outline = shapely.union_all([a.buffer(0.3) for a in areas.values()])
    height = (north - south) * scale + 2 * pad
    along = squeeze * scale
    origin = (west - shift / along, north + pad / scale, along, scale)
    return Shapes(width, height, areas, spots, outline, origin)
