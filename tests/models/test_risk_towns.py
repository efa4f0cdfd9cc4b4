"""Towns of a region against a ledger worked out on paper: spelling, counts, class by the regions' own rule, the list.

The small plan: red 10, orange 5, yellow 2, blue 1, twice that where not under control; below 2 blue, below 4 yellow,
below 8 orange, else red; fewer than three points have no class. 东山县, judged at 31 January 2025:

      town as written    class   sector     tier        controlled    counts
P1    龙凤镇             red     mining     prefecture  2025-01-10    10
P2    " 龙凤镇　"        yellow  mining     county      2025-01-10    2
P3    龙凤镇             blue    transport  county      -             1 x 2 = 2
P4    龙凤镇             blue    transport  town        2025-01-31    1      龙凤镇: 15 / 4 = 3.75, yellow
Q1    白杨镇             orange  mining     county      -             10
Q2    白杨镇             orange  mining     -           2025-02-01    10     白杨镇: two points, too few
R1-3  (empty)            blue    -          enterprise  2025-01-10    1      not given: 3 / 3 = 1, blue
S1    甲村,乙村          red     mining     county      -             20     甲村，乙村: one point, too few

In February P5, red, comes to 龙凤镇 (mining, enterprise, not controlled), and Q2 is under control:
龙凤镇 35 / 5 = 7, orange. Of mining alone 龙凤镇 has P1 and P2 in January, too few, and with P5 32 / 3 = 10.67, red.
"""

from datetime import date

import pytest

from board import queries, queries_risk, queries_risk_points, queries_rows
from board.queries_risk import Town
from board.queries_risk_points import Wanted
from board.queries_rows import Cell
from rules.months import Month
from rules.plan import Aggregate

HEADER = (
    "风险点编号,区域,乡镇街道,风险点名称,行业领域,风险等级,评估日期,建档日期,管控到位日期,管控层级,管控单位"
)
ROWS = [
    [
        "P1",
        "东山县",
        "龙凤镇",
        "甲井",
        "矿山",
        "红",
        "2025-01-05",
        "2025-01-06",
        "2025-01-10",
        "州级",
        "应急局",
    ],
    ["P2", "东山县", " 龙凤镇　", "乙井", "矿山", "黄", "2025-01-05", "", "2025-01-10", "县级", "应急局"],
    ["P3", "东山县", "龙凤镇", "丙路", "交通运输", "蓝", "2025-01-05", "", "", "县级", "交通局"],
    ["P4", "东山县", "龙凤镇", "丁路", "交通运输", "蓝", "2025-01-05", "", "2025-01-31", "乡级", ""],
    ["P5", "东山县", "龙凤镇", "戊井", "矿山", "红", "2025-02-03", "", "", "企业", "某矿"],
    ["Q1", "东山县", "白杨镇", "己井", "矿山", "橙", "2025-01-05", "", "", "县级", "应急局"],
    ["Q2", "东山县", "白杨镇", "庚井", "矿山", "橙", "2025-01-05", "", "2025-02-01", "", "应急局"],
    *(["R" + n, "东山县", "", "辛" + n, "", "蓝", "2025-01-05", "", "2025-01-10", "企业", ""] for n in "123"),
    ["S1", "东山县", "甲村,乙村", "壬井", "矿山", "红", "2025-01-05", "", "", "县级", "应急局"],
]
EAST = "990101"


@pytest.fixture(scope="module")
def board(module_bench):
    result = module_bench.load(module_bench.csv("风险点清单_2025-02.csv", HEADER, ROWS), code=0)
    assert result["accepted"] == len(ROWS)
    return queries.open_board(module_bench.plan, module_bench.db)


def test_towns_are_judged_by_the_regions_own_rule(board):
    january = queries_risk.towns(board, "2025-01", EAST)
    assert january == [
        Town("龙凤镇", "yellow", 3.75, 4),
        Town("甲村，乙村", "too_few", 20, 1),
        Town("白杨镇", "too_few", 10, 2),
        Town("none", "blue", 1, 3),
    ]
    february = {town.name: town for town in queries_risk.towns(board, "2025-02", EAST)}
    assert february["龙凤镇"] == Town("龙凤镇", "orange", 7, 5)
    assert february["白杨镇"] == Town("白杨镇", "too_few", 7.5, 2)
    assert queries_risk.towns(board, "2025-01", "990102") == []


def test_of_one_sector_a_town_is_judged_by_its_points_alone(board):
    mining = {t.name: t for t in queries_risk.towns(board, "2025-01", EAST, "mining")}
    assert mining["龙凤镇"] == Town("龙凤镇", "too_few", 6, 2)
    assert "none" not in mining
    later = {t.name: t for t in queries_risk.towns(board, "2025-02", EAST, "mining")}
    assert later["龙凤镇"].risk_class == "red" and later["龙凤镇"].index == pytest.approx(32 / 3)


def test_the_counts_of_a_town_are_its_rows(board):
    cells = queries_risk.town_cells(board, "2025-01", EAST, "龙凤镇")
    assert sum(c.points for c in cells) == 4
    assert sum(c.controlled for c in cells) == 3 and sum(c.filed for c in cells) == 1
    assert {(c.tier, c.points) for c in cells if c.sector == "transport"} == {("county", 1), ("town", 1)}
    half = Aggregate(
        mart="risk_town_month", column="controlled", where={"town": "龙凤镇"}, window="month_end"
    )
    cell = Cell(half, Month.parse("2025-01"), EAST)
    assert queries_rows.added_up(board, cell) == queries_rows.Sum(3, 3.0)
    assert [row["row_id"] for row in queries_rows.page(board, cell)] == ["P1", "P2", "P4"]


def ids(board, **limits):
    asked = Wanted("2025-01", classes=("red", "orange", "yellow", "blue"), **limits)
    found = queries_risk_points.page(board, asked)
    count, left = queries_risk_points.count(board, asked)
    assert count == len(found) and left == sum(point.controlled is None for point in found)
    return [point.risk_point_id for point in found]


def test_the_list_begins_with_what_nobody_has_under_control(board):
    # Not under control: worst class first, then the higher tier; Q2 only comes under control in February.
    assert ids(board) == ["S1", "Q1", "Q2", "P3", "P1", "P2", "P4", "R1", "R2", "R3"]
    assert ids(board, town="龙凤镇") == ["P3", "P1", "P2", "P4"]
    assert ids(board, town="none") == ["R1", "R2", "R3"]
    assert ids(board, tier="none") == ["Q2"]
    assert ids(board, sector="transport", is_controlled=False) == ["P3"]
    assert ids(board, is_controlled=True, tier="enterprise") == ["R1", "R2", "R3"]


def test_a_point_says_who_controls_it_since_when_and_what_is_done(board):
    asked = Wanted("2025-01", classes=("red",), town="龙凤镇")
    (point,) = queries_risk_points.page(board, asked)
    assert (point.name, point.town, point.tier, point.office) == ("甲井", "龙凤镇", "prefecture", "应急局")
    assert (point.assessed, point.filed) == (date(2025, 1, 5), date(2025, 1, 6))
    assert point.labelled is None and point.controlled == date(2025, 1, 10)


def test_pages_follow_each_other_without_gap_or_overlap(board):
    asked = Wanted("2025-01", classes=("red", "orange", "yellow", "blue"))
    pages = [queries_risk_points.page(board, asked, n, size=4) for n in range(4)]
    assert [len(page) for page in pages] == [4, 4, 2, 0]
    assert [p.risk_point_id for page in pages for p in page] == ids(board)


def test_before_anything_came_in_and_of_no_class_there_is_nothing(board):
    assert queries_risk_points.count(board, Wanted("2026-12", classes=("red",))) == (0, 0)
    assert queries_risk_points.page(board, Wanted("2025-01")) == []
    assert queries_risk.towns(board, "2026-12", EAST) == []
