"""The Enshi pack says what the published text says, and a broken copy of it is refused."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from rules.months import Month
from rules.packs import PLANS, PlanError, load_plan
from rules.plan import Aggregate, Plan

# Read by hand from the published text: every percentage it writes as a figure.
# Rates named side by side share one "%", so 19 signs make 23 lines here.
PERCENTAGES = [
    ("一（三）1", 2024, 1.0, "task_coverage"),
    ("一（三）1", 2024, 1.0, "inspection_coverage"),
    ("一（三）1", 2024, 1.0, "rectification_rate"),
    ("一（三）1", 2024, 1.0, "risk_filed_rate"),
    ("一（三）1", 2024, 1.0, "risk_labelled_rate"),
    ("一（三）1", 2024, 1.0, "risk_controlled_rate"),
    ("一（三）1", 2024, 0.8, "awareness_rate"),
    ("一（三）1", 2024, 1.0, "action_plan_high_risk"),
    ("一（三）2", 2025, 1.0, "mastery_rate"),
    ("一（三）2", 2025, 1.0, "prosecuted_rate"),
    ("一（三）2", 2025, 1.0, "accountability_rate"),
    ("一（三）2", 2025, 1.0, "awareness_rate"),
    ("一（三）2", 2025, 1.0, "action_plan_above_scale"),
    ("一（三）3", 2026, 1.0, "self_check_coverage"),
    ("一（三）3", 2026, 1.0, "hazard_filed_rate"),
    ("一（三）3", 2026, 1.0, "hazard_on_time_rate"),
    ("一（三）3", 2026, 1.0, "action_plan_all"),
    ("措施1", 2025, 1.0, "new_staff_education"),
    ("措施9", 2024, 1.0, "certified_rate"),
    ("措施10", 2024, 1.0, "frontline_training_high_risk"),
    ("措施10", 2025, 1.0, "frontline_training_key"),
    ("措施10", 2026, 1.0, "frontline_training_all"),
    ("措施25", 2026, 1.0, "insurer_participation"),
]

# What the text says in words that amount to all of something countable (全覆盖, 全部, 所有, 至少一个).
WHOLES = [
    ("措施1", 2024, "job_card_coverage"),
    ("措施1", 2024, "sign_list_coverage"),
    ("措施2", 2024, "blacklist_rate"),
    ("措施3", 2025, "benchmark_coverage"),
    ("措施5", 2026, "fire_principals_training"),
    ("措施6", 2024, "deputies_training"),
    ("措施6", 2025, "three_roles_training"),
    ("措施6", 2026, "safety_heads_training"),
    ("措施6", 2026, "chemical_managers_exam"),
    ("措施6", 2026, "mine_five_posts_training"),
    ("措施7", 2024, "drill_coverage"),
    ("措施7", 2025, "drill_coverage"),
    ("措施7", 2026, "drill_coverage"),
    ("措施7", 2024, "drill_coverage_high_risk"),
    ("措施7", 2025, "drill_coverage_high_risk"),
    ("措施7", 2026, "drill_coverage_high_risk"),
    ("措施13", 2024, "checklist_coverage_key"),
    ("措施14", 2025, "platform_sector_coverage"),
    ("措施18", 2025, "tractors_retired"),
    ("措施19", 2024, "mine_monitoring_online"),
    ("措施19", 2025, "monitoring_coverage"),
    ("措施22", 2024, "new_leaders_training"),
    ("措施22", 2025, "leaders_training"),
    ("措施22", 2024, "practical_matters"),
    ("措施22", 2025, "practical_matters"),
    ("措施22", 2026, "practical_matters"),
    ("措施24", 2024, "training_body_review"),
    ("措施28", 2025, "warning_education"),
    ("措施29", 2024, "five_entries_models"),
]

# Words without a figure, or full coverage without a year: the value or the year is the committee's.
WORDS = [
    ("一（三）1", 2024, "cohort_clearance_rate"),
    ("一（三）2", 2025, "major_inflow_rate"),
    ("措施4", 2026, "risk_self_assessment"),
    ("措施5", 2026, "principals_training_key"),
    ("措施5", 2026, "principals_training_other"),
    ("措施13", 2026, "checklist_coverage_all"),
    ("措施20", 2024, "obstacle_clearance"),
    ("措施20", 2025, "fire_water_coverage"),
    ("措施20", 2025, "self_built_rectified"),
    ("措施25", 2026, "enforcers_training"),
]

# As docs/architecture.md lists them; a misspelt column would otherwise only fail once data are loaded.
MARTS = {
    "hazard_month": (
        {"level", "found_by"},
        "opening found closed open_stock overdue due on_time closed_of_due due_ytd on_time_ytd "
        "closed_of_due_ytd supervised_open supervised_overdue five_settled_open cohort_total cohort_open "
        "cohort_closed",
    ),
    "inspection_month": (set(), "inspections with_problems problems rectified penalties penalty_yuan"),
    "enterprise_month": (
        {"is_high_risk", "is_above_scale", "is_key"},
        "registered inspected_ytd action_plan self_check",
    ),
    "risk_month": ({"tier", "risk_class"}, "points filed labelled controlled"),
    "accident_month": ({"accident_class"}, "accidents deaths serious_injuries direct_loss_yuan"),
    "awareness_month": (set(), "checks sampled correct"),
    "training_month": ({"audience"}, "trainings planned attended examined passed"),
    "certificate_month": ({"kind"}, "posts valid"),
    "drill_month": ({"kind", "organiser"}, "drills participants"),
    "visit_month": ({"kind", "activity"}, "visits raised solved with_raised with_solved"),
    "penalty_month": ({"kind"}, "penalties on_unit on_person on_both amount_yuan"),
    "public_report_month": ({"channel"}, "received closed verified rewarded reward_yuan"),
    "blacklist_month": ({"reason"}, "listed added removed"),
    "insurance_month": ({"is_high_risk"}, "insured served"),
    "facility_month": ({"kind"}, "planned done"),
}
STOCKS = {
    "opening", "open_stock", "overdue", "supervised_open", "supervised_overdue", "five_settled_open",
    "cohort_total", "cohort_open", "cohort_closed", "registered", "action_plan", "self_check",
    "points", "filed", "labelled", "controlled", "posts", "valid", "listed", "insured", "served",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("enshi")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PLANS / "enshi", tmp_path / "enshi"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the test no longer finds {old!r} in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def halves(plan: Plan) -> list[Aggregate]:
    found = [a for i in plan.indicators for a in (i.numerator, i.denominator) if a]
    return found + [veto.count for rule in plan.ranking for veto in rule.vetoes]


def test_regions_stand_in_official_order(plan: Plan) -> None:
    assert [(r.code, r.name) for r in plan.regions] == [
        ("422801", "恩施市"),
        ("422802", "利川市"),
        ("422822", "建始县"),
        ("422823", "巴东县"),
        ("422825", "宣恩县"),
        ("422826", "咸丰县"),
        ("422827", "来凤县"),
        ("422828", "鹤峰县"),
        ("ES-GXQ", "恩施高新区"),
    ]


def test_only_the_zone_has_no_boundary_and_it_has_a_place(plan: Plan) -> None:
    assert plan.boundaries is not None
    features = json.loads((plan.folder / plan.boundaries.file).read_text(encoding="utf-8"))["features"]
    drawn = [f["properties"][plan.boundaries.code_property] for f in features]
    assert sorted(drawn) == sorted(r.code for r in plan.regions if r.has_boundary)
    (zone,) = [r for r in plan.regions if not r.has_boundary]
    assert (zone.code, zone.longitude, zone.latitude) == ("ES-GXQ", 109.47, 30.30)


def test_tiles_do_not_cover_each_other(plan: Plan) -> None:
    tiles = {(r.tile_column, r.tile_row) for r in plan.regions}
    assert len(tiles) == len(plan.regions)
    assert not any(None in tile for tile in tiles)


@pytest.mark.parametrize("kind", ["regions", "sectors", "indicators"])
def test_no_name_means_two_things(plan: Plan, kind: str) -> None:
    seen: dict[str, int] = {}
    for number, item in enumerate(getattr(plan, kind)):
        for name in item.names():
            assert seen.setdefault(name, number) == number, f"{kind}: '{name}' is used twice"


def test_sectors_keep_clear_of_reserved_codes(plan: Plan) -> None:
    codes = {s.code for s in plan.sectors}
    assert not codes & {"none", "other"}
    assert all(re.fullmatch(r"[a-z][a-z_]*", code) for code in codes)
    assert {"mining", "hazardous_chemicals", "fireworks", "construction", "transport"} <= {
        s.code for s in plan.sectors if s.high_risk
    }


@pytest.mark.parametrize(("clause", "year", "value", "indicator"), PERCENTAGES)
def test_every_percentage_of_the_text_is_a_target(
    plan: Plan, clause: str, year: int, value: float, indicator: str
) -> None:
    target = plan.indicator(indicator).target(year)
    assert target is not None
    assert (target.clause, target.value, target.origin) == (clause, value, "plan")
    assert plan.indicator(indicator).kind == "percentage"


@pytest.mark.parametrize(("clause", "year", "indicator"), WHOLES)
def test_full_coverage_is_a_hundred_per_cent_and_says_so(
    plan: Plan, clause: str, year: int, indicator: str
) -> None:
    target = plan.indicator(indicator).target(year)
    assert target is not None
    assert (target.clause, target.value, target.origin) == (clause, 1.0, "plan")
    assert "原文" in plan.indicator(indicator).definition


@pytest.mark.parametrize(("clause", "year", "indicator"), WORDS)
def test_words_are_judged_by_the_committee_and_say_so(
    plan: Plan, clause: str, year: int, indicator: str
) -> None:
    target = plan.indicator(indicator).target(year)
    assert target is not None
    assert (target.clause, target.origin) == (clause, "committee")
    definition = plan.indicator(indicator).definition
    assert "原文" in definition
    assert "安委会自定" in definition


def test_no_target_claims_the_plan_beyond_the_hand_made_lists(plan: Plan) -> None:
    read = {(c, y, i) for c, y, _, i in PERCENTAGES} | set(WHOLES)
    # That accidents and deaths must fall each year is the plan's too, without a figure.
    read |= {("一（三）", y, i) for y in (2024, 2025, 2026) for i in ("accidents_fall", "deaths_fall")}
    claimed = {(t.clause, t.year, i.id) for i in plan.indicators for t in i.targets if t.origin == "plan"}
    assert claimed == read


def test_halves_name_marts_columns_and_windows_that_exist(plan: Plan) -> None:
    for half in halves(plan):
        dimensions, columns = MARTS[half.mart]
        assert half.column in columns.split(), half
        assert set(half.where) <= dimensions, half
        is_facility = half.mart == "facility_month"  # its "planned" is a state, that of trainings a flow
        stock = is_facility or half.column in STOCKS or half.column.endswith("_ytd")
        assert (half.window == "month_end") == stock, half


def test_short_titles_are_short(plan: Plan) -> None:
    for indicator in plan.indicators:
        assert len(indicator.short_title) <= 8, indicator.short_title
        assert len(indicator.short_title_en) <= 22, indicator.short_title_en


def test_dispatch_is_only_asked_for_from_the_year_it_counts(plan: Plan) -> None:
    for indicator in plan.indicators:
        if indicator.source == "dispatch":
            assert indicator.from_year, indicator.id
            assert all(
                indicator.from_year <= t.year <= (indicator.to_year or 2026) for t in indicator.targets
            )


def test_ranking_is_versioned_and_the_committees_own(plan: Plan) -> None:
    assert [rule.version for rule in plan.ranking] == ["2024-03", "2026-01"]
    assert plan.ranking_rule(Month(2025, 12)).version == "2024-03"
    assert plan.ranking_rule(Month(2026, 1)).version == "2026-01"
    for rule in plan.ranking:
        assert rule.origin == "committee"
        assert len(rule.components) == 6
        assert sum(c.weight for c in rule.components) == 100
        assert [(b.code, b.below) for b in rule.breaks] == [
            ("red", 60), ("orange", 70), ("yellow", 80), ("blue", 90), ("green", None),
        ]  # fmt: skip
        assert [v.code for v in rule.vetoes] == ["red", "red"]
        assert all(c.full_at > c.zero_at for c in rule.components)
    (awareness,) = [
        c for c in plan.ranking_rule(Month(2026, 1)).components if c.indicator == "awareness_rate"
    ]
    assert awareness.min_cases == 30


def test_ranking_uses_no_figure_that_starts_at_nothing_each_january(plan: Plan) -> None:
    for rule in plan.ranking:
        for component in rule.components:
            numerator, denominator = plan.indicator(component.indicator).halves()
            assert denominator is not None, "rates, not counts"
            counts_up = numerator.column.endswith("_ytd") or numerator.window == "year_to_date"
            stays = not denominator.column.endswith("_ytd") and denominator.window != "year_to_date"
            assert not (counts_up and stays), component.indicator


def test_risk_breaks_rise_from_low_to_major(plan: Plan) -> None:
    (rule,) = plan.risk
    assert (
        [b.code for b in rule.breaks]
        == ["blue", "yellow", "orange", "red"]
        == [c.code for c in plan.risk_scale]
    )
    assert rule.severity["red"] > rule.severity["orange"] > rule.severity["yellow"] > rule.severity["blue"]


def test_ladder_is_the_plans(plan: Plan) -> None:
    assert [(s.name, s.clause) for s in plan.ladder] == [
        ("函告", "措施16"),
        ("通报", "措施16"),
        ("约谈", "措施16"),
        ("约谈通报", "措施26"),
        ("曝光", "措施16"),
    ]
    own = {s.id: s.applies_to for s in plan.ladder}
    assert own.pop("interview_notice") == ["zero_penalty"]
    assert set(map(tuple, own.values())) == {("red", "orange", "slow_progress")}


def test_the_campaign_and_its_old_stock(plan: Plan) -> None:
    assert (str(plan.first_month), str(plan.last_month)) == ("2024-01", "2026-12")
    assert plan.cohort_before == date(2024, 1, 1)
    assert plan.text.kind == "official"
    assert str(plan.zone) == "Asia/Shanghai"


def test_unknown_key_is_refused(copy: Path) -> None:
    change(copy / "plan.yml", "office: ", "ofice: x\noffice: ")
    with pytest.raises(PlanError, match=r"enshi/plan\.yml:\d+: ofice: 应为/expected: "):
        load_plan(copy)


def test_unknown_key_inside_an_indicator_is_refused_with_its_name(copy: Path) -> None:
    change(copy / "indicators.yml", "  direction: down", "  directon: down")
    with pytest.raises(
        PlanError, match=r"enshi/indicators\.yml:\d+: item 1 \(accidents_fall\)\.directon: 应为/expected: "
    ):
        load_plan(copy)


def test_unknown_column_is_refused_with_its_line(copy: Path) -> None:
    change(copy / "regions.csv", "code,name,name_en,", "code,name,name_eng,")
    with pytest.raises(PlanError, match=r"enshi/regions\.csv:1: name_eng: 应为/expected: "):
        load_plan(copy)


def test_missing_required_key_is_named(copy: Path) -> None:
    change(copy / "plan.yml", "whole_en: Whole prefecture\n", "")
    with pytest.raises(PlanError, match=r"enshi/plan\.yml:\d+: whole_en: 应为/expected: .*required"):
        load_plan(copy)


def test_breaks_out_of_order_are_refused(copy: Path) -> None:
    change(copy / "plan.yml", "{code: orange, below: 70}", "{code: orange, below: 50}")
    with pytest.raises(
        PlanError, match=r"enshi/plan\.yml:\d+: ranking\.0\.breaks\.1\.below: 应为/expected: .*rising limits"
    ):
        load_plan(copy)


def test_last_class_takes_no_limit(copy: Path) -> None:
    change(copy / "plan.yml", "- {code: green}", "- {code: green, below: 95}")
    with pytest.raises(
        PlanError, match=r"enshi/plan\.yml:\d+: ranking\.0\.breaks\.4\.below: 应为/expected: .*the last class"
    ):
        load_plan(copy)


@pytest.mark.parametrize("zone", ["Asia/Shanghia", "../etc/passwd"])
def test_unknown_time_zone_is_refused(copy: Path, zone: str) -> None:
    change(copy / "plan.yml", "time_zone: Asia/Shanghai", f"time_zone: {zone}")
    with pytest.raises(PlanError, match=r"enshi/plan\.yml:\d+: time_zone: 应为/expected: "):
        load_plan(copy)


def test_ranking_of_an_unknown_indicator_is_refused(copy: Path) -> None:
    change(copy / "plan.yml", "indicator: awareness_rate", "indicator: awarness_rate")
    with pytest.raises(PlanError, match="awarness_rate"):
        load_plan(copy)
