"""Every finding rule on ledgers made by hand: what it finds, and what lies just below its limit.

Today is 2026-11-05, the plan runs from 2025-01 to 2026-12. E1 to E6 of every region are registered; 东山县's E4 closed
on 2025-03-31. 东 东山县, 西 西河县, 北 北湖新区.

month's last day  东 June 4 of 8: P(X>=4 | 8, 1/30) = 0.00008; 西 June 3 of 8: 0.0018, not below 0.001;
                  西 July 4 of 14: 0.29, not over 0.3; 北 June 4 of 7: fewer than 8
same day          东 August mining 5 of 10; 西 4 of 4: fewer than 5; 北 5 of 11: under a half
same words        东 September 5 of 3 enterprises; 西 5 of 2 enterprises; 北 4 of 4 enterprises; 东 October nine
                  characters; 东 November 4 and December 1 of the long text
cumulative        演练率 东 50, 40 in December, 5 in January (a new year), 5, nothing in March, 4 in April;
                  西 100 to 99 cases; 累计率 runs on over January; 当月率 starts anew each month
ledger            西 found 8 to June and 22 to July, reported 10 (2 too many pass) and 25; 北 registered 6, reported
                  8 and 9; 北 found 7 to June and July, reported 7
"""

import shutil

import pytest

from board import queries_findings
from board.queries import open_board
from etl.findings import SEVERITIES, finding_rules, settings
from etl.plan_commands import check
from rules.packs import load_plan
from rules.problems import BrokenPack
from tests.conftest import Bench

INDICATORS = """
- {id: campaign_rate, title: 累计率, title_en: Cumulative, short_title: 累计率, short_title_en: Cumulative, clause: 一,
   definition: 累计。, definition_en: Runs on., source: dispatch, restarts: never}
- {id: monthly_rate, title: 当月率, title_en: Monthly, short_title: 当月率, short_title_en: Monthly, clause: 一,
   definition: 当月。, definition_en: Each month., source: dispatch, restarts: monthly}
- id: found_reported
  title: 上报发现数
  title_en: Found, reported
  short_title: 上报发现
  short_title_en: Found, reported
  clause: 一
  definition: 累计发现。
  definition_en: Found so far.
  source: dispatch
  held_against: {numerator: {mart: hazard_month, column: found, window: campaign_to_date}}
"""
LONG, SHORT = "皮带机无防护罩须整改", "皮带机无防护罩须改"
EAST, WEST, NORTH = "东山县", "西河县", "北湖新区"
HEADER = "隐患编号,区域,行业领域,隐患级别,企业编号,隐患描述,发现日期,整改时限,销号日期,挂牌督办"


def _hazard(key, region, found, sector="矿山", enterprise="", text="", due="", closed="", tier=""):
    return [key, region, sector, "一般", enterprise, text, found, due, closed, tier]


def _hazards():
    rows = [
        _hazard("F1", EAST, "2026-11-06"), _hazard("F2", EAST, "2026-11-05"),
        _hazard("F3", EAST, "2026-10-01", closed="2026-11-06"),
        _hazard("A1", EAST, "2027-01-01"), _hazard("A2", EAST, "2026-12-31"),
        _hazard("S1", EAST, "2025-01-02", sector="渔业"), _hazard("S2", EAST, "2025-02-02", sector="渔业"),
        _hazard("S3", EAST, "2025-02-03", sector=""),
        _hazard("U1", EAST, "2025-01-03", enterprise="X1"), _hazard("U2", EAST, "2025-01-04", enterprise="E1"),
        _hazard("C1", EAST, "2025-03-31", enterprise="E4", closed="2025-04-10"),
        _hazard("C2", EAST, "2025-04-01", enterprise="E4", closed="2025-04-10"),
        _hazard("C3", EAST, "2025-03-01", enterprise="E4"), _hazard("C4", EAST, "2026-01-01", enterprise="E5"),
        _hazard("D1", EAST, "2025-01-06", tier="县级"), _hazard("D2", EAST, "2025-01-07", tier="县级", due="2026-12-01"),
        _hazard("D3", EAST, "2025-01-08"), _hazard("D4", EAST, "2025-01-09", tier="县级", closed="2025-01-20"),
    ]  # fmt: skip

    def days(prefix, region, month, last, on_last, others, **more):
        found = [f"{month}-{last}"] * on_last + [f"{month}-{n + 1:02}" for n in range(others)]
        rows.extend(_hazard(f"{prefix}{n}", region, day, **more) for n, day in enumerate(found, start=1))

    days("ME", EAST, "2025-06", 30, 4, 4)
    days("MW", WEST, "2025-06", 30, 3, 5)
    days("MV", WEST, "2025-07", 31, 4, 10)
    days("MN", NORTH, "2025-06", 30, 4, 3)
    for prefix, region, same, others in (("KE", EAST, 5, 5), ("KW", WEST, 4, 0), ("KN", NORTH, 5, 6)):
        for n in range(1, same + others + 1):
            day = f"2025-08-{n:02}"
            rows.append(_hazard(f"{prefix}{n}", region, day, closed=day if n <= same else ""))

    def alike(prefix, region, month, enterprises, texts):
        for n, (enterprise, text) in enumerate(zip(enterprises, texts, strict=True), start=1):
            rows.append(_hazard(f"{prefix}{n}", region, f"{month}-{n:02}", enterprise=enterprise, text=text))

    alike("TE", EAST, "2025-09", ["E1", "E1", "E2", "E2", "E3"],
          [LONG, "皮带机 无防护罩，须整改", LONG + "。", "皮带机无防护罩；须整改", LONG])  # fmt: skip
    alike("TW", WEST, "2025-09", ["E1", "E1", "E2", "E2", "E2"], [LONG] * 5)
    alike("TN", NORTH, "2025-09", ["E1", "E2", "E3", "E5"], [LONG] * 4)
    alike("TO", EAST, "2025-10", ["E1", "E2", "E3", "E5", "E6"], [SHORT] * 5)
    alike("TP", EAST, "2025-11", ["E1", "E2", "E3", "E5"], [LONG] * 4)
    alike("TQ", EAST, "2025-12", ["E6"], [LONG])
    return rows


INSPECTIONS = [
    "I1,东山县,2025-01-05,E1,0,1", "I2,东山县,2025-01-06,E1,1,1", "I3,东山县,2025-01-07,E1,0,0",
    "I4,东山县,2025-01-08,E1,,1", "I5,东山县,2025-04-02,E4,0,0", "I6,东山县,2025-03-31,E4,0,0",
    "I7,东山县,2025-01-09,X1,0,0", "I8,西河县,2026-11-06,E1,0,0",
]  # fmt: skip
DISPATCH = [
    "东山县,2025-11,演练率,50,100", "东山县,2025-12,演练率,40,100", "东山县,2026-01,演练率,5,100",
    "东山县,2026-02,演练率,5,100", "东山县,2026-04,演练率,4,100",
    "西河县,2025-05,演练率,10,100", "西河县,2025-06,演练率,10,99",
    "东山县,2025-12,累计率,50,100", "东山县,2026-01,累计率,40,100",
    "东山县,2025-05,当月率,50,100", "东山县,2025-06,当月率,10,90",
    "西河县,2025-06,上报发现,10,100", "西河县,2025-07,上报发现,25,100",
    "北湖新区,2025-06,上报发现,7,100", "北湖新区,2025-07,上报发现,7,100",
    "北湖新区,2025-05,监督检查率,0,8", "北湖新区,2025-06,监督检查率,0,9",
]  # fmt: skip

EXPECTED = {
    ("future_date", "990101", "-", "F1"): ["F1"],
    ("future_date", "990101", "-", "F3"): ["F3"],
    ("future_date", "990101", "-", "A1"): ["A1"],
    ("future_date", "990101", "-", "A2"): ["A2"],
    ("future_date", "990102", "-", "I8"): ["I8"],
    ("after_plan", "990101", "-", "A1"): ["A1"],
    ("unknown_sector", "990101", "-", "渔业"): ["S1", "S2"],
    ("unregistered_enterprise", "990101", "-", "X1"): ["U1"],
    ("unregistered_enterprise", "990101", "-", "X1 "): ["I7"],
    ("closed_enterprise", "990101", "-", "E4"): ["C2", "C3"],
    ("closed_enterprise", "990101", "-", "E4 "): ["I5"],
    ("supervised_without_due", "990101", "-", "D1"): ["D1"],
    ("penalty_without_problem", "990101", "-", "I1"): ["I1"],
    ("month_end_bunching", "990101", "2025-06", ""): ["ME1", "ME2", "ME3", "ME4"],
    ("closed_same_day", "990101", "2025-08", "mining"): ["KE1", "KE2", "KE3", "KE4", "KE5"],
    ("same_description", "990101", "2025-09", LONG): ["TE1", "TE2", "TE3", "TE4", "TE5"],
    ("dispatch_falls", "990101", "2025-12", "drill_rate"): ["drill_rate"],
    ("dispatch_falls", "990101", "2026-04", "drill_rate"): ["drill_rate"],
    ("dispatch_falls", "990102", "2025-06", "drill_rate"): ["drill_rate"],
    ("dispatch_falls", "990101", "2026-01", "campaign_rate"): ["campaign_rate"],
    ("dispatch_disagrees", "990102", "2025-07", "found_reported"): ["found_reported"],
    ("dispatch_disagrees", "T-GXQ", "2025-06", "coverage"): ["coverage"],
}
"""Rule, region, month where it is part of the finding, what it is about (a blank after it: the inspections) -> rows."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("findings")
    plan = folder / "plan"
    shutil.copytree(tiny_plan, plan)
    with (plan / "indicators.yml").open("a", encoding="utf-8") as file:
        file.write(INDICATORS)
    made = Bench(folder, plan)
    register = [
        f"E{n},{region},企业{n},矿山,2025-01-01,{'2025-03-31' if (n, region) == (4, EAST) else ''}"
        for region in (EAST, WEST, NORTH) for n in range(1, 7)
    ]  # fmt: skip
    made.load(
        made.csv("企业.csv", "企业编号,区域,企业名称,行业领域,纳管日期,关停日期", register),
        made.csv("隐患.csv", HEADER, _hazards()),
        made.csv("检查.csv", "检查编号,区域,检查日期,企业编号,发现问题数,处罚次数", INSPECTIONS),
        made.csv("调度.csv", "区域,月份,指标,完成数,总数", DISPATCH),
        code=0,
    )
    return made


def _shown(bench, *more):
    outcome = bench.board("show", "findings", "--format", "json", *more)
    assert outcome.code == 0, outcome.err
    return outcome.json


def test_every_rule_finds_its_rows_and_nothing_below_its_limit(bench):
    found = {}
    for one in bench.query(
        "SELECT finding, region_code, finding_id, about || CASE \"table\" WHEN 'inspections' THEN ' ' ELSE '' END, "
        "list(DISTINCT key ORDER BY key) FROM findings GROUP BY ALL"
    ):
        rule, region, finding_id, about, keys = one
        month = finding_id.split(".")[-2]
        if rule in ("future_date", "penalty_without_problem"):
            about = about.strip()
        found[rule, region, month, about] = keys
    assert found == EXPECTED
    assert {key[0] for key in EXPECTED} == set(finding_rules())


def test_a_row_says_what_is_wrong_with_it(bench):
    told = {
        (f["finding"], f["region_code"], f["month"]): [d["detail"] for d in f["details"]] for f in _shown(bench)
    }  # fmt: skip
    assert told["dispatch_falls", "990101", "2025-12"] == ["numerator 40 < 50 (2025-11)"]
    assert told["dispatch_falls", "990101", "2026-04"] == ["numerator 4 < 5 (2026-02)"]
    assert told["dispatch_falls", "990102", "2025-06"] == ["denominator 99 < 100 (2025-05)"]
    assert told["dispatch_disagrees", "990102", "2025-07"] == ["numerator 25, ledger 22"]
    assert told["dispatch_disagrees", "T-GXQ", "2025-06"] == ["denominator 9, ledger 6"]
    assert told["month_end_bunching", "990101", "2025-06"] == ["found_date 2025-06-30, 4/8"] * 4
    assert told["closed_same_day", "990101", "2025-08"][0] == "closed_date 2025-08-01, 5/10"


def test_a_finding_names_rule_place_owner_file_and_row(bench):
    (one,) = [f for f in _shown(bench, "--month", "2025-01") if f["finding"] == "supervised_without_due"]
    assert {k: one[k] for k in ("title", "severity", "month", "region", "owner", "rows", "state", "note")} == {
        "title": "挂牌督办没有整改时限", "severity": "low", "month": "2025-01", "region": "东山县", "owner": "测试安委办",
        "rows": 1, "state": "open", "note": "",
    }  # fmt: skip
    # The 15th row of the list, below the header.
    assert one["details"] == [
        {"key": "D1", "file": one["file"], "sheet": "", "row": 16, "column": "due_date", "value": "",
         "detail": "supervision county, no due_date"}
    ]  # fmt: skip
    assert one["file"].endswith("隐患.csv")


def test_a_month_holds_its_findings_and_those_before_it(bench):
    months = {f["month"] for f in _shown(bench, "--month", "2025-06")}
    assert max(months) == "2025-06"
    assert min(months) == "2025-01"
    # A date in the future belongs to no month; it is told in the last one reported.
    last = bench.query("SELECT data_through FROM plan_settings")[0][0]
    assert {f["month"] for f in _shown(bench) if f["finding"] == "future_date" and f["key"] == "A1"} == {last}


def test_sectors_are_told_where_all_rows_agree(bench):
    by = {f["finding_id"]: f["unit"] for f in _shown(bench, "--by", "sector")}
    assert {u for i, u in by.items() if i.startswith("closed_same_day")} == {"矿山"}
    assert {u for i, u in by.items() if i.startswith("unknown_sector")} == {""}


def test_a_state_holds_over_loads_and_ends_with_its_cause(bench):
    board = open_board(bench.plan, bench.db)
    ids = {f["key"]: f["finding_id"] for f in _shown(bench) if f["finding"] == "future_date"}
    queries_findings.say(board, ids["F1"], "explained", "东山县安委办", "系统时钟不准", "值班")
    queries_findings.say(board, ids["F3"], "corrected", "", "", "值班")
    # F1 is mended; F3 comes again as it was, with one more row of another month.
    mended = [_hazard("F1", EAST, "2026-10-06"), _hazard("F3", EAST, "2026-10-01", closed="2026-11-06"),
              _hazard("N1", EAST, "2026-09-06")]  # fmt: skip
    before = bench.query("SELECT DISTINCT finding_id FROM findings")
    bench.load(bench.csv("再报.csv", HEADER, mended), code=0)
    after = bench.query("SELECT DISTINCT finding_id FROM findings")
    assert set(before) - set(after) == {(ids["F1"],)}
    assert set(after) <= set(before)
    board = open_board(bench.plan, bench.db)
    listed = {f.finding_id: f for f in queries_findings.listing(board)}
    gone, back = listed[ids["F1"]], listed[ids["F3"]]
    assert (gone.state, gone.rows, gone.note, gone.who, gone.region_code) == (
        "corrected", 0, "系统时钟不准", "值班", "990101",
    )  # fmt: skip
    assert gone.is_gone
    assert back.is_back
    assert [s.state for s in queries_findings.history(board, ids["F1"])] == ["explained"]
    with pytest.raises(ValueError, match="expected one of open, explained, corrected"):
        queries_findings.say(board, ids["F1"], "done", "", "", "")


def test_a_plan_sets_limits_and_switches_rules_off(bench, tmp_path):
    from datetime import date

    import duckdb

    from etl.findings import build_findings

    plan = tmp_path / "plan"
    shutil.copytree(bench.plan, plan)
    (plan / "programme.yml").write_text(
        "findings:\n  closed_same_day: {min_closed: 4}\n  same_description: {enabled: false}\n"
        "  dispatch_falls: {tolerance: 10}\n",
        "utf-8",
    )
    pack = load_plan(plan)
    shutil.copy(bench.generation, tmp_path / "x.duckdb")
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        build_findings(connection, pack, date(2026, 11, 5))
        found = connection.execute(
            "SELECT finding, count(DISTINCT finding_id) FROM findings GROUP BY ALL"
        ).fetchall()
    # 4 of 4 in 西河县 now count; falls of 10 and less pass.
    assert dict(found)["closed_same_day"] == 2
    assert "same_description" not in dict(found)
    assert "dispatch_falls" not in dict(found)
    assert settings("closed_same_day", pack.programme) == {
        "min_closed": (4.0, "committee"), "min_share": (0.5, "product"),
    }  # fmt: skip


def test_a_plan_that_names_no_such_rule_or_limit_is_told(tiny_plan, tmp_path):
    plan = tmp_path / "plan"
    shutil.copytree(tiny_plan, plan)
    (plan / "programme.yml").write_text(
        "findings:\n  same_text: {min_hazards: 4}\n  closed_same_day: {min_share: 50, least: 3, enabled: 1}\n",
        "utf-8",
    )
    with pytest.raises(BrokenPack) as error:
        check(plan)
    told = str(error.value)
    for part in ("findings.same_text", "findings.closed_same_day.min_share", "0 至 1 的数", "findings.closed_same_day.least",
                 "findings.closed_same_day.enabled"):  # fmt: skip
        assert part in told, part


def test_rules_are_complete():
    assert [r.severity for r in finding_rules().values()] == sorted(
        (r.severity for r in finding_rules().values()), key=SEVERITIES.index
    )
