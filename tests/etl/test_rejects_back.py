"""Rejects: a file that a person mends and sends again, and that no spreadsheet takes for formulas."""

import csv
import io
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,隐患描述,报送月份"
LEADING = ["_file", "_row", "_column", "_value", "_rule", "_message"]


def read(file):
    raw = Path(file["rejects_file"]).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def test_rejects_tell_file_row_column_value_rule_and_message_and_keep_the_original(bench):
    rows = [
        "H1,东山县,重大,2025-01-05,x,2025-03",
        "H2,南海县,特大,2025-02-30,y,2025-03",
        ",东山县,重大,2025-01-05,z,",
    ]
    (file,) = bench.load(bench.csv("上报.csv", HEADER, rows, "gb18030"), code=3)["files"]
    found = read(file)
    assert found[0] == LEADING + HEADER.split(",")
    assert found[1][:5] == [
        "上报.csv",
        "3",
        "区域;隐患级别;发现日期",
        "南海县;特大;2025-02-30",
        "not_region;not_enum;not_date",
    ]
    assert found[1][6:] == ["H2", "南海县", "特大", "2025-02-30", "y", "2025-03"]
    assert all(
        word in found[1][5] for word in ("东山县", "重大", "2024-03-01", "南海县", "特大", "2025-02-30")
    )
    assert found[2][:5] == ["上报.csv", "4", "隐患编号", "", "required"]
    assert len(found) == 3


def test_every_line_break_and_quote_of_a_cell_survives(bench):
    text = f'{HEADER}\r\nH1,南海县,重大,2025-01-05,"一行\n说""裸露""，两行",2025-03\r\n'
    (file,) = bench.load(bench.text("a.csv", text), code=3)["files"]
    assert read(file)[1][10] == '一行\n说"裸露"，两行'


def test_mended_days_without_a_year_keep_the_year_that_was_told(bench):
    header = HEADER.removesuffix(",报送月份")
    path = bench.csv("东山县2025年台账.csv", header, ["H1,东山县,特大,7月17日,x"])
    (file,) = bench.load(path, code=3)["files"]
    assert Path(file["rejects_file"]).name == "东山县2025年台账.rejects.csv"
    titled = [["2025年隐患台账"] + [""] * 4, header.split(","), ["H2", "东山县", "特大", "7月18日", "y"]]
    (file,) = bench.load(bench.csv("东山县.csv", titled[0], titled[1:]), code=3)["files"]
    back = Path(file["rejects_file"])
    assert back.name == "东山县_2025年.rejects.csv"
    back.write_bytes(back.read_bytes().replace("东山县,特大".encode(), "东山县,重大".encode()))
    bench.load(back, code=0)
    assert bench.query("SELECT hazard_id, found_date::VARCHAR FROM hazards") == [("H2", "2025-07-18")]


def test_mended_it_loads_as_it_is(bench):
    rows = ["H1,南海县,重大,2025-01-05,x,2025-03", "H2,东山县,特大,2025-01-05,y,2025-03"]
    (file,) = bench.load(bench.csv("上报.csv", HEADER, rows), code=3)["files"]
    path = Path(file["rejects_file"])
    path.write_bytes(path.read_bytes().replace("南海县,重大".encode(), "东山县,重大".encode()))
    (again,) = bench.load(path, code=3)["files"]
    assert (again["table"], again["rows_in"], again["accepted"], again["rejected"]) == ("hazards", 2, 1, 1)
    assert again["ignored_columns"] == [], "the leading columns are ours"
    assert bench.query("SELECT hazard_id, description, report_month FROM hazards") == [("H1", "x", "2025-03")]
    last = read(again)
    assert (last[0], last[1][1]) == (LEADING + HEADER.split(","), "3")


def test_the_month_that_a_title_told_comes_back_with_the_rejects(bench):
    text = "隐患台账2025年5月\r\n编号,区域,级别,发现时间\r\nH1,南海县,重大,2025-01-05\r\n"
    (file,) = bench.load(bench.text("台账.csv", text), code=3)["files"]
    path = Path(file["rejects_file"])
    path.write_bytes(path.read_bytes().replace("南海县".encode(), "东山县".encode()))
    bench.load(path, code=0)
    assert bench.query("SELECT hazard_id, report_month FROM hazards") == [("H1", "2025-05")]


def test_inputs_of_one_name_in_two_folders_have_rejects_of_their_own(bench):
    """Each county calls its file 隐患台账.csv; none of their rejects may be lost."""
    files = [
        bench.csv(f"{county}/隐患台账.csv", HEADER, [f"{key},南海县,重大,2025-01-05,x,2025-03"])
        for county, key in (("东山", "H1"), ("西河", "H2"))
    ]
    found = bench.load(*files, code=3)["files"]
    assert len({f["rejects_file"] for f in found}) == 2, "one file for each input"
    assert [read(f)[1][6] for f in found] == ["H1", "H2"]


def test_inputs_that_differ_in_their_ending_only_have_rejects_of_their_own(bench):
    row = "{},南海县,重大,2025-01-05,x,2025-03"
    files = [bench.csv("a.csv", HEADER, [row.format("H1")]), bench.csv("a.txt", HEADER, [row.format("H2")])]
    found = bench.load(*files, code=3)["files"]
    assert [read(f)[1][6] for f in found] == ["H1", "H2"]


DANGEROUS = [
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    '=HYPERLINK("http://x")',
]


def test_formulas_are_stored_as_they_came(bench):
    rows = [[f"H{n}", "东山县", "重大", "2025-01-05", text, "2025-03"] for n, text in enumerate(DANGEROUS)]
    bench.load(bench.csv("a.csv", HEADER, rows), code=0)
    assert [r[0] for r in bench.query("SELECT description FROM hazards ORDER BY hazard_id")] == DANGEROUS


def test_formulas_are_neutral_in_the_rejects_and_come_back_as_they_were(bench):
    header = "隐患编号,区域,行业领域,隐患级别,发现日期,隐患描述,企业名称"
    rows = [
        [f"={n}", "南海县", "+矿业", "重大", "2025-01-05", text, "-甲公司"]
        for n, text in enumerate(DANGEROUS)
    ]
    (file,) = bench.load(bench.csv("a.csv", header, rows), code=3)["files"]
    for line in read(file)[1:]:
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    path = Path(file["rejects_file"])
    path.write_bytes(path.read_bytes().replace("南海县".encode(), "东山县".encode()))
    assert bench.load(path)["accepted"] == len(DANGEROUS)
    stored = bench.query("SELECT hazard_id, description, enterprise FROM hazards ORDER BY hazard_id")
    assert stored == [(f"={n}", text, "-甲公司") for n, text in enumerate(DANGEROUS)]
    # What the office wrote for a sector stays what it wrote, too.
    assert bench.query("SELECT DISTINCT sector_text FROM hazards") == [("+矿业",)]


def test_formulas_in_the_headers_and_in_the_files_name_are_neutral_too(bench):
    path = bench.csv("=1+2.csv", HEADER + ",=cmd|x", ["H1,南海县,重大,2025-01-05,x,2025-03,@y"])
    (file,) = bench.load(path, code=3)["files"]
    for line in read(file):
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@")), cell


def test_negative_numbers_stay_numbers_in_the_rejects(bench):
    path = bench.csv(
        "a.csv", "事故编号,区域,发生日期,死亡人数,直接经济损失（元）", ["K1,东山县,2025-03-01,-1,-2.5"]
    )
    (file,) = bench.load(path, code=3)["files"]
    assert read(file)[1][-2:] == ["-1", "-2.5"]


def test_html_and_sql_in_names_are_only_text(bench):
    texts = [
        "<script>alert(1)</script>",
        "'; DROP TABLE hazards; --",
        'a"b',
        "Robert'); DELETE FROM loads",
        "%s {} \\n $1",
    ]
    rows = [[f"H'{n}", "东山县", "重大", "2025-01-05", text, "2025-03"] for n, text in enumerate(texts)]
    bench.load(bench.csv("O'Brien'; DROP.csv", HEADER, rows), code=0)
    assert bench.query("SELECT hazard_id, description FROM hazards ORDER BY 1") == [
        (f"H'{n}", text) for n, text in enumerate(texts)
    ]
    bench.load(
        bench.csv(
            "b.csv", HEADER, [["H'9", "'; DROP TABLE rejects; --", "重大", "2025-01-05", "x", "2025-03"]]
        ),
        code=3,
    )
    assert bench.query("SELECT value FROM rejects") == [("'; DROP TABLE rejects; --",)]


def test_rows_of_the_wrong_width_come_back_with_all_their_cells(bench):
    text = f"{HEADER}\r\nH1,东山县,重大,2025-01-05,甲,乙,丙,2025-03\r\nH2,东山县\r\n"
    (file,) = bench.load(bench.text("a.csv", text), code=3)["files"]
    found = read(file)
    assert [line[4] for line in found[1:]] == ["columns", "columns"]
    assert found[1][6:] == ["H1", "东山县", "重大", "2025-01-05", "甲", "乙", "丙", "2025-03"]
    assert found[2][6:] == ["H2", "东山县"]


def test_rejects_of_a_sheet_can_be_mended_and_sent_again(bench):
    def fill(sheet, book):
        sheet.merge_range("A1:D1", "2025年6月台账")
        sheet.write_row("A2", ["编号", "县市", "级别", "发现时间"])
        sheet.write_row("A3", ["H1", "南海县", "重大", 45800])

    (file,) = bench.load(bench.xlsx("台账.xlsx", {"Sheet1": fill}), code=3)["files"]
    found = read(file)
    assert found[0] == [*LEADING, "编号", "县市", "级别", "发现时间"]
    assert found[1][1] == "3"
    path = Path(file["rejects_file"])
    path.write_bytes(path.read_bytes().replace("南海县".encode(), "东山县".encode()))
    bench.load(path, code=0)
    assert bench.query("SELECT hazard_id, report_month FROM hazards") == [("H1", "2025-06")]
