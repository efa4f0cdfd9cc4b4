"""A table on a sheet of its own: grouped head, numbers as numbers, frozen head, colours by rule, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter.worksheet import Worksheet

from board import colours
from board.notices.content import Cell, Column, Line, Table, words
from board.notices.workbook import rules
from board.notices.workbook.book import LINE, Book, lines, width_of
from board.notices.workbook.rules import Scale
from board.notices.workbook.written import value_of

NARROWEST, WIDEST = 7.0, 42.0
MOST_FROZEN = 2
"""So many columns at the left stay in sight: rank and name."""


def write(book: Book, name: str, table: Table, scale: Scale | None = None) -> None:
    """The table's sheet. Its figures' cells are remembered for the list of sources."""
    title = f"{table.number} {table.title}".strip()
    widths = [_width(table, place) for place in range(len(table.columns))]
    sheet, row = book.opened(name, title, widths, words(table.said))
    head = row
    row = _head(book, sheet, row, table.columns, widths)
    first = row
    for line in table.lines:
        _line(book, sheet, row, line, table.columns, widths)
        row += 1
    last = row - 1
    if table.lines:
        _coloured(book, sheet, table, first, last, scale)
    row = notes(book, sheet, row, table.notes, widths)
    sheet.freeze_panes(first, _frozen(table.columns))
    book.print_set_up(sheet, title, widths, (head, first - 1), row - 1)


def notes(book: Book, sheet: Worksheet, row: int, told: Sequence[str], widths: Sequence[float]) -> int:
    """Notes below a table; the first row below them."""
    for note in told:
        book.along(sheet, row, note, widths, 16, font_color=colours.neutral("ink-2"), font_size=9)
        row += 1
    return row


def _coloured(book: Book, sheet: Worksheet, table: Table, first: int, last: int, scale: Scale | None) -> None:
    for place, column in enumerate(table.columns):
        cells = [line.cells[place] for line in table.lines]
        if column.kind == "class" or any(c.shade for c in cells):
            used = rules.scale_of(book.plan, cells, scale)
            rules.classes(book, sheet, place, first, last, used, is_whole=column.kind != "class")
        elif rules.is_scored(column, table.lines, place):
            rules.scores(book, sheet, place, first, table.lines)


def _head(book: Book, sheet: Worksheet, row: int, columns: Sequence[Column], widths: Sequence[float]) -> int:
    """Column titles, below the title that several share; the first row below them."""
    look = book.cell(
        bold=True, align="center", text_wrap=True, bg_color=colours.neutral("band"), font_color=colours.neutral("ink")
    )  # fmt: skip
    is_grouped = any(c.group for c in columns)
    own = row + 1 if is_grouped else row
    deepest = max(lines(c.title, w) for c, w in zip(columns, widths, strict=True))
    sheet.set_row(own, max(LINE + 4, deepest * LINE))
    for start, end in _groups(columns):
        group = columns[start].group
        if not is_grouped or group:
            for place in range(start, end + 1):
                sheet.write_string(own, place, columns[place].title, look)
        if group and end > start:
            sheet.merge_range(row, start, row, end, group, look)
        elif group:
            sheet.write_string(row, start, group, look)
        elif is_grouped:
            for place in range(start, end + 1):
                sheet.merge_range(row, place, own, place, columns[place].title, look)
    return own + 1


def _groups(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """First and last column of each stretch under one group title, or under none."""
    found: list[tuple[int, int]] = []
    for place, column in enumerate(columns):
        if found and columns[found[-1][0]].group == column.group:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _line(
    book: Book, sheet: Worksheet, row: int, line: Line, columns: Sequence[Column], widths: Sequence[float]
) -> None:
    deepest = 1
    for place, (cell, column) in enumerate(zip(line.cells, columns, strict=True)):
        put(book, sheet, row, place, cell, column, line.is_total)
        if column.kind == "text":
            deepest = max(deepest, lines(cell.text, widths[place] - 1))
    sheet.set_row(row, deepest * LINE)


def put(
    book: Book, sheet: Worksheet, row: int, place: int, cell: Cell, column: Column, is_total: bool = False
) -> None:
    """One cell, by what its column holds."""
    found = value_of(cell, column.kind)
    more: dict[str, Any] = {"bold": True, "bg_color": colours.neutral("ground")} if is_total else {}
    if isinstance(found.value, date):
        day = datetime(found.value.year, found.value.month, found.value.day)  # noqa: DTZ001 - a cell has no zone
        sheet.write_datetime(row, place, day, book.cell(num_format=found.format, align="center", **more))
    elif isinstance(found.value, str):
        is_text = column.kind == "text"
        side = {"align": "left", "indent": 1} if is_text else {"align": "center"}
        look = book.cell(text_wrap=is_text, **side, **more)
        if found.value:
            sheet.write_string(row, place, found.value, look)
        else:
            # An empty text would be a nought in a chart.
            sheet.write_blank(row, place, None, look)
    else:
        look = book.cell(num_format=found.format, align="right", indent=1, **more)
        sheet.write_number(row, place, found.value, look)
    if cell.figure is not None:
        book.note_place(sheet, row, place, cell.figure)


def _width(table: Table, place: int) -> float:
    column = table.columns[place]
    widest = max((width_of(line.cells[place].text) for line in table.lines), default=0.0)
    # A head may be set in two lines.
    head = max(width_of(column.title) / (2 if len(column.title) > 4 else 1), 4.2)
    group = [c for c in table.columns if column.group and c.group == column.group]
    shared = width_of(column.group) / len(group) if group else 0.0
    return min(max(widest, head, shared, NARROWEST - 3) + 3, WIDEST)


def _frozen(columns: Sequence[Column]) -> int:
    """How many columns at the left stay in sight: up to and with the first that holds names."""
    names = next((place for place, c in enumerate(columns[:MOST_FROZEN]) if c.kind == "text"), 0)
    return names + 1
