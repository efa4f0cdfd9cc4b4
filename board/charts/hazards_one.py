"""One hazard's page: what it is now, how it came to be so over the loads, and what else is known of its enterprise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from board import address, downloads, queries_hazards_one, queries_method, texts, theme
from board.charts import hazards_exhibits, hazards_list, hazards_pick, hazards_text, marks, method_rows
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import View
from board.queries_hazards import Scope
from board.queries_hazards_one import Enterprise, Version
from board.queries_method import Names
from board.texts import _
from rules.months import Month
from rules.plan import Plan

Row = dict[str, Any]
FIELDS = (
    "region", "town", "sector", "level", "enterprise", "enterprise_id", "description", "found_by", "found_date",
    "due_date", "closed_date", "supervision", "five_settled", "office", "investment_yuan", "report_month", "remark",
)  # fmt: skip
STORED = {"region": "region_code", "sector": "sector_code"}
"""Contract column -> stored column where they differ."""


def show(view: View, asked: str) -> None:
    """The cards of ``<region_code>/<hazard_id>``, or a card that says that there is none."""
    key = queries_hazards_one.key_of(asked)
    row = queries_hazards_one.hazard(view.board, *key) if key else None
    if not view.is_presentation:
        theme.markup(
            f'<p class="hz-back"><a class="def" href="{safe(hazards_pick.back())}" target="_self">{safe(_("‹ 返回清单"))}</a></p>'
        )
    if key is None or row is None:
        theme.problem_card(
            _("台账里没有这条隐患"),
            _("其他隐患照常可以查看。"),
            _(
                "地址里写的是“{asked}”，应为“地区代码/隐患编号”。它可能不在这一版数据里，或编号写错了；请返回清单查找。"
            ).format(asked=asked[:80]),
        )
        return
    names, day = queries_method.names(view.board), Month.parse(view.month).last_day
    versions = queries_hazards_one.versions(view.board, *key)
    with st.container(key="hz_one"):
        with st.container(key="card_hz_facts"):
            theme.markup(
                marks.card_head(_("隐患 {number}").format(number=row["hazard_id"]), state_words(row, day))
            )
            theme.markup(facts(row, view, names))
        with st.container(key="hz_one_right"):
            with st.container(key="card_hz_history"):
                theme.markup(marks.card_head(_("历次报送"), _history_finding(versions)))
                downloads.offer(exhibit(view, row, versions, names), "hz_history")
                theme.markup(history(versions, view, names))
                theme.markup(f'<p class="note">{safe(_history_note())}</p>')
            _enterprise_card(view, row, day)


def state_words(row: Row, day: date) -> str:
    """Open since so many days, overdue, closed within so many days: at the month's end."""
    found, due, closed = row["found_date"], row["due_date"], row["closed_date"]
    as_of = _("截至{day}").format(day=texts.day(day))
    days = hazards_text.with_days
    if found > day:
        return texts.clauses([as_of, _("还没有发现（{day}发现）").format(day=texts.day(found))])
    if closed is not None and closed <= day:
        parts = [_("{days}内销号").format(days=days((closed - found).days))]
        if due is not None:
            late = (closed - due).days
            parts.append(_("超期 {days}").format(days=days(late)) if late > 0 else _("按期"))
        return texts.clauses(parts)
    parts = [as_of, _("已在册 {days}").format(days=days((day - found).days))]
    if due is None:
        parts.append(_("没有整改时限"))
    elif due < day:
        parts.append(_("逾期 {days}").format(days=days((day - due).days)))
    else:
        parts.append(_("距整改时限 {days}").format(days=days((due - day).days)))
    if closed is not None:
        parts.append(_("后于{day}销号").format(day=texts.day(closed)))
    return texts.clauses(parts)


def facts(row: Row, view: View, names: Names) -> str:
    """All fields of the ledger, named as its contract names them; an empty one says so."""
    lines = "".join(
        f"<dt>{safe(title(name, names))}</dt><dd>{safe(said(STORED.get(name, name), row, view.board.plan, names))}</dd>"
        for name in FIELDS
    )
    return f'<dl class="hz-facts">{lines}</dl>'


def title(name: str, names: Names) -> str:
    """What the contract calls a column."""
    english = texts.is_english()
    told = names.of("column", "hazards", name, english)
    return told if told != name else names.of("required", "hazards", name, english)


def said(name: str, row: Row, plan: Plan, names: Names) -> str:
    """A field's value in words."""
    value = row[name]
    if name == "supervision":
        return hazards_list.supervision(value, names)
    if name == "sector_code" and value in (None, "other"):
        return str(row["sector_text"] or _("未填"))
    if value is None or value == "":
        return _("未填")
    if name == "region_code":
        return texts.region_names(plan).get(str(value), str(value))
    if name == "sector_code":
        return hazards_text.sector(value, plan)
    if name in ("level", "found_by"):
        return hazards_text.value(name, value, names)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return texts.number(value, 0 if value == int(value) else 2)
    if name == "report_month":
        return texts.month(value)
    return texts.day(value) if isinstance(value, date) else str(value)


def _history_finding(versions: Sequence[Version]) -> str:
    changed = sum(1 for v in versions[1:] if v.is_adopted and v.changes)
    parts = [texts.form(_("台账里有 {n} 次报送"), len(versions)).format(n=len(versions))]
    parts.append(
        texts.form(_("其中 {n} 次有改动"), changed).format(n=changed) if changed else _("内容没有改动过")
    )
    return texts.clauses(parts)


def _history_note() -> str:
    told = [
        _("与最后内容相同的再次报送不另留一行"),
        _("报送月份更早的行只留存，不改动台账"),
    ]
    return texts.sentence(texts.statements(told))


def history(versions: Sequence[Version], view: View, names: Names) -> str:
    """Every row that a file brought: day of loading, office, file and row, and what it changed."""
    heads = (_("载入时间"), _("报送单位"), _("文件和行"), _("改了什么"))
    lines = "".join(
        f'<tr><th scope="row">{_loaded(v)}</th><td>{safe(_office(v, view))}</td>'
        f'<td class="c-file">{safe(method_rows.place_of(v.file or texts.UNKNOWN, v.sheet, v.row))}</td>'
        f'<td class="c-told">{_changes(v, place, view, names)}</td></tr>'
        for place, v in enumerate(versions)
    )
    head = "".join(f"<th>{safe(h)}</th>" for h in heads)
    return (
        f'<div class="table-wrap"><table class="rg rg-rows hz-history"><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _loaded(version: Version) -> str:
    when = f"{version.loaded_at:%Y-%m-%d %H:%M}" if version.loaded_at else texts.UNKNOWN
    if version.load_id is None:
        return safe(when)
    number = _("第 {n} 次载入").format(n=version.load_id)
    href = safe(address.link("intake", part="loads", load=str(version.load_id)))
    return f'{safe(when)}<br><a class="def" href="{href}" target="_self">{safe(number)}</a>'


def _office(version: Version, view: View) -> str:
    if not version.office:
        return _("未填")
    return texts.region_names(view.board.plan).get(version.office, version.office)


def _changes(version: Version, place: int, view: View, names: Names) -> str:
    if place == 0:
        told = safe(_("首次报送"))
        return told if not version.fields["report_month"] else told + safe(_month_told(version))
    month = safe(_month_told(version))
    if not version.is_adopted:
        return marks.tag(_("未采用"), _("报送月份早于台账里已有的"), "outline") + month
    if not version.changes:
        return safe(_("内容未变")) + month
    lines = "".join(f"<li>{_change(*c, version, view, names)}</li>" for c in version.changes)
    return f"<ul>{lines}</ul>{month}"


def _month_told(version: Version) -> str:
    month = version.fields["report_month"]
    return texts.brackets(_("报送月份 {month}").format(month=texts.month(month))) if month else ""


def _change(field: str, before: Any, after: Any, version: Version, view: View, names: Names) -> str:
    plan = view.board.plan
    column = {stored: name for name, stored in STORED.items()}.get(field, field)
    old = said(field, {**version.fields, field: before}, plan, names)
    return f"{safe(title(column, names))}{texts.colon()}{safe(old)} → <b>{safe(said(field, version.fields, plan, names))}</b>"


def exhibit(view: View, row: Row, versions: Sequence[Version], names: Names) -> Exhibit:
    """One line a field that a row changed; the first row with all it said."""
    plan = view.board.plan
    lines = []
    nothing: tuple[str, Any, Any] = ("", None, None)
    for place, version in enumerate(versions):
        first: list[tuple[str, Any, Any]] = (
            [(n, None, version.fields[n]) for n in queries_hazards_one.TOLD_APART] if place == 0 else []
        )
        for field, before, _after in [*first, *version.changes] or [nothing]:
            column = {stored: name for name, stored in STORED.items()}.get(field, field)
            lines.append(
                {
                    _("载入时间"): version.loaded_at, _("报送单位"): _office(version, view), _("文件"): version.file,
                    _("工作表"): version.sheet, _("行"): version.row, _("报送月份"): version.fields["report_month"],
                    _("是否采用"): version.is_adopted, _("项目"): title(column, names) if field else _("内容未变"),
                    _("原来"): said(field, {**version.fields, field: before}, plan, names) if field and place else None,
                    _("现在"): said(field, version.fields, plan, names) if field else None,
                }
            )  # fmt: skip
    number = {_("隐患编号"): row["hazard_id"]}
    scope = Scope(view.month, row["level"], row["region_code"])
    heading = _("隐患历次报送")
    return hazards_exhibits.of(view, scope, "hazard-history", heading, pd.DataFrame(lines), number)


def _enterprise_card(view: View, row: Row, day: date) -> None:
    """Other hazards and inspections of the same enterprise up to the day."""
    found = queries_hazards_one.enterprise(view.board, row, day)
    if found is None:
        return
    with st.container(key="card_hz_enterprise"):
        name = row["enterprise"] or row["enterprise_id"]
        theme.markup(marks.card_head(_("同一企业"), _enterprise_finding(found, str(name))))
        filters = {"firm": row["enterprise_id"]} if row["enterprise_id"] else {"q": row["enterprise"]}
        every = {**filters, "level": "all", "region": row["region_code"], "sector": "*"}
        links = (
            (_("全部隐患 {n} 处"), found.hazards, "all"), (_("在册 {n} 处"), found.open, "open"),
        )  # fmt: skip
        told = "".join(
            f'<a class="def" href="{safe(hazards_pick.to_list(**every, state=state))}" target="_self">'
            f"{safe(label.format(n=texts.number(n)))}</a>"
            for label, n, state in links
        )
        theme.markup(f'<p class="hz-links">{told}</p>')
        if found.rows:
            theme.markup(_inspections(found))


def _enterprise_finding(found: Enterprise, name: str) -> str:
    parts = [name]
    if found.inspections:
        parts.append(
            _("执法检查 {n} 次，查出问题 {m} 个").format(
                n=texts.number(found.inspections), m=texts.number(found.problems)
            )
        )
    else:
        parts.append(_("没有执法检查记录"))
    return texts.clauses(parts)


def _inspections(found: Enterprise) -> str:
    heads = (_("检查日期"), _("问题"), _("已整改"), _("处罚"), _("检查单位"), _("文件和行"))
    lines = "".join(
        f'<tr><th scope="row">{safe(r["inspected_date"])}</th>'
        + "".join(
            f'<td class="num">{texts.number(r[n])}</td>' for n in ("problems", "rectified", "penalties")
        )
        + f"<td>{safe(r['office'] or '')}</td>"
        f'<td class="c-file">{safe(method_rows.place_of(r["file"], r["sheet"], r["row"]))}</td></tr>'
        for r in found.rows
    )
    head = "".join(f'<th class="{"num" if 0 < i < 4 else ""}">{safe(h)}</th>' for i, h in enumerate(heads))
    caption = safe(_("最近的执法检查"))
    return (
        f'<div class="table-wrap"><table class="rg rg-rows hz-checks"><caption>{caption}</caption><thead><tr>{head}</tr>'
        f"</thead><tbody>{lines}</tbody></table></div>"
    )
