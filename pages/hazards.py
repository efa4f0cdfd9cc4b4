"""隐患台账: what is open, where it comes from, what is overdue; the list; and what became of one hazard."""

import streamlit as st

from board import frame, theme_hazards
from board.charts import hazards_cards, hazards_one

view = frame.enter()
theme_hazards.style(view.is_presentation)
asked = st.query_params.get("hazard")
if asked:
    hazards_one.show(view, asked)
else:
    hazards_cards.show(view)
