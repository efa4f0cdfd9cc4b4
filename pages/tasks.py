"""任务清单: what is overdue and who must be called; what is due, by office, action and year."""

import streamlit as st

from board import frame, queries_tasks, theme_tasks
from board.charts import phases_strip, tasks_cards, tasks_pick

view = frame.enter()
theme_tasks.style(view.is_presentation)
found = queries_tasks.schedule(view.board, view.month, view.region, view.sector)

if not found.items:
    tasks_cards.empty_card(found)
else:
    tasks_cards.scope_notes(found)
    choice = tasks_pick.choose(found, is_drawn=not view.is_presentation)
    items = [item for item in queries_tasks.due_in(found, choice.year) if choice.of_scope(item)]
    tasks_cards.figures(queries_tasks.tally(items), choice)
    phases_strip.show(view.board.plan, view.month)
    with st.container(key="tk_grid"):
        tasks_cards.list_card(found, choice, items, view.is_presentation)
        tasks_cards.office_card(found, choice, items)
    tasks_cards.timeline_card(found, choice, view.is_presentation)
