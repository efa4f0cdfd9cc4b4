"""Movements by more than chance, worked by hand: what two months share is no second sample."""

import math
import random
from functools import cache

import pytest

from rules.months import Month
from rules.movement import (
    KEPT,
    NOTHING,
    Shared,
    change_is_beyond_chance,
    overlap_of,
    shared,
    variance_of_change,
)
from rules.packs import load_plan
from rules.plan import Aggregate, Break, Component, RankingRule
from rules.scoring import score_unit


def rule(*weights, zero_at=0.0):
    parts = [
        Component(indicator=name, weight=weight, zero_at=zero_at, full_at=1)
        for name, weight in zip("abc", weights, strict=False)
    ]
    return RankingRule(
        version="v", valid_from="2025-01", clause="x", breaks=[Break(code="red", below=60), Break(code="green")],
        components=parts,
    )  # fmt: skip


def scored(asked, **figures):
    return score_unit(asked, {name: (n, d, n / d) for name, (n, d) in figures.items()}, {})


ONE = rule(1)


def beyond(now, before, common=NOTHING, asked=ONE):
    return change_is_beyond_chance(
        scored(asked, a=now), scored(asked, a=before), asked, {"a": "share"}, {"a": common}
    )


def test_two_months_with_nothing_in_common_are_two_samples():
    # 90 and 80 of 100, together 0.85: each success counts 0.15^2, each failure 0.85^2, but at least n * 0.85 * 0.15:
    # max(9.25, 12.75) and max(16.25, 12.75), over 100^2: 0.0029.
    assert variance_of_change("share", (90, 100), (80, 100)) == pytest.approx(0.0029)
    assert not beyond((9, 10), (7, 10))
    assert beyond((900, 1000), (700, 1000)) and beyond((700, 1000), (900, 1000))
    assert not beyond((900, 1000), (900, 1000))


@pytest.mark.parametrize(
    ("now", "is_beyond"), [(82, False), (83, False), (84, True), (76, True), (77, False)]
)
def test_of_cases_that_stayed_only_those_count_that_changed_their_state(now, is_beyond):
    # k of 100 points were put under control: k events of 1/100 each; k / sqrt(k) > 1.96 from four on (McNemar).
    assert variance_of_change("share", (80, 100), (now, 100), KEPT) == pytest.approx(abs(now - 80) / 1e4)
    assert beyond((now, 100), (80, 100), KEPT) is is_beyond
    # As two samples even 84 of 100 would be nothing: their noise is that of 200 cases.
    assert not beyond((now, 100), (80, 100))


def test_ten_good_ones_more_where_nearly_all_are_good_prove_nothing():
    # 99 of 100, then 109 of 110: ten cases at 208/210 scatter by at least 10 * 0.9905 * 0.0095 = 0.0943.
    assert variance_of_change("share", (99, 100), (109, 110), KEPT) == pytest.approx(
        10 * (208 / 210) * (2 / 210) / (100 * 110)
    )
    assert not beyond((109, 110), (99, 100), KEPT)
    # Five bad ones of five are another matter.
    assert beyond((99, 105), (99, 100), KEPT)


def test_of_twelve_months_only_the_newest_and_the_oldest_differ():
    # 10 of 12 came, 9 of 12 went, 85 became 86 of 100: with 0.855, 19 * 0.145^2 + 5 * 0.855^2 = 4.0546 of 100^2.
    window = Shared(True, (10, 12), (9, 12))
    assert variance_of_change("share", (85, 100), (86, 100), window) == pytest.approx(4.0546e-4, rel=1e-4)
    # Two more that changed their state in between count one each.
    assert variance_of_change("share", (85, 100), (88, 100), window) == pytest.approx(
        (2 + 19 * 0.135**2 + 5 * 0.865**2) / 1e4
    )


def test_what_a_point_is_worth_scales_the_noise_with_the_movement():
    # Worth nothing at 0.5 and all at 1: 80 to 84 of 100 moves the score by 8, and each event by 2: again 4 / sqrt(4).
    steep = rule(1, zero_at=0.5)
    assert beyond((84, 100), (80, 100), KEPT, steep) and not beyond((83, 100), (80, 100), KEPT, steep)


def test_counts_rates_and_falls_have_the_noise_of_counts():
    assert variance_of_change("count", (9, 0), (16, 0)) == 25
    assert variance_of_change("count", (9, 0), (16, 0), KEPT) == 7, "seven came, the nine are the same"
    assert variance_of_change("count", (9, 0), (10, 0), Shared(True, (3, 0), (2, 0))) == 5
    assert variance_of_change("rate", (20, 10), (40, 20)) == pytest.approx(20 / 100 + 40 / 400)
    # Ten events more on twice the exposure, where thirty were to be expected: two in a unit.
    assert variance_of_change("rate", (20, 10), (20, 20), KEPT) == pytest.approx(10 * 40 / 30 / 200)
    # A fall: (n/d)^2 (1/n + 1/d) of each month.
    assert variance_of_change("fall", (30, 50), (40, 50)) == pytest.approx(
        0.36 * (1 / 30 + 1 / 50) + 0.64 * (1 / 40 + 1 / 50)
    )


def test_a_part_that_came_or_went_is_no_movement():
    asked = rule(60, 40)
    before = scored(asked, a=(900, 1000), b=(0, 100))
    now = scored(asked, a=(900, 1000))
    assert now.score - before.score == pytest.approx(36)
    assert not change_is_beyond_chance(now, before, asked)


def test_two_months_are_compared_under_the_rule_of_the_newer():
    old, new = rule(50, 50), rule(90, 10)
    before, now = scored(old, a=(500, 1000), b=(900, 1000)), scored(new, a=(500, 1000), b=(900, 1000))
    assert before.score == pytest.approx(70) and now.score == pytest.approx(54)
    assert not change_is_beyond_chance(now, before, new), "the figures are the same: the rule moved the score"


def test_an_amount_whose_chance_nobody_knows_moves_no_arrow():
    asked = rule(60, 40)
    before, now = scored(asked, a=(500, 1000), b=(100, 1000)), scored(asked, a=(500, 1000), b=(900, 1000))
    assert change_is_beyond_chance(now, before, asked)
    assert not change_is_beyond_chance(now, before, asked, {"b": "fixed"})


def test_without_a_score_there_is_no_movement():
    assert not change_is_beyond_chance(score_unit(ONE, {}, {}), scored(ONE, a=(9, 10)), ONE)
    assert not change_is_beyond_chance(scored(ONE, a=(9, 10)), score_unit(ONE, {}, {}), ONE)


def half(window, column="on_time"):
    return Aggregate(mart="hazard_month", column=column, window=window)


@cache
def any_indicator():
    return next(i for i in load_plan("enshi").indicators if i.source == "ledger" and i.denominator)


def indicator(*windows, **changes):
    known = any_indicator()
    halves = dict(zip(("numerator", "denominator"), (half(w) for w in windows), strict=True))
    return known.model_copy(update=halves | changes)


def test_what_months_share_follows_from_the_windows():
    assert overlap_of(indicator("month", "month")) == "none"
    assert overlap_of(indicator("trailing_12", "trailing_12")) == "trailing"
    assert overlap_of(indicator("year_to_date", "year_to_date")) == "year"
    assert overlap_of(indicator("quarter_to_date", "month_end")) == "quarter"
    assert overlap_of(indicator("month_end", "month_end")) == "kept"
    assert overlap_of(indicator("campaign_to_date", "campaign_to_date")) == "kept"
    year = {"numerator": half("month_end", "on_time_ytd"), "denominator": half("month_end", "due_ytd")}
    assert overlap_of(indicator("month", "month", **year)) == "year"
    for restarts, overlap in (("monthly", "none"), ("yearly", "year"), ("never", "kept")):
        assert overlap_of(indicator("month", "month", source="dispatch", restarts=restarts)) == overlap


@pytest.mark.parametrize(
    ("overlap", "month", "found"),
    [
        ("none", Month(2025, 5), NOTHING), ("year", Month(2025, 1), NOTHING), ("year", Month(2025, 2), KEPT),
        ("quarter", Month(2025, 4), NOTHING), ("quarter", Month(2025, 5), KEPT), ("kept", Month(2025, 1), KEPT),
        ("trailing", Month(2025, 1), Shared(True, (1, 2), (3, 4))),
    ],
)  # fmt: skip
def test_sums_of_a_year_or_quarter_begin_anew(overlap, month, found):
    assert shared(overlap, month, (1, 2), (3, 4)) == found


def test_arrows_by_chance_alone_are_rare():
    # 2,000 units whose 200 cases of twelve months go well with 0.8 always: a twentieth of the arrows or fewer.
    draw, arrows = random.Random(5), 0
    for _unit in range(2_000):
        months = [sum(draw.random() < 0.8 for _case in range(17)) for _month in range(13)]
        before, now = (sum(months[:12]), 204), (sum(months[1:]), 204)
        arrows += beyond(now, before, Shared(True, (months[12], 17), (months[0], 17)))
    assert arrows / 2_000 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 2_000)
    assert arrows > 20, "and not never"
