"""A paper laid out on pages of 22 lines of 28 characters, about as Word will: for reading before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from board.charts import notices_markup as markup
from board.charts.marks import safe
from board.charts.notices_markup import LINES, SMALL, Grid, Link, Piece, Prose
from board.notices.content import Chart, Content, Heading, Map, Note, Paragraph, Section, Table
from board.notices.word import finish
from rules.plan import Plan

FEWEST_LINES, FEWEST_ROWS = 2, 3
"""A paragraph leaves at least so many lines on either page, a table so many rows."""
Marks = dict[str, str]
"""Paragraph -> what stands behind it because it was edited."""


@dataclass
class Sheet:
    """One page."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    used: float = 0.0

    def room(self) -> float:
        """Lines that are free."""
        return LINES - self.used

    def takes(self, piece: Piece) -> float:
        """Lines that a piece would take, with the notes that it brings."""
        below = sum(_note_lines(n) for n in piece.notes)
        return piece.lines + below + (0.3 if below and not self.notes else 0)

    def put(self, piece: Piece) -> None:
        """Put it on the page."""
        self.used += self.takes(piece)
        self.pieces.append(piece)
        self.notes += piece.notes


def sheets(content: Content, plan: Plan, link: Link, marks: Marks) -> list[Sheet]:
    """All pages: the body, then each annex on pages of its own."""
    found = _laid([*_head(content, plan), *_body(content, plan, link, marks), *_end(content)])
    for place, annex in enumerate(content.annexes, start=1):
        number = f"附件{place}" if len(content.annexes) > 1 else "附件"
        title = [Piece(f'<p class="nt-annex">{number}</p><h2 class="nt-at">{safe(annex.name)}</h2>', 2.5)]
        found += _laid([*title, *_blocks(annex, plan, link, marks)])
    return found


Item = Piece | Prose | Grid


def _laid(items: Sequence[Item]) -> list[Sheet]:
    pages = [Sheet()]
    held: list[Piece] = []
    for item in items:
        if isinstance(item, Piece) and item.holds_next:
            held.append(item)
            continue
        kept = sum(p.lines for p in held)
        if pages[-1].used and kept + _least(item) > pages[-1].room():
            pages.append(Sheet())
        for piece in held:
            pages[-1].put(piece)
        held = []
        _flow(item, pages)
    for piece in held:
        pages[-1].put(piece)
    return pages


def _least(item: Item) -> float:
    """Lines without which it does not begin on a page."""
    if isinstance(item, Prose):
        return min(len(item.starts), FEWEST_LINES)
    if isinstance(item, Grid):
        return item.head_lines + sum(map(item.row_lines, item.table.lines[:FEWEST_ROWS]))
    return item.lines


def _flow(item: Item, pages: list[Sheet]) -> None:
    """Put an item on the last page, and what does not fit on new ones."""
    if isinstance(item, Piece):
        if pages[-1].used and pages[-1].takes(item) > pages[-1].room():
            pages.append(Sheet())
        pages[-1].put(item)
    elif isinstance(item, Prose):
        _flow_prose(item, pages)
    else:
        _flow_grid(item, pages)


def _flow_prose(item: Prose, pages: list[Sheet]) -> None:
    whole = len(item.starts)
    first = 0
    while first < whole:
        rest = item.piece(first)
        if pages[-1].takes(rest) <= pages[-1].room():
            pages[-1].put(rest)
            return
        fits = int(pages[-1].room() - (pages[-1].takes(rest) - rest.lines))
        fits = min(fits, whole - first - FEWEST_LINES)
        if fits >= FEWEST_LINES:
            pages[-1].put(item.piece(first, first + fits))
            first += fits
        elif not pages[-1].used:
            pages[-1].put(rest)
            return
        pages.append(Sheet())


def _flow_grid(item: Grid, pages: list[Sheet]) -> None:
    lines, first = item.table.lines, 0
    if (
        pages[-1].used
        and item.piece(0, len(lines)).lines > pages[-1].room()
        and _least(item) > pages[-1].room()
    ):
        pages.append(Sheet())
    while True:
        last, used = first, item.head_lines
        while last < len(lines) and used + item.row_lines(lines[last]) <= pages[-1].room() - SMALL:
            used += item.row_lines(lines[last])
            last += 1
        last = max(last, first + 1)
        pages[-1].put(item.piece(first, min(last, len(lines))))
        first = last
        if first >= len(lines):
            return
        pages.append(Sheet())


def _note_lines(note: Note) -> float:
    return SMALL * len(markup.starts(f"①{note.term}：{note.text}", 0, 41))


def _head(content: Content, plan: Plan) -> list[Piece]:
    # Where Word breaks the title, since both ask the same.
    named = (content.period_text, content.unit_name, content.step, *(r.name for r in plan.regions))
    lines = finish.broken_title(content.title, named).split("\n")
    mark = content.signed if content.step else f"{content.signed}文件"
    top = (
        f'<p class="nt-mark">{safe(mark)}</p><p class="nt-no">{safe(content.number)}</p><div class="nt-line"></div>'
        f'<h2 class="nt-title">{"<br>".join(map(safe, lines))}</h2>'
        f'<p class="nt-to">{safe(content.recipients.rstrip("：:"))}：</p>'
    )
    return [Piece(top, 8 + 1.3 * len(lines) + len(markup.starts(content.recipients, 0)))]


def _body(content: Content, plan: Plan, link: Link, marks: Marks) -> Iterable[Item]:
    yield Prose(content.lead, link, marks.get(content.lead.id, ""))
    for section in content.sections:
        yield from _blocks(section, plan, link, marks)
    if content.closing is not None:
        yield Prose(content.closing, link, marks.get(content.closing.id, ""))


def _blocks(section: Section, plan: Plan, link: Link, marks: Marks) -> Iterable[Item]:
    for block in section.blocks:
        if isinstance(block, Heading):
            yield markup.heading(block)
        elif isinstance(block, Paragraph):
            yield Prose(block, link, marks.get(block.id, ""))
        elif isinstance(block, Table):
            yield Grid(block, plan, link)
        elif isinstance(block, Map):
            yield markup.drawn_map(block, plan, link)
        elif isinstance(block, Chart):
            yield from markup.chart(block)


def _end(content: Content) -> list[Piece]:
    found = []
    if content.annexes:
        names = [a.name for a in content.annexes]
        listed = [f"{n}. {name}" for n, name in enumerate(names, start=1)] if len(names) > 1 else names
        rows = "".join(f"<span>{safe(one)}</span>" for one in listed)
        found.append(Piece(f'<p class="nt-list"><b>附件：</b>{rows}</p>', len(listed) + 1))
    day = f"{content.day.year}年{content.day.month}月{content.day.day}日"
    found.append(Piece(f'<p class="nt-sign">{safe(content.signed)}</p><p class="nt-day">{day}</p>', 4))
    if content.remarks:
        said = "".join(f'<p class="nt-note">{safe(r)}</p>' for r in content.remarks)
        found.append(Piece(said, SMALL * len(content.remarks) + 0.5))
    return found
