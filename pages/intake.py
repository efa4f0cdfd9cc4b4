"""数据接入: what was sent, what is wrong with it, what it will change; findings, releases, and every load on record."""

from dataclasses import replace

import streamlit as st

from board import address, frame, queries, theme, theme_intake
from board.charts import findings_cards, intake_loads, intake_remembered, intake_upload, releases_cards
from board.texts import _

view = frame.enter()
# Files go into the ledgers of today, whichever published month is looked at.
view = replace(view, board=queries.open_board(frame.chosen_plan()))
theme_intake.style()
PARTS = {
    "upload": _("上报核对"),
    "findings": _("数据核查"),
    "releases": _("发布与修订"),
    "loads": _("载入记录"),
}
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
elif part == "findings":
    findings_cards.show(view)
elif part == "releases":
    releases_cards.show(view)
else:
    intake_loads.show(view)
    intake_remembered.show(view)
