"""数据核查: what the rules found, rule by rule; one finding with its rows, and what was said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

import pandas as pd
import streamlit as st

from board import address, downloads, queries_findings, queries_method, texts, theme, theme_findings, who
from board.charts import findings_table, findings_text, marks
from board.charts.marks import safe
from board.charts.method_rows import MOST_TAKEN
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries import Board
from board.queries_findings import EXPLAINED, OPEN, PAGE, STATES, Finding, Rule
from board.queries_method import Names
from board.texts import N_, _
from database import DatabaseProblem
from rules.plan import Plan

EVERY = "all"
SCOPES = {"until": N_("截至本月"), "month": N_("只看本月")}
_OUTCOME, _WHO = "_fd_outcome", "fd_who"
OWN = ("finding", "fd_page", "fd_rows")
"""Parameters of this part that another choice of the list makes void."""


def show(view: View) -> None:
    """All cards of the part."""
    theme_findings.style(view.is_presentation)
    known = queries_findings.rules(view.board)
    try:
        everything = queries_findings.listing(view.board, view.month)
    except DatabaseProblem as error:
        theme.problem_card(_("核查记录读不出来"), _("各页的数字不受影响。"), texts.told(error))
        return
    everything = queries_findings.chosen(everything, view.region, view.sector)
    waiting = queries_findings.open_by_severity(everything)
    state, scope = _choose(view)
    theme.markup(findings_table.key_row(waiting, len(everything) - waiting.total()))
    found = [f for f in everything if _is_asked(f, state) and (scope != "month" or f.month == view.month)]
    opened = _opened(everything)
    names = queries_method.names(view.board)
    with st.container(key="fd_grid"):
        with st.container(key="card_fd_list"):
            _list(view, found, known, opened, bool(everything), state)
        if opened is not None:
            with st.container(key="card_fd_one"):
                _one(view, opened, known[opened.rule], names)


def _choose(view: View) -> tuple[str, str]:
    """Which states and which months the list shows; kept in the address."""
    if view.is_presentation:
        return OPEN, "until"
    labels = {**{s: _(findings_text.STATES[s]) for s in STATES}, EVERY: _("全部")}
    scopes = {code: _(text) for code, text in SCOPES.items()}
    with st.container(key="fd_bar", horizontal=True, vertical_alignment="bottom", gap="medium"):
        state, odd = address.pick(
            "state", list(labels),
            lambda all_, key: st.segmented_control(
                _("状态"), all_, format_func=labels.__getitem__, key=key, required=True,
                on_change=address.drop, args=("fd_page",),
            ),
            key="pick_fd_state",
        )  # fmt: skip
        scope, _odd = address.pick(
            "scope", list(scopes),
            lambda all_, key: st.segmented_control(
                _("期间"), all_, format_func=scopes.__getitem__, key=key, required=True,
                on_change=address.drop, args=("fd_page",),
            ),
            key="pick_fd_scope",
        )  # fmt: skip
    if odd is not None:
        theme.notice(_("地址里的状态“{odd}”没有，现显示{shown}。").format(odd=odd[:20], shown=labels[state]))
    return state, scope


def _is_asked(one: Finding, state: str) -> bool:
    """What came back after it was called corrected waits with the open ones."""
    if state == EVERY:
        return True
    return one.is_back if state == OPEN and one.state != OPEN else one.state == state and not one.is_back


def _opened(found: Sequence[Finding]) -> Finding | None:
    asked = st.query_params.get("finding")
    if asked is None:
        return None
    one = next((f for f in found if f.finding_id == asked), None)
    if one is None:
        theme.notice(_("地址里的这一项在当前的月份和筛选里没有。"))
    return one


def _list(
    view: View, found: Sequence[Finding], known: dict[str, Rule], opened: Finding | None, is_any: bool, state: str
) -> None:  # fmt: skip
    theme.markup(marks.card_head(_("数据核查"), findings_text.summary(found)))
    if not found:
        if not is_any:
            theme.empty(_("没有需要核查的数据"), _("每次载入后重新核查。"))
        elif state == OPEN:
            theme.empty(_("没有未处理的"), _("看处理过的，请把“状态”改为“全部”。"))
        else:
            theme.empty(_("没有符合条件的记录"), _("请把“状态”改为“全部”，或清除地区、行业领域的筛选。"))
        return
    downloads.offer(_list_exhibit(view, found, known), "fd_list")
    number = _page(len(found), "fd_page")
    theme.markup(findings_table.line_heads())
    totals = {rule: [f for f in found if f.rule == rule] for rule in known}
    for rule, group in groupby(found[number * PAGE : (number + 1) * PAGE], lambda f: f.rule):
        theme.markup(findings_table.rule_head(known[rule], totals[rule]))
        for one in group:
            is_open = opened is not None and one.finding_id == opened.finding_id
            mark = "x" if is_open else ""
            with st.container(key=f"fd_row_{mark}{one.finding_id}"):
                theme.markup(findings_table.line(one, known[rule], view.board.plan))
                if not view.is_presentation:
                    st.button(
                        _("收起") if is_open else _("打开"), key=f"fd_open_{one.finding_id}", type="tertiary",
                        on_click=_open, args=(None if is_open else one.finding_id,),
                    )  # fmt: skip


def _open(finding_id: str | None) -> None:
    address.drop(*OWN[2:])
    if finding_id is None:
        address.drop("finding")
    else:
        st.query_params["finding"] = finding_id


def _page(count: int, name: str) -> int:
    """Which page of a list, from nought; nothing is drawn where there is one only."""
    pages = -(-count // PAGE)
    if pages < 2:
        return 0
    chosen, _odd = address.pick(
        name, [str(n + 1) for n in range(pages)],
        lambda all_, key: st.selectbox(
            _("页"), all_, key=key, width=170,
            format_func=lambda n: _("第 {n} 页，共 {all} 页").format(n=n, all=pages),
        ),
    )  # fmt: skip
    return int(chosen) - 1


def _one(view: View, one: Finding, rule: Rule, names: Names) -> None:
    """The opened finding: what it means, its rows, the form, what was said."""
    plan = view.board.plan
    told = texts.clauses(filter(None, (findings_text.place(one, plan), findings_text.about(one, rule, plan))))
    theme.markup(marks.card_head(findings_text.pair(rule.title), told))
    theme.markup(findings_table.facts(one, rule, plan))
    if one.rows:
        downloads.offer(_rows_exhibit(view, one, rule, names), "fd_rows")
        number = _page(one.rows, "fd_rows")
        rows = queries_findings.rows_of(view.board, one.finding_id, number)
        theme.markup(findings_table.rows_table(rows, rule, one.table, names))
    else:
        theme.markup(
            f'<p class="note">{safe(_("最近一次载入里已没有这一项，按已更正计。下面是处理经过。"))}</p>'
        )
    if not view.is_presentation:
        _form(view, one, rule)
    history = queries_findings.history(view.board, one.finding_id)
    if history:
        moments = {n: _moment(said.at, plan) for n, said in enumerate(history)}
        theme.markup(marks.card_head(_("处理经过"), _("{n} 次").format(n=len(history))))
        theme.markup(findings_table.said(history, moments))


def _moment(at: datetime, plan: Plan) -> str:
    return at.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M")


def _form(view: View, one: Finding, rule: Rule) -> None:
    """State, whose it is, a note, who says so. Saved when asked, never while typing."""
    outcome = st.session_state.pop(_OUTCOME, None)
    if isinstance(outcome, DatabaseProblem):
        theme.notice(texts.told(outcome))
    elif outcome:
        theme.notice(_(outcome))
    keys = {name: f"fd_{name}_{one.finding_id}" for name in ("state", "owner", "note")}
    with st.form(f"fd_form_{one.finding_id}"):
        with st.container(key="fd_fields"):
            labels = {s: _(findings_text.STATES[s]) for s in STATES}
            st.selectbox(
                _("状态"), STATES, index=STATES.index(one.state), format_func=labels.__getitem__, key=keys["state"],
                filter_mode=None,
            )  # fmt: skip
            owner = findings_text.owner(view.board.plan, rule, one)
            st.text_input(_("责任方"), value=owner, max_chars=60, key=keys["owner"])
        st.text_area(
            _("处理说明"), max_chars=500, height=80, key=keys["note"],
            placeholder=_("已说明的，写清原因；已更正的，写明在哪一份文件里改"),
        )  # fmt: skip
        who.ask(_WHO)
        st.form_submit_button(
            _("保存"), type="primary", on_click=_save, args=(view.board, one.finding_id, keys)
        )


def _save(board: Board, finding_id: str, keys: dict[str, str]) -> None:
    """Runs before the page is drawn again, so that list and figures show it at once.

    The language is not chosen yet then: what is to be said is kept and put into words by ``_form``.
    """
    given = {name: str(st.session_state.get(key) or "").strip() for name, key in keys.items()}
    name = " ".join(str(st.session_state.get(_WHO) or "").split())
    if not name:
        st.session_state[_OUTCOME] = N_("请填写姓名或岗位，再保存。")
    elif given["state"] == EXPLAINED and not given["note"]:
        st.session_state[_OUTCOME] = N_("标“已说明”要写原因，再保存。")
    else:
        try:
            queries_findings.say(board, finding_id, given["state"], given["owner"], given["note"], name)
        except DatabaseProblem as error:
            st.session_state[_OUTCOME] = error
            return
        st.session_state[_OUTCOME] = N_("已保存。")
        st.session_state[keys["note"]] = ""


def _list_exhibit(view: View, found: Sequence[Finding], known: dict[str, Rule]) -> Exhibit:
    plan = view.board.plan

    def frame() -> pd.DataFrame:
        return pd.DataFrame(
            [
                {
                    _("编号"): f.finding_id,
                    _("规则"): findings_text.pair(known[f.rule].title),
                    _("轻重"): _(findings_text.SEVERITIES[f.severity]),
                    _("地区"): texts.region_names(plan).get(f.region_code, f.region_code),
                    _("月份"): f.month,
                    _("内容"): findings_text.told(f, known[f.rule], plan),
                    _("行数"): f.rows,
                    _("责任方"): findings_text.owner(plan, known[f.rule], f),
                    _("状态"): findings_text.state(f),
                    _("处理说明"): f.note,
                    _("处理人"): f.who,
                }
                for f in found
            ]
        )

    return _exhibit(view, _("数据核查"), _("数据核查清单"), frame, {})


def _rows_exhibit(view: View, one: Finding, rule: Rule, names: Names) -> Exhibit:
    title = findings_text.pair(rule.title)

    def frame() -> pd.DataFrame:
        pages = -(-min(one.rows, MOST_TAKEN) // PAGE)
        rows = [r for n in range(pages) for r in queries_findings.rows_of(view.board, one.finding_id, n)]
        against = findings_text.pair(rule.against) or _("对照")
        return pd.DataFrame(
            [
                {
                    _("编号"): r.key, _("栏目"): findings_text.column(r, one.table, names), _("值"): r.value,
                    against: r.against, _("文件"): r.file, _("工作表"): r.sheet, _("行"): r.row,
                }
                for r in rows
            ]
        )  # fmt: skip

    filters = {_("核查项"): findings_text.place(one, view.board.plan)}
    if one.rows > MOST_TAKEN:
        filters[_("行数")] = _("前 {n} 行，共 {all} 行").format(
            n=texts.number(MOST_TAKEN), all=texts.number(one.rows)
        )
    return _exhibit(view, f"{_('数据核查')}_{title}", title, frame, filters)


def _exhibit(
    view: View, name: str, title: str, frame: Callable[[], pd.DataFrame], filters: dict[str, str]
) -> Exhibit:
    plan = view.board.plan
    if view.region != ALL:
        filters = {_("地区"): texts.region_names(plan)[view.region], **filters}
    if view.sector != ALL:
        filters = {_("行业领域"): texts.sector_names(plan)[view.sector], **filters}
    return Exhibit(
        name=name, title=title, unit="", source=_("每次载入后的数据核查"), month=view.month, frame=frame,
        filters=filters, is_demo=view.board.is_demo, published=_("数据核查随载入更新，不随发布封存"),
    )  # fmt: skip
