"""Rejected rows as a workbook: what is wrong first, the original columns after, the bad cells marked.

Every cell is a text, so that a mended date stays as it was typed and nothing is ever run as a formula; saved in
Excel or WPS, the workbook loads as it is.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

from etl.intake import MAX_CELL, Incoming
from etl.rejects import LEADING, Reject, cells_of, kept_columns, told_of
from rules.neutral import RISKY

MOST_ROWS = 20_000
"""So many rejects fit a workbook that a person may mend; of more only the CSV is written, which takes no time."""
_MOST_COMMENTS = 2_000
_WIDTHS = {"_file": 22, "_row": 8, "_column": 18, "_value": 20, "_rule": 18, "_message": 48}
_WIDEST, _NARROWEST = 36, 8


def write_book(path: Path, incoming: Incoming, rejects: list[Reject]) -> str:
    """Write one input's rejects to ``path``; gives a remark on rows that only the CSV has, or an empty text."""
    if len(rejects) > MOST_ROWS:
        return f"退回 {len(rejects):,} 行，多于 {MOST_ROWS:,} 行，只写了 CSV 退回表，没有写 XLSX"
    fitting = [r for r in rejects if all(len(cell) <= MAX_CELL for cell in r.cells)]
    left_out = len(rejects) - len(fitting)
    remark = f"{left_out:,} 行有 Excel 放不下的长格，只在 CSV 退回表里" if left_out else ""
    if not fitting:
        return remark
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        # The moment of writing would make the same rejects another file each time.
        book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001
        _Sheet(book, incoming).fill(fitting)
    return remark


class _Sheet:
    """The one sheet of a book of rejects."""

    def __init__(self, book: xlsxwriter.Workbook, incoming: Incoming) -> None:
        self.incoming, self.kept = incoming, kept_columns(incoming.layout)
        self.sheet = book.add_worksheet("rejects")
        text = {"num_format": "@", "valign": "top"}
        bad = {"bg_color": "#FBD5D0", "border": 1, "border_color": "#B3261E"}
        self.header = book.add_format({"bold": True, "bg_color": "#E8ECF1", "bottom": 1, "num_format": "@"})
        self.told = book.add_format({**text, "font_color": "#5A6472"})
        # The mark that Excel itself gives a text typed after an apostrophe: editing it does not make a formula.
        self.plain = (book.add_format(text), book.add_format({**text, "quote_prefix": True}))
        self.bad = (book.add_format({**text, **bad}), book.add_format({**text, **bad, "quote_prefix": True}))

    def fill(self, rejects: list[Reject]) -> None:
        layout, sheet = self.incoming.layout, self.sheet
        titles = [*LEADING, *(layout.headers[index] for index in self.kept)]
        widths = [len(title) * 2 for title in titles]
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, self.header)
        comments = 0
        for row, reject in enumerate(rejects, start=1):
            for column, text in enumerate(told_of(reject, self.incoming.name)):
                sheet.write_string(row, column, text[:MAX_CELL], self.told)
            for place, text in enumerate(cells_of(reject, layout, self.kept)):
                column = len(LEADING) + place
                index = self.kept[place] if place < len(self.kept) else -1
                mark = reject.marks.get(index)
                self._write(row, column, text, self.plain if mark is None else self.bad)
                if mark is not None and comments < _MOST_COMMENTS:
                    sheet.write_comment(row, column, mark, {"x_scale": 2, "author": "五色看板"})
                    comments += 1
                if column < len(widths):
                    widths[column] = max(widths[column], _shown_width(text))
        for column, width in enumerate(widths):
            chosen = _WIDTHS[LEADING[column]] if column < len(LEADING) else width
            sheet.set_column(column, column, max(_NARROWEST, min(chosen + 2, _WIDEST)))
        sheet.set_column(LEADING.index("_message"), LEADING.index("_message"), _WIDTHS["_message"])
        sheet.freeze_panes(1, len(LEADING))
        sheet.autofilter(0, 0, len(rejects), len(titles) - 1)

    def _write(self, row: int, column: int, text: str, formats: tuple[Format, Format]) -> None:
        if text:
            self.sheet.write_string(row, column, text, formats[text.startswith(RISKY)])
        else:
            self.sheet.write_blank(row, column, None, formats[0])


def _shown_width(text: str) -> int:
    line = text.split("\n", 1)[0][:_WIDEST]
    return sum(1 + (ord(letter) > 0x2E80) for letter in line)
