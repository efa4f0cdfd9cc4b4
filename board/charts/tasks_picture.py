"""The timeline as a picture for taking away: every action, measure and task on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from board import colours, texts
from board.charts import tasks_text
from board.charts.overview_svg import fit
from board.charts.tasks_span import STRIP, Axis, Cell, axis_of, bundles, cells
from board.downloads.drawing import BODY, HEAD, svg, word
from board.downloads.picture import text_width
from board.queries_tasks import Item, Schedule
from board.texts import _
from rules.tasks import Status, period_at

NAME, SPAN, SIDE, GAP = 340.0, 720.0, 84.0, 16.0
LEFT = NAME + GAP
WIDTH = LEFT + SPAN + GAP + SIDE
ACTION, TASK, MEASURE, HEADS = 38.0, 26.0, 24.0, 52.0

_LOOK: dict[Status, tuple[str, str, str]] = {
    "done": ("band-3", "band-3", ""),
    "done_late": ("band-3", "ink-2", ""),
    "missed": ("interval", "interval", ""),
    "overdue": ("action", "action", ""),
    "due_soon": ("surface", "ink", ' stroke-width="2"'),
    "open": ("surface", "line-2", ""),
    "no_data": ("surface", "ink-3", ' stroke-dasharray="3 2"'),
    "ongoing": ("band", "band", ""),
}
"""Status -> ground, rim and how the rim is drawn: urgency is weight, never hue."""


def picture(found: Schedule, tasks: Sequence[Sequence[Item]]) -> str:
    """The whole timeline as SVG; its height grows with its tasks."""
    axis = axis_of((i for periods in tasks for i in periods), found.plan.first_month, found.plan.last_month)
    now = found.month.last_day
    parts = [_heads(axis)]
    y = HEADS
    for group in bundles(tasks, [a.id for a in found.plan.programme.actions]):
        parts.append(_rule(y, "line-2"))
        parts.append(_name(tasks_text.action_title(group.first), y + ACTION / 2, 0, BODY, 700))
        parts += [_cell(cell, axis, y) for cell in cells(group.items, axis) if cell.due]
        y += ACTION
        for first, members in group.measures:
            if first.measure is not None:
                name = f"{texts.clause(first.measure.clause)} {tasks_text.title(first.measure)}"
                parts.append(_name(name, y + MEASURE / 2, 12, HEAD, 400, "ink-2"))
                y += MEASURE
            for periods in members:
                parts.append(_task(periods, axis, found, y + TASK / 2))
                y += TASK
    parts.append(_rule(y, "line-2"))
    parts.append(_now(axis, now, y))
    parts.append(_key(y + 22))
    return svg(WIDTH, y + 40, parts)


def _x(percent: float) -> float:
    return LEFT + percent / 100 * SPAN


def _heads(axis: Axis) -> str:
    parts = []
    for year in axis.years():
        if (year.right - year.left) / 100 * SPAN > text_width(year.label, HEAD) + 4:
            parts.append(word(year.label, _x(year.left) + 4, 18, HEAD, "ink", weight=700))
        parts.append(f'<path d="M{_x(year.left):g} 6v{HEADS - 6:g}" stroke="{colours.neutral("line-2")}"/>')
    for tick in axis.ticks() if axis.step < 12 else ():
        middle = (_x(tick.left) + _x(tick.right)) / 2
        parts.append(word(tick.label, middle, HEADS - 8, HEAD, "ink-2", "middle"))
    parts.append(word(_("状态"), LEFT + SPAN + GAP, HEADS - 8, HEAD, "ink-2"))
    return "".join(parts)


def _name(text: str, middle: float, indent: float, size: float, weight: int = 400, ink: str = "ink") -> str:
    shown = fit(text, size * (1.05 if weight == 700 else 1), NAME - indent)
    return word(shown, indent, middle + size * 0.36, size, ink, "start", weight)


def _task(periods: Sequence[Item], axis: Axis, found: Schedule, middle: float) -> str:
    shown = periods[period_at([i.period for i in periods], found.month)]
    parts = [_name(tasks_text.title(shown.task), middle, 24, HEAD)]
    parts += [
        _bar(i.status, axis.start(i.period.starts), axis.end(i.period.ends), middle, 10) for i in periods
    ]
    if shown.task.cadence == "once":
        parts.append(_point(_x(axis.end(shown.period.ends)), middle))
    parts.append(
        word(tasks_text.status_name(shown.status), LEFT + SPAN + GAP, middle + HEAD * 0.36, HEAD, "ink",
             weight=700 if shown.status == "overdue" else 400)
    )  # fmt: skip
    return "".join(parts)


def _cell(cell: Cell, axis: Axis, top: float) -> str:
    """Done of due in figures, and below how the due ones stand as a strip."""
    left, right = axis.start(cell.tick.first), axis.end(cell.tick.last)
    text = f"{cell.done}/{cell.due}"
    parts = []
    if text_width(text, HEAD) < _x(right) - _x(left):
        parts.append(word(text, (_x(left) + _x(right)) / 2, top + 16, HEAD, "ink", "middle"))
    step = (right - left) / cell.due
    for status, n in cell.counts:
        parts.append(_bar(status, left, left + n * step, top + 27, 8))
        left += n * step
    return "".join(parts)


def _bar(status: Status, left: float, right: float, middle: float, deep: float) -> str:
    ground, rim, pen = _LOOK[status]
    x, wide = _x(left) + 1, max(_x(right) - _x(left) - 2, 2)
    return (
        f'<rect class="{status}" x="{x:.1f}" y="{middle - deep / 2:.1f}" width="{wide:.1f}" height="{deep:g}" '
        f'fill="{colours.neutral(ground)}" stroke="{colours.neutral(rim)}"{pen}/>'
    )


def _point(x: float, middle: float) -> str:
    side = 6.0
    return (
        f'<path d="M{x:.1f} {middle - side:.1f}l{side} {side}l-{side} {side}l-{side} -{side}Z" '
        f'fill="{colours.neutral("ink")}" stroke="{colours.neutral("surface")}"/>'
    )


def _now(axis: Axis, now: date, bottom: float) -> str:
    """The line at the month's end with its day."""
    if not axis.first <= now <= axis.last:
        return ""
    x = _x(axis.end(now))
    text = _("{day}止").format(day=tasks_text.day(now))
    align, shift = ("end", -4) if x > LEFT + SPAN / 2 else ("start", 4)
    line = f'<path d="M{x:.1f} 6V{bottom:.1f}" stroke="{colours.neutral("ink")}" stroke-width="1.5"/>'
    return line + word(text, x + shift, 18, HEAD, "ink", align)


def _key(middle: float) -> str:
    parts, x = [], 0.0
    for status in (*STRIP, "ongoing"):
        ground, rim, pen = _LOOK[status]
        text = tasks_text.status_name(status)
        parts.append(
            f'<rect x="{x + 1:g}" y="{middle - 5:g}" width="20" height="10" fill="{colours.neutral(ground)}" '
            f'stroke="{colours.neutral(rim)}"{pen}/>'
            + word(text, x + 28, middle + HEAD * 0.36, HEAD, "ink-2")
        )
        x += 28 + text_width(text, HEAD) + 20
    parts.append(_point(x + 8, middle) + word(_("到期日"), x + 22, middle + HEAD * 0.36, HEAD, "ink-2"))
    return "".join(parts)


def _rule(y: float, token: str) -> str:
    return f'<path d="M0 {y:g}h{WIDTH:g}" stroke="{colours.neutral(token)}"/>'
