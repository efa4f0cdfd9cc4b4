"""The summary of a dated phase: its tasks, how they stand, what remains, and when its reports are due (阶段总结)."""

from __future__ import annotations

from datetime import date

from board.notices.content import Block, Cell, Column, Line, Part, Table
from board.notices.parts.tasks_by_office import COLUMNS, LIST_NOTE, counted, task_line
from board.notices.references import see
from board.notices.scene import Scene, heading, paragraph
from board.notices.shown import Rows
from rules.months import Month
from rules.programme import Phase, Report

LEFT = ("overdue", "no_data", "missed", "due_soon", "open")
"""States in which a task of the phase remains to be done."""

_COLUMNS = tuple(Column("owner", "责任单位", width=c.width) if c.key == "others" else c for c in COLUMNS)
"""All offices of a task together, since the list is not by office."""


def blocks(scene: Scene, name: str) -> list[Block]:
    """The phase, its tasks, what remains of them, its reports."""
    phase = phase_of(scene)
    if phase is None:
        return [heading(name), paragraph("phase.none", f"{scene.span.told}不在方案的任何阶段里。")]
    once, again = tasks_of(scene, phase)
    found: list[Block] = [heading(name), _dates(scene, phase), _once(scene, once), _again(scene, again)]
    left = [r for r in once if r["status"] in LEFT]
    found.append(_left(scene, left))
    if left:
        found.append(_table(scene, left))
    return [*found, *_reports(scene, phase)]


def annex(scene: Scene, name: str) -> list[Block]:
    """Every task that fell due in the phase."""
    phase = phase_of(scene)
    once = tasks_of(scene, phase)[0] if phase else []
    if not once or phase is None:
        return [paragraph("phase.tasks.none", "本阶段没有到期任务。")]
    return [
        Table(
            "phase.tasks",
            f"{phase.title}阶段到期任务（{len(once)}项）",
            _COLUMNS,
            _lines(scene, once),
            LIST_NOTE,
        )
    ]


def phase_of(scene: Scene) -> Phase | None:
    """The phase that the closing month lies in, the first where several run side by side."""
    month = Month.parse(scene.month)
    return next(
        (p for p in scene.plan.programme.phases if Month.of(p.starts) <= month <= Month.of(p.ends)), None
    )


def tasks_of(scene: Scene, phase: Phase) -> tuple[Rows, Rows]:
    """Tasks to be done once that fall due in the phase, and those done again and again while it runs."""
    rows = scene.rows("tasks")
    begins = {t.id: t.starts or scene.plan.first_month.first_day for t in scene.plan.programme.tasks}
    once = [
        r for r in rows
        if r["cadence"] == "once" and r["due_date"] and phase.starts <= date.fromisoformat(r["due_date"]) <= phase.ends
    ]  # fmt: skip
    again = [r for r in rows if r["cadence"] != "once" and begins[r["task_id"]] <= phase.ends]
    return once, again


def told(day: date) -> str:
    """2025年12月15日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _dates(scene: Scene, phase: Phase) -> Block:
    until = Month.parse(scene.month).last_day
    stands = "本阶段已经结束" if until >= phase.ends else "本阶段尚未结束"
    who = "，起止日由安委会自定" if phase.origin == "committee" else ""
    return paragraph(
        "phase.dates", f"{phase.title}阶段自{told(phase.starts)}至{told(phase.ends)}（{phase.clause}{who}）；数据截至{told(until)}，{stands}。",
        lead="起止时间。",
    )  # fmt: skip


def _once(scene: Scene, rows: Rows) -> Block:
    if not rows:
        return paragraph("phase.once", "没有在本阶段内到期的任务。", lead="到期任务。")
    parts: list[Part] = [
        "期限在本阶段内的任务", counted(scene, rows), "项，已完成", counted(scene, rows, "done", "done_late"), "项，其中超期完成",
        counted(scene, rows, "done_late"), "项；到期未完成", counted(scene, rows, "overdue", "missed"), "项，未报",
        counted(scene, rows, "no_data"), "项，其余期限未过。" if any(r["status"] in ("due_soon", "open") for r in rows) else "项。",
    ]  # fmt: skip
    return paragraph("phase.once", *parts, lead="到期任务。")


def _again(scene: Scene, rows: Rows) -> Block:
    if not rows:
        return paragraph("phase.again", "没有反复做或长期坚持的任务。", lead="经常性任务。")
    parts: list[Part] = [
        "反复做和长期坚持的任务", counted(scene, rows), "项，本期已完成", counted(scene, rows, "done", "done_late"), "项，到期未完成",
        counted(scene, rows, "overdue", "missed"), "项，未报", counted(scene, rows, "no_data"), "项，长期坚持",
        counted(scene, rows, "ongoing"), "项。",
    ]  # fmt: skip
    return paragraph("phase.again", *parts, lead="经常性任务。")


def _left(scene: Scene, rows: Rows) -> Block:
    if not rows:
        return paragraph("phase.left", "期限在本阶段内的任务都已完成，没有结转。", lead="尚待完成。")
    return paragraph(
        "phase.left",
        "期限在本阶段内、尚未完成的任务有",
        counted(scene, rows),
        "项，",
        see("phase.left", "见{}，"),
        "转入下一步继续推进。",
        lead="尚待完成。",
    )


def _lines(scene: Scene, rows: Rows) -> tuple[Line, ...]:
    """Tasks with all their offices, since the list is not by office."""
    found = []
    for row in rows:
        line = task_line(scene, row, "")
        found.append(Line((*line.cells[:2], Cell(str(row["owner"])), *line.cells[3:]), line.unit))
    return tuple(found)


def _table(scene: Scene, rows: Rows) -> Table:
    return Table(
        "phase.left",
        "本阶段尚待完成的任务",
        _COLUMNS,
        _lines(scene, rows),
        LIST_NOTE,
        said=("本阶段尚待完成的任务", counted(scene, rows), "项"),
    )


def _reports(scene: Scene, phase: Phase) -> list[Block]:
    """The papers owed on fixed days: which is this phase's, and when the others are due."""
    owed = [r for r in scene.plan.programme.reports if r.cadence == "once" and not r.tables]
    if not owed:
        return []
    parts: list[Part] = []
    for report in sorted(owed, key=lambda r: min(r.dates)):
        own = any(phase.starts <= d <= phase.ends for d in report.dates)
        parts.append(("；" if parts else "") + _owed(report, own))
    early = [d for r in owed for d in r.dates if phase.starts <= d < phase.ends]
    more = "。本阶段的总结在阶段结束前报送，数据用报送时最近一个月的。" if early else "。"
    return [paragraph("phase.reports", *parts, more, lead="总结报送。")]


def _owed(report: Report, is_own: bool) -> str:
    days = "、".join(told(d) for d in report.dates)
    who = "，由安委会自定" if report.origin == "committee" else ""
    return f"{report.title}{'（本阶段）' if is_own else ''}应于{days}前报送（{report.clause}{who}）"
