"""What a load would change, row by row and cell by cell, in a small database of its own for the page to read.

Made by ``check --preview FILE`` within the check's draft, with sets and never row by row, so that it costs about
what settling costs. Tables: ``rejects, headers, added, changes, gone, summary``; ``file_no`` is a file's place in
the result's ``files``.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from etl.contract import Column, Contract
from etl.layout import Layout
from etl.ledger import same_key
from etl.rejects import Reject, kept_columns
from etl.scan import stored_columns
from etl.values import quoted
from rules.plan import Plan

_TOLD_LETTERS = 60
_TABLES = """
    CREATE TABLE preview.rejects (file_no INTEGER, file VARCHAR, sheet VARCHAR, "row" BIGINT, line BIGINT,
        "columns" VARCHAR[], "values" VARCHAR[], rules VARCHAR[], messages VARCHAR[], cells VARCHAR[]);
    CREATE TABLE preview.headers (file_no INTEGER, headers VARCHAR[]);
    CREATE TABLE preview.added ("table" VARCHAR, region_code VARCHAR, key_text VARCHAR, told VARCHAR,
        file_no INTEGER, "row" BIGINT);
    CREATE TABLE preview.changes ("table" VARCHAR, region_code VARCHAR, key_text VARCHAR, "column" VARCHAR,
        title VARCHAR, before VARCHAR, after VARCHAR, file_no INTEGER, "row" BIGINT,
        before_file VARCHAR, before_sheet VARCHAR, before_row BIGINT);
    CREATE TABLE preview.gone ("table" VARCHAR, region_code VARCHAR, key_text VARCHAR, told VARCHAR,
        last_month VARCHAR, file VARCHAR, sheet VARCHAR, "row" BIGINT);
    CREATE TABLE preview.summary ("table" VARCHAR, added BIGINT, changed_rows BIGINT, changed_cells BIGINT,
        gone BIGINT, unchanged BIGINT, superseded BIGINT, rejected BIGINT);
"""
Place = tuple[int, Layout, list[Reject]]


class Preview:
    """Writes the preview of one check."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, plan: Plan, file: Path) -> None:
        self.connection, self.plan, self.file = connection, plan, file
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in (file, file.with_name(file.name + ".wal")):
            old.unlink(missing_ok=True)
        connection.execute(f"ATTACH {quoted(str(file))} AS preview")
        connection.execute(_TABLES)

    def note_gone(self, contract: Contract, scan: str) -> None:
        """Rows of last month's report that should have come again and did not; asked before the rows settle."""
        if not contract.expects_again:
            return
        self.connection.execute(f"""
            INSERT INTO preview.gone
            SELECT '{contract.table}', t.region_code, {_key_text(contract, "t")}, {_told(contract, "t")}, t.report_month,
                f.file, f.sheet, t._row
            FROM (SELECT * FROM {contract.table} WHERE {contract.expects_again}) AS t
            JOIN (SELECT region_code, max(report_month) AS month FROM {scan}
                  WHERE _mask = 0 AND report_month IS NOT NULL GROUP BY 1) AS m
                ON t.region_code = m.region_code
                AND t.report_month = strftime((m.month || '-01')::DATE - INTERVAL 1 MONTH, '%Y-%m')
            LEFT JOIN load_files AS f ON f.file_id = t._file
            WHERE NOT EXISTS (SELECT 1 FROM {scan} AS s WHERE {same_key(contract.key, "s", "t")})""")

    def note_changes(self, contract: Contract, numbers: dict[int, int]) -> None:
        """New and changed rows of one table; asked after they settled. ``numbers`` are file id -> file_no."""
        pairs = ", ".join(f"({file}, {place})" for file, place in numbers.items())
        places = f"(VALUES {pairs}) AS n(file_id, file_no)"
        before = f"h._fate = 'replaced' AND h._by_file = t._file AND {same_key(contract.key, 'h', 't')}"
        table = contract.table
        self.connection.execute(f"""
            INSERT INTO preview.added
            SELECT '{table}', t.region_code, {_key_text(contract, "t")}, {_told(contract, "t")}, n.file_no, t._row
            FROM {table} AS t JOIN {places} ON n.file_id = t._file
            WHERE NOT EXISTS (SELECT 1 FROM {table}_history AS h WHERE {before})""")
        cells = ", ".join(
            f"{{'name': {quoted(name)}, 'title': {quoted(title)}, 'before': {self._shown(contract, name, 'h')}, "
            f"'after': {self._shown(contract, name, 't')}}}"
            for name, title in _titles(contract)
        )
        self.connection.execute(f"""
            INSERT INTO preview.changes
            SELECT '{table}', region_code, key_text, c.name, c.title, c.before, c.after, file_no, _row, file, sheet, old_row
            FROM (
                SELECT t.region_code, {_key_text(contract, "t")} AS key_text, n.file_no, t._row, f.file, f.sheet,
                    h._row AS old_row, unnest(list_filter([{cells}], lambda x: x.before IS DISTINCT FROM x.after)) AS c
                FROM {table} AS t JOIN {places} ON n.file_id = t._file JOIN {table}_history AS h ON {before}
                LEFT JOIN load_files AS f ON f.file_id = h._file)""")

    def finish(self, found: dict[int, Place], results: list[dict[str, object]]) -> None:
        """Write rejects, headers and sums, and close the file. ``results`` are the result's files."""
        told: dict[str, list[object]] = {
            name: []
            for name in (
                "file_no",
                "file",
                "sheet",
                "row",
                "line",
                "columns",
                "values",
                "rules",
                "messages",
                "cells",
            )
        }
        headers: dict[str, list[object]] = {"file_no": [], "headers": []}
        for place, layout, rejects in found.values():
            kept = kept_columns(layout)
            headers["file_no"].append(place)
            headers["headers"].append([layout.headers[i] for i in kept])
            result = results[place]
            for r in rejects:
                cells = [r.cells[i] if i < len(r.cells) else "" for i in kept] + r.cells[
                    len(layout.headers) :
                ]
                row = (
                    place,
                    result["file"],
                    result["sheet"],
                    r.row,
                    r.line,
                    r.columns,
                    r.values,
                    r.rules,
                    r.messages,
                    cells,
                )
                for name, value in zip(told, row, strict=True):
                    told[name].append(value)
        texts = pa.list_(pa.string())
        self._store(
            "rejects", told, dict.fromkeys(("columns", "values", "rules", "messages", "cells"), texts)
        )
        self._store("headers", headers, {"headers": texts})
        sums: dict[str, list[int]] = {}
        for place, _layout, _rejects in found.values():
            result = results[place]
            line = sums.setdefault(str(result["table"]), [0, 0, 0])
            for index, name in enumerate(("unchanged", "superseded", "rejected")):
                line[index] += int(str(result[name]))
        for table, (unchanged, superseded, rejected) in sums.items():
            self.connection.execute(
                """INSERT INTO preview.summary SELECT $table,
                    (SELECT count(*) FROM preview.added WHERE "table" = $table),
                    (SELECT count(*) FROM (SELECT DISTINCT file_no, "row" FROM preview.changes WHERE "table" = $table)),
                    (SELECT count(*) FROM preview.changes WHERE "table" = $table),
                    (SELECT count(*) FROM preview.gone WHERE "table" = $table), $unchanged, $superseded, $rejected""",
                {"table": table, "unchanged": unchanged, "superseded": superseded, "rejected": rejected},
            )
        self.connection.execute("DETACH preview")

    def _store(self, table: str, columns: dict[str, list[object]], types: dict[str, pa.DataType]) -> None:
        if not next(iter(columns.values())):
            return
        arrow = pa.table({name: pa.array(cells, types.get(name)) for name, cells in columns.items()})
        self.connection.register("preview_rows", arrow)
        self.connection.execute(f"INSERT INTO preview.{table} BY NAME SELECT * FROM preview_rows")
        self.connection.unregister("preview_rows")

    def _shown(self, contract: Contract, name: str, source: str) -> str:
        """SQL for a stored value in the words of the files: names for codes, 是 and 否."""
        value = f'{source}."{name}"'
        if name == "sector_text":
            # Where the sector itself changed, that says it.
            return f"CASE WHEN t.sector_code IS NOT DISTINCT FROM h.sector_code THEN {value} END"
        column = contract.column(name)
        if column.type == "boolean":
            return f"CASE {value} WHEN TRUE THEN '是' WHEN FALSE THEN '否' END"
        cases = "".join(
            f" WHEN {quoted(code)} THEN {quoted(text)}" for code, text in self._names(column).items()
        )
        return f"CASE {value}{cases} ELSE {value} END" if cases else f"{value}::VARCHAR"

    def _names(self, column: Column) -> dict[str, str]:
        if column.type == "sector":
            return {s.code: s.name for s in self.plan.sectors}
        if column.type == "indicator":
            return {i.id: i.title for i in self.plan.indicators}
        if column.type == "step":
            return {s.id: s.name for s in self.plan.ladder}
        return {code: names[0] for code, names in column.values.items() if names}


def _titles(contract: Contract) -> list[tuple[str, str]]:
    """Stored columns that a change may be in, with what they are called; the month alone is no change."""
    found = []
    for name, _kind in stored_columns(contract):
        if name == "report_month" or name in contract.key:
            continue
        found.append((name, "行业领域（原文）" if name == "sector_text" else contract.column(name).title))
    return found


def _key_text(contract: Contract, source: str) -> str:
    parts = ", ".join(f'{source}."{name}"' for name in contract.key if name != "region_code")
    return f"concat_ws(' ', {parts})" if parts else "''"


def _told(contract: Contract, source: str) -> str:
    parts = ", ".join(f'{source}."{name}"' for name in contract.told)
    return f"left(concat_ws(' ', {parts}), {_TOLD_LETTERS})" if parts else "''"
