"""Writes dressed rows as CSV and XLSX files, byte for byte the same for the same arguments."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from etl.demo.dress import dressed
from etl.demo.frames import SEED, demo_frames
from etl.demo.scene import Format, profile
from rules.months import Month
from rules.plan import Plan

_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - a fixed stamp in the workbook, not a moment
_SUMMED = ("integer", "number")


def write_demo(
    plan: Plan,
    out: Path,
    seed: int = SEED,
    scale: float = 1.0,
    until: Month | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Path]:
    """Write the demonstration files of a plan into a folder and return their paths, oldest first.

    Same arguments, same bytes. ``scale`` multiplies the row counts; ``until`` is the last month (see
    ``demo_frames``); ``progress`` is told how many files of how many are done, and the last one's name.
    Files already there are overwritten when they have the same name, others left alone.
    """
    frames = demo_frames(plan, seed, scale, until)
    out.mkdir(parents=True, exist_ok=True)
    sheets = [
        (month, batch, rows)
        for batch in frames.batches
        for month, rows in dressed(plan, batch).groupby("_month", sort=True)
    ]
    written: list[Path] = []
    for done, (number, batch, rows) in enumerate(sheets, start=1):
        month = Month(int(str(number)) // 12, int(str(number)) % 12 + 1)
        place = batch.region.name if batch.region else batch.sender or plan.whole
        title = profile().file_titles[batch.table]
        again = "更正" if batch.is_correction else ""
        path = out / f"演示_{title}{again}_{place}_{month}.{batch.format.kind}"
        heading = f"{place}{month.year}年{month.number}月{title}{again}"
        sent = batch.stated.get(int(str(number)))
        office = place if batch.sender else f"{place}安委办"
        note = f"填表单位：{office}" + (
            f"　填报日期：{sent.year}年{sent.month}月{sent.day}日" if sent else ""
        )
        table = rows.drop(columns="_month")
        if batch.format.kind == "xlsx":
            _write_xlsx(path, table, heading, note, batch.format, bool(sent))
        else:
            _write_csv(path, table, heading, note if sent else "", batch.format)
        written.append(path)
        if progress:
            progress(done, len(sheets), path.name)
    return sorted(written, key=lambda p: (p.stem.rsplit("_", 1)[-1], p.name))


def _write_csv(path: Path, table: pd.DataFrame, heading: str, note: str, form: Format) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n" if form.newline == "crlf" else "\n")
    if form.title_row:
        for told in filter(None, (heading, note)):
            writer.writerow([told] + [""] * (len(table.columns) - 1))
    writer.writerow(table.columns)
    writer.writerows(table.to_numpy(dtype=object).tolist())
    path.write_bytes(text.getvalue().encode(form.encoding))


def _write_xlsx(
    path: Path, table: pd.DataFrame, heading: str, note: str, form: Format, has_note: bool = False
) -> None:
    """A workbook as an office makes it: title, empty row, header, rows, total, who filled it in."""
    if form.numbering:
        table = table.copy()
        table.insert(0, "序号", range(1, len(table) + 1))
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"created": _CREATED, "title": heading, "comments": "演示数据"})
    bold = book.add_format({"bold": True})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Sheet1")
    row = 0
    if form.title_row:
        sheet.merge_range(0, 0, 0, len(table.columns) - 1, heading, title)
        if form.note == "top" or (has_note and form.note == "none"):
            sheet.write_string(1, 0, note)
        row = 2
    sheet.write_row(row, 0, list(table.columns), bold)
    for values in table.to_numpy(dtype=object).tolist():
        row += 1
        for column, value in enumerate(values):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, str):
                # write() would turn text that looks like a number or a formula into one.
                sheet.write_string(row, column, value) if value else None
            else:
                sheet.write_number(row, column, value)
    row += 1
    sheet.write_string(row, 0, "合计", bold)
    for column, total in _totals(table, form):
        sheet.write_number(row, column, total, bold)
    if form.note == "bottom":
        sheet.write_string(row + 1, 0, note)
    book.close()


def _totals(table: pd.DataFrame, form: Format) -> list[tuple[int, float]]:
    """Sums of the columns that hold numbers; a text typed among them is left out, as Excel does."""
    found = []
    for position, header in enumerate(table.columns):
        if header == "序号":
            continue
        numbers = [v for v in table[header] if isinstance(v, (int, float)) and not isinstance(v, bool)]
        if numbers and header not in ("经度", "纬度", "lng", "lat"):
            found.append((position, float(sum(numbers))))
    return found
