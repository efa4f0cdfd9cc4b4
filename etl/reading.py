"""Reads the files of one table into its scan table, the fast way or row by row; both give the same rows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from etl.intake import Incoming, Row
from etl.layout import Layout, Shape
from etl.problems import Refused
from etl.progress import Progress
from etl.scan import Scan, build_scan
from rules.plan import Plan

BATCH_ROWS = 100_000
CHANGED = "这个文件在读取时被改动或移走了，没有载入。请等它写完后再报"
_LOOK_SECONDS = 0.3


class Reading:
    """Fills scan tables; what is no row for the scan is told to ``put_aside`` (file number, record, layout)."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        plan: Plan,
        incoming: dict[int, Incoming],
        progress: Progress,
        put_aside: Callable[[int, Row, Layout], None],
        refuse: Callable[[int, str], None],
    ) -> None:
        self.connection, self.plan, self.incoming, self.progress = connection, plan, incoming, progress
        self._put_aside, self._refuse_file = put_aside, refuse
        self._scans: dict[tuple[Shape, bool], Scan] = {}

    def scan_of(self, layout: Layout, odd_blanks: bool = True) -> Scan:
        """The scan of a layout, made once for all files that share it."""
        key = (layout.shape, odd_blanks)
        if key not in self._scans:
            self._scans[key] = build_scan(layout, self.plan, odd_blanks)
        return self._scans[key]

    def fill(self, scan: str, numbers: list[int]) -> None:
        """Read the files ``numbers`` into the table ``scan``; a file that turns out unreadable is refused."""
        groups: dict[Shape, list[int]] = {}
        for number in numbers:
            groups.setdefault(self.incoming[number].layout.shape, []).append(number)
        for members in groups.values():
            pending: list[int] = []
            for number in members:
                try:
                    is_read = self.incoming[number].is_large and self._scan_large(number, scan)
                except OSError:
                    self._refuse(number, CHANGED, scan)
                    continue
                if not is_read:
                    pending.append(number)
            if pending:
                self._scan_records(pending, scan)

    def _refuse(self, number: int, message: str, scan: str) -> None:
        """A file that turned out unreadable half-way leaves nothing behind."""
        self.connection.execute(f"DELETE FROM {scan} WHERE _file = {number}")
        self._refuse_file(number, message)

    def _make_lookups(self, layout: Layout, scan: str, numbers: list[int]) -> None:
        source = layout.source
        for name, spec in (source.lookups if source else {}).items():
            # A text that means two different things there finds neither: no silent guess.
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE lookup_{name} AS SELECT {spec.key}::VARCHAR AS key_text, "
                f"CASE WHEN count(DISTINCT {spec.take}) = 1 THEN any_value({spec.take}) END AS found "
                f"FROM {spec.table} GROUP BY 1"
            )
            # What these files say rests on the table they look things up in, and so on whoever filled it.
            table = scan.rpartition("scan_")[2]
            readers = ", ".join(f"({number})" for number in numbers)
            self.connection.execute(
                f"INSERT INTO load_touches SELECT '{table}', r.number, of_file, 0 FROM (VALUES {readers}) AS r(number), "
                f"(SELECT DISTINCT _file AS of_file FROM {spec.table})"
            )

    def _scan_large(self, number: int, scan: str) -> bool:
        """Let DuckDB read the file in parallel; False when it, or the count, says the file is not plain."""
        incoming = self.incoming[number]
        layout = incoming.layout
        self._make_lookups(layout, scan, [number])
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(layout.headers)))
        file = str(incoming.text).replace("'", "''")
        reader = (
            f"(SELECT {number} AS _file, row_number() OVER () + {layout.header_row} AS _row, * FROM read_csv('{file}', "
            f"auto_detect = false, header = false, skip = {layout.header_row}, delim = '{incoming.delimiter}', "
            f"quote = '\"', escape = '\"', strict_mode = true, null_padding = false, columns = {{{columns}}}))"
        )
        count = incoming.count
        odd_blanks = count is None or count.odd_blanks or bool(len(count.inner_breaks))
        select = self.scan_of(layout, odd_blanks).select.replace("{source}", reader)
        records = incoming.data_records()
        try:
            with self._watched(records):
                self.connection.execute(f"INSERT INTO {scan} {select}")
        except duckdb.Error:
            # Ragged rows, a broken quote, a cell over the limit: the careful way says which and where.
            return False
        counted = self.connection.execute(f"SELECT count(*) FROM {scan} WHERE _file = {number}").fetchone()
        if counted and counted[0] == records and not self._has_swallowed_rows(incoming, reader):
            self.progress.rows(records)
            return True
        self.connection.execute(f"DELETE FROM {scan} WHERE _file = {number}")
        return False

    @contextmanager
    def _watched(self, records: int) -> Iterator[None]:
        """Tell how far DuckDB is within one statement, of a file of so many records."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(_LOOK_SECONDS):
                share = self.connection.query_progress()
                if share > 0:
                    self.progress.rows_within(int(records * min(share, 100) / 100))

        watcher = threading.Thread(target=look, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

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
        self._make_lookups(layout, scan, numbers)
        select = self.scan_of(layout).select.replace("{source}", "batch")
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
                    if not record.cells or record.problem:
                        self._put_aside(number, record, layout)
                    else:
                        files.append(number)
                        rows.append(record.row)
                        cells.append(record.cells)
                        if len(files) >= BATCH_ROWS:
                            flush()
                            start = 0
                            self.progress.rows_within(seen)
                if seen < incoming.data_records() or (
                    seen > incoming.data_records() and record and record.cells
                ):
                    raise Refused(
                        f"读到 {seen:,} 条记录，而按换行和引号计应有 {incoming.data_records():,} 条，"
                        "疑有引号未闭合。整个文件未载入，请核对双引号后再报"
                    )
            except (Refused, OSError) as error:
                del files[start:], rows[start:], cells[start:]
                self._refuse(number, str(error) if isinstance(error, Refused) else CHANGED, scan)
            self.progress.rows(incoming.data_records())
        flush()
