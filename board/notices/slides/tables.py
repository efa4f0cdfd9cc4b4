"""Native tables: as few slides as 14 points allow, the head on each; class cells in their colour with their name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from board import colours
from board.notices import looks
from board.notices.content import Cell, Column, Line, Table, words
from board.notices.slides import measure
from board.notices.slides.layout import Box, Deck, Page, Say, fill, hexadecimal, told
from board.notices.slides.master import MARGIN, SMALLEST, WIDE, emu
from rules.plan import Plan

SIZES = (18, 16, 14)
PAD, PAD_DOWN = 6.0, 2.5
ROOM = WIDE - 2 * MARGIN
WIDEST_TEXT, NARROWEST_TEXT = 26, 7
"""A column of words takes so many letters at most before it is broken, and no fewer where room is short."""
TALLEST_ROW = 2.3
"""Rows spread to so many letters' heights where a slide has room."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_SIDES = ("L", "R", "T", "B")


@dataclass(frozen=True)
class Grid:
    """Columns that stand on one slide, with their widths, and the rows' heights at a size of letters."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float
    heads: tuple[float, ...]
    rows: tuple[float, ...]


def draw(deck: Deck, table: Table, title: str, caption: str) -> list[Page]:
    """The table on as many slides as it takes."""
    columns = _split(table)
    grids = [_best(deck, table, part, title, caption) for part in columns]
    chunks = [(grid, chunk) for grid, parts in grids for chunk in parts]
    pages = []
    for place, (grid, chunk) in enumerate(chunks):
        more = f"（{place + 1}/{len(chunks)}）" if len(chunks) > 1 else ""
        page = deck.page(title + more, caption)
        end = _put(deck, page, table, grid, chunk, f"{caption}{more}")
        notes = [Say(measure.clean(n), tone="ink-2") for n in table.notes]
        tall = sum(n.tall(ROOM) for n in notes)
        if notes and end + 6 + tall <= page.body.y + page.body.h + 0.5:
            deck.text(page.slide, Box(MARGIN, end + 6, ROOM, tall), notes, "表注")
        pages.append(page)
    return pages


def _best(
    deck: Deck, table: Table, columns: Sequence[int], title: str, caption: str
) -> tuple[Grid, list[range]]:
    """The largest letters among those that take the fewest slides and leave room for the notes."""
    room = deck.room(title, caption)
    found: list[tuple[tuple[int, bool, float], Grid, list[range]]] = []
    for size in SIZES:
        widths = _widths(table, columns, size)
        if widths is None and size > SMALLEST:
            continue
        # Columns were split so that they fit at the smallest size.
        grid = _grid(table, columns, widths or [ROOM / len(columns)] * len(columns), size, room)
        parts = _parts(grid, room)
        left = room - sum(grid.heads) - sum(grid.rows[i] for i in parts[-1])
        hides = size > SMALLEST and left < _notes_tall(table)
        found.append(((len(parts), hides, -size), grid, parts))
    _rank, grid, parts = min(found, key=lambda one: one[0])
    return grid, parts


def _split(table: Table) -> list[list[int]]:
    """Columns that fit side by side; the first ones, up to the first of words, stand on every slide."""
    everything = list(range(len(table.columns)))
    if _widths(table, everything, SMALLEST) is not None:
        return [everything]
    texts = [i for i, c in enumerate(table.columns[:2]) if c.kind == "text"]
    keys = everything[: (texts[0] if texts else 0) + 1]
    found: list[list[int]] = []
    now: list[int] = []
    for column in everything[len(keys) :]:
        if now and _widths(table, [*keys, *now, column], SMALLEST) is None:
            found.append([*keys, *now])
            now = []
        now.append(column)
    return [*found, [*keys, *now]]


def _needs(table: Table, column: int, size: float) -> tuple[float, float]:
    """Width that a column must have and would like to have."""
    head = table.columns[column]
    cells = [measure.width(measure.clean(line.cells[column].text), size) for line in table.lines]
    title = measure.width(head.title, SMALLEST)
    # A head takes two lines, a very long one more; four letters stay together.
    least = max(min(title, max(title / 2 + SMALLEST, 4 * SMALLEST), 7 * SMALLEST), 2 * SMALLEST)
    widest = max(cells, default=0.0)
    if head.kind == "text":
        must = max(least, min(widest, NARROWEST_TEXT * size))
        return must + 2 * PAD, max(must, min(widest, WIDEST_TEXT * size)) + 2 * PAD
    return max(least, widest) + 2 * PAD, max(least, widest) + 2 * PAD


def _widths(table: Table, columns: Sequence[int], size: float) -> list[float] | None:
    """Widths in points that fill the slide; None where the columns do not fit. A lone column always does."""
    needs = [_needs(table, c, size) for c in columns]
    must, like = [n[0] for n in needs], [n[1] for n in needs]
    if sum(must) > ROOM:
        return [ROOM] if len(columns) == 1 else ([ROOM / 2] * 2 if len(columns) == 2 else None)
    if sum(like) > ROOM:
        share = (ROOM - sum(must)) / (sum(like) - sum(must))
        return [m + (w - m) * share for m, w in zip(must, like, strict=True)]
    over = ROOM - sum(like)
    weights = [table.columns[c].width for c in columns]
    return [w + over * x / sum(weights) for w, x in zip(like, weights, strict=True)]


def _grid(table: Table, columns: Sequence[int], widths: Sequence[float], size: float, room: float) -> Grid:
    heads = [
        measure.height(table.columns[c].title, SMALLEST, w - 2 * PAD) + 2 * PAD_DOWN
        for c, w in zip(columns, widths, strict=True)
    ]
    rows = []
    most = room - max(heads) - 2 * SMALLEST * measure.LEADING
    for line in table.lines:
        tall = max(
            measure.height(measure.clean(line.cells[c].text), size, w - 2 * PAD)
            for c, w in zip(columns, widths, strict=True)
        )
        rows.append(min(tall + 2 * PAD_DOWN, most))
    top = [SMALLEST * measure.LEADING + 2 * PAD_DOWN] if _grouped(table, columns) else []
    return Grid(tuple(columns), tuple(widths), size, (*top, max(heads)), tuple(rows))


def _grouped(table: Table, columns: Sequence[int]) -> bool:
    return any(table.columns[c].group for c in columns)


def _parts(grid: Grid, room: float) -> list[range]:
    """Rows by slide, about as many on each."""
    left = room - sum(grid.heads)
    found = _filled(grid.rows, left, len(grid.rows))
    even = _filled(grid.rows, left, math.ceil(len(grid.rows) / max(len(found), 1)))
    return even if len(even) == len(found) else found


def _filled(rows: Sequence[float], left: float, most: int) -> list[range]:
    found, start, used = [], 0, 0.0
    for place, tall in enumerate(rows):
        if place > start and (used + tall > left or place - start >= most):
            found.append(range(start, place))
            start, used = place, 0.0
        used += tall
    return [*found, range(start, len(rows))]


def _notes_tall(table: Table) -> float:
    return sum(Say(n).tall(ROOM) for n in table.notes) + 6 if table.notes else 0.0


def _put(deck: Deck, page: Page, table: Table, grid: Grid, chunk: range, caption: str) -> float:
    """The table on its slide; gives where it ends."""
    rows = [grid.rows[i] for i in chunk]
    notes = _notes_tall(table)
    free = page.body.h - sum(grid.heads) - sum(rows)
    free -= notes if notes <= free else 0
    spread = min(free / len(rows), max(0.0, TALLEST_ROW * grid.size - min(rows))) if rows else 0.0
    tall = [*grid.heads, *(r + spread for r in rows)]
    box = Box(MARGIN, page.body.y, sum(grid.widths), sum(tall))
    frame = page.slide.shapes.add_table(len(tall), len(grid.columns), *box.emus)
    told(frame, caption, words(table.said) or table.title)
    made = frame.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    made.first_row, made.horz_banding = True, False
    for place, w in enumerate(grid.widths):
        made.columns[place].width = emu(w)
    for place, h in enumerate(tall):
        made.rows[place].height = emu(h)
    _heads(made, table, grid)
    for at, row in enumerate(chunk, start=len(grid.heads)):
        line = table.lines[row]
        for place, column in enumerate(grid.columns):
            lines = max(1, int((grid.rows[row] - 2 * PAD_DOWN + 0.01) // (grid.size * measure.LEADING)))
            text = measure.cut(
                measure.clean(line.cells[column].text), grid.size, grid.widths[place] - 2 * PAD, lines
            )
            _cell(
                deck.plan, made.cell(at, place), table.columns[column], line, line.cells[column], text, grid.size
            )  # fmt: skip
    return page.body.y + sum(tall)


def _heads(made: Any, table: Table, grid: Grid) -> None:
    """Titles of the columns, those of a group under its own."""
    deep, place = len(grid.heads), 0
    under = {"B": ("line-2", 1.0)}
    while place < len(grid.columns):
        column = table.columns[grid.columns[place]]
        end = place
        if column.group:
            while end + 1 < len(grid.columns) and table.columns[grid.columns[end + 1]].group == column.group:
                end += 1
            made.cell(0, place).merge(made.cell(0, end)) if end > place else None
            group = measure.cut(column.group, SMALLEST, sum(grid.widths[place : end + 1]) - 2 * PAD, 1)
            _written(made.cell(0, place), Say(group, tone="ink-2", align="ctr"), {"B": ("line", 0.75)}, "b")
        elif deep == 2:
            made.cell(0, place).merge(made.cell(1, place))
        for at in range(place, end + 1):
            one = table.columns[grid.columns[at]]
            cell = made.cell(deep - 1 if one.group or deep == 1 else 0, at)
            _written(cell, Say(one.title, tone="ink-2", align=_align(one)), under, "b")
            if deep == 2 and not one.group:
                _look(made.cell(1, at), under, "b")
        place = end + 1


def _align(column: Column) -> Any:
    return {"text": "l", "class": "ctr", "date": "l"}.get(column.kind, "r")


def _cell(plan: Plan, cell: Any, column: Column, line: Line, item: Cell, text: str, size: float) -> None:
    lines = {"B": ("row-line", 0.75)}
    if line.is_total:
        lines["T"] = ("ink", 1.0)
    if not item.shade:
        _written(cell, Say(text, size, bold=line.is_total, align=_align(column)), lines, "ctr")
        return
    shade = class_look(plan, item.shade)
    # White rims keep cells of one colour apart.
    rims: dict[str, tuple[str, float]] = {side: ("surface", 1.5) for side in _SIDES}  # noqa: C420
    _written(cell, Say(text, size, True, shade.text, "ctr"), rims, "ctr", paint(shade))


def class_look(plan: Plan, code: str) -> colours.Shade:
    """The look of a class of either scale, or of a state: tables may show both."""
    scale = "ranking" if any(c.code == code for c in plan.ranking_scale) else "risk"
    return looks.shade(plan, code, scale)


def paint(shade: colours.Shade) -> str:
    """A class's fill as DrawingML: a plain colour; hatched or dotted where there is no class."""
    fill_, edge = hexadecimal(shade.fill), hexadecimal(shade.edge)
    if not shade.is_state:
        return f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{fill_}"/></a:solidFill>'
    pattern = "ltUpDiag" if shade.code == colours.NO_DATA else "pct5"
    return (
        f'<a:pattFill {nsdecls("a")} prst="{pattern}"><a:fgClr><a:srgbClr val="{edge}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{fill_}"/></a:bgClr></a:pattFill>'
    )


def _written(
    cell: Any, say: Say, lines: dict[str, tuple[str, float]], anchor: str, painted: str = ""
) -> None:
    fill(cell.text_frame.paragraphs[0], say)
    _look(cell, lines, anchor, painted)


def _look(cell: Any, lines: dict[str, tuple[str, float]], anchor: str, painted: str = "") -> None:
    """Margins, rims and fill of a cell, in the order in which the format wants them."""
    cell.margin_left = cell.margin_right = emu(PAD)
    cell.margin_top = cell.margin_bottom = emu(PAD_DOWN - 1)
    cell.vertical_anchor = {"ctr": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}[anchor]
    properties = cell._tc.get_or_add_tcPr()
    for old in list(properties):
        properties.remove(old)
    xml = "".join(_rim(side, *lines[side]) if side in lines else _NO_RIM.format(side) for side in _SIDES)
    for part in parse_xml(f"<a:tcPr {nsdecls('a')}>{xml}{painted or '<a:noFill/>'}</a:tcPr>"):
        properties.append(part)


_NO_RIM = '<a:ln{0} w="0"><a:noFill/></a:ln{0}>'


def _rim(side: str, tone: str, thick: float) -> str:
    colour = hexadecimal(colours.neutral(tone))
    return f'<a:ln{side} w="{emu(thick)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln{side}>'
