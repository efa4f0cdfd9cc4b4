"""The cards below the ranking: its months as a calendar, how one score came about, and its map."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from board import address, colours, downloads, i18n, memo, queries, revised, texts, theme
from board.charts import breakdown, calendar, colour_map, finding, marks, ranking_table, tile_map
from board.charts.marks import Row
from board.downloads.ranking import RankingExhibits
from board.frame import View
from board.texts import _


def calendar_card(view: View, rows: Sequence[Row], history: pd.DataFrame, exhibits: RankingExhibits) -> None:
    """Region × month colours; ``history`` comes from ``revised.history``."""
    plan = view.board.plan
    theme.markup(
        marks.card_head(
            texts.by_scale(_("五色月历"), plan), _("{unit} × 月，按本月名次排列").format(unit=view.unit)
        )
        + memo.remembered(
            ("calendar", view.board.stamp, view.by, view.month, i18n.language(), address.kept()),
            lambda: calendar.calendar(
                rows, history, plan, view.month, view.unit, view.by, revised.calendar(view.board, view.by)
            ),
        )
    )
    downloads.offer(exhibits.calendar(), "calendar")


def parts_card(view: View, rows: Sequence[Row], marked: str, exhibits: RankingExhibits) -> None:
    """How one unit's score came about: the marked one's, else the last one's."""
    plan = view.board.plan
    worst_first = [str(row["region_code"]) for row in reversed(ranking_table.by_rank(rows))]
    names = {str(row["region_code"]): str(row["region"]) for row in rows}
    with st.container(key="parts_head", horizontal=True, vertical_alignment="bottom"):
        head = st.container(width="stretch")
        chosen = st.selectbox(
            view.unit,
            worst_first,
            index=worst_first.index(marked) if marked in worst_first else 0,
            format_func=names.__getitem__,
            key=f"parts_{view.by}_{marked}",
            width=200,
        )
    row = next(r for r in rows if str(r["region_code"]) == chosen)
    with head:
        theme.markup(marks.card_head(_("得分怎么来的"), breakdown.breakdown_finding(row, plan)))
    theme.markup(breakdown.breakdown(row, plan, view.month, view.by))
    downloads.offer(exhibits.parts(row), "parts")


def map_card(view: View, rows: Sequence[Row], exhibits: RankingExhibits) -> None:
    """The month's colours on the map; as tiles where there are no polygons."""
    plan = view.board.plan
    shades = colours.scale(plan.ranking_scale)
    limits = marks.limits(marks.rule_for(plan, view.month))
    theme.markup(marks.card_head(texts.by_scale(_("五色分布"), plan), finding.distribution(rows, shades)))
    boundaries = queries.boundaries(view.board) if view.by == "region" else None
    draw, to_score = None, None if view.is_presentation else address.to_score
    if boundaries is None or colour_map.lacks_polygons(rows, boundaries):
        theme.markup(tile_map.tile_map(rows, plan, limits, view.by))
        map_note, mark = "", _("角标")
    else:
        for width, name in ((colour_map.WIDE, "wide"), (colour_map.NARROW, "narrow")):
            drawn = colour_map.colour_map(boundaries, rows, plan, limits, width, link=to_score)
            theme.picture(drawn, name)
        mark, map_note = _("斜纹"), texts.map_note(plan)
        shapes = boundaries
        draw = lambda: colour_map.colour_map(shapes, rows, plan, limits, colour_map.WIDE)  # noqa: E731
    theme.markup(marks.note_line(finding.unsettled(rows, shades, mark), map_note))
    downloads.offer(exhibits.spread(draw), "map")
