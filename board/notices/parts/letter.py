"""What a letter to one unit says: why, its figures, beside whom it stands, what is asked and by when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from board import texts
from board.notices.content import Block, Cell, Column, Figure, Line, Part, Source, Table
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from board.notices.shown import count
from board.queries_ladder import SLOW, ZERO_PENALTY
from rules.escalation import needed
from rules.months import Month
from rules.notices import ANSWER_DUE, Letter
from rules.plan import LadderStep

MOST_LOST = 3
"""So many parts of the score are named that cost most."""
LEAST = 0.05
"""Points lost below which a part counts as full."""
LEVELS = (("major", "重大"), ("general", "一般"))
WINDOWS = {
    "month": "当月", "month_end": "当月", "quarter_to_date": "本季度以来", "year_to_date": "年初以来",
    "trailing_12": "近12个月", "campaign_to_date": "行动开始以来",
}  # fmt: skip
KINDS = {"region": "地区", "sector": "行业领域", "committee": "专委会"}
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
    """红色, 进展缓慢, 零处罚."""
    return {SLOW: "进展缓慢", ZERO_PENALTY: "零处罚"}.get(trigger) or scene.class_name(trigger)


def why(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """What brought the letter: colour, losses, slow indicators, zero penalties; and by which rule."""
    found = [heading(name), _standing(scene, to), _losses(scene, to)]
    met = {row["trigger"] for row in to.of(scene, "triggers")}
    found += [_slow(scene, to)] if SLOW in met else []
    on_ladder = {trigger for step in scene.plan.ladder for trigger in step.applies_to}
    found += [_zero(scene, to)] if ZERO_PENALTY in met & on_ladder else []
    return [block for block in [*found, _basis(scene, to)] if block is not None]


def _ranking(scene: Scene, to: Addressed) -> Row | None:
    found = to.of(scene, "ranking")
    return found[0] if found and scene.rule is not None else None


def _standing(scene: Scene, to: Addressed) -> Block | None:
    row = _ranking(scene, to)
    if row is None or (row["score"] is None and not row["vetoes"]):
        return None
    parts: list[Part] = [f"截至{scene.span.until}，{to.name}"]
    if row["score"] is not None:
        parts += ["得分", scene.score(to.code, to.by), "分，"]
    colour = scene.written(to.source(scene, "ranking", "colour"), scene.class_name)
    parts += ["列为", colour]
    if row["rank"] is not None:
        ranked = [r["region_code"] for r in scene.rows("ranking", by=to.by) if r["rank"] is not None]
        total = scene.count("ranking", how="count", by=to.by, region_code=ranked)
        place = scene.count("ranking", "rank", by=to.by, region_code=to.code)
        parts += ["，在参加排名的", total, f"个{KINDS[to.by]}中排第", place, "名"]
    own = [r for r in to.of(scene, "triggers") if r["trigger"] == row["colour"]]
    if own and own[0]["months_in_a_row"] > 1:
        parts += [
            f"，自{texts.month(own[0]['since'])}起",
            *_lasting(scene, to, row["colour"]),
            f"列为{colour.text}",
        ]
    for due in to.triggers:
        if due["counted"] != due["trigger"]:
            months = scene.count(
                "escalations", "counted_months", "个月", by=to.by, region_code=to.code, trigger=due["trigger"]
            )
            parts += [f"（{scene.class_name(due['counted'])}或更差已连续", months, "）"]
    if row["vetoes"]:
        titles = "、".join(f"“{v['title']}”" for v in row["vetoes"])
        parts += [f"。因{titles}，按否决项直接列为{colour.text}"]
    return paragraph("letter.standing", *parts, "。", lead="晾晒结果。")


def _lasting(scene: Scene, to: Addressed, trigger: str) -> list[Part]:
    return [
        "连续",
        scene.count("triggers", "months_in_a_row", "个月", by=to.by, region_code=to.code, trigger=trigger),
    ]


def _lost(row: Row) -> list[Row]:
    """Scored parts that lost points, the greatest loss first."""
    parts = [p for p in row["components"] if p["state"] == "scored" and p["weight"] - p["points"] >= LEAST]
    return sorted(parts, key=lambda p: p["points"] - p["weight"])


def _component(
    scene: Scene, to: Addressed, indicator: str, name: str, write: Callable[[Any], str], code: str = ""
) -> Figure:
    source = scene.source("ranking", f"components[{indicator}].{name}", by=to.by, region_code=code or to.code)
    return scene.written(source, write)


def _value(scene: Scene, to: Addressed, part: Row, code: str = "") -> Figure:
    """The value of a part of the score: a share in percent, else a number."""
    if not texts.is_share(scene.plan.indicator(part["indicator"])):
        return _component(scene, to, part["indicator"], "value", _number, code)
    halves = (part["numerator"], part["denominator"])
    return _component(scene, to, part["indicator"], "value", lambda v: texts.rate(v, *halves), code)


def _number(value: float | None) -> str:
    return "—" if value is None else texts.plain(value)


def _points(value: float | None) -> str:
    return texts.points(value)


def _losses(scene: Scene, to: Addressed) -> Block | None:
    row = _ranking(scene, to)
    lost = _lost(row)[:MOST_LOST] if row else []
    if not lost:
        return None
    said: list[list[Part]] = []
    for part in lost:
        one = part["indicator"]
        basis: list[Part] = []
        if part["denominator"] is not None:
            basis = [
                "（", _component(scene, to, one, "numerator", count), "/", _component(scene, to, one, "denominator", count), "）",
            ]  # fmt: skip
        said.append([
            f"{scene.plan.indicator(one).short_title}为", _value(scene, to, part), *basis, "，满分",
            _component(scene, to, one, "weight", _number), "分得", _component(scene, to, one, "points", _points), "分",
        ])  # fmt: skip
    return paragraph(
        "letter.losses",
        "失分最多的依次是：",
        *listed(said, "；"),
        "。",
        see("letter.score", "各项得分见{}。"),
        lead="失分情况。",
    )


def _slow(scene: Scene, to: Addressed) -> Block:
    row = next(r for r in to.of(scene, "triggers") if r["trigger"] == SLOW)
    before = str(Month.parse(scene.month) + -row["compared_months"])
    judged, still, compared = (
        scene.count("triggers", name, unit, by=to.by, region_code=to.code, trigger=SLOW)
        for name, unit in (("judged_count", "项"), ("still_count", "项"), ("compared_months", "个月"))
    )
    said: list[list[Part]] = []
    for one in row["still"]:
        indicator = scene.plan.indicator(one)
        target = next((t.value for t in indicator.targets if t.year == int(scene.month[:4])), None)
        # Quoted, since a title may end with a digit.
        parts: list[Part] = [f"“{indicator.short_title}”"]
        if before in scene.board.months:
            parts += [f"{month_name(before)}末", _rate(scene, to, one, before), "、"]
        parts += [f"{month_name(scene.month)}末", _rate(scene, to, one, scene.month)]
        said.append([*parts, *([f"，本年目标{texts.target(target)}"] if target is not None else [])])
    lasting = _lasting(scene, to, SLOW) if row["months_in_a_row"] > 1 else []
    head: list[Part] = [*lasting, "被判为" if lasting else "本月被判为", "进展缓慢："]
    return paragraph(
        "letter.slow", *head, "与", compared, "前相比，可判断的", judged, "指标中有", still, "停滞，即", *listed(said, "；"), "。",
        lead="推进情况。",
    )  # fmt: skip


def _rate(scene: Scene, to: Addressed, indicator: str, month: str) -> Figure:
    def half(name: str) -> Source:
        return scene.source("indicators", name, month, by=to.by, indicator=indicator, region_code=to.code)

    value = half("value")
    halves = [scene.shown.value(half(name)) for name in ("numerator", "denominator")]
    return scene.written(value, lambda v: texts.rate(v, *halves))


def _zero(scene: Scene, to: Addressed) -> Block:
    made = scene.count("triggers", "inspections", "次", by=to.by, region_code=to.code, trigger=ZERO_PENALTY)
    window = WINDOWS.get(scene.plan.zero_penalty_window, "")
    return paragraph(
        "letter.zero", f"{window}检查", made, "，没有作出一次行政处罚；", "按月看已", *_lasting(scene, to, ZERO_PENALTY), "如此。", lead="执法情况。"
    )  # fmt: skip


def _basis(scene: Scene, to: Addressed) -> Block:
    """The clause, and from how many months on which step is due."""
    ladder = scene.plan.ladder
    said = []
    for trigger in dict.fromkeys(r["counted"] for r in to.triggers):
        steps = [(needed(ladder, s, trigger), s.name) for s in ladder if trigger in s.applies_to]
        told = "，".join(f"{'当月' if n == 1 else f'连续{n}个月'}{name}" for n, name in sorted(steps))
        said.append(f"{trigger_name(scene, trigger)}的，{told}")
    who = "方案规定" if to.step.months_origin == "plan" else "安委会自定"
    return paragraph(
        "letter.basis", f"“{to.step.name}”出自《{scene.plan.text.title}》（{to.step.clause}）。{'；'.join(said)}（连续月数由{who}）。",
        lead="采取措施的依据。",
    )  # fmt: skip


def score(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """The table of the score's parts; nothing where there is none."""
    row = _ranking(scene, to)
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
            _value(scene, to, part), *(_component(scene, to, one, half, count) for half in ("numerator", "denominator")),
            _component(scene, to, one, "weight", _number), _component(scene, to, one, "points", _points),
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


_FLOW = ("opening", "found", "closed", "open_stock", "overdue", "due", "on_time")


def benchmark(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """The unit beside the best one and the one in the middle, part by part; nothing with fewer than three ranked."""
    own = _ranking(scene, to)
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
        weight = _component(scene, to, one, "weight", _number)
        cells = [Cell(scene.plan.indicator(one).short_title), Cell(weight.text, weight)]
        for _head, row in beside:
            code, theirs = (
                str(row["region_code"]),
                next(p for p in row["components"] if p["indicator"] == one),
            )
            figures = (_value(scene, to, theirs, code), _component(scene, to, one, "points", _points, code))
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
    behind = sorted(_lost(own), key=lambda p: p["points"] - _earned(best, p["indicator"]))
    behind = [p for p in behind if _earned(best, p["indicator"]) - p["points"] >= LEAST][:MOST_LOST]
    if behind:
        gaps = [
            [f"{scene.plan.indicator(p['indicator']).short_title}", _component(scene, to, p["indicator"], "points", _points),
             f"分（{best['region']}", _component(scene, to, p["indicator"], "points", _points, str(best["region_code"])), "分）"]
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


def asked(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """What the triggers ask, what the step asks, and by when the answer is due."""
    wanted: list[str] = []
    if to.letter.with_trigger_asks:
        wanted += [one for row in to.triggers for one in scene.notices.asks_of(row["trigger"])]
    wanted += [one for one in to.letter.asks if to.answer_due or ANSWER_DUE not in one]
    sentences = [one.format(**to.words) for one in dict.fromkeys(wanted)]
    found = [paragraph(f"letter.ask.{n}", f"{n}.{text}。") for n, text in enumerate(sentences, start=1)]
    if to.answer_due:
        said = f"请于{day_told(to.answer_due)}前，将整改情况和有关说明书面报{scene.plan.office}（答复期限由安委会自定）。"
        found.append(paragraph("letter.answer", said))
    return [heading(name), *found]


def day_told(day: date) -> str:
    """2026年11月25日."""
    return f"{day.year}年{day.month}月{day.day}日"


PARTS: dict[str, Callable[[Scene, Addressed, str], Sequence[Block]]] = {
    "why": why, "score": score, "benchmark": benchmark, "hazards": hazards, "asked": asked,
}  # fmt: skip
