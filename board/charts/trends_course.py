"""A measure's course as the page reads it: month by month with a year before, and since when it runs differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from board import i18n, queries_trends
from board.memo import remembered
from board.queries import Board
from board.queries_trends import Course, Unit
from board.trends import Measure
from rules import change_points
from rules.change_points import Level
from rules.changes import Figure, Kind, is_beyond_chance
from rules.months import Month, months_between
from rules.plan import Window

LEAST_CASES = 5
"""Where no rule says how many cases a share needs; below it a single case moves it by 20 points."""


@dataclass(frozen=True)
class Stretch:
    """Months at one level, in the unit of the figures; of a state, the mean change from month to month."""

    first: str
    last: str
    level: float
    p: float


@dataclass(frozen=True)
class Trend:
    """What the chart and its table show."""

    measure: Measure
    window: Window
    unit: Unit
    months: Sequence[str]
    """Those shown, oldest first; the last one is that of the page."""
    course: Course
    """Figures by month, of the year before ``months`` too."""
    stretches: Sequence[Stretch] = ()
    """At least one where the months could be looked at for change points; more than one where some were found."""

    least_cases: int = 0
    """A share of fewer cases says nothing by itself (样本不足)."""

    @property
    def month(self) -> str:
        """The month that the page is about."""
        return self.months[-1]

    @property
    def kind(self) -> Kind:
        """How two of its figures are compared: a share has no more in its numerator than in its denominator."""
        if self.measure.denominator is None:
            return "count"
        within = all(f.numerator <= (f.denominator or 0.0) for f in self.course.values())
        return "share" if within and self.measure.is_share else "rate"

    def figure(self, month: str) -> Figure | None:
        """What was reported for a month; None where nothing was."""
        return self.course.get(month)

    def value(self, month: str) -> float | None:
        """The figure's value; None where nothing was reported or there were no cases."""
        figure = self.course.get(month)
        return figure.value if figure is not None else None

    def is_thin(self, month: str) -> bool:
        """Whether a month's share rests on too few cases."""
        figure = self.figure(month)
        return (
            figure is not None
            and figure.value is not None
            and (figure.denominator is not None and figure.denominator < self.least_cases)
        )

    def before(self, month: str) -> str:
        """The same month of the year before."""
        return str(Month.parse(month) + -12)

    def is_beyond_chance(self, month: str) -> bool | None:
        """Whether a month differs from the same month of the year before; None where that cannot be said."""
        if not self.is_comparable:
            return None
        now, then = self.figure(month), self.figure(self.before(month))
        if now is None or then is None or now.value is None or then.value is None:
            return None
        return is_beyond_chance(self.kind, now, then)

    @property
    def is_comparable(self) -> bool:
        """Whether an old month can be held against a new one at all."""
        return not self.measure.is_unfinished

    @property
    def changes(self) -> Sequence[tuple[Stretch, Stretch]]:
        """Each change point as what went before and what came after it."""
        return list(pairwise(self.stretches))


def trend(board: Board, measure: Measure, window: Window, unit: Unit, since: str, month: str) -> Trend:
    """The course from a month on to the page's; worked out once for all viewers."""

    def work() -> Trend:
        shown = [str(m) for m in months_between(Month.parse(since), Month.parse(month))]
        own = queries_trends.course(board, measure, window, unit)
        known = {m: f for m, f in own.items() if m <= month}
        cases = least_cases(board, measure, month)
        return Trend(measure, window, unit, shown, known, stretches(board, measure, unit, shown), cases)

    return remembered(("trend", board.stamp, i18n.language(), measure.id, window, unit, since, month), work)


def least_cases(board: Board, measure: Measure, month: str) -> int:
    """The cases that a share needs: as the month's rule has it for what it weighs, else ``LEAST_CASES``."""
    if measure.denominator is None:
        return 0
    rule = board.plan.ranking_rule(Month.parse(month))
    own = measure.indicator.id if measure.indicator is not None else ""
    weighed = {c.indicator: c.min_cases for c in rule.components} if rule is not None else {}
    return weighed.get(own, LEAST_CASES)


def stretches(board: Board, measure: Measure, unit: Unit, months: Sequence[str]) -> list[Stretch]:
    """Levels of the months by themselves, whatever window is drawn, since running sums hang together.

    Of a state the changes from month to month are looked at. Empty where months cannot be told apart: a state that
    restarts each January, a running sum whose months are not known, cases not done with, too few months.
    """
    if measure.is_unfinished:
        return []
    if measure.told == "flow" and "month" in measure.windows:
        course = queries_trends.course(board, measure, "month", unit)
        points = [(m, f) for m in months if (f := course.get(m)) is not None and f.value is not None]
        tops, unders = [f.numerator for _m, f in points], [f.denominator or 1.0 for _m, f in points]
        is_share = measure.is_share and all(t <= u for t, u in zip(tops, unders, strict=True))
        form: change_points.Form = "binomial" if is_share and measure.denominator else "poisson"
        return _named([m for m, _f in points], change_points.levels(tops, unders, form))
    if measure.told != "state":
        return []
    course = queries_trends.course(board, measure, measure.declared, unit)
    steps = []
    for before, month in pairwise(months):
        now, then = course.get(month), course.get(before)
        if now is not None and then is not None and now.value is not None and then.value is not None:
            steps.append((month, now.value - then.value))
    if len({round(step, 12) for _m, step in steps}) < 2:
        return []  # a state that never moves has no turn
    return _named([m for m, _s in steps], change_points.levels([s for _m, s in steps], form="gaussian"))


def _named(months: Sequence[str], found: Sequence[Level]) -> list[Stretch]:
    return [Stretch(months[s.first], months[s.last], s.level, s.p) for s in found]
