"""What marts, measures and values are called, kept in the database where readers find them beside the figures."""

from __future__ import annotations

from functools import cache

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict

from etl.bands import band_words
from etl.contract import contracts
from etl.model_files import MODELS
from etl.store import store

Pair = tuple[str, str]
"""Chinese, English."""


class Words(BaseModel):
    """``models/words.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    marts: dict[str, Pair]
    measures: dict[str, dict[str, Pair]]
    grain: dict[str, Pair]
    values: dict[str, dict[str, Pair]]


@cache
def words() -> Words:
    """The file, checked."""
    return Words.model_validate(yaml.safe_load((MODELS / "words.yml").read_text("utf-8")))


def build_measure_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``measure_words``: kind (mart, measure, grain, value, table), of (mart or column), name, title, title_en.

    Kinds ``required`` and ``column`` (of a table) are the headings that a file of that table must and may have.
    """
    found = words()
    rows = [("mart", "", name, *pair) for name, pair in found.marts.items()]
    rows += [
        ("measure", mart, name, *pair) for mart, all_ in found.measures.items() for name, pair in all_.items()
    ]
    rows += [("grain", "", name, *pair) for name, pair in found.grain.items()]
    rows += [
        ("value", column, name, *pair) for column, all_ in found.values.items() for name, pair in all_.items()
    ]
    rows += band_words()
    rows += [("table", "", c.table, c.title, c.title_en) for c in contracts().values()]
    rows += [
        ("required" if column.required else "column", c.table, column.name, column.title, column.title_en)
        for c in contracts().values()
        for column in c.columns
    ]
    store(connection, "measure_words", rows, ["kind", "of", "name", "title", "title_en"], "VARCHAR")
