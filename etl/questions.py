"""What intake can't be sure of and asks a person, in the words of a county office.

A question is answered in ``answers.py``'s form; ``answers.fragment`` gives the answer's shape from the option chosen.
``must`` questions stand between a sheet and its loading; the others are about rows that are given back otherwise.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, Protocol

from etl.contract import Column, contracts, normal_header
from rules.months import Month, months_between
from rules.plan import Plan

if TYPE_CHECKING:
    from etl.intake import Incoming
    from etl.layout import Layout

Kind = Literal["table", "header", "column_twice", "value", "year", "month", "status_date"]
State = Literal["known", "remembered", "answered", "ignored", "refused", "asked"]

MOST_VALUES = 30
"""Texts of one column that are asked about; a column with more of them has been mapped wrongly."""
_CLOSED = {"not_" + kind for kind in ("enum", "region", "indicator", "task", "step", "boolean")}
_LEAVE_OUT = ("", "不是台账，不载入")


@dataclass(frozen=True)
class Question:
    """One question about one sheet (``sheet`` is empty for a text file)."""

    id: str
    """Stable for the same file: the page's widgets are keyed by it."""
    kind: Kind
    must: bool
    column: str
    """Contract column that it is about; empty where it is about the whole sheet."""
    text: str
    options: list[tuple[str, str]]
    """What may be answered: code and label."""
    found: list[str] = field(default_factory=list)
    """Texts of the file that gave rise to it."""
    rows: int = 0
    """Rows that hang on it, as far as known."""
    sheet: str = ""


@dataclass(frozen=True)
class MappedHeader:
    """What becomes of one column of a file."""

    header: str
    """As in the file; one of several equal headers carries its number."""
    column: str
    """Contract column, or empty."""
    title: str
    state: State


class RejectLike(Protocol):
    """What questions need of a rejected row; ``columns`` and ``rules`` go together."""

    columns: list[str]
    rules: list[str]
    cells: list[str]


def asked(
    kind: Kind, sheet: str, column: str, text: str, options: Iterable[tuple[str, str]], **more: object
) -> Question:
    """A question with its id; ``more`` are ``must``, ``found`` and ``rows``."""
    found = list(more.get("found", ()))  # type: ignore[call-overload]
    told = "\0".join((sheet, kind, column, *(found if kind in ("value", "status_date") else ())))
    rows = int(more.get("rows", 0))  # type: ignore[call-overload]
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    return Question(
        digest, kind, bool(more.get("must", False)), column, text, list(options), found, rows, sheet
    )


def unanswered(questions: Sequence[Question]) -> str:
    """Why a sheet can't be loaded yet, and how to answer; empty where nothing must be answered."""
    texts = [question.text for question in questions if question.must]
    if not texts:
        return ""
    return "；".join(texts) + "。请在“数据接入”页回答，或用 --answers 给出答案后再载入"


def layout_questions(layout: Layout, sheet: str, plan: Plan, is_same: dict[str, bool]) -> list[Question]:
    """What must be answered before a sheet of this layout is read.

    ``is_same`` says of a column with several headers whether they hold the same cells in every row.
    """
    found: list[Question] = []
    if layout.rivals:
        tables = [layout.contract.table, *layout.rivals]
        named = "、".join(f"“{contracts()[table].title}”" for table in tables)
        found.append(
            asked(
                "table", sheet, "", f"这张表的表头同时像{named}，是哪一张",
                [*((t, contracts()[t].title) for t in tables), _LEAVE_OUT], must=True,
            )
        )  # fmt: skip
    for name, indices in layout.twice:
        if is_same.get(name):
            continue
        labels = [layout.labels[index] for index in indices]
        title = layout.contract.column(name).title
        shown = "、".join(f"“{label}”" for label in labels)
        found.append(
            asked(
                "column_twice", sheet, name, f"有 {len(labels)} 列都可作“{title}”（{shown}），内容不相同，用哪一列",
                [(label, label) for label in labels], must=True, found=labels,
            )
        )  # fmt: skip
    free = [layout.labels[i] for i, text in enumerate(layout.headers) if i in layout.unknown and text]
    for name in layout.missing:
        column = layout.contract.column(name)
        if column.type == "month":
            text = f"“{layout.contract.title}”要有{column.title}，表里没有这一列，标题也没有写明是哪一个月，是哪一个月"
            found.append(asked("month", sheet, name, text, _months(plan), must=True))
            continue
        likely = sorted(free, key=lambda label: -_likeness(label, column))
        text = f"像是“{layout.contract.title}”（表头在第 {layout.header_row} 行），但缺少必需的列“{column.title}”，是哪一列"
        found.append(
            asked("header", sheet, name, text, [(label, label) for label in likely], must=True, found=likely)
        )
    return found


def _likeness(label: str, column: Column) -> float:
    """From 0 to 1; only the order in which headers are offered depends on it."""
    return max(SequenceMatcher(None, normal_header(label), text).ratio() for text in column.headers())


def _months(plan: Plan) -> list[tuple[str, str]]:
    months = months_between(plan.first_month, plan.last_month)
    return [(str(m), f"{m.year}年{m.number}月") for m in months]


def questions_of_rejects(incoming: Incoming, rejects: Sequence[RejectLike], plan: Plan) -> list[Question]:
    """What a person could say to bring rejected rows in: unknown words, days without a year, words for days."""
    layout = incoming.layout
    by_header = _columns_by_header(layout)
    unknown: dict[str, Counter[str]] = {}
    status: dict[str, Counter[str]] = {}
    short: Counter[str] = Counter()
    short_rows = 0
    for reject in rejects:
        is_short = False
        for rule, header in zip(reject.rules, reject.columns, strict=False):
            column = by_header.get((rule, header))
            index = layout.origin(column.name) if column else None
            if column is None or index is None or index in layout.refused or index >= len(reject.cells):
                continue
            text = reject.cells[index].strip()
            if not text:
                continue
            if rule in _CLOSED:
                unknown.setdefault(column.name, Counter())[text] += 1
            elif rule == "status_not_date":
                status.setdefault(column.name, Counter())[text] += 1
            elif rule == "no_year":
                is_short = True
                short[text] += 1
        short_rows += is_short
    sheet = incoming.sheet or ""
    found = []
    for name, texts in unknown.items():
        column = layout.contract.column(name)
        for text, rows in texts.most_common(MOST_VALUES):
            found.append(
                asked(
                    "value", sheet, name, f"“{column.title}”里写的“{text}”（{rows:,} 行）是哪一项",
                    choices(column, plan), found=[text], rows=rows,
                )
            )  # fmt: skip
    for name, texts in status.items():
        column = layout.contract.column(name)
        for text, rows in texts.most_common(MOST_VALUES):
            options = [("", f"没有{column.title}，按尚未完成")]
            if incoming.report_month:
                month = Month.parse(incoming.report_month)
                day = month.last_day.isoformat()
                options.insert(0, (day, f"都按报送月最后一天 {day}"))
            found.append(
                asked(
                    "status_date", sheet, name,
                    f"“{column.title}”里写的是“{text}”（{rows:,} 行），是状态不是日期。请补上日期，或选定一个日期",
                    options, found=[text], rows=rows,
                )
            )  # fmt: skip
    if short:
        first, last = plan.first_month.year - 2, plan.last_month.year + 1
        shown = "、".join(f"“{text}”" for text, _ in short.most_common(3))
        found.append(
            asked(
                "year", sheet, "", f"{short_rows:,} 行的日期只有月和日（如{shown}），是哪一年",
                [(str(year), f"{year}年") for year in range(last, first - 1, -1)],
                found=[text for text, _ in short.most_common(MOST_VALUES)], rows=short_rows,
            )
        )  # fmt: skip
    return found


def _columns_by_header(layout: Layout) -> dict[tuple[str, str], Column]:
    """Rule and header as a reject names them -> the contract's column."""
    found: dict[tuple[str, str], Column] = {}
    for column in layout.contract.columns:
        index = layout.origin(column.name)
        header = layout.headers[index] if index is not None else column.title
        for rule in ("not_" + column.type, "status_not_date", "no_year"):
            found.setdefault((rule, header), column)
    return found


def choices(column: Column, plan: Plan) -> list[tuple[str, str]]:
    """What a cell of a closed list may mean: code and label, the plan's own names where they are the plan's."""
    if column.type == "region":
        return [(r.code, r.name) for r in plan.regions]
    if column.type == "sector":
        return [(s.code, s.name) for s in plan.sectors]
    if column.type == "indicator":
        return [(i.id, i.title) for i in plan.indicators]
    if column.type == "task":
        return [(t.id, f"{t.id} {t.title}") for t in plan.programme.tasks]
    if column.type == "step":
        return [(s.id, s.name) for s in plan.ladder]
    if column.type == "boolean":
        return [("是", "是"), ("否", "否")]
    return [(code, names[0] if names else code) for code, names in column.values.items()]
