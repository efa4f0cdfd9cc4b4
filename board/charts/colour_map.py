"""Small map of the classes as SVG, drawn from the plan's own polygons: no script, no tiles, no network.

Each polygon carries name, colour name and score; where the text doesn't fit inside, it stands outside
with a thin line to its place, and where even that has no room the colour's character alone stays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import shapely
from shapely import affinity
from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from board import colours, texts
from board.charts import marks
from board.charts.marks import Row, safe
from board.colours import Shade
from board.texts import _
from rules.plan import Plan

WIDE, NARROW = 560, 350
"""Widths in px for a desk and for a phone: text keeps its size, so each has a drawing of its own."""
TEXT, LINE_HEIGHT = 13.5, 18.0
HATCH_GAP = 9.0
SQUARE = 6.0
INSET_WIDTH, INSET_HEIGHT, INSET_GAP = 112, 46, 8


@dataclass(frozen=True)
class Shapes:
    """Polygons in drawing units with what is dear to work out: once a boundary file and width."""

    width: float
    height: float
    areas: dict[str, BaseGeometry]
    spots: dict[str, tuple[float, float]]
    outline: BaseGeometry
    origin: tuple[float, float, float, float]
    """West, north, x scale, y scale: from degrees to drawing units."""


@dataclass(frozen=True)
class Label:
    """A text with its place; ``leader`` is the line from its polygon, if it stands outside."""

    lines: tuple[str, ...]
    x: float
    y: float
    leader: tuple[float, float, float, float] | None
    area: BaseGeometry


def colour_map(
    shapes_from: gpd.GeoDataFrame, rows: Sequence[Row], plan: Plan, limits: Sequence[float], width: int
) -> str:
    """The map as an SVG text of a fixed drawing width; it scales down with its card."""
    polygons = tuple(
        (str(code), geometry.wkb)
        for code, geometry in zip(shapes_from["region_code"], shapes_from.geometry, strict=True)
    )
    alone = {r.code for r in plan.regions} & {str(row["region_code"]) for row in rows}
    alone -= {code for code, _wkb in polygons}
    places = tuple(
        (r.longitude, r.latitude)
        for r in plan.regions
        if r.code in alone and r.longitude is not None and r.latitude is not None
    )
    shapes = _shapes(polygons, places, width)
    shades = colours.scale(plan.ranking_scale)
    by_code = {str(row["region_code"]): row for row in rows}
    drawn = {code: area for code, area in shapes.areas.items() if code in by_code}
    labels = _labels(drawn, by_code, shapes, shades, limits)
    insets = [by_code[r.code] for r in plan.regions if r.code in by_code and r.code not in drawn]
    tiles, top = _insets(insets, shapes, shades, limits, [label.area for label in labels.values()])
    fills, hatches = [], []
    for code, area in drawn.items():
        row = by_code[code]
        shade = _shade(row, shades)
        fill = f"url(#{_pattern_id(shade, width)})" if shade.is_state else shade.fill
        hint = safe(" ".join(_lines(row, shade, limits)))
        fills.append(f'<path d="{_path(area)}" fill="{fill}"><title>{hint}</title></path>')
        if marks.runner_up(row):
            hatches.append(_hatch(area, labels[code].area))
    white, ink2 = colours.neutral("surface"), colours.neutral("ink-2")
    borders = "".join(f'<path d="{_path(a)}" fill="none" stroke="{white}" stroke-width="1.6"/>' for a in drawn.values())
    outer = f'<path d="{_path(shapes.outline)}" fill="none" stroke="{ink2}" stroke-width="1.1"/>'
    squares = "".join(_square(plan, row, shapes, shades) for row in insets)
    written = "".join(_text(labels[c], _shade(by_code[c], shades)) for c in labels)
    title = safe(_("五色分布图：") + "；".join(" ".join(_lines(r, _shade(r, shades), limits)) for r in rows))
    height = shapes.height + top
    return (
        f'<svg viewBox="0 {-top:.0f} {width} {height:.0f}" role="img" aria-label="{title}" '
        f'style="width:100%;max-width:{width}px">'
        f"{_patterns(width)}{''.join(fills)}{''.join(hatches)}{borders}{outer}{squares}{tiles}{written}</svg>"
    )


def lacks_polygons(rows: Sequence[Row], boundaries: gpd.GeoDataFrame | None) -> bool:
    """True where a tile map says more: no polygons, or more regions without one than with one."""
    if boundaries is None or boundaries.empty:
        return True
    known = set(boundaries["region_code"].astype(str))
    return sum(str(row["region_code"]) in known for row in rows) * 2 < len(rows)


@lru_cache(maxsize=8)
def _shapes(
    polygons: tuple[tuple[str, bytes], ...], places: tuple[tuple[float, float], ...], width: int
) -> Shapes:
    raw = {code: shapely.from_wkb(wkb) for code, wkb in polygons}
    west, south, east, north = shapely.total_bounds(list(raw.values()))
    squeeze = math.cos(math.radians((south + north) / 2))
    pad = 6.0
    # A tall, narrow territory is limited by its height, so that the card keeps a sane shape.
    scale = min((width - 2 * pad) / ((east - west) * squeeze), width * 1.05 / (north - south))
    shift = (width - (east - west) * squeeze * scale) / 2
    matrix = [squeeze * scale, 0, 0, -scale, shift - west * squeeze * scale, pad + north * scale]
    squares = [
        affinity.affine_transform(Point(place), matrix).buffer(SQUARE * 1.5, cap_style="square") for place in places
    ]
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
    origin = (west, north, squeeze * scale, scale)
    return Shapes(width, height, areas, spots, outline, (origin[0] - shift / origin[2], north + pad / scale, *origin[2:]))


def _shade(row: Row, shades: Mapping[str, Shade]) -> Shade:
    return shades.get(row["colour"]) or colours.shade(row["colour"])


def _lines(row: Row, shade: Shade, limits: Sequence[float]) -> tuple[str, str]:
    figure = "" if row["score"] is None else " " + texts.score(row["score"], limits)
    said = f" {_('否决')}" if row["vetoes"] else figure
    return str(row["region"]), shade.label + said


def _wide(text: str) -> float:
    return sum(TEXT if ord(c) > 0x2E80 else TEXT * 0.58 for c in text)


def _frame(lines: Sequence[str], x: float, y: float) -> BaseGeometry:
    half_w = max(_wide(t) for t in lines) / 2 + 3
    half_h = LINE_HEIGHT * len(lines) / 2 + 1
    return box(x - half_w, y - half_h, x + half_w, y + half_h)


def _labels(
    drawn: Mapping[str, BaseGeometry],
    rows: Mapping[str, Row],
    shapes: Shapes,
    shades: Mapping[str, Shade],
    limits: Sequence[float],
) -> dict[str, Label]:
    """Place every label: inside first, since only then it is known what room is left outside."""
    found: dict[str, Label] = {}
    waiting = []
    for code in sorted(drawn, key=lambda c: -drawn[c].area):
        x, y = shapes.spots[code]
        lines = _lines(rows[code], _shade(rows[code], shades), limits)
        frame = _frame(lines, x, y)
        inside = frame.intersection(drawn[code]).area / frame.area
        if inside >= 0.86 and not any(frame.intersects(other.area) for other in found.values()):
            found[code] = Label(lines, x, y, None, frame)
        else:
            waiting.append((code, lines))
    # The characters come first: a leader line or an outside label mustn't cover one.
    spots = {
        code: _frame([_shade(rows[code], shades).short[:1]], *shapes.spots[code]) for code, lines in waiting
    }
    for code, lines in waiting:
        taken = [label.area for label in found.values()] + [area for c, area in spots.items() if c != code]
        found[code] = _outside(lines, shapes, shapes.spots[code], taken) or Label(
            (_shade(rows[code], shades).short[:1],), *shapes.spots[code], None, spots[code]
        )
    return found


def _outside(
    lines: tuple[str, ...], shapes: Shapes, spot: tuple[float, float], taken: Sequence[BaseGeometry]
) -> Label | None:
    page = box(2, 2, shapes.width - 2, shapes.height - 2)
    for distance in range(30, 130, 8):
        for turn in range(0, 360, 15):
            x = spot[0] + distance * 1.3 * math.cos(math.radians(turn))
            y = spot[1] + distance * math.sin(math.radians(turn))
            frame = _frame(lines, x, y)
            if not page.contains(frame) or frame.intersects(shapes.outline):
                continue
            leader = LineString([spot, (x, y)])
            if any(frame.intersects(t) or leader.intersects(t) for t in taken):
                continue
            end = leader.difference(frame)
            return Label(lines, x, y, (*end.coords[0], *end.coords[-1]), frame.union(end.buffer(1)))
    return None


def _text(label: Label, shade: Shade) -> str:
    # Outside its polygon a label stands on the card, so its ink is the card's.
    ink = colours.neutral("ink") if label.leader else shade.text
    leader = ""
    if label.leader:
        x1, y1, x2, y2 = label.leader
        leader = (
            f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colours.neutral("ink")}"/>'
            f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="2.2" fill="{colours.neutral("ink")}"/>'
        )
    first = label.y - LINE_HEIGHT * len(label.lines) / 2 + LINE_HEIGHT * 0.75
    halo = ""
    if shade.is_state and not label.leader:
        x1, y1, x2, y2 = label.area.bounds
        halo = (
            f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{x2 - x1:.1f}" height="{y2 - y1:.1f}" '
            f'fill="{colours.neutral("surface")}" fill-opacity="0.92"/>'
        )
    lines = "".join(
        f'<text x="{label.x:.1f}" y="{first + i * LINE_HEIGHT:.1f}" text-anchor="middle" font-size="{TEXT}" '
        f'font-weight="{700 if i == 0 else 400}" fill="{ink}">{safe(line)}</text>'
        for i, line in enumerate(label.lines)
    )
    return halo + leader + lines


def _hatch(area: BaseGeometry, label: BaseGeometry) -> str:
    x1, y1, x2, y2 = area.bounds
    reach = y2 - y1
    count = int((x2 - x1 + reach) / HATCH_GAP) + 1
    lines = MultiLineString(
        [((x1 + i * HATCH_GAP - reach, y2), (x1 + i * HATCH_GAP, y1)) for i in range(count + 1)]
    )
    cut = lines.intersection(area).difference(label)
    pen = "".join(
        f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}"
        for line in getattr(cut, "geoms", [cut])
        if line.geom_type == "LineString" and not line.is_empty
        for a, b in [(line.coords[0], line.coords[-1])]
    )
    return f'<path d="{pen}" fill="none" stroke="{colours.neutral("surface")}" stroke-width="2"/>'


def _path(area: BaseGeometry) -> str:
    parts = []
    for polygon in getattr(area, "geoms", [area]):
        if polygon.geom_type != "Polygon":
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z")
    return "".join(parts)


def _pattern_id(shade: Shade, width: int) -> str:
    # Ids are one space for the whole page, and both widths stand in it.
    return f"p{width}-{shade.code}"


def _patterns(width: int) -> str:
    hatch, dots = colours.shade(colours.NO_DATA), colours.shade(colours.TOO_FEW)
    return (
        f'<defs><pattern id="{_pattern_id(hatch, width)}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{hatch.fill}"/>'
        f'<rect width="1.4" height="7" fill="{hatch.edge}"/></pattern>'
        f'<pattern id="{_pattern_id(dots, width)}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{dots.fill}"/><circle cx="3" cy="3" r="1.1" fill="{dots.edge}"/>'
        f"</pattern></defs>"
    )


def _insets(
    rows: Sequence[Row],
    shapes: Shapes,
    shades: Mapping[str, Shade],
    limits: Sequence[float],
    taken: Sequence[BaseGeometry],
) -> tuple[str, float]:
    """Labelled squares for regions without a polygon, and how much room they need above the map."""
    if not rows:
        return "", 0
    per_line = max(1, int(shapes.width // (INSET_WIDTH + INSET_GAP)))
    columns = min(len(rows), per_line if len(rows) > 3 else 1)
    lines = math.ceil(len(rows) / columns)
    note = _("无独立边界，以方块示意")
    tall = lines * (INSET_HEIGHT + INSET_GAP) + 20
    wide = max(columns * (INSET_WIDTH + INSET_GAP), _wide(note))
    x, y, top = 1.0, 1.0, 0.0
    busy = shapely.union_all([shapes.outline, *taken])
    corners = [(1.0, 1.0), (shapes.width - wide - 1, 1.0), (1.0, shapes.height - tall), (shapes.width - wide - 1, shapes.height - tall)]
    free = [(cx, cy) for cx, cy in corners if not box(cx, cy, cx + wide, cy + tall).intersects(busy)]
    if free:
        x, y = free[0]
    else:
        top = tall + 6
        y = -top + 1
    parts = []
    for index, row in enumerate(rows):
        shade = _shade(row, shades)
        left = x + index % columns * (INSET_WIDTH + INSET_GAP)
        upper = y + index // columns * (INSET_HEIGHT + INSET_GAP)
        area = box(left, upper, left + INSET_WIDTH, upper + INSET_HEIGHT)
        lines_ = _lines(row, shade, limits)
        middle = (left + INSET_WIDTH / 2, upper + INSET_HEIGHT / 2)
        label = Label(lines_, *middle, None, _frame(lines_, *middle))
        fill = f"url(#{_pattern_id(shade, int(shapes.width))})" if shade.is_state else shade.fill
        parts.append(f'<path d="{_path(area)}" fill="{fill}" stroke="{shade.edge}"/>')
        if marks.runner_up(row):
            parts.append(_hatch(area, label.area))
        parts.append(_text(label, shade))
    upper = y + lines * (INSET_HEIGHT + INSET_GAP) + 10
    parts.append(
        f'<text x="{x:.1f}" y="{upper:.1f}" font-size="13" fill="{colours.neutral("ink-2")}">{safe(note)}</text>'
    )
    return "".join(parts), top


def _square(plan: Plan, row: Row, shapes: Shapes, shades: Mapping[str, Shade]) -> str:
    region = next(r for r in plan.regions if r.code == str(row["region_code"]))
    if region.longitude is None or region.latitude is None:
        return ""
    west, north, x_scale, y_scale = shapes.origin
    x, y = (region.longitude - west) * x_scale, (north - region.latitude) * y_scale
    if not Point(x, y).within(shapes.outline):
        return ""
    shade = _shade(row, shades)
    return (
        f'<rect x="{x - SQUARE:.1f}" y="{y - SQUARE:.1f}" width="{SQUARE * 2}" height="{SQUARE * 2}" fill="{shade.fill}" '
        f'stroke="{colours.neutral("surface")}" stroke-width="2"><title>{safe(row["region"])}</title></rect>'
    )
