"""Word tables: ink lines, grouped heads repeated on each page, class cells in their colour with their name."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from board import colours
from board.notices import looks
from board.notices.content import Cell, Column, Line, Table
from board.notices.word import styles
from board.notices.word.layout import TEXT_WIDTH
from board.notices.word.markup import TWIPS, em_width, paragraph, run
from rules.plan import Plan

SIZES = (12.0, 10.5, 9.0, 7.5)
"""Sizes of text to be tried, the first at which every column has room."""
MARGIN = 4.0
"""Left and right inside a cell together, points."""
LONGEST = 12
"""Ems of a text after which it may go on in a second line."""
ONE_LINE = 4.5
"""Ems of a column's title up to which it stands on one line."""
WORDY = 9
"""Ems of a text from which a column is read from its left edge."""
TOGETHER = 20
"""A table of at most so many rows is not torn apart over two pages."""
EDGE = 3
COMPACT = 12
"""A table of more rows than this is long."""
NOTHING = "无"


@dataclass(frozen=True)
class _Fit:
    size: float
    widths: tuple[int, ...]
    """Of the columns, twips; together the width of the type area."""
    is_long: bool = False

    @property
    def height(self) -> float:
        """Least height of a row; rows of a long table stand closer."""
        return self.size * (1.5 if self.is_long else 1.67)


def caption(table: Table, names: styles.Names) -> str:
    """Number and title, above the table."""
    return paragraph(names[styles.CAPTION], run(f"{table.number} {table.title}".strip()))


def space(names: styles.Names) -> str:
    """An empty line below a table without notes: Word runs tables together that nothing separates."""
    return paragraph(
        names[styles.TABLE_NOTE], "", '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
    )


def notes(texts: Sequence[str], names: styles.Names) -> list[str]:
    """What stands below it in small type."""
    return [paragraph(names[styles.TABLE_NOTE], run(text)) for text in texts]


def drawn(table: Table, plan: Plan, names: styles.Names) -> str:
    """The table itself."""
    fit = fitted(table.columns, table.lines)
    head = _Head(table.columns, fit, names[styles.CELL])
    aligned = [_align(column, place, table) for place, column in enumerate(table.columns)]
    count = len(table.lines)
    rows = [
        _row(line, aligned, plan, fit, names[styles.CELL], _stays(number, count, bool(table.notes)))
        for number, line in enumerate(table.lines, start=1)
    ]
    if not rows:
        whole = _cell(
            run(NOTHING, _sized(fit.size)), names[styles.CELL], TEXT_WIDTH, fit, span=len(table.columns)
        )
        rows = [f"<w:tr>{_row_properties(fit, False)}{whole}</w:tr>"]
    ink = colours.neutral("ink").lstrip("#")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in fit.widths)
    inset = round(MARGIN / 2 * TWIPS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{inset}" w:type="dxa"/><w:right w:w="{inset}" '
        f'w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head.xml()}{"".join(rows)}</w:tbl>'
    )


def fitted(columns: Sequence[Column], lines: Sequence[Line]) -> _Fit:
    """The largest size at which all columns fit side by side; what is left over goes by the columns' proportions."""
    room = TEXT_WIDTH / TWIPS
    needs: list[float] = []
    size = SIZES[-1]
    for size in SIZES:
        needs = [_need(place, columns, lines) * size + MARGIN + 1 for place in range(len(columns))]
        if sum(needs) <= room:
            break
    over = room - sum(needs)
    if over >= 0:
        # Short columns keep near to their need; longer texts get more of what is left.
        weights = [c.width * max(n, 1) for c, n in zip(columns, needs, strict=True)]
        points = [n + over * w / sum(weights) for n, w in zip(needs, weights, strict=True)]
    else:
        points = [room * n / sum(needs) for n in needs]
    edges = [round(sum(points[:n]) * TWIPS) for n in range(len(points) + 1)]
    edges[-1] = TEXT_WIDTH
    return _Fit(size, tuple(b - a for a, b in itertools.pairwise(edges)), len(lines) > COMPACT)


def _need(place: int, columns: Sequence[Column], lines: Sequence[Line]) -> float:
    """Ems that a column needs.

    Its longest text up to where it may wrap; its title, a long one on two lines; its share of the title of its group.
    """
    column = columns[place]
    texts = max((em_width(t) + _seams(t) for t in (line.cells[place].text for line in lines)), default=0)
    title = em_width(column.title) + _seams(column.title)
    grouped = sum(c.group == column.group for c in columns) if column.group else 1
    return max(
        min(texts + 0.2, LONGEST),
        title + 0.1 if title <= ONE_LINE else title / 2 + 0.5,
        min(em_width(column.group), LONGEST) / grouped,
        1.5,
    )


def _seams(text: str) -> float:
    """Ems that LibreOffice and WPS put between Chinese and figures whatever the paragraph says."""
    return 0.22 * sum((a < "\u2000") != (b < "\u2000") for a, b in itertools.pairwise(text))


class _Head:
    """The head of a table: one row, or two where columns stand under a common title."""

    def __init__(self, columns: Sequence[Column], fit: _Fit, style: str) -> None:
        self.columns, self.fit, self.style = columns, fit, style
        self.is_grouped = any(c.group for c in columns)

    def xml(self) -> str:
        """Its rows, repeated on every page."""
        rows = [self._upper(), self._lower()] if self.is_grouped else [self._lower()]
        return "".join(f"<w:tr>{_row_properties(self.fit, True)}{row}</w:tr>" for row in rows)

    def _upper(self) -> str:
        cells, place = [], 0
        while place < len(self.columns):
            group, span = self.columns[place].group, 1
            while group and place + span < len(self.columns) and self.columns[place + span].group == group:
                span += 1
            width = sum(self.fit.widths[place : place + span])
            more = "" if group else '<w:vMerge w:val="restart"/>'
            cells.append(self._title(group or self.columns[place].title, width, span, more))
            place += span
        return "".join(cells)

    def _lower(self) -> str:
        return "".join(
            self._title("" if self.is_grouped and not c.group else c.title, width, 1,
                        "<w:vMerge/>" if self.is_grouped and not c.group else "")
            for c, width in zip(self.columns, self.fit.widths, strict=True)
        )  # fmt: skip

    def _title(self, text: str, width: int, span: int, more: str) -> str:
        inner = run(text, _sized(self.fit.size), styles.HEITI) if text else ""
        return _cell(inner, self.style, width, self.fit, span=span, merged=more, keeps_next=True)


def _stays(number: int, count: int, has_notes: bool) -> bool:
    """Whether a row stays on the page of the next: in a short table all do, in a long one its first and last three.

    The last row of a table stays with the notes below it.
    """
    if number == count:
        return has_notes
    return count <= TOGETHER or number < EDGE or number > count - EDGE


def _row(line: Line, aligned: Sequence[str], plan: Plan, fit: _Fit, style: str, keeps_next: bool) -> str:
    cells = "".join(
        _value(cell, align, width, line.is_total, plan, fit, style, keeps_next)
        for cell, align, width in zip(line.cells, aligned, fit.widths, strict=True)
    )
    return f"<w:tr>{_row_properties(fit, False)}{cells}</w:tr>"


def _value(
    cell: Cell, align: str, width: int, is_total: bool, plan: Plan, fit: _Fit, style: str, keeps_next: bool
) -> str:
    if not cell.shade:
        inner = run(cell.text, _sized(fit.size), styles.HEITI if is_total else "")
        return _cell(inner, style, width, fit, align=align, keeps_next=keeps_next)
    look = shade_of(plan, cell.shade)
    more = f'<w:b/><w:bCs/><w:color w:val="{look.text.lstrip("#")}"/>{_sized(fit.size)}'
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill.lstrip("#")}"/>'
    return _cell(run(cell.text, more, styles.HEITI), style, width, fit, shade=fill, keeps_next=keeps_next)


def shade_of(plan: Plan, code: str) -> colours.Shade:
    """The look of a class of either of the plan's scales, or of a state."""
    ranked = {c.code for c in plan.ranking_scale}
    return looks.shade(plan, code, "ranking" if code in ranked else "risk")


def _align(column: Column, place: int, table: Table) -> str:
    """Long texts from the left; figures, names and classes in the middle."""
    is_wordy = column.kind == "text" and any(em_width(line.cells[place].text) > WORDY for line in table.lines)
    return "left" if is_wordy else "center"


def _sized(size: float) -> str:
    return f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'


def _row_properties(fit: _Fit, is_head: bool) -> str:
    height = round(fit.height * TWIPS)
    return f'<w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{"<w:tblHeader/>" if is_head else ""}</w:trPr>'


def _cell(
    inner: str, style: str, width: int, fit: _Fit, *, span: int = 1, merged: str = "", shade: str = "",
    align: str = "center", keeps_next: bool = False,
) -> str:  # fmt: skip
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    line = round(fit.size * 1.25 * TWIPS)
    # Long Latin words break anywhere, as Chinese does: a name of 200 letters stays inside its cell.
    more = (
        f'{"<w:keepNext/>" if keeps_next else ""}<w:wordWrap w:val="0"/>'
        f'<w:spacing w:before="20" w:after="20" w:line="{line}" w:lineRule="exact"/><w:jc w:val="{align}"/>'
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{merged}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(style, inner, more)}</w:tc>"
    )
