"""What the page of tasks and ``board show tasks`` read: every period of every task with how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from board.memo import remembered
from board.queries import ALL, Board, read, require_month
from rules.months import Month
from rules.plan import Plan
from rules.programme import Action, Measure, Task
from rules.tasks import (
    DONE,
    STATUSES,
    Period,
    Report,
    Standing,
    Status,
    period_at,
    periods,
    standing,
    together,
)

NO_ACTION = ""
"""Stands for the action of tasks that belong to none."""
REPORTS = (
    "SELECT region_code, task_id, report_month, percent, done_date FROM task_month "
    "WHERE month = report_month AND month <= ?"
)


@dataclass(frozen=True)
class Item:
    """One period of one task with how it stands."""

    task: Task
    action: Action | None
    measure: Measure | None
    period: Period
    standing: Standing
    lagging: tuple[str, ...] = ()
    """Codes of the regions that reported it and have not done it; empty where one region was asked for."""

    @property
    def status(self) -> Status:
        """Its state: a code of ``rules.tasks.STATUSES``."""
        return self.standing.status

    @property
    def office(self) -> str:
        """The office that leads it."""
        return self.task.owners[0]

    @property
    def action_id(self) -> str:
        """Id of its action, or NO_ACTION."""
        return self.action.id if self.action else NO_ACTION

    @property
    def is_done(self) -> bool:
        """Whether it is done, in time or late."""
        return self.status in DONE


@dataclass(frozen=True)
class Schedule:
    """All tasks of a plan as they stand at a month's end, for all regions together or for one."""

    board: Board
    month: Month
    region: str
    sector: str
    items: Sequence[Item]
    """Periods of one task stand together in time's order; tasks in the plan's order."""

    @cached_property
    def tasks(self) -> Mapping[str, Sequence[Item]]:
        """Periods by task id."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.task.id, []).append(item)
        return found

    @property
    def plan(self) -> Plan:
        """The plan that asks for them."""
        return self.board.plan


def schedule(board: Board, month: str, region: str = ALL, sector: str = ALL) -> Schedule:
    """Every period of every task at a month's end; with a sector, of the tasks for it or for all sectors.

    A report counts in the period that its month lies in, the newest wins. Worked out once a build for all
    viewers. Raises UnknownMonth.
    """
    asked = require_month(board, month)
    return remembered(
        ("tasks", board.stamp, month, region, sector), lambda: _schedule(board, asked, region, sector)
    )


def current(found: Schedule) -> list[Item]:
    """One period a task: the one that holds the month, before it begins the first, after it the last."""
    return [items[period_at([i.period for i in items], found.month)] for items in found.tasks.values()]


def years(found: Schedule) -> list[int]:
    """Years in which something is due, ascending."""
    return sorted({item.period.due.year for item in found.items if item.period.due})


def due_in(found: Schedule, year: int | None) -> list[Item]:
    """What is due in a year, most urgent first; all years for None. What is never due stands last.

    The year of the schedule's month also has what earlier years left: due before, not done or not reported,
    and no later period in its place.
    """
    picked = [item for item in found.items if year is None or _counts_in(item, year, found.month.year)]
    return sorted(picked, key=_urgency)


def is_carried(item: Item, year: int | None) -> bool:
    """Whether an earlier year left it."""
    return year is not None and item.period.due is not None and item.period.due.year < year


def _counts_in(item: Item, year: int, now: int) -> bool:
    due = item.period.due
    if due is None:
        return item.period.starts.year <= year <= item.period.ends.year
    is_left = year == now and due.year < year and item.period.is_last
    return due.year == year or (is_left and item.status in ("overdue", "no_data"))


def _urgency(item: Item) -> tuple[int, date]:
    """By status, then by due day."""
    return STATUSES.index(item.status), item.period.due or date.max


@dataclass(frozen=True)
class Tally:
    """How many periods are due, and how they stand; what is never due is not counted."""

    due: int = 0
    done: int = 0
    done_late: int = 0
    """Of those done."""
    overdue: int = 0
    due_soon: int = 0
    no_data: int = 0
    missed: int = 0
    open: int = 0


def tally(items: Iterable[Item]) -> Tally:
    """Count periods: ``due`` is the sum of done, overdue, due soon, not reported, missed and open."""
    count = Counter(item.status for item in items)
    done = count["done"] + count["done_late"]
    rest = {name: count[name] for name in ("overdue", "due_soon", "no_data", "missed", "open")}
    return Tally(due=done + sum(rest.values()), done=done, done_late=count["done_late"], **rest)


def by_office(items: Iterable[Item]) -> list[tuple[str, Tally]]:
    """A tally for each leading office: most overdue first, then unreported, missed and due."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.period.due is not None:
            groups.setdefault(item.office, []).append(item)
    found = [(office, tally(members)) for office, members in groups.items()]
    return sorted(found, key=lambda row: (-row[1].overdue, -row[1].no_data, -row[1].missed, -row[1].due))


def tasks(board: Board, month: str) -> list[dict[str, Any]]:
    """One object a task in the plan's order, for all regions together, as ``board show tasks`` prints it.

    Of a recurring task it is the period that holds the month, or the next one due. ``owner`` names the
    offices, the leading one first; ``due_date`` is YYYY-MM-DD, None for what is never due; ``percent`` 0 to
    100, the mean over the regions that reported, None where none did. ``status``:

    * ``done``, ``done_late``: every region has reported it done, by the due day or after it
    * ``overdue``: a region reported it not done, the due day is over
    * ``due_soon``: reported, not done by every region, due within 30 days
    * ``open``: reported, not done by every region, due later; or its period has not begun
    * ``missed``: as overdue, and the next period is over too; never of the period that holds the month
    * ``no_data``: its period has begun and no region reported it, or its due day is over, some did not report it
      and the others have done it (未报, never nought)
    * ``ongoing``: at all times, never due

    ``office`` leads it; ``year_due, year_done, year_done_late, year_overdue, year_due_soon, year_no_data, year_missed,
    year_open`` count its periods that are due in the month's year, those that earlier years left among them (as the
    page of tasks does); ``year_done_late`` are among ``year_done``, ``year_waiting`` is ``due_soon`` and ``open`` together.
    """
    found = schedule(board, month)
    counts = {
        task: tally(item for item in items if _counts_in(item, found.month.year, found.month.year))
        for task, items in found.tasks.items()
    }
    return [
        {"task_id": item.task.id, "action": item.action_id or None, "measure": item.task.measure,
         "title": item.task.title, "owner": "、".join(item.task.owners),
         "due_date": item.period.due.isoformat() if item.period.due else None, "cadence": item.task.cadence,
         "clause": item.task.clause, "status": item.status, "percent": item.standing.percent, "office": item.office,
         **{f"year_{name}": value for name, value in asdict(counts[item.task.id]).items()},
         "year_waiting": counts[item.task.id].due_soon + counts[item.task.id].open}
        for item in current(found)
    ]  # fmt: skip


def _schedule(board: Board, month: Month, region: str, sector: str) -> Schedule:
    plan = board.plan
    wanted = [t for t in plan.programme.tasks if sector == ALL or not t.sectors or sector in t.sectors]
    if not wanted:
        return Schedule(board, month, region, sector, ())
    reports = reports_known(board, month)
    regions = [region] if region != ALL else regions_in(plan, month)
    actions = {a.id: a for a in plan.programme.actions}
    measures = {m.id: m for m in plan.programme.measures}
    at, items = month.last_day, []
    for task in wanted:
        spans = periods(task, plan.first_month, plan.last_month)
        told = {code: by_period(spans, reports.get((task.id, code), [])) for code in regions}
        action = actions.get(plan.programme.action_of(task) or NO_ACTION)
        for place, span in enumerate(spans):
            parts = [standing(span, told[code].get(place), at) for code in regions]
            late = zip(regions, parts, strict=True) if region == ALL and span.due else ()
            behind = tuple(code for code, part in late if part.reported and part.status not in DONE)
            stands = parts[0] if region != ALL else together(span, parts, at)
            items.append(Item(task, action, measures.get(task.measure or ""), span, stands, behind))
    return Schedule(board, month, region, sector, tuple(items))


def reports_known(board: Board, month: Month) -> dict[tuple[str, str], list[Report]]:
    """Reports known at a month's end by (task, region)."""
    found: dict[tuple[str, str], list[Report]] = {}
    for code, task, told, percent, done in read(board, REPORTS, str(month)):
        found.setdefault((task, code), []).append(Report(Month.parse(told), percent, done))
    return found


def by_period(spans: Sequence[Period], reports: Sequence[Report]) -> dict[int, Report]:
    """The newest report of each period by the period's place."""
    found: dict[int, Report] = {}
    for report in sorted(reports, key=lambda r: r.month) if spans else ():
        found[period_at(spans, report.month)] = report
    return found


def regions_in(plan: Plan, month: Month) -> list[str]:
    """Codes of the regions that exist in a month."""
    return [
        r.code
        for r in plan.regions
        if r.valid_from <= month.last_day and (r.valid_to is None or r.valid_to >= month.first_day)
    ]
