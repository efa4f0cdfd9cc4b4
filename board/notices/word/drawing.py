"""Pictures, and maps as native DrawingML: a group of freeforms in class colours that an office can click and recolour."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document
from docx.shared import Mm
from lxml import etree

from board import colours
from board.colours import Shade
from board.notices import looks
from board.notices.content import Area, Figure, Map, words
from board.notices.word import styles
from board.notices.word.markup import EMU, EMU_PER_MM, attribute, em_width, run
from rules.plan import Plan

WIDTH_MM, TALLEST_MM = 156.0, 168.0
"""The type area's width; so high that a map and its caption still share a page with a few lines."""
STRIP_MM = 8.0
"""For the key below a map."""
TEXT, SMALL = 9.5, 8.0
"""Points of a label and of the key."""
SMALLEST = 5.5
HATCH = {"no_data": "wdUpDiag", "too_few": "pct20"}
"""States are told by a pattern, never by a colour; Word's names for them."""
Point = tuple[float, float]


def picture(document: Document, image: bytes, described: str, title: str) -> str:
    """A picture as wide as the type area, with its text for who cannot see it; gives its run."""
    inline = document.part.new_pic_inline(io.BytesIO(image), width=Mm(WIDTH_MM))
    inline.docPr.set("name", title)
    inline.docPr.set("descr", described)
    return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"


def native_map(block: Map, plan: Plan) -> str:
    """A map as a run with a group of shapes."""
    return _Drawn(block, plan).run()


class _Drawn:
    def __init__(self, block: Map, plan: Plan) -> None:
        self.map, self.plan = block, plan
        scale_mm = min(WIDTH_MM / block.width, TALLEST_MM / block.height)
        self.unit = scale_mm * EMU_PER_MM
        """A unit of the map in EMU."""
        self.width, self.height = round(block.width * self.unit), round(block.height * self.unit)
        self.strip = round(STRIP_MM * EMU_PER_MM)
        self.key_width = round(WIDTH_MM * EMU_PER_MM)
        self.shapes: list[str] = []

    def run(self) -> str:
        """Outline, areas, leaders, labels, key: later ones stand above."""
        self._outline()
        for area in self.map.areas:
            self._area(area)
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
        """An ink rim round the whole, below the areas, whose own edges are white."""
        rings = [r for a in self.map.areas if not a.is_square for p in a.polygons for r in p]
        if rings:
            line = _line(colours.neutral("ink-2"), 2.0)
            self._freeform("轮廓", rings, "<a:noFill/>", line)

    def _area(self, area: Area) -> None:
        look = self._look(area.shade)
        edge = look.edge if look.is_state or area.is_square else colours.neutral("surface")
        rings = [ring for polygon in area.polygons for ring in polygon]
        self._freeform(f"{area.name} {words(area.label)}", rings, _fill(look), _line(edge, 1.0))

    def _freeform(self, name: str, rings: Sequence[Sequence[Point]], fill: str, line: str) -> None:
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
        look = self._look(area.shade)
        colour = colours.neutral("ink") if area.leader is not None else look.text
        figures = [p for p in area.label if isinstance(p, Figure)]
        lines = [area.name, words(area.label)] if area.is_named else [figures[0].text if figures else words(area.label)]
        widest = max(em_width(text) for text in lines)
        size = TEXT * min(1.0, self.unit / (WIDTH_MM / 560 * EMU_PER_MM))
        room = None
        if area.is_square:
            ring = area.polygons[0][0]
            room = (max(x for x, _y in ring) - min(x for x, _y in ring)) * self.unit / EMU - 2
            size = max(SMALLEST, min(size, room / widest))
        wide = round((widest * size + 4 if room is None else max(room, 1)) * EMU)
        rows = len(lines) if room is None else sum(max(1, -int(-em_width(t) * size // room)) for t in lines)
        tall = round(size * 1.25 * (rows + 0.2) * EMU)
        x, y = area.spot
        box = (round(x * self.unit) - wide // 2 + self.left, round(y * self.unit) - tall // 2, wide, tall)
        self._text(f"{area.name} 标注", box, [(t, n == 0) for n, t in enumerate(lines)], size, colour, "center")

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
            self._text(f"图例 {look.name}", (x, top - side // 3, wide, side * 5 // 3), [(look.name, False)], SMALL, colours.neutral("ink"), "left")
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
            + run(text, f'{"<w:b/><w:bCs/>" if is_bold else ""}<w:color w:val="{colour.lstrip("#")}"/><w:spacing w:val="0"/>{half}', styles.HEITI)
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


