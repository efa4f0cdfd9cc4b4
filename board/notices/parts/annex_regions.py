"""各地区情况: each region on its own, how its score came about and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from board import texts
from board.notices.content import Block, Cell, Column, Figure, Kind, Line, Table
from board.notices.parts.inspections import hits
from board.notices.parts.problems import component_value
from board.notices.scene import Scene, month_name

Row = Mapping[str, Any]
COLUMNS = (
    Column("what", "项目", width=3.2), Column("value", "数值", "text", width=1.2), Column("numerator", "分子", "count"),
    Column("denominator", "分母", "count"), Column("weight", "满分", "points", width=0.9), Column("points", "得分", "points", width=0.9),
)  # fmt: skip
NONE = Cell("")
"""A count has no halves and no points."""


def blocks(scene: Scene, name: str) -> list[Block]:
    """One table a region, in official order; only those asked for where the paper was limited."""
    wanted = set(scene.regions) or {r.code for r in scene.plan.regions}
    return [table(scene, row) for row in scene.rows("ranking") if str(row["region_code"]) in wanted]


def table(scene: Scene, row: Row) -> Table:
    """Score and colour, the parts of the score, hazards, inspections, risk."""
    code = str(row["region_code"])
    lines = [_head(scene, code), *(_part(scene, code, part) for part in row["components"])]
    lines += [_count(scene, code, *what) for what in _counts(scene)]
    if code in scene.reported("inspections"):
        lines.append(_line("每次检查查出问题（项）", hits(scene, region_code=code), "number"))
    source = scene.source("risk", "risk_class", region_code=code)
    risk = scene.shown.value(source)
    named = next((c.name for c in scene.plan.risk_scale if c.code == risk), scene.class_name(risk))
    lines.append(
        Line(
            (
                Cell("区域安全风险等级"),
                Cell(named, Figure(named, risk, source), risk),
                NONE,
                NONE,
                NONE,
                NONE,
            ),
            code,
        )
    )
    return Table(f"annex_regions.{code}", f"{row['region']}", COLUMNS, tuple(lines))


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


def _counts(scene: Scene) -> list[tuple[str, str, str, bool]]:
    """Title, listing, field, whether it is of the whole period."""
    short = scene.span.short
    return [
        ("期末未销号重大隐患（处）", "hazards", "open_stock", False), ("其中逾期（处）", "hazards", "overdue", False),
        (f"{short}查出重大隐患（处）", "hazards", "found", True), (f"{short}销号重大隐患（处）", "hazards", "closed", True),
        (f"{short}执法检查（次）", "inspections", "inspections", True), (f"{short}处罚（次）", "inspections", "penalties", True),
    ]  # fmt: skip


def _count(scene: Scene, code: str, title: str, show: str, name: str, is_flow: bool) -> Line:
    if code not in scene.reported(show):
        return Line((Cell(title), Cell("未报"), NONE, NONE, NONE, NONE), code)
    months = list(scene.months) if is_flow else ""
    return _line(title, scene.count(show, name, months=months, how="sum", region_code=code), "count")


def _line(title: str, figure: Figure, kind: Kind) -> Line:
    code = str(dict(figure.source.where)["region_code"][0])
    return Line((Cell(title), Cell(figure.text, figure, kind=kind), NONE, NONE, NONE, NONE), code)
