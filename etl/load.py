"""Load files: inspect, scan, settle, build marts, switch. ``check`` is the same and then lets go."""

from __future__ import annotations

import errno
import getpass
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from database import read_pointer
from etl import marts
from etl.clock import moment
from etl.contract import contracts
from etl.generations import Draft, explained, only_loader
from etl.headers import Layout, Shape
from etl.intake import Incoming, Row, checksum_of, inspect
from etl.ledger import Fate, create_tables, settle
from etl.problems import NothingDone, Refused
from etl.rejects import Reject, describe, describe_record, rejects_name, skipped_kind, write_rejects
from etl.results import COUNTS, FileResult, LoadResult
from etl.scan import Scan, build_scan, stored_columns
from etl.source_check import check_plan
from rules.plan import Plan

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)
BATCH_ROWS = 100_000
SAMPLE_REJECTS = 5
DEMO_MARK = "演示"
DATA_SUFFIXES = {".csv", ".xlsx", ".xls", ".txt", ".tsv", ".xlsm", ".et"}
_STEP = Callable[[int, int, str], None]


def list_files(paths: list[Path]) -> list[Path]:
    """Files in the order given; a folder stands for its data files, sorted, at any depth."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in DATA_SUFFIXES)
            found += [p for p in inside if not p.name.startswith(("~$", "."))]
        else:
            found.append(path)
    return found


def load_files(
    plan: Plan, path: Path, files: list[Path], step: _STEP, *, keep: bool = True, is_demo: bool = False
) -> LoadResult:
    """Load ``files`` into the database at ``path``; with ``keep`` false only say what would happen.

    Raises NothingDone (no file, another loader at work), BadDatabase. Whatever goes wrong on the way,
    the current generation stays as it was.
    """
    check_plan(plan)
    files = list_files(files)
    if not files:
        raise NothingDone("没有找到可载入的文件（.csv、.xlsx）。请核对路径")
    with only_loader(path), tempfile.TemporaryDirectory(prefix="wuse-") as work:
        draft = Draft(path, plan)
        try:
            run = _Run(plan, draft, Path(work), step)
            result = run.load(files)
            if not keep:
                draft.drop()
                return result
            run.write_rejects(path.with_name(path.name + ".rejects"))
            if not run.has_news:
                draft.drop()
                result.build_id = draft.previous.build_id if draft.previous else None
                return result
            run.record()
            marts.build(draft.connection, plan, step)
            demo = is_demo or run.has_demo_files or bool(draft.previous and draft.previous.is_demo)
            result.is_demo = demo
            result.build_id = draft.switch(demo)
            return result
        except duckdb.Error as error:
            draft.drop()
            raise explained(error, bool(draft.previous)) from error
        except OSError as error:
            draft.drop()
            if error.errno not in _NO_ROOM:
                raise
            raise NothingDone(
                f"写不进 {path.parent}（{error.strerror}）。请检查剩余空间和权限；原有数据未受影响"
            ) from error
        except BaseException:
            draft.drop()
            raise


def rebuild(plan: Plan, path: Path, step: _STEP) -> str:
    """Build all marts anew from the ledgers, after a change of the plan pack; gives the new build id.

    Raises NoDatabase, BadDatabase, NothingDone.
    """
    read_pointer(path, plan.id)
    with only_loader(path):
        draft = Draft(path, plan)
        try:
            # A database of before may lack the ledgers of registers that came since.
            create_tables(draft.connection, list(contracts().values()))
            marts.build(draft.connection, plan, step)
            return draft.switch(bool(draft.previous and draft.previous.is_demo))
        except duckdb.Error as error:
            draft.drop()
            raise explained(error, bool(draft.previous)) from error
        except BaseException:
            draft.drop()
            raise


class _Run:
    """One load in progress."""

    def __init__(self, plan: Plan, draft: Draft, work: Path, step: _STEP) -> None:
        self.plan, self.draft, self.work, self.step = plan, draft, work, step
        self.connection = draft.connection
        self.result = LoadResult()
        self.incoming: dict[int, Incoming] = {}
        self.results: dict[int, FileResult] = {}
        self.rejects: dict[int, list[Reject]] = {}
        self.scans: dict[tuple[object, bool], Scan] = {}
        self.known: dict[int, int] = {}
        create_tables(self.connection, list(contracts().values()))
        self.connection.execute("SET preserve_insertion_order = true")
        self.connection.execute(f"ATTACH '{work / 'scratch.duckdb'}' AS scratch")
        self.load_id = self._next("load_id", "loads")

    @property
    def has_news(self) -> bool:
        """Whether this load changes anything: rows accepted, or a file that was not known."""
        return any(number not in self.known or self.results[number].accepted for number in self.incoming)

    @property
    def has_demo_files(self) -> bool:
        """Whether a file says in its name that it is a demonstration; the label then stays for good."""
        return any(DEMO_MARK in incoming.path.name for incoming in self.incoming.values())

    def load(self, files: list[Path]) -> LoadResult:
        """Inspect, scan and settle; the counts of every file are closed when this returns."""
        self._inspect(files)
        for contract in contracts().values():
            numbers = [n for n, i in self.incoming.items() if i.layout.contract.table == contract.table]
            if numbers:
                self._load_table(contract.table, numbers)
        for number, found in self.results.items():
            self._close(number, found)
        for name in COUNTS:
            setattr(self.result, name, sum(getattr(f, name) for f in self.result.files))
        self.connection.execute("DETACH scratch")
        return self.result

    def _next(self, column: str, table: str) -> int:
        row = self.connection.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}").fetchone()
        return int(row[0]) if row else 1

    def _inspect(self, files: list[Path]) -> None:
        number = self._next("file_id", "load_files")
        seen: dict[tuple[str, str | None], int] = {}
        earlier = self.connection.execute(
            "SELECT sha256, sheet, file_id FROM load_files WHERE status = 'loaded'"
        )
        seen.update({(sha, sheet): file for sha, sheet, file in earlier.fetchall()})
        for index, path in enumerate(files):
            self.step(index, len(files), "识别文件")
            try:
                tables = inspect(path, self.plan, self.work)
            except Refused as error:
                self.result.files.append(
                    FileResult(str(path), sha256=checksum_of(path), message=" ".join(str(error).split()))
                )
                continue
            for incoming in tables:
                layout = incoming.layout
                found = FileResult(
                    str(path), incoming.sha256, layout.contract.table, incoming.encoding, "loaded",
                    sheet=incoming.sheet, ignored_columns=list(layout.ignored), skipped_rows=incoming.skipped,
                    refused_columns=[layout.headers[i] for i in layout.refused if layout.headers[i]],
                )  # fmt: skip
                self.incoming[number], self.results[number] = incoming, found
                self.result.files.append(found)
                mark = (incoming.sha256, incoming.sheet)
                if mark in seen:
                    self.known[number] = seen[mark]
                else:
                    seen[mark] = number
                number += 1
        self.step(len(files), len(files), "识别文件")

    def _scan(self, layout: Layout, odd_blanks: bool = True) -> Scan:
        key = (layout.shape, odd_blanks)
        if key not in self.scans:
            self.scans[key] = build_scan(layout, self.plan, odd_blanks)
        return self.scans[key]

    def _load_table(self, table: str, numbers: list[int]) -> None:
        contract = contracts()[table]
        columns = ", ".join(f'"{name}" {kind}' for name, kind in stored_columns(contract))
        scan = f"scratch.scan_{table}"
        self.connection.execute(
            f"CREATE TABLE {scan} (_file INTEGER, _row BIGINT, {columns}, _mask BIGINT, _raw VARCHAR[])"
        )
        groups: dict[Shape, list[int]] = {}
        for number in numbers:
            groups.setdefault(self.incoming[number].layout.shape, []).append(number)
        done = 0
        for members in groups.values():
            pending: list[int] = []
            for number in members:
                if not (self.incoming[number].is_large and self._scan_large(number, scan)):
                    pending.append(number)
            if pending:
                self._scan_records(pending, scan)
            done += len(members)
            self.step(done, len(numbers), f"核对{contract.title}")
        numbers = [
            number for number in numbers if number in self.incoming
        ]  # some were refused while being read
        if not numbers:
            self.connection.execute(f"DROP TABLE {scan}")
            return
        self.connection.execute(
            f"UPDATE {scan} SET report_month = f.month FROM (VALUES {self._months(numbers)}) f(file, month) "
            f"WHERE _file = f.file AND report_month IS NULL AND f.month IS NOT NULL AND _mask = 0"
        )
        for number in numbers:
            self._collect_rejects(number, scan)
        for number, fate in settle(self.connection, contract, scan, self._known_of(numbers)).items():
            self._note(number, fate)
        self.connection.execute(f"DROP TABLE {scan}")

    def _months(self, numbers: list[int]) -> str:
        pairs = []
        for number in numbers:
            month = self.incoming[number].report_month
            pairs.append(f"({number}, {repr(month) if month else 'NULL'}::VARCHAR)")
        return ", ".join(pairs)

    def _known_of(self, numbers: list[int]) -> dict[int, int]:
        return {n: self.known[n] for n in numbers if n in self.known}

    def _note(self, number: int, fate: Fate) -> None:
        found = self.results[number]
        found.accepted, found.changed = fate.accepted, fate.changed
        found.unchanged, found.superseded = fate.unchanged, fate.superseded

    def _make_lookups(self, layout: Layout) -> None:
        for name, spec in (layout.source.lookups if layout.source else {}).items():
            # A text that means two different things there finds neither: no silent guess.
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE lookup_{name} AS SELECT {spec.key}::VARCHAR AS key_text, "
                f"CASE WHEN count(DISTINCT {spec.take}) = 1 THEN any_value({spec.take}) END AS found "
                f"FROM {spec.table} GROUP BY 1"
            )

    def _scan_large(self, number: int, scan: str) -> bool:
        """Let DuckDB read the file in parallel; False when it, or the count, says the file is not plain."""
        incoming = self.incoming[number]
        layout = incoming.layout
        self._make_lookups(layout)
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(layout.headers)))
        file = str(incoming.text).replace("'", "''")
        reader = (
            f"(SELECT {number} AS _file, row_number() OVER () + {layout.header_row} AS _row, * FROM read_csv('{file}', "
            f"auto_detect = false, header = false, skip = {layout.header_row}, delim = '{incoming.delimiter}', "
            f"quote = '\"', escape = '\"', strict_mode = true, null_padding = false, columns = {{{columns}}}))"
        )
        count = incoming.count
        odd_blanks = count is None or count.odd_blanks or bool(len(count.inner_breaks))
        select = self._scan(layout, odd_blanks).select.replace("{source}", reader)
        self.step(0, 1, f"读取 {incoming.name}")
        try:
            self.connection.execute(f"INSERT INTO {scan} {select}")
        except duckdb.Error:
            # Ragged rows, a broken quote, a cell over the limit: the careful way says which and where.
            return False
        counted = self.connection.execute(f"SELECT count(*) FROM {scan} WHERE _file = {number}").fetchone()
        self.step(1, 1, f"读取 {incoming.name}")
        if (
            counted
            and counted[0] == incoming.data_records()
            and not self._has_swallowed_rows(incoming, reader)
        ):
            return True
        self.connection.execute(f"DELETE FROM {scan} WHERE _file = {number}")
        return False

    def _has_swallowed_rows(self, incoming: Incoming, reader: str) -> bool:
        """Whether a cell with line breaks may hold whole rows; asked only of files that have such cells."""
        if incoming.count is None or not len(incoming.count.inner_breaks):
            return False
        # Two delimiters are enough to ask the careful way, which sees how many cells the record really has.
        most = 2
        odd = " OR ".join(
            f"(contains(c{i}, chr(10)) AND length(c{i}) - length(replace(c{i}, '{incoming.delimiter}', '')) >= {most})"
            for i in range(len(incoming.layout.headers))
        )
        row = self.connection.execute(f"SELECT count(*) FROM {reader} WHERE {odd}").fetchone()
        return bool(row and row[0])

    def _scan_records(self, numbers: list[int], scan: str) -> None:
        """Read files of one shape row by row and scan them together."""
        layout = self.incoming[numbers[0]].layout
        width = len(layout.headers)
        self._make_lookups(layout)
        select = self._scan(layout).select.replace("{source}", "batch")
        files: list[int] = []
        rows: list[int] = []
        cells: list[list[str]] = []

        def flush() -> None:
            if not files:
                return
            arrays = [pa.array(files, pa.int32()), pa.array(rows, pa.int64())]
            arrays += [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
            batch = pa.table(arrays, names=["_file", "_row", *(f"c{i}" for i in range(width))])
            self.connection.register("batch", batch)
            self.connection.execute(f"INSERT INTO {scan} {select}")
            self.connection.unregister("batch")
            files.clear()
            rows.clear()
            cells.clear()

        for number in numbers:
            incoming = self.incoming[number]
            seen, record = 0, None
            start = len(files)
            try:
                for record in incoming.records():
                    seen += 1
                    if seen > incoming.data_records():
                        if record.cells:
                            break
                        continue  # blank lines at the end of the file are no records
                    if not record.cells:
                        self._skip(number, record.row, "blank", [])
                    elif record.problem:
                        self._reject_record(number, record, layout)
                    else:
                        files.append(number)
                        rows.append(record.row)
                        cells.append(record.cells)
                        if len(files) >= BATCH_ROWS:
                            flush()
                            start = 0
                if seen < incoming.data_records() or (
                    seen > incoming.data_records() and record and record.cells
                ):
                    raise Refused(
                        f"读到 {seen:,} 条记录，而按换行和引号计应有 {incoming.data_records():,} 条，"
                        "疑有引号未闭合。整个文件未载入，请核对双引号后再报"
                    )
            except Refused as error:
                del files[start:], rows[start:], cells[start:]
                self._refuse(number, str(error), scan)
                continue
        flush()

    def _refuse(self, number: int, message: str, scan: str) -> None:
        """A file that turned out unreadable half-way leaves nothing behind."""
        self.connection.execute(f"DELETE FROM {scan} WHERE _file = {number}")
        found = self.results.pop(number)
        found.status, found.message, found.skipped_rows = "refused", message, []
        self.incoming.pop(number)
        self.rejects.pop(number, None)

    def _collect_rejects(self, number: int, scan: str) -> None:
        if number not in self.incoming:
            return
        incoming = self.incoming[number]
        checks = self._scan(incoming.layout).checks
        cursor = self.connection.cursor()
        broken = cursor.execute(
            f"SELECT _row, _mask, _raw FROM {scan} WHERE _file = {number} AND _mask <> 0 ORDER BY _row"
        )
        while chunk := broken.fetchmany(10_000):
            for row, mask, raw in chunk:
                cells = [text or "" for text in raw]
                kind = skipped_kind(cells, incoming.layout)
                if kind:
                    self._skip(number, row, kind, cells)
                else:
                    line = incoming.count.line(row) if incoming.count else row
                    found = describe(row, line, mask, cells, incoming.layout, checks)
                    self.rejects.setdefault(number, []).append(found)
        cursor.close()

    def _skip(self, number: int, row: int, kind: str, cells: list[str]) -> None:
        text = " ".join(cell for cell in cells if cell)[:200]
        self.incoming[number].skipped.append({"row": row, "kind": kind, "text": text})

    def _reject_record(self, number: int, record: Row, layout: Layout) -> None:
        kind = skipped_kind(record.cells, layout) if record.problem == "columns" else ""
        if kind:
            self._skip(number, record.row, kind, layout.kept(record.cells))
            return
        found = describe_record(record.row, record.line, record.problem, record.cells, layout)
        self.rejects.setdefault(number, []).append(found)

    def _close(self, number: int, found: FileResult) -> None:
        """Add a file's account up and prove it: no row may be in two places or in none."""
        incoming = self.incoming[number]
        incoming.skipped.sort(key=lambda s: int(str(s["row"] or 0)))
        rejects = sorted(self.rejects.get(number, []), key=lambda r: r.row)
        self.rejects[number] = rejects
        found.rejected = len(rejects)
        found.rejects_sample = [
            {"row": r.row, "line": r.line, "column": ";".join(r.columns), "value": ";".join(r.values),
             "rule": ";".join(r.rules), "message": "；".join(r.messages)}
            for r in rejects[:SAMPLE_REJECTS]
        ]  # fmt: skip
        found.skipped = len([s for s in incoming.skipped if s["row"] is not None])
        below = [s for s in incoming.skipped if s["row"] and int(str(s["row"])) > incoming.layout.header_row]
        found.rows_in = incoming.data_records() - len(below)
        placed = found.accepted + found.unchanged + found.superseded + found.rejected
        if placed != found.rows_in:
            raise AssertionError(
                f"{incoming.name}: {found.rows_in} rows in, {placed} placed ({found.accepted} accepted, "
                f"{found.unchanged} unchanged, {found.superseded} superseded, {found.rejected} rejected)"
            )
        parts = []
        refused = incoming.layout.contract.refused
        if refused and found.refused_columns:
            shown = "、".join(found.refused_columns)
            parts.append(f"{refused.reason}：{len(found.refused_columns)} 列未载入（{shown}）")
        if found.ignored_columns:
            shown = "、".join(found.ignored_columns[:8]) + ("等" if len(found.ignored_columns) > 8 else "")
            parts.append(f"{len(found.ignored_columns)} 列不认识，未载入：{shown}")
        parts += [str(s["text"]) for s in incoming.skipped if s["kind"] == "sheet"]
        found.message = "；".join(parts)

    def write_rejects(self, folder: Path) -> None:
        """Write each file's rejects and note where they are."""
        taken: set[str] = set()
        for number, rejects in self.rejects.items():
            if rejects:
                target = folder / f"{self.load_id:05d}" / rejects_name(self.incoming[number], taken)
                write_rejects(target, self.incoming[number], rejects)
                self.results[number].rejects_file = str(target)

    def record(self) -> None:
        """Write the load, its files and its rejects into the database."""
        connection, result = self.connection, self.result
        who = os.environ.get("WUSE_USER", "")
        if not who:
            with suppress(OSError, KeyError):
                who = getpass.getuser()
        connection.execute(
            "INSERT INTO loads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self.load_id,
                moment(self.plan.zone),
                who,
                self.draft.build_id,
                self.plan.checksum,
            ]
            + [getattr(result, name) for name in COUNTS],
        )
        files, rejected = [], []
        for number, found in self.results.items():
            incoming = self.incoming[number]
            files.append(
                (number, self.load_id, incoming.path.name, found.sheet, found.sha256, found.table, found.encoding,
                 incoming.report_month, found.status, *(getattr(found, name) for name in COUNTS), found.message)
            )  # fmt: skip
            rejected += [
                (number, r.row, r.line, ";".join(r.columns), ";".join(r.values), ";".join(r.rules),
                 "；".join(r.messages), r.cells)
                for r in self.rejects.get(number, [])
            ]  # fmt: skip
        _insert(connection, "load_files", files)
        _insert(connection, "rejects", rejected)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows by way of Arrow: row-wise inserts are a thousand times slower."""
    if not rows:
        return
    names = [
        row[0] for row in connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
    ]
    types = {"file_id": pa.int32(), "load_id": pa.int32(), "cells": pa.list_(pa.string())}
    arrays = [
        pa.array(column, types.get(name)) for name, column in zip(names, zip(*rows, strict=True), strict=True)
    ]
    connection.register("incoming_rows", pa.table(arrays, names=names))
    connection.execute(f"INSERT INTO {table} SELECT * FROM incoming_rows")
    connection.unregister("incoming_rows")
