"""What the plan was to reach year by year, and what each closed year came to (年度目标)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from board import texts
from board.notices.content import Block, Cell, Column, Figure, Line, Part, Table
from board.notices.parts import amounts
from board.notices.parts.amounts import Row
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, paragraph
from board.notices.shown import count
from board.queries import ALL
from rules.goals import deadline
from rules.notices import PaperSection
from rules.plan import Indicator, Target

Goal = tuple[Indicator, Target]


def blocks(scene: Scene, name: str) -> list[Block]:
    """A sentence a year and the table of all years."""
    wanted = goals(scene)
    if not wanted:
        return [heading(name), paragraph("goals.none", "方案没有列出年度目标。")]
    return [heading(name), *_years(scene, wanted), table(scene, wanted)]


def goals(scene: Scene) -> list[Goal]:
    """Targets of the indicators that the section names, else of all; by year, in the plan's order."""
    section = scene.kept.get("section.goals_by_year")
    named = section.indicators if isinstance(section, PaperSection) else []
    chosen = [i for i in scene.plan.indicators if not named or i.id in named]
    found = [(i, t) for i in chosen for t in i.targets]
    return sorted(found, key=lambda pair: pair[1].year)


def _row(scene: Scene, goal: Goal) -> Row | None:
    """The whole's row of ``show targets``; None for a year that has not come."""
    indicator, target = goal
    return next(
        (
            r for r in scene.rows("targets")
            if (r["indicator"], r["year"], r["region_code"]) == (indicator.id, target.year, ALL)
        ),
        None,
    )  # fmt: skip


def _years(scene: Scene, wanted: Sequence[Goal]) -> list[Block]:
    found: list[Block] = []
    for year in sorted({t.year for _i, t in wanted}):
        of_year = [goal for goal in wanted if goal[1].year == year]
        known = [(goal, row) for goal in of_year if (row := _row(scene, goal)) is not None]
        lead = f"{year}年目标。"
        if not known:
            said = "；".join(f"{i.title}{_aim(i, t)}" for i, t in of_year)
            ahead = paragraph(f"goals.{year}", f"{said}；尚未到期。", lead=lead)
            found.append(
                replace(ahead, is_fixed=True)
            )  # the plan's own words: there is nothing to report yet
            continue
        groups = [_told(scene, goal[0], row) for goal, row in known]
        found.append(paragraph(f"goals.{year}", *listed(groups, "；"), "。", lead=lead))
    found.append(paragraph("goals.see", "各年目标和完成情况", see("goals.table"), "。"))
    return found


def _aim(indicator: Indicator, target: Target) -> str:
    """不低于95%, 不超过2%, 0起: a target that has not come yet."""
    if indicator.kind == "fall":
        amount = "下降" if target.value == 0 else amounts.change(target.value)
    elif texts.is_share(indicator):
        amount = texts.target(target.value)
    else:
        amount = amounts.amount(indicator, target.value)
    return f"{amounts.bound(indicator, target.value)}{amount}"


def _told(scene: Scene, indicator: Indicator, row: Row) -> list[Part]:
    aim: list[Part] = [f"，目标{amounts.bound(indicator, row['target'])}", amounts.target(scene, row), "，"]
    if row["value"] is None:
        return [indicator.title, *aim, "没有数据"]
    basis = amounts.both_years(scene, row)
    if texts.is_share(indicator) and row["denominator"] is not None:
        basis = ["（", *_halves(scene, row), "）"]
    return [indicator.title, amounts.value(scene, row), *basis, *aim, amounts.status(scene, row)]


def _halves(scene: Scene, row: Row) -> list[Part]:
    top, under = (amounts.figure(scene, row, name, count) for name in ("numerator", "denominator"))
    return [top, "/", under]


def table(scene: Scene, wanted: Sequence[Goal]) -> Table:
    """Every year's targets: value, state, day and clause."""
    columns = (
        Column("year", "年度", width=0.8), Column("title", "目标", width=3.0), Column("target", "目标值", "rate", width=1.2),
        Column("value", "实际", "rate", width=1.1), Column("due", "期限", "date", width=1.5), Column("state", "状态", width=1.2),
        Column("clause", "依据", width=1.5),
    )  # fmt: skip
    lines = [_line(scene, goal) for goal in wanted]
    notes = (
        "“门槛自定”：方案写的是文字目标或没有写数，门槛由安委会自定。实际为到期当月末的数，未到期的为本月末的数。",
    )
    only = {
        "year": sorted({t.year for _i, t in wanted}),
        "indicator": [i.id for i, _t in wanted],
        "region_code": ALL,
    }
    met = scene.count("targets", how="count", status="met", **only)
    said = ("列出的", scene.count("targets", how="count", **only), "项到期和本年目标中，", met, "项已达到")
    return Table(
        "goals.table", f"{scene.plan.whole}分年目标完成情况", columns, tuple(lines), notes, said=said
    )


def _line(scene: Scene, goal: Goal) -> Line:
    indicator, target = goal
    who = "，门槛自定" if target.origin == "committee" else ""
    head, last = (Cell(str(target.year)), Cell(indicator.title)), Cell(f"{target.clause}{who}")
    day, row = Cell(str(deadline(target, scene.plan))), _row(scene, goal)
    if row is None:
        return Line((*head, Cell(_aim(indicator, target)), Cell("—"), day, Cell("未到期"), last))
    aim, value, state = amounts.target(scene, row), amounts.value(scene, row), amounts.status(scene, row)
    bound = amounts.sign(indicator, row["target"])
    aim = Figure(f"{bound}{aim.text}", aim.value, aim.source)
    return Line((*head, Cell(aim.text, aim), Cell(value.text, value), day, Cell(state.text, state), last))
