"""载入记录: what was taken in by whom, where the rows went, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from board import commands, i18n, queries_loads, queries_method, texts, theme, who
from board.charts import intake_pager, intake_rejects, intake_text, marks
from board.charts.marks import safe
from board.charts.method_rows import place_of
from board.commands import Running
from board.frame import View
from board.queries_method import Names
from board.queries_preview import PAGE
from board.texts import _

_UNDOING = "_intake_undoing"
_SAID = "_intake_undo_said"
_LACKS = "_intake_undo_lacks"
Load = dict[str, Any]


def show(view: View) -> None:
    """The list, the opened load, and what the desk remembers of offices' headers."""
    names = queries_method.names(view.board)
    running: Running | None = st.session_state.get(_UNDOING)
    if running is not None:
        if not running.poll():
            _undoing(i18n.language())
            return
        del st.session_state[_UNDOING]
        code, _found, said = running.result()
        st.session_state[_SAID] = (
            "" if code == 0 else texts.statements([line for line in said if "。" in line][-3:] or said[-1:])
        )
        st.rerun()
    said = st.session_state.pop(_SAID, None)
    if said:
        theme.problem_card(_("没有撤销"), _("数据没有改动。"), said)
    elif said is not None:
        theme.notice(_("已撤销。台账、历史和各页数字都回到了这次载入之前。"))
    count = queries_loads.count_loads(view.board)
    if not count:
        theme.empty(_("还没有载入过文件"), _("到“上报核对”里上传"))
        return
    with st.container(key="card_in_loads"):
        theme.markup(
            marks.card_head(
                _("载入记录"), _("共 {n} 次；点编号看文件和退回的行").format(n=texts.number(count))
            )
        )
        found = queries_loads.loads(view.board, intake_pager.page(count, "in_loads_page"))
        chosen = _chosen(found)
        _list(view, found, chosen, names)
    if chosen is not None:
        opened = queries_loads.load(view.board, chosen)
        if opened is None:
            theme.notice(
                _("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=chosen, shown=_("全部记录"))
            )
        else:
            _open(view, opened, names)


def _chosen(found: Sequence[Load]) -> int | None:
    asked = st.query_params.get("load", "")
    if asked.isdigit():
        return int(asked[:9])
    return int(found[0]["load_id"]) if found else None


def _to(number: int) -> None:
    st.query_params["load"] = str(number)


def _list(view: View, found: Sequence[Load], chosen: int | None, names: Names) -> None:
    heads = [
        (_("时间"), ""), (_("经手"), ""), (_("报送单位"), ""), (_("文件数"), "num"), (_("行数"), "num"), (_("新收"), "num"),
        (_("未变"), "num"), (_("退回"), "num"), (_("情况"), ""),
    ]  # fmt: skip
    line = "".join(f'<span class="{kind}">{safe(text)}</span>' for text, kind in heads)
    with st.container(key="in_loads"):
        theme.markup(
            f'<div class="in-cols in-short"><span>{safe(_("编号"))}</span><div class="in-line in-load">{line}</div></div>'
        )
        for one in found:
            number = one["load_id"]
            mark = "x" if number == chosen else ""
            with st.container(key=f"in_line_{mark}{number}"):
                title = _("第 {n} 次").format(n=number)
                st.button(title, key=f"in_load_open_{number}", type="tertiary", on_click=_to, args=(number,))
                theme.markup(_line(view, one))


def _line(view: View, one: Load) -> str:
    offices = [intake_text.office_name(view.board.plan, code) for code in one["offices"]]
    shown = texts.names(offices[:2]) + (_("等 {n} 个").format(n=len(offices)) if len(offices) > 2 else "")
    cells = [
        ("", _("时间"), safe(_moment(view, one["loaded_at"]))),
        ("", _("经手"), safe(one["loaded_by"] or "—")),
        ("", _("报送单位"), safe(shown or "—")),
        ("num", _("文件数"), texts.number(one["files"])),
        ("num", _("行数"), texts.number(one["rows_in"])),
        ("num", _("新收"), texts.number(one["accepted"])),
        ("num", _("未变"), texts.number(one["unchanged"])),
        ("num", _("退回"), texts.number(one["rejected"])),
        ("c-stand", "", _state(view, one)),
    ]
    inside = "".join(
        f'<span class="{kind}" data-label="{safe(label)}">{text}</span>' for kind, label, text in cells
    )
    return f'<div class="in-line in-load">{inside}</div>'


def _state(view: View, one: Load) -> str:
    if one["undone_at"] is None:
        return marks.tag(_("有效"), "", "in-ready")
    return marks.tag(
        _("已撤销"), _("{who}，{at}").format(who=one["undone_by"] or "—", at=_moment(view, one["undone_at"]))
    )


def _moment(view: View, value: datetime | None) -> str:
    """A moment of the account, kept in UTC, in the plan's zone."""
    return (
        value.replace(tzinfo=UTC).astimezone(view.board.plan.zone).strftime("%Y-%m-%d %H:%M")
        if value
        else "—"
    )


def _open(view: View, one: Load, names: Names) -> None:
    number = int(one["load_id"])
    with st.container(key="card_in_load"):
        told = [_moment(view, one["loaded_at"]), one["loaded_by"] or "", intake_text.account(one)]
        theme.markup(
            marks.card_head(_("第 {n} 次载入").format(n=number), texts.clauses(t for t in told if t))
        )
        if one["undone_at"] is not None:
            told = _("{at} 由{who}撤销，原因：{reason}").format(
                at=_moment(view, one["undone_at"]),
                who=one["undone_by"] or "—",
                reason=one["undo_reason"] or _("没有写"),
            )
            theme.notice(told)
        found = queries_loads.files(view.board, number)
        page = intake_pager.page(len(found), f"in_load_files_{number}")
        theme.markup(_files(view, found[page * PAGE : (page + 1) * PAGE], names))
        _rejects(view, number, one)
        if one["undone_at"] is None:
            _undo(view, one)


def _files(view: View, found: Sequence[Load], names: Names) -> str:
    heads = [
        (_("文件"), ""), (_("工作表"), ""), (_("表"), ""), (_("报送单位"), ""), (_("月份"), ""), (_("校验码"), ""),
        (_("行数"), "num"), (_("新收"), "num"), (_("其中变更"), "num"), (_("未变"), "num"), (_("被取代"), "num"), (_("退回"), "num"),
        (_("略过"), "num"),
    ]  # fmt: skip
    head = "".join(f'<th class="{kind}">{safe(text)}</th>' for text, kind in heads)
    lines = []
    for one in found:
        month = texts.month(one["report_month"]) if one["report_month"] else "—"
        texts_ = (
            one["file"], one["sheet"] or "—", intake_text.table_name(names, one["table"]),
            intake_text.office_name(view.board.plan, one["office"] or ""), month,
        )  # fmt: skip
        digest = str(one["sha256"] or "")
        counts = "".join(f'<td class="num">{texts.number(one[name])}</td>' for name in queries_loads.COUNTS)
        lines.append(
            f'<tr>{intake_text.cells(texts_)}<td class="c-code" title="{safe(digest)}">{safe(digest[:8])}</td>{counts}</tr>'
        )
    return f'<div class="in-scroll"><table class="in"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _rejects(view: View, number: int, one: Load) -> None:
    if not one["rejected"]:
        return
    told = _("{n} 行没有通过").format(n=texts.number(one["rejected"]))
    theme.markup(f'<p class="in-sub">{safe(_("退回的行"))}<span>{safe(told)}</span></p>')
    _downloads(view, number)
    with st.container(key="in_load_rejects", horizontal=True, vertical_alignment="bottom"):
        text = (
            st.text_input(_("查找"), key=f"in_load_find_{number}", width=240, placeholder=_("任一格里的文字"))
            or ""
        )
        count = queries_loads.count_rejects(view.board, number, text)
        page = intake_pager.page(count, f"in_load_page_{number}_{text}")
    if not count:
        theme.empty(_("没有符合条件的行"), _("清空查找"))
        return
    heads = (_("文件和行"), _("列"), _("值"), _("原因"))
    lines = "".join(
        f'<tr><td class="c-place">{safe(place_of(row["file"], row["sheet"], row["row"]))}</td>'
        + intake_text.cells((row["column"], row["value"], row["message"]))
        + "</tr>"
        for row in queries_loads.rejects(view.board, number, text, page)
    )
    theme.markup(
        f'<div class="in-scroll"><table class="in"><thead><tr>{intake_text.cells(heads, head=True)}</tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _downloads(view: View, number: int) -> None:
    """The files to mend as the load wrote them; of a load of many files the one chosen."""
    found = queries_loads.rejects_files(view.board, number)
    if not found:
        return
    with st.container(key="in_load_take", horizontal=True, vertical_alignment="bottom"):
        stem = next(iter(found))
        if len(found) > 1:
            stem = st.selectbox(_("文件"), list(found), key=f"in_load_file_{number}", width=420) or stem
        paths = {f"rejects_{path.suffix[1:]}": path for path in found[stem]}
        entry = {"rejects_file": paths.get("rejects_csv"), "rejects_book": paths.get("rejects_xlsx")}
        intake_rejects.downloads(entry, f"load_{number}")


def _undo(view: View, one: Load) -> None:
    """What undoing does, said before it is done; who and why go on record."""
    number = int(one["load_id"])
    with st.expander(_("撤销这次载入"), expanded=_LACKS in st.session_state):
        told = [_("这次新收的 {n} 行退出台账").format(n=texts.number(one["accepted"]))]
        if one["changed"]:
            told.append(_("其中 {n} 行恢复成载入前的内容").format(n=texts.number(one["changed"])))
        told += [_("各页数字随之重算"), _("已发布的各期不变"), _("记录保留，同样的文件以后可以再载入")]
        told = texts.sentence(texts.clauses(told))
        theme.markup(f'<p class="note">{safe(told)}</p>')
        theme.markup(
            f'<p class="note">{safe(_("如果后面的载入又改过这些行，程序会拒绝，并说明要先撤销哪几次。"))}</p>'
        )
        with st.container(key="in_undo", horizontal=True, vertical_alignment="bottom"):
            who.ask("in_undo_who")
            st.text_input(_("撤销原因"), key=f"in_undo_why_{number}", width=360, max_chars=200)
            st.button(
                _("撤销第 {n} 次载入").format(n=number),
                key="in_undo_go",
                on_click=_start_undo,
                args=(view, number),
            )
        if st.session_state.pop(_LACKS, False):
            theme.notice(_("请先填上姓名或岗位，和撤销的原因。"))


def _start_undo(view: View, number: int) -> None:
    """Begin to undo, in the name and for the reason that stand in the fields."""
    name, reason = who.typed("in_undo_who"), str(st.session_state.get(f"in_undo_why_{number}", "")).strip()
    if not (name and reason):
        st.session_state[_LACKS] = True
        return
    arguments = ["undo", "--json", "--load", str(number), "--reason", reason, "--who", name]
    st.session_state[_UNDOING] = commands.run(view.board.plan, view.board.path, arguments, lasting=True)


@st.fragment(run_every=0.7)
def _undoing(language: str) -> None:
    """A moment's wait, shown; the page below stands still."""
    i18n.use(language)
    running: Running | None = st.session_state.get(_UNDOING)
    if running is None or running.poll():
        st.rerun()
    with st.container(key="card_in_undoing"):
        theme.markup(marks.card_head(_("正在撤销"), _("重算各页数字，约需半分钟")))
