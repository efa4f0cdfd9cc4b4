"""How long hazards are open and overdue, against a ledger worked out on paper, band edges included.

Judged at 31 March 2025. Bands: open 0-30, 31-90, 91-180, 181-365, over 365 days; overdue 1-7, 8-30, 31-90, over 90.

``major`` hazards of 东山县 (990101), mining, found by the enterprise unless said:

      found       days open   due         days overdue
B1    2025-03-31  0           -           -              0-30      none
B2    2025-03-01  30          2025-03-31  0              0-30      none     due on the day itself: not overdue
B3    2025-02-28  31          2025-03-30  1              31-90     1-7
B4    2024-12-31  90          2025-03-24  7              31-90     1-7
B5    2024-12-30  91          2025-03-23  8              91-180    8-30
B6    2024-10-02  180         2025-03-01  30             91-180    8-30
B7    2024-10-01  181         2025-02-28  31             181-365   31-90
B8    2024-03-31  365         2024-12-31  90             181-365   31-90
B9    2024-03-30  366         2024-12-30  91             over-365  over-90
B10   2020-01-01  1916        2020-06-01  1764           over-365  over-90
B11   2025-03-10  closed on 31 March: not open
B12   2025-04-01  found after it: not open
B13   2025-02-28  closed on 1 April: open; transport, found by enforcement, due 2025-04-30: not overdue
G1    2025-03-15  16 days, general, due 2025-03-20: 11 days overdue

At 30 April: B1 30 days, B2 60 days and 30 overdue, B3 61 and 31, B4 120 and 37, B5 121 and 38, B6 210 and 60,
B7 211 and 61, B8 395 and 120, B9 396 and 121, B10 as before, B12 29 days; B13 closed.
"""

import pytest

from board import queries, queries_rows
from board.queries_rows import Cell
from etl.bands import BandsFile, bands_of
from rules.months import Month
from rules.plan import Aggregate

HEADER = "隐患编号,区域,行业领域,隐患级别,来源渠道,发现日期,整改时限,销号日期"
ROWS = [
    "B1,东山县,矿山,重大,企业自查,2025-03-31,,",
    "B2,东山县,矿山,重大,企业自查,2025-03-01,2025-03-31,",
    "B3,东山县,矿山,重大,企业自查,2025-02-28,2025-03-30,",
    "B4,东山县,矿山,重大,企业自查,2024-12-31,2025-03-24,",
    "B5,东山县,矿山,重大,企业自查,2024-12-30,2025-03-23,",
    "B6,东山县,矿山,重大,企业自查,2024-10-02,2025-03-01,",
    "B7,东山县,矿山,重大,企业自查,2024-10-01,2025-02-28,",
    "B8,东山县,矿山,重大,企业自查,2024-03-31,2024-12-31,",
    "B9,东山县,矿山,重大,企业自查,2024-03-30,2024-12-30,",
    "B10,东山县,矿山,重大,企业自查,2020-01-01,2020-06-01,",
    "B11,东山县,矿山,重大,企业自查,2025-03-10,2025-03-20,2025-03-31",
    "B12,东山县,矿山,重大,企业自查,2025-04-01,,",
    "B13,东山县,交通运输,重大,执法检查,2025-02-28,2025-04-30,2025-04-01",
    "G1,东山县,矿山,一般,企业自查,2025-03-15,2025-03-20,",
]
MARCH = {
    ("0-30", "none"): 2, ("31-90", "1-7"): 2, ("91-180", "8-30"): 2, ("181-365", "31-90"): 2,
    ("over-365", "over-90"): 2, ("31-90", "none"): 1,
}  # fmt: skip
APRIL = {
    ("0-30", "none"): 2, ("31-90", "8-30"): 1, ("31-90", "31-90"): 1, ("91-180", "31-90"): 2,
    ("181-365", "31-90"): 2, ("over-365", "over-90"): 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(module_bench):
    assert module_bench.load(module_bench.csv("隐患台账.csv", HEADER, ROWS), code=0)["accepted"] == len(ROWS)
    return module_bench


def cells(bench, month, where="level = 'major'"):
    rows = bench.query(
        "SELECT age_band, overdue_band, sum(open_stock)::INTEGER FROM hazard_age_month "
        f"WHERE month = '{month}' AND region_code = '990101' AND {where} GROUP BY 1, 2"
    )
    return {(age, overdue): n for age, overdue, n in rows}


@pytest.mark.parametrize(("month", "expected"), [("2025-03", MARCH), ("2025-04", APRIL)])
def test_days_fall_into_the_band_worked_out_by_hand(loaded, month, expected):
    assert cells(loaded, month) == expected


def test_sectors_levels_and_finders_are_counted_apart(loaded):
    assert cells(loaded, "2025-03", "level = 'general'") == {("0-30", "8-30"): 1}
    assert cells(loaded, "2025-03", "sector = 'transport'") == {("31-90", "none"): 1}
    assert cells(loaded, "2025-03", "found_by = 'enforcement'") == {("31-90", "none"): 1}


def test_bands_add_up_to_stock_and_overdue_in_every_month(loaded):
    wrong = loaded.query(
        "SELECT * FROM (SELECT region_code, month, sector, level, found_by, sum(open_stock) AS n, sum(overdue) AS o "
        "FROM hazard_month GROUP BY ALL HAVING sum(open_stock) > 0) FULL JOIN (SELECT region_code, month, sector, level, "
        "found_by, sum(open_stock) AS an, coalesce(sum(open_stock) FILTER (WHERE overdue_band <> 'none'), 0) AS ao "
        "FROM hazard_age_month GROUP BY ALL) USING (region_code, month, sector, level, found_by) "
        "WHERE n IS DISTINCT FROM an OR o IS DISTINCT FROM ao"
    )
    assert wrong == []
    assert loaded.query("SELECT count(DISTINCT month) FROM hazard_age_month")[0][0] >= 24


def test_every_band_leads_to_its_rows(loaded):
    board = queries.open_board(loaded.plan, loaded.db)
    for (age, overdue), number in MARCH.items():
        half = Aggregate(
            mart="hazard_age_month", column="open_stock", window="month_end",
            where={"level": "major", "age_band": age, "overdue_band": overdue},
        )  # fmt: skip
        cell = Cell(half, Month.parse("2025-03"), region="990101")
        assert queries_rows.added_up(board, cell).amount == number
        assert len(queries_rows.page(board, cell)) == number
    wanted = Aggregate(
        mart="hazard_age_month", column="open_stock", where={"age_band": "over-365"}, window="month_end"
    )
    rows = queries_rows.page(board, Cell(wanted, Month.parse("2025-03")))
    assert [row["row_id"] for row in rows] == ["B10", "B9"]


def test_a_band_without_rows_is_nought_where_the_ledger_was_reported(loaded):
    board = queries.open_board(loaded.plan, loaded.db)

    def amount(month, region):
        half = Aggregate(
            mart="hazard_age_month", column="open_stock", window="month_end",
            where={"level": "general", "age_band": "over-365"},
        )  # fmt: skip
        return queries_rows.added_up(board, Cell(half, Month.parse(month), region=region)).amount

    assert amount("2025-03", "990101") == 0 and amount("2025-03", "*") == 0
    assert amount("2025-03", "990102") is None, "a region that never reported has no data"


def test_bands_are_told_by_their_ends_in_both_languages(loaded):
    rows = loaded.query(
        "SELECT b.band, w.title, w.title_en FROM hazard_bands AS b JOIN measure_words AS w ON w.kind = 'value' AND "
        "w.of = b.kind || '_band' AND w.name = b.band ORDER BY b.kind, b.place"
    )
    assert rows == [
        ("0-30", "0～30 天", "0–30 days"), ("31-90", "31～90 天", "31–90 days"), ("91-180", "91～180 天", "91–180 days"),
        ("181-365", "181～365 天", "181–365 days"), ("over-365", "365 天以上", "over 365 days"),
        ("none", "未逾期", "not overdue"), ("1-7", "1～7 天", "1–7 days"), ("8-30", "8～30 天", "8–30 days"),
        ("31-90", "31～90 天", "31–90 days"), ("over-90", "90 天以上", "over 90 days"),
    ]  # fmt: skip


def test_other_ends_make_other_bands_and_wrong_ones_are_refused():
    found = [(b.band, b.low, b.high) for b in bands_of("age", [10, 20], 0)]
    assert found == [("0-10", 0, 10), ("11-20", 11, 20), ("over-20", 21, None)]
    for ends in ([30, 30], [90, 30], []):
        with pytest.raises(ValueError, match="ascending"):
            BandsFile.model_validate({"age": ends, "overdue": [7]})
