"""What a plan asks for beside its indicators: actions, measures, tasks, phases, dates, bodies, conflicts.

Read from ``programme.yml`` and ``tasks.yml`` of a pack; every item names its clause. All of it is optional:
a plan without a task list has no tasks, not an error.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, FiniteFloat

from rules.months import MonthText
from rules.strict import Clause, Key, Origin, Strict

Cadence = Literal[
    "once", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "three_yearly", "ongoing"
]
"""How often something is due. ``once``: by its due date. ``ongoing``: at all times, so it is never overdue."""

DAY_CADENCES: frozenset[Cadence] = frozenset(("monthly", "quarterly", "half_yearly", "yearly"))
"""Those of a calendar period, which may be due before the period ends."""

AccidentClass = Literal["general", "serious", "major", "extraordinary"]
"""Class of an accident after regulation 493 (see ``rules/classes.py``)."""

Part = Literal["body", "annex"]
"""Which part of the published text an item stands in: its clauses are numbered for themselves."""


LISTS = (
    "actions", "measures", "phases", "reports", "consequences", "committees", "lists", "conflicts",
)  # fmt: skip
"""Keys of ``programme.yml`` whose entries have ids."""


class Action(Strict):
    """One of the plan's actions (行动), in the plan's order."""

    id: Key
    title: str
    title_en: str
    clause: Clause


class Measure(Strict):
    """One numbered measure, or one paragraph where the text does not number them."""

    id: Key
    part: Part = "body"
    number: Annotated[int, Field(ge=1)] | None = None
    """Its number in that part; None where the text has none."""
    action: Key | None = None
    title: str
    title_en: str
    clause: Clause
    matches: list[Key] = []
    """The same measures in the other part: the concordance of body and annex."""


class Task(Strict):
    """Something an office must do by a date, or again and again."""

    id: Key
    title: str
    title_en: str
    measure: Key | None = None
    action: Key | None = None
    """Of the measure where it has one; else named here."""
    owners: Annotated[list[str], Field(min_length=1)]
    """Offices or posts as the text names them, the leading one first; never a person."""
    cadence: Cadence = "once"
    starts: date | None = None
    """First day of the first period; the plan's first month where empty."""
    due_date: date | None = None
    """Last day: of a task that is done once, or of the last period of one that recurs."""
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    """Due day within each period of a ``DAY_CADENCES`` task: that day of the period's last month, the last one
    where the month is shorter; the period's last day where empty."""
    sectors: list[str] = []
    """Codes of the sectors it is for; all when empty."""
    clause: Clause
    origin: Origin = "plan"
    """``committee`` where the text gives no deadline or no office and the committee set it."""
    note: str = ""


class Phase(Strict):
    """A dated stretch of the campaign."""

    id: Key
    title: str
    title_en: str
    starts: date
    ends: date
    clause: Clause
    origin: Origin = "plan"
    note: str = ""


class Report(Strict):
    """A report that somebody owes: on fixed dates, or on a day of every month, quarter or year."""

    id: Key
    title: str
    title_en: str
    from_whom: str
    """Offices that report, as the text names them."""
    by: list[Literal["region", "department", "committee"]] = ["region"]
    """Kinds of offices that owe it; departments are those that lead a committee."""
    from_month: MonthText | None = None
    """First month for which it is owed; the plan's first one where empty."""
    cadence: Literal["once", "monthly", "quarterly", "half_yearly", "yearly"]
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    """Day of the month; the last one where the month is shorter."""
    months_after: Annotated[int, Field(ge=0, le=3)] = 0
    """0: due within the period's last month; 1: in the month after it."""
    dates: list[date] = []
    """For ``once``: the dates that the text names."""
    tables: list[str] = []
    """Contracts that carry it; empty where it is a paper."""
    clause: Clause
    origin: Origin = "plan"


class Consequence(Strict):
    """What follows from who found a hazard and what became of it."""

    id: Key
    found_by: Annotated[list[str], Field(min_length=1)]
    """Codes of the hazard contract's ``found_by``."""
    outcome: Literal["rectified", "not_rectified", "any", "accident"]
    level: Literal["major", "general", "all"] = "major"
    """Which hazards it is about."""
    accident_classes: list[AccidentClass] = []
    """For ``accident``: the classes that it follows; any when empty."""
    title: str
    title_en: str
    clause: Clause


class Committee(Strict):
    """A special committee (专委会) with the sectors it answers for."""

    NAMED_BY: ClassVar = ("name", "name_en")

    id: Key
    name: str
    name_en: str
    office: str = ""
    sectors: list[str] = []
    aliases: list[str] = []
    clause: Clause
    origin: Origin = "plan"


class Item(Strict):
    """One entry of a list."""

    title: str
    title_en: str
    clause: Clause
    task: Key | None = None
    """The task that carries it, where there is one."""


class NamedList(Strict):
    """A list that a plan counts on: 五定, 七有, four layers, five steps, three kinds of notice."""

    id: Key
    title: str
    title_en: str
    clause: Clause
    origin: Origin = "plan"
    items: Annotated[list[Item], Field(min_length=1)]


class Side(Strict):
    """What one part of the text says."""

    clause: Clause
    says: str


class Conflict(Strict):
    """Two places of the text that cannot both hold, to be settled by the committee."""

    id: Key
    subject: str
    subject_en: str
    body: Side
    annex: Side
    used: Part
    """The stricter one, used until the committee has settled it."""
    note: str = ""
    items: list[Key] = []
    """Tasks and indicators that it bears on."""


class Statement(Strict):
    """A figure or date that the published text gives, and the items of the pack that hold it."""

    clause: Clause
    kind: Literal["percent", "count", "date"]
    text: str
    """As it stands there, a few characters only: 80%, 3次, 2024年6月底."""
    times: Annotated[int, Field(ge=1)] = 1
    """How often this clause repeats it."""
    held_by: list[str] = []
    """Ids of indicators, tasks, phases, reports, lists."""
    left_out: str = ""
    """Why no item holds it (a quoted title, a date of issue)."""


class NameSource(Strict):
    """Where names come from that the text does not give."""

    what: Literal["regions", "sectors", "committees", "offices"]
    note: str


FindingSettings = dict[Key, dict[Key, bool | FiniteFloat]]
"""Finding rule -> parameter -> the committee's own value; ``enabled: false`` switches a rule off."""


class Programme(Strict):
    """All of it together: ``programme.yml`` with the tasks of ``tasks.yml``."""

    actions: list[Action] = []
    measures: list[Measure] = []
    phases: list[Phase] = []
    reports: list[Report] = []
    consequences: list[Consequence] = []
    committees: list[Committee] = []
    lists: list[NamedList] = []
    conflicts: list[Conflict] = []
    statements: list[Statement] = []
    names: list[NameSource] = []
    findings: FindingSettings = {}
    """Data-quality rules (数据核查) that the committee sets otherwise than the product does."""
    tasks: list[Task] = []

    @property
    def ranked_committees(self) -> list[Committee]:
        """Committees with sectors of their own: the others have no figures to be judged by."""
        return [committee for committee in self.committees if committee.sectors]

    def action_of(self, task: Task) -> str | None:
        """Id of the action that a task belongs to, through its measure where it names none."""
        if task.action is not None or task.measure is None:
            return task.action
        return next(m.action for m in self.measures if m.id == task.measure)
