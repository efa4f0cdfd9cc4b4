"""When a plan's reports are due, and how a region stands with them: in time, late, missing, not yet due.

A report is owed for a month: monthly ones for every month, quarterly ones for the last month of each quarter, and
so on; those that are due once for the months of their dates. What a region sent counts for all months of the
period. A region that sent nothing of a report's tables has no data, never nought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rules.months import Month, months_between
from rules.plan import Plan
from rules.programme import Report

State = Literal["missing", "late", "corrected", "undated", "on_time", "not_due"]
"""``undated``: sent, on a day that nobody knows. ``corrected``: sent, in time or late, and rows of it were added or
changed after the due day."""
STATES: tuple[State, ...] = ("missing", "late", "corrected", "undated", "on_time", "not_due")
"""From what calls for action to what does not."""
SENT: frozenset[State] = frozenset(("late", "corrected", "undated", "on_time"))

_LENGTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
STATING = "dispatch_reports"
"""The table that says something about every month, also about one in which nothing happened, and names its own
day. Where a report has it, the report has come when this table has."""


@dataclass(frozen=True)
class Arrival:
    """When a region's rows of one table for one month first came."""

    day: date
    is_known: bool = True
    """False where the rows came with the first load of all: the day is then that of the load, not of the report."""
    again: tuple[tuple[date, int], ...] = ()
    """Later files for the same month, by day: how many rows each added or changed. Days that nobody knows are left out."""


@dataclass(frozen=True)
class Standing:
    """How one report of one region stands for one month."""

    state: State
    due: date
    day: date | None = None
    """First day on which it was there; None where it was not, or where the day is unknown."""
    tables: tuple[str, ...] = ()
    """Of the report's tables those that came, in its order."""
    corrected: date | None = None
    """Day of the last file that added to it or changed it after the due day."""
    corrected_rows: int = 0
    """Rows that such files added or changed."""

    @property
    def days_late(self) -> int:
        """Days between the due day and the day it first came; 0 where it was in time or nobody knows."""
        return max((self.day - self.due).days, 0) if self.day else 0


def reports_of(plan: Plan) -> list[Report]:
    """The reports that can be checked, monthly ones first: those that tables carry."""
    found = [report for report in plan.programme.reports if report.tables]
    return sorted(found, key=lambda report: _LENGTHS.get(report.cadence, 13))


def is_owed(report: Report, month: Month) -> bool:
    """Whether the report is owed for a month, the last one of its period."""
    if report.from_month is not None and month < report.from_month:
        return False
    if report.cadence == "once":
        return any(Month.of(day) == month for day in report.dates)
    return month.number % _LENGTHS[report.cadence] == 0


def period(report: Report, month: Month) -> list[Month]:
    """The months whose rows make the report that is owed for ``month``."""
    length = 1 if report.cadence == "once" else _LENGTHS[report.cadence]
    return months_between(month + (1 - length), month)


def due_day(report: Report, month: Month) -> date:
    """The last day for the report that is owed for ``month``.

    A day that the month does not have is its last one; without a day it is due at the month's end.
    """
    if report.cadence == "once":
        return min(day for day in report.dates if Month.of(day) == month)
    in_month = month + report.months_after
    last = in_month.last_day
    return last if report.day is None else in_month.first_day + timedelta(min(report.day, last.day) - 1)


def standing(
    report: Report,
    month: Month,
    arrivals: Mapping[tuple[str, Month], Arrival],
    today: date,
    has_stating: bool,
) -> Standing:
    """How the report stands on a day.

    ``arrivals`` are a region's, by table and month; ``has_stating`` says whether the plan asks for anything in
    the table that states every month. A report is late when it came after its due day, missing when the day is
    over and nothing came. It is corrected when files for its months added or changed rows after the due day.
    """
    due = due_day(report, month)
    months = period(report, month)
    found = {t: [arrivals[t, m] for m in months if (t, m) in arrivals] for t in report.tables}
    came = tuple(table for table in report.tables if found[table])
    deciding = [STATING] if has_stating and STATING in report.tables else list(report.tables)
    first = min((a for t in deciding for a in found[t]), key=lambda a: (a.day, not a.is_known), default=None)
    if first is None:
        return Standing("missing" if today > due else "not_due", due, None, came)
    day = first.day if first.is_known or first.day <= due else None
    state: State = "undated" if day is None else "on_time" if day <= due else "late"
    # What came while the report was still owed for the first time is no correction.
    since = due if day is None else max(due, day)
    again = [
        (at, rows) for t in report.tables for a in found[t] for at, rows in a.again if at > since and rows
    ]
    if not again:
        return Standing(state, due, day, came)
    return Standing(
        "corrected", due, day, came, max(at for at, _rows in again), sum(rows for _at, rows in again)
    )
