"""When a report is due and how it stands, worked out on paper from the plan's own words."""

from datetime import date

import pytest

from rules.comparisons import counts_differ, much_for_little
from rules.months import Month
from rules.offices import offices_of
from rules.packs import load_plan
from rules.programme import Report
from rules.reports import STATES, Arrival, due_day, is_owed, period, reports_of, standing

AUGUST = Month(2023, 8)


def report(**settings):
    given = {
        "id": "r", "title": "报表", "title_en": "Report", "from_whom": "各乡镇", "clause": "四", "cadence": "monthly",
        "day": 22, "tables": ["hazards", "dispatch_reports"],
    }  # fmt: skip
    return Report.model_validate(given | settings)


@pytest.mark.parametrize(
    ("settings", "month", "due"),
    [
        ({"day": 22}, (2023, 8), date(2023, 8, 22)),
        ({"day": 5, "months_after": 1}, (2023, 8), date(2023, 9, 5)),
        ({"day": 5, "months_after": 1}, (2023, 12), date(2024, 1, 5)),
        ({"day": 31}, (2023, 4), date(2023, 4, 30)),
        ({"day": 31, "months_after": 1}, (2024, 1), date(2024, 2, 29)),
        ({"day": None}, (2023, 2), date(2023, 2, 28)),
        ({"day": 10, "months_after": 1, "cadence": "quarterly"}, (2023, 9), date(2023, 10, 10)),
        ({"day": 15, "months_after": 3, "cadence": "yearly"}, (2023, 12), date(2024, 3, 15)),
        (
            {"cadence": "once", "day": None, "dates": ["2023-08-08", "2023-12-08"]},
            (2023, 12),
            date(2023, 12, 8),
        ),
    ],
)
def test_the_due_day(settings, month, due):
    assert due_day(report(**settings), Month(*month)) == due


def test_for_which_months_a_report_is_owed():
    year = [Month(2023, n) for n in range(1, 13)]

    def owed(**settings):
        return [m.number for m in year if is_owed(report(**settings), m)]

    assert owed() == list(range(1, 13))
    assert owed(cadence="quarterly") == [3, 6, 9, 12]
    assert owed(cadence="half_yearly") == [6, 12]
    assert owed(cadence="yearly") == [12]
    assert owed(cadence="once", day=None, dates=["2023-05-08", "2022-11-01"]) == [5]


def test_a_quarters_report_is_made_of_its_three_months():
    assert period(report(cadence="quarterly"), Month(2023, 9)) == [Month(2023, n) for n in (7, 8, 9)]
    assert period(report(), AUGUST) == [AUGUST]
    assert period(report(cadence="half_yearly"), Month(2023, 6))[0] == Month(2023, 1)


def stands(arrivals, today=date(2023, 9, 1), has_stating=True, month=AUGUST, **settings):
    return standing(report(**settings), month, arrivals, today, has_stating)


def came(day, table="dispatch_reports", month=AUGUST, is_known=True):
    return {(table, month): Arrival(day, is_known)}


def test_on_the_due_day_is_in_time_and_the_day_after_is_late():
    assert stands(came(date(2023, 8, 22))).state == "on_time"
    late = stands(came(date(2023, 8, 31)))
    assert (late.state, late.days_late, late.due, late.day) == (
        "late",
        9,
        date(2023, 8, 22),
        date(2023, 8, 31),
    )


def test_nothing_is_missing_only_after_the_due_day():
    assert stands({}, today=date(2023, 8, 22)).state == "not_due"
    assert stands({}, today=date(2023, 8, 23)).state == "missing"


def test_another_month_does_not_count():
    assert stands(came(date(2023, 7, 20), month=Month(2023, 7))).state == "missing"


def test_the_table_that_states_every_month_decides():
    """A township that sent hazards but not its cumulative table has not reported; what came is told."""
    found = stands(came(date(2023, 8, 20), table="hazards"))
    assert (found.state, found.tables) == ("missing", ("hazards",))
    both = came(date(2023, 8, 2), table="hazards") | came(date(2023, 8, 25))
    assert (stands(both).state, stands(both).days_late) == ("late", 3)


def test_where_the_plan_asks_for_nothing_in_that_table_any_of_the_others_will_do():
    assert stands(came(date(2023, 8, 20), table="hazards"), has_stating=False).state == "on_time"
    assert stands(came(date(2023, 8, 20), table="visits"), tables=["visits"]).state == "on_time"


def test_a_day_that_nobody_knows_is_not_called_late():
    """Rows that came with the first load of all: their day is that of the load."""
    filled = stands(came(date(2023, 11, 2), is_known=False), today=date(2023, 11, 2))
    assert (filled.state, filled.day, filled.days_late) == ("undated", None, 0)
    assert stands(came(date(2023, 8, 20), is_known=False)).state == "on_time"  # there before it was due


def test_the_first_coming_counts():
    two = came(date(2023, 8, 25), table="visits") | came(date(2023, 8, 21), table="drills")
    assert stands(two, tables=["visits", "drills"]).state == "on_time"
    quarter = came(date(2023, 7, 30), month=Month(2023, 7)) | came(date(2023, 10, 20), month=Month(2023, 9))
    found = stands(
        quarter, cadence="quarterly", day=10, months_after=1, month=Month(2023, 9), today=date(2023, 11, 1)
    )
    assert (found.state, found.due, found.day) == ("on_time", date(2023, 10, 10), date(2023, 7, 30))


def test_xupus_table_is_due_on_the_22nd():
    plan = load_plan("xupu")
    table, departments = reports_of(plan)
    assert (departments.by, departments.day) == (["department"], 22)
    assert due_day(table, AUGUST) == date(2023, 8, 22)
    assert (table.clause, table.origin) == ("四（三）", "plan")


@pytest.mark.parametrize("plan", ["enshi", "bailin", "hebei", "xupu", "hejiapan"])
def test_every_plan_has_a_monthly_report_that_tables_carry(plan):
    reports = reports_of(load_plan(plan))
    assert reports and reports[0].cadence == "monthly"


def test_the_states_are_in_the_order_of_what_calls_for_action():
    assert STATES == ("missing", "late", "corrected", "undated", "on_time", "not_due")


# ---- comparisons


def test_counts_differ_by_more_than_chance():
    """Exact: all six of six events on one side are as rare as 2/64 = 0.031, all five of five as 2/32 = 0.0625; with ten
    against two of twelve it is 2 (1 + 12 + 66)/4096 = 0.039, with ten against three of thirteen 0.092.
    """
    assert counts_differ(100, 72) and counts_differ(72, 100)
    assert not counts_differ(100, 75)
    assert counts_differ(6, 0) and not counts_differ(5, 0)
    assert counts_differ(10, 2) and not counts_differ(10, 3)
    assert not counts_differ(0, 0)


def test_much_for_little_is_above_one_median_and_below_the_other():
    """Meetings 10 20 30 40 50, median 30; solved 9 8 7 6 5 in that order, median 7."""
    pairs = {str(n): (n * 10.0, 10.0 - n) for n in range(1, 6)}
    assert much_for_little(pairs) == {"4", "5"}


def test_who_lacks_a_figure_is_not_judged_and_shifts_no_median():
    pairs = {"a": (10.0, 5.0), "b": (20.0, 1.0), "c": (1.0, 3.0), "d": (900.0, None), "e": (None, 0.0)}
    assert much_for_little(pairs) == {"b"}  # medians 10 and 3; a is at the first, not above it
    assert much_for_little({"a": (10.0, 5.0), "b": (20.0, 1.0)}) == frozenset()


# ---- corrections


def again(first, *later, table="dispatch_reports", is_known=True):
    return {(table, AUGUST): Arrival(first, is_known, later)}


def test_rows_changed_after_the_due_day_make_it_corrected():
    """Due on 22 August: in time on the 20th; on the 21st still no correction, on the 23rd and the 25th three rows."""
    found = stands(
        again(date(2023, 8, 20), (date(2023, 8, 21), 5), (date(2023, 8, 23), 2), (date(2023, 8, 25), 1))
    )
    assert (found.state, found.day, found.days_late) == ("corrected", date(2023, 8, 20), 0)
    assert (found.corrected, found.corrected_rows) == (date(2023, 8, 25), 3)
    assert stands(again(date(2023, 8, 20), (date(2023, 8, 22), 5))).state == "on_time"
    assert stands(again(date(2023, 8, 20), (date(2023, 8, 25), 0))).state == "on_time"


def test_a_late_report_is_corrected_only_after_it_came():
    late = stands(again(date(2023, 8, 24), (date(2023, 8, 24), 4)))
    assert (late.state, late.days_late) == ("late", 2)
    changed = stands(again(date(2023, 8, 24), (date(2023, 8, 30), 4)))
    assert (changed.state, changed.days_late, changed.corrected_rows) == ("corrected", 2, 4)


def test_a_correction_of_a_report_of_unknown_day_counts():
    found = stands(again(date(2023, 11, 2), (date(2023, 12, 1), 6), is_known=False))
    assert (found.state, found.day, found.corrected_rows) == ("corrected", None, 6)


def test_a_report_is_not_owed_before_its_first_month():
    assert [m for m in range(1, 13) if is_owed(report(from_month="2023-09"), Month(2023, m))] == [
        9,
        10,
        11,
        12,
    ]


# ---- offices


def test_committees_and_departments_stand_for_each_other():
    """Mines and fireworks are led by one department, fire safety by another, trade by the office that runs the board."""
    plan = load_plan("enshi")
    departments = {office.code: office for office in offices_of(plan, "department")}
    assert departments["应急部门"].sends_as == (
        "应急部门", "committee_mining", "committee_chemicals", "committee_fireworks", "committee_industry",
    )  # fmt: skip
    assert "州安委办" not in departments and len(departments) == 14
    committees = {office.code: office for office in offices_of(plan, "committee")}
    assert len(committees) == 19
    mining, fire = committees["committee_mining"], committees["committee_fire"]
    assert (mining.sends_as, mining.sends_in, mining.sectors) == (
        ("committee_mining",),
        ("应急部门",),
        ("mining",),
    )
    assert (fire.sends_as, fire.sends_in) == (("committee_fire", "消防救援机构"), ())
