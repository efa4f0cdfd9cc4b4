"""The Xupu pack says what the published text says: lists reached from the text by hand, and its figures."""

import re
from collections import Counter
from datetime import date

import pytest

from rules.months import Month
from rules.packs import load_plan
from rules.plan import Aggregate, Plan
from rules.tasks import periods
from tests.unit.test_plan_text import FILES, TEXTS

TEXT = TEXTS / FILES["xupu"]

# Section 二, first paragraph, in its order.
KEY_SECTORS = [
    "高层建筑", "居民自建房", "城镇燃气", "消防和人员密集场所", "危险化学品", "非煤矿山",
    "烟花爆竹", "交通运输", "建筑施工", "特种设备", "文化旅游", "冶金工贸",
]  # fmt: skip

# The clauses: 二 has four layers with 5, 7, 6 and 2 numbered paragraphs, 三 five steps, 四 three demands.
PARAGRAPHS = [
    *(f"二（一）{n}" for n in range(1, 6)),
    *(f"二（二）{n}" for n in range(1, 8)),
    *(f"二（三）{n}" for n in range(1, 7)),
    *(f"二（四）{n}" for n in range(1, 3)),
    *(f"三（{n}）" for n in "一二三四五"),
    *(f"四（{n}）" for n in "一二三"),
]

# Who found it, what became of it, what follows: 三（五）, from the first sentence with 凡 to the last.
CONSEQUENCES = [
    (["enterprise"], "rectified", "不予行政处罚"),
    (["locality"], "rectified", "上级不予挂牌督办"),
    (["enforcement"], "any", "从重处罚"),
    (["superior", "public_report"], "any", "挂牌督办并媒体曝光"),
    (
        ["enterprise", "locality", "enforcement", "superior", "public_report", "expert"],
        "accident",
        "从严从重追责直至一票否决",
    ),
]

# What the text counts as once, three times or all, and the indicator that holds it: 100 % by the plan.
COUNTED = [
    ("二（一）1", "head_check_quarterly"),
    ("二（一）1", "head_check_monthly"),
    ("二（一）3", "dangerous_work_check"),
    ("二（一）3", "special_operators_certified"),
    ("二（一）4", "outsourcing_check"),
    ("二（一）5", "drill_coverage"),
    ("二（一）5", "drill_coverage_high_risk"),
    ("二（二）4", "resident_coverage"),
    ("二（二）4", "resident_three_visits"),
    ("二（二）7", "dual_prevention_check"),
    ("三（五）", "self_found_unpunished"),
    ("三（五）", "locality_not_listed"),
    ("三（五）", "enforcement_penalised"),
    ("三（五）", "superior_found_supervised"),
]

# Recurring duties: cadence, first and last day, clause.
RECURRING = {
    "t_1_1_quarter": ("quarterly", date(2023, 4, 1), date(2023, 12, 15), "二（一）1"),
    "t_1_1_month": ("monthly", date(2023, 5, 1), date(2023, 12, 15), "二（一）1"),
    "t_1_1_report": ("monthly", date(2023, 5, 1), date(2023, 12, 15), "二（一）1"),
    "t_1_5_drill_high_risk": ("half_yearly", date(2023, 4, 1), date(2023, 12, 15), "二（一）5"),
    "t_2_4_visits": ("monthly", date(2023, 5, 1), date(2023, 12, 15), "二（二）4"),
    "t_2_7_film": ("quarterly", date(2023, 4, 1), date(2023, 12, 15), "二（二）7"),
    "t_4_1_dispatch": ("monthly", date(2023, 5, 1), date(2023, 12, 31), "二（四）1；四（三）"),
    "t_4_2_patrol": ("quarterly", date(2023, 4, 1), date(2023, 12, 31), "二（四）2"),
    "t_r_3_table": ("monthly", date(2023, 5, 1), date(2023, 12, 22), "四（三）"),
}

# Done once, by a day that the text names in the paragraph or in the step that it belongs to.
DATED = {
    "t_1_1_ledger": date(2023, 12, 15),
    "t_1_3_check": date(2023, 12, 15),
    "t_1_4_check": date(2023, 12, 15),
    "t_1_5_drill": date(2023, 12, 15),
    "t_2_1_plan": date(2023, 4, 30),
    "t_2_1_types": date(2023, 4, 30),
    "t_2_2_pool": date(2023, 12, 15),
    "t_2_3_course": date(2023, 12, 15),
    "t_2_7_dual": date(2023, 12, 15),
    "t_3_1_plan": date(2023, 4, 30),
    "t_3_3_course": date(2023, 6, 30),
    "t_s_1_meeting": date(2023, 4, 30),
    "t_s_2_heads": date(2023, 6, 30),
    "t_s_3_dual": date(2023, 12, 15),
    "t_s_3_courses": date(2023, 12, 15),
    "t_s_4_enforce": date(2023, 12, 15),
    "t_s_5_summary": date(2023, 12, 15),
    "t_r_3_plan": date(2023, 5, 8),
    "t_r_3_august": date(2023, 8, 8),
    "t_r_3_december": date(2023, 12, 8),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("xupu")


@pytest.fixture(scope="module")
def text() -> str:
    if not TEXT.is_file():
        pytest.skip(f"the published text is not here: {TEXT}")
    return TEXT.read_text(encoding="utf-8")


def aggregates(plan: Plan) -> list[Aggregate]:
    found = [a for i in plan.indicators for a in (i.numerator, i.denominator) if a]
    return found + [veto.count for rule in plan.ranking for veto in rule.vetoes]


def test_the_action_is_a_countys_and_lasts_from_april_to_december_2023(plan: Plan) -> None:
    assert (plan.tier, plan.text.kind) == ("county", "official")
    assert (str(plan.first_month), str(plan.last_month)) == ("2023-04", "2023-12")
    assert plan.boundaries is None


def test_25_townships_18_towns_and_7_townships(plan: Plan) -> None:
    names = [r.name for r in plan.regions]
    assert len(set(names)) == 25
    assert Counter(name[-1] for name in names) == {"镇": 18, "乡": 7}
    assert all(re.fullmatch(r"431224[12]\d\d", r.code) for r in plan.regions)
    assert len({(r.tile_column, r.tile_row) for r in plan.regions}) == 25
    assert not any(r.tile_column is None or r.tile_row is None or r.has_boundary for r in plan.regions)
    assert "regions" in {n.what for n in plan.programme.names}


def test_the_12_key_sectors_come_first(plan: Plan) -> None:
    assert [s.name for s in plan.sectors][:12] == KEY_SECTORS
    (listed,) = [entry for entry in plan.programme.lists if entry.id == "key_sectors"]
    assert [item.title for item in listed.items] == KEY_SECTORS
    assert [s.name for s in plan.sectors][12:] == ["新业态新领域", "油气管道"]


def test_every_paragraph_is_a_measure_under_its_section(plan: Plan) -> None:
    assert [a.clause for a in plan.programme.actions] == [
        "二（一）",
        "二（二）",
        "二（三）",
        "二（四）",
        "三",
        "四",
    ]
    assert [m.clause for m in plan.programme.measures] == PARAGRAPHS
    sections = {a.id: a.clause for a in plan.programme.actions}
    assert all(m.action and m.clause.startswith(sections[m.action]) for m in plan.programme.measures)


def test_every_paragraph_has_a_task_and_every_task_a_paragraph(plan: Plan) -> None:
    clause = {m.id: m.clause for m in plan.programme.measures}
    assert {t.measure for t in plan.programme.tasks} == set(clause)
    assert all(t.measure and t.clause.split("；")[0] == clause[t.measure] for t in plan.programme.tasks)


def test_recurring_tasks(plan: Plan) -> None:
    recurring = [t for t in plan.programme.tasks if t.cadence not in ("once", "ongoing")]
    assert {t.id: (t.cadence, t.starts, t.due_date, t.clause) for t in recurring} == RECURRING
    assert {t.id: t.day for t in plan.programme.tasks if t.day} == {"t_r_3_table": 22}
    high_risk = {s.code for s in plan.sectors if s.high_risk}
    for task in recurring:
        for_high_risk = task.id in ("t_1_1_month", "t_1_5_drill_high_risk")
        assert set(task.sectors) == (high_risk if for_high_risk else set()), task.id


def test_the_table_is_due_on_the_22nd_of_each_month_from_may(plan: Plan) -> None:
    (task,) = [t for t in plan.programme.tasks if t.id == "t_r_3_table"]
    found = periods(task, plan.first_month, plan.last_month)
    assert [p.due for p in found] == [date(2023, month, 22) for month in range(5, 13)]


def test_tasks_with_a_day_of_the_text(plan: Plan) -> None:
    once = [t for t in plan.programme.tasks if t.cadence == "once"]
    assert {t.id: t.due_date for t in once if t.origin == "plan"} == DATED
    assert {t.id for t in once if t.origin == "committee"} == {
        "t_1_2_duties", "t_2_4_assign", "t_3_4_month", "t_3_6_database", "t_4_2_may", "t_4_2_october",
        "t_4_2_assess",
    }  # fmt: skip
    assert all(t.note for t in once if t.origin == "committee")


def test_15_committees_named_by_the_committee_and_no_sector_without_one(plan: Plan) -> None:
    committees = plan.programme.committees
    assert len(committees) == 15
    assert all((c.clause, c.origin) == ("四（一）", "committee") and c.sectors for c in committees)
    assert {code for c in committees for code in c.sectors} == {s.code for s in plan.sectors}
    assert "committees" in {n.what for n in plan.programme.names}


def test_five_steps_with_their_days(plan: Plan) -> None:
    assert [(p.clause, p.ends) for p in plan.programme.phases] == [
        ("三（一）", date(2023, 4, 30)),
        ("三（二）", date(2023, 6, 30)),
        ("三（三）", date(2023, 12, 15)),
        ("三（四）", date(2023, 12, 15)),
        ("三（五）", date(2023, 12, 15)),
    ]
    begun = {p.clause: p.starts for p in plan.programme.phases if not p.note}
    assert begun == {"三（三）": date(2023, 5, 1), "三（四）": date(2023, 5, 1)}


def test_what_is_reported_and_when(plan: Plan) -> None:
    table, *papers = plan.programme.reports
    assert (table.cadence, table.day, table.months_after) == ("monthly", 22, 0)
    assert table.tables == ["hazards", "dispatch_reports"]
    assert [d for paper in papers for d in paper.dates] == [
        date(2023, 5, 8),
        date(2023, 8, 8),
        date(2023, 12, 8),
    ]
    assert {r.clause for r in plan.programme.reports} == {"四（三）"}


def test_all_five_consequences(plan: Plan) -> None:
    assert [(c.found_by, c.outcome, c.title) for c in plan.programme.consequences] == CONSEQUENCES
    assert {c.clause for c in plan.programme.consequences} == {"三（五）"}


def test_lists_have_as_many_items_as_their_names_say(plan: Plan) -> None:
    items = {entry.id: [item.title for item in entry.items] for entry in plan.programme.lists}
    assert items["four_layers"] == ["企业", "部门", "乡镇", "专委会"]
    assert len(items["five_steps"]) == 5
    assert items["five_settled"] == ["责任", "措施", "资金", "期限", "应急预案"]
    assert items["four_batches"] == ["通报", "约谈", "联合惩戒", "停产整顿"]
    assert items["four_mechanisms"] == ["调度通报", "督办交办", "警示建议", "重点约谈"]
    assert len(items["one_list_four_systems"]) == 1 + 4
    origins = {entry.id: entry.origin for entry in plan.programme.lists}
    assert [i for i, origin in origins.items() if origin == "committee"] == ["one_list_four_systems"]


def test_targets_of_the_plan_are_the_counted_ones_and_no_others(plan: Plan) -> None:
    claimed = [(t.clause, i.id) for i in plan.indicators for t in i.targets if t.origin == "plan"]
    assert sorted(claimed) == sorted(COUNTED)
    for _, indicator_id in COUNTED:
        indicator = plan.indicator(indicator_id)
        (target,) = indicator.targets
        assert (target.year, target.value, target.due) == (2023, 1.0, date(2023, 12, 15))
        assert indicator.kind == "percentage"
        assert "原文" in indicator.definition


def test_other_targets_say_that_the_committee_set_them(plan: Plan) -> None:
    for indicator in plan.indicators:
        for target in indicator.targets:
            assert target.year == 2023
            assert target.due in (date(2023, 6, 30), date(2023, 12, 15))
            if target.origin == "committee":
                assert "安委会自定" in indicator.definition, indicator.id


def test_three_visits_a_month_are_counted_by_inspector(plan: Plan) -> None:
    numerator, denominator = plan.indicator("resident_three_visits").halves()
    assert denominator is not None
    assert (numerator.mart, numerator.column, numerator.window) == ("visitor_month", "visitors", "month")
    assert numerator.at_least == {"visits": 3}
    assert denominator == numerator.model_copy(update={"at_least": {}})


def test_hazards_are_split_by_who_found_them(plan: Plan) -> None:
    finders = [a.where["found_by"] for a in aggregates(plan) if "found_by" in a.where]
    named = {code for f in finders for code in (f if isinstance(f, list) else [f])}
    assert named == {"enterprise", "locality", "enforcement", "superior", "public_report"}


def test_short_titles_are_short(plan: Plan) -> None:
    for indicator in plan.indicators:
        assert len(indicator.short_title) <= 8, indicator.short_title
        assert len(indicator.short_title_en) <= 22, indicator.short_title_en


def test_ranking_holds_from_the_first_month_and_uses_rates_only(plan: Plan) -> None:
    (rule,) = plan.ranking
    assert plan.ranking_rule(Month(2023, 4)) == rule
    assert rule.origin == "committee"
    assert sum(c.weight for c in rule.components) == 100
    for component in rule.components:
        assert plan.indicator(component.indicator).halves()[1] is not None, component.indicator
        assert component.full_at > component.zero_at


def test_ladder_uses_the_words_of_the_plan(plan: Plan) -> None:
    assert [(s.name, s.clause) for s in plan.ladder] == [
        ("调度通报", "二（四）1"),
        ("督办交办", "二（四）1"),
        ("警示建议", "二（四）1"),
        ("约谈通报", "二（四）1"),
        ("取消评优", "二（四）2"),
        ("公开曝光", "二（四）2"),
        ("问责处理", "二（三）5"),
    ]


def test_percent_signs_of_the_text_are_all_stated(plan: Plan, text: str) -> None:
    stated = sum(s.times for s in plan.programme.statements if s.kind == "percent")
    assert text.count("%") + text.count("％") + text.count("百分之") == stated


def test_every_number_of_the_text_is_stated(plan: Plan, text: str) -> None:
    """Each figure of the text but the paragraph numbers, as often as it occurs."""
    body = re.sub(r"(?m)^\s*\d+\.", "", text)
    stated: Counter[str] = Counter()
    for statement in plan.programme.statements:
        for number in re.findall(r"\d+", statement.text):
            stated[number] += statement.times
    assert stated == Counter(re.findall(r"\d+", body))


def test_what_is_stated_stands_in_the_text_as_often(plan: Plan, text: str) -> None:
    stated: Counter[str] = Counter()
    for statement in plan.programme.statements:
        stated[statement.text] += statement.times
    found = {quoted: text.count(quoted) for quoted in stated}
    # 十一 is part of no other word of the text, 4月底前 is told from 2023年4月底前 by its full stop.
    assert stated == Counter(found)


@pytest.mark.parametrize("word", ["每季度", "每月", "每半年", "分季度", "一季一", "按月", "月度", "年度"])
def test_every_interval_of_the_text_is_stated(plan: Plan, text: str, word: str) -> None:
    stated = sum(s.times * s.text.count(word) for s in plan.programme.statements)
    assert stated == text.count(word) > 0


def test_the_text_names_the_12_sectors_and_the_lists(plan: Plan, text: str) -> None:
    sentence = text[text.index("要突出高层建筑") : text.index("等重点行业领域")]
    named = re.sub(r"（[^）]*）", "", sentence).removeprefix("要突出").split("、")
    assert named == KEY_SECTORS
    settled = text[text.index("确保责任") : text.index("落实到位，并按照")].removeprefix("确保")
    assert re.split("[、和]", settled) == ["责任", "措施", "资金", "期限", "应急预案"]
    assert text.count("凡属") + text.count("凡是") + text.count("凡因") == len(CONSEQUENCES)
