"""The Hebei pack says what the news digest says: lists read by hand from it, and the digest itself where it is present."""

import json
import re
from datetime import date

import pytest

from rules.months import Month
from rules.packs import load_plan
from rules.plan import Plan
from tests.unit.test_plan_text import FILES, TEXTS

DIGEST = TEXTS / FILES["hebei"]
NUMERALS = "一二三四五六七八九十"

# Ten actions and how many paragraphs each has, counted by hand: 25 in all.
PARAGRAPHS = {
    "行动一": 4, "行动二": 1, "行动三": 1, "行动四": 4, "行动五": 3,
    "行动六": 1, "行动七": 3, "行动八": 2, "行动九": 4, "行动十": 2,
}  # fmt: skip

# Every figure and date that the digest writes, with its clause, as often as it stands there.
DATES = [
    ("导语第1段", "2月7日", 1), ("导语第1段", "2024—2026年", 1), ("行动一第1段", "年度任务清单", 1),
    ("行动三第1段", "2023行动", 1), ("行动七第2段", "2024年底前", 1), ("行动八第1段", "2024年", 1),
    ("行动八第1段", "2025年", 1), ("行动九第4段", "三年内", 1),
]  # fmt: skip
COUNTS = [
    ("导语第1段", "三年行动", 2), ("导语第2段", "三年行动", 1), ("导语第2段", "一件事", 1),
    ("导语第3段", "三年行动", 1), ("导语第3段", "十大行动", 1), ("导语第3段", "25项", 1),
    ("行动一第1段", "一岗双责", 1), ("行动一第2段", "三管三必须", 1), ("行动一第2段", "一件事", 1),
    ("行动一第3段", "两级", 1), ("行动一第4段", "双对标", 1), ("行动二第1段", "全覆盖", 1), ("行动三第1段", "一批", 2),
    ("行动四第2段", "每季度", 1), ("行动四第2段", "至少开展1次", 1), ("行动四第2段", "每月至少1次", 1),
    ("行动四第4段", "全量", 1), ("行动七第1段", "三项岗位", 1), ("行动七第1段", "全覆盖", 1),
    ("行动七第3段", "每年至少组织开展一次", 1), ("行动七第3段", "每半年至少一次", 1), ("行动七第3段", "全体", 1),
    ("行动七第3段", "全面依法建设", 1), ("行动九第2段", "四不两直", 1), ("行动九第2段", "一批", 1),
    ("行动九第2段", "双随机", 1), ("行动十第1段", "119", 1), ("行动十第2段", "一批", 1),
]  # fmt: skip

# What the digest itself sets; all other targets are the committee's.
PLAN_TARGETS = [
    ("行动四第2段", "principal_check_quarterly", (2024, 2025, 2026)),
    ("行动四第2段", "principal_check_monthly", (2024, 2025, 2026)),
    ("行动七第2段", "training_rules", (2024,)),
    ("行动八第1段", "system_rules_2025", (2025,)),
    ("行动七第3段", "drill_coverage", (2024, 2025, 2026)),
    ("行动七第3段", "drill_coverage_high_risk", (2024, 2025, 2026)),
]
# "Full coverage" and the like without a year: the year is the committee's, the word is quoted.
WHOLES = [
    "principals_training",
    "three_posts_certified",
    "hazard_entered_rate",
    "rescue_teams",
    "enforcers_training",
]

# Tasks whose rhythm or day the digest gives.
DATED_TASKS = {
    "t01_task_list": ("yearly", None),
    "t08_quarterly": ("quarterly", None),
    "t08_monthly": ("monthly", None),
    "t16_rules": ("once", date(2024, 12, 31)),
    "t17_yearly": ("yearly", None),
    "t17_half_yearly": ("half_yearly", None),
    "t18_system_2024": ("once", date(2024, 12, 31)),
    "t18_rules_2025": ("once", date(2025, 12, 31)),
    "t23_training": ("three_yearly", date(2026, 12, 31)),
}

with_digest = pytest.mark.skipif(not DIGEST.is_file(), reason="the published digest is not here")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("hebei")


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, str]:
    """Clause -> paragraph of the digest: headings such as 一、 begin an action."""
    found: dict[str, str] = {}
    part, number = "导语", 0
    for line in DIGEST.read_text(encoding="utf-8").splitlines():
        heading = re.match(rf"([{NUMERALS}])、", line)
        if heading:
            part, number = f"行动{heading[1]}", 0
        elif line.strip():
            number += 1
            found[f"{part}第{number}段"] = line
    return found


def test_regions_stand_in_official_order(plan: Plan) -> None:
    assert [(r.code, r.name) for r in plan.regions] == [
        ("130100", "石家庄市"), ("130200", "唐山市"), ("130300", "秦皇岛市"), ("130400", "邯郸市"),
        ("130500", "邢台市"), ("130600", "保定市"), ("130700", "张家口市"), ("130800", "承德市"),
        ("130900", "沧州市"), ("131000", "廊坊市"), ("131100", "衡水市"), ("133100", "雄安新区"),
        ("130682", "定州市"), ("130181", "辛集市"),
    ]  # fmt: skip


def test_three_regions_have_no_boundary_but_a_place(plan: Plan) -> None:
    assert plan.boundaries is not None
    features = json.loads((plan.folder / plan.boundaries.file).read_text(encoding="utf-8"))["features"]
    drawn = [f["properties"][plan.boundaries.code_property] for f in features]
    assert sorted(drawn) == sorted(r.code for r in plan.regions if r.has_boundary)
    assert len(drawn) == 11
    alone = {r.short: (r.longitude, r.latitude) for r in plan.regions if not r.has_boundary}
    assert alone == {"雄安": (115.93, 39.05), "定州": (114.99, 38.52), "辛集": (115.22, 37.94)}


def test_tiles_do_not_cover_each_other(plan: Plan) -> None:
    tiles = {(r.tile_column, r.tile_row) for r in plan.regions}
    assert len(tiles) == 14
    assert not any(None in tile for tile in tiles)


def test_the_pack_says_that_its_text_is_a_digest(plan: Plan) -> None:
    assert (plan.tier, plan.text.kind, plan.text.published) == ("province", "digest", date(2024, 2, 7))
    assert (str(plan.first_month), str(plan.last_month)) == ("2024-01", "2026-12")
    assert plan.cohort_before is None, "the digest sets no target on old stock"
    assert {n.what for n in plan.programme.names} == {"regions", "sectors", "committees", "offices"}


def test_high_risk_sectors_are_those_that_the_digest_names(plan: Plan) -> None:
    assert {s.name for s in plan.sectors if s.high_risk} == {
        "危险化学品", "石油天然气开采", "矿山", "金属冶炼", "烟花爆竹",
    }  # fmt: skip


def test_ten_actions_hold_twenty_five_unnumbered_measures(plan: Plan) -> None:
    programme = plan.programme
    assert [a.clause for a in programme.actions] == list(PARAGRAPHS)
    expected = [f"{action}第{n}段" for action, count in PARAGRAPHS.items() for n in range(1, count + 1)]
    assert [m.clause for m in programme.measures] == expected
    assert [m.id for m in programme.measures] == [f"m{n:02d}" for n in range(1, 26)]
    clause_of = {a.id: a.clause for a in programme.actions}
    for measure in programme.measures:
        assert measure.number is None
        assert measure.action is not None
        assert measure.clause.startswith(clause_of[measure.action] + "第")


def test_every_measure_has_a_task_of_its_own_clause(plan: Plan) -> None:
    for measure in plan.programme.measures:
        tasks = [t for t in plan.programme.tasks if t.measure == measure.id]
        assert tasks, measure.clause
        assert all(measure.clause in t.clause for t in tasks), measure.clause


def test_every_action_has_an_indicator(plan: Plan) -> None:
    for action in PARAGRAPHS:
        assert any(i.clause.startswith(action) and i.targets for i in plan.indicators), action


def test_statements_are_those_read_by_hand(plan: Plan) -> None:
    found = {kind: [] for kind in ("percent", "count", "date")}
    for statement in plan.programme.statements:
        found[statement.kind].append((statement.clause, statement.text, statement.times))
    assert found["percent"] == []
    assert found["date"] == DATES
    assert found["count"] == COUNTS


@with_digest
def test_the_digest_has_those_paragraphs(paragraphs: dict[str, str]) -> None:
    counted = {a: sum(c.startswith(a + "第") for c in paragraphs) for a in PARAGRAPHS}
    assert counted == PARAGRAPHS
    assert sum(c.startswith("导语") for c in paragraphs) == 3


@with_digest
def test_percent_signs_are_as_many_as_the_percentages(plan: Plan) -> None:
    signs = len(re.findall("[%％]", DIGEST.read_text(encoding="utf-8")))
    assert signs == sum(s.times for s in plan.programme.statements if s.kind == "percent")


@with_digest
def test_each_statement_stands_in_its_clause_that_often(plan: Plan, paragraphs: dict[str, str]) -> None:
    for statement in plan.programme.statements:
        assert paragraphs[statement.clause].count(statement.text) == statement.times, statement


@with_digest
def test_no_figure_of_the_digest_is_without_a_statement(plan: Plan, paragraphs: dict[str, str]) -> None:
    left = dict(paragraphs)
    for statement in sorted(plan.programme.statements, key=lambda s: -len(s.text)):
        left[statement.clause] = left[statement.clause].replace(statement.text, "")
    for clause, rest in left.items():
        rest = re.sub("进一步|权责一致", "", rest)
        assert not re.search(rf"[\d０-９{NUMERALS}两双]|每[年月季周日半]|全覆盖|[年月]底", rest), (
            clause,
            rest,
        )


def test_only_the_digests_own_figures_are_called_the_plans(plan: Plan) -> None:
    read = {(clause, year, name, 1.0) for clause, name, years in PLAN_TARGETS for year in years}
    claimed = {
        (t.clause, t.year, i.id, t.value) for i in plan.indicators for t in i.targets if t.origin == "plan"
    }
    assert claimed == read


@pytest.mark.parametrize("name", WHOLES)
def test_full_coverage_without_a_year_says_whose_year_it_is(plan: Plan, name: str) -> None:
    indicator = plan.indicator(name)
    assert {(t.value, t.origin) for t in indicator.targets} == {(1.0, "committee")}
    assert "原文" in indicator.definition
    assert "安委会自定" in indicator.definition


def test_what_the_committee_sets_says_so(plan: Plan) -> None:
    for indicator in plan.indicators:
        if any(t.origin == "committee" for t in indicator.targets) or not indicator.targets:
            assert re.search("安委会自定|不设目标", indicator.definition), indicator.id
        if indicator.kind == "words":
            assert {t.origin for t in indicator.targets} == {"committee"}, indicator.id


def test_dates_are_due_when_the_digest_says(plan: Plan) -> None:
    dated = [(i.id, t.due) for i in plan.indicators if i.kind == "date" for t in i.targets]
    assert dated == [("training_rules", date(2024, 12, 31)), ("system_rules_2025", date(2025, 12, 31))]


@pytest.mark.parametrize(("task_id", "expected"), DATED_TASKS.items())
def test_tasks_keep_the_rhythm_and_day_of_the_digest(
    plan: Plan, task_id: str, expected: tuple[str, date | None]
) -> None:
    (task,) = [t for t in plan.programme.tasks if t.id == task_id]
    assert (task.cadence, task.due_date) == expected


def test_a_day_of_the_committees_own_is_never_called_the_plans(plan: Plan) -> None:
    for task in plan.programme.tasks:
        if task.origin == "plan":
            assert task.due_date is None, task.id
            assert task.cadence == "ongoing" or task.id in DATED_TASKS, task.id
            assert "省安委办" not in task.owners, task.id


def test_graded_responsibility_has_three_tiers(plan: Plan) -> None:
    (tiers,) = [entry for entry in plan.programme.lists if entry.id == "graded_responsibility"]
    assert [i.title for i in tiers.items] == ["县级", "乡级", "村级"]
    for tier in ("county", "town", "village"):
        assert [t.year for t in plan.indicator(f"graded_duty_{tier}").targets] == [2024, 2025, 2026]


def test_notices_letters_and_visits_are_lists_and_steps(plan: Plan) -> None:
    lists = {entry.id: [i.title for i in entry.items] for entry in plan.programme.lists}
    assert lists["notice_kinds"] == ["提醒通报", "警示通报", "双对标通报"]
    assert lists["three_more"] == ["多通报", "多发督促函", "多暗访"]
    assert [(s.name, s.clause) for s in plan.ladder] == [
        (name, "行动一第4段")
        for name in ("提醒通报", "督促函", "警示通报", "双对标通报", "暗访", "约谈提醒", "曝光")
    ]
    assert set(lists["notice_kinds"]) < {s.name for s in plan.ladder}


def test_lists_are_as_long_as_the_digest_makes_them(plan: Plan) -> None:
    lengths = {entry.id: len(entry.items) for entry in plan.programme.lists}
    assert lengths == {
        "graded_responsibility": 3, "duty_units": 3, "notice_kinds": 3, "three_more": 3, "pressure_means": 3,
        "leader_duties": 4, "three_musts": 3, "problem_loop": 3, "restricted_areas": 4, "hazard_channels": 3,
        "clearances": 5, "engineering_works": 7, "three_posts": 3, "incentives": 4, "enforcement_ways": 4,
        "town_forces": 4, "five_entries": 5, "demonstrations": 5,
    }  # fmt: skip


def test_the_committees_reporting_days_are_marked(plan: Plan) -> None:
    assert [(r.id, r.cadence, r.day, r.months_after, r.origin) for r in plan.programme.reports] == [
        ("monthly_dispatch", "monthly", 5, 1, "committee"),
        ("register_dispatch", "monthly", 8, 1, "committee"),
        ("quarterly_summary", "quarterly", 10, 1, "committee"),
        ("yearly_summary", "yearly", 15, 1, "committee"),
    ]


def test_ranking_is_the_committees_and_changes_in_2025(plan: Plan) -> None:
    assert [rule.version for rule in plan.ranking] == ["2024-03", "2025-01"]
    assert plan.ranking_rule(Month(2024, 2)) is None
    for month, version in ((Month(2024, 12), "2024-03"), (Month(2025, 1), "2025-01")):
        rule = plan.ranking_rule(month)
        assert rule is not None
        assert (rule.version, rule.origin) == (version, "committee")
    for rule in plan.ranking:
        assert sum(c.weight for c in rule.components) == 100
        assert [(b.code, b.below) for b in rule.breaks] == [
            ("red", 60), ("orange", 70), ("yellow", 80), ("blue", 90), ("green", None),
        ]  # fmt: skip
        for component in rule.components:
            assert plan.indicator(component.indicator).halves()[1] is not None, "rates, not counts"


def test_short_titles_are_short(plan: Plan) -> None:
    for indicator in plan.indicators:
        assert len(indicator.short_title) <= 8, indicator.short_title
        assert len(indicator.short_title_en) <= 22, indicator.short_title_en
