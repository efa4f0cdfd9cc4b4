"""The workbook read back: figures as numbers, colours by rule, links, print set-up, and the same bytes each time."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from functools import lru_cache

import openpyxl
import pdfplumber
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from board.notices import workbook
from board.notices.content import Cell, Column, Figure, Line, Native, Series, Source
from board.notices.workbook import rules
from board.notices.workbook.written import value_of
from rules.months import Month
from rules.packs import load_plan
from tests.notices.papers import CHART, RANKING, cell, figure, paper

PLAN = load_plan("enshi")


@lru_cache(maxsize=1)
def _made() -> bytes:
    return workbook.render(paper(), PLAN)


def _open(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def _sheet(start: str) -> Worksheet:
    book = _open(_made())
    return book[next(name for name in book.sheetnames if name.startswith(start))]


def _row(sheet: Worksheet, first: object, column: int = 1) -> int:
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, column).value == first)


def _formats(sheet: Worksheet, coordinate: str) -> list[tuple[object, ...]]:
    """Conditional formats over a cell by priority: kind, text or formula, fill and letters."""
    found = []
    for where in sheet.conditional_formatting:
        if coordinate in where.cells:
            found += [
                (
                    r.priority,
                    r.type,
                    r.text or r.formula[0],
                    r.dxf.fill.bgColor.rgb[-6:],
                    r.dxf.font.color.rgb[-6:],
                )
                for r in where.rules
            ]
    return [one[1:] for one in sorted(found, key=lambda one: one[0])]


def test_sheets_are_the_exhibits_between_contents_and_sources():
    book = _open(_made())
    assert book.sheetnames == [
        "目录",
        "表1 各地区晾晒情况",
        "图2 颜色分布",
        "图1 未销号重大隐患（处）",
        "口径",
        "出处",
    ]
    linked = _links(book["目录"])
    assert linked["表1 各地区晾晒情况"] == "'表1 各地区晾晒情况'!A1" and linked["出处"] == "'出处'!A1"
    for name in book.sheetnames[1:]:
        assert _links(book[name])["返回目录"] == "'目录'!A1"


def _links(sheet: Worksheet) -> dict[object, str | None]:
    return {c.value: c.hyperlink.location for row in sheet.iter_rows() for c in row if c.hyperlink}


def test_figures_are_numbers_that_read_as_in_the_paper():
    sheet = _sheet("表1")
    row = _row(sheet, "乙县", 2)
    score, rate = sheet.cell(row, 3), sheet.cell(row, 5)
    # Exact values; with one decimal Excel would show 90.0 and 100.0%, which the paper denies.
    assert (score.value, score.number_format) == (89.96, "0.00")
    assert (rate.value, rate.number_format) == (0.99996, "0.000%")
    row = _row(sheet, "丙县", 2)
    assert (sheet.cell(row, 5).value, sheet.cell(row, 5).number_format) == (2 / 3, "0.0%")
    assert (sheet.cell(row, 1).value, sheet.cell(row, 1).number_format) == (3, "0")
    total = _row(sheet, "全州", 2)
    assert sheet.cell(total, 5).value == 0.9 and sheet.cell(total, 5).font.bold
    assert [sheet.cell(total - 1, c).value for c in (3, 4, 5)] == ["—", "样本不足", "—"]


def test_no_text_is_a_formula():
    sheet = _sheet("表1")
    risky = sheet.cell(_row(sheet, '=HYPERLINK("http://x")', 2), 2)
    assert risky.data_type == "s"
    with zipfile.ZipFile(io.BytesIO(_made())) as parts:
        assert not any(
            b"<f>" in parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/sheet")
        )


def test_head_is_merged_by_group_and_frozen_and_repeated_in_print():
    sheet = _sheet("表1")
    head = _row(sheet, "名次")
    merged = {str(r) for r in sheet.merged_cells.ranges}
    assert {f"A{head}:A{head + 1}", f"B{head}:B{head + 1}", f"C{head}:C{head + 1}"} <= merged
    assert [sheet.cell(head, c).value for c in (4, 5)] == ["颜色", "重大隐患"]
    assert [sheet.cell(head + 1, c).value for c in (4, 5)] == ["9月", "按期率"]
    assert sheet.freeze_panes == f"C{head + 2}"
    assert sheet.print_title_rows == f"${head}:${head + 1}"
    assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert (
        "表1 各地区晾晒情况" in sheet.oddHeader.left.text and "2026年第三季度" in sheet.oddHeader.right.text
    )
    assert "&P" in sheet.oddFooter.right.text and "&N" in sheet.oddFooter.right.text


def test_wide_tables_lie_and_narrow_ones_stand():
    wide = replace(RANKING, columns=tuple(Column(f"c{n}", "很宽的一列标题", "text") for n in range(9)),
                   lines=(Line(tuple(Cell("某某县某某镇某某村") for _n in range(9))),))  # fmt: skip
    book = _open(
        workbook.render(
            replace(paper(), sections=(replace(paper().sections[0], blocks=(wide, RANKING)),)), PLAN
        )
    )
    first, second = book.worksheets[1:3]
    assert (first.page_setup.orientation, second.page_setup.orientation) == ("landscape", "portrait")
    assert second.title == "表1 各地区晾晒情况 2"  # the same number and title twice


def test_classes_are_coloured_by_their_names():
    """#a51a1f and white for red, #5db899 and ink for green: the standard palette (rules/palette.yml)."""
    from rules import palette

    sheet = _sheet("表1")
    found = {text: (fill, ink) for kind, text, fill, ink in _formats(sheet, f"D{_row(sheet, '乙县', 2)}")}
    for code, short in {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝", "green": "绿"}.items():
        token = palette.standard()[code]
        assert found[short] == (token.fill.lstrip("#").upper(), token.text.lstrip("#").upper())
    assert "样本不足" in found and "未报" in found


def test_an_edited_score_recolours_by_the_rule_s_breaks():
    sheet = _sheet("表1")
    row = _row(sheet, "乙县", 2)
    rule = PLAN.ranking_rule(Month.parse("2026-09"))
    assert rule is not None
    assert [b.below for b in rule.breaks] == [60, 70, 80, 90, None]
    first = _row(sheet, "甲县", 2)
    wanted = [f"AND(ISNUMBER($C{first}),$C{first}<{limit})" for limit in (60, 70, 80, 90)] + [
        f"AND(ISNUMBER($C{first}))"
    ]
    found = _formats(sheet, f"C{row}")
    assert [text for _kind, text, *_look in found] == wanted
    assert all(
        r.stopIfTrue
        for where in sheet.conditional_formatting
        if f"C{row}" in where.cells
        for r in where.rules
    )
    # The score of a region that a veto made red says nothing about its colour.
    assert _formats(sheet, f"C{_row(sheet, '丙县', 2)}") == []


def test_a_map_is_a_table_of_its_labels():
    sheet = _sheet("图2")
    row = _row(sheet, "甲县")
    assert [sheet.cell(row, c).value for c in (1, 2, 3)] == ["甲县", "绿", 93.75]
    assert [sheet.cell(row + 1, c).value for c in (1, 2, 3, 4)] == ["丙县", "红", "—", "否决"]


def test_a_chart_stands_beside_its_figures():
    sheet = _sheet("图1")
    row = _row(sheet, "8月")
    assert [[sheet.cell(r, c).value for c in (1, 2, 3)] for r in (row - 1, row, row + 1)] == [
        ["", "未销号", "其中逾期"], ["8月", 4, None], ["9月", 3, 1],
    ]  # fmt: skip
    (drawn,) = sheet._charts
    columns, line = drawn, drawn._charts[1]
    assert columns.tagname == "barChart" and line.tagname == "lineChart"
    name = sheet.title
    for series, letter in ((columns.series[0], "B"), (line.series[0], "C")):
        assert series.val.numRef.f.replace("'", "") == f"{name}!${letter}${row}:${letter}${row + 1}"
        assert series.cat.strRef.f.replace("'", "") == f"{name}!$A${row}:$A${row + 1}"


@pytest.mark.parametrize("form", ["bars", "lines", "columns"])
def test_every_form_of_chart_is_drawn(form):
    native = Native(
        form, ("甲县", "乙县"),
        (Series("值", (figure("50%", 0.5), figure("95%", 0.95))), Series("目标", (figure("90%", 0.9), None), "red", "marks")),
        "0%",
    )  # fmt: skip
    content = replace(
        paper(), sections=(replace(paper().sections[0], blocks=(replace(CHART, native=native),)),)
    )
    sheet = _open(workbook.render(content, PLAN)).worksheets[1]
    (drawn,) = sheet._charts
    kinds = [one.tagname for one in drawn._charts]
    assert kinds == {"bars": ["barChart"], "lines": ["lineChart"], "columns": ["barChart", "lineChart"]}[form]
    assert sum(len(one.series) for one in drawn._charts) == 2
    row = _row(sheet, "甲县")
    assert sheet.cell(row, 2).value == 0.5 and sheet.cell(row, 2).number_format == "0%"


def test_every_figure_has_its_place_value_and_source():
    content, sheet = paper(), _sheet("出处")
    head = _row(sheet, "序号")
    rows = [
        [c.value for c in r]
        for r in sheet.iter_rows(min_row=head + 1)
        if isinstance(r[0].value, int) and r[4].value
    ]
    listed = [r for r in rows if r[5]]
    assert len(listed) == len(content.figures())
    told = {r[1]: r for r in listed}
    assert told["正文 二、隐患整改 （一）逾期情况"][2:] == [
        "1处", 1, "board show hazards --month 2026-09 --release 2026-09：region_code=r3，overdue", "2026-09",
    ]  # fmt: skip
    book = _open(_made())
    for place, text, value in ((r[1], r[2], r[3]) for r in listed if "!" not in r[1] and " " in r[1]):
        name, _blank, coordinate = place.rpartition(" ")
        if name in book.sheetnames:
            stands = book[name][coordinate].value
            assert stands == value or (stands == text and isinstance(value, str))
    assert told["表1 各地区晾晒情况 C" + str(_row(_sheet("表1"), "乙县", 2))][3] == 89.96


def test_what_an_office_wrote_stands_beside_the_draft():
    sheet = _sheet("出处")
    row = _row(sheet, "改写过的段落")
    values = [c.value for c in sheet[row + 3]]
    assert values[1] == "其中逾期1处。" and values[4] == "其中逾期1处，已约谈2次，完成98.5%。"
    assert values[3] == "2（人工填写）\n98.5%（人工填写）"


def test_definitions_say_who_set_them():
    sheet = _sheet("口径")
    row = _row(sheet, "逾期")
    assert [c.value for c in sheet[row]][:4] == ["逾期", "时限早于月末的隐患。", "—", "安委会自定"]
    assert [c.value for c in sheet[row + 1]][:4] == ["知晓率", "抽查答对的所占比例。", "措施3", "方案"]


def test_the_same_paper_makes_the_same_bytes_and_says_when_it_was_published():
    assert workbook.render(paper(), PLAN) == _made()
    book = _open(_made())
    assert book.properties.created == dt.datetime(2026, 10, 8, 1, 30)  # 9:30 in China
    assert book.properties.modified == dt.datetime(2026, 10, 8, 1, 30)
    assert book.properties.title == "关于2026年第三季度进展情况的通报"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("甲/乙:丙[丁]*?\\", "表1 甲 乙 丙 丁"),
        ("很" * 40, "表1 " + "很" * 28),
        ("'引号'", "表1 '引号"),
    ],
)
def test_names_of_sheets_are_good_for_excel(title, name):
    content = replace(
        paper(), sections=(replace(paper().sections[0], blocks=(replace(RANKING, title=title),)),)
    )
    sheets = _open(workbook.render(content, PLAN)).sheetnames
    assert sheets[1] == name and len(name) <= 31


def test_odd_characters_and_long_names_come_through():
    odd = "某某<b>&\x0b\x01公司" + "长" * 200
    table = replace(RANKING, lines=(Line((Cell(odd), Cell(odd), Cell("—"), Cell("红"), Cell("—"))),))
    content = replace(paper(), sections=(replace(paper().sections[0], blocks=(table,)),))
    sheet = _open(workbook.render(content, PLAN)).worksheets[1]
    values = [c.value for c in sheet["B"] if c.value and "公司" in str(c.value)]
    assert len(values) == 1 and str(values[0]).startswith("某某<b>&") and str(values[0]).endswith("长" * 200)


@pytest.mark.parametrize(
    ("text", "value", "kind", "wanted"),
    [
        ("92.5%", 0.925, "text", (0.925, "0.0%")),
        ("3起", 3, "text", (3, '0"起"')),
        ("1.50", 1.5, "text", (1.5, "0.00")),
        ("下降26.1%", -0.2609, "text", ("下降26.1%", "General")),
        ("2026年12月2日", "2026-12-02", "date", (dt.date(2026, 12, 2), 'yyyy"年"m"月"d"日"')),
        ("—", None, "date", ("—", 'yyyy"年"m"月"d"日"')),
        ("0.1%", 0.0004, "rate", (0.0004, "0.00%")),
        ("−1.5", -1.5, "score", (-1.5, "0.0")),
        ("2.3", 2.31, "number", (2.31, "0.0")),
        ("绿", "green", "class", ("绿", "General")),
    ],
)
def test_how_a_figure_is_written(text, value, kind, wanted):
    assert tuple(value_of(Cell(text, Figure(text, value, Source("x", (), ""))), kind)) == wanted


def test_a_column_of_risk_classes_takes_the_risk_scale():
    assert rules.scale_of(PLAN, [cell("重大风险", "red", "red"), cell("低风险", "blue", "blue")]) == "risk"
    assert rules.scale_of(PLAN, [cell("红", "red", "red"), cell("绿色", "green", "green")]) == "ranking"


def test_a_real_quarter_reads_back_figure_by_figure(quarter):
    """Every figure of every table and chart stands in its cell with its exact value."""
    content = quarter("enshi")
    data = workbook.render(content, PLAN)
    book = _open(data)
    sheet = book["出处"]
    head = _row(sheet, "序号")
    listed = [
        [c.value for c in r]
        for r in sheet.iter_rows(min_row=head + 1, max_col=6)
        if isinstance(r[0].value, int)
    ]
    assert len(listed) == len(content.figures()) > 500
    assert [r[4] for r in listed if not r[4]] == []
    cells = 0
    for _number, place, text, value, _told, _release in listed:
        name, _blank, coordinate = place.rpartition(" ")
        if name in book.sheetnames:
            stands = book[name][coordinate].value
            # A cell may say more than the figure, ≥95%.
            assert stands == value if isinstance(stands, int | float) else text in str(stands), place
            cells += 1
    assert cells == sum(
        len(b.figures) for b in content.blocks() if not hasattr(b, "parts") and hasattr(b, "figures")
    )


def test_libreoffice_shows_every_sheet(to_pdf, tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(_made())
    with pdfplumber.open(to_pdf(file)) as book:
        pages = [page.extract_text() or "" for page in book.pages]
        drawn = [
            page
            for page, text in zip(book.pages, pages, strict=True)
            if "图1 未销号" in text and "8月" in text
        ]
        # Its columns in slate stand on the sheet of the chart.
        assert len(pages) == 6 and len(drawn) == 1
        assert sum(r["height"] > 90 for r in drawn[0].rects) == 2
    shown = next(text for text in pages if "乙县" in text and "89.96" in text)
    assert "99.996%" in shown and "66.7%" in shown and "第 2 页，共 6 页" in shown


def test_a_letter_without_tables_has_its_definitions_and_sources():
    content = replace(
        paper(), sections=(replace(paper().sections[1], blocks=paper().sections[1].blocks[:2]),)
    )
    book = _open(workbook.render(content, PLAN))
    assert book.sheetnames == ["目录", "口径", "出处"]
    assert [c.value for c in book["出处"]["C"] if c.value][-1] == "1处"
