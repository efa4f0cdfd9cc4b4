"""总览: the month on one screen for the briefing: who is red, what moved, what will be missed, whom to call in."""

from collections.abc import Iterable

import streamlit as st

from board import downloads, frame, texts, theme, theme_overview
from board.charts import (
    marks,
    overview_cards,
    overview_exhibits,
    overview_findings,
    overview_map,
    overview_measures,
    overview_strip,
    overview_targets,
)
from board.charts.overview_facts import gather
from board.texts import _

view = frame.enter()
facts = gather(view.board, view.month, view.region, view.sector)
measures = overview_measures.measures(facts)
theme_overview.style(view.is_presentation)


def lead(pages: Iterable[str], label: str) -> None:
    """Link to the first of these pages that exists, keeping the filters; bare words without one."""
    known = {entry.path for entry in frame.PAGES}
    path = next((page for page in pages if page in known), None)
    if path is None:
        theme.markup(f'<p class="o-label">{marks.safe(label)}</p>')
        return
    filters = {"month": view.month, "region": view.region, "sector": view.sector, "by": view.by}
    filters |= {name: st.query_params[name] for name in ("lang", "present") if name in st.query_params}
    st.page_link(f"pages/{path}.py", label=label, query_params=filters)


def head(title: str, finding: str, exhibit: downloads.Exhibit, right: str = "") -> None:
    """Head of a card, with its download except before an audience."""
    theme.markup(marks.card_head(title, finding, right))
    if not view.is_presentation:
        downloads.offer(exhibit, exhibit.name)


with st.container(key="overview"):
    with st.container(key="o_findings"):
        for found in overview_findings.findings(facts):
            with st.container(key=f"o_find_{found.key}"):
                lead(found.pages, found.label)
                theme.markup(overview_findings.finding_markup(found))
    with st.container(key="o_cards"):
        with st.container(key="card_o_spread"):
            head(
                texts.by_scale(_("五色分布"), facts.plan),
                overview_map.map_finding(facts),
                overview_exhibits.spread(facts),
            )
            overview_cards.spread(facts, view.is_presentation)
        with st.container(key="card_o_scores"):
            said = overview_strip.strip_finding(facts.rows, facts.plan)
            head(_("得分与排名"), said, overview_exhibits.scores(facts))
            overview_cards.scores(facts, view.is_presentation)
        with st.container(key="card_o_targets"):
            title = _("{year} 年目标").format(year=facts.year)
            said = overview_targets.targets_title(facts.targets, facts.year)
            head(title, said, overview_exhibits.targets(facts), overview_targets.key(facts.targets))
            overview_cards.targets(facts, view.is_presentation)
            with st.container(key="o_more_targets", horizontal=True):
                overview_cards.left_out(facts, view.is_presentation)
                lead(("targets",), _("全部目标"))
        with st.container(key="card_o_measures"):
            said = overview_measures.measures_finding(facts, measures)
            head(_("按方案须采取的措施"), said, overview_exhibits.measures(facts, measures))
            overview_cards.measures(facts, measures)
