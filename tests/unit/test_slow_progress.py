"""Slow progress: each limit of the rule worked out on paper."""

import shutil
from pathlib import Path

import pytest

from rules.ladder import SlowProgressRule
from rules.months import Month
from rules.packs import load_plan
from rules.plan import Indicator
from rules.problems import BrokenPack
from rules.slow_progress import Pace, pace, stands_still

TINY = Path(__file__).parents[1] / "fixtures" / "plans" / "tiny"
RULE = """
slow_progress:
  - version: s1
    valid_from: "2025-03"
    clause: 二
    months: 2
    least_progress: 0.25
    share: 0.5
    min_judged: 2
    indicators:
      - {indicator: on_time, min_cases: 2}
      - {indicator: coverage, short_by: 0.1}
      - {indicator: serious_accidents}
"""


def _indicator(**changes) -> Indicator:
    words = dict.fromkeys(
        ("title", "title_en", "short_title", "short_title_en", "clause", "definition", "definition_en"), "x"
    )
    return Indicator.model_validate({"id": "x", **words, **changes})


UP, DOWN = _indicator(), _indicator(direction="down", kind="count")
FALL = _indicator(direction="down", kind="fall")


@pytest.mark.parametrize(
    ("indicator", "target", "then", "now", "least", "short_by", "expected"),
    [
        # 0.5 -> 0.6 towards 0.9: a quarter of the way of 0.4 exactly, which is enough
        (UP, 0.9, 0.5, 0.6, 0.25, 0, False),
        (UP, 0.9, 0.5, 0.59, 0.25, 0, True),
        (UP, 0.9, 0.5, 0.5, 0, 0, True),  # nothing at all
        (UP, 0.9, 0.5, 0.501, 0, 0, False),  # any step will do
        (UP, 0.9, 0.5, 0.4, 0, 0, True),  # back
        (UP, 0.9, 0.9, 0.9, 0.5, 0, False),  # met
        (UP, 0.9, 0.95, 0.85, 0.5, 0, True),  # met before, not any more
        (UP, 0.9, 0.85, 0.85, 0.5, 0.1, False),  # within 0.1 of the target
        (UP, 0.9, 0.75, 0.75, 0.5, 0.1, True),
        (DOWN, 0, 8, 7, 0.25, 0, True),  # one of eight
        (DOWN, 0, 8, 6, 0.25, 0, False),  # two of eight: a quarter
        (DOWN, 0, 8, 9, 0, 0, True),
        (FALL, 0.2, 0.0, 0.1, 0.25, 0, False),  # a greater fall is a step forward
        (FALL, 0.2, 0.1, 0.0, 0.25, 0, True),
    ],
)
def test_standing_still(indicator, target, then, now, least, short_by, expected):
    assert stands_still(indicator, target, then, now, least, short_by) is expected


@pytest.fixture
def plan(tmp_path):
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    with (folder / "plan.yml").open("a", encoding="utf-8") as file:
        file.write(RULE)
    return load_plan(folder)


def _rule(plan) -> SlowProgressRule:
    found = plan.slow_progress_rule(Month(2025, 4))
    assert found is not None
    return found


def test_the_rule_holds_from_its_month_on(plan):
    assert plan.slow_progress_rule(Month(2025, 2)) is None
    assert plan.slow_progress_rule(Month(2025, 3)).version == "s1"


def test_half_of_the_judged_standing_still_is_slow(plan):
    # on_time 0.5 -> 0.5 of 0.9: still. coverage 0.2 -> 0.3 of 0.5: a third of the way. Accidents 0: met.
    course = {
        "2025-02": {"on_time": (1, 2, 0.5), "coverage": (2, 10, 0.2), "serious_accidents": (0, None, 0)},
        "2025-04": {"on_time": (2, 4, 0.5), "coverage": (3, 10, 0.3), "serious_accidents": (0, None, 0)},
    }
    april = Month(2025, 4)
    assert pace(plan, _rule(plan), april, course) == Pace(
        ("on_time", "coverage", "serious_accidents"), ("on_time",), False
    )
    # coverage 0.2 -> 0.25: a sixth of the way: two of three
    course["2025-04"]["coverage"] = (2.5, 10, 0.25)
    assert pace(plan, _rule(plan), april, course).is_slow
    # without accidents one of two is half, which is enough
    course["2025-04"]["coverage"] = (3, 10, 0.3)
    del course["2025-04"]["serious_accidents"]
    assert pace(plan, _rule(plan), april, course) == Pace(("on_time", "coverage"), ("on_time",), True)
    # fewer than two judged: nobody is called slow
    del course["2025-04"]["coverage"]
    assert pace(plan, _rule(plan), april, course) == Pace(("on_time",), ("on_time",), False)


def test_what_is_unknown_or_too_few_is_not_judged(plan):
    course = {
        "2025-02": {"on_time": (1, 1, 1.0), "coverage": (None, None, None)},
        "2025-04": {"on_time": (0, 1, 0.0), "coverage": (3, 10, 0.3), "serious_accidents": (1, None, 1)},
    }
    # on_time: one case; coverage: unknown before; accidents: no figure before
    assert pace(plan, _rule(plan), Month(2025, 4), course) == Pace((), (), False)


def test_two_years_are_not_compared(plan):
    figures = {"on_time": (1, 4, 0.25), "coverage": (1, 10, 0.1), "serious_accidents": (1, None, 1)}
    course = {"2025-11": figures, "2025-12": figures, "2026-01": figures, "2026-02": figures}
    assert pace(plan, _rule(plan), Month(2026, 1), course) == Pace((), (), False)
    assert pace(plan, _rule(plan), Month(2026, 2), course) == Pace((), (), False)


def test_every_mistake_of_the_rule_is_told(tmp_path):
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    with (folder / "plan.yml").open("a", encoding="utf-8") as file:
        file.write(
            RULE.replace("on_time,", "on_tine,").replace("indicator: coverage", "indicator: cohort_clearance")
            + "yearly_supervision: {clause: 一}\n"
        )
    with pytest.raises(BrokenPack) as error:
        load_plan(folder)
    said = str(error.value)
    assert "on_tine" in said and "cohort_clearance" in said and "有 targets 的指标" in said
    assert "yearly_supervision" in said
