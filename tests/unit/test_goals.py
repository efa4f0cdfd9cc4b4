"""Targets of every kind worked out by hand: value, gap, status, forecast, and since when they are reached."""

from datetime import date
from types import SimpleNamespace

import pytest

from rules.goals import deadline, judge
from rules.months import Month
from rules.plan import Aggregate, Indicator, Target

PLAN = SimpleNamespace(last_month=Month(2026, 12), date_reach_months=3)
LATER = date(2026, 11, 5)
ROWS = Aggregate(mart="m", column="c")


def indicator(kind="percentage", direction="up", unit="%", window="month_end", has_whole=True) -> Indicator:
    half = Aggregate(mart="m", column="c", window=window)
    return Indicator(
        id="x", title="x", title_en="x", short_title="x", short_title_en="x", clause="x", definition="x",
        definition_en="x", kind=kind, direction=direction, unit=unit, numerator=half,
        denominator=half if has_whole else None,
    )  # fmt: skip


def shares(*counts: float | None) -> dict[Month, tuple]:
    """Counts out of 100, from January 2025 on."""
    return {
        Month(2025, n): (c, 100, c / 100 if c is not None else None) for n, c in enumerate(counts, 1)
    }  # fmt: skip


def counts(*values: float | None) -> dict[Month, tuple]:
    return {Month(2025, n): (v, None, v) for n, v in enumerate(values, 1)}


def stand(what, target, figures, month, due=None, today=LATER):
    goal = Target(year=2025, value=target, clause="x", due=due)
    return judge(PLAN, what, goal, figures, Month(2025, month), today)


def told(one):
    return (one.value, one.gap if one.gap is None else round(one.gap, 9), one.status)


CLIMB = shares(50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 99, 100)


@pytest.mark.parametrize(
    ("what", "target", "figures", "month", "expected"),
    [
        # A share that shall rise: 65 % in April, 5 points a month: 105 % by December, held at 100 %.
        (indicator(), 1.0, CLIMB, 4, (0.65, -0.35, "on_course")),
        # Three months only: no forecast, so behind.
        (indicator(), 1.0, CLIMB, 3, (0.60, -0.40, "behind")),
        (indicator(), 0.9, CLIMB, 9, (0.90, 0.0, "met")),  # exactly the target
        (indicator(), 0.9, CLIMB, 10, (0.95, 0.05, "met")),
        # 50 to 54 %, a point a month: 54 + 7 = 61 % is exactly what is asked for; a hair more is not reached.
        (indicator(), 0.61, shares(50, 51, 52, 53, 54), 5, (0.54, -0.07, "on_course")),
        (indicator(), 0.6101, shares(50, 51, 52, 53, 54), 5, (0.54, -0.0701, "behind")),
        (indicator(), 0.9, shares(*[80] * 11, 89), 12, (0.89, -0.01, "missed")),
        (indicator(), 0.9, shares(*[80] * 11, 90), 12, (0.9, 0.0, "met")),
        # A share that shall fall.
        (indicator(direction="down"), 0.1, shares(30, 25, 20, 15), 4, (0.15, -0.05, "on_course")),
        (indicator(direction="down"), 0.1, shares(30, 30, 30, 30), 4, (0.30, -0.2, "behind")),
        (indicator(direction="down"), 0.1, shares(*[30] * 11, 10), 12, (0.10, 0.0, "met")),
        (indicator(direction="down"), 0.1, shares(*[10] * 11, 11), 12, (0.11, -0.01, "missed")),
        # Words: the committee's threshold, judged like a share.
        (indicator("words"), 0.95, shares(*[90] * 11, 95), 12, (0.95, 0.0, "met")),
        (indicator("words"), 0.95, shares(*[90] * 11, 94), 12, (0.94, -0.01, "missed")),
        # Nothing reported: for this month, or never.
        (indicator(), 0.9, shares(80, 80, 80, 80, None), 5, (None, None, "no_data")),
        (indicator(), 0.9, {}, 5, (None, None, "no_data")),
        (indicator(), 0.9, shares(*[80] * 11), 12, (None, None, "no_data")),
    ],
)  # fmt: skip
def test_shares_and_words(what, target, figures, month, expected):
    assert told(stand(what, target, figures, month)) == expected


def count(direction, window="year_to_date", kind="count"):
    return indicator(kind, direction, "次", window, has_whole=False)


@pytest.mark.parametrize(
    ("what", "target", "figures", "month", "expected"),
    [
        # At least three in the year: one a month by April makes 12; none since January is 1 and stays 1.
        (count("up"), 12, counts(1, 2, 3, 4), 4, (4, -8, "on_course")),
        (count("up"), 13, counts(1, 2, 3, 4), 4, (4, -9, "behind")),
        (count("up"), 3, counts(1, 1, 1, 1), 4, (1, -2, "behind")),
        (count("up"), 3, counts(1, 2, 3, 3), 4, (3, 0, "met")),
        (count("up"), 3, counts(*[2] * 12), 12, (2, -1, "missed")),
        # At most two in the year. Within the limit and not expected to pass it: met so far.
        (count("down"), 2, counts(0, 0, 0, 0), 4, (0, 2, "met")),
        (count("down"), 2, counts(2, 2, 2, 2), 4, (2, 0, "met")),
        # One by January, two by April: a third of one a month makes 4.67 by December.
        (count("down"), 2, counts(1, 1, 1, 2), 4, (2, 0, "behind")),
        # The third one cannot be taken back, whatever the year still brings.
        (count("down"), 2, counts(1, 1, 3), 3, (3, -1, "missed")),
        (count("down"), 2, counts(*[2] * 12), 12, (2, 0, "met")),
        (count("down", kind="words"), 0, counts(0, 1), 2, (1, -1, "missed")),
        # The same over the whole campaign.
        (count("down", "campaign_to_date"), 2, counts(1, 1, 3), 3, (3, -1, "missed")),
        # A state or a month's count can recover: 4, 3, 2, 1 ends at nought; a single month too many is behind.
        (count("down", "month_end"), 0, counts(4, 3, 2, 1), 4, (1, -1, "on_course")),
        (count("down", "month_end"), 0, counts(1, 1, 1, 1), 4, (1, -1, "behind")),
        (count("down", "month_end"), 0, counts(*[1] * 11, 0), 12, (0, 0, "met")),
        (count("down", "month"), 1, counts(0, 2), 2, (2, -1, "behind")),
        (count("up", "month"), 2, counts(3, 3, 3, 1), 4, (1, -1, "behind")),
        (count("up", "trailing_12"), 5, counts(*[5] * 12), 12, (5, 0, "met")),
    ],
)  # fmt: skip
def test_counts_in_a_period(what, target, figures, month, expected):
    assert told(stand(what, target, figures, month)) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (9, 10, (0.1, 0.0, "met")),
        (8, 10, (0.2, 0.1, "met")),
        (10, 10, (0.0, -0.1, "missed")),
        (12, 10, (-0.2, -0.3, "missed")),
        (0, 0, (0.0, -0.1, "missed")),
        (2, 0, (None, None, "missed")),  # a rise from nought has no share and is no fall
        (None, 10, (None, None, "no_data")),
        (3, None, (None, None, "no_data")),
    ],
)
def test_a_fall_by_a_tenth_on_the_year_before(now, before, expected):
    value = 1 - now / before if now is not None and before else 0.0 if now == before == 0 else None
    value = value if value is None else round(value, 12)
    figures = {Month(2025, 12): (now, before, value)}
    what = indicator("fall", "down", "人", "year_to_date", has_whole=False)
    assert told(stand(what, 0.1, figures, 12)) == expected


JUNE = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("figures", "month", "today", "status", "reached"),
    [
        # Done by its day, since May; what comes later changes nothing.
        (shares(20, 40, 60, 80, 100, 100), 5, LATER, "met", 5),
        (shares(20, 40, 60, 80, 100, 100, 90), 7, LATER, "met", 5),
        # Four months before its day nothing is late yet; three months before it is, unless the pace does it.
        (shares(0, 0), 2, LATER, "on_course", None),
        (shares(0, 0, 0), 3, LATER, "behind", None),
        (shares(0, 0, 0, 10), 4, LATER, "behind", None),
        (shares(10, 30, 50, 70), 4, LATER, "on_course", None),  # 70 + 2 × 20: done by June
        # Its month has come, its day has not: still behind; the day after it, missed.
        (shares(20, 40, 60, 80, 90, 95), 6, date(2025, 6, 30), "behind", None),
        (shares(20, 40, 60, 80, 90, 95), 6, date(2025, 7, 1), "missed", None),
        # Done in August: missed, and told since when.
        (shares(20, 40, 60, 80, 90, 95, 97, 100, 100), 9, LATER, "missed", 8),
        (shares(20, 40, 60, 80, 90, 95, 97, 100, 99), 9, LATER, "missed", None),
        (shares(20, 40, 60, 80, 90), 6, LATER, "no_data", None),
    ],
)
def test_a_date(figures, month, today, status, reached):
    one = stand(indicator("date"), 1.0, figures, month, JUNE, today)
    assert (one.status, one.reached) == (status, reached and Month(2025, reached))


def test_a_target_with_a_day_is_judged_by_that_day_and_not_by_the_years_end():
    figures = shares(20, 40, 60, 80, 90, 95, 97, 100, 100, 100, 100, 100)
    for month in (6, 9, 12):
        one = stand(indicator(), 1.0, figures, month, JUNE)
        assert (one.month, one.value, round(one.gap, 9), one.status) == (
            Month(2025, 6),
            0.95,
            -0.05,
            "missed",
        )
    # The same figures against the year's end.
    assert told(stand(indicator(), 1.0, figures, 12)) == (1.0, 0.0, "met")
    # And the other way round: reached in June, lost again by December.
    lost = shares(*[100] * 6, *[50] * 6)
    assert told(stand(indicator(), 1.0, lost, 12, JUNE)) == (1.0, 0.0, "met")
    assert told(stand(indicator(), 1.0, lost, 12)) == (0.5, -0.5, "missed")


def test_a_forecast_goes_to_the_targets_own_day():
    # 70 % in April, 20 points a month: 110 % by June, held at 100 %; a point a month: 53 + 2 = 55 %.
    assert stand(indicator(), 1.0, shares(10, 30, 50, 70), 4, JUNE).ahead[0] == 1.0
    assert stand(indicator(), 1.0, shares(50, 51, 52, 53), 4, JUNE).ahead[0] == pytest.approx(0.55)
    assert stand(indicator(), 1.0, shares(50, 51, 52, 53), 4).ahead[0] == pytest.approx(0.61)
    assert stand(indicator(), 1.0, shares(*[50] * 12), 12).ahead is None


def test_the_deadline_is_the_targets_day_the_years_end_or_the_plans():
    assert deadline(Target(year=2025, value=1, clause="x", due=JUNE), PLAN) == JUNE
    assert deadline(Target(year=2025, value=1, clause="x"), PLAN) == date(2025, 12, 31)
    short = SimpleNamespace(last_month=Month(2025, 9))
    assert deadline(Target(year=2025, value=1, clause="x"), short) == date(2025, 9, 30)


def test_a_year_is_not_over_before_its_last_day_has_passed():
    figures = shares(*[80] * 12)
    assert stand(indicator(), 0.9, figures, 12, today=date(2025, 12, 31)).status == "behind"
    assert stand(indicator(), 0.9, figures, 12, today=date(2026, 1, 1)).status == "missed"
