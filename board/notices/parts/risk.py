"""风险管控情况: risk classes of the regions, risk points, and how the major ones are taken care of; map and table."""

from __future__ import annotations

from board.notices.content import Block, Cell, Column, Figure, Line, Part, Table
from board.notices.parts.maps import risk_map
from board.notices.parts.ranking import MOST_NAMES
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, paragraph
from rules.months import Month

STATES = ("too_few", "no_data")
RATES = (("filed", "建档率"), ("labelled", "标识率"), ("controlled", "管控到位率"))


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs, table and map; one sentence where no risk point is known."""
    if not scene.count("risk", "points", how="sum").value:
        said = f"截至{scene.span.until}没有收到风险点数据。"
        return [heading(name), paragraph("risk.overall", said, lead="区域风险。")]
    return [heading(name), overall(scene), points(scene), table(scene), risk_map(scene, _said(scene))]


def overall(scene: Scene) -> Block:
    """How many regions have which class, and who the worst two."""
    rows = scene.rows("risk")
    there = {str(r["risk_class"]) for r in rows}
    scale = [c.code for c in scene.plan.risk_scale]
    order = [
        *sorted((c for c in scale if c in there), key=scale.index, reverse=_worst_last(scene)),
        *(c for c in STATES if c in there),
    ]
    told = []
    for code in order:
        group: list[Part] = [
            _class(scene, code),
            scene.count("risk", how="count", unit="个", risk_class=code),
        ]
        if code in _named(scene):
            group += [f"（{'、'.join(str(r['region']) for r in rows if r['risk_class'] == code)}）"]
        told.append(group)
    return paragraph(
        "risk.overall", f"截至{scene.span.until}，按区域安全风险分，", scene.count("risk", how="count", unit="个"), "地区中",
        *listed(told), "。分布", see("risk.map"), "。", lead="区域风险。",
    )  # fmt: skip


def _worst_last(scene: Scene) -> bool:
    """Whether the plan's risk scale runs from the lowest risk to the highest."""
    rule = scene.plan.risk_rule(Month.parse(scene.month))
    scale = [c.code for c in scene.plan.risk_scale]
    return rule is not None and scale.index(rule.breaks[-1].code) > 0


def _named(scene: Scene) -> tuple[str, ...]:
    """The two worst classes, whose regions are named."""
    rule = scene.plan.risk_rule(Month.parse(scene.month))
    return tuple(b.code for b in rule.breaks[-2:]) if rule else ()


def _class(scene: Scene, code: str) -> str:
    return next((c.name for c in scene.plan.risk_scale if c.code == code), scene.class_name(code))


def points(scene: Scene) -> Block:
    """Risk points in force, the major ones, and the shares of these that are filed, labelled and controlled."""
    major = scene.count("risk", "points_major", "处", how="sum")
    parts: list[Part] = ["在册风险点", scene.count("risk", "points", "处", how="sum")]
    if not major.value:
        return paragraph("risk.points", *parts, "，没有重大风险点。", lead="风险点管控。")
    rates = [[f"{name}", scene.rate("risk", field, per="points_major")] for field, name in RATES]
    parts += ["，其中重大风险点", major, "，", *listed(rates)]
    low = sorted(
        (r for r in scene.rows("risk") if r["controlled_rate"] is not None and r["controlled_rate"] < 1),
        key=lambda r: r["controlled_rate"],
    )
    if low:
        lowest = [r for r in low if r["controlled_rate"] == low[0]["controlled_rate"]]
        code = str(lowest[0]["region_code"])
        rate = scene.rate("risk", "controlled", per="points_major", region_code=code)
        names = "、".join(str(r["region"]) for r in lowest)
        parts += [f"；管控到位率最低的是{names}，{'均' if len(lowest) > 1 else ''}为", rate]
    return paragraph("risk.points", *parts, "。", lead="风险点管控。")


def table(scene: Scene) -> Table:
    """Class, points by class and the three shares of every region."""
    rows = scene.rows("risk")
    rule = scene.plan.risk_rule(Month.parse(scene.month))
    codes = [c for c in scene.plan.risk_scale if rows and f"points_{c.code}" in rows[0]]
    codes.sort(key=lambda c: -(rule.severity.get(c.code, 0) if rule else 0))
    columns = [
        Column("region", "地区", width=1.9), Column("class", "等级", "class", width=1.5),
        *(Column(f"points.{c.code}", c.short, "count", "风险点（处）", 0.9) for c in codes),
        *(Column(field, name.removesuffix("率").replace("到位", ""), "rate", "重大风险点（率）", 1.2) for field, name in RATES),
    ]  # fmt: skip
    lines = []
    for row in rows:
        code = str(row["region_code"])
        source = scene.source("risk", "risk_class", region_code=code)
        named = Figure(_short(scene, str(row["risk_class"])), row["risk_class"], source)
        cells = [Cell(str(row["region"])), Cell(named.text, named, str(row["risk_class"]))]
        lines.append(Line((*cells, *_figures(scene, [c.code for c in codes], region_code=code)), code))
    lines.append(
        Line((Cell(scene.plan.whole), Cell("—"), *_figures(scene, [c.code for c in codes])), is_total=True)
    )
    return Table(
        "risk.table", f"{scene.month[:4]}年{int(scene.month[5:])}月各地区风险管控情况", tuple(columns), tuple(lines),
        (_note(scene),), said=_said(scene),
    )  # fmt: skip


def _short(scene: Scene, code: str) -> str:
    """红; the state's name for a state."""
    return next((c.short for c in scene.plan.risk_scale if c.code == code), scene.class_name(code))


def _figures(scene: Scene, codes: list[str], **only: str) -> list[Cell]:
    found = [scene.count("risk", f"points_{c}", how="sum", **only) for c in codes]
    found += [scene.rate("risk", field, per="points_major", **only) for field, _name in RATES]
    return [Cell(f.text, f) for f in found]


def _note(scene: Scene) -> str:
    rule = scene.plan.risk_rule(Month.parse(scene.month))
    if rule is None:
        return "当月没有区域风险规则，不定等级。"
    who = "安委会自定" if rule.origin == "committee" else rule.clause
    return f"等级按在用风险点严重程度的平均数划分（{who}，规则{rule.version}）；“—”为没有重大风险点。"


def _said(scene: Scene) -> tuple[Part, ...]:
    rows = scene.rows("risk")
    worst = _named(scene)[-1:]
    named = [str(r["region"]) for r in rows if r["risk_class"] in worst]
    if len(named) > MOST_NAMES:
        number = scene.count("risk", how="count", unit="个", risk_class=worst[0])
        return (number, f"地区为{_class(scene, worst[0])}")
    if named:
        return (f"{'、'.join(named)}为{_class(scene, worst[0])}",)
    return (f"没有{_class(scene, worst[0])}地区" if worst else "各地区没有定等级",)
