"""Changes between two periods: published examples, and small ones worked out on paper."""

import pytest

from rules.changes import EXACT_TO, Figure, difference, is_beyond_chance, rates_p


def test_the_difference_of_two_shares_as_newcombe_published_it():
    # Newcombe 1998, table II, example (a), method 10: 56/70 and 48/80.
    assert difference(Figure(56, 70), Figure(48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    # Example (b): 9/10 and 3/10; (h): 10/10 and 0/20 has both ends at the edge of what can be.
    assert difference(Figure(9, 10), Figure(3, 10)) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_two_rates_as_r_compares_them():
    # help(poisson.test): Fredericia against three cities, ages 55-59: p-value = 0.07967.
    fredericia, others = Figure(11, 800), Figure(6 + 8 + 7, 1083 + 1050 + 878)
    assert rates_p(fredericia, others) == pytest.approx(0.07967, abs=5e-6)
    assert not is_beyond_chance("rate", fredericia, others)


@pytest.mark.parametrize(
    ("now", "before", "p"),
    [
        (0, 5, 2 / 32),  # of 2^5 splits only 0 and 5 are as uneven: 1 + 1
        (0, 6, 2 / 64),
        (1, 7, 18 / 256),  # 1 + 8 on each side of 2^8
        (3, 3, 1.0),
        (0, 0, 1.0),
    ],
)
def test_two_counts_on_paper(now, before, p):
    assert rates_p(Figure(now), Figure(before)) == pytest.approx(p, rel=1e-9)
    assert is_beyond_chance("count", Figure(now), Figure(before)) == (p < 0.05)


def test_few_accidents_are_no_change_and_many_are():
    assert not is_beyond_chance("count", Figure(8), Figure(14))
    assert is_beyond_chance("count", Figure(80), Figure(140))


def test_the_normal_curve_takes_over_where_it_agrees():
    exact = rates_p(Figure(1050), Figure(EXACT_TO - 1050))
    beyond = rates_p(Figure(1051), Figure(EXACT_TO - 1050))
    assert exact == pytest.approx(0.0268, abs=2e-4)
    assert beyond == pytest.approx(0.0259, abs=1e-3)


def test_a_share_of_nothing_changes_nothing():
    assert Figure(0, 0).value is None
    assert not is_beyond_chance("share", Figure(3, 3), Figure(0, 0))
    with pytest.raises(ValueError, match="cases"):
        difference(Figure(1, 2), Figure(0, 0))
    with pytest.raises(ValueError, match="exposures"):
        rates_p(Figure(1, 0), Figure(1, 2))


def test_a_small_change_of_a_large_share_counts_and_of_a_small_one_does_not():
    assert is_beyond_chance("share", Figure(900, 1000), Figure(850, 1000))
    assert not is_beyond_chance("share", Figure(9, 10), Figure(7, 10))
