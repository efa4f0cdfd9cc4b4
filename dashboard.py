"""Entry of the dashboard: page settings, first load, the frame, then the page that was asked for."""

import streamlit as st

from board import firstload, frame, theme

st.set_page_config(
    page_title="五色看板", page_icon="static/icon.png", layout="wide", initial_sidebar_state=208
)
page = frame.navigation()
theme.style(is_presentation=frame.is_presentation())
with frame.guard():
    plan = frame.chosen_plan()
    firstload.ensure(plan)
    frame.begin(page, plan)
    with frame.loading():
        page.run()
