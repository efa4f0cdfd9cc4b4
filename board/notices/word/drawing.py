"""Pictures, and maps as native DrawingML: a group of freeforms in class colours that an office can click and recolour."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.shared import Mm
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from board import colours
from board.colours import Shade
from board.notices import looks
from board.notices.content import Area, Figure, Map, words
from board.notices.word import styles
from board.notices.word.markup import EMU, EMU_PER_MM, attribute, em_width, run
from rules.plan import Plan

WIDTH_MM, TALL_MM, TALLEST_MM = 156.0, 105.0, 168.0
"""The type area's width; a map is so tall, more where its letters ask for it, never more than the last."""
CHART_MM = 136.0
"""Of a chart as it stands: so wide that it shares a page with the table of its part, its letters 7 to 8 pt high."""
LETTER, LEAST_MM = 13.5, 6.5 * 25.4 / 72
"""Height of a label's letters in units of the map, for which its labels are placed, and what it must be on paper."""
STRIP_MM = 8.0
"""For the key below a map."""
SMALL = 8.0
"""Points of the key."""
SCREEN = 560
"""Units of a map that is as wide as the type area; a few tiles stay as small as many."""
SEAM = 0.4
"""Units by which areas may miss each other and still be one whole."""
MOSTLY, SHRUNK = 0.85, 0.85
"""A label of which less than this share lies in its area is written so much smaller."""
GROWTHS = (1.3, 1.15)
"""A label with room for it is written so much larger."""
SMALLEST = 5.5
SANS = "Arial"
HATCH = {"no_data": "wdUpDiag", "too_few": "pct20"}
"""States are told by a pattern, never by a colour; Word's names for them."""
Point = tuple[float, float]


def picture(document: Document, image: bytes, described: str, title: str) -> str:
    """A chart ``CHART_MM`` wide, with its text for who cannot see it; gives its run."""
    inline = document.part.new_pic_inline(io.BytesIO(image), width=Mm(CHART_MM))
    inline.docPr.set("name", title)
    inline.docPr.set("descr", described)
    return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"


def native_map(block: Map, plan: Plan) -> str:
    """A map as a run with a group of shapes."""
    return _Drawn(block, plan).run()


class _Drawn:
    def __init__(self, block: Map, plan: Plan) -> None:
        self.map, self.plan = block, plan
        tall = max(TALL_MM, block.height * LEAST_MM / LETTER)
        scale_mm = min(WIDTH_MM / max(block.width, SCREEN), min(tall, TALLEST_MM) / block.height)
        self.unit = scale_mm * EMU_PER_MM
        """A unit of the map in EMU."""
        self.width, self.height = round(block.width * self.unit), round(block.height * self.unit)
        self.strip = round(STRIP_MM * EMU_PER_MM)
        self.key_width = round(WIDTH_MM * EMU_PER_MM)
        self.shapes: list[str] = []

    def run(self) -> str:
        """Areas, outline, leaders, labels, key: later ones stand above."""
        for area in self.map.areas:
            self._area(area)
        self._outline()
        for area in self.map.areas:
            if area.leader is not None:
                self._leader(area)
        for area in self.map.areas:
            self._label(area)
        self._key()
        wide, tall = self.key_width, self.height + self.strip
        described = attribute(f"{self.map.title}。{words(self.map.said)}。")
        group = (
            f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{tall}"/>'
            f'<a:chOff x="0" y="0"/><a:chExt cx="{wide}" cy="{tall}"/></a:xfrm></wpg:grpSpPr>{"".join(self.shapes)}</wpg:wgp>'
        )
        inline = (
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{tall}"/>'
            f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="1" name={attribute(self.map.title)} descr={described}/>'
            "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
            f'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">{group}</a:graphicData></a:graphic></wp:inline>'
        )
        return f'<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>{inline}</w:drawing></mc:Choice></mc:AlternateContent></w:r>'

    @property
    def left(self) -> int:
        """Where the map begins when it is narrower than the type area."""
        return (self.key_width - self.width) // 2

    def _look(self, code: str) -> Shade:
        return looks.shade(self.plan, code, self.map.scale)

    def _outline(self) -> None:
        """An ink rim round the whole, above the white edges between the areas; it has no fill and hides none."""
        shapes = [Polygon(p[0], p[1:]) for a in self.map.areas if not a.is_square for p in a.polygons]
        whole = unary_union([shape.buffer(SEAM) for shape in shapes]).buffer(-SEAM)
        rings = [
            ring.coords
            for part in getattr(whole, "geoms", [whole])
            if not part.is_empty
            for ring in (part.exterior, *part.interiors)
        ]
        if rings:
            self._freeform("轮廓", rings, "<a:noFill/>", _line(colours.neutral("ink-2"), 0.75))

    def _area(self, area: Area) -> None:
        look = self._look(area.shade)
        edge = look.edge if look.is_state or area.is_square else colours.neutral("surface")
        rings = [ring for polygon in area.polygons for ring in polygon]
        self._freeform(f"{area.name} {words(area.label)}", rings, _fill(look), _line(edge, 1.0))

    def _freeform(self, name: str, rings: Sequence[Iterable[Point]], fill: str, line: str) -> None:
        placed = [[(round(x * self.unit), round(y * self.unit)) for x, y in ring] for ring in rings]
        xs, ys = [x for ring in placed for x, _y in ring], [y for ring in placed for _x, y in ring]
        x0, y0, wide, tall = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
        path = "".join(_ring(ring, x0, y0) for ring in placed)
        geometry = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide}" h="{tall}">{path}</a:path></a:pathLst></a:custGeom>'
        )
        self._shape(name, (x0 + self.left, y0, wide, tall), geometry, fill, line)

    def _leader(self, area: Area) -> None:
        assert area.leader is not None
        x1, y1, x2, y2 = (round(v * self.unit) for v in area.leader)
        box = (min(x1, x2) + self.left, min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        turned = ' flipV="1"' if (x2 - x1) * (y2 - y1) < 0 else ""
        straight = '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        self._shape(f"{area.name} 引线", box, straight, "", _line(colours.neutral("ink-2"), 0.75), turned)

    def _label(self, area: Area) -> None:
        """Name in bold and below it class and figure; the class alone where there is no room for more."""
        colour = colours.neutral("ink") if area.leader is not None else self._look(area.shade).text
        lines = _lines(area)
        size = LETTER * self.unit / EMU
        room = None
        if area.is_square:
            room = self._room(area)
            size = max(SMALLEST, min(size, self._square_size(area)))
        elif area.leader is None and area.is_named:
            plain = 1.0 if _inside(area, lines) >= MOSTLY else SHRUNK
            size *= next((g for g in GROWTHS if self._has_room(area, lines, g)), plain)
        wide, tall = _extent(lines, size, room)
        x, y = area.spot
        box = (
            round(x * self.unit - wide / 2) + self.left,
            round(y * self.unit - tall / 2),
            round(wide),
            round(tall),
        )
        self._text(
            f"{area.name} 标注", box, [(t, n == 0) for n, t in enumerate(lines)], size, colour, "center"
        )

    def _room(self, area: Area) -> float:
        """Points from side to side of a square, less a little."""
        xs = [x for x, _y in area.polygons[0][0]]
        return (max(xs) - min(xs)) * self.unit / EMU - 4

    def _square_size(self, area: Area) -> float:
        """Size at which a square's lines fit: the same in all squares, but for names far longer than the others'."""
        sizes = {
            a.code: self._room(a) / (max(map(em_width, _lines(a))) + 0.5)
            for a in self.map.areas
            if a.is_square
        }
        usual = sorted(sizes.values())[len(sizes) // 2]
        return (
            min(v for v in sizes.values() if v >= usual / 2)
            if sizes[area.code] >= usual / 2
            else sizes[area.code]
        )

    def _has_room(self, area: Area, lines: Sequence[str], growth: float) -> bool:
        """Whether a label that is so much larger still lies in its area and clear of every other label."""
        boxes = {a.code: _box(a, _lines(a), 1.0) for a in self.map.areas}
        own = _box(area, lines, growth)
        if any(own.intersects(other) for code, other in boxes.items() if code != area.code):
            return False
        return any(Polygon(p[0], p[1:]).contains(own) for p in area.polygons)

    def _key(self) -> None:
        """The classes that stand on the map with their names, and what kind of map it is."""
        there = {area.shade for area in self.map.areas}
        codes = [c for c in self.map.classes if c in there] + sorted(there - set(self.map.classes))
        side, top = round(3.2 * EMU_PER_MM), self.height + round(3.4 * EMU_PER_MM)
        x = 0
        for code in codes:
            look = self._look(code)
            square = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            self._shape(f"图例 {look.name}", (x, top, side, side), square, _fill(look), _line(look.edge, 0.5))
            x += side + round(0.8 * EMU_PER_MM)
            wide = round((em_width(look.name) * SMALL + 6) * EMU)
            self._text(
                f"图例 {look.name}",
                (x, top - side // 3, wide, side * 5 // 3),
                [(look.name, False)],
                SMALL,
                colours.neutral("ink"),
                "left",
            )
            x += wide + round(1.5 * EMU_PER_MM)
        said = "；".join(self.map.notes)
        if said:
            box = (x, top - side // 3, self.key_width - x, side * 5 // 3)
            self._text("说明", box, [(said, False)], SMALL, colours.neutral("ink-2"), "right")

    def _text(
        self, name: str, box: tuple[int, int, int, int], lines: Sequence[tuple[str, bool]], size: float, colour: str,
        align: str,
    ) -> None:  # fmt: skip
        spacing = f'<w:spacing w:before="0" w:after="0" w:line="{round(size * 1.25 * 20)}" w:lineRule="exact"/><w:ind w:firstLine="0"/><w:jc w:val="{align}"/>'
        half = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        inner = "".join(
            f"<w:p><w:pPr>{spacing}</w:pPr>"
            + run(
                text,
                f'{"<w:b/><w:bCs/>" if is_bold else ""}<w:color w:val="{colour.lstrip("#")}"/><w:spacing w:val="0"/>{half}',
                styles.HEITI,
                SANS,
            )
            + "</w:p>"
            for text, is_bold in lines
        )
        body = f'<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr" anchorCtr="0"><a:noAutofit/></wps:bodyPr>'
        plain = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        self._shape(name, box, plain, "<a:noFill/>", "<a:ln><a:noFill/></a:ln>", body=body)

    def _shape(
        self, name: str, box: tuple[int, int, int, int], geometry: str, fill: str, line: str, turned: str = "",
        body: str = "<wps:bodyPr/>",
    ) -> None:  # fmt: skip
        x, y, wide, tall = box
        kind = '<wps:cNvSpPr txBox="1"/>' if "txbx" in body else "<wps:cNvSpPr/>"
        self.shapes.append(
            f'<wps:wsp><wps:cNvPr id="1" name={attribute(name)}/>{kind}<wps:spPr><a:xfrm{turned}><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{wide}" cy="{tall}"/></a:xfrm>{geometry}{fill}{line}</wps:spPr>{body}</wps:wsp>'
        )


def _lines(area: Area) -> list[str]:
    """A label's lines."""
    figures = [p for p in area.label if isinstance(p, Figure)]
    if area.is_named:
        return [area.name, words(area.label)]
    return [figures[0].text if figures else words(area.label)]


def _extent(lines: Sequence[str], size: float, room: float | None) -> tuple[float, float]:
    """Width and height of a label's box in EMU; within ``room`` points, lines that are longer wrap."""
    widest = max(map(em_width, lines)) * size + 4
    rows = len(lines) if room is None else sum(max(1, math.ceil(em_width(t) * size / room)) for t in lines)
    return (widest if room is None else max(room, 1)) * EMU, size * 1.25 * (rows + 0.2) * EMU


def _box(area: Area, lines: Sequence[str], growth: float) -> BaseGeometry:
    """A label's box in units of the map."""
    half_w = max(map(em_width, lines)) * LETTER * growth / 2 + 2
    half_h = len(lines) * LETTER * growth * 1.25 / 2 + 1
    x, y = area.spot
    return box(x - half_w, y - half_h, x + half_w, y + half_h)


def _inside(area: Area, lines: Sequence[str]) -> float:
    """Which share of a label's box lies in its area."""
    own = _box(area, lines, 1.0)
    return unary_union([Polygon(p[0], p[1:]).intersection(own) for p in area.polygons]).area / own.area


def _ring(ring: Sequence[tuple[int, int]], x0: int, y0: int) -> str:
    first, *rest = [f'<a:pt x="{x - x0}" y="{y - y0}"/>' for x, y in ring[:-1]]
    return f"<a:moveTo>{first}</a:moveTo>{''.join(f'<a:lnTo>{p}</a:lnTo>' for p in rest)}<a:close/>"


def _colour(token: str) -> str:
    return f'<a:srgbClr val="{token.lstrip("#")}"/>'


def _fill(look: Shade) -> str:
    if look.is_state:
        hatch = HATCH.get(look.code, "pct20")
        return f'<a:pattFill prst="{hatch}"><a:fgClr>{_colour(look.edge)}</a:fgClr><a:bgClr>{_colour(look.fill)}</a:bgClr></a:pattFill>'
    return f"<a:solidFill>{_colour(look.fill)}</a:solidFill>"


def _line(colour: str, points: float) -> str:
    return f'<a:ln w="{round(points * EMU)}"><a:solidFill>{_colour(colour)}</a:solidFill><a:round/></a:ln>'
