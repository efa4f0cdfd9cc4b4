"""Every load that is on record: who loaded what when, where its rows went, and what it gave back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from board.queries import Board, read

PAGE = 25
COUNTS = ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
_LOAD = (
    "load_id",
    "loaded_at",
    "loaded_by",
    *COUNTS,
    "undone_at",
    "undone_by",
    "undo_reason",
    "note",
    "can_undo",
)
_FILE = (
    "file_id",
    "file",
    "sheet",
    "table",
    "sha256",
    "office",
    "encoding",
    "report_month",
    *COUNTS,
    "message",
)
_REJECT = ("file_id", "row", "line", "column", "value", "rule", "message")


def count_loads(board: Board) -> int:
    """How many loads are on record, undone ones too."""
    return int(read(board, "SELECT count(*) FROM loads")[0][0])


def loads(board: Board, page: int = 0) -> list[dict[str, Any]]:
    """One page of the loads, the newest first: ``_LOAD``, and files, offices[], tables[]."""
    rows = read(
        board,
        f"SELECT {_taken(board, 'loads', _LOAD)} FROM loads ORDER BY load_id DESC LIMIT {PAGE} OFFSET ?",
        max(page, 0) * PAGE,
    )
    return [_with_files(board, dict(zip(_LOAD, row, strict=True))) for row in rows]


def load(board: Board, load_id: int) -> dict[str, Any] | None:
    """One load; None where there is no such number."""
    rows = read(board, f"SELECT {_taken(board, 'loads', _LOAD)} FROM loads WHERE load_id = ?", load_id)
    return _with_files(board, dict(zip(_LOAD, rows[0], strict=True))) if rows else None


def files(board: Board, load_id: int) -> list[dict[str, Any]]:
    """Its files, one row for each sheet: ``_FILE``."""
    sql = f"SELECT {_taken(board, 'load_files', _FILE)} FROM load_files WHERE load_id = ? ORDER BY file_id"
    return [dict(zip(_FILE, row, strict=True)) for row in read(board, sql, load_id)]


def count_rejects(board: Board, load_id: int, text: str = "") -> int:
    """Rejected rows of a load that say ``text`` somewhere."""
    where, values = _where(load_id, text)
    return int(
        read(
            board,
            f"SELECT count(*) FROM rejects AS r JOIN load_files AS f USING (file_id) WHERE {where}",
            *values,
        )[0][0]
    )


def rejects(board: Board, load_id: int, text: str = "", page: int = 0) -> list[dict[str, Any]]:
    """One page of a load's rejected rows, with file and sheet."""
    where, values = _where(load_id, text)
    chosen = ", ".join(f'r."{name}"' for name in _REJECT)
    rows = read(
        board,
        f"SELECT {chosen}, f.file, f.sheet FROM rejects AS r JOIN load_files AS f USING (file_id) WHERE {where} "
        f'ORDER BY r.file_id, r."row" LIMIT {PAGE} OFFSET ?',
        *values,
        max(page, 0) * PAGE,
    )
    return [dict(zip((*_REJECT, "file", "sheet"), row, strict=True)) for row in rows]


def _with_files(board: Board, found: dict[str, Any]) -> dict[str, Any]:
    members = files(board, found["load_id"])
    found["files"] = len({(f["file"], f["sha256"]) for f in members})
    found["offices"] = sorted({f["office"] for f in members if f["office"]})
    found["tables"] = sorted({f["table"] for f in members if f["table"]})
    return found


def _where(load_id: int, text: str) -> tuple[str, list[Any]]:
    if not text:
        return "f.load_id = ?", [load_id]
    shown = 'concat_ws(chr(9), f.file, r."column", r.value, r.message, array_to_string(r.cells, chr(9)))'
    return f"f.load_id = ? AND contains(lower({shown}), lower(?))", [load_id, text]


def _taken(board: Board, table: str, names: tuple[str, ...]) -> str:
    """The columns as a list to select; one that a database of before does not have is empty."""
    has = {
        name
        for (name,) in read(board, "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", table)
    }
    return ", ".join(f'"{name}"' if name in has else f'NULL AS "{name}"' for name in names)


def rejects_files(board: Board, load_id: int) -> dict[str, list[Path]]:
    """The files to mend that a load wrote beside the database, CSV and workbook of one input together, by its name.

    Empty where the folder was not kept.
    """
    folder = board.path.with_name(board.path.name + ".rejects") / f"{load_id:05d}"
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.rejects*.*")) if folder.is_dir() else ():
        if path.suffix in (".csv", ".xlsx"):
            found.setdefault(path.stem, []).append(path)
    return found
