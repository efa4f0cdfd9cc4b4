"""Rows as an office writes them: its headers, its words, its way with dates and digits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from etl.contract import Column, Contract, contracts, normal_header
from etl.demo.frames import Batch, is_numbered
from etl.demo.scene import Format
from etl.scan import spellings
from rules.plan import Plan

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_DATE_STYLES = {
    "iso": "{0:04d}-{1:02d}-{2:02d}",
    "slash": "{0}/{1}/{2}",
    "dot": "{0}.{1}.{2}",
    "chinese": "{0}年{1}月{2}日",
    "compact": "{0:04d}{1:02d}{2:02d}",
}
_BOOLEANS = {"yes_no": ("否", "是"), "tick": ("×", "√")}


def dressed(plan: Plan, batch: Batch) -> pd.DataFrame:
    """A batch with headers and cells as the office writes them, ``_month`` kept as the first column.

    Wrong and repeated rows stand right below the rows they were copied from.
    """
    contract = contracts()[batch.table]
    columns = [c for c in contract.columns if c.stored in batch.rows or c.name == "report_month"]
    if not batch.format.report_month:
        columns = [c for c in columns if c.name != "report_month" or c.required]
    cells = {c.name: _cells(plan, c, batch.rows, batch.format) for c in columns}
    frame = pd.DataFrame(cells, dtype=object)
    frame.insert(0, "_month", batch.rows["_month"].to_numpy())
    wrong = frame.iloc[batch.wrong["at"].to_numpy(dtype=int)].copy()
    if is_numbered(contract):
        wrong[contract.key[-1]] = batch.wrong["id"].to_numpy()
    for position, (column, value) in enumerate(zip(batch.wrong["column"], batch.wrong["value"], strict=True)):
        wrong.iloc[position, wrong.columns.get_loc(column)] = value
    both = pd.concat([frame, frame.iloc[batch.twice], wrong]).sort_index(kind="stable")
    # A spoiled row must not move to another file: its month is that of the row above it.
    return both.rename(columns={c.name: _header(contract, c, batch.format) for c in columns})


def _header(contract: Contract, column: Column, form: Format) -> str:
    """The title, or an alias that no other column of the table goes by."""
    if form.headers == "title":
        return column.title
    taken = {name for other in contract.columns if other is not column for name in other.headers()}
    chinese = [a for a in column.aliases if not a.isascii() and normal_header(a) not in taken]
    position = int(form.headers.removeprefix("alias")) - 1
    return chinese[min(position, len(chinese) - 1)] if chinese else column.title


def _cells(plan: Plan, column: Column, rows: pd.DataFrame, form: Format) -> np.ndarray:
    """One column's cells: text, or numbers and dates where a workbook holds them as such."""
    if column.name == "report_month" and column.stored not in rows:
        return _months(rows["_month"].to_numpy(), form)
    values = pd.Series(rows[column.stored])
    if column.type == "region":
        chosen = {"code": "code", "short": "short", "name": "name"}[form.region]
        return _mapped(values, {r.code: getattr(r, chosen) for r in plan.regions})
    if column.type == "sector":
        names = {s.code: s.name for s in plan.sectors}
        # What the plan does not know is written as it is.
        return _mapped(values, {text: text for text in values.dropna().unique()} | names)
    if column.type == "indicator":
        titles = {i.id: (i.short_title if form.headers == "alias2" else i.title) for i in plan.indicators}
        return _mapped(values, titles)
    if column.type == "enum":
        return _mapped(values, {code: w[min(form.words, len(w) - 1)] for code, w in column.values.items()})
    if column.type == "step":
        known = spellings(column, plan)
        return _mapped(values, {s.id: s.name if s.name in known else s.id for s in plan.ladder})
    if column.type == "boolean":
        no, yes = _BOOLEANS[form.booleans]
        told = np.where(values.fillna(False).to_numpy(dtype=bool), yes, no)
        return np.where(values.isna(), "", told).astype(object)
    if column.type == "date":
        return _dates(values, form)
    if column.type == "month":
        numbers = values.str.slice(0, 4).astype(int) * 12 + values.str.slice(5, 7).astype(int) - 1
        return _months(numbers.to_numpy(), form)
    if column.type in ("integer", "number", "percent"):
        return _numbers(values, form)
    return values.fillna("").to_numpy(dtype=object)


def _mapped(values: pd.Series, words: dict[str, str]) -> np.ndarray:
    return values.map(words).fillna("").to_numpy(dtype=object)


def _months(numbers: np.ndarray, form: Format) -> np.ndarray:
    style = "{0}年{1}月" if form.dates == "chinese" else "{0:04d}-{1:02d}"
    distinct, where = np.unique(numbers, return_inverse=True)
    texts = [style.format(n // 12, n % 12 + 1) for n in distinct.tolist()]
    return np.array(texts, dtype=object)[where]


def _dates(values: pd.Series, form: Format) -> np.ndarray:
    """Each distinct day is written once and looked up: there are few days and many rows."""
    codes, distinct = pd.factorize(values.to_numpy().astype("datetime64[D]"))
    days = [datetime.fromisoformat(str(d)) for d in np.asarray(distinct, dtype="datetime64[D]")]
    texts: list[Any] = (
        list(days)
        if form.dates == "excel"
        else [_DATE_STYLES[form.dates].format(d.year, d.month, d.day) for d in days]
    )
    # factorize gives -1 for an empty date, which picks the last entry.
    lookup = np.empty(len(texts) + 1, dtype=object)
    lookup[:] = [*texts, ""]
    return lookup[codes]


def _numbers(values: pd.Series, form: Format) -> np.ndarray:
    if form.kind == "xlsx":
        plain = values.astype(object)
        return plain.where(values.notna(), "").to_numpy(dtype=object)
    text = values.astype(str).where(values.notna(), "")
    if form.digits == "full" and pd.api.types.is_integer_dtype(values):
        text = text.str.translate(_FULL_WIDTH)
    return text.to_numpy(dtype=object)
