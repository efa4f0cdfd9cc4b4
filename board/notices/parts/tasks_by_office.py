"""The task list by responsible office (任务清单按责任单位): how many each office has done, and each task with its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from board.charts.tasks_text import STATUS
from board.notices.content import Block, Cell, Column, Figure, Line, Part, Table
from board.notices.scene import Scene, heading, listed, paragraph
from board.notices.shown import Rows

COUNTED = (
    ("done", "已完成"), ("done_late", "逾期完成"), ("overdue", "逾期"), ("no_data", "未报"), ("due_soon", "临期"),
    ("open", "未到期"),
)  # fmt: skip
"""States that are counted side by side."""
OWED = ("overdue", "no_data", "missed")
"""States in which an office owes something."""


_IN_TEXT: dict[str, str] = {**STATUS, "overdue": "到期未完成", "done_late": "超期完成"}
"""States in sentences, where 逾期 is a term of hazards."""
LIST_NOTE = ("“完成”为已报地区的平均进度；各地区都已完成的，状态才是已完成。",)


def blocks(scene: Scene, name: str) -> list[Block]:
    """How the tasks stand, by office; the offices that owe something are named."""
    rows = scene.rows("tasks")
    if not rows:
        return [heading(name), paragraph("offices.none", "方案没有列出任务清单。")]
    return [heading(name), overall(scene, rows), *_owed(scene, rows), table(scene, rows)]


def annex(scene: Scene, name: str) -> list[Block]:
    """A table of each office with all its tasks."""
    return [
        _list(scene, office, rows, n)
        for n, (office, rows) in enumerate(by_office(scene.rows("tasks")), start=1)
    ]


def by_office(rows: Rows) -> list[tuple[str, Rows]]:
    """Leading offices in the order of the list, each with its tasks."""
    found: dict[str, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(str(row["office"]), []).append(row)
    return list(found.items())


def counted(scene: Scene, rows: Rows, *status: str) -> Figure:
    """How many of these tasks are in one of these states; all of them where none is named."""
    only: dict[str, Any] = {"status": list(status)} if status else {}
    return scene.count("tasks", how="count", task_id=[r["task_id"] for r in rows], **only)


def state(scene: Scene, task_id: str) -> Figure:
    """已完成, 逾期 …"""
    return scene.written(scene.source("tasks", "status", task_id=task_id), lambda v: STATUS[v])


def percent(scene: Scene, task_id: str) -> Figure:
    """60%; — where nobody reported it."""
    source = scene.source("tasks", "percent", task_id=task_id)
    return scene.written(source, lambda v: "—" if v is None else f"{int(v)}%")


def due(scene: Scene, task_id: str) -> Figure:
    """2025-12-31; 长期 for what is never due."""
    return scene.written(scene.source("tasks", "due_date", task_id=task_id), lambda v: v or "长期")


def overall(scene: Scene, rows: Rows) -> Block:
    """So many tasks of so many offices, and how they stand."""
    offices = scene.count("tasks", "office", how="distinct", task_id=[r["task_id"] for r in rows])
    parts: list[Part] = [
        "任务清单共",
        counted(scene, rows),
        "项，分属",
        offices,
        f"个牵头责任单位。截至{scene.span.until}，",
    ]
    there = {r["status"] for r in rows}
    groups: list[list[Part]] = [
        [_IN_TEXT[code], counted(scene, rows, code), "项"] for code in _IN_TEXT if code in there
    ]
    return paragraph(
        "offices.overall", *parts, *listed(groups), "。反复做的任务按本期计。", lead="总体情况。"
    )


def _owed(scene: Scene, rows: Rows) -> list[Block]:
    """Offices with overdue or unreported tasks."""
    said: list[list[Part]] = []
    for office, own in by_office(rows):
        left = [r for r in own if r["status"] in OWED]
        if left:
            states = [c for c in OWED if any(r["status"] == c for r in left)]
            said.append([office, *listed([[_IN_TEXT[c], counted(scene, own, c), "项"] for c in states])])
    if not said:
        return [paragraph("offices.owed", "没有到期未完成和未报的任务。", lead="尚欠任务。")]
    return [paragraph("offices.owed", *listed(said, "；"), "。", lead="尚欠任务。")]


def table(scene: Scene, rows: Rows) -> Table:
    """Each leading office: how many tasks, by state."""
    columns = (
        Column("office", "责任单位（牵头）", width=3.0), Column("all", "任务", "count"),
        *(Column(code, title, "count", "其中（项）") for code, title in COUNTED), Column("ongoing", "长期", "count", "其中（项）"),
    )  # fmt: skip
    lines = [_counts(scene, office, own) for office, own in by_office(rows)]
    lines.append(_counts(scene, "合计", rows, is_total=True))
    owing = counted(scene, rows, "overdue")
    said: tuple[Part, ...] = (
        "任务",
        counted(scene, rows),
        "项，已完成",
        counted(scene, rows, "done", "done_late"),
        "项，到期未完成",
        owing,
        "项",
    )
    missed = ("“长期”为长期坚持、没有期限的；另有往期未完成的已并入逾期。",) if any(r["status"] == "missed" for r in rows) else (
        "“长期”为长期坚持、没有期限的。",
    )  # fmt: skip
    return Table(
        "offices.table",
        f"截至{scene.span.until}任务完成情况（按责任单位）",
        columns,
        tuple(lines),
        missed,
        said=said,
    )


def _counts(scene: Scene, name: str, rows: Rows, is_total: bool = False) -> Line:
    figures = [counted(scene, rows)]
    for code, _title in COUNTED:
        figures.append(counted(scene, rows, *(("overdue", "missed") if code == "overdue" else (code,))))
    figures.append(counted(scene, rows, "ongoing"))
    return Line((Cell(name), *(Cell(f.text, f) for f in figures)), is_total=is_total)


def _list(scene: Scene, office: str, rows: Rows, place: int) -> Table:
    return Table(
        f"offices.list.{place}", f"{office}任务清单（{len(rows)}项）", COLUMNS, tuple(task_line(scene, r, office) for r in rows),
        LIST_NOTE if place == 1 else (),
    )  # fmt: skip


COLUMNS = (
    Column("title", "任务", width=4.0), Column("clause", "依据", width=1.6), Column("others", "会同单位", width=2.0),
    Column("due", "本期期限", "date", width=1.6), Column("state", "状态", width=1.3), Column("percent", "完成", "rate", width=0.9),
)  # fmt: skip
"""Of a list of tasks."""


def task_line(scene: Scene, row: dict, office: str) -> Line:  # type: ignore[type-arg]
    """A task with clause, the offices beside the leading one, deadline, state and percent."""
    code = str(row["task_id"])
    owner = str(row["owner"])
    others = owner.removeprefix(office).lstrip("、") or "—"
    figures: Sequence[Figure] = (due(scene, code), state(scene, code), percent(scene, code))
    return Line(
        (Cell(str(row["title"])), Cell(str(row["clause"])), Cell(others), *(Cell(f.text, f) for f in figures))
    )
