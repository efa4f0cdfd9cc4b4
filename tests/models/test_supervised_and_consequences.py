"""Lists of hazards under supervision by committee and year, and the plan's consequences, counted by hand.

Hazards under supervision (mines: 东山县 M, transport: 西河县 T; general ones and those without supervision beside)

M1 found 2024-11-05, county,     due 2025-01-31, closed 2025-02-10
M2 found 2025-01-10, county,     due 2025-03-31, closed 2025-03-31
M3 found 2025-02-01, prefecture, due 2025-03-15, open               -> overdue from March on
M4 found 2025-04-02, province,   due 2025-06-30, open
T1 found 2024-12-31, prefecture, due 2025-06-30, closed 2025-05-20
"""

import re
import shutil

import pytest

from board import queries, queries_committees, queries_consequences, queries_method, texts
from board.charts import consequences_card, supervision_card
from rules.packs import load_plan
from tests.conftest import Bench
from tests.pages.figures import without_links

PROGRAMME = """\
committees:
  - {id: mines, name: 矿山专委会, name_en: Mines, sectors: [mining], clause: 四}
  - {id: roads, name: 道路专委会, name_en: Roads, sectors: [transport], clause: 四}
  - {id: all, name: 综合专委会, name_en: All, sectors: [mining, transport], clause: 四}
  - {id: paper, name: 待定专委会, name_en: Paper, clause: 四}
consequences:
  - {id: own, found_by: [enterprise], outcome: rectified, title: 不罚, title_en: No penalty, clause: 五1}
  - {id: enforced, found_by: [enforcement], outcome: any, title: 从重, title_en: Heavier, clause: 五2}
  - {id: told, found_by: [superior, public_report], outcome: any, title: 曝光, title_en: Exposed, clause: 五3}
  - {id: left, found_by: [enterprise, locality, enforcement, superior, public_report, expert], outcome: not_rectified,
     title: 约谈, title_en: Interview, clause: 五4}
  - {id: slight, found_by: [enterprise], outcome: rectified, level: general, title: 免列, title_en: Not listed, clause: 五7}
  - {id: every, found_by: [enterprise], outcome: rectified, level: all, title: 奖励, title_en: Reward, clause: 五8}
  - {id: accident, found_by: [enterprise], outcome: accident, title: 追责, title_en: Liability, clause: 五5}
  - {id: grave, found_by: [enterprise], outcome: accident, accident_classes: [serious, major, extraordinary],
     title: 禁入, title_en: Ban, clause: 五6}
"""
HAZARDS = [
    "M1,东山县,矿山,重大,2024-11-05,2025-01-31,2025-02-10,县级,企业自查",
    "M2,东山县,矿山,重大,2025-01-10,2025-03-31,2025-03-31,县级,企业自查",
    "M3,东山县,矿山,重大,2025-02-01,2025-03-15,,州级,执法检查",
    "M4,东山县,矿山,重大,2025-04-02,2025-06-30,,省级,群众举报",
    "T1,西河县,交通运输,重大,2024-12-31,2025-06-30,2025-05-20,州级,企业自查",
    "N1,东山县,矿山,重大,2025-01-10,2025-03-31,2025-03-31,无,企业自查",
    "N2,西河县,交通运输,重大,2025-03-01,2025-03-20,,,上级督导",
    "N3,西河县,交通运输,一般,2025-03-01,2025-03-20,2025-03-10,,企业自查",
]
ACCIDENTS = [
    "K1,东山县,矿山,2025-01-15,3,0,0",
    "K2,东山县,矿山,2025-03-15,1,0,0",
    "K3,西河县,,2025-04-15,1,0,0",
]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("lists")
    plan = shutil.copytree(tiny_plan, folder / "tiny")
    (plan / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    with (plan / "plan.yml").open("a", encoding="utf-8") as file:
        file.write("yearly_supervision: {clause: 四}\n")
    bench = Bench(folder, plan)
    header = "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期,挂牌督办,来源渠道"
    result = bench.load(
        bench.csv("隐患_2025-06.csv", header, HAZARDS),
        bench.csv("事故.csv", "事故编号,区域,行业领域,发生日期,死亡人数,重伤人数,直接经济损失（元）", ACCIDENTS),
        code=0,
    )  # fmt: skip
    assert result["rejected"] == 0
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


def _lists(board, month):
    return {row["region_code"]: row for row in queries_committees.supervised_lists(board, month)}


def _year(listed, struck_off, open_stock, overdue):
    return {"listed": listed, "struck_off": struck_off, "open_stock": open_stock, "overdue": overdue}


@pytest.mark.parametrize(
    ("month", "committee", "year", "expected"),
    [
        ("2025-01", "mines", 2025, (1, 0, 1, 0)),
        ("2025-02", "mines", 2025, (2, 0, 2, 0)),
        ("2025-03", "mines", 2025, (2, 1, 1, 1)),  # M2 closed on the last day; M3 overdue
        ("2025-06", "mines", 2025, (3, 1, 2, 1)),  # M4 is due on 30 June itself: not overdue yet
        ("2025-06", "roads", 2025, (0, 0, 0, 0)),
        ("2025-06", "all", 2025, (3, 1, 2, 1)),
    ],
)
def test_lists_of_a_year_are_those_counted_by_hand(board, month, committee, year, expected):
    assert _lists(board, month)[committee]["years"] == {year: _year(*expected)}


def test_whether_a_committee_listed_any_and_of_which_tier(board):
    found = _lists(board, "2025-06")
    assert {code: row["has_listed"] for code, row in found.items()} == {
        "mines": True, "roads": False, "all": True, "paper": None,
    }  # fmt: skip
    assert found["mines"]["tiers"] == {"county": 1, "prefecture": 1, "province": 1}
    assert found["paper"]["years"] is None


def test_hazards_of_years_before_the_plan_are_in_the_mart_with_their_year(loaded):
    rows = loaded.query(
        "SELECT month, region_code, listed, struck_off, open_stock, overdue FROM supervision_month "
        "WHERE found_year = 2024 AND month IN ('2024-12', '2025-01', '2025-02') ORDER BY ALL"
    )
    assert rows == [
        ("2024-12", "990101", 1, 0, 1, 0),
        ("2024-12", "990102", 1, 0, 1, 0),
        ("2025-01", "990101", 1, 0, 1, 0),  # due on the month's last day
        ("2025-01", "990102", 1, 0, 1, 0),
        ("2025-02", "990101", 1, 1, 0, 0),
        ("2025-02", "990102", 1, 0, 1, 0),
    ]


def test_without_any_supervision_nothing_is_known(bench, tmp_path):
    plan = shutil.copytree(bench.plan, tmp_path / "tiny")
    (plan / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    bench.plan = plan
    bench.load(bench.csv("隐患_2025-03.csv", "隐患编号,区域,隐患级别,发现日期", ["A,东山县,重大,2025-03-01"]))
    board = queries.open_board(plan, bench.db)
    rows = queries_committees.supervised_lists(board, "2025-03")
    assert [row["has_listed"] for row in rows] == [None] * 4
    assert supervision_card.supervision_finding(rows, 2025) == "台账里没有挂牌督办的记录"


def _cells(markup):
    """Rows of a table as texts."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", markup.split("<tbody>")[1])
    return [
        [re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows
    ]


def test_the_card_shows_each_committee(board):
    names = queries_method.names(board)
    rows = queries_committees.supervised_lists(board, "2025-06")
    markup = supervision_card.supervision_card(rows, board.plan, "2025-06", names)
    assert "2025 年 3 个专委会中 2 个已挂牌，未挂牌：道路专委会" in markup
    assert "方案要求各专委会每年挂牌（四）" in markup and "两边都计" in markup
    cells = _cells(markup)
    assert cells[0] == ["矿山专委会", "3", "1", "2", "1", "县级 1、州市级 1、省级 1", "已挂牌"]
    assert cells[1] == ["道路专委会", "0", "0", "0", "0", "", "未挂牌"]
    assert cells[3] == ["待定专委会", "方案包没有写它分管哪些行业领域"]
    frame = supervision_card.supervision_exhibit(rows, board, "2025-06", names).table()
    assert frame["挂牌"].tolist()[:3] == [3, 0, 3] and frame["挂牌"].isna().tolist()[3]


def test_a_second_year_shows_the_first_beside_it(board):
    names = queries_method.names(board)
    rows = [
        {"region_code": "mines", "region": "矿山专委会", "has_listed": False, "tiers": {},
         "years": {2025: _year(3, 1, 2, 1), 2026: _year(0, 0, 0, 0)}}
    ]  # fmt: skip
    cells = _cells(supervision_card.supervision_table(rows, board.plan, 2026, names))
    assert cells == [["矿山专委会", "3/1", "0", "0", "0", "0", "2", "", "未挂牌"]]


# ---- consequences


def _consequences(board, *more):
    return {row["id"]: row for row in queries_consequences.consequences(board, *more)}


@pytest.mark.parametrize(
    ("month", "window", "expected"),
    [
        # struck off and found by the enterprise: M1 February, M2 and N1 March, T1 May; N3 is a general one
        (
            "2025-03",
            "year_to_date",
            {"own": 3, "enforced": 1, "told": 1, "left": 2, "accident": 2, "grave": 1},
        ),
        ("2025-03", "month", {"own": 2, "enforced": 0, "told": 1, "left": 2, "accident": 1, "grave": 0}),
        # told: M4 in April by a public report, N2 in March by superiors
        (
            "2025-06",
            "year_to_date",
            {"own": 4, "enforced": 1, "told": 2, "left": 2, "accident": 3, "grave": 1},
        ),
        (
            "2025-01",
            "year_to_date",
            {"own": 0, "enforced": 0, "told": 0, "left": 0, "accident": 1, "grave": 1},
        ),
    ],
)
def test_consequences_are_those_counted_by_hand(board, month, window, expected):
    found = _consequences(board, month, window)
    assert {code: found[code]["total"] for code in expected} == expected


def test_consequences_by_region_and_what_nobody_reported(board):
    found = _consequences(board, "2025-06")
    assert found["own"]["by_region"] == {"990101": 3, "990102": 1, "T-GXQ": None}
    assert found["left"]["by_region"] == {"990101": 1, "990102": 1, "T-GXQ": None}
    # an accident that is not reported did not happen
    assert found["accident"]["by_region"] == {"990101": 2, "990102": 1, "T-GXQ": 0}
    assert (found["own"]["first"], found["own"]["last"]) == ("2025-01", "2025-06")
    # N3 is a general hazard
    assert found["slight"]["by_region"] == {"990101": 0, "990102": 1, "T-GXQ": None}
    assert found["every"]["by_region"] == {"990101": 3, "990102": 2, "T-GXQ": None}


def test_the_card_of_consequences_names_case_clause_and_regions(board, monkeypatch):
    names = queries_method.names(board)
    rows = queries_consequences.consequences(board, "2025-06")
    cells = _cells(consequences_card.consequences_card(rows, board, "2025-06", names))
    assert cells[0] == ["不罚", "企业自查，已整改销号", "五1", "4", "东山县 3、西河县 1、未报：北湖新区"]
    assert cells[2] == ["曝光", "上级督查、举报查实，查出", "五3", "2", "东山县 1、西河县 1、未报：北湖新区"]
    assert cells[3][1] == "不论谁发现，逾期未改"
    assert [row[1] for row in cells[4:6]] == [
        "企业自查，已整改销号（一般隐患）",
        "企业自查，已整改销号（各级隐患）",
    ]
    assert cells[7] == ["禁入", "发生事故", "五6", "1", "东山县 1"]
    assert consequences_card.consequences_finding(rows) == "最多的是“奖励”，5 起"
    frame = consequences_card.consequences_exhibit(rows, board, "2025-06", names).table()
    assert frame["西河县"].tolist() == [1, 0, 1, 1, 1, 2, 1, 0]
    monkeypatch.setattr(texts.i18n, "language", lambda: "en")
    english = without_links(consequences_card.consequences_card(rows, board, "2025-06", names))
    assert "No penalty" in english and "Dongshan 3, Xihe 1" in english


def test_a_plan_without_consequences_says_so(board, tiny_plan):
    markup = consequences_card.consequences_card([], board, "2025-06", queries_method.names(board))
    assert "方案没有按发现渠道和整改结果规定后果" in markup and "<table" not in markup
    assert load_plan(tiny_plan).programme.consequences == []
