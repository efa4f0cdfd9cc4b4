"""Small map of the classes as SVG, drawn from the plan's own polygons: no script, no tiles, no network.

Each polygon carries name, colour name and score; where the text doesn't fit inside, it stands outside
with a thin line to its place, and where even that has no room the colour's character alone stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import geopandas as gpd
from shapely.geometry import MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from board import colours, texts
from board.charts import marks
from board.charts.map_insets import NOTE_LINE, Insets, arranged, best_layout, folded
from board.charts.map_labels import (
    TEXT,
    Label,
    draw_label,
    label_lines,
    place_labels,
    shade_of,
    text_box,
    text_width,
)
from board.charts.map_shapes import SQUARE, Shapes
from board.charts.marks import Row, safe
from board.colours import Shade
from board.memo import remembered
from board.texts import _, is_english
from rules.plan import Plan

WIDE, NARROW = 560, 350
"""Widths in px for a desk and for a phone: text keeps its size, so each has a drawing of its own."""
HATCH_GAP = 9.0
ROOT_PX = 15
"""Pixels of the root font at a desk; in presentation it grows, and the map with it."""
INSET = (112.0, 46.0)
"""Width and height of the square that stands for a region without a polygon."""


def colour_map(
    shapes_from: gpd.GeoDataFrame,
    rows: Sequence[Row],
    plan: Plan,
    limits: Sequence[float],
    width: int,
    chosen: str = "",
    link: Callable[[str], str] | None = None,
) -> str:
    """The map as an SVG text of a fixed drawing width; it scales down with its card.

    ``chosen`` is the code of a region to outline in ink, ``link`` gives the address to which a region's area and
    figure lead. Drawn once for all viewers of the same figures in the same language.
    """
    place = (len(shapes_from), *(float(edge) for edge in shapes_from.total_bounds))
    key = ("colour_map", plan.checksum, place, width, tuple(limits), is_english(), repr(rows), chosen)
    key += (link("") if link else "",)
    return remembered(key, lambda: _draw(shapes_from, rows, plan, limits, width, chosen, link))


def _draw(
    shapes_from: gpd.GeoDataFrame,
    rows: Sequence[Row],
    plan: Plan,
    limits: Sequence[float],
    width: int,
    chosen: str,
    link: Callable[[str], str] | None,
) -> str:
    def leading(code: str, drawn: str, name: str = "") -> str:
        if link is None:
            return drawn
        # An area is one stop for the keyboard and the reader, under its whole name; its label is for the mouse alone.
        told = f'aria-label="{name}"' if name else 'tabindex="-1" aria-hidden="true"'
        return f'<a href="{safe(link(code))}" target="_self" {told}>{drawn}</a>'

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
    shades = colours.scale(plan.ranking_scale)
    by_code = {str(row["region_code"]): row for row in rows}
    known = {code for code, _wkb in polygons}
    insets = [by_code[r.code] for r in plan.regions if r.code in by_code and r.code not in known]
    note = folded(_("无独立边界，以方块示意"))
    widest = [text_width(t) for row in insets for t in label_lines(row, shade_of(row, shades), limits)]

    def labelled(shapes: Shapes, busy: Sequence[BaseGeometry]) -> Mapping[str, Label]:
        areas = {code: area for code, area in shapes.areas.items() if code in by_code}
        return place_labels(areas, by_code, shapes, shades, limits, busy)

    shapes, placed, labels = best_layout(
        polygons,
        places,
        width,
        lambda shapes: arranged(len(insets), INSET, max(widest, default=0) + 10, note, shapes),
        labelled,
    )
    drawn = {code: area for code, area in shapes.areas.items() if code in by_code}
    tiles = _tiles(insets, placed, note, shapes, shades, limits, leading)
    fills, hatches = [], []
    for code, area in drawn.items():
        row = by_code[code]
        shade = shade_of(row, shades)
        fill = f"url(#{_pattern_id(shade, width)})" if shade.is_state else shade.fill
        changed = row.get("revised", {}).get("colour", "")
        hint = safe(" ".join([*label_lines(row, shade, limits), changed]).strip())
        fills.append(
            leading(code, f'<path d="{_path(area)}" fill="{fill}"><title>{hint}</title></path>', hint)
        )
        if marks.runner_up(row):
            hatches.append(_hatch(area, labels[code].area))
    white, ink2 = colours.neutral("surface"), colours.neutral("ink-2")
    # White parts two colours; between two patterns it would vanish, so these get a grey rim.
    grey = colours.neutral("line-2")
    borders = "".join(
        f'<path d="{_path(area)}" fill="none" stroke="{grey if state else white}" stroke-width="1.6"/>'
        for state, area in sorted(
            ((shade_of(by_code[code], shades).is_state, area) for code, area in drawn.items()),
            key=lambda item: not item[0],
        )
    )
    outer = f'<path d="{_path(shapes.outline)}" fill="none" stroke="{ink2}" stroke-width="1.1"/>'
    squares = "".join(_square(plan, row, shapes, shades) for row in insets)
    written = "".join(leading(c, draw_label(labels[c], shade_of(by_code[c], shades))) for c in labels)
    title = safe(
        texts.by_scale(_("五色分布图："), plan)
        + texts.statements(" ".join(label_lines(r, shade_of(r, shades), limits)) for r in rows)
    )
    height = shapes.height + placed.above
    return (
        f'<svg viewBox="0 {-placed.above:.0f} {width} {height:.0f}" role="{marks.picture_role(written)}" aria-label="{title}" '
        f'style="width:100%;max-width:{width / ROOT_PX:.4g}rem">'
        f"{_patterns(width)}{''.join(fills)}{''.join(hatches)}{borders}{outer}{squares}{tiles}{written}"
        f"{_outlined(drawn.get(chosen))}</svg>"
    )


def lacks_polygons(rows: Sequence[Row], boundaries: gpd.GeoDataFrame | None) -> bool:
    """True where a tile map says more: no polygons, or more regions without one than with one."""
    if boundaries is None or boundaries.empty:
        return True
    known = set(boundaries["region_code"].astype(str))
    return sum(str(row["region_code"]) in known for row in rows) * 2 < len(rows)


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
    return f'<path class="unsettled" d="{pen}" fill="none" stroke="{colours.neutral("surface")}" stroke-width="2"/>'


def _path(area: BaseGeometry) -> str:
    parts = []
    for polygon in getattr(area, "geoms", [area]):
        if polygon.geom_type != "Polygon":
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z")
    return "".join(parts)


def _outlined(area: BaseGeometry | None) -> str:
    if area is None:
        return ""
    white, ink, pen = colours.neutral("surface"), colours.neutral("ink"), _path(area)
    return (
        f'<g class="o-outline" fill="none" stroke-linejoin="round"><path d="{pen}" stroke="{white}" '
        f'stroke-width="5.5"/><path d="{pen}" stroke="{ink}" stroke-width="3"/></g>'
    )


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


def _tiles(
    rows: Sequence[Row],
    placed: Insets,
    note: Sequence[str],
    shapes: Shapes,
    shades: Mapping[str, Shade],
    limits: Sequence[float],
    leading: Callable[[str, str, str], str],
) -> str:
    """Labelled squares for regions without a polygon."""
    parts = []
    for row, (left, upper) in zip(rows, placed.places, strict=True):
        shade = shade_of(row, shades)
        area = box(left, upper, left + placed.width, upper + placed.height)
        lines = label_lines(row, shade, limits)
        middle = (left + placed.width / 2, upper + placed.height / 2)
        label = Label(lines, *middle, None, text_box(lines, *middle))
        fill = f"url(#{_pattern_id(shade, int(shapes.width))})" if shade.is_state else shade.fill
        parts.append(f'<path d="{_path(area)}" fill="{fill}" stroke="{shade.edge}"/>')
        if marks.runner_up(row):
            parts.append(_hatch(area, label.area))
        parts.append(leading(str(row["region_code"]), draw_label(label, shade), safe(" ".join(lines))))
    if rows:
        x, y = placed.note
        ink = colours.neutral("ink-2")
        parts += [
            f'<text x="{x:.1f}" y="{y + 5 + NOTE_LINE * n:.1f}" font-size="{TEXT}" fill="{ink}">{safe(line)}</text>'
            for n, line in enumerate(note)
        ]
    return "".join(parts)


def _square(plan: Plan, row: Row, shapes: Shapes, shades: Mapping[str, Shade]) -> str:
    region = next(r for r in plan.regions if r.code == str(row["region_code"]))
    if region.longitude is None or region.latitude is None:
        return ""
    west, north, x_scale, y_scale = shapes.origin
    x, y = (region.longitude - west) * x_scale, (north - region.latitude) * y_scale
    if not Point(x, y).within(shapes.outline):
        return ""
    shade = shade_of(row, shades)
    return (
        f'<rect x="{x - SQUARE:.1f}" y="{y - SQUARE:.1f}" width="{SQUARE * 2}" height="{SQUARE * 2}" '
        f'fill="{shade.fill}" stroke="{colours.neutral("surface")}" stroke-width="2">'
        f"<title>{safe(row['region'])}</title></rect>"
    )
