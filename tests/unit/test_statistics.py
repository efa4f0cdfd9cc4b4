"""Intervals against published or hand-worked figures, and what must hold for any numbers."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.plan import Break, Component, RankingRule
from rules.scoring import score_unit
from rules.statistics import certainty, change_is_beyond_chance, forecast, ranks, wilson

BREAKS = [Break(code="red", below=60), Break(code="orange", below=70), Break(code="green")]
RULE = RankingRule(
    version="v", valid_from="2025-01", clause="x", breaks=BREAKS,
    components=[Component(indicator=i, weight=w, zero_at=0, full_at=1) for i, w in (("a", 60), ("b", 40))],
)  # fmt: skip


def scored(a, b=None, vetoes=()):
    figures = {"a": (*a, a[0] / a[1])}
    if b:
        figures["b"] = (*b, b[0] / b[1])
    return score_unit(RULE, figures, dict.fromkeys(vetoes, 1))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score, no continuity correction)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(successes, trials, low, high):
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.data())
def test_wilson_holds_the_share_and_stays_within_nought_and_one(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1
    mirrored = wilson(trials - successes, trials)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (2, 1), (-1, 5), (1, -1)])
def test_wilson_refuses_what_is_no_share(successes, trials):
    with pytest.raises(ValueError, match="expected"):
        wilson(successes, trials)


def test_places_go_by_colour_then_score_and_ties_share_one():
    scores = [scored((9, 10)), scored((65, 100)), scored((9, 10)), scored((1, 10))]
    assert ranks(scores, RULE) == [1, 3, 1, 4]


def test_a_score_without_data_has_no_place():
    empty = score_unit(RULE, {}, {})
    assert ranks([empty, scored((9, 10))], RULE) == [None, 1]
    first, second = certainty([empty, scored((9, 10))], RULE, 1)
    assert (first.rank, first.rank_low, first.rank_high, first.colour_probability) == (None, None, None, {})
    assert (second.rank, second.rank_low, second.rank_high) == (1, 1, 1)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6), st.integers(0, 99)
)
def test_intervals_hold_the_rank_and_probabilities_add_up_to_one(counts, seed):
    scores = [scored((a, 40), (b, 40)) for a, b in counts]
    for one in certainty(scores, RULE, seed):
        assert 1 <= one.rank_low <= one.rank <= one.rank_high <= len(scores)
        assert math.isclose(sum(one.colour_probability.values()), 1)
        assert one.score_low <= one.score_high
    assert certainty(scores, RULE, seed) == certainty(scores, RULE, seed), "the same rows, the same intervals"


def test_many_cases_make_a_colour_surer_than_few():
    few, many = (certainty([scored((3 * n, 4 * n), (3 * n, 4 * n))], RULE, 7)[0] for n in (2, 200))
    assert many.colour_probability["green"] > few.colour_probability["green"]
    assert many.score_high - many.score_low < few.score_high - few.score_low


def test_a_change_is_beyond_chance_only_with_enough_cases():
    assert not change_is_beyond_chance(scored((9, 10)), scored((7, 10)))
    assert change_is_beyond_chance(scored((900, 1000)), scored((700, 1000)))
    assert not change_is_beyond_chance(scored((900, 1000)), scored((900, 1000)))
    assert not change_is_beyond_chance(score_unit(RULE, {}, {}), scored((9, 10)))


def test_a_straight_line_is_forecast_exactly():
    assert forecast([1, 2, 3, 4], 8) == pytest.approx((12, 12, 12))


def test_a_forecast_needs_four_values_and_looks_at_the_last_six():
    assert forecast([1, 2, 3], 1) is None
    assert forecast([], 1) is None
    assert forecast([99, -50, 1, 2, 3, 4, 5, 6], 1)[0] == pytest.approx(7)


def test_the_interval_of_a_forecast_is_the_textbooks():
    # y = 1, 3, 2, 4 at x = 0..3: slope 0.8, intercept 1.3; residuals -0.3 0.9 -0.9 0.3, sum of squares 1.8,
    # s = sqrt(1.8 / 2) = 0.9487. At x = 4: 4.5; width s * sqrt(1 + 1/4 + 2.5^2 / 5) = 0.9487 * 1.5811 = 1.5; t(2) = 4.303.
    middle, low, high = forecast([1, 3, 2, 4], 1)
    assert middle == pytest.approx(4.5)
    assert (low, high) == pytest.approx((4.5 - 4.303 * 1.5, 4.5 + 4.303 * 1.5), abs=1e-3)
