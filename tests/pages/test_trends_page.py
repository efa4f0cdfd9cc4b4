"""The page of trends on a small real database; every figure worked out on paper. To the end of June 2026.

inspections  东 (mining) one a month from 2025-01: 5 problems each to 2025-09, 20 each from 2025-10 on
             西 (transport) 2025-05 with 4 problems, 2026-05 with 7; 北 never
drills       东 2026-04 3 of 10, 2026-05 nothing came, 2026-06 4 of 10
accidents    东 2025-03 1 dead; 2025-04 3 dead (serious); 2026-06 1 dead.  西 2026-02 nobody dead
hazards      东 two due in February 2026, one closed in time; 西 one due in March 2026, closed in time
reports      东 four in each January, closed all of 2025's and one of 2026's
"""

import itertools
import re
import shutil
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_trends, trends
from board.charts import trends_accidents, trends_course, trends_plot, trends_text
from board.queries_trends import Unit
from rules.changes import Figure
from rules.packs import load_plan
from tests.conftest import ROOT, Bench
from tests.pages.figures import body, numbers, unlinked
from tests.pages.opening import opener

ENTRY = str(ROOT / "dashboard.py")
MONTH = "2026-06"
EAST, WEST, NORTH = "990101", "990102", "T-GXQ"
INDICATORS = """
- id: reports_closed
  title: 举报办结率
  title_en: Reports closed
  short_title: 办结率
  short_title_en: Closed
  clause: 一
  definition: 当年收到的举报中办结的比例。
  definition_en: Closed over received.
  numerator: {mart: public_report_month, column: closed, window: year_to_date}
  denominator: {mart: public_report_month, column: received, window: year_to_date}
"""


def _months():
    return [f"{y}-{n:02d}" for y in (2025, 2026) for n in range(1, 13)][:18]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("trends")
    shutil.copytree(tiny_plan, folder / "plan")
    with (folder / "plan" / "indicators.yml").open("a", encoding="utf-8") as file:
        file.write(INDICATORS)
    bench = Bench(folder, folder / "plan")
    east = [f"J{m},东山县,矿山,{m}-10,{5 if m < '2025-10' else 20},0,0" for m in _months()]
    bench.load(
        bench.csv(
            "检查.csv", "检查编号,区域,行业领域,检查日期,发现问题数,已整改数,处罚次数",
            [*east, "W1,西河县,交通运输,2025-05-10,4,4,0", "W2,西河县,交通运输,2026-05-10,7,7,0"],
        ),
        bench.csv(
            "事故.csv", "事故编号,区域,行业领域,发生日期,死亡人数,重伤人数",
            [
                "A1,东山县,矿山,2025-03-02,1,0", "A2,东山县,矿山,2025-04-02,3,0", "A3,西河县,交通运输,2026-02-02,0,1",
                "A4,东山县,矿山,2026-06-02,1,0",
            ],
        ),
        bench.csv(
            "隐患.csv", "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期",
            [
                "H1,东山县,矿山,重大,2026-01-05,2026-02-10,2026-02-01", "H2,东山县,矿山,重大,2026-01-06,2026-02-10,",
                "H3,西河县,交通运输,重大,2026-02-06,2026-03-10,2026-03-10",
            ],
        ),
        bench.csv(
            "举报.csv", "举报编号,区域,行业领域,受理日期,办结日期",
            [
                *(f"P{n},东山县,矿山,2025-01-10,2025-03-01" for n in range(4)),
                *(f"Q{n},东山县,矿山,2026-01-10,{'2026-03-01' if n == 0 else ''}" for n in range(4)),
            ],
        ),
        bench.csv(
            "调度.csv", "区域,月份,指标,完成数,总数",
            ["东山县,2026-04,drill_rate,3,10", "东山县,2026-06,drill_rate,4,10"],
        ),
        code=0,
    )  # fmt: skip
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


@pytest.fixture
def app(loaded, monkeypatch):
    return opener(loaded, monkeypatch, "trends", MONTH)


def measure(board, name):
    return next(c.measure for c in trends.choices(board.plan) if c.measure.id == name)


def trend(board, name, unit=None, window=None, since="2025-01"):
    found = measure(board, name)
    return trends_course.trend(board, found, window or found.declared, unit or Unit(), since, MONTH)


def rows(markup, css):
    """Rows of the first table of a class, each cell as plain text."""
    table = re.search(rf'<table class="{css}".*?</table>', markup, re.S)
    assert table is not None
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table[0], re.S)
    ]


# ---- figures


def test_windows_are_sums_of_months(board):
    course = {w: trend(board, "problems", window=w).course for w in ("month", "year_to_date", "trailing_12")}
    assert course["month"][MONTH] == Figure(20) and course["month"]["2025-06"] == Figure(5)
    assert course["year_to_date"][MONTH] == Figure(127)  # six months of 20, and 7
    assert course["year_to_date"]["2025-06"] == Figure(34)
    assert course["trailing_12"][MONTH] == Figure(202)  # three of 5, nine of 20, and 7
    assert min(course["trailing_12"]) == "2025-12"  # not before twelve months
    assert course["trailing_12"]["2025-12"] == Figure(109)


def test_a_rate_is_sums_over_sums_never_a_mean_of_rates(board):
    found = trend(board, "hits", window="year_to_date")
    assert found.course[MONTH] == Figure(127, 7)
    assert found.kind == "rate"


def test_who_never_reported_has_no_figures_and_who_reported_nothing_has_nought(board):
    found = queries_trends.courses(board, measure(board, "problems"), "month", "region")
    assert NORTH not in found
    assert "2025-04" not in found[WEST]
    assert found[WEST]["2025-06"] == Figure(0) and found[WEST]["2026-05"] == Figure(7)


def test_a_region_within_a_sector(board):
    problems = measure(board, "problems")
    mining = queries_trends.courses(board, problems, "month", "region", "mining")
    assert mining[EAST][MONTH] == Figure(20)
    # Nobody reported of transport before May 2025; from then on the east had none.
    transport = queries_trends.courses(board, problems, "month", "region", "transport")
    assert min(transport[EAST]) == "2025-05" and transport[EAST][MONTH] == Figure(0)
    assert transport[WEST]["2026-05"] == transport["*"]["2026-05"] == Figure(7)
    by_sector = queries_trends.courses(board, problems, "month", "sector", WEST)
    assert by_sector["transport"]["2026-05"] == Figure(7)


def test_what_cannot_be_added_up_offers_no_window(board):
    assert measure(board, "problems").windows == ["month", "year_to_date", "trailing_12"]
    assert measure(board, "open_major").windows == ["month_end"]
    assert measure(board, "open_major").told == "state"
    assert measure(board, "i.on_time").told == "restarts"  # the year so far, at the month's end
    assert measure(board, "i.drill_rate").told == "restarts"
    assert measure(board, "i.awareness").windows == ["year_to_date", "month", "trailing_12"]


@pytest.mark.parametrize("plan", ["enshi", "xupu"])
def test_adding_up_gives_what_the_build_worked_out(demo_db, clean_demo, plan):
    """Two ways to the same figure: that of the ranking, and the marts added up here."""
    opened = queries.open_board(plan, demo_db if plan == "enshi" else clean_demo(plan))
    first, cells = str(opened.plan.first_month), 0
    for found in (c.measure for c in trends.choices(opened.plan)):
        if found.indicator is None or found.indicator.kind == "fall":
            continue
        for by in queries_trends.splits(opened, found):
            declared = queries_trends._declared(opened, found, by)
            added = queries_trends._added(opened, found, found.declared, by, "*")
            for code in declared.keys() | (added.keys() - ({"*"} if by != "region" else set())):
                known = range_of(declared.get(code, {}), first, opened.data_through)
                assert range_of(added.get(code, {}), first, opened.data_through) == known, (
                    found.id,
                    by,
                    code,
                )
                cells += len(known)
    assert cells > 5_000


def range_of(course, first, last):
    return {m: f for m, f in course.items() if first <= m <= last}


# ---- changes


def test_the_year_before_and_whether_it_is_more_than_chance(board):
    found = trend(board, "problems")
    assert found.is_beyond_chance(MONTH) is True  # 20 against 5
    assert trends_text.change_plain(found, MONTH) == "▲15"
    assert found.is_beyond_chance("2025-06") is None
    west = trend(board, "problems", Unit("region", WEST))
    assert west.is_beyond_chance("2026-05") is False  # 7 against 4
    assert trends_text.change_plain(west, "2026-05") == "≈ +3"
    assert trends_text.against_last_year(trend(board, "accidents"), "2026-03") == (
        "与上年同期（1）相比没有超出偶然的变化"
    )  # fmt: skip


def test_a_share_changes_in_points_and_says_whether_that_is_good(board):
    of = measure(board, "i.on_time")
    course = {"2025-06": Figure(30, 100), MONTH: Figure(62, 100)}
    found = trends_course.Trend(of, "month_end", Unit(), ["2025-06", MONTH], course)
    assert trends_text.change_plain(found, MONTH) == "▲32.0"
    assert trends_text.against_last_year(found, MONTH) == "比上年同期升 32.0 个百分点（好转）"


def test_since_when(board):
    found = trend(board, "problems", Unit("region", EAST))
    ((before, after),) = found.changes
    assert (before.level, after.level, after.first) == (5, 20, "2025-10")
    assert trends_text.turns(found) == "2025年10月起月均由 5.0 升到 20.0"
    # Of another window the months by themselves are looked at, and that is said.
    moving = trend(board, "problems", Unit("region", EAST), "trailing_12")
    assert trends_text.turns(moving) == "按当月数看，2025年10月起月均由 5.0 升到 20.0"
    assert "不足 12 个" in trends_text.turns(trend(board, "problems", since="2026-01"))
    assert trend(board, "i.drill_rate").stretches == []


def test_a_state_turns_where_its_monthly_change_does(board):
    of = measure(board, "open_major")
    stock = [10 + 3 * n for n in range(10)] + [37 - 4 * n for n in range(1, 9)]
    course = {m: Figure(v) for m, v in zip(_months(), stock, strict=True)}
    steps = [b - a for a, b in itertools.pairwise(stock)]
    found = trends_course._named(_months()[1:], trends_course.change_points.levels(steps, form="gaussian"))
    assert [(s.first, s.level) for s in found] == [("2025-02", 3.0), ("2025-11", -4.0)]
    shown = trends_course.Trend(of, "month_end", Unit(), _months(), course, found)
    assert trends_text.turns(shown) == "2025年11月起每月平均变化由 +3.0 变为 −4.0"


def test_cases_that_are_still_open_are_not_judged(board):
    """Of this January's reports one of four is closed, of last January's all: they had a year."""
    found = trend(board, "i.reports_closed")
    assert (found.course[MONTH], found.course["2025-06"]) == (Figure(1, 4), Figure(4, 4))
    assert found.is_beyond_chance(MONTH) is None and found.stretches == []
    assert trends_text.change_plain(found, MONTH) == "−75.0"
    assert "不判断升降" in trends_text.finding(found)


# ---- accidents


def test_accidents_add_up_and_are_compared_with_the_same_months(board):
    found = queries_trends.accidents(board, MONTH, "class")
    assert [found.number("*", w, "accidents") for w in ("month", "year_to_date", "year_to_date_before")] == [
        1,
        2,
        2,
    ]
    assert [found.number("*", w, "deaths") for w in ("year_to_date", "year_to_date_before")] == [1, 4]
    assert found.number("general", "year_to_date_before", "deaths") == 1
    assert found.number("serious", "year_to_date_before", "deaths") == 3
    for by in ("class", "region", "sector"):
        parts = queries_trends.accidents(board, MONTH, by)
        for window in ("month", "year_to_date", "month_before", "year_to_date_before"):
            for what in queries_trends.WHAT:
                total = sum(parts.number(code, window, what) for code in parts.codes)
                assert total == parts.number("*", window, what)
    west = queries_trends.accidents(board, MONTH, "class", Unit("region", WEST))
    assert west.number("*", "year_to_date", "accidents") == 1


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [(2, 2, "0"), (1, 4, "≈ −3"), (4, 1, "≈ +3"), (0, 6, "▼6"), (17, 40, "▼57.5%"), (40, 17, "▲23")],
)
def test_few_accidents_are_no_change(now, then, told):
    assert trends_accidents.changed(now, then) == told


# ---- the chart


def test_a_month_that_was_not_reported_is_a_gap_and_is_named(board):
    figure = trends_plot.chart(trend(board, "i.drill_rate"), "line")
    line = next(t for t in figure.data if t.mode == "lines" and t.hoverinfo == "text")
    assert list(line.y[-4:]) == [None, 0.3, None, 0.4] and line.connectgaps is False
    assert "未报" in [note.text for note in figure.layout.annotations]


def test_this_year_over_the_last_and_the_turn_in_the_line(board):
    found = trend(board, "problems", Unit("region", EAST))
    years = trends_plot.chart(found, "years")
    before, now = (t for t in years.data if t.mode == "lines" and t.hoverinfo == "text")
    assert (list(before.y), list(now.y)) == ([5] * 9 + [20] * 3, [20] * 6)
    assert (before.line.width, now.line.width) == (1.6, 2.6)
    line = trends_plot.chart(found, "line")
    said = [note.text for note in line.layout.annotations]
    assert "2025年10月起" in said and "<b>6月 20</b>" in said
    # Both levels and the thin line between them.
    assert [(s.y0, s.y1) for s in line.layout.shapes if s.yref != "paper"] == [(5, 5), (20, 20)]


def test_a_target_is_a_step_of_its_years_and_only_for_the_plans_own_window(board):
    of = measure(board, "i.on_time")
    assert (of.target(2025, "month_end"), of.target(2026, "month_end"), of.target(2025, "month")) == (
        0.9,
        1.0,
        None,
    )
    figure = trends_plot.chart(trend(board, "i.on_time"), "line")
    assert [(s.x0, s.x1, s.y0) for s in figure.layout.shapes if s.yref != "paper"] == [
        (-0.5, 11.5, 0.9), (11.5, 17.5, 1.0),
    ]  # fmt: skip


# ---- the page


def test_it_opens_with_the_first_that_the_score_weighs(app):
    # The newest rule weighs awareness alone, of which nobody here reported.
    assert "应知应会知晓率，全域" in body(app())
    markup = body(app(of="i.on_time"))
    assert "重大隐患按期整改率，全域" in markup
    assert "2026年6月 66.7%" in markup  # two of three
    assert unlinked(markup) == []


def test_months_and_their_halves_lead_to_their_rows(app):
    table = rows(body(app(of="hits", window="year_to_date")), "tr-months")
    assert table[0] == ["月份", "年初累计", "分子/分母", "上年同月", "同比"]
    assert table[1] == ["2026年6月", "18.14", "127/7", "4.86", "▲273.5%"]


@pytest.mark.parametrize(
    "view",
    [
        {"of": "hits", "window": "year_to_date"},
        {"of": "problems", "window": "trailing_12", "region": EAST, "sector": "mining"},
        {"of": "accidents"},
    ],
)
def test_a_number_is_the_one_that_its_definition_shows(app, loaded, view):
    """One link of each kind is followed: the same number stands there, with no complaint about the address."""
    kinds = {}
    for number in numbers(body(app(**view))):
        query = {k: v[0] for k, v in parse_qs(urlparse(number.href).query).items()}
        is_plain = number.text.replace(",", "").isdigit() and "over" not in query
        if "measure" in query and is_plain:
            kind = (query["measure"], query["window"], query.get("where"), query["region"], "at" in query)
            kinds.setdefault(kind, (number.text, query))
    assert len(kinds) >= 4
    for text, query in kinds.values():
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in query.items():
            test.query_params[name] = value
        test.switch_page("pages/method.py").run()
        shown = body(test)
        assert f"：{text}</p>" in shown and 'class="notice"' not in shown, query


def test_a_sent_link_shows_the_same_chart(app):
    test = app(of="problems", window="trailing_12", form="years", since="2025-04", region=EAST, order="value")
    assert (test.query_params["of"], test.query_params["form"]) == ("problems", "years")
    markup = body(test)
    assert "检查发现问题数，东山县" in markup and "近12个月" in markup
    assert rows(markup, "tr-months")[-1][0] == "2025年4月"


def test_small_charts_lead_to_their_own_large_one_and_silent_regions_say_so(app):
    markup = body(app(of="problems", window="year_to_date"))
    tiles = re.findall(r'<a class="tr-tile[^"]*" href="([^"]+)".*?</a>', markup, re.S)
    asked = [parse_qs(urlparse(href.replace("&amp;", "&")).query) for href in tiles]
    assert [a["region"] for a in asked] == [[EAST], [WEST], [NORTH]]
    assert all(a["of"] == ["problems"] and a["window"] == ["year_to_date"] for a in asked)
    assert re.search(r"北湖新区</span>.*?未报", markup, re.S)


def test_what_the_address_gets_wrong_is_said(app):
    markup = body(app(of="nonsense", form="cake", since="1999-01"))
    for odd in ("nonsense", "cake", "1999-01"):
        assert f"“{odd}”在这里没有" in markup
    # A window that a state does not have.
    assert "“month”在这里没有" in body(app(of="open_major", window="month"))


def test_a_table_without_sectors_says_that_the_filter_does_not_hold(app):
    markup = body(app(of="i.drill_rate", sector="mining"))
    assert "行业领域的筛选不起作用" in markup and "应急演练率，全域" in markup


def test_nothing_at_all_is_an_empty_card_and_no_chart(app):
    markup = body(app(of="problems", region=NORTH))
    assert "北湖新区没有报过这个数" in markup and "2026年6月未报，以前也没有数" in markup


def test_every_plan_opens_with_something(tiny_plan):
    for plan in ("enshi", "hebei", "xupu", "bailin", "hejiapan", tiny_plan):
        found = trends.choices(load_plan(plan))
        assert len({c.measure.id for c in found}) == len(found)
        assert found[0].measure.indicator is not None


def test_nobody_is_the_worst_where_all_are_alike(app):
    # In May 2026 neither region had an accident, nor had the third.
    markup = body(app(of="accidents", month="2026-05"))
    assert "都是 0 起" in markup and "最高的是" not in markup
