"""The paper as its pages will read, with every figure a link to what it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import plotly.graph_objects as go
import streamlit as st

from board import address, frame, i18n, texts, theme
from board.charts import marks, notices_links, notices_sheets
from board.charts.marks import safe
from board.charts.notices_markup import Piece, circled
from board.charts.notices_sheets import Sheet
from board.memo import remembered
from board.notices import kept
from board.notices.content import Chart, Figure, Note
from board.notices.order import Drafted
from board.texts import _
from database.desk import NoticeEdit
from rules.plan import Plan

CHART_PX = 300
"""Height of a chart on a page of 600 px: what its lines take there."""


def laid_out(made: Drafted) -> list[Sheet]:
    """The pages; kept for all viewers of the same links."""
    is_staged = frame.is_presentation()
    content, plan, edits = made.content, made.board.plan, made.edits
    signs = {name: edited_mark(edit, plan) for name, edit in edits.items() if edit.text is not None}

    def link(figure: Figure) -> str:
        return "" if is_staged else notices_links.href(figure.source)

    key = (
        "notice_sheets",
        kept.fingerprint(content),
        plan.checksum,
        address.kept(),
        i18n.language(),
        str(signs),
    )
    return remembered(key, lambda: notices_sheets.sheets(content, plan, link, signs))


def show(pages: Sequence[Sheet]) -> None:
    """Draw them."""
    with st.container(key="nt_pages"):
        for number, page in enumerate(pages, start=1):
            with st.container(key=f"nt_sheet_{number}"):
                _sheet(page, number)


def edited_mark(edit: NoticeEdit, plan: Plan) -> str:
    """已改写, by whom and when."""
    told = texts.clauses([_("已改写"), edit.who, moment(edit.at, plan)])
    return marks.tag(told, kind="outline")


def moment(at: datetime, plan: Plan) -> str:
    """2026-11-22 10:31 in the plan's time zone."""
    return f"{at.astimezone(plan.zone):%Y-%m-%d %H:%M}"


def _sheet(page: Sheet, number: int) -> None:
    plain = ""
    for piece in page.pieces:
        if piece.chart is None and "<svg" not in piece.markup:
            plain += piece.markup
            continue
        if plain:
            theme.markup(plain)
            plain = ""
        if piece.chart is not None:
            _chart(piece.chart)
        else:
            _picture(piece)
    if plain:
        theme.markup(plain)
    theme.markup(
        f'{_foot(page.notes)}<p class="nt-page{" even" if number % 2 == 0 else ""}">— {number} —</p>'
    )


def _picture(piece: Piece) -> None:
    # Inline SVG, which st.html would strip; one line, so that Markdown leaves it alone.
    st.markdown(piece.markup.replace("\n", " "), unsafe_allow_html=True)


def _chart(one: Chart) -> None:
    with i18n.speaking("zh"):  # a paper is Chinese whatever the page speaks
        drawing = one.draw()
    if isinstance(drawing, go.Figure):
        drawing.update_layout(height=CHART_PX)
        st.plotly_chart(
            drawing,
            key=f"nt_chart_{one.id}",
            theme=None,
            config={"displayModeBar": False, "staticPlot": True},
        )
    else:
        theme.picture(drawing)


def _foot(notes: Sequence[Note]) -> str:
    if not notes:
        return ""
    rows = "".join(f"<p>{circled(n.number)}{safe(n.term)}：{safe(n.text)}</p>" for n in notes)
    return f'<div class="nt-foot">{rows}</div>'
