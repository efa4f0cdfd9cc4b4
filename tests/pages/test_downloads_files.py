"""Files that leave a page: they load as they should, say what they are, and run nothing."""

import io
import re
import unicodedata
import xml.etree.ElementTree as ET

import openpyxl
import pandas as pd
import pdfplumber
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from board import i18n
from board.downloads import browsers, control, finish, picture, tables
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


@pytest.fixture(scope="module")
def painter():
    """A painter with a browser; ended after the tests of this file."""
    assert browsers.find() is not None, "make test installs Chromium"
    made = Painter(seconds=30)
    yield made
    made.close()


def _bars() -> go.Figure:
    return go.Figure(go.Bar(x=["巴东县"], y=[3]), {"width": 600, "height": 300})


def test_a_figure_becomes_a_picture_with_its_facts(painter):
    exhibit = _exhibit(figure=_bars)
    text = picture.svg_text(exhibit, BUILD, painter)
    assert "巴东县" in text and "演示数据" in text and "rgb(0, 0, 1)" not in text
    data = picture.png_bytes(exhibit, BUILD, painter)
    width, height = (float(v) for v in re.findall(r'<svg[^>]* width="(\d+)" height="(\d+)"', text)[0])
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (width * 2, height * 2) and image.info["dpi"] == pytest.approx(
            (192, 192), abs=0.1
        )
        # The bar is slate on white, whatever Streamlit's template says.
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_same_picture_as_pdf_is_one_page_of_letters_and_lines(painter):
    exhibit = _exhibit(figure=_bars)
    text = picture.svg_text(exhibit, BUILD, painter)
    width, height = (float(v) for v in re.findall(r'<svg[^>]* width="(\d+)" height="(\d+)"', text)[0])
    data = picture.pdf_bytes(exhibit, BUILD, painter)
    with pdfplumber.open(io.BytesIO(data)) as book:
        assert len(book.pages) == 1
        page = book.pages[0]
        # 96 CSS pixels are an inch of 72 points.
        assert (float(page.width), float(page.height)) == pytest.approx((width * 0.75, height * 0.75), abs=1)
        # Noto's glyph for 月 serves the radical ⽉ too, and the browser names it by the one that comes first.
        said = unicodedata.normalize("NFKC", "".join(c["text"] for c in page.chars))
        for words in ("10月五色排名", "巴东县", "隐患台账", BUILD.id, "演示数据"):
            assert words in said
        assert not page.images and len(page.rects) + len(page.curves) + len(page.lines) > 3
        # A subset of a font is named ABCDEF+Name: the file carries its Chinese with it.
        assert {bool(re.match(r"[A-Z]{6}\+", c["fontname"])) for c in page.chars} == {True}
        assert book.metadata["Title"] == exhibit.title and book.metadata["CreationDate"].startswith("D:1980")
    assert picture.pdf_bytes(exhibit, BUILD, painter) == data


def test_every_card_offers_pdf_beside_png_and_svg():
    made = control._makers(_exhibit(figure=_bars), BUILD)
    assert list(made) == ["png", "svg", "pdf", "csv", "xlsx"] and set(made) == set(control.MIMES)
    assert list(control._makers(_exhibit(), BUILD)) == ["csv", "xlsx"]


def test_a_png_says_its_resolution_once():
    grey = io.BytesIO()
    Image.new("L", (2, 1)).save(grey, "png", dpi=(72, 72))
    with Image.open(io.BytesIO(finish.with_dpi(grey.getvalue(), 300))) as image:
        assert image.size == (2, 1) and image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
    with pytest.raises(ValueError, match="PNG"):
        finish.with_dpi(b"GIF89a", 300)


def test_a_pdf_keeps_its_length_when_its_dates_go():
    raw = b"1 0 obj <</CreationDate (D:20261122111326+00'00')\n/ModDate (D:20261122111326+00'00')>>"
    said = finish.undated(raw)
    assert len(said) == len(raw) and said.count(b"(D:19800101000000+00'00')") == 2


def test_a_plotly_drawing_is_the_same_each_time(painter):
    figure = go.Figure([go.Bar(x=["巴东县"], y=[3]), go.Scatter(x=["巴东县"], y=[2], name="abcdef 836351")])
    first, second = (picture.figure_svg(figure, painter) for _time in range(2))
    assert first == second and "url(#clip00000" in first and "abcdef 836351" in first
