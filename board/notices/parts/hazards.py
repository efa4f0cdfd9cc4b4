"""重大事故隐患整改情况: stock and flow of the period, overdue by region, on-time rate, with its table and charts."""

from __future__ import annotations

from board import trends
from board.charts import trends_course, trends_plot
from board.notices.content import Block, Cell, Chart, Column, Figure, Line, Native, Part, Series, Table
from board.notices.parts.months_back import label, shown_months
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from board.queries_trends import Unit


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs, table, charts."""
    if not scene.reported("hazards"):
        said = f"截至{scene.span.until}没有收到隐患台账。"
        return [heading(name), paragraph("hazards.flow", said, lead="总体情况。")]
    found: list[Block] = [heading(name), flow(scene), overdue(scene), on_time(scene), table(scene)]
    return [*found, *(c for c in (stock_chart(scene),) if c is not None)]


def flow(scene: Scene) -> Block:
    """Opening + found − closed = open at the end."""
    months = list(scene.months)
    found = scene.count("hazards", "found", "处", months=months, how="sum")
    closed = scene.count("hazards", "closed", "处", months=months, how="sum")
    parts: list[Part] = [
        f"{month_name(months[0])}初未销号重大事故隐患", scene.count("hazards", "opening", "处", months=months[0], how="sum"),
        f"，{scene.span.short}", *(["新查出", found] if found.value else ["没有新查出"]),
        *(["、销号", closed] if closed.value else ["、没有销号"]), f"，截至{scene.span.until}未销号", scene.count("hazards", "open_stock", "处", how="sum"), "。",
    ]  # fmt: skip
    return paragraph("hazards.flow", *parts, lead="总体情况。")


def overdue(scene: Scene) -> Block:
    """How many are overdue, and where."""
    rows = [r for r in scene.rows("hazards") if r["overdue"]]
    whole = scene.count("hazards", "overdue", "处", how="sum")
    if not rows:
        return paragraph(
            "hazards.overdue", f"截至{scene.span.until}没有逾期未销号的重大事故隐患。", lead="逾期情况。"
        )
    if len(rows) == 1:
        said = f"，在{rows[0]['region']}。"
        return paragraph(
            "hazards.overdue", f"截至{scene.span.until}逾期未销号", whole, said, lead="逾期情况。"
        )
    rows = sorted(rows, key=lambda r: -r["overdue"])
    named = [
        [str(r["region"]), scene.count("hazards", "overdue", "处", region_code=str(r["region_code"]))]
        for r in rows
    ]
    return paragraph(
        "hazards.overdue",
        f"截至{scene.span.until}逾期未销号",
        whole,
        "：",
        *listed(named),
        "。",
        lead="逾期情况。",
    )


def on_time(scene: Scene) -> Block:
    """Of those that fell due in the period, how many were closed by then."""
    months = list(scene.months)
    due = scene.count("hazards", "due", "处", months=months, how="sum")
    if not due.value:
        said = f"{scene.span.short}没有到整改时限的重大事故隐患。"
        return paragraph("hazards.on_time", said, lead="按期整改。")
    return paragraph(
        "hazards.on_time", f"{scene.span.short}到整改时限的", due, "，其中按期销号",
        scene.count("hazards", "on_time", "处", months=months, how="sum"), "，按期整改率为",
        scene.rate("hazards", "on_time", per="due", months=months), "。", lead="按期整改。",
    )  # fmt: skip


def table(scene: Scene) -> Table:
    """Stock and flow of every region, with the whole."""
    months = list(scene.months)
    columns = (
        Column("region", "地区", width=1.8), Column("opening", "期初", "count"), Column("found", "查出", "count"),
        Column("closed", "销号", "count"), Column("open", "期末", "count"), Column("overdue", "逾期", "count"),
        Column("due", "应改", "count", "本期到时限"), Column("on_time", "按期", "count", "本期到时限"),
        Column("rate", "按期率", "rate", "本期到时限", 1.2),
    )  # fmt: skip
    lines = [_line(scene, str(r["region_code"]), str(r["region"]), months) for r in scene.rows("hazards")]
    lines.append(_line(scene, "", scene.plan.whole, months))
    whole = scene.count("hazards", "overdue", "处", how="sum")
    said: tuple[Part, ...] = (
        "期末未销号",
        scene.count("hazards", "open_stock", "处", how="sum"),
        "，其中逾期",
        whole,
    )
    return Table(
        "hazards.table", f"{scene.span.told}重大事故隐患整改情况", columns, tuple(lines),
        ("单位：处。期初+查出−销号=期末；“—”为没有到时限的。",), said=said,
    )  # fmt: skip


def _line(scene: Scene, code: str, name: str, months: list[str]) -> Line:
    if code and code not in scene.reported("hazards"):
        return Line((Cell(name), *(Cell("未报") for _column in range(8))), code)
    only = {"region_code": code} if code else {}
    how = {} if code else {"how": "sum"}
    cells = [
        scene.count("hazards", "opening", months=months[0], **how, **only),
        *(scene.count("hazards", f, months=months, how="sum", **only) for f in ("found", "closed")),
        *(scene.count("hazards", f, **how, **only) for f in ("open_stock", "overdue")),
        *(scene.count("hazards", f, months=months, how="sum", **only) for f in ("due", "on_time")),
        scene.rate("hazards", "on_time", per="due", months=months, **only),
    ]
    return Line((Cell(name), *(Cell(f.text, f) for f in cells)), code, is_total=not code)


def stock_chart(scene: Scene) -> Chart | None:
    """Open major hazards at each month's end, a year back."""
    months = shown_months(scene)
    if len(months) < 2:
        return None
    figures = {
        what: tuple(scene.count("hazards", what, months=m, how="sum") for m in months)
        for what in ("open_stock", "overdue")
    }
    measure = next(c.measure for c in trends.choices(scene.plan) if c.measure.id == "open_major")

    def draw():
        trend = trends_course.trend(scene.board, measure, measure.declared, Unit(), months[0], scene.month)
        return trends_plot.chart(trend, "line")

    stocks = figures["open_stock"]
    said: tuple[Part, ...] = (
        f"未销号重大隐患由{label(months[0], months)}末",
        stocks[0],
        f"处变为{label(months[-1], months)}末",
        stocks[-1],
        "处",
    )
    native = Native(
        "columns", tuple(label(m, months) for m in months),
        (Series("未销号", _known(stocks), "slate"), Series("其中逾期", _known(figures["overdue"]), "ink", "line")),
    )  # fmt: skip
    return Chart("hazards.stock", "未销号重大事故隐患（处，各月末）", draw, native, said)


def _known(figures: tuple[Figure, ...]) -> tuple[Figure | None, ...]:
    return tuple(f if f.value is not None else None for f in figures)
