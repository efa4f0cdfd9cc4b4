"""How long open hazards have been open, and how long the overdue ones are overdue: bands of days with bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from board import address, downloads, queries_hazards, texts, theme
from board.charts import hazards_exhibits, hazards_pick, hazards_plots, hazards_text, marks
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import View
from board.queries import NotInRelease
from board.queries_hazards import Band, Scope
from board.queries_method import Names
from board.texts import _

Found = Mapping[tuple[str, str], int]


def show(view: View, scope: Scope, names: Names) -> None:
    """The card; what a release of before does not hold is said in it."""
    with st.container(key="card_hz_ages"):
        title = _("在册和逾期时长")
        try:
            found = queries_hazards.ages(view.board, scope)
            ages, late = (queries_hazards.bands(view.board, kind) for kind in ("age", "overdue"))
        except NotInRelease as error:
            theme.markup(marks.card_head(title, texts.told(error)))
            return
        theme.markup(marks.card_head(title, hazards_text.age_finding(found, ages)))
        downloads.offer(exhibit(view, scope, found, ages, late, names), "hz_ages")
        theme.markup(age_table(found, ages, late, scope, names) + late_table(found, late, scope, names))
        theme.markup(f'<p class="note">{safe(_note())}</p>')


def _note() -> str:
    told = [_("在册天数从发现日算到月末，逾期天数从整改时限算到月末"), _("分段为安委会自定")]
    return texts.sentence(texts.statements(told))


def age_table(
    found: Found, ages: Sequence[Band], late_bands: Sequence[Band], scope: Scope, names: Names
) -> str:
    """Bands of age: open, of these overdue; the bar in two parts."""
    rows = []
    every_late = ",".join(b.code for b in late_bands if b.code != "none")
    sums = {b.code: _sum(found, age=b.code) for b in ages}
    top = max([*sums.values(), 1])
    for band in ages:
        total, late = sums[band.code], _sum(found, age=band.code, is_late=True)
        where = {"age_band": band.code}
        cells = (
            address.figure(texts.number(total), **_rows(scope, **where)),
            address.figure(texts.number(late), **_rows(scope, **where, overdue_band=every_late)),
        )
        label = hazards_text.band("age", band.code, names)
        go_on = _to_list(total, age=band.code)
        rows.append(_row(label, cells, 100 * late / top, 100 * (total - late) / top, go_on))
    heads = (_("在册时长"), _("在册数"), _("其中逾期"))
    return _table(heads, rows, safe(_("深色为逾期，浅色为未逾期")))


def late_table(found: Found, late: Sequence[Band], scope: Scope, names: Names) -> str:
    """Bands of days overdue."""
    bands = [b for b in late if b.code != "none"]
    sums = {b.code: _sum(found, late=b.code) for b in bands}
    top = max([*sums.values(), 1])
    rows = [
        _row(
            hazards_text.band("overdue", b.code, names),
            ("", address.figure(texts.number(sums[b.code]), **_rows(scope, overdue_band=b.code))),
            100 * sums[b.code] / top, 0, _to_list(sums[b.code], late=b.code, state="overdue"),
        )
        for b in bands
    ]  # fmt: skip
    return _table((_("逾期时长"), "", _("逾期数")), rows, "")


def _sum(found: Found, age: str = "", late: str = "", is_late: bool = False) -> int:
    return sum(
        n
        for (a, o), n in found.items()
        if age in ("", a) and late in ("", o) and not (is_late and o == "none")
    )


def _rows(scope: Scope, **where: str) -> dict[str, str]:
    return hazards_text.behind("open_stock", scope, "month_end", "hazard_age_month", **where)


def _to_list(number: int, **filters: str) -> str:
    """The way to the same rows in the list; nothing where there are none, or before an audience."""
    if not number or st.query_params.get("present") == "1":
        return ""
    href = safe(hazards_pick.to_list(**filters))
    return f'<a class="hz-go" href="{href}" target="_self">{safe(_("看清单"))}</a>'


def _row(label: str, cells: Sequence[str], dark: float, pale: float, to_list: str) -> str:
    tds = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    bar = f'<td class="hz-bar" aria-hidden="true"><i style="width:{dark:.1f}%"></i><u style="width:{pale:.1f}%"></u></td>'
    return f'<tr><th scope="row">{safe(label)}</th>{bar}{tds}<td class="hz-to">{to_list}</td></tr>'


def _table(heads: Sequence[str], rows: Sequence[str], bar_head: str) -> str:
    first, *others = heads
    numbers = "".join(f'<th class="num">{safe(h)}</th>' for h in others)
    head = f'<th class="c-name">{safe(first)}</th><th class="c-bar">{bar_head}</th>{numbers}<th class="hz-to"></th>'
    return f'<table class="rg hz-ages"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def exhibit(
    view: View, scope: Scope, found: Found, ages: Sequence[Band], late: Sequence[Band], names: Names
) -> Exhibit:
    """Every band of age by every band of days overdue."""
    order = [(a.code, o.code) for a in ages for o in late]
    heads = (_("在册时长"), _("逾期时长"), _("在册"))
    rows = [
        (hazards_text.band("age", a, names), hazards_text.band("overdue", o, names), found.get((a, o), 0))
        for a, o in order
    ]
    labels = [hazards_text.band("age", a.code, names) for a in ages]
    overdue = [_sum(found, age=a.code, is_late=True) for a in ages]
    rest = [_sum(found, age=a.code) - n for a, n in zip(ages, overdue, strict=True)]

    def figure() -> go.Figure:
        return hazards_plots.stacked(labels, {_("逾期"): overdue, _("未逾期"): rest})

    frame = pd.DataFrame(rows, columns=list(heads))
    return hazards_exhibits.of(view, scope, "hazard-ages", _("在册和逾期时长"), frame, figure=partial(figure))
