"""Where every row goes: accepted, unchanged, superseded or rejected, and what is skipped.

``bench.load`` proves for every load that rows_in = accepted + unchanged + superseded + rejected, for each file
and in sum.
"""

import json

import pytest

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,隐患描述,报送月份"


def row(key, text="甲", month="2025-03", region="东山县"):
    return f"{key},{region},重大,2025-01-05,{text},{month}"


def counts(one):
    return tuple(
        one[n] for n in ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
    )


def ledger(bench):
    return bench.query("SELECT region_code, hazard_id, description, report_month FROM hazards ORDER BY 1, 2")


def test_a_first_load_accepts_good_rows_and_rejects_broken_ones(bench):
    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", region="南海县"), row("H3")])
    result = bench.load(path, code=3)
    assert counts(result) == (3, 2, 0, 0, 0, 1, 1)
    (file,) = result["files"]
    assert {"file", "sha256", "table", "encoding", "status", "rejects_file", "message"} <= set(file)
    assert (file["file"], file["table"], file["encoding"]) == (str(path), "hazards", "utf-8")
    assert result["build_id"] == json.loads(bench.db.read_text("utf-8"))["build_id"]


def test_a_load_without_refusals_ends_with_0_and_prints_one_object_only(bench):
    path = bench.csv("a.csv", HEADER, [row("H1")])
    outcome = bench.etl_process("load", "--plan", bench.plan, "--db", bench.db, "--json", path)
    assert outcome.code == 0
    assert counts(outcome.json) == (1, 1, 0, 0, 0, 0, 1)


def test_the_same_file_again_is_unchanged_and_rejected_as_before_and_makes_no_new_build(bench):
    path = bench.csv(
        "a.csv", HEADER, [row("H1"), row("H2", month="2025-13"), row("H1", "乙", "2025-02"), row("H3")]
    )
    first = bench.load(path, code=3)
    assert counts(first) == (4, 2, 0, 0, 1, 1, 1)
    before = bench.state()
    again = bench.load(path, code=3)
    assert counts(again) == (4, 0, 0, 3, 0, 1, 1)
    assert bench.state() == before
    assert again["build_id"] == first["build_id"]


def test_the_same_file_again_still_says_where_its_rejects_are(bench):
    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", month="2025-13")])
    bench.load(path, code=3)
    (file,) = bench.load(path, code=3)["files"]
    assert file["rejected"] == 1
    assert file["rejects_file"], "one row is rejected, and nothing says where to mend it"


def test_the_same_file_twice_in_one_command_counts_once(bench):
    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2"), row("", "缺编号")])
    result = bench.load(path, path, code=3)
    assert [counts(f) for f in result["files"]] == [(3, 2, 0, 0, 0, 1, 1), (3, 0, 0, 2, 0, 1, 1)]
    assert len(ledger(bench)) == 2


def test_a_copy_under_another_name_is_the_same_file(bench):
    first = bench.csv("a.csv", HEADER, [row("H1"), row("H2")])
    bench.load(first, code=0)
    copy = bench.bytes("b/copy.csv", first.read_bytes())
    assert counts(bench.load(copy, code=0)) == (2, 0, 0, 2, 0, 0, 1)


def test_an_old_file_again_does_not_undo_a_newer_one(bench):
    old = bench.csv("old.csv", HEADER, [row("H1", "甲", "2025-03")])
    new = bench.csv("new.csv", HEADER, [row("H1", "乙", "2025-04")])
    bench.load(old, code=0)
    assert counts(bench.load(new, code=0)) == (1, 1, 1, 0, 0, 0, 1)
    assert counts(bench.load(old, code=0)) == (1, 0, 0, 1, 0, 0, 1)
    assert ledger(bench) == [("990101", "H1", "乙", "2025-04")]


@pytest.mark.parametrize("later_first", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_the_later_report_month_wins_whatever_the_order_of_files(bench, later_first, together):
    march = bench.csv("m3.csv", HEADER, [row("H1", "三月", "2025-03")])
    april = bench.csv("m4.csv", HEADER, [row("H1", "四月", "2025-04")])
    files = [april, march] if later_first else [march, april]
    results = [bench.load(*files)] if together else [bench.load(file) for file in files]
    assert ledger(bench) == [("990101", "H1", "四月", "2025-04")]
    found = {f["file"]: counts(f) for result in results for f in result["files"]}
    if together:  # one load: the march row loses whichever comes first
        assert found == {str(march): (1, 0, 0, 0, 1, 0, 1), str(april): (1, 1, 0, 0, 0, 0, 1)}
    elif later_first:
        assert found == {str(april): (1, 1, 0, 0, 0, 0, 1), str(march): (1, 0, 0, 0, 1, 0, 1)}
    else:
        assert found == {str(march): (1, 1, 0, 0, 0, 0, 1), str(april): (1, 1, 1, 0, 0, 0, 1)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_of_three_months_in_any_order_the_last_wins(bench, order):
    files = [bench.csv(f"{m}.csv", HEADER, [row("H1", f"第{m}月", f"2025-0{m}")]) for m in (3, 4, 5)]
    result = bench.load(*(files[i] for i in order), code=0)
    assert ledger(bench) == [("990101", "H1", "第5月", "2025-05")]
    assert counts(result) == (3, 1, 0, 0, 2, 0, 3)


def test_of_one_month_the_later_file_in_order_wins(bench):
    a = bench.csv("z.csv", HEADER, [row("H1", "先")])
    b = bench.csv("a.csv", HEADER, [row("H1", "后")])
    result = bench.load(a, b, code=0)
    assert ledger(bench)[0][2] == "后"
    assert [counts(f) for f in result["files"]] == [(1, 0, 0, 0, 1, 0, 1), (1, 1, 0, 0, 0, 0, 1)]


def test_of_one_file_the_later_row_wins(bench):
    result = bench.load(bench.csv("a.csv", HEADER, [row("H1", "先"), row("H2"), row("H1", "后")]), code=0)
    assert ledger(bench) == [("990101", "H1", "后", "2025-03"), ("990101", "H2", "甲", "2025-03")]
    assert counts(result) == (3, 2, 0, 0, 1, 0, 1)


def test_a_month_from_the_files_name_counts_like_a_column(bench):
    header = HEADER.removesuffix(",报送月份")
    april = bench.csv("隐患台账_2025年4月.csv", header, ["H1,东山县,重大,2025-01-05,四月"])
    march = bench.csv("隐患台账_2025-03.csv", header, ["H1,东山县,重大,2025-01-05,三月"])
    bench.load(april, march, code=0)
    assert ledger(bench) == [("990101", "H1", "四月", "2025-04")]


def test_a_title_above_the_header_tells_the_month(bench):
    text = (
        "东山县隐患台账（2025年5月）,,,\r\n隐患编号,区域,隐患级别,发现日期\r\nH1,东山县,重大,2025-01-05\r\n"
    )
    result = bench.load(bench.text("台账.csv", text), code=0)
    assert counts(result) == (1, 1, 0, 0, 0, 0, 2)
    assert ledger(bench)[0][3] == "2025-05"


def test_the_key_is_region_and_number_together(bench):
    rows = [row("H1", "东"), row("H1", "西", region="西河县")]
    assert counts(bench.load(bench.csv("a.csv", HEADER, rows), code=0)) == (2, 2, 0, 0, 0, 0, 1)
    assert [r[:3] for r in ledger(bench)] == [("990101", "H1", "东"), ("990102", "H1", "西")]


def test_a_region_by_code_name_or_alias_is_one_region(bench):
    spellings = [
        "东山县",
        "990101",
        "９９０１０１",
        "东山",
        "东山县人民政府",
        "Dongshan",
        " 东山县 ",
        "dongshan",
    ]
    rows = [row("H1", f"第{n}次", region=name) for n, name in enumerate(spellings)]
    assert counts(bench.load(bench.csv("a.csv", HEADER, rows), code=0)) == (8, 1, 0, 0, 7, 0, 1)
    assert ledger(bench) == [("990101", "H1", "第7次", "2025-03")]


def test_changed_counts_rows_that_replace_a_stored_one(bench):
    bench.load(bench.csv("a.csv", HEADER, [row("H1"), row("H2"), row("H3")]), code=0)
    result = bench.load(bench.csv("b.csv", HEADER, [row("H1"), row("H2", "乙"), row("H4")]), code=0)
    assert counts(result) == (3, 2, 1, 1, 0, 0, 1)


def test_what_lost_and_what_was_replaced_stays_in_history(bench):
    bench.load(bench.csv("a.csv", HEADER, [row("H1", "一", "2025-03")]), code=0)
    bench.load(
        bench.csv(
            "b.csv",
            HEADER,
            [row("H1", "二", "2025-04"), row("H2", "x", "2025-04"), row("H2", "y", "2025-04")],
        ),
        code=0,
    )
    bench.load(bench.csv("c.csv", HEADER, [row("H1", "零", "2025-02")]), code=0)
    kept = bench.query("SELECT hazard_id, description, _fate, _row FROM hazards_history ORDER BY ALL")
    assert kept == [("H1", "一", "replaced", 2), ("H1", "零", "superseded", 2), ("H2", "x", "superseded", 3)]
    files = dict(bench.query("SELECT file_id, file FROM load_files"))
    by = bench.query("SELECT description, _file, _by_file FROM hazards_history ORDER BY 1")
    assert {(text, files[own], files[winner]) for text, own, winner in by} == {
        ("一", "a.csv", "b.csv"), ("x", "b.csv", "b.csv"), ("零", "c.csv", "b.csv"),
    }  # fmt: skip


def test_a_correction_without_a_month_wins_by_coming_later(bench):
    bench.load(bench.csv("a.csv", HEADER, [row("H1", "甲", "2025-03")]), code=0)
    fix = bench.csv(
        "更正.csv", "隐患编号,区域,隐患级别,发现日期,隐患描述", ["H1,东山县,重大,2025-01-05,更正"]
    )
    assert counts(bench.load(fix, code=0)) == (1, 1, 1, 0, 0, 0, 1)
    assert ledger(bench)[0][2] == "更正"


def test_a_row_that_says_the_same_in_a_later_month_is_unchanged_and_holds_from_then(bench):
    bench.load(bench.csv("a.csv", HEADER, [row("H1", "甲", "2025-03")]), code=0)
    assert counts(bench.load(bench.csv("b.csv", HEADER, [row("H1", "甲", "2025-05")]), code=0))[3] == 1
    # A file of April comes late: May has said otherwise already.
    late = bench.load(bench.csv("c.csv", HEADER, [row("H1", "乙", "2025-04")]), code=0)
    assert counts(late) == (1, 0, 0, 0, 1, 0, 1)
    assert ledger(bench) == [("990101", "H1", "甲", "2025-05")]


def test_rows_back_and_forth_in_one_file_end_where_the_last_says(bench):
    bench.load(bench.csv("a.csv", HEADER, [row("H1", "甲")]), code=0)
    result = bench.load(bench.csv("b.csv", HEADER, [row("H1", "乙"), row("H1", "甲")]), code=0)
    # The last row says what the ledger holds: unchanged. The one before lost to it.
    assert counts(result) == (2, 0, 0, 1, 1, 0, 1)
    assert ledger(bench)[0][2] == "甲"


def test_skipped_rows_are_listed_and_outside_the_account(bench):
    text = (
        "东山县重大隐患台账,,,\r\n"  # 1 title
        "\r\n"  # 2 blank
        "隐患编号,区域,隐患级别,发现日期\r\n"  # 3 header
        "H1,东山县,重大,2025-01-05\r\n"  # 4
        ",,,\r\n"  # 5 blank
        "隐患编号,区域,隐患级别,发现日期\r\n"  # 6 the header again, as after a page break
        "H2,东山县,重大,2025-01-05\r\n"  # 7
        "合计,,2,\r\n"  # 8 total
        "填表人：,,,\r\n"  # 9 note
        "\r\n\r\n"  # what stands after the last record is no record
    )
    (file,) = bench.load(bench.text("a.csv", text), code=0)["files"]
    assert counts(file) == (2, 2, 0, 0, 0, 0, 7)
    assert [(s["row"], s["kind"]) for s in file["skipped_rows"]] == [
        (1, "title"), (2, "blank"), (3, "header"), (5, "blank"), (6, "header"), (8, "total"), (9, "note"),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["合计", "总计", "合 计", "小计", "全县合计", "合计："])
def test_a_total_row_is_no_record_in_any_table(bench, word):
    path = bench.csv(
        "调度.csv",
        "区域,月份,指标,完成数,总数",
        ["东山县,2025-03,drill_rate,1,2", f"{word},2025-03,drill_rate,1,2"],
    )
    assert counts(bench.load(path, code=0)) == (1, 1, 0, 0, 0, 0, 2)


def test_a_record_that_only_mentions_a_total_is_a_record(bench):
    path = bench.csv("a.csv", HEADER, [row("合计-01", "合计三处"), row("H2", "合计", region="南海县")])
    assert counts(bench.load(path, code=3)) == (2, 1, 0, 0, 0, 1, 1)


def test_row_is_what_excel_shows_and_line_is_the_physical_line(bench):
    text = (
        "隐患编号,区域,隐患级别,发现日期,隐患描述\r\n"  # row 1, line 1
        'H1,东山县,重大,2025-01-05,"一行\r\n两行\r\n三行"\r\n'  # row 2, lines 2 to 4
        "H2,东山县,重大,2025-02-30,x\r\n"  # row 3, line 5
        "\r\n"  # row 4, line 6
        'H3,东山县,特大,2025-01-05,"甲\n乙"\r\n'  # row 5, lines 7 and 8
        "H4,东山县,重大,,x\r\n"  # row 6, line 9
        "H5,东山县,重大\r\n"  # row 7, line 10: too few cells
    )
    (file,) = bench.load(bench.text("a.csv", text), code=3)["files"]
    assert counts(file) == (5, 1, 0, 0, 0, 4, 2)
    assert bench.query('SELECT "row", line, rule FROM rejects ORDER BY 1') == [
        (3, 5, "not_date"), (5, 7, "not_enum"), (6, 9, "required"), (7, 10, "columns"),
    ]  # fmt: skip
    assert bench.query("SELECT description FROM hazards") in (
        [("一行\r\n两行\r\n三行",)],
        [("一行\n两行\n三行",)],
    )


def test_unknown_columns_are_reported_and_ignored(bench):
    path = bench.csv(
        "a.csv", "序号,隐患编号,区域,隐患级别,发现日期,领导批示", ["1,H1,东山县,重大,2025-01-05,已阅"]
    )
    (file,) = bench.load(path, code=0)["files"]
    assert file["accepted"] == 1
    assert file["ignored_columns"] == ["序号", "领导批示"]
    assert "序号" in file["message"]
    assert "领导批示" in file["message"]


def test_a_table_is_recognised_by_its_headers_whatever_the_name(bench):
    files = [
        bench.csv("1.csv", "企业编号,区域,企业名称", ["E1,东山县,甲矿"]),
        bench.csv("2.csv", "检查编号,区域,检查日期,企业编号", ["I1,东山县,2025-03-01,E1"]),
        bench.csv("3.csv", "风险点编号,区域,风险点名称,风险等级,评估日期", ["P1,东山县,库,红,2025-03-01"]),
        bench.csv("4.csv", "事故编号,区域,发生日期,死亡人数", ["K1,东山县,2025-03-01,0"]),
        bench.csv("5.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数", ["C1,东山县,2025-03-01,10,9"]),
        bench.csv("6.csv", "区域,月份,指标,完成数,总数", ["东山县,2025-03,drill_rate,1,2"]),
        bench.csv("7.csv", "hazard_id,region,level,found_date", ["H1,990101,major,2025-03-01"]),
    ]
    result = bench.load(*files, code=0)
    assert [f["table"] for f in result["files"]] == [
        "enterprises", "inspections", "risk_points", "accidents", "awareness_checks", "dispatch_reports", "hazards",
    ]  # fmt: skip


def test_a_folder_stands_for_its_data_files(bench):
    bench.csv("in/b/2.csv", HEADER, [row("H2")])
    bench.csv("in/a/1.csv", HEADER, [row("H1")])
    bench.text("in/readme.md", "no data")
    bench.bytes("in/~$1.xlsx", b"lock file of Excel")
    result = bench.load(bench.folder / "in", code=0)
    assert [f["file"][-5:] for f in result["files"]] == ["1.csv", "2.csv"]
    assert counts(result) == (2, 2, 0, 0, 0, 0, 2)


def test_one_bad_file_among_good_ones_is_refused_alone(bench):
    good = [bench.csv(f"{n}.csv", HEADER, [row(f"H{n}")]) for n in (1, 2)]
    bad = bench.text("bad.csv", "随便写的,内容\r\n1,2\r\n")
    result = bench.load(good[0], bad, good[1], code=3)
    assert [f["status"] for f in result["files"]] == ["loaded", "refused", "loaded"]
    assert counts(result["files"][1]) == (0, 0, 0, 0, 0, 0, 0)
    assert result["files"][1]["message"]
    assert [r[1] for r in ledger(bench)] == ["H1", "H2"]


def test_check_counts_as_load_does_and_stores_nothing(bench):
    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", month="x")])
    checked = bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", path)
    assert checked.code == 3
    assert counts(checked.json) == (2, 1, 0, 0, 0, 1, 1)
    assert bench.state() == {}
    assert not bench.db.with_name("wuse.duckdb.rejects").exists()
    bench.load(path, code=3)
    before = bench.state()
    more = bench.csv("b.csv", HEADER, [row("H1", "乙"), row("H3")])
    checked = bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", more)
    assert (checked.code, counts(checked.json)) == (0, (2, 2, 1, 0, 0, 0, 1))
    assert bench.state() == before


def test_the_database_keeps_the_account_of_every_load(bench):
    bench.load(bench.csv("a.csv", HEADER, [row("H1"), row("H2", month="x")]), code=3)
    bench.load(bench.csv("b.csv", HEADER, [row("H1", "乙")]), code=0)
    columns = "rows_in, accepted, changed, unchanged, superseded, rejected, skipped"
    assert bench.query(f"SELECT {columns} FROM loads ORDER BY load_id") == [
        (2, 1, 0, 0, 0, 1, 1),
        (1, 1, 1, 0, 0, 0, 1),
    ]
    status = bench.etl("status", "--plan", bench.plan, "--db", bench.db, "--json")
    assert status.code == 0
    assert [entry["rows_in"] for entry in status.json["loads"]] == [2, 1]
    assert status.json["rows"]["hazards"] == 1


def test_a_rule_that_changed_lets_rows_in_that_were_rejected_before(bench, tmp_path):
    """The same bytes after the plan learnt a region: that row comes in, the others stay unchanged."""
    import shutil

    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", region="南海县")])
    bench.load(path, code=3)
    bench.plan = shutil.copytree(bench.plan, tmp_path / "wider")
    regions = bench.plan / "regions.csv"
    regions.write_text(
        regions.read_text("utf-8") + "990109,南海县,Nanhai,南海,,2025-01-01,false,3,0\n", "utf-8"
    )
    assert counts(bench.load(path, code=0)) == (2, 1, 0, 1, 0, 0, 1)
    assert [r[1] for r in ledger(bench)] == ["H1", "H2"]
