"""Hazards under supervision (挂牌督办): how many of each tier, and those whose deadline is nearest or past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board import address, downloads, queries_hazards, queries_hazards_list, texts, theme
from board.charts import hazards_exhibits, hazards_list, hazards_pick, hazards_text, marks
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import View
from board.queries_hazards import Scope
from board.queries_hazards_list import Asked
from board.queries_method import Names
from board.texts import _

SHOWN = 8
"""Rows on the card; the list has the others."""


def show(view: View, scope: Scope, names: Names) -> None:
    """The card; of all levels, since a supervision is of its own."""
    everything = Scope(scope.month, "all", scope.region, scope.sector)
    tiers = queries_hazards.supervised(view.board, everything)
    asked = Asked(everything, state="open", tier="any", sort="due")
    with st.container(key="card_hz_supervised"):
        theme.markup(marks.card_head(_("挂牌督办"), _finding(tiers)))
        if not tiers:
            return
        downloads.offer(exhibit(view, asked, names), "hz_supervised")
        theme.markup(tier_table(tiers, everything, names))
        rows = queries_hazards_list.page(view.board, asked, size=SHOWN)
        theme.markup(due_table(rows, view, names, asked.last_day))
        total = sum(number for _tier, number, _late in tiers)
        if total > len(rows) and not view.is_presentation:
            href = safe(hazards_pick.to_list(level="all", tier="any", state="open", sort="due"))
            more = safe(_("看全部 {n} 处").format(n=texts.number(total)))
            theme.markup(f'<p class="note"><a class="def" href="{href}" target="_self">{more}</a></p>')


def _finding(tiers: Sequence[tuple[str, int, int]]) -> str:
    if not tiers:
        return _("月末没有在册的挂牌督办隐患")
    total, late = sum(n for _t, n, _l in tiers), sum(n for _t, _n, n in tiers)
    told = _("月末在册 {n} 处，逾期 {late} 处") if late else _("月末在册 {n} 处，没有逾期")
    return texts.clauses([told.format(n=texts.number(total), late=texts.number(late)), _("重大和一般都计入")])


def tier_table(tiers: Sequence[tuple[str, int, int]], scope: Scope, names: Names) -> str:
    """Tiers: open, of these overdue."""
    cells = "".join(
        f'<span class="hz-tier"><b>{safe(hazards_text.value("supervision", tier, names))}</b> '
        f"{_told(_('在册'), number, 'open_stock', tier, scope)} {_told(_('逾期'), late, 'overdue', tier, scope)}</span>"
        for tier, number, late in tiers
    )
    return f'<div class="hz-tiers">{cells}</div>'


def _told(label: str, number: int, column: str, tier: str, scope: Scope) -> str:
    rows = hazards_text.behind(column, scope, "month_end", "supervision_month", supervision=tier)
    return f"{safe(label)} {address.figure(texts.number(number), **rows)}"


def due_table(rows: Sequence[dict[str, Any]], view: View, names: Names, day: str) -> str:
    """The nearest deadlines: what, where, tier, deadline, days left or overdue."""
    plan = view.board.plan
    regions = texts.region_names(plan)
    heads = (_("隐患"), _("地区"), _("行业领域"), _("挂牌级别"), _("整改时限"), _("还剩或逾期"))
    lines = []
    for row in rows:
        href = safe(hazards_pick.one(row["region_code"], row["hazard_id"]))
        what = texts.clauses(filter(None, [row["enterprise"], row["description"]])) or row["hazard_id"]
        told, is_late = hazards_list.standing(row, day)
        lines.append(
            f'<tr><th scope="row">{_link(what, href, view)}</th>'
            f"<td>{safe(regions.get(row['region_code'], row['region_code']))}</td>"
            f"<td>{safe(hazards_text.sector(row['sector'], plan))}</td>"
            f"<td>{safe(hazards_text.value('supervision', row['supervision'], names))}</td>"
            f"<td>{safe(row['due_date'] or texts.UNKNOWN)}</td>"
            f"<td>{marks.tag(told, '', 'solid') if is_late else safe(told)}</td></tr>"
        )
    head = "".join(f"<th>{safe(h)}</th>" for h in heads)
    return (
        f'<div class="table-wrap"><table class="rg rg-rows hz-due"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _link(text: str, href: str, view: View) -> str:
    """The way to one hazard; before an audience its name alone."""
    return (
        safe(text)
        if view.is_presentation
        else f'<a class="def" href="{href}" target="_self">{safe(text)}</a>'
    )


def exhibit(view: View, asked: Asked, names: Names) -> Exhibit:
    """All of them, nearest deadline first."""

    def frame() -> pd.DataFrame:
        return hazards_list.frame_of(view, asked, names)

    return hazards_exhibits.of(view, asked.scope, "supervised-hazards", _("挂牌督办隐患"), frame)
