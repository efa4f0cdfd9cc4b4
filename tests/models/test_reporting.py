"""Who has reported, from loads on several days; every state worked out on paper.

Due on the 5th of the next month: ``table`` (hazards and the monthly table) and ``duty`` (visits). First load on
3 February 2026, second on 10 March.

table  January   东 says it reported on 2 Feb -> on time; 西 on 9 Feb -> 4 days late; 北 sent hazards alone -> missing
       February  东 names no day, loaded on 10 March, due on the 5th -> 5 days late; 西 hazards alone -> missing; 北 missing
       March     due on 5 April -> not due
duty   January   北 a visit of 15 Jan in the first load, before the due day -> on time; 东 one of 20 Jan in the second
                 load, 33 days after 5 Feb -> late; 西 missing
       December  北 a visit of 10 Dec 2025 in the first load, due on 5 Jan: nobody knows the day -> undated
"""

import shutil

import pytest

from tests.conftest import Bench

PROGRAMME = """
reports:
  - {id: duty, title: 履职, title_en: Duty, from_whom: 各地, cadence: monthly, day: 5, months_after: 1, tables: [visits], clause: 三, origin: committee}
  - {id: table, title: 月报, title_en: Monthly table, from_whom: 各地, cadence: monthly, day: 5, months_after: 1, tables: [hazards, dispatch_reports], clause: 二}
  - {id: paper, title: 总结, title_en: Summary, from_whom: 各地, cadence: yearly, day: 31, clause: 四}
"""
DISPATCH = "区域,月份,指标,完成数,总数,报送日期"
HAZARDS = "隐患编号,区域,隐患级别,发现日期"
VISITS = "走访编号,区域,履职岗位编号,履职类别,走访日期"


def with_reports(folder, tiny_plan):
    shutil.copytree(tiny_plan, folder / "plan")
    (folder / "plan" / "programme.yml").write_text(PROGRAMME, "utf-8")
    return Bench(folder, folder / "plan")


@pytest.fixture
def bench(tmp_path, tiny_plan):
    return with_reports(tmp_path, tiny_plan)


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_plan):
    """Both loads, to copy from."""
    bench = with_reports(tmp_path_factory.mktemp("reporting"), tiny_plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUSE_TODAY", "2026-02-03")
        first_load(bench)
        patch.setenv("WUSE_TODAY", "2026-03-10")
        second_load(bench)
    return bench


def first_load(bench):
    bench.load(
        bench.csv(
            "调度表_2026-01.csv", DISPATCH,
            ["东山县,2026-01,drill_rate,3,10,2026-02-02", "西河县,2026-01,drill_rate,4,10,2026-02-09"],
        ),
        bench.csv("隐患_2026-01.csv", HAZARDS, ["H1,北湖新区,重大,2026-01-11", "H2,东山县,一般,2026-01-12"]),
        bench.csv(
            "履职.csv", VISITS, ["V1,北湖新区,P1,干部履职,2026-01-15", "V2,北湖新区,P1,干部履职,2025-12-10"]
        ),
    )  # fmt: skip


def second_load(bench):
    bench.load(
        bench.csv("调度表_2026-02.csv", DISPATCH, ["东山县,2026-02,drill_rate,5,10,"]),
        bench.csv("隐患_2026-02.csv", HAZARDS, ["H3,西河县,重大,2026-02-11"]),
        bench.csv("履职二.csv", VISITS, ["V9,东山县,P2,干部履职,2026-01-20"]),
    )


@pytest.fixture
def loaded(made, tmp_path, monkeypatch):
    """A copy of its own, on the day of the second load."""
    monkeypatch.setenv("WUSE_TODAY", "2026-03-10")
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    return Bench(tmp_path, tmp_path / "plan")


def states(bench, report):
    rows = bench.query(
        f"SELECT month, office_code, state, days_late, reported_day::VARCHAR FROM reporting_month WHERE office_kind = 'region' AND report_id = '{report}'"
    )
    return {(month, region): tuple(rest) for month, region, *rest in rows}


def test_the_monthly_table(loaded):
    found = states(loaded, "table")
    assert {key[1]: value for key, value in found.items() if key[0] == "2026-01"} == {
        "990101": ("on_time", 0, "2026-02-02"), "990102": ("late", 4, "2026-02-09"), "T-GXQ": ("missing", 0, None),
    }  # fmt: skip
    assert {key[1]: value for key, value in found.items() if key[0] == "2026-02"} == {
        "990101": ("late", 5, "2026-03-10"), "990102": ("missing", 0, None), "T-GXQ": ("missing", 0, None),
    }  # fmt: skip
    assert {value[0] for key, value in found.items() if key[0] == "2026-03"} == {"not_due"}
    assert {key[0] for key in found} == {f"2025-{n:02d}" for n in range(1, 13)} | {
        "2026-01",
        "2026-02",
        "2026-03",
    }
    assert {value[0] for key, value in found.items() if key[0] < "2026"} == {"missing"}


def test_records_without_a_day_of_their_own(loaded):
    found = states(loaded, "duty")
    assert found["2026-01", "T-GXQ"] == ("on_time", 0, "2026-02-03")
    assert found["2026-01", "990101"] == ("late", 33, "2026-03-10")
    assert found["2026-01", "990102"][0] == "missing"
    assert found["2025-12", "T-GXQ"] == ("undated", 0, None)


def test_what_came_is_told_and_papers_are_not_checked(loaded):
    rows = loaded.query(
        "SELECT DISTINCT office_code, tables FROM reporting_month WHERE report_id = 'table' AND month = '2026-01'"
    )
    assert set(rows) == {
        ("990101", "hazards,dispatch_reports"),
        ("990102", "dispatch_reports"),
        ("T-GXQ", "hazards"),
    }
    assert loaded.query("SELECT count(*) FROM reporting_month WHERE report_id = 'paper'") == [(0,)]
    assert loaded.query("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'file_days'") == [(0,)]


def test_a_correction_does_not_make_a_report_later(loaded, monkeypatch):
    """The same month sent again, with another figure and a later day: the first coming counts, the correction is told."""
    monkeypatch.setenv("WUSE_TODAY", "2026-03-20")
    loaded.load(loaded.csv("更正.csv", DISPATCH, ["东山县,2026-01,drill_rate,4,10,2026-03-19"]))
    assert states(loaded, "table")["2026-01", "990101"] == ("corrected", 0, "2026-02-02")
    assert loaded.query(
        "SELECT corrected_day::VARCHAR, corrected_rows FROM reporting_month WHERE report_id = 'table' AND month = '2026-01' "
        "AND office_code = '990101'"
    ) == [("2026-03-19", 1)]
    assert loaded.query(
        "SELECT numerator FROM dispatch_reports WHERE region_code = '990101' AND month = '2026-01'"
    ) == [(4,)]


def test_rows_sent_again_leave_their_first_month_reported(bench, monkeypatch):
    """January's hazard repeated unchanged in February's file speaks for both months, each with its own day."""
    plan = bench.plan / "programme.yml"
    plan.write_text(PROGRAMME.replace("[hazards, dispatch_reports]", "[hazards]"), "utf-8")
    monkeypatch.setenv("WUSE_TODAY", "2026-01-02")
    bench.load(bench.csv("隐患_2025-12.csv", HAZARDS, ["H0,西河县,重大,2025-12-01"]))
    monkeypatch.setenv("WUSE_TODAY", "2026-02-04")
    bench.load(bench.csv("隐患_2026-01.csv", HAZARDS, ["H1,东山县,重大,2025-12-11"]))
    monkeypatch.setenv("WUSE_TODAY", "2026-03-09")
    bench.load(
        bench.csv("隐患_2026-02.csv", HAZARDS, ["H1,东山县,重大,2025-12-11", "H2,西河县,重大,2026-02-01"])
    )
    found = states(bench, "table")
    assert found["2026-01", "990101"] == ("on_time", 0, "2026-02-04")
    assert found["2026-02", "990101"] == ("late", 4, "2026-03-09")
    assert found["2025-12", "990101"] == ("late", 30, "2026-02-04")  # found in December, told in February


def test_a_missing_report_is_no_data_never_nought(loaded):
    rows = loaded.query(
        "SELECT unit_code, numerator, value FROM indicator_values WHERE indicator = 'drill_rate' AND month = '2026-02' "
        "AND unit_kind = 'region'"
    )
    assert {code: (n, v) for code, n, v in rows if n is not None} == {"990101": (5, 0.5), "*": (5, 0.5)}


def test_show_reporting_gives_every_region_with_its_reports(loaded):
    rows = loaded.show("reporting", "2026-01")
    assert [list(row)[:4] for row in rows.values()] == [["region_code", "region", "month", "reported"]] * 3
    assert {
        code: (row["reported"], row["state"], row["due"], row["reported_day"]) for code, row in rows.items()
    } == {
        "990101": (True, "late", "2026-02-05", "2026-03-10"),  # the first report of the plan is that of duty
        "990102": (False, "missing", "2026-02-05", None),
        "T-GXQ": (True, "on_time", "2026-02-05", "2026-02-03"),
    }
    assert [(one["report"], one["state"]) for one in rows["990101"]["reports"]] == [
        ("duty", "late"),
        ("table", "on_time"),
    ]
    assert loaded.show("reporting", "2026-03")["990101"]["state"] == "not_due"


def test_a_plan_without_reports_counts_any_row(tmp_path, tiny_plan):
    bench = Bench(tmp_path, tiny_plan)
    bench.load(bench.csv("调度表.csv", DISPATCH, ["东山县,2026-01,drill_rate,3,10,2026-02-02"]))
    rows = bench.show("reporting", "2026-01")
    assert {code: (row["reported"], row["state"], row["reports"]) for code, row in rows.items()} == {
        "990101": (True, None, []), "990102": (False, None, []), "T-GXQ": (False, None, []),
    }  # fmt: skip
