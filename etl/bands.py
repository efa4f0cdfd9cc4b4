"""Bands of days by which open hazards are told apart: how long they have been open, and how long overdue."""

from __future__ import annotations

from functools import cache
from typing import Annotated, NamedTuple

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from etl.model_files import MODELS
from etl.store import store

NOT_OVERDUE = "none"
"""Band of a hazard that is not overdue, or has no due date."""
COLUMNS = {"age": "age_band", "overdue": "overdue_band"}
"""Kind -> the mart's column that holds its bands."""

Days = Annotated[int, Field(ge=0)]


class BandsFile(BaseModel):
    """``models/bands.yml``: the last day of each band, ascending."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    age: list[Days]
    overdue: list[Annotated[int, Field(ge=1)]]

    @model_validator(mode="after")
    def _ascending(self) -> BandsFile:
        for name in COLUMNS:
            ends = getattr(self, name)
            if not ends or ends != sorted(set(ends)):
                raise ValueError(f"{name}: expected days in ascending order, each once, found {ends}")
        return self


class Band(NamedTuple):
    """Days from ``low`` to ``high``, both included; ``high`` is None for the last band."""

    kind: str
    band: str
    low: int
    high: int | None
    place: int
    title: str
    title_en: str


def bands_of(kind: str, ends: list[int], first: int) -> list[Band]:
    """The bands between ``ends``, the first from ``first`` days on: codes ``0-30``, ``31-90``, ``over-90``."""
    found, low = [], first
    for high in ends:
        days = f"{low}～{high} 天", f"{low}–{high} days"
        found.append(Band(kind, f"{low}-{high}", low, high, len(found) + 1, *days))
        low = high + 1
    last = ends[-1]
    return [
        *found,
        Band(kind, f"over-{last}", low, None, len(found) + 1, f"{last} 天以上", f"over {last} days"),
    ]


@cache
def bands() -> tuple[Band, ...]:
    """All bands of the file, by kind and place; what is not overdue is a band of its own."""
    file = BandsFile.model_validate(yaml.safe_load((MODELS / "bands.yml").read_text("utf-8")))
    none = Band("overdue", NOT_OVERDUE, 0, 0, 0, "未逾期", "not overdue")
    return (*bands_of("age", file.age, 0), none, *bands_of("overdue", file.overdue, 1))


def build_bands(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``hazard_bands``: kind (``age``, ``overdue``), band, low, high (days, both included; empty: no end), place."""
    rows = [band[:5] for band in bands()]
    kinds = ["VARCHAR", "VARCHAR", "INTEGER", "INTEGER", "INTEGER"]
    store(connection, "hazard_bands", rows, ["kind", "band", "low", "high", "place"], kinds)


def band_words() -> list[tuple[str, str, str, str, str]]:
    """Rows of ``measure_words`` that say what each band is called."""
    return [("value", COLUMNS[b.kind], b.band, b.title, b.title_en) for b in bands()]
