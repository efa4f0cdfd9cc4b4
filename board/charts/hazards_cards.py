"""The page of hazards from top to bottom: four figures, stock and flow, ages, finders, the grid, supervision, the list."""

from __future__ import annotations

import streamlit as st

from board import address, queries_hazards, queries_method, queries_registers, texts, theme
from board.charts import (
    hazards_ages,
    hazards_channels,
    hazards_flow,
    hazards_grid,
    hazards_list,
    hazards_pick,
    hazards_supervised,
    hazards_text,
)
from board.charts.marks import safe
from board.frame import ALL, View
from board.queries_hazards import Flow, Scope
from board.queries_method import Names
from board.texts import _


def show(view: View) -> None:
    """All cards, or what to send where no hazard was ever reported."""
    reported = queries_hazards.reported(view.board, view.month)
    names = queries_method.names(view.board)
    if not reported or (view.region != ALL and view.region not in reported):
        _unreported(view, names, not reported)
        return
    scope = hazards_pick.scope(view)
    months = queries_hazards.flow(view.board, scope)
    key_row(view, scope, months)
    hazards_flow.show(view, scope, months)
    with st.container(key="hz_pair"):
        with st.container(key="hz_left"):
            hazards_ages.show(view, scope, names)
            hazards_channels.show_counts(view, scope, names)
        hazards_channels.show(view, scope, names, reported)
    hazards_grid.show(view, scope, reported)
    hazards_supervised.show(view, scope, names)
    if not view.is_presentation:
        hazards_list.show(view, scope, names)


def _unreported(view: View, names: Names, is_everywhere: bool) -> None:
    """Nothing of the ledger: which file to send; or that one region never sent any."""
    title = names.of("table", "", "hazards", texts.is_english())
    if not is_everywhere:
        region = texts.region_names(view.board.plan)[view.region]
        told = _("{region}到{month}没有报过“{table}”，不按零计。请看全部地区，或等它报送。")
        theme.empty(
            _("{region}未报").format(region=region),
            told.format(region=region, month=texts.month(view.month), table=title),
        )
        return
    required, others = queries_registers.headings(view.board, "hazards")
    theme.problem_card(
        _("到{month}还没有报过“{table}”").format(month=texts.month(view.month), table=title),
        _("其他台账、排名和目标照常；没有报的不按零计。"),
        _(
            "请报送一份“{table}”，CSV 或 XLSX 都可以，第一行写列名。必须有的列：{required}。可以有的列：{others}。"
        ).format(table=title, required=texts.names(required), others=texts.names(others)),
    )


def key_row(view: View, scope: Scope, months: list[Flow]) -> None:
    """Open stock, found, closed, overdue; each with what it is held against."""
    now, before = months[-1], queries_hazards.same_month_last_year(view.board, scope)
    at = address.at(before.month) if before else {}

    def behind(column: str, window: str = "month", **more: str) -> dict[str, str]:
        return {**hazards_text.behind(column, scope, window), **more}

    opening = _("上月末 {n}").format(n=texts.number(now.opening))
    late_before = months[-2].overdue if len(months) > 1 else None
    late = []
    if now.open_stock:
        share = texts.rate(now.overdue / now.open_stock, now.overdue, now.open_stock)
        late.append(
            address.figure(
                safe(_("占在册 {share}").format(share=share)),
                **behind("overdue", "month_end", over="open_stock"),
            )
        )
    if late_before is not None:
        told = _("上月末 {n}").format(n=texts.number(late_before))
        late.append(
            address.figure(safe(told), **behind("overdue", "month_end"), **address.at(months[-2].month))
        )
    tiles = [
        (
            _("月末在册"), now.open_stock, behind("open_stock", "month_end"),
            [address.figure(safe(opening), **behind("opening", "month_end"))],
        ),
        (
            _("当月查出"), now.found, behind("found"),
            [_last_year(now.found, before.found if before else None, behind("found"), at)],
        ),
        (
            _("当月销号"), now.closed, behind("closed"),
            [_last_year(now.closed, before.closed if before else None, behind("closed"), at)],
        ),
        (_("逾期未销号"), now.overdue, behind("overdue", "month_end"), late),
    ]  # fmt: skip
    cells = "".join(
        f'<div class="rg-figure"><p>{safe(title)}</p><strong>'
        f"{address.figure(safe(texts.with_unit(texts.number(number), '处')), **rows)}</strong>"
        f"<small>{''.join(f'<span>{line}</span>' for line in below)}</small></div>"
        for title, number, rows, below in tiles
    )
    theme.markup(f'<div class="rg-figures hz-figures">{cells}</div>')


def _last_year(now: int, before: int | None, rows: dict[str, str], at: dict[str, str]) -> str:
    told = hazards_text.against_last_year(now, before)
    return address.figure(told, **rows, **at) if before is not None else safe(told)
