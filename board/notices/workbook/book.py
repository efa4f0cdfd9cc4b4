"""The workbook while it is written: its sheets, looks, and the cell in which each figure stands."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from board import colours
from board.notices.content import Chart, Content, Figure, Map, Table
from rules.plan import Plan

A4 = 9
LONGEST_NAME = 31
"""Characters of a sheet's name, by Excel's own limit."""
UPRIGHT = 92.0
"""Widths of all columns together, in digits, that an upright A4 page holds in readable letters."""
LEAST_ROOM, OTHER_WIDTH = 66.0, 8.43
"""A title has at least so much room; width of a column that nobody set."""
LINE = 19.0
"""Height of a row with one line, in points."""
FONT = "微软雅黑"
"""Where a machine has it not, Excel and WPS take the font of their own that they show Chinese with."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_PLAIN = {"font_name": FONT, "font_scheme": "none", "font_size": 10.5, "valign": "vcenter"}
_AS_TEXT = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)


def plain(text: str) -> str:
    """A text without what XML cannot hold, for places where XlsxWriter writes it as it is."""
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


class Book:
    """One workbook in the making."""

    def __init__(self, out: io.BytesIO, content: Content, plan: Plan) -> None:
        self.content, self.plan = content, plan
        told = datetime.fromisoformat(content.published_at)
        self.published = told.astimezone(UTC).replace(tzinfo=None) if told.tzinfo else told
        """When the release was published: the file's date, so that it is the same whenever it is made."""
        self.places: list[tuple[str, int, int, Figure]] = []
        """Sheet, row and column of every figure that stands in a cell."""
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._book = xlsxwriter.Workbook(
            # XlsxWriter writes into what it is given.
            out,
            {"in_memory": True, **_AS_TEXT, "default_format_properties": dict(_PLAIN)},
        )
        self._book.set_size(2400, 1500)
        self._book.set_properties(
            {
                "title": content.title,
                "subject": f"{content.paper_name}　{content.period_text}",
                "author": content.signed,
                "comments": f"数据：{content.release_told}",
                "created": self.published,
            }
        )

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._book.close()

    @property
    def raw(self) -> xlsxwriter.Workbook:
        """XlsxWriter's workbook, for charts."""
        return self._book

    def look(self, **properties: Any) -> Format:
        """A format, made once for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def cell(self, **properties: Any) -> Format:
        """A format of a table's cell: with a thin grey rim."""
        return self.look(border=1, border_color=colours.neutral("line-2"), **properties)

    def reserve(self, *names: str) -> None:
        """Names that no exhibit's sheet may take."""
        self._names |= {name.casefold() for name in names}

    def name_for(self, block: Table | Chart | Map) -> str:
        """A sheet's name for an exhibit: its number and as much of its title as fits; never twice the same."""
        whole = _FORBIDDEN.sub(" ", f"{block.number} {block.title}").strip(" '") or "表"
        name, number = whole[:LONGEST_NAME].rstrip(" '"), 2
        while name.casefold() in self._names:
            tail = f" {number}"
            name, number = whole[: LONGEST_NAME - len(tail)].rstrip(" '") + tail, number + 1
        self._names.add(name.casefold())
        return name

    def sheet(self, name: str) -> Worksheet:
        """A new sheet without grid, since tables have rims of their own."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_default_row(LINE)
        return sheet

    def opened(self, name: str, title: str, widths: Sequence[float], said: str = "") -> tuple[Worksheet, int]:
        """A new sheet with its title, its finding, the period and the way back; and its first free row."""
        sheet = self.sheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self.along(sheet, 0, title, widths, 26, bold=True, font_size=15)
        row = 1
        if said:
            self.along(sheet, row, said, widths)
            row += 1
        told = f"{self.content.period_text}　数据：{self.content.release_told}"
        told += "　演示数据" if self.content.is_demo else ""
        self.along(sheet, row, told, widths, font_color=colours.neutral("ink-2"))
        look = self.look(font_color=colours.neutral("action"), underline=1)
        sheet.write_url(row + 1, 0, "internal:'目录'!A1", look, "返回目录")
        return sheet, row + 3

    def along(
        self,
        sheet: Worksheet,
        row: int,
        text: str,
        widths: Sequence[float],
        height: float = LINE,
        **looks: Any,
    ) -> None:
        """A text across the columns of a table, in as many lines as it needs."""
        last, room = across(widths)
        size = looks.get("font_size", 10.5)
        look = self.look(text_wrap=True, align="left", **looks)
        if last:
            sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_string(row, 0, text, look)
        sheet.set_row(row, lines(text, room * 10.5 / size) * height)

    def note_place(self, sheet: Worksheet, row: int, column: int, figure: Figure) -> None:
        """Remember in which cell a figure stands."""
        self.places.append((str(sheet.get_name()), row, column, figure))

    def print_set_up(
        self, sheet: Worksheet, title: str, widths: Sequence[float], head: tuple[int, int], last: int
    ) -> None:
        """A4, lying where it is wide, one page across; the head's rows on every page, title and page in the margins."""
        sheet.set_paper(A4)
        place, room = across(widths)
        if room > UPRIGHT:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, last, place)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.center_horizontally()
        sheet.repeat_rows(*head)
        period = self.content.period_text
        sheet.set_header(f"&L&9{_in_margin(title, 90)}&R&9{_in_margin(period, 40)}")
        sheet.set_footer(f"&L&9{_in_margin(self.content.release_told, 60)}&R&9第 &P 页，共 &N 页")


def across(widths: Sequence[float]) -> tuple[int, float]:
    """The last column that a title may reach, and the room up to there: a narrow table's title goes beyond it."""
    found, place = 0.0, -1
    while place + 1 < len(widths) or found < LEAST_ROOM:
        place += 1
        found += widths[place] if place < len(widths) else OTHER_WIDTH
    return place, found


def lines(text: str, width: float) -> int:
    """How many lines a text takes in so much room."""
    return sum(max(1, math.ceil(width_of(line) / max(width - 1, 1))) for line in text.split("\n"))


def link(name: str, row: int, column: int) -> str:
    """The address of a cell, for a link within the workbook."""
    return f"internal:'{name.replace(chr(39), chr(39) * 2)}'!{xl_rowcol_to_cell(row, column)}"


def width_of(text: str) -> float:
    """How wide a text is in digits of the workbook's font: a Chinese character is as wide as two."""
    return max((sum(2.1 if ord(c) > 0x2E80 else 1.1 for c in line) for line in text.split("\n")), default=0.0)


def _in_margin(text: str, longest: int) -> str:
    # & begins a command there, and a digit that follows a size would be read as part of it.
    return (" " if text[:1].isdigit() else "") + text[:longest].replace("&", "&&")
