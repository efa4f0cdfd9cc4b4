"""The account of every load, kept in the database: what came, from whom, and where each row went.

Of a file that was loaded: rows_in = accepted + unchanged + superseded + rejected, its accepted rows stand in the
ledger or, replaced since, in the history, and its superseded rows stand in the history. ``unbalanced`` asks that
of the ledgers themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import pyarrow as pa

_TABLES = """
    CREATE TABLE IF NOT EXISTS loads (
        load_id INTEGER, loaded_at TIMESTAMP, loaded_by VARCHAR, build_id VARCHAR, plan_checksum VARCHAR,
        rows_in BIGINT, accepted BIGINT, changed BIGINT, unchanged BIGINT, superseded BIGINT, rejected BIGINT,
        skipped BIGINT);
    CREATE TABLE IF NOT EXISTS load_files (
        file_id INTEGER, load_id INTEGER, file VARCHAR, sheet VARCHAR, sha256 VARCHAR, "table" VARCHAR,
        encoding VARCHAR, report_month VARCHAR, status VARCHAR, rows_in BIGINT, accepted BIGINT,
        changed BIGINT, unchanged BIGINT, superseded BIGINT, rejected BIGINT, skipped BIGINT, message VARCHAR);
    CREATE TABLE IF NOT EXISTS rejects (
        file_id INTEGER, "row" BIGINT, line BIGINT, "column" VARCHAR, value VARCHAR, rule VARCHAR,
        message VARCHAR, cells VARCHAR[]);
    -- Whose rows a file met: it replaced them, lost to them or said the same again.
    CREATE TABLE IF NOT EXISTS load_touches ("table" VARCHAR, file_id INTEGER, of_file INTEGER, "rows" BIGINT);
    -- A stored row's report month made later by a file that said the same again; nothing else keeps the old one.
    CREATE TABLE IF NOT EXISTS month_moves (
        "table" VARCHAR, _file INTEGER, _row BIGINT, before VARCHAR, after VARCHAR, by_file INTEGER);
"""
_LATER_COLUMNS = {
    "loads": {
        "undone_at": "TIMESTAMP",
        "undone_by": "VARCHAR",
        "undo_reason": "VARCHAR",
        "note": "VARCHAR",
        "is_demo": "BOOLEAN",
        "can_undo": "BOOLEAN",
    },
    "load_files": {"office": "VARCHAR", "loaded_by": "VARCHAR", "stated_day": "DATE"},
}
"""Columns that databases of before may lack; ``stated_day`` is the day of sending that the table names, ``can_undo`` is not true for their loads, which noted no touches."""

_ACCOUNT = """
    CREATE OR REPLACE VIEW load_account AS
    SELECT f.load_id, f.file_id, f.file, f.sheet, f."table", f.sha256, coalesce(f.office, '') AS office,
        coalesce(f.loaded_by, l.loaded_by) AS who, l.loaded_at AS "when", f.encoding, f.report_month, f.rows_in,
        f.accepted, f.changed, f.unchanged, f.superseded, f.rejected, f.skipped, f.message,
        CASE WHEN l.undone_at IS NULL THEN 'loaded' ELSE 'undone' END AS state,
        l.undone_at, l.undone_by, l.undo_reason
    FROM load_files AS f JOIN loads AS l USING (load_id)
"""
_TYPES = {"file_id": pa.int32(), "load_id": pa.int32(), "cells": pa.list_(pa.string())}


class Unbalanced(Exception):
    """An account that does not close: a defect. The load is given up, nothing of it is stored."""


def create_accounts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the accounting tables, columns and the view ``load_account`` that are not there yet."""
    connection.execute(_TABLES)
    for table, columns in _LATER_COLUMNS.items():
        for name, kind in columns.items():
            connection.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {name} {kind}")
    connection.execute(_ACCOUNT)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows by way of Arrow: row-wise inserts are a thousand times slower. Columns not named stay empty."""
    if not rows:
        return
    names = list(rows[0])
    arrays = [pa.array([row[name] for row in rows], _TYPES.get(name)) for name in names]
    connection.register("incoming_rows", pa.table(arrays, names=names))
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming_rows")
    connection.unregister("incoming_rows")


def unbalanced(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], files: Sequence[int] | None = None
) -> list[str]:
    """Files (``files``, else all) whose account does not close with what the ledgers ``tables`` hold of them.

    An undone file must have left nothing. Loads of databases of before are asked too: they obey the same identity.
    """
    among = (
        ""
        if files is None
        else f" AND file_id BETWEEN {min(files)} AND {max(files)}"
        if files
        else " AND FALSE"
    )
    mine = among.replace("file_id", "_file")
    found = []
    for table in tables:
        cursor = connection.execute(f"""
            WITH stored AS (
                SELECT _file, count(*) AS n FROM {table} WHERE TRUE{mine} GROUP BY 1),
            past AS (
                SELECT _file, count(*) FILTER (WHERE _fate = 'replaced') AS replaced,
                    count(*) FILTER (WHERE _fate = 'superseded') AS superseded
                FROM {table}_history WHERE TRUE{mine} GROUP BY 1),
            told AS (SELECT * FROM load_files WHERE "table" = '{table}'{among})
            SELECT coalesce(t.file_id, s._file, p._file), t.status, t.rows_in, t.accepted, t.unchanged, t.superseded,
                t.rejected, coalesce(s.n, 0), coalesce(p.replaced, 0), coalesce(p.superseded, 0)
            FROM told AS t FULL JOIN stored AS s ON s._file = t.file_id FULL JOIN past AS p
                ON p._file = coalesce(t.file_id, s._file)
            WHERE CASE WHEN t.status = 'loaded'
                THEN t.rows_in <> t.accepted + t.unchanged + t.superseded + t.rejected
                    OR coalesce(s.n, 0) + coalesce(p.replaced, 0) <> t.accepted
                    OR coalesce(p.superseded, 0) <> t.superseded
                ELSE s.n IS NOT NULL OR p._file IS NOT NULL END
            ORDER BY 1 LIMIT 5""")
        for (
            file,
            status,
            rows_in,
            accepted,
            unchanged,
            lost,
            rejected,
            stored,
            replaced,
            past,
        ) in cursor.fetchall():
            found.append(
                f"{table}, file {file} ({status}): {rows_in} rows in, {accepted} accepted, {unchanged} unchanged, "
                f"{lost} superseded, {rejected} rejected; the ledger holds {stored}, the history {replaced} replaced "
                f"and {past} superseded"
            )
    return found


def prove(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], files: Sequence[int] | None = None
) -> None:
    """Raise Unbalanced where an account does not close, a load's sum over its files included."""
    problems = unbalanced(connection, tables, files)
    counts = ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
    differs = " OR ".join(f"l.{name} <> f.{name}" for name in counts)
    sums = ", ".join(f"sum({name}) AS {name}" for name in counts)
    cursor = connection.execute(
        f"SELECT l.load_id FROM loads AS l JOIN (SELECT load_id, {sums} FROM load_files GROUP BY 1) AS f "
        f"USING (load_id) WHERE {differs} ORDER BY 1 LIMIT 5"
    )
    problems += [f"load {number}: its sums are not those of its files" for (number,) in cursor.fetchall()]
    if problems:
        raise Unbalanced("; ".join(problems))
