"""Files that leave a page: they load as they should, say what they are, and run nothing."""

import io
import xml.etree.ElementTree as ET

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from board import i18n
from board.downloads import picture, tables
from board.downloads.exhibit import Build, Exhibit, file_name
from board.downloads.painter import Painter
from rules import neutral

BUILD = Build("20261101T080000-abc", "2026-11-01 08:00", "2026-10")


def _exhibit(**changes) -> Exhibit:
    frame = pd.DataFrame(
        {
            "地区": ["巴东县", '=HYPERLINK("http://x")'],
            "变化": [-3.5, None],
            "按期率": [0.5, 0.75],
            "件数": [1200, 3],
        }
    )
    given_ = {
        "name": "五色排名", "title": "10月五色排名", "unit": "分", "source": "隐患台账", "month": "2026-10",
        "frame": frame, "filters": {"地区": "全州"}, "is_demo": True,
    }  # fmt: skip
    return Exhibit(**{**given_, **changes})


def _csv(exhibit: Exhibit) -> pd.DataFrame:
    data = tables.csv_bytes(exhibit, BUILD)
    assert data.startswith(b"\xef\xbb\xbf")
    return pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")


def test_a_csv_loads_with_its_head_first_and_says_what_it_is_in_every_row():
    frame = _csv(_exhibit())
    assert list(frame.columns[:4]) == ["地区", "变化", "按期率", "件数"]
    assert frame["变化"].tolist()[0] == -3.5 and frame["件数"].tolist() == [1200, 3]
    for name, value in {
        "标题": "10月五色排名",
        "单位": "分",
        "来源": "隐患台账",
        "月份": "2026年10月",
    }.items():
        assert set(frame[name]) == {value}
    assert set(frame["数据版本"]) == {BUILD.id} and set(frame["数据生成时间"]) == {BUILD.made}
    assert frame["筛选"].tolist() == ["地区 全州"] * 2 and frame["数据性质"].str.startswith("演示数据").all()


def test_only_invented_data_are_called_so():
    assert "数据性质" not in _csv(_exhibit(is_demo=False)).columns


def test_an_empty_table_still_says_what_it_is():
    frame = _csv(_exhibit(frame=pd.DataFrame({"地区": []})))
    assert len(frame) == 1 and frame["标题"].tolist() == ["10月五色排名"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1+1", "@SUM(A1)", "\tx", "\rx", "＝1", "-2+3|x"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert tables.neutral(text) == "'" + text
    cells = _csv(_exhibit(frame=pd.DataFrame({text: [text]}))).iloc[0]
    assert str(cells.iloc[0]).startswith("'") and str(cells.index[0]).startswith("'")


@pytest.mark.parametrize("text", ["-3", "-3.5", "+8.4", "-1,268", "-12%", "−1.5", "巴东县", ""])
def test_plain_numbers_stay_numbers(text):
    assert tables.neutral(text) == text


@given(st.text(max_size=12))
def test_no_text_reaches_a_spreadsheet_as_a_formula(text):
    safe = tables.neutral(text)
    assert not safe.startswith(neutral.RISKY) or neutral.PLAIN_NUMBER.fullmatch(safe)


def test_a_workbook_holds_numbers_formats_and_what_it_is():
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx_bytes(_exhibit(), BUILD)))
    sheet, about = book["数据"], book["说明"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:D3"
    assert sheet["A3"].value == '=HYPERLINK("http://x")' and sheet["A3"].data_type == "s"
    assert sheet["B2"].value == -3.5 and sheet["B3"].value is None
    assert sheet["C2"].number_format == "0.00%" and sheet["D2"].number_format == "#,##0"
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert told["数据版本"] == BUILD.id and told["来源"] == "隐患台账" and "演示数据" in told["数据性质"]


def test_the_same_figures_make_the_same_bytes():
    assert tables.xlsx_bytes(_exhibit(), BUILD) == tables.xlsx_bytes(_exhibit(), BUILD)
    assert tables.csv_bytes(_exhibit(), BUILD) == tables.csv_bytes(_exhibit(), BUILD)


def test_a_picture_stands_between_its_title_and_its_facts():
    drawing = '<svg viewBox="0 -10 300 200" style="width:100%"><rect width="10" height="10"/></svg>'
    text = picture.framed(drawing, _exhibit(title="<b>10月 & 其他</b>"), BUILD)
    root = ET.fromstring(text)
    inner = [e for e in root if e.tag.endswith("svg")]
    assert len(inner) == 1 and inner[0].get("viewBox") == "0 -10 300 200"
    said = "".join(root.itertext())
    for words in (
        "<b>10月 & 其他</b>",
        "2026年10月",
        "地区 全州",
        "分",
        "隐患台账",
        BUILD.id,
        BUILD.made,
        "演示数据",
    ):
        assert words in said
    assert float(root.get("height") or 0) > 200


@given(st.text(alphabet="甲乙，。 abc-12%", max_size=80), st.integers(40, 300))
def test_wrapping_loses_no_character(text, room):
    lines = picture.wrapped(text, 14, room)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_names_of_files_are_good_on_windows():
    assert file_name(_exhibit(name='a/b:c*?"<>|'), "csv") == "a_b_c_2026-10.csv"


def test_a_download_speaks_the_language_of_its_page():
    with i18n.speaking("en"):
        work = i18n.keep_language(lambda: tables.csv_bytes(_exhibit(), BUILD).decode("utf-8-sig"))
    assert "Oct 2026" in work() and "2026年10月" not in work()


def test_a_figure_becomes_a_picture_with_its_facts():
    import plotly.graph_objects as go

    from board.downloads import browsers

    assert browsers.find() is not None, "make test installs Chromium"
    painter = Painter(seconds=30)
    try:
        exhibit = _exhibit(figure=lambda: go.Figure(go.Bar(x=["巴东县"], y=[3])))
        text = picture.svg_text(exhibit, BUILD, painter)
        assert "巴东县" in text and "演示数据" in text and "rgb(0, 0, 1)" not in text
        data = picture.png_bytes(exhibit, BUILD, painter)
        assert data.startswith(b"\x89PNG\r\n") and len(data) > 5_000
    finally:
        painter.close()
