"""上报核对: files are dropped, checked in a process of their own, questions answered, and loaded when confirmed."""

from __future__ import annotations

import streamlit as st
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from board import address, i18n, intake, queries_method, texts, theme, who
from board.charts import intake_changes, intake_confirm, intake_file, intake_files, intake_text, marks
from board.charts.intake_state import BATCH, batch, begin, forget
from board.charts.marks import safe
from board.frame import View
from board.intake_batch import CHECK, Batch
from board.queries_method import Names
from board.texts import N_, _
from database.desk import Desk

_ROUND = "_intake_round"
_SWEPT = "_intake_swept"
POLL_SECONDS = 0.7
DOING = {CHECK: N_("正在核对"), "load": N_("正在载入")}


def show(view: View) -> None:
    """The whole part."""
    if not st.session_state.get(_SWEPT):
        _sweep()
        st.session_state[_SWEPT] = True
    names = queries_method.names(view.board)
    if view.board.is_demo:
        theme.notice(
            _(
                "这个数据库里是演示数据，载入的行会和演示记录混在一起。真实数据请另建一个库：启动时用 WUSE_DB 指定新的数据库文件，再载入。"
            )
        )
    now = batch()
    if now is not None and now.settle():
        if now.loaded is not None:
            now.remember(Desk(view.board.path), who.known())
        st.rerun()
    _drop(view)
    now = batch()
    if now is None:
        _how_to(names)
        return
    if now.loaded is not None:
        intake_confirm.loaded_card(view, now, names)
        return
    if now.running is not None:
        _progress(i18n.language())
        return
    if now.trouble:
        _trouble(view, now)
    if not now.files:
        _how_to(names)
        return
    if now.check is None:
        if not now.trouble:
            begin(view, now)
            st.rerun()
        return
    intake_files.figures(now)
    intake_files.show(view, now, names)
    intake_file.show(view, now, names)
    intake_changes.show(view, now, names)
    intake_confirm.show(view, now)


def _drop(view: View) -> None:
    """The place where files are dropped; what came is copied at once, so that Streamlit need not keep it in memory."""
    number = st.session_state.setdefault(_ROUND, 0)
    now = batch()
    if now is not None and now.running is not None and now.doing != CHECK:
        return  # while rows are being stored no file comes in between
    with st.container(key="card_in_drop"):
        found = st.file_uploader(
            _("上报文件"), type=list(intake.SUFFIXES), accept_multiple_files=True, key=f"in_drop_{number}",
            label_visibility="collapsed", max_upload_size=200,
        )  # fmt: skip
    if not found:
        return
    if now is None or now.loaded is not None:
        now = st.session_state[BATCH] = Batch(_session())
    now.stop()
    for file in found:
        try:
            now.add(file.name, file)
            _let_go(file)
        except OSError as error:
            theme.problem_card(
                _("文件没有收下"),
                _("已有数据没有改动。"),
                _("写不进临时目录（{reason}）。请管理员检查剩余空间，再上传一次。").format(
                    reason=error.strerror
                ),
            )
            return
    st.session_state[_ROUND] = number + 1
    begin(view, now)
    st.rerun()


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def _sweep() -> None:
    """Remove what sessions left behind that are gone, of this server and of earlier ones."""
    if runtime.exists():
        intake.sweep_absent(runtime.get_instance().is_active_session)
    intake.sweep()


def _let_go(file: UploadedFile) -> None:
    """Streamlit keeps an upload in memory as long as its session lasts, 200 MB each; the copy on disk is enough."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


@st.fragment(run_every=POLL_SECONDS)
def _progress(language: str) -> None:
    """How far the command is; a run of its own every moment, the page below stands still."""
    i18n.use(language)
    now = batch()
    if now is None or now.running is None or now.running.poll():
        st.rerun()
    state = now.running.progress()
    done, total = float(state.get("rows_done") or 0), float(state.get("rows_total") or 0)
    told = []
    if total:
        told.append(_("{done} / {total} 行").format(done=texts.number(done), total=texts.number(total)))
    if done >= total:  # before the rows are read, and after: how far the step in hand is
        done, total = float(state.get("done") or 0), float(state.get("total") or 0)
    if state.get("seconds_left"):  # nought is the end of a step, not of the work
        told.append(_("还要{time}").format(time=intake_text.seconds(float(state["seconds_left"]))))
    with st.container(key="card_in_progress"):
        heading = _("{what} {n} 份文件").format(what=_(DOING[now.doing]), n=texts.number(len(now.files)))
        theme.markup(marks.card_head(heading, str(state.get("what", _("正在启动")))))
        st.progress(min(done / total, 1.0) if total else 0.0, text=texts.clauses(told) or " ")
        if now.doing == CHECK:
            st.button(_("取消"), key="in_cancel", on_click=_cancel)
        else:
            theme.markup(f'<p class="note">{safe(_("已经确认，关掉页面也会载完。"))}</p>')


def _cancel() -> None:
    now = batch()
    if now is None:
        return
    now.stop()
    if now.check is None:
        forget()


def _trouble(view: View, now: Batch) -> None:
    heading = _("核对没有完成") if now.doing == CHECK else _("载入没有完成")
    theme.problem_card(heading, _("已有数据没有改动。"), texts.statements(now.trouble))
    with st.container(key="in_again", horizontal=True):
        st.button(_("重新核对"), key="in_retry", type="primary", on_click=begin, args=(view, now))
        st.button(_("放弃这一批"), key="in_forget", on_click=forget)


def _how_to(names: Names) -> None:
    """Nothing has come yet: what to do, and which tables can come."""
    steps = (
        _("把县市和部门发来的文件原样拖进来：CSV、XLSX 都行，标题行、合并表头、合计行不用删。"),
        _("核对：认出是哪张表、每一列是什么；拿不准的会问，不会替您猜。"),
        _("看清哪些行有问题、哪些数字会变，再确认载入；确认之前什么也不存。"),
    )
    listed = "".join(f"<li>{safe(text)}</li>" for text in steps)
    shown = texts.names(intake_text.tables(names).values())
    link = f'<a class="def" href="{safe(address.link("method", part="sources"))}" target="_self">{safe(_("口径说明"))}</a>'
    theme.markup(
        f'<div class="empty"><b>{safe(_("还没有文件"))}</b><ol class="in-steps">{listed}</ol>'
        f"<p>{safe(_('可以接收的表'))}{texts.colon()}{safe(shown)}</p>"
        f"<p>{safe(_('各表的列和含义见'))} {link}</p></div>"
    )
