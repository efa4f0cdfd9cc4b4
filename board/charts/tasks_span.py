"""The time axis of the tasks: where a day stands, what the ticks say, which periods fall under which tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from board import texts
from board.queries_tasks import Item
from board.texts import _
from rules.months import Month
from rules.tasks import DONE, Status


class Tick(NamedTuple):
    """A stretch of the axis: a month, a quarter or a year; ends are percent of the axis."""

    first: date
    last: date
    left: float
    right: float
    label: str
    """Short name; empty where the year's name says enough."""


@dataclass(frozen=True)
class Axis:
    """From the first day of the first month to the last of the last."""

    first: date
    last: date

    def start(self, day: date) -> float:
        """Where a day begins, in percent of the axis."""
        return 100 * (day - self.first).days / ((self.last - self.first).days + 1)

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.start(day + timedelta(days=1))

    @property
    def step(self) -> int:
        """Months of a tick: one in a year, a quarter in four, else a year."""
        months = (self.last - self.first).days / 30
        return 1 if months <= 13 else 3 if months <= 50 else 12

    def ticks(self) -> list[Tick]:
        """The stretches in order; the first and the last may be shorter."""
        found, month = [], Month.of(self.first)
        while month.first_day <= self.last:
            last = month + (self.step - 1 - (month.number - 1) % self.step)
            ends = min(last.last_day, self.last)
            label = ""
            if self.step == 1:
                label = texts.month_short(str(month))
            elif self.step == 3:
                label = _("{n}季").format(n=(month.number + 2) // 3)
            found.append(Tick(month.first_day, ends, self.start(month.first_day), self.end(ends), label))
            month = last + 1
        return found

    def years(self) -> list[Tick]:
        """Its years, the first and last as far as they go."""
        found = []
        for year in range(self.first.year, self.last.year + 1):
            first, last = max(date(year, 1, 1), self.first), min(date(year, 12, 31), self.last)
            found.append(Tick(first, last, self.start(first), self.end(last), texts.year(year)))
        return found


def axis_of(items: Iterable[Item], first: Month, last: Month) -> Axis:
    """The plan's months, farther where a task begins earlier or is due later."""
    listed = list(items)
    starts = min([first.first_day, *(i.period.starts for i in listed)])
    ends = max([last.last_day, *(i.period.ends for i in listed)])
    return Axis(Month.of(starts).first_day, Month.of(ends).last_day)


STRIP: tuple[Status, ...] = ("done", "done_late", "missed", "overdue", "no_data", "due_soon", "open")
"""Statuses from left to right within a cell."""


class Cell(NamedTuple):
    """What is due under a tick, and how it stands."""

    tick: Tick
    counts: Sequence[tuple[Status, int]]
    """How many of each status, done first, what is not begun last; empty where nothing is due."""

    @property
    def due(self) -> int:
        """How many are due."""
        return sum(n for _status, n in self.counts)

    @property
    def done(self) -> int:
        """How many of them are done, in time or late."""
        return sum(n for status, n in self.counts if status in DONE)


def cells(items: Sequence[Item], axis: Axis) -> list[Cell]:
    """One for each tick of the axis."""
    found = []
    for tick in axis.ticks():
        due = Counter(i.status for i in items if i.period.due and tick.first <= i.period.due <= tick.last)
        found.append(Cell(tick, [(status, due[status]) for status in STRIP if due[status]]))
    return found


class Bundle(NamedTuple):
    """An action with its tasks, by measure, each with its periods."""

    id: str
    first: Item
    """Any of its items, for its names."""
    measures: Sequence[tuple[Item, Sequence[Sequence[Item]]]]

    @property
    def items(self) -> list[Item]:
        """Every period of the action."""
        return [item for _first, tasks in self.measures for periods in tasks for item in periods]


def bundles(tasks: Iterable[Sequence[Item]], order: Sequence[str]) -> list[Bundle]:
    """Tasks by action and measure in the plan's order; those without an action last."""
    groups: dict[str, dict[str, list[Sequence[Item]]]] = {}
    for periods in tasks:
        first = periods[0]
        measure = first.measure.id if first.measure else ""
        groups.setdefault(first.action_id, {}).setdefault(measure, []).append(periods)
    found = []
    for action in sorted(groups, key=lambda a: order.index(a) if a in order else len(order)):
        members = [(tasks_[0][0], tasks_) for tasks_ in groups[action].values()]
        found.append(Bundle(action, members[0][0], members))
    return found
