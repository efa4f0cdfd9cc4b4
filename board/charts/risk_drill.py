"""From all regions to one, from one to its towns, and back: where one stands, and what can be chosen next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from board import queries_risk, texts, theme
from board.address import ALL
from board.charts import risk_panel, risk_words
from board.charts.marks import safe
from board.charts.risk_controls import once, put, show_region, to_all
from board.charts.risk_scene import Scene
from board.colours import TOO_FEW, Shade
from board.queries_risk import Town
from board.texts import _

MOST_TILES = 42
"""More towns are chosen from the list beside the name."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>&])")


def asked_town() -> str:
    """The town that the address names; ``*`` for none."""
    return st.query_params.get("town") or ALL


def head(scene: Scene, shade: Shade | None, aside: str) -> None:
    """``全州 › 巴东县 › 东片区`` with ways back, the class, and a list of what lies below."""
    region, town = scene.view.region, scene.town
    name = scene.names.get(region, region)
    with st.container(key="riskhead_panel", horizontal=True, vertical_alignment="center"):
        if region != ALL:
            st.button(scene.names[ALL], key="risk_clear", type="tertiary", on_click=to_all,
                      help=_("回到{place}").format(place=scene.names[ALL]))  # fmt: skip
            theme.markup('<span class="rp-step" aria-hidden="true">›</span>')
        if town != ALL:
            st.button(plain(name), key="risk_to_region", type="tertiary", on_click=put, args=("town", None),
                      help=_("回到{place}").format(place=name))  # fmt: skip
            theme.markup('<span class="rp-step" aria-hidden="true">›</span>')
            name = risk_words.town_name(town)
        changed = scene.revised.get(region, "") if town == ALL else ""
        theme.markup(risk_panel.head(name, shade, aside, changed))
        if region == ALL:
            _list_regions(scene)


def _list_regions(scene: Scene) -> None:
    """The regions as a list: what a click on the map does, for the keyboard."""
    looks = {str(row["region_code"]): scene.shades[row["risk_class"]] for row in scene.rows}
    once(
        "risk_next_region", _("选择地区"), list(looks),
        lambda code: f"{scene.names[code]}　{texts.class_label(looks[code])}", show_region,
    )  # fmt: skip


def _list_towns(scene: Scene) -> None:
    """The towns as a list, where there are too many for tiles."""
    found = {town.name: town for town in scene.towns}
    once(
        "risk_next_town", _("选择{below}").format(below=risk_words.below(scene.plan)), list(found),
        lambda name: _told(found[name], scene.shades), lambda name: put("town", name),
    )  # fmt: skip


def _told(town: Town, shades: Mapping[str, Shade]) -> str:
    return f"{risk_words.town_name(town.name)}　{texts.class_label(shades[town.risk_class])}"


def tiles(scene: Scene) -> None:
    """The chosen region's towns as tiles in the colours of their classes, the most dangerous first."""
    if scene.view.region == ALL or scene.town != ALL:
        return
    below = risk_words.below(scene.plan)
    if not scene.has_towns:
        _say(_("这一版数据没有分{below}的汇总，重新载入一次数据后就有").format(below=below))
        return
    if not scene.towns:
        return
    if all(town.name == queries_risk.NO_TOWN for town in scene.towns):
        _say(_("风险点清单没有填写{below}，不能再往下看").format(below=below))
        return
    with st.container(key="risk_towns_head", horizontal=True, vertical_alignment="center"):
        theme.markup(f"<h3>{safe(finding(scene))}</h3>")
        if len(scene.towns) > MOST_TILES:
            _list_towns(scene)
    shown = scene.towns[:MOST_TILES]
    st.html(
        f"<style>{''.join(_look(place, scene.shades[t.risk_class]) for place, t in enumerate(shown))}</style>"
    )
    with st.container(key="risk_towns"):
        for place, town in enumerate(shown):
            label = _("{colour} {count} 处").format(
                colour=texts.class_label(scene.shades[town.risk_class]), count=texts.number(town.points)
            )
            st.button(
                f"**{plain(risk_words.town_name(town.name))}** {label}", key=f"risk_town_{place}",
                on_click=put, args=("town", town.name), width="stretch",
            )  # fmt: skip
    left = len(scene.towns) - len(shown)
    if left:
        _say(_("另有 {count} 个，在右上的列表里选").format(count=texts.number(left)))


def finding(scene: Scene) -> str:
    """How many towns are in each class: ``乡镇 6 个：红 2、橙 1``."""
    codes = [*scene.order, *(c for c in scene.shades if c not in scene.order)]
    named = [town for town in scene.towns if town.name != queries_risk.NO_TOWN]
    counts = {code: sum(town.risk_class == code for town in named) for code in codes}
    told = [f"{texts.class_label(scene.shades[code])} {counts[code]}" for code in codes if counts[code]]
    return _("{below} {count} 个：{told}").format(
        below=risk_words.below(scene.plan), count=len(named), told=texts.names(told)
    )


def _look(place: int, shade: Shade) -> str:
    dots = ""
    if shade.code == TOO_FEW:
        dots = (
            f"background-image:radial-gradient({shade.edge} 1px,transparent 1.2px);background-size:7px 7px;"
        )
    return (
        f".st-key-risk_town_{place} button,.st-key-risk_town_{place} button:hover{{background-color:{shade.fill};{dots}"
        f"border-color:{shade.edge};color:{shade.text};}}.st-key-risk_town_{place} button p{{color:{shade.text};}}"
    )


def _say(text: str) -> None:
    theme.markup(f'<p class="note rp-below">{safe(text)}</p>')


def plain(text: str) -> str:
    """Data in a button's label, which reads Markdown."""
    return _SPECIAL.sub(r"\\\1", text)


def towns_frame(scene: Scene) -> Sequence[dict[str, object]]:
    """The towns as rows of a table to take away."""
    return [
        {
            risk_words.below(scene.plan): risk_words.town_name(town.name),
            _("风险等级"): texts.class_name(scene.shades[town.risk_class]),
            _("颜色"): texts.class_label(scene.shades[town.risk_class]),
            _("风险指数"): town.index,
            _("风险点（处）"): town.points,
        }
        for town in scene.towns
    ]
