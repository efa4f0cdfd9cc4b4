"""XLSX as offices send them: title rows, merged headers, several sheets, hidden totals, dates as numbers."""

from datetime import date, datetime

import pytest

pytestmark = pytest.mark.usefixtures("ledgers_only")


def fill_plain(sheet, book, start=0):
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, title in enumerate(
        ["隐患编号", "区域", "隐患级别", "发现日期", "五定落实", "整改资金（元）"]
    ):
        sheet.write(start, column, title)
    for number, (key, region) in enumerate([("H1", 990101), ("H2", "西河县")], start=start + 1):
        sheet.write(number, 0, key)
        sheet.write(number, 1, region)
        sheet.write(number, 2, "重大")
        sheet.write_datetime(number, 3, datetime(2025, 1, 4 + number - start), day)
        sheet.write_boolean(number, 4, number == start + 1)
        sheet.write_number(number, 5, 1500.5)


def test_dates_numbers_and_ticks_of_a_sheet_are_read_as_shown(bench):
    (file,) = bench.load(bench.xlsx("a.xlsx", {"台账": fill_plain}), code=0)["files"]
    assert (file["encoding"], file["sheet"], file["accepted"]) == ("xlsx", "台账", 2)
    assert bench.query("SELECT region_code, found_date, five_settled, investment_yuan FROM hazards ORDER BY 1") == [
        ("990101", date(2025, 1, 5), True, 1500.5), ("990102", date(2025, 1, 6), False, 1500.5),
    ]  # fmt: skip


def test_title_merged_headers_blank_rows_hidden_total_and_note(bench):
    def fill(sheet, book):
        sheet.merge_range("A1:F1", "东山县重大隐患台账（2025年6月）")  # row 1
        sheet.write("A2", "填报单位：东山县安委办")  # row 2
        sheet.merge_range("A3:A4", "编号")  # rows 3 and 4: a header of two rows
        sheet.merge_range("B3:B4", "县市")
        sheet.merge_range("C3:D3", "隐患情况")
        sheet.write("C4", "级别")
        sheet.write("D4", "描述")
        sheet.merge_range("E3:F3", "时间")
        sheet.write("E4", "发现时间")
        sheet.write("F4", "销号时间")
        sheet.write_row("A5", ["H1", "东山县", "重大", "裸露", "2025.5.1", ""])
        # row 6 is blank
        sheet.write_row("A7", ["H2", "东山县", "重大", "堵塞", 45800, "2025年6月3日"])
        sheet.write_row("A8", ["H3", "东山县", "重大", "堵塞", "2025-06-31", ""])
        sheet.merge_range("A9:D9", "合计")
        sheet.write("E9", 3)
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.merge_range("A10:F10", "注：本表每月5日前报送")

    (file,) = bench.load(bench.xlsx("a.xlsx", {"Sheet1": fill}), code=3)["files"]
    assert (file["rows_in"], file["accepted"], file["rejected"]) == (3, 2, 1)
    kinds = {s["row"]: s["kind"] for s in file["skipped_rows"]}
    assert kinds.pop(3) in ("title", "header")
    assert kinds == {1: "title", 2: "title", 4: "header", 6: "blank", 9: "total", 10: "note"}
    # 45800 is 2025-05-23: 45352 is 2024-03-01, and 448 days later is 2025-05-23.
    assert bench.query("SELECT hazard_id, found_date, closed_date, report_month, description FROM hazards ORDER BY 1") == [
        ("H1", date(2025, 5, 1), None, "2025-06", "裸露"), ("H2", date(2025, 5, 23), date(2025, 6, 3), "2025-06", "堵塞"),
    ]  # fmt: skip
    assert bench.query('SELECT "row", rule FROM rejects') == [(8, "not_date")]


def test_a_region_merged_over_its_rows_belongs_to_each_of_them(bench):
    def fill(sheet, book):
        sheet.write_row("A1", ["编号", "县市", "级别", "发现时间"])
        for number in range(2, 5):
            sheet.write_row(f"A{number}", [f"H{number}", "", "重大", "2025-05-01"])
        sheet.merge_range("B2:B4", "西河县")

    assert bench.load(bench.xlsx("a.xlsx", {"Sheet1": fill}), code=0)["accepted"] == 3


def test_each_sheet_with_a_table_is_loaded_and_the_others_are_named(bench):
    def notes(sheet, book):
        sheet.write("A1", "填表说明")
        sheet.write("A2", "请按月填报")

    path = bench.xlsx("2025-06.xlsx", {"隐患": fill_plain, "说明": notes, "调度": fill_dispatch})
    result = bench.load(path, code=0)
    assert [(f["sheet"], f["table"], f["accepted"]) for f in result["files"]] == [
        ("隐患", "hazards", 2), ("调度", "dispatch_reports", 1),
    ]  # fmt: skip
    assert "说明" in result["files"][0]["message"]
    again = bench.load(path, code=0)
    assert [f["unchanged"] for f in again["files"]] == [2, 1]


def fill_dispatch(sheet, book):
    sheet.write_row("A1", ["区域", "月份", "指标", "完成数", "总数"])
    sheet.write_row("A2", ["东山县", "2025年6月", "演练开展率", 3, 4])


def test_a_sheet_and_a_csv_of_the_same_rows_agree(bench):
    bench.load(bench.xlsx("a.xlsx", {"台账": fill_plain}), code=0)
    rows = ["H1,东山县,重大,2025-01-05,是,1500.5", "H2,西河县,重大,2025-01-06,否,1500.5"]
    result = bench.load(
        bench.csv("a.csv", "隐患编号,区域,隐患级别,发现日期,五定落实,整改资金（元）", rows), code=0
    )
    assert result["unchanged"] == 2


def test_one_sheet_of_two_months_titles_takes_each_sheets_own_month(bench):
    def month(number):
        def fill(sheet, book):
            sheet.write("A1", f"2025年{number}月隐患台账")
            sheet.write_row("A2", ["编号", "县市", "级别", "发现时间"])
            sheet.write_row("A3", [f"H{number}", "东山县", "重大", "2025-05-01"])

        return fill

    bench.load(bench.xlsx("a.xlsx", {"五": month(5), "六": month(6)}), code=0)
    assert bench.query("SELECT hazard_id, report_month FROM hazards ORDER BY 1") == [
        ("H5", "2025-05"),
        ("H6", "2025-06"),
    ]
