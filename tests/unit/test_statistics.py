"""Intervals against published or hand-worked figures, and what must hold for any numbers."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.noise import PRIOR, is_countable, noise_of
from rules.packs import load_plan
from rules.plan import Aggregate, Break, Component, RankingRule, Veto
from rules.scoring import Part, Score, score_unit
from rules.statistics import DRAWS, UNKNOWN, byar, certainty, forecast, interval, ranks, runner_up, wilson

BREAKS = [Break(code="red", below=60), Break(code="orange", below=70), Break(code="green")]
VETO = Veto(id="v", title="x", title_en="x", clause="x", count=Aggregate(mart="m", column="c"), code="orange")
RULE = RankingRule(
    version="v", valid_from="2025-01", clause="x", breaks=BREAKS, vetoes=[VETO],
    components=[Component(indicator=i, weight=w, zero_at=0, full_at=1) for i, w in (("a", 60), ("b", 40))],
)  # fmt: skip
ONE = RULE.model_copy(update={"components": [Component(indicator="a", weight=1, zero_at=0, full_at=1)]})
FEW = 3.5 * math.sqrt(0.25 / DRAWS)
"""A share of 2,000 draws lies further than this from its true value in less than one of two thousand cases."""


def scored(a, b=None, vetoes=(), rule=RULE):
    figures = {"a": (*a, a[0] / a[1])}
    if b:
        figures["b"] = (*b, b[0] / b[1])
    return score_unit(rule, figures, dict.fromkeys(vetoes, 1))


def beta_below(limit, a, b, steps=20_000):
    """P(X < limit) of Beta(a, b): the density added up by Simpson's rule; a, b > 1."""
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)

    def density(x):
        return math.exp(scale + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x)) if 0 < x < 1 else 0.0

    width = limit / steps
    inner = sum((4 if k % 2 else 2) * density(k * width) for k in range(1, steps))
    return (density(0) + inner + density(limit)) * width / 3


def test_the_integral_of_this_file_is_the_binomial_sum():
    # For whole numbers P(Beta(a, b) < x) is the chance of a or more successes in a + b - 1 trials.
    exact = sum(math.comb(11, j) * 0.7**j * 0.3 ** (11 - j) for j in range(8, 12))
    assert beta_below(0.7, 8, 4) == pytest.approx(exact, abs=1e-9)


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


@pytest.mark.parametrize(
    ("events", "low", "high", "off"),
    [
        # Exact limits of Garwood 1936: 10 events, 4.795 to 18.39; Bortkiewicz's 196 deaths by horse kicks in 280
        # corps-years, 0.6054 to 0.8052 a year. 3.69 is the upper limit of no event.
        (10, 4.795, 18.390, 0.01),
        (196, 0.6054271 * 280, 0.8051570 * 280, 0.01),
        (0, 0.0, 3.689, 0.03),
    ],
)
def test_byars_limits_are_near_the_exact_ones(events, low, high, off):
    assert byar(events) == pytest.approx((low, high), abs=off)


def test_byar_refuses_a_negative_count():
    with pytest.raises(ValueError, match="expected"):
        byar(-1)


def test_an_interval_follows_the_kind_of_count():
    assert interval("share", 81, 263) == wilson(81, 263)
    assert interval("count", 10, None) == byar(10)
    assert interval("rate", 10, 4) == pytest.approx([limit / 4 for limit in byar(10)])
    # 30 this year after 50 last year, a fall of 40 %: of 80 events 37.5 % fell in this year, 27.7 % to 48.5 % (Wilson);
    # a share s means s / (1 - s) events for each of last year.
    low, high = wilson(30, 80)
    assert interval("fall", 30, 50) == pytest.approx((1 - high / (1 - high), 1 - low / (1 - low)))
    for noise, numerator, denominator in (
        ("fixed", 5, 10), ("share", 11, 10), ("share", None, 10), ("share", 0, 0), ("count", -1, None), ("rate", 3, None),
        ("fall", 3, 0),
    ):  # fmt: skip
        assert interval(noise, numerator, denominator) is None
        assert not is_countable(noise, numerator, denominator)


def test_the_kind_of_count_is_told_from_the_indicators_halves():
    known = {i.id: i for i in load_plan("enshi").indicators}
    share = known["rectification_rate"]
    assert noise_of(share) == "share"
    assert noise_of(share.model_copy(update={"unit": "项"})) == "rate"
    assert noise_of(share.model_copy(update={"denominator": None})) == "count"
    assert noise_of(share.model_copy(update={"kind": "fall", "denominator": None})) == "fall"
    money = Aggregate(mart="penalty_month", column="amount_yuan")
    assert noise_of(share.model_copy(update={"numerator": money})) == "fixed"


def test_places_go_by_colour_then_score_and_ties_share_one():
    scores = [scored((9, 10)), scored((65, 100)), scored((9, 10)), scored((1, 10))]
    assert ranks(scores, RULE) == [1, 3, 1, 4]


def test_a_score_without_data_has_no_place():
    empty = score_unit(RULE, {}, {})
    assert ranks([empty, scored((9, 10))], RULE) == [None, 1]
    first, second = certainty([empty, scored((9, 10))], RULE)
    assert first == UNKNOWN
    assert (second.rank, second.rank_low, second.rank_high) == (1, 1, 1)
    assert certainty([], RULE) == [] and certainty([empty], RULE) == [UNKNOWN]


def test_weights_are_drawn_round_the_declared_ones():
    # a earns all and b nothing, both without chance: the score is the drawn weight of a, Beta(120, 80) times 100, with
    # mean 60 and standard deviation 100 * sqrt(0.6 * 0.4 / 201) = 3.455.
    fixed = score_unit(RULE, {"a": (5, 5, 1.0), "b": (0, 5, 0.0)}, {})
    (found,) = certainty([fixed], RULE, {"a": "fixed", "b": "fixed"})
    below = sum(math.comb(199, j) * 0.6**j * 0.4 ** (199 - j) for j in range(120, 200))
    assert found.colour_probability["red"] == pytest.approx(below, abs=FEW)
    assert found.score_low == pytest.approx(60 - 1.96 * 3.455, abs=0.5)
    assert found.score_high == pytest.approx(60 + 1.96 * 3.455, abs=0.5)


def test_a_part_that_is_not_scored_has_no_weight_in_any_draw():
    # Only a is known: whatever the weights, the score is its rate alone, and without chance it is certain.
    alone = score_unit(RULE, {"a": (13, 20, 0.65)}, {})
    (found,) = certainty([alone], RULE, {"a": "fixed"})
    assert found.colour_probability == {"orange": 1.0}
    assert (found.score_low, found.score_high) == pytest.approx((65, 65))


@pytest.mark.parametrize(("good", "cases"), [(13, 20), (18, 20), (3, 3), (130, 200)])
def test_the_chance_of_a_colour_is_that_of_the_beta_distribution(good, cases):
    # One part, so no weight matters: P(red) is that the rate, Beta(x + 1/3, n - x + 1/3), is below 0.6.
    (found,) = certainty([scored((good, cases), rule=ONE)], ONE)
    a, b = good + PRIOR, cases - good + PRIOR
    if b > 1:
        red, orange = beta_below(0.6, a, b), beta_below(0.7, a, b)
    else:  # The density has a pole at 1: added up from the other side of the symmetry, x -> 1 - x, by substitution.
        red, orange = (1 - _near_nought(1 - limit, b, a) for limit in (0.6, 0.7))
    chances = found.colour_probability
    assert chances.get("red", 0) == pytest.approx(red, abs=FEW)
    assert chances.get("green", 0) == pytest.approx(1 - orange, abs=FEW)


def _near_nought(limit, a, b, steps=20_000):
    """P(X < limit) of Beta(a, b) with a < 1: with t = x ** a the pole is gone."""
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a
    width = limit**a / steps

    def density(t):
        return scale * (1 - t ** (1 / a)) ** (b - 1)

    inner = sum((4 if k % 2 else 2) * density(k * width) for k in range(1, steps))
    return (density(0) + inner + density(limit**a)) * width / 3


@pytest.mark.parametrize(("good", "cases"), [(18, 20), (10, 20), (50, 60), (7, 10)])
def test_the_prior_is_neutral(good, cases):
    # Kerman 2011: the rate is as often below the observed share as above it, to a hundredth.
    assert beta_below(good / cases, good + PRIOR, cases - good + PRIOR) == pytest.approx(0.5, abs=0.012)


def test_the_chance_of_a_place_is_known_where_one_of_two_stands_still():
    # b stands at 0.80 or 0.85 without chance; a has 90 of 100. P(a below b) is that of Beta(90.33, 10.33): 0.3 % and
    # 7 %; only the second is more than the 2.5 % that a 95 % interval leaves out.
    rule = ONE.model_copy(update={"breaks": [Break(code="green")]})
    for still, behind, highest in ((0.80, 0.0033, 1), (0.85, 0.0695, 2)):
        assert beta_below(still, 90 + PRIOR, 10 + PRIOR) == pytest.approx(behind, abs=5e-5)
        # More successes than cases are no count: such a value is taken as it is.
        other = Score(still * 100, "green", (Part("a", 20, 10, still, 1, still, "scored"),), ())
        first, second = certainty([scored((90, 100), rule=rule), other], rule)
        assert (first.rank, first.rank_low, first.rank_high) == (1, 1, highest)
        assert (second.rank, second.rank_low, second.rank_high) == (2, 3 - highest, 2)


def test_two_counts_of_events_are_compared_as_counts():
    # Fewer accidents are better: 5 against 14. The first is the worse one with P(Beta(5.33, 14.33) > 1/2) = 1.7 %.
    worse = 1 - beta_below(0.5, 5 + PRIOR, 14 + PRIOR)
    assert worse == pytest.approx(0.0172, abs=5e-5)
    part = Component(indicator="a", weight=1, zero_at=60, full_at=0)
    rule = ONE.model_copy(update={"breaks": [Break(code="green")], "components": [part]})
    few, many = (score_unit(rule, {"a": (n, None, n)}, {}) for n in (5, 14))
    first, second = certainty([few, many], rule, {"a": "count"})
    assert (first.rank_low, first.rank_high) == (1, 1) and (second.rank_low, second.rank_high) == (2, 2)
    # 8 against 14: 10 %.
    first, second = certainty([score_unit(rule, {"a": (8, None, 8)}, {}), many], rule, {"a": "count"})
    assert (first.rank_low, first.rank_high) == (1, 2) and (second.rank_low, second.rank_high) == (1, 2)
    # A score is 100 - 100 * events / 60; of 8 events the middle 95 % of Gamma(8.33) reaches from 3.6 to 14.8.
    assert (100 - first.score_high) * 0.6 == pytest.approx(3.65, abs=0.4)
    assert (100 - first.score_low) * 0.6 == pytest.approx(14.8, abs=0.7)


PINNED = [
    {"red": 0.088, "orange": 0.431, "green": 0.481},
    {"red": 0.0525, "orange": 0.6205, "green": 0.327},
]
FIGURES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_what_holds_for_any_figures(rows, chance):
    scores = [scored((a, 40), (b, 40), ["v"] if veto else []) for a, b, veto in rows]
    found = certainty(scores, RULE)
    for score, one in zip(scores, found, strict=True):
        assert 1 <= one.rank_low <= one.rank <= one.rank_high <= len(scores)
        assert math.isclose(sum(one.colour_probability.values()), 1)
        assert score.colour in one.colour_probability
        assert one.score_low <= score.score <= one.score_high
        if score.vetoes:  # a fact: never better than its class
            assert "green" not in one.colour_probability
    for i, row in enumerate(rows):
        for j in range(i):
            if rows[j] == row:
                assert found[i] == found[j], "the same figures, the same intervals"
    # Neither the order of the units nor another unit changes the chances of one.
    order = list(range(len(rows)))
    chance.shuffle(order)
    assert certainty([scores[i] for i in order], RULE) == [found[i] for i in order]
    more = certainty([scored((7, 33), (3, 9)), *scores], RULE)[1:]
    for one, then in zip(more, found, strict=True):
        assert one.colour_probability == then.colour_probability
        assert (one.score_low, one.score_high) == (then.score_low, then.score_high)
        assert 0 <= one.rank - then.rank <= 1 and 0 <= one.rank_high - then.rank_high <= 1


def test_the_draws_are_the_same_in_every_run():
    # Noted once: a numpy whose stream differs would change what was published, and shows here.
    found = certainty([scored((13, 20), (31, 40)), scored((39, 60), (29, 40))], RULE)
    assert [one.colour_probability for one in found] == PINNED


def test_many_cases_make_a_colour_surer_than_few():
    few, many = (certainty([scored((3 * n, 4 * n), (3 * n, 4 * n))], RULE)[0] for n in (2, 200))
    assert many.colour_probability["green"] > few.colour_probability["green"]
    assert many.score_high - many.score_low < few.score_high - few.score_low


def test_a_colour_is_stable_from_the_rules_limit_on():
    chances = {"red": 0.05, "orange": 0.16, "green": 0.79}
    assert runner_up("green", chances, False, 0.8) == ("orange", 0.16)
    assert runner_up("green", chances, False, 0.79) is None
    assert runner_up("green", chances, True, 0.8) is None, "a veto is a fact"
    # The rule decides: another colour may be likelier than the stored one, which stays and says so.
    assert runner_up("orange", chances, False, 0.8) == ("green", 0.79)
    assert runner_up("green", {"green": 0.0, "red": 1.0}, False, 0.8) == ("red", 1.0)
    assert runner_up("no_data", {}, False, 0.8) is None


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
