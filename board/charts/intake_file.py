"""One file opened: what is asked, what each column means, what else was noticed, and the rows that do not pass."""

from __future__ import annotations

from typing import Any

import streamlit as st

from board import intake_answers, texts, theme
from board.charts import intake_files, intake_rejects, intake_text, marks
from board.charts.intake_state import begin
from board.charts.intake_text import Entry
from board.charts.marks import safe
from board.frame import View
from board.intake import Saved
from board.intake_answers import Blank
from board.intake_batch import Batch
from board.queries_method import Names
from board.texts import _

NOT_SAID = None
_SKIPPED = 30


def show(view: View, now: Batch, names: Names) -> None:
    """The card of the opened file."""
    index = intake_files.opened(now)
    entry: Entry = (now.check or {})["files"][index]
    key = f"{now.checks}_{index}"
    with st.container(key="card_in_file"):
        title = intake_text.label(now.name_of(entry["file"]), entry)
        theme.markup(marks.card_head(title, _recognised(view, entry, names)))
        if entry["status"] == "refused" and not intake_text.asks(entry):
            theme.problem_card(
                _("这份文件不能载入"), _("其他文件照常载入，已有数据没有改动。"), entry["message"]
            )
        elif entry["message"] and entry["status"] != "refused":
            theme.markup(f'<p class="note">{safe(entry["message"])}</p>')
        _remarks(entry)
        saved = next((file for file in now.files if str(file.path) == entry["file"]), None)
        if saved is not None and (
            entry["questions"] or entry["mapping"] or (entry["encoding"] and not entry["table"])
        ):
            _form(view, now, names, index, key)
        if entry["status"] != "refused":
            intake_rejects.show(now.preview, index, entry, key)
            _skipped(entry, key)
        if saved is not None:
            st.button(
                _("把这份文件移出"),
                key=f"in_out_{key}",
                type="tertiary",
                on_click=_take_out,
                args=(view, now, saved),
            )


def _take_out(view: View, now: Batch, saved: Saved) -> None:
    now.remove(saved)
    st.session_state.pop(intake_files.OPEN, None)
    if now.files:
        begin(view, now)


def _recognised(view: View, entry: Entry, names: Names) -> str:
    if not entry["table"]:
        return _("没有认出是哪张表")
    told = [intake_text.table_name(names, entry["table"])]
    if entry.get("header_row"):
        depth = entry.get("header_depth") or 1
        told.append(
            _("表头在第 {row} 行").format(row=entry["header_row"])
            if depth == 1
            else _("表头在第 {first}～{row} 行").format(
                first=entry["header_row"] - depth + 1, row=entry["header_row"]
            )
        )
    if entry["rows_in"]:
        told.append(intake_text.account(entry))
    return texts.clauses(told)


def _remarks(entry: Entry) -> None:
    lines = "".join(f"<li>{safe(text)}</li>" for text in entry.get("remarks", ()))
    if lines:
        theme.markup(f'<ul class="in-remarks">{lines}</ul>')


def _form(view: View, now: Batch, names: Names, index: int, key: str) -> None:
    """Questions and the columns, sent together: choosing runs nothing before a button is pressed."""
    entry: Entry = (now.check or {})["files"][index]
    found = intake_answers.blanks(entry["questions"])
    with st.form(f"in_form_{key}", border=False):
        if found:
            must = sum(bool(blank.question["must"]) for blank in found)
            told = _("{n} 个必须回答").format(n=must) if must else _("不回答的，相应的行退回")
            theme.markup(f'<p class="in-sub">{safe(_("请您定"))}<span>{safe(told)}</span></p>')
            with st.container(key=f"in_asks_{key}"):
                for number, blank in enumerate(found):
                    _ask(blank, f"in_ask_{key}_{number}")
        with st.container(key=f"in_whose_{key}", horizontal=True):
            _office(view, entry, key)
            _table(names, entry, key)
        if entry["mapping"]:
            with st.expander(_mapping_title(entry), expanded=False), st.container(key=f"in_map_{key}"):
                _mapping(names, entry, key)
        st.checkbox(_("记住，下月同一单位照此办理"), value=True, key=f"in_keep_{key}")
        with st.container(key=f"in_send_{key}", horizontal=True):
            for is_go, text in ((True, _("按此重新核对")), (False, _("先记下，接着看下一份"))):
                st.form_submit_button(
                    text, key=f"in_go_{key}_{int(is_go)}", type="primary" if found and is_go else "secondary",
                    on_click=_send, args=(view, now, index, key, is_go),
                )  # fmt: skip


def _send(view: View, now: Batch, index: int, key: str, is_go: bool) -> None:
    """Keep what the form says, before the run that follows the click; and check again, or open the next file."""
    if now.check is None:
        return
    entry: Entry = now.check["files"][index]
    state = st.session_state
    answers = [
        (blank, state.get(f"in_ask_{key}_{number}"))
        for number, blank in enumerate(intake_answers.blanks(entry["questions"]))
    ]
    chosen = {
        mapped["header"]: state.get(f"in_col_{key}_{number}", mapped["column"]) or ""
        for number, mapped in enumerate(entry["mapping"])
        if mapped["state"] != "refused"
    }
    table = state.get(f"in_tab_{key}")
    if table is not None and table != (entry["table"] or None):
        said: dict[str, Any] = {"table": table}  # columns and words were those of another table
    else:
        said = _said(entry, answers, chosen)
    _keep(now, entry, said, state.get(f"in_office_{key}") or "", bool(state.get(f"in_keep_{key}")))
    if is_go:
        intake_files.open_file(index)
        begin(view, now)
    else:
        intake_files.open_next(now)


def _ask(blank: Blank, key: str) -> None:
    """One select; left alone it says nothing."""
    labels = dict(blank.options)
    must = _("必答") if blank.question["must"] else _("可不答")
    st.selectbox(
        f"{intake_files.plain(blank.question['text'])} {texts.brackets(must)}", [code for code, _label in blank.options],
        index=None, key=key, format_func=lambda code: labels.get(str(code), str(code)), placeholder=_("请选择，或写日期如 2026-10-15") if blank.may_be_typed else _("请选择"),
        accept_new_options=blank.may_be_typed,
    )  # fmt: skip


def _office(view: View, entry: Entry, key: str) -> None:
    found = intake_text.offices(view.board.plan)
    options = ["", *found]
    now = entry.get("office", "")
    st.selectbox(
        _("报送单位"), options, index=options.index(now) if now in options else 0, key=f"in_office_{key}", width=300,
        format_func=lambda code: found[code] if code else _("没有认出，不写"),
    )  # fmt: skip


def _table(names: Names, entry: Entry, key: str) -> None:
    found = {**intake_text.tables(names), "": _("不是台账，不载入")}
    st.selectbox(
        _("是哪张表"), list(found), index=list(found).index(entry["table"]) if entry["table"] in found else None,
        key=f"in_tab_{key}", width=300, format_func=found.__getitem__, placeholder=_("没有认出，请选择"),
    )  # fmt: skip


def _mapping_title(entry: Entry) -> str:
    states = [m["state"] for m in entry["mapping"]]
    known = sum(state in ("known", "remembered", "answered") for state in states)
    told = [_("{known} 列已对应，共 {all} 列").format(known=known, all=len(states))]
    for state in ("remembered", "ignored", "refused", "asked"):
        if states.count(state):
            told.append(f"{_(intake_text.MAPPED[state])} {states.count(state)}")
    return texts.clauses([_("列的对应"), *told])


def _mapping(names: Names, entry: Entry, key: str) -> None:
    """A select for each header; a refused one has none."""
    columns = intake_text.columns(names, entry["table"])
    needed = intake_text.required(names, entry["table"])
    options = ["", *columns]
    for number, mapped in enumerate(entry["mapping"]):
        if mapped["state"] == "refused" or not columns:
            theme.markup(
                f'<p class="note"><b>{safe(mapped["header"])}</b><br>{safe(_(intake_text.MAPPED[mapped["state"]]))}</p>'
            )
            continue
        title = f"{intake_files.plain(str(mapped['header']))} · {_(intake_text.MAPPED[mapped['state']])}"
        st.selectbox(
            title, options, key=f"in_col_{key}_{number}",
            index=options.index(mapped["column"]) if mapped["column"] in options else 0,
            format_func=lambda code: (columns[code] + (_("（必需）") if code in needed else "")) if code else _("不接收"),
        )  # fmt: skip


def _said(entry: Entry, answers: list[tuple[Blank, str | None]], chosen: dict[str, str]) -> dict[str, Any]:
    """Everything that the form says of the sheet; what was left as it was says nothing."""
    before = {m["header"]: m["column"] for m in entry["mapping"]}
    said = intake_answers.mapped(before, chosen)
    for blank, text in answers:
        said = intake_answers.merged(said, intake_answers.answer(blank, text))
    if said and entry["table"] and "table" not in said:
        # Columns and values are those of this table.
        said["table"] = entry["table"]
    return said


def _keep(now: Batch, entry: Entry, said: dict[str, Any], office: str, is_kept: bool) -> None:
    """For the next check; and, where wanted, for next month."""
    sha256 = str(entry["sha256"])
    now.say(sha256, intake_answers.of_sheet(entry.get("sheet"), said))
    if office != entry.get("office", ""):
        now.say(sha256, {"office": office})
    everything = now.answers.get(sha256, {}).get("sheets", {}).get(entry.get("sheet") or "", {})
    lasting = intake_answers.lasting(everything, entry["questions"])
    if is_kept and said and lasting and entry.get("headers_key"):
        now.to_remember[office, str(entry["headers_key"])] = lasting


def _skipped(entry: Entry, key: str) -> None:
    """Rows that are no records: title, header, blank, note, total; listed, so that none is lost unseen."""
    rows = entry["skipped_rows"]
    if not rows:
        return
    kinds = {
        "title": _("标题"),
        "header": _("表头"),
        "blank": _("空行"),
        "note": _("备注"),
        "total": _("合计"),
        "sheet": _("工作表"),
    }
    with st.expander(_("略过的行 {n}").format(n=texts.number(entry["skipped"])), expanded=False):
        lines = "".join(
            f'<tr><td class="num">{safe(row["row"] or "—")}</td><td>{safe(kinds.get(str(row["kind"]), row["kind"]))}</td>'
            f"<td>{safe(row['text'])}</td></tr>"
            for row in rows[:_SKIPPED]
        )
        more = len(rows) - _SKIPPED
        rest = (
            f'<p class="note">{safe(_("另有 {n} 行").format(n=texts.number(more)))}</p>' if more > 0 else ""
        )
        head = f'<th class="num">{safe(_("行"))}</th><th>{safe(_("是什么"))}</th><th>{safe(_("内容"))}</th>'
        theme.markup(
            f'<div class="in-scroll"><table class="in"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>{rest}'
        )
