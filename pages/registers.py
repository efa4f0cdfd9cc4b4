"""专项台账: what was trained, drilled, visited, penalised and built, by whom not, and who has not reported."""

import streamlit as st

from board import (
    address,
    downloads,
    frame,
    queries_consequences,
    queries_method,
    registers,
    theme,
    theme_registers,
)
from board.charts import consequences_card, registers_cards, registers_reporting
from board.texts import _

view = frame.enter()
theme_registers.style(view.is_presentation)
names = queries_method.names(view.board)
TITLES = {"reporting": _("报送情况"), **{r.id: _(r.title) for r in registers.REGISTERS}}
if view.board.plan.programme.consequences:
    TITLES["consequences"] = _("隐患后果")
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
elif chosen == "consequences":
    rows = queries_consequences.consequences(view.board, view.month)
    with st.container(key="card_rg_consequences"):
        downloads.offer(
            consequences_card.consequences_exhibit(rows, view.board, view.month, names), "consequences"
        )
        theme.markup(consequences_card.consequences_card(rows, view.board, view.month, names))
else:
    registers_cards.show(view, registers.register(chosen), names)
