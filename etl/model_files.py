"""Runs the SQL models and holds them to what their .yml files assert."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict

from etl.contract import YAML_LOADER

MODELS = Path(__file__).parent / "models"


class BrokenModel(Exception):
    """A model whose result breaks one of its own assertions: a defect, the build is given up."""


class Check(BaseModel):
    """A query that must give no rows."""

    model_config = ConfigDict(extra="forbid")
    name: str
    sql: str


class ModelFile(BaseModel):
    """The .yml beside a model."""

    model_config = ConfigDict(extra="forbid")
    description: str
    absence: Literal["unknown", "zero"] = "unknown"
    """What no row means for a unit: nobody reported, or (accidents) nothing happened."""
    grain: list[str] = []
    numeric_grain: list[str] = []
    """Columns of the grain that hold numbers, by which a plan may select with ``at_least``."""
    not_null: list[str] = []
    columns: dict[str, str] = {}
    assertions: list[str] = []
    checks: list[Check] = []


def model_names(layer: str) -> list[str]:
    """Models of a layer (``staging``, ``marts``, ``rows``) in the order in which they are built."""
    return sorted(path.stem for path in (MODELS / layer).glob("*.sql"))


@cache
def describe(layer: str, name: str) -> ModelFile:
    """What is asserted of a model."""
    return ModelFile.model_validate(
        yaml.load((MODELS / layer / f"{name}.yml").read_text("utf-8"), YAML_LOADER)
    )


def build_model(connection: duckdb.DuckDBPyConnection, layer: str, name: str) -> None:
    """Build one model as a table and check it. Raises BrokenModel."""
    sql = (MODELS / layer / f"{name}.sql").read_text("utf-8")
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
    check_table(connection, name, describe(layer, name))


def build_rows_view(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make ``rows_<name>``: the ledger rows behind a mart, each with what it adds to every measure.

    Columns: the mart's grain, ``ledger, row_id, row_date, told, _file, _row``, then the mart's measures; over
    any cell of the grain a measure's sum is the mart's. A view: it costs nothing until somebody asks.
    """
    sql = (MODELS / "rows" / f"{name}.sql").read_text("utf-8")
    connection.execute(f"CREATE OR REPLACE VIEW rows_{name} AS {sql}")


def check_table(connection: duckdb.DuckDBPyConnection, name: str, model: ModelFile) -> None:
    """Hold a table to its assertions. Raises BrokenModel with the first offending row."""
    queries = []
    held = connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()
    if held and model.grain:
        grain = ", ".join(model.grain)
        queries.append(
            ("grain", f"SELECT {grain}, count(*) FROM {name} GROUP BY ALL HAVING count(*) > 1 LIMIT 1")
        )
    # What is asserted of rows holds of none; many plans leave most registers empty.
    if held:
        queries += [
            ("not_null " + c, f"SELECT * FROM {name} WHERE {c} IS NULL LIMIT 1") for c in model.not_null
        ]
        queries += [(a, f"SELECT * FROM {name} WHERE ({a}) IS NOT TRUE LIMIT 1") for a in model.assertions]
    queries += [(c.name, c.sql) for c in model.checks]
    for what, sql in queries:
        row: tuple[Any, ...] | None = connection.execute(sql).fetchone()
        if row is not None:
            raise BrokenModel(f"model {name}: '{what}' does not hold, first row {row}")
