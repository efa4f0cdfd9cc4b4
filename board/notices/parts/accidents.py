"""事故情况: accidents and deaths of the period and the year against the same months of the year before."""

from __future__ import annotations

from collections.abc import Sequence

from board.notices.content import Block, Cell, Column, Figure, Line, Part, Table
from board.notices.scene import Scene, heading, paragraph
from rules.comparisons import counts_differ
from rules.months import Month

WHAT = (("accidents", "起", "起数"), ("deaths", "人", "死亡人数"))


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs and the table by region; one sentence where no accident ledger came."""
    if _total(scene, "accidents").value is None:
        said = "没有收到事故台账，不作统计。"
        return [heading(name), paragraph("accidents.overall", said, lead="总体情况。")]
    found: list[Block] = [heading(name)]
    if scene.span.covers != "year":
        found.append(period(scene))
    return [*found, year(scene), table(scene)]


def before(scene: Scene) -> list[str]:
    """The same months a year earlier; none where the plan's campaign did not reach that far back."""
    months = [Month.parse(m) + -12 for m in scene.months]
    known = set(scene.board.months)
    is_known = all(str(m) in known and m >= scene.plan.first_month for m in months)
    return [str(m) for m in months] if is_known else []


def _total(scene: Scene, name: str, months: Sequence[str] = (), unit: str = "") -> Figure:
    return scene.count("accidents", name, unit, months=list(months or scene.months), how="sum")


def period(scene: Scene) -> Block:
    """The period's own."""
    now = [_total(scene, name, unit=unit) for name, unit, _word in WHAT]
    then = [_total(scene, name, before(scene), unit) for name, unit, _word in WHAT] if before(scene) else []
    return paragraph("accidents.period", *_told(scene.span.short, now, then), lead="本期情况。")


def year(scene: Scene) -> Block:
    """The year so far."""
    now = [scene.count("accidents", f"{name}_ytd", unit, how="sum") for name, unit, _word in WHAT]
    then = [scene.count("accidents", f"{name}_ytd_before", unit, how="sum") for name, unit, _word in WHAT]
    is_known = all(f.value is not None for f in then)
    when = scene.span.year_so_far
    return paragraph("accidents.year", *_told(when, now, then if is_known else []), lead=f"{when}情况。")


def _told(when: str, now: Sequence[Figure], then: Sequence[Figure]) -> list[Part]:
    parts: list[Part] = [f"{when}没有发生生产安全事故" if not now[0].value else f"{when}发生生产安全事故"]
    if now[0].value:
        parts += [now[0], "，", *(["死亡", now[1]] if now[1].value else ["没有人员死亡"])]
    if not then:
        return [*parts, "。没有可比的上年同期数。"]
    if then[0].value:
        parts += ["，上年同期", then[0], "，", *(["死亡", then[1]] if then[1].value else ["没有人员死亡"])]
    else:
        parts.append("，上年同期没有发生")
    return [*parts, "；", verdict(now, then), "。"]


def verdict(now: Sequence[Figure], then: Sequence[Figure]) -> str:
    """What can be said of the change: only what is more than chance (95 %, exact Poisson)."""
    said = []
    for (_name, _unit, word), after, earlier in zip(WHAT, now, then, strict=True):
        if counts_differ(after.value, earlier.value):
            said.append(f"{word}{'上升' if after.value > earlier.value else '下降'}")
    if not said:
        return "起数和死亡人数的变化都没有超出偶然波动，不作升降判断"
    other = (
        ""
        if len(said) == len(WHAT)
        else f"，{'死亡人数' if said[0].startswith('起数') else '起数'}的变化没有超出偶然波动"
    )
    return f"{'、'.join(said)}，超出偶然波动{other}"


def table(scene: Scene) -> Table:
    """Every region: the period and the year, each with the same months a year earlier."""
    earlier = before(scene)
    is_year = scene.span.covers == "year"
    has_year_before = scene.count("accidents", "accidents_ytd_before", how="sum").value is not None
    groups: list[tuple[str, list[tuple[str, list[str]]]]] = []
    if not is_year:
        groups.append((scene.span.short, [(name, list(scene.months)) for name, *_rest in WHAT]))
        if earlier:
            groups.append(("上年同期", [(name, earlier) for name, *_rest in WHAT]))
    groups.append((scene.span.year_so_far, [(f"{n}_ytd", [scene.month]) for n, *_rest in WHAT]))
    if has_year_before:
        groups.append(
            (
                "上年全年" if scene.month.endswith("-12") else "上年同期累计",
                [(f"{n}_ytd_before", [scene.month]) for n, *_rest in WHAT],
            )
        )
    columns = [Column("region", "地区", width=1.8)]
    fields = []
    for place, (title, members) in enumerate(groups):
        for (name, months), word in zip(members, ("起数", "死亡"), strict=True):
            columns.append(Column(f"{place}.{name}", word, "count", title))
            fields.append((name, months))
    lines = [
        Line((Cell(str(r["region"])), *_cells(scene, fields, region_code=str(r["region_code"]))), str(r["region_code"]))
        for r in scene.rows("accidents")
    ]  # fmt: skip
    lines.append(Line((Cell(scene.plan.whole), *_cells(scene, fields)), is_total=True))
    said: tuple[Part, ...] = (
        f"{scene.span.year_so_far}发生事故", scene.count("accidents", "accidents_ytd", "起", how="sum"),
        "，死亡", scene.count("accidents", "deaths_ytd", "人", how="sum"),
    )  # fmt: skip
    return Table(
        "accidents.table", f"{scene.span.told}生产安全事故情况", tuple(columns), tuple(lines),
        ("单位：起、人。“—”为没有数据。",), said=said,
    )  # fmt: skip


def _cells(scene: Scene, fields: Sequence[tuple[str, list[str]]], **only: str) -> list[Cell]:
    figures = [scene.count("accidents", name, months=months, how="sum", **only) for name, months in fields]
    return [Cell(f.text, f) for f in figures]
