"""What the plan was to reach year by year, and what each closed year came to (年度目标)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from board import texts
from board.notices.content import Block, Cell, Column, Figure, Line, Part, Table
from board.notices.scene import Scene, heading, listed, paragraph
from board.notices.shown import count
from rules.goals import deadline
from rules.notices import PaperSection
from rules.plan import Indicator, Target

STATUS = {"met": "已达到", "missed": "未达到", "on_course": "进度正常", "behind": "进度滞后", "no_data": "没有数据"}
ALL = "*"


def blocks(scene: Scene, name: str) -> list[Block]:
    """A sentence a year and the table of all years."""
    wanted = goals(scene)
    if not wanted:
        return [heading(name), paragraph("goals.none", "方案没有列出年度目标。")]
    return [heading(name), *_years(scene, wanted), table(scene, wanted)]


def goals(scene: Scene) -> list[tuple[Indicator, Target]]:
    """Targets of the indicators that the section names, else of all; by year, in the plan's order."""
    section = scene.kept.get("section.goals_by_year")
    named = section.indicators if isinstance(section, PaperSection) else []
    chosen = [i for i in scene.plan.indicators if not named or i.id in named]
    found = [(i, t) for i in chosen for t in i.targets]
    return sorted(found, key=lambda pair: pair[1].year)


def _years(scene: Scene, wanted: Sequence[tuple[Indicator, Target]]) -> list[Block]:
    found: list[Block] = []
    for year in sorted({t.year for _i, t in wanted}):
        of_year = [(i, t) for i, t in wanted if t.year == year]
        if year > int(scene.month[:4]):
            said = "；".join(f"{i.title}{_aim(i, t)}" for i, t in of_year)
            found.append(paragraph(f"goals.{year}", f"{said}，尚未到期。", lead=f"{year}年目标。"))
            continue
        groups = [_told(scene, i, t) for i, t in of_year]
        found.append(paragraph(f"goals.{year}", *listed(groups, "；"), "。", lead=f"{year}年目标。"))
    return found


def _aim(indicator: Indicator, target: Target) -> str:
    """不低于95%, 不超过2%, 为0起."""
    if target.value == 0 and indicator.direction == "down":
        return f"为{_written(indicator, target.value)}"
    word = "不超过" if indicator.direction == "down" else "不低于"
    return f"{word}{_written(indicator, target.value)}"


def _written(indicator: Indicator, value: float | None) -> str:
    if texts.is_share(indicator):
        return texts.target(value)
    return "—" if value is None else f"{count(value)}{indicator.unit}"


def _told(scene: Scene, indicator: Indicator, target: Target) -> list[Part]:
    value = _value(scene, indicator, target)
    if value.value is None:
        return [f"{indicator.title}目标{_aim(indicator, target)}，没有数据"]
    basis: list[Part] = []
    if texts.is_share(indicator):
        basis = ["（", _figure(scene, indicator, target, "numerator"), "/", _figure(scene, indicator, target, "denominator"), "）"]
    state = scene.written(_source(scene, indicator, target, "status"), lambda v: STATUS.get(v, v))
    return [f"{indicator.title}", value, *basis, f"，目标{_aim(indicator, target)}，", state]


def _source(scene: Scene, indicator: Indicator, target: Target, name: str) -> Any:
    return scene.source("targets", name, indicator=indicator.id, year=target.year, region_code=ALL)


def _figure(scene: Scene, indicator: Indicator, target: Target, name: str) -> Figure:
    return scene.written(_source(scene, indicator, target, name), count)


def _value(scene: Scene, indicator: Indicator, target: Target) -> Figure:
    source = _source(scene, indicator, target, "value")
    if not texts.is_share(indicator):
        return scene.written(source, lambda v: "—" if v is None else f"{count(v)}{indicator.unit}")
    halves = [scene.shown.value(_source(scene, indicator, target, name)) for name in ("numerator", "denominator")]
    return scene.written(source, lambda v: texts.rate(v, *halves))


def table(scene: Scene, wanted: Sequence[tuple[Indicator, Target]]) -> Table:
    """Every year's targets: value, basis, state, day and clause."""
    columns = (
        Column("year", "年度", width=0.8), Column("title", "目标", width=3.0), Column("target", "目标值", width=1.1),
        Column("value", "实际", "rate", width=1.0), Column("due", "期限", "date", width=1.5), Column("state", "状态", width=1.2),
        Column("clause", "依据", width=1.5),
    )  # fmt: skip
    lines, met = [], []
    for indicator, target in wanted:
        head = (Cell(str(target.year)), Cell(indicator.title), Cell(_written(indicator, target.value)))
        who = "，门槛自定" if target.origin == "committee" else ""
        last = Cell(f"{target.clause}{who}")
        day = Cell(str(deadline(target, scene.plan)))
        if target.year > int(scene.month[:4]):
            lines.append(Line((*head, Cell("—"), day, Cell("未到期"), last)))
            continue
        value = _value(scene, indicator, target)
        state = scene.written(_source(scene, indicator, target, "status"), lambda v: STATUS.get(v, v))
        met += [state] if state.value == "met" else []
        lines.append(Line((*head, Cell(value.text, value), day, Cell(state.text, state), last)))
    notes = ("“门槛自定”：方案写的是文字目标或没有写数，门槛由安委会自定。往年的数为到期当月末的数。",)
    known = [line for line in lines if line.cells[5].figure is not None]
    said = (f"已到期和本年的{len(known)}项目标中{len(met)}项已达到",) if known else ()
    return Table("goals.table", f"{scene.plan.whole}分年目标完成情况", columns, tuple(lines), notes, said=said)
