"""The Hejiapan pack says what the published text says; lists here were read from it by hand."""

import re
from datetime import date

import pytest

from rules.months import Month
from rules.packs import load_plan
from rules.plan import Plan
from rules.programme import Task
from tests.unit.test_plan_text import FILES, TEXTS

TEXT = TEXTS / FILES["hejiapan"]

# Heading of part two -> numbers of the measures under it: 4+1+1+5+5+3+1+3+4+2 = 29.
ACTIONS = {
    "二（一）": range(1, 5), "二（二）": range(5, 6), "二（三）": range(6, 7), "二（四）": range(7, 12),
    "二（五）": range(12, 17), "二（六）": range(17, 20), "二（七）": range(20, 21), "二（八）": range(21, 24),
    "二（九）": range(24, 28), "二（十）": range(28, 30),
}  # fmt: skip

# Day and month as the text gives them; "to the end of March" and years end on the last day.
PHASES = [
    ("三（一）", date(2024, 3, 31), date(2024, 3, 31)),
    ("三（二）", date(2024, 4, 1), date(2025, 12, 31)),
    ("三（三）", date(2026, 1, 1), date(2026, 9, 30)),
    ("三（四）", date(2026, 10, 1), date(2026, 12, 31)),
]
REPORT_DATES = [date(2025, 12, 15), date(2026, 9, 15), date(2026, 12, 15)]

# The annex in its order: clause and the day by which it asks for it (item 4: every year).
LIST_2024 = [
    ("附件1", date(2024, 4, 2)),
    ("附件2", date(2024, 4, 2)),
    ("附件3", date(2024, 12, 31)),
    ("附件4", None),
    ("附件5", date(2024, 12, 31)),
    ("附件6", None),
]

# Every task for which the text itself gives a day by which it is done.
DATED = {
    "t_issue": date(2024, 4, 2),
    "t_meeting": date(2024, 4, 2),
    "t_local_plans": date(2024, 3, 31),
    "t_database": date(2025, 12, 31),
    "t_systems": date(2026, 9, 30),
    "t_self_review": date(2026, 12, 31),
    "t_final_review": date(2026, 12, 31),
    "t_effort_summary": date(2025, 12, 15),
    "t_cure_summary": date(2026, 9, 15),
    "t_review_summary": date(2026, 12, 15),
    "t10_statistics": date(2024, 12, 31),
    "t10_supervision": date(2024, 12, 31),
    "t14_upgrade": date(2024, 12, 31),
    "t14_merge": date(2024, 12, 31),
    "t14_close": date(2024, 12, 31),
    "t14_tractors": date(2025, 12, 31),
    "t14_scattered": date(2026, 12, 31),
    "t16_nine": date(2024, 12, 31),
    "t16_alarms": date(2024, 12, 31),
    "t16_reservoir": date(2024, 12, 31),
    "t16_escape": date(2024, 12, 31),
    "t16_water": date(2025, 12, 31),
    "t16_houses": date(2025, 12, 31),
    "t18_rules": date(2024, 12, 31),
    "t20_benchmark": date(2025, 12, 31),
    "t22_office": date(2024, 12, 31),
    "t22_station": date(2024, 12, 31),
    "t22_grid": date(2024, 12, 31),
    "t22_seven": date(2024, 12, 31),
    "t22_five": date(2024, 12, 31),
}

# Every yearly figure that the text itself fixes: none of them is written as a percentage.
PLAN_TARGETS = (
    {("general_accidents_fall", y, 0.0) for y in (2024, 2025, 2026)}  # fewer, without saying by how much
    | {("serious_accidents", y, 0.0) for y in (2024, 2025, 2026)}  # none at all
    | {("principal_check_rate", y, 1.0) for y in (2024, 2025, 2026)}  # once a quarter at least
    | {("evacuation_drill_coverage", y, 1.0) for y in (2024, 2025, 2026)}  # once a year at least
    | {("tractors_retired", 2025, 1.0), ("five_haves_rate", 2024, 1.0)}
)

# What the text says in words with a year; the threshold is the committee's.
WORDS = [
    ("一（二）", 2024, "cohort_clearance_rate"),
    ("一（二）", 2025, "major_inflow_rate"),
    ("一（二）", 2026, "major_clearance_rate"),
    ("措施14", 2026, "scattered_resolved"),
    ("措施16", 2025, "fire_water_coverage"),
    ("措施16", 2025, "unsafe_houses_mended"),
    ("措施20", 2025, "benchmark_coverage"),
    ("附件3", 2024, "nine_small_mended"),
    ("附件3", 2024, "alarm_done"),
    ("附件3", 2024, "escape_route_done"),
    ("附件5", 2024, "station_done"),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("hejiapan")


def task(plan: Plan, task_id: str) -> Task:
    return next(t for t in plan.programme.tasks if t.id == task_id)


def published() -> str:
    """The text without blanks, line breaks and the numbers at the head of its lines."""
    if not TEXT.is_file():
        pytest.skip("the published text is not at hand")
    lines = TEXT.read_text(encoding="utf-8").splitlines()
    return re.sub(r"\s", "", "\n".join(re.sub(r"^\s*\d+\.", "", line) for line in lines))


def test_it_is_an_official_plan_of_a_town_for_three_years(plan: Plan) -> None:
    assert (plan.tier, plan.text.kind, plan.text.published) == ("town", "official", date(2024, 3, 31))
    assert (plan.first_month, plan.last_month) == (Month(2024, 1), Month(2026, 12))
    assert plan.cohort_before == date(2024, 1, 1)


def test_villages_are_marked_as_demonstration(plan: Plan) -> None:
    assert plan.is_demonstration_named
    assert len(plan.regions) == 9
    assert all(r.name.endswith("村（演示）") and not r.has_boundary for r in plan.regions)
    assert plan.boundaries is None
    assert len({(r.tile_column, r.tile_row) for r in plan.regions} - {(None, None)}) == 9
    assert {n.what for n in plan.programme.names} == {"regions", "sectors", "offices"}


def test_high_risk_sectors_are_the_four_of_measure_17(plan: Plan) -> None:
    high = {s.code for s in plan.sectors if s.high_risk}
    assert high == {"hazardous_chemicals", "fireworks", "transport", "construction"}


def test_ten_actions_hold_29_measures(plan: Plan) -> None:
    assert [a.clause for a in plan.programme.actions] == list(ACTIONS)
    held = {
        a.clause: [m for m in plan.programme.measures if m.action == a.id] for a in plan.programme.actions
    }
    assert {c: [m.number for m in found] for c, found in held.items()} == {
        c: list(r) for c, r in ACTIONS.items()
    }
    assert [m.id for m in plan.programme.measures] == [f"m{n:02d}" for n in range(1, 30)]
    assert all(m.clause == f"措施{m.number}" and m.part == "body" for m in plan.programme.measures)


def test_every_measure_has_a_task_that_names_its_clause(plan: Plan) -> None:
    for measure in plan.programme.measures:
        found = [t for t in plan.programme.tasks if t.measure == measure.id]
        assert found, measure.id
        for item in found:
            named = item.clause.split("、")
            assert measure.clause in named or named == ["附件5"], item.id


def test_phases_and_report_dates(plan: Plan) -> None:
    assert [(p.clause, p.starts, p.ends) for p in plan.programme.phases] == PHASES
    dated = [d for r in plan.programme.reports if r.cadence == "once" for d in r.dates]
    assert dated == REPORT_DATES
    assert [r.origin for r in plan.programme.reports] == ["plan", "plan", "plan", "committee"]


def test_the_six_items_of_2024(plan: Plan) -> None:
    (entry,) = [x for x in plan.programme.lists if x.id == "task_list_2024"]
    assert [i.clause for i in entry.items] == [clause for clause, _ in LIST_2024]
    for item, (clause, due) in zip(entry.items, LIST_2024, strict=True):
        assert item.task is not None
        carrier = task(plan, item.task)
        assert clause in carrier.clause.split("、")
        if due is None:
            assert (carrier.cadence, carrier.origin) == ("yearly", "plan")
        else:
            assert (carrier.cadence, carrier.due_date) == ("once", due)


@pytest.mark.parametrize(
    ("list_id", "size", "origin"),
    [("five_settled", 5, "plan"), ("seven_haves", 7, "committee"), ("five_haves", 5, "committee")],
)
def test_counted_lists_have_as_many_items_as_their_name_says(
    plan: Plan, list_id: str, size: int, origin: str
) -> None:
    (entry,) = [x for x in plan.programme.lists if x.id == list_id]
    assert (len(entry.items), entry.origin) == (size, origin)


def test_the_five_points_come_from_xupu_and_say_so(plan: Plan) -> None:
    (entry,) = [x for x in plan.programme.lists if x.id == "five_settled"]
    assert [i.title for i in entry.items] == ["责任", "措施", "资金", "期限", "应急预案"]
    assert all("溆浦" in i.clause for i in entry.items)
    assert "溆浦" in entry.title


def test_dated_milestones_are_tasks_and_all_other_dates_are_the_committees(plan: Plan) -> None:
    dated = {t.id: t.due_date for t in plan.programme.tasks if t.cadence == "once" and t.origin == "plan"}
    assert dated == DATED


def test_what_recurs_by_the_text(plan: Plan) -> None:
    by_text = {t.id: t.cadence for t in plan.programme.tasks if t.origin == "plan"}
    assert {i for i, c in by_text.items() if c == "quarterly"} == {"t08_check"}
    assert by_text["t19_drill"] == by_text["t27_plan"] == by_text["t_task_list"] == "yearly"
    assert not {"monthly", "half_yearly", "weekly", "daily"} & set(by_text.values())


def test_targets_of_the_plan_are_these_and_no_others(plan: Plan) -> None:
    claimed = {(i.id, t.year, t.value) for i in plan.indicators for t in i.targets if t.origin == "plan"}
    assert claimed == PLAN_TARGETS


@pytest.mark.parametrize(("clause", "year", "indicator_id"), WORDS)
def test_words_have_a_threshold_of_the_committee(
    plan: Plan, clause: str, year: int, indicator_id: str
) -> None:
    indicator = plan.indicator(indicator_id)
    target = indicator.target(year)
    assert target is not None
    assert (target.clause, target.origin, indicator.kind) == (clause, "committee", "words")
    assert "原文" in indicator.definition
    assert "安委会自定" in indicator.definition


def test_stock_growth_and_clearance_are_measured_from_the_ledger(plan: Plan) -> None:
    halves = {i: plan.indicator(i).halves() for i in ("cohort_clearance_rate", "major_clearance_rate")}
    for numerator, denominator in halves.values():
        assert denominator is not None
        assert (numerator.mart, denominator.mart) == ("hazard_month", "hazard_month")
        assert numerator.where == denominator.where == {"level": "major"}
    five, open_stock = plan.indicator("five_settled_rate").halves()
    assert (five.column, open_stock and open_stock.column) == ("five_settled_open", "open_stock")


def test_each_register_that_a_clause_asks_for_has_an_indicator(plan: Plan) -> None:
    marts = {a.mart for i in plan.indicators for a in i.halves() if a}
    assert marts >= {
        "training_month", "certificate_month", "drill_month", "visit_month", "penalty_month",
        "public_report_month", "blacklist_month", "insurance_month", "facility_month",
    }  # fmt: skip


def test_ranking_follows_the_phases_and_is_the_committees(plan: Plan) -> None:
    assert [(r.version, r.origin) for r in plan.ranking] == [
        ("2024-04", "committee"),
        ("2026-01", "committee"),
    ]
    for rule in plan.ranking:
        assert sum(c.weight for c in rule.components) == 100
        assert all(plan.indicator(c.indicator).halves()[1] for c in rule.components), "rates, not counts"
    assert plan.ranking_rule(Month(2024, 3)) is None


def test_ladder_is_that_of_measure_10(plan: Plan) -> None:
    assert [s.name[:2] for s in plan.ladder] == ["函告", "通报", "约谈", "曝光", "追责"]
    assert all("slow_progress" in s.applies_to and "措施10" in s.clause for s in plan.ladder)


def test_short_titles_are_short(plan: Plan) -> None:
    for indicator in plan.indicators:
        assert len(indicator.short_title) <= 8, indicator.short_title
        assert len(indicator.short_title_en) <= 22, indicator.short_title_en


def test_the_text_writes_no_percentage_and_neither_do_the_statements(plan: Plan) -> None:
    text = published()
    signs = sum(text.count(sign) for sign in ("%", "％", "百分之"))
    counted = sum(s.times for s in plan.programme.statements if s.kind == "percent")
    assert counted == signs == 0


def test_each_statement_stands_in_the_text_as_often_as_it_says(plan: Plan) -> None:
    text, said = published(), plan.programme.statements
    for words in {s.text for s in said}:
        assert text.count(words) == sum(s.times for s in said if s.text == words), words


def test_no_figure_of_the_text_is_without_a_statement(plan: Plan) -> None:
    text = published()
    covered = set[int]()
    for statement in plan.programme.statements:
        for found in re.finditer(re.escape(statement.text), text):
            covered.update(range(*found.span()))
    left = [
        text[max(0, m.start() - 8) : m.end() + 8]
        for m in re.finditer(r"\d+|年底前|月底前", text)
        if not covered.issuperset(range(*m.span()))
    ]
    assert left == []
