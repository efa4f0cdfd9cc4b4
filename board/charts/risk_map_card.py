"""The card of the map: areas, points or their density, key, months with play, and what it does not show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from board import colours, downloads, i18n, texts, theme
from board.charts import marks, risk_density, risk_figure, risk_panel, risk_play, risk_strip, risk_words
from board.charts.marks import safe
from board.charts.risk_controls import chosen, control, show_month, show_region
from board.charts.risk_exhibits import map_exhibit
from board.charts.risk_play import Film
from board.charts.risk_scene import NARROW, WIDE, Scene
from board.frame import ALL, View
from board.memo import remembered
from board.texts import _

WORST, DENSITY, NONE = "worst", "density", "none"
"""Beside single classes: the worst two, all of them added up by hexagons, nothing."""


def _layer_options(plan: Any) -> list[str]:
    return [WORST, *(c.code for c in reversed(plan.risk_scale)), DENSITY, NONE]


def scene_of(view: View, town: str) -> Scene:
    """The scene with the layer that the address asks for."""
    plan = view.board.plan
    layer = chosen("layer", _layer_options(plan))
    classes = [c.code for c in plan.risk_scale]
    layers: Sequence[str] | None = {WORST: None, DENSITY: classes, NONE: ()}.get(layer, (layer,))
    return Scene(view, layers, town, is_dense=layer == DENSITY)


def map_card(scene: Scene) -> None:
    """The map with its key and the months below."""
    view, plan = scene.view, scene.plan
    title = texts.by_scale(_("区域安全风险四色图"), plan)
    finding = risk_words.map_finding(scene.rows, plan, scene.shades)
    if view.sector != ALL:
        title += texts.brackets(risk_words.sector_name(plan, view.sector))
    theme.markup(marks.card_head(title, finding))
    downloads.offer(map_exhibit(scene, title), "risk_map")
    playing = risk_play.is_playing()
    with st.container(key="risk_body", horizontal=True):
        with st.container(key="risk_side", width=240 if texts.is_english() else 206):
            if scene.boundaries is not None and sum(scene.totals.values()):
                _layers(scene)
            theme.markup(risk_panel.legend(scene.rows, plan, scene.shades) + _mark_key(scene))
        with st.container(key="risk_map", width="stretch"):
            if playing:
                risk_play.play(lambda film: _frame(scene, film), lambda month: _prepare(scene, month))
            else:
                _plots(scene, finding)
    _months(scene, playing)
    note = _("方块示意，不代表位置") if scene.boundaries is None else texts.map_note(plan)
    theme.markup(f'<p class="note">{safe(texts.statements(_notes(scene)))}</p>'
                 + marks.note_line(risk_words.rule_note(scene.rule, plan), note))  # fmt: skip


def _notes(scene: Scene) -> list[str]:
    placed, density = scene.placed(WIDE), scene.density(WIDE)
    is_merged = any(mark.count > 1 for mark in placed.marks)
    words = [risk_words.point_class(scene.shades[c]) for c in scene.layers]
    told = [_("点击地区看明细")]
    if scene.is_dense:
        told.append(_("六边形内的数字是风险点处数，含全部等级；地名挡住的，指针移上去看"))
    drawn, total = (density.drawn, density.total) if scene.is_dense else (placed.drawn, placed.total)
    told.append(risk_words.point_note(drawn, total, is_merged, [] if scene.is_dense else words))
    if scene.town != ALL and scene.layers and not scene.is_dense and scene.boundaries is not None:
        told.append(_("所选地区只画{town}的风险点").format(town=risk_words.town_name(scene.town)))
    return [text for text in told if text]


def _mark_key(scene: Scene) -> str:
    if scene.boundaries is None:
        return ""
    if not scene.is_dense:
        return risk_panel.mark_legend(scene.layers, scene.totals, scene.plan, scene.shades)
    items = "".join(
        f'<span class="rl-item"><i class="rl-hex" style="background:var(--{fill})"></i><span class="axis">{safe(words)}</span></span>'
        for fill, _ink, words in risk_density.key(scene.density(WIDE))
    )
    return f'<div class="rl rl-marks">{items}</div>'


def _layers(scene: Scene) -> None:
    both = texts.names(risk_words.point_class(scene.shades[c]) for c in scene.classes)
    words = {WORST: both, DENSITY: _("密度（全部等级）"), NONE: _("不显示")}
    words |= {c: _("仅{word}").format(word=risk_words.point_class(scene.shades[c])) for c in scene.order}
    control("layer", _("图上风险点"), _layer_options(scene.plan), words.__getitem__, width=200)


def _plots(scene: Scene, finding: str, moving: bool = False) -> None:
    for width, name in ((WIDE, "wide"), (NARROW, "narrow")):
        with st.container(key=f"risk_{name}"):
            key = f"risk_film_{name}" if moving else f"risk_plot_{name}"
            more: dict[str, Any] = {} if moving else {
                "on_select": _click(key, scene.view.region), "selection_mode": "points",
            }  # fmt: skip
            st.plotly_chart(
                scene.figure(width), theme=None, key=key, height=round(scene.canvas(width).height),
                config=risk_figure.CONFIG, alt=finding, **more,
            )  # fmt: skip


def _at(scene: Scene, month: str) -> Scene:
    return Scene(replace(scene.view, month=month), scene.layers, scene.town, scene.is_dense)


def _prepare(scene: Scene, month: str) -> None:
    for width in (WIDE, NARROW):
        _at(scene, month).figure(width)


def _frame(scene: Scene, film: Film) -> None:
    """One month of the film: what it says, the map, and where it stands in the strip."""
    now = _at(scene, film.month)
    finding = risk_words.map_finding(now.rows, now.plan, now.shades)
    still = _("页面其余部分仍是{month}").format(month=texts.month(scene.view.month))
    theme.markup(
        f'<p class="rk-now" aria-live="polite"><b>{safe(texts.month(film.month))}</b> {safe(finding)}'
        f"<small>{safe(still)}</small></p>"
    )
    at = (film.place + 0.5) / len(film.months)
    st.html(
        risk_strip.style({}, f"risk_month_{film.month}")
        + f"<style>.rk-track i{{left:{100 * at:.2f}%}}</style>"
    )
    _plots(now, finding, moving=True)


def _click(key: str, shown: str) -> Callable[[], None]:
    def choose() -> None:
        points = st.session_state[key]["selection"]["points"]
        code = next((p["customdata"][0] for p in points if p.get("customdata")), None)
        if code is None:
            return
        # A second click on the chosen region lets it go.
        show_region(ALL if code == shown else str(code))

    return choose


def _months(scene: Scene, playing: bool) -> None:
    """Twelve small maps over a slider; both choose the frame's month."""
    view, months = scene.view, scene.board.months
    shown = risk_strip.block(months, view.month)
    keys = {month: f"risk_month_{month}" for month in shown}
    years = {keys[month]: year for month, year in risk_words.years(shown).items()}
    is_part = len(shown) < len(months)
    with st.container(key="risk_months", horizontal=True, vertical_alignment="center"):
        if len(shown) > 1:
            with st.container(key="risk_player", width="content"):
                risk_play.button(shown, view.month, playing)
                theme.markup(
                    f'<p class="note rk-still">{safe(_("系统设为减少动态效果，不自动播放，请用滑块逐月看"))}</p>'
                )
        if is_part:
            _turn("risk_earlier", "‹", _("更早的月份"), months, view.month, -risk_strip.MONTHS)
        with st.container(key="risk_run", width="stretch"):
            st.html(
                f"<style>.st-key-risk_months{{--thumbs:{len(shown)};}}</style>"
                + _thumbnails(scene, keys)
                + risk_strip.style(years, "" if playing else keys.get(view.month, ""))
            )
            with st.container(key="risk_thumbs", horizontal=True):
                for month in shown:
                    st.button(
                        texts.month_short(month), key=keys[month], on_click=show_month, args=(month,),
                        width="stretch",
                    )  # fmt: skip
            if playing:
                theme.markup('<div class="rk-track" aria-hidden="true"><i></i></div>')
                st.html(
                    "<style>.st-key-card_panel,.st-key-card_matrix,.st-key-card_list{opacity:.45}</style>"
                )
            elif len(shown) > 1:
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
