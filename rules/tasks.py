"""What a plan's tasks ask for period by period, and how a period stands at a date.

A recurring task is due once in every calendar month, quarter, half-year or year that its span touches;
``daily`` and ``weekly`` chains are judged by the month, since nobody reports them oftener. ``three_yearly``
counts thirty-six months from the span's first month. Periods follow each other without gap or overlap from
the task's first day to its last. A period is due on its last day, or on the task's ``day`` of its last month.

A report belongs to the period that its month lies in; one from before the first period to the first, one
from after the last period to the last: what was not done in time can still be done late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from rules.months import Month
from rules.programme import DAY_CADENCES, Cadence, Task

Status = Literal["overdue", "no_data", "due_soon", "open", "missed", "done_late", "done", "ongoing"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""From what calls for action to what does not: the order of lists.

``overdue`` reported, not done, due day over. ``no_data`` the period has begun and nobody reported it; of all
regions together also where some are silent after the due day and the others have done it. ``due_soon`` not done,
due within ``SOON_DAYS``. ``open`` not done and due later, or not begun. ``missed``
was overdue until the due day of the next period was over too: past, and no longer what to call anybody for.
``done_late``, ``done`` after or by the due day. ``ongoing`` at all times, never due.
"""
DONE: frozenset[Status] = frozenset(("done", "done_late"))
SOON_DAYS = 30
"""Days before the due day from which something counts as due soon."""

_MONTHS: dict[Cadence, int] = {
    "daily": 1, "weekly": 1, "monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12,
}  # fmt: skip
_THREE_YEARS = 36


@dataclass(frozen=True)
class Period:
    """One stretch in which a task has to be done; both days are part of it."""

    starts: date
    ends: date
    due: date | None
    """Its last day, or the task's day of its last month; None for a task that is never due."""
    next_due: date | None = None
    """Due day of the period that takes its place; None for the last, which can still be done late."""

    @property
    def is_last(self) -> bool:
        """Whether no later period takes its place."""
        return self.next_due is None


@dataclass(frozen=True)
class Report:
    """The newest report that is known of a period."""

    month: Month
    percent: float | None = None
    """0 to 100."""
    done_date: date | None = None


@dataclass(frozen=True)
class Standing:
    """How a period stands at a date."""

    status: Status
    percent: float | None = None
    """0 to 100; None where nobody reported, never 0."""
    reported: int = 0
    """Regions that reported it."""
    asked: int = 1
    """Regions that should have."""

    @property
    def missing(self) -> int:
        """Regions that did not report it."""
        return self.asked - self.reported


def periods(task: Task, first: Month, last: Month) -> tuple[Period, ...]:
    """A task's periods in order; ``first`` and ``last`` are the plan's months, for days that it leaves out.

    Empty where a recurring task would start after its last day.
    """
    ends = task.due_date or last.last_day
    starts = task.starts or min(first.first_day, Month.of(ends).first_day)
    if ends < starts:
        return ()
    if task.cadence in ("once", "ongoing"):
        return (Period(starts, ends, ends if task.cadence == "once" else None),)
    spans: list[tuple[date, date]] = []
    while starts <= ends:
        end = min(_end(task.cadence, Month.of(starts)).last_day, ends)
        spans.append((starts, end))
        starts = end + timedelta(days=1)
    dues = [_due(task, start, end) for start, end in spans]
    return tuple(
        Period(*span, due, later) for span, due, later in zip(spans, dues, [*dues[1:], None], strict=True)
    )


def _due(task: Task, starts: date, ends: date) -> date:
    """A period's due day: never after its end; its end where it begins after that day."""
    if task.day is None or task.cadence not in DAY_CADENCES:
        return ends
    due = min(Month.of(ends).day(task.day), ends)
    return due if due >= starts else ends


def _end(cadence: Cadence, month: Month) -> Month:
    """The last month of the period that begins in a month."""
    if cadence == "three_yearly":
        return month + (_THREE_YEARS - 1)
    length = _MONTHS[cadence]
    return month + (length - 1 - (month.number - 1) % length)


def period_at(found: Sequence[Period], month: Month) -> int:
    """Place of the period that holds a month's last day; of the first before it begins, else of the last.

    ``found`` has at least one period. A report of that month belongs to this period.
    """
    return max(bisect_right([p.starts for p in found], month.last_day) - 1, 0)


def standing(period: Period, report: Report | None, at: date) -> Standing:
    """How one region's period stands at the end of a day, by its newest report known by then."""
    percent = report.percent if report else None
    if period.due is None:
        return Standing("ongoing", percent, int(report is not None))
    if report is None:
        status: Status = "open" if period.starts > at else "no_data"
        return Standing(status)
    if _is_done(report, at):
        is_late = report.done_date > period.due if report.done_date else report.month.first_day > period.due
        return Standing("done_late" if is_late else "done", 100.0 if percent is None else percent, 1)
    return Standing(_waiting(period, period.due, at), percent, 1)


def _is_done(report: Report, at: date) -> bool:
    """By its date where it names one, else by 100 percent."""
    if report.done_date is not None:
        return report.done_date <= at
    return report.percent is not None and report.percent >= 100


def _waiting(period: Period, due: date, at: date) -> Status:
    if due < at:
        return "missed" if period.next_due is not None and period.next_due < at else "overdue"
    return "due_soon" if due - at <= timedelta(days=SOON_DAYS) else "open"


def together(period: Period, parts: Sequence[Standing], at: date) -> Standing:
    """How a period stands for all regions: done when every one has reported it done.

    Where all that reported have done it and others are silent, nobody can say that it is done: after its due
    day it counts as not reported.

    ``parts`` holds one standing of this period for every region that should report; percent is the mean
    over those that reported one.
    """
    told = [part for part in parts if part.reported]
    percents = [part.percent for part in told if part.percent is not None]
    percent = sum(percents) / len(percents) if percents else None
    if period.due is None:
        status: Status = "ongoing"
    elif not told:
        status = "open" if period.starts > at else "no_data"
    elif all(part.status in DONE for part in told):
        if len(told) < len(parts):
            status = "no_data" if period.due < at else _waiting(period, period.due, at)
        else:
            status = "done_late" if any(part.status == "done_late" for part in told) else "done"
    else:
        status = _waiting(period, period.due, at)
    return Standing(status, percent, len(told), len(parts))
