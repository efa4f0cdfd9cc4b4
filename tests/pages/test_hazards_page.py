"""The page of hazards in Streamlit's test bench on a small real ledger; every figure worked out on paper.

At 30 April 2025. 东 东山县 (990101), 西 西河县 (990102), 北 北湖新区 (never reported). Major ones:

      where, sector, found by         found       due         closed       30 April
H1    东 mining, enterprise           2024-11-05  2025-02-01  -            open 176 days, overdue 88; under supervision (county)
H2    东 mining, enforcement          2025-02-10  2025-05-10  -            open 79 days, 10 left; was due 2025-03-31 at first
H3    东 transport, enterprise        2025-04-02  2025-04-29  -            open 28 days, overdue 1
H4    西 mining, enforcement          2025-04-03  2025-06-30  -            open 27 days; under supervision (province)
H5    西 mining, enforcement          2025-01-20  2025-02-20  2025-04-10   closed in April, 49 days late
H6    西 transport, superior          2025-03-15  -           2025-04-30   closed on April's last day
G1    东 mining, enterprise (general) 2025-04-20  -           -            open 10 days, no due date

         opening  found  closed  open  overdue (major, all regions)
Jan      1 (H1)   1 (H5) 0       2     0
Feb      2        1 (H2) 0       3     2 (H1 due 1 Feb; H5 due 20 Feb)
March    3        1 (H6) 0       4     2 (H1 H5; H2 is due 31 March at first, 10 May since the second file)
April    4        2      2       4     2 (H1 H3)
"""

import re
from datetime import date
from itertools import pairwise
from urllib.parse import parse_qs, urlparse

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_hazards, queries_hazards_list, queries_hazards_one
from board.charts import hazards_channels, hazards_flow, hazards_list, hazards_one, hazards_text
from board.downloads.tables import csv_bytes
from board.frame import View
from board.queries import NotInRelease
from board.queries_hazards import Channels, Flow, Scope
from board.queries_hazards_list import PAGE, Asked
from board.queries_method import names as words
from etl.bands import build_bands
from etl.contract import contracts
from etl.ledger import create_tables
from tests.conftest import ROOT, Bench
from tests.pages.figures import body as whole_body
from tests.pages.figures import plain, rows_of, unlinked, without_links
from tests.pages.opening import opener

ENTRY = str(ROOT / "dashboard.py")
MONTH = "2025-04"
HEADER = "隐患编号,区域,行业领域,隐患级别,来源渠道,企业编号,企业名称,隐患描述,发现日期,整改时限,销号日期,挂牌督办,报送月份"
H2 = "H2,东山县,矿山,重大,执法检查,Q2,东山 Coal 矿,巷道支护 <b>不足</b>，差 35%,2025-02-10"
MARCH = [
    "H1,东山县,矿山,重大,企业自查,Q1,东山石料厂,３号传送带无防护罩,2024-11-05,2025-02-01,,县级,2025-02",
    f"{H2},2025-03-31,,,2025-02",
    "H5,西河县,矿山,重大,执法检查,Q5,西河尾矿库,坝体渗水,2025-01-20,2025-02-20,,,2025-02",
]
CHANGED = [f"{H2},2025-05-10,,,2025-03"]
APRIL = [
    "H3,东山县,交通运输,重大,企业自查,Q1,东山石料厂,=车辆 O'Neil_1 超载,2025-04-02,2025-04-29,,,2025-04",
    "H4,西河县,矿山,重大,执法检查,Q4,西河采石场,边坡 3号平台超高,2025-04-03,2025-06-30,,省级,2025-04",
    "H5,西河县,矿山,重大,执法检查,Q5,西河尾矿库,坝体渗水,2025-01-20,2025-02-20,2025-04-10,,2025-04",
    "H6,西河县,交通运输,重大,上级督导,,西河客运站,站内 充电桩 过热,2025-03-15,,2025-04-30,,2025-04",
    "G1,东山县,矿山,一般,企业自查,Q1,东山石料厂,警示牌缺失,2025-04-20,,,,2025-04",
]
OLDER = [f"{H2},2025-02-28,,,2025-01"]
CHECKS = ["J1,东山县,矿山,2025-03-03,Q1,东山石料厂,3,2,1", "J2,东山县,矿山,2025-05-03,Q1,东山石料厂,9,9,9"]


@pytest.fixture(scope="module")
def loaded(module_bench: Bench) -> Bench:
    bench = module_bench
    bench.load(
        bench.csv("一.csv", HEADER, MARCH), bench.csv("二.csv", HEADER, CHANGED),
        bench.csv("检查.csv", "检查编号,区域,行业领域,检查日期,企业编号,企业名称,发现问题数,已整改数,处罚次数", CHECKS),
        code=0,
    )  # fmt: skip
    bench.load(bench.csv("三.csv", HEADER, APRIL), bench.csv("四.csv", HEADER, OLDER), code=0)
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


@pytest.fixture
def view(board):
    return View(board, MONTH, "region")


@pytest.fixture
def app(loaded, monkeypatch):
    return opener(loaded, monkeypatch, "hazards", MONTH)


def body(test: AppTest) -> str:
    """What the page has written, its styles apart."""
    return re.sub(r"<style>.*?</style>", "", whole_body(test), flags=re.S)


# ---- stock and flow


FLOW = {
    "2025-01": (1, 1, 0, 2, 0), "2025-02": (2, 1, 0, 3, 2), "2025-03": (3, 1, 0, 4, 2), "2025-04": (4, 2, 2, 4, 2),
}  # fmt: skip


def test_stock_and_flow_are_those_worked_out_by_hand(board):
    assert queries_hazards.flow(board, Scope(MONTH)) == [Flow(m, *figures) for m, figures in FLOW.items()]
    one = queries_hazards.flow(board, Scope(MONTH, "all", "990101", "mining"))[-1]
    assert one == Flow(MONTH, 2, 1, 0, 3, 1)  # H1 H2 before; G1 found; H1 overdue


def test_what_is_drawn_and_taken_away_adds_up(view):
    months = queries_hazards.flow(view.board, Scope(MONTH))
    found, closed, stock = (list(trace["y"]) for trace in hazards_flow.chart(months).to_dict()["data"])
    assert found == [1, 1, 1, 2] and closed == [0, 0, 0, -2]
    assert stock == [2, 3, 4, 4]
    frame = hazards_flow.exhibit(view, Scope(MONTH), months).table()
    assert frame.columns.tolist() == ["月份", "上月末在册", "当月查出", "当月销号", "月末在册", "其中逾期"]
    assert frame.iloc[-1].tolist() == [MONTH, 4, 2, 2, 4, 2]


def test_every_closing_is_the_next_opening_under_every_filter(demo_db):
    board = queries.open_board("enshi", demo_db)
    month = board.data_through
    sums: dict[str, list[tuple[int, ...]]] = {}
    for level in queries_hazards.LEVELS:
        for region in ("*", *(r.code for r in board.plan.regions)):
            months = queries_hazards.flow(board, Scope(month, level, region))
            assert len(months) == queries_hazards.SHOWN_MONTHS
            for before, now in pairwise(months):
                assert before.open_stock == now.opening
            assert all(m.opening + m.found - m.closed == m.open_stock for m in months)
            sums.setdefault(level, []).append(tuple(m.open_stock for m in months))
    for level, (whole, *regions) in sums.items():
        assert [sum(column) for column in zip(*regions, strict=True)] == list(whole), level
    both = zip(sums["major"][0], sums["general"][0], strict=True)
    assert [a + b for a, b in both] == list(sums["all"][0])


def test_the_bridge_tells_the_month_and_each_step_leads_to_its_rows(app):
    markup = body(app())
    assert rows_of(markup, "hz-bridge") == [
        ["上月末在册", "", "4", ""], ["当月查出", "+", "2", ""], ["当月销号", "−", "2", ""], ["月末在册", "=", "4", ""],
    ]  # fmt: skip
    bridge = markup[markup.index("hz-bridge") :].split("</table>")[0]
    asked = [parse_qs(urlparse(h.replace("&amp;", "&")).query) for h in re.findall(r'href="([^"]+)"', bridge)]
    assert [q["measure"][0].split(".")[1] for q in asked] == ["opening", "found", "closed", "open_stock"]
    assert all(q["where"] == ["level:major"] for q in asked)


def test_the_key_row(app):
    told = plain(re.search(r'<div class="rg-figures hz-figures">(.*?</div>)</div>', body(app()), re.S)[1])  # type: ignore[index]
    assert re.findall(r"(\S+) (\d+) 处", told) == [
        ("月末在册", "4"),
        ("当月查出", "2"),
        ("当月销号", "2"),
        ("逾期未销号", "2"),
    ]
    assert "上月末 4" in told and "占在册 50.0%" in told and "没有上年同期数" in told


# ---- ages, finders, grid


def test_ages_and_days_overdue(app):
    tables = body(app()).split('<table class="rg hz-ages">')[1:3]
    ages = rows_of('<table class="rg hz-ages">' + tables[0], "hz-ages")
    assert [row[:1] + row[2:4] for row in ages] == [
        ["0～30 天", "2", "1"], ["31～90 天", "1", "0"], ["91～180 天", "1", "1"], ["181～365 天", "0", "0"], ["365 天以上", "0", "0"],
    ]  # fmt: skip
    late = rows_of('<table class="rg hz-ages">' + tables[1], "hz-ages")
    assert [(row[0], row[3]) for row in late] == [
        ("1～7 天", "1"), ("8～30 天", "0"), ("31～90 天", "1"), ("90 天以上", "0"),
    ]  # fmt: skip


def test_a_release_of_before_the_bands_shows_the_rest(app, monkeypatch):
    known = queries_hazards.read

    def lacking(board, sql, *values):
        if "hazard_age_month" in sql or "hazard_bands" in sql:
            raise NotInRelease("这一期（{name}）发布时还没有这项", name="2025-04.1")
        return known(board, sql, *values)

    monkeypatch.setattr(queries_hazards, "read", lacking)
    markup = body(app())
    assert "这一期（2025-04.1）发布时还没有这项" in markup
    assert "hz-bridge" in markup and "hz-grid" in markup and "hz-rows" in markup


def test_shares_have_wilson_intervals_and_few_cases_have_none():
    # 81 of 263: Newcombe (1998), 0.2553 to 0.3662. The whole: 261 of 463 = 0.5637.
    found = Channels({("a", "enterprise"): 81, ("a", "expert"): 182, ("b", "enterprise"): 180, ("b", "none"): 20,
                      ("c", "enterprise"): 2})  # fmt: skip
    whole, (a, b, c, d) = hazards_text.own_shares(found, ["a", "b", "c", "d"], 3)
    assert (whole.own, whole.found) == (263, 465)
    assert (a.own, a.found, round(a.low or 0, 4), round(a.high or 0, 4)) == (81, 263, 0.2553, 0.3662)
    assert a.is_apart and b.is_apart
    assert c.is_few and c.share is None and (c.own, c.found) == (2, 2)
    assert d.is_few and d.found == 0
    assert found.order == ["enterprise", "expert", "none"]


def test_a_region_within_chance_is_not_told_apart():
    whole, (a, b) = hazards_text.own_shares(
        Channels({("a", "enterprise"): 5, ("a", "expert"): 5, ("b", "enterprise"): 6, ("b", "expert"): 4}),
        ["a", "b"],
        3,
    )
    assert whole.share == 11 / 20 and not a.is_apart and not b.is_apart


def test_finders_of_the_year_by_region(app, view):
    # Major ones found from January to April: 东 H2 H3 (one by the enterprise), 西 H4 H5 H6 (none). Rule: 2 cases.
    markup = body(app())
    rows = rows_of(markup, "hz-shares")
    assert [(row[0], row[-1]) for row in rows] == [
        ("西河县", "0 / 3"), ("东山县", "1 / 2"), ("北湖新区", "未报"), ("全域", "1 / 5"),
    ]  # fmt: skip
    assert hazards_text.least_cases(view.board.plan, MONTH) == 2
    counts = [
        (hazards_text.value("found_by", by, words(view.board)), found.found(channel=by))
        for found in [queries_hazards.channels(view.board, Scope(MONTH))]
        for by in found.order
    ]
    assert counts == [("执法检查", 3), ("企业自查", 1), ("上级督查", 1)]
    exhibit = hazards_channels.counts_exhibit(
        view, Scope(MONTH), queries_hazards.channels(view.board, Scope(MONTH)), words(view.board)
    )
    assert exhibit.table()["查出数"].tolist() == [3, 1, 1]


def test_the_grid_leads_to_the_list_and_says_who_has_not_reported(app):
    markup = body(app(grid="overdue"))
    assert rows_of(markup, "hz-grid") == [
        ["矿山", "1", "", "未报", "1"], ["交通运输", "1", "", "未报", "1"], ["合计", "2", "0", "", "2"],
    ]  # fmt: skip
    grid = markup[markup.index("hz-grid") :].split("</table>")[0]
    first = re.search(r'<td class="hz-t\d"><a class="def fig" href="([^"]+)"', grid)
    assert first
    asked = {k: v[0] for k, v in parse_qs(urlparse(first[1].replace("&amp;", "&")).query).items()}
    assert (asked["region"], asked["sector"], asked["state"]) == ("990101", "mining", "overdue")
    listed = rows_of(body(app(**asked)), "hz-rows")
    assert [row[0] for row in listed] == ["H1"]


@pytest.mark.parametrize(("grid", "total"), [("open_stock", "4"), ("overdue", "2"), ("found", "2")])
def test_each_measure_of_the_grid_adds_up_to_the_key_row(app, grid, total):
    assert rows_of(body(app(grid=grid)), "hz-grid")[-1][-1] == total


# ---- the list


def found_by(board, month=MONTH, level="all", **asked):
    asked_ = Asked(Scope(month, level), **{"state": "all", "sort": "found_old", **asked})
    listed = [row["hazard_id"] for row in queries_hazards_list.page(board, asked_)]
    assert queries_hazards_list.count(board, asked_) == len(listed)
    return listed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coal", ["H2"]), ("ＣＯＡＬ　矿", ["H2"]), ("3号", ["H1", "H4"]), ("３号", ["H1", "H4"]), (".", []), ("[3]", []), ("（b）", []), ("３号 平台", ["H4"]), ("石料厂 超载", ["H3"]),
        ("超载 渗水", []), ("%", ["H2"]), ("_", ["H3"]), ("O'neil", ["H3"]), ("<B>", ["H2"]), ("h5", ["H5"]),
        ("' OR 1=1 --", []), ("\\", []), ("站内\t过热", ["H6"]), ("  ", ["H1", "H5", "H2", "H6", "H3", "H4", "G1"]),
    ],
)  # fmt: skip
def test_every_word_must_occur_and_signs_stand_for_themselves(board, text, expected):
    assert found_by(board, text=text) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "open"}, ["H1", "H2", "H3", "H4", "G1"]), ({"state": "overdue"}, ["H1", "H3"]),
        ({"state": "found"}, ["H3", "H4", "G1"]), ({"state": "closed"}, ["H5", "H6"]), ({"state": "struck_off"}, ["H5", "H6"]),
        ({"found_by": "superior"}, ["H6"]), ({"tier": "any"}, ["H1", "H4"]), ({"tier": "province"}, ["H4"]),
        ({"age": "91-180"}, ["H1"]), ({"age": "0-30"}, ["H3", "H4", "G1"]), ({"late": "1-7"}, ["H3"]), ({"late": "31-90"}, ["H1"]),
        ({"enterprise_id": "Q1"}, ["H1", "H3", "G1"]), ({"level": "general"}, ["G1"]),
        ({"state": "open", "month": "2025-03"}, ["H1", "H5", "H2", "H6"]),
        ({"state": "overdue", "month": "2025-02"}, ["H1", "H5"]), ({"state": "all", "month": "2024-12"}, ["H1"]),
    ],
)  # fmt: skip
def test_filters_judge_at_the_months_end(board, asked, expected):
    assert found_by(board, **asked) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("found_new", "G1 H4 H3 H6 H2 H5 H1"), ("due", "H1 H5 H3 H2 H4 G1 H6"), ("overdue", "H1 H3 H2 H4 G1 H5 H6"),
        ("closed", "H6 H5 G1 H1 H2 H3 H4"), ("region", "H1 H2 G1 H3 H5 H4 H6"), ("enterprise", "H2 G1 H1 H3 H6 H5 H4"),
    ],
)  # fmt: skip
def test_orders(board, sort, expected):
    assert found_by(board, sort=sort) == expected.split()


def test_the_list_counts_as_the_marts_do(demo_db):
    board = queries.open_board("enshi", demo_db)
    last = board.data_through
    region = board.plan.regions[2].code
    for level in queries_hazards.LEVELS:
        for scope in (Scope(last, level), Scope(last, level, region)):
            now = queries_hazards.flow(board, scope)[-1]
            counted = {
                s: queries_hazards_list.count(board, Asked(scope, state=s))
                for s in ("open", "overdue", "found", "closed")
            }
            assert counted == {
                "open": now.open_stock,
                "overdue": now.overdue,
                "found": now.found,
                "closed": now.closed,
            }
            ages = queries_hazards.ages(board, scope)
            for band in queries_hazards.bands(board, "age"):
                listed = queries_hazards_list.count(board, Asked(scope, age=band.code))
                assert listed == sum(n for (age, _late), n in ages.items() if age == band.code)
            for band in queries_hazards.bands(board, "overdue")[1:]:
                listed = queries_hazards_list.count(board, Asked(scope, late=band.code))
                assert listed == sum(n for (_age, late), n in ages.items() if late == band.code)


def test_rows_show_their_state_and_lead_to_their_hazard(app):
    markup = body(app(state="all", level="all", sort="found_old"))
    rows = rows_of(markup, "hz-rows")
    assert [(row[0], row[-1]) for row in rows] == [
        ("H1", "逾期 88 天"), ("H5", "2025-04-10 销号"), ("H2", "还剩 10 天"), ("H6", "2025-04-30 销号"), ("H3", "逾期 1 天"),
        ("H4", "还剩 61 天"), ("G1", "没有整改时限"),
    ]  # fmt: skip
    assert "<b>不足</b>" not in markup and "&lt;b&gt;不足" in markup
    hrefs = re.findall(
        r'<th scope="row"><a class="def" href="hazards\?([^"]+)"', markup[markup.index("hz-rows") :]
    )
    assert [parse_qs(h.replace("&amp;", "&"))["hazard"][0] for h in hrefs][:2] == ["990101/H1", "990102/H5"]


def test_nothing_found_says_which_filters_to_clear(app):
    markup = body(app(q="没有这样的 ' %", age="0-30", region="990102"))
    assert "没有符合条件的记录" in markup
    told = plain(markup[markup.index("现有条件") :])
    assert "在册、0～30 天、没有这样的 &#x27; %、西河县" in told


def test_unknown_values_of_the_address_are_told(app):
    test = app(level="x", state="y", list_page="99", grid="z", sort="'")
    told = body(test)
    for name, odd in (("隐患级别", "x"), ("状态", "y"), ("看哪个数", "z"), ("排序", "&#x27;")):
        assert f"地址里的{name}“{odd}”没有" in told
    assert "hz-rows" in told


def test_the_download_has_all_columns_and_is_harmless(view):
    asked = Asked(Scope(MONTH, "all"), state="all", sort="found_old")
    names = words(view.board)
    frame = hazards_list.frame_of(view, asked, names)
    assert frame["隐患编号"].tolist() == ["H1", "H5", "H2", "H6", "H3", "H4", "G1"]
    assert frame["行"].tolist() == [2, 4, 2, 5, 2, 3, 6] and set(frame["文件"]) == {
        "一.csv",
        "二.csv",
        "三.csv",
    }
    text = csv_bytes(hazards_list.exhibit(view, asked, 7, names), None).decode("utf-8-sig")
    assert "'=车辆 O'Neil_1 超载" in text
    told = hazards_list.exhibit(view, asked, 12_345, names).filters["行数"]
    assert told == "前 10,000 行，共 12,345 行"


# ---- one hazard


def test_the_history_over_loads(board):
    versions = queries_hazards_one.versions(board, "990101", "H2")
    assert [(v.file, v.row, v.is_adopted) for v in versions] == [
        ("一.csv", 3, True), ("二.csv", 2, True), ("四.csv", 2, False),
    ]  # fmt: skip
    assert [[(f, str(old), str(new)) for f, old, new in v.changes] for v in versions] == [
        [], [("due_date", "2025-03-31", "2025-05-10")], [("due_date", "2025-05-10", "2025-02-28")],
    ]  # fmt: skip
    closed = queries_hazards_one.versions(board, "990102", "H5")
    assert [(v.file, v.load_id, [c[0] for c in v.changes]) for v in closed] == [
        ("一.csv", 1, []), ("三.csv", 2, ["closed_date"]),
    ]  # fmt: skip


def test_one_hazards_page(app):
    markup = body(app(hazard="990101/H2"))
    text = plain(markup)
    assert "截至2025年4月30日，已在册 79 天，距整改时限 10 天" in text
    history = rows_of(markup, "hz-history")
    assert [row[2] for row in history] == ["一.csv 第 3 行", "二.csv 第 2 行", "四.csv 第 2 行"]
    assert "首次报送" in history[0][3]
    assert "整改时限：2025年3月31日 → 2025年5月10日" in history[1][3]
    assert "未采用" in history[2][3] and "2025年1月" in history[2][3]
    assert "&lt;b&gt;不足&lt;/b&gt;" in markup and "<b>不足" not in markup
    assert unlinked(markup) == [] or all("dd." in n or "dt." in n for n in unlinked(markup))


def test_its_enterprise_up_to_the_months_end(app, board):
    row = queries_hazards_one.hazard(board, "990101", "H1")
    assert row is not None
    found = queries_hazards_one.enterprise(board, row, date(2025, 4, 30))
    assert found is not None
    assert (found.hazards, found.open, found.inspections, found.problems) == (3, 3, 1, 3)  # H1 H3 G1; J1
    assert "全部隐患 3 处" in plain(body(app(hazard="990101/H1")))


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        ("H1", "2024-10-31", "还没有发现（2024年11月5日发现）"), ("H1", "2025-02-01", "已在册 88 天，距整改时限 0 天"),
        ("H1", "2025-02-02", "已在册 89 天，逾期 1 天"), ("H5", "2025-04-30", "80 天内销号，超期 49 天"),
        ("H5", "2025-03-31", "已在册 70 天，逾期 39 天，后于2025年4月10日销号"), ("G1", "2025-04-30", "已在册 10 天，没有整改时限"),
    ],
)  # fmt: skip
def test_states_in_words(board, number, day, expected):
    region = "990102" if number == "H5" else "990101"
    row = queries_hazards_one.hazard(board, region, number)
    assert row is not None
    assert hazards_one.state_words(row, date.fromisoformat(day)).endswith(expected)


@pytest.mark.parametrize("asked", ["990101/nobody", "H1", "/", "990101/H1' OR '1'='1", "<b>/x"])
def test_an_unknown_hazard_is_said_to_be_unknown(app, asked):
    markup = body(app(hazard=asked))
    assert "台账里没有这条隐患" in markup and "返回清单" in markup
    assert "<b>/x" not in markup


# ---- supervision and states of the page


def test_supervised_hazards_by_deadline(app):
    markup = body(app())
    rows = rows_of(markup, "hz-due")
    assert [(row[0], row[3], row[4], row[5]) for row in rows] == [
        ("东山石料厂，３号传送带无防护罩", "县级", "2025-02-01", "逾期 88 天"),
        ("西河采石场，边坡 3号平台超高", "省级", "2025-06-30", "还剩 61 天"),
    ]  # fmt: skip
    assert "县级 在册 1 逾期 1" in plain(markup)


def test_a_region_that_never_reported_has_no_data_and_no_nought(app):
    markup = body(app(region="T-GXQ"))
    assert "北湖新区未报" in markup and "hz-bridge" not in markup


def test_presentation_has_neither_links_nor_list(app):
    shown = body(app(present="1"))
    assert "hz-bridge" in shown and "hz-rows" not in shown
    assert without_links(shown) == shown or "href" not in shown.split("hz-figures")[1]


# ---- a hundred thousand rows


def ledger(rows: int) -> duckdb.DuckDBPyConnection:
    """A ledger of so many hazards, and nothing else."""
    connection = duckdb.connect()
    create_tables(connection, [contracts()["hazards"]])
    build_bands(connection)
    connection.execute(
        "INSERT INTO hazards BY NAME SELECT 'H' || i AS hazard_id, '990101' AS region_code, 'major' AS level, "
        "'厂 ' || i % 900 AS enterprise, '描述 ' || i AS description, DATE '2024-01-01' + (i % 450)::INTEGER AS found_date, "
        f"repeat('字', 200) AS remark, 1 AS _file, i AS _row FROM range({rows}) AS t(i)"
    )
    return connection


def test_a_page_of_a_hundred_thousand_rows_reads_fifty_and_its_columns_only():
    connection = ledger(100_000)
    deep, values = queries_hazards_list.page_query(Asked(Scope(MONTH)), 1_000)
    rows = connection.execute(deep, values).fetchall()
    assert len(rows) == PAGE
    assert len({row[1] for row in rows}) == PAGE
    sql, values = queries_hazards_list.page_query(Asked(Scope(MONTH)), 3)
    plan = connection.execute(f"EXPLAIN {sql}", values).fetchall()[0][1]
    assert re.search(r"Top: +50", plan), (
        "the best fifty are kept while the ledger is scanned, never all rows sorted"
    )
    assert re.search(r"Join Type: SEMI.*?rowid = rowid", plan.replace("\n", " ")), (
        "and only their texts are read"
    )
    assert not {"remark", "investment_yuan", "five_settled", "_file"} & set(re.findall(r"\w+", plan))
    found, values = queries_hazards_list.page_query(Asked(Scope(MONTH), "描述 99,999".replace(",", "")))
    assert [row[1] for row in connection.execute(found, values).fetchall()] == ["H99999"]
