"""A plan folder that can't be used: exit 2, file and key named, nothing written."""

import shutil

import pytest

HEADER = "隐患编号,区域,隐患级别,发现日期"


@pytest.fixture
def copy(bench, tmp_path):
    """A bench on a copy of the small plan, to be broken, and a good file."""
    bench.plan = shutil.copytree(bench.plan, tmp_path / "plan")
    bench.good = bench.csv("a_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"])
    return bench


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


BREAKS = {
    "bad_yaml": (lambda p: (p / "plan.yml").write_text("id: [tiny", "utf-8"), "plan.yml"),
    "no_mapping": (lambda p: (p / "plan.yml").write_text("- 1", "utf-8"), "plan.yml"),
    "empty_plan": (lambda p: (p / "plan.yml").write_text("", "utf-8"), "plan.yml"),
    "not_utf8": (lambda p: (p / "plan.yml").write_bytes("title: 方案".encode("gbk")), "plan.yml"),
    "unknown_key": (lambda p: edit(p / "plan.yml", "tier: county", "tier: county\ncolour: red"), "colour"),
    "missing_key": (lambda p: edit(p / "plan.yml", "office: 测试安委办\n", ""), "office"),
    "wrong_value": (lambda p: edit(p / "plan.yml", "tier: county", "tier: kingdom"), "tier"),
    "bad_month": (lambda p: edit(p / "plan.yml", '"2025-01"', '"2025-1x"'), "first_month"),
    "unknown_key_deep": (lambda p: edit(p / "indicators.yml", "  kind: fall", "  kind: fall\n  sort: x"), "sort"),
    "indicators_no_list": (lambda p: (p / "indicators.yml").write_text("a: 1", "utf-8"), "indicators.yml"),
    "missing_regions": (lambda p: (p / "regions.csv").unlink(), "regions.csv"),
    "missing_sectors": (lambda p: (p / "sectors.csv").unlink(), "sectors.csv"),
    "missing_indicators": (lambda p: (p / "indicators.yml").unlink(), "indicators.yml"),
    "region_twice": (lambda p: edit(p / "regions.csv", "990102", "990101"), "990101"),
    "regions_too_wide": (lambda p: edit(p / "regions.csv", "false,0,0", "false,0,0,9,9"), "regions.csv"),
    "unknown_time_zone": (lambda p: edit(p / "plan.yml", "Asia/Shanghai", "Asia/Nowhere"), "time_zone"),
    "breaks_not_rising": (lambda p: edit(p / "plan.yml", "below: 70", "below: 50"), "breaks"),
    "unknown_class": (lambda p: edit(p / "plan.yml", "{code: orange, below: 70}", "{code: pink, below: 70}"), "pink"),
    "unknown_indicator": (lambda p: edit(p / "plan.yml", "indicator: drill_rate", "indicator: dril_rate"), "dril_rate"),
    "months_swapped": (lambda p: edit(p / "plan.yml", '"2026-12"', '"2024-12"'), "last_month"),
    "zero_equals_full": (lambda p: edit(p / "plan.yml", "zero_at: 0, full_at: 1", "zero_at: 1, full_at: 1"), "full_at"),
    "unknown_mart": (lambda p: edit(p / "indicators.yml", "mart: hazard_month", "mart: hazard_moth"), "hazard_moth"),
    "unknown_column": (lambda p: edit(p / "indicators.yml", "column: on_time_ytd", "column: on_tme"), "on_tme"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BREAKS)
def test_a_broken_plan_is_refused_with_file_and_key(copy, kind):
    damage, says = BREAKS[kind]
    damage(copy.plan)
    for command in (["plan", "check", copy.plan], ["load", "--plan", copy.plan, "--db", copy.db, copy.good]):
        outcome = copy.etl(*command)
        assert outcome.code == 2, (command[0], outcome.code, outcome.err)
        assert outcome.out == ""
        assert "Traceback" not in outcome.err
        assert says in "\n".join(outcome.messages), (command[0], outcome.err)
    assert copy.state() == {}


def test_an_unknown_plan_is_refused_with_those_there_are(bench):
    path = bench.csv("a_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"])
    for command in (
        ["load", "--plan", "atlantis", "--db", bench.db, path],
        ["demo", "--plan", "atlantis", "--out", bench.folder / "out"],
        ["status", "--plan", "atlantis"],
    ):
        outcome = bench.etl(*command)
        assert (outcome.code, outcome.out, len(outcome.messages)) == (2, "", 1)
        assert "atlantis" in outcome.messages[0]
        assert "enshi" in outcome.messages[0]
    bench.plan = "atlantis"
    assert bench.board("show", "ranking").code == 2
    assert bench.state() == {}


def test_a_plan_changed_after_the_load_is_told_to_readers_and_mended_by_rebuild(copy):
    copy.load(copy.good, code=0)
    edit(copy.plan / "plan.yml", "below: 70", "below: 71")
    outcome = copy.board("show", "hazards", "--month", "2025-01")
    assert (outcome.code, len(outcome.messages)) == (2, 1)
    assert "rebuild" in outcome.messages[0]
    assert copy.etl("rebuild", "--plan", copy.plan, "--db", copy.db).code == 0
    assert copy.show("hazards", "2025-01")["990101"]["open_stock"] == 1
