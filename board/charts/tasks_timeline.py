"""The timeline: an action is a row of what is due under each tick, and folds out into its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from board import address, texts
from board.charts import tasks_text
from board.charts.marks import safe
from board.charts.tasks_pick import Choice
from board.charts.tasks_span import STRIP, Axis, Bundle, Cell, axis_of, bundles, cells
from board.queries_tasks import Item, Schedule
from board.texts import _
from rules.tasks import period_at


def timeline(found: Schedule, tasks: Sequence[Sequence[Item]], is_open: bool, choice: Choice) -> str:
    """All actions of ``tasks`` (periods of one task each); ``is_open`` unfolds the most urgent one.

    A number leads to the periods that it counts; ``choice`` holds the page's filters.
    """
    axis = axis_of((i for periods in tasks for i in periods), found.plan.first_month, found.plan.last_month)
    groups = bundles(tasks, [a.id for a in found.plan.programme.actions])
    late = [sum(i.status == "overdue" for i in group.items) for group in groups]
    first = late.index(max(late)) if is_open and groups else -1
    body = "".join(_bundle(group, axis, found, place == first, choice) for place, group in enumerate(groups))
    css = "tk-time tk-en" if texts.is_english() else "tk-time"
    css += {1: " by-month", 3: " by-quarter"}.get(axis.step, " by-year")
    return f'<div class="{css}">{_head(axis, found.month.last_day)}{body}</div>'


def key() -> str:
    """What the marks stand for."""
    parts = "".join(
        f'<span class="key-item"><i class="tk-bar tk-{status}"></i>{safe(tasks_text.status_name(status))}</span>'
        for status in STRIP
    )
    return f'<div class="key tk-key">{parts}</div>'


def _head(axis: Axis, now: date) -> str:
    years = "".join(
        f'<b style="left:{t.left:.2f}%;width:{t.right - t.left:.2f}%">{safe(t.label)}</b>'
        for t in axis.years()
    )
    ticks = "".join(
        f'<i style="left:{t.left:.2f}%;width:{t.right - t.left:.2f}%">{safe(t.label)}</i>'
        for t in axis.ticks()
    )
    ticks = f'<span class="tk-ticks">{ticks}</span>' if axis.step < 12 else ""
    return (
        f'<div class="tk-row tk-heads"><span class="tk-name">{safe(_("行动"))}</span>'
        f'<span class="tk-axis"><span class="tk-years">{years}</span>{ticks}{_now(axis, now, True)}</span>'
        f'<span class="tk-side">{safe(_("状态"))}</span></div>'
    )


def _now(axis: Axis, now: date, is_named: bool = False) -> str:
    """The line at the month's end, named once in the head."""
    if not axis.first <= now <= axis.last:
        return ""
    at = axis.end(now)
    side = " tk-left" if at > 50 else ""
    name = safe(_("{day}止").format(day=tasks_text.day(now)))
    label = f'<em class="{side}">{name}</em>' if is_named else ""
    return f'<s style="left:{at:.2f}%">{label}</s>'


def _bundle(group: Bundle, axis: Axis, found: Schedule, is_open: bool, choice: Choice) -> str:
    now = found.month.last_day
    own = replace(choice, action=group.id or "none", year=None)
    marks_ = "".join(_cell(cell, own) for cell in cells(group.items, axis) if cell.due)
    n = sum(len(tasks) for _first, tasks in group.measures)
    flag = " open" if is_open else ""
    # Its figures are links, so they stand beside what opens and shuts, not inside; the rows below follow it by style.
    head = (
        f'<div class="tk-row tk-action"><details class="tk-name"{flag}>'
        f"<summary><b>{safe(tasks_text.action_title(group.first))}</b>"
        f"<small>{safe(texts.form(_('{n} 项任务'), n).format(n=n))}</small></summary></details>"
        f'<span class="tk-axis">{marks_}{_now(axis, now)}</span>'
        f'<span class="tk-side">{_late(group.items, own)}</span></div>'
    )
    rows = []
    for first, tasks in group.measures:
        if first.measure is not None:
            rows.append(
                f'<div class="tk-row tk-measure"><span class="tk-name">{safe(_measure(first))}</span>'
                f'<span class="tk-axis">{_now(axis, now)}</span></div>'
            )
        rows += [_task(periods, axis, found) for periods in tasks]
    return f'<div class="tk-bundle" data-action="{safe(group.id or "none")}">{head}<div class="tk-in">{"".join(rows)}</div></div>'


def _late(items: Sequence[Item], own: Choice) -> str:
    late = sum(item.status == "overdue" for item in items)
    silent = sum(item.status == "no_data" for item in items)
    counts = (("overdue", _("逾期 {n}"), late), ("no_data", _("未报 {n}"), silent))
    told = [address.figure(safe(text.format(n=n)), **own.behind(code)) for code, text, n in counts if n]
    return texts.names(told) if told else safe(_("无逾期"))


def _measure(item: Item) -> str:
    assert item.measure is not None  # the caller has looked
    return f"{texts.clause(item.measure.clause)} {tasks_text.title(item.measure)}"


def _cell(cell: Cell, own: Choice) -> str:
    """Done of due in figures, and below how the due ones stand as a strip."""
    days = {"due_from": cell.tick.first.isoformat(), "due_to": cell.tick.last.isoformat()}
    done = address.figure(str(cell.done), **own.behind("done"), **days)
    due = address.figure(str(cell.due), **own.behind(), **days)
    tick = cell.tick
    told = [f"{tasks_text.status_name(status)} {n}" for status, n in cell.counts]
    hint = f"{texts.span(tasks_text.day(tick.first), tasks_text.day(tick.last))}{texts.colon()}{texts.names(told)}"
    strip = "".join(f'<i class="tk-bar tk-{status}" style="flex:{n}"></i>' for status, n in cell.counts)
    style = f"left:{tick.left:.2f}%;width:{tick.right - tick.left:.2f}%"
    return (
        f'<span class="tk-cell" style="{style}" title="{safe(hint)}"><b>{done}/{due}</b>'
        f'<span class="tk-strip">{strip}</span></span>'
    )


def _task(periods: Sequence[Item], axis: Axis, found: Schedule) -> str:
    shown = periods[period_at([i.period for i in periods], found.month)]
    task = shown.task
    bars = "".join(_bar(item, axis) for item in periods)
    small = texts.clauses([item for item in (shown.office, tasks_text.cadence_name(task.cadence)) if item])
    return (
        f'<div class="tk-row tk-one" data-task="{safe(task.id)}"><span class="tk-name">{safe(tasks_text.title(task))}'
        f'<small>{safe(small)}</small></span><span class="tk-axis">{bars}{_now(axis, found.month.last_day)}</span>'
        f'<span class="tk-side">{tasks_text.status_tag(shown.status)}</span></div>'
    )


def _bar(item: Item, axis: Axis) -> str:
    period = item.period
    left, right = axis.start(period.starts), axis.end(period.ends)
    hint = texts.clauses(
        part
        for part in (
            tasks_text.recurrence(item),
            _("{day}到期").format(day=tasks_text.day(period.due)) if period.due else "",
            tasks_text.status_name(item.status),
        )
        if part
    )
    point = '<u class="tk-point"></u>' if item.task.cadence == "once" else ""
    return (
        f'<i class="tk-bar tk-{item.status}" style="left:{left:.2f}%;width:calc({right - left:.2f}% - 1px)" '
        f'title="{safe(hint)}">{point}</i>'
    )
