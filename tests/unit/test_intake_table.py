"""Tables of rejects: the cells that broke a rule are marked, and every text stays a text."""

import re
from typing import Any

from board.charts.intake_rejects import table

HEADERS = ["隐患编号", "整改时限", "发现日期", "整改情况/销号日期", "备注", ""]


def row(columns: list[str], cells: list[str]) -> dict[str, Any]:
    return {
        "row": 8,
        "line": 8,
        "columns": columns,
        "values": [],
        "rules": [],
        "messages": ["错在这里"],
        "cells": cells,
    }


def marked(html: str) -> list[str]:
    return re.findall(r'<td class="c-cell bad">(.*?)</td>', html)


def test_the_cells_of_a_rule_over_two_columns_are_marked() -> None:
    cells = ["H1", "2026-09-01", "2026-10-01", "", "无", "x"]
    assert marked(table(HEADERS, [row(["整改时限/发现日期"], cells)])) == ["2026-09-01", "2026-10-01"]


def test_a_header_with_a_stroke_in_it_is_one_column() -> None:
    cells = ["H1", "2026-09-01", "", "已整改", "无", ""]
    assert marked(table(HEADERS, [row(["整改情况/销号日期"], cells)])) == ["已整改"]


def test_a_column_without_a_header_is_shown_and_an_empty_one_is_not() -> None:
    html = table(HEADERS, [row(["隐患编号"], ["H1", "", "", "", "", "多出来的"])])
    assert "第 6 列" in html and "多出来的" in html and "<th>备注</th>" not in html
    assert marked(html) == ["H1"]


def test_what_a_cell_says_is_never_markup() -> None:
    html = table(["<b>头</b>"], [row(["<b>头</b>"], ["<img src=x onerror=alert(1)>"])])
    assert "<img" not in html and "<b>" not in html
    assert marked(html) == ["&lt;img src=x onerror=alert(1)&gt;"]


def test_more_cells_than_headers_and_fewer_do_not_fail() -> None:
    assert marked(table(["甲", "乙"], [row(["乙"], ["1"])])) == []
    assert "<td" in table(["甲"], [row(["甲"], ["1", "2"])])
