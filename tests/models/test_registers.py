"""Inspections, the register, awareness and risk points worked out on paper.

Enterprises of 东山县: E1 E2 E3 from 2025-01-01; E4 closed on 2025-03-31 (March's last day: off the register);
E5 from 2025-04-01.
Inspections: E1 on 15 January and again in February (counts once), E2 on 2024-12-31 (last year's), E3 on
2025-03-31 (March's last day counts), E4 on 10 January, and one of an enterprise that nobody registered.

           register     inspected since January    coverage
January    E1 E2 E3 E4  E1 E4                      2/4
March      E1 E2 E3     E1 E3                      2/3
April      E1 E2 E3 E5  E1 E3                      2/4
January 26 E1 E2 E3 E5  -                          0/4

March has two inspections: E3 (4 problems, 3 put right, 1 penalty) and the unregistered one (no figures).
"""

import pytest

ENTERPRISES = [
    "E1,东山县,甲矿,矿山,是,2025-01-01,",
    "E2,东山县,乙矿,矿山,否,2025-01-01,",
    "E3,东山县,丙运输,交通运输,,2025-01-01,",
    "E4,东山县,丁运输,交通运输,,2025-01-01,2025-03-31",
    "E5,东山县,戊运输,交通运输,,2025-04-01,",
]
INSPECTIONS = [
    "I1,东山县,2025-01-15,E1,0,0,0,",
    "I2,东山县,2025-02-15,E1,5,5,2,30000",
    "I3,东山县,2024-12-31,E2,1,1,1,100",
    "I4,东山县,2025-03-31,E3,4,3,1,5000",
    "I5,东山县,2025-01-10,E4,0,0,0,",
    "I6,东山县,2025-03-10,X1,,,,",
]
# 东山县: one red under control, one yellow not before 30 April, two blue under control:
#   March (10*1 + 2*2 + 1 + 1) / 4 = 4.0: at the limit of yellow, so orange; April (10 + 2 + 1 + 1) / 4 = 3.5: yellow
#   a red point removed on 31 March is not in force at 31 March
# 西河县: two blue in March (under three points: too few), a third from 1 April, none under control:
#   April 3 * 1 * 2 / 3 = 2.0: at the limit of blue, so yellow; no red point: rates unknown
POINTS = [
    "P1,东山县,尾矿库,红,2025-01-01,,2025-01-02,2025-02-01,2025-03-31",
    "P2,东山县,边坡,黄,2025-01-01,,,,2025-04-30",
    "P3,东山县,料场,蓝,2025-01-01,,,,2025-01-01",
    "P4,东山县,料场二,低风险,2025-01-01,,,,2025-01-01",
    "P5,东山县,老库,重大风险,2025-01-01,2025-03-31,,,",
    "P6,西河县,码头,蓝色,2025-01-01,,,,",
    "P7,西河县,码头二,蓝色,2025-03-31,,,,",
    "P8,西河县,码头三,蓝色,2025-04-01,,,,",
]


@pytest.fixture(scope="module")
def loaded(module_bench):
    bench = module_bench
    bench.load(
        bench.csv("企业.csv", "企业编号,区域,企业名称,行业领域,高危企业,纳管日期,关停日期", ENTERPRISES),
        bench.csv(
            "检查_2026-01.csv",
            "检查编号,区域,检查日期,企业编号,发现问题数,已整改数,处罚次数,罚款金额（元）",
            INSPECTIONS,
        ),
        bench.csv(
            "风险.csv",
            "风险点编号,区域,风险点名称,风险等级,评估日期,消除日期,建档日期,标识日期,管控到位日期",
            POINTS,
        ),
        code=0,
    )
    return bench


@pytest.mark.parametrize(
    ("month", "inspected", "registered"),
    [("2025-01", 2, 4), ("2025-02", 2, 4), ("2025-03", 2, 3), ("2025-04", 2, 4), ("2026-01", 0, 4)],
)
def test_coverage_counts_each_enterprise_once_a_year(loaded, month, inspected, registered):
    row = loaded.show("inspections", month)["990101"]
    assert (row["inspected"], row["registered"]) == (inspected, registered)
    assert row["inspection_coverage"] == inspected / registered


def test_what_inspections_found_and_what_followed(loaded):
    march = loaded.show("inspections", "2025-03")["990101"]
    assert [march[n] for n in ("inspections", "problems", "rectified", "penalties")] == [2, 4, 3, 1]
    assert march["hits_per_inspection"] == 4 / 2
    assert march["penalties_per_inspection"] == 1 / 2
    assert march["rectification_rate"] == 3 / 4
    assert march["zero_penalty"] is False


def test_inspections_without_one_penalty_are_a_zero_penalty_area(loaded):
    january = loaded.show("inspections", "2025-01")["990101"]
    assert (january["inspections"], january["penalties"], january["zero_penalty"]) == (2, 0, True)
    assert january["rectification_rate"] is None


def test_no_inspection_is_not_zero_penalty_and_gives_no_rates(loaded):
    row = loaded.show("inspections", "2025-03")["990102"]
    assert row["zero_penalty"] is False
    for name in (
        "inspection_coverage",
        "hits_per_inspection",
        "penalties_per_inspection",
        "rectification_rate",
    ):
        assert row[name] is None, name


def test_an_unregistered_enterprise_is_a_finding(loaded):
    rows = loaded.query("SELECT key, detail FROM findings WHERE finding = 'unregistered_enterprise'")
    assert rows == [("I6", "X1")]


RISK = ("risk_class", "points_red", "points_orange", "points_yellow", "points_blue", "filed_rate", "labelled_rate",
        "controlled_rate")  # fmt: skip


@pytest.mark.parametrize(
    ("region", "month", "expected"),
    [
        ("990101", "2025-03", ("orange", 1, 0, 1, 2, 1.0, 1.0, 1.0)),
        ("990101", "2025-04", ("yellow", 1, 0, 1, 2, 1.0, 1.0, 1.0)),
        # February: P1 (not under control: 20), P5 (20), P2 (4), P3 and P4 (2): 46 / 5 = 9.2: red;
        # of two red points one is on file and labelled, none under control
        ("990101", "2025-02", ("red", 2, 0, 1, 2, 0.5, 0.5, 0.0)),
        ("990102", "2025-03", ("too_few", 0, 0, 0, 2, None, None, None)),
        ("990102", "2025-04", ("yellow", 0, 0, 0, 3, None, None, None)),
        ("T-GXQ", "2025-03", ("no_data", 0, 0, 0, 0, None, None, None)),
    ],
)
def test_risk_class_is_the_one_worked_out_by_hand(loaded, region, month, expected):
    row = loaded.show("risk", month)[region]
    assert tuple(row[name] for name in RISK) == expected


def test_risk_tells_the_halves_of_its_rates(loaded):
    """February, 东山县: five points, two of them major; of these one on file, one labelled, none under control."""
    row = loaded.show("risk", "2025-02")["990101"]
    names = ("points", "points_major", "filed", "labelled", "controlled")
    assert [row[n] for n in names] == [5, 2, 1, 1, 0]
    assert [loaded.show("risk", "2025-03")["T-GXQ"][n] for n in names] == [0] * 5


def test_who_never_reported_a_ledger_is_told_from_who_reported_nothing_new(loaded):
    """东山县 sent inspections in January; nobody else did, and nobody sent a hazard."""
    assert {code: row["reported"] for code, row in loaded.show("inspections", "2025-04").items()} == {
        "990101": True, "990102": False, "T-GXQ": False,
    }  # fmt: skip
    assert not any(row["reported"] for row in loaded.show("hazards", "2025-04").values())


def test_ledgers_of_other_tables_reject_what_contradicts_itself(bench):
    result = bench.load(
        bench.csv("抽查_2025-03.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数", ["C1,东山县,2025-03-01,10,11", "C2,东山县,2025-03-01,10,10"]),
        bench.csv("调度.csv", "区域,月份,指标,完成数,总数", ["东山县,2025-03,drill_rate,11,10", "东山县,2025-03,演练开展率,3,10"]),
        bench.csv("检查_2025-03.csv", "检查编号,区域,检查日期,发现问题数,已整改数", ["I1,东山县,2025-03-01,2,3"]),
        bench.csv("风险.csv", "风险点编号,区域,风险点名称,风险等级,评估日期,消除日期", ["P1,东山县,库,红,2025-03-02,2025-03-01"]),
        bench.csv("企业.csv", "企业编号,区域,企业名称,纳管日期,关停日期", ["E1,东山县,矿,2025-03-02,2025-03-01"]),
        bench.csv("事故.csv", "事故编号,区域,发生日期,死亡人数", ["K1,东山县,2025-03-02,-1", "K2,东山县,2025-03-02,1.5"]),
        code=3,
    )  # fmt: skip
    assert (result["accepted"], result["rejected"]) == (2, 7)
    assert bench.query("SELECT rule FROM rejects ORDER BY 1") == [
        ("below_minimum",), ("closed_before_registered",), ("correct_over_sampled",), ("not_integer",),
        ("numerator_over_denominator",), ("rectified_over_problems",), ("removed_before_assessed",),
    ]  # fmt: skip
