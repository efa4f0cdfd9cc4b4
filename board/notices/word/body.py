"""A paper's blocks as paragraphs, tables and drawings, in the styles of its template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from docx.document import Document

from board.notices.content import (
    Block,
    Cell,
    Chart,
    Column,
    Content,
    Figure,
    Heading,
    Line,
    Map,
    Paragraph,
    Run,
    Section,
    Table,
    words,
)  # fmt: skip
from board.notices.word import drawing, placeholders, styles, tables
from board.notices.word.footnotes import Footnotes
from board.notices.word.markup import clean, paragraph, run, styled_run
from rules.plan import Plan

UNKNOWN = "—"


class Pictures(Protocol):
    """What is asked of ``board.notices.drawings.Drawings``."""

    problem: str

    def png(self, block: Chart, /, width_mm: float) -> bytes | None:
        """The chart as PNG, so wide at 300 dpi; None where nothing can draw it, and then ``problem`` says why."""
        ...


class Writer:
    """Writes the blocks of one paper; each method gives markup of paragraphs and tables."""

    def __init__(self, content: Content, plan: Plan, document: Document, drawings: Pictures) -> None:
        self.content, self.plan, self.document, self.drawings = content, plan, document, drawings
        self.names = styles.Names(document)
        self.footnotes = Footnotes(document, self.names)

    def named(self, name: str) -> list[str]:
        """The block that a placeholder stands for."""
        made: dict[str, Callable[[], list[str]]] = {
            placeholders.BODY: self.body,
            placeholders.LEAD: lambda: self.block(self.content.lead),
            placeholders.CLOSING: lambda: self.block(self.content.closing) if self.content.closing else [],
            placeholders.ANNEX_LIST: self.annex_list,
            placeholders.REMARKS: self.remarks,
            placeholders.ANNEXES: self.annexes,
        }
        if name in made:
            return made[name]()
        for section in self.content.sections:
            if placeholders.name_of(section.name) == name:
                return self.section(section)
        annexes = {placeholders.name_of(s.name): n for n, s in enumerate(self.content.annexes)}
        return self.annex(annexes[name])

    def body(self) -> list[str]:
        """Lead, sections, closing."""
        found = self.block(self.content.lead)
        for section in self.content.sections:
            found += self.section(section)
        return found + (self.block(self.content.closing) if self.content.closing else [])

    def section(self, section: Section) -> list[str]:
        """All blocks of a part."""
        return [piece for block in section.blocks for piece in self.block(block)]

    def annex_list(self) -> list[str]:
        """附件说明 below the body: 附件：1. …, each name under the one above (GB/T 9704-2012, 7.3.4)."""
        names = [s.name for s in self.content.annexes]
        if not names:
            return []
        label, em = 3 * styles.CHARACTER, styles.CHARACTER
        found = []
        for number, name in enumerate(names, start=1):
            mark = f"{number}. " if len(names) > 1 else ""
            # A digit or dot is half an em or a quarter wide; a blank too.
            hang = (0.5 * len(str(number)) + 0.5) * em if mark else 0
            first = label + hang if number == 1 else hang
            spacing = f'<w:spacing w:before="{styles.twips(styles.LINE)}"/>' if number == 1 else ""
            indent = f'<w:ind w:left="{styles.twips(styles.INDENT + label + hang)}" w:hanging="{styles.twips(first)}"/>'
            text = ("附件：" if number == 1 else "") + mark + name
            found.append(paragraph(self.names[styles.ANNEX_LIST], run(text), spacing + indent))
        return found

    def remarks(self) -> list[str]:
        """附注 in brackets below the date (7.3.6)."""
        return [self._plain(styles.REMARK, f"（{text.rstrip('。')}）") for text in self.content.remarks]

    def annexes(self) -> list[str]:
        """Every annex on a page of its own."""
        return [piece for place in range(len(self.content.annexes)) for piece in self.annex(place)]

    def annex(self, place: int) -> list[str]:
        """附件1 in 黑体 at the upper left corner, its title in the third line, then its blocks (7.3.7)."""
        section = self.content.annexes[place]
        mark = f"附件{place + 1}" if len(self.content.annexes) > 1 else "附件"
        head = [self._plain(styles.ANNEX_MARK, mark), self._plain(styles.ANNEX_TITLE, section.name)]
        return head + self.section(section)

    def block(self, block: Block) -> list[str]:
        """Any block."""
        if isinstance(block, Heading):
            return [self._plain(styles.LEVEL1 if block.level == 1 else styles.LEVEL2, block.text)]
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Table):
            return self._table(block)
        return self._chart(block) if isinstance(block, Chart) else self._map(block)

    def _plain(self, style: str, text: str) -> str:
        return paragraph(self.names[style], run(text.replace("\n", "")))

    def _paragraph(self, block: Paragraph) -> list[str]:
        """Runs with their notes; a line end in an edited text begins a paragraph."""
        rows: list[str] = [""]
        for one in block.runs or (Run(block.lead, is_lead=True), Run(block.text)):
            for number, piece in enumerate(clean(one.text).split("\n")):
                if number:
                    rows.append("")
                if piece:
                    rows[-1] += styled_run(piece, self.names[styles.LEAD]) if one.is_lead else run(piece)
            if one.note is not None:
                rows[-1] += self.footnotes.add(one.note.text)
        return [paragraph(self.names[styles.BODY], inner) for inner in rows if inner]

    def _table(self, table: Table) -> list[str]:
        drawn = tables.drawn(table, self.plan, self.names)
        below = tables.notes(table.notes, self.names)
        return [tables.caption(table, self.names), drawn, *(below or [tables.space(self.names)])]

    def _chart(self, chart: Chart) -> list[str]:
        image = self.drawings.png(chart, width_mm=drawing.WIDTH_MM)
        if image is None:
            return self._table(series_table(chart, self.drawings.problem))
        picture = drawing.picture(self.document, image, clean(described(chart)), clean(chart.title))
        return self._captioned(picture, chart.number, chart.title, chart.notes)

    def _map(self, block: Map) -> list[str]:
        return self._captioned(drawing.native_map(block, self.plan), block.number, block.title, ())

    def _captioned(self, picture: str, number: str, title: str, notes: Sequence[str]) -> list[str]:
        return [
            paragraph(self.names[styles.PICTURE], picture),
            self._plain(styles.PICTURE_CAPTION, f"{number} {title}".strip()),
            *tables.notes(notes, self.names),
        ]


def described(chart: Chart) -> str:
    """A chart in words, for who cannot see it: its title, its finding, and every figure of its series."""
    rows = []
    for series in chart.native.series:
        pairs = zip(chart.native.categories, series.figures, strict=True)
        told = [f"{category}{UNKNOWN if figure is None else figure.text}" for category, figure in pairs]
        rows.append(f"{series.name}：{'，'.join(told)}")
    return "。".join(filter(None, (chart.title, words(chart.said), "；".join(rows))))


def series_table(chart: Chart, problem: str) -> Table:
    """What a chart shows as a table, for a machine that draws none; ``problem`` says what to install."""
    native = chart.native
    columns = [
        Column("category", ""),
        *(Column(f"s{n}", s.name, "number") for n, s in enumerate(native.series)),
    ]
    lines = [
        Line((Cell(category), *(_cell(series.figures[place]) for series in native.series)))
        for place, category in enumerate(native.categories)
    ]
    said = (f"本图暂以表代替：{problem}",) if problem else ()
    return Table(chart.id, chart.title, tuple(columns), tuple(lines), (*chart.notes, *said), chart.number)


def _cell(figure: Figure | None) -> Cell:
    return Cell(UNKNOWN if figure is None else figure.text, figure)
