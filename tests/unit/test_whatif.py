"""Three units under other weights and limits, worked out on paper.

The small plan of 2025: on_time 40 (at least 2 cases), awareness 40 (10), drill_rate 20 (1); limits 60 70 80 90.

A  0.9, 0.6, 0.5                36 + 24 + 10 = 70: yellow. At 20 20 60: 18 + 12 + 30 = 60: orange
B  0.3, 0.9, 1.0                12 + 36 + 20 = 68: orange. At 20 20 60: 6 + 18 + 60 = 84: blue
C  1 of 1 (too few), 0.5, 0.8   (20 + 16) / 60 = 60: orange. At 20 20 60: (10 + 48) / 80 = 72.5: yellow,
                                but a supervised hazard is overdue: orange
"""

import pytest

from rules.months import Month
from rules.packs import load_plan
from rules.whatif import Trial, changed_rule, rescore, shares

LIMITS = [60, 70, 80, 90]
FIGURES = [
    {"on_time": (9, 10, 0.9), "awareness": (60, 100, 0.6), "drill_rate": (5, 10, 0.5)},
    {"on_time": (3, 10, 0.3), "awareness": (90, 100, 0.9), "drill_rate": (10, 10, 1.0)},
    {"on_time": (1, 1, 1.0), "awareness": (50, 100, 0.5), "drill_rate": (8, 10, 0.8)},
]
VETOES = [{}, {}, {"supervised_overdue": 1}]
OVERDUE = ("supervised_overdue",)


@pytest.fixture(scope="module")
def rule(tiny_plan):
    return load_plan(tiny_plan).ranking_rule(Month(2025, 3))


@pytest.mark.parametrize(
    ("weights", "limits", "expected"),
    [
        ([40, 40, 20], LIMITS, [(70, "yellow", 1, ()), (68, "orange", 2, ()), (60, "orange", 3, OVERDUE)]),
        ([20, 20, 60], LIMITS, [(60, "orange", 3, ()), (84, "blue", 1, ()), (72.5, "orange", 2, OVERDUE)]),
        # Only the ratio counts.
        ([1, 1, 3], LIMITS, [(60, "orange", 3, ()), (84, "blue", 1, ()), (72.5, "orange", 2, OVERDUE)]),
        # Without drills: A (0.9 + 0.6) / 2, B (0.3 + 0.9) / 2, C awareness alone, half of the weights.
        ([1, 1, 0], LIMITS, [(75, "yellow", 1, ()), (60, "orange", 2, ()), (50, "red", 3, OVERDUE)]),
        # on_time alone: of C too few cases, but a veto needs no score.
        ([1, 0, 0], LIMITS, [(90, "green", 1, ()), (30, "red", 2, ()), (None, "orange", None, OVERDUE)]),
        # Other limits: 70 is no longer below the last one, 68 stays below 69.
        ([40, 40, 20], [50, 65, 69, 70], [(70, "green", 1, ()), (68, "yellow", 2, ()), (60, "orange", 3, OVERDUE)]),
    ],
)  # fmt: skip
def test_scores_colours_and_places(rule, weights, limits, expected):
    found = rescore(changed_rule(rule, weights, limits), FIGURES, VETOES)
    assert found == [Trial(*one) for one in expected]


def test_the_rule_in_force_stays_as_it_is(rule):
    before = rule.model_dump()
    changed_rule(rule, [1, 0, 5], [1, 2, 3, 4])
    assert rule.model_dump() == before


@pytest.mark.parametrize(
    ("weights", "limits"),
    [
        ([0, 0, 0], LIMITS),
        ([1, 1], LIMITS),
        ([1, 1, -1], LIMITS),
        ([1, 1, 1], [60, 60, 80, 90]),
        ([1, 1, 1], [60, 70, 80]),
    ],
)
def test_what_is_no_rule_is_refused(rule, weights, limits):
    with pytest.raises(ValueError, match="expected"):
        changed_rule(rule, weights, limits)


def test_shares():
    assert shares([30, 20, 50]) == [0.3, 0.2, 0.5]
    assert shares([0, 0]) == [0.0, 0.0]
