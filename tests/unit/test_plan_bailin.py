"""The Bailin pack says what the published draft says, in body and annex; the lists here were read by hand."""

import re
from collections import Counter
from datetime import date

import pytest

from rules.packs import load_plan
from rules.plan import Plan
from rules.programme import Task
from tests.unit.test_plan_text import FILES, TEXTS

TEXT = TEXTS / FILES["bailin"]

# Rows of the annex that carry a completion time and an office, item by item: 93 in all.
ROWS = {
    1: 3, 2: 1, 3: 2, 4: 3, 5: 8, 6: 6, 7: 2, 8: 4, 9: 6, 10: 3, 11: 8,
    12: 4, 13: 2, 14: 4, 15: 5, 16: 5, 17: 4, 18: 8, 19: 4, 20: 6, 21: 5,
}  # fmt: skip

# Measures under each of the ten actions: (body, annex).
ACTIONS = [(2, 2), (1, 1), (2, 2), (2, 2), (2, 2), (6, 5), (3, 3), (2, 2), (1, 1), (1, 1)]

# Every percentage of the text: (clause, as written, how often there).
PERCENTAGES = [
    ("措施6", "100%", 1),
    ("措施9", "100%", 1),
    ("措施11", "100%", 1),
    ("措施14", "100%", 1),
    ("措施19", "100%", 1),
    ("措施21", "90%", 1),
    ("措施21", "100%", 1),
    ("附件6-5", "100%", 2),
    ("附件9-6", "100%", 1),
    ("附件11-7", "100%", 1),
    ("附件18-8", "100%", 1),
    ("附件20-5", "90%", 1),
    ("附件20-6", "100%", 1),
]

# What they amount to, the stricter of body and annex: (indicator, year, share).
RATES = [
    ("explosives_standard_rate", 2025, 1.0),
    ("mine_standard_rate", 2025, 1.0),
    ("high_risk_exam_rate", 2026, 1.0),
    ("enforcement_equipment_rate", 2025, 1.0),
    ("training_body_rate", 2025, 1.0),
    ("hydrant_rate", 2024, 1.0),
    ("station_rate", 2024, 0.9),
    ("station_rate", 2025, 1.0),
    ("station_rate", 2026, 1.0),
]

# Countable without a figure (全覆盖, 全部, 全面, 至少1次): read as all of it.
WHOLES = [
    ("self_check_coverage", 2024),
    ("principal_checks", 2024), ("principal_checks", 2025), ("principal_checks", 2026),
    ("principal_checks_high_risk", 2024), ("principal_checks_high_risk", 2025), ("principal_checks_high_risk", 2026),
    ("problem_listed_rate", 2024), ("problem_listed_rate", 2025), ("problem_listed_rate", 2026),
    ("special_supervision_rate", 2024), ("special_supervision_rate", 2025), ("special_supervision_rate", 2026),
    ("principals_trained", 2024), ("principals_trained", 2025), ("principals_trained", 2026),
    ("hospital_fire_training", 2024),
    ("certified_rate", 2024),
    ("drill_coverage", 2024), ("drill_coverage", 2025), ("drill_coverage", 2026),
    ("drill_coverage_high_risk", 2024), ("drill_coverage_high_risk", 2025), ("drill_coverage_high_risk", 2026),
    ("heads_enforcement_training", 2024),
    ("regulators_trained", 2025),
    ("tractors_retired", 2025),
    ("monitoring_coverage", 2025),
    ("class_d_moved", 2024),
    ("unsafe_house_rate", 2024), ("unsafe_house_rate", 2026),
    ("gas_inspected_rate", 2024), ("gas_inspected_rate", 2025), ("gas_inspected_rate", 2026),
    ("gas_pipe_rate", 2024),
    ("hydrant_rate", 2025),
    ("town_team", 2024), ("town_team", 2025),
]  # fmt: skip

# Where body and annex disagree on a date or a rate: conflict, body, annex, the one in use.
CONFLICTS = [
    ("date_station_90", ("措施21", "2024"), ("附件20-5", "2025"), "body"),
    ("date_station_100", ("措施21", "2026"), ("附件20-6", "2025"), "annex"),
    ("date_town_team", ("措施21", "2024"), ("附件20-5", "2025"), "body"),
    ("date_unsafe_houses", ("措施19", "2026"), ("附件18-2", "2024"), "annex"),
    ("date_roads", ("措施19", "2024"), ("附件18-4", "每年"), "annex"),
    ("date_escape_routes", ("措施19", "没有"), ("附件18-5", "每年"), "annex"),
    ("date_window_bars", ("措施19", "没有"), ("附件18-6", "每年"), "annex"),
    ("date_lifts", ("措施15", "2024"), ("附件14-4", "每年"), "annex"),
    ("date_automation", ("措施17", "2026"), ("附件16-5", "每年"), "annex"),
    ("rate_mines", ("措施6", "没有"), ("附件6-5", "100%"), "annex"),
    ("rate_training_bodies", ("措施14", "100%"), ("附件", "没有"), "body"),
]

# A sample of rows: task, cadence, first and last day, leading office.
SAMPLE = [
    ("t01_01", "yearly", None, None, "镇应急管理岗"),
    ("t03_02", "once", date(2025, 1, 1), date(2025, 12, 31), "各负有安全生产监管职责的办公室"),
    ("t04_01", "once", None, date(2024, 6, 30), "各负有安全生产监管职责的办公室"),
    ("t04_02", "yearly", None, None, "各负有安全生产监管职责的办公室"),
    ("t05_02", "yearly", None, None, "镇应急管理岗"),
    ("t05_08", "once", date(2026, 1, 1), date(2026, 12, 31), "各负有安全生产监管职责的办公室"),
    ("t07_02", "yearly", date(2025, 1, 1), date(2026, 12, 31), "各负有安全生产监管职责的办公室"),
    ("t09_04", "once", None, date(2024, 12, 31), "柏林市场监管所"),
    ("t11_01", "yearly", date(2024, 1, 1), date(2025, 12, 31), "镇应急管理岗"),
    ("t11_07", "once", date(2025, 1, 1), date(2025, 12, 31), "镇综合执法岗"),
    ("t14_04", "yearly", None, None, "柏林市场监管所"),
    ("t16_03", "once", date(2025, 1, 1), date(2025, 12, 31), "镇农业发展岗"),
    ("t18_02", "once", None, date(2024, 12, 31), "镇村镇建设岗"),
    ("t18_08", "yearly", date(2024, 1, 1), date(2025, 12, 31), "镇应急管理岗"),
    ("t20_01", "once", None, date(2024, 12, 31), "镇应急管理岗"),
    ("t20_05", "once", None, date(2024, 12, 31), "镇应急管理岗"),
    ("t21_03", "yearly", None, None, "镇平安综治岗"),
]

# What recurs inside a row, beside the row itself.
CYCLES = {
    "t04_02_daily": "daily",
    "t04_02_weekly": "weekly",
    "t04_02_monthly": "monthly",
    "t04_02_quarterly": "quarterly",
    "t04_02_high_risk": "monthly",
    "t05_02_ranking": "quarterly",
    "t09_03_high_risk": "half_yearly",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("bailin")


@pytest.fixture(scope="module")
def rows(plan: Plan) -> list[Task]:
    """The tasks that stand for a row of the annex."""
    return [t for t in plan.programme.tasks if re.fullmatch(r"t\d\d_\d\d", t.id)]


@pytest.fixture(scope="module")
def text() -> str:
    if not TEXT.is_file():
        pytest.skip(f"the published text is not at hand ({TEXT}); set WUSE_PLAN_TEXTS")
    return TEXT.read_text(encoding="utf-8")


def annex(text: str) -> str:
    return text[text.index("\n附件\n") :]


def test_it_is_a_town_s_draft_with_invented_villages(plan: Plan) -> None:
    assert (plan.tier, plan.text.kind, plan.cohort_before) == ("town", "draft", date(2024, 1, 1))
    assert (str(plan.first_month), str(plan.last_month)) == ("2024-01", "2026-12")
    assert plan.is_demonstration_named and len(plan.regions) == 10
    assert all("示例" in r.name and "例" in r.short and "demo" in r.name_en for r in plan.regions)
    assert [n.what for n in plan.programme.names] == ["regions", "sectors", "offices"]


def test_every_village_has_a_tile_of_its_own_and_no_polygon(plan: Plan) -> None:
    tiles = [(r.tile_column, r.tile_row) for r in plan.regions]
    assert plan.boundaries is None and not any(r.has_boundary for r in plan.regions)
    assert len(set(tiles)) == 10 and all(c is not None and r is not None for c, r in tiles)


def test_body_has_22_measures_and_the_annex_21(plan: Plan) -> None:
    measures = plan.programme.measures
    assert [m.number for m in measures if m.part == "body"] == list(range(1, 23))
    assert [m.number for m in measures if m.part == "annex"] == list(range(1, 22))
    assert len(plan.programme.actions) == 10
    counted = Counter((m.action, m.part) for m in measures)
    assert [(counted[a.id, "body"], counted[a.id, "annex"]) for a in plan.programme.actions] == ACTIONS


def test_concordance_of_body_and_annex(plan: Plan) -> None:
    matches = {m.id: m.matches for m in plan.programme.measures}
    for number in range(1, 14):
        assert matches[f"b{number:02d}"] == [f"a{number:02d}"]
    assert matches["b14"] == []
    for number in range(15, 23):
        assert matches[f"b{number:02d}"] == [f"a{number - 1:02d}"]
    for id_, others in matches.items():
        assert all(matches[other] == [id_] for other in others)


def test_one_task_for_each_of_93_rows(rows: list[Task]) -> None:
    assert sum(ROWS.values()) == 93
    wanted = [(f"t{m:02d}_{r:02d}", f"a{m:02d}", f"附件{m}-{r}") for m in ROWS for r in range(1, ROWS[m] + 1)]
    assert [(t.id, t.measure, t.clause) for t in rows] == wanted
    assert all(t.origin == "plan" and t.owners for t in rows)


def test_sample_rows_have_their_deadline_and_office(rows: list[Task]) -> None:
    tasks = {t.id: t for t in rows}
    for id_, cadence, starts, due, office in SAMPLE:
        task = tasks[id_]
        assert (id_, task.cadence, task.starts, task.due_date, task.owners[0]) == (
            id_,
            cadence,
            starts,
            due,
            office,
        )


def test_what_recurs_inside_a_row_is_a_task_of_its_own(plan: Plan, rows: list[Task]) -> None:
    others = {t.id: t for t in plan.programme.tasks if t not in rows}
    assert {i: t.cadence for i, t in others.items() if not i.startswith("tb")} == CYCLES
    # The text leaves open how often the lists are published; who does what only the body asks for, too.
    assert {i for i, t in others.items() if t.origin == "committee"} == {
        "t05_02_ranking", "tb00_01", "tb01_01", "tb03_01", "tb03_02", "tb14_01", "tb14_02", "tb14_03", "tb19_01",
    }  # fmt: skip


def test_conflicts_name_both_sides_and_use_the_stricter(plan: Plan) -> None:
    conflicts = {c.id: c for c in plan.programme.conflicts}
    for id_, (body_clause, body), (annex_clause, says), used in CONFLICTS:
        found = conflicts[id_]
        assert found.body.clause == body_clause and body in found.body.says, id_
        assert found.annex.clause == annex_clause and says in found.annex.says, id_
        assert found.used == used and found.items, id_


def test_the_stricter_date_is_the_one_that_counts(plan: Plan) -> None:
    station = {t.year: t.value for t in plan.indicator("station_rate").targets}
    assert station == {2024: 0.9, 2025: 1.0, 2026: 1.0}
    houses = plan.indicator("unsafe_house_rate").target(2024)
    assert houses is not None and houses.value == 1.0 and houses.origin == "plan"
    team = plan.indicator("town_team").target(2024)
    assert team is not None and team.value == 1 and plan.indicator("town_team").regions == ["BL-01"]


def test_percentages_stand_where_the_text_has_them(plan: Plan) -> None:
    stated = [s for s in plan.programme.statements if s.kind == "percent"]
    assert [(s.clause, s.text, s.times) for s in stated] == PERCENTAGES
    assert {held for s in stated for held in s.held_by} == {name for name, _, _ in RATES}


def test_targets_of_the_plan_are_these_and_no_others(plan: Plan) -> None:
    from_plan = {
        (i.id, t.year, t.value)
        for i in plan.indicators
        for t in i.targets
        if t.origin == "plan" and i.kind != "fall"
    }
    assert from_plan == set(RATES) | {(i, year, 1.0) for i, year in WHOLES}
    # Words such as 基本, 有效 and 积极 have no figure: each threshold is the committee's.
    assert all(t.origin == "committee" for i in plan.indicators if i.kind == "words" for t in i.targets)


def test_self_check_is_due_by_the_end_of_june_2024(plan: Plan) -> None:
    target = plan.indicator("self_check_coverage").target(2024)
    assert target is not None and target.due == date(2024, 6, 30)


def test_two_much_two_little_is_read_from_duty_records(plan: Plan) -> None:
    for name, activity, column in (
        ("meeting_solved_share", "meeting", "with_solved"),
        ("check_raised_share", "check", "with_raised"),
    ):
        numerator, denominator = plan.indicator(name).halves()
        assert denominator is not None
        assert (numerator.mart, numerator.column, denominator.column) == ("visit_month", column, "visits")
        assert numerator.where == denominator.where == {"kind": "official", "activity": activity}
    lists = {entry.id: entry for entry in plan.programme.lists}
    assert len(lists["two_many_two_few"].items) == 2
    assert len(lists["two_lists_two_cards"].items) == 4
    assert [i.clause for i in lists["problem_lists"].items] == [
        "措施5、附件5-2",
        "措施5、附件5-2",
        "四（四）",
    ]


def test_nothing_in_the_ranking_hides_that_it_is_the_committee_s(plan: Plan) -> None:
    assert all(rule.origin == "committee" for rule in plan.ranking)
    for rule in plan.ranking:
        assert sum(c.weight for c in rule.components) == 100


def test_every_percent_sign_of_the_text_is_stated(plan: Plan, text: str) -> None:
    stated = sum(s.times for s in plan.programme.statements if s.kind == "percent")
    assert (text.count("%"), stated) == (14, 14)


def test_every_year_of_the_text_is_stated(plan: Plan, text: str) -> None:
    stated = sum(
        len(re.findall(r"20\d\d", s.text)) * s.times for s in plan.programme.statements if s.kind == "date"
    )
    assert (len(re.findall(r"20\d\d", text)), stated) == (133, 133)


def deadlines(text: str) -> list[str]:
    """The completion times of the annex, top to bottom; one that runs over two lines is joined."""
    lines = [line.strip() for line in annex(text).splitlines() if line.strip()]
    joined = re.sub(r"年、\n", "年、", "\n".join(lines)).split("\n")
    return [line for line in joined if re.fullmatch(r"每年|20\d\d年(、20\d\d年)?|2024年6月底前", line)]


def test_each_row_of_the_annex_is_stated_with_its_deadline(plan: Plan, rows: list[Task], text: str) -> None:
    found = deadlines(text)
    assert len(found) == 93
    stated = {
        (s.clause, s.held_by[0], s.text)
        for s in plan.programme.statements
        if s.kind == "date" and s.clause.startswith("附件") and len(s.held_by) == 1
    }
    assert {(t.clause, t.id, says) for t, says in zip(rows, found, strict=True)} <= stated


STRICTER = {"t20_05": "the body's 2024 is stricter than the annex's 2025"}


def test_each_row_has_the_cadence_of_its_deadline(rows: list[Task], text: str) -> None:
    for task, says in zip(rows, deadlines(text), strict=True):
        years = [int(y) for y in re.findall(r"20\d\d", says)]
        if not years or len(years) == 2:
            assert task.cadence == "yearly", task.id
        else:
            assert task.cadence == "once", task.id
        if task.id in STRICTER:
            assert task.due_date == date(2024, 12, 31) and years == [2025] and task.note
        elif "6月" in says:
            assert task.due_date == date(2024, 6, 30)
        elif years:
            assert task.due_date == date(years[-1], 12, 31), task.id
        else:
            assert task.due_date is None, task.id
