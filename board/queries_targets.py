"""What the page of targets reads: each target with its year's figures, for all, one region or one sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from board import queries, revised
from board.queries import ALL, Board
from board.texts import is_share, region_names
from rules.forecasts import adds_up
from rules.goals import deadline, judge
from rules.months import Month
from rules.plan import Indicator, Plan, Target
from rules.statistics import wilson

BEHIND = ("missed", "behind")
URGENCY = ("missed", "behind", "no_data", "on_course", "met")
"""Statuses from what calls for action to what does not: the order of the lists."""

Point = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """One target of one year with what has been reached; figures are those of ``queries.targets``."""

    indicator: Indicator
    target: Target
    month: str
    """The month that the figures are of: the one asked for, the last of a closed year, or the target's day's."""
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    forecast: float | None = None
    low: float | None = None
    high: float | None = None
    series: Sequence[Point] = ()
    """All months known up to the one asked for: month, numerator, denominator, value."""
    lagging: Sequence[str] = ()
    """Names of the regions that are behind or missed it; empty where one region or sector was asked for."""
    judged: int = 0
    """Regions that have a figure."""
    has_figures: bool = True
    """False where a sector was chosen and the indicator has no figures by sector."""
    place: int = 0
    """Where its clause first appears in the pack: the order of lists by clause."""
    gap: float | None = None
    """How far the value is beyond the target; negative is what is missing."""
    reached: str | None = None
    """Since which month the target has been reached."""
    deadline: date | None = None
    """The last day for reaching it; the end of its year where nothing else is said."""
    revised: Mapping[str, Any] | None = None
    """What was changed after the month was published: ``value``, ``status`` … -> its ``published`` and ``current``."""

    @property
    def year(self) -> int:
        """The target's year."""
        return self.target.year

    @property
    def is_fall(self) -> bool:
        """Whether the target is a fall on the year before; ``value`` is the share by which it fell."""
        return self.indicator.kind == "fall"

    @property
    def is_share(self) -> bool:
        """Whether the value is a share from 0 to 1."""
        return is_share(self.indicator)

    @property
    def is_down(self) -> bool:
        """Whether less is better in the figure that is shown (a fall shows as a negative change)."""
        return self.is_fall or self.indicator.direction == "down"

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to forecast: its month has come, or it is missed already."""
        return self.is_due or self.status == "missed"

    @property
    def due_month(self) -> str:
        """The month by whose end it is judged."""
        return self.deadline.strftime("%Y-%m") if self.deadline else f"{self.year}-12"

    @property
    def is_due(self) -> bool:
        """Whether the figures are those that it is judged by."""
        return self.month >= self.due_month

    @property
    def has_own_day(self) -> bool:
        """Whether it is due on a day of its own before the year's end."""
        return self.deadline is not None and (self.deadline.month, self.deadline.day) != (12, 31)

    @property
    def adds_up(self) -> bool:
        """Whether it is a count that adds up over the year."""
        return adds_up(self.indicator)

    @property
    def latest(self) -> Point | None:
        """The newest month known where it comes after the month that the target is judged by."""
        last = self.series[-1] if self.series else None
        return last if last and last["month"] > self.month and last["value"] is not None else None

    def shown(self, value: float) -> float:
        """A value as it is drawn: the change on the year before for a fall, else the value itself."""
        return -value if self.is_fall else value

    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the value: Wilson's for a share; for a fall, of the ratio of the two counts."""
        return interval(self, self.numerator, self.denominator)


@dataclass(frozen=True)
class Unit:
    """The chosen indicator in one region or sector."""

    code: str
    name: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    differs: int = 0
    """-1 or 1 where the interval lies wholly below or above the value of all together, else 0."""


@dataclass(frozen=True)
class Goals:
    """All goals that a page shows, and what does not apply to the region chosen."""

    board: Board
    month: str
    region: str
    sector: str
    items: Sequence[Goal] = field(default_factory=tuple)
    left_out: int = 0
    """Targets of the month's year whose indicator does not apply to the region."""

    @property
    def year(self) -> int:
        """The year of the month asked for."""
        return Month.parse(self.month).year

    def of(self, year: int) -> list[Goal]:
        """The goals of a year, most urgent first, then in official order."""
        return sorted((g for g in self.items if g.year == year), key=lambda g: URGENCY.index(g.status))

    @property
    def closed_years(self) -> list[int]:
        """Earlier years with targets, oldest first."""
        return sorted({g.year for g in self.items if g.year < self.year})

    @property
    def coming_years(self) -> list[int]:
        """Years whose targets are not shown yet."""
        return sorted({t.year for i in self.board.plan.indicators for t in i.targets if t.year > self.year})


def interval(goal: Goal, numerator: float | None, denominator: float | None) -> tuple[float, float] | None:
    """95 % interval of a share, or of a fall by way of the binomial of both years' counts; None without."""
    if numerator is None or not denominator:
        return None
    if goal.is_fall:
        low, high = wilson(numerator, numerator + denominator)
        return (1 - high / (1 - high) if high < 1 else float("-inf")), 1 - low / (1 - low)
    if goal.is_share and 0 <= numerator <= denominator:
        return wilson(numerator, denominator)
    return None


def goals(board: Board, month: str, region: str = ALL, sector: str = ALL) -> Goals:
    """Every target up to the month's year, for one region or one sector instead of all together.

    Figures by sector are of the whole area: the marts hold none by region and sector at once.
    """
    rows = queries.targets(board, month)
    names = region_names(board.plan)
    scope = ("sector", sector) if sector != ALL else ("region", region)
    series = histories(board, *scope, month)
    by_sector = _with_sectors(board) if sector != ALL else frozenset()
    lagging: dict[tuple[str, int], list[str]] = defaultdict(list)
    judged: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        key = (row["indicator"], row["year"])
        if region == ALL and row["region_code"] != ALL and row["status"] != "no_data":
            judged[key] += 1
            if row["status"] in BEHIND:
                lagging[key].append(names[row["region_code"]])
    wanted = ALL if sector != ALL else region
    order = _clause_order(board.plan)
    keys = ("indicator", "year", "region_code")
    changed = revised.by_key(board, month, "target_status", *keys) if sector == ALL else {}
    keys = ("unit_kind", "unit_code", "indicator")
    of_sectors = revised.by_key(board, month, "indicator_values", *keys) if sector != ALL else {}
    items = []
    for row in rows:
        if row["region_code"] != wanted:
            continue
        indicator = board.plan.indicator(row["indicator"])
        target = indicator.target(row["year"])
        assert target is not None  # queries.targets goes through these very targets
        known = [p for p in series.get(indicator.id, []) if p["month"] <= min(f"{target.year}-12", month)]
        key = (indicator.id, target.year)
        if sector == ALL:
            item = _of_region(row, indicator, target, known)
            item = replace(
                item, lagging=lagging[key], judged=judged[key], revised=changed.get((*key, wanted))
            )
        else:
            item = _of_sector(board, indicator, target, month, known, indicator.id in by_sector)
            if item.month == month:  # what was published of a month are that month's figures
                item = replace(item, revised=of_sectors.get(("sector", sector, indicator.id)))
        items.append(replace(item, place=order[target.clause]))
    year = Month.parse(month).year
    all_of_year = sum(1 for i in board.plan.indicators if i.target(year))
    return Goals(board, month, region, sector, items, all_of_year - sum(g.year == year for g in items))


def _clause_order(plan: Plan) -> dict[str, int]:
    """Clause -> its place among the clauses of all targets, in the order in which the pack names them."""
    named = dict.fromkeys(t.clause for i in plan.indicators for t in i.targets)
    return {clause: place for place, clause in enumerate(named)}


def _of_region(row: Point, indicator: Indicator, target: Target, known: Sequence[Point]) -> Goal:
    return Goal(
        indicator, target, row["month"], row["value"], row["numerator"], row["denominator"], row["status"],
        row["forecast"], row["forecast_low"], row["forecast_high"], known,
        gap=row["gap"], reached=row["reached"], deadline=date.fromisoformat(row["due"]),
    )  # fmt: skip


def _of_sector(
    board: Board, indicator: Indicator, target: Target, month: str, known: Sequence[Point], has_figures: bool
) -> Goal:
    """A goal judged on a sector's figures by the same rules as regions are."""
    due = deadline(target, board.plan)
    asked = min(Month.parse(month), Month.parse(board.data_through), Month(target.year, 12))
    if asked.year < target.year:  # a year that has no data yet
        asked = Month.parse(month)
    if not has_figures:
        at = str(min(asked, Month.of(due)))
        return Goal(indicator, target, at, None, None, None, "no_data", has_figures=False, deadline=due)
    figures = {Month.parse(p["month"]): (p["numerator"], p["denominator"], p["value"]) for p in known}
    one = judge(board.plan, indicator, target, figures, asked, _judged_on(board))
    middle, low, high = one.ahead or (None, None, None)
    return Goal(
        indicator, target, str(one.month), one.value, one.numerator, one.denominator, one.status, middle, low, high,
        known, gap=one.gap, reached=str(one.reached) if one.reached else None, deadline=due,
    )  # fmt: skip


def _judged_on(board: Board) -> date:
    """The day on which the build judged the targets of the regions."""
    return queries.read(board, "SELECT judged_on FROM plan_settings")[0][0]


def _with_sectors(board: Board) -> frozenset[str]:
    rows = queries.read(board, "SELECT DISTINCT indicator FROM indicator_values WHERE unit_kind = 'sector'")
    return frozenset(row[0] for row in rows)


def histories(board: Board, kind: str, unit: str, month: str) -> dict[str, list[Point]]:
    """Every indicator's months of one unit, from the plan's first month to ``month``."""
    rows = queries.read(
        board,
        "SELECT indicator, month, numerator, denominator, value FROM indicator_values WHERE unit_kind = ? "
        "AND unit_code = ? AND month BETWEEN ? AND ? ORDER BY month",
        kind, unit, str(board.plan.first_month), min(month, board.data_through),
    )  # fmt: skip
    found: dict[str, list[Point]] = defaultdict(list)
    for indicator, *values in rows:
        found[indicator].append(
            dict(zip(("month", "numerator", "denominator", "value"), values, strict=True))
        )
    return found


def units_of(board: Board, goal: Goal, kind: str, names: Mapping[str, str]) -> tuple[Unit, list[Unit]]:
    """The goal's indicator for all together and in each region or sector, at the goal's month.

    ``names`` are those of the codes. Units follow the value, best first; those without a figure come last.
    """
    rows = queries.read(
        board,
        "SELECT unit_code, value, numerator, denominator FROM indicator_values WHERE indicator = ? "
        "AND unit_kind = ? AND month = ?",
        goal.indicator.id, kind, goal.month,
    )  # fmt: skip
    found = {row[0]: row[1:] for row in rows}
    if kind == "sector":
        whole_row = queries.read(
            board,
            "SELECT value, numerator, denominator FROM indicator_values WHERE indicator = ? "
            "AND unit_kind = 'region' AND unit_code = ? AND month = ?",
            goal.indicator.id, ALL, goal.month,
        )  # fmt: skip
        found[ALL] = whole_row[0] if whole_row else (None, None, None)
    chosen = goal.indicator.regions if kind == "region" else goal.indicator.sectors
    whole = _unit(goal, ALL, names[ALL], found.get(ALL), None)
    result = [
        _unit(goal, code, names[code], found.get(code), whole.value)
        for code, _name in queries.units(board, kind)
        if not chosen or code in chosen
    ]
    sign = 1 if goal.is_down else -1
    result.sort(key=lambda u: (u.value is None, 0 if u.value is None else sign * goal.shown(u.value)))
    return whole, result


def _unit(goal: Goal, code: str, name: str, figures: tuple[Any, ...] | None, whole: float | None) -> Unit:
    value, numerator, denominator = figures or (None, None, None)
    around = interval(goal, numerator, denominator) if value is not None else None
    low, high = around or (None, None)
    differs = 0
    if low is not None and high is not None and whole is not None:
        differs = -1 if high < whole else int(low > whole)
    return Unit(code, name, value, numerator, denominator, low, high, differs)
