"""What can be taken away from the risk map page: the map, the panel's figures, the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from board import texts
from board.charts import (
    risk_drill,
    risk_matrix,
    risk_matrix_picture,
    risk_panel_picture,
    risk_tiers,
    risk_words,
)
from board.charts.risk_scene import WIDE, Scene
from board.colours import Shade
from board.downloads import Exhibit
from board.frame import ALL
from board.texts import _


def _exhibit(
    scene: Scene, name: str, title: str, frame: pd.DataFrame, of_region: bool = False, **picture: Any
) -> Exhibit:
    filters = {_("行业领域"): risk_words.sector_name(scene.plan, scene.view.sector)}
    if of_region:
        filters = {_("地区"): scene.place_name, **filters}
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
                    for c in scene.order
                },
                _("建档率"): row["filed_rate"],
                _("标识率"): row["labelled_rate"],
                _("管控到位率"): row["controlled_rate"],
            }
            for row in scene.rows
        ]
    )
    frame.attrs["formats"] = dict.fromkeys((_("建档率"), _("标识率"), _("管控到位率")), "0.0%")
    name = texts.by_scale(_("四色风险图"), scene.plan)
    return _exhibit(scene, name, title, frame, figure=lambda: scene.figure(WIDE, key=True), has_classes=True)


def panel_exhibit(scene: Scene) -> Exhibit:
    """The towns of the chosen region where they are shown, else the tiers of control."""
    if scene.view.region != ALL and scene.town == ALL and scene.towns:
        below = risk_words.below(scene.plan)
        title = _("{region}分{below}风险").format(region=scene.place_name, below=below)
        frame = pd.DataFrame(risk_drill.towns_frame(scene))
        draw = partial(risk_panel_picture.towns, scene.towns, scene.shades)
        name = _("分{below}风险").format(below=below)
        return _exhibit(scene, name, title, frame, of_region=True, svg=draw)
    title = _("{region}风险点分级管控").format(region=scene.place_name)
    frame = pd.DataFrame(risk_tiers.frame(scene.summary, scene.plan))
    frame.attrs["formats"] = dict.fromkeys(frame.columns[2:], "0.0%")
    draw = partial(risk_panel_picture.tiers, scene.summary, scene.plan) if len(frame) else None
    return _exhibit(scene, _("风险点分级管控"), title, frame, of_region=True, svg=draw)


def matrix_exhibit(
    scene: Scene, found: risk_matrix.Matrix, results: Mapping[str, Shade], note: str
) -> Exhibit:
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
    draw = partial(risk_matrix_picture.picture, found, scene.plan, scene.shades, dict(results), note)
    # Its cells hold names, not counts.
    return replace(
        _exhibit(scene, _("风险与成效矩阵"), _("风险 × 工作成效"), frame, svg=draw, has_classes=True), unit=""
    )
