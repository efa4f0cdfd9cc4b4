"""Small papers with figures worked out by hand, for tests of what is made of a content object."""

from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go

from board.notices.content import (
    Area,
    Cell,
    Chart,
    Column,
    Content,
    Figure,
    Heading,
    Line,
    Map,
    Meaning,
    Native,
    Paragraph,
    Run,
    Section,
    Series,
    Source,
    Table,
)

MONTH = "2026-09"
SQUARE = (((0.0, 0.0), (100.0, 0.0), (100.0, 60.0), (0.0, 60.0), (0.0, 0.0)),)


def figure(text: str, value: Any, show: str = "hazards", field: str = "overdue", **where: Any) -> Figure:
    """A figure of one row of the month's listing."""
    picked = tuple((name, (one,)) for name, one in where.items())
    return Figure(text, value, Source(show, (MONTH,), MONTH, field, where=picked))


def cell(text: str, value: Any, shade: str = "", **source: Any) -> Cell:
    """A cell that is a figure."""
    return Cell(text, figure(text, value, **source), shade)


def ranked(
    code: str, name: str, score: tuple[str, float], colour: tuple[str, str], rate: tuple[str, Any]
) -> Line:
    """One line of the ranking: rank, name, score, colour, on-time rate."""
    where = {"region_code": code}
    return Line(
        (
            cell(code[-1], int(code[-1]), show="ranking", field="rank", **where), Cell(name),
            cell(*score, show="ranking", field="score", **where),
            cell(*colour, shade=colour[1], show="ranking", field="colour", **where),
            cell(*rate, field="on_time_rate", **where),
        ),
        code,
    )  # fmt: skip


RANKING = Table(
    "ranking.table",
    "各地区晾晒情况",
    (
        Column("rank", "名次", "count"), Column("region", "地区"), Column("score", "9月得分", "score"),
        Column("colour", "9月", "class", "颜色"), Column("rate", "按期率", "rate", "重大隐患"),
    ),
    (
        # 89.96 is blue: a paper shows 89.9, Excel would round to 90.0.
        ranked("r1", "甲县", ("93.8", 93.75), ("绿", "green"), ("100%", 1.0)),
        ranked("r2", "乙县", ("89.9", 89.96), ("蓝", "blue"), ("99.9%", 0.99996)),
        # A veto made it red, whatever its score.
        ranked("r3", "丙县", ("85.0", 85.0), ("红", "red"), ("66.7%", 2 / 3)),
        ranked("r4", '=HYPERLINK("http://x")', ("—", None), ("样本不足", "too_few"), ("—", None)),
        Line((Cell(""), Cell("全州"), Cell("—"), Cell("—"), cell("90.0%", 0.9)), "", is_total=True),
    ),
    ("注：90分及以上为绿色。",),
    "表1",
    ("乙县", figure("89.9", 89.96, "ranking", "score", region_code="r2"), "分"),
)  # fmt: skip
CHART = Chart(
    "hazards.stock",
    "未销号重大隐患（处）",
    lambda: go.Figure(go.Bar(x=["8月", "9月"], y=[4, 3]), {"width": 600, "height": 300}),
    Native(
        "columns", ("8月", "9月"),
        (
            Series("未销号", (figure("4", 4), figure("3", 3))),
            Series("其中逾期", (None, figure("1", 1)), "ink", "line"),
        ),
    ),
    number="图1",
)  # fmt: skip
MAP = Map(
    "ranking.map", "颜色分布", 204, 60,
    (
        Area("r1", "甲县", "green", (SQUARE,), (figure("绿", "green", "ranking", "colour", region_code="r1"), " ",
             figure("93.8", 93.75, "ranking", "score", region_code="r1")), (50, 30), is_square=True),
        Area("r3", "丙县", "red", (SQUARE,), (figure("红", "red", "ranking", "colour", region_code="r3"), " 否决"), (150, 30),
             is_square=True),
    ),
    ("red", "orange", "yellow", "blue", "green"), "ranking", notes=("示意图",), number="图2",
    draw=lambda: '<svg viewBox="0 0 204 60"><rect width="100" height="60" fill="#5db899"/></svg>',
)  # fmt: skip
OVERDUE = figure("1处", 1, region_code="r3")


def paper(**changes: Any) -> Content:
    """A quarterly notice with one table, one chart and one map."""
    drafted = Paragraph("hazards.overdue", ("其中逾期", OVERDUE, "。"), lead="（一）逾期情况。")
    edited = replace(
        drafted, id="hazards.more", edited="其中逾期1处，已约谈2次，完成98.5%。", lead="（二）措施。"
    )
    return replace(
        Content(
            plan_id="enshi", paper="quarterly", paper_name="季通报", covers="quarter", period="2026Q3",
            period_text="2026年第三季度", months=("2026-07", "2026-08", MONTH), release="2026-09.1",
            release_told="2026-09（第1次发布，2026年10月8日）", published_at="2026-10-08T09:30:00+08:00",
            day=date(2026, 10, 8), title="关于2026年第三季度进展情况的通报", number="〔2026〕×号", recipients="各县市：",
            signed="安委办", lead=Paragraph("lead", ("现通报如下。",), runs=(Run("现通报如下。"),)),
            sections=(
                Section("ranking", "晾晒", (Heading("一、晾晒情况"), RANKING, MAP)),
                Section("hazards", "隐患", (Heading("二、隐患整改"), drafted, edited, CHART)),
            ),
            annexes=(), notes=(), meanings=(Meaning("逾期", "时限早于月末的隐患。", "", "committee"),
                Meaning("知晓率", "抽查答对的所占比例。", "措施3", "plan")),
            stem="恩施州_季通报_2026Q3", is_demo=True, remarks=("演示数据",),
        ),
        **changes,
    )  # fmt: skip
