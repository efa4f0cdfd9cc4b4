"""The territory as a drawing for the risk map: polygons or tiles, insets, squares, where names stand.

Units are pixels of the drawing, y downwards; ``board.charts.risk_figure`` turns them into a Plotly map.
Areas may lie left of 0 or above it: insets take what room there is beside the territory.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from board import i18n, texts
from board.charts.map_insets import NOTE_LINE, arranged, best_layout, folded
from board.charts.map_labels import Label, place_labels, text_box, text_width
from board.charts.map_shapes import SQUARE, Shapes
from board.charts.marks import Row
from board.charts.tile_map import places as tile_places
from board.colours import Shade
from board.texts import _
from rules.plan import Plan

INSET = (124.0, 58.0)
"""Width and height of the square that stands for a region without a polygon."""
TILE_WIDTH, TILE_HEIGHT, TALLEST_TILE = 170.0, 80.0, 104.0
"""Tiles take what width there is; where there are few lines they are taller than their texts ask for."""
TILES_HEIGHT = 430.0


@dataclass(frozen=True)
class Canvas:
    """What stands where."""

    box: tuple[float, float, float, float]
    """Left, top, right, bottom of all that is drawn."""
    areas: dict[str, BaseGeometry]
    """Polygon, inset or tile by region code: what is filled and can be clicked."""
    labels: dict[str, Label]
    insets: tuple[str, ...]
    """Codes of the regions that have no polygon and stand as insets."""
    squares: dict[str, tuple[float, float]]
    """Where a region without a polygon lies, if it is known and within the territory."""
    outline: BaseGeometry | None
    """Outer border of the territory; None for tiles."""
    note: tuple[tuple[float, float, str], ...]
    """Lines about the insets, each with its left end and middle."""
    origin: tuple[float, float, float, float] | None

    @property
    def is_tiles(self) -> bool:
        """Whether squares stand for places."""
        return self.outline is None

    @property
    def width(self) -> float:
        """Width of all that is drawn."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Height of all that is drawn."""
        return self.box[3] - self.box[1]

    def place(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        """Degrees as drawing units; None without a map or outside of it."""
        if self.origin is None or self.outline is None:
            return None
        west, north, x_scale, y_scale = self.origin
        x, y = (longitude - west) * x_scale, (north - latitude) * y_scale
        x1, y1, x2, y2 = self.outline.bounds
        return (x, y) if x1 <= x <= x2 and y1 <= y <= y2 else None


def label_row(row: Row, name: str) -> dict[str, object]:
    """A risk row in the form that labels are placed by."""
    return {
        "region_code": row["region_code"], "region": name, "colour": row["risk_class"], "score": None, "vetoes": [],
    }  # fmt: skip


def canvas(
    boundaries: gpd.GeoDataFrame | None,
    rows: Sequence[Row],
    plan: Plan,
    shades: Mapping[str, Shade],
    names: dict[str, str],
    counts: dict[str, str],
    width: int,
) -> Canvas:
    """The drawing for ``rows`` (as ``queries.risk``); ``counts`` are the third lines of insets and tiles."""
    key = tuple((str(r["region_code"]), str(r["risk_class"])) for r in rows)
    words = tuple((names[code], counts.get(code, "")) for code, _class in key)
    if boundaries is None:
        return _tiles(key, words, plan, shades, width)
    polygons = tuple(
        (str(code), geometry.wkb)
        for code, geometry in zip(boundaries["region_code"], boundaries.geometry, strict=True)
    )
    places = tuple(
        (r.code, r.longitude, r.latitude)
        for r in plan.regions
        if r.longitude is not None and r.latitude is not None
    )
    return _territory(polygons, places, key, words, tuple(shades.values()), i18n.language(), width)


@lru_cache(maxsize=64)
def _territory(
    polygons: tuple[tuple[str, bytes], ...],
    places: tuple[tuple[str, float, float], ...],
    key: tuple[tuple[str, str], ...],
    words: tuple[tuple[str, str], ...],
    looks: tuple[Shade, ...],
    _language: str,
    width: int,
) -> Canvas:
    known = {code for code, _wkb in polygons}
    alone = [code for code, _class in key if code not in known]
    at = {code: (x, y) for code, x, y in places if code in alone}
    asked = dict(key)
    name_of = {code: word for (code, _class), word in zip(key, words, strict=True)}
    shades = {shade.code: shade for shade in looks}
    rows = {
        code: label_row({"region_code": code, "risk_class": asked[code]}, name_of[code][0])
        for code in known
        if code in asked
    }
    note = folded(_("无独立边界，以方块示意"))
    least = max((text_width(name_of[code][0]) for code in alone), default=0) + 10

    def labelled(shapes: Shapes, busy: Sequence[BaseGeometry]) -> Mapping[str, Label]:
        areas = {code: area for code, area in shapes.areas.items() if code in asked}
        return place_labels(areas, rows, shapes, shades, (), busy)

    shapes, placed, found = best_layout(
        polygons,
        tuple(at.values()),
        width,
        lambda shapes: arranged(len(alone), INSET, least, note, shapes),
        labelled,
    )
    drawn = {code: area for code, area in shapes.areas.items() if code in asked}
    labels = dict(found)
    areas: dict[str, BaseGeometry] = {}
    for code, (x, y) in zip(alone, placed.places, strict=True):
        areas[code] = box(x, y, x + placed.width, y + placed.height)
        middle = (x + placed.width / 2, y + placed.height / 2)
        labels[code] = _label(name_of[code], texts.class_label(shades[asked[code]]), areas[code], middle)
    squares = {}
    west, north, x_scale, y_scale = shapes.origin
    for code, (longitude, latitude) in at.items():
        x, y = (longitude - west) * x_scale, (north - latitude) * y_scale
        if Point(x, y).within(shapes.outline):
            squares[code] = (x, y)
    frame = (0.0, -placed.above, shapes.width, shapes.height)
    told = tuple((placed.note[0], placed.note[1] + NOTE_LINE * n, line) for n, line in enumerate(note))
    return Canvas(
        frame,
        {**drawn, **areas},
        labels,
        tuple(areas),
        squares,
        shapes.outline,
        told if alone else (),
        shapes.origin,
    )


def _label(words: tuple[str, str], colour: str, area: BaseGeometry, spot: tuple[float, float]) -> Label:
    name, counts = words
    wide = area.bounds[2] - area.bounds[0] - 6
    second = f"{colour} {counts}".strip()
    rest = [second]
    if text_width(second) > wide:
        rest = [colour, *([counts] if text_width(counts) <= wide else [])]
    lines = [*_fold(name, wide), *rest]
    return Label(tuple(lines), *spot, None, text_box(lines, *spot))


def _fold(name: str, wide: float) -> list[str]:
    """A name on as many lines as its tile needs: between words, Chinese in halves or thirds."""
    lines: list[str] = []
    for word in name.split():
        if lines and text_width(f"{lines[-1]} {word}") <= wide:
            lines[-1] += f" {word}"
        elif text_width(word) <= wide or word.isascii():
            lines.append(word)
        else:
            parts = math.ceil(text_width(word) / wide)
            step = math.ceil(len(word) / parts)
            lines += [word[i : i + step] for i in range(0, len(word), step)]
    return lines or [name]


def _tiles(
    key: tuple[tuple[str, str], ...],
    words: tuple[tuple[str, str], ...],
    plan: Plan,
    shades: Mapping[str, Shade],
    width: int,
) -> Canvas:
    rows = [{"region_code": code} for code, _class in key]
    places = tile_places(rows, plan)
    columns = max((column for column, _line in places), default=1)
    lines = max((line for _column, line in places), default=1)
    wide = min(TILE_WIDTH, (width - 4) / columns)
    tall = min(max(TILES_HEIGHT / lines, TILE_HEIGHT), TALLEST_TILE)
    areas: dict[str, BaseGeometry] = {}
    labels = {}
    for (code, risk), word, (column, line) in zip(key, words, places, strict=True):
        x, y = (column - 1) * wide, (line - 1) * tall
        areas[code] = box(x + 2, y + 2, x + wide - 2, y + tall - 2)
        labels[code] = _label(
            word, texts.class_label(shades[risk]), areas[code], (x + wide / 2, y + tall / 2)
        )
    frame = (-2.0, -2.0, columns * wide + 2, lines * tall + 2)
    return Canvas(frame, areas, labels, (), {}, None, (), None)


def free_area(found: Canvas) -> dict[str, float]:
    """Area of each region that its name leaves free: room for marks."""
    return {code: max(area.area - found.labels[code].area.area, 1.0) for code, area in found.areas.items()}


def keep_clear(found: Canvas) -> list[BaseGeometry]:
    """What marks must not cover: names, insets, squares."""
    squares = [Point(p).buffer(SQUARE + 5, cap_style="square") for p in found.squares.values()]
    return [
        *(label.area for label in found.labels.values()),
        *(found.areas[c] for c in found.insets),
        *squares,
    ]
