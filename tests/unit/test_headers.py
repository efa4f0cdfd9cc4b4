"""Headers: found below titles, over two rows, by alias; the table that fits best; what is missing is named."""

import pytest

from etl.contract import contracts
from etl.headers import SEARCHED_ROWS, find_layout
from etl.problems import Refused

HAZARDS = ["隐患编号", "区域", "隐患级别", "发现日期"]
ROW = ["H1", "东山县", "重大", "2025-01-05"]


def layout(*rows):
    return find_layout([list(row) for row in rows], "a.csv", [])


def test_a_header_in_the_first_row_is_found():
    found = layout(HAZARDS, ROW)
    assert (found.contract.table, found.header_row, found.header_depth) == ("hazards", 1, 1)
    assert found.mapping == {"hazard_id": 0, "region": 1, "level": 2, "found_date": 3}


@pytest.mark.parametrize("above", [1, 5, SEARCHED_ROWS - 1])
def test_a_header_below_titles_is_found(above):
    found = layout(*[["东山县隐患台账", "", "", ""]] * above, HAZARDS, ROW)
    assert found.header_row == above + 1


def test_a_header_further_down_is_not_looked_for():
    with pytest.raises(Refused, match="认不出"):
        layout(*[["东山县隐患台账"]] * (SEARCHED_ROWS + 1), HAZARDS, ROW)


def test_a_header_of_two_rows_takes_the_lower_text_where_there_is_one():
    found = layout(
        ["编号", "县市", "隐患情况", "", "时间"],
        ["", "", "级别", "描述", "发现时间"],
        [*ROW[:3], "x", ROW[3]],
    )
    assert (found.header_row, found.header_depth) == (2, 2)
    assert found.mapping == {"hazard_id": 0, "region": 1, "level": 2, "description": 3, "found_date": 4}


def test_every_column_is_found_by_its_name_its_title_and_each_alias():
    for contract in contracts().values():
        required = [column.title for column in contract.required]
        for column in contract.columns:
            for text in (column.name, column.title, f" {column.title}：", f"*{column.title}"):
                headers = [text if title == column.title else title for title in required]
                if column not in contract.required:
                    headers.append(text)
                found = layout(headers, ["x"] * len(headers))
                assert found.contract.table == contract.table, (contract.table, text)
                assert column.name in found.mapping, (contract.table, text)


def test_no_alias_within_a_table_means_two_columns():
    from etl.contract import normal_header

    for contract in contracts().values():
        seen = {}
        for column in contract.columns:
            for text in {normal_header(t) for t in (column.name, column.title, *column.aliases)}:
                assert seen.setdefault(text, column.name) == column.name, (contract.table, text)


def test_tables_that_look_alike_are_told_apart():
    inspections = ["检查编号", "区域", "检查日期", "企业编号", "发现问题数"]
    assert layout(inspections, ["x"] * 5).contract.table == "inspections"
    points = ["风险点编号", "区域", "风险点名称", "风险等级", "评估日期"]
    assert layout(points, ["x"] * 5).contract.table == "risk_points"


def test_a_column_that_is_missing_is_named_with_what_else_it_may_be_called():
    with pytest.raises(Refused) as caught:
        layout(["隐患编号", "区域", "发现日期", "销号日期"], ROW)
    assert "隐患台账" in str(caught.value)
    assert "隐患级别" in str(caught.value)
    assert "发现日期（" not in str(caught.value)


def test_a_column_that_comes_twice_counts_once_and_the_second_is_reported():
    found = layout([*HAZARDS, "销号日期", "销号日期"], [*ROW, "", ""])
    assert found.mapping["closed_date"] == 4
    assert found.ignored == ("销号日期",)


def test_leading_columns_of_a_rejects_file_are_ours_and_not_reported():
    found = layout(["_file", "_row", "_column", "_value", "_rule", "_message", *HAZARDS, "附记"], ["x"] * 11)
    assert found.ignored == ("附记",)
    assert found.mapping["hazard_id"] == 6


def test_a_row_of_data_is_not_taken_for_the_header():
    found = layout(HAZARDS, ["编号", "县市", "级别", "发现时间"], ROW)
    assert found.header_row in (1, 2)
    assert found.contract.table == "hazards"


def test_full_width_blanks_breaks_and_case_make_no_difference():
    found = layout(["ＨＡＺＡＲＤ　ＩＤ", "所属\n县市", " Level ", "发现 日期"], ROW)
    assert set(found.mapping) == {"hazard_id", "region", "level", "found_date"}
