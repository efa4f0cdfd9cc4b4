"""Files as offices send them -> text rows with file, row and line, ready for one validating scan.

Two ways lead to the scan. A clean, large CSV is read by DuckDB itself, in parallel. Everything else
(title rows below quotes, broken quotes, rows of unequal length, workbooks) is read row by row here, which
is slower and can say of every single row what is wrong with it. Both give the same rows.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from database.desk import Desk
from etl.answers import Answers, FileAnswer
from etl.contract import normal_header
from etl.counting import RecordCount, count_records
from etl.decoding import decode_to_utf8
from etl.header_rows import DEEPEST
from etl.headers import SEARCHED_ROWS, known_headers
from etl.layout import Layout
from etl.problems import Refused
from etl.questions import MappedHeader, Question
from etl.recognise import Reader, remarks_of
from etl.skipping import shown
from etl.workbooks import is_workbook, read_workbook
from rules.plan import Plan
from rules.sources import FileSource

FAST_BYTES = 4 * 1024 * 1024
"""From this size on DuckDB reads the file itself."""
MAX_CELL = 32_767
"""Characters that Excel can hold in a cell; a longer one is no cell of a ledger."""
MAX_COLUMNS = 16_384
"""Columns that Excel can hold in a sheet."""

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass
class Row:
    """One record that the careful way gives: where it stands and its cells."""

    row: int
    line: int
    cells: list[str]
    problem: str = ""
    """Rule that the record breaks as a whole (``columns``, ``cell_length``), or empty."""


@dataclass
class Incoming:
    """One table of one file, recognised and ready to be scanned."""

    path: Path
    sha256: str
    encoding: str
    layout: Layout
    report_month: str | None
    sheet: str | None = None
    delimiter: str = ","
    text: Path | None = None
    """UTF-8 text of a CSV; None for a sheet."""
    count: RecordCount | None = None
    rows: list[list[str]] | None = None
    """Rows of a sheet, header and titles included."""
    skipped: list[dict[str, object]] = field(default_factory=list)
    office: str = ""
    """Code of the office that it comes from; empty where nothing tells it."""
    questions: list[Question] = field(default_factory=list)
    mapping: list[MappedHeader] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What a person should know of how the sheet was read."""
    states: Counter[str] = field(default_factory=Counter)
    """Words for "not yet" that stood in a column of days of rows that were taken in; the scan counts them."""

    @property
    def headers_key(self) -> str:
        """What the memory of an office's mapping hangs on."""
        return self.layout.headers_key

    @property
    def remarks(self) -> list[str]:
        """What a person should know; complete when all rows have been scanned."""
        found = list(self.told)
        if self.states:
            words = "、".join(f"“{word}”{count:,} 处" for word, count in self.states.most_common(6))
            found.append(f"日期列里写的是未完成的状态，按没有日期载入：{words}")
        return found

    @property
    def name(self) -> str:
        """File name, with the sheet where a workbook has several tables."""
        return self.path.name

    @property
    def is_large(self) -> bool:
        """Whether DuckDB may read the file itself: big, plain header, no blank or odd lines."""
        if self.text is None or self.count is None or self.text.stat().st_size < FAST_BYTES:
            return False
        count = self.count
        plain = not count.blank and not count.open_quote and not count.lone_cr and count.longest <= MAX_CELL
        first_break = int(self.count.inner_breaks[0]) if len(self.count.inner_breaks) else sys.maxsize
        return plain and first_break > self.layout.header_row

    @property
    def swallowed_from(self) -> int:
        """So many delimiters in a cell with a line break make up a whole row: a quote was not closed."""
        return max(len(self.layout.headers) - 1, 2)

    def data_records(self) -> int:
        """Records below the header, blank ones included, counted from the bytes (or the sheet's height)."""
        total = len(self.rows) if self.rows is not None else self.count.records if self.count else 0
        return max(total - self.layout.header_row, 0)

    def records(self) -> Iterator[Row]:
        """The records below the header, blank ones included. Raises Refused at a broken quote."""
        width = len(self.layout.headers)
        for record in self._raw_records():
            if record.row <= self.layout.header_row:
                continue
            cells = record.cells
            has_break = self.rows is None and any("\n" in cell for cell in cells)
            # Empty cells beyond the header mean nothing, unless a cell may have swallowed a row's beginning.
            while len(cells) > width and not cells[-1].strip() and not has_break:
                cells.pop()
            if any(len(cell) > MAX_CELL for cell in cells):
                record.problem = "cell_length"
            elif cells and len(cells) != width:
                # A sheet has no ragged rows; in a text file a cell was split or two were joined.
                if self.rows is None or len(cells) > width:
                    record.problem = "columns"
            elif has_break and any(
                "\n" in c and c.count(self.delimiter) >= self.swallowed_from for c in cells
            ):
                record.problem = "swallowed"
            yield record

    def _raw_records(self) -> Iterator[Row]:
        if self.rows is not None:
            width = len(self.layout.headers)
            for number, cells in enumerate(self.rows, start=1):
                padded = list(cells) + [""] * (width - len(cells))
                yield Row(number, number, padded if any(c.strip() for c in cells) else [])
            return
        assert self.text is not None
        yield from read_records(self.text, self.delimiter)


def read_records(text: Path, delimiter: str) -> Iterator[Row]:
    """Records of a UTF-8 CSV with row and line numbers. Raises Refused at a broken quote."""
    with text.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        row, line = 0, 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Refused(
                    f"第 {row + 1:,} 条记录（第 {line:,} 行起）的双引号没有成对，其后的行可能被并成一格，整个文件未载入。"
                    "请在该行补上或删去多余的双引号后再报"
                ) from error
            row += 1
            yield Row(row, line, cells)
            line = reader.line_num + 1


def checksum_of(path: Path) -> str | None:
    """SHA-256 of a file's bytes; None where it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def inspect(
    path: Path,
    plan: Plan,
    work: Path,
    answers: Answers | None = None,
    desk: Desk | None = None,
    office: str = "",
) -> list[Incoming]:
    """Recognise the table or tables of a file. Raises Refused when nothing in it can be used.

    ``work`` is a folder for the decoded text of files that are not UTF-8. ``answers`` are what a person said of this
    file, ``desk`` remembers what was said of the like of it; ``office`` is the sender where the caller knows it.
    What can't be sure is among an Incoming's questions; where one of them must be answered, it must not be loaded.
    """
    if not path.is_file():
        raise Refused("文件不存在或不是文件。请核对路径")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Refused(f"文件打不开（{error.strerror}）。请关闭正在使用它的程序，或检查权限") from error
    if size == 0:
        raise Refused("空文件（0 字节）。请核对后重新报送")
    said = answers.of(sha256) if answers else FileAnswer()
    given = office or said.office
    if is_workbook(head):
        return _inspect_workbook(path, sha256, Reader(path.name, plan, said, desk, given))
    return [_inspect_text(path, sha256, Reader(path.name, plan, said, desk, given), work)]


def _inspect_text(path: Path, sha256: str, reader: Reader, work: Path) -> Incoming:
    sources = reader.plan.sources
    declared = next((s.encoding for s in sources if s.encoding and s.matches(path.name, s.headers)), None)
    text, encoding = decode_to_utf8(path, declared, work / f"{sha256[:16]}.csv")
    count = count_records(text)
    if count.lone_cr:
        text = _with_plain_line_ends(text, work / f"{sha256[:16]}.lf.csv")
        count = count_records(text)
    delimiter = _delimiter(text, sources)
    try:
        first = [r.cells for r in islice(read_records(text, delimiter), SEARCHED_ROWS + DEEPEST)]
    except Refused:
        first = _lines_before_broken_quote(text, delimiter)
    if not any(any(cell.strip() for cell in cells) for cells in first):
        raise Refused("文件里只有空行。请核对后重新报送")
    if max(len(cells) for cells in first) > MAX_COLUMNS:
        raise Refused(f"一行超过 {MAX_COLUMNS:,} 格，Excel 放不下。请核对分隔符后再报")
    found = reader.read(first, "", frozenset())
    if found is None:
        raise Refused("按答案不载入这个文件。如要载入，请改正答案")
    incoming = Incoming(
        path, sha256, encoding, found.layout, found.month,
        delimiter=delimiter, text=text, count=count, office=found.office, told=found.told,
    )  # fmt: skip
    _skip_head(incoming, first)
    _refuse_header_only(incoming)
    reader.complete(incoming, found)
    return incoming


def _with_plain_line_ends(text: Path, target: Path) -> Path:
    """A copy in which the line ends of an old Mac (a lone CR) are ordinary ones."""
    with (
        text.open(encoding="utf-8-sig", newline=None) as source,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        while chunk := source.read(8 * 1024 * 1024):
            out.write(chunk)
    return target


def _inspect_workbook(path: Path, sha256: str, reader: Reader) -> list[Incoming]:
    found: list[Incoming] = []
    problems: list[str] = []
    sheets = read_workbook(path)
    reader.check_sheets([sheet.name for sheet in sheets])
    for sheet in sheets:
        rows = sheet.rows
        while rows and not any(cell.strip() for cell in rows[-1]):
            rows.pop()
        if not rows:
            continue
        try:
            read = reader.read(rows[: SEARCHED_ROWS + DEEPEST], sheet.name, sheet.stops)
            if read is None:
                problems.append(f"工作表“{sheet.name}”：按答案不载入")
                continue
            told = [*read.told, *remarks_of(sheet, read.layout)]
            incoming = Incoming(
                path, sha256, "xlsx", read.layout, read.month, sheet=sheet.name, rows=rows,
                office=read.office, told=told,
            )  # fmt: skip
            _skip_head(incoming, rows)
            _refuse_header_only(incoming)
            reader.complete(incoming, read)
            found.append(incoming)
        except Refused as error:
            problems.append(f"工作表“{sheet.name}”：{error}")
    if not found:
        raise Refused("；".join(problems) or "工作簿里没有内容。请核对后重新报送")
    # One that waits for an answer tells nothing of its rows: the sheet left out would go unsaid.
    teller = next((i for i in found if not any(q.must for q in i.questions)), found[0])
    for problem in problems:
        teller.skipped.append({"row": None, "kind": "sheet", "text": problem})
    return found


def _refuse_header_only(incoming: Incoming) -> None:
    if incoming.data_records() == 0:
        raise Refused(
            f"只有表头（第 {incoming.layout.header_row} 行），没有数据行。本月确无数据的，请报零报告"
        )


def _skip_head(incoming: Incoming, first: list[list[str]]) -> None:
    layout = incoming.layout
    for number, cells in enumerate(first[: layout.header_row], start=1):
        text = " ".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
        told = shown(cells, layout)
        is_header = number > layout.header_row - layout.header_depth or (
            # The upper row of a header whose cells are merged over both rows.
            number == layout.header_row - 1
            and any(c and c == h for c, h in zip(cells, layout.headers, strict=False))
        )
        kind = "header" if is_header else "title" if text else "blank"
        incoming.skipped.append({"row": number, "kind": kind, "text": text[:200] if is_header else told})


def _delimiter(text: Path, sources: Sequence[FileSource]) -> str:
    """The mark that makes known headers of some line; where none does, the one that the first lines hold most."""
    with text.open(encoding="utf-8-sig", newline="") as file:
        sample = [line[:100_000] for line in islice(file, SEARCHED_ROWS) if line.strip()]
    known = known_headers(sources)

    def recognised(mark: str) -> int:
        return max(
            (sum(normal_header(c.strip('"')) in known for c in line.split(mark)) for line in sample),
            default=0,
        )

    def held(mark: str) -> int:
        return sample[0].count(mark) if sample else 0

    return max(",\t;|", key=lambda mark: (recognised(mark), held(mark)))


def _lines_before_broken_quote(text: Path, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for record in islice(read_records(text, delimiter), SEARCHED_ROWS + 2):
            found.append(record.cells)
    except Refused:
        if not found:
            raise
    return found
