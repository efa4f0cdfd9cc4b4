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

    def as_json(self) -> dict[str, Any]:
        """The object that ``load --json`` prints."""
        return asdict(self)

    @property
    def exit_code(self) -> int:
        """0 done; 3 done, but some rows or files were refused; 2 nothing done."""
        if all(f.status == "refused" for f in self.files):
            return 2
        return 3 if self.rejected or any(f.status == "refused" for f in self.files) else 0


COUNTS = ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
