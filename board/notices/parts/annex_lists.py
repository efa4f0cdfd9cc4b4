"""Annexes that are lists: indicators by region, sectors and committees, who reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from board.notices.content import Block, Cell, Column, Figure, Line, Table
from board.notices.parts import amounts
from board.notices.scene import Scene
from board.opening import UnknownUnit
from board.queries import ALL
from rules.plan import Indicator

Row = Mapping[str, Any]
SIDE_BY_SIDE = 7
"""So many indicators stand side by side on a page."""
HALVES = (("numerator", "合计分子"), ("denominator", "合计分母"))
NOTES = ("分子、分母的含义见口径和数据说明；“—”为没有数据、没有分母或不适用，“目标”为当年的目标值。",)
SENT = (
    ("on_time", "按时"),
    ("late", "迟报"),
    ("corrected", "事后更正"),
    ("undated", "日期不明"),
    ("missing", "未报"),
    ("not_due", "未到期"),
)


def indicators(scene: Scene, name: str) -> list[Block]:
    """Every indicator that is scored or has a target in the closing month's year: target, each region, all together
    with both halves. So many side by side as a page holds; regions stand below each other.
    """
    year = int(scene.month[:4])
    scored = {c.indicator for c in scene.rule.components} if scene.rule else set()
    shown = [i for i in scene.plan.indicators if i.id in scored or i.target(year) is not None]
    judged = {(r["indicator"], r["region_code"]): r for r in scene.rows("targets") if r["year"] == year}
    rows = {(r["indicator"], r["region_code"]): r for r in scene.rows("indicators")}
    title = f"{scene.month[:4]}年{int(scene.month[5:])}月各项指标"
    tables: list[Block] = []
    parts = -(-len(shown) // SIDE_BY_SIDE)
    each = -(-len(shown) // parts) if parts else 0
    for place in range(parts):
        some = shown[place * each : (place + 1) * each]
        columns = (
            Column("region", "地区", width=1.7),
            *(Column(i.id, i.short_title, width=1.3) for i in some),
        )
        lines = [_line(scene, some, "目标", ALL, "target", judged, rows)]
        for region in scene.plan.regions:
            lines.append(_line(scene, some, region.name, region.code, "value", judged, rows))
        lines.append(_line(scene, some, scene.plan.whole, ALL, "value", judged, rows))
        lines += [_line(scene, some, head, ALL, half, judged, rows) for half, head in HALVES]
        number = f"（{place + 1}/{parts}）" if parts > 1 else ""
        found = Table(
            f"annex_indicators.table{place + 1 if place else ''}", title + number, columns, tuple(lines)
        )
        tables.append(replace(found, notes=NOTES) if place == parts - 1 else found)
    return tables


def _line(
    scene: Scene, some: Sequence[Indicator], name: str, code: str, what: str,
    judged: Mapping[tuple[str, str], Row], rows: Mapping[tuple[str, str], Row],
) -> Line:  # fmt: skip
    cells = [_cell(scene, i, code, what, judged.get((i.id, code)), rows.get((i.id, code))) for i in some]
    return Line((Cell(name), *cells), "" if code == ALL else code, is_total=code == ALL and what == "value")


def _cell(
    scene: Scene, indicator: Indicator, code: str, what: str, judged: Row | None, row: Row | None
) -> Cell:
    if what == "target":
        if judged is None:
            return Cell("—")
        found = amounts.target(scene, judged)
        return Cell(amounts.sign(indicator, judged["target"]) + found.text, found)
    # A target that was due before the closing month is judged by its own month: then the figures are those.
    source, show = (judged, "targets") if judged is not None else (row, "indicators")
    if source is None or (indicator.regions and code not in (ALL, *indicator.regions)):
        return Cell("—")
    value = source[what]
    if what == "value":
        text, kind = (
            amounts.amount(indicator, value, source),
            "number" if indicator.kind == "count" else "rate",
        )
    else:
        text, kind = "—" if value is None else amounts.plain(value), "count"
    return Cell(text, Figure(text, value, amounts.source(scene, source, what, show)), kind=kind)


def sectors(scene: Scene, name: str) -> list[Block]:
    """Sectors and, where the plan ranks them, committees: score, colour, major hazards."""
    found: list[Block] = []
    for by, title, head in (("sector", "行业领域", "行业领域"), ("committee", "专业委员会", "专委会")):
        try:
            rows = scene.rows("ranking", by=by)
        except UnknownUnit:
            continue  # the plan ranks none of these
        hazards = {str(r["region_code"]): r for r in scene.rows("hazards", by=by)} if by == "sector" else {}
        columns = [
            Column("unit", head, width=3),
            Column("score", "得分", "score"),
            Column("colour", "颜色", "class", width=1.2),
        ]
        if hazards:
            columns += [
                Column("open", "未销号", "count", "重大隐患（处）"),
                Column("overdue", "逾期", "count", "重大隐患（处）"),
            ]
        lines = []
        for row in sorted(rows, key=lambda r: (r["rank"] is None, r["rank"] or 0)):
            code = str(row["region_code"])
            score = scene.score(code, by)
            colour = scene.written(
                scene.source("ranking", "colour", by=by, region_code=code), scene.class_short
            )
            cells = [
                Cell(str(row["region"])),
                Cell(score.text, score),
                Cell(colour.text, colour, str(colour.value)),
            ]
            if hazards:
                counts = (
                    [scene.count("hazards", f, by=by, region_code=code) for f in ("open_stock", "overdue")]
                    if code in hazards
                    else []
                )
                cells += [Cell(f.text, f) for f in counts] or [Cell("—"), Cell("—")]
            lines.append(Line(tuple(cells), code))
        when = f"{scene.month[:4]}年{int(scene.month[5:])}月"
        found.append(Table(f"annex_sectors.{by}", f"{when}{title}情况", tuple(columns), tuple(lines)))
    return found


def reporting(scene: Scene, name: str) -> list[Block]:
    """How often each region reported in time, late, not at all in the period."""
    months = list(scene.months)
    there = {r["state"] for m in months for r in scene.rows("reporting", m)}
    states = [(s, word) for s, word in SENT if s in there]
    columns = (
        Column("region", "地区", width=2), *(Column(state, word, "count") for state, word in states),
        Column("day", "末月报送日", "date", width=1.8),
    )  # fmt: skip
    lines = []
    for row in scene.rows("reporting"):
        code = str(row["region_code"])
        counts = [
            scene.count("reporting", how="count", months=months, region_code=code, state=s)
            for s, _word in states
        ]
        source = scene.source("reporting", "reported_day", region_code=code)
        day = scene.written(source, lambda v: v or "—")
        lines.append(
            Line((Cell(str(row["region"])), *(Cell(f.text, f) for f in counts), Cell(day.text, day)), code)
        )
    notes = ("单位：次，每月一次；按方案要求报送的首项报表计。",)
    return [Table("annex_reporting.table", f"{scene.span.told}数据报送情况", columns, tuple(lines), notes)]
