"""执法检查: who inspects, how well, and where many inspections find nothing or are never followed by a penalty."""

import streamlit as st

from board import address, frame, queries_inspections, queries_method, theme, theme_inspections
from board.charts import inspections_cards, inspections_scene, inspections_text
from board.texts import _

view = frame.enter()
theme_inspections.style(view.is_presentation)
with st.container(key="in_bar", horizontal=True):
    window, odd = address.pick(
        "window",
        queries_inspections.WINDOWS,
        lambda all_, key: st.segmented_control(
            _("时段"), all_, format_func=lambda code: _(inspections_text.WINDOWS[code]), key=key, required=True,
        ),
        key="pick_in_window",
    )  # fmt: skip
    limits = inspections_cards.limits_control()
if odd is not None:
    shown = _(inspections_text.WINDOWS[window])
    theme.notice(_("地址里的时段“{odd}”没有，现显示{shown}。").format(odd=odd[:20], shown=shown))
scene = inspections_scene.scene(view, window, limits, queries_method.names(view.board))
told = inspections_cards.scope_note(scene)
if told:
    theme.notice(told)
inspections_cards.show(scene)
