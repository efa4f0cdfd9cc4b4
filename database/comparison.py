"""What counts as a figure of a month, and which figures of a month differ between two builds of a database.

The tables, their keys and their measures are data (``figures.yml``). Shared by the publisher, which refuses to change
a published month without a reason, and by the readers, who show the published figure beside the current one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

PUBLISHED, CURRENT = "published", "current"
MARKS = "figure_marks"
"""Table of a build: for each table of figures and month a hash over its rows. Equal hashes are equal figures; unlike
ones may still be (the last digits of sums), so only those are compared figure by figure."""
SLACK = 1e-9
"""Shares by which two figures may differ without being different: the last digits depend on the order of adding."""
_OF_MONTH = "month = $month"
_NUMBERS = (
    "DOUBLE",
    "FLOAT",
    "DECIMAL",
    "HUGEINT",
    "BIGINT",
    "INTEGER",
    "SMALLINT",
    "TINYINT",
    "UBIGINT",
    "UINTEGER",
)


@dataclass(frozen=True)
class FigureTable:
    """One way of looking at a table of results: a figure is one measure at one set of keys."""

    table: str
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    companions: tuple[str, ...] = ()
    """Told where another measure of their row differs, never by themselves: they also follow the clock."""
    json: tuple[str, ...] = ()
    """Measures that hold JSON."""
    is_sum: bool = False
    """Whether rows are added up over the columns that are no keys."""
    is_sparse: bool = False
    """Whether a row that is not there says the same as one of noughts: a mart of what was counted, not of reports."""
    where: str = _OF_MONTH
    """Which rows belong to the month, none of a later one; ``{table}`` is the table."""

    @property
    def name(self) -> str:
        """Unique among all: the table with its keys."""
        return f"{self.table}({', '.join(self.keys)})"

    @property
    def columns(self) -> tuple[str, ...]:
        """Measures and companions."""
        return (*self.measures, *self.companions)


@dataclass(frozen=True)
class Difference:
    """One figure that differs; a value is None where it is unknown or its row is not there."""

    table: str
    keys: dict[str, Any]
    measure: str
    published: Any
    current: Any


@cache
def figure_tables() -> tuple[FigureTable, ...]:
    """Everything that counts as a figure, in the order in which differences are told."""
    return tuple(_figure_table(entry) for entry in figures_file()["tables"])


def _figure_table(entry: dict[str, Any]) -> FigureTable:
    fields: dict[str, Any] = {}
    for key, told in entry.items():
        fields[key] = tuple(told) if isinstance(told, list) else told
    return FigureTable(**fields)


@cache
def figures_file() -> dict[str, Any]:
    """``figures.yml`` as it stands: ``tables`` and ``words``."""
    return yaml.safe_load((Path(__file__).with_name("figures.yml")).read_text("utf-8"))


def compare(
    published: Path, current: Path, month: str, tables: Iterable[FigureTable] | None = None
) -> list[Difference]:
    """Figures of ``month`` that differ between two files, in a fixed order. A table that one of them lacks is left out.

    Raises duckdb.Error where a file can't be read.
    """
    with closing(duckdb.connect()) as connection:
        for name, file in ((PUBLISHED, published), (CURRENT, current)):
            connection.execute(f"ATTACH {_text(file)} AS {name} (READ_ONLY)")
        wanted = _unlike(connection, list(figure_tables() if tables is None else tables), month)
        if not wanted:
            return []
        then, now = _types(connection, PUBLISHED), _types(connection, CURRENT)
        found: list[Difference] = []
        for table in wanted:
            found += _compare(connection, table, month, then.get(table.table, {}), now.get(table.table, {}))
        return found


def mark_queries(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """One query a table of figures that the connection's database has: its rows of ``figure_marks``."""
    types = _types(connection, connection.execute("SELECT current_database()").fetchall()[0][0])
    for name in dict.fromkeys(table.table for table in figure_tables()):
        views = [
            table for table in figure_tables() if table.table == name and _has(types.get(name, {}), table)
        ]
        columns = dict.fromkeys(c for view in views for c in (*view.keys, *view.measures) if c in types[name])
        if not columns:
            continue
        # A row of noughts says the same as none, and a new sort of hazard brings one for every month.
        counted = dict.fromkeys(m for view in views for m in view.measures if m in types[name])
        filled = " OR ".join(f"coalesce({m}, 0) <> 0" for m in counted)
        where = f"WHERE {filled}" if all(view.is_sparse for view in views) else ""
        yield (
            f"SELECT '{name}', month, bit_xor(hash({', '.join(columns)})), count(*) FROM {name} {where} "
            "GROUP BY month ORDER BY month"
        )


def _unlike(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[FigureTable], month: str
) -> list[FigureTable]:
    """The tables whose marks differ; all where a build has none, since it was made before there were any."""
    sql = f"""
        WITH p AS (FROM {PUBLISHED}.main.{MARKS}), c AS (FROM {CURRENT}.main.{MARKS}),
        unlike AS ((FROM p EXCEPT FROM c) UNION ALL (FROM c EXCEPT FROM p))
        SELECT "table", bool_or(month = $month) FROM unlike WHERE month <= $month GROUP BY ALL"""
    try:
        changed = dict(connection.execute(sql, {"month": month}).fetchall())
    except duckdb.CatalogException:
        return list(tables)
    # A view with a condition of its own also shows rows of months before.
    return [t for t in tables if t.table in changed and (t.where != _OF_MONTH or changed[t.table])]


def digest(file: Path, month: str) -> str:
    """SHA-256 over all figures of a month, companions left out; the same figures give the same digest."""
    total = hashlib.sha256()
    with closing(duckdb.connect(str(file), read_only=True)) as connection:
        database = connection.execute("SELECT current_database()").fetchall()[0][0]
        all_types = _types(connection, database)
        for table in figure_tables():
            types = all_types.get(table.table, {})
            if not _has(types, table):
                continue
            columns = [c for c in table.measures if c in types]
            sql = _source(table, f'"{database}"', columns, types)
            rows = connection.execute(f"{sql} ORDER BY ALL", {"month": month}).fetchall()
            if table.is_sparse:
                rows = [row for row in rows if any(row[len(table.keys) :])]
            total.update(json.dumps([table.name, *map(_plain, rows)], ensure_ascii=False).encode())
    return total.hexdigest()


def _plain(row: Sequence[Any]) -> list[Any]:
    return [float(f"{v:.9g}") if isinstance(v, float) else v if v is None else str(v) for v in row]


def _compare(
    connection: duckdb.DuckDBPyConnection,
    table: FigureTable,
    month: str,
    types: dict[str, str],
    current_types: dict[str, str],
) -> Iterator[Difference]:
    if not (_has(types, table) and _has(current_types, table)):
        return
    columns = [c for c in table.columns if c in types and c in current_types]
    keys = ", ".join(table.keys)
    sides = [(_side("p", c, table), _side("c", c, table)) for c in columns]
    differs = [_differs(*side, types[c]) for side, c in zip(sides, columns, strict=True)]
    main = [d for c, d in zip(columns, differs, strict=True) if c in table.measures]
    pairs = ", ".join(f"{was}, {now}" for was, now in sides)
    sql = (
        f"WITH p AS ({_source(table, PUBLISHED, columns, types)}), c AS ({_source(table, CURRENT, columns, current_types)}) "
        f"SELECT {keys}, {pairs}, {', '.join(differs)} FROM p FULL JOIN c USING ({keys}) "
        f"WHERE {' OR '.join(main)} ORDER BY {keys}"
    )
    at = len(table.keys)
    for row in connection.execute(sql, {"month": month}).fetchall():
        named = dict(zip(table.keys, row[:at], strict=True))
        for place, column in enumerate(columns):
            if row[at + 2 * len(columns) + place]:
                values = (_value(table, column, v) for v in row[at + 2 * place : at + 2 * place + 2])
                yield Difference(table.table, named, column, *values)


def _types(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """Columns of every table with their types; asked once, since the catalogue is slower than a mart."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = ?", [database]
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _has(types: dict[str, str], table: FigureTable) -> bool:
    return set(table.keys) <= set(types) and any(m in types for m in table.measures)


def _source(table: FigureTable, database: str, columns: Sequence[str], types: dict[str, str]) -> str:
    where = table.where.format(table=f"{database}.main.{table.table}")
    shown = ", ".join(f"sum({c}) AS {c}" if table.is_sum else c for c in columns)
    group = f" GROUP BY {', '.join(table.keys)}" if table.is_sum else ""
    return f"SELECT {', '.join(table.keys)}, {shown} FROM {database}.main.{table.table} AS t WHERE {where}{group}"


def _side(side: str, column: str, table: FigureTable) -> str:
    return f"coalesce({side}.{column}, 0)" if table.is_sparse else f"{side}.{column}"


def _differs(was: str, now: str, kind: str) -> str:
    unlike = f"{was} IS DISTINCT FROM {now}"
    if not kind.startswith(_NUMBERS):
        return f"({unlike})"
    near = f"abs({was} - {now}) <= {SLACK} * greatest(abs({was}), abs({now}))"
    return f"({unlike} AND NOT coalesce({near}, FALSE))"


def _value(table: FigureTable, column: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if column in table.json:
        return json.loads(value)
    # Sums of whole numbers come as wide integers, dates as dates: both as what JSON can hold.
    return int(value) if type(value).__name__ == "Decimal" else str(value)


def _text(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"
