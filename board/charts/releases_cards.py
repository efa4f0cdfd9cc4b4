"""发布与修订: which months are published, what later data changed of them, and publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from board import (
    address,
    commands,
    downloads,
    i18n,
    published,
    queries_method,
    queries_revisions,
    texts,
    theme,
    theme_releases,
    who,
)
from board.charts import intake_pager, marks, releases_text
from board.charts.marks import safe
from board.commands import Running
from board.downloads import Exhibit
from board.frame import View
from board.queries_preview import PAGE
from board.texts import _
from database import DatabaseProblem
from database.releases import Release
from rules.plan import Plan

_PUBLISHING, _SAID = "_releases_publishing", "_releases_said"
PREVIEWED = 5
MONTHS = 12
"""Published months on one page of their list."""
EVERY = "*"
Row = dict[str, Any]


def show(view: View) -> None:
    """Publishing the chosen month, the list of published months, the figures that changed since."""
    theme_releases.style()
    running: Running | None = st.session_state.get(_PUBLISHING)
    if running is not None:
        if not running.poll():
            _waiting(i18n.language())
            return
        _settle(running)
    _say()
    try:
        release = view.board.releases.newest(view.month)
        changed = _changed(view, view.month) if release else []
        with st.container(key="card_rl_publish"):
            _publishing(view, release, changed)
        with st.container(key="card_rl_list"):
            _list(view)
        if view.board.releases.all:
            with st.container(key="card_rl_changes"):
                _revisions(view)
    except DatabaseProblem as error:
        theme.problem_card(_("已发布的数字读不出来"), _("各页最新的数字不受影响。"), texts.told(error))


def _changed(view: View, month: str | None) -> list[Row]:
    return queries_revisions.revisions(view.board, month, texts.is_english())


def _settle(running: Running) -> None:
    del st.session_state[_PUBLISHING]
    code, found, said = running.result()
    if code == 0 and isinstance(found, dict):
        told = _("已发布{month}（第 {number} 次）。").format(
            month=texts.month(str(found["month"])), number=found["number"]
        )
        st.session_state[_SAID] = ("done", told)
    else:
        told = [line for line in said if "。" in line or "；" in line][-3:] or said[-1:]
        st.session_state[_SAID] = ("failed", texts.statements(told))
    st.rerun()


def _say() -> None:
    kind, told = st.session_state.pop(_SAID, ("", ""))
    if kind == "done":
        theme.notice(told)
    elif kind:
        theme.problem_card(_("没有发布"), _("已发布的各期和现有数字都没有改动。"), told)


def _publishing(view: View, release: Release | None, changed: Sequence[Row]) -> None:
    month = texts.month(view.month)
    if release is None:
        finding = _("还没有发布；发布后这一期的数字、规则和台账一并封存，以后的更正另列为修订")
    elif not changed:
        finding = texts.clauses((published.told(release, view.board.plan), _("此后数字没有变动，不必再发布")))
    else:
        finding = texts.clauses(
            (
                published.told(release, view.board.plan),
                _("发布后有 {count} 个数字变动").format(count=texts.number(len(changed))),
            )
        )
    theme.markup(marks.card_head(_("发布{month}").format(month=month), finding))
    if release is not None and not changed:
        return
    if view.is_presentation:
        return
    if changed:
        names = queries_method.names(view.board)
        # What a briefing would ask first: whose colour it is, regions before the rest.
        told = sorted(changed, key=lambda row: (row["measure"] != "colour", row["unit_kind"] != "region"))
        theme.markup(_table(told[:PREVIEWED], view.board.plan, names, with_month=False))
        if len(changed) > PREVIEWED:
            theme.markup(
                f'<p class="note">{safe(_("再次发布后以现在的数字为准；全部变动列在下面。原来发布的那一次仍然保留。"))}</p>'
            )
    with st.container(key="rl_publish", horizontal=True, vertical_alignment="bottom"):
        name = who.ask("rl_who")
        reason = ""
        if changed:
            key = f"rl_why_{view.month}"
            reason = (st.text_input(_("再次发布的原因"), key=key, width=360, max_chars=200) or "").strip()
        can = bool(name) and (not changed or bool(reason))
        if st.button(_("发布{month}").format(month=month), key="rl_go", type="primary", disabled=not can):
            arguments = ["publish", "--month", view.month, "--json", "--who", name]
            arguments += ["--reason", reason] if reason else []
            st.session_state[_PUBLISHING] = commands.run(
                view.board.plan, view.board.path, arguments, lasting=True
            )
            st.rerun()


def _list(view: View) -> None:
    plan = view.board.plan
    months = list(reversed(view.board.releases.months))
    told = _("共 {count} 个月").format(count=texts.number(len(months))) if months else ""
    theme.markup(marks.card_head(_("已发布的各期"), told))
    if not months:
        theme.empty(_("还没有发布过"), _("在上面发布所选的月份"))
        return
    # A month is compared when it is shown: after a load that of thirty months would be waited for.
    first = intake_pager.page(len(months), "rl_list", MONTHS) * MONTHS
    listed = queries_revisions.published(view.board, months[first : first + MONTHS])
    heads = [
        (_("月份"), ""),
        (_("第几次"), "num"),
        (_("发布时间"), ""),
        (_("经手"), ""),
        (_("原因"), ""),
        (_("此后变动"), "num"),
    ]
    head = "".join(f'<th class="{css}">{safe(text)}</th>' for text, css in heads)
    lines = []
    for one in listed:
        lines.append(_release_line(one.release, plan, texts.number(one.changed)))
        lines += [_release_line(release, plan, "") for release in one.earlier]
    theme.markup(
        f'<div class="rl-wrap"><table class="rl"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'
    )


def _release_line(release: Release, plan: Plan, changed: str) -> str:
    """One publication; of an earlier one of the same month nothing is compared."""
    at = datetime.fromisoformat(release.published_at).replace(tzinfo=UTC).astimezone(plan.zone)
    month = safe(texts.month(release.month))
    if changed:
        href = address.link("overview", month=release.month, figures="published")
        month = f'<a class="def" href="{safe(href)}" target="_self">{month}</a>'
    cells = [
        ("", _("月份"), month),
        ("num", _("第几次"), str(release.number)),
        ("", _("发布时间"), f"{at:%Y-%m-%d %H:%M}"),
        ("", _("经手"), safe(release.by or texts.UNKNOWN)),
        ("", _("原因"), safe(release.reason or texts.UNKNOWN)),
        ("num", _("此后变动"), changed or safe(_("已被取代"))),
    ]
    css = "" if changed else ' class="rl-past"'
    return f"<tr{css}>{_cells(cells)}</tr>"


def _cells(cells: Sequence[tuple[str, str, str]]) -> str:
    return "".join(f'<td class="{css}" data-label="{safe(label)}">{text}</td>' for css, label, text in cells)


def _revisions(view: View) -> None:
    plan, names = view.board.plan, queries_method.names(view.board)
    head = st.container()
    with st.container(key="rl_filters", horizontal=True, vertical_alignment="bottom"):
        months = list(reversed(view.board.releases.months))
        first = [view.month] if view.month in months else []
        month = _pick(
            _("月份"),
            [*first, *(m for m in months if m not in first), EVERY],
            "rl_month",
            {m: texts.month(m) for m in months},
        )
        found = _changed(view, None if month == EVERY else month)
        told = _("共 {count} 个数字；已发布的数字不变，这里逐个对照").format(count=texts.number(len(found)))
        with head:
            theme.markup(marks.card_head(_("发布后的修订"), told if found else _("没有变动")))
        if not found:
            return
        tables = list(dict.fromkeys(row["table"] for row in found))
        titles = queries_revisions.titles_of_tables(view.board, tables, texts.is_english())
        table = _pick(_("表"), [EVERY, *tables], "rl_table", titles)
        found = [row for row in found if table in (EVERY, row["table"])]
        units = {f"{row['unit_kind']} {row['unit_code']}": row["unit"] for row in found}
        unit = _pick(_("地区、行业领域或专委会"), [EVERY, *units], "rl_unit", units)
        found = [row for row in found if unit in (EVERY, f"{row['unit_kind']} {row['unit_code']}")]
        page = intake_pager.page(len(found), f"rl_page_{month}_{table}_{unit}")
    theme.markup(_table(found[page * PAGE : (page + 1) * PAGE], plan, names, with_month=month == EVERY))
    downloads.offer(
        Exhibit(
            name="revisions",
            title=_("发布后的修订"),
            unit="",
            source=texts.office_name(plan),
            month=view.month,
            frame=lambda: _frame(found, plan, titles, names),
            is_demo=view.board.is_demo,
            published=_("已发布与现在对照"),
        ),
        "revisions",
    )


def _pick(label: str, options: Sequence[str], key: str, named: dict[str, str]) -> str:
    def told(code: str) -> str:
        return named.get(code, code) if code != EVERY else _("全部")

    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return st.selectbox(label, options, key=key, format_func=told, width=200) or options[0]


def _table(found: Sequence[Row], plan: Plan, names: queries_method.Names, with_month: bool) -> str:
    heads = [(_("地区、行业领域或专委会"), ""), (_("数字"), ""), (_("已发布"), "num"), (_("现在"), "num")]
    if with_month:
        heads.insert(0, (_("月份"), ""))
    head = "".join(f'<th class="{css}">{safe(text)}</th>' for text, css in heads)
    lines = []
    for row in found:
        told = releases_text.where(row, plan, names)
        title = safe(row["title"]) + (f"<small>{safe(told)}</small>" if told else "")
        cells = [
            ("", heads[-4][0], safe(row["unit"])),
            ("", _("数字"), title),
            ("num", _("已发布"), safe(releases_text.value(row, "published", plan))),
            ("num", _("现在"), safe(releases_text.value(row, "current", plan))),
        ]
        if with_month:
            cells.insert(0, ("", _("月份"), safe(texts.month(row["month"]))))
        lines.append(f"<tr>{_cells(cells)}</tr>")
    return f'<div class="rl-wrap"><table class="rl"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _frame(
    found: Sequence[Row], plan: Plan, titles: dict[str, str], names: queries_method.Names
) -> pd.DataFrame:
    """The list to take away: texts as on the page, and plain numbers in columns of their own."""
    lines = [
        {
            _("月份"): row["month"], _("第几次"): row["release"], _("表"): titles.get(row["table"], row["table"]),
            _("代码"): row["unit_code"], _("单位"): row["unit"], _("数字"): row["title"],
            _("细分"): releases_text.where(row, plan, names),
            _("已发布"): releases_text.value(row, "published", plan), _("现在"): releases_text.value(row, "current", plan),
            _("已发布（原值）"): _plain(row["published"]), _("现在（原值）"): _plain(row["current"]),
            _("发布时间（UTC）"): row["published_at"],
        }
        for row in found
    ]  # fmt: skip
    return pd.DataFrame(lines)


def _plain(found: object) -> float | None:
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


@st.fragment(run_every=0.7)
def _waiting(language: str) -> None:
    """A moment's wait, shown."""
    i18n.use(language)
    running: Running | None = st.session_state.get(_PUBLISHING)
    if running is None or running.poll():
        st.rerun()
    with st.container(key="card_rl_publishing"):
        theme.markup(marks.card_head(_("正在发布"), _("封存这一期的数字、规则和台账")))
