"""The ledgers: their tables, and the decision where each accepted row goes.

A key's rows are judged in order of arrival, the stored row first. A row wins unless both it and an earlier
row of its key tell their report month and its own is the earlier one. The last winner is what the ledger
holds; the others are kept in ``<table>_history``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from etl.contract import Contract
from etl.scan import stored_columns


@dataclass
class Fate:
    """What became of the valid rows of one file."""

    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    superseded: int = 0


def _names(names: list[str], table: str = "") -> str:
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def create_tables(connection: duckdb.DuckDBPyConnection, contracts: list[Contract]) -> None:
    """Make the ledgers and the accounting tables that are not there yet."""
    connection.begin()  # one transaction, since each of its own would be written to the disk
    for contract in contracts:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in stored_columns(contract))
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {contract.table} ({columns}, _file INTEGER, _row BIGINT)"
        )
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {contract.table}_history "
            f"({columns}, _file INTEGER, _row BIGINT, _fate VARCHAR, _by_file INTEGER)"
        )
    connection.execute("""
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
    """)
    connection.commit()


def settle(
    connection: duckdb.DuckDBPyConnection, contract: Contract, scan: str, known: dict[int, int]
) -> dict[int, Fate]:
    """Put the valid rows of the scan table ``scan`` where they belong; gives each file's fates.

    ``known`` maps files that were loaded before (same bytes) to their earlier id: their rows change nothing,
    save rows that were rejected then and are valid now.
    """
    key = contract.key
    columns = [name for name, _ in stored_columns(contract)]
    content = [name for name in columns if name != "report_month"]
    keys, held = _names(key), _names(columns)
    good = "_mask = 0"
    fates: dict[int, Fate] = {}

    def fate(file: int) -> Fate:
        return fates.setdefault(file, Fate())

    if known:
        pairs = ", ".join(f"({new}, {old})" for new, old in known.items())
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE settled_before AS SELECT s._file, s._row FROM {scan} s "
            f"JOIN (VALUES {pairs}) k(file, old) ON s._file = k.file WHERE s._mask = 0 "
            'AND NOT EXISTS (SELECT 1 FROM rejects r WHERE r.file_id = k.old AND r."row" = s._row)'
        )
        for file, count in connection.execute(
            "SELECT _file, count(*) FROM settled_before GROUP BY 1"
        ).fetchall():
            fate(file).unchanged += count
        good += " AND NOT EXISTS (SELECT 1 FROM settled_before b WHERE b._file = s._file AND b._row = s._row)"

    twice = (
        f"SELECT {keys} FROM {scan} s WHERE {good} AND hash({keys}) IN "
        f"(SELECT hash({keys}) FROM {scan} s WHERE {good} GROUP BY 1 HAVING count(*) > 1)"
    )
    stored = f"SELECT {keys} FROM {scan} s SEMI JOIN {contract.table} l USING ({keys}) WHERE {good}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE contested AS SELECT DISTINCT * FROM ({twice} UNION ALL {stored})"
    )
    row = connection.execute("SELECT count(*) FROM contested").fetchone()
    if row and row[0]:
        _settle_contested(connection, contract, scan, good, columns, content, fate)
        good += f" AND NOT EXISTS (SELECT 1 FROM contested c WHERE {_same(key, 'c', 's')})"
    counted = connection.execute(f"SELECT _file, count(*) FROM {scan} s WHERE {good} GROUP BY 1").fetchall()
    for file, count in counted:
        fate(file).accepted += count
    connection.execute(f"INSERT INTO {contract.table} SELECT {held}, _file, _row FROM {scan} s WHERE {good}")
    return fates


def _same(key: list[str], left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" = {right}."{name}"' for name in key)


def _settle_contested(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    scan: str,
    good: str,
    columns: list[str],
    content: list[str],
    fate: Callable[[int], Fate],
) -> None:
    """Judge the rows whose key comes several times, or is in the ledger already."""
    key = contract.key
    keys, body = _names(key), _names(content)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        WITH arrivals AS (
            SELECT {keys}, 0 AS is_new, _file, _row, report_month, hash({body}) AS content
            FROM {contract.table} SEMI JOIN contested USING ({keys})
            UNION ALL
            SELECT {keys}, 1, _file, _row, report_month, hash({body})
            FROM {scan} s SEMI JOIN contested USING ({keys}) WHERE {good}),
        placed AS (
            SELECT *, row_number() OVER arrival AS place,
                max(report_month) OVER (arrival ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS month_before
            FROM arrivals WINDOW arrival AS (PARTITION BY {keys} ORDER BY is_new, _file, _row)),
        judged AS (
            SELECT *, max(place) FILTER (WHERE month_before IS NULL OR report_month IS NULL
                                         OR report_month >= month_before) OVER k AS winner,
                max(content) FILTER (WHERE is_new = 0) OVER k AS stored_content,
                max(report_month) OVER k AS last_month
            FROM placed WINDOW k AS (PARTITION BY {keys}))
        SELECT *, max(content) FILTER (WHERE place = winner) OVER (PARTITION BY {keys}) AS final_content,
            CASE WHEN is_new = 0 THEN 'stored'
                 WHEN place = winner AND stored_content IS DISTINCT FROM content THEN 'accepted'
                 WHEN content = stored_content AND (place = winner OR content = max(content)
                      FILTER (WHERE place = winner) OVER (PARTITION BY {keys})) THEN 'unchanged'
                 ELSE 'superseded' END AS fate
        FROM judged""")
    counts = connection.execute(
        "SELECT _file, fate, count(*), count(stored_content) FROM judged WHERE is_new = 1 GROUP BY 1, 2"
    ).fetchall()
    for file, kind, count, with_stored in counts:
        target = fate(file)
        setattr(target, kind, getattr(target, kind) + count)
        if kind == "accepted":
            target.changed += with_stored
    history = f"INSERT INTO {contract.table}_history SELECT {_names(columns, 't')}, t._file, t._row"
    place = "j._file = t._file AND j._row = t._row AND j.is_new = 1"
    # The stored version that gives way, and every new version that lost, stay findable.
    connection.execute(
        f"{history}, 'replaced', j._file FROM {contract.table} t JOIN judged j ON {_same(key, 'j', 't')} "
        "WHERE j.fate = 'accepted'"
    )
    connection.execute(
        f"{history}, 'superseded', w._file FROM {scan} t JOIN judged j ON {place} AND j.fate = 'superseded' "
        f"JOIN judged w ON {_same(key, 'w', 't')} AND w.place = w.winner"
    )
    connection.execute(
        f"DELETE FROM {contract.table} t USING judged j WHERE {_same(key, 'j', 't')} AND j.fate = 'accepted'"
    )
    values = ", ".join("j.last_month" if name == "report_month" else f't."{name}"' for name in columns)
    connection.execute(
        f"INSERT INTO {contract.table} SELECT {values}, t._file, t._row FROM {scan} t "
        f"JOIN judged j ON {place} AND j.fate = 'accepted'"
    )
    # A later report that says the same again makes the stored row's month later, nothing else.
    connection.execute(
        f"UPDATE {contract.table} t SET report_month = j.last_month FROM judged j WHERE {_same(key, 'j', 't')} "
        "AND j.fate = 'unchanged' AND j.place = j.winner AND j.last_month > coalesce(t.report_month, '')"
    )
