"""Tables of results that Python works out, written in one go."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa


def store(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: list[tuple[Any, ...]],
    names: list[str],
    types: str | list[str],
) -> None:
    """Make a table of these rows, empty where there are none; ``types`` is one type for all columns or one each."""
    kinds = [types] * len(names) if isinstance(types, str) else types
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds, strict=True))
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
    if rows:
        # By way of Arrow; what is no number (NaN) is nothing known.
        arrays = [pa.array(column, from_pandas=True) for column in zip(*rows, strict=True)]
        connection.register("rows_to_store", pa.table(arrays, names=names))
        casts = ", ".join(f"{n}::{k}" for n, k in zip(names, kinds, strict=True))
        connection.execute(f"INSERT INTO {table} SELECT {casts} FROM rows_to_store")
        connection.unregister("rows_to_store")
