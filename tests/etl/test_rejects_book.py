"""Rejects as a workbook: marked cells, texts that stay texts, and the way back when it is mended."""

import csv
import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import rejects_book
from etl.rejects import LEADING
from tests.conftest import Bench

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,整改时限,隐患描述"


def row(key, region="东山县", level="重大", found="2025-01-05", due="", text="甲"):
    return [key, region, level, found, due, text]


def load(bench, *rows, code=3):
    (file,) = bench.load(bench.csv("a.csv", HEADER, rows), code=code)["files"]
    return file


def sheet_of(path):
    return openpyxl.load_workbook(path).active


def test_the_reason_stands_first_and_the_bad_cells_are_marked(bench):
    file = load(
        bench, row("H1"), row("H2", region="南海县"), row("", found="2025-02-30"), row("H4", due="2024-12-31")
    )
    assert file["rejects_book"] == file["rejects_file"].removesuffix(".csv") + ".xlsx"
    sheet = sheet_of(file["rejects_book"])
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert lines[0] == [*LEADING, *HEADER.split(",")]
    told = list(csv.reader(io.StringIO(Path(file["rejects_file"]).read_text("utf-8-sig"))))
    assert [[cell or "" for cell in line] for line in lines] == told
    marked = {
        cell.coordinate: cell.comment.text
        for line in sheet.iter_rows() for cell in line if cell.comment
    }  # fmt: skip
    assert marked == {
        "H2": "区域应为本方案的区域名称或代码：东山县、西河县、北湖新区，实为“南海县”",
        "G3": "隐患编号必填，实为空",
        "J3": "发现日期应为日期，如 2024-03-01、2024年3月1日，实为“2025-02-30”",
        "J4": "整改时限早于发现日期，实为“2024-12-31”、“2025-01-05”",
        "K4": "整改时限早于发现日期，实为“2024-12-31”、“2025-01-05”",
    }
    filled = {
        c.coordinate for line in sheet.iter_rows(min_row=2) for c in line if c.fill.fill_type == "solid"
    }
    assert filled == set(marked)
    assert sheet.freeze_panes == "G2"
    assert sheet.auto_filter.ref == "A1:L4"
    assert 8 <= sheet.column_dimensions["G"].width <= 40


def test_mended_in_excel_it_loads(bench):
    file = load(bench, row("H2", region="南海县", text="=HYPERLINK(1)"), row("H3", found="2025-02-30"))
    book = openpyxl.load_workbook(file["rejects_book"])
    book.active["H2"] = "西河县"
    book.active["J3"].number_format = "yyyy-mm-dd"
    book.active["J3"] = datetime.date(2025, 2, 28)
    mended = bench.folder / "a.rejects.xlsx"
    book.save(mended)
    result = bench.load(mended, code=0)
    assert result["accepted"] == 2
    assert bench.query("SELECT hazard_id, region_code, found_date::VARCHAR, description FROM hazards ORDER BY 1") == [
        ("H2", "990102", "2025-01-05", "=HYPERLINK(1)"), ("H3", "990101", "2025-02-28", "甲"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sign", ["=1+1", "+1-2", "-x", "@SUM(A1)", "\tx", "'=1", "http://x.y/z", "007", "1e5"]
)
def test_no_text_becomes_a_formula_a_link_or_a_number(bench, sign):
    file = load(bench, row("H2", region="南海县", text=sign))
    with zipfile.ZipFile(file["rejects_book"]) as parts:
        inside = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside
    assert "hyperlink" not in inside
    cell = sheet_of(file["rejects_book"])["L2"]
    assert (cell.value, cell.data_type, cell.number_format) == (sign, "s", "@")


def test_what_is_refused_stays_blank(bench):
    header = "举报编号,区域,受理日期,举报人,联系电话"
    path = bench.csv("举报.csv", header, ["R1,南海县,2025-03-02,王某某,13800000000"])
    (file,) = bench.load(path, code=3)["files"]
    sheet = sheet_of(file["rejects_book"])
    assert [cell.value for cell in sheet[1]][6:] == ["举报编号", "区域", "受理日期"]
    with zipfile.ZipFile(file["rejects_book"]) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode()
    assert "王某某" not in everything
    assert "13800000000" not in everything


def test_a_cell_that_excel_cannot_hold_is_left_to_the_csv(bench):
    file = load(bench, row("H1", region="南海县"), row("H2", text="长" * 40_000))
    assert [cell.value for cell in sheet_of(file["rejects_book"])["B"]] == ["_row", "2"]
    assert file["remarks"] == ["1 行有 Excel 放不下的长格，只在 CSV 退回表里"]
    file = load(bench, row("H3", text="长" * 40_000))
    assert file["rejects_book"] is None


def test_of_very_many_rejects_only_the_csv_is_written(bench, monkeypatch):
    monkeypatch.setattr(rejects_book, "MOST_ROWS", 2)
    file = load(bench, *(row(f"H{n}", region="南海县") for n in range(3)))
    assert file["rejects_book"] is None
    assert file["remarks"] == ["退回 3 行，多于 2 行，只写了 CSV 退回表，没有写 XLSX"]
    assert file["rejects_file"]


# Control characters are no part of XML; what Excel cannot show it cannot give back either.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff"),
    max_size=12,
) | st.sampled_from(
    ["=1", "+1", "-1", "@x", "'=1", "''", "_x000D_", "行一\n行二", "<a>&b", "1,234", "2025-01-05", "是"]
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(texts, min_size=1, max_size=30))
def test_whatever_is_written_comes_back_equal_from_csv_and_workbook(tmp_path_factory, tiny_plan, cells):
    bench = Bench(tmp_path_factory.mktemp("book"), tiny_plan)
    rows = [row(f"H{n}", region="南海县", text=text) for n, text in enumerate(cells)]
    file = load(bench, *rows)
    folder = bench.folder / "back"
    folder.mkdir()
    found = {}
    for kind in ("rejects_file", "rejects_book"):
        (again,) = bench.load(_mended(file[kind], folder), code=0)["files"]
        assert (again["accepted"] + again["unchanged"], again["rejected"]) == (len(cells), 0)
        found[kind] = bench.query("SELECT hazard_id, description FROM hazards ORDER BY _row")
    # The workbook said nothing that the CSV had not said already.
    assert again["accepted"] == 0
    assert found["rejects_file"] == found["rejects_book"]


def _mended(path, folder):
    """The file as it is with every region put right, as a person would in Excel."""
    source = Path(path)
    target = folder / source.name
    if source.suffix == ".csv":
        target.write_bytes(source.read_bytes().replace(",南海县,重大".encode(), ",东山县,重大".encode()))
        return target
    with zipfile.ZipFile(source) as parts, zipfile.ZipFile(target, "w") as out:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "xl/sharedStrings.xml":
                content = content.replace("<t>南海县</t>".encode(), "<t>东山县</t>".encode())
            out.writestr(name, content)
    return target
