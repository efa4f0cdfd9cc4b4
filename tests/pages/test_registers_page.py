"""The page of registers in Streamlit's test bench on a small real database; every figure worked out on paper.

At the end of May 2026, for three regions (东 东山县, 西 西河县, 北 北湖新区).

trainings   东 2025-03 workers 8 of 10, exam 6 of 8; 2026-02 workers 15 of 20, exam 9 of 10; 2026-05 officials 5 of 5
            西 2026-05 workers 6 of 10, exam 5 of 5; 北 never -> 2026: 3 trainings, 26 of 35 attended, 14 of 15 passed
penalties   东 one in March 2026, on both; nobody else: nothing happened there
officials   东 3 meetings, 0 solved; 1 check, 4 found.  西 1 meeting, 3 solved; 3 checks, 0 found.
            北 2 meetings, 2 solved; 2 checks, 2 found.  Medians 2, 2, 2, 2: 东 talks much, 西 looks much
inspectors  May: 东 ZQ1 three visits, ZQ2 one; 西 ZQ3 two; asked are two: 东 1 of 2, 西 1 of 1
"""

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_registers, registers
from board.charts import registers_exhibits, registers_plot, registers_text
from board.frame import View
from board.queries_method import names as words
from etl.contract import contracts
from tests.conftest import ROOT, Bench
from tests.pages.figures import without_links
from tests.pages.opening import opener

ENTRY = str(ROOT / "dashboard.py")
PROGRAMME = """
reports:
  - {id: table, title: 月报, title_en: Monthly table, from_whom: 各地, cadence: monthly, day: 22, tables: [dispatch_reports], clause: 二}
  - {id: paper, title: 总结, title_en: Summary, from_whom: 镇办, cadence: yearly, day: 31, clause: 四, origin: committee}
"""
INDICATORS = """
- id: attendance
  title: 参训率指标
  title_en: Attendance
  short_title: 参训
  short_title_en: Attendance
  clause: 七
  definition: 参训人数除以应训人数。
  definition_en: Attended over planned.
  numerator: {mart: training_month, column: attended, window: year_to_date}
  denominator: {mart: training_month, column: planned, window: year_to_date}
  targets: [{year: 2026, value: 0.9, clause: 七, origin: committee}]
- id: two_visits
  title: 每月两次进企业
  title_en: Two visits a month
  short_title: 两次
  short_title_en: Two visits
  clause: 八
  definition: 当月走访两次以上的岗位占比。
  definition_en: Posts with two visits over all posts.
  numerator: {mart: visitor_month, column: visitors, where: {kind: resident_inspector}, at_least: {visits: 2}, window: month}
  denominator: {mart: visitor_month, column: visitors, where: {kind: resident_inspector}, window: month}
"""
TRAININGS = [
    "T1,东山县,2025-03-04,从业人员,10,8,8,6", "T2,东山县,2026-02-04,从业人员,20,15,10,9",
    "T3,东山县,2026-05-06,领导干部,5,5,0,0", "T4,西河县,2026-05-20,从业人员,10,6,5,5",
    "T5,东山县,2026-06-20,从业人员,90,1,1,0",
]  # fmt: skip


def _visits():
    rows, number = [], 0

    def add(region, visitor, kind, activity, day, raised, solved, times=1):
        nonlocal number
        for _time in range(times):
            number += 1
            rows.append(f"V{number},{region},{visitor},{kind},{activity},{day},{raised},{solved}")

    add("东山县", "L1", "干部履职", "会议", "2026-03-02", 1, 0, 3)
    add("东山县", "L1", "干部履职", "检查", "2026-03-09", 4, 1)
    add("西河县", "L2", "干部履职", "会议", "2026-04-02", 3, 3)
    add("西河县", "L2", "干部履职", "检查", "2026-04-12", 0, 0, 3)
    add("北湖新区", "L3", "干部履职", "会议", "2026-02-02", 1, 1, 2)
    add("北湖新区", "L3", "干部履职", "检查", "2026-02-12", 1, 1, 2)
    add("东山县", "ZQ1", "驻企督导", "走访", "2026-05-11", 0, 0, 3)
    add("东山县", "ZQ2", "驻企督导", "走访", "2026-05-12", 0, 0)
    add("西河县", "ZQ3", "驻企督导", "走访", "2026-05-13", 0, 0, 2)
    return rows


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("registers")
    shutil.copytree(tiny_plan, folder / "plan")
    (folder / "plan" / "programme.yml").write_text(PROGRAMME, "utf-8")
    with (folder / "plan" / "indicators.yml").open("a", encoding="utf-8") as file:
        file.write(INDICATORS)
    bench = Bench(folder, folder / "plan")
    bench.load(
        bench.csv("培训.csv", "培训编号,区域,培训日期,培训对象,应训人数,实训人数,考核人数,考核合格人数", TRAININGS),
        bench.csv(
            "处罚.csv", "处罚编号,区域,处罚决定日期,处罚种类,是否处罚单位,是否处罚个人,罚没金额（元）",
            ["P1,东山县,2026-03-03,罚款,是,是,20000"],
        ),
        bench.csv("履职.csv", "走访编号,区域,履职岗位编号,履职类别,履职方式,走访日期,提出问题数,已解决问题数", _visits()),
        bench.csv(
            "调度.csv", "区域,月份,指标,完成数,总数,报送日期",
            [
                "东山县,2026-05,drill_rate,3,10,2026-05-22", "西河县,2026-05,drill_rate,3,10,2026-05-30",
                "东山县,2026-06,drill_rate,3,10,2026-06-20",
            ],
        ),
        code=0,
    )  # fmt: skip
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


@pytest.fixture
def app(loaded, monkeypatch):
    return opener(loaded, monkeypatch, "registers", "2026-05")


def _text(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _tables(test: AppTest, css: str) -> list[list[list[str]]]:
    """Rows of every table of a kind, each cell as plain text."""
    found = re.findall(rf'<table class="rg {css}[^>]*>(.*?)</table>', _text(test), re.S)
    return [
        [
            [
                re.sub(r"<[^>]+>", "", cell).strip()
                for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
            ]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S)[1:]
        ]
        for table in found
    ]


def sheet_of(board, register_id, sector="*"):
    return queries_registers.sheet(board, registers.register(register_id), sector)


# ---- figures


def test_a_year_so_far_and_its_month(board):
    found = sheet_of(board, "trainings")
    assert [found.so_far(c, "2026-05") for c in ("trainings", "planned", "attended", "examined", "passed")] == [
        3, 35, 26, 15, 14,
    ]  # fmt: skip
    assert found.in_month("trainings", "2026-05") == 2
    assert found.so_far("trainings", "2025-05") == 1
    numerator, denominator, share = found.share(registers.register("trainings").rates[0], "2026-05")
    assert (numerator, denominator) == (26, 35) and share == 26 / 35
    assert found.course("trainings", 2026, "2026-05", "990101") == [(1, 0), (2, 1), (3, 0), (4, 0), (5, 1)]


def test_who_never_reported_has_no_figure_and_who_reported_nothing_has_nought(board):
    found = sheet_of(board, "trainings")
    assert found.so_far("trainings", "2026-05", "T-GXQ") is None
    assert found.so_far("trainings", "2026-04", "990102") is None  # its first was in May
    assert found.so_far("trainings", "2025-02", "990101") is None
    assert found.in_month("trainings", "2026-04", "990101") == 0
    punished = sheet_of(board, "penalties")
    assert [punished.so_far("penalties", "2026-05", code) for code in ("990101", "990102", "T-GXQ")] == [
        1,
        0,
        0,
    ]


def test_every_register_can_be_read_even_when_empty(board):
    for register in registers.REGISTERS:
        found = queries_registers.sheet(board, register)
        assert set(found.since) <= set(found.regions)
        assert queries_registers.by_kind(board, register, register.by[0], "2026-05") is not None
        assert queries_registers.row_count(board, register, "2026-05") >= 0


def test_measures_and_kinds_are_those_of_the_marts_and_have_names(board):
    """A register that names a column which its mart has not, or that nobody named, is found here."""
    named = words(board)
    for register in registers.REGISTERS:
        assert ("mart", "", register.mart) in named.pairs
        assert all(("measure", register.mart, column) in named.pairs for column in register.measures)
        assert all(("grain", "", column) in named.pairs for column in register.by)
        assert ("table", "", register.id) in named.pairs
        assert {c for rate in register.rates for c in (rate.numerator, rate.denominator)} <= set(
            register.measures
        )


def test_by_kind(board):
    found = queries_registers.by_kind(board, registers.register("trainings"), "audience", "2026-05")
    assert [(code, amounts["trainings"], amounts["attended"]) for code, amounts in found] == [
        ("workers", 2, 21), ("officials", 1, 5),
    ]  # fmt: skip


def test_duty_records_that_stand_out(board):
    found, talks, looks = queries_registers.duties(board, "2026-05")
    assert found["990101"] == queries_registers.Duty(3, 0, 1, 4)
    assert found["990102"] == queries_registers.Duty(1, 3, 3, 0)
    assert found["T-GXQ"] == queries_registers.Duty(2, 2, 2, 2)
    assert (talks, looks) == ({"990101"}, {"990102"})


def test_posts_with_fewer_visits_than_the_plan_asks_for(board):
    (rule,) = queries_registers.visit_rules(board, "2026-05")
    assert (rule.indicator.id, rule.least) == ("two_visits", 2)
    assert {code: pair for code, pair in rule.rows.items() if pair[1]} == {
        "990101": (1, 2), "990102": (1, 1), "*": (2, 3),
    }  # fmt: skip


def test_the_newest_rows_come_first(board):
    register = registers.register("trainings")
    assert queries_registers.row_count(board, register, "2026-05") == 3
    rows = queries_registers.newest(board, register, "2026-05")
    assert [row["row_id"] for row in rows] == ["T4", "T3", "T2"]
    assert (rows[0]["kinds"], rows[0]["amounts"]["attended"], rows[0]["row"]) == (
        {"audience": "workers"},
        6,
        5,
    )
    assert [r["row_id"] for r in queries_registers.newest(board, register, "2026-05", region="990102")] == [
        "T4"
    ]


# ---- the page


def test_a_register_shows_its_figures_regions_and_kinds(app):
    test = app(register="trainings")
    text = without_links(_text(test))
    tiles = re.findall(r'<div class="rg-figure"><p>(\S+) .*?<strong>(.*?)</strong><small>(.*?)</small>', text)
    plain = [(title, figure, re.sub(r"<[^>]+>", " ", below)) for title, figure, below in tiles]
    assert [tile[:2] for tile in plain] == [
        ("培训期数", "3"), ("参训率", "74.3%"), ("考核合格率", "93.3%"), ("参训人数", "26"),
    ]  # fmt: skip
    assert (
        "当月 2" in plain[0][2] and "上年同期 1" in plain[0][2] and "≈" in plain[0][2]
    )  # 3 against 1 is chance
    assert "26/35" in plain[1][2] and "上年同期 80.0%" in plain[1][2]
    (regions,) = _tables(test, "rg-regions")
    assert regions == [
        ["东山县", "2", "25", "20", "10", "9", "80.0%", "90.0%"],
        ["西河县", "1", "10", "6", "5", "5", "60.0%", "100%"],
        ["北湖新区", "未报"],
        ["全域", "3", "35", "26", "15", "14", "74.3%", "93.3%"],
    ]
    assert "未报：北湖新区" in text
    (kinds,) = _tables(test, "rg-kinds")
    assert [row[0] for row in kinds] == ["从业人员", "领导干部"]


def test_the_plans_indicators_stand_with_target_and_clause_and_lead_to_their_definition(app):
    test = app(register="trainings")
    ((row,),) = _tables(test, "rg-indicators")
    assert row[0] == "参训率指标" and row[1] == "74.3% 26/35" and row[4] == "七"
    assert row[2].startswith("90%") and "安委会自定" in row[2]
    assert re.search(r'href="method\?[^"]*indicator=attendance', _text(test))


def test_nothing_happened_is_nought_where_no_row_means_that(app):
    test = app(register="penalties")
    (regions,) = _tables(test, "rg-regions")
    assert [row[:2] for row in regions] == [
        ["东山县", "1"],
        ["西河县", "0"],
        ["北湖新区", "0"],
        ["全域", "1"],
    ]
    assert "今年没有记录：西河县、北湖新区" in _text(test)


def test_the_two_rules_stand_with_the_visits(app):
    test = app(register="visits")
    text = _text(test)
    assert "会议多、解决少：东山县；检查多、查出少：西河县" in text
    (duty,) = _tables(test, "rg-duty")
    assert duty == [
        ["东山县", "3", "0", "1", "4", "会议多、解决少"], ["西河县", "1", "3", "3", "0", "检查多、查出少"],
        ["北湖新区", "2", "2", "2", "2", ""],
    ]  # fmt: skip
    (visits,) = _tables(test, "rg-visits")
    assert visits == [
        ["东山县", "2", "1", "1", "50.0%"], ["西河县", "1", "1", "0", "100%"], ["北湖新区", "未报"],
        ["全域", "3", "2", "1", "66.7%"],
    ]  # fmt: skip
    assert "1 个岗位当月不足 2 次，最多的是东山县 1" in text and "条款 八" in text
    assert _tables(app(register="penalties"), "rg-duty") == []


def test_a_region_has_its_own_figures_and_rows(app):
    test = app(register="trainings", region="990102")
    assert re.findall(r"<strong>(.*?)</strong>", without_links(_text(test)))[:2] == ["1", "60.0%"]
    (rows,) = _tables(test, "rg-rows")
    assert [row[0] for row in rows] == ["T4"]
    assert len(_tables(test, "rg-regions")[0]) == 4  # all regions stay, the chosen one is marked
    assert '<tr class="chosen"><th scope="row">西河县' in _text(test)


def test_an_unreported_region_says_so_in_the_figures(app):
    text = without_links(_text(app(register="trainings", region="T-GXQ")))
    assert re.findall(r"<strong>(.*?)</strong>", text)[0] == "未报"


def test_a_register_that_never_came_says_what_to_send(app):
    text = _text(app(register="blacklist"))
    assert "还没有载入过" in text and "必须有的列" in text
    required = [column.title for column in contracts()["blacklist"].required]
    assert f"必须有的列：{'、'.join(required)}。" in text and "列入日期" in required
    assert "<table" not in text


def test_before_its_first_record_a_register_says_when_it_begins(app):
    text = _text(app(register="trainings", month="2025-02"))
    assert "2025年3月" in text and "<table" not in text


def test_the_choice_stands_in_the_address_and_an_unknown_one_is_said(app):
    test = app()
    test.segmented_control(key="pick_register").set_value("penalties").run()
    assert test.query_params["register"] == "penalties"
    text = _text(app(register="<script>alert(1)"))
    assert "<script>alert" not in text and "现显示报送情况" in text


def test_the_first_choice_is_who_has_reported(app):
    test = app()
    text = _text(test)
    cells = {
        region: re.findall(r'<i class="cell rp-(\w+)"', row)
        for region, row in re.findall(r'<tr data-region="([\w-]+)">(.*?)</tr>', text)
    }
    assert len(cells["990101"]) == 23  # January 2025 to November 2026
    at = 16  # May 2026
    assert [cells[code][at] for code in ("990101", "990102", "T-GXQ")] == ["on_time", "late", "missing"]
    assert [cells[code][at + 1] for code in ("990101", "990102")] == ["on_time", "missing"]
    assert {cells[code][-1] for code in cells} == {"not_due"}
    assert "未报：北湖新区；迟报：西河县" in text
    assert (
        test.code[0].value
        == "2026年5月“月报”应于2026年5月22日前报送：\n未报：北湖新区\n迟报：西河县（5月30日，迟 8 天）"
    )
    (owed,) = _tables(test, "rg-reports")
    assert owed[0][:3] == ["月报", "各地", "每月，当月22日"] and owed[0][4] == "二"
    assert owed[1][3] == "书面材料，不在这里核对" and "安委会自定" in owed[1][4]


def test_before_an_audience_there_is_no_control_and_no_link(app):
    text = _text(app(register="trainings", present="1"))
    assert 'class="def"' not in text and "参训率指标" in text


def test_a_plan_without_reports_says_so(bench, monkeypatch):
    bench.load(
        bench.csv("抽查.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数", ["C1,东山县,2026-06-02,10,9"])
    )
    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    test = AppTest.from_file(ENTRY, default_timeout=60).run().switch_page("pages/registers.py").run()
    assert "没有要核对的报表" in _text(test) and "programme.yml" in _text(test)


# ---- what can be taken away


def test_the_exhibits_hold_the_same_figures(board):
    view, named = View(board, "2026-05", "region"), words(board)
    found = sheet_of(board, "trainings")
    frame = registers_exhibits.of_regions(view, found, named).table()
    assert frame["是否已报"].tolist() == ["已报", "已报", "未报", "已报"]
    assert frame["培训期数，1月～5月累计"].tolist()[:2] == [2, 1] and bool(
        frame["培训期数，1月～5月累计"].isna()[2]
    )
    course = registers_exhibits.of_course(view, found, "trainings", named)
    assert sum(course.table()["培训期数"].tolist()) == 4  # one of 2025, three of 2026
    assert course.figure is not None and len(course.figure().to_dict()["data"]) == 2
    rows = registers_exhibits.of_rows(view, registers.register("trainings"), 3, named).table()
    assert rows["编号"].tolist() == ["T4", "T3", "T2"] and rows["对象"].tolist()[1] == "领导干部"


def test_the_figure_draws_both_years_on_a_whole_scale(board):
    figure = registers_plot.course(sheet_of(board, "trainings"), "trainings", "2026-05", "*")
    plain = figure.to_dict()
    before, now = plain["data"]
    assert (list(now["x"]), list(now["y"])) == ([1, 2, 3, 4, 5], [0, 1, 0, 0, 2])
    # Nobody reported before March 2025.
    assert list(before["x"]) == list(range(3, 13)) and before["y"][0] == 1
    ticks = list(plain["layout"]["yaxis"]["tickvals"])
    assert all(tick == int(tick) for tick in ticks) and ticks[-1] >= 2
    assert registers_text.amount(None) == "—" and registers_text.amount(2.5) == "2.5"
