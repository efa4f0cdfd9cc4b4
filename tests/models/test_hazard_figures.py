"""Stock and flow of hazards against a ledger of a dozen rows worked out on paper.

Definitions (interfaces): open at D: found_date <= D and (closed_date empty or > D). Overdue at D: open at D and
due_date < D. on_time_rate of a period: closed on or before the due date / all due in it. closure_rate of a
period: closed by its end / all due in it. A month is judged at its last day.

``major`` hazards of 东山县 (990101):

      found       due         closed
A1    2024-12-20  2025-01-31  -            old stock; overdue from 1 February on
A2    2024-06-01  2024-07-01  2025-03-31   old stock; closed on March's last day: not open at 31 March
A3    2025-01-10  2025-03-10  2025-03-10   closed on the due date: on time
A4    2025-02-28  2025-03-31  -            due on March's last day: not overdue at 31 March, overdue at 30 April
A5    2025-03-05  -           2025-03-05   found and closed on one day, no due date
A6    2025-03-31  2025-04-30  -            found on March's last day; due on April's last day
A7    2025-02-01  2025-03-15  2025-03-20   late, but closed within the month
A8    2025-02-01  2025-03-20  2025-04-01   closed on April's first day: open and overdue at 31 March
A9    2025-03-01  2025-03-30  -            due the day before the last: overdue at 31 March
A10   2025-04-01  2025-04-15  2025-04-10   found on April's first day
A11   2025-03-10  2025-05-31  2025-03-28   closed two months before it was due
A12   2025-03-15  -           -            no due date: never overdue

           January        February       March                 April             May
open at the
end of the
month      A1 A2 A3       +A4 A7 A8      A1 A4 A6 A8 A9 A12     A1 A4 A6 A9 A12   the same
before     (A1 A2)
found      A3             A4 A7 A8       A5 A6 A9 A11 A12       A10               -
closed     -              -              A2 A3 A5 A7 A11        A8 A10            -
overdue    A2             A1 A2          A1 A8 A9               A1 A4 A9          A1 A4 A6 A9
due        A1             -              A3 A4 A7 A8 A9         A6 A10            A11
on time    -              -              A3                     A10               A11
closed of
those due  -              -              A3 A7                  A10               A11
"""

import pytest

HEADER = "隐患编号,区域,行业领域,隐患级别,来源渠道,发现日期,整改时限,销号日期,挂牌督办,五定落实"
ROWS = [
    "A1,东山县,矿山,重大,企业自查,2024-12-20,2025-01-31,,,是",
    "A2,东山县,矿山,重大,企业自查,2024-06-01,2024-07-01,2025-03-31,,",
    "A3,东山县,矿山,重大,执法检查,2025-01-10,2025-03-10,2025-03-10,,",
    "A4,东山县,交通运输,重大,执法检查,2025-02-28,2025-03-31,,,否",
    "A5,东山县,交通运输,重大,执法检查,2025-03-05,,2025-03-05,,是",
    "A6,东山县,,重大,,2025-03-31,2025-04-30,,,",
    "A7,东山县,矿山,重大,群众举报,2025-02-01,2025-03-15,2025-03-20,,",
    "A8,东山县,矿山,重大,专家帮查,2025-02-01,2025-03-20,2025-04-01,,",
    "A9,东山县,水上漂,重大,企业自查,2025-03-01,2025-03-30,,,",
    "A10,东山县,矿山,重大,企业自查,2025-04-01,2025-04-15,2025-04-10,,",
    "A11,东山县,矿山,重大,企业自查,2025-03-10,2025-05-31,2025-03-28,,",
    "A12,东山县,矿山,重大,企业自查,2025-03-15,,,,是",
    # One general hazard: only --level general and all may count it.
    "G1,东山县,矿山,一般,企业自查,2025-03-02,2025-03-09,2025-03-09,,",
    # 西河县: supervision. S1 is closed on June's last day, S2 is overdue at 30 June (due the day before).
    "S1,西河县,交通运输,重大,上级督导,2025-05-01,2025-05-31,2025-06-30,县级,",
    "S2,西河县,交通运输,重大,上级督导,2025-05-01,2025-06-29,,省级,",
    # 北湖新区: the turn of the year. N1 is closed too late and next year, N2 is closed before its due year begins.
    "N1,北湖新区,矿山,重大,企业自查,2025-12-01,2025-12-31,2026-01-05,,",
    "N2,北湖新区,矿山,重大,企业自查,2025-12-20,2026-01-10,2025-12-31,,",
    # Found after today and closed far away: findings, not rejections.
    "F1,北湖新区,矿山,一般,企业自查,2026-12-30,,,,",
]
FIELDS = (
    "opening",
    "found",
    "closed",
    "open_stock",
    "overdue",
    "due",
    "on_time",
    "on_time_rate",
    "closure_rate",
)
BY_HAND = {
    # month: opening, found, closed, open, overdue, due, on time, on time rate, closure rate
    "2025-01": (2, 1, 0, 3, 1, 1, 0, 0.0, 0.0),
    "2025-02": (3, 3, 0, 6, 2, 0, 0, None, None),
    "2025-03": (6, 5, 5, 6, 3, 5, 1, 1 / 5, 2 / 5),
    "2025-04": (6, 1, 2, 5, 3, 2, 1, 1 / 2, 1 / 2),
    "2025-05": (5, 0, 0, 5, 4, 1, 1, 1.0, 1.0),
    "2025-06": (5, 0, 0, 5, 4, 0, 0, None, None),
    "2026-10": (5, 0, 0, 5, 4, 0, 0, None, None),
}


@pytest.fixture(scope="module")
def loaded(module_bench):
    path = module_bench.csv("隐患台账_2026-10.csv", HEADER, ROWS)
    result = module_bench.load(path, code=0)
    assert result["accepted"] == len(ROWS)
    return module_bench


@pytest.mark.parametrize("month", BY_HAND)
def test_stock_and_flow_of_a_month_are_those_worked_out_by_hand(loaded, month):
    row = loaded.show("hazards", month, "--by", "region")["990101"]
    assert {name: row[name] for name in FIELDS} == dict(zip(FIELDS, BY_HAND[month], strict=True))
    assert (row["region"], row["month"], row["level"]) == ("东山县", month, "major")


def test_regions_come_in_the_plans_order_with_those_without_rows(loaded):
    rows = loaded.show("hazards", "2025-03")
    assert list(rows) == ["990101", "990102", "T-GXQ"]
    empty = {name: rows["990102"][name] for name in FIELDS}
    assert empty == dict(zip(FIELDS, (0, 0, 0, 0, 0, 0, 0, None, None), strict=True))


def test_levels_are_counted_apart_and_together(loaded):
    # March, 东山县: G1 was found, due and closed on time in March.
    general = loaded.show("hazards", "2025-03", "--level", "general")["990101"]
    assert [general[n] for n in FIELDS] == [0, 1, 1, 0, 0, 1, 1, 1.0, 1.0]
    both = loaded.show("hazards", "2025-03", "--level", "all")["990101"]
    # 6+0, 5+1, 5+1, 6+0, 3+0, 5+1, 1+1, 2/6, (2+1)/6
    assert [both[n] for n in FIELDS] == [6, 6, 6, 6, 3, 6, 2, 2 / 6, 3 / 6]


def test_sectors_are_counted_apart(loaded):
    # March, all regions, mining: opening A1 A2 A3 A7 A8; found A11 A12; closed A2 A3 A7 A11; open A1 A8 A12;
    # overdue A1 A8; due A3 A7 A8; on time A3; closed of these A3 A7.
    rows = loaded.show("hazards", "2025-03", "--by", "sector")
    assert list(rows) == ["mining", "transport"]
    assert [rows["mining"][n] for n in FIELDS] == [5, 2, 4, 3, 2, 3, 1, 1 / 3, 2 / 3]
    # transport: opening A4; found and closed A5; open A4; due A4.
    assert [rows["transport"][n] for n in FIELDS] == [1, 1, 1, 1, 0, 1, 0, 0.0, 0.0]


def test_a_sector_the_plan_does_not_know_is_kept_and_counted(loaded):
    # A9 names 水上漂, A6 names none: both stay in the region's figures, under codes of their own.
    rows = loaded.query("SELECT sector, sum(found) FROM hazard_month WHERE month = '2025-03' AND region_code = '990101' "
                        "AND level = 'major' GROUP BY 1 ORDER BY 1")  # fmt: skip
    assert rows == [("mining", 2), ("none", 1), ("other", 1), ("transport", 1)]
    assert loaded.query("SELECT sector_text FROM hazards WHERE hazard_id = 'A9'") == [("水上漂",)]


def test_turn_of_the_year_closes_one_year_and_opens_the_next(loaded):
    december = loaded.show("hazards", "2025-12")["T-GXQ"]
    # December: N1 N2 found; N2 closed on the 31st; N1 open, due on the last day: not overdue; due N1, not closed.
    assert [december[n] for n in FIELDS] == [0, 2, 1, 1, 0, 1, 0, 0.0, 0.0]
    january = loaded.show("hazards", "2026-01")["T-GXQ"]
    # January: N1 closed on the 5th; due N2, closed before the month began.
    assert [january[n] for n in FIELDS] == [1, 0, 1, 0, 0, 1, 1, 1.0, 1.0]


def _year(bench, region, month):
    found = bench.query(
        "SELECT sum(due_ytd), sum(on_time_ytd), sum(closed_of_due_ytd) FROM hazard_month "
        f"WHERE region_code = '{region}' AND month = '{month}' AND level = 'major'"
    )
    return tuple(int(v) for v in found[0])


@pytest.mark.parametrize(
    ("region", "month", "expected"),
    [
        # due since January; on time of these; closed of these by the month's last day
        ("990101", "2025-01", (1, 0, 0)),  # A1
        ("990101", "2025-02", (1, 0, 0)),
        ("990101", "2025-03", (6, 1, 2)),  # A1 A3 A4 A7 A8 A9; A3; A3 A7
        ("990101", "2025-04", (8, 2, 4)),  # + A6 A10; + A10; + A8 (closed in April) A10
        ("990101", "2025-05", (9, 3, 5)),  # + A11
        ("990101", "2025-12", (9, 3, 5)),
        ("990101", "2026-01", (0, 0, 0)),  # a new year
        ("T-GXQ", "2025-12", (1, 0, 0)),  # N1, closed in 2026
        ("T-GXQ", "2026-01", (1, 1, 1)),  # N2, closed in 2025 already
        ("990101", "2024-07", (1, 0, 0)),  # A2, the year before the plan's first
        ("990101", "2024-12", (1, 0, 0)),
    ],
)
def test_the_years_figures_run_from_january_to_the_months_last_day(loaded, region, month, expected):
    assert _year(loaded, region, month) == expected


@pytest.mark.parametrize(
    ("month", "total", "closed", "opened"),
    [
        ("2025-01", 2, 0, 2),  # A1 A2 were found before 2025-01-01
        ("2025-02", 2, 0, 2),
        ("2025-03", 2, 1, 1),  # A2 closed on the last day
        ("2026-10", 2, 1, 1),
    ],
)
def test_the_old_stock_runs_off(loaded, month, total, closed, opened):
    rows = loaded.query(
        "SELECT sum(cohort_total), sum(cohort_closed), sum(cohort_open) FROM hazard_month "
        f"WHERE region_code = '990101' AND month = '{month}'"
    )
    assert rows == [(total, closed, opened)]


@pytest.mark.parametrize(
    ("month", "supervised", "overdue"),
    [
        ("2025-05", 2, 0),  # S1 is due on the month's last day: not overdue yet
        ("2025-06", 1, 1),  # S1 closed on the last day; S2 due on the 29th
        ("2025-07", 1, 1),
    ],
)
def test_supervised_hazards_are_overdue_like_any_other(loaded, month, supervised, overdue):
    rows = loaded.query(
        "SELECT sum(supervised_open), sum(supervised_overdue) FROM hazard_month "
        f"WHERE region_code = '990102' AND month = '{month}'"
    )
    assert rows == [(supervised, overdue)]


def test_five_settled_counts_open_hazards_only(loaded):
    # 是: A1, A5, A12. At 31 March A5 is closed.
    rows = loaded.query(
        "SELECT sum(five_settled_open) FROM hazard_month WHERE region_code = '990101' AND month = '2025-03'"
    )
    assert rows == [(2,)]


def test_dates_after_today_are_findings_and_not_rejections(loaded):
    assert loaded.query("SELECT key FROM findings WHERE finding = 'future_date'") == [("F1",)]
    assert loaded.query("SELECT count(*) FROM rejects") == [(0,)]


def test_a_due_date_before_the_finding_is_rejected(bench):
    path = bench.csv("隐患_2025-03.csv", "隐患编号,区域,隐患级别,发现日期,整改时限,销号日期", [
        "D1,东山县,重大,2025-03-02,2025-03-01,",  # due the day before it was found
        "D2,东山县,重大,2025-03-02,2025-03-02,2025-03-02",  # all on one day: fine
        "D3,东山县,重大,2025-03-02,,2025-03-01",  # closed before it was found
    ])  # fmt: skip
    result = bench.load(path, code=3)
    assert (result["accepted"], result["rejected"]) == (1, 2)
    rows = bench.query('SELECT "row", rule FROM rejects ORDER BY 1')
    assert rows == [(2, "due_before_found"), (4, "closed_before_found")]
    row = bench.show("hazards", "2025-03")["990101"]
    assert [row[n] for n in FIELDS] == [0, 1, 1, 0, 0, 1, 1, 1.0, 1.0]
