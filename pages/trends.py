"""趋势分析: is a figure getting better or worse, since when, and is it more than chance."""

import streamlit as st

from board import frame, queries_method, theme_trends
from board.charts import trends_accidents, trends_cards, trends_course, trends_pick

view = frame.enter()
theme_trends.style(view.is_presentation)
names = queries_method.names(view.board)
choice = trends_pick.choose(view)
trend = trends_course.trend(view.board, choice.measure, choice.window, choice.unit, choice.since, view.month)
with st.container(key="tr_top"):
    trends_cards.chart_card(view, choice, trend, names)
    trends_cards.months_card(trend)
trends_cards.multiples_card(view, choice, trend)
trends_accidents.show(view, choice.unit, names)
