"""五色晾晒: who ranks where, how sure that is, what made each score, whom to call in, and what other weights would do."""

import streamlit as st

from board import colours, downloads, frame, queries, queries_ladder, revised, texts, theme, theme_ranking
from board.charts import (
    escalation_card,
    finding,
    marks,
    ranking_cards,
    ranking_table,
    slow_note,
    supervision_card,
    whatif_card,
)
from board.downloads.ranking import RankingExhibits
from board.texts import _

view = frame.enter()
plan = view.board.plan
rows = texts.localised(queries.ranking(view.board, view.month, view.by), plan, view.by)
rows = revised.ranking_rows(rows, view.board, view.month, view.by)
history = revised.history(view.board, view.by)
rule = marks.rule_for(plan, view.month)
shades = colours.scale(plan.ranking_scale)
exhibits = RankingExhibits(view, rows, history)
# The ranking compares all with all: a filter marks its row instead of hiding the others.
marked = view.region if view.by == "region" else view.sector
if view.by == "committee":
    marked = queries.committee_of(plan, view.sector)

ladder = texts.localised(queries_ladder.ladder(view.board, view.month, view.by), plan, view.by)

theme_ranking.style(view.is_presentation)
with st.container(key="card_ranking"):
    theme.markup(
        marks.card_head(
            texts.by_scale(_("{month}五色排名"), plan).format(month=texts.month_short(view.month)),
            finding.ranking_finding(rows, rule, shades, view.unit),
            marks.scale_key(rule, shades),
        )
        + ranking_table.ranking_table(rows, history, plan, view.month, view.unit, marked, view.by)
        + ranking_table.notes(rows, rule, plan, view.by)
        + slow_note.slow_note(ladder, plan, view.month, view.by)
    )
    downloads.offer(exhibits.table(), "ranking")

# Before an audience the page is the ranking alone: whom to call in and trials are desk work.
if not view.is_presentation:
    escalation_card.show(view, rows, marked)
if view.by == "committee":
    supervision_card.show(view)

with st.container(key="lower"):
    left, right = st.columns([1.72, 1], gap="small")
with left, st.container(key="card_calendar"):
    ranking_cards.calendar_card(view, rows, history, exhibits)
with left, st.container(key="card_parts"):
    ranking_cards.parts_card(view, rows, marked, exhibits)
with right, st.container(key="card_map"):
    ranking_cards.map_card(view, rows, exhibits)

if not view.is_presentation:
    whatif_card.show(view, rows)
