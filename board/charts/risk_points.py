"""The list of dangerous points with who controls each: filters, a page of rows, and all of them to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board import address, downloads, queries_risk_points, texts, theme
from board.address import ALL
from board.charts import marks, risk_words
from board.charts.marks import chip, safe
from board.charts.risk_controls import chosen, control
from board.charts.risk_panel import behind
from board.charts.risk_scene import Scene
from board.downloads import Exhibit
from board.queries_risk_points import PAGE, TIERS, Point, Wanted
from board.texts import N_, _

STATES = {ALL: N_("全部"), "open": N_("未到位"), "done": N_("已到位")}
MOST_TAKEN = 20_000
"""Rows in a download; more are said, not silently left out."""


def wanted(scene: Scene) -> Wanted:
    """What the view and the list's own controls ask for."""
    worst, view = scene.classes, scene.view
    options = ["worst", *scene.order]
    asked = chosen("points", options)
    state = chosen("control", list(STATES))
    return Wanted(
        view.month, view.region, view.sector, scene.town,
        worst if asked == "worst" else (asked,),
        chosen("tier", [ALL, *TIERS]),
        None if state == ALL else state == "done",
    )  # fmt: skip


def card(scene: Scene) -> None:
    """Head, controls, a page of points."""
    asked = wanted(scene)
    count, left = queries_risk_points.count(scene.board, asked)
    title = _("{classes}风险点清单").format(
        classes=texts.names(risk_words.point_class(scene.shades[code]) for code in asked.classes)
    )
    place = scene.place_name
    told = _("{place} {count} 处，{left} 处未到位，未到位的在前").format(
        place=place, count=texts.number(count), left=texts.number(left)
    )
    if not count:
        told = place
    elif asked.is_controlled is not None:
        told = _("{place} {count} 处").format(place=place, count=texts.number(count))
    theme.markup(marks.card_head(title, told))
    downloads.offer(exhibit(scene, asked, title, count), "risk_points")
    number = _controls(scene, count)
    if not count:
        theme.empty(_("没有符合条件的风险点"), _("可以把上方的行业领域改为“全部”，或放宽等级、层级和管控"))
        return
    theme.markup(table(queries_risk_points.page(scene.board, asked, number), scene))
    # The whole is a figure with its rows; the pages below are those rows, dressed.
    limited: dict[str, Any] = {"risk_class": asked.classes}
    if asked.tier != ALL:
        limited["tier"] = asked.tier
    if asked.is_controlled is None:
        whole = address.figure(
            safe(_("共 {count} 处").format(count=texts.number(count))),
            **behind(scene.town, "points", **limited),
        )
        theme.markup(f'<p class="rp-whole">{whole}</p>')


def _controls(scene: Scene, count: int) -> int:
    """Filters and pages of the list; gives the page, from nought."""
    both = texts.names(risk_words.point_class(scene.shades[c]) for c in scene.classes)
    words = {"worst": both} | {c: risk_words.point_class(scene.shades[c]) for c in scene.order}
    tiers = {ALL: _("全部")} | {tier: risk_words.tier_name(scene.plan, tier) for tier in TIERS}
    with st.container(key="risk_filters", horizontal=True, vertical_alignment="bottom"):
        control("points", _("风险等级"), ["worst", *scene.order], words.__getitem__, width=170)
        control("tier", _("管控层级"), list(tiers), tiers.__getitem__, width=150)
        control("control", _("管控"), list(STATES), lambda code: _(STATES[code]), "buttons")
        return _page(count)


def _page(count: int) -> int:
    pages = -(-count // PAGE)
    if pages < 2:
        return 0
    asked = control(
        "page", _("页"), [str(n + 1) for n in range(pages)],
        lambda n: _("第 {n} 页，共 {all} 页").format(n=n, all=pages), width=170,
    )  # fmt: skip
    return int(asked) - 1


def table(points: Sequence[Point], scene: Scene) -> str:
    """Points with class, place, sector, who controls them since when, and what is done."""
    heads = (
        _("风险点"),
        _("等级"),
        _("地点"),
        _("行业"),
        _("管控单位"),
        _("评估日期"),
        _("建档"),
        _("标识"),
        _("管控"),
    )
    head = "".join(f'<th scope="col">{safe(text)}</th>' for text in heads)
    rows = "".join(_row(point, scene, heads) for point in points)
    return (
        f'<div class="table-wrap"><table class="rg-rows rp-points"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(point: Point, scene: Scene, heads: Sequence[str]) -> str:
    plan = scene.plan
    place = " ".join(
        part for part in (
            scene.names.get(point.region_code, point.region_code) if scene.view.region == ALL else "",
            point.town or risk_words.town_name("none"),
        ) if part
    )  # fmt: skip
    tier = risk_words.tier_name(plan, point.tier)
    cells = (
        (chip(scene.shades[point.risk_class]), "rp-chip"),
        (safe(place), ""),
        (safe(risk_words.sector_name(plan, point.sector)), ""),
        (f'<span class="rp-tier">{safe(tier)}</span> {safe(point.office or _("管控单位未填"))}', "rp-office"),
        (safe(point.assessed), "rp-day"),
        *((_day(day), "rp-day") for day in (point.filed, point.labelled, point.controlled)),
    )
    tds = "".join(
        f'<td class="{css}" data-label="{safe(label)}">{text}</td>'
        for label, (text, css) in zip(heads[1:], cells, strict=True)
    )
    name = f'<span class="rp-name">{safe(point.name)}</span><span class="rp-where">{safe(point.risk_point_id)}</span>'
    return f'<tr><th scope="row">{name}</th>{tds}</tr>'


def _day(day: object) -> str:
    return safe(day) if day is not None else f"<b>{safe(_('未到位'))}</b>"


def exhibit(scene: Scene, asked: Wanted, title: str, count: int) -> Exhibit:
    """All points that the controls ask for, in the order of the list; read when somebody asks for the file."""
    tiers = {tier: risk_words.tier_name(scene.plan, tier) for tier in TIERS}
    view = scene.view

    def frame() -> pd.DataFrame:
        points = queries_risk_points.page(scene.board, asked, 0, MOST_TAKEN)
        return pd.DataFrame([_taken(point, scene) for point in points])

    filters = {
        _("地区"): scene.place_name, _("行业领域"): risk_words.sector_name(scene.plan, view.sector),
        _("管控层级"): _("全部") if asked.tier == ALL else tiers[asked.tier],
        _("管控"): _(STATES[chosen("control", list(STATES))]),
    }  # fmt: skip
    if count > MOST_TAKEN:
        filters[_("行数")] = _("前 {n} 行，共 {all} 行").format(
            n=texts.number(MOST_TAKEN), all=texts.number(count)
        )
    return Exhibit(
        name=_("重点风险点清单"), title=title, unit="", source=_("风险点清单（风险点台账）"), month=view.month,
        frame=frame, filters=filters, is_demo=scene.board.is_demo,
    )  # fmt: skip


def _taken(point: Point, scene: Scene) -> dict[str, object]:
    plan = scene.plan
    return {
        _("风险点编号"): point.risk_point_id,
        _("风险点"): point.name,
        _("地区"): scene.names.get(point.region_code, point.region_code),
        _("乡镇"): point.town,
        _("行业领域"): risk_words.sector_name(plan, point.sector),
        _("风险等级"): texts.class_name(scene.shades[point.risk_class]),
        _("管控层级"): risk_words.tier_name(plan, point.tier),
        _("管控单位"): point.office,
        _("评估日期"): point.assessed,
        _("建档日期"): point.filed,
        _("标识日期"): point.labelled,
        _("管控到位日期"): point.controlled,
        _("管控到位"): _("是") if point.controlled else _("否"),
    }
