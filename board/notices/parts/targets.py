"""目标任务进展: how many of the year's targets are met, on course, behind or missed, and which."""

from __future__ import annotations

from collections.abc import Sequence

from board import clause_words, queries_targets
from board.charts import targets_plot
from board.charts.targets_text import STATUS
from board.notices.content import Block, Cell, Chart, Column, Figure, Line, Native, Part, Series, Table
from board.notices.parts import amounts
from board.notices.parts.amounts import BEHIND, Row
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from board.queries import ALL
from rules.months import Month, months_between

MOST_NAMED = 5
"""So many indicators are named with their figures; the table has the others."""
MOST_LINES = 15
"""A year with more targets than this shows those behind in the body, all of them in the annex."""
MOST_REGIONS = 3
MOST_CHARTS = 2
LEAST_MONTHS = 3
"""A course of fewer months shows nothing."""


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs, the table, the course of the one or two most urgent."""
    rows = of_year(scene)
    year = int(scene.month[:4])
    if not rows:
        said = f"方案没有{year}年的目标值。"
        return [heading(name), paragraph("targets.overall", said, lead="总体进展。")]
    late = urgent(scene, rows)
    found: list[Block] = [heading(name), overall(scene, rows)]
    found += [p for p in (behind(scene, late), by_region(scene, late)) if p is not None]
    found.append(table(scene, rows, late))
    return [*found, *charts(scene, late)]


def of_year(scene: Scene) -> list[Row]:
    """Targets of the closing month's year, of all regions together."""
    year = int(scene.month[:4])
    return [r for r in scene.rows("targets") if r["year"] == year and r["region_code"] == ALL]


def urgent(scene: Scene, rows: Sequence[Row]) -> list[Row]:
    """Those missed or behind: missed ones first, the plan's main targets before others, then the farthest off."""
    first = next((i.targets[0].clause for i in scene.plan.indicators if i.targets), "")
    root = clause_words.root(first)

    def far(row: Row) -> float:
        short = -(row["gap"] or 0)
        is_count = scene.plan.indicator(row["indicator"]).kind == "count"
        return short / row["target"] if is_count and row["target"] else short

    late = [r for r in rows if r["status"] in BEHIND]
    return sorted(
        late,
        key=lambda r: (BEHIND.index(r["status"]), clause_words.root(r["clause"]) != root, -far(r)),
    )


def overall(scene: Scene, rows: Sequence[Row]) -> Block:
    """How many there are of each status."""
    year = int(scene.month[:4])
    there = {r["status"] for r in rows}
    only = {"year": year, "region_code": ALL}
    counts = [
        [STATUS[code], scene.count("targets", how="count", unit="项", status=code, **only)]
        for code in ("met", "on_course", "behind", "missed", "no_data")
        if code in there or code == "met"
    ]
    return paragraph(
        "targets.overall", f"{year}年有目标值的指标共", scene.count("targets", how="count", unit="项", **only),
        f"，截至{scene.span.until}", *listed(counts), "。各项数字", see("targets.table"), "。", lead="总体进展。",
    )  # fmt: skip


def behind(scene: Scene, late: Sequence[Row]) -> Block | None:
    """The most urgent ones with value, target, gap and forecast."""
    if not late:
        return None
    year_end = f"{scene.month[:4]}-12-31"
    told = [_told(scene, row, year_end) for row in late[:MOST_NAMED]]
    parts = listed(told, "；")
    if len(late) > MOST_NAMED:
        parts += ["。其余", see("targets.table")]
    return paragraph("targets.behind", *parts, "。", lead=f"{_what(late)}。")


def _what(late: Sequence[Row]) -> str:
    """What these are called: all missed, all behind, or both."""
    words = {"missed": "未达到目标", "behind": "进度滞后"}
    return "和".join(words[code] for code in BEHIND if any(r["status"] == code for r in late)) + "的指标"


def _told(scene: Scene, row: Row, year_end: str) -> list[Part]:
    indicator = scene.plan.indicator(row["indicator"])
    before = "" if indicator.kind == "fall" else "为"
    return [
        f"{row['title']}{before}", amounts.value(scene, row), *amounts.both_years(scene, row),
        f"，目标{amounts.bound(indicator, row['target'])}", amounts.target(scene, row),
        *amounts.missing(scene, row), *amounts.ahead(scene, row, year_end),
    ]  # fmt: skip


def by_region(scene: Scene, late: Sequence[Row]) -> Block | None:
    """Which regions have most indicators behind."""
    year = int(scene.month[:4])
    counted = [
        (str(r.code), r.name, scene.count("targets", how="count", unit="项", year=year, status=BEHIND, region_code=r.code))
        for r in scene.plan.regions
    ]  # fmt: skip
    worst = sorted((c for c in counted if c[2].value), key=lambda c: -c[2].value)
    if not worst or len(worst) < 2:
        return None
    named = listed([[name, number] for _code, name, number in worst[:MOST_REGIONS]])
    return paragraph(
        "targets.regions", "按地区看，未达到或进度滞后的指标，", *named, "，项数居前。", lead="地区分布。"
    )


def table(scene: Scene, rows: Sequence[Row], late: Sequence[Row]) -> Table:
    """Every target of the year; of many those that are behind."""
    is_cut = len(rows) > MOST_LINES and bool(late)
    shown = list(late) if is_cut else [*late, *(r for r in rows if r not in late)]
    columns = [
        Column("title", "指标", width=3.4), Column("value", "完成", "text", width=1.3), Column("target", "目标", "text", width=1.2),
        Column("gap", "差距", "text", width=1.5), Column("forecast", "预计到期", "text", width=1.3), Column("status", "状态", width=1.4),
        Column("regions", "滞后地区", "count", width=1.2),
    ]  # fmt: skip
    if not any(amounts.forecast(scene, row) for row in shown):
        columns = [c for c in columns if c.key != "forecast"]
    keys = [c.key for c in columns]
    codes = tuple(r.code for r in scene.plan.regions)
    lines = []
    for row in shown:
        cells = _cells(scene, row, codes)
        lines.append(Line(tuple(cells[key] for key in keys)))
    year = int(scene.month[:4])
    notes = ["“滞后地区”为这项指标未达到或进度滞后的地区个数；百分率的差距为百分点。"]
    if "forecast" in keys:
        notes.append("“预计到期”为按今年以来的进度推算的数，区间过宽的不列。")
    if is_cut:
        notes.append(see("annex_indicators.table", "已达到、进度正常和无数据的指标见{}。"))
    return Table(
        "targets.table", f"{year}年{_what(late) if is_cut else '目标完成情况'}", tuple(columns), tuple(lines),
        ("".join(notes),), said=_said(scene, rows, late),
    )  # fmt: skip


def _cells(scene: Scene, row: Row, codes: tuple[str, ...]) -> dict[str, Cell]:
    indicator = scene.plan.indicator(row["indicator"])
    kind = "rate" if indicator.kind not in ("count",) else "number"
    value, target, status = amounts.value(scene, row), amounts.target(scene, row), amounts.status(scene, row)
    gap = Cell("—")
    if row["gap"] is not None and row["gap"] < 0 and indicator.kind != "fall":
        figure = amounts.gap(scene, row)
        text = figure.text.replace("个百分点", "")
        gap = Cell(text, Figure(text, figure.value, figure.source))
    middle = next(iter(amounts.forecast(scene, row)), None)
    regions = scene.count(
        "targets", how="count", indicator=row["indicator"], year=row["year"], status=BEHIND, region_code=codes
    )
    return {
        "title": Cell(str(row["title"])), "value": Cell(value.text, value, kind=kind),
        "target": Cell(amounts.sign(indicator, row["target"]) + target.text, target),
        "gap": gap, "forecast": Cell(middle.text, middle, kind=kind) if middle else Cell("—"),
        "status": Cell(status.text, status), "regions": Cell(regions.text, regions),
    }  # fmt: skip


def _said(scene: Scene, rows: Sequence[Row], late: Sequence[Row]) -> tuple[Part, ...]:
    only = {"year": int(scene.month[:4]), "region_code": ALL}
    whole = scene.count("targets", how="count", unit="项", **only)
    if not late:
        return (whole, "目标中没有进度滞后的")
    number = scene.count("targets", how="count", unit="项", status=BEHIND, **only)
    return (whole, "目标中，", _what(late), number)


def charts(scene: Scene, late: Sequence[Row]) -> list[Chart]:
    """The page's figure of the course of the most urgent ones."""
    if not late:
        return []
    goals = {
        g.indicator.id: g for g in queries_targets.goals(scene.board, scene.month).of(int(scene.month[:4]))
    }
    found: list[Chart] = []
    for row in late:
        chart = _chart(scene, row, goals[row["indicator"]])
        if chart is not None:
            found.append(chart)
        if len(found) == MOST_CHARTS:
            break
    return found


def _chart(scene: Scene, row: Row, goal: queries_targets.Goal) -> Chart | None:
    indicator = goal.indicator
    name = "numerator" if goal.is_fall else "value"
    first = max(Month(goal.year, 1), scene.plan.first_month)
    months = [str(m) for m in months_between(first, Month.parse(goal.month))]
    figures = []
    for month in months:
        own = next(
            r for r in scene.rows("indicators", month)
            if r["indicator"] == indicator.id and r["region_code"] == ALL
        )  # fmt: skip
        where = scene.source("indicators", name, month, indicator=indicator.id, region_code=ALL)
        text = (
            amounts.plain(own[name])
            if goal.is_fall and own[name] is not None
            else amounts.amount(indicator, own[name])
        )
        figures.append(Figure(text, own[name], where) if own[name] is not None else None)
    if sum(f is not None for f in figures) < LEAST_MONTHS:
        return None
    line = amounts.target(scene, row)
    series = [Series(f"{goal.year}年", tuple(figures), "ink", "line")]
    if not goal.is_fall:
        series.append(Series("目标", tuple(line for _month in months), "slate", "line"))
    said: tuple[Part, ...] = (
        f"{row['title']}{month_name(goal.month)}", amounts.value(scene, row),
        f"，目标{amounts.bound(indicator, row['target'])}", line,
    )  # fmt: skip
    native = Native(
        "lines", tuple(month_name(m) for m in months), tuple(series), "0.0%" if goal.is_share else "0"
    )
    title = f"{row['title']}（{goal.year}年，按月）"

    def draw():
        return targets_plot.course_figure(goal)

    return Chart(f"targets.course.{indicator.id}", title, draw, native, said)
