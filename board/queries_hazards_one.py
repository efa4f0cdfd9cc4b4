"""One hazard: what the ledger says of it, what each load said before, and what else is known of its enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from board.queries import Board, read

TABLE = "hazards"
FIELDS: tuple[str, ...] = (
    "hazard_id", "region_code", "town", "sector_code", "sector_text", "level", "enterprise_id", "enterprise",
    "description", "found_by", "found_date", "due_date", "closed_date", "supervision", "five_settled", "office",
    "investment_yuan", "report_month", "remark",
)  # fmt: skip
TOLD_APART = tuple(f for f in FIELDS if f not in ("hazard_id", "region_code", "sector_text", "report_month"))
"""Fields whose changes are told; a row's month of report says when, not what."""


@dataclass(frozen=True)
class Version:
    """What one row of one file said of the hazard."""

    fields: dict[str, Any]
    file: str | None
    sheet: str | None
    row: int
    office: str
    load_id: int | None
    who: str
    loaded_at: datetime | None
    is_adopted: bool
    """False for a row of an earlier month than one that was there already: it is kept, and changed nothing."""
    changes: tuple[tuple[str, Any, Any], ...]
    """Field, what was known before, what this row says; nothing for the first."""


@dataclass(frozen=True)
class Enterprise:
    """What else is known of a hazard's enterprise at a day."""

    hazards: int
    open: int
    inspections: int
    problems: int
    last_inspected: date | None
    rows: list[dict[str, Any]]
    """The newest inspections: inspected_date, method, problems, rectified, penalties, office, file, sheet, row."""


def key_of(text: str) -> tuple[str, str] | None:
    """Region code and number of ``<region_code>/<hazard_id>``; None where it is no such key."""
    region, slash, number = text.partition("/")
    return (region, number) if region and slash and number else None


def hazard(board: Board, region: str, number: str) -> dict[str, Any] | None:
    """The row that the ledger holds now: ``FIELDS``; None where there is none."""
    rows = read(
        board,
        f"SELECT {', '.join(FIELDS)} FROM hazards WHERE region_code = ? AND hazard_id = ?",
        region, number,
    )  # fmt: skip
    return dict(zip(FIELDS, rows[0], strict=True)) if rows else None


def versions(board: Board, region: str, number: str) -> list[Version]:
    """Every row that a file brought for it, in the order in which they came: the first one, then what each changed."""
    fields = ", ".join(f"v.{name}" for name in FIELDS)
    own = "region_code = ? AND hazard_id = ?"
    rows = read(
        board,
        f"SELECT {fields}, v._row, v._fate, f.file, f.sheet, f.office, f.load_id, f.who, f.\"when\" FROM ("
        f"SELECT {', '.join(FIELDS)}, _file, _row, 'stored' AS _fate FROM hazards WHERE {own} UNION ALL "
        f"SELECT {', '.join(FIELDS)}, _file, _row, _fate FROM hazards_history WHERE {own}) AS v "
        "LEFT JOIN load_account AS f ON f.file_id = v._file ORDER BY v._file, v._row",
        region, number, region, number,
    )  # fmt: skip
    found: list[Version] = []
    known: dict[str, Any] | None = None
    newest = ""
    for row in rows:
        fields_, (place, fate, file, sheet, office, load, who, when) = row[: len(FIELDS)], row[len(FIELDS) :]
        said = dict(zip(FIELDS, fields_, strict=True))
        month = said["report_month"] or ""
        # As the ledger decides: a row gives way only to one whose month is told and later than its own.
        is_adopted = fate != "superseded" or not (month and newest and month < newest)
        newest = max(newest, month)
        changes = []
        if known is not None:
            changes = [(name, known[name], said[name]) for name in TOLD_APART if known[name] != said[name]]
        found.append(
            Version(said, file, sheet, place, office or "", load, who or "", when, is_adopted, tuple(changes))
        )
        if is_adopted:
            known = said
    return found


def enterprise(board: Board, row: dict[str, Any], day: date, most: int = 5) -> Enterprise | None:
    """Hazards and inspections of the same enterprise up to a day; None where the row names no enterprise."""
    column = "enterprise_id" if row["enterprise_id"] else "enterprise"
    if not row[column]:
        return None
    hazards = read(
        board,
        f"SELECT count(*), count(*) FILTER (WHERE closed_date IS NULL OR closed_date > ?) FROM hazards "
        f"WHERE region_code = ? AND {column} = ? AND found_date <= ?",
        day, row["region_code"], row[column], day,
    )[0]  # fmt: skip
    own, values = (
        f"region_code = ? AND {column} = ? AND inspected_date <= ?",
        [row["region_code"], row[column], day],
    )
    inspected = read(
        board,
        "SELECT count(*), coalesce(sum(problems), 0)::BIGINT, max(inspected_date) FROM inspections "
        f"WHERE {own}",
        *values,
    )[0]
    names = (
        "inspected_date",
        "method",
        "problems",
        "rectified",
        "penalties",
        "office",
        "file",
        "sheet",
        "row",
    )
    rows = read(
        board,
        "SELECT i.inspected_date, i.method, i.problems, i.rectified, i.penalties, i.office, f.file, f.sheet, i._row FROM "
        f"(SELECT * FROM inspections WHERE {own} ORDER BY inspected_date DESC, inspection_id LIMIT {int(most)}) AS i "
        "LEFT JOIN load_files AS f ON f.file_id = i._file ORDER BY i.inspected_date DESC, i.inspection_id",
        *values,
    )
    hazards_, open_ = hazards
    times, problems, last = inspected
    return Enterprise(
        hazards_, open_, times, problems, last, [dict(zip(names, r, strict=True)) for r in rows]
    )
