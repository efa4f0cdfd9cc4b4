"""Maps of a paper: the page's layout of areas, squares and labels as plain geometry, for native shapes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from board import colours, queries
from board.charts import colour_map, map_insets, map_labels
from board.charts.map_labels import Label
from board.charts.map_shapes import Shapes
from board.charts.tile_map import places
from board.colours import Shade
from board.notices.content import Area, Figure, Map, Part
from board.notices.parts import maps_drawn
from board.notices.scene import Scene
from rules.plan import ScaleClass

WIDTH = 400
"""Drawing units across; a label's letters are 13.5 of them high, as on screen."""
TILE, TILE_GAP = 104.0, 6.0
INSET_NOTE = "无独立边界，以方块示意"


def ranking_map(scene: Scene, said: tuple[Part, ...]) -> Map:
    """The closing month's colours."""
    rows = [dict(row) for row in scene.rows("ranking")]
    figures = {str(r["region_code"]): _ranked(scene, r) for r in rows}
    return _map(
        scene,
        "ranking.map",
        f"{scene.month[:4]}年{int(scene.month[5:])}月各地区颜色分布示意图",
        rows,
        figures,
        said,
        "ranking",
    )


def risk_map(scene: Scene, said: tuple[Part, ...]) -> Map:
    """The closing month's risk classes."""
    rows = [{**r, "colour": r["risk_class"], "score": None, "vetoes": []} for r in scene.rows("risk")]
    shades = colours.scale(scene.plan.risk_scale)
    names = {c.code: c.name for c in scene.plan.risk_scale}
    figures: dict[str, tuple[Part, ...]] = {}
    for row in rows:
        code = str(row["region_code"])
        source = scene.source("risk", "risk_class", region_code=code)
        shade = shades.get(row["colour"]) or colours.shade(row["colour"])
        figures[code] = (Figure(names.get(row["colour"], shade.name), row["colour"], source),)
    title = f"{scene.month[:4]}年{int(scene.month[5:])}月区域安全风险四色示意图"
    return _map(scene, "risk.map", title, rows, figures, said, "risk")


def _ranked(scene: Scene, row: Mapping[str, Any]) -> tuple[Part, ...]:
    """绿 91.2: the class and the score, or that a veto decided."""
    code = str(row["region_code"])
    source = scene.source("ranking", "colour", region_code=code)
    name = Figure(scene.class_short(row["colour"]), row["colour"], source)
    if row["vetoes"]:
        return (name, " 否决")
    return (name,) if row["score"] is None else (name, " ", scene.score(code))


def _map(
    scene: Scene, name: str, title: str, rows: Sequence[Mapping[str, Any]], figures: Mapping[str, tuple[Part, ...]],
    said: tuple[Part, ...], scale: Any,
) -> Map:  # fmt: skip
    plan = scene.plan
    boundaries = queries.boundaries(scene.board)
    classes = plan.ranking_scale if scale == "ranking" else plan.risk_scale
    codes = tuple(c.code for c in classes)
    if boundaries is None or colour_map.lacks_polygons(rows, boundaries):
        areas, width, height = _tiles(scene, rows, figures)
        note = "方块示意，不代表位置；内部使用"
    else:
        areas, width, height = _areas(scene, rows, figures, boundaries, _labelled(classes, scale))
        note = plan.boundaries.map_note if plan.boundaries else "示意图 内部使用"
        if any(a.is_square for a in areas):
            note = f"{INSET_NOTE}；{note}"
    is_tiles = all(a.is_square for a in areas)

    def draw() -> go.Figure | str:
        if scale == "risk":
            return maps_drawn.risk(scene)
        if is_tiles:
            return maps_drawn.squares(areas, colours.scale(classes), width, height)
        return maps_drawn.ranking(scene, rows)

    return Map(name, title, width, height, tuple(areas), codes, scale, said, (note,), draw=draw)


def _labelled(classes: Sequence[ScaleClass], scale: str) -> dict[str, Shade]:
    """Looks by which room for labels is found: a risk class is written out, since its name says more than its colour."""
    shades = colours.scale(classes)
    if scale == "ranking":
        return shades
    return {c.code: replace(shades[c.code], short=c.name) for c in classes}


def _areas(
    scene: Scene, rows: Sequence[Mapping[str, Any]], figures: Mapping[str, tuple[Part, ...]], boundaries: Any,
    shades: Mapping[str, Shade],
) -> tuple[list[Area], float, float]:  # fmt: skip
    plan, by_code = scene.plan, {str(r["region_code"]): dict(r) for r in rows}
    polygons = tuple(
        (str(code), shape.wkb)
        for code, shape in zip(boundaries["region_code"], boundaries.geometry, strict=True)
    )
    known = {code for code, _wkb in polygons}
    alone = [r for r in plan.regions if r.code in by_code and r.code not in known]
    spots = tuple(
        (r.longitude, r.latitude) for r in alone if r.longitude is not None and r.latitude is not None
    )
    widest = [
        map_labels.text_width(t)
        for r in alone
        for t in map_labels.label_lines(
            by_code[r.code], map_labels.shade_of(by_code[r.code], shades), scene.limits
        )
    ]

    def labelled(shapes: Shapes, busy: Sequence[BaseGeometry]) -> Mapping[str, Label]:
        areas = {code: area for code, area in shapes.areas.items() if code in by_code}
        return map_labels.place_labels(areas, by_code, shapes, shades, scene.limits, busy)

    shapes, placed, labels = map_insets.best_layout(
        polygons, spots, WIDTH,
        lambda shapes: map_insets.arranged(len(alone), colour_map.INSET, max(widest, default=0) + 10, [INSET_NOTE], shapes),
        labelled,
    )  # fmt: skip
    down = placed.above
    found = []
    for code, area in shapes.areas.items():
        if code not in by_code:
            continue
        label = labels[code]
        leader = label.leader
        found.append(
            Area(
                code, str(by_code[code]["region"]), str(by_code[code]["colour"]), _rings(area, down), figures[code],
                (label.x, label.y + down), is_named=len(label.lines) > 1,
                leader=None if leader is None else (leader[0], leader[1] + down, leader[2], leader[3] + down),
            )
        )  # fmt: skip
    for region, (x, y) in zip(alone, placed.places, strict=True):
        found.append(
            _square(by_code[region.code], x, y + down, placed.width, placed.height, figures[region.code])
        )
    return found, float(WIDTH), shapes.height + down


def _tiles(
    scene: Scene, rows: Sequence[Mapping[str, Any]], figures: Mapping[str, tuple[Part, ...]]
) -> tuple[list[Area], float, float]:
    spots = places(rows, scene.plan)
    columns, lines = max(c for c, _l in spots), max(line for _c, line in spots)
    wide = min(TILE, (WIDTH - (columns - 1) * TILE_GAP) / columns)
    tall = wide * 0.62
    found = [
        _square(
            row,
            (column - 1) * (wide + TILE_GAP),
            (line - 1) * (tall + TILE_GAP),
            wide,
            tall,
            figures[str(row["region_code"])],
        )
        for row, (column, line) in zip(rows, spots, strict=True)
    ]
    return found, columns * (wide + TILE_GAP) - TILE_GAP, lines * (tall + TILE_GAP) - TILE_GAP


def _square(
    row: Mapping[str, Any], x: float, y: float, width: float, height: float, label: tuple[Part, ...]
) -> Area:
    ring = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return Area(
        str(row["region_code"]), str(row["region"]), str(row["colour"]), ((ring,),), label,
        (x + width / 2, y + height / 2), is_square=True,
    )  # fmt: skip


def _rings(area: BaseGeometry, down: float) -> tuple[tuple[tuple[tuple[float, float], ...], ...], ...]:
    shapes = area.geoms if isinstance(area, MultiPolygon) else [area]
    return tuple(
        tuple(
            tuple((round(x, 2), round(y + down, 2)) for x, y in ring.coords)
            for ring in (shape.exterior, *shape.interiors)
        )
        for shape in shapes
        if isinstance(shape, Polygon) and not math.isclose(shape.area, 0)
    )
