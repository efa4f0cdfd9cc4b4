"""Which step is due and whether a letter carries it out, worked out on paper."""

from datetime import date

import pytest

from etl.escalations import trigger_words, triggers_of
from rules.escalation import Letter, Outcome, months_at_least, needed, next_step, outcome, step_due, window
from rules.months import Month
from rules.packs import load_plan, plan_ids
from rules.plan import LadderStep

WORST_FIRST = ["red", "orange", "yellow", "blue", "green"]
MARCH = Month(2026, 3)
TODAY = date(2026, 5, 20)


def _step(name, applies_to, months=None):
    told = {"id": name, "name": name, "name_en": name, "applies_to": applies_to, "clause": "一"}
    return LadderStep.model_validate({**told, "months_in_a_row": months or {}})


LADDER = [
    _step("letter", ["red", "orange", "slow_progress"], {"red": 1, "orange": 1, "slow_progress": 2}),
    _step("notice", ["red", "orange"], {"red": 2, "orange": 3}),
    _step("interview", ["red"], {"red": 3}),
]


def _due(trigger, months):
    found = step_due(LADDER, WORST_FIRST, trigger, months)
    return found and (found.step.id, found.counted, found.months, found.needed)


@pytest.mark.parametrize(
    ("trigger", "months", "expected"),
    [
        ("red", {"red": 1}, ("letter", "red", 1, 1)),
        ("red", {"red": 2}, ("notice", "red", 2, 2)),
        ("red", {"red": 3}, ("interview", "red", 3, 3)),
        ("red", {"red": 11}, ("interview", "red", 11, 3)),  # the last step again, month after month
        ("orange", {"orange": 2}, ("letter", "orange", 2, 1)),
        ("orange", {"orange": 9}, ("notice", "orange", 9, 3)),  # the interview is for red alone
        ("slow_progress", {"slow_progress": 1}, None),  # from the second month on
        ("slow_progress", {"slow_progress": 2}, ("letter", "slow_progress", 2, 2)),
        ("zero_penalty", {"zero_penalty": 5}, None),  # no step applies to it
        # Orange, orange, red: the third month of orange or worse brings the notice, not the letter again.
        ("red", {"red": 1, "orange": 3}, ("notice", "orange", 3, 3)),
        # Red twice after orange twice: both bring the notice, and the unit's own months are told.
        ("red", {"red": 2, "orange": 4}, ("notice", "red", 2, 2)),
    ],
)
def test_the_strongest_step_that_has_come_is_due(trigger, months, expected):
    assert _due(trigger, months) == expected


def test_months_of_a_worse_class_count_for_the_milder_one():
    course = ["orange", "yellow", "orange", "red", "orange"]
    assert months_at_least(WORST_FIRST, course) == {"red": 0, "orange": 3, "yellow": 5, "blue": 5, "green": 5}
    assert (
        months_at_least(WORST_FIRST, ["red", None, "red"])["red"] == 1
    )  # a month without a class ends the row
    assert months_at_least(WORST_FIRST, [])["red"] == 0


def test_a_step_without_months_is_due_by_its_place():
    bare = [_step("a", ["red"]), _step("b", ["orange"]), _step("c", ["red", "orange"]), _step("d", ["red"])]
    assert [needed(bare, step, "red") for step in bare if "red" in step.applies_to] == [1, 2, 3]
    assert needed(bare, bare[2], "orange") == 2
    assert next_step(bare, "red", 1) == (bare[2], 2)
    assert next_step(bare, "red", 3) is None


def test_a_letter_about_a_month_is_sent_in_the_next():
    assert window(MARCH) == (date(2026, 4, 1), date(2026, 4, 30))
    assert window(Month(2026, 12)) == (date(2027, 1, 1), date(2027, 1, 31))


def _letter(day, step="letter", **more):
    return Letter(step, date(2026, 4, day) if isinstance(day, int) else day, **more)


def _outcome(*letters, step="letter", trigger="red", as_of=TODAY):
    return outcome(letters, step, trigger, MARCH, as_of)


def test_nothing_was_sent():
    assert _outcome() == Outcome("not_sent")


@pytest.mark.parametrize(
    ("letter", "state", "days"),
    [
        (_letter(8), "sent", 0),  # no answer asked for by a day: never overdue
        (_letter(8, answer_due=date(2026, 5, 20)), "sent", 0),  # the day itself is in time
        (_letter(8, answer_due=date(2026, 5, 17)), "overdue", 3),
        (_letter(8, answer_due=date(2026, 4, 23), answered=date(2026, 4, 20)), "answered", 0),
        (_letter(8, answer_due=date(2026, 4, 23), answered=date(2026, 4, 27)), "answered", 4),
        # An answer of tomorrow is not known today.
        (_letter(8, answer_due=date(2026, 4, 23), answered=date(2026, 5, 21)), "overdue", 27),
        (_letter(8, triggers=frozenset({"red", "slow_progress"})), "sent", 0),
    ],
)
def test_what_became_of_a_letter(letter, state, days):
    assert _outcome(letter) == Outcome(state, letter, days)


@pytest.mark.parametrize(
    "letter",
    [
        _letter(date(2026, 3, 31)),  # before the month was over
        _letter(date(2026, 5, 1)),  # by then it is about April
        _letter(8, triggers=frozenset({"orange"})),  # for something else
    ],
)
def test_what_is_no_letter_about_this_month(letter):
    assert _outcome(letter) == Outcome("not_sent")


def test_a_letter_of_another_step_is_told_and_does_not_count():
    other = _letter(8, "notice")
    assert _outcome(other) == Outcome("not_sent", others=(other,))


def test_the_latest_of_several_counts_and_none_of_the_future():
    first, last = _letter(8), _letter(20)
    assert _outcome(last, first).letter == last
    assert _outcome(last, first, as_of=date(2026, 4, 10)).letter == first
    assert _outcome(last, first, as_of=date(2026, 4, 7)).state == "not_sent"


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("2026-09红色", ["red"]),
        ("9月五色晾晒列橙，进展缓慢", ["orange", "slow_progress"]),
        ("半年只检查不处罚", ["zero_penalty"]),
        ("红星水库隐患", []),  # a name is no colour
        ("Reduced inspections", []),
        ("red in September", ["red"]),
        ("", []),
    ],
)
def test_what_a_cause_names(cause, expected):
    assert triggers_of(cause, trigger_words(load_plan("enshi"))) == expected


@pytest.mark.parametrize("plan_id", plan_ids())
def test_each_trigger_of_each_plan_comes_to_every_step_of_its_own(plan_id):
    """With the months a step asks for, it is due: none stands in the shadow of another for ever."""
    plan = load_plan(plan_id)
    classes = [item.code for item in plan.ranking_scale]
    triggers = {t for step in plan.ladder for t in step.applies_to} & {
        *classes,
        "slow_progress",
        "zero_penalty",
    }
    assert triggers
    for trigger in triggers:
        for step in (s for s in plan.ladder if trigger in s.applies_to):
            least = needed(plan.ladder, step, trigger)
            found = step_due(plan.ladder, classes, trigger, {trigger: least})
            assert found and (found.step.id, found.needed) == (step.id, least), (trigger, step.id)
