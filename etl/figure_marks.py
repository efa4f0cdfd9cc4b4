"""Marks of a build's figures: by which two builds are known to agree on a month's table without being compared."""

from __future__ import annotations

import duckdb

from database.comparison import MARKS, mark_queries


def build_figure_marks(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``figure_marks``: one row a table of figures and month. Comes after everything that makes figures."""
    connection.execute(
        f'CREATE OR REPLACE TABLE {MARKS} ("table" VARCHAR, month VARCHAR, mark UBIGINT, "rows" BIGINT)'
    )
    for query in mark_queries(connection):
        connection.execute(f"INSERT INTO {MARKS} {query}")
