"""What became of a load and of each of its files; what ``load --json`` prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class FileResult:
    """What became of one file (one sheet, where a workbook holds several tables)."""

    file: str
    sha256: str | None = None
    table: str | None = None
    encoding: str | None = None
    status: str = "refused"
    rows_in: int = 0
    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    superseded: int = 0
    rejected: int = 0
    skipped: int = 0
    rejects_file: str | None = None
    rejects_sample: list[dict[str, object]] = field(default_factory=list)
    """The first rejects: row, line, column, value, rule, message."""
    message: str = ""
    sheet: str | None = None
    ignored_columns: list[str] = field(default_factory=list)
    refused_columns: list[str] = field(default_factory=list)
    """Headers of columns that are not taken in; their cells were neither stored nor written."""
    skipped_rows: list[dict[str, object]] = field(default_factory=list)
    rejects_book: str | None = None
    """The rejects as a workbook, the bad cells marked; None where there are none, or too many for one."""
    office: str = ""
    """Code of the office that sent the file; empty where nobody said and the name does not tell."""
    report_month: str | None = None
    """Month that the title or the name tells, as YYYY-MM."""
    questions: list[dict[str, object]] = field(default_factory=list)
    """What a person has to decide (``must``: the file is refused until then)."""
    mapping: list[dict[str, object]] = field(default_factory=list)
    """For each header of the file: header, column, title, state."""
    headers_key: str = ""
    header_row: int | None = None
    header_depth: int | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass
class LoadResult:
    """What became of a whole load; the sums of its files."""

    rows_in: int = 0
    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    superseded: int = 0
    rejected: int = 0
    skipped: int = 0
    build_id: str | None = None
    is_demo: bool = False
    """The database holds demonstration records, and all it shows is labelled so."""
    files: list[FileResult] = field(default_factory=list)
    load_id: int | None = None
    """Number of the load in the database; None where nothing was recorded."""

    def as_json(self) -> dict[str, Any]:
        """The object that ``load --json`` prints."""
        return asdict(self)

    @property
    def exit_code(self) -> int:
        """0 done; 3 done, but some rows or files were refused; 2 nothing done."""
        if all(f.status == "refused" for f in self.files):
            return 2
        return 3 if self.rejected or any(f.status == "refused" for f in self.files) else 0


@dataclass
class UndoResult:
    """What undoing a load did."""

    load_id: int
    files: list[str]
    removed: int
    """Rows that the load had put into the ledgers, and that are gone again."""
    restored: int
    """Rows that it had replaced, and that stand in the ledgers again."""
    build_id: str
    undone_by: str
    reason: str
    is_demo: bool = False

    def as_json(self) -> dict[str, Any]:
        """The object that ``undo --json`` prints."""
        return asdict(self)


COUNTS = ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
