"""The hazard ledger as a list: searched, filtered, sorted, fifty rows a page; each row leads to its hazard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from board import address, downloads, queries_hazards_list, texts, theme
from board.charts import hazards_exhibits, hazards_pick, hazards_text, marks
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_hazards import Scope
from board.queries_hazards_list import PAGE, Asked
from board.queries_method import Names
from board.texts import _

MOST_TAKEN = 10_000
"""Rows in a download; more are said, not silently left out."""
_SCROLL = """<script>setTimeout(() => document.querySelector('.st-key-card_hz_list')?.scrollIntoView(), 400);</script>"""
HEADS = {
    "hazard_id": "", "enterprise": "enterprise", "description": "", "region_code": "region_code", "sector": "",
    "level": "", "found_by": "", "found_date": "found_date", "due_date": "due_date", "state": "closed_date",
}  # fmt: skip
"""Columns on screen -> the column of an order that goes by them."""


def show(view: View, scope: Scope, names: Names) -> None:
    """The card with its filters; below them the page of rows that was asked for."""
    with st.container(key="card_hz_list"):
        head = st.container()
        asked = hazards_pick.asked(view, scope, names)
        count = queries_hazards_list.count(view.board, asked)
        with head:
            theme.markup(marks.card_head(_("隐患清单"), _finding(asked, count, view)))
            if count:
                downloads.offer(exhibit(view, asked, count, names), "hz_list")
        if not count:
            theme.empty(_("没有符合条件的记录"), _what_to_clear(asked, view, names))
        else:
            number = hazards_pick.page_number(-(-count // PAGE))
            rows = queries_hazards_list.page(view.board, asked, number)
            theme.markup(table(rows, asked, view, names))
    if st.query_params.get("to") == "list":
        address.drop("to")
        st.html(_SCROLL, unsafe_allow_javascript=True)


def _finding(asked: Asked, count: int, view: View) -> str:
    """How many, of what."""
    day = texts.day(asked.last_day)
    state = _(hazards_pick.STATES[asked.state])
    told = texts.form(_("{state} {n} 处"), count).format(state=state, n=texts.number(count))
    return texts.clauses([told, _("按 {day} 的状态").format(day=day)])


def _what_to_clear(asked: Asked, view: View, names: Names) -> str:
    """Which filters are set, so that one knows what to clear."""
    told = list(filter_words(asked, names).values())[:-1]
    plan = view.board.plan
    if asked.scope.region != ALL:
        told.append(texts.region_names(plan)[asked.scope.region])
    if asked.scope.sector != ALL:
        told.append(texts.sector_names(plan)[asked.scope.sector])
    return _("现有条件：{filters}。请清除一个再试。").format(filters=texts.names(told))


def filter_words(asked: Asked, names: Names) -> dict[str, str]:
    """The list's filters in words; the order last."""
    found = {_("状态"): _(hazards_pick.STATES[asked.state])}
    for label, column, code in (
        (_("来源渠道"), "found_by", asked.found_by), (_("挂牌督办"), "supervision", asked.tier),
        (_("在册时长"), "age_band", asked.age), (_("逾期时长"), "overdue_band", asked.late),
    ):  # fmt: skip
        if code != ALL:
            found[label] = (
                _("全部挂牌") if code == "any" else names.of("value", column, code, texts.is_english())
            )
    if asked.text:
        found[_("查找")] = asked.text
    if asked.enterprise_id:
        found[_("企业编号")] = asked.enterprise_id
    found[_("排序")] = _(hazards_pick.SORTS[asked.sort])
    return found


def standing(row: dict[str, Any], day: str) -> tuple[str, bool]:
    """What a hazard is at a day, in words, and whether it is overdue."""
    now, due = date.fromisoformat(day), row["due_date"]
    if not row["is_open"]:
        return _("{day} 销号").format(day=row["closed_date"]), False
    if due is None:
        return _("没有整改时限"), False
    if due < now:
        return _("逾期 {days}").format(days=hazards_text.with_days((now - due).days)), True
    return _("还剩 {days}").format(days=hazards_text.with_days((due - now).days)), False


def table(rows: Sequence[dict[str, Any]], asked: Asked, view: View, names: Names) -> str:
    """The rows of a page; the first column stays in sight when the others are scrolled."""
    plan = view.board.plan
    regions = texts.region_names(plan)
    titles = {
        "hazard_id": _("编号"), "enterprise": _("企业"), "description": _("描述"), "region_code": _("地区"),
        "sector": _("行业领域"), "level": _("隐患级别"), "found_by": _("来源渠道"), "found_date": _("发现日期"),
        "due_date": _("整改时限"), "state": _("状态"),
    }  # fmt: skip
    order = queries_hazards_list.SORTS[asked.sort]
    heads = "".join(f"<th{_sorted(order, HEADS[name])}>{safe(title)}</th>" for name, title in titles.items())
    found, due = safe(titles["found_date"]), safe(titles["due_date"])
    lines = []
    for row in rows:
        href = safe(hazards_pick.one(row["region_code"], row["hazard_id"]))
        told, is_late = standing(row, asked.last_day)
        supervised = ""
        if row["supervision"] != "none":
            tier = hazards_text.value("supervision", row["supervision"], names)
            supervised = " " + marks.tag(_("{tier}挂牌").format(tier=tier), "", "outline")
        lines.append(
            f'<tr><th scope="row"><a class="def" href="{href}" target="_self">{safe(row["hazard_id"])}</a></th>'
            f'<td class="c-firm">{safe(row["enterprise"] or "")}</td>'
            f'<td class="c-told">{safe(row["description"] or "")}{supervised}</td>'
            f"<td>{safe(regions.get(row['region_code'], row['region_code']))}</td>"
            f"<td>{safe(hazards_text.sector(row['sector'], plan))}</td>"
            f"<td>{safe(hazards_text.value('level', row['level'], names))}</td>"
            f"<td>{safe(hazards_text.value('found_by', row['found_by'], names))}</td>"
            f'<td data-label="{found}">{safe(row["found_date"])}</td><td data-label="{due}">{safe(row["due_date"] or texts.UNKNOWN)}</td>'
            f"<td>{marks.tag(told, '', 'solid') if is_late else safe(told)}</td></tr>"
        )
    label = safe(_("隐患清单"))
    return (
        f'<div class="table-wrap hz-wide" tabindex="0" role="region" aria-label="{label}"><table class="rg rg-rows hz-rows">'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _sorted(order: str, column: str) -> str:
    if not column or column not in order.split(",")[0]:
        return ""
    return f' aria-sort="{"descending" if " DESC" in order.split(",")[0] else "ascending"}"'


def exhibit(view: View, asked: Asked, count: int, names: Names) -> Exhibit:
    """All rows that answer, up to ``MOST_TAKEN``; read when somebody asks for them."""

    def frame() -> pd.DataFrame:
        return frame_of(view, asked, names)

    filters = filter_words(asked, names)
    if count > MOST_TAKEN:
        filters[_("行数")] = _("前 {n} 行，共 {all} 行").format(
            n=texts.number(MOST_TAKEN), all=texts.number(count)
        )
    return hazards_exhibits.of(view, asked.scope, "hazard-list", _("隐患清单"), frame, filters)


def frame_of(view: View, asked: Asked, names: Names) -> pd.DataFrame:
    """The rows with all columns, their state at the month's end, and where each stands in which file."""
    english, plan = texts.is_english(), view.board.plan
    regions = texts.region_names(plan)

    def title(name: str) -> str:
        told = names.of("column", "hazards", name, english)
        return told if told != name else names.of("required", "hazards", name, english)

    rows = []
    for row in queries_hazards_list.taken(view.board, asked, MOST_TAKEN):
        told, _is_late = standing(row, asked.last_day)
        rows.append(
            {
                title("hazard_id"): row["hazard_id"], title("region"): regions.get(row["region_code"], row["region_code"]),
                title("town"): row["town"], title("sector"): hazards_text.sector(row["sector"], plan),
                title("level"): hazards_text.value("level", row["level"], names), title("enterprise_id"): row["enterprise_id"],
                title("enterprise"): row["enterprise"], title("description"): row["description"],
                title("found_by"): hazards_text.value("found_by", row["found_by"], names),
                title("found_date"): row["found_date"], title("due_date"): row["due_date"],
                title("closed_date"): row["closed_date"], _("状态"): told,
                title("supervision"): supervision(row["supervision"], names),
                title("five_settled"): row["five_settled"], title("office"): row["office"],
                title("investment_yuan"): row["investment_yuan"], title("remark"): row["remark"],
                _("文件"): row["file"], _("工作表"): row["sheet"], _("行"): row["row"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def supervision(tier: str | None, names: Names) -> str:
    """A tier in words, or that there is none."""
    return _("没有挂牌") if tier in (None, "none") else hazards_text.value("supervision", tier, names)
