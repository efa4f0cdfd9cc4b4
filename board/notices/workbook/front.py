"""The first sheet, from which every other is one click away, and the sheet of definitions."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from board import colours
from board.notices.content import Chart, Map, Table
from board.notices.workbook.book import LINE, Book, lines, link, plain

ORIGINS = {"plan": "方案", "committee": "安委会自定"}
WIDTHS = (8.0, 56.0, 14.0, 10.0)
KINDS = {Table: "表", Chart: "图和数据", Map: "地图数据"}


def contents(
    book: Book, name: str, exhibits: Sequence[tuple[Table | Chart | Map, str]], more: Sequence[str]
) -> None:
    """What the workbook is of, and a link to every sheet."""
    content, sheet = book.content, book.sheet(name)
    ink, action = colours.neutral("ink-2"), colours.neutral("action")
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    book.along(sheet, 0, content.title, WIDTHS, 28, bold=True, font_size=16)
    facts = [
        f"{content.paper_name}　{content.period_text}",
        f"数据：{content.release_told}",
        *content.remarks,
    ]
    row = 1
    for fact in facts:
        book.along(sheet, row, fact, WIDTHS, font_color=ink)
        row += 1
    row += 1
    head = row
    _head(book, sheet, head, ("序号", "名称", "内容", "行数"))
    linked = book.cell(font_color=action, underline=1)
    for number, (block, where) in enumerate(exhibits, start=1):
        row = head + number
        rows = len(block.lines) if isinstance(block, Table) else _rows(block)
        sheet.write_number(row, 0, number, book.cell(align="center"))
        sheet.write_url(row, 1, link(where, 0, 0), linked, plain(f"{block.number} {block.title}".strip()))
        sheet.write_string(row, 2, KINDS[type(block)], book.cell(align="center"))
        sheet.write_number(row, 3, rows, book.cell(align="center"))
    for number, where in enumerate(more, start=len(exhibits) + 1):
        row = head + number
        sheet.write_number(row, 0, number, book.cell(align="center"))
        sheet.write_url(row, 1, link(where, 0, 0), linked, where)
        sheet.write_string(row, 2, "说明", book.cell(align="center"))
        sheet.write_string(row, 3, "", book.cell())
    sheet.freeze_panes(head + 1, 0)
    book.print_set_up(sheet, content.title, WIDTHS, (head, head), head + len(exhibits) + len(more))


def _rows(block: Chart | Map) -> int:
    return len(block.native.categories) if isinstance(block, Chart) else len(block.areas)


def meanings(book: Book, name: str) -> None:
    """What each term means, by which clause, and whether the plan says so or the committee set it."""
    widths = (26.0, 70.0, 20.0, 14.0)
    sheet, head = book.opened(name, "口径和依据", widths)
    _head(book, sheet, head, ("名称", "含义", "依据", "出自"))
    row = head + 1
    for meaning in book.content.meanings:
        told = (
            meaning.term,
            meaning.text,
            meaning.clause or "—",
            ORIGINS.get(meaning.origin, meaning.origin),
        )
        for place, text in enumerate(told):
            sheet.write_string(
                row, place, text, book.cell(text_wrap=True, align="left" if place < 3 else "center")
            )
        sheet.set_row(row, max(lines(t, w) for t, w in zip(told, widths, strict=True)) * LINE)
        row += 1
    sheet.freeze_panes(head + 1, 1)
    book.print_set_up(sheet, "口径和依据", widths, (head, head), row - 1)


def _head(book: Book, sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    look = book.cell(bold=True, align="center", bg_color=colours.neutral("band"))
    sheet.set_row(row, LINE + 4)
    for place, title in enumerate(titles):
        sheet.write_string(row, place, title, look)
