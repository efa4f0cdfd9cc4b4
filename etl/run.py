"""One load in progress: which files came, what became of their rows, and the account of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from database.desk import Desk
from database.people import person
from etl.accounts import insert, prove
from etl.answers import Answers
from etl.clock import moment
from etl.contract import contracts
from etl.generations import Draft
from etl.intake import Incoming, Row, checksum_of, inspect
from etl.layout import Layout
from etl.ledger import Fate, create_tables, settle
from etl.preview import Preview
from etl.problems import NothingDone, Refused
from etl.progress import Progress
from etl.questions import questions_of_rejects, unanswered
from etl.reading import CHANGED, Reading
from etl.rejects import Reject, describe, describe_record, rejects_name, write_rejects
from etl.rejects_book import write_book
from etl.results import COUNTS, FileResult, LoadResult
from etl.scan import Check, count_waiting, stored_columns
from etl.skipping import shown, skipped_kind
from etl.titles import stated_day
from etl.twice import told_twice
from rules.plan import Plan

SAMPLE_REJECTS = 5
DEMO_MARK = "演示"


@dataclass(frozen=True)
class LoadOptions:
    """What a person says of a load besides its files."""

    answers: Answers | None = None
    office: str = ""
    """Code of the office that sent all the files; empty: told by answers, names and titles."""
    who: str = ""
    expect: Mapping[Path, str] | None = None
    """Checked files with the sha256 that each had then; the load refuses to begin where one differs."""
    preview: Path | None = None
    rejects: Path | None = None
    """Folder for the rejects of a check; a load writes them beside the database as well."""
    is_demo: bool = False
    note: str = ""


@dataclass
class _Found:
    """One table of one file on its way."""

    incoming: Incoming
    result: FileResult
    file_no: int
    rejects: list[Reject] = field(default_factory=list)


class Run:
    """Inspects, reads, settles and records the files of one load in a draft."""

    def __init__(
        self, plan: Plan, draft: Draft, work: Path, progress: Progress, options: LoadOptions
    ) -> None:
        self.plan, self.draft, self.work, self.progress, self.options = plan, draft, work, progress, options
        self.connection = draft.connection
        self.result = LoadResult()
        self.found: dict[int, _Found] = {}
        self.known: dict[int, int] = {}
        create_tables(self.connection, list(contracts().values()))
        self.connection.execute("SET preserve_insertion_order = true")
        # DuckDB counts how far a statement is only where it would show a bar.
        self.connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self.connection.execute(f"ATTACH '{work / 'scratch.duckdb'}' AS scratch")
        self.load_id = self._next("load_id", "loads")
        self._incoming: dict[int, Incoming] = {}
        self._reading = Reading(
            self.connection, plan, self._incoming, progress, self._put_aside, self._refuse
        )
        self._preview = Preview(self.connection, plan, options.preview) if options.preview else None

    @property
    def has_news(self) -> bool:
        """Whether this load changes anything: rows accepted, or a file that was not known."""
        return any(number not in self.known or one.result.accepted for number, one in self.found.items())

    @property
    def has_demo_files(self) -> bool:
        """Whether a file says in its name that it is a demonstration."""
        return any(DEMO_MARK in one.incoming.path.name for one in self.found.values())

    def load(self, files: list[Path]) -> LoadResult:
        """Inspect, scan and settle; the counts of every file are closed when this returns."""
        self._inspect(files)
        self.progress.expect_rows(sum(one.incoming.data_records() for one in self.found.values()))
        for table in contracts():
            numbers = self._of_table(table)
            if numbers:
                self._load_table(table, numbers)
        for number, one in self.found.items():
            self._close(number, one)
        for name in COUNTS:
            setattr(self.result, name, sum(getattr(f, name) for f in self.result.files))
        if self._preview:
            self.progress.step(0, 1, "整理预览")
            places = {n: (one.file_no, one.incoming.layout, one.rejects) for n, one in self.found.items()}
            self._preview.finish(places, [asdict(result) for result in self.result.files])
            self.progress.step(1, 1, "整理预览")
        self.connection.execute("DETACH scratch")
        return self.result

    def _of_table(self, table: str) -> list[int]:
        return [n for n, one in self.found.items() if one.incoming.layout.contract.table == table]

    def _next(self, column: str, table: str) -> int:
        row = self.connection.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}").fetchone()
        return int(row[0]) if row else 1

    def _inspect(self, files: list[Path]) -> None:
        number = self._next("file_id", "load_files")
        earlier = self.connection.execute(
            "SELECT sha256, sheet, file_id FROM load_files WHERE status = 'loaded' ORDER BY file_id"
        )
        seen: dict[tuple[str, str | None], int] = {
            (sha, sheet): file for sha, sheet, file in earlier.fetchall()
        }
        desk = Desk(self.draft.path)
        for index, path in enumerate(files):
            self.progress.step(index, len(files), "识别文件")
            try:
                tables = inspect(path, self.plan, self.work, self.options.answers, desk, self.options.office)
                _refuse_changed(path, tables)
            except Refused as error:
                self.result.files.append(
                    FileResult(str(path), sha256=checksum_of(path), message=" ".join(str(error).split()))
                )
                continue
            except OSError as error:
                if error.filename is None or Path(error.filename) != path:
                    raise
                self.result.files.append(FileResult(str(path), sha256=checksum_of(path), message=CHANGED))
                continue
            for incoming in tables:
                found = _begin(path, incoming)
                self.result.files.append(found)
                if found.status == "refused":
                    continue
                self.found[number] = _Found(incoming, found, len(self.result.files) - 1)
                self._incoming[number] = incoming
                mark = (incoming.sha256, incoming.sheet)
                if mark in seen:
                    self.known[number] = seen[mark]
                else:
                    seen[mark] = number
                number += 1
        self.progress.step(len(files), len(files), "识别文件")
        self._hold_to_expected(files)

    def _hold_to_expected(self, files: list[Path]) -> None:
        """Raise NothingDone where the files are not those that were checked."""
        if self.options.expect is None:
            return
        expected = {path.resolve(): sha for path, sha in self.options.expect.items()}
        now = {Path(f.file).resolve(): f.sha256 for f in self.result.files}
        problems = [f"{p.name}：核对时没有这个文件" for p in now if p not in expected]
        problems += [f"{p.name}：核对过，这次没有给出" for p in expected if p not in now]
        problems += [f"{p.name}：核对后被改动或移走" for p, sha in now.items() if expected.get(p, sha) != sha]
        if problems:
            raise NothingDone("；".join(sorted(problems)) + "。什么也没有载入，请重新核对后再载入")

    def _load_table(self, table: str, numbers: list[int]) -> None:
        contract = contracts()[table]
        columns = ", ".join(f'"{name}" {kind}' for name, kind in stored_columns(contract))
        scan = f"scratch.scan_{table}"
        what = f"核对{contract.title}"
        self.connection.execute(
            f"CREATE TABLE {scan} (_file INTEGER, _row BIGINT, {columns}, _mask BIGINT, _raw VARCHAR[])"
        )
        self.progress.step(0, len(numbers), what)
        self._reading.fill(scan, numbers)
        for number in numbers:
            if number in self.found and _is_changed(self.found[number].incoming):
                self.connection.execute(f"DELETE FROM {scan} WHERE _file = {number}")
                self._refuse(number, CHANGED)
        numbers = [number for number in numbers if number in self.found]
        self.progress.step(len(numbers), len(numbers), what)
        if numbers:
            # All rows are read, and of a large file this takes as long again: who waits is told what is done.
            what = f"比对{contract.title}"
            self.progress.step(0, 1, what)
            self.connection.execute(
                f"UPDATE {scan} SET report_month = f.month FROM (VALUES {self._months(numbers)}) f(file, month) "
                f"WHERE _file = f.file AND report_month IS NULL AND f.month IS NOT NULL AND _mask = 0"
            )
            self._collect_rejects(scan)
            if self._preview:
                self._preview.note_gone(contract, scan)
            for number, word, rows in count_waiting(self.connection, scan):
                self.found[number].incoming.states[word] = rows
            known = {n: self.known[n] for n in numbers if n in self.known}
            for number, fate in settle(self.connection, contract, scan, known).items():
                _note(self.found[number].result, fate)
            for number, told in told_twice(self.connection, contract, scan, self._incoming).items():
                self.found[number].incoming.told += told
            if self._preview:
                self._preview.note_changes(contract, {n: self.found[n].file_no for n in numbers})
            self.progress.step(1, 1, what)
        self.connection.execute(f"DROP TABLE {scan}")

    def _months(self, numbers: list[int]) -> str:
        pairs = []
        for number in numbers:
            month = self._incoming[number].report_month
            pairs.append(f"({number}, {repr(month) if month else 'NULL'}::VARCHAR)")
        return ", ".join(pairs)

    def _refuse(self, number: int, message: str) -> None:
        found = self.found.pop(number).result
        self._incoming.pop(number)
        found.status, found.message, found.skipped_rows = "refused", message, []

    def _collect_rejects(self, scan: str) -> None:
        # One question for all files of a table: a month's load has a thousand of them.
        checks: dict[int, tuple[Check, ...]] = {}
        cursor = self.connection.cursor()
        broken = cursor.execute(
            f"SELECT _file, _row, _mask, _raw FROM {scan} WHERE _mask <> 0 ORDER BY _file, _row"
        )
        while chunk := broken.fetchmany(10_000):
            for number, row, mask, raw in chunk:
                incoming = self._incoming[number]
                cells = [text or "" for text in raw]
                kind = skipped_kind(cells, incoming.layout)
                if kind:
                    self._skip(number, row, kind, cells)
                else:
                    line = incoming.count.line(row) if incoming.count else row
                    if number not in checks:
                        checks[number] = self._reading.scan_of(incoming.layout).checks
                    self.found[number].rejects.append(
                        describe(row, line, mask, cells, incoming.layout, checks[number])
                    )
        cursor.close()

    def _skip(self, number: int, row: int, kind: str, cells: list[str]) -> None:
        incoming = self._incoming[number]
        incoming.skipped.append({"row": row, "kind": kind, "text": shown(cells, incoming.layout)})

    def _put_aside(self, number: int, record: Row, layout: Layout) -> None:
        """A record that never comes to the scan: blank, or broken as a whole."""
        if not record.cells:
            self._skip(number, record.row, "blank", [])
            return
        kind = skipped_kind(record.cells, layout) if record.problem == "columns" else ""
        if kind:
            self._skip(number, record.row, kind, layout.kept(record.cells))
            return
        found = describe_record(record.row, record.line, record.problem, record.cells, layout)
        self.found[number].rejects.append(found)

    def _close(self, number: int, one: _Found) -> None:
        """Add a file's account up and prove it: no row may be in two places or in none."""
        incoming, found, rejects = one.incoming, one.result, one.rejects
        incoming.skipped.sort(key=lambda s: int(str(s["row"] or 0)))
        rejects.sort(key=lambda r: r.row)
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
        found.questions += [asdict(q) for q in questions_of_rejects(incoming, rejects, self.plan)]
        found.remarks += [remark for remark in incoming.remarks if remark not in found.remarks]
        found.message = _message(incoming, found)

    def write_rejects(self, folder: Path) -> None:
        """Write each file's rejects, as CSV and as workbook, and note where they are."""
        taken: set[str] = set()
        for one in self.found.values():
            if not one.rejects:
                continue
            target = folder / rejects_name(one.incoming, taken)
            write_rejects(target, one.incoming, one.rejects)
            one.result.rejects_file = str(target)
            book = target.with_suffix(".xlsx")
            remark = write_book(book, one.incoming, one.rejects)
            one.result.rejects_book = str(book) if book.is_file() else None
            if remark and remark not in one.result.remarks:
                one.result.remarks.append(remark)

    def record(self) -> None:
        """Write the load, its files and its rejects into the database, and prove the account there."""
        connection, who = self.connection, person(self.options.who)
        self.result.load_id = self.load_id
        load = {
            "load_id": self.load_id, "loaded_at": moment(self.plan.zone), "loaded_by": who,
            "build_id": self.draft.build_id, "plan_checksum": self.plan.checksum,
            **{name: getattr(self.result, name) for name in COUNTS},
            "note": self.options.note or None, "is_demo": self.options.is_demo or self.has_demo_files, "can_undo": True,
        }  # fmt: skip
        insert(connection, "loads", [load])
        files, rejected = [], []
        for number, one in self.found.items():
            found, incoming = one.result, one.incoming
            files.append({
                "file_id": number, "load_id": self.load_id, "file": incoming.path.name, "sheet": found.sheet,
                "sha256": found.sha256, "table": found.table, "encoding": found.encoding,
                "report_month": incoming.report_month, "status": found.status,
                **{name: getattr(found, name) for name in COUNTS}, "message": found.message,
                "office": incoming.office, "loaded_by": who,
                "stated_day": stated_day([str(s["text"]) for s in incoming.skipped if s["kind"] in ("title", "note")]),
            })  # fmt: skip
            rejected += [
                {"file_id": number, "row": r.row, "line": r.line, "column": ";".join(r.columns),
                 "value": ";".join(r.values), "rule": ";".join(r.rules), "message": "；".join(r.messages), "cells": r.cells}
                for r in one.rejects
            ]  # fmt: skip
        insert(connection, "load_files", files)
        insert(connection, "rejects", rejected)
        connection.execute("DELETE FROM load_touches WHERE file_id NOT IN (SELECT file_id FROM load_files)")
        prove(connection, sorted({str(one.result.table) for one in self.found.values()}), list(self.found))


def _begin(path: Path, incoming: Incoming) -> FileResult:
    """The result of a table that was recognised; refused where a person has to decide something first."""
    layout = incoming.layout
    found = FileResult(
        str(path), incoming.sha256, layout.contract.table, incoming.encoding, "loaded",
        sheet=incoming.sheet, ignored_columns=list(layout.ignored), skipped_rows=incoming.skipped,
        refused_columns=[layout.headers[i] for i in layout.refused if layout.headers[i]],
        office=incoming.office, report_month=incoming.report_month,
        questions=[asdict(question) for question in incoming.questions],
        mapping=[asdict(header) for header in incoming.mapping], headers_key=incoming.headers_key,
        header_row=layout.header_row, header_depth=layout.header_depth, remarks=list(incoming.remarks),
    )  # fmt: skip
    reason = unanswered(incoming.questions)
    if reason:
        found.status, found.skipped_rows = "refused", []
        found.message = (f"工作表“{incoming.sheet}”：" if incoming.sheet else "") + reason
    return found


def _note(found: FileResult, fate: Fate) -> None:
    found.accepted, found.changed = fate.accepted, fate.changed
    found.unchanged, found.superseded = fate.unchanged, fate.superseded


def _is_changed(incoming: Incoming) -> bool:
    """Whether a file that is read from its own place no longer is what was inspected."""
    return incoming.text == incoming.path and checksum_of(incoming.path) != incoming.sha256


def _refuse_changed(path: Path, tables: list[Incoming]) -> None:
    """Raise Refused where a file that is by now read to its end changed meanwhile."""
    if any(one.text != path for one in tables) and checksum_of(path) != tables[0].sha256:
        raise Refused(CHANGED)


def _message(incoming: Incoming, found: FileResult) -> str:
    parts = []
    refused = incoming.layout.contract.refused
    if refused and found.refused_columns:
        shown = "、".join(found.refused_columns)
        parts.append(f"{refused.reason}：{len(found.refused_columns)} 列未载入（{shown}）")
    if found.ignored_columns:
        shown = "、".join(found.ignored_columns[:8]) + ("等" if len(found.ignored_columns) > 8 else "")
        parts.append(f"{len(found.ignored_columns)} 列不认识，未载入：{shown}")
    parts += [str(s["text"]) for s in incoming.skipped if s["kind"] == "sheet"]
    return "；".join(parts)
