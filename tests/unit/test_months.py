"""Months: read strictly, judged at their last day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.months import Month, months_between

MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "last"),
    [("2024-02", date(2024, 2, 29)), ("2025-02", date(2025, 2, 28)), ("2000-02", date(2000, 2, 29)),
     ("2100-02", date(2100, 2, 28)), ("2025-12", date(2025, 12, 31)), ("2025-04", date(2025, 4, 30))],
)  # fmt: skip
def test_a_month_ends_on_its_last_day(text, last):
    month = Month.parse(text)
    assert (month.last_day, month.first_day) == (last, last.replace(day=1))
    assert str(month) == text


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-00", "2025-1", "202501", "2025-01-01", "", "25-01", "２０２５-01x", "2025/01"]
)
def test_what_is_no_month_is_refused_and_quoted(text):
    with pytest.raises(ValueError, match="YYYY-MM"):
        Month.parse(text)


@given(MONTHS, st.integers(-600, 600))
def test_adding_months_and_back_is_where_one_was(month, steps):
    assert (month + steps) + -steps == month
    assert (month + steps > month) == (steps > 0)


@given(MONTHS)
def test_the_day_after_the_last_is_the_next_months_first(month):
    assert (month + 1).first_day.toordinal() == month.last_day.toordinal() + 1
    assert Month.of(month.last_day) == Month.of(month.first_day) == month


def test_months_between_holds_both_ends_and_nothing_backwards():
    assert [str(m) for m in months_between(Month(2025, 11), Month(2026, 2))] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert months_between(Month(2025, 1), Month(2025, 1)) == [Month(2025, 1)]
    assert months_between(Month(2025, 2), Month(2025, 1)) == []
