"""XLSX (and old XLS) files -> rows of text, one list a sheet, row numbers as Excel shows them."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from etl.problems import Refused

MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_RATIO = 200
"""A sheet of repeated text packs to about a hundredth; a bomb to a thousandth and less."""
SMALL_BYTES = 64 * 1024**2
MAX_CELLS = 40_000_000
"""Cells of a sheet's rectangle, empty ones included: about a gigabyte while it is read."""

_CHUNK = 4 * 1024**2
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """Whether a file's first bytes are those of a workbook, whatever its name says."""
    return head.startswith((b"PK\x03\x04", _OLE))


def read_workbook(path: Path) -> list[tuple[str, list[list[str]]]]:
    """All sheets with their rows of text; row n of the sheet is item n - 1.

    Raises Refused for files that are protected, damaged, no workbook, or unpack to an absurd size.
    """
    _refuse_dangerous(path)
    try:
        book = python_calamine.load_workbook(str(path))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows = [[to_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged_headers(rows, sheet)
            sheets.append((name, rows))
        return sheets
    except python_calamine.PasswordError as error:
        raise Refused("工作簿有打开密码。请去掉密码后再报") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("工作簿已损坏，读不出。请用 Excel/WPS 打开后另存为 XLSX 再报") from error


def _refuse_dangerous(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head == _OLE:
        # An encrypted XLSX is an OLE file with this stream; its name stands there in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Refused("工作簿有打开密码。请去掉密码后再报")
        return
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            unpacked = sum(info.file_size for info in infos)
            if any(info.flag_bits & 1 for info in infos):
                raise Refused("压缩包有密码。请去掉密码后再报")
            if not any(info.filename.startswith("xl/") for info in infos):
                raise Refused("是压缩包而不是 Excel 工作簿。请解压后逐个上报其中的文件")
            _refuse_far_cells(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Refused("工作簿已损坏，读不出。请用 Excel/WPS 打开后另存为 XLSX 再报") from error
    packed = max(path.stat().st_size, 1)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > SMALL_BYTES and unpacked / packed > MAX_RATIO):
        raise Refused(
            f"工作簿解开后有 {unpacked / 1024**2:,.0f} MB，是文件本身的 {unpacked / packed:,.0f} 倍，疑为压缩炸弹，未打开。"
            "请删去多余的空白区域，另存后再报"
        )


def _refuse_far_cells(archive: zipfile.ZipFile) -> None:
    """Refuse a sheet whose outermost cells span more than memory holds.

    The reader lays out the whole rectangle; one stray blank-looking cell in the last corner is 17 billion.
    """
    for info in archive.infolist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
            continue
        columns: set[bytes] = set()
        rows, rest = 0, b""
        with archive.open(info) as sheet:
            while chunk := sheet.read(_CHUNK):
                text = rest + chunk
                for letters, number in _CELL.findall(text):
                    columns.add(letters)
                    rows = max(rows, int(number))
                rest = text[-64:]
        width = max((_column_number(letters) for letters in columns), default=0)
        if rows * width > MAX_CELLS:
            raise Refused(
                f"工作表的内容一直占到第 {rows:,} 行、第 {width:,} 列，超出能读的范围（{MAX_CELLS:,} 格），"
                "多半是远处留有一个空白样的单元格。请删去多余的行列，另存后再报"
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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


def _fill_merged_headers(rows: list[list[str]], sheet: Any, deepest: int = 30) -> None:
    """Give every cell of a merged range near the top the range's text, as a reader sees it.

    Only wide ranges of the first rows: that is where headers span columns. A merged note or total further
    down must stay one cell, or it would look like a row of data.
    """
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= deepest or (right == left and bottom == top):
            continue
        if bottom - top > 3 or right - left > 12:
            continue
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = text
