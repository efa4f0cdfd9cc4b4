"""Forecasts and their back-test, worked out by hand."""

from math import sqrt

import pytest

from rules.forecasts import Held, adds_up, backtest, drift, expected, limits, line
from rules.plan import Aggregate, Indicator
from rules.statistics import wilson


def indicator(kind="percentage", unit="%", window="month_end", has_whole=True, source="ledger") -> Indicator:
    half = Aggregate(mart="m", column="c", window=window)
    return Indicator(
        id="x", title="x", title_en="x", short_title="x", short_title_en="x", clause="x", definition="x",
        definition_en="x", kind=kind, unit=unit, source=source, numerator=half, denominator=half if has_whole else None,
    )  # fmt: skip


def months(*values, whole=None):
    return [(n, (v * whole if whole else v, whole, v)) for n, v in enumerate(values, 1)]


def test_the_last_value_is_carried_on_by_the_mean_step():
    # Steps 2, 1, 3: mean 2, variance (0 + 1 + 1) / 2 = 1. Two months on: 7 + 4 = 11,
    # give or take t(2) 4.303 * 1 * sqrt(2 + 4 / 3) = 7.856.
    middle, low, high = drift([(1, 1.0), (2, 3.0), (3, 4.0), (4, 7.0)], 2)
    assert middle == pytest.approx(11)
    assert (low, high) == pytest.approx((11 - 4.303 * sqrt(2 + 4 / 3), 11 + 4.303 * sqrt(2 + 4 / 3)))


def test_even_steps_are_carried_on_by_both_methods():
    points = [(n, float(n)) for n in range(1, 9)]
    assert drift(points, 4) == line(points, 4) == pytest.approx((12, 12, 12))


def test_even_growth_of_a_share_is_not_taken_for_certain():
    # 10, 12, 14, 16 of 100: 32 % by December; 16 of 100 leaves open 10.1 % to 24.4 % (Wilson) today, so 10.1 % to 32 %.
    middle, low, high = expected(indicator(), months(0.10, 0.12, 0.14, 0.16, whole=100), 8)
    assert (middle, high) == pytest.approx((0.32, 0.32))
    assert low == pytest.approx(wilson(16, 100)[0])


def test_four_values_are_needed_and_the_last_six_count():
    assert drift([(1, 1.0), (2, 2.0), (3, 3.0)], 1) is None
    assert drift([], 1) is None
    points = [(1, 99.0), (2, -50.0), *((n, float(n)) for n in range(3, 9))]
    assert drift(points, 1)[0] == pytest.approx(9)


def test_a_month_that_is_missing_keeps_its_place():
    # January 1, March 3, April 4, May 5: a step a month, though only three steps are known.
    assert drift([(1, 1.0), (3, 3.0), (4, 4.0), (5, 5.0)], 7)[0] == pytest.approx(12)


def test_a_forecast_stays_within_what_the_figure_can_be():
    rising = months(0.7, 0.8, 0.9, 0.95, whole=1000)
    assert expected(indicator(), rising, 8)[0] == 1.0
    assert expected(indicator(), rising, 8)[2] == 1.0
    falling = months(9, 6, 3, 1)
    assert expected(indicator("count", "处", has_whole=False), falling, 8)[:2] == (0.0, 0.0)
    # What adds up over the year does not fall below what it is.
    whole_year = indicator("count", "次", "year_to_date", has_whole=False)
    assert expected(whole_year, months(1, 2, 3, 10), 8)[1] == 10
    assert limits(indicator("fall", "人", "year_to_date", has_whole=False), 0.3) == (-float("inf"), 1.0)
    assert expected(indicator(), rising, 0) is None


def test_what_adds_up_is_a_count_without_denominator_over_the_year():
    assert adds_up(indicator("count", "次", "year_to_date", has_whole=False))
    assert adds_up(indicator("words", "起", "campaign_to_date", has_whole=False))
    assert not adds_up(indicator("count", "处", "month_end", has_whole=False))
    assert not adds_up(indicator("fall", "人", "year_to_date", has_whole=False))
    assert not adds_up(indicator())


def test_few_cases_leave_open_what_they_leave_open():
    # Four months at 5 of 5: no step was seen, yet five cases leave room down to Wilson's lower limit.
    middle, low, high = expected(indicator(), months(1.0, 1.0, 1.0, 1.0, whole=5), 8)
    assert (middle, high) == (1.0, 1.0)
    assert low == pytest.approx(wilson(5, 5)[0])
    # Five months without an accident leave open up to 3 / 5 a month: seven months make 4.2.
    none_yet = indicator("count", "起", "year_to_date", has_whole=False)
    assert expected(none_yet, months(0, 0, 0, 0, 0), 7) == pytest.approx((0, 0, 4.2))


def test_coverage_is_counted_over_closed_years():
    state = indicator("count", "处", has_whole=False)
    flat = dict(months(*[10.0] * 12))
    # Flat to November, then 40 in December: outside every interval (the widest reaches 10 + 8 * 3 / 4 = 16).
    jump = dict(months(*[10.0] * 11, 40.0))
    open_year = dict(months(*[10.0] * 11))
    held = backtest([(state, flat), (state, jump), (state, open_year)])
    assert [h for h in held if h.method == "drift"] == [Held("drift", ahead, 0.5, 2) for ahead in range(1, 9)]
    assert {h.coverage for h in held if h.method == "line"} == {0.5}


def test_a_forecast_from_a_month_without_figure_is_no_case():
    state = indicator("count", "处", has_whole=False)
    year = {n: (10.0, None, 10.0) for n in range(1, 13) if n != 10}
    horizons = {h.horizon: h.cases for h in backtest([(state, year)]) if h.method == "drift"}
    assert 2 not in horizons
    assert horizons[1] == horizons[3] == 1
    assert backtest([]) == []
