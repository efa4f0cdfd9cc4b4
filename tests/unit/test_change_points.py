"""Change points: two published series, what chance alone brings, and small series by hand."""

import numpy as np
import pytest

from rules.change_points import FEWEST, Level, levels

# Flow of the Nile at Aswan, 10^8 m3, 1871 to 1970: Cobb 1978, Biometrika 65:243-251.
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip
# British coal-mining disasters a year, 1851 to 1962: Jarrett 1979, Biometrika 66:191-193.
COAL = [
    4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3,
    2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1,
    0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1,
]  # fmt: skip


def test_the_nile_falls_after_1898():
    assert (len(NILE), sum(NILE)) == (100, 91_935)
    found = levels(NILE, form="gaussian")
    # The one change that the literature agrees on: 1871-1898 at 1098, 1899-1970 at 850.
    assert [(1871 + s.first, 1871 + s.last) for s in found] == [(1871, 1898), (1899, 1970)]
    assert [s.level for s in found] == pytest.approx([1097.75, 849.97], abs=0.01)
    assert found[1].p == 0.001


def test_disasters_in_coal_mines_become_rarer_about_1890():
    assert (len(COAL), sum(COAL)) == (112, 191)
    found = levels(COAL)
    assert 1851 + found[0].last in (1889, 1890, 1891)
    # Carlin, Gelfand and Smith 1992, Applied Statistics 41:389-405: about 3.1 a year before, 0.9 after.
    assert found[0].level == pytest.approx(3.1, abs=0.1)
    after = sum(COAL[found[1].first :]) / (112 - found[1].first)
    assert after == pytest.approx(0.92, abs=0.02)


@pytest.mark.parametrize("form", ["binomial", "poisson", "gaussian"])
def test_chance_alone_is_seldom_called_a_change(form):
    """A series at one level, 200 times: false alarms in 5 % of them; 4 standard errors more would be 11 %."""
    generator = np.random.default_rng(7)
    alarms = 0
    for _time in range(200):
        cases = generator.integers(20, 200, 36)
        drawn = {
            "binomial": lambda cases=cases: generator.binomial(cases, 0.9),
            "poisson": lambda: generator.poisson(6, 36),
            "gaussian": lambda: generator.normal(0, 1, 36),
        }[form]()
        alarms += len(levels(drawn, cases if form == "binomial" else None, form)) > 1
    assert alarms / 200 <= 0.11
    assert alarms > 0  # one that never cries is deaf


def test_months_that_vary_more_than_the_model_are_no_change():
    """Shares that jump about by themselves: a test that trusts the binomial calls most of these a change."""
    generator = np.random.default_rng(11)
    alarms = sum(
        len(levels(generator.binomial(400, generator.beta(9, 3, 36)), [400] * 36, "binomial")) > 1
        for _time in range(100)
    )
    assert alarms <= 12


def test_a_share_that_steps_up_by_hand():
    # A year at 60 of 100, then a year at 80 of 100.
    found = levels([60] * 12 + [80] * 12, [100] * 24, "binomial")
    assert found == [Level(0, 11, 0.6, 1.0), Level(12, 23, 0.8, 0.001)]


def test_months_weigh_by_their_cases():
    # Single cases at nought here and there are no level of their own: 15 of 18 is what all come to together.
    tops, cases = [1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 2], [1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 1, 2]
    (only,) = levels(tops, cases, "binomial")
    assert only == Level(0, 13, 15 / 18, 1.0)


def test_two_changes_and_the_exposure_of_a_rate():
    # One event, four, one a year on the same exposure; then the exposure doubles and the rate stays.
    found = levels([10] * 12 + [40] * 12 + [10] * 12, form="poisson")
    assert [(s.first, s.last, s.level) for s in found] == [(0, 11, 10), (12, 23, 40), (24, 35, 10)]
    assert len(levels([10] * 12 + [20] * 12, [1] * 12 + [2] * 12, "poisson")) == 1


def test_no_level_is_shorter_than_four_months():
    found = levels([5] * 10 + [50, 50, 50] + [5] * 10)
    assert all(s.last - s.first >= 3 for s in found)


def test_too_short_a_series_is_not_looked_at_and_wrong_ones_are_told():
    assert levels([1] * (FEWEST - 1)) == []
    with pytest.raises(ValueError, match="numerator"):
        levels([3] * 12, [2] * 12, "binomial")
    with pytest.raises(ValueError, match="exposure"):
        levels([3] * 12, [0] * 12)


def test_the_same_series_gives_the_same_answer():
    assert levels(COAL) == levels(COAL)
