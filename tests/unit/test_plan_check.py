"""Every mistake of a pack is told at once: each with its file, line, key, what was expected and what was found."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.mart_check import allowed, grain_columns, named_plan, origin
from etl.plan_commands import check
from rules.pack_files import read_pack
from rules.packs import load_plan
from rules.problems import BrokenPack, Problem

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "fixtures" / "plans" / "tiny"

PROGRAMME = """\
actions:
  - {id: a1, title: 一, title_en: One, clause: 二}
measures:
  - {id: m1, number: 1, action: a1, title: 甲, title_en: A, clause: 二1}
  - {id: m2, number: 2, action: a9, title: 乙, title_en: B, clause: 二2}
  - {id: m1, number: 3, title: 丙, title_en: C, clause: 二3, matches: [m2]}
phases:
  - {id: p1, title: 起步, title_en: Start, starts: 2025-06-30, ends: 2025-01-01, clause: 三}
reports:
  - {id: r1, title: 月报, title_en: Monthly, from_whom: 各县, cadence: monthly, clause: 四}
  - {id: r2, title: 总结, title_en: Summary, from_whom: 各县, cadence: once, tables: [dispatches], clause: 四}
consequences:
  - {id: c1, found_by: [neighbour], outcome: any, title: 督办, title_en: Supervised, clause: 五}
committees:
  - {id: k1, name: 矿山专委会, name_en: Mines, sectors: [mines], clause: 六}
lists:
  - {id: five, title: 五定, title_en: Five, clause: 七, items: [{title: 定人, title_en: Person, clause: 七, task: t9}]}
conflicts:
  - {id: x1, subject: 时限, subject_en: Dates, used: body, items: [t8],
     body: {clause: 八, says: 6月}, annex: {clause: 附件, says: 9月}}
statements:
  - {clause: 九, kind: percent, text: 80%, held_by: [t7]}
  - {clause: 九, kind: count, text: 3次}
"""
TASKS = """\
- {id: t1, title: 建账, title_en: Ledger, measure: m9, owners: [安委办], due_date: 2025-06-30, clause: 二1}
- {id: t2, title: 复查, title_en: Review, owners: [], clause: 二1, sectors: [fishing]}
- {id: t2, title: 总结, title_en: Sum up, owners: [安委办], cadence: yearly, starts: 2025-12-31, due_date: 2025-01-01, clause: 二2}
- {id: t4, title: 值守, title_en: Watch, owners: [安委办], cadence: ongoing, day: 22, clause: 二2}
"""
SOURCES = """\
- id: office
  file: "*.csv"
  table: hazards
  encoding: klingon
  aliases: {level: [等级], colour: [颜色]}
  constants: {sector: fishing}
  value_maps: {level: {高: huge}}
  extracts: {closed_date: {column: 描述, pattern: '改正'}}
  lookups: {region: {table: enterprise, key: enterprise_id, by: enterprise_id, take: region_code}}
- id: office
  file: "x*.csv"
  table: hazard
"""
SQUARE = [[[110, 30], [110, 31], [111, 31], [111, 30], [110, 30]]]


def feature(code: str, corners: list = SQUARE) -> dict:
    return {
        "type": "Feature",
        "properties": {"dm": code},
        "geometry": {"type": "Polygon", "coordinates": corners},
    }


BOUNDARIES = {"type": "FeatureCollection", "features": [feature("990101"), feature("990177")]}


@dataclass(frozen=True)
class Mistake:
    """One damage: ``old`` becomes ``new`` in ``file``; it must be told on the line of ``at`` (else of ``new``)."""

    file: str
    old: str
    new: str
    key: str
    found: str
    at: str = ""


DAMAGES = [
    # plan.yml
    Mistake("plan.yml", "tier: county", "tier: county\noffce: 安委办", "offce", "'offce'", at="offce"),
    Mistake("plan.yml", "office: 测试安委办\n", "", "office", "没有 (nothing)", at="id: tiny"),
    Mistake("plan.yml", "whole: 全域", "whole: [全域]", "whole", "1 项的列表 (a list of 1)"),
    Mistake("plan.yml", 'last_month: "2026-12"', 'last_month: "2024-12"', "last_month", "'2024-12'"),
    Mistake("plan.yml", "Asia/Shanghai", "Asia/Shanghia", "time_zone", "'Asia/Shanghia'"),
    Mistake("plan.yml", "{code: orange, below: 70}", "{code: orange, below: 50}", "ranking.0.breaks.1.below", "50"),
    Mistake("plan.yml", "- {code: green}\n    vetoes", "- {code: green, below: 99}\n    vetoes", "ranking.0.breaks.4.below", "99", at="below: 99"),
    Mistake("plan.yml", "indicator: drill_rate, weight: 20", "indicator: dril_rate, weight: 20", "ranking.0.components.2.indicator", "'dril_rate'"),
    Mistake("plan.yml", "indicator: on_time, weight: 40, zero_at: 0, full_at: 1", "indicator: on_time, weight: 40, zero_at: 1, full_at: 1", "ranking.0.components.0.full_at", "1"),
    Mistake("plan.yml", "indicator: awareness, weight: 100", "indicator: awareness, weight: 0", "ranking.1.components", "0", at="components:\n      - {indicator: awareness, weight: 0"),
    Mistake("plan.yml", "column: supervised_overdue", "column: supervised_overdu", "ranking.0.vetoes.1.count.column", "'supervised_overdu'"),
    Mistake("plan.yml", "accident_class: [serious, major, extraordinary]}\n          window: month\n        code: red", "accident_class: [serious, mayor, extraordinary]}\n          window: month\n        code: purple", "ranking.0.vetoes.0.code", "'purple'", at="code: purple"),
    Mistake("plan.yml", "clause: 三", "clause: ''", "risk.0.clause", "空 (empty)", at="clause: ''"),
    Mistake("plan.yml", "severity: {red: 10,", "severity: {crimson: 10,", "risk.0.severity.crimson", "'crimson'"),
    Mistake("plan.yml", "min_points: 3", "min_points: 3\nslow_progress:\n  - {version: s, valid_from: 2025-01, clause: 一, months: 3, indicators: [{indicator: cohort_clearance}, {indicator: nothing}]}\nladder:\n  - {id: letter, name: 函告, name_en: Letter, applies_to: [oragne], clause: 一}\nboundaries:\n  {file: map.geojson, code_property: dm, map_note: 示意图, map_note_en: Sketch, source: 自绘, licence: 无}", "ladder.0.applies_to.0", "'oragne'", at="oragne"),
    # regions.csv: ends without successor, ring of parents, code twice, a name of two, too many cells
    Mistake("regions.csv", "code,name,name_en,short_name,aliases,valid_from,has_boundary,tile_column,tile_row\n", "code,name,name_en,short_name,aliases,valid_from,has_boundary,tile_column,tile_row,parent,valid_to,capital\n", "capital", "'capital'", at="code,name"),
    Mistake("regions.csv", "990101,东山县,Dongshan,东山,东山县安委会;东山县人民政府,2025-01-01,false,0,0", "990101,东山县,Dongshan,东山,东山县安委会;东山县人民政府,2025-01-01,true,0,0,990102", "row 2 (990101).parent", "990101 → 990102 → 990101"),
    Mistake("regions.csv", "990102,西河县,Xihe,西河,西河县安委会,2025-01-01,false,1,0", "990102,西河县,Xihe,西河,东山县安委会,2025-01-01,true,1,0,990101", "row 3 (990102).aliases.0", "'东山县安委会'"),
    Mistake("regions.csv", "T-GXQ,北湖新区,Beihu,北湖,,2025-01-01,false,2,0", "T-GXQ,北湖新区,Beihu,北湖,,2025-13-01,false,2,0,T-0,2026-01-01\n990101,南坪县,Nanping,南坪,,2025-01-01,maybe,5,0\n880101,中岭县,Zhongling,中岭,,2025-01-01,false,6,0,,,,,x", "row 4 (T-GXQ).successor", "没有 (nothing)", at="T-GXQ"),
    # sectors.csv
    Mistake("sectors.csv", "transport,交通运输", "other,交通运输", "row 3 (other).code", "'other'"),
    # indicators.yml
    Mistake("indicators.yml", "{year: 2025, value: 0.9, clause: 一}", "{year: 2025, value: 90, clause: 一}", "item 1 (on_time).targets.0.value", "90（即 9000%）"),
    Mistake("indicators.yml", "{year: 2026, value: 1.0, clause: 一}", "{year: 2062, value: 1.0}", "item 1 (on_time).targets.1.clause", "没有 (nothing)", at="year: 2062"),
    Mistake("indicators.yml", "column: inspected_ytd", "column: inspected", "item 2 (coverage).numerator.column", "'inspected'"),
    Mistake("indicators.yml", "- id: awareness\n", "- id: coverage\n", "item 3 (coverage).id", "'coverage'", at="- id: coverage\n  title: 应知"),
    Mistake("indicators.yml", "{mart: awareness_month, column: correct, window: year_to_date}", "{mart: awarness_month, column: correct, window: yearly}", "item 3 (coverage).numerator.mart", "'awarness_month'"),
    Mistake("indicators.yml", "  source: dispatch", "  source: dispatch\n  regions: [990199]\n  sort: high", "item 4 (drill_rate).sort", "'sort'", at="sort: high"),
    Mistake("indicators.yml", "column: cohort_closed, where: {level: major}", "column: cohort_closed, where: {level: mayor, colour: red}", "item 5 (cohort_clearance).numerator.where.level", "'mayor'"),
    Mistake("indicators.yml", "  kind: fall\n", "  kind: fall\n  kind: count\n", "kind", "第 ", at="  kind: count\n  unit: 人"),
]  # fmt: skip

# What else those damages and the files of their own must tell: file, text that stands on the line, key, found.
MORE = [
    ("plan.yml", "indicator: awareness, weight: 40", "ranking.0.components.1.indicator", "'awareness'"),
    ("plan.yml", "indicator: awareness, weight: 0", "ranking.1.components.0.indicator", "'awareness'"),
    ("plan.yml", "indicator: awareness, weight: 0", "ranking.1.components.0.weight", "0"),
    ("plan.yml", "indicator: nothing", "slow_progress.0.indicators.0.indicator", "'cohort_clearance'"),
    ("plan.yml", "indicator: nothing", "slow_progress.0.indicators.1.indicator", "'nothing'"),
    ("plan.yml", "mayor", "ranking.0.vetoes.0.count.where.accident_class.1", "'mayor'"),
    ("regions.csv", "T-GXQ", "row 4 (T-GXQ).parent", "'T-0'"),
    ("regions.csv", "T-GXQ", "row 4 (T-GXQ).valid_from", "'2025-13-01'"),
    ("regions.csv", "南坪县", "row 5 (990101).code", "'990101'"),
    ("regions.csv", "南坪县", "row 5 (990101).has_boundary", "'maybe'"),
    ("regions.csv", "中岭县", "row 6 (880101)", "14 格 (14 cells, more than the header)"),
    ("regions.csv", "西河县", "row 3 (990102).has_boundary", "没有这个面 (no polygon)"),
    ("map.geojson", "990177", "dm", "'990177'，regions.csv 里没有"),
    ("indicators.yml", "awarness_month", "item 3 (coverage).numerator.window", "'yearly'"),
    ("indicators.yml", "990199", "item 4 (drill_rate).regions.0", "990199"),
    ("indicators.yml", "colour: red", "item 5 (cohort_clearance).numerator.where.colour", "'colour'"),
    ("programme.yml", "action: a9", "measures.item 2 (m2).action", "'a9'"),
    ("programme.yml", "number: 3", "measures.item 3 (m1).id", "'m1'"),
    ("programme.yml", "matches: [m2]", "measures.item 3 (m1).matches.0", "'m2'"),
    ("programme.yml", "ends: 2025-01-01", "phases.item 1 (p1).ends", "'2025-01-01'"),
    ("programme.yml", "cadence: monthly", "reports.item 1 (r1).day", "没有 (nothing)"),
    ("programme.yml", "cadence: once", "reports.item 2 (r2).dates", "没有 (nothing)"),
    ("programme.yml", "dispatches", "reports.item 2 (r2).tables.0", "'dispatches'"),
    ("programme.yml", "neighbour", "consequences.item 1 (c1).found_by.0", "'neighbour'"),
    ("programme.yml", "sectors: [mines]", "committees.item 1 (k1).sectors.0", "'mines'"),
    ("programme.yml", "task: t9", "lists.item 1 (five).items.0.task", "'t9'"),
    ("programme.yml", "items: [t8]", "conflicts.item 1 (x1).items.0", "'t8'"),
    ("programme.yml", "held_by: [t7]", "statements.item 1.held_by.0", "'t7'"),
    ("programme.yml", "text: 3次", "statements.item 2.held_by", "都没有 (neither)"),
    ("tasks.yml", "measure: m9", "item 1 (t1).measure", "'m9'"),
    ("tasks.yml", "owners: []", "item 2 (t2).owners", "0 项的列表 (a list of 0)"),
    ("tasks.yml", "owners: []", "item 2 (t2).due_date", "没有 (nothing)"),
    ("tasks.yml", "owners: []", "item 2 (t2).sectors.0", "'fishing'"),
    ("tasks.yml", "cadence: yearly", "item 3 (t2).id", "'t2'"),
    ("tasks.yml", "cadence: yearly", "item 3 (t2).due_date", "'2025-01-01'"),
    ("tasks.yml", "cadence: ongoing", "item 4 (t4).day", "22"),
    ("sources.yml", "klingon", "item 1 (office).encoding", "'klingon'"),
    ("sources.yml", "colour: [颜色]", "item 1 (office).aliases.colour", "'colour'"),
    ("sources.yml", "sector: fishing", "item 1 (office).constants.sector", "'fishing'"),
    ("sources.yml", "huge", "item 1 (office).value_maps.level.高", "'huge'"),
    ("sources.yml", "pattern:", "item 1 (office).extracts.closed_date.pattern", "'改正'"),
    ("sources.yml", "table: enterprise,", "item 1 (office).lookups.region.table", "'enterprise'"),
    ("sources.yml", "- id: office\n  file: \"x", "item 2 (office).id", "'office'"),
    ("sources.yml", "table: hazard\n", "item 2 (office).table", "'hazard'"),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"the test no longer finds {old!r} in {path.name}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def line_of(folder: Path, file: str, text: str) -> int:
    whole = (folder / file).read_text("utf-8")
    assert text in whole, f"{text!r} is not in {file}"
    return whole[: whole.index(text)].count("\n") + 1


def told(folder: Path) -> list[Problem]:
    with pytest.raises(BrokenPack) as caught:
        check(folder)
    return caught.value.problems


def damage_everything(folder: Path) -> None:
    for damage in DAMAGES:
        edit(folder / damage.file, damage.old, damage.new)
    for name, text in (("programme.yml", PROGRAMME), ("tasks.yml", TASKS), ("sources.yml", SOURCES)):
        (folder / name).write_text(text, "utf-8")
    (folder / "map.geojson").write_text(json.dumps(BOUNDARIES, indent=1), "utf-8")


def test_all_mistakes_of_all_files_are_told_at_once_with_their_lines(copy: Path) -> None:
    damage_everything(copy)
    expected = {(d.file, line_of(copy, d.file, d.at or d.new), d.key, d.found) for d in DAMAGES}
    expected |= {(file, line_of(copy, file, text), key, found) for file, text, key, found in MORE}
    found = {(p.file, p.line, p.key, p.found): p for p in told(copy)}
    seen = set(found)
    for file, line, key, value in list(expected):  # a repeated key names the line of its twin
        if value == "第 ":
            (one,) = [place for place in seen if place[:3] == (file, line, key)]
            expected = (expected - {(file, line, key, value)}) | {one}
    missing, extra = expected - seen, seen - expected
    assert not missing, f"not told: {sorted(missing)}; told beside: {sorted(extra)}"
    # Whatever else is told follows from a damage: each stands on a line that a damage touched.
    touched = {(file, line) for file, line, _, _ in expected}
    assert {place[:2] for place in extra} <= touched, sorted(extra)


def test_each_mistake_is_one_line_with_file_line_key_expected_and_found(copy: Path, capsys) -> None:
    damage_everything(copy)
    assert main(["plan", "check", str(copy)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    *lines, last = err.splitlines()
    shape = re.compile(r"tiny/[a-z]+\.(yml|csv|geojson):\d+: \S.*: 应为/expected: .+；实为/found: .+")
    assert [line for line in lines if not shape.fullmatch(line)] == []
    assert len(lines) == len(told(copy)) >= len(DAMAGES) + len(MORE)
    assert f"共 {len(lines)} 处错误" in last


def test_the_same_mistakes_stop_a_load(copy: Path) -> None:
    damage_everything(copy)
    with pytest.raises(BrokenPack) as caught:
        load_plan(copy)
    own = {str(problem) for problem in caught.value.problems}
    assert own < {str(problem) for problem in told(copy)}
    assert len(own) > 50


def test_files_that_cannot_be_read_are_told_together_and_hide_no_other_mistake(copy: Path) -> None:
    edit(copy / "plan.yml", "tier: county", "tier: kingdom")
    edit(copy / "indicators.yml", "  title: 监督检查率", "  title: [监督检查率")
    (copy / "regions.csv").write_bytes((copy / "regions.csv").read_text("utf-8").encode("gb18030"))
    edit(copy / "sectors.csv", "transport,交通运输", 'transport,"交通"运输')
    (copy / "tasks.yml").write_text("id: t1\n", "utf-8")
    places = {(p.file, p.line, p.key) for p in told(copy)}
    assert places == {
        ("plan.yml", line_of(copy, "plan.yml", "kingdom"), "tier"),
        ("indicators.yml", line_of(copy, "indicators.yml", "[监督检查率") + 1, ""),
        ("regions.csv", 2, ""),
        ("sectors.csv", 3, ""),
        ("tasks.yml", 1, ""),
    }


def test_missing_files_are_told_and_no_reference_into_them(copy: Path) -> None:
    for name in ("regions.csv", "indicators.yml"):
        (copy / name).unlink()
    assert {(p.file, p.line) for p in told(copy)} == {("regions.csv", None), ("indicators.yml", None)}
    (copy / "plan.yml").unlink()
    assert {p.file for p in told(copy)} == {"plan.yml", "regions.csv", "indicators.yml"}


def test_a_target_of_a_year_outside_the_plan_is_told(copy: Path) -> None:
    edit(
        copy / "indicators.yml",
        "{year: 2026, value: 1.0, clause: 一}",
        "{year: 2062, value: 1.0, clause: 一}",
    )
    (problem,) = told(copy)
    assert (problem.line, problem.key, problem.found) == (13, "item 1 (on_time).targets.1.year", "2062")


def test_a_day_that_does_not_exist_is_no_crash(copy: Path) -> None:
    edit(copy / "plan.yml", "cohort_before: 2025-01-01", "cohort_before: 2025-02-30")
    (problem,) = told(copy)
    assert (problem.key, problem.found) == ("cohort_before", "'2025-02-30'")


def test_a_second_of_two_regions_that_succeed_each_other_is_told_as_a_ring(copy: Path) -> None:
    text = (copy / "regions.csv").read_text("utf-8").splitlines()
    rows = [
        f"{text[0]},valid_to,successor",
        f"{text[1]},2026-01-01,990102",
        f"{text[2]},2026-01-01,990101",
        text[3],
    ]
    (copy / "regions.csv").write_text("\n".join(rows), "utf-8")
    (problem,) = told(copy)
    assert (problem.line, problem.key, problem.found) == (
        2,
        "row 2 (990101).successor",
        "990101 → 990102 → 990101",
    )


@pytest.mark.parametrize(
    ("colour", "token", "says"),
    [
        ('{fill: "#1c4fb8", text: "#1b1f24", edge: "#133a8a"}', "text", "#1b1f24, 2.3:1"),
        ('{fill: "#a61b1f", text: "#ffffff", edge: "#e8e8e8"}', "edge", "#e8e8e8, 1.2:1"),
        ('{fill: "#fdfdf4", text: "#1b1f24", edge: "#7c1114"}', "fill", "#fdfdf4, "),
        ('{fill: "#5cba9a", text: "#1b1f24", edge: "#2b7f65"}', "fill", "#5cba9a, 0."),
    ],
)
def test_colours_that_cannot_be_read_or_told_apart_are_refused(
    copy: Path, colour: str, token: str, says: str
) -> None:
    edit(copy / "plan.yml", "short: 红, short_en: R}", f"short: 红, short_en: R, colour: {colour}}}")
    edit(
        copy / "plan.yml",
        "name_en: Major, short: 红, short_en: R}",
        f"name_en: Major, short: 红, short_en: R, colour: {colour}}}",
    )
    found = [p for p in told(copy) if p.key == f"ranking_scale.0.colour.{token}"]
    assert any(p.found.startswith(says) for p in found), [str(p) for p in found]
    assert {p.line for p in found} == {line_of(copy, "plan.yml", "ranking_scale:") + 1}


def test_a_class_without_colour_and_one_code_with_two_colours_are_refused(copy: Path) -> None:
    edit(copy / "plan.yml", "{code: green, name: 绿色", "{code: teal, name: 绿色")
    edit(
        copy / "plan.yml",
        "short: 蓝, short_en: B}",
        'short: 蓝, short_en: B, colour: {fill: "#1c4fb8", text: "#ffffff", edge: "#133a8a"}}',
    )
    found = {(p.key, p.line) for p in told(copy)}
    scale, risk = line_of(copy, "plan.yml", "ranking_scale:"), line_of(copy, "plan.yml", "risk_scale:")
    assert {("ranking_scale.4.colour", scale + 5), ("risk_scale.0", risk + 1)} <= found


def test_a_pattern_is_one_that_there_is_and_one_class_has_it(copy: Path) -> None:
    for word, pattern in (("红", "stripes"), ("橙", "dots"), ("黄", "dots")):
        fill = {"红": "#a61b1f", "橙": "#e8792f", "黄": "#f3dd66"}[word]
        colour = f'{{fill: "{fill}", text: "#1b1f24", edge: "#7c1114", pattern: {pattern}}}'
        latin = {"红": "R", "橙": "O", "黄": "Y"}[word]
        edit(
            copy / "plan.yml",
            f"short: {word}, short_en: {latin}}}",
            f"short: {word}, short_en: {latin}, colour: {colour}}}",
        )
    found = {p.key: p.found for p in told(copy) if p.key.endswith("pattern")}
    assert found == {
        "ranking_scale.0.colour.pattern": "'stripes'",
        "ranking_scale.2.colour.pattern": "'dots'",
    }


def test_a_colour_is_six_hexadecimal_digits(copy: Path) -> None:
    bad = '{fill: "red;}</style>", text: "#fff", edge: "#7c1114"}'
    edit(copy / "plan.yml", "short: 红, short_en: R}", f"short: 红, short_en: R, colour: {bad}}}")
    assert {"ranking_scale.0.colour.fill", "ranking_scale.0.colour.text"} <= {p.key for p in told(copy)}


def test_a_good_pack_says_what_it_holds(capsys) -> None:
    assert main(["plan", "check", str(TINY)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for said in (
        "regions 3",
        "sectors 2",
        "indicators 7",
        "targets 9（2025 年 6、2026 年 3）",
        "tasks 0",
        "percent 0",
    ):
        assert said in out, (said, out)


def test_a_folder_that_is_none_is_told(tmp_path: Path, capsys) -> None:
    assert main(["plan", "check", str(tmp_path / "nowhere"), str(TINY)]) == 2
    out, err = capsys.readouterr()
    assert "nowhere" in err
    assert out.startswith("tiny: "), "the good one beside it is still checked"


@pytest.mark.parametrize(("mart", "column"), grain_columns())
def test_the_values_of_every_column_that_a_plan_selects_by_are_known(mart: str, column: str) -> None:
    plan = load_plan("enshi")
    kinds = {one.type for one in origin(mart, column)}
    # A name that offices write as they like (a town) is no closed list: there is nothing to hold it to.
    assert kinds & {"boolean", "text"} or allowed(mart, column, plan)


def test_bands_are_known_by_their_codes(tiny_plan: Path) -> None:
    plan = load_plan(tiny_plan)
    own = plan.model_copy(update={"headcount_bands": [10, 50]})
    assert allowed("enterprise_size_month", "headcount_band", own) == ["0-9", "10-49", "50+", "none"]
    assert allowed("hazard_age_month", "age_band", plan) == ["0-30", "31-90", "91-180", "181-365", "over-365"]
    assert allowed("hazard_age_month", "overdue_band", plan) == ["none", "1-7", "8-30", "31-90", "over-90"]


def test_named_plan_leaves_out_what_is_wrong(copy: Path) -> None:
    edit(
        copy / "regions.csv",
        "990102,西河县,Xihe,西河,西河县安委会,2025-01-01",
        "990102,西河县,Xihe,西河,西河县安委会,soon",
    )
    assert [r.code for r in named_plan(read_pack(copy)).regions] == ["990101", "T-GXQ"]
