"""Making and taking a paper's files: what is made, how far it is, what was left out and why."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import streamlit as st

from board import i18n, published, queries, texts, theme, who
from board.charts import marks
from board.charts.marks import safe
from board.downloads import browsers
from board.notices import kept, making
from board.notices.kept import File
from board.notices.making import Making
from board.notices.order import Drafted
from board.texts import N_, _
from database import DatabaseProblem

FORMATS = {"docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel", "png": N_("图片")}
MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_ASKED, _SAID = "_nt_asked", "_nt_take_said"


def show(board: queries.Board, made: Drafted, pages: int) -> None:
    """The card beside the paper; ``pages`` is about how many it has."""
    content = made.content
    with st.container(key="card_nt_take"):
        edited = len(content.edited())
        told = texts.form(_("{count} 段已改写"), edited).format(count=edited) if edited else ""
        theme.markup(marks.card_head(_("生成文件"), told))
        release = made.board.release
        assert release is not None  # a paper is of a release
        told = [
            _("数据取自 {month}的发布（{release}）").format(
                month=texts.month(release.month), release=published.told(release, made.board.plan)
            ),
            texts.form(_("约 {pages} 页，分页和字体以 Word 里为准"), pages).format(pages=texts.number(pages)),
        ]
        theme.markup(f'<p class="note">{safe(texts.statements(told))}</p>')
        name = who.ask("nt_who_take")
        formats = st.pills(
            _("格式"), list(FORMATS), default=list(FORMATS), format_func=lambda f: _(FORMATS[f]), key="nt_formats",
            selection_mode="multi",
        )  # fmt: skip
        chosen = tuple(f for f in FORMATS if f in (formats or ()))
        key = ("notice_files", kept.fingerprint(content), chosen)
        going = making.under_way(key)
        if going is None or (going.is_over and going.made is None):
            label = _("生成") if going is None else _("再试一次")
            if st.button(label, key="nt_make", type="primary", disabled=not (name and chosen)):
                _begin(key, made, chosen)
                st.rerun()
            _hint(name, chosen)
        if going is not None:
            _going(key, going, board, made, name)


def _hint(name: str, chosen: tuple[str, ...]) -> None:
    if not name:
        theme.markup(f'<p class="note">{safe(_("写明姓名或岗位后就可以生成；出过的文都有记录。"))}</p>')
    elif not chosen:
        theme.markup(f'<p class="note">{safe(_("请至少选一种格式。"))}</p>')
    if browsers.find() is None:
        theme.markup(f'<p class="note">{safe(browsers.what_to_install())}</p>')


def _begin(key: Hashable, made: Drafted, formats: tuple[str, ...]) -> None:
    from board.notices import export

    content, plan = made.content, made.board.plan
    making.begin(key, lambda step: export.made(content, plan, formats, step))


def _going(key: Hashable, going: Making, board: queries.Board, made: Drafted, name: str) -> None:
    if going.made is not None:
        _files(going.made, board, made, name)
    elif going.problem:
        theme.markup(
            f'<p class="nt-check">{safe(_("没有生成：{problem}").format(problem=going.problem))}</p>'
        )
    elif going.reference:
        told = _("文件没有生成。把查询编号 {number} 告诉管理员。").format(number=going.reference)
        theme.markup(f'<p class="nt-check">{safe(told)}</p>')
    else:
        st.session_state[_ASKED] = key
        _waiting(i18n.language())


@st.fragment(run_every=0.5)
def _waiting(language: str) -> None:
    """How far it is; the whole page again when it is over."""
    i18n.use(language)
    going = making.under_way(st.session_state.get(_ASKED, ()))
    if going is None or going.is_over:
        st.rerun()
    st.progress(min(going.done / going.total, 1.0) if going.total else 0.0, text=_doing(going.what))


def _doing(what: str) -> str:
    """What is being made: a program's name, or pictures."""
    return what if what in FORMATS.values() else _("图片") if what else _("正在生成")


def _files(found: making.Made, board: queries.Board, made: Drafted, name: str) -> None:
    said = st.session_state.pop(_SAID, "")
    if said:
        theme.notice(said)
    for problem in found.problems:
        theme.markup(f'<p class="nt-check">{safe(problem)}</p>')
    documents = [f for f in found.files if "/" not in f.name]
    pictures = [f for f in found.files if "/" in f.name]
    with st.container(key="nt_made"):
        for one in documents:
            _button(one.name, one, [one], board, made, name)
        if pictures:
            label = texts.form(_("{count} 张图片（zip）"), len(pictures)).format(count=len(pictures))
            _button(
                label, making.zipped(pictures, f"{made.content.stem}_图.zip"), pictures, board, made, name
            )
        if len(documents) + bool(pictures) > 1:
            whole = making.zipped(found.files, f"{made.content.stem}.zip")
            _button(_("全部（zip）"), whole, found.files, board, made, name, is_first=True)
    if not name:
        theme.markup(f'<p class="note">{safe(_("写明姓名或岗位后就可以下载；出过的文都有记录。"))}</p>')


def _button(
    label: str,
    file: File,
    holds: Sequence[File],
    board: queries.Board,
    made: Drafted,
    name: str,
    is_first: bool = False,
) -> None:
    """A file to take, with its size; ``holds`` is what is in it."""
    ending = file.name.rpartition(".")[2]
    size = texts.number(max(len(file.data) / 1024, 1))
    st.download_button(
        f"{label} {size} KB", file.data, file_name=file.name, mime=MIMES[ending], key=f"nt_file_{file.name}",
        type="primary" if is_first else "secondary", width="stretch", disabled=not name, on_click=_issued,
        args=(board, made, holds if file in holds else [*holds, file], name),
    )  # fmt: skip


def _issued(board: queries.Board, made: Drafted, files: Sequence[File], name: str) -> None:
    """What was taken goes on record with its checksums."""
    formats = sorted({one.name.rpartition(".")[2] for one in files} - {"zip"})
    try:
        kept.record(board.path, made.key, made.content, [one.named for one in files], formats, name)
        st.session_state[_SAID] = _("已记入“出过的文”。")
    except DatabaseProblem as error:
        st.session_state[_SAID] = _("文件已给出，但没有记下来：{problem}").format(problem=texts.told(error))
