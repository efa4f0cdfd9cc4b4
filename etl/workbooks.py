"""XLSX (and old XLS) files -> rows of text, one list a sheet, row numbers as Excel shows them."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from etl.header_rows import DEEPEST, Stops
from etl.hidden import Peek, counts_from_1904, files_of_sheets, peek_all
from etl.problems import Refused

MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_RATIO = 200
"""A sheet of repeated text packs to about a hundredth; a bomb to a thousandth and less."""
SMALL_BYTES = 64 * 1024**2
MAX_CELLS = 40_000_000
"""Cells of a sheet's rectangle, empty ones included: about a gigabyte while it is read."""

HEAD_ROWS = 30
"""A merged range that begins below is no header's."""
MAX_MERGED = 12
"""A range over more columns is a title."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """Whether a file's first bytes are those of a workbook, whatever its name says."""
    return head.startswith((b"PK\x03\x04", _OLE))


@dataclass
class Sheet:
    """One sheet as text."""

    name: str
    rows: list[list[str]]
    """Row n of the sheet is item n - 1."""
    stops: Stops = frozenset()
    """Cells right of a merged range near the top: a head reaches no further."""
    is_hidden: bool = False
    peek: Peek = field(default_factory=Peek)
    counts_from_1904: bool = False


def read_workbook(path: Path) -> list[Sheet]:
    """All sheets with their rows of text, hidden ones too.

    Raises Refused for files that are protected, damaged, no workbook, or unpack to an absurd size.
    """
    peeks, is_1904 = _refuse_dangerous(path)
    try:
        book = python_calamine.load_workbook(str(path))
        sheets = []
        for told in book.sheets_metadata:
            if told.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(told.name)
            rows = [[to_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            peek = peeks.get(told.name, Peek())
            _put_errors(rows, peek)
            stops = _fill_merged(rows, sheet)
            is_hidden = told.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(told.name, rows, stops, is_hidden, peek, is_1904))
        return sheets
    except python_calamine.PasswordError as error:
        raise Refused("工作簿有打开密码。请去掉密码后再报") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("工作簿已损坏，读不出。请用 Excel/WPS 打开后另存为 XLSX 再报") from error


def _refuse_dangerous(path: Path) -> tuple[dict[str, Peek], bool]:
    """What the XML of each sheet tells, by the sheet's name, and whether days are counted from 1904."""
    with path.open("rb") as file:
        head = file.read(8)
    if head == _OLE:
        # An encrypted XLSX is an OLE file with this stream; its name stands there in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Refused("工作簿有打开密码。请去掉密码后再报")
        return {}, False
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            unpacked = sum(info.file_size for info in infos)
            if any(info.flag_bits & 1 for info in infos):
                raise Refused("压缩包有密码。请去掉密码后再报")
            if not any(info.filename.startswith("xl/") for info in infos):
                raise Refused("是压缩包而不是 Excel 工作簿。请解压后逐个上报其中的文件")
            packed = max(path.stat().st_size, 1)
            _refuse_bomb(unpacked, packed)
            peeks = peek_all(archive)
            for one in peeks.values():
                _refuse_far_cells(one)
            names = files_of_sheets(archive)
            return {name: peeks[file] for name, file in names.items() if file in peeks}, counts_from_1904(
                archive
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Refused("工作簿已损坏，读不出。请用 Excel/WPS 打开后另存为 XLSX 再报") from error


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > SMALL_BYTES and unpacked / packed > MAX_RATIO):
        raise Refused(
            f"工作簿解开后有 {unpacked / 1024**2:,.0f} MB，是文件本身的 {unpacked / packed:,.0f} 倍，疑为压缩炸弹，未打开。"
            "请删去多余的空白区域，另存后再报"
        )


def _refuse_far_cells(peek: Peek) -> None:
    """Refuse a sheet whose outermost cells span more than memory holds.

    The reader lays out the whole rectangle; one stray blank-looking cell in the last corner is 17 billion.
    """
    if peek.rows * peek.columns > MAX_CELLS:
        raise Refused(
            f"工作表的内容一直占到第 {peek.rows:,} 行、第 {peek.columns:,} 列，超出能读的范围（{MAX_CELLS:,} 格），"
            "多半是远处留有一个空白样的单元格。请删去多余的行列，另存后再报"
        )


def _put_errors(rows: list[list[str]], peek: Peek) -> None:
    """Write the errors that a sheet shows into its cells, so that they are rejected and not taken for nothing."""
    for (row, column), shown in peek.errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = shown


def to_text(cell: Any) -> str:
    """A cell as a person reads it in the sheet: dates in ISO form, whole numbers without ``.0``."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def _fill_merged(rows: list[list[str]], sheet: Any) -> Stops:
    """Give the cells of a merged range the range's text, as a reader sees it; gives where heads end.

    Wide ranges only near the top: that is where headers span columns. A merged note or total further down must
    stay one cell, or it would look like a row of data. A range of one column holds for each of its rows.
    """
    stops: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if right == left and bottom == top:
            continue
        is_near = top < HEAD_ROWS and bottom - top <= DEEPEST - 1
        if is_near:
            stops |= {(row, right + 1) for row in range(top, bottom + 1)}
        if not (is_near and right - left <= MAX_MERGED) and right != left:
            continue
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = text
    return frozenset(stops)
