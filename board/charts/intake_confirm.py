"""The end of a batch: who confirms, what will be stored, and what became of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from board import texts, theme, who
from board.charts import intake_rejects, intake_text, marks
from board.charts.intake_state import begin, forget
from board.charts.intake_text import Entry
from board.charts.marks import safe
from board.frame import View
from board.intake_batch import Batch
from board.queries_method import Names
from board.texts import _

_NAMELESS = "_intake_nameless"


def show(view: View, now: Batch) -> None:
    """What confirming does, the name of who does it, and both ways out."""
    entries: list[Entry] = (now.check or {})["files"]
    can, cannot = (
        [e for e in entries if e["status"] != "refused"],
        [e for e in entries if e["status"] == "refused"],
    )
    told = [_("{n} 份载入").format(n=texts.number(len(can)))]
    if cannot:
        told.append(_("{n} 份不载入，留待处理").format(n=texts.number(len(cannot))))
    with st.container(key="card_in_confirm"):
        theme.markup(marks.card_head(_("确认"), texts.clauses(told)))
        text = _("确认之前什么也没有存。确认后，退回的行不进台账；载错了可以在“载入记录”里撤销。")
        theme.markup(f'<p class="note">{safe(text)}</p>')
        with st.container(key="in_confirm", horizontal=True, vertical_alignment="bottom"):
            who.ask("in_who")
            if now.is_stale:
                st.button(_("重新核对"), key="in_recheck", type="primary", on_click=begin, args=(view, now))
            st.button(
                _("确认载入"), key="in_load", type="secondary" if now.is_stale else "primary",
                disabled=now.is_stale or not can, on_click=_load, args=(view, now),
            )  # fmt: skip
            st.button(_("放弃这一批"), key="in_drop_all", on_click=forget)
        if st.session_state.pop(_NAMELESS, False):
            theme.notice(_("请先填上姓名或岗位：载入记录里要写明是谁载的。"))


def _load(view: View, now: Batch) -> None:
    """Begin to load, in the name that stands in the field."""
    name = who.typed("in_who")
    if name:
        now.start_load(view.board.plan, view.board.path, name)
    else:
        st.session_state[_NAMELESS] = True


def loaded_card(view: View, now: Batch, names: Names) -> None:
    """Where the rows went, and the way to the record."""
    found = now.loaded or {}
    for text in now.remarks:
        theme.notice(text)
    with st.container(key="card_in_loaded"):
        number = found.get("load_id")
        heading = (
            _("第 {n} 次载入已完成").format(n=number) if number else _("这些文件没有新内容，数据库没有改动")
        )
        theme.markup(marks.card_head(heading, intake_text.account(found)))
        theme.markup(f'<p class="verdict">{safe(_("各页已按新数据显示。"))}</p>')
        with st.container(key="in_after", horizontal=True):
            if number:
                st.button(_("看这次载入的记录"), key="in_to_load", on_click=_to_load, args=(number,))
            st.button(_("再报一批"), key="in_next", on_click=forget)
        for index, entry in enumerate(found["files"]):
            name = intake_text.label(Path(entry["file"]).name, entry)
            told = entry["message"] if entry["status"] == "refused" else intake_text.account(entry)
            theme.markup(
                f'<p class="in-sub">{safe(name)}<span>{safe(intake_text.table_name(names, entry["table"]))}</span></p>'
                f'<p class="note">{safe(told)}</p>'
            )
            if entry["rejects_file"]:
                intake_rejects.downloads(entry, f"loaded_{index}")


def _to_load(number: int) -> None:
    """To the record, within the session: the name that was typed stays."""
    st.query_params.update({"part": "loads", "load": str(number)})
