"""Annexes that are lists: indicators by region, sectors and committees, who reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from board.notices.content import Block, Cell, Column, Figure, Line, Table
from board.notices.parts import amounts
from board.notices.scene import Scene
from board.opening import UnknownUnit
from board.queries import ALL

Row = Mapping[str, Any]
SENT = (
    ("on_time", "按时"),
    ("late", "迟报"),
    ("corrected", "事后更正"),
    ("undated", "日期不明"),
    ("missing", "未报"),
    ("not_due", "未到期"),
)


def indicators(scene: Scene, name: str) -> list[Block]:
    """Every indicator that is scored or has a target in the closing month's year: all together, then each region."""
    year = int(scene.month[:4])
    scored = {c.indicator for c in scene.rule.components} if scene.rule else set()
    columns = (
        Column("indicator", "指标", width=3.0), Column("region", "地区", width=1.7), Column("numerator", "分子", "count", width=1.1),
        Column("denominator", "分母", "count", width=1.1), Column("value", "数值", "text", width=1.3), Column("target", "目标", "text", width=1.1),
    )  # fmt: skip
    statuses = {(r["indicator"], r["region_code"]): r for r in scene.rows("targets") if r["year"] == year}
    rows: dict[str, list[Row]] = {}
    for row in scene.rows("indicators"):
        rows.setdefault(row["indicator"], []).append(row)
    lines = []
    for indicator in scene.plan.indicators:
        if indicator.id not in scored and indicator.target(year) is None:
            continue
        for row in rows[indicator.id]:
            if indicator.regions and row["region_code"] not in (ALL, *indicator.regions):
                continue
            judged = statuses.get((indicator.id, row["region_code"]))
            lines.append(_indicator(scene, row, judged))
    notes = ("分子、分母的含义见口径和数据说明；“—”为没有数据或没有分母，“目标”为当年的目标值。",)
    title = f"{scene.month[:4]}年{int(scene.month[5:])}月各项指标"
    return [Table("annex_indicators.table", title, columns, tuple(lines), notes)]


def _indicator(scene: Scene, row: Row, judged: Row | None) -> Line:
    indicator = scene.plan.indicator(row["indicator"])
    # A target that was due before the closing month is judged by its own month: then the figures are those.
    source, show = (judged, "targets") if judged is not None else (row, "indicators")

    def part(name: str, text: str) -> Cell:
        where = amounts.source(scene, source, name, show)
        return Cell(text, Figure(text, source[name], where))

    def count(name: str) -> Cell:
        value = source[name]
        return part(name, "—" if value is None else amounts.plain(value))

    kind = "number" if indicator.kind == "count" else "rate"
    written = amounts.amount(indicator, source["value"], source)
    value = part("value", written)
    target = Cell("—")
    if judged is not None:
        found = amounts.target(scene, judged)
        target = Cell(amounts.sign(indicator, judged["target"]) + found.text, found)
    return Line(
        (
            Cell(indicator.title), Cell(str(row["region"])), count("numerator"), count("denominator"),
            Cell(value.text, value.figure, kind=kind), target,
        ),
        str(row["region_code"]), is_total=row["region_code"] == ALL,
    )  # fmt: skip


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
