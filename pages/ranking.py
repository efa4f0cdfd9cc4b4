"""五色晾晒: who ranks where, how sure that is, what made each score, and how the colours went."""

import streamlit as st

from board import (
    address,
    colours,
    downloads,
    frame,
    i18n,
    memo,
    queries,
    queries_ladder,
    revised,
    texts,
    theme,
)
from board.charts import (
    breakdown,
    calendar,
    colour_map,
    finding,
    marks,
    ranking_table,
    slow_note,
    supervision_card,
    tile_map,
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
limits = marks.limits(rule)
exhibits = RankingExhibits(view, rows, history)
# The ranking compares all with all: a filter marks its row instead of hiding the others.
marked = view.region if view.by == "region" else view.sector
if view.by == "committee":
    marked = queries.committee_of(plan, view.sector)

ladder = texts.localised(queries_ladder.ladder(view.board, view.month, view.by), plan, view.by)

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

if view.by == "committee":
    supervision_card.show(view)

with st.container(key="lower"):
    left, right = st.columns([1.72, 1], gap="small")
with left, st.container(key="card_calendar"):
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
with left, st.container(key="card_parts"):
    ordered = ranking_table.by_rank(rows)
    worst_first = [str(row["region_code"]) for row in reversed(ordered)]
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

with right, st.container(key="card_map"):
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
