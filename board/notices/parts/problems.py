"""存在的问题: regions in classes that have a consequence with what brought them there, slow progress, no penalties,
reports that are late or missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from board import texts
from board.notices.content import Block, Figure, Paragraph, Part
from board.notices.parts.amounts import amount
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from board.queries_ladder import SLOW, ZERO_PENALTY
from rules.plan import Indicator

MOST_PARTS = 3
"""So many parts of a score that lost points are named."""
LEAST_LOST = 0.05
MOST_STILL = 5
Row = Mapping[str, Any]


def blocks(scene: Scene, name: str) -> list[Block]:
    """A paragraph for each region that a step of the ladder is for, then what else is wrong."""
    found: list[Block] = [*coloured(scene), *slow(scene)]
    found += [p for p in (unpunished(scene), reports(scene), unjudged(scene)) if p is not None]
    if not found:
        said = f"{scene.span.short}没有需要通报的问题。"
        found = [paragraph("problems.none", said)]
    return [heading(name), *found]


def worst_classes(scene: Scene) -> list[tuple[str, str]]:
    """Classes that some step of the ladder is for, the worst first, with their names."""
    named = {trigger for step in scene.plan.ladder for trigger in step.applies_to}
    return [(c.code, c.name) for c in scene.plan.ranking_scale if c.code in named]


def met(scene: Scene, trigger: str) -> list[Row]:
    """Regions that meet a trigger in the closing month, in official order."""
    return [r for r in scene.rows("triggers") if r["trigger"] == trigger]


def coloured(scene: Scene) -> list[Paragraph]:
    """Who is in a class with a consequence, since when, and why."""
    found = []
    for code, name in worst_classes(scene):
        rows = [r for r in scene.rows("ranking") if r["colour"] == code]
        for row in sorted(rows, key=lambda r: (r["rank"] is None, -(r["rank"] or 0))):
            found.append(one(scene, row, name))
    return found


def one(scene: Scene, row: Row, name: str, lead: str = "") -> Paragraph:
    """A region's score, how long it has had its colour, vetoes with their facts, and what cost most points."""
    code = str(row["region_code"])
    parts = [*_score(scene, code, row), *lasting(scene, code, str(row["colour"]), name)]
    for veto in row["vetoes"]:
        parts += ["；因", f"{veto['title']}（", _vetoed(scene, code, veto), f"）定为{name}"]
    lost = losses(row)
    if lost:
        told = [_lost(scene, code, part) for part in lost]
        parts += ["。失分较多的是：", *listed(told, "；")]
    return paragraph(f"problems.region.{code}", *parts, "。", lead=lead or f"{row['region']}为{name}。")


def _score(scene: Scene, code: str, row: Row) -> list[Part]:
    if row["score"] is None:
        return [f"{month_name(scene.month)}不计分"]
    return [f"{month_name(scene.month)}得", scene.score(code), "分"]


def lasting(scene: Scene, code: str, trigger: str, name: str, by: str = "region") -> list[Part]:
    """，自2026年1月起连续9个月为红色. One month alone is no run."""
    row = next(
        (r for r in scene.rows("triggers", by=by) if r["region_code"] == code and r["trigger"] == trigger),
        None,
    )
    if row is None or row["months_in_a_row"] < 2:
        return []
    number = scene.count("triggers", "months_in_a_row", "个月", by=by, region_code=code, trigger=trigger)
    return [f"，自{texts.month(row['since'])}起连续", number, f"为{name}"]


def _vetoed(scene: Scene, code: str, veto: Row) -> Figure:
    rule = scene.rule
    assert rule is not None  # a veto is of a rule
    mart = next((v.count.mart for v in rule.vetoes if v.id == veto["id"]), "")
    unit = "起" if mart.startswith("accident") else "处"
    return scene.count("ranking", f"vetoes[{veto['id']}].count", unit, region_code=code)


def losses(row: Row) -> list[Row]:
    """Parts of the score that lost points, the most first."""
    scored = [
        c for c in row["components"] if c["state"] == "scored" and c["weight"] - c["points"] >= LEAST_LOST
    ]
    return sorted(scored, key=lambda c: c["points"] - c["weight"])[:MOST_PARTS]


def _lost(scene: Scene, code: str, part: Row) -> list[Part]:
    """按期整改率80.0%（4/5），满分30分得21.4分."""
    at = f"components[{part['indicator']}]"
    indicator = scene.plan.indicator(part["indicator"])

    def half(name: str) -> Figure:
        return scene.count("ranking", f"{at}.{name}", region_code=code)

    source = scene.source("ranking", f"{at}.value", region_code=code)
    value = Figure(component_value(indicator, part), part["value"], source)
    said: list[Part] = [indicator.title, value]
    if part["numerator"] is not None and part["denominator"] is not None:
        said += ["（", half("numerator"), "/", half("denominator"), "）"]
    weight = scene.written(scene.source("ranking", f"{at}.weight", region_code=code), texts.plain)
    points = scene.written(scene.source("ranking", f"{at}.points", region_code=code), texts.points)
    return [*said, "，满分", weight, "分得", points, "分"]


def component_value(indicator: Indicator, part: Row) -> str:
    """A component's value in its unit."""
    return amount(indicator, part["value"], {**part, "target": None})


def slow(scene: Scene) -> list[Paragraph]:
    """Who makes slow progress, and which of its indicators stand still."""
    found = []
    for row in met(scene, SLOW):
        code = str(row["region_code"])
        only = {"region_code": code, "trigger": SLOW}
        judged = scene.count("triggers", "judged[]", "项", **only)
        still = scene.count("triggers", "still[]", "项", **only)
        titles = [scene.plan.indicator(i).title for i in row["still"]]
        named = "、".join(titles[:MOST_STILL]) + ("等" if len(titles) > MOST_STILL else "")
        parts: list[Part] = ["可判断的", judged, "指标中", still, f"停滞：{named}"]
        if row["months_in_a_row"] > 1:
            parts += ["；已连续", scene.count("triggers", "months_in_a_row", "个月", **only)]
        found.append(paragraph(f"problems.slow.{code}", *parts, "。", lead=f"{row['region']}进展缓慢。"))
    return found


def unpunished(scene: Scene) -> Block | None:
    """Who inspects and does not fine, and for how many months already."""
    groups: dict[int, list[Row]] = {}
    for row in met(scene, ZERO_PENALTY):
        groups.setdefault(row["months_in_a_row"], []).append(row)
    told: list[list[Part]] = []
    for _months, rows in sorted(groups.items(), reverse=True):
        codes = [str(r["region_code"]) for r in rows]
        number = scene.count(
            "triggers", "months_in_a_row", "个月", how="max", trigger=ZERO_PENALTY, region_code=codes
        )
        names = "、".join(str(r["region"]) for r in rows)
        told.append([f"{names}{'均' if len(rows) > 1 else ''}连续", number])
    if not told:
        return None
    return paragraph(
        "problems.unpunished", *listed(told, "，"), "有执法检查而没有处罚。", lead="只检查不处罚。"
    )


def reports(scene: Scene) -> Block | None:
    """Reports of the period that came late, were changed after their day, or are missing."""
    months = list(scene.months)
    told: list[list[Part]] = []
    for state, word in (("missing", "未报"), ("late", "迟报")):
        group: list[list[Part]] = []
        for region in scene.plan.regions:
            number = scene.count(
                "reporting", how="count", unit="次", months=months, region_code=region.code, state=state
            )
            if number.value:
                group.append([region.name, number] if len(months) > 1 else [region.name])
        if group:
            told.append([f"{word}的有", *listed(group)])
    if not told:
        return None
    return paragraph(
        "problems.reports", f"{scene.span.short}应报送的数据，", *listed(told, "；"), "。", lead="数据报送。"
    )


def unjudged(scene: Scene) -> Block | None:
    """Who has no colour for want of data."""
    told: list[list[Part]] = []
    for state, word in (("no_data", "没有数据"), ("too_few", "样本不足")):
        named = [str(r["region"]) for r in scene.rows("ranking") if r["colour"] == state]
        if named:
            told.append([f"{'、'.join(named)}{word}"])
    if not told:
        return None
    return paragraph("problems.unjudged", *listed(told, "，"), "，不定颜色。", lead="不能评定的地区。")
