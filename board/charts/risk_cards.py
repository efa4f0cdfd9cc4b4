"""The cards of the risk map page: map with months, panel, matrix. They draw; figures come from the scene.

What is chosen lives in the address: a click writes it there, and the frame's filters follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import colours, downloads, i18n, queries, queries_risk, texts, theme
from board.charts import (
    marks,
    risk_figure,
    risk_matrix,
    risk_matrix_picture,
    risk_panel,
    risk_strip,
    risk_words,
)
from board.charts.risk_scene import NARROW, WIDE, Scene
from board.downloads import Exhibit
from board.frame import ALL
from board.memo import remembered
from board.texts import _

LAYER = "risk_layer"


def chosen_layers(plan: Any) -> Sequence[str] | None:
    """Classes of points that the viewer wants on the map; None for all."""
    wanted = st.session_state.get(LAYER)
    classes = risk_words.shown_classes(plan)
    return {"none": (), "worst": classes[:1]}.get(str(wanted))


def map_card(scene: Scene) -> None:
    """The map with its key and the months below."""
    view, plan = scene.view, scene.plan
    title = texts.by_scale(_("区域安全风险四色图"), plan)
    finding = risk_words.map_finding(scene.rows, plan, scene.shades)
    if view.sector != ALL:
        title += texts.brackets(risk_words.sector_name(plan, view.sector))
    _head("map", title, finding, map_exhibit(scene, title))
    with st.container(key="risk_body", horizontal=True):
        with st.container(key="risk_side", width=240 if texts.is_english() else 206):
            if scene.boundaries is not None and sum(scene.totals.values()):
                _layers(scene)
            key = risk_panel.legend(scene.rows, plan, scene.shades)
            if scene.boundaries is not None:
                key += risk_panel.mark_legend(scene.totals, plan, scene.shades)
            theme.markup(key)
        with st.container(key="risk_map", width="stretch"):
            for width, name in ((WIDE, "wide"), (NARROW, "narrow")):
                with st.container(key=f"risk_{name}"):
                    _plot(scene, width, f"risk_plot_{name}", finding)
    _months(scene)
    placed = scene.placed(WIDE)
    is_merged = any(mark.count > 1 for mark in placed.marks)
    words = [risk_words.point_class(scene.shades[c]) for c in scene.layers]
    notes = [_("点击地区看明细"), risk_words.point_note(placed.drawn, placed.total, is_merged, words)]
    note = _("方块示意，不代表位置") if scene.boundaries is None else texts.map_note(plan)
    theme.markup(f'<p class="note">{marks.safe(texts.statements(n for n in notes if n))}</p>'
                 + marks.note_line(risk_words.rule_note(scene.rule, plan), note))  # fmt: skip


def _head(key: str, title: str, finding: str, exhibit: Exhibit) -> None:
    theme.markup(marks.card_head(title, finding))
    downloads.offer(exhibit, f"risk_{key}")


def _layers(scene: Scene) -> None:
    worst = risk_words.point_class(scene.shades[scene.classes[0]])
    both = texts.names(risk_words.point_class(scene.shades[c]) for c in scene.classes)
    words = {"all": both, "worst": _("仅{word}").format(word=worst), "none": _("不显示")}
    st.selectbox(
        _("图上风险点"), list(words), format_func=words.__getitem__, key=LAYER, width=200, filter_mode=None
    )


def _plot(scene: Scene, width: int, key: str, finding: str) -> None:
    figure = scene.figure(width)
    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        height=round(scene.canvas(width).height),
        config=risk_figure.CONFIG,
        on_select=_click(key, scene.view.region),
        selection_mode="points",
        alt=finding,
    )


def _click(key: str, shown: str) -> Callable[[], None]:
    def choose() -> None:
        points = st.session_state[key]["selection"]["points"]
        code = next((p["customdata"][0] for p in points if p.get("customdata")), None)
        if code is None:
            return
        # A second click on the chosen region lets it go.
        show_region(ALL if code == shown else str(code))

    return choose


def show_region(code: str) -> None:
    """Choose a region for every page: the frame reads the address."""
    st.query_params["region"] = code


def show_month(month: str) -> None:
    """Choose a month for every page."""
    st.query_params["month"] = month


def _months(scene: Scene) -> None:
    """Twelve small maps over a slider; both choose the frame's month."""
    view, months = scene.view, scene.board.months
    shown = risk_strip.block(months, view.month)
    keys = {month: f"risk_month_{month}" for month in shown}
    years = {keys[month]: year for month, year in risk_words.years(shown).items()}
    is_part = len(shown) < len(months)
    with st.container(key="risk_months", horizontal=True):
        if is_part:
            _turn("risk_earlier", "‹", _("更早的月份"), months, view.month, -risk_strip.MONTHS)
        with st.container(key="risk_run", width="stretch"):
            st.html(
                f"<style>.st-key-risk_months{{--thumbs:{len(shown)};}}</style>"
                + _thumbnails(scene, keys)
                + risk_strip.style(years, keys.get(view.month, ""))
            )
            with st.container(key="risk_thumbs", horizontal=True):
                for month in shown:
                    st.button(
                        texts.month_short(month), key=keys[month], on_click=show_month, args=(month,),
                        width="stretch",
                    )  # fmt: skip
            if len(shown) > 1:
                st.session_state["risk_slider"] = view.month if view.month in shown else shown[-1]
                st.select_slider(
                    _("月份"),
                    shown,
                    key="risk_slider",
                    format_func=texts.month,
                    label_visibility="collapsed",
                    on_change=lambda: show_month(st.session_state["risk_slider"]),
                )
        if is_part:
            _turn("risk_later", "›", _("更近的月份"), months, view.month, risk_strip.MONTHS)


def _thumbnails(scene: Scene, keys: Mapping[str, str]) -> str:
    def draw() -> str:
        canvas = scene.canvas(NARROW)
        pictures = []
        for month, key in keys.items():
            classes = {code: scene.history.get((code, month), colours.NO_DATA) for code in canvas.areas}
            pictures.append((key, risk_strip.thumbnail(canvas, classes, scene.shades)))
        return risk_strip.backgrounds(pictures)

    return remembered(("risk_months", scene.stamp, scene.view.sector, i18n.language(), tuple(keys)), draw)


def _turn(key: str, sign: str, told: str, months: Sequence[str], month: str, step: int) -> None:
    """A button to the same place in the twelve months before or after."""
    at = months.index(month)
    to = min(max(at + step, 0), len(months) - 1)
    is_off = risk_strip.block(months, months[to]) == risk_strip.block(months, month)
    st.button(
        sign, key=key, help=told, type="tertiary", disabled=is_off, on_click=show_month, args=(months[to],)
    )


def panel_card(scene: Scene) -> None:
    """One region's figures and points, or those of all together."""
    view, plan, found = scene.view, scene.plan, scene.summary
    shade, aside = None, ""
    if scene.row is not None:
        shade = scene.shades[scene.row["risk_class"]]
        start = queries_risk.since(scene.history, view.region, view.month)
        aside = _("自 {month}起").format(month=texts.month(start)) if start else ""
        if not start and not shade.is_state:
            aside = _("有记录以来未变")
    else:
        aside = risk_words.counts(scene.rows, plan, scene.shades)
    if view.sector != ALL:
        aside = texts.clauses(x for x in (_("只看{sector}").format(
            sector=risk_words.sector_name(plan, view.sector)), aside) if x)  # fmt: skip
    with st.container(key="riskhead_panel", horizontal=True):
        with st.container(width="stretch"):
            changed = scene.revised.get(view.region, "")
            theme.markup(risk_panel.head(scene.names.get(view.region, view.region), shade, aside, changed))
        if scene.row is not None:
            st.button(_("清除选择"), key="risk_clear", type="tertiary", on_click=show_region, args=(ALL,))
    downloads.offer(points_exhibit(scene), "risk_points")
    if not found.total.points:
        theme.markup(_no_points(scene))
        return
    theme.markup(risk_panel.figures(found, plan, scene.shades))
    _list(scene)
    theme.markup(risk_panel.tiers(found, plan, scene.shades))


def _no_points(scene: Scene) -> str:
    view = scene.view
    if view.sector != ALL:
        return risk_panel.nothing(_("没有符合条件的风险点"), _("可以把上方的行业领域改为“全部”，或另选地区"))
    return risk_panel.nothing(
        _("{month}没有风险点记录").format(month=texts.month(view.month)),
        _("没有记录不等于没有风险：请到数据接入核对风险点清单是否已经报来"),
    )


def _list(scene: Scene) -> None:
    counts = {c: scene.summary.by_class[c].points for c in scene.classes}
    words = {
        c: _("{word} {count} 处").format(
            word=risk_words.point_class(scene.shades[c]), count=texts.number(counts[c])
        )
        for c in scene.classes
    }
    with st.container(key="risk_list_head", horizontal=True, vertical_alignment="center"):
        theme.markup(f"<h3>{marks.safe(_('风险点清单，未到位的在前'))}</h3>")
        picked = st.segmented_control(
            _("风险等级"), list(scene.classes), format_func=words.__getitem__, key="risk_list",
            label_visibility="collapsed", default=scene.classes[0], required=True,
        )  # fmt: skip
    points = scene.points(scene.view.region, [str(picked or scene.classes[0])])
    theme.markup(risk_panel.point_list(points, scene.plan, scene.names, with_region=scene.view.region == ALL))


def matrix_card(scene: Scene) -> None:
    """Risk × performance."""
    plan, view = scene.plan, scene.view
    rows = queries.ranking(scene.board, view.month)
    found = risk_matrix.matrix(scene.rows, rows, plan)
    results = colours.scale(plan.ranking_scale)
    _head(
        "matrix",
        _("风险 × 工作成效"),
        risk_matrix.matrix_finding(found, plan),
        matrix_exhibit(scene, found, results),
    )
    theme.markup(risk_matrix.matrix_html(found, plan, scene.shades, results, view.region))
    said = [_("底色越深越优先"), *_matrix_scope(scene)]
    theme.markup(f'<p class="note">{marks.safe(texts.clauses(said))}</p>')


def _matrix_scope(scene: Scene) -> list[str]:
    """What the two axes look at, where only one sector's risk is shown."""
    if scene.view.sector == ALL:
        return []
    sector = risk_words.sector_name(scene.plan, scene.view.sector)
    return [_("风险只看{sector}，成效为各地区总排名").format(sector=sector)]


def _exhibit(
    scene: Scene, name: str, title: str, frame: pd.DataFrame, of_region: bool = False, **picture: Any
) -> Exhibit:
    filters = {_("行业领域"): risk_words.sector_name(scene.plan, scene.view.sector)}
    if of_region:
        filters = {_("地区"): scene.names.get(scene.view.region, scene.view.region), **filters}
    return Exhibit(
        name=name, title=title, unit=_("风险点（处）"), source=_("风险点清单（风险点台账）"), month=scene.view.month,
        frame=frame, filters=filters, is_demo=scene.board.is_demo, **picture,
    )  # fmt: skip


def map_exhibit(scene: Scene, title: str) -> Exhibit:
    """The map and the figures of every region."""
    frame = pd.DataFrame(
        [
            {
                _("地区代码"): row["region_code"],
                _("地区"): scene.names[row["region_code"]],
                _("风险等级"): texts.class_name(scene.shades[row["risk_class"]]),
                _("颜色"): texts.class_label(scene.shades[row["risk_class"]]),
                _("风险指数"): row["risk_index"],
                **{
                    _("{word}风险点").format(word=risk_words.point_class(scene.shades[c])): row.get(
                        f"points_{c}", 0
                    )
                    for c in (s.code for s in reversed(scene.plan.risk_scale))
                },
                _("建档率"): row["filed_rate"],
                _("标识率"): row["labelled_rate"],
                _("管控到位率"): row["controlled_rate"],
            }
            for row in scene.rows
        ]
    )
    frame.attrs["formats"] = dict.fromkeys((_("建档率"), _("标识率"), _("管控到位率")), "0.0%")  # fmt: skip
    return _exhibit(
        scene,
        texts.by_scale(_("四色风险图"), scene.plan),
        title,
        frame,
        figure=lambda: scene.figure(WIDE, key=True),
    )


def points_exhibit(scene: Scene) -> Exhibit:
    """The listed points, all of them."""
    view = scene.view
    frame = _points_frame(scene, scene.stamp, view.month, view.region, view.sector, i18n.language())
    title = _("{region}重点风险点清单").format(region=scene.names.get(view.region, ""))
    return _exhibit(scene, _("重点风险点清单"), title, frame, of_region=True)


@st.cache_resource(max_entries=64, show_spinner=False)
def _points_frame(
    _scene: Scene, stamp: str, month: str, region: str, sector: str, language: str
) -> pd.DataFrame:
    plan, shades = _scene.plan, _scene.shades
    yes_no = {True: _("是"), False: _("否")}
    return pd.DataFrame(
        [
            {
                _("风险点编号"): point["risk_point_id"],
                _("风险点"): point["name"],
                _("地区"): _scene.names.get(point["region_code"], point["region_code"]),
                _("乡镇"): point["town"],
                _("行业领域"): risk_words.sector_name(plan, point["sector"]),
                _("风险等级"): texts.class_name(shades[point["risk_class"]]),
                _("管控层级"): risk_words.tier_name(plan, point["tier"]),
                _("管控单位"): point["office"],
                _("已建档"): yes_no[bool(point["is_filed"])],
                _("已标识"): yes_no[bool(point["is_labelled"])],
                _("管控到位"): yes_no[bool(point["is_controlled"])],
            }
            for code in _scene.classes
            for point in risk_panel.by_control(_scene.points(region, [code]))
        ]
    )


def matrix_exhibit(scene: Scene, found: risk_matrix.Matrix, results: dict[str, Any]) -> Exhibit:
    """Each region's place in the matrix."""
    frame = pd.DataFrame(
        [
            {
                _("地区"): scene.names[code],
                _("风险等级"): texts.class_name(scene.shades[risk]),
                _("工作成效"): texts.class_name(results[result]),
                _("优先督办"): _("是") if code in found.urgent else _("否"),
            }
            for (risk, result), codes in found.cells.items()
            for code in codes
        ]
    )
    note = texts.clauses(_matrix_scope(scene))
    draw = partial(risk_matrix_picture.picture, found, scene.plan, scene.shades, results, note)
    # Its cells hold names, not counts.
    return replace(_exhibit(scene, _("风险与成效矩阵"), _("风险 × 工作成效"), frame, svg=draw), unit="")
