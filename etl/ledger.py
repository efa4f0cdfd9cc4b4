"""The ledgers: their tables, and the decision where each accepted row goes.

A key's rows are judged in order of arrival, the stored row first. A row wins unless both it and an earlier
row of its key tell their report month and its own is the earlier one. The last winner is what the ledger
holds; the others are kept in ``<table>_history``.

What a load changes can be taken back (``etl.undo``): replaced rows stand in the history with the file that replaced
them, a month that was made later in ``month_moves``, and whose rows a file met in ``load_touches``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from etl.accounts import create_accounts
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
    create_accounts(connection)
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
            connection.execute(
                "INSERT INTO load_touches VALUES (?, ?, ?, ?)", [contract.table, file, known[file], count]
            )
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
        good += f" AND NOT EXISTS (SELECT 1 FROM contested c WHERE {same_key(key, 'c', 's')})"
    counted = connection.execute(f"SELECT _file, count(*) FROM {scan} s WHERE {good} GROUP BY 1").fetchall()
    for file, count in counted:
        fate(file).accepted += count
    connection.execute(f"INSERT INTO {contract.table} SELECT {held}, _file, _row FROM {scan} s WHERE {good}")
    return fates


def same_key(key: list[str], left: str, right: str) -> str:
    """SQL that is true where two rows have the same key."""
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
        f"{history}, 'replaced', j._file FROM {contract.table} t JOIN judged j ON {same_key(key, 'j', 't')} "
        "WHERE j.fate = 'accepted'"
    )
    connection.execute(
        f"{history}, 'superseded', w._file FROM {scan} t JOIN judged j ON {place} AND j.fate = 'superseded' "
        f"JOIN judged w ON {same_key(key, 'w', 't')} AND w.place = w.winner"
    )
    connection.execute(
        f"DELETE FROM {contract.table} t USING judged j WHERE {same_key(key, 'j', 't')} AND j.fate = 'accepted'"
    )
    values = ", ".join("j.last_month" if name == "report_month" else f't."{name}"' for name in columns)
    connection.execute(
        f"INSERT INTO {contract.table} SELECT {values}, t._file, t._row FROM {scan} t "
        f"JOIN judged j ON {place} AND j.fate = 'accepted'"
    )
    _note_touches(connection, contract)
    # A later report that says the same again makes the stored row's month later, nothing else.
    later = (
        f"{same_key(key, 'j', 't')} AND j.fate = 'unchanged' AND j.place = j.winner "
        "AND j.last_month > coalesce(t.report_month, '')"
    )
    connection.execute(
        f"INSERT INTO month_moves SELECT '{contract.table}', t._file, t._row, t.report_month, j.last_month, j._file "
        f"FROM {contract.table} t JOIN judged j ON {later}"
    )
    connection.execute(
        f"UPDATE {contract.table} t SET report_month = j.last_month FROM judged j WHERE {later}"
    )


def _note_touches(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Note which files' rows the new rows met: those of the stored row, and those that had moved its month."""
    met = (
        "SELECT n._file AS file_id, s._file AS of_file, s._row AS of_row FROM judged n "
        f"JOIN judged s ON {same_key(contract.key, 's', 'n')} WHERE n.is_new = 1 AND s.is_new = 0"
    )
    connection.execute(f"""
        INSERT INTO load_touches SELECT '{contract.table}', file_id, of_file, count(*) FROM (
            SELECT file_id, of_file FROM ({met})
            UNION ALL
            SELECT m.file_id, b.by_file FROM ({met}) AS m JOIN month_moves AS b
                ON b."table" = '{contract.table}' AND b._file = m.of_file AND b._row = m.of_row)
        GROUP BY ALL""")
