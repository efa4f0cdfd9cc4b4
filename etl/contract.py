"""Contracts: what a table's columns are called, must hold and must obey, read from ``contracts/*.yml``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

ColumnType = Literal[
    "id",
    "text",
    "date",
    "month",
    "integer",
    "number",
    "rate",
    "boolean",
    "enum",
    "region",
    "sector",
    "indicator",
    "percent",
    "task",
    "step",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatusWords(_Strict):
    """States written in a column of days: ``empty`` says that the day has not come, ``done`` that it is not told."""

    empty: list[str] = []
    done: list[str] = []


class Column(_Strict):
    """One column of a contract; ``min`` and ``max`` are in the column's own type."""

    name: str
    title: str
    title_en: str
    type: ColumnType
    required: bool = False
    aliases: list[str] = []
    """Other headers; ``head/text`` is a text below a head of a header of several rows."""
    values: dict[str, list[str]] = {}
    status_words: StatusWords = StatusWords()
    """Words for a state that offices write where the day belongs."""
    min: date | float | None = None
    max: date | float | None = None

    @property
    def stored(self) -> str:
        """Name in the ledger: a place or sector is stored by its code."""
        return {"region": "region_code", "sector": "sector_code"}.get(self.type, self.name)

    def headers(self) -> set[str]:
        """Every header, normalised, under which this column may come."""
        return {normal_header(text) for text in (self.name, self.title, *self.aliases)}


class Rule(_Strict):
    """A condition between columns; it is broken where ``check`` is false (empty cells pass)."""

    id: str
    columns: list[str]
    check: str
    message: str
    message_en: str


class Refused(_Strict):
    """Columns that are not taken in at all: personal data that no figure needs.

    A header that holds one of these words, and is no column of the table, is refused: its cells are
    neither stored nor written anywhere.
    """

    reason: str
    reason_en: str
    headers: list[str]
    nameless: bool = False
    """Whether a column without header is refused too: it may be the second half of a merged one."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, normalised as headers are."""
        return tuple(normal_header(word) for word in self.headers)


class Contract(_Strict):
    """One table."""

    table: str
    title: str
    title_en: str
    order: int
    """Tables are loaded in this order, so that a look-up finds its table filled."""
    key: list[str]
    columns: list[Column]
    refused: Refused | None = None
    rules: list[Rule] = []
    told: list[str] = []
    """Ledger columns that tell a person which row is meant, besides its key."""
    expects_again: str = ""
    """SQL over the ledger's columns: rows that next month's report should hold again; empty where none should."""

    def refuses(self, header: str) -> bool:
        """Whether a column with this header, known by no name of the table, must not be taken in."""
        text = normal_header(header)
        return self.refused is not None and any(word in text for word in self.refused.words)

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError."""
        for column in self.columns:
            if name in (column.name, column.stored):
                return column
        raise KeyError(name)

    @property
    def required(self) -> list[Column]:
        """Columns without which a row can't be used."""
        return [column for column in self.columns if column.required]


YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where there is one: a tenth of the time, and every command reads all contracts."""

_UNIT = re.compile(r"[(（\[【](元|处|个|次|起|人|名|家|项|条|件|必填|选填|可选|年月日|%|盖章)[)）\]】]$")
"""What may stand in brackets behind a header without changing its meaning; 万元 would."""


@lru_cache(maxsize=20_000)
def normal_header(text: str) -> str:
    """A header without width, case, blanks, line breaks, stars and colons."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return re.sub(r"[\s*:_“”\"'’‘]+", "", folded)


@lru_cache(maxsize=20_000)
def without_unit(text: str) -> str:
    """A header without a harmless unit in brackets at its end: 罚款金额（元） -> 罚款金额."""
    return _UNIT.sub("", str(text).strip())


EVERYWHERE = "_refused.yml"
"""Columns that no table takes in; a contract with personal columns of its own adds to them."""


def _read(path: Path) -> object:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)


@cache
def contracts() -> dict[str, Contract]:
    """All contracts by table, in loading order. Raises ValueError when a file is broken (a defect)."""
    folder = Path(__file__).parent / "contracts"
    everywhere = Refused.model_validate(_read(folder / EVERYWHERE))
    found = []
    for path in sorted(folder.glob("*.yml")):
        if path.name == EVERYWHERE:
            continue
        contract = Contract.model_validate(_read(path))
        own = contract.refused
        merged = (
            own.model_copy(
                update={"headers": list(dict.fromkeys([*own.headers, *everywhere.headers])), "nameless": True}
            )
            if own
            else everywhere
        )
        found.append(contract.model_copy(update={"refused": merged}))
    return {c.table: c for c in sorted(found, key=lambda c: c.order)}
