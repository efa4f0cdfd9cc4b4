"""The rows behind a figure: how many, what they come to, and a page of them with file and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from board import address, downloads, queries_rows, texts, theme
from board.charts import marks, method_words
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_method import Names
from board.queries_rows import Cell
from board.texts import _
from rules.months import Month
from rules.plan import Aggregate, Indicator, Plan
from rules.windows import halves_at

MOST_TAKEN = 5_000
"""Rows in a download; more are said, not silently left out."""


@dataclass(frozen=True)
class UnitOf:
    """Whose figure is shown: the region, sector or committee that the view asks for."""

    region: str = ALL
    sector: str = ALL
    committee: str = ""

    @property
    def kind(self) -> str:
        """Its ``unit_kind``."""
        return "committee" if self.committee else "sector" if self.sector != ALL else "region"

    @property
    def code(self) -> str:
        """Its ``unit_code``."""
        return self.committee or (self.sector if self.sector != ALL else self.region)

    def name(self, plan: Plan) -> str:
        """What it is called; region and sector where both are set."""
        if self.committee:
            return next(texts.committee_name(c) for c in plan.programme.committees if c.id == self.committee)
        place, sector = texts.region_names(plan)[self.region], texts.sector_names(plan)[self.sector]
        if self.sector == ALL:
            return place
        return sector if self.region == ALL else texts.clauses([place, sector])


def unit_of(view: View, is_indicator: bool) -> UnitOf:
    """A committee goes before region and sector; an indicator's figures by sector are not split by region."""
    known = {committee.id for committee in view.board.plan.programme.ranked_committees}
    committee = st.query_params.get("committee", "")
    if committee in known:
        return UnitOf(committee=committee)
    return UnitOf(view.region if not is_indicator or view.sector == ALL else ALL, view.sector)


def cell(unit: UnitOf, half: Aggregate, month: Month) -> Cell:
    """A measure's figure of that unit."""
    return Cell(half, month, unit.region, unit.sector, unit.committee)


def show(
    view: View,
    parts: Sequence[tuple[str, Aggregate, Month]],
    names: Names,
    indicator: Indicator | None = None,
) -> None:
    """The chosen half's rows, paged; those of an ``indicator`` limited as its figure is."""
    labels = {"numerator": _("分子的行") if len(parts) > 1 else _("台账行"), "denominator": _("分母的行")}
    options = [name for name, _half, _month in parts]
    chosen = options[0]
    with st.container(key="mt_rows_head", horizontal=True, vertical_alignment="center"):
        title = st.container(width="stretch")
        if len(options) > 1:
            chosen, _odd = address.pick(
                "half",
                options,
                lambda all_, key: st.segmented_control(
                    _("分子还是分母"), all_, format_func=labels.__getitem__, key=key, required=True,
                    label_visibility="collapsed",
                ),
            )  # fmt: skip
    _name, half, month = next(p for p in parts if p[0] == chosen)
    unit = unit_of(view, indicator is not None)
    asked = cell(unit, half, month)
    if indicator is not None:
        at = Month.parse(view.month)
        asked = dict(queries_rows.cells_of(indicator, at, unit.region, unit.sector, unit.committee))[chosen]
    if not queries_rows.can_trace(view.board, half.mart):
        with title:
            theme.markup(marks.card_head(labels[chosen], _("这张表没有逐行数据")))
        return
    if unit.kind != "region" and not queries_rows.has_sector(view.board, half.mart):
        with title:
            theme.markup(marks.card_head(labels[chosen], _("这张表不分行业领域")))
        return
    total = queries_rows.added_up(view.board, asked)
    with title:
        theme.markup(marks.card_head(labels[chosen], _sum_text(total)))
    downloads.offer(_exhibit(view, asked, labels[chosen], names, total), f"method_rows_{chosen}")
    if not total.rows:
        theme.markup(f'<p class="note">{safe(_nothing(total))}</p>')
        return
    pages = -(-total.rows // queries_rows.PAGE)
    number = page_number(pages)
    theme.markup(
        _table(view, queries_rows.page(view.board, asked, number), names, with_month=half.window != "month")
    )


def _sum_text(total: queries_rows.Sum) -> str:
    if total.amount is None:
        return _("没有行")
    return _("{rows} 行，合计 {amount}").format(
        rows=texts.number(total.rows),
        amount=texts.number(total.amount, 0 if total.amount == int(total.amount) else 2),
    )


def _nothing(total: queries_rows.Sum) -> str:
    if total.amount is None:
        return _("台账里没有与这个数有关的行：没有上报，不按零计。")
    return _("台账已报，没有一行计入，所以是 0。")


def page_number(pages: int) -> int:
    """Which page, from a control below the head; nought where there is one only."""
    if pages < 2:
        return 0
    options = [str(n + 1) for n in range(pages)]
    chosen, _odd = address.pick(
        "page",
        options,
        lambda all_, key: st.selectbox(
            _("页"), all_, key=key, width=170,
            format_func=lambda n: _("第 {n} 页，共 {all} 页").format(n=n, all=pages),
        ),
    )  # fmt: skip
    return int(chosen) - 1


def place_of(file: object, sheet: object, row: object) -> str:
    """Where a row stands: ``台账.xlsx 隐患 第 12 行``."""
    return _("{file} 第 {row} 行").format(file=f"{file} {sheet}" if sheet else file, row=row)


def _table(view: View, rows: Sequence[dict[str, object]], names: Names, with_month: bool) -> str:
    regions = texts.region_names(view.board.plan)
    lines = []
    for row in rows:
        place = place_of(row["file"], row["sheet"], row["row"])
        month = f"<td>{safe(texts.month(str(row['month'])))}</td>" if with_month else ""
        amount = float(str(row["amount"]))
        lines.append(
            f'<tr><th scope="row">{safe(row["row_id"])}</th><td>{safe(regions.get(str(row["region_code"]), row["region_code"]))}</td>'
            f"{month}<td>{safe(row['row_date'] or texts.UNKNOWN)}</td><td>{safe(row['told'] or '')}</td>"
            f'<td class="num">{texts.number(amount, 0 if amount == int(amount) else 2)}</td>'
            f'<td class="mt-file">{safe(place)}</td></tr>'
        )
    heads = [
        _("编号"),
        _("地区"),
        *([_("月份")] if with_month else []),
        _("日期"),
        _("内容"),
        _("计入"),
        _("文件和行"),
    ]
    head = "".join(f'<th class="{"num" if h == _("计入") else ""}">{safe(h)}</th>' for h in heads)
    return f'<div class="mt-scroll"><table class="mt mt-rows"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _exhibit(view: View, asked: Cell, label: str, names: Names, total: queries_rows.Sum) -> Exhibit:
    """The rows as a table to take away, up to ``MOST_TAKEN``; read when somebody asks for them."""

    def frame() -> pd.DataFrame:
        count = min(total.rows, MOST_TAKEN)
        found = [
            r for n in range(-(-count // queries_rows.PAGE)) for r in queries_rows.page(view.board, asked, n)
        ]
        columns = {
            "row_id": _("编号"), "region_code": _("地区代码"), "month": _("月份"), "row_date": _("日期"), "told": _("内容"),
            "amount": _("计入"), "file": _("文件"), "sheet": _("工作表"), "row": _("行"),
        }  # fmt: skip
        return pd.DataFrame(found, columns=list(columns)).rename(columns=columns)

    plan = view.board.plan
    filters = {_("地区"): texts.region_names(plan).get(asked.region, asked.region)}
    filters[_("行业领域")] = texts.sector_names(plan).get(asked.sector, asked.sector)
    if asked.committee:
        filters[_("专委会")] = UnitOf(committee=asked.committee).name(plan)
    if total.rows > MOST_TAKEN:
        filters[_("行数")] = _("前 {n} 行，共 {all} 行").format(
            n=texts.number(MOST_TAKEN), all=texts.number(total.rows)
        )
    name = names.of("measure", asked.half.mart, asked.half.column, texts.is_english())
    return Exhibit(
        name=name, title=texts.clauses([name, label]), unit="", source=method_words.half(asked.half, plan, names),
        month=str(asked.month), frame=frame, filters=filters, is_demo=view.board.is_demo,
    )  # fmt: skip


def catalogue_exhibit(view: View, names: Names) -> Exhibit:
    """All indicators as a table."""
    plan = view.board.plan
    rows = [
        {
            _("编号"): i.id, _("指标"): texts.indicator_title(i), _("条款"): texts.clause(i.clause),
            _("定义"): texts.indicator_definition(i),
            _("口径"): " / ".join(method_words.half(h, plan, names) for _n, h, _m in halves_at(i, Month.parse(view.month))),
            _("目标"): texts.statements(f"{t.year} {texts.plain(t.value)}" for t in i.targets),
        }
        for i in plan.indicators
    ]  # fmt: skip
    return Exhibit(
        name=_("指标口径"), title=_("指标口径"), unit="", source=texts.plan_title(plan), month=view.month,
        frame=pd.DataFrame(rows), filters={}, is_demo=view.board.is_demo,
    )  # fmt: skip
