"""Periods of tasks and how they stand, worked out on paper and checked for what must always hold."""

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.months import Month
from rules.programme import DAY_CADENCES, Cadence, Task
from rules.tasks import (
    DONE,
    STATUSES,
    Period,
    Report,
    Standing,
    Status,
    period_at,
    periods,
    standing,
    together,
)

FIRST, LAST = Month(2024, 1), Month(2026, 12)


def _task(cadence: Cadence, starts: str = "", due: str = "", day: int | None = None) -> Task:
    return Task(
        id="t", title="事", title_en="Task", owners=["局"], cadence=cadence, clause="一", day=day,
        starts=date.fromisoformat(starts) if starts else None, due_date=date.fromisoformat(due) if due else None,
    )  # fmt: skip


def _ends(cadence: Cadence, starts: str = "", due: str = "", first: Month = FIRST, last: Month = LAST):
    found = periods(_task(cadence, starts, due), first, last)
    return [f"{p.starts} {p.ends} {p.due}" for p in found]


# ---- periods


def test_what_is_done_once_has_one_period_up_to_its_day():
    assert _ends("once", due="2025-06-30") == ["2024-01-01 2025-06-30 2025-06-30"]
    assert _ends("once", "2025-03-10", "2025-06-22") == ["2025-03-10 2025-06-22 2025-06-22"]


def test_what_is_due_before_the_plan_begins_starts_in_its_month():
    assert _ends("once", due="2023-11-20") == ["2023-11-01 2023-11-20 2023-11-20"]


def test_what_is_ongoing_is_never_due():
    assert _ends("ongoing") == ["2024-01-01 2026-12-31 None"]
    assert _ends("ongoing", "2025-01-01", "2025-12-31") == ["2025-01-01 2025-12-31 None"]


def test_years_half_years_and_quarters_follow_the_calendar():
    assert _ends("yearly") == [f"{y}-01-01 {y}-12-31 {y}-12-31" for y in (2024, 2025, 2026)]
    assert _ends("half_yearly", due="2024-12-31") == [
        "2024-01-01 2024-06-30 2024-06-30", "2024-07-01 2024-12-31 2024-12-31",
    ]  # fmt: skip
    assert _ends("quarterly", "2024-05-15", "2024-11-30") == [
        "2024-05-15 2024-06-30 2024-06-30", "2024-07-01 2024-09-30 2024-09-30", "2024-10-01 2024-11-30 2024-11-30",
    ]  # fmt: skip


@pytest.mark.parametrize("cadence", ["daily", "weekly", "monthly"])
def test_months_and_chains_within_them(cadence):
    assert _ends(cadence, "2024-01-20", "2024-03-10") == [
        "2024-01-20 2024-01-31 2024-01-31", "2024-02-01 2024-02-29 2024-02-29", "2024-03-01 2024-03-10 2024-03-10",
    ]  # fmt: skip


def test_once_in_three_years_counts_from_its_first_month():
    assert _ends("three_yearly") == ["2024-01-01 2026-12-31 2026-12-31"]
    assert _ends("three_yearly", "2024-07-10", last=Month(2028, 12)) == [
        "2024-07-10 2027-06-30 2027-06-30", "2027-07-01 2028-12-31 2028-12-31",
    ]  # fmt: skip


def test_a_plan_that_begins_within_a_year_has_a_short_first_period():
    assert _ends("yearly", first=Month(2023, 5), last=Month(2023, 12)) == ["2023-05-01 2023-12-31 2023-12-31"]


def test_a_task_that_would_start_after_its_last_day_has_no_period():
    assert _ends("monthly", "2027-01-01") == []


def test_each_period_knows_when_the_next_is_due():
    found = periods(_task("quarterly", due="2024-09-30"), FIRST, LAST)
    assert [p.next_due for p in found] == [date(2024, 6, 30), date(2024, 9, 30), None]
    assert [p.is_last for p in found] == [False, False, True]


def _dues(cadence: Cadence, day: int, starts: str = "", due: str = "") -> list[str]:
    found = periods(_task(cadence, starts, due, day), FIRST, LAST)
    assert [p.next_due for p in found] == [*(p.due for p in found[1:]), None]
    return [f"{p.ends} {p.due}" for p in found]


def test_a_due_day_lies_in_the_last_month_of_each_period():
    assert _dues("monthly", 22, "2024-05-01", "2024-07-22") == [
        "2024-05-31 2024-05-22", "2024-06-30 2024-06-22", "2024-07-22 2024-07-22",
    ]  # fmt: skip
    assert _dues("quarterly", 15, due="2024-06-30") == ["2024-03-31 2024-03-15", "2024-06-30 2024-06-15"]
    assert _dues("half_yearly", 10, due="2024-12-31") == ["2024-06-30 2024-06-10", "2024-12-31 2024-12-10"]
    assert _dues("yearly", 20, due="2025-12-31") == ["2024-12-31 2024-12-20", "2025-12-31 2025-12-20"]


def test_a_due_day_that_the_month_does_not_have_is_its_last():
    assert _dues("monthly", 31, "2024-01-01", "2024-04-30") == [
        "2024-01-31 2024-01-31", "2024-02-29 2024-02-29", "2024-03-31 2024-03-31", "2024-04-30 2024-04-30",
    ]  # fmt: skip
    assert _dues("monthly", 29, "2025-02-01", "2025-02-28") == ["2025-02-28 2025-02-28"]


def test_a_due_day_outside_its_period_is_the_periods_last():
    # Begins after the 22nd of May; ends before the 22nd of July.
    assert _dues("monthly", 22, "2024-05-23", "2024-07-10") == [
        "2024-05-31 2024-05-31", "2024-06-30 2024-06-22", "2024-07-10 2024-07-10",
    ]  # fmt: skip
    assert _dues("monthly", 22, "2024-05-22", "2024-05-31") == ["2024-05-31 2024-05-22"]


def test_what_is_told_between_the_due_day_and_the_end_of_the_period_belongs_to_it():
    may = periods(_task("monthly", "2024-05-01", "2024-12-31", 22), FIRST, LAST)[0]
    at = date(2024, 5, 31)
    assert standing(may, None, at).status == "no_data"
    assert standing(may, Report(Month(2024, 5), 80.0), at).status == "overdue"
    assert standing(may, Report(Month(2024, 5), 100.0), at).status == "done"  # nobody says on which day
    assert standing(may, Report(Month(2024, 5), 100.0, date(2024, 5, 22)), at).status == "done"
    assert standing(may, Report(Month(2024, 5), 100.0, date(2024, 5, 23)), at).status == "done_late"
    assert standing(may, Report(Month(2024, 5), 80.0), date(2024, 6, 22)).status == "overdue"
    assert standing(may, Report(Month(2024, 5), 80.0), date(2024, 6, 23)).status == "missed"


def test_a_month_finds_its_period():
    found = periods(_task("quarterly", "2024-05-15", "2024-11-30"), FIRST, LAST)
    months = {
        (2024, 1): 0,
        (2024, 5): 0,
        (2024, 6): 0,
        (2024, 7): 1,
        (2024, 9): 1,
        (2024, 10): 2,
        (2026, 3): 2,
    }
    assert {m: period_at(found, Month(*m)) for m in months} == months


days = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@given(
    cadence=st.sampled_from(get_args(Cadence)), one=days, two=days, named=st.booleans(),
    first=st.integers(0, 40), length=st.integers(0, 60), day=st.none() | st.integers(1, 31),
)  # fmt: skip
def test_periods_cover_the_span_without_gap_or_overlap(cadence, one, two, named, first, length, day):
    starts, due = sorted((one, two))
    task = _task(cadence, *((str(starts), str(due)) if named else ("", "")), day=day)
    begins = Month(2023, 1) + first
    found = periods(task, begins, begins + length)
    assert found
    if named:
        assert (found[0].starts, found[-1].ends) == (starts, due)
    else:
        assert (found[0].starts, found[-1].ends) == (begins.first_day, (begins + length).last_day)
    for before, after in pairwise(found):
        assert after.starts == before.ends + timedelta(days=1)
        assert before.next_due == after.due
        assert before.ends == Month.of(before.ends).last_day  # only the last may end within a month
    for place, period in enumerate(found):
        assert period.starts <= period.ends
        if cadence == "ongoing":
            assert period.due is None
        elif day is None or cadence not in DAY_CADENCES:
            assert period.due == period.ends
        else:
            assert period.due is not None and period.starts <= period.due <= period.ends
            assert Month.of(period.due) == Month.of(period.ends)
            assert period.due.day <= day or period.due == period.ends
        assert period.is_last == (place == len(found) - 1)
    month = Month.of(one)
    held = found[period_at(found, month)]
    inside = [p for p in found if p.starts <= month.last_day and p.ends >= month.first_day]
    assert not inside or held in inside


# ---- how a period stands

JUNE = Period(date(2025, 4, 1), date(2025, 6, 30), date(2025, 6, 30), date(2025, 9, 30))
MAY, AT_JUNE = Month(2025, 5), Month(2025, 6)


@pytest.mark.parametrize(
    ("at", "report", "status", "percent"),
    [
        ("2025-03-31", None, "open", None),  # not begun
        ("2025-04-30", None, "no_data", None),
        ("2025-09-30", None, "no_data", None),  # never nought, never overdue: nobody knows
        ("2025-04-30", Report(Month(2025, 4), 10.0), "open", 10.0),
        ("2025-05-30", Report(MAY, 50.0), "open", 50.0),  # 31 days to go
        ("2025-05-31", Report(MAY, 50.0), "due_soon", 50.0),  # 30 days to go
        ("2025-06-30", Report(MAY, 50.0), "due_soon", 50.0),  # its last day
        ("2025-07-01", Report(MAY, 50.0), "overdue", 50.0),
        ("2025-09-30", Report(MAY, 50.0), "overdue", 50.0),  # the next one's last day
        ("2025-10-01", Report(MAY, 50.0), "missed", 50.0),
        ("2025-06-30", Report(AT_JUNE, 100.0), "done", 100.0),
        ("2025-06-30", Report(MAY, 100.0, date(2025, 5, 20)), "done", 100.0),
        ("2025-06-30", Report(AT_JUNE, None, date(2025, 6, 30)), "done", 100.0),
        ("2025-06-30", Report(AT_JUNE, 100.0, date(2025, 7, 1)), "due_soon", 100.0),  # done tomorrow
        ("2025-07-31", Report(AT_JUNE, 100.0, date(2025, 7, 1)), "done_late", 100.0),
        ("2025-07-31", Report(Month(2025, 7), 100.0), "done_late", 100.0),  # first told in July
        ("2025-06-30", Report(AT_JUNE, 0.0), "due_soon", 0.0),  # reported nought is a figure
    ],
)
def test_a_period_of_one_region(at, report, status, percent):
    found = standing(JUNE, report, date.fromisoformat(at))
    assert (found.status, found.percent) == (status, percent)
    assert (found.reported, found.missing) == ((0, 1) if report is None else (1, 0))


def test_the_last_period_stays_overdue():
    last = Period(JUNE.starts, JUNE.ends, JUNE.due)
    assert standing(last, Report(MAY, 50.0), date(2026, 12, 31)).status == "overdue"


def test_what_is_never_due_is_ongoing_whatever_is_reported():
    always = Period(date(2025, 1, 1), date(2025, 12, 31), None)
    assert standing(always, None, date(2025, 6, 30)) == Standing("ongoing")
    assert standing(always, Report(MAY, 70.0), date(2026, 6, 30)) == Standing("ongoing", 70.0, 1)


# ---- all regions together


def _together(at: str, *parts: Standing) -> tuple[Status, float | None, int, int]:
    found = together(JUNE, parts, date.fromisoformat(at))
    return found.status, found.percent, found.reported, found.missing


SILENT, HALF = Standing("no_data"), Standing("due_soon", 50.0, 1)
WHOLE, LATE = Standing("done", 100.0, 1), Standing("done_late", 100.0, 1)


def test_all_have_done_it():
    assert _together("2025-06-30", WHOLE, WHOLE, WHOLE) == ("done", 100.0, 3, 0)
    assert _together("2025-07-31", WHOLE, LATE, WHOLE) == ("done_late", 100.0, 3, 0)


def test_who_is_silent_cannot_be_counted_as_done():
    assert _together("2025-06-15", WHOLE, SILENT, SILENT) == ("due_soon", 100.0, 1, 2)
    assert _together("2025-06-30", WHOLE, WHOLE, SILENT) == ("due_soon", 100.0, 2, 1)
    assert _together("2025-07-31", WHOLE, LATE, SILENT) == ("no_data", 100.0, 2, 1)


def test_one_that_has_not_done_it_keeps_it_waiting():
    assert _together("2025-06-30", WHOLE, HALF, SILENT) == ("due_soon", 75.0, 2, 1)
    assert _together("2025-07-31", WHOLE, HALF, SILENT) == ("overdue", 75.0, 2, 1)
    assert _together("2025-10-31", WHOLE, HALF, HALF) == ("missed", 200 / 3, 3, 0)


def test_nobody_reported():
    assert _together("2025-06-30", SILENT, SILENT) == ("no_data", None, 0, 2)
    assert _together("2025-03-31", Standing("open"), Standing("open")) == ("open", None, 0, 2)


reports = st.none() | st.builds(
    Report,
    month=st.integers(0, 35).map(lambda n: Month(2024, 1) + n),
    percent=st.none() | st.floats(0, 100),
    done_date=st.none() | days,
)


@given(st.lists(reports, min_size=1, max_size=9), days)
def test_together_agrees_with_its_parts(told, at):
    parts = [standing(JUNE, report, at) for report in told]
    whole = together(JUNE, parts, at)
    assert whole.status in STATUSES
    assert whole.reported + whole.missing == len(parts)
    assert whole.reported == sum(report is not None for report in told)
    is_over = at > date(2025, 6, 30)
    heard = [p for p in parts if p.reported]
    if not heard:
        assert whole.status == ("open" if at < date(2025, 4, 1) else "no_data")
    elif any(p.status not in DONE for p in heard):
        assert whole.status in (("overdue", "missed") if is_over else ("due_soon", "open"))
    elif len(heard) < len(parts):
        assert whole.status in (("no_data",) if is_over else ("due_soon", "open"))
    else:
        late = any(p.status == "done_late" for p in parts)
        assert whole.status == ("done_late" if late else "done")
    assert whole.percent is None or 0 <= whole.percent <= 100
    if len(parts) == 1:
        assert whole == parts[0]
