"""The empty deck: 16:9, the house's neutrals and font as its theme, a cover and one layout for all other slides."""

from __future__ import annotations

from typing import Any

import pptx
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from board import colours
from board.notices.slides import measure

PT = 12700
"""English Metric Units of a point."""
WIDE, TALL, MARGIN = 960.0, 540.0, 40.0
"""The slide and its margin in points."""
FONT = "微软雅黑"
PANOSE = "020B0503020204020204"
SMALLEST = 14
"""No letter on a slide is smaller, in points."""
TITLE = (MARGIN, 26.0, WIDE - 2 * MARGIN, 70.0)
FOOT = (MARGIN, 506.0, 700.0, 22.0)
NUMBER = (WIDE - MARGIN - 120, 506.0, 120.0, 22.0)
COVER_TITLE = (72.0, 168.0, 816.0, 118.0)
COVER_TEXT = (72.0, 300.0, 816.0, 110.0)
COVER, PAGE = 0, 1
"""Places of the two layouts."""
_NS = " ".join(
    f'xmlns:{short}="http://schemas.openxmlformats.org/{name}/2006/{last}"'
    for short, name, last in (
        ("a", "drawingml", "main"), ("p", "presentationml", "main"), ("r", "officeDocument", "relationships"),
    )
)  # fmt: skip
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application><PresentationFormat>宽屏</PresentationFormat>"
    "</Properties>"
)
_THEME_COLOURS = {
    "dk1": "ink", "lt1": "surface", "dk2": "slate", "lt2": "ground", "accent1": "slate", "accent2": "interval",
    "accent3": "line-2", "accent4": "band-3", "accent5": "ink-2", "accent6": "ink-3", "hlink": "slate",
    "folHlink": "ink-3",
}  # fmt: skip
"""What an office gets when it adds a shape or a chart of its own: neutrals, never a colour of a class."""


def emu(points: float) -> int:
    """Whole English Metric Units of points."""
    return round(points * PT)


def blank() -> Presentation:
    """An empty presentation in the house's look."""
    deck = pptx.Presentation()
    _without_leftovers(deck)
    size = deck.element.find(qn("p:sldSz"))
    size.attrib.pop("type", None)
    deck.slide_width, deck.slide_height = emu(WIDE), emu(TALL)  # pyright: ignore[reportAttributeAccessIssue]
    for item in deck.element.iter(qn("a:defRPr")):
        if item.get("lang"):
            item.set("lang", "zh-CN")
    master = deck.slide_master
    theme(master.part)
    _master(master.element)
    for layout in list(deck.slide_layouts)[:0:-1]:
        if layout.name != "Title Only":
            deck.slide_layouts.remove(layout)
    cover, page = deck.slide_layouts[COVER], deck.slide_layouts[PAGE]
    _replaced(
        cover.element, "封面",
        _placeholder(2, "标题", 'type="ctrTitle"', COVER_TITLE, "单击编辑标题", 40, anchor="b", bold=True),
        _placeholder(3, "副标题", 'type="subTitle" idx="1"', COVER_TEXT, "单击编辑副标题", 20, tone="tx2"),
    )  # fmt: skip
    _replaced(
        page.element, "一页一事", _placeholder(2, "标题", 'type="title"', TITLE, "单击编辑标题", 28, bold=True),
        footer(3), number(4),
    )  # fmt: skip
    return deck


def footer(shape_id: int, text: str = "") -> Any:
    """The line at the foot: of what the deck is."""
    return _placeholder(shape_id, "页脚", 'type="ftr" sz="quarter" idx="11"', FOOT, text, SMALLEST, anchor="ctr", tone="tx2")  # fmt: skip


def number(shape_id: int) -> Any:
    """The slide's number."""
    return _placeholder(
        shape_id, "页码", 'type="sldNum" sz="quarter" idx="12"', NUMBER, None, SMALLEST, anchor="ctr", align="r",
        tone="tx2",
    )  # fmt: skip


def theme(part: Any, name: str = "Wuse") -> None:
    """The theme of a master in the house's neutrals and font."""
    found = part.part_related_by(RT.THEME)
    # The notes' theme is kept as elements, the slides' as bytes.
    kept = getattr(found, "_element", None)
    root = etree.fromstring(found.blob) if kept is None else kept
    root.set("name", name)
    scheme = root.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", name)
    for slot in scheme:
        neutral = colours.neutral(_THEME_COLOURS[etree.QName(slot).localname]).removeprefix("#")
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, qn("a:srgbClr")).set("val", neutral.upper())
    root.find(f".//{qn('a:fontScheme')}").set("name", name)
    for fonts in (*root.iter(qn("a:majorFont")), *root.iter(qn("a:minorFont"))):
        for old in list(fonts)[3:]:
            fonts.remove(old)
        for tag in ("a:latin", "a:ea"):
            face = fonts.find(qn(tag))
            face.attrib.clear()
            face.set("typeface", FONT)
            face.set("panose", PANOSE)
        chinese = etree.SubElement(fonts, qn("a:font"))
        chinese.set("script", "Hans")
        chinese.set("typeface", FONT)
    _flat(root)
    if kept is None:
        found._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _flat(root: Any) -> None:
    """No gradients, no shadows in what an office adds itself."""
    for tag in ("a:fillStyleLst", "a:bgFillStyleLst"):
        for styles in root.iter(qn(tag)):
            for old in list(styles):
                styles.remove(old)
            for _each in range(3):
                etree.SubElement(etree.SubElement(styles, qn("a:solidFill")), qn("a:schemeClr")).set(
                    "val", "phClr"
                )
    for style in root.iter(qn("a:effectStyle")):
        for old in list(style):
            style.remove(old)
        etree.SubElement(style, qn("a:effectLst"))


def _without_leftovers(deck: Presentation) -> None:
    """The default file's thumbnail, printer settings and properties say nothing of this deck."""
    package: Any = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/metadata/thumbnail"):
            package.drop_rel(key)
        elif relation.reltype == RT.EXTENDED_PROPERTIES:
            relation.target_part._blob = _APP.encode("utf-8")
    for key, relation in list(deck.part.rels.items()):
        if relation.reltype == RT.PRINTER_SETTINGS:
            deck.part.drop_rel(key)


def _master(element: Any) -> None:
    """Places and styles that both layouts inherit."""
    _replaced(
        element, "",
        _placeholder(2, "标题", 'type="title"', TITLE, "单击编辑标题", 28, bold=True),
        _placeholder(
            3, "正文", 'type="body" idx="1"', (MARGIN, 110.0, WIDE - 2 * MARGIN, 380.0), "单击编辑正文", 20
        ),
        _placeholder(4, "页脚", 'type="ftr" sz="quarter" idx="3"', FOOT, "", SMALLEST, anchor="ctr", tone="tx2"),
        _placeholder(
            5, "页码", 'type="sldNum" sz="quarter" idx="4"', NUMBER, None, SMALLEST, anchor="ctr", align="r", tone="tx2"
        ),
    )  # fmt: skip
    for style in element.iter(qn("p:titleStyle")):
        style.find(qn("a:lvl1pPr")).set("algn", "l")
        style.find(f".//{qn('a:defRPr')}").set("sz", "2800")
    for level in element.find(f".//{qn('p:bodyStyle')}"):
        for old in (*level.findall(qn("a:buFont")), *level.findall(qn("a:buChar"))):
            level.remove(old)
        level.attrib.update({"marL": "0", "indent": "0"})
        run = level.find(qn("a:defRPr"))
        run.addprevious(etree.Element(qn("a:buNone")))
        run.set("sz", "2000")


def _replaced(element: Any, name: str, *shapes: Any) -> None:
    """A master or layout that holds these placeholders and nothing else."""
    slide = element.find(qn("p:cSld"))
    if name:
        slide.set("name", name)
    for left in slide.findall(qn("p:extLst")):
        slide.remove(left)
    tree = slide.find(qn("p:spTree"))
    for old in tree.findall(qn("p:sp")):
        tree.remove(old)
    for shape in shapes:
        tree.append(shape)


def _placeholder(
    shape_id: int, name: str, kind: str, place: tuple[float, float, float, float], text: str | None, size: int,
    *, anchor: str = "t", align: str = "l", tone: str = "tx1", bold: bool = False,
) -> Any:  # fmt: skip
    """A placeholder as XML; without a text it shows the slide's number."""
    x, y, w, h = (emu(v) for v in place)
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPct val="110000"/></a:lnSpc><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{tone}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
    run = (
        '<a:fld id="{00000000-0000-4000-8000-000000000001}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld>'
        if text is None
        else f'<a:r><a:rPr lang="zh-CN" altLang="en-US"/><a:t>{_escaped(text)}</a:t></a:r>'
        if text
        else '<a:endParaRPr lang="zh-CN"/>'
    )
    return parse_xml(
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{shape_id}" name="{name} {shape_id}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{run}</a:p></p:txBody></p:sp>"
    )


def _escaped(text: str) -> str:
    return measure.clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
