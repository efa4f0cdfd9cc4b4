"""What a person says of a file, or said of the like of it last month: tables, columns, words, years.

The file given by ``--answers`` is one JSON object, keyed by the checksum of the file that it is about, then by sheet
(the empty name for a text file)::

    {"<sha256>": {"office": "422801", "sheets": {"台账": {
        "table": "hazards", "header_row": 3, "header_depth": 2,
        "columns": {"登记号": "hazard_id", "经办": ""},
        "values": {"level": {"3": "general"}, "closed_date": {"已整改": "2026-10-31"}},
        "constants": {"report_month": "2026-10"}, "year": 2026}}}}

Every key may be left out. An empty table leaves the sheet out, an empty column leaves a column out, an empty value
means that the cell holds nothing.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import Field, RootModel, ValidationError

from etl.contract import Contract, contracts
from etl.problems import NothingDone, Refused
from etl.questions import Question
from rules.sources import FileSource
from rules.strict import Strict

REMEMBERED = ("table", "columns", "values")
"""What the desk keeps for the next month; a year, a month and days are of one file."""


class SheetAnswer(Strict):
    """What was said of one sheet."""

    table: str | None = None
    """Table; empty for a sheet that is to be left out."""
    header_row: int | None = Field(default=None, ge=1)
    """Number of the header's last row."""
    header_depth: int | None = Field(default=None, ge=1, le=4)
    columns: dict[str, str] = Field(default_factory=dict)
    """Header (its label) -> contract column, or empty to leave it out."""
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Contract column -> text in the file -> the contract's value, or empty for nothing."""
    constants: dict[str, str] = Field(default_factory=dict)
    """Contract column -> what every row has."""
    year: int | None = Field(default=None, ge=2000, le=2099)
    """Year of days that are written without one."""

    @property
    def leaves_out(self) -> bool:
        """Whether the sheet is not to be loaded."""
        return self.table == ""

    def over(self, other: SheetAnswer) -> SheetAnswer:
        """This answer, completed by an older one."""
        return SheetAnswer(
            table=self.table if self.table is not None else other.table,
            header_row=self.header_row or other.header_row,
            header_depth=self.header_depth or other.header_depth,
            columns=other.columns | self.columns,
            values={
                k: other.values.get(k, {}) | self.values.get(k, {}) for k in {**other.values, **self.values}
            },
            constants=other.constants | self.constants,
            year=self.year or other.year,
        )


class FileAnswer(Strict):
    """What was said of one file."""

    office: str | None = None
    """Code of the office it comes from; empty where that is not to be assumed."""
    sheets: dict[str, SheetAnswer] = Field(default_factory=dict)


class Answers(RootModel[dict[str, FileAnswer]]):
    """Checksum of a file -> what was said of it."""

    def of(self, sha256: str) -> FileAnswer:
        """What was said of a file; an empty answer where nothing was."""
        return self.root.get(sha256, FileAnswer())


def read_answers(path: Path) -> Answers:
    """Read a file of answers. Raises NothingDone, saying which key is wrong."""
    try:
        return Answers.model_validate(json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise NothingDone(f"答案文件 {path} 打不开（{error.strerror}）。请核对路径") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " / ".join(str(part) for part in first["loc"])
        what = "没有这个键" if first["type"] == "extra_forbidden" else f"写法不对（{first['msg']}）"
        raise NothingDone(
            f"答案文件 {path}：{place} {what}。可用的键见 docs/intake.md，请改正后再试"
        ) from error
    except ValueError as error:
        raise NothingDone(f"答案文件 {path} 不是 JSON：{error}。请改正后再试") from error


def fragment(question: Question, choice: str) -> dict[str, Any]:
    """The choice of an option as a part of the sheet's answer; parts of several questions are merged deeply."""
    match question.kind:
        case "table":
            return {"table": choice}
        case "header":
            return {"columns": {choice: question.column}}
        case "column_twice":
            return {"columns": {one: question.column if one == choice else "" for one in question.found}}
        case "value" | "status_date":
            return {"values": {question.column: {question.found[0]: choice}}}
        case "year":
            return {"year": int(choice)}
        case "month":
            return {"constants": {question.column: choice}}


def to_remember(answer: SheetAnswer, contract: Contract) -> dict[str, Any]:
    """What of an answer holds next month too, as ``Desk.remember`` takes it; empty where nothing does."""
    days = {column.name for column in contract.columns if column.type in ("date", "month")}
    told = answer.model_dump(include=set(REMEMBERED), exclude_none=True)
    told["values"] = {name: words for name, words in told.get("values", {}).items() if name not in days}
    return {key: value for key, value in told.items() if value}


def source_of(answer: SheetAnswer, contract: Contract, base: FileSource | None) -> FileSource | None:
    """The answer's values and constants as a declaration of a foreign file, over the plan's own where it has one.

    Columns are mapped by ``headers``, since two columns may have the same header.
    """
    if not answer.values and not answer.constants:
        return base
    told = json.dumps([answer.values, answer.constants], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    if base is None:
        base = FileSource(id="", file="*", table=contract.table)
    return base.model_copy(
        update={
            "id": f"{base.id}+{digest}",
            "constants": base.constants | answer.constants,
            "value_maps": base.value_maps
            | {name: base.value_maps.get(name, {}) | words for name, words in answer.values.items()},
        }
    )


def check_answer(answer: SheetAnswer, sheet: str) -> None:
    """Raises Refused where an answer names a table or column that does not exist."""
    where = f"工作表“{sheet}”" if sheet else "本文件"
    if answer.leaves_out:
        return
    if answer.table is not None and answer.table not in contracts():
        raise Refused(
            f"答案里{where}的表名“{answer.table}”不存在。可用的有：{'、'.join(contracts())}。请改正"
        )
    if answer.table is None:
        return
    contract = contracts()[answer.table]
    names = {column.name for column in contract.columns}
    said = {name for name in answer.columns.values() if name} | set(answer.values) | set(answer.constants)
    if unknown := sorted(said - names):
        raise Refused(
            f"答案里{where}的列“{'、'.join(unknown)}”不是“{contract.title}”的列。可用的有：{'、'.join(c.name for c in contract.columns)}。请改正"
        )
