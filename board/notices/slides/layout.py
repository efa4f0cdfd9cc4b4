"""Slides and the texts on them: a title that is measured before it is set, boxes that nothing runs over."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from board import colours
from board.notices import zipped
from board.notices.content import Content
from board.notices.slides import master, measure
from board.notices.slides.master import MARGIN, SMALLEST, WIDE, emu
from rules.plan import Plan

BODY_END = 496.0
"""Nothing of a slide's body stands lower, in points."""
ONE_LINE = (28, 26, 24)
TITLE_SIZES = (26, 24, 20, 18, 16, 14)
"""A title stands in one line where that is large enough, else in the largest letters that leave the body its room."""
TITLE_TALL = 100.0
GAP = 8.0
BULLET = 16.0
"""A line's mark hangs so many points before it."""
_ANCHOR = {"t": MSO_ANCHOR.TOP, "ctr": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}


@dataclass(frozen=True)
class Box:
    """A place on a slide in points."""

    x: float
    y: float
    w: float
    h: float

    @property
    def emus(self) -> tuple[Any, Any, Any, Any]:
        """Left, top, width and height in whole English Metric Units."""
        return emu(self.x), emu(self.y), emu(self.w), emu(self.h)


@dataclass(frozen=True)
class Say:
    """A paragraph of a text box."""

    text: str
    size: float = SMALLEST
    bold: bool = False
    tone: str = "ink"
    """Name of a neutral, or ``#rrggbb`` of a class's text."""
    align: Literal["l", "r", "ctr"] = "l"
    after: float = 0
    """Points left free below it."""
    indent: float = 0
    """Points set in, its mark before it."""
    bullet: str = ""

    @property
    def colour(self) -> str:
        """Its colour as ``#rrggbb``."""
        return self.tone if self.tone.startswith("#") else colours.neutral(self.tone)

    def tall(self, room: float) -> float:
        """Its height in points, with what is free below."""
        return measure.height(self.text, self.size, room - self.indent) + self.after


@dataclass
class Page:
    """A slide in the making."""

    slide: Any
    body: Box
    """What its title and caption leave."""
    told: list[str] = field(default_factory=list)
    """Speaker's notes, a paragraph each."""


class Deck:
    """The presentation of one paper."""

    def __init__(self, content: Content, plan: Plan) -> None:
        self.content = content
        self.plan = plan
        self.file = master.blank()
        self.pages: list[Page] = []
        marks = [plan.short_title, content.paper_name, content.period_text]
        self._foot = "　".join([m for m in marks if m] + (["演示数据"] if content.is_demo else []))

    def cover(self) -> Page:
        """The first slide, empty."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[master.COVER])
        page = Page(slide, Box(MARGIN, MARGIN, WIDE - 2 * MARGIN, BODY_END - MARGIN))
        self.pages.append(page)
        return page

    def page(self, title: str, caption: str = "") -> Page:
        """A further slide: its finding as the title, number and caption small below it."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[master.PAGE])
        x, y, w, _h = master.TITLE
        said = Say(*titled(title), bold=True)
        tall = measure.height(said.text, said.size, w)
        head: Any = slide.shapes.title
        placed(head, Box(x, y, w, tall))
        write(head.text_frame, [said])
        top = y + tall + 2
        if caption:
            line = Say(measure.cut(caption, SMALLEST, w, 1), tone="ink-2")
            self.text(slide, Box(x, top, w, line.tall(w)), [line], "图表名称")
            top += line.tall(w)
        foot = measure.cut(self._foot, SMALLEST, master.FOOT[2], 1)
        tree = slide.shapes._spTree
        for make in (lambda n: master.footer(n, foot), master.number):
            tree.append(make(slide.shapes._next_shape_id))
        top += GAP
        page = Page(slide, Box(x, top, w, BODY_END - top))
        self.pages.append(page)
        return page

    def room(self, title: str, caption: str) -> float:
        """Height of the body of a slide with this title, and a mark of its part behind it."""
        text, size = titled(f"{title}（10/10）")
        top = master.TITLE[1] + measure.height(text, size, master.TITLE[2]) + 2 + GAP
        return BODY_END - top - (SMALLEST * measure.LEADING if caption else 0)

    @staticmethod
    def text(
        slide: Any, place: Box, lines: Sequence[Say], name: str, anchor: str = "t", wrap: bool = True
    ) -> Any:
        """A text box without margins."""
        shape = slide.shapes.add_textbox(*place.emus)
        shape.name = measure.clean(name)
        write(shape.text_frame, lines, anchor, wrap)
        return shape

    def saved(self) -> bytes:
        """The file's bytes: the same for the same slides."""
        for page in self.pages:
            if page.told:
                page.slide.notes_slide.notes_text_frame.text = measure.clean("\n".join(page.told))
        if any(page.told for page in self.pages):
            master.theme(self.file.notes_master.part, "Wuse 备注")
        content, about = self.content, self.file.core_properties
        when = (
            datetime.fromisoformat(content.published_at).astimezone(UTC).replace(tzinfo=None, microsecond=0)
        )
        about.created = about.modified = when
        about.title = measure.clean(content.title)[:255]
        about.author = about.last_modified_by = measure.clean(content.signed)[:255]
        about.subject = measure.clean(f"{content.paper_name} {content.period_text}")[:255]
        about.comments = measure.clean(f"数据：{content.release_told}")[:255]
        about.keywords, about.category, about.language, about.revision = "", "", "zh-CN", 1
        out = io.BytesIO()
        self.file.save(out)
        return zipped.settled(out.getvalue())


def titled(text: str) -> tuple[str, float]:
    """A title and the size at which it stands; cut where it does not fit in the smallest."""
    text, room = measure.line(text), master.TITLE[2]
    size = next((s for s in ONE_LINE if len(measure.wrapped(text, s, room)) == 1), None)
    size = size or measure.fitting(text, TITLE_SIZES, room, TITLE_TALL)
    if size is not None:
        return text, size
    lines = int(TITLE_TALL // (SMALLEST * measure.LEADING))
    return measure.cut(text, SMALLEST, room, lines), SMALLEST


def is_title(text: str) -> bool:
    """Whether a sentence can be a slide's title without being cut."""
    return measure.fitting(measure.line(text), TITLE_SIZES, master.TITLE[2], TITLE_TALL) is not None


def placed(shape: Any, place: Box) -> None:
    """Puts a shape somewhere else."""
    shape.left, shape.top, shape.width, shape.height = place.emus


def write(frame: Any, lines: Sequence[Say], anchor: str = "t", wrap: bool = True, margin: float = 0) -> None:
    """Paragraphs into a text frame, with a line height that no font changes."""
    frame.word_wrap = wrap
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = _ANCHOR[anchor]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(margin)
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        fill(paragraph, line)


def fill(paragraph: Any, line: Say) -> None:
    """One paragraph of a text frame or a table's cell, all it had before replaced."""
    hung = f'marL="{emu(line.indent)}" indent="{emu(-BULLET)}" ' if line.bullet else ""
    mark = f'<a:buChar char="{line.bullet}"/>' if line.bullet else ""
    made = parse_xml(
        f'<a:p {nsdecls("a")}><a:pPr {hung}algn="{line.align}"><a:lnSpc><a:spcPts val="{round(line.size * measure.LEADING * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(line.after * 100)}"/></a:spcAft>{mark}</a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" altLang="en-US" sz="{round(line.size * 100)}" b="{int(line.bold)}" dirty="0">'
        f'<a:solidFill><a:srgbClr val="{hexadecimal(line.colour)}"/></a:solidFill></a:rPr><a:t/></a:r></a:p>'
    )
    made.find(f".//{qn('a:t')}").text = measure.clean(line.text).replace("\n", " ")
    old = paragraph._p
    old.getparent().replace(old, made)


def hexadecimal(colour: str) -> str:
    """``#rrggbb`` as the format has it."""
    return colour.removeprefix("#").upper()


def rgb(colour: str) -> RGBColor:
    """``#rrggbb`` as python-pptx has it."""
    return RGBColor.from_string(hexadecimal(colour))


def told(shape: Any, name: str, text: str) -> None:
    """Names a shape and says what it shows to who cannot see it."""
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("name", measure.clean(name))
    about.set("descr", measure.clean(text))


def unstyled(shape: Any) -> None:
    """Without the theme's look, so that no shadow falls and no letter is white."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
