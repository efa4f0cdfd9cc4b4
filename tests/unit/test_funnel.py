"""Limits of funnel plots: published Poisson limits and tables, then small groups of units worked out on paper."""

from math import sqrt

import pytest

from rules.funnel import (
    CHANCE,
    Point,
    Spread,
    chi_squared_95,
    limits,
    much_for_little,
    poisson_quantile,
    spread_of,
    verdict,
)

GARWOOD = [  # exact 95 % limits of a count (Garwood 1936, Biometrika 28:437-442)
    (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (20, 12.217, 30.888), (50, 37.111, 65.919),
    (100, 81.364, 121.627),
]  # fmt: skip


@pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
def test_quantiles_are_the_other_side_of_garwoods_limits(count, low, high):
    # At the lower limit 97.5 % fall below the count, at the upper one 2.5 % reach no further than it.
    assert poisson_quantile(0.975, low) == pytest.approx(count - 1, abs=0.01)
    assert poisson_quantile(0.025, high) == pytest.approx(count, abs=0.01)


def test_interpolation_by_hand_from_the_printed_table_of_mean_ten():
    # P(R<=3) 0.0103, P(R<=4) 0.0293: r = 4, a = (0.0293 - 0.025) / 0.0190 = 0.226
    assert poisson_quantile(0.025, 10) == pytest.approx(4 - 0.226, abs=0.003)
    # P(R<=16) 0.9730, P(R<=17) 0.9857: r = 17, a = (0.9857 - 0.975) / 0.0127 = 0.843
    assert poisson_quantile(0.975, 10) == pytest.approx(17 - 0.843, abs=0.006)


def test_large_means_follow_the_normal_curve_with_its_skewness():
    # Cornish and Fisher: mean + z sqrt(mean) + (z^2 - 1) / 6, half a count back for whole numbers
    assert poisson_quantile(0.975, 10_000) == pytest.approx(10_000 + 196.0 + 0.47 - 0.5, abs=0.1)


def test_nought_and_nonsense():
    assert poisson_quantile(0.5, 0) == 0
    assert poisson_quantile(0.001, 2) == 0  # e^-2 = 0.135: nought is not below the limit
    for level, mean in ((0, 1), (1, 1), (0.5, -1)):
        with pytest.raises(ValueError, match="expected 0 < level < 1"):
            poisson_quantile(level, mean)


@pytest.mark.parametrize(("freedom", "table"), [(4, 9.488), (8, 15.507), (10, 18.307), (24, 36.415)])
def test_the_point_of_chi_squared_is_that_of_the_tables(freedom, table):
    assert chi_squared_95(freedom) == pytest.approx(table, abs=0.05)


def group(*counts):
    return [Point(f"u{n}", 100, count) for n, count in enumerate(counts)]


def test_spread_by_hand():
    # z: -2, -1, 0, 1, 4; a tenth and nine tenths of the way: -1.6 and 2.8
    # squares 2.56 + 1 + 0 + 1 + 7.84 = 12.4, phi 2.48; 5 * 2.48 = 12.4 beyond 9.49
    found = spread_of(group(80, 90, 100, 110, 140), 1.0)
    assert found.phi == pytest.approx(2.48)
    assert found.is_beyond_chance and found.factor == pytest.approx(sqrt(2.48))


def test_units_that_differ_by_chance_leave_the_limits_alone():
    # z: -1, -0.5, 0, 0.5, 1 -> ends set to -0.8 and 0.8: 0.64 + 0.25 + 0 + 0.25 + 0.64 = 1.78
    found = spread_of(group(90, 95, 100, 105, 110), 1.0)
    assert found.phi == pytest.approx(1.78 / 5)
    assert not found.is_beyond_chance and found.factor == 1
    assert spread_of(group(0, 0, 300, 300), 1.5) == CHANCE  # four units say nothing of a spread
    assert spread_of(group(0, 0, 0, 0, 0), 0.0) == CHANCE


def test_widened_limits_stand_so_many_times_as_far_from_the_centre():
    exact, wide = limits(1.0, 10), limits(1.0, 10, Spread(4.0, is_beyond_chance=True))
    assert exact.low_warning == pytest.approx(0.3774, abs=0.001)
    assert exact.high_warning == pytest.approx(1.6157, abs=0.001)
    assert wide.high_warning - 1 == pytest.approx(2 * (exact.high_warning - 1))
    assert wide.low_warning == 0  # 1 - 2 * 0.62 is below nought
    assert limits(1.0, 10, Spread(4.0, is_beyond_chance=False)) == exact


def test_limits_close_in_as_the_volume_grows_and_hold_the_centre():
    found = [limits(0.5, volume) for volume in (5, 20, 80, 320, 1280)]
    for one in found:
        assert one.low_alarm <= one.low_warning < 0.5 < one.high_warning < one.high_alarm
    assert [f.high_alarm for f in found] == sorted((f.high_alarm for f in found), reverse=True)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "far_below"), (3, "below"), (10, "within"), (17, "above"), (25, "far_above")]
)
def test_verdicts_at_mean_ten(count, said):
    # limits 1.22, 3.78, 16.16, 20.66
    assert verdict(Point("u", 10, count), 1.0) == said


def test_much_for_little_needs_more_than_the_median_and_less_than_the_limit():
    units = [Point("few", 50, 10), Point("usual", 100, 60), Point("busy", 400, 90), Point("good", 300, 330)]
    # centre 490 / 850 = 0.576; median volume 200: few (0.2) inspects little, busy finds 0.225 of it
    found = much_for_little(units, 490 / 850)
    assert [(point.code, said) for point, said in found] == [("busy", "far_below")]
    assert verdict(units[0], 490 / 850) == "far_below"
    assert much_for_little([], 1.0) == []
