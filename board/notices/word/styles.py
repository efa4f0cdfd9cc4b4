"""The paragraph and character styles of an official paper after GB/T 9704-2012, by the names an office sees in Word.

Lengths in points. Each style is whole by itself, so that it looks the same in a template whose own default differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from docx.document import Document

from board.notices.word.markup import DECLARED, TWIPS, parsed

FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONGTI = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
"""Digits and Latin letters: half as wide as a Chinese character, so that 28 characters a line hold."""
FONTS = {
    FANGSONG: ("仿宋", "modern", "02010609060101010101"),
    KAITI: ("楷体", "modern", "02010609060101010101"),
    XIAOBIAOSONG: ("华文中宋", "roman", "02010600030101010101"),
    HEITI: ("SimHei", "modern", "02010609060101010101"),
    SONGTI: ("SimSun", "auto", "02010600030101010101"),
}
"""East Asian font -> what Word takes where it is not installed, its family and its panose."""

LINE = 28.8
"""Line pitch of the body: 22 lines are 633.6 pt, 223.5 of the 225 mm of the type area."""
CHARACTER = 15.75
"""Advance of a body character, 16 pt condensed by 0.25 pt: 28 are 441 pt, 155.6 of the 156 mm."""
CONDENSED = -0.25
AUTO = "auto"
RED = "FF0000"
"""发文机关标志 and its line are red (GB/T 9704-2012, 7.2.4, 7.2.7); no class is meant."""

Align = Literal["both", "left", "center", "right"]


@dataclass(frozen=True)
class Style:
    """A style of an official paper."""

    name: str
    """As Word and WPS list it; a template's own style of this name is used as it is."""
    font: str = FANGSONG
    size: float = 16
    line: float | None = LINE
    """Fixed line height; None for single spacing, as a paragraph with a picture needs."""
    before: float = 0
    after: float = 0
    align: Align = "both"
    first: float = 0
    """Indent of the first line."""
    left: float = 0
    right: float = 0
    spacing: float = 0
    """Added to every character."""
    is_bold: bool = False
    colour: str = ""
    keeps_next: bool = False
    keeps_lines: bool = False
    breaks_page: bool = False
    borders: str = ""
    """Markup of its w:pBdr."""
    outline: int | None = None
    is_character: bool = False
    superscript: bool = False

    @property
    def id(self) -> str:
        """Its id in styles.xml, unlike any that Word gives."""
        return f"gongwen{list(STYLES).index(self.name) + 1}"

    def xml(self) -> str:
        """Its element of styles.xml, without namespaces."""
        kind = "character" if self.is_character else "paragraph"
        head = (
            f'<w:style w:type="{kind}" w:customStyle="1" w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
        )
        ppr = "" if self.is_character else f"<w:pPr>{self._paragraph()}</w:pPr>"
        return f'{head}<w:uiPriority w:val="1"/><w:qFormat/>{ppr}<w:rPr>{self._run()}</w:rPr></w:style>'

    def _paragraph(self) -> str:
        line = (
            'w:line="240" w:lineRule="auto"'
            if self.line is None
            else f'w:line="{twips(self.line)}" w:lineRule="exact"'
        )
        first = (
            f'w:firstLine="{twips(self.first)}"' if self.first >= 0 else f'w:hanging="{-twips(self.first)}"'
        )
        return (
            f"{'<w:keepNext/>' if self.keeps_next else ''}{'<w:keepLines/>' if self.keeps_lines else ''}{'<w:pageBreakBefore/>' if self.breaks_page else ''}"
            f'<w:widowControl w:val="0"/>{f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else ""}'
            # No mark of punctuation stands outside the type area.
            '<w:overflowPunct w:val="0"/>'
            # No quarter blank between Chinese and figures: it would break the 28 characters.
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{twips(self.before)}" w:after="{twips(self.after)}" {line}/>'
            f'<w:ind w:left="{twips(self.left)}" w:right="{twips(self.right)}" {first}/><w:jc w:val="{self.align}"/>'
            + (f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "")
        )

    def _run(self) -> str:
        if self.superscript:
            return f'{fonts(self.font)}<w:vertAlign w:val="superscript"/>'
        size = (
            ""
            if self.is_character
            else f'<w:sz w:val="{self.size * 2:.0f}"/><w:szCs w:val="{self.size * 2:.0f}"/>'
        )
        return (
            f"{fonts(self.font)}{'<w:b/><w:bCs/>' if self.is_bold else ''}"
            f'<w:color w:val="{self.colour or AUTO}"/>'
            f'<w:spacing w:val="{twips(self.spacing)}"/><w:kern w:val="0"/>{size}'
        )


def twips(points: float) -> int:
    """Points as twentieths."""
    return round(points * TWIPS)


def fonts(east_asian: str) -> str:
    """The fonts of a style: Latin and East Asian."""
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east_asian}" w:cs="{LATIN}"/>'


def rule(side: str, eighths: int, space: int, colour: str = "000000", kind: str = "single") -> str:
    """A line at a side of a paragraph: eighths of a point thick, so many points away."""
    return f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


INDENT = 2 * CHARACTER
BODY, LEVEL1, LEVEL2, LEAD = "公文正文", "公文一级标题", "公文二级标题", "公文文中标题"
HEAD, NUMBER, TITLE, RECIPIENTS = "公文红头", "公文文号", "公文标题", "公文主送"
ANNEX_LIST, SEAL, DATE, REMARK = "公文附件说明", "公文署名", "公文日期", "公文附注"
ANNEX_MARK, ANNEX_TITLE = "公文附件标记", "公文附件标题"
CAPTION, CELL, TABLE_NOTE, PICTURE, PICTURE_CAPTION = "公文表题", "公文表格", "公文表注", "公文图", "公文图题"
FOOTNOTE, FOOTNOTE_MARK, PAGE, IMPRINT = "公文脚注", "公文脚注标记", "公文页码", "公文版记"
LETTER_HEAD, LETTER_NUMBER = "公文信头", "公文信函文号"

_BODY: dict[str, Any] = {"spacing": CONDENSED}
STYLES: dict[str, Style] = {
    s.name: s
    for s in (
        Style(BODY, first=INDENT, **_BODY),
        Style(LEVEL1, HEITI, first=INDENT, outline=0, keeps_next=True, **_BODY),
        Style(LEVEL2, KAITI, first=INDENT, outline=1, keeps_next=True, **_BODY),
        Style(LEAD, KAITI, is_character=True, **_BODY),
        # Upper edge 35 mm below that of the type area (7.2.4): 99 pt, less what the line has above its letters.
        Style(HEAD, XIAOBIAOSONG, 36, 42, before=91, align="center", colour=RED),
        # Two lines below the mark, and a red line of the type area's width 4 mm under it (7.2.5, 7.2.7).
        Style(NUMBER, before=2 * LINE, align="center", borders=rule("bottom", 12, 11, RED), **_BODY),
        Style(TITLE, XIAOBIAOSONG, 22, 34, before=2 * LINE, after=LINE, align="center", keeps_next=True),
        Style(RECIPIENTS, **_BODY),
        Style(ANNEX_LIST, left=5 * CHARACTER, first=-3 * CHARACTER, align="left", **_BODY),
        Style(SEAL, align="right", right=4 * CHARACTER, before=2 * LINE, keeps_next=True, **_BODY),
        Style(DATE, align="right", right=4 * CHARACTER, **_BODY),
        Style(REMARK, first=INDENT, **_BODY),
        Style(ANNEX_MARK, HEITI, align="left", breaks_page=True, keeps_next=True, **_BODY),
        # Third line of the type area (7.3.7); one line free below it.
        Style(ANNEX_TITLE, XIAOBIAOSONG, 22, 34, before=LINE, after=LINE / 2, align="center", keeps_next=True, outline=0),
        Style(CAPTION, HEITI, 14, 20, before=10, after=4, align="center", keeps_next=True),
        Style(CELL, FANGSONG, 12, 15, align="center"),
        Style(TABLE_NOTE, FANGSONG, 10.5, 15, before=3, after=8, keeps_lines=True),
        Style(PICTURE, FANGSONG, 12, None, before=6, align="center", keeps_next=True),
        Style(PICTURE_CAPTION, HEITI, 14, 20, before=2, after=10, align="center"),
        Style(FOOTNOTE, FANGSONG, 10.5, 15),
        Style(FOOTNOTE_MARK, FANGSONG, is_character=True, superscript=True),
        Style(PAGE, SONGTI, 14, 16, left=14, right=14, align="right"),
        # 四号, thick lines above and below (7.4.1), one character in on both sides.
        Style(IMPRINT, FANGSONG, 14, 24, borders=rule("top", 8, 2) + rule("bottom", 8, 2), align="left", left=0),
        # 信函格式 (10.1): mark in the middle, a thick and a thin red line below it.
        Style(LETTER_HEAD, XIAOBIAOSONG, 36, 42, align="center", colour=RED,
              borders=rule("bottom", 24, 11, RED, "thickThinSmallGap")),
        Style(LETTER_NUMBER, before=LINE / 2, align="right", **_BODY),
    )
}  # fmt: skip


class Names:
    """Ids of a document's styles by name, the missing ones put in on demand from the default look."""

    def __init__(self, document: Document) -> None:
        self._root = document.styles.element
        self._ids = {
            style.name_val: style.styleId
            for style in self._root.style_lst
            if style.name_val and style.styleId
        }

    def __getitem__(self, name: str) -> str:
        """Id of a style; the template's own where it has one of that name."""
        if name not in self._ids:
            self._root.append(parsed(STYLES[name].xml()))
            self._ids[name] = STYLES[name].id
        return self._ids[name]


def sheet() -> str:
    """A whole styles.xml: defaults, Normal, the table's default and every style of a paper."""
    return (
        f'<w:styles {DECLARED}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}<w:kern w:val="0"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:line="{twips(LINE)}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="{twips(CONDENSED)}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f"{''.join(s.xml() for s in STYLES.values())}</w:styles>"
    )
