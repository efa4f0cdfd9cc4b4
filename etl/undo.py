"""Undoing a load: its rows go, what it had replaced comes back, as if it had never been.

The newest load can always be undone. An earlier one can where no load since has met its rows: then the result is
that of a database which never had it. Its entry in the account stays, marked as undone, by whom and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from database import read_pointer
from database.people import person
from etl import marts
from etl.accounts import prove
from etl.clock import moment
from etl.contract import Contract, contracts
from etl.ledger import create_tables
from etl.problems import NothingDone
from etl.progress import Step
from etl.results import UndoResult
from etl.scan import stored_columns
from etl.writing import draft_of
from rules.plan import Plan


@dataclass(frozen=True)
class Taken:
    """What taking files back did to a ledger, in rows."""

    removed: int
    restored: int


def undo(
    plan: Plan, path: Path, step: Step, load_id: int | None = None, reason: str = "", who: str = ""
) -> UndoResult:
    """Undo a load (the newest that stands, where none is named), build the marts anew and switch.

    Raises NoDatabase, BadDatabase, NothingDone (no such load, undone already, later loads met its rows).
    """
    read_pointer(path, plan.id)
    with draft_of(path, plan) as draft:
        connection = draft.connection
        create_tables(connection, list(contracts().values()))
        load_id = _chosen(connection, load_id)
        files = connection.execute(
            'SELECT file_id, file, "table" FROM load_files WHERE load_id = ? ORDER BY file_id', [load_id]
        ).fetchall()
        tables = sorted({table for _number, _name, table in files})
        numbers = [number for number, _name, _table in files]
        taken = [take_back(connection, contracts()[table], numbers) for table in tables]
        forget(connection, numbers)
        by = person(who)
        connection.execute(
            "UPDATE loads SET undone_at = ?, undone_by = ?, undo_reason = ? WHERE load_id = ?",
            [moment(plan.zone), by, reason, load_id],
        )
        prove(connection, tables)
        marts.build(connection, plan, step)
        is_demo = bool(draft.previous and draft.previous.is_demo) and _holds_demo(connection)
        build_id = draft.switch(is_demo)
    return UndoResult(
        load_id, list(dict.fromkeys(name for _number, name, _table in files)),
        sum(t.removed for t in taken), sum(t.restored for t in taken), build_id, by, reason, is_demo,
    )  # fmt: skip


def _chosen(connection: duckdb.DuckDBPyConnection, named: int | None) -> int:
    """The load to undo. Raises NothingDone where it can't be."""
    standing = {
        number: bool(can)
        for number, can in connection.execute(
            "SELECT load_id, can_undo FROM loads WHERE undone_at IS NULL"
        ).fetchall()
    }
    if named is None and not standing:
        raise NothingDone("没有可以撤销的载入。可用 python -m etl status 查看载入记录")
    load_id = max(standing) if named is None else named
    if load_id not in standing:
        undone = connection.execute("SELECT undone_at FROM loads WHERE load_id = ?", [load_id]).fetchone()
        if undone:
            raise NothingDone(
                f"第 {load_id} 次载入已在 {undone[0]:%Y-%m-%d %H:%M} 撤销，不必再撤销。请核对编号"
            )
        raise NothingDone(f"没有第 {load_id} 次载入。请用 python -m etl status 查看载入记录后再试")
    if not standing[load_id]:
        raise NothingDone(
            f"第 {load_id} 次载入是旧版程序做的，没有留下撤销所需的记录，不能撤销。请报送更正表，或从备份恢复"
        )
    later = blockers(connection, load_id)
    if later:
        shown = "、".join(str(number) for number in later)
        raise NothingDone(
            f"第 {load_id} 次载入的行，后来的载入又报过或改过，不能单独撤销。请先依次撤销第 {shown} 次载入，"
            f"再撤销第 {load_id} 次"
        )
    return load_id


def blockers(connection: duckdb.DuckDBPyConnection, load_id: int) -> list[int]:
    """Later loads that met rows of this one, or of one that did; newest first, as they are to be undone."""
    rows = connection.execute(
        """
        WITH RECURSIVE met AS (
            SELECT DISTINCT b.load_id AS later, a.load_id AS earlier
            FROM load_touches AS t JOIN load_files AS b ON b.file_id = t.file_id JOIN load_files AS a ON a.file_id = t.of_file
            WHERE b.load_id > a.load_id),
        hung AS (
            SELECT later FROM met WHERE earlier = ?
            UNION
            SELECT m.later FROM met AS m JOIN hung AS h ON m.earlier = h.later)
        SELECT later FROM hung ORDER BY 1 DESC""",
        [load_id],
    ).fetchall()
    return [number for (number,) in rows]


def take_back(connection: duckdb.DuckDBPyConnection, contract: Contract, files: Sequence[int]) -> Taken:
    """Make a ledger and its history what they were before the files of one load came."""
    table = contract.table
    columns = ", ".join(f'"{name}"' for name, _kind in stored_columns(contract))
    mine = f"BETWEEN {min(files)} AND {max(files)}"  # a load's files are numbered one after the other
    removed = _count(connection, f"DELETE FROM {table} WHERE _file {mine}")
    connection.execute(f"DELETE FROM {table}_history WHERE _file {mine}")
    replaced = f"FROM {table}_history WHERE _fate = 'replaced' AND _by_file {mine}"
    restored = _count(connection, f"INSERT INTO {table} SELECT {columns}, _file, _row {replaced}")
    connection.execute(f"DELETE {replaced}")
    connection.execute(
        f"UPDATE {table} AS t SET report_month = m.before FROM month_moves AS m "
        f"WHERE m.\"table\" = '{table}' AND m.by_file {mine} AND m._file = t._file AND m._row = t._row"
    )
    return Taken(removed, restored)


def forget(connection: duckdb.DuckDBPyConnection, files: Sequence[int]) -> None:
    """The files no longer count: they may come again, and what they met is met no more."""
    mine = f"BETWEEN {min(files)} AND {max(files)}"
    connection.execute(f"DELETE FROM month_moves WHERE by_file {mine}")
    connection.execute(f"DELETE FROM load_touches WHERE file_id {mine}")
    connection.execute(f"UPDATE load_files SET status = 'undone' WHERE file_id {mine}")


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _holds_demo(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a load that stands brought demonstration rows; one that nobody noted it of may have."""
    row = connection.execute(
        "SELECT count(*) FROM loads WHERE undone_at IS NULL AND is_demo IS NOT FALSE"
    ).fetchone()
    return bool(row and row[0])
