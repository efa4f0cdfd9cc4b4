"""目标进度: whether the year's targets will be reached, where not, and how the years before closed."""

import streamlit as st

from board import frame, queries_targets, theme_targets
from board.charts import runoff_cards, targets_cards, targets_pick

view = frame.enter()
theme_targets.style(view.is_presentation)
found = queries_targets.goals(view.board, view.month, view.region, view.sector)
names = targets_cards.chart_names(found)

if not names:
    targets_cards.empty_card(found)
else:
    targets_cards.scope_note(found)
    with st.container(key="tg_grid"):
        with st.container(key="tg_left"):
            now = st.container(key="tg_now")
            chosen = targets_pick.choose(names)
            with now:
                targets_cards.main_card(found, chosen)
            targets_cards.charts(found, chosen, view.is_presentation)
            runoff_cards.show(view.board, view.month, view.region, view.sector, view.is_presentation)
            targets_cards.rest_card(found, chosen)
        with st.container(key="tg_right"):
            targets_cards.closed_cards(found)
