"""晾晒情况: how many regions have which colour, who stands first and last, who is red or orange since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from board.notices.content import Block, Cell, Column, Line, Map, Part, Table
from board.notices.parts.maps import ranking_map
from board.notices.parts.problems import worst_classes
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, month_name, paragraph
from rules.months import Month

MOST_NAMES = 4
"""A title names so many; more are counted."""
Row = Mapping[str, Any]
MOST_COLUMNS = 4
"""So many months' colours stand side by side; a longer period shows its quarters' last months."""


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs, the table and the map."""
    found: list[Block] = [heading(name), overall(scene)]
    found += [p for p in (ends(scene),) if p is not None]
    return [*found, table(scene), drawn(scene)]


def overall(scene: Scene) -> Block:
    """How many regions there are of each colour, and who is in one that a step of the ladder is for."""
    rows = scene.rows("ranking")
    total = scene.count("ranking", how="count", unit="个")
    parts: list[Part] = [f"截至{scene.span.until}，", total, "地区中", *listed(_counts(scene))]
    there = {str(r["colour"]) for r in rows}
    lacking = [name for code, name in worst_classes(scene) if code not in there]
    if lacking and there - {"too_few", "no_data"}:
        parts.append(f"，无{'、'.join(lacking)}地区")
    told: list[list[Part]] = []
    for code, name in worst_classes(scene):
        named = [_lasting(scene, r, code) for r in rows if r["colour"] == code]
        if named:
            told.append([*listed(named), f"为{name}"])
    if told:
        parts += ["。", *listed(told, "；")]
    return paragraph(
        "ranking.overall", *parts, "。各地区得分和颜色", see("ranking.table"), see("ranking.map", "，分布见{}"), "。",
        lead="总体情况。",
    )  # fmt: skip


def _lasting(scene: Scene, row: Row, code: str) -> list[Part]:
    """建始县（连续9个月）; the name alone in its first month."""
    only = {"region_code": str(row["region_code"]), "trigger": code}
    found = next((r for r in scene.rows("triggers") if all(r[k] == v for k, v in only.items())), None)
    if found is None or found["months_in_a_row"] < 2:
        return [str(row["region"])]
    return [f"{row['region']}（连续", scene.count("triggers", "months_in_a_row", "个月", **only), "）"]


def _counts(scene: Scene) -> list[list[Part]]:
    """绿色3个: classes from the best to the worst, then the states that there are."""
    codes = [c.code for c in reversed(scene.plan.ranking_scale)]
    there = {str(r["colour"]) for r in scene.rows("ranking")}
    states = sorted(there - set(codes))
    return [
        [scene.class_name(code), scene.count("ranking", how="count", unit="个", colour=code)]
        for code in [*codes, *states]
        if code in there
    ]


def ends(scene: Scene) -> Block | None:
    """Who stands first and last, and how far apart."""
    ranked = sorted((r for r in scene.rows("ranking") if r["rank"] is not None), key=lambda r: r["rank"])
    if len(ranked) < 2 or ranked[0]["score"] is None or ranked[-1]["score"] is None:
        return None
    first, last = (str(r["region_code"]) for r in (ranked[0], ranked[-1]))
    return paragraph(
        "ranking.ends", f"得分最高的是{ranked[0]['region']}，", scene.score(first), "分；最低的是", f"{ranked[-1]['region']}，",
        scene.score(last), "分。", lead="得分高低。",
    )  # fmt: skip


def columns_of(scene: Scene) -> list[str]:
    """Months whose colours the table shows: those of the period, with the month before a single one."""
    months = list(scene.months)
    if len(months) == 1:
        before = str(Month.parse(months[0]) + -1)
        return [before, *months] if before in scene.board.months else months
    if len(months) > MOST_COLUMNS:
        ends = [m for m in months if Month.parse(m).number % 3 == 0]
        months = (ends if months[-1] in ends else [*ends, months[-1]])[-MOST_COLUMNS:]
    return [m for m in months if m in scene.board.months]


def table(scene: Scene) -> Table:
    """Every region by rank: score, colours of the period's months, major hazards open and overdue."""
    months = columns_of(scene)
    columns = [
        Column("rank", "名次", "count", width=0.8), Column("region", "地区", width=1.9),
        Column("score", f"{month_name(scene.month)}得分", "score", width=1.3),
        *(Column(f"colour.{m}", _month_head(months, m), "class", "颜色", 0.9) for m in months),
        Column("open", "未销号", "count", "重大隐患（处）", 1.1), Column("overdue", "逾期", "count", "重大隐患（处）", 1.0),
    ]  # fmt: skip
    lines = []
    ranked = sorted(scene.rows("ranking"), key=lambda r: (r["rank"] is None, r["rank"] or 0))
    for row in ranked:
        code = str(row["region_code"])
        place = scene.written(
            scene.source("ranking", "rank", region_code=code), lambda v: "—" if v is None else f"{v:.0f}"
        )
        hazards = [Cell("未报"), Cell("未报")]
        if code in scene.reported("hazards"):
            counted = [scene.count("hazards", name, region_code=code) for name in ("open_stock", "overdue")]
            hazards = [Cell(f.text, f) for f in counted]
        points = scene.score(code)
        lines.append(
            Line((
                Cell(place.text, place), Cell(str(row["region"])), Cell(points.text, points),
                *(colour_cell(scene, code, m) for m in months), *hazards,
            ), code)
        )  # fmt: skip
    return Table(
        "ranking.table", f"{scene.span.told}各地区晾晒情况", tuple(columns), tuple(lines), tuple(_notes(scene, months)),
        said=_said(scene),
    )  # fmt: skip


def _month_head(months: Sequence[str], month: str) -> str:
    years = {m[:4] for m in months}
    return month_name(month) if len(years) == 1 else f"{month[2:4]}年{month_name(month)}"


def colour_cell(scene: Scene, code: str, month: str) -> Cell:
    """A month's colour as it was published: in its own release where it has one."""
    release = scene.shown.published(month)
    figure = scene.written(
        scene.source("ranking", "colour", month, release=release, region_code=code), scene.class_short
    )
    return Cell(figure.text, figure, str(figure.value))


def _said(scene: Scene) -> tuple[Part, ...]:
    """The finding: who is in the worst classes, else that nobody is."""
    rows = scene.rows("ranking")
    found: list[list[Part]] = []
    for code, said in worst_classes(scene):
        named = [str(r["region"]) for r in rows if r["colour"] == code]
        if len(named) > MOST_NAMES:
            found.append([scene.count("ranking", how="count", unit="个", colour=code), f"地区为{said}"])
        elif named:
            found.append([f"{'、'.join(named)}为{said}"])
    if found:
        return tuple(listed(found, "，"))
    best = [
        [scene.class_name(c.code), scene.count("ranking", how="count", unit="个", colour=c.code)]
        for c in reversed(scene.plan.ranking_scale)
    ]
    return ("没有需要采取措施的颜色：", *listed(best))


def _notes(scene: Scene, months: Sequence[str]) -> list[str]:
    """The breaks of the rule, who set it, and months that were not published by themselves."""
    notes = []
    if scene.rule is not None:
        names = {c.code: c.name for c in scene.plan.ranking_scale}
        vetoed = [f"，{v.title}的为{names[v.code]}" for v in scene.rule.vetoes]
        who = "安委会自定" if scene.rule.origin == "committee" else scene.rule.clause
        notes.append(f"注：{breaks_told(scene)}{''.join(vetoed)}（计分规则{scene.rule.version}，{who}）。")
    own = [m for m in months if scene.shown.published(m) != m]
    if own:
        notes.append(f"{'、'.join(map(month_name, own))}没有单独发布，颜色取自本期发布的数据。")
    unsure = [r for r in scene.rows("ranking") if r["colour"] in ("too_few", "no_data")]
    if unsure:
        notes.append("样本不足和未报的地区不定颜色，不排名次。")
    return notes


def breaks_told(scene: Scene) -> str:
    """90分及以上为绿色，80分及以上、不到90分为蓝色…; empty without a rule."""
    if scene.rule is None:
        return ""
    names = {c.code: c.name for c in scene.plan.ranking_scale}
    said, low = [], None
    for item in scene.rule.breaks:
        name = names[item.code]
        if low is None:
            said.append(f"{item.below:g}分以下为{name}" if item.below is not None else f"均为{name}")
        elif item.below is None:
            said.append(f"{low:g}分及以上为{name}")
        else:
            said.append(f"{low:g}分及以上、不到{item.below:g}分为{name}")
        low = item.below
    return "，".join(reversed(said))


def drawn(scene: Scene) -> Map:
    """The map of the closing month's colours."""
    return ranking_map(scene, _said(scene))
