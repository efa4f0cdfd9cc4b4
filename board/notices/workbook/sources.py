"""Where each figure stands, what it is exactly and which listing gives it; and what an office wrote otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from board import colours
from board.notices import kept
from board.notices.content import Chart, Content, Figure, Heading, Map, Paragraph, Table
from board.notices.workbook.book import LINE, Book, lines, link

WIDTHS = (8.0, 44.0, 16.0, 20.0, 92.0, 12.0)
TITLES = ("序号", "位置", "文中写作", "准确值", "取自", "发布")


class Place(NamedTuple):
    """Where a figure stands outside of the tables."""

    told: str
    figure: Figure


def write(book: Book, name: str) -> None:
    """The list of sources, below it the paragraphs that were edited."""
    sheet, head = book.opened(
        name, "数字出处", WIDTHS, "每个数字都能在已发布的数据里查到：位置、写法、准确值和取数命令"
    )
    _head(book, sheet, head, TITLES)
    row = head + 1
    for told, figure in in_words(book.content):
        _figure(book, sheet, row, row - head, figure)
        sheet.write_string(row, 1, told, book.cell(align="left"))
        row += 1
    linked = book.cell(font_color=colours.neutral("action"), underline=1)
    for where, line, column, figure in book.places:
        _figure(book, sheet, row, row - head, figure)
        told = f"{where} {xl_rowcol_to_cell(line, column)}"
        sheet.write_url(row, 1, link(where, line, column), linked, told)
        row += 1
    if row > head + 1:
        sheet.autofilter(head, 0, row - 1, len(TITLES) - 1)
    row = _edited(book, sheet, row + 1)
    sheet.freeze_panes(head + 1, 0)
    book.print_set_up(sheet, "数字出处", WIDTHS, (head, head), row - 1)


def in_words(content: Content) -> Iterator[Place]:
    """Figures of paragraphs and of findings, in order, with where they stand."""
    yield from (Place("正文 导语", f) for f in content.lead.figures)
    for part, section in (*(("正文", s) for s in content.sections), *(("附件", s) for s in content.annexes)):
        head = f"{part} {section.name}"
        number = 0
        for block in section.blocks:
            if isinstance(block, Heading):
                head = f"{part} {block.text}"
            elif isinstance(block, Paragraph):
                number += 1
                yield from (Place(_place(head, block, number), f) for f in block.figures)
            elif isinstance(block, Table | Chart | Map):
                where = f"{block.number or block.title} 要点"
                yield from (Place(where, f) for f in block.said if isinstance(f, Figure))
    if content.closing:
        yield from (Place("正文 结尾", f) for f in content.closing.figures)


def _place(head: str, block: Paragraph, number: int) -> str:
    return f"{head} {block.lead.rstrip('。')}" if block.lead else f"{head} 第{number}段"


def _figure(book: Book, sheet: Worksheet, row: int, number: int, figure: Figure) -> None:
    plain = book.cell(align="left", indent=1)
    told = figure.source.told()
    sheet.set_row(row, lines(told, WIDTHS[4] - 2) * LINE)
    sheet.write_number(row, 0, number, book.cell(align="center"))
    sheet.write_string(row, 2, figure.text, plain)
    _value(sheet, row, 3, figure.value, book.cell(align="right", indent=1), plain)
    sheet.write_string(row, 4, told, book.cell(align="left", indent=1, text_wrap=True))
    sheet.write_string(row, 5, figure.source.release, plain)


def _value(sheet: Worksheet, row: int, column: int, value: Any, number: Any, text: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        sheet.write_number(row, column, value, number)
    else:
        sheet.write_string(row, column, "未知" if value is None else str(value), text)


def _edited(book: Book, sheet: Worksheet, row: int) -> int:
    """Draft and text as it goes out side by side; numbers that the draft did not have are the office's own.

    Gives the first row below.
    """
    found = book.content.edited()
    if not found:
        return row - 1
    sheet.write_string(row, 0, "改写过的段落", book.look(bold=True, font_size=12))
    sheet.write_string(
        row + 1,
        0,
        "改写后的数字由出文单位负责；原稿没有的标为人工填写",
        book.look(font_color=colours.neutral("ink-2")),
    )
    row += 2
    _head(book, sheet, row, ("序号", "原稿", "", "人工填写", "改写后", ""))
    sheet.merge_range(row, 1, row, 2, "原稿", _bold(book))
    sheet.merge_range(row, 4, row, 5, "改写后", _bold(book))
    wrapped = book.cell(text_wrap=True, align="left", valign="top")
    for number, one in enumerate(found, start=1):
        row += 1
        own = kept.numbers_not_in(one.drafted, one.text)
        sheet.write_number(row, 0, number, book.cell(align="center", valign="top"))
        sheet.merge_range(row, 1, row, 2, "", wrapped)
        sheet.write_string(row, 1, one.drafted, wrapped)
        sheet.merge_range(row, 4, row, 5, "", wrapped)
        sheet.write_string(row, 4, one.text, wrapped)
        marked = "\n".join(f"{text}（人工填写）" for text in own) or "—"
        sheet.write_string(row, 3, marked, wrapped)
        deepest = max(lines(one.drafted, 60), lines(one.text, 104), len(own))
        sheet.set_row(row, deepest * LINE)
    return row + 1


def _head(book: Book, sheet: Worksheet, row: int, titles: tuple[str, ...]) -> None:
    sheet.set_row(row, LINE + 4)
    for place, title in enumerate(titles):
        sheet.write_string(row, place, title, _bold(book))


def _bold(book: Book) -> Any:
    return book.cell(bold=True, align="center", bg_color=colours.neutral("band"))
