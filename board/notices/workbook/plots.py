"""A chart's figures on a sheet, and beside them the chart as Excel draws it from these cells."""

from __future__ import annotations

import math
from typing import Any

from xlsxwriter.chart import Chart as ExcelChart

from board import colours
from board.notices import looks
from board.notices.content import Cell, Chart, Column, Native, Series, words
from board.notices.workbook import tables
from board.notices.workbook.book import FONT, OTHER_WIDTH, Book, width_of
from board.notices.workbook.written import is_number

FORMS = {"columns": "column", "bars": "bar", "lines": "line"}
WIDTH, HEIGHT, BAR = 720, 380, 24
"""Size of the chart in pixels; with many lying bars it grows by so many each."""
COLUMN_PX, ROW_PX = 64, 25
"""Size of a cell in pixels, of a column that nobody set."""


def write(book: Book, name: str, chart: Chart) -> None:
    """The chart's sheet. Its figures' cells are remembered for the list of sources."""
    native = chart.native
    title = f"{chart.number} {chart.title}".strip()
    columns = [
        Column("category", ""),
        *(Column(f"s{n}", s.name, "number") for n, s in enumerate(native.series)),
    ]
    widths = [max([10.0, *(width_of(c) + 3 for c in native.categories)])]
    widths += [max(9.0, width_of(s.name) + 3) for s in native.series]
    widths = [min(width, tables.WIDEST) for width in widths]
    # The chart stands beside its figures, over columns of the usual width.
    room = [*widths, *[OTHER_WIDTH] * (WIDTH // COLUMN_PX + 2)]
    sheet, head = book.opened(name, title, room, words(chart.said))
    bold = book.cell(bold=True, align="center", text_wrap=True, bg_color=colours.neutral("band"))
    for place, column in enumerate(columns):
        sheet.write_string(head, place, column.title, bold)
    number = book.cell(num_format=native.number_format, align="right", indent=1)
    for place, category in enumerate(native.categories):
        row = head + 1 + place
        tables.put(book, sheet, row, 0, Cell(category), columns[0])
        for column, series in enumerate(native.series, start=1):
            figure = series.figures[place]
            if figure is None or not is_number(figure.value):
                tables.put(book, sheet, row, column, Cell("" if figure is None else figure.text), columns[0])
            else:
                sheet.write_number(row, column, figure.value, number)
            if figure is not None:
                book.note_place(sheet, row, column, figure)
    drawn, tall = _drawn(book, name, native, head), _height(native)
    if drawn is not None:
        sheet.insert_chart(head, len(columns) + 1, drawn, {"object_position": 3, "description": title})
    row = head + max(len(native.categories) + 1, math.ceil(tall / ROW_PX)) + 1
    row = tables.notes(book, sheet, row, chart.notes, room)
    sheet.freeze_panes(head + 1, 1)
    book.print_set_up(sheet, title, room, (head, head), row - 1)


def _drawn(book: Book, name: str, native: Native, head: int) -> Any:
    """The chart over the cells below ``head``; None where there is nothing to draw."""
    if not native.series or not native.categories:
        return None
    whole = _chart(book, FORMS[native.form], native.is_stacked)
    over: dict[str, ExcelChart] = {}
    for place, series in enumerate(native.series, start=1):
        is_line = native.form == "lines" or (series.form != "bar" and native.form == "columns")
        if native.form == "columns" and is_line:
            # Excel puts lines over columns; over lying bars it cannot, where they stay bars.
            target = over.setdefault("line", _chart(book, "line", False))
        else:
            target = whole
        target.add_series(_series(book, name, series, place, head, len(native.categories), is_line))
    for line in over.values():
        if any(s.form == "bar" for s in native.series):
            whole.combine(line)
        else:
            whole = line
    _look(whole, native)
    return whole


def _chart(book: Book, kind: str, is_stacked: bool) -> Any:
    options = {"type": kind, **({"subtype": "stacked"} if is_stacked and kind != "line" else {})}
    return book.raw.add_chart(options)


def _series(
    book: Book, name: str, series: Series, place: int, head: int, count: int, is_line: bool
) -> dict[str, Any]:
    colour = _colour(book, series.tone)
    options: dict[str, Any] = {
        "name": [name, head, place],
        "categories": [name, head + 1, 0, head + count, 0],
        "values": [name, head + 1, place, head + count, place],
    }
    if not is_line:
        return {**options, "fill": {"color": colour}, "gap": 60, "overlap": 0}
    marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    if series.form == "marks":
        return {**options, "line": {"none": True}, "marker": {**marker, "type": "diamond", "size": 9}}
    return {**options, "line": {"color": colour, "width": 2.25}, "marker": marker}


def _look(chart: Any, native: Native) -> None:
    letters = {"name": FONT, "size": 10, "color": colours.neutral("ink-2")}
    rule = {"visible": True, "line": {"color": colours.neutral("line"), "width": 0.75}}
    axis = {"num_font": letters, "line": {"color": colours.neutral("line-2")}, "major_tick_mark": "none"}
    amounts = {**axis, "major_gridlines": rule, "num_format": native.number_format, "line": {"none": True}}
    values = [f.value for s in native.series for f in s.figures if f is not None and is_number(f.value)]
    if native.number_format.endswith("%") and values and 0.8 < max(values) <= 1:
        amounts["max"] = 1  # a share has nothing above
    names = {**axis, "major_gridlines": {"visible": False}, "label_position": "low"}
    if native.form == "bars":
        # Excel begins at the bottom; a table begins at the top, and so does the page.
        names["reverse"], amounts["crossing"] = True, "max"
        amounts["label_position"] = "high"
    chart.set_x_axis(names)
    chart.set_y_axis(amounts)
    chart.set_legend({"none": True} if len(native.series) == 1 else {"position": "bottom", "font": letters})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_na_as_empty_cell()
    chart.show_blanks_as("gap")
    chart.set_title({"none": True})
    chart.set_size({"width": WIDTH, "height": _height(native)})


def _height(native: Native) -> int:
    return max(HEIGHT, BAR * len(native.categories) + 80) if native.form == "bars" else HEIGHT


def _colour(book: Book, tone: str) -> str:
    """A neutral of the palette, or a class of the plan."""
    return colours.neutrals().get(tone) or looks.shade(book.plan, tone).fill
