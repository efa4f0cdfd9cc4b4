"""各地区情况: each region on its own, how its score came about and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from board import texts
from board.notices.content import Block, Cell, Column, Figure, Line, Paragraph, Part, Table
from board.notices.parts.inspections import hits
from board.notices.parts.problems import component_value
from board.notices.parts.risk import STATES
from board.notices.scene import Scene, month_name, paragraph

Row = Mapping[str, Any]
COLUMNS = (
    Column("what", "项目", width=3.2), Column("value", "数值", "text", width=1.2), Column("numerator", "分子", "count"),
    Column("denominator", "分母", "count"), Column("weight", "满分", "points", width=0.9), Column("points", "得分", "points", width=0.9),
)  # fmt: skip
NONE = Cell("")
"""The colour has no halves and no points."""


def blocks(scene: Scene, name: str) -> list[Block]:
    """A table and a sentence a region, in official order; only those asked for where the paper was limited."""
    wanted = set(scene.regions) or {r.code for r in scene.plan.regions}
    rows = [r for r in scene.rows("ranking") if str(r["region_code"]) in wanted]
    return [block for row in rows for block in (table(scene, row), told(scene, row))]


def table(scene: Scene, row: Row) -> Table:
    """Colour and score, and the parts of the score."""
    code = str(row["region_code"])
    lines = [_head(scene, code), *(_part(scene, code, part) for part in row["components"])]
    return Table(f"annex_regions.{code}", f"{row['region']}", COLUMNS, tuple(lines))


def told(scene: Scene, row: Row) -> Paragraph:
    """Major hazards, inspections and risk in a sentence; there is nothing in it to draft otherwise."""
    code = str(row["region_code"])
    only, spans, short = {"region_code": code}, list(scene.months), scene.span.short
    parts: list[Part] = ["没有收到隐患台账"]
    if code in scene.reported("hazards"):
        parts = [
            f"重大事故隐患{short}查出", scene.count("hazards", "found", "处", months=spans, how="sum", **only),
            "、销号", scene.count("hazards", "closed", "处", months=spans, how="sum", **only),
            "，期末未销号", scene.count("hazards", "open_stock", "处", **only),
            "，其中逾期", scene.count("hazards", "overdue", "处", **only),
        ]  # fmt: skip
    if code in scene.reported("inspections"):
        made = scene.count("inspections", "inspections", "次", months=spans, how="sum", **only)
        parts += [f"；{short}执法检查", made]
        fined = scene.count("inspections", "penalties", "次", months=spans, how="sum", **only)
        parts += ["，每次检查查出问题", hits(scene, "项", **only)] if made.value else []
        parts += ["，处罚", fined] if fined.value is not None else []
    else:
        parts.append("；没有收到执法检查数据")
    source = scene.source("risk", "risk_class", **only)
    risk = scene.shown.value(source)
    named = next((c.name for c in scene.plan.risk_scale if c.code == risk), scene.class_name(risk))
    parts += [
        "；区域安全风险等级为" if risk not in STATES else "；区域安全风险",
        Figure(named, risk, source),
        "。",
    ]
    return replace(paragraph(f"annex_regions.told.{code}", *parts), is_fixed=True)


def _head(scene: Scene, code: str) -> Line:
    source = scene.source("ranking", "colour", region_code=code)
    colour = scene.written(source, scene.class_name)
    score = scene.score(code)
    month = month_name(scene.month)
    return Line(
        (Cell(f"{month}颜色和得分"), Cell(colour.text, colour, str(colour.value)), NONE, NONE, NONE, Cell(score.text, score)),
        code, is_total=True,
    )  # fmt: skip


def _part(scene: Scene, code: str, part: Row) -> Line:
    at = f"components[{part['indicator']}]"
    indicator = scene.plan.indicator(part["indicator"])
    is_thin = part["state"] != "scored"

    def figure(name: str, text: str) -> Cell:
        return Cell(text, Figure(text, part[name], scene.source("ranking", f"{at}.{name}", region_code=code)))

    def count(name: str) -> Cell:
        found = scene.count("ranking", f"{at}.{name}", region_code=code)
        return Cell(found.text, found)

    value = figure("value", component_value(indicator, part))
    return Line(
        (
            Cell(indicator.title), Cell(value.text, value.figure, kind="rate" if texts.is_share(indicator) else "number"),
            count("numerator"), count("denominator"), figure("weight", texts.plain(part["weight"])),
            Cell("不计") if is_thin else figure("points", texts.points(part["points"])),
        ), code,
    )  # fmt: skip
