"""Rewriting drafted paragraphs before they go out: each kept at the desk as soon as its field is left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import streamlit as st

from board import queries, texts, theme, who
from board.charts import marks
from board.charts.marks import safe
from board.charts.notices_preview import edited_mark, moment
from board.notices import kept
from board.notices.content import Content, Paragraph
from board.notices.order import Drafted
from board.texts import _
from database import DatabaseProblem
from database.desk import Desk, NoticeEdit, NoticeKey
from rules.plan import Plan

_SAID = "_nt_said"
_NAME = "nt_who_edit"


def show(board: queries.Board, made: Drafted) -> None:
    """A field a paragraph, by section; what was kept, whose words were replaced, which numbers are new."""
    content, key, edits = made.content, made.key, made.edits
    history = Desk(board.path).paragraph_history(key)
    edited = content.edited()
    told = (
        texts.form(_("{count} 段已改写"), len(edited)).format(count=len(edited))
        if edited
        else _("都是起草稿")
    )
    with st.container(key="card_nt_edit"):
        theme.markup(marks.card_head(_("改写正文"), told))
        name = who.ask(_NAME)
        note = (
            _("离开一段的文本框就保存，只用于这一期发布的这一份文；起草稿随时可以恢复。")
            if name
            else _("先写明姓名或岗位，再改写；改写的段落会注明是谁、什么时候改的。")
        )
        theme.markup(f'<p class="note">{safe(note)}</p>')
        _say()
        for section, one in _paragraphs(content):
            _field(board, key, section, one, edits.get(one.id), history, bool(name))


def _paragraphs(content: Content) -> Iterator[tuple[str, Paragraph]]:
    yield _("导语"), content.lead
    for section in (*content.sections, *content.annexes):
        for block in section.blocks:
            if isinstance(block, Paragraph) and not block.is_fixed:
                yield section.name, block
    if content.closing is not None:
        yield _("结尾"), content.closing


def _field(
    board: queries.Board, key: NoticeKey, section: str, one: Paragraph, edit: NoticeEdit | None,
    history: Sequence[NoticeEdit], can: bool,
) -> None:  # fmt: skip
    plan, place = board.plan, _place(key, one)
    seen = edit.number if edit else 0
    with st.container(key=f"nt_par_{place}"):
        mark = edited_mark(edit, plan) if edit is not None and one.edited is not None else ""
        head = safe(section) + (f" · {safe(one.lead.rstrip('。'))}" if one.lead else "")
        theme.markup(f'<p class="nt-head"><b>{head}</b>{mark}</p>')
        # A field of its own for each version: what somebody else wrote meanwhile shows in it.
        field = f"nt_text_{place}_{seen}"
        st.text_area(
            head, value=one.text, key=field, disabled=not can, max_chars=kept.LONGEST, label_visibility="collapsed",
            height="content", on_change=_save, args=(board, key, one, field, seen),
        )  # fmt: skip
        if one.edited is None:
            return
        new = kept.numbers_not_in(one.lead + one.drafted, one.edited)
        if new:
            told = _("起草稿里没有的数字：{numbers}，请核对").format(numbers=texts.names(new))
            theme.markup(f'<p class="nt-check">{safe(told)}</p>')
        theme.markup(f'<p class="nt-draft">{safe(_("起草稿：{text}").format(text=one.drafted))}</p>')
        _earlier(one, history, plan)
        st.button(
            _("恢复起草稿"), key=f"nt_back_{place}_{seen}", type="tertiary", disabled=not can, on_click=_restore,
            args=(board, key, one),
        )  # fmt: skip


def _earlier(one: Paragraph, history: Sequence[NoticeEdit], plan: Plan) -> None:
    """What stood there before the text that holds, with whose it was."""
    before = [e for e in history if e.paragraph == one.id and e.text is not None][:-1]
    for edit in before[-3:]:
        told = _("此前 {who} {when}：{text}").format(who=edit.who, when=moment(edit.at, plan), text=edit.text)
        theme.markup(f'<p class="nt-said">{safe(told)}</p>')


def _place(key: NoticeKey, one: Paragraph) -> str:
    """The paragraph's part in the keys of its widgets."""
    return hashlib.sha256(repr((key, one.id)).encode()).hexdigest()[:12]


def _save(board: queries.Board, key: NoticeKey, one: Paragraph, field: str, seen: int) -> None:
    name = who.typed(_NAME)
    text = str(st.session_state.get(field, ""))
    try:
        newest = kept.edits(board.path, key).get(one.id)
        if not kept.cleaned(text):
            said = _("没有内容，没有保存；这一段仍是原来的文字。不要这一段时，请在 Word 里删去。")
            st.session_state[field] = one.text
        elif kept.save(board.path, key, one, text, name):
            said = _("已保存。")
            if newest is not None and newest.number != seen:
                # Both stay on record; the one that is told of can be taken back from below the field.
                said = _("已保存。{who} 在您改写时也改了这一段，他的文字列在文本框下面，请核对。").format(
                    who=newest.who
                )
        else:
            return
    except DatabaseProblem as error:
        said = texts.told(error)
    st.session_state[_SAID] = said


def _restore(board: queries.Board, key: NoticeKey, one: Paragraph) -> None:
    try:
        kept.save(board.path, key, one, one.drafted, who.typed(_NAME))
        st.session_state[_SAID] = _("已恢复起草稿；改写过的文字留在记录里。")
    except DatabaseProblem as error:
        st.session_state[_SAID] = texts.told(error)


def _say() -> None:
    told = st.session_state.pop(_SAID, "")
    if told:
        theme.notice(told)
