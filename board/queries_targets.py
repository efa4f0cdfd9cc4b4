"""What the page of targets reads: each target with its year's figures, for all, one region or one sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from board import queries
from board.queries import ALL, Board
from board.texts import region_names
from rules.classes import target_status
from rules.months import Month
from rules.plan import Indicator, Target
from rules.statistics import forecast, wilson

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
    """The month that the figures are of: the one asked for, or the last of a closed year."""
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    forecast: float | None = None
    low: float | None = None
    high: float | None = None
    series: Sequence[Point] = ()
    """All months known up to ``month``: month, numerator, denominator, value."""
    lagging: Sequence[str] = ()
    """Names of the regions that are behind or missed it; empty where one region or sector was asked for."""
    judged: int = 0
    """Regions that have a figure."""
    has_figures: bool = True
    """False where a sector was chosen and the indicator has no figures by sector."""

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
        return not self.is_fall and self.indicator.unit == "%"

    @property
    def is_down(self) -> bool:
        """Whether less is better in the figure that is shown (a fall shows as a negative change)."""
        return self.is_fall or self.indicator.direction == "down"

    @property
    def is_closed(self) -> bool:
        """Whether the year has no month left to forecast."""
        return self.month.endswith("-12") or self.status == "missed"

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
    items = []
    for row in rows:
        if row["region_code"] != wanted:
            continue
        indicator = board.plan.indicator(row["indicator"])
        target = indicator.target(row["year"])
        assert target is not None  # queries.targets goes through these very targets
        known = [p for p in series.get(indicator.id, []) if p["month"] <= min(row["month"], month)]
        key = (indicator.id, target.year)
        if sector == ALL:
            ahead = (row["forecast"], row["forecast_low"], row["forecast_high"])
            middle, low, high = (_bounded(indicator, v) for v in ahead)
            item = Goal(
                indicator, target, row["month"], row["value"], row["numerator"], row["denominator"],
                row["status"], middle, low, high, known, lagging[key], judged[key],
            )  # fmt: skip
        else:
            item = _of_sector(board, indicator, target, row["month"], known, indicator.id in by_sector)
        items.append(item)
    year = Month.parse(month).year
    all_of_year = sum(1 for i in board.plan.indicators if i.target(year))
    return Goals(board, month, region, sector, items, all_of_year - sum(g.year == year for g in items))


def _of_sector(
    board: Board, indicator: Indicator, target: Target, month: str, known: list[Point], has_figures: bool
) -> Goal:
    """A goal judged on a sector's figures by the same rules as regions are."""
    if not has_figures:
        return Goal(indicator, target, month, None, None, None, "no_data", has_figures=False)
    asked = Month.parse(month)
    last = known[-1] if known and known[-1]["month"] == month else {}
    value = last.get("value")
    values = [p["value"] for p in known if p["month"][:4] == month[:4] and p["value"] is not None]
    ahead = forecast(values, 12 - asked.number)
    bounds = [_bounded(indicator, v) for v in ahead or (None, None, None)]
    ended = asked.number == 12 and date.fromisoformat(board.built_at[:10]) > asked.last_day
    is_over = ended or (target.due is not None and target.due <= asked.last_day)
    status = target_status(indicator, value, target.value, bounds[0], is_over)
    return Goal(
        indicator, target, month, value, last.get("numerator"), last.get("denominator"), status,
        bounds[0], bounds[1], bounds[2], known,
    )  # fmt: skip


def _bounded(indicator: Indicator, value: float | None) -> float | None:
    """No share beyond 0 and 1, no count below 0, no fall beyond the whole, whatever a straight line says."""
    if value is None:
        return None
    if indicator.kind == "fall":
        return min(value, 1.0)
    return min(max(value, 0.0), 1.0) if indicator.unit == "%" else max(value, 0.0)


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
