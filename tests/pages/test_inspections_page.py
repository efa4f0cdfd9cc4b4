"""The page of inspections in Streamlit's test bench on a small real database; every figure worked out on paper.

At the end of May 2025, for three regions (东 东山县, 西 西河县, 北 北湖新区); the plan asks for inspections every month.

东  mining     40 everyday inspections (10 in February, 30 in May), 4 problems (1, 3), none mended, not one penalty
西  transport  20 unannounced ones in May, a problem each, 10 mended, 5 penalties of 20,000 yuan in all
北  no sector  10 in April that name no method, 12 problems in 6 of them; penalties never told; nothing for May
all            70 inspections, 36 problems: 0.514 each. Poisson: 东 expects 20.6 and found 4, far below; 西 expects
               10.3 and found 20, above (limits 16.5 and 21); 北 5.1 and 12, above (9.6 and 12.9). Median 20: 东 alone
               inspects much and finds little
register       东 E1 (mining, high-risk, above scale, 500 people, inspected), E2 (mining, 10 people);
               西 E3 (transport, key, 20 people, inspected), E4 (transport, no headcount); half by the target of 50 %
"""

import re
import shutil
from urllib.parse import parse_qs, urlparse

import pytest

from board import queries, queries_inspections
from board.charts import inspections_exhibits, inspections_funnel, inspections_scene
from board.queries_method import names as words
from tests.conftest import ROOT, Bench
from tests.pages.figures import body, numbers, rows_of, unlinked
from tests.pages.opening import opener

ENTRY = str(ROOT / "dashboard.py")
MONTH = "2025-05"
EAST, WEST, NORTH = "990101", "990102", "T-GXQ"
PROGRAMME = """
reports:
  - {id: table, title: 月报, title_en: Monthly, from_whom: 各地, cadence: monthly, day: 5, months_after: 1, tables: [inspections], clause: 四}
"""
LADDER = """
ladder:
  - {id: letter, name: 函告, name_en: Letter, applies_to: [zero_penalty], clause: 五}
  - {id: interview, name: 约谈, name_en: Interview, applies_to: [zero_penalty], clause: 六}
"""
INDICATORS = """
- id: this_quarter
  title: 本季检查
  title_en: Inspections this quarter
  short_title: 本季检查
  short_title_en: This quarter
  clause: 七
  definition: 季初以来的检查次数。
  definition_en: Inspections since the quarter began.
  kind: count
  unit: 次
  numerator: {mart: inspection_month, column: inspections, window: quarter_to_date}
- id: unannounced
  title: 四不两直
  title_en: Unannounced
  short_title: 四不两直
  short_title_en: Unannounced
  clause: 七
  definition: 年初以来四不两直的检查占比。
  definition_en: Unannounced inspections over all this year.
  numerator: {mart: inspection_method_month, column: inspections, where: {method: unannounced}, window: year_to_date}
  denominator: {mart: inspection_method_month, column: inspections, window: year_to_date}
"""


def _inspections():
    rows = []

    def add(region, sector, day, enterprise, method, problems, rectified, penalties, yuan, times=1):
        for _time in range(times):
            rows.append(
                f"J{len(rows)},{region},{sector},{day},{enterprise},{method},{problems},{rectified},{penalties},{yuan},{day[:7]}"
            )

    add("东山县", "矿山", "2025-02-10", "E1", "日常检查", 1, 0, 0, 0)
    add("东山县", "矿山", "2025-02-11", "E1", "日常检查", 0, 0, 0, 0, 9)
    add("东山县", "矿山", "2025-05-10", "E1", "日常检查", 1, 0, 0, 0, 3)
    add("东山县", "矿山", "2025-05-11", "E1", "日常检查", 0, 0, 0, 0, 27)
    add("西河县", "交通运输", "2025-05-12", "E3", "四不两直", 1, 1, 1, 4000, 5)
    add("西河县", "交通运输", "2025-05-13", "E3", "四不两直", 1, 1, 0, 0, 5)
    add("西河县", "交通运输", "2025-05-14", "E3", "四不两直", 1, 0, 0, 0, 10)
    add("北湖新区", "", "2025-04-12", "", "", 2, "", "", "", 6)
    add("北湖新区", "", "2025-04-13", "", "", 0, "", "", "", 4)
    return rows


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("inspections")
    shutil.copytree(tiny_plan, folder / "plan")
    (folder / "plan" / "programme.yml").write_text(PROGRAMME, "utf-8")
    with (folder / "plan" / "plan.yml").open("a", encoding="utf-8") as file:
        file.write(LADDER)
    with (folder / "plan" / "indicators.yml").open("a", encoding="utf-8") as file:
        file.write(INDICATORS)
    bench = Bench(folder, folder / "plan")
    head = "检查编号,区域,行业领域,检查日期,企业编号,检查方式,发现问题数,已整改数,处罚次数,罚款金额（元）,报送月份"
    register = [
        "E1,东山县,甲矿,矿山,是,是,否,500,2024-01-01", "E2,东山县,乙矿,矿山,否,否,否,10,2024-01-01",
        "E3,西河县,丙运,交通运输,否,否,是,20,2024-01-01", "E4,西河县,丁运,交通运输,否,否,否,,2024-01-01",
    ]  # fmt: skip
    bench.load(
        bench.csv("检查.csv", head, _inspections()),
        bench.csv("企业.csv", "企业编号,区域,企业名称,行业领域,高危企业,规上企业,重点企业,从业人数,纳管日期", register),
        code=0,
    )  # fmt: skip
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


@pytest.fixture
def app(loaded, monkeypatch):
    run = opener(loaded, monkeypatch, "inspections", MONTH)
    return lambda *page, **address: body(run(*page, **address))


def scene_of(board, window="year_to_date", by="region", region="*", sector="*", limits="widened"):
    return inspections_scene.Scene(board, MONTH, window, by, region, sector, limits, words(board))


def cells(markup: str, css: str) -> dict[str, list[str]]:
    """Name of a row -> its cells as plain text, of the table of a kind."""
    return {name.replace(" ", ""): rest for name, *rest in rows_of(markup, css)}


# ---- what is read


def test_windows_add_up_their_months(board):
    def told(window, code):
        tally = queries_inspections.compared(board, MONTH, window, "region").units[code]
        return tally and (tally.inspections, tally.problems)

    assert [told(w, EAST) for w in queries_inspections.WINDOWS] == [(40, 4), (40, 4), (30, 3), (30, 3)]
    assert [told(w, NORTH) for w in queries_inspections.WINDOWS] == [(10, 12), (10, 12), (10, 12), None]


def test_who_sent_nothing_is_unknown_and_never_nought(board):
    found = queries_inspections.compared(board, MONTH, "month", "region")
    assert found.units[NORTH] is None  # it reported in April, and nothing came for May
    assert found.whole and found.whole.inspections == 50
    april = queries_inspections.compared(board, "2025-04", "month", "region")
    assert april.units[WEST] is None  # its first report is May's
    assert april.units[EAST] is None  # it reported in February, and nothing came for April
    year = queries_inspections.compared(board, MONTH, "year_to_date", "region").units
    assert [t.lacking for t in year.values() if t] == [3, 4, 4]
    assert year[NORTH].penalties is None and year[NORTH].per_problem is None
    assert year[EAST].penalties == 0 and year[WEST].per_problem == 5 / 20


def test_by_sector_within_a_region_and_by_committee_of_none(board):
    found = queries_inspections.compared(board, MONTH, "year_to_date", "sector")
    assert {code: t and t.inspections for code, t in found.units.items()} == {"mining": 40, "transport": 20}
    assert found.whole and found.whole.inspections == 70  # ten name no sector
    east = queries_inspections.compared(board, MONTH, "year_to_date", "sector", region=EAST)
    assert east.units["transport"] and east.units["transport"].inspections == 0
    assert east.whole and (east.whole.inspections, east.whole.hits) == (40, 0.1)


def test_methods_with_what_they_find(board):
    found = queries_inspections.by_method(board, MONTH, "year_to_date")
    assert [(code, t.inspections, t.with_problems, t.problems, t.penalties) for code, t in found] == [
        ("routine", 40, 4, 4, 0), ("unannounced", 20, 20, 20, 5), ("none", 10, 6, 12, None),
    ]  # fmt: skip
    assert queries_inspections.by_method(board, MONTH, "year_to_date", region=WEST)[0][0] == "unannounced"


def test_coverage_by_sector_and_size_with_the_years_target(board):
    whole = queries_inspections.coverage(board, MONTH)
    assert whole and (whole.registered, whole.inspected, whole.share) == (4, 2, 0.5)
    assert whole.target and whole.target.value == 0.5
    rows = queries_inspections.coverage_by_sector(board, MONTH)
    assert [(code, p.registered, p.inspected) for code, p in rows] == [("mining", 2, 1), ("transport", 2, 1)]
    sizes = queries_inspections.coverage_by_size(board, MONTH)
    assert [(kind, *p.where.values(), p.registered, p.inspected) for kind, p in sizes] == [
        ("is_key", True, 1, 1), ("is_high_risk", True, 1, 1), ("is_above_scale", True, 1, 1),
        ("headcount_band", "0-19", 1, 0), ("headcount_band", "20-299", 1, 1), ("headcount_band", "300-999", 1, 1),
        ("headcount_band", "none", 1, 0),
    ]  # fmt: skip
    january = queries_inspections.coverage(board, "2025-01")
    assert january and january.inspected == 0
    assert queries_inspections.coverage(board, "2026-01").target is None  # the plan sets none for that year


def test_a_plan_may_count_a_quarter_and_a_method(board):
    def told(indicator, month, code="*"):
        return queries.indicator_at(board, indicator, "region", code, month)[:2]

    assert [told("this_quarter", m)[0] for m in ("2025-02", "2025-03", "2025-04", MONTH)] == [10, 10, 10, 60]
    assert told("this_quarter", MONTH, EAST)[0] == 30
    assert told("unannounced", MONTH) == (20, 70)


# ---- what is shown


def test_the_list_says_who_inspects_much_and_finds_little(app, board):
    markup = app()
    assert cells(markup, "i-list") == {
        "东山县": ["40", "4", "0.10", "检查多、查出少 明显偏少"],
        "西河县": ["20", "20", "1.00", "偏多"],
        "北湖新区": ["10", "12", "1.20", "偏多"],
        "全域": ["70", "36", "0.51", ""],
    }
    assert "东山县检查多、查出少：检查 40 次，每次查出 0.10 个，明显偏少（全域 0.51 个）" in markup
    assert 'class="i-verdict"' in markup
    scene = scene_of(board)
    assert [point.code for point, _verdict in scene.idle] == [EAST]
    assert not scene.dispersion.is_beyond_chance  # three units say nothing of a spread


def test_dots_are_told_apart_and_lead_to_their_figure(app, board):
    drawn = inspections_funnel.funnel(scene_of(board), inspections_funnel.WIDE, lambda code: f"method?{code}")
    classes = {
        code: verdict
        for verdict, code in re.findall(r'<circle class="i-dot i-(\w+)" data-unit="([^"]+)"', drawn)
    }
    assert classes == {EAST: "far_below", WEST: "above", NORTH: "above"}
    assert "东山县，检查 40 次，查出 4 个，每次 0.10 个，明显偏少" in drawn
    assert drawn.count("<a href=") == 3 and 'role="group"' in drawn
    assert 'role="img"' in inspections_funnel.funnel(scene_of(board), inspections_funnel.WIDE)
    linked = [n for n in numbers(app()) if n.text == "东山 0.10"]
    query = {k: v[0] for k, v in parse_qs(urlparse(linked[0].href).query).items()}
    assert query["measure"] == "inspection_month.problems" and query["region"] == EAST
    assert "：0.10 = 4 / 40" in app("method", **query)


def test_key_figures(app):
    markup = app()
    tiles = [re.sub(r"<[^>]+>", " ", t).split() for t in re.findall(r"<strong>(.*?)</strong>", markup)]
    assert [t[0] for t in tiles[:4]] == ["70", "50.0%", "0.51", "5"]
    assert "在册 4 家" in markup and "还有 2 家没有查到" in markup and "2025年目标 50%" in markup
    assert "查出问题的检查占 42.9%" in markup  # 30 of 70


def test_a_month_without_a_report_is_said_to_be_one(app):
    found = cells(app(window="month"), "i-list")
    assert found["北湖新区"] == ["未报"]
    assert found["全域"][:2] == ["50", "23"]
    penalties = cells(app(window="month"), "i-penalties")
    assert penalties["北湖新区"] == ["未报"]


def test_penalties_per_problem_and_per_inspection(app):
    found = cells(app(), "i-penalties")
    assert found["东山县"] == ["10.0%", "0%", "0", "0.0", "0.0", "0.0"]
    assert found["西河县"] == ["100%", "50.0%", "5", "25.0", "25.0", "2.0"]
    assert found["北湖新区"] == ["60.0%", "—", "—", "—", "—", "—"]
    assert found["全域"][2:4] == ["5", "13.9"]  # 5 of 36


def test_areas_without_a_penalty_with_the_step_that_is_due(app):
    markup = app()
    # Inspections in February and May: no month between was left out of the year's sum, so four months running.
    assert cells(markup, "i-zero") == {"东山县": ["40", "4", "零处罚", "4", "约谈 （六）"]}
    assert "东山县有检查而没有一次处罚，按方案须函告 → 约谈" in markup
    assert "处罚数未报：北湖新区" in markup
    february = app(month="2025-02")
    assert cells(february, "i-zero") == {"东山县": ["10", "1", "零处罚", "1", "函告 （五）"]}


def test_coverage_and_methods_in_words(app):
    markup = app()
    tables = re.findall(r'<table class="rg i-cover[^>]*>.*?</table>', markup, re.S)
    assert len(tables) == 2
    assert cells(tables[1], "i-cover")["300～999人"][:3] == ["1", "1", "100%"]
    assert cells(tables[1], "i-cover")["20人以下"][:3] == ["1", "0", "0%"]
    assert cells(tables[0], "i-cover")["合计"][:3] == ["4", "2", "50.0%"]
    methods = cells(markup, "i-methods")
    assert methods["日常检查"][:3] == ["40", "0.10", "10.0%"]
    assert methods["四不两直"][:3] == ["20", "1.00", "100%"] and methods["四不两直"][4] == "查出更多"
    assert "比日常检查（10.0% 查出问题）查出更多的有四不两直 100%" in markup


def test_every_number_is_a_link_and_presentation_has_none(app):
    for view in ({}, {"window": "month", "by": "sector"}, {"region": EAST, "limits": "exact"}):
        assert unlinked(app(**view)) == []
    staged = app(present="1")
    assert "<a " not in staged and "检查多、查出少" in staged


def test_unknown_windows_are_told_and_months_without_anything(app):
    assert "地址里的时段“weekly”没有" in app(window="weekly")
    assert "没有“执法检查记录”" in app(month="2025-01")


def test_what_is_taken_away(board):
    scene = scene_of(board)
    frame = inspections_exhibits.of_funnel(scene).table().set_index("地区")
    assert frame.loc["东山县", "判断"] == "明显偏少" and frame.loc["东山县", "检查多、查出少"]
    # Mean 10.3 at 20 inspections: the upper limit of 95 % lies between 16 and 17 problems.
    assert 16 / 20 < frame.loc["西河县", "95%上限"] < 17 / 20
    units = inspections_exhibits.of_units(scene).table().set_index("地区")
    assert units.loc["全域", "处罚"] == 5 and units.loc["西河县", "罚款（元）"] == 20000
    methods = inspections_exhibits.of_methods(
        scene, queries_inspections.by_method(board, MONTH, "year_to_date")
    )
    assert methods.svg is not None and "四不两直" in methods.svg()
    assert inspections_exhibits.of_funnel(scene).svg is not None
