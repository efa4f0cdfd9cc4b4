"""执法检查情况: inspections of the period and what came of them, coverage of the register, areas without a penalty."""

from __future__ import annotations

from board import trends
from board.charts import trends_course, trends_plot
from board.notices.content import Block, Cell, Chart, Column, Figure, Line, Native, Part, Series, Table
from board.notices.parts.months_back import label, shown_months
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from board.queries_trends import Unit


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs, table, chart; one sentence where nobody reported."""
    if not scene.reported("inspections"):
        said = f"{scene.span.short}没有收到执法检查数据。"
        return [heading(name), paragraph("inspections.overall", said, lead="总体情况。")]
    found: list[Block] = [heading(name), overall(scene)]
    found += [p for p in (coverage(scene), unpunished(scene)) if p is not None]
    found.append(table(scene))
    return [*found, *(c for c in (chart(scene),) if c is not None)]


def overall(scene: Scene) -> Block:
    """How many inspections, problems, penalties."""
    spans = list(scene.months)

    def total(name: str, unit: str) -> Figure:
        return scene.count("inspections", name, unit, months=spans, how="sum")

    made, problems = total("inspections", "次"), total("problems", "项")
    parts: list[Part] = [f"{scene.span.short}开展执法检查", made]
    if problems.value is not None and made.value:
        parts += [
            "，查出问题",
            problems,
            "，每次检查查出",
            hits(scene, "项"),
        ]
    mended = total("rectified", "项")
    if mended.value is not None and problems.value:
        rate = scene.rate("inspections", "rectified", per="problems", months=spans)
        parts += ["；已整改", mended, "，占", rate]
    penalties = total("penalties", "次")
    if penalties.value is not None:
        parts += ["；实施处罚", penalties] if penalties.value else ["；没有实施处罚"]
    return paragraph(
        "inspections.overall", *parts, "。各地区情况", see("inspections.table"), "。", lead="总体情况。"
    )


def hits(scene: Scene, unit: str = "", **only: str) -> Figure:
    """Problems found per inspection, two decimals."""
    return scene.number(
        "inspections", "problems", 2, unit, how="ratio", per="inspections", months=list(scene.months), **only
    )


def coverage(scene: Scene) -> Block | None:
    """How much of the register has been inspected since January, and where least."""
    whole = scene.count("inspections", "registered", "家", how="sum")
    if not whole.value:
        return None
    rows = [r for r in scene.rows("inspections") if r["inspection_coverage"] is not None]
    parts: list[Part] = [
        f"{scene.span.year_so_far}检查在册企业", scene.count("inspections", "inspected", "家", how="sum"), "，在册",
        whole, "，监督检查率", scene.rate("inspections", "inspected", per="registered"),
    ]  # fmt: skip
    lowest = sorted(rows, key=lambda r: r["inspection_coverage"])
    if len(lowest) > 2 and lowest[0]["inspection_coverage"] < 1:
        told = [[str(r["region"]), _covered(scene, r)] for r in lowest[:2]]
        parts += ["，较低的是", *listed(told)]
    return paragraph("inspections.coverage", *parts, "。", lead="检查覆盖。")


def _covered(scene: Scene, row) -> Figure:
    return scene.rate("inspections", "inspected", per="registered", region_code=str(row["region_code"]))


def without_penalty(scene: Scene) -> list[tuple[str, str]]:
    """Regions that inspected in the period and did not fine once: code, name."""
    found = []
    for region in scene.plan.regions:
        made, fined = (
            scene.count("inspections", name, months=list(scene.months), how="sum", region_code=region.code)
            for name in ("inspections", "penalties")
        )
        if made.value and fined.value == 0:
            found.append((region.code, region.name))
    return found


def unpunished(scene: Scene) -> Block | None:
    """Who inspected and did not fine."""
    fined = scene.count("inspections", "penalties", months=list(scene.months), how="sum")
    # In one month many make an inspection or two: no penalty then says nothing of anybody.
    if fined.value is None or len(scene.months) == 1:
        return None
    found = without_penalty(scene)
    if not found:
        said = f"{scene.span.short}开展检查的地区都有处罚。"
        return paragraph("inspections.unpunished", said, lead="处罚情况。")
    told = [[name, "（检查", _made(scene, code), "）"] for code, name in found]
    return paragraph(
        "inspections.unpunished",
        f"{scene.span.short}只检查不处罚的有",
        *listed(told),
        "。",
        lead="处罚情况。",
    )


def _made(scene: Scene, code: str) -> Figure:
    return scene.count(
        "inspections", "inspections", "次", months=list(scene.months), how="sum", region_code=code
    )


def table(scene: Scene) -> Table:
    """Every region's figures of the period, and the coverage of the year."""
    columns = (
        Column("region", "地区", width=1.8), Column("made", "检查（次）", "count", width=1.2),
        Column("problems", "查出问题（项）", "count", width=1.3), Column("hits", "每次查出", "number", width=1.1),
        Column("rate", "整改率", "rate", width=1.1), Column("penalties", "处罚（次）", "count", width=1.2),
        Column("coverage", "检查率", "rate", width=1.1),
    )  # fmt: skip
    lines = [_line(scene, str(r["region_code"]), str(r["region"])) for r in scene.rows("inspections")]
    lines.append(_line(scene, "", scene.plan.whole))
    penalties = scene.count("inspections", "penalties", "次", months=list(scene.months), how="sum")
    said: tuple[Part, ...] = (
        f"{scene.span.short}检查", scene.count("inspections", "inspections", "次", months=list(scene.months), how="sum"),
    )  # fmt: skip
    if penalties.value is not None:
        said = (*said, "，处罚", penalties)
    return Table(
        "inspections.table", f"{scene.span.told}执法检查情况", columns, tuple(lines),
        (f"检查率为{scene.span.year_so_far}检查过的企业占在册企业的比例；整改率为查出问题中已整改的比例；“—”为没有可算的。",),
        said=said,
    )  # fmt: skip


def _line(scene: Scene, code: str, name: str) -> Line:
    if code and code not in scene.reported("inspections"):
        return Line((Cell(name), *(Cell("未报") for _column in range(6))), code)
    only = {"region_code": code} if code else {}
    spans = list(scene.months)
    count = {
        n: scene.count("inspections", n, months=spans, how="sum", **only)
        for n in ("inspections", "problems", "penalties")
    }
    figures = (
        count["inspections"], count["problems"], hits(scene, **only),
        scene.rate("inspections", "rectified", per="problems", months=spans, **only), count["penalties"],
        scene.rate("inspections", "inspected", per="registered", **only),
    )  # fmt: skip
    return Line((Cell(name), *(Cell(f.text, f) for f in figures)), code, is_total=not code)


def chart(scene: Scene) -> Chart | None:
    """Inspections by month, a year back; the page's figure of trends."""
    months = shown_months(scene)
    figures = tuple(scene.count("inspections", "inspections", months=m, how="sum") for m in months)
    if sum(f.value is not None for f in figures) < 2:
        return None
    measure = next(c.measure for c in trends.choices(scene.plan) if c.measure.id == "inspections")

    def draw():
        trend = trends_course.trend(scene.board, measure, measure.declared, Unit(), months[0], scene.month)
        return trends_plot.chart(trend, "line")

    known = tuple(f if f.value is not None else None for f in figures)
    native = Native("columns", tuple(label(m, months) for m in months), (Series("检查次数", known, "slate"),))
    said: tuple[Part, ...] = (
        f"{month_name(scene.month)}开展执法检查",
        scene.count("inspections", "inspections", "次", how="sum"),
    )
    return Chart("inspections.months", "执法检查次数（各月）", draw, native, said)
