"""Maps as native shapes: one freeform a region, by its name and code, that can be clicked and recoloured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from board import colours
from board.colours import Shade
from board.notices import looks
from board.notices.content import Area, Map, words
from board.notices.slides import measure
from board.notices.slides.callouts import Label, Placed, labelled
from board.notices.slides.layout import Box, Deck, Page, Say, rgb, told, unstyled, write
from board.notices.slides.master import MARGIN, SMALLEST, WIDE, emu
from board.notices.slides.tables import paint

SIDE = 150.0
"""Room left and right of the regions for labels that do not fit into them, and for squares."""
SQUARE = (126.0, 46.0)
TILE_GAP = 6.0
MOST_TILE = (190.0, 84.0)
KEY = 26.0
"""Height of the key's fields at the foot."""
ROOM = WIDE - 2 * MARGIN
LINE = SMALLEST * measure.LEADING


@dataclass(frozen=True)
class Plane:
    """From the map's plane to points of the slide."""

    x: float
    y: float
    across: float
    down: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the plane on the slide."""
        return self.x + x * self.across, self.y + y * self.down


def draw(deck: Deck, drawn: Map, title: str, caption: str) -> list[Page]:
    """The map on one slide, its key and note below."""
    page = deck.page(title, caption)
    foot = _foot(deck, page, drawn)
    body = Box(page.body.x, page.body.y, page.body.w, foot - page.body.y - 8)
    if all(a.is_square for a in drawn.areas):
        _tiles(deck, page, drawn, body)
    else:
        _regions(deck, page, drawn, body)
    return [page]


def _look(deck: Deck, drawn: Map, code: str) -> Shade:
    return looks.shade(deck.plan, code, drawn.scale)


def _tiles(deck: Deck, page: Page, drawn: Map, body: Box) -> None:
    """Squares fill the slide: wider than on screen, since names stand in them at 14 points."""
    across = min(body.w / drawn.width, MOST_TILE[0] / _extent(drawn.areas[0])[2])
    down = min(body.h / drawn.height, MOST_TILE[1] / _extent(drawn.areas[0])[3])
    plane = Plane(body.x + (body.w - drawn.width * across) / 2, body.y, across, down)
    for area in drawn.areas:
        x, y, w, h = _extent(area)
        left, top = plane.at(x, y)
        ring = _ring(left, top, w * across, h * down)
        _square(deck, page, drawn, area, ring, Box(left, top, w * across, h * down))


def _regions(deck: Deck, page: Page, drawn: Map, body: Box) -> None:
    """Polygons in the middle, squares for what has none at the left, labels inside or at the sides."""
    shapes = [a for a in drawn.areas if not a.is_square]
    alone = [a for a in drawn.areas if a.is_square]
    left, top, right, bottom = _frame(shapes)
    scale = min((body.w - 2 * SIDE) / (right - left), body.h / (bottom - top))
    wide, tall = (right - left) * scale, (bottom - top) * scale
    x, y = body.x + (body.w - wide) / 2, body.y + (body.h - tall) / 2
    plane = Plane(x - left * scale, y - top * scale, scale, scale)
    for area in shapes:
        rings = [[plane.at(px, py) for px, py in ring] for polygon in area.polygons for ring in polygon]
        _freeform(deck, page, drawn, area, rings)
    down = body.y
    for area in alone:
        place = Box(body.x, down, *SQUARE)
        _square(deck, page, drawn, area, _ring(place.x, place.y, place.w, place.h), place)
        down += SQUARE[1] + TILE_GAP
    rings = {a.code: [[[plane.at(*p) for p in ring] for ring in poly] for poly in a.polygons] for a in shapes}
    labels = {a.code: Label(measure.clean(a.name), measure.clean(words(a.label))) for a in shapes}
    map_box = (x, y, x + wide, y + tall)
    sides = ((body.x, down, x - 14), (x + wide + 14, body.y, body.x + body.w))
    for placed in labelled(rings, labels, map_box, sides, body.y + body.h):
        _label(deck, page, drawn, next(a for a in shapes if a.code == placed.code), placed)


def _frame(areas: Sequence[Area]) -> tuple[float, float, float, float]:
    points = [p for a in areas for polygon in a.polygons for p in polygon[0]]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _extent(area: Area) -> tuple[float, float, float, float]:
    """Left, top, width and height."""
    left, top, right, bottom = _frame([area])
    return left, top, right - left, bottom - top


def _ring(x: float, y: float, w: float, h: float) -> list[list[tuple[float, float]]]:
    return [[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]]


def _freeform(
    deck: Deck, page: Page, drawn: Map, area: Area, rings: Sequence[Sequence[tuple[float, float]]]
) -> Any:
    """One shape of all rings: what lies in another ring is a hole, what lies apart an exclave."""
    shade = _look(deck, drawn, area.shade)
    paths = [[(emu(x), emu(y)) for x, y in ring] for ring in rings]
    xs, ys = [x for ring in paths for x, _y in ring], [y for ring in paths for _x, y in ring]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    pen = page.slide.shapes.build_freeform(left, top, scale=1.0)
    pen.add_line_segments([(right, top), (right, bottom), (left, bottom)], close=True)
    shape = pen.convert_to_shape()
    # The builder reckons the whole outline anew at each of thousands of points: the frame is its, the rings are not.
    path = shape._element.spPr.find(f".//{qn('a:path')}")
    drawn_rings = "".join(_path(ring, left, top) for ring in paths)
    for part in list(path):
        path.remove(part)
    for part in parse_xml(f"<a:path {nsdecls('a')}>{drawn_rings}</a:path>"):
        path.append(part)
    unstyled(shape)
    properties = shape._element.spPr
    properties.append(parse_xml(paint(shade)))
    # After the fill: the line's own element comes behind it in the format.
    shape.line.color.rgb = rgb(colours.neutral("surface"))
    shape.line.width = Pt(1.25)
    if shade.is_state:
        shape.line.color.rgb = rgb(shade.edge)
    told(shape, f"{area.name} {area.code}", f"{area.name}：{words(area.label)}")
    return shape


def _path(ring: Sequence[tuple[int, int]], left: int, top: int) -> str:
    """A closed ring; its last point is its first."""
    points = [f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in ring[:-1]]
    lines = "".join(f"<a:lnTo>{p}</a:lnTo>" for p in points[1:])
    return f"<a:moveTo>{points[0]}</a:moveTo>{lines}<a:close/>"


def _square(
    deck: Deck, page: Page, drawn: Map, area: Area, rings: Sequence[Sequence[tuple[float, float]]], place: Box
) -> None:
    """A square with its name and class in it."""
    shape = _freeform(deck, page, drawn, area, rings)
    shade, room = _look(deck, drawn, area.shade), place.w - 8
    lines = max(1, int((place.h - 2) // LINE) - 1)
    name = measure.cut(measure.clean(area.name), SMALLEST, room, lines)
    label = measure.cut(measure.clean(words(area.label)), SMALLEST, room, 1)
    said = [
        Say(name, bold=True, tone=shade.text, align="ctr"),
        Say(label, tone=shade.text, align="ctr"),
    ]
    write(shape.text_frame, said, "ctr", margin=0)


def _label(deck: Deck, page: Page, drawn: Map, area: Area, placed: Placed) -> None:
    """Name and class, in the region or beside it with a line to it."""
    shade = _look(deck, drawn, area.shade)
    x, y, w, h = placed.box
    tone = "ink" if placed.leader else shade.text
    if placed.leader:
        x1, y1, x2, y2 = (emu(v) for v in placed.leader)
        line = page.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, x1, y1, x2, y2)
        unstyled(line)
        line.line.color.rgb = rgb(colours.neutral("ink"))
        line.line.width = Pt(1)
        end = line.line._get_or_add_ln()
        end.append(parse_xml(_DOT))
        told(line, f"引线 {area.name}", f"{area.name}的标注线")
    align = placed.align
    lines = [Say(placed.name, bold=True, tone=tone, align=align), Say(placed.said, tone=tone, align=align)]
    deck.text(page.slide, Box(x, y, w, h), lines, f"标注 {area.name}", "ctr", wrap=False)
    if shade.is_state and not placed.leader:
        # On hatching letters need a ground.
        shape = page.slide.shapes[-1]
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colours.neutral("surface"))


_DOT = (
    '<a:headEnd xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" type="oval" w="sm" len="sm"/>'
)


def _foot(deck: Deck, page: Page, drawn: Map) -> float:
    """The key and the note at the foot of the body; gives where they begin."""
    there = {a.shade for a in drawn.areas}
    codes = [*drawn.classes, *sorted(there - set(drawn.classes))]
    note = Say(measure.clean("；".join(drawn.notes)), tone="ink-2", align="r")
    fields = [(code, _look(deck, drawn, code)) for code in codes]
    wide = [max(measure.width(shade.name, SMALLEST) + 16, 44.0) for _code, shade in fields]
    taken = sum(wide) + 4 * len(wide)
    room = ROOM - taken - 24
    beside = measure.width(note.text, SMALLEST) < room
    tall = 0.0 if beside else note.tall(ROOM)
    top = page.body.y + page.body.h - KEY - tall
    x = MARGIN
    for (code, shade), w in zip(fields, wide, strict=True):
        shape = page.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(x, top, w, KEY).emus)
        unstyled(shape)
        shape._element.spPr.append(parse_xml(paint(shade)))
        shape.line.color.rgb = rgb(shade.edge)
        shape.line.width = Pt(0.75)
        write(shape.text_frame, [Say(shade.name, bold=True, tone=shade.text, align="ctr")], "ctr", wrap=False)
        told(shape, f"图例 {code}", f"图例：{shade.name}")
        x += w + 4
    if note.text:
        place = (
            Box(MARGIN + taken + 24, top, room, KEY) if beside else Box(MARGIN, top + KEY + 2, ROOM, tall - 2)
        )
        deck.text(page.slide, place, [note], "图注", "ctr")
    return top
