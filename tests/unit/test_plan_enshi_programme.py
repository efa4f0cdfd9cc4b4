"""Enshi's actions, measures, tasks, committees and figures: lists read by hand from the published text, and the text itself."""

import re
from collections import Counter
from datetime import date

import pytest

from rules.packs import load_plan
from rules.plan import Plan
from rules.programme import Statement, Task
from tests.unit.test_plan_enshi import PERCENTAGES
from tests.unit.test_plan_text import FILES, TEXTS

TEXT = TEXTS / FILES["enshi"]
YEARS = (2024, 2025, 2026)
NUMERALS = "一二三四五六七八九十"
YEAR = r"20\d\d年"

MEASURES = {
    "二（一）": (1, 2), "二（二）": (3, 4), "二（三）": (5, 6, 7), "二（四）": (8, 9, 10, 11),
    "二（五）": (12, 13, 14, 15, 16), "二（六）": (17, 18, 19, 20), "二（七）": (21,), "二（八）": (22,),
    "二（九）": (23, 24, 25, 26, 27), "二（十）": (28, 29, 30),
}  # fmt: skip

# Measure -> things due by the end of 2024, 2025 and 2026. Measures 7, 8, 15, 27 and 30 name no year.
MILESTONES = {
    1: (2, 3, 2), 2: (1, 1, 2), 3: (4, 2, 1), 4: (2, 1, 1), 5: (2, 1, 1), 6: (1, 1, 3), 9: (2, 1, 1),
    10: (1, 1, 1), 11: (1, 2, 1), 12: (1, 2, 1), 13: (1, 2, 1), 14: (3, 2, 1), 16: (3, 1, 1), 17: (2, 2, 2),
    18: (4, 1, 1), 19: (3, 1, 1), 20: (4, 2, 2), 21: (2, 1, 1), 22: (1, 1, 1), 23: (1, 3, 1), 24: (4, 1, 1),
    25: (1, 2, 1), 26: (3, 1, 1), 28: (2, 1, 1), 29: (1, 1, 1),
}  # fmt: skip
# Measure -> what recurs, holds at all times or is to be done within the three years.
STANDING = {
    1: 1, 2: 1, 4: 11, 5: 4, 6: 1, 7: 5, 8: 2, 9: 3, 10: 2, 11: 1, 12: 1, 13: 2, 14: 3, 15: 5, 16: 7, 18: 4,
    19: 2, 20: 10, 22: 2, 23: 4, 25: 3, 26: 2, 27: 6, 28: 2, 29: 5, 30: 4,
}  # fmt: skip

# What comes again and again, outside (三) 保障措施 and in it: cadence, clause, id, whose the rhythm is.
RECURRING = [
    ("daily", "措施4", "m04_daily", "plan"),
    ("weekly", "措施4", "m04_weekly", "plan"),
    ("monthly", "措施4", "m04_monthly", "plan"),
    ("quarterly", "措施4", "m04_quarterly_check", "plan"),
    ("quarterly", "措施4", "m04_quarterly_study", "plan"),
    ("monthly", "措施4", "m04_monthly_check_high", "plan"),
    ("monthly", "措施4", "m04_monthly_study_high", "plan"),
    ("yearly", "措施7", "m07_drill_yearly", "plan"),
    ("half_yearly", "措施7", "m07_drill_high_risk", "plan"),
    ("quarterly", "措施15", "m15_cases", "committee"),
    ("yearly", "措施16", "m16_listed_committee", "plan"),
    ("yearly", "措施16", "m16_listed_special", "plan"),
    ("yearly", "措施22", "m22_matters", "plan"),
    ("quarterly", "措施26", "m26_zero_penalty", "committee"),
    ("yearly", "措施27", "m27_budget", "committee"),
    ("quarterly", "措施28", "m28_films", "committee"),
    ("yearly", "措施29", "m29_days", "committee"),
    ("half_yearly", "三（一）", "s_half_yearly", "plan"),
    ("quarterly", "三（一）", "s_quarterly", "plan"),
    ("half_yearly", "三（三）", "s_inspection", "committee"),
    ("yearly", "三（三）", "s_assessment", "committee"),
]

# Clause, last day, offices as the text names them (or the committee's), origin.
SAMPLES = {
    "m01_2024_sign": ("措施1（2024年）", date(2024, 12, 31), ["所有企业"], "plan"),
    "m01_2026_models": ("措施1（2026年）", date(2026, 12, 31), ["各县市", "各行业领域"], "plan"),
    "m02_2024_blacklist": ("措施2（2024年）", date(2024, 12, 31), ["应急部门", "发改部门"], "plan"),
    "m02_2026_coordination": (
        "措施2（2026年）", date(2026, 12, 31),
        ["发改部门", "应急部门", "金融部门", "自规部门", "税务部门", "市场监管部门"], "plan",
    ),
    "m03_2024_premiums": ("措施3（2024年）", date(2024, 12, 31), ["主流保险机构"], "plan"),
    "m04_2024_pilot": ("措施4（2024年）", date(2024, 12, 31), ["10人以上企业"], "plan"),
    "m05_public_services": ("措施5", date(2026, 12, 31), ["教育部门", "卫健部门", "民政部门", "残联"], "plan"),
    "m07_drill_yearly": ("措施7", None, ["企业主要负责人", "安全管理人员"], "plan"),
    "m12_2025_maps": ("措施12（2025年）", date(2025, 12, 31), ["各县市"], "plan"),
    "m16_2026_inspection": ("措施16（2026年）", date(2026, 12, 31), ["州安委会"], "plan"),
    "m16_listed_special": ("措施16", None, ["州安全生产各专委会"], "plan"),
    "m18_2025_tractors": ("措施18（2025年）", date(2025, 12, 31), ["农业部门", "公安部门"], "committee"),
    "m21_2025_duties": ("措施21（2025年）", date(2025, 12, 31), ["州安委会", "相关部门"], "plan"),
    "m23_2026_sections": ("措施23（2026年）", date(2026, 12, 31), ["机构编制部门"], "plan"),
    "m24_2024_removal": ("措施24（2024年）", date(2024, 12, 31), ["应急部门"], "committee"),
    "m25_officers": ("措施25", date(2026, 12, 31), ["应急部门", "负有安全监管职责的部门"], "committee"),
    "m26_2026_discretion": ("措施26（2026年）", date(2026, 12, 31), ["负有安全监管职责的部门"], "committee"),
    "m28_2026_warning": ("措施28（2026年）", date(2026, 12, 31), ["重点乡镇"], "plan"),
    "s_half_yearly": ("三（一）", None, ["各县市主要负责同志"], "plan"),
}  # fmt: skip

# The 19 percent signs, clause by clause.
SIGNS = {"一（三）1": 6, "一（三）2": 5, "一（三）3": 2, "措施1": 1, "措施9": 1, "措施10": 3, "措施25": 1}

# The text counts 19 special committees and names none: these are the committee's own.
COMMITTEES = {
    "矿山专委会": ["mining"], "危险化学品和油气专委会": ["hazardous_chemicals", "natural_gas"],
    "烟花爆竹专委会": ["fireworks"], "民爆物品专委会": ["civil_explosives"],
    "建筑施工和自建房专委会": ["construction", "self_built_housing"], "交通运输专委会": ["transport"],
    "城镇燃气专委会": ["urban_gas"], "消防和电动自行车专委会": ["fire_safety", "electric_bicycles"],
    "工贸专委会": ["industry_trade"], "特种设备专委会": ["special_equipment"],
    "水利专委会": ["water_conservancy"], "能源电力专委会": ["energy"], "农业农机专委会": ["agriculture"],
    "文旅景区专委会": ["culture_tourism"], "教育专委会": ["education"], "医疗卫生专委会": ["health"],
    "民政养老专委会": ["civil_affairs"], "商贸专委会": ["commerce"], "新兴行业专委会": ["emerging"],
}  # fmt: skip

# Lists that the text enumerates, with how many entries it gives them.
LISTS = {
    "three_musts": 3, "plan_12345": 5, "duty_lists": 2, "key_works": 2, "staff_groups": 3, "four_systems": 4,
    "five_gains": 5, "four_defences": 4, "goals_2024": 8, "goals_2025": 8, "goals_2026": 7, "sign_list": 2,
    "blacklist_sanctions": 5, "double_notice": 3, "check_chain": 3, "three_classrooms": 3, "three_roles": 3,
    "five_posts": 5, "five_steps": 5, "four_colours": 4, "one_list": 3, "three_in_one": 3,
    "enforcement_means": 5, "case_kinds": 3, "check_layers": 5, "five_colours": 5, "ladder_steps": 5,
    "supervised_lists": 20, "emerging_kinds": 17, "indirect_members": 10, "duty_departments": 13,
    "five_entries": 5, "yearly_events": 4, "report_rhythm": 3, "three_many": 3,
}  # fmt: skip

# Register -> clauses that ask for what it counts.
REGISTERS = {
    "training_month": {"措施5、措施6", "措施8、措施11", "措施22"},
    "certificate_month": {"措施9"},
    "drill_month": {"措施7"},
    "visit_month": {"措施12", "措施25"},
    "penalty_month": {"措施15", "措施26"},
    "public_report_month": {"措施27"},
    "blacklist_month": {"措施2"},
    "insurance_month": {"措施3", "措施25"},
    "facility_month": {"措施20"},
}

with_text = pytest.mark.skipif(not TEXT.is_file(), reason="the published text is not here")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("enshi")


@pytest.fixture(scope="module")
def tasks(plan: Plan) -> dict[str, Task]:
    return {task.id: task for task in plan.programme.tasks}


@pytest.fixture(scope="module")
def clauses() -> dict[str, str]:
    """Clause -> its text without its own number; title and preamble are 标题 and 前言."""
    found: dict[str, str] = {}
    chapter = section = ""
    clause = "标题"
    for line in TEXT.read_text(encoding="utf-8").splitlines():
        if begins := re.match(rf"([{NUMERALS}]+)、", line):
            clause = chapter = begins[1]
        elif begins := re.match(rf"\(([{NUMERALS}]+)\)", line):
            section = begins[1]
            clause = f"{chapter}（{section}）"
        elif begins := re.match(r"(\d+)\.", line):
            clause = f"措施{begins[1]}" if chapter == "二" else f"{chapter}（{section}）{begins[1]}"
        elif clause == "标题" and line.startswith("为深入"):
            clause = "前言"
        found[clause] = found.get(clause, "") + (line[begins.end() :] if begins else line) + "\n"
    return found


def number(task: Task) -> int:
    return int(re.sub(r"\D", "", task.clause.split("（")[0]))


def test_ten_actions_hold_thirty_measures(plan: Plan) -> None:
    actions = {a.id: a.clause for a in plan.programme.actions}
    assert list(actions.values()) == list(MEASURES)
    by_action: dict[str, tuple[int, ...]] = dict.fromkeys(MEASURES, ())
    for place, measure in enumerate(plan.programme.measures, start=1):
        assert (measure.id, measure.number, measure.clause) == (f"m{place:02d}", place, f"措施{place}")
        assert measure.action is not None
        by_action[actions[measure.action]] += (place,)
    assert by_action == MEASURES


def test_twenty_five_measures_have_milestones_in_each_of_three_years(tasks: dict[str, Task]) -> None:
    assert len(MILESTONES) == 25
    assert set(range(1, 31)) - set(MILESTONES) == {7, 8, 15, 27, 30}
    found: dict[int, Counter[int]] = {}
    for task in tasks.values():
        named = re.fullmatch(r"措施(\d+)（(\d+)年）", task.clause)
        if named:
            year = int(named[2])
            assert task.measure == f"m{int(named[1]):02d}"
            assert (task.cadence, task.starts, task.due_date) == (
                "once",
                date(year, 1, 1),
                date(year, 12, 31),
            )
            found.setdefault(int(named[1]), Counter())[year] += 1
    assert {m: tuple(years[y] for y in YEARS) for m, years in found.items()} == MILESTONES


def test_every_measure_has_its_tasks(tasks: dict[str, Task]) -> None:
    found = Counter(number(t) for t in tasks.values() if t.measure)
    expected = {m: sum(MILESTONES.get(m, ())) + STANDING.get(m, 0) for m in range(1, 31)}
    assert dict(found) == expected
    assert sum(expected.values()) == 213
    others = Counter(t.clause for t in tasks.values() if not t.measure)
    assert others == {
        "一（三）1（2024年）": 1, "一（三）2（2025年）": 1, "三（一）": 8, "三（二）": 1, "三（三）": 5, "三（四）": 2,
    }  # fmt: skip


def test_what_recurs_has_the_rhythm_of_the_text(tasks: dict[str, Task]) -> None:
    found = [
        (t.cadence, t.clause, t.id, t.origin) for t in tasks.values() if t.cadence not in ("once", "ongoing")
    ]
    assert found == RECURRING
    # Where the rhythm or the start is the committee's, the note says so.
    assert all(tasks[i].note for _, _, i, origin in RECURRING if origin == "committee")


def test_monthly_and_half_yearly_duties_are_for_all_high_risk_sectors(
    plan: Plan, tasks: dict[str, Task]
) -> None:
    high_risk = [s.code for s in plan.sectors if s.high_risk]
    for task in (
        "m04_monthly_check_high",
        "m04_monthly_study_high",
        "m07_drill_high_risk",
        "m09_2024_certified",
    ):
        assert tasks[task].sectors == high_risk
    for task in ("m04_quarterly_check", "m07_drill_yearly"):
        assert tasks[task].sectors == []


@pytest.mark.parametrize("task", SAMPLES)
def test_task_is_due_and_owned_as_the_text_says(tasks: dict[str, Task], task: str) -> None:
    found = tasks[task]
    assert (found.clause, found.due_date, found.owners, found.origin) == SAMPLES[task]


def test_quarterly_film_begins_in_2025(tasks: dict[str, Task]) -> None:
    assert tasks["m28_films"].starts == date(2025, 1, 1)


def test_nineteen_committees_share_out_all_sectors_and_are_the_committees_own(plan: Plan) -> None:
    found = plan.programme.committees
    assert {c.name: c.sectors for c in found} == COMMITTEES
    assert len(found) == len(COMMITTEES) == 19
    assert sorted(code for c in found for code in c.sectors) == sorted(s.code for s in plan.sectors)
    assert {c.origin for c in found} == {"committee"}
    assert all(c.office for c in found)
    names = Counter(n for c in found for n in {c.name, *c.aliases})
    assert set(names.values()) == {1}, "a name may stand for one committee only"
    notes = {n.what: n.note for n in plan.programme.names}
    assert set(notes) == {"committees", "offices", "sectors"}
    assert "没有列名" in notes["committees"]
    assert "安委会自定" in notes["committees"]


def test_each_committee_has_a_yearly_list_of_supervised_hazards(plan: Plan, tasks: dict[str, Task]) -> None:
    (entry,) = [e for e in plan.programme.lists if e.id == "supervised_lists"]
    assert [i.title for i in entry.items] == ["州安委会挂牌名单", *(f"{name}挂牌名单" for name in COMMITTEES)]
    carried = Counter(i.task for i in entry.items)
    assert carried == {"m16_listed_committee": 1, "m16_listed_special": 19}
    assert {tasks[i].cadence for i in carried if i} == {"yearly"}


def test_lists_have_as_many_entries_as_the_text_gives(plan: Plan) -> None:
    assert {e.id: len(e.items) for e in plan.programme.lists} == LISTS
    steps = next(e for e in plan.programme.lists if e.id == "ladder_steps")
    # The ladder runs from the mildest step to the strongest, the list as the text goes.
    assert sorted(i.clause for i in steps.items) == sorted(s.clause for s in plan.ladder)


def test_reports_follow_month_quarter_and_year_on_days_of_the_committee(plan: Plan) -> None:
    assert [(r.id, r.cadence, r.day, r.months_after, r.clause, r.origin) for r in plan.programme.reports] == [
        ("monthly_progress", "monthly", 5, 1, "三（三）", "committee"),
        ("monthly_departments", "monthly", 5, 1, "三（三）", "committee"),
        ("monthly_dispatch", "monthly", 10, 1, "三（三）", "committee"),
        ("quarterly_notice", "quarterly", 15, 1, "三（三）", "committee"),
        ("annual_summary", "yearly", 31, 1, "三（三）", "committee"),
    ]


def test_three_phases_are_the_campaigns_years(plan: Plan) -> None:
    assert [(p.title, p.starts, p.ends, p.clause) for p in plan.programme.phases] == [
        ("攻坚整治", date(2024, 1, 1), date(2024, 12, 31), "一（三）1"),
        ("夯基固本", date(2025, 1, 1), date(2025, 12, 31), "一（三）2"),
        ("巩固提升", date(2026, 1, 1), date(2026, 12, 31), "一（三）3"),
    ]


def test_consequences_are_those_of_the_text(plan: Plan) -> None:
    assert [(c.id, c.clause, c.outcome, len(c.found_by)) for c in plan.programme.consequences] == [
        ("follow_up", "措施16", "any", 6),
        ("accountability", "措施16", "not_rectified", 6),
        ("double_inquiry", "措施16", "accident", 6),
        ("lifelong_ban", "措施15", "accident", 6),
        ("blacklisted", "措施2", "accident", 6),
        ("no_blacklist", "措施2", "rectified", 1),
        ("joint_sanctions", "措施2", "not_rectified", 1),
        ("reporter_rewarded", "措施27", "any", 1),
    ]


def test_nineteen_percent_signs_hold_twenty_three_targets(plan: Plan) -> None:
    signs = [s for s in plan.programme.statements if s.kind == "percent"]
    by_clause: Counter[str] = Counter()
    for statement in signs:
        by_clause[statement.clause] += statement.times
    assert by_clause == SIGNS
    assert sum(by_clause.values()) == 19
    indicators = {i.id for i in plan.indicators}
    held = Counter((s.clause, i) for s in signs for i in s.held_by if i in indicators)
    assert held == Counter((clause, indicator) for clause, _, _, indicator in PERCENTAGES)
    assert sum(held.values()) == 23


@pytest.mark.parametrize("mart", REGISTERS)
def test_each_register_is_counted_for_a_clause(plan: Plan, mart: str) -> None:
    found = [i for i in plan.indicators if i.source == "ledger" and i.halves()[0].mart == mart]
    assert {i.clause for i in found} == REGISTERS[mart]
    assert all(t.origin == "committee" for i in found for t in i.targets)
    assert all("安委会自定" in i.definition for i in found)


@with_text
def test_every_statement_stands_in_its_clause_as_often_as_it_says(
    plan: Plan, clauses: dict[str, str]
) -> None:
    for statement in plan.programme.statements:
        assert clauses[statement.clause].count(statement.text) == statement.times, statement


@with_text
def test_as_many_percent_signs_as_statements_of_them(plan: Plan) -> None:
    signs = sum(s.times for s in plan.programme.statements if s.kind == "percent")
    assert TEXT.read_text(encoding="utf-8").count("%") == signs == 19


@with_text
def test_every_year_of_the_text_has_a_statement(plan: Plan, clauses: dict[str, str]) -> None:
    written = {clause: len(re.findall(YEAR, text)) for clause, text in clauses.items()}
    assert sum(written.values()) == 84
    assert sum(n for clause, n in written.items() if clause.startswith("措施")) == 77
    held: Counter[str] = Counter()
    for statement in plan.programme.statements:
        held[statement.clause] += statement.times * len(re.findall(YEAR, statement.text))
    assert {clause: n for clause, n in held.items() if n} == {clause: n for clause, n in written.items() if n}


@with_text
def test_no_figure_of_the_text_is_without_a_statement(plan: Plan, clauses: dict[str, str]) -> None:
    """Every Arabic figure, and every Chinese one before a measure word or after 每."""
    figure = re.compile(rf"\d+|[两{NUMERALS}]+[次个件轮项类批年套级张色]|每(?:年|半年|季度|月)")
    left, seen = [], 0
    for clause, text in clauses.items():
        own = [s for s in plan.programme.statements if s.clause == clause]
        told = _covered(text, own)
        found = list(figure.finditer(text))
        seen += len(found)
        left += [(clause, m[0], m.start()) for m in found if not told >= set(range(*m.span()))]
    assert left == []
    assert seen > 200, "the pattern no longer finds the figures"


def _covered(text: str, statements: list[Statement]) -> set[int]:
    spans = (m.span() for s in statements for m in re.finditer(re.escape(s.text), text))
    return {place for span in spans for place in range(*span)}
