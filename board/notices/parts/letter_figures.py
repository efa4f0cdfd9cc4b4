"""What a letter shows of one unit: its standing, the parts of its score, hazards, and beside whom it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from board import texts
from board.notices.content import Block, Cell, Column, Figure, Line, Part, Source, Table
from board.notices.parts import amounts
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, paragraph
from board.notices.shown import count
from board.queries_ladder import SLOW, ZERO_PENALTY
from rules.notices import Letter
from rules.plan import LadderStep

MOST_LOST = 3
"""So many parts of the score are named that cost most."""
LEAST = 0.05
"""Points lost below which a part counts as full."""
LEVELS = (("major", "重大"), ("general", "一般"))
KINDS = {"region": "地区", "sector": "行业领域", "committee": "专委会"}
_FLOW = ("opening", "found", "closed", "open_stock", "overdue", "due", "on_time")
Row = dict[str, Any]


@dataclass(frozen=True)
class Addressed:
    """To whom a letter is, by which step and for what."""

    by: str
    code: str
    name: str
    step: LadderStep
    letter: Letter
    triggers: tuple[Row, ...]
    """Rows of the escalation list that the letter is for."""
    day: date
    words: dict[str, str]
    """What placeholders stand for."""
    answer_due: date | None

    def source(self, scene: Scene, kind: str, name: str, **more: Any) -> Source:
        """A figure of this unit."""
        return scene.source(kind, name, by=self.by, region_code=self.code, **more)

    def of(self, scene: Scene, kind: str) -> list[Row]:
        """Rows of a listing that are about it."""
        return [r for r in scene.rows(kind, by=self.by) if r["region_code"] == self.code]


def trigger_name(scene: Scene, trigger: str) -> str:
    """红色, 进展缓慢, 只检查不处罚."""
    return {SLOW: "进展缓慢", ZERO_PENALTY: "只检查不处罚"}.get(trigger) or scene.class_name(trigger)


def ranking_row(scene: Scene, to: Addressed) -> Row | None:
    """The unit's row of the ranking; None without one."""
    found = to.of(scene, "ranking")
    return found[0] if found and scene.rule is not None else None


def lost_parts(row: Row) -> list[Row]:
    """Scored parts that lost points, the greatest loss first."""
    parts = [p for p in row["components"] if p["state"] == "scored" and p["weight"] - p["points"] >= LEAST]
    return sorted(parts, key=lambda p: p["points"] - p["weight"])


def component(
    scene: Scene, to: Addressed, indicator: str, name: str, write: Callable[[Any], str], code: str = ""
) -> Figure:
    """A field of a part of a unit's score, of the letter's own where no other is named."""
    source = scene.source("ranking", f"components[{indicator}].{name}", by=to.by, region_code=code or to.code)
    return scene.written(source, write)


def worth(scene: Scene, to: Addressed, part: Row, code: str = "") -> Figure:
    """The value of a part of the score: a share in percent, else a number."""
    indicator = scene.plan.indicator(part["indicator"])
    row = {name: part[name] for name in ("numerator", "denominator")}
    return component(scene, to, indicator.id, "value", lambda v: amounts.amount(indicator, v, row), code)


def number(value: float | None) -> str:
    """A weight as it is written."""
    return "—" if value is None else texts.plain(value)


def points(value: float | None) -> str:
    """Points with one decimal; 不计 where a part has too few cases."""
    return "不计" if value is None else texts.points(value)


def score(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """The table of the score's parts; nothing where there is none."""
    row = ranking_row(scene, to)
    if row is None or not row["components"]:
        return []
    columns = (
        Column("indicator", "计分指标", width=2.4), Column("value", "数值", "rate", width=1.1),
        Column("numerator", "分子", "count"), Column("denominator", "分母", "count"), Column("weight", "满分", "points"),
        Column("points", "得分", "points"),
    )  # fmt: skip
    lines = []
    for part in row["components"]:
        one = part["indicator"]
        figures = [
            worth(scene, to, part), *(component(scene, to, one, half, count) for half in ("numerator", "denominator")),
            component(scene, to, one, "weight", number), component(scene, to, one, "points", points),
        ]  # fmt: skip
        lines.append(
            Line((Cell(scene.plan.indicator(one).short_title), *(Cell(f.text, f) for f in figures)), to.code)
        )
    total = scene.score(to.code, to.by)
    lines.append(
        Line((Cell("总分"), *(Cell("") for _ in range(4)), Cell(total.text, total)), to.code, is_total=True)
    )
    left = [p for p in row["components"] if p["state"] != "scored"]
    notes = (
        [f"计分规则{row['rule_version']}，由安委会自定。"]
        if scene.rule and scene.rule.origin == "committee"
        else []
    )
    if left:
        notes.append("样本不足或没有数据的指标不计分，其余指标按权重折算为100分。")
    table = Table("letter.score", f"{to.name}{scene.span.told}得分构成", columns, tuple(lines), tuple(notes))
    return [heading(name), table]


def hazards(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """Stock and flow of the month by level, and what is overdue."""
    figures = {
        level: {f: scene.count("hazards", f, by=to.by, level=level, region_code=to.code) for f in _FLOW} for level, _ in LEVELS
    }  # fmt: skip
    if not any(f.value for of in figures.values() for f in of.values()):
        return []
    columns = (
        Column("level", "级别", width=1.2), Column("opening", "月初", "count"), Column("found", "查出", "count"),
        Column("closed", "销号", "count"), Column("open_stock", "月末", "count"), Column("overdue", "逾期", "count"),
        Column("due", "应改", "count", "本月到时限"), Column("on_time", "按期", "count", "本月到时限"),
    )  # fmt: skip
    lines = tuple(
        Line((Cell(f"{title}隐患"), *(Cell(figures[level][f].text, figures[level][f]) for f in _FLOW)), to.code)
        for level, title in LEVELS
    )  # fmt: skip
    said: list[Part] = [f"截至{scene.span.until}，{to.name}未销号"]
    said += listed([
        [f"{title}隐患", scene.count("hazards", "open_stock", "处", by=to.by, level=level, region_code=to.code), "（逾期",
         scene.count("hazards", "overdue", "处", by=to.by, level=level, region_code=to.code), "）"]
        for level, title in LEVELS
    ])  # fmt: skip
    table = Table(
        "letter.flow", f"{to.name}{scene.span.told}隐患整改情况", columns, lines, ("单位：处。月初+查出−销号=月末。",)
    )  # fmt: skip
    return [heading(name), paragraph("letter.hazards", *said, "，", see("letter.flow"), "。"), table]


def benchmark(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """The unit beside the best one and the one in the middle, part by part; nothing with fewer than three ranked."""
    own = ranking_row(scene, to)
    ranked = [r for r in scene.rows("ranking", by=to.by) if r["rank"] is not None and r["score"] is not None]
    ranked.sort(key=lambda r: r["rank"])
    if own is None or len(ranked) < MOST_LOST:
        return []
    best, middle = ranked[0], ranked[(len(ranked) - 1) // 2]
    beside = [(to.name, own), (f"{best['region']}（最高）", best), (f"{middle['region']}（居中）", middle)]
    columns = [Column("indicator", "计分指标", width=2.2), Column("weight", "满分", "points")]
    for place, (head, _row) in enumerate(beside):
        columns += [
            Column(f"value{place}", "数值", "rate", head, 1.2),
            Column(f"points{place}", "得分", "points", head),
        ]
    lines = []
    for part in own["components"]:
        one = part["indicator"]
        weight = component(scene, to, one, "weight", number)
        cells = [Cell(scene.plan.indicator(one).short_title), Cell(weight.text, weight)]
        for _head, row in beside:
            code, theirs = (
                str(row["region_code"]),
                next(p for p in row["components"] if p["indicator"] == one),
            )
            figures = (worth(scene, to, theirs, code), component(scene, to, one, "points", points, code))
            cells += [Cell(f.text, f) for f in figures]
        lines.append(Line(tuple(cells), to.code))
    totals = [scene.score(str(row["region_code"]), to.by) for _head, row in beside]
    last = [Cell("总分"), Cell("100"), *(c for f in totals for c in (Cell(""), Cell(f.text, f)))]
    lines.append(Line(tuple(last), to.code, is_total=True))
    overdue = [
        scene.count("hazards", "overdue", by=to.by, region_code=str(r["region_code"])) for _h, r in beside
    ]
    lines.append(
        Line(
            (
                Cell("逾期重大隐患（处）"),
                Cell(""),
                *(c for f in overdue for c in (Cell(f.text, f), Cell(""))),
            ),
            to.code,
        )
    )
    places = [
        scene.count("ranking", "rank", by=to.by, region_code=str(r["region_code"])) for r in (best, middle)
    ]
    said: list[Part] = [
        f"得分最高的是{best['region']}，", totals[1], "分，排第", places[0], f"名；名次居中的是{middle['region']}，", totals[2],
        "分，排第", places[1], f"名；{to.name}", totals[0], "分。",
    ]  # fmt: skip
    behind = sorted(lost_parts(own), key=lambda p: p["points"] - _earned(best, p["indicator"]))
    behind = [p for p in behind if _earned(best, p["indicator"]) - p["points"] >= LEAST][:MOST_LOST]
    if behind:
        gaps = [
            [f"{scene.plan.indicator(p['indicator']).short_title}", component(scene, to, p["indicator"], "points", points),
             f"分（{best['region']}", component(scene, to, p["indicator"], "points", points, str(best["region_code"])), "分）"]
            for p in behind
        ]  # fmt: skip
        said += ["与得分最高的相比，差距最大的依次是：", *listed(gaps), "。"]
    said += ["逐项对照", see("letter.beside"), "。"]
    table = Table(
        "letter.beside",
        f"{scene.span.told}双对标情况",
        tuple(columns),
        tuple(lines),
        ("名次居中：参加排名的单位按名次排列，取正中一个；双数时取靠前一个。",),
    )
    return [heading(name), paragraph("letter.benchmark", *said), table]


def _earned(row: Row, indicator: str) -> float:
    return next((p["points"] or 0.0 for p in row["components"] if p["indicator"] == indicator), 0.0)
