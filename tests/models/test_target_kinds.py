"""Targets of every kind through files, load and ``board show targets``; every figure worked out on paper.

The small plan with indicators of its own. All figures are of 2025; the clock stands at 5 November 2026.
"""

import shutil

import pytest

from board import queries, queries_rows
from etl.model_files import describe
from rules.months import Month
from rules.packs import load_plan
from rules.windows import Scope, scope_of
from tests.conftest import Bench

HEAD = """
- id: {id}
  title: {id}
  title_en: {id}
  short_title: {id}
  short_title_en: {id}
  clause: 一
  definition: 测试。
  definition_en: Test.
"""
INDICATORS = {
    # a percentage that shall rise, and one that shall fall
    "filed": "source: dispatch\n  targets: [{year: 2025, value: 0.9, clause: 一}]",
    "faulty": "direction: down\n  source: dispatch\n  targets: [{year: 2025, value: 0.1, clause: 一}]",
    # a date, and a percentage with a day of its own
    "rules_made": "kind: date\n  source: dispatch\n"
    "  targets: [{year: 2025, value: 1.0, clause: 一, due: 2025-06-30}]",
    "trained": "source: dispatch\n  targets: [{year: 2025, value: 0.9, clause: 一, due: 2025-06-30}]",
    # words with the committee's threshold
    "cleared": "kind: words\n  source: dispatch\n"
    "  targets: [{year: 2025, value: 0.95, clause: 一, origin: committee}]",
    # at least three drills, at most two deaths in the year; a fall by a tenth; no overdue hazard at the month's end
    "drills": "kind: count\n  unit: 次\n  numerator: {mart: drill_month, column: drills, window: year_to_date}\n"
    "  targets: [{year: 2025, value: 3, clause: 一}]",
    "deaths": "kind: count\n  unit: 人\n  direction: down\n"
    "  numerator: {mart: accident_month, column: deaths, window: year_to_date}\n"
    "  targets: [{year: 2025, value: 2, clause: 一}]",
    "fall_tenth": "kind: fall\n  unit: 人\n  direction: down\n"
    "  numerator: {mart: accident_month, column: deaths, window: year_to_date}\n"
    "  targets: [{year: 2025, value: 0.1, clause: 一}, {year: 2026, value: 0.1, clause: 一}]",
    "overdue": "kind: count\n  unit: 处\n  direction: down\n"
    "  numerator: {mart: hazard_month, column: overdue, where: {level: major}, window: month_end}\n"
    "  targets: [{year: 2025, value: 0, clause: 一}, {year: 2026, value: 0, clause: 一}]",
    # numerator and denominator from two tables; the same for one region, and for one sector
    "insured": "numerator: {mart: insurance_month, column: insured, window: month_end}\n"
    "  denominator: {mart: enterprise_month, column: registered, window: month_end}\n"
    "  targets: [{year: 2025, value: 0.9, clause: 一}]",
    "insured_east": "regions: ['990101']\n"
    "  numerator: {mart: insurance_month, column: insured, window: month_end}\n"
    "  denominator: {mart: enterprise_month, column: registered, window: month_end}\n"
    "  targets: [{year: 2025, value: 0.9, clause: 一}]",
    "registered_two": "kind: count\n  unit: 家\n  regions: ['990101', 'T-GXQ']\n"
    "  numerator: {mart: enterprise_month, column: registered, window: month_end}\n"
    "  targets: [{year: 2025, value: 5, clause: 一}]",
    "self_check_mines": "sectors: [mining]\n"
    "  numerator: {mart: enterprise_month, column: self_check, window: month_end}\n"
    "  denominator: {mart: enterprise_month, column: registered, window: month_end}\n"
    "  targets: [{year: 2025, value: 0.5, clause: 一}]",
}
EAST, WEST, LAKE = "990101", "990102", "T-GXQ"
NAMES = {EAST: "东山县", WEST: "西河县", LAKE: "北湖新区"}


def plan_folder(tmp_path, tiny_plan):
    folder = tmp_path / "plan"
    shutil.copytree(tiny_plan, folder)
    with (folder / "indicators.yml").open("a", encoding="utf-8") as file:
        for name, rest in INDICATORS.items():
            file.write(f"{HEAD.format(id=name).strip()}\n  {rest}\n")
    return folder


def dispatched(year=2025):
    """Monthly reports: numerators out of 100 from January on; None where nothing came."""
    told = {
        ("filed", EAST): [50 + 4 * n for n in range(12)],  # 94 in December
        ("filed", WEST): [35 + 5 * n for n in range(12)],  # 90, exactly the target
        ("filed", LAKE): [78 + n for n in range(12)],  # 89, a hundredth below it
        ("faulty", EAST): [10] * 11 + [11],
        ("faulty", WEST): [30, 25, 20, 15] + [10] * 8,
        ("rules_made", EAST): [20, 40, 60, 80, 100, 100] + [100] * 6,  # since May
        ("rules_made", WEST): [20, 40, 60, 80, 90, 95, 97] + [100] * 5,  # in August, too late
        ("rules_made", LAKE): [0, 0, 0, 0, 0, 0] + [0] * 6,
        ("trained", EAST): [90] * 6 + [50] * 6,  # on the day exactly what was asked for, lost since
        ("trained", WEST): [89] * 6 + [99] * 6,
        ("cleared", EAST): [95] * 12,
        ("cleared", WEST): [94] * 12,
        ("cleared", LAKE): [99] * 11 + [None],
    }
    return [
        f"{NAMES[region]},{year}-{month:02d},{indicator},{value},100"
        for (indicator, region), values in told.items()
        for month, value in enumerate(values, 1)
        if value is not None
    ]


DRILLS = [
    *(f"Y{n},东山县,2025-0{n}-10,实战演练,10" for n in (1, 2, 3)),
    *(f"Y1{n},西河县,2025-0{n}-10,实战演练,10" for n in (1, 9)),
]
ACCIDENTS = [
    "K1,东山县,2025-02-01,1", "K2,东山县,2025-04-30,1", "K3,东山县,2025-05-01,1",  # the third on 1 May
    "K4,西河县,2025-03-01,2",
    "K5,东山县,2024-03-01,4",  # 3 against 4: a fall by a quarter
    "K6,西河县,2024-12-01,2",  # 2 against 2 by the year's end, 2 against none until November
]  # fmt: skip
HAZARDS = [
    "H1,东山县,重大,2025-01-10,2025-02-10,2025-12-31",  # overdue from February, closed on the year's last day
    "H2,西河县,重大,2025-01-10,2025-12-30,2026-01-05",  # overdue at the year's end only
    "H3,北湖新区,重大,2025-01-10,2025-12-31,",  # due on the year's last day: overdue from January on
]
ENTERPRISES = [
    *(f"E{n},东山县,矿山,企业{n},2024-01-01,{'2025-03-01' if n < 2 else ''}" for n in range(4)),
    *(f"W{n},西河县,交通运输,企业{n},2024-01-01,2025-03-01" for n in range(6)),
    "L0,北湖新区,矿山,企业,2024-01-01,",
]
POLICIES = [
    *(f"P{n},东山县,E{n},2025-03-15,2026-03-14" for n in range(3)),
    "P9,北湖新区,L0,2025-03-15,2025-05-14",  # ran out in May: nought of one, since it had reported
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("kinds")
    bench = Bench(folder, plan_folder(folder, tiny_plan))
    files = [
        bench.csv("调度表.csv", "区域,月份,指标,完成数,总数", dispatched()),
        bench.csv("演练.csv", "演练编号,区域,演练日期,演练类型,参演人数", DRILLS),
        bench.csv("事故.csv", "事故编号,区域,发生日期,死亡人数", ACCIDENTS),
        bench.csv("隐患_2025-12.csv", "隐患编号,区域,隐患级别,发现日期,整改时限,销号日期", HAZARDS),
        bench.csv("企业.csv", "企业编号,区域,行业领域,企业名称,纳管日期,自查自纠机制建立日期", ENTERPRISES),
        bench.csv("保单.csv", "保单编号,区域,企业编号,起保日期,止保日期", POLICIES),
    ]
    assert bench.load(*files, code=0)["rejected"] == 0
    return bench


@pytest.mark.parametrize(
    ("asked", "indicator", "region", "value", "gap", "status"),
    [
        # A percentage. June: 70 + 6 * 4 = 94; 60 + 6 * 5 = 90, exactly; 83 + 6 = 89 of 100.
        ("2025-06", "filed", EAST, 0.70, -0.20, "on_course"),
        ("2025-06", "filed", WEST, 0.60, -0.30, "on_course"),
        ("2025-06", "filed", LAKE, 0.83, -0.07, "behind"),
        # (70 + 60 + 83) / 300 = 0.71, ten a month of 300: 0.91 by December
        ("2025-06", "filed", "*", 0.71, -0.19, "on_course"),
        ("2025-03", "filed", "*", 0.61, -0.29, "behind"),  # three months are no forecast
        ("2025-12", "filed", EAST, 0.94, 0.04, "met"),
        ("2025-12", "filed", WEST, 0.90, 0.0, "met"),
        ("2025-12", "filed", LAKE, 0.89, -0.01, "missed"),
        ("2025-12", "filed", "*", 0.91, 0.01, "met"),
        # downwards: 10 % is within the limit, 11 % is not
        ("2025-11", "faulty", EAST, 0.10, 0.0, "met"),
        ("2025-12", "faulty", EAST, 0.11, -0.01, "missed"),
        ("2025-04", "faulty", WEST, 0.15, -0.05, "on_course"),
        ("2025-12", "faulty", LAKE, None, None, "no_data"),
        # a date
        ("2025-03", "rules_made", LAKE, 0.0, -1.0, "behind"),  # three months before its day
        ("2025-02", "rules_made", LAKE, 0.0, -1.0, "on_course"),  # four months before it
        ("2025-04", "rules_made", EAST, 0.8, -0.2, "on_course"),
        ("2025-06", "rules_made", EAST, 1.0, 0.0, "met"),
        ("2025-06", "rules_made", WEST, 0.95, -0.05, "missed"),
        ("2025-12", "rules_made", WEST, 0.95, -0.05, "missed"),  # done since August, after its day
        ("2025-12", "rules_made", LAKE, 0.0, -1.0, "missed"),
        # a percentage by 30 June, not by the year's end
        ("2025-12", "trained", EAST, 0.90, 0.0, "met"),
        ("2025-12", "trained", WEST, 0.89, -0.01, "missed"),
        ("2025-05", "trained", WEST, 0.89, -0.01, "behind"),
        # words
        ("2025-12", "cleared", EAST, 0.95, 0.0, "met"),
        ("2025-12", "cleared", WEST, 0.94, -0.01, "missed"),
        ("2025-12", "cleared", LAKE, None, None, "no_data"),
        # at least three in the year
        ("2025-02", "drills", EAST, 2, -1, "behind"),
        ("2025-03", "drills", EAST, 3, 0, "met"),
        ("2025-12", "drills", WEST, 2, -1, "missed"),
        ("2025-12", "drills", LAKE, None, None, "no_data"),  # never reported
        ("2025-12", "drills", "*", 5, 2, "met"),
        # at most two in the year: the third is one too many for good
        ("2025-03", "deaths", EAST, 1, 1, "met"),
        ("2025-04", "deaths", EAST, 2, 0, "behind"),  # 0, 1, 1, 2: two thirds a month make 7
        ("2025-05", "deaths", EAST, 3, -1, "missed"),
        ("2025-12", "deaths", WEST, 2, 0, "met"),
        ("2025-12", "deaths", LAKE, 0, 2, "met"),  # accidents: no row means none happened
        # a fall by a tenth
        ("2025-12", "fall_tenth", EAST, 0.25, 0.15, "met"),
        ("2025-12", "fall_tenth", WEST, 0.0, -0.1, "missed"),
        ("2025-11", "fall_tenth", WEST, None, None, "behind"),  # a rise from nought
        ("2025-12", "fall_tenth", "*", 1 - 5 / 6, 1 - 5 / 6 - 0.1, "met"),
        # a state at the month's end
        ("2025-01", "overdue", EAST, 0, 0, "met"),
        ("2025-02", "overdue", EAST, 1, -1, "behind"),
        ("2025-12", "overdue", EAST, 0, 0, "met"),
        ("2025-12", "overdue", WEST, 1, -1, "missed"),
        ("2025-12", "overdue", LAKE, 0, 0, "met"),
        ("2025-12", "overdue", "*", 1, -1, "missed"),
    ],
)  # fmt: skip
def test_value_gap_and_status(bench, asked, indicator, region, value, gap, status):
    row = bench.targets(asked)[indicator, 2025, region]
    assert row["value"] == (None if value is None else pytest.approx(value))
    assert row["gap"] == (None if gap is None else pytest.approx(gap, abs=1e-9))
    assert row["status"] == status


def test_a_target_with_a_day_tells_its_day_its_month_and_since_when(bench):
    rows = bench.targets("2025-12")
    told = {region: rows["rules_made", 2025, region] for region in (EAST, WEST, LAKE)}
    assert {r["due"] for r in told.values()} == {"2025-06-30"}
    assert {r["month"] for r in told.values()} == {"2025-06"}
    assert [told[r]["reached"] for r in (EAST, WEST, LAKE)] == ["2025-05", "2025-08", None]
    assert rows["filed", 2025, EAST]["due"] == "2025-12-31"
    assert rows["filed", 2025, EAST]["month"] == "2025-12"
    assert all(r["forecast"] is None for r in told.values())
    # In May it is forecast for June: 100 + 20, held at the whole.
    may = bench.targets("2025-05")["rules_made", 2025, WEST]
    assert may["forecast"] == 1.0 and may["month"] == "2025-05"


@pytest.mark.parametrize(
    ("indicator", "region", "expected"),
    [
        ("insured", EAST, (3, 4, 0.75)),
        # never sent a policy: no data, though six enterprises are on the register
        ("insured", WEST, (None, 6, None)),
        ("insured", LAKE, (0, 1, 0.0)),  # had reported; nothing is in force any more
        ("insured", "*", (3, 5, 0.6)),  # over the regions that report: 4 + 1
        ("insured_east", EAST, (3, 4, 0.75)),
        ("insured_east", "*", (3, 4, 0.75)),
        ("registered_two", "*", (5, None, 5)),
        ("self_check_mines", EAST, (2, 4, 0.5)),
        ("self_check_mines", "*", (2, 5, 0.4)),  # the transport firms of 西河县 do not count
    ],
)
def test_halves_from_two_tables_and_limits_to_regions_and_sectors(bench, indicator, region, expected):
    row = bench.targets("2025-12")[indicator, 2025, region]
    assert (row["numerator"], row["denominator"], row["value"]) == expected


def test_before_the_first_report_the_numerator_is_unknown_and_nought_after_it(bench):
    for month, expected in (("2025-02", (None, None)), ("2025-04", (1, 1.0)), ("2025-06", (0, 0.0))):
        row = bench.targets(month)["insured", 2025, LAKE]
        assert (row["numerator"], row["value"]) == expected
    assert bench.targets("2025-02")["insured", 2025, "*"]["status"] == "no_data"


def test_regions_and_sectors_that_an_indicator_is_not_about_have_no_figure(bench):
    kinds = dict(bench.query(
        "SELECT unit_kind || ' ' || unit_code, count(*) FROM indicator_values WHERE indicator = 'insured_east' GROUP BY 1"
    ))  # fmt: skip
    assert set(kinds) == {f"region {EAST}", "region *", "sector mining"}
    codes = {row[0] for row in bench.query(
        "SELECT DISTINCT unit_code FROM indicator_values WHERE indicator = 'self_check_mines' AND unit_kind = 'sector'"
    )}  # fmt: skip
    assert codes == {"mining"}
    assert WEST not in {region for name, _year, region in bench.targets("2025-12") if name == "insured_east"}


def test_the_rows_behind_limited_figures_add_up_to_them(bench):
    plan = load_plan(bench.plan)
    board = queries.open_board(plan, bench.db)
    month = Month(2025, 12)
    checked = 0
    for indicator in plan.indicators:
        for kind, code in (("region", "*"), ("region", EAST), ("region", LAKE), ("sector", "mining")):
            found = queries.indicator_at(board, indicator.id, kind, code, str(month))
            if found is None:
                continue
            cells = queries_rows.cells_of(indicator, month, **{kind: code})
            for (name, cell), figure in zip(cells, found[:2], strict=False):
                is_sector_less = "sector" not in describe("marts", cell.half.mart).grain
                if figure is None or (kind == "sector" and is_sector_less):
                    continue
                if not queries_rows.can_trace(board, cell.half.mart):
                    continue
                checked += 1
                got = queries_rows.added_up(board, cell).amount or 0
                assert got == pytest.approx(figure), (indicator.id, name, kind, code)
    assert checked >= 30
    assert scope_of(plan.indicator("insured_east")) == Scope((EAST,), ())


def test_a_year_that_has_not_begun_and_one_without_data(bench):
    rows = bench.targets("2025-12")
    assert {year for _, year, _ in rows} == {2025}
    coming = bench.targets("2026-01")["overdue", 2026, EAST]
    assert (coming["value"], coming["gap"], coming["status"], coming["month"]) == (
        None,
        None,
        "no_data",
        "2026-01",
    )


def test_the_day_itself_decides_when_a_target_is_over(tmp_path, tiny_plan, monkeypatch):
    bench = Bench(tmp_path, plan_folder(tmp_path, tiny_plan))
    rows = [row for row in dispatched() if "rules_made" in row and row.split(",")[1] <= "2025-06"]
    reports = bench.csv("调度表.csv", "区域,月份,指标,完成数,总数", rows)
    monkeypatch.setenv("WUSE_TODAY", "2025-06-30")
    bench.load(reports, code=0)
    assert bench.targets("2025-06")["rules_made", 2025, WEST]["status"] == "behind"
    monkeypatch.setenv("WUSE_TODAY", "2025-07-01")
    more = bench.csv("事故.csv", "事故编号,区域,发生日期,死亡人数", ["K9,东山县,2025-06-30,0"])
    bench.load(more, code=0)
    assert bench.targets("2025-06")["rules_made", 2025, WEST]["status"] == "missed"
    assert bench.targets("2025-06")["rules_made", 2025, EAST]["status"] == "met"


def test_a_closed_year_is_its_december_and_later_months_leave_it_alone(tmp_path, tiny_plan):
    bench = Bench(tmp_path, plan_folder(tmp_path, tiny_plan))
    bench.load(
        bench.csv("调度表.csv", "区域,月份,指标,完成数,总数", dispatched()),
        bench.csv("事故.csv", "事故编号,区域,发生日期,死亡人数", ACCIDENTS),
        bench.csv("隐患_2025-12.csv", "隐患编号,区域,隐患级别,发现日期,整改时限,销号日期", HAZARDS),
        bench.csv("企业.csv", "企业编号,区域,行业领域,企业名称,纳管日期,自查自纠机制建立日期", ENTERPRISES),
        code=0,
    )
    closed = bench.targets("2025-12")
    assert closed["filed", 2025, EAST]["month"] == "2025-12"
    bench.load(
        bench.csv("调度表2.csv", "区域,月份,指标,完成数,总数", [*dispatched(2026)[:5], "东山县,2026-03,filed,1,100"]),
        bench.csv("事故2.csv", "事故编号,区域,发生日期,死亡人数", ["K8,西河县,2026-02-01,5"]),
        # an old hazard closed in the new year, and a new one that is overdue at once
        bench.csv(
            "隐患_2026-03.csv", "隐患编号,区域,隐患级别,发现日期,整改时限,销号日期",
            ["H3,北湖新区,重大,2025-01-10,2025-12-31,2026-02-01", "H4,东山县,重大,2026-01-10,2026-02-01,"],
        ),
        bench.csv(
            "企业2.csv", "企业编号,区域,行业领域,企业名称,纳管日期,自查自纠机制建立日期", ["N1,东山县,矿山,新企业,2026-02-01,"]
        ),
        code=0,
    )  # fmt: skip
    later = bench.targets("2026-03")
    assert {key: later[key] for key in closed} == closed
    assert bench.targets("2025-12") == closed
    # and the new year has figures of its own
    assert later["overdue", 2026, EAST]["value"] == 1
