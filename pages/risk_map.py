"""四色风险图: where the danger is, who controls it, and whether the dangerous place is also badly run."""

import streamlit as st

from board import frame, theme_risk
from board.charts import risk_cards, risk_drill, risk_map_card, risk_points

view = frame.enter()
theme_risk.style(view.is_presentation)
scene = risk_map_card.scene_of(view, risk_drill.asked_town())

with st.container(key="risk_grid"):
    with st.container(key="card_map"):
        risk_map_card.map_card(scene)
    with st.container(key="risk_side_cards"):
        with st.container(key="card_panel"):
            risk_cards.panel_card(scene)
        with st.container(key="card_matrix"):
            risk_cards.matrix_card(scene)
    with st.container(key="card_list"):
        risk_points.card(scene)
