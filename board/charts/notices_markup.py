"""Blocks of a paper as markup, each with the room that it takes in lines of the page (22 of 28 characters)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from board.charts import notices_map
from board.charts.marks import css_class, safe
from board.notices.content import Cell, Chart, Column, Figure, Heading, Line, Map, Note, Paragraph, Run, Table
from rules.plan import Plan

CHARACTERS, LINES = 28, 22
"""Of a page (GB/T 9704-2012, 5.2.3)."""
FIELD_MM, LINE_MM = 156.0, 10.16
"""Width of the type area; 28.8 pt from line to line."""
CELL_MM, ROW_MM = 4.4, 7.4
"""Height of a table's letters and of its rows of one line."""
SMALL = 0.55
"""Lines that a line of a note takes."""
CHART_LINES, MAP_MOST = 10.0, 13.0
_NEVER_FIRST = "，。；：、！？）》”’％%"
Link = Callable[[Figure], str]


@dataclass(frozen=True)
class Piece:
    """What stands on one page as a whole: its markup, or a chart, and how many lines it takes."""

    markup: str = ""
    lines: float = 1.0
    notes: tuple[Note, ...] = ()
    chart: Chart | None = None
    holds_next: bool = False
    """Whether it may not be the last on its page."""


def circled(number: int) -> str:
    """1 as ①; above 20 in brackets."""
    return chr(0x2460 + number - 1) if number <= 20 else f"〔{number}〕"


def starts(text: str, indent: float = 2, width: float = CHARACTERS) -> list[int]:
    """Where the lines of a text begin: Chinese breaks anywhere but before a closing mark, numbers stay whole."""
    found, room, place = [0], width - indent, 0
    while place < len(text):
        end = place + 1
        while end < len(text) and _is_latin(text[place]) and _is_latin(text[end]):
            end += 1
        wide = sum(_wide(c) for c in text[place:end])
        if wide > room and text[place] not in _NEVER_FIRST:
            found.append(place)
            room = width
        room -= wide
        place = end
    return found


def _is_latin(character: str) -> bool:
    return "!" <= character <= "~"


def _wide(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


@dataclass(frozen=True)
class Prose:
    """A paragraph that may go on over the page: its stretches, and where its lines begin."""

    one: Paragraph
    link: Link
    mark: str = ""
    """What stands behind an edited one."""

    @cached_property
    def runs(self) -> Sequence[Run]:
        """Its stretches; of a paragraph that no notes were hung on its parts."""
        if self.one.runs:
            return self.one.runs
        lead = [Run(self.one.lead, is_lead=True)] if self.one.lead else []
        return [*lead, *(Run(p) if isinstance(p, str) else Run(p.text, p) for p in self.one.parts)]

    @cached_property
    def starts(self) -> list[int]:
        """Offsets of its lines."""
        return starts("".join(run.text for run in self.runs))

    def piece(self, first: int = 0, last: int | None = None) -> Piece:
        """Lines ``first`` to before ``last`` of it."""
        last = len(self.starts) if last is None else last
        begin = self.starts[first]
        is_end = last >= len(self.starts)
        end = sum(len(run.text) for run in self.runs) if is_end else self.starts[last]
        markup, notes, place = "", [], 0
        for run in self.runs:
            text = run.text[max(begin - place, 0) : max(end - place, 0)]
            place += len(run.text)
            if not text:
                continue
            markup += self._run(run, text)
            if run.note is not None and begin < place <= end:
                markup += f'<sup title="{safe(run.note.text)}">{circled(run.note.number)}</sup>'
                notes.append(run.note)
        css = "nt-p" + (" nt-on" if first else "")
        tail = self.mark if is_end else ""
        return Piece(f'<p class="{css}">{markup}{tail}</p>', last - first, tuple(notes))

    def _run(self, run: Run, text: str) -> str:
        if run.is_lead:
            return f'<span class="nt-k">{safe(text)}</span>'
        return linked(run.figure, text, self.link) if run.figure else safe(text)


def linked(figure: Figure, text: str, link: Link) -> str:
    """A figure as a link to what it means; plain where it leads nowhere, before an audience."""
    place = link(figure)
    return (
        f'<a class="def nt-f" href="{safe(place)}" target="_self">{safe(text)}</a>' if place else safe(text)
    )


def heading(one: Heading) -> Piece:
    """一、 in 黑体, （一） in 楷体."""
    name = "nt-h1" if one.level == 1 else "nt-h2"
    return Piece(f'<h3 class="{name}">{safe(one.text)}</h3>', len(starts(one.text)), holds_next=True)


def drawn_map(one: Map, plan: Plan, link: Link) -> Piece:
    """A map with its caption and notes below."""
    high = min(one.height / one.width * FIELD_MM / LINE_MM, MAP_MOST)
    wide = min(high * LINE_MM * one.width / one.height / FIELD_MM, 1) * 100
    svg = notices_map.drawn(one, plan, link)
    below = _below(f"{one.number} {one.title}", one.notes)
    return Piece(
        f'<figure class="nt-map"><div style="width:{wide:.1f}%">{svg}</div>{below}</figure>',
        high + 1 + SMALL * len(one.notes),
    )


def chart(one: Chart) -> list[Piece]:
    """A chart, drawn by its page's own way, and its caption."""
    drawing = Piece(lines=CHART_LINES, chart=one, holds_next=True)
    return [drawing, Piece(_below(f"{one.number} {one.title}", one.notes), 1 + SMALL * len(one.notes))]


def _below(title: str, notes: Sequence[str]) -> str:
    said = "".join(f'<p class="nt-note">{safe(note)}</p>' for note in notes)
    return f'<p class="nt-cap">{safe(title)}</p>{said}'


@dataclass(frozen=True)
class Grid:
    """A table that may go on over the page."""

    table: Table
    plan: Plan
    link: Link

    @cached_property
    def _widths(self) -> list[float]:
        whole = sum(c.width for c in self.table.columns)
        return [c.width / whole * 100 for c in self.table.columns]

    @cached_property
    def letters_mm(self) -> float:
        """Size of its letters: smaller where many columns share the width."""
        whole = sum(c.width for c in self.table.columns)
        return CELL_MM if whole <= 13 else max(3.2, CELL_MM * 13 / whole)

    @property
    def head_lines(self) -> float:
        """Lines that caption and heads take."""
        tall = max((self._tall(c.title, i) for i, c in enumerate(self.table.columns)), default=1)
        has_groups = any(c.group for c in self.table.columns)
        return 1 + self._height(tall) + (self._height(1) if has_groups else 0)

    def row_lines(self, line: Line) -> float:
        """Lines that a row takes."""
        return self._height(max((self._tall(c.text, i) for i, c in enumerate(line.cells)), default=1))

    def _tall(self, text: str, column: int) -> int:
        room = self._widths[column] / 100 * FIELD_MM - 1.6
        return len(starts(text, 0, max(room / self.letters_mm, 1)))

    def _height(self, tall: int) -> float:
        return (ROW_MM + (tall - 1) * self.letters_mm * 1.35) / LINE_MM

    def piece(self, first: int, last: int) -> Piece:
        """Its rows ``first`` to before ``last``, with the notes where they are the last ones."""
        lines = self.table.lines[first:last]
        caption = f"{self.table.number} {self.table.title}".strip() + ("（续）" if first else "")
        is_end = last >= len(self.table.lines)
        notes = self.table.notes if is_end else ()
        said = "".join(f'<p class="nt-note">{safe(n)}</p>' for n in notes)
        columns = "".join(f'<col style="width:{w:.2f}%">' for w in self._widths)
        small = round(self.letters_mm / CELL_MM, 3)
        markup = (
            f'<div class="nt-tw"><p class="nt-cap">{safe(caption)}</p><table class="nt-t" style="--small:{small}">'
            f"<colgroup>{columns}</colgroup>{heads(self.table.columns)}"
            f"<tbody>{''.join(self._row(line) for line in lines)}</tbody></table>{said}</div>"
        )
        tall = self.head_lines + sum(map(self.row_lines, lines))
        return Piece(markup, tall + sum(SMALL * len(starts(n, 0, 41)) for n in notes) + 0.3)

    def _row(self, line: Line) -> str:
        cells = "".join(self._cell(c, k) for c, k in zip(line.cells, self.table.columns, strict=True))
        return f'<tr class="nt-sum">{cells}</tr>' if line.is_total else f"<tr>{cells}</tr>"

    def _cell(self, cell: Cell, column: Column) -> str:
        text = linked(cell.figure, cell.text, self.link) if cell.figure else safe(cell.text)
        css = "" if cell.figure else "nt-word"
        if cell.shade:
            css = f"cell nt-class {css_class(cell.shade)}"
        elif column.kind == "text" and len(cell.text) > 14:
            css += " nt-long"
        return f'<td class="{css.strip()}">{text}</td>' if css else f"<td>{text}</td>"


def heads(columns: Sequence[Column]) -> str:
    """Heads of a table, with titles over several columns that stand side by side."""
    if not any(c.group for c in columns):
        return f"<thead><tr>{''.join(f'<th>{safe(c.title)}</th>' for c in columns)}</tr></thead>"
    top, place = "", 0
    while place < len(columns):
        group = columns[place].group
        wide = 1
        while group and place + wide < len(columns) and columns[place + wide].group == group:
            wide += 1
        top += (
            f'<th colspan="{wide}">{safe(group)}</th>'
            if group
            else f'<th rowspan="2">{safe(columns[place].title)}</th>'
        )
        place += wide
    under = "".join(f"<th>{safe(c.title)}</th>" for c in columns if c.group)
    return f"<thead><tr>{top}</tr><tr>{under}</tr></thead>"
