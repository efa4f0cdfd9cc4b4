"""An exhibit's figures as CSV and as an Excel workbook.

What a CSV says about itself stands in trailing columns, the same in every row. Lines above the head would break
what CSV is for: Excel's filters and pivots, pandas, a load into a database all take the first line for the head.
Columns also survive what analysts do next: sort, cut out rows, put months below one another.

A cell that a spreadsheet would run as a formula gets an apostrophe in CSV, which the loader takes off again, and is
a string cell in the workbook; plain numbers, negative ones too, stay numbers.
"""

from __future__ import annotations

import csv
import io
import math
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from board.downloads.exhibit import Build, Exhibit, facts
from board.texts import _
from rules.neutral import neutral

FIXED_DAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a workbook's date has no zone
"""Created date of every workbook: the same figures make the same bytes."""
WIDEST = 48


def cell(value: Any) -> Any:
    """A cell as a number, a text or None; dates as text in ISO form."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else str(value)


def csv_bytes(exhibit: Exhibit, build: Build | None) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    told, table = facts(exhibit, build), exhibit.table()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(str(name)) for name in table.columns] + [fact.name for fact in told])
    tail = [neutral(fact.value) for fact in told]
    rows = table.itertuples(index=False, name=None)
    # Without a row the facts would have no place: one empty row carries them.
    for row in rows if len(table) else [(None,) * len(table.columns)]:
        cells = (cell(value) for value in row)
        writer.writerow([neutral(c) if isinstance(c, str) else "" if c is None else c for c in cells] + tail)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(exhibit: Exhibit, build: Build | None) -> bytes:
    """A workbook with the figures and a sheet that says what they are."""
    out, table = io.BytesIO(), exhibit.table()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, settings) as book:
        book.set_properties({"title": exhibit.title, "created": FIXED_DAY})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("数据"))
        formats = _formats(table)
        made = {text: book.add_format({"num_format": text}) for text in set(formats.values())}
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, str(name), head)
            values = [cell(value) for value in table[name].tolist()]
            style = made.get(formats.get(str(name), ""))
            for row, value in enumerate(values, start=1):
                _write(sheet, row, column, value, style)
            widest = max([_width(str(name)) / 1.4, *(_width(_shown(v)) for v in values)], default=8)
            sheet.set_column(column, column, min(max(widest + 2, 8), WIDEST))
        sheet.freeze_panes(1, 0)
        if len(table):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        about = book.add_worksheet(_("说明"))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for row, fact in enumerate(facts(exhibit, build)):
            about.write_string(row, 0, fact.name, book.add_format({"bold": True, "valign": "top"}))
            about.write_string(row, 1, fact.value, wrapped)
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 72)
        for page in (sheet, about):
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
    return out.getvalue()


def _write(sheet: Worksheet, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)  # a string cell is never run as a formula
    else:
        sheet.write_number(row, column, value, style)


def _formats(frame: pd.DataFrame) -> dict[str, str]:
    """Number format by column: the page's own, else what the figures look like."""
    given = dict(frame.attrs.get("formats", {}))
    for name in frame.columns:
        if str(name) in given or not pd.api.types.is_numeric_dtype(frame[name]):
            continue
        values = pd.Series(frame[name].dropna(), dtype=float)
        if all(value.is_integer() for value in values):
            given[str(name)] = "#,##0"
        elif str(name).endswith(("率", "rate")) and values.between(0, 1).all():
            given[str(name)] = "0.00%"
    return {name: str(text) for name, text in given.items()}


def _shown(value: Any) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else "" if value is None else str(value)


def _width(text: str) -> float:
    return sum(2 if ord(c) > 0x2E80 else 1.05 for c in text)
