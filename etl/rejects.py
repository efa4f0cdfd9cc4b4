"""Rows that broke a rule: what to say of each, and the file in which they can be mended and sent again."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from etl.intake import Incoming
from etl.layout import Layout
from etl.scan import RECORD_RULES, Check
from rules.neutral import neutral

LEADING = ("_file", "_row", "_column", "_value", "_rule", "_message")
_SHOWN = 200


@dataclass
class Reject:
    """One rejected row with everything that is wrong with it."""

    row: int
    line: int
    columns: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    """Index of each bad cell -> what is wrong with it; empty for a row that is broken as a whole."""


def describe(
    row: int, line: int, mask: int, cells: list[str], layout: Layout, checks: tuple[Check, ...]
) -> Reject:
    """The reject of a scanned row from its bits."""
    reject = Reject(row, line, cells=cells)
    for check in checks:
        if not mask >> check.bit & 1:
            continue
        headers, found = [], []
        for name in check.columns:
            index = layout.origin(name)
            headers.append(layout.headers[index] if index is not None else layout.contract.column(name).title)
            found.append(cells[index] if index is not None and index < len(cells) else "")
        reject.columns.append("/".join(headers))
        reject.values.append("/".join(text[:_SHOWN] for text in found))
        reject.rules.append(check.rule)
        shown = "、".join(f"“{text[:40]}”" for text in found if text)
        message = check.message + (f"，实为{shown}" if shown else "")
        reject.messages.append(message)
        for name in check.columns:
            index = layout.origin(name)
            if index is not None:
                reject.marks[index] = "；".join(filter(None, (reject.marks.get(index), message)))
    return reject


def describe_record(row: int, line: int, problem: str, cells: list[str], layout: Layout) -> Reject:
    """The reject of a record that is broken as a whole."""
    message = RECORD_RULES[problem]
    if problem == "columns":
        message += f"：应有 {len(layout.headers)} 格，实有 {len(cells)} 格"
    if layout.refused:
        # Nobody can say which of its cells are those that must not be kept.
        message += "。本表含不接收的列，此行内容未保留，请在原表中改正"
        cells = [""] * len(cells)
    return Reject(row, line, [""], [""], [problem], [message], cells)


def rejects_name(incoming: Incoming, taken: set[str]) -> str:
    """File name for the rejects of an input; keeps what the name told, and the month (else the year) a title or a person told.

    ``taken`` are the names of this load already in use; the new one is added to it.
    """
    stem = incoming.path.stem.removesuffix(".rejects")
    if incoming.sheet:
        stem += "_" + re.sub(r"[^\w-]+", "_", incoming.sheet)
    month = incoming.report_month
    if month and month not in stem:
        stem += f"_{month}"
    elif not month and (year := incoming.layout.year) and f"{year}年" not in stem:
        stem += f"_{year}年"  # days without a year are read again when the mended file comes
    name, number = f"{stem}.rejects.csv", 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}.rejects.csv", number + 1
    taken.add(name.casefold())
    return name


def kept_columns(layout: Layout) -> list[int]:
    """Indices of the columns that go back to the sender: not those refused, nor our own of an earlier time."""
    # A mended file that is rejected again brings the leading columns of last time along.
    return [
        index
        for index, header in enumerate(layout.headers)
        if header not in LEADING and index not in layout.refused
    ]


def told_of(reject: Reject, file: str) -> list[str]:
    """The leading cells of a rejected row: file, row, column, value, rule, message."""
    return [
        file, str(reject.row), ";".join(reject.columns), ";".join(reject.values), ";".join(reject.rules),
        "；".join(reject.messages),
    ]  # fmt: skip


def cells_of(reject: Reject, layout: Layout, kept: list[int]) -> list[str]:
    """A rejected row's own cells: the columns ``kept``, then what stood beyond the header."""
    extra = reject.cells[len(layout.headers) :]
    return [reject.cells[index] for index in kept if index < len(reject.cells)] + extra


def write_rejects(path: Path, incoming: Incoming, rejects: list[Reject]) -> None:
    """Write one input's rejects: UTF-8 with BOM, what is wrong first, then the original columns.

    A text that a spreadsheet would run as a formula gets an apostrophe, which intake takes off again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        headers, kept = incoming.layout.headers, kept_columns(incoming.layout)
        writer.writerow([*LEADING, *(neutral(headers[index]) for index in kept)])
        for reject in rejects:
            row = (*told_of(reject, incoming.name), *cells_of(reject, incoming.layout, kept))
            writer.writerow([neutral(text) for text in row])
