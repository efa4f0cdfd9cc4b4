"""``check --preview``: what a load would add, change cell by cell, and miss since last month, worked by hand."""

import json

import duckdb
import pytest

from etl.contract import contracts
from etl.ledger import create_tables
from etl.preview import Preview
from etl.scan import stored_columns
from rules.packs import load_plan

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,销号日期,企业名称,隐患描述,五定落实,报送月份"


def row(key, region="东山县", level="重大", closed="", text="通道堵塞", settled="是", month="2025-03"):
    return f"{key},{region},{level},2025-01-05,{closed},甲厂,{text},{settled},{month}"


class Seen:
    """A preview as its readers see it."""

    def __init__(self, bench, *paths, code=0):
        self.file = bench.folder / "preview.duckdb"
        before = bench.state()
        outcome = bench.etl(
            "check", "--plan", bench.plan, "--db", bench.db, "--json", "--preview", self.file, *paths
        )
        assert outcome.code == code, outcome.err
        assert bench.state() == before
        self.result = outcome.json

    def rows(self, sql):
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def march(bench):
    """Eight hazards reported for March; H7 is closed, H8 stands in another region."""
    rows = [row(f"H{n}") for n in (1, 2, 3, 4, 5, 6)]
    rows += [row("H7", closed="2025-03-09"), row("H8", region="西河县")]
    bench.load(bench.csv("三月.csv", HEADER, rows), code=0)
    return bench


def test_new_changed_and_gone_rows(march):
    april = march.csv(
        "四月.csv",
        HEADER,
        [
            row("H1", month="2025-04"),  # the same again
            row("H2", month="2025-04", closed="2025-04-02", level="一般", settled="否"),  # three cells
            row("H3", month="2025-04", text="堵塞=已清"),  # one cell
            row("H9", month="2025-04"),  # new
            row("H4", month="2025-13"),  # rejected, so it is not gone
            row("H1", month="2025-04"),  # twice in the file
        ],
    )
    seen = Seen(march, april, code=3)
    changes = seen.rows(
        'SELECT "table", region_code, key_text, "column", title, before, after, file_no, "row", before_file, before_sheet, '
        'before_row FROM changes ORDER BY key_text, "column"'
    )
    assert changes == [
        ("hazards", "990101", "H2", "closed_date", "销号日期", None, "2025-04-02", 0, 3, "三月.csv", None, 3),
        ("hazards", "990101", "H2", "five_settled", "五定落实", "是", "否", 0, 3, "三月.csv", None, 3),
        ("hazards", "990101", "H2", "level", "隐患级别", "重大", "一般", 0, 3, "三月.csv", None, 3),
        (
            "hazards",
            "990101",
            "H3",
            "description",
            "隐患描述",
            "通道堵塞",
            "堵塞=已清",
            0,
            4,
            "三月.csv",
            None,
            4,
        ),
    ]
    assert seen.rows("FROM added") == [("hazards", "990101", "H9", "甲厂 通道堵塞", 0, 5)]
    # H7 was closed and need not come again; of the other region this load says nothing.
    assert seen.rows("FROM gone ORDER BY key_text") == [
        ("hazards", "990101", key, "甲厂 通道堵塞", "2025-03", "三月.csv", None, line)
        for key, line in (("H5", 6), ("H6", 7))
    ]
    assert seen.rows("FROM summary") == [("hazards", 1, 2, 4, 2, 2, 0, 1)]
    counts = seen.result
    assert (counts["accepted"], counts["changed"], counts["unchanged"], counts["rejected"]) == (3, 2, 2, 1)
    assert seen.rows("FROM rejects") == [
        (0, str(april), None, 6, 6, ["报送月份"], ["2025-13"], ["not_month"],
         ["报送月份应为月份，如 2026-10、2026年10月，实为“2025-13”"],
         ["H4", "东山县", "重大", "2025-01-05", "", "甲厂", "通道堵塞", "是", "2025-13"]),
    ]  # fmt: skip
    assert seen.rows("FROM headers") == [(0, HEADER.split(","))]


def test_gone_asks_all_files_of_the_load_and_only_last_months_rows(march):
    """H5 and H6 come in the second file; what was last reported two months ago is not asked for."""
    may = march.csv("五月.csv", HEADER, [row("H1", month="2025-05")])
    assert Seen(march, may).rows("SELECT key_text FROM gone") == []
    files = [
        march.csv("a.csv", HEADER, [row(f"H{n}", month="2025-04") for n in (1, 2, 3, 4)]),
        march.csv("b.csv", HEADER, [row(f"H{n}", month="2025-04") for n in (5,)]),
    ]
    seen = Seen(march, *files)
    assert seen.rows("SELECT key_text FROM gone") == [("H6",)]
    assert seen.rows("SELECT file_no, headers[1] FROM headers") == [(0, "隐患编号"), (1, "隐患编号")]


def test_a_refused_file_keeps_its_place_and_a_register_without_returning_rows_has_none_gone(march):
    bad = march.text("坏.csv", "随便写的,内容\r\n1,2\r\n")
    checks = march.csv(
        "检查.csv", "检查编号,区域,检查日期,企业编号,报送月份", ["I1,东山县,2025-03-01,E1,2025-03"]
    )
    seen = Seen(march, bad, checks, code=3)
    assert seen.rows('SELECT "table", file_no, "row" FROM added') == [("inspections", 1, 2)]
    assert [f["status"] for f in seen.result["files"]] == ["refused", "loaded"]
    assert seen.rows("SELECT count(*) FROM gone") == [(0,)]


def test_the_same_file_again_changes_nothing(march):
    seen = Seen(march, march.folder / "三月.csv")
    assert seen.rows("FROM summary") == [("hazards", 0, 0, 0, 0, 8, 0, 0)]


def test_what_is_refused_and_our_own_columns_stand_nowhere_in_the_preview(bench):
    header = "_file,_row,_column,_value,_rule,_message,举报编号,区域,受理日期,举报人"
    path = bench.csv("a.csv", header, ["x,2,y,z,r,m,R1,南海县,2025-03-02,王某某"])
    seen = Seen(bench, path, code=3)
    (headers,) = seen.rows("SELECT headers FROM headers")[0]
    (cells,) = seen.rows("SELECT cells FROM rejects")[0]
    assert (headers, cells) == (["举报编号", "区域", "受理日期"], ["R1", "南海县", "2025-03-02"])
    assert "王某某".encode() not in seen.file.read_bytes()
    assert "王某某" not in json.dumps(seen.result, ensure_ascii=False)


def test_a_preview_replaces_the_one_before(march):
    first = Seen(march, march.csv("a.csv", HEADER, [row("X1")]))
    assert first.rows("SELECT count(*) FROM added") == [(1,)]
    second = Seen(march, march.csv("b.csv", HEADER, [row("X2"), row("X3")]))
    assert second.rows("SELECT count(*) FROM added") == [(2,)]


def test_every_contract_tells_its_rows_and_what_comes_again_in_columns_that_it_has(tmp_path, tiny_plan):
    connection = duckdb.connect()
    create_tables(connection, list(contracts().values()))
    preview = Preview(connection, load_plan(tiny_plan), tmp_path / "p.duckdb")
    returning = []
    for table, contract in contracts().items():
        names = [name for name, _kind in stored_columns(contract)]
        assert set(contract.told) <= set(names), table
        columns = ", ".join(f'"{name}" {kind}' for name, kind in stored_columns(contract))
        connection.execute(f"CREATE TABLE scan_{table} (_file INTEGER, _row BIGINT, {columns}, _mask BIGINT)")
        preview.note_gone(contract, f"scan_{table}")
        preview.note_changes(contract, {1: 0})
        if contract.expects_again:
            returning.append(table)
    assert returning == ["enterprises", "risk_points", "hazards", "blacklist", "facilities"]
