"""Scores by hand: shares earned, parts left out, weights scaled up, vetoes, and colours at exact limits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.classes import class_of
from rules.packs import load_plan
from rules.plan import Aggregate, Break, Component, RankingRule, Veto
from rules.scoring import score_unit, share_earned

BREAKS = [Break(code="red", below=60), Break(code="orange", below=70), Break(code="yellow", below=80),
          Break(code="blue", below=90), Break(code="green")]  # fmt: skip


def part(name, weight, zero_at=0.0, full_at=1.0, min_cases=0):
    return Component(indicator=name, weight=weight, zero_at=zero_at, full_at=full_at, min_cases=min_cases)


def rule(*components, share=0.5, vetoes=()):
    return RankingRule(
        version="v", valid_from="2025-01", clause="x", components=list(components), breaks=BREAKS,
        min_weight_share=share, vetoes=list(vetoes),
    )  # fmt: skip


def veto(name, code, at_least=1):
    return Veto(
        id=name,
        title="x",
        title_en="x",
        clause="x",
        count=Aggregate(mart="m", column="c"),
        at_least=at_least,
        code=code,
    )


@pytest.mark.parametrize(
    ("value", "zero_at", "full_at", "share"),
    [
        (0.0, 0, 1, 0), (0.25, 0, 1, 0.25), (1.0, 0, 1, 1),
        (0.5, 0.5, 1, 0), (0.75, 0.5, 1, 0.5), (0.4, 0.5, 1, 0), (1.5, 0.5, 1, 1),
        # smaller is better: 10 earns nothing, 2 all, 4 three quarters
        (10, 10, 2, 0), (4, 10, 2, 0.75), (2, 10, 2, 1), (0, 10, 2, 1), (11, 10, 2, 0),
    ],
)  # fmt: skip
def test_a_share_runs_straight_from_zero_at_to_full_at_and_stays_within(value, zero_at, full_at, share):
    assert share_earned(value, part("a", 1, zero_at, full_at)) == pytest.approx(share)


def test_a_score_is_the_points_over_the_weights():
    # 30 * 0.5 + 70 * 0.8 = 15 + 56 = 71
    found = score_unit(rule(part("a", 30), part("b", 70)), {"a": (1, 2, 0.5), "b": (8, 10, 0.8)}, {})
    assert found.score == pytest.approx(71)
    assert found.colour == "yellow"
    assert [p.points for p in found.parts] == pytest.approx([15, 56])
    assert [p.state for p in found.parts] == ["scored", "scored"]


def test_weights_need_not_add_up_to_a_hundred():
    # (3 * 0.5 + 1 * 1) / 4 = 2.5 / 4 = 62.5 %
    found = score_unit(rule(part("a", 3), part("b", 1)), {"a": (1, 2, 0.5), "b": (1, 1, 1.0)}, {})
    assert (found.score, found.colour) == (pytest.approx(62.5), "orange")


def test_what_has_no_data_is_left_out_and_the_rest_scaled_up():
    # b is not known: 30 * 0.9 of 30 -> 90; a alone is 30 of 50 of the weights
    found = score_unit(rule(part("a", 30), part("b", 20)), {"a": (9, 10, 0.9)}, {})
    assert (found.score, found.colour) == (pytest.approx(90), "green")
    assert (found.parts[1].state, found.parts[1].points, found.parts[1].value) == ("no_data", None, None)


@pytest.mark.parametrize(("weight", "scored"), [(50, True), (49, False), (51, True)])
def test_half_of_the_weights_is_enough_and_less_is_not(weight, scored):
    found = score_unit(rule(part("a", weight), part("b", 100 - weight)), {"a": (1, 1, 1.0)}, {})
    assert (found.score is not None) is scored
    assert found.colour == ("green" if scored else "no_data")


@pytest.mark.parametrize(("cases", "state"), [(9, "too_few"), (10, "scored")])
def test_fewer_cases_than_asked_for_are_too_few(cases, state):
    found = score_unit(rule(part("a", 1, min_cases=10)), {"a": (cases, cases, 1.0)}, {})
    assert found.parts[0].state == state
    assert found.colour == ("green" if state == "scored" else "too_few")


def test_nothing_at_all_is_no_data_and_one_part_with_too_few_is_too_few():
    two = rule(part("a", 1, min_cases=5), part("b", 1))
    assert score_unit(two, {}, {}).colour == "no_data"
    assert score_unit(two, {"a": (1, 2, 0.5)}, {}).colour == "too_few"
    assert score_unit(two, {"a": (None, None, None)}, {}).colour == "no_data"


def test_zero_is_a_value_and_not_the_want_of_one():
    found = score_unit(rule(part("a", 1)), {"a": (0, 10, 0.0)}, {})
    assert (found.score, found.colour, found.parts[0].points) == (0, "red", 0)


@pytest.mark.parametrize(
    ("value", "counts", "colour", "named"),
    [
        (0.95, {}, "green", ()),
        (0.95, {"fatal": 0}, "green", ()),
        (0.95, {"fatal": 1}, "red", ("fatal",)),
        (0.95, {"late": 1}, "green", ()),  # at least two
        (0.95, {"late": 2}, "orange", ("late",)),
        (0.95, {"fatal": 1, "late": 3}, "red", ("fatal", "late")),
        (0.10, {"late": 2}, "red", ("late",)),  # a veto never lifts
        (None, {"late": 2}, "orange", ("late",)),  # a veto needs no score
    ],
)
def test_vetoes_set_their_class_and_never_a_better_one(value, counts, colour, named):
    asked = rule(part("a", 1), vetoes=[veto("fatal", "red"), veto("late", "orange", 2)])
    found = score_unit(asked, {} if value is None else {"a": (1, 1, value)}, counts)
    assert (found.colour, found.vetoes) == (colour, named)
    assert (found.score is None) is (value is None)


def exact(asked, figures):
    """The score in fractions: what paper gives."""
    points, used = Fraction(0), Fraction(0)
    for component in asked.components:
        n, d = figures[component.indicator]
        zero, full = Fraction(str(component.zero_at)), Fraction(str(component.full_at))
        share = min(max((Fraction(n, d) - zero) / (full - zero), Fraction(0)), Fraction(1))
        points += Fraction(str(component.weight)) * share
        used += Fraction(str(component.weight))
    return points / used * 100


DEFAULT_RULES = load_plan("enshi").ranking


@pytest.mark.parametrize(
    ("zero_at", "full_at", "numerator", "denominator", "limit"),
    [
        # (n/d - zero) / (full - zero) is exactly the limit; worked out with fractions
        (0.5, 1.0, 95, 100, 90),  # 0.45 / 0.5
        (0.5, 1.0, 90, 100, 80),  # 0.4 / 0.5
        (0.3, 1.0, 93, 100, 90),  # 0.63 / 0.7
        (0.3, 1.0, 72, 100, 60),  # 0.42 / 0.7
        (0.3, 1.0, 79, 100, 70),  # 0.49 / 0.7
        (0.3, 1.0, 86, 100, 80),  # 0.56 / 0.7
        (0.2, 1.0, 92, 100, 90),  # 0.72 / 0.8
        (0.4, 0.9, 85, 100, 90),  # 0.45 / 0.5
        (0.0, 0.6, 54, 100, 90),  # 0.54 / 0.6
        (0.0, 0.6, 42, 100, 70),  # 0.42 / 0.6
        (0.0, 0.6, 36, 100, 60),  # 0.36 / 0.6
    ],
)
def test_a_score_that_is_exactly_a_limit_has_the_better_colour(
    zero_at, full_at, numerator, denominator, limit
):
    asked = rule(part("a", 100, zero_at, full_at))
    assert exact(asked, {"a": (numerator, denominator)}) == limit
    found = score_unit(asked, {"a": (numerator, denominator, numerator / denominator)}, {})
    assert found.score == pytest.approx(limit)
    assert found.colour == class_of(limit, BREAKS)


@given(data=st.data())
def test_the_colour_is_that_of_the_exact_score_under_the_default_plans_rules(data):
    """Colours follow the unrounded score: that of paper, not that of binary fractions."""
    asked = data.draw(st.sampled_from(DEFAULT_RULES))
    figures, given_to = {}, {}
    for component in asked.components:
        d = data.draw(
            st.sampled_from([10, 20, 25, 50, 100, 200]).filter(lambda v, c=component: v >= c.min_cases)
        )
        n = data.draw(st.integers(0, d))
        figures[component.indicator], given_to[component.indicator] = (n, d), (n, d, n / d)
    score = exact(asked, figures)
    found = score_unit(asked, given_to, {})
    assert found.score == pytest.approx(float(score), abs=1e-9)
    assert found.colour == next(
        b.code for b in asked.breaks if b.below is None or score < Fraction(str(b.below))
    )
    assert 0 <= found.score <= 100
