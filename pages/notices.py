"""通报导出: which paper of which months goes out to whom, what it says, what was changed, and what was issued."""

import streamlit as st

from board import address, frame, theme, theme_notices
from board.charts import notices_editor, notices_history, notices_pick, notices_preview, notices_take
from board.texts import _

view = frame.enter()
board = view.board
theme_notices.style(view.is_presentation)
PARTS = {"preview": _("预览"), "edit": _("改写"), "history": _("出过的文")}
part, odd = "preview", None
if not view.is_presentation:
    with st.container(key="nt_parts"):
        part, odd = address.pick(
            "part",
            list(PARTS),
            lambda all_, key: st.segmented_control(
                _("内容"), all_, format_func=PARTS.__getitem__, key=key, required=True, label_visibility="collapsed"
            ),
        )  # fmt: skip
if odd is not None:
    theme.notice(_("地址里的内容“{odd}”没有，现显示{shown}。").format(odd=odd[:20], shown=PARTS[part]))
if part == "history":
    notices_history.show(board)
elif not board.releases.months:
    notices_pick.nothing_published()
else:
    order = notices_pick.choose(board)
    made = notices_pick.drafted(board, order) if order else None
    if order and made and part == "edit":
        notices_editor.show(board, made)
    elif order and made:
        pages = notices_preview.laid_out(made)
        with st.container(key="nt_grid"):
            with st.container(key="nt_main"):
                notices_preview.show(pages)
            if not view.is_presentation:
                with st.container(key="nt_side"):
                    notices_take.show(board, made, len(pages))
