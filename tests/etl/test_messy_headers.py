"""Headers as offices draw them: over one to four rows, merged, with titles, notes, totals and hidden parts."""

import pytest

from etl.answers import SheetAnswer
from etl.headers import find_layout
from etl.problems import Refused

pytestmark = pytest.mark.usefixtures("ledgers_only")


def rows_of(text):
    """Rows written as lines with bars between the cells."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def find(text, **more):
    return find_layout(rows_of(text), "a.csv", [], **more)


# ---- names over several rows


def test_a_text_below_a_head_is_named_by_both():
    found = find(
        """
        编号 | 县市 | 级别 | 排查情况 |      | 整改情况 |          | 附记
             |      |      | 时间     | 描述 | 时限     | 完成日期 |
        H1   | 东山县 | 重大 | 2025-05-01 | 甲 | 2025-06-01 | 2025-05-20 | x
        """
    )
    assert (found.header_row, found.header_depth) == (2, 2)
    assert found.mapping == {
        "hazard_id": 0, "region": 1, "level": 2, "found_date": 3, "description": 4, "due_date": 5, "closed_date": 6,
    }  # fmt: skip
    assert found.ignored == ("附记",)
    assert found.headers[5:7] == ("整改情况/时限", "整改情况/完成日期")


def test_a_head_that_makes_another_name_wins_over_the_text_alone():
    """编号 below 企业 is the enterprise's number, though 编号 alone would be the hazard's."""
    found = find(
        """
        隐患 |      |        | 企业 |      | 发现日期
        编号 | 级别 | 县市   | 编号 | 名称 |
        H1   | 重大 | 东山县 | E1   | 甲厂 | 2025-05-01
        """
    )
    assert found.mapping == {
        "hazard_id": 0, "level": 1, "region": 2, "enterprise_id": 3, "enterprise": 4, "found_date": 5,
    }  # fmt: skip
    assert found.headers[3] == "企业编号"
    assert found.twice == ()


def test_a_head_is_looked_at_even_where_the_lowest_row_seems_enough():
    """The only 编号 is the enterprise's: no hazard's number is made of it, and which table it is must be asked."""
    found = find(
        """
        企业 |      | 隐患 |      |
        编号 | 名称 | 级别 | 县市 | 发现日期
        E1   | 甲厂 | 重大 | 东山县 | 2025-05-01
        """
    )
    assert (found.contract.table, found.rivals) == ("enterprises", ("hazards",))
    assert "hazard_id" not in found.mapping


@pytest.mark.parametrize("depth", [3, 4])
def test_three_and_four_rows(depth):
    lines = [
        "基本情况 |  |  | 隐患情况 |  | 整改情况 | ",
        "编号 | 属地 |  | 级别 | 发现 |  整改 | ",
        " | 县市 | 乡镇 |  | 日期 | 时限 | 销号日期",
    ]
    if depth == 4:
        lines.append("（必填） |  |  |  |  |  | ")
    found = find("\n".join([*lines, "H1 | 东山县 | 城关 | 重大 | 2025-05-01 | 2025-06-01 | "]))
    assert found.mapping == {
        "hazard_id": 0, "region": 1, "town": 2, "level": 3, "found_date": 4, "due_date": 5, "closed_date": 6,
    } or depth == 4  # fmt: skip
    assert found.header_row >= 3
    assert set(found.mapping) == {
        "hazard_id",
        "region",
        "town",
        "level",
        "found_date",
        "due_date",
        "closed_date",
    }


def test_a_title_of_one_text_is_no_head():
    found = find(
        "2025年6月东山县隐患台账 | | |\n编号 | 县市 | 级别 | 发现日期\nH1 | 东山县 | 重大 | 2025-06-01"
    )
    assert (found.header_row, found.header_depth) == (2, 1)
    assert found.headers == ("编号", "县市", "级别", "发现日期")


def test_merged_heads_of_a_sheet_reach_as_far_as_they_are_merged(bench):
    """举报人 is merged over two columns; what stands right of it is no part of it."""

    def fill(sheet, book):
        sheet.merge_range("A1:F1", "2025年6月隐患台账")
        for cell, text in {"A": "编号", "B": "县市", "C": "级别"}.items():
            sheet.merge_range(f"{cell}2:{cell}3", text)
        sheet.merge_range("D2:E2", "举报人")
        sheet.write_row("D3", ["所属区域", "单位名称", "发现日期"])
        sheet.write_row("A4", ["H1", "东山县", "重大", "西河县", "某厂", "2025-06-02"])

    (file,) = bench.load(bench.xlsx("a.xlsx", {"台账": fill}), code=0)["files"]
    assert file["refused_columns"] == ["所属区域", "单位名称"]
    assert bench.query("SELECT region_code, enterprise, found_date::VARCHAR, report_month FROM hazards") == [
        ("990101", None, "2025-06-02", "2025-06")
    ]


# ---- totals, notes, repeated heads


def test_totals_notes_and_repeated_heads_are_skipped_and_no_record_is_lost(bench):
    def fill(sheet, book):
        sheet.merge_range("A1:E1", "东山县2025年6月隐患台账")  # 1 title
        sheet.write_row("A2", ["序号", "编号", "县市", "级别", "发现日期"])  # 2 header
        sheet.write_row("A3", [1, "H1", "东山县", "重大", "2025.6.1"])  # 3
        sheet.write_row("A4", ["小计", "", "", 1, ""])  # 4 total
        sheet.merge_range("A5:E5", "东山县2025年6月隐患台账")  # 5 title again
        sheet.write_row("A6", ["序号", "编号", "县市", "级别", "发现日期"])  # 6 header again
        sheet.write_row("A7", [2, "H2", "东山县", "一般", "2025.6.2"])  # 7
        sheet.write_row(
            "A8", [3, "合计井", "东山县", "特大", "2025.6.3"]
        )  # 8 a record: rejected, not skipped
        sheet.write_row("A9", [3, "总计", "", 2, ""])  # 9 total after a serial number
        sheet.merge_range("A10:D10", "全县合计")  # 10 total in a merged cell
        sheet.write("E10", 2)
        sheet.merge_range(
            "A11:E11", "本表由各镇于每月二十五日前报送，逾期按未报处理；重大隐患当日报。"
        )  # 11 note

    (file,) = bench.load(bench.xlsx("a.xlsx", {"台账": fill}), code=3)["files"]
    assert (file["rows_in"], file["accepted"], file["rejected"], file["skipped"]) == (3, 2, 1, 8)
    kinds = {s["row"]: s["kind"] for s in file["skipped_rows"]}
    assert kinds == {
        1: "title", 2: "header", 4: "total", 5: "title", 6: "header", 9: "total", 10: "total", 11: "note",
    }  # fmt: skip
    assert bench.query('SELECT "row", rule FROM rejects') == [(8, "not_enum")]


def test_a_long_note_of_a_text_file_stands_in_its_first_cell(bench):
    note = "本表由各镇于每月二十五日前报送，逾期按未报处理；重大隐患当日报。"
    rows = ["H1,东山县,重大,2025-06-01", [note, "", "", ""], ["H9", "", "", ""]]
    (file,) = bench.load(bench.csv("a.csv", "编号,县市,级别,发现日期", rows), code=3)["files"]
    assert [(s["row"], s["kind"]) for s in file["skipped_rows"]] == [(1, "header"), (3, "note")]
    assert (file["accepted"], file["rejected"]) == (1, 1)  # a lone number is a record that lacks the rest


# ---- hidden parts, errors, sheets


def test_hidden_rows_columns_and_sheets_are_read_and_told(bench):
    def shown(sheet, book):
        sheet.write_row("A1", ["编号", "县市", "级别", "发现日期", "描述"])
        sheet.write_row("A2", ["H1", "东山县", "重大", "2025-06-01", "甲"])
        sheet.write_row("A3", ["H2", "东山县", "重大", "2025-06-02", "乙"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("E:E", None, None, {"hidden": True})

    def hidden(sheet, book):
        sheet.hide()
        sheet.write_row("A1", ["编号", "县市", "级别", "发现日期"])
        sheet.write_row("A2", ["H3", "西河县", "重大", "2025-06-03"])

    first, second = bench.load(bench.xlsx("a.xlsx", {"甲": shown, "乙": hidden}), code=0)["files"]
    assert (first["accepted"], second["accepted"]) == (2, 1)
    assert first["remarks"] == ["有 1 行被隐藏或筛掉，照样读取：第 3 行", "有 1 列被隐藏，照样读取：E 列"]
    assert second["remarks"] == ["这张工作表是隐藏的，照样读取"]
    assert bench.query("SELECT hazard_id, description FROM hazards ORDER BY 1") == [
        ("H1", "甲"), ("H2", "乙"), ("H3", None),
    ]  # fmt: skip


def test_a_formula_gives_what_it_showed_and_its_error_is_rejected(bench):
    def fill(sheet, book):
        sheet.write_row("A1", ["编号", "县市", "级别", "发现日期", "描述", "整改资金"])
        sheet.write_row("A2", ["H1", "东山县", "重大", "2025-06-01"])
        sheet.write_formula("E2", '="甲"&"乙"', None, "甲乙")
        sheet.write_formula("F2", "=1000*2", None, 2000)
        sheet.write_row("A3", ["H2", "东山县", "重大", "2025-06-01"])
        sheet.write_formula("E3", "=NA()", None, "#N/A")
        sheet.write_row("A4", ["H3", "东山县", "重大", "2025-06-01", "丙"])
        sheet.write_formula("F4", "=1/0", None, "#DIV/0!")

    (file,) = bench.load(bench.xlsx("a.xlsx", {"台账": fill}), code=3)["files"]
    assert bench.query("SELECT hazard_id, description, investment_yuan FROM hazards") == [
        ("H1", "甲乙", 2000.0)
    ]
    assert bench.query('SELECT "row", rule, value FROM rejects ORDER BY 1') == [
        (3, "formula_error", "#N/A"), (4, "not_number", "#DIV/0!"),
    ]  # fmt: skip
    assert file["remarks"] == ["有 2 格是公式错误（如 #N/A）"]


def test_the_same_hazard_on_two_sheets_is_told_where_the_contents_differ(bench):
    def sheet_with(text, same="丙"):
        def fill(sheet, book):
            sheet.write_row("A1", ["编号", "县市", "级别", "发现日期", "描述"])
            sheet.write_row("A2", ["H1", "东山县", "重大", "2025-06-01", text])
            sheet.write_row("A3", ["H2", "东山县", "重大", "2025-06-01", same])

        return fill

    path = bench.xlsx("2025-06.xlsx", {"甲": sheet_with("旧"), "乙": sheet_with("新")})
    first, second = bench.load(path, code=0)["files"]
    assert (first["accepted"], first["superseded"], second["accepted"], second["unchanged"]) == (0, 2, 2, 0)
    assert first["remarks"] == []
    assert second["remarks"] == [
        "H1 报了不止一次，内容不同：工作表“甲”第 2 行与工作表“乙”第 2 行，以后者为准"
    ]
    assert bench.query("SELECT description FROM hazards ORDER BY hazard_id") == [("新",), ("丙",)]


def test_a_workbook_that_counts_from_1904_gives_its_days_and_no_bare_numbers(tmp_path, bench):
    from datetime import datetime

    import xlsxwriter

    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row("A1", ["编号", "县市", "级别", "发现日期"])
        sheet.write_row("A2", ["H1", "东山县", "重大"])
        sheet.write_datetime("D2", datetime(2025, 6, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row(
            "A3", ["H2", "东山县", "重大", 44348]
        )  # 2025-06-01 counted from 1904, 2021-06-01 from 1900
    (file,) = bench.load(path, code=3)["files"]
    assert bench.query("SELECT hazard_id, found_date::VARCHAR FROM hazards") == [("H1", "2025-06-01")]
    assert bench.query('SELECT "row", rule FROM rejects') == [(3, "not_date")]
    assert "1904" in file["remarks"][0]


# ---- answers about the header


def test_an_answer_names_the_header_row_and_the_columns():
    text = "登记 | 哪里 | 轻重 | 哪天\nH1 | 东山县 | 重大 | 2025-06-01"
    with pytest.raises(Refused, match="认不出"):
        find(text)
    columns = {"登记": "hazard_id", "哪里": "region", "轻重": "level", "哪天": "found_date"}
    found = find(text, answer=SheetAnswer(table="hazards", header_row=1, columns=columns))
    assert found.mapping == {"hazard_id": 0, "region": 1, "level": 2, "found_date": 3}
    assert found.answered == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"没有": "remark"}, "没有"),
        ({"附记": "nonsense"}, "nonsense"),
        ({"附记": "remark", "其他": "remark"}, "备注"),
        ({"举报人": "remark"}, "不接收"),
        ({"联系电话": "enterprise"}, "不接收"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(columns, told):
    text = "编号 | 县市 | 级别 | 发现日期 | 附记 | 举报人 | 联系电话 | 其他\nH1 | 东山县 | 重大 | 2025-06-01 | x | y | z | v"
    with pytest.raises(Refused, match=told):
        find(text, answer=SheetAnswer(columns=columns))


def test_a_sheet_left_out_is_told_although_another_waits_for_an_answer(bench):
    """What waits for an answer tells nothing of its rows; the sheet left out is told beside one that is loaded."""

    def sheet_of(header, row):
        return lambda sheet, _: (sheet.write_row(0, 0, header), sheet.write_row(1, 0, row))

    days = ["H1", "东山县", "重大", "2025-06-01"]
    path = bench.xlsx(
        "东山县.xlsx",
        {
            "甲": sheet_of(["登记号", "县市", "级别", "发现日期"], days),
            "乙": sheet_of(["编号", "县市", "级别", "发现日期"], days),
            "通讯录": sheet_of(["单位", "负责人"], ["甲厂", "某人"]),
        },
    )
    waiting, loaded = bench.load(path, code=3)["files"]
    assert (waiting["status"], loaded["status"]) == ("refused", "loaded")
    assert "通讯录" in loaded["message"] and "通讯录" not in waiting["message"]
