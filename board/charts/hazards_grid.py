"""Sectors by regions in neutral tones: each number leads to the list with its filters set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from board import address, colours, downloads, queries_hazards, texts, theme
from board.charts import hazards_exhibits, hazards_pick, hazards_plots, hazards_text, marks
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_hazards import Scope
from board.texts import _
from rules.months import Month

TONES = 5
"""Steps from white to the darkest tone."""
Found = Mapping[tuple[str, str], int]


def show(view: View, scope: Scope, reported: set[str]) -> None:
    """The card with the control that says what is counted."""
    plan = view.board.plan
    regions = [r.code for r in plan.regions if r.exists_in(Month.parse(scope.month))]
    labels = {code: _(text) for code, text in hazards_pick.GRID.items()}
    with st.container(key="card_hz_grid"):
        head = st.container()
        measure = hazards_pick.pick(
            "grid", labels, _("看哪个数"), kind="segmented", is_drawn=not view.is_presentation, is_quiet=True
        )
        found = queries_hazards.grid(view.board, scope, measure)
        sectors = queries_hazards.sectors_of(view.board, [s for s, _region in found])
        with head:
            finding = hazards_text.grid_finding(found, plan, labels[measure])
            theme.markup(marks.card_head(_("行业领域 × 地区"), finding))
            downloads.offer(exhibit(view, scope, found, sectors, regions, labels[measure]), "hz_grid")
        if not found:
            return
        theme.markup(table(view, scope, found, sectors, regions, reported, measure))
        told = [_("颜色越深数越大，只表示多少")]
        if not view.is_presentation:
            told += [_("点数字看清单"), _("合计点开看定义和台账行")]
        theme.markup(f'<p class="note">{safe(texts.sentence(texts.statements(told)))}</p>')


def table(
    view: View,
    scope: Scope,
    found: Found,
    sectors: Sequence[str],
    regions: Sequence[str],
    reported: set[str],
    measure: str,
) -> str:
    """Sectors down, regions across; a region that never reported is hatched, never nought."""
    plan = view.board.plan
    names = {r.code: texts.region_short_name(r) for r in plan.regions}
    top = max(found.values())
    state = hazards_pick.GRID_STATES[measure]
    window = "month" if measure == "found" else "month_end"

    def cell(sector: str, region: str) -> str:
        number = found.get((sector, region), 0)
        if region not in reported:
            return f'<td class="cell k-no-data"><span class="only-read">{safe(_("未报"))}</span></td>'
        if not number:
            return '<td class="hz-none"></td>'
        href = hazards_pick.to_list(region=region, sector=sector, state=state)
        if sector in ("none", "other"):  # the frame's filter knows the plan's sectors only
            rows = hazards_text.behind(measure, scope, window, sector=sector)
            text = address.figure(texts.number(number), **rows, region=region, sector=ALL)
        elif view.is_presentation:
            text = texts.number(number)
        else:
            text = f'<a class="def fig" href="{safe(href)}" target="_self">{texts.number(number)}</a>'
        return f'<td class="hz-t{_tone(number, top)}">{text}</td>'

    def total(sector: str, region: str) -> str:
        number = sum(n for (s, r), n in found.items() if sector in (ALL, s) and region in (ALL, r))
        rows = hazards_text.behind(measure, scope, window, **({} if sector == ALL else {"sector": sector}))
        place = {"region": region, "sector": ALL}
        return f'<td class="num hz-sum">{address.figure(texts.number(number), **rows, **place)}</td>'

    css = {r: ' class="chosen"' if r == view.region else "" for r in regions}
    heads = "".join(f"<th{css[r]}><span>{marks.breakable(names[r], 8)}</span></th>" for r in regions)
    lines = "".join(
        f'<tr{" class=chosen" if s == view.sector else ""}><th scope="row">{safe(hazards_text.sector(s, plan))}</th>'
        f"{''.join(cell(s, r) for r in regions)}{total(s, ALL)}</tr>"
        for s in sectors
    )
    sums = "".join(total(ALL, r) if r in reported else "<td></td>" for r in regions)
    whole = f'<tr><th scope="row">{safe(_("合计"))}</th>{sums}{total(ALL, ALL)}</tr>'
    head = f'<th>{safe(_("行业领域"))}</th>{heads}<th class="num">{safe(_("合计"))}</th>'
    many = " hz-many" if len(regions) > 15 else ""
    label = safe(_("行业领域 × 地区"))
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}"><table class="rg hz-grid{many}">'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody><tfoot>{whole}</tfoot></table></div>"
    )


def _tone(number: int, top: int) -> int:
    """1 to ``TONES``: the number's share of the largest, the largest darkest."""
    return max(1, -(-TONES * number // top)) if top else 1


def tones() -> str:
    """The style of the tones, from white towards the neutral of intervals; light letters on the dark ones."""
    fills = ("ground", "band", "band-2", "band-3", "interval")
    return "".join(
        f".hz-grid td.hz-t{step}{{background:{colours.neutral(fill)};"
        f"color:{colours.neutral('surface' if fill == 'interval' else 'ink')};}}"
        for step, fill in enumerate(fills, 1)
    )


def exhibit(
    view: View, scope: Scope, found: Found, sectors: Sequence[str], regions: Sequence[str], measure: str
) -> Exhibit:
    """Sectors by regions with their sums."""
    plan = view.board.plan
    names = texts.region_names(plan)
    numbers = [[found.get((s, r), 0) for r in regions] for s in sectors]
    labels = [hazards_text.sector(s, plan) for s in sectors]
    frame = pd.DataFrame(numbers, columns=[names[r] for r in regions])
    frame.insert(0, _("行业领域"), labels)
    frame[_("合计")] = [sum(row) for row in numbers]
    figure = partial(hazards_plots.heat, [names[r] for r in regions], labels, numbers) if found else None
    title = texts.clauses([_("行业领域 × 地区"), measure])
    everything = {_("地区"): names[ALL], _("行业领域"): _("全部")}
    return hazards_exhibits.of(view, scope, "hazard-grid", title, frame, everything, figure=figure)
