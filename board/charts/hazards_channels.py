"""Who found the hazards of the year: the share found by enterprises themselves by region, and every channel's count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from board import address, downloads, queries_hazards, texts, theme
from board.charts import hazards_exhibits, hazards_plots, hazards_text, marks
from board.charts.hazards_text import Own
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_hazards import OWN, Channels, Scope
from board.queries_method import Names
from board.texts import _
from rules.months import Month


def show(view: View, scope: Scope, names: Names, reported: set[str]) -> None:
    """The card: the whole and the regions in the order of their shares, then the channels."""
    plan, found = view.board.plan, queries_hazards.channels(view.board, scope)
    least = hazards_text.least_cases(plan, scope.month)
    there = [r.code for r in plan.regions if r.exists_in(Month.parse(scope.month))]
    whole, regions = hazards_text.own_shares(found, [c for c in there if c in reported], least)
    regions.sort(key=lambda r: (r.is_few, r.share or 0))
    with st.container(key="card_hz_channels"):
        theme.markup(
            marks.card_head(_("企业自查占比"), hazards_text.channel_finding(whole, regions, plan), _key())
        )
        downloads.offer(exhibit(view, scope, whole, regions, found, names), "hz_channels")
        missing = [c for c in there if c not in reported]
        theme.markup(share_table(view, scope, whole, regions, missing))
        theme.markup(f'<p class="note">{safe(_note(scope, least))}</p>')


def show_counts(view: View, scope: Scope, names: Names) -> None:
    """The card of all channels with their counts in the view's region."""
    found = queries_hazards.channels(view.board, scope)
    place = hazards_text.scope_words(scope, view.board.plan)
    total = found.found(scope.region)
    with st.container(key="card_hz_counts"):
        told = texts.clauses(
            [place, hazards_text.period(scope), _("查出 {n} 处").format(n=texts.number(total))]
        )
        theme.markup(marks.card_head(_("来源渠道"), told))
        downloads.offer(counts_exhibit(view, scope, found, names), "hz_counts")
        if total:
            theme.markup(channel_table(found, scope, names))


def counts_exhibit(view: View, scope: Scope, found: Channels, names: Names) -> Exhibit:
    """Channels with their counts."""
    labels = [hazards_text.value("found_by", by, names) for by in found.order]
    counts = [found.found(scope.region, by) for by in found.order]
    frame = pd.DataFrame({_("来源渠道"): labels, _("查出数"): counts})
    figure = partial(hazards_plots.stacked, labels, {_("查出数"): counts}) if labels else None
    period = {_("期间"): hazards_text.period(scope)}
    return hazards_exhibits.of(view, scope, "hazard-finders", _("来源渠道"), frame, period, figure=figure)


def _key() -> str:
    items = (("hz-dot hz-full", _("与总体有差别")), ("hz-dot", _("差别在波动之内")))
    parts = "".join(f'<span class="key-item"><i class="{css}"></i>{safe(text)}</span>' for css, text in items)
    return f'<div class="key">{parts}</div>'


def _note(scope: Scope, least: int) -> str:
    told = [
        _("{period}查出的隐患，按来源渠道").format(period=hazards_text.period(scope)),
        _("横条为 95% 区间（Wilson），竖线为总体"),
        _("不足 {n} 处的不算比例，与排名里隐患指标的最少例数相同（安委会自定）").format(n=least),
    ]
    return texts.sentence(texts.statements(told))


def share_table(view: View, scope: Scope, whole: Own, regions: Sequence[Own], missing: Sequence[str]) -> str:
    """Regions with dot and interval on one scale from 0% to 100%; too few cases and unreported ones say so."""
    plan = view.board.plan
    names = texts.region_names(plan)
    lines = [_share_row(names[r.region], r, whole, scope, r.region == view.region) for r in regions]
    lines += [
        f'<tr><th scope="row">{safe(names[c])}</th><td class="rg-none" colspan="3">'
        f"{marks.tag(_('未报'), _('没有报过这张表，不按零计'), 'hatched')}</td></tr>"
        for c in missing
    ]
    total = _share_row(texts.whole_name(plan), whole, whole, scope, False)
    axis = (
        '<span class="axis">'
        + "".join(f'<i style="left:{t}%">{t}%</i>' for t in (0, 25, 50, 75, 100))
        + "</span>"
    )
    head = f'<th>{safe(_("地区"))}</th><th>{axis}</th><th class="num" colspan="2">{safe(_("企业自查／查出"))}</th>'
    return (
        f'<table class="rg hz-shares"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody>'
        f"<tfoot>{total}</tfoot></table>"
    )


def _share_row(name: str, one: Own, whole: Own, scope: Scope, is_chosen: bool) -> str:
    rows = hazards_text.behind("found", scope, "year_to_date")
    own = hazards_text.behind("found", scope, "year_to_date", found_by=OWN)
    basis = (
        f"{address.figure(texts.number(one.own), **own, region=one.region)}/"
        f"{address.figure(texts.number(one.found), **rows, region=one.region)}"
    )
    css = ' class="chosen"' if is_chosen else ""
    start = f'<tr{css}><th scope="row">{safe(name)}</th>'
    if one.is_few or one.share is None or one.low is None or one.high is None:
        few = marks.tag(_("样本不足"), _("查出的太少，不算比例"))
        return f'{start}<td>{few}</td><td></td><td class="num hz-basis">{basis}</td></tr>'
    told = _("{share}，95% 区间 {span}").format(
        share=texts.rate(one.share, one.own, one.found),
        span=texts.span(texts.rate(one.low), texts.rate(one.high)),
    )
    line = f'<u style="left:{100 * (whole.share or 0):.1f}%"></u>' if whole.share is not None else ""
    dot = "hz-full" if one.is_apart else ""
    strip = (
        f'<span class="interval" role="img" aria-label="{safe(told)}" title="{safe(told)}">{line}'
        f'<b style="left:{100 * one.low:.1f}%;width:{100 * (one.high - one.low):.1f}%"></b>'
        f'<em class="hz-dot {dot}" style="left:{100 * one.share:.1f}%"></em></span>'
    )
    share = address.figure(texts.rate(one.share, one.own, one.found), **own, region=one.region)
    return f'{start}<td>{strip}</td><td class="num"><b>{share}</b></td><td class="num hz-basis">{basis}</td></tr>'


def channel_table(found: Channels, scope: Scope, names: Names) -> str:
    """Every channel's count in the view's region, most first."""
    region = scope.region
    counts = [(by, found.found(region, by)) for by in found.order]
    top = max([n for _by, n in counts], default=0) or 1
    rows = "".join(
        f'<tr><th scope="row">{safe(hazards_text.value("found_by", by, names))}</th><td class="hz-bar" aria-hidden="true">'
        f'<i style="width:{100 * n / top:.1f}%"></i></td><td class="num">'
        f"{address.figure(texts.number(n), **hazards_text.behind('found', scope, 'year_to_date', found_by=by))}</td></tr>"
        for by, n in counts
    )
    head = f'<th class="c-name">{safe(_("来源渠道"))}</th><th class="c-bar"></th><th class="num">{safe(_("查出数"))}</th>'
    return f'<table class="rg hz-ages"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def exhibit(
    view: View, scope: Scope, whole: Own, regions: Sequence[Own], found: Channels, names: Names
) -> Exhibit:
    """Regions with share, interval and every channel's count; the whole last."""
    named = texts.region_names(view.board.plan)
    everyone = [*regions, whole]
    frame = pd.DataFrame(
        [
            {
                _("地区"): named[r.region], _("企业自查"): r.own, _("查出数"): r.found, _("企业自查率"): r.share,
                _("区间下限"): r.low, _("区间上限"): r.high,
                _("样本"): _("样本不足") if r.is_few else _("足够"),
                **{
                    hazards_text.value("found_by", by, names): found.found(r.region if r.region != ALL else ALL, by)
                    for by in found.order
                },
            }
            for r in everyone
        ]
    )  # fmt: skip
    frame.attrs["formats"] = dict.fromkeys((_("企业自查率"), _("区间下限"), _("区间上限")), "0.0%")
    shares = [
        None if r.share is None or r.low is None or r.high is None else (r.share, r.low, r.high)
        for r in everyone
    ]
    notes = [
        _("样本不足") if r.is_few else f"{texts.rate(r.share, r.own, r.found)}  {texts.share(r.own, r.found)}"
        for r in everyone
    ]
    figure = partial(
        hazards_plots.intervals, [named[r.region] for r in everyone], shares, [r.is_apart for r in everyone], notes,
        whole.share,
    )  # fmt: skip
    period = {_("期间"): hazards_text.period(scope)}
    return hazards_exhibits.of(
        view,
        scope,
        "hazard-channels",
        _("企业自查占比"),
        frame,
        {**period, _("地区"): named[ALL]},
        figure=figure,
    )
