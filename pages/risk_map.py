"""四色风险图: which regions carry which risk, where the dangerous points are, who controls them and how well."""

import streamlit as st

from board import frame, theme_risk
from board.charts import risk_cards
from board.charts.risk_scene import Scene

view = frame.enter()
theme_risk.style(view.is_presentation)
scene = Scene(view, risk_cards.chosen_layers(view.board.plan))

with st.container(key="risk_grid"):
    with st.container(key="card_map"):
        risk_cards.map_card(scene)
    with st.container(key="card_panel"):
        risk_cards.panel_card(scene)
    with st.container(key="card_matrix"):
        risk_cards.matrix_card(scene)
