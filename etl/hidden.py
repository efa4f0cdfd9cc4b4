"""What a workbook's XML tells and its reader does not: hidden rows and columns, error cells, the count of days.

The reader gives an empty text for ``#N/A``, and nobody would know that a figure is missing.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import IO

_CHUNK = 4 * 1024**2
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb"<row\b([^>]*)>")
_COLUMN = re.compile(rb"<col\b([^>]*)/?>")
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d+)"')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_SHEET = re.compile(rb"<sheet\b([^>]*)/?>")
_RELATION = re.compile(rb"<Relationship\b([^>]*)/?>")
_FOUR_DIGITS = re.compile(rb'\bdate1904="(?:1|true)"')


@dataclass
class Peek:
    """What one sheet's XML tells; rows and columns from 1."""

    rows: int = 0
    columns: int = 0
    """The outermost cell."""
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column of a cell -> the error that it shows."""


def peek(sheet: IO[bytes]) -> Peek:
    """Read a sheet's XML once, in pieces."""
    found = Peek()
    letters: set[bytes] = set()
    rest = b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        cut = text.rfind(b"</row>") + 6
        if cut > 5:
            text, rest = text[:cut], text[cut:]
        elif len(text) <= 8 * _CHUNK:
            text, rest = b"", text
        else:
            rest = text[-64:]  # a row of such a length is no row
        _take(text, found, letters)
    _take(rest, found, letters)
    found.columns = max((column_number(one) for one in letters), default=0)
    return found


def _take(text: bytes, found: Peek, letters: set[bytes]) -> None:
    for column, row in _CELL.findall(text):
        letters.add(column)
        found.rows = max(found.rows, int(row))
    if b"hidden=" in text:
        for attributes in _ROW.findall(text):
            number = _NUMBER.search(attributes)
            if number and _HIDDEN.search(attributes):
                found.hidden_rows.append(int(number[1]))
        for attributes in _COLUMN.findall(text):
            span = {key: int(value) for key, value in _SPAN.findall(attributes)}
            if len(span) == 2 and _HIDDEN.search(attributes):
                # A whole sheet may be hidden to its last column; what holds nothing is not told.
                found.hidden_columns += range(span[b"min"], min(span[b"max"], span[b"min"] + 1000) + 1)
    if b't="e"' in text:
        for column, row, shown in _ERROR.findall(text):
            found.errors[int(row), column_number(column)] = unescape(shown.decode("utf-8", "replace"))


def peek_all(archive: zipfile.ZipFile) -> dict[str, Peek]:
    """Name of a sheet's file -> what its XML tells."""
    found = {}
    for info in archive.infolist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
            with archive.open(info) as sheet:
                found[info.filename] = peek(sheet)
    return found


def files_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet -> its file in the archive; empty where the workbook is of another make."""
    try:
        book = archive.read("xl/workbook.xml")
        relations = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    targets = {}
    for attributes in _RELATION.findall(relations):
        told = _attributes(attributes)
        target = told.get("Target", "")
        targets[told.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        )
    found = {}
    for attributes in _SHEET.findall(book):
        told = _attributes(attributes)
        key = next((value for name, value in told.items() if name == "id" or name.endswith(":id")), "")
        if key in targets:
            found[told.get("name", "")] = targets[key]
    return found


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904, as old Macs did."""
    try:
        return bool(_FOUR_DIGITS.search(archive.read("xl/workbook.xml")))
    except KeyError:
        return False


def _attributes(text: bytes) -> dict[str, str]:
    pairs = re.findall(r"([\w:]+)=\"([^\"]*)\"", text.decode("utf-8", "replace"))
    return {name: unescape(value) for name, value in pairs}


def column_number(letters: bytes) -> int:
    """A column's number from its letters: ``A`` is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """A column's letters from its number: 1 is ``A``."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
