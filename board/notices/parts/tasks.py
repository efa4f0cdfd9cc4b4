"""任务完成情况: what the plan asks for in the closing month's year, done, overdue, unreported, by leading office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from board.notices.content import Block, Cell, Column, Line, Part, Table
from board.notices.references import see
from board.notices.scene import Scene, heading, listed, paragraph

MOST_NAMED = 6
MOST_OFFICES = 15
"""With more offices than this the table shows those that have something overdue or unreported."""
REST = (("due_soon", "将到期"), ("open", "未到期"), ("no_data", "未报"), ("missed", "期内未完成"))
Row = Mapping[str, Any]


def blocks(scene: Scene, name: str) -> list[Block]:
    """Paragraphs and the table."""
    rows = [r for r in scene.rows("tasks") if r["year_due"]]
    year = scene.month[:4]
    if not rows:
        said = f"方案没有{year}年应完成的任务。"
        return [heading(name), paragraph("tasks.overall", said, lead="总体情况。")]
    found: list[Block] = [heading(name), overall(scene)]
    found += [p for p in (overdue(scene, rows),) if p is not None]
    return [*found, table(scene, rows)]


def overall(scene: Scene) -> Block:
    """How many are due in the year, done and overdue; what recurs counts once a period."""

    def total(field: str):
        return scene.count("tasks", f"year_{field}", "项", how="sum")

    late, over = total("done_late"), total("overdue")
    parts: list[Part] = [
        f"{scene.month[:4]}年应完成的任务", total("due"), f"（按期次计），截至{scene.span.until}完成", total("done"),
    ]  # fmt: skip
    if late.value:
        parts += ["（其中逾期完成", late, "）"]
    parts += ["，逾期未完成", over] if over.value else ["，没有逾期未完成的"]
    rest = [(total(field), word) for field, word in REST]
    known = [[word, figure] for figure, word in rest if figure.value]
    if known:
        parts += ["，", *listed(known)]
    return paragraph("tasks.overall", *parts, "。各牵头单位情况", see("tasks.table"), "。", lead="总体情况。")


def overdue(scene: Scene, rows: Sequence[Row]) -> Block | None:
    """Which are overdue, with office and day."""
    late = sorted((r for r in rows if r["status"] == "overdue"), key=lambda r: (r["due_date"], r["task_id"]))
    if not late:
        return None
    told = "；".join(f"{r['title']}（{r['office']}，{_day(r['due_date'])}到期）" for r in late[:MOST_NAMED])
    more: list[Part] = []
    if len(late) > MOST_NAMED:
        more = ["等", scene.count("tasks", how="count", unit="项", status="overdue")]
    return paragraph("tasks.overdue", told, *more, "。", lead="逾期任务。")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def table(scene: Scene, rows: Sequence[Row]) -> Table:
    """Every leading office that something is due from."""
    offices = list(dict.fromkeys(str(r["office"]) for r in rows))
    is_cut = len(offices) > MOST_OFFICES
    if is_cut:
        chased = ("year_overdue", "year_no_data", "year_missed")
        offices = [o for o in offices if any(r[f] for r in rows if r["office"] == o for f in chased)]
    columns = (
        Column("office", "牵头单位", width=3), Column("due", "应完成", "count"), Column("done", "已完成", "count"),
        Column("overdue", "逾期", "count"), Column("no_data", "未报", "count"), Column("missed", "期内未完成", "count", width=1.4),
        Column("open", "未到期", "count"),
    )  # fmt: skip
    lines = [_line(scene, office) for office in offices]
    lines.append(_line(scene, ""))
    notes = ["周期性任务每期计一项；未到期的含30天内到期的。"]
    if is_cut:
        notes.append("只列有逾期、未报或期内未完成的牵头单位，合计为全部。")
    whole = scene.count("tasks", "year_due", "项", how="sum")
    said: tuple[Part, ...] = (
        "应完成任务", whole, "，已完成", scene.count("tasks", "year_done", "项", how="sum"),
        "，逾期", scene.count("tasks", "year_overdue", "项", how="sum"),
    )  # fmt: skip
    return Table(
        "tasks.table", f"{scene.month[:4]}年任务完成情况", columns, tuple(lines), ("".join(notes),), said=said
    )


def _line(scene: Scene, office: str) -> Line:
    only = {"office": office} if office else {}
    figures = [
        scene.count("tasks", f"year_{f}", how="sum", **only)
        for f in ("due", "done", "overdue", "no_data", "missed")
    ]
    # Not due yet is two states of the listing: one column, whose source adds up both.
    figures.append(scene.count("tasks", "year_waiting", how="sum", **only))
    return Line((Cell(office or "合计"), *(Cell(f.text, f) for f in figures)), office, is_total=not office)
