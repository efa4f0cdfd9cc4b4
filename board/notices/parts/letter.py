"""What a letter to one unit says: why, and what is asked and by when; its figures are in ``letter_figures``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from board import texts
from board.notices.content import Block, Figure, Part, Source
from board.notices.parts import amounts
from board.notices.parts.letter_figures import (
    KINDS,
    MOST_LOST,
    Addressed,
    Row,
    benchmark,
    component,
    hazards,
    lost_parts,
    number,
    points,
    ranking_row,
    score,
    trigger_name,
    worth,
)  # fmt: skip
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from board.notices.shown import count
from board.queries import ALL
from board.queries_ladder import SLOW, ZERO_PENALTY
from rules.escalation import needed
from rules.months import Month
from rules.notices import ANSWER_DUE

WINDOWS = {
    "month": "当月", "month_end": "当月", "quarter_to_date": "本季度以来", "year_to_date": "年初以来",
    "trailing_12": "近12个月", "campaign_to_date": "行动开始以来",
}  # fmt: skip


def why(scene: Scene, to: Addressed, name: str) -> list[Block]:
    """What brought the letter: colour, losses, slow indicators, zero penalties; and by which rule."""
    found = [heading(name), _standing(scene, to), _losses(scene, to)]
    met = {row["trigger"] for row in to.of(scene, "triggers")}
    found += [_slow(scene, to)] if SLOW in met else []
    on_ladder = {trigger for step in scene.plan.ladder for trigger in step.applies_to}
    found += [_zero(scene, to)] if ZERO_PENALTY in met & on_ladder else []
    return [block for block in [*found, _basis(scene, to)] if block is not None]


def _standing(scene: Scene, to: Addressed) -> Block | None:
    row = ranking_row(scene, to)
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


def _losses(scene: Scene, to: Addressed) -> Block | None:
    row = ranking_row(scene, to)
    lost = lost_parts(row)[:MOST_LOST] if row else []
    if not lost:
        return None
    said: list[list[Part]] = []
    for part in lost:
        one = part["indicator"]
        basis: list[Part] = []
        if part["denominator"] is not None:
            basis = [
                "（", component(scene, to, one, "numerator", count), "/", component(scene, to, one, "denominator", count), "）",
            ]  # fmt: skip
        said.append([
            f"{scene.plan.indicator(one).short_title}为", worth(scene, to, part), *basis, "，满分",
            component(scene, to, one, "weight", number), "分得", component(scene, to, one, "points", points), "分",
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
        aim = next((r for r in scene.rows("targets") if _is_of(r, one, int(scene.month[:4]))), None)
        # Quoted, since a title may end with a digit.
        parts: list[Part] = [f"“{indicator.short_title}”"]
        if before in scene.board.months:
            parts += [f"{month_name(before)}末", _rate(scene, to, one, before), "、"]
        parts += [f"{month_name(scene.month)}末", _rate(scene, to, one, scene.month)]
        said.append([*parts, *(["，本年目标", amounts.target(scene, aim)] if aim else [])])
    lasting = _lasting(scene, to, SLOW) if row["months_in_a_row"] > 1 else []
    head: list[Part] = [*lasting, "被判为" if lasting else "本月被判为", "进展缓慢："]
    return paragraph(
        "letter.slow", *head, "与", compared, "前相比，可判断的", judged, "指标中有", still, "停滞，即", *listed(said, "；"), "。",
        lead="推进情况。",
    )  # fmt: skip


def _is_of(row: Row, indicator: str, year: int) -> bool:
    return (row["indicator"], row["year"], row["region_code"]) == (indicator, year, ALL)


def _rate(scene: Scene, to: Addressed, indicator: str, month: str) -> Figure:
    def half(name: str) -> Source:
        return scene.source("indicators", name, month, by=to.by, indicator=indicator, region_code=to.code)

    row = {name: scene.shown.value(half(name)) for name in ("numerator", "denominator")}
    return scene.written(half("value"), lambda v: amounts.amount(scene.plan.indicator(indicator), v, row))


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
    found = paragraph(
        "letter.basis", f"“{to.step.name}”出自《{scene.plan.text.title}》（{to.step.clause}）。{'；'.join(said)}（连续月数由{who}）。",
        lead="采取措施的依据。",
    )  # fmt: skip
    return replace(found, is_fixed=True)


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
