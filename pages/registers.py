"""专项台账: what was trained, drilled, visited, penalised and built, by whom not, and who has not reported."""

import streamlit as st

from board import address, frame, queries_method, registers, theme, theme_registers
from board.charts import registers_cards, registers_reporting
from board.texts import _

view = frame.enter()
theme_registers.style(view.is_presentation)
names = queries_method.names(view.board)
TITLES = {"reporting": _("报送情况"), **{r.id: _(r.title) for r in registers.REGISTERS}}
with st.container(key="rg_bar"):
    chosen, odd = address.pick(
        "register",
        list(TITLES),
        lambda all_, key: st.segmented_control(
            _("台账"), all_, format_func=TITLES.__getitem__, key=key, required=True,
            on_change=address.drop, args=("of", "page", "report"),
        ),
    )  # fmt: skip
if odd is not None:
    theme.notice(_("地址里的台账“{odd}”没有，现显示{shown}。").format(odd=odd[:20], shown=TITLES[chosen]))
if chosen == "reporting":
    registers_reporting.show(view, names)
else:
    registers_cards.show(view, registers.register(chosen), names)
