"""What a check found, from the small database that ``etl check --preview`` wrote: rejects and coming changes, paged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from database import BadDatabase

PAGE = 25
"""Rows that are read at once."""
KINDS = ("added", "changes", "gone")
_REJECT = ("row", "line", "columns", "values", "rules", "messages", "cells")
_CHANGE = {
    "added": ("table", "region_code", "key_text", "told", "file_no", "row"),
    "changes": (
        "table", "region_code", "key_text", "column", "title", "before", "after", "file_no", "row", "before_file",
        "before_sheet", "before_row",
    ),
    "gone": ("table", "region_code", "key_text", "told", "last_month", "file", "sheet", "row"),
}  # fmt: skip
_SUMMARY = ("table", "added", "changed_rows", "changed_cells", "gone", "unchanged", "superseded", "rejected")


def summary(preview: Path) -> list[dict[str, Any]]:
    """One row a table: added, changed_rows, changed_cells, gone, unchanged, superseded, rejected."""
    return _named(_SUMMARY, _read(preview, f"SELECT {_quoted(_SUMMARY)} FROM summary ORDER BY 1"))


def headers(preview: Path, file_no: int) -> list[str]:
    """The headers of a file as they stand in it; columns that are not taken in have none."""
    rows = _read(preview, "SELECT headers FROM headers WHERE file_no = ?", file_no)
    return list(rows[0][0]) if rows else []


def reject_rules(preview: Path, file_no: int) -> list[tuple[str, str, int]]:
    """Which rules a file's rejects broke: rule, column, rows; the most frequent first."""
    return _read(
        preview,
        "SELECT rule, col, count(*) FROM (SELECT unnest(rules) AS rule, unnest(columns) AS col FROM rejects "
        "WHERE file_no = ?) GROUP BY ALL ORDER BY count(*) DESC, 1, 2",
        file_no,
    )  # type: ignore[return-value]


def count_rejects(preview: Path, file_no: int, rule: str = "", column: str = "", text: str = "") -> int:
    """Rejects of a file under these filters."""
    where, values = _of_rejects(file_no, rule, column, text)
    return int(_read(preview, f"SELECT count(*) FROM rejects WHERE {where}", *values)[0][0])


def rejects(
    preview: Path, file_no: int, rule: str = "", column: str = "", text: str = "", page: int = 0
) -> list[dict[str, Any]]:
    """One page of a file's rejects: row, line, columns[], values[], rules[], messages[], cells[]."""
    where, values = _of_rejects(file_no, rule, column, text)
    sql = f"SELECT {_quoted(_REJECT)} FROM rejects WHERE {where} ORDER BY row LIMIT {PAGE} OFFSET {max(page, 0) * PAGE}"
    return _named(_REJECT, _read(preview, sql, *values))


def count_changes(preview: Path, kind: str, table: str = "", region: str = "", text: str = "") -> int:
    """Rows of one of ``KINDS`` under these filters."""
    where, values = _of_changes(kind, table, region, text)
    return int(_read(preview, f"SELECT count(*) FROM {kind} WHERE {where}", *values)[0][0])


def changes(
    preview: Path, kind: str, table: str = "", region: str = "", text: str = "", page: int = 0
) -> list[dict[str, Any]]:
    """One page of what is new (``added``), changed cell by cell (``changes``), or was not sent again (``gone``)."""
    where, values = _of_changes(kind, table, region, text)
    order = '"table", region_code, key_text' + (', "row"' if kind != "changes" else ', "column"')
    sql = f"SELECT {_quoted(_CHANGE[kind])} FROM {kind} WHERE {where} ORDER BY {order} LIMIT {PAGE} OFFSET ?"
    return _named(_CHANGE[kind], _read(preview, sql, *values, max(page, 0) * PAGE))


def regions(preview: Path, kind: str) -> list[str]:
    """Codes of the regions that have rows of this kind."""
    _known(kind)
    return [code for (code,) in _read(preview, f"SELECT DISTINCT region_code FROM {kind} ORDER BY 1") if code]


def _of_rejects(file_no: int, rule: str, column: str, text: str) -> tuple[str, list[Any]]:
    parts, values = ["file_no = ?"], [file_no]
    if rule:
        parts.append("list_contains(rules, ?)")
        values.append(rule)  # type: ignore[arg-type]
    if column:
        parts.append("list_contains(columns, ?)")
        values.append(column)  # type: ignore[arg-type]
    if text:
        joined = "array_to_string(cells, chr(9)) || chr(9) || array_to_string(messages, chr(9))"
        parts.append(f"contains(lower({joined}), lower(?))")
        values.append(text)  # type: ignore[arg-type]
    return " AND ".join(parts), values


def _of_changes(kind: str, table: str, region: str, text: str) -> tuple[str, list[str]]:
    _known(kind)
    parts, values = ["TRUE"], []
    for name, value in (('"table"', table), ("region_code", region)):
        if value:
            parts.append(f"{name} = ?")
            values.append(value)
    if text:
        shown = ("key_text", "title", "before", "after") if kind == "changes" else ("key_text", "told")
        # Joined with a sign between them: a text is not found across two cells.
        parts.append(f"contains(lower(concat_ws(chr(9), {', '.join(shown)})), lower(?))")
        values.append(text)
    return " AND ".join(parts), values


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"{kind}: one of {', '.join(KINDS)}")


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _named(names: Sequence[str], rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _read(preview: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    try:
        # Opened for each reading: an open handle would keep Windows from removing the file.
        with duckdb.connect(str(preview), read_only=True, config={"threads": 1}) as connection:
            return connection.execute(sql, list(values)).fetchall()
    except duckdb.Error as error:
        raise BadDatabase("核对结果读不出，可能已被清理。请重新核对；数据没有改动") from error
