"""The cards of the page of inspections."""

from __future__ import annotations

import streamlit as st

from board import address, downloads, queries, queries_inspections, texts, theme
from board.charts import (
    inspections_exhibits,
    inspections_figures,
    inspections_funnel,
    inspections_tables,
    inspections_text,
    inspections_zero,
    marks,
)
from board.charts.inspections_scene import LIMITS, Scene
from board.charts.marks import safe
from board.frame import ALL
from board.memo import remembered
from board.texts import N_, _

LIMIT_WORDS = {"widened": N_("按差异放宽"), "exact": N_("只计偶然波动")}


def show(scene: Scene) -> None:
    """All cards; where nothing was ever inspected, what to send."""
    if scene.compared.whole is None and not any(scene.compared.units.values()):
        _empty(scene)
        return
    theme.markup(inspections_figures.key_row(scene))
    _funnel_card(scene)
    with st.container(key="in_grid"):
        with st.container(key="in_left"):
            _penalty_card(scene)
            _sector_card(scene)
        with st.container(key="in_right"):
            _zero_card(scene)
            _method_card(scene)
            _size_card(scene)


def limits_control() -> str:
    """Which limits are drawn, from the address; the control stands where units differ beyond chance."""
    chosen, _odd = address.pick(
        "limits", LIMITS,
        lambda all_, key: st.segmented_control(
            _("漏斗图界限"), all_, format_func=lambda code: _(LIMIT_WORDS[code]), key=key, required=True,
        ),
        key="pick_in_limits",
    )  # fmt: skip
    return chosen


def _empty(scene: Scene) -> None:
    names = scene.names
    title = names.of("table", "", queries_inspections.LEDGER, texts.is_english())
    theme.empty(
        _("{span}没有“{table}”").format(span=inspections_text.span(scene), table=title),
        _("请换一个月份、放宽筛选，或在数据接入页报送；没有报的不按零计。"),
    )


def _funnel_card(scene: Scene) -> None:
    with st.container(key="card_in_funnel"):
        title = _("每次检查查出多少问题")
        theme.markup(marks.card_head(title, inspections_text.funnel_finding(scene), _key()))
        downloads.offer(inspections_exhibits.of_funnel(scene), "in_funnel")
        with st.container(key="in_funnel"):
            with st.container(key="in_funnel_plot"):
                _plot(scene)
            with st.container(key="in_funnel_list"):
                theme.markup(inspections_tables.funnel_table(scene))
        notes = inspections_text.funnel_notes(scene)
        theme.markup(f'<p class="note">{safe(texts.sentence(texts.statements(notes)))}</p>')


def _key() -> str:
    items = (("far", _("外线之外")), ("out", _("内外线之间")), ("in", _("线内")))
    dots = "".join(f'<span class="key-item"><i class="i-key {css}"></i>{safe(t)}</span>' for css, t in items)
    return f'<div class="key">{dots}</div>'


def _plot(scene: Scene) -> None:
    link = None if scene.is_presentation else lambda code: _to(scene, code)
    drawn = False
    for size, css in ((inspections_funnel.WIDE, "wide"), (inspections_funnel.NARROW, "narrow")):
        picture = remembered(
            scene.key("funnel", css, link is None),
            lambda size=size: inspections_funnel.funnel(scene, size, link),
        )
        if picture:
            theme.picture(picture, css)
            drawn = True
    if not drawn:
        theme.markup(f'<p class="rg-nothing">{safe(_("发现问题数没有上报，画不出漏斗图"))}</p>')
        return
    axes = _("横轴：检查次数；纵轴：每次检查查出的问题数")
    theme.markup(f'<p class="note">{safe(axes)}</p>')


def _to(scene: Scene, code: str) -> str:
    return address.link("method", **scene.behind("problems", "inspections"), **scene.at(code))


def _penalty_card(scene: Scene) -> None:
    with st.container(key="card_in_penalties"):
        theme.markup(marks.card_head(_("整改和处罚"), inspections_text.penalty_finding(scene)))
        downloads.offer(inspections_exhibits.of_units(scene), "in_penalties")
        theme.markup(inspections_tables.penalty_table(scene))
        note = _("{window}的数；处罚为检查记录里填报的次数").format(window=inspections_text.span(scene))
        theme.markup(f'<p class="note">{safe(texts.sentence(note))}</p>')


def _zero_card(scene: Scene) -> None:
    rows = inspections_zero.found(scene)
    with st.container(key="card_in_zero"):
        theme.markup(marks.card_head(_("只检查不处罚"), inspections_zero.finding(scene, rows)))
        if rows:
            downloads.offer(inspections_exhibits.of_zero(scene, rows), "in_zero")
            theme.markup(inspections_tables.zero_table(scene, rows))
        theme.markup(f'<p class="note">{inspections_zero.notes(scene)}</p>')


def _sector_card(scene: Scene) -> None:
    with st.container(key="card_in_sectors"):
        title = _("监督检查率：按行业领域")
        rows = queries_inspections.coverage_by_sector(scene.board, scene.month, scene.region)
        everything = queries_inspections.coverage(scene.board, scene.month, scene.region)
        if everything is None or not rows:
            theme.markup(marks.card_head(title, _("还没有报送企业名录")))
            return
        names = {**texts.sector_names(scene.plan), "none": _("未填"), "other": _("方案之外")}
        named = [(names.get(code, code), part) for code, part in rows]
        theme.markup(marks.card_head(title, inspections_figures.cover_finding(named, everything)))
        downloads.offer(inspections_exhibits.of_cover(scene, title, named, everything), "in_sectors")
        linked = [(safe(name), part) for name, part in named]
        theme.markup(
            inspections_tables.cover_table(scene, _("行业领域"), linked, everything)
            + inspections_figures.cover_note(scene, everything, [part for _name, part in rows])
        )


def _size_card(scene: Scene) -> None:
    whole = queries_inspections.coverage(scene.board, scene.month, scene.region, scene.sector)
    if whole is None:
        return
    with st.container(key="card_in_sizes"):
        title = _("监督检查率：按规模")
        try:
            rows = queries_inspections.coverage_by_size(scene.board, scene.month, scene.region, scene.sector)
        except queries.NotInRelease as error:
            theme.markup(marks.card_head(title, texts.told(error)))
            return
        named = [(inspections_text.part_name(kind, part, scene.names), part) for kind, part in rows]
        bands = [(name, part) for name, part in named if "headcount_band" in part.where]
        theme.markup(marks.card_head(title, inspections_figures.cover_finding(bands, whole)))
        downloads.offer(inspections_exhibits.of_cover(scene, title, named, whole), "in_sizes")
        linked = [(safe(name), part) for name, part in named]
        theme.markup(inspections_tables.cover_table(scene, _("规模"), linked, whole))
        told = _("重点、高危、规上企业互有重叠，与按从业人数的各档都是全部企业的一部分")
        theme.markup(f'<p class="note">{safe(texts.sentence(told))}</p>')


def _method_card(scene: Scene) -> None:
    with st.container(key="card_in_methods"):
        title = _("检查方式")
        try:
            rows = queries_inspections.by_method(
                scene.board, scene.month, scene.window, scene.region, scene.sector
            )
        except queries.NotInRelease as error:
            theme.markup(marks.card_head(title, texts.told(error)))
            return
        theme.markup(marks.card_head(title, inspections_figures.method_finding(scene, rows)))
        if not rows:
            return
        downloads.offer(inspections_exhibits.of_methods(scene, rows), "in_methods")
        theme.markup(inspections_tables.method_table(scene, rows))
        told = [_("横条是 95% 区间，竖线是全部检查；超出偶然波动才说“更多”“更少”（Newcombe 1998）"),
                _("各种方式去的企业不同，差别不全是方式带来的")]  # fmt: skip
        theme.markup(f'<p class="note">{safe(texts.sentence(texts.statements(told)))}</p>')


def scope_note(scene: Scene) -> str:
    """What the filters do to the page where it is not plain to see."""
    told = []
    if scene.region != ALL and scene.by == "region":
        told.append(
            _("上面的数字、监督检查率和检查方式为{region}的，其余各表列出全部地区。").format(
                region=texts.region_names(scene.plan)[scene.region]
            )
        )
    if scene.by == "committee" and (scene.region, scene.sector) != (ALL, ALL):
        told.append(_("专委会之间的比较不按地区、行业领域筛选。"))
    return "".join(told)
