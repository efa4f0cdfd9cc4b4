"""Figures and dates read the same everywhere, and never claim more than they are."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board import texts
from rules.plan import Break


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "shown"),
    [
        (0.986, 986, 1000, "98.6%"),
        (1.0, 12, 12, "100%"),
        (0.99999, 99999, 100000, "99.9%"),
        (0.00001, 1, 100000, "0.1%"),
        (0.0, 0, 50, "0%"),
        (1.0, None, None, "100%"),
        (0.9999, None, None, "99.9%"),
        (None, None, None, "—"),
        (1.2, 12, 10, "120.0%"),
        (1.0004, 10004, 10000, "100%"),
    ],
)
def test_rates(value, numerator, denominator, shown):
    assert texts.rate(value, numerator, denominator) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(89.96, "89.9"), (90.0, "90.0"), (59.999999, "59.9"), (94.25, "94.3"), (None, "—"), (float("nan"), "—")],
)
def test_scores_stay_on_their_side_of_a_break(value, shown):
    assert texts.score(value, [60, 70, 80, 90]) == shown


@given(st.floats(0, 100), st.lists(st.integers(1, 99), min_size=1, max_size=5))
def test_no_score_is_shown_across_a_break(value, breaks):
    shown = float(texts.score(value, breaks))
    assert all((value < b) == (shown < b) for b in breaks)


def test_a_score_above_an_odd_break_is_not_shown_below_it():
    assert texts.score(90.03, [90.02]) == "90.1"


def test_signs_ranges_and_counts():
    assert texts.change(8.44) == "+8.4"
    assert texts.change(-1.5) == "−1.5"
    assert texts.change(-0.04) == "0.0"
    assert texts.number(1268) == "1,268"
    assert texts.number(-3) == "−3"
    assert texts.span("93.9%", "96.3%") == "93.9%～96.3%"
    assert texts.span("3", "3") == "3"
    assert texts.share(131, 150) == "131/150"
    assert texts.target(0.95) == "95%"
    assert texts.target(0.995) == "99.5%"
    assert texts.plain(30.0) == "30"
    assert texts.plain(12.5) == "12.5"


def test_chances_are_never_certain_by_rounding():
    assert texts.probability(0.58) == "58%"
    assert texts.probability(0.999) == "＞99%"
    assert texts.probability(0.001) == "＜1%"


def test_dates():
    assert texts.month("2026-10") == "2026年10月"
    assert texts.day("2026-10-31") == texts.day(date(2026, 10, 31)) == "2026年10月31日"


def test_labels_follow_the_breaks():
    from board.charts.marks import break_labels

    breaks = [Break(code="red", below=55), Break(code="yellow", below=82.5), Break(code="green")]
    rule = SimpleNamespace(breaks=breaks, vetoes=[])
    assert break_labels(rule) == {"red": "低于 55", "yellow": "55～82.5", "green": "82.5 及以上"}


def test_english_dates_ranges_and_lists():
    from board import i18n

    with i18n.speaking("en"):
        assert texts.month("2026-10") == "Oct 2026" and texts.month_short("2026-10") == "Oct"
        assert texts.day("2026-10-31") == "31 Oct 2026"
        assert texts.span("93.9%", "96.3%") == "93.9%–96.3%"
        assert texts.names(["A", "B"]) == "A, B" and texts.brackets("A") == " (A)"
        assert texts.probability(0.999) == ">99%" and texts.probability(0.001) == "<1%"
        assert texts.clause("一（三）1") == "1(3)1"


def test_names_of_a_plan_follow_the_language():
    from board import colours, i18n
    from rules.packs import load_plan

    plan = load_plan("enshi")
    badong = next(r for r in plan.regions if r.code == "422823")
    red = colours.scale(plan.ranking_scale)["red"]
    rows = [
        {"region_code": "422823", "region": "巴东县", "vetoes": [{"id": "serious_accident", "title": "甲"}]}
    ]
    assert texts.region_name(badong) == "巴东县" and texts.class_short(red) == "红"
    assert texts.localised(rows, plan) == rows
    with i18n.speaking("en"):
        assert texts.region_name(badong) == "Badong" and texts.region_names(plan)["*"] == "Whole prefecture"
        assert texts.class_short(red) == "R" and texts.class_label(red) == "Red"
        row = texts.localised(rows, plan)[0]
        assert row["region"] == "Badong" and row["vetoes"][0]["title"].isascii()
    assert rows[0]["region"] == "巴东县"


def test_a_share_is_told_by_its_unit_not_by_its_kind():
    """A target in words judged by a committee's threshold is a share like any other; a fall is none."""
    from board.charts import breakdown, marks
    from rules.plan import Indicator

    def made(kind: str, unit: str) -> Indicator:
        return Indicator.model_construct(id="x", kind=kind, unit=unit, direction="up")

    part = {"numerator": 3.0, "denominator": 5.0}
    assert marks.value(0.6, made("words", "%"), part) == "60.0%"
    assert breakdown.bound(0.9, made("words", "%")) == "90%"
    assert texts.is_share(made("percentage", "%")) and not texts.is_share(made("fall", "%"))
    assert (
        marks.value(4, made("count", "起"), part) == "4.0 起"
        and breakdown.bound(4, made("count", "起")) == "4"
    )
