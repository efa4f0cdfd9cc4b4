"""数据接入: what was sent, what is wrong with it, what it will change; findings, releases, and every load on record."""

import streamlit as st

from board import address, frame, theme, theme_intake
from board.charts import intake_loads, intake_remembered, intake_upload
from board.texts import _

view = frame.enter()
theme_intake.style()
PARTS = {"upload": _("上报核对"), "loads": _("载入记录")}
with st.container(key="in_bar"):
    part, odd = address.pick(
        "part",
        list(PARTS),
        lambda all_, key: st.segmented_control(
            _("内容"), all_, format_func=PARTS.__getitem__, key=key, required=True,
            on_change=address.drop, args=("load", "page"),
        ),
        key="pick_in_part",
    )  # fmt: skip
if odd is not None:
    theme.notice(_("地址里的内容“{odd}”没有，现显示{shown}。").format(odd=odd[:20], shown=PARTS[part]))
if part == "upload":
    intake_upload.show(view)
else:
    intake_loads.show(view)
    intake_remembered.show(view)
