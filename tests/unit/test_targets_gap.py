"""How each kind of target reads: its answer, its day, since when it has been reached."""

from datetime import date

import pytest

from board import i18n
from board.charts import targets_table, targets_text
from board.charts.targets_gap import due_note, gap_text, reached_note
from board.queries_targets import Goal
from rules.plan import Aggregate, Indicator, Target

JUNE = date(2026, 6, 30)


def goal(
    kind="percentage", unit="%", direction="up", target=1.0, due=None, window="month_end", **figures
) -> Goal:
    half = Aggregate(mart="m", column="c", window=window)
    indicator = Indicator(
        id="x", title="某项", title_en="X", short_title="某项", short_title_en="X", clause="一", definition="",
        definition_en="", kind=kind, unit=unit, direction=direction, numerator=half,
        denominator=half if unit == "%" else None,
    )  # fmt: skip
    known = {"value": None, "numerator": None, "denominator": None, "status": "behind", "month": "2026-10"}
    goal_ = Target(year=2026, value=target, clause="一", due=due)
    return Goal(indicator, goal_, deadline=due or date(2026, 12, 31), **(known | figures))  # type: ignore[arg-type]


def part(n, of=100):
    return {"value": n / of, "numerator": n, "denominator": of}


def count(n):
    return {"value": n, "numerator": n}


MAX = {"kind": "count", "unit": "起", "direction": "down", "window": "year_to_date"}


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (goal("date", due=JUNE, month="2026-06", status="met", reached="2026-05", **part(100)), "6月 100%，已达到目标 100%"),
        (
            goal("date", due=JUNE, month="2026-06", status="missed", reached="2026-08", **part(90)),
            "到2026年6月30日 90.0%，没有达到目标 100%，8月才达到，已过期限",
        ),
        (goal("date", due=JUNE, month="2026-02", status="on_course", **part(10)), "现为 10.0%，离2026年6月30日还早"),
        (goal("date", due=JUNE, month="2026-06", **part(90)), "6月 90.0%，还没有达到目标 100%"),
        (
            goal(due=JUNE, month="2026-04", forecast=0.9, low=0.8, high=0.95, **part(80)),
            "按现速度到2026年6月30日差 10.0 个百分点",
        ),
        (
            goal(due=JUNE, month="2026-04", status="on_course", forecast=1.0, low=1.0, high=1.0, **part(80)),
            "按现速度到2026年6月30日可达到目标 100%",
        ),
        (goal(month="2026-03", **part(80)), "不足四个月的数字，还不能预计年底"),
        (goal(**MAX, target=2, month="2026-04", status="missed", **count(3)), "4月 3 起，已超过目标 ≤2 起，年内不能挽回"),
        (goal(**MAX, target=2, month="2026-12", status="missed", **count(3)), "年末 3 起，没有达到目标 ≤2 起"),
        (goal(**MAX, target=2, status="met", forecast=1, low=1, high=2, **count(1)), "10月 1 起，没有超过目标 ≤2 起"),
        (
            goal("fall", "起", "down", 0.0, window="year_to_date", numerator=2, denominator=0),
            "上年同期为 0，今年已有 2 起",
        ),
        (goal("words", target=0.95, month="2026-12", status="met", **part(95)), "12月 95.0%，已达到门槛 ≥95%"),
        (goal(status="no_data"), "没有数据，不能判断"),
    ],
)  # fmt: skip
def test_the_answer(one, answer):
    assert gap_text(one) == answer


def test_a_day_is_told_with_dates_and_with_targets_that_have_one():
    assert due_note(goal(due=JUNE)) == "，2026年6月30日前"
    assert due_note(goal("date")) == "，2026年12月31日前"
    assert due_note(goal()) == ""
    assert reached_note(goal(status="met", reached="2026-05")) == ""
    done = goal("date", due=JUNE, month="2026-06", status="met", reached="2026-05", **part(100))
    assert reached_note(done) == "5月起达到"


def test_a_target_that_was_missed_tells_what_has_become_of_it():
    later = {"month": "2026-09", **part(97)}
    missed = goal("date", due=JUNE, month="2026-06", status="missed", series=[later], **part(90))
    assert reached_note(missed) == "期限后9月为 97.0%"
    assert reached_note(goal("date", due=JUNE, month="2026-06", status="missed", **part(90))) == ""


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ("month", "当月数"), ("month_end", "月末数"), ("year_to_date", "年初以来累计"),
        ("trailing_12", "近12个月累计"), ("campaign_to_date", "行动以来累计"),
    ],
)  # fmt: skip
def test_a_count_says_over_which_months_it_counts(window, told):
    one = goal("count", "次", "up", 3, window=window, **count(2))
    assert targets_text.basis(one) == told
    assert targets_table.sub_parts(one, "一") == ["一", "目标 ≥3 次", told]


def test_a_forecast_for_a_day_of_its_own_says_so():
    ahead = {"forecast": 0.9, "low": 0.8, "high": 0.95}
    assert targets_table.ahead_words(goal(due=JUNE, month="2026-04", **ahead, **part(80))) == (
        "90.0%", "到2026年6月30日 80.0%～95.0%",
    )  # fmt: skip
    assert targets_table.ahead_words(goal(due=JUNE, month="2026-06", **part(80)))[1] == "已到期限"
    assert (
        targets_table.ahead_words(goal(**MAX, target=0, month="2026-04", status="missed", **count(1)))[1]
        == "已超过"
    )


def test_english_reads_from_the_catalogue():
    with i18n.speaking("en"):
        assert gap_text(goal(status="no_data")) == "No data, cannot be judged"
