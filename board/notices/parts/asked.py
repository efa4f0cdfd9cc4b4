"""下一步要求: which step is due to whom and by when, what each of them is asked, what everybody is asked, what falls due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from board.notices.content import Block, Cell, Column, Figure, Line, Paragraph, Part, Table
from board.notices.parts.amounts import BEHIND
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, paragraph
from board.queries import ALL
from board.queries_ladder import SLOW, ZERO_PENALTY
from rules.months import Month
from rules.notices import ANSWER_DUE

Row = Mapping[str, Any]
_WORDS = {SLOW: "进展缓慢", ZERO_PENALTY: "只检查不处罚"}
_ORDINALS = "一二三四五六七八九"


def blocks(scene: Scene, name: str) -> list[Block]:
    """Steps with their table, what each trigger asks, what all are asked, what falls due next."""
    rows = scene.rows("escalations")
    found: list[Block] = [heading(name)]
    if rows:
        found += [steps(scene, rows), table(scene, rows), *by_trigger(scene, rows)]
    found += [p for p in (of_all(scene), coming(scene)) if p is not None]
    if len(found) == 1:
        found.append(paragraph("asked.none", "各地区继续按方案推进各项任务。"))
    return found


def trigger_name(scene: Scene, trigger: str) -> str:
    """红色, 进展缓慢, 只检查不处罚."""
    return _WORDS.get(trigger) or scene.class_name(trigger)


def steps(scene: Scene, rows: Sequence[Row]) -> Paragraph:
    """Which steps are due to how many: the strongest first."""
    order = list(dict.fromkeys(str(r["step"]) for r in rows))
    told: list[list[Part]] = []
    for step in order:
        mine = [r for r in rows if r["step"] == step]
        names = "、".join(dict.fromkeys(str(r["region"]) for r in mine))
        told.append([f"对{names}采取“{mine[0]['step_title']}”措施"])
    parts = ["按照方案规定的措施，", *listed(told, "；"), "。依据和期限", see("asked.table"), "。"]
    if any(r["answer_days"] for r in rows):
        parts.append("有答复期限的，按期书面报告整改情况。")
    return paragraph("asked.steps", *parts, lead="采取的措施。")


def answer_due(scene: Scene, days: int | None) -> date | None:
    """The last day for an answer, counted from the paper's day; None where the plan gives none."""
    return scene.paper_day + timedelta(days=days) if days else None


def day_words(day: date) -> str:
    """2026年12月7日."""
    return f"{day.year}年{day.month}月{day.day}日"


def table(scene: Scene, rows: Sequence[Row]) -> Table:
    """Who, why, for how long, which step by which clause, by when."""
    columns = (
        Column("region", "地区", width=1.8), Column("trigger", "情形", width=1.6), Column("months", "连续（月）", "count", width=1.0),
        Column("step", "措施", width=1.6), Column("clause", "依据", width=1.5), Column("due", "答复期限", width=2.1),
    )  # fmt: skip
    lines = []
    for row in rows:
        only = {"region_code": str(row["region_code"]), "trigger": row["trigger"]}
        months = scene.count("escalations", "months_in_a_row", **only)
        step = Figure(
            str(row["step_title"]), row["step_title"], scene.source("escalations", "step_title", **only)
        )
        day = answer_due(scene, row["answer_days"])
        is_class = row["trigger"] not in _WORDS
        lines.append(
            Line((
                Cell(str(row["region"])),
                Cell(trigger_name(scene, row["trigger"]), shade=str(row["trigger"]) if is_class else ""),
                Cell(months.text, months), Cell(step.text, step), Cell(str(row["clause"])),
                Cell(day_words(day) if day else "—"),
            ), str(row["region_code"]))
        )  # fmt: skip
    units = len({r["region_code"] for r in rows})
    said = scene.count("escalations", how="count", unit="项")
    notes = "连续几个月采取哪项措施、几天内答复，方案没有写的由安委会自定。"
    if any(r["answer_days"] for r in rows):
        notes += f"答复期限从{day_words(scene.paper_day)}起算；“—”为不要求答复。"
    who = "、".join(dict.fromkeys(str(r["region"]) for r in rows)) if units <= 4 else "有关地区"
    return Table(
        "asked.table", f"{scene.month[:4]}年{int(scene.month[5:])}月应采取的措施", columns, tuple(lines), (notes,),
        said=(f"对{who}采取", said, "措施"),
    )  # fmt: skip


def by_trigger(scene: Scene, rows: Sequence[Row]) -> list[Paragraph]:
    """What the plan asks of those who meet each trigger, in the wording of ``notices.yml``."""
    found = []
    for trigger in dict.fromkeys(str(r["trigger"]) for r in rows):
        mine = [r for r in rows if r["trigger"] == trigger]
        days = any(r["answer_days"] for r in mine)
        asks = [a for a in scene.notices.asks_of(trigger) if days or ANSWER_DUE not in a]
        if not asks:
            continue
        names = "、".join(str(r["region"]) for r in mine)
        name = trigger_name(scene, trigger)
        said = f"{names}要{enumerated([filled(scene, a, mine) for a in asks])}。"
        lead = f"{name}地区。" if trigger not in _WORDS else f"{name}的地区。"
        found.append(paragraph(f"asked.trigger.{trigger}", said, lead=lead))
    return found


def filled(scene: Scene, text: str, rows: Sequence[Row] = ()) -> str:
    """A text of ``notices.yml`` with its places filled in."""
    from board.notices.paper import fillings

    days = [r["answer_days"] for r in rows if r["answer_days"]]
    day = answer_due(scene, min(days) if days else None)
    more = {
        "unit": "、".join(dict.fromkeys(str(r["region"]) for r in rows)),
        **({ANSWER_DUE: day_words(day)} if day else {}),
    }
    return text.format_map(fillings(scene) | more).rstrip("。；")


def enumerated(texts_: Sequence[str]) -> str:
    """：一是…；二是…; one alone as it is."""
    if len(texts_) == 1:
        return texts_[0]
    return "：" + "；".join(f"{_ORDINALS[n]}是{t}" if n < len(_ORDINALS) else t for n, t in enumerate(texts_))


def of_all(scene: Scene) -> Paragraph | None:
    """What everybody is asked."""
    asks = [filled(scene, a) for a in scene.notices.asked_of_all if ANSWER_DUE not in a]
    if not asks:
        return None
    return paragraph("asked.all", f"各地区要{enumerated(asks)}。", lead="共同要求。")


def coming(scene: Scene) -> Paragraph | None:
    """Targets whose day comes within the next period and that are not met."""
    last = Month.parse(scene.month)
    until = (last + {"month": 1, "quarter": 3}.get(scene.span.covers, 12)).last_day
    days = sorted(
        {
            r["due"] for r in scene.rows("targets")
            if r["region_code"] == ALL and last.last_day < date.fromisoformat(r["due"]) <= until
        }
    )  # fmt: skip
    told: list[list[Part]] = []
    for day in days:
        only = {"due": day, "region_code": ALL, "year": int(day[:4])}
        group: list[Part] = [
            f"{day_words(date.fromisoformat(day))}到期的目标",
            scene.count("targets", how="count", unit="项", **only),
        ]
        late = scene.count("targets", how="count", unit="项", status=BEHIND, **only)
        unknown = scene.count("targets", how="count", unit="项", status="no_data", **only)
        group += ["，其中进度滞后", late] if late.value else []
        group += ["，没有数据", unknown] if unknown.value else []
        told.append(group)
    if not told:
        return None
    return paragraph(
        "asked.coming", *listed(told, "；"), "，有关地区和部门要按期完成。", lead="将到期的目标。"
    )
