"""Behind a count of tasks: the very periods that it counts, and for each region the report that decided it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from board.queries import ALL, read
from board.queries_tasks import Item, Schedule, by_period, due_in, regions_in, reports_known
from rules.tasks import Report, Standing, Status, periods, standing


@dataclass(frozen=True)
class Count:
    """Which periods a figure counts."""

    statuses: frozenset[Status] | None = None
    """None counts all that are ever due."""
    year: int | None = None
    action: str | None = None
    """Id of an action, "" for tasks that belong to none; None for all."""
    office: str | None = None
    task: str | None = None
    starts: date | None = None
    """First day of one period."""
    due_from: date | None = None
    due_to: date | None = None

    def takes(self, item: Item) -> bool:
        """Whether an item of the year's list is counted."""
        due = item.period.due
        return (
            (due is not None if self.statuses is None else item.status in self.statuses)
            and self.action in (None, item.action_id)
            and self.office in (None, item.office)
            and self.task in (None, item.task.id)
            and self.starts in (None, item.period.starts)
            and (self.due_from is None or (due is not None and due >= self.due_from))
            and (self.due_to is None or (due is not None and due <= self.due_to))
        )


class Place(NamedTuple):
    """Where a report stands, and its note."""

    told: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Part:
    """How one region stands with one period, and the row of the ledger that says so."""

    region: str
    standing: Standing
    report: Report | None
    """None where the region did not report the period."""
    place: Place | None = None


def counted(found: Schedule, count: Count) -> list[Item]:
    """The periods that a figure counts, most urgent first: as many as the figure says."""
    return [item for item in due_in(found, count.year) if count.takes(item)]


def parts(found: Schedule, items: Sequence[Item]) -> list[list[Part]]:
    """For each period every region's part in official order, or the chosen region's alone."""
    reports = reports_known(found.board, found.month)
    regions = [found.region] if found.region != ALL else regions_in(found.plan, found.month)
    rows = _rows(found, sorted({item.task.id for item in items}))
    at, result = found.month.last_day, []
    for item in items:
        spans = periods(item.task, found.plan.first_month, found.plan.last_month)
        place = spans.index(item.period)
        group = []
        for code in regions:
            report = by_period(spans, reports.get((item.task.id, code), [])).get(place)
            row = rows.get((code, item.task.id, str(report.month))) if report else None
            group.append(Part(code, standing(item.period, report, at), report, row))
        result.append(group)
    return result


def _rows(found: Schedule, tasks: Sequence[str]) -> dict[tuple[str, str, str], Place]:
    """Note, file, sheet and row of every report of these tasks, by region, task and month of the report."""
    if not tasks:
        return {}
    rows = read(
        found.board,
        "SELECT r.region_code, r.task_id, r.month, coalesce(r.told, ''), coalesce(f.file, ''), coalesce(f.sheet, ''), r._row "
        "FROM rows_task_month AS r LEFT JOIN load_files AS f ON f.file_id = r._file "
        f"WHERE r.task_id IN ({', '.join('?' for _task in tasks)}) AND r.row_id = r.task_id || ' ' || r.month "
        "AND r.month <= ?",
        *tasks, str(found.month),
    )  # fmt: skip
    return {(row[0], row[1], row[2]): Place(*row[3:]) for row in rows}
