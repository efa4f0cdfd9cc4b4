"""Classes at their limits: accidents after regulation 493, scores and indices at breaks, target status."""

import pytest

from rules.classes import accident_class, class_of, meets, target_status, worst
from rules.plan import Aggregate, Break, Indicator

SCALE = [Break(code="red", below=60), Break(code="orange", below=70), Break(code="yellow", below=80),
         Break(code="blue", below=90), Break(code="green")]  # fmt: skip

# State Council regulation 493 (2007), article 3. 以上 includes the number, 以下 does not.
# 特别重大: 30 deaths and more, or 100 serious injuries and more, or 100 million yuan and more
# 重大: 10 to under 30 deaths, 50 to under 100 injuries, 50 to under 100 million yuan
# 较大: 3 to under 10 deaths, 10 to under 50 injuries, 10 to under 50 million yuan
# 一般: under 3 deaths, under 10 injuries, under 10 million yuan
LIMITS = [
    (0, 0, 0, "general"),
    (2, 0, 0, "general"), (3, 0, 0, "serious"), (9, 0, 0, "serious"), (10, 0, 0, "major"), (29, 0, 0, "major"),
    (30, 0, 0, "extraordinary"),
    (0, 9, 0, "general"), (0, 10, 0, "serious"), (0, 49, 0, "serious"), (0, 50, 0, "major"), (0, 99, 0, "major"),
    (0, 100, 0, "extraordinary"),
    (0, 0, 9_999_999.99, "general"), (0, 0, 10_000_000, "serious"), (0, 0, 49_999_999.99, "serious"),
    (0, 0, 50_000_000, "major"), (0, 0, 99_999_999.99, "major"), (0, 0, 100_000_000, "extraordinary"),
    # any one of the three lifts the class, and they do not add up
    (2, 9, 9_999_999, "general"), (1, 10, 0, "serious"), (3, 50, 0, "major"), (9, 49, 100_000_000, "extraordinary"),
    (2, None, None, "general"), (3, None, None, "serious"),
]  # fmt: skip


@pytest.mark.parametrize(("deaths", "injuries", "loss", "expected"), LIMITS)
def test_accidents_are_classed_after_regulation_493(deaths, injuries, loss, expected):
    assert accident_class(deaths, injuries, loss) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [(-5, "red"), (0, "red"), (59.999, "red"), (60, "orange"), (69.999999, "orange"), (70, "yellow"), (80, "blue"),
     (89.999, "blue"), (90, "green"), (100, "green"), (101, "green")],
)  # fmt: skip
def test_a_limit_belongs_to_the_better_class(value, code):
    assert class_of(value, SCALE) == code


def test_the_worst_of_several_classes_is_found_whatever_their_order():
    assert worst(["green", "orange", "blue"], SCALE) == "orange"
    assert worst(["orange", "red"], SCALE) == worst(["red", "orange"], SCALE) == "red"


def indicator(kind="percentage", direction="up"):
    return Indicator(
        id="x", title="x", title_en="x", short_title="x", short_title_en="x", clause="x", definition="x",
        definition_en="x", kind=kind, direction=direction, numerator=Aggregate(mart="m", column="c"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "direction", "value", "target", "met"),
    [
        ("percentage", "up", 0.8, 0.8, True), ("percentage", "up", 0.7999, 0.8, False),
        ("count", "down", 0, 0, True), ("count", "down", 1, 0, False),
        # A fall by a tenth of something that should go down: more of a fall is better.
        ("fall", "down", 0.1, 0.0, True), ("fall", "down", 0.0, 0.0, True), ("fall", "down", -0.1, 0.0, False),
    ],
)  # fmt: skip
def test_a_target_is_met_at_its_value_and_beyond(kind, direction, value, target, met):
    assert meets(value, target, indicator(kind, direction)) is met


@pytest.mark.parametrize(
    ("value", "expected", "over", "status"),
    [
        (None, None, False, "no_data"), (None, 1.0, True, "no_data"),
        (0.9, None, False, "met"), (0.9, 0.1, True, "met"),
        (0.5, None, False, "behind"), (0.5, 0.8, False, "behind"),
        (0.5, 0.9, False, "on_course"),
        (0.5, 0.9, True, "missed"), (0.5, None, True, "missed"),
    ],
)  # fmt: skip
def test_status_follows_value_forecast_and_the_years_end(value, expected, over, status):
    assert target_status(indicator(), value, 0.9, expected, over) == status
