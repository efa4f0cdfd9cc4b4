"""Same release, same inputs: the same text, tables and chart data in a year, held against what is kept beside the rows.

The rows stand in ``tests/fixtures/golden`` as files of the small plan; what the documents say of them in
``expected.json`` there. After a change that is meant: ``WUSE_GOLDEN=write python -m pytest tests/notices/test_golden.py``,
and read the difference before it is committed.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml.ns import qn

from board import queries
from board.notices import export, paper
from board.notices.content import Content
from rules.months import Month
from tests.conftest import ROOT, Bench

FOLDER = ROOT / "tests" / "fixtures" / "golden"
EXPECTED = FOLDER / "expected.json"
MONTH = "2026-09"
FORMATS = ("docx", "pptx", "xlsx")


@pytest.fixture(scope="module")
def notice(module_bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, dict[str, Path]]:
    bench = module_bench
    assert bench.load(*sorted(FOLDER.glob("*.csv")))["rejected"] == 0
    done = bench.etl("publish", "--plan", bench.plan, "--db", bench.db, "--month", MONTH)
    assert done.code == 0, done.err
    board = queries.open_board(bench.plan, bench.db)
    # The paper's day is given: the day of publication is that of the test.
    content = paper.build(board, "quarterly", "2026Q3", day=Month.parse(MONTH).last_day)
    out = tmp_path_factory.mktemp("notice")
    written = export.write(content, board.plan, FORMATS, out)
    return content, {file.format: file.path for file in written.files}


def test_text_tables_and_chart_data_are_those_of_a_year_ago(notice):
    content, files = notice
    found: dict[str, Any] = {
        "docx": of_word(files["docx"].read_bytes()),
        "pptx": of_slides(files["pptx"].read_bytes()),
        "xlsx": of_workbook(files["xlsx"].read_bytes()),
    }
    found = json.loads(_without_the_day_of_publication(json.dumps(found, ensure_ascii=False), content))
    if os.environ.get("WUSE_GOLDEN") == "write":
        EXPECTED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(EXPECTED.read_text(encoding="utf-8"))
    for form in FORMATS:
        assert found[form] == kept[form]


def test_rendered_twice_the_files_are_the_same_bytes(notice, module_bench, tmp_path):
    content, files = notice
    plan = queries.open_board(module_bench.plan, module_bench.db).plan
    again = export.write(content, plan, FORMATS, tmp_path)
    assert len(again.files) == len(FORMATS)
    for file in again.files:
        assert file.path.read_bytes() == files[file.format].read_bytes(), file.format


def _without_the_day_of_publication(text: str, content: Content) -> str:
    """The test publishes today; a release keeps its day."""
    published = content.release_told.rpartition("，")[2].rstrip("）")
    return text.replace(published, "〈发布日〉").replace(content.published_at, "〈发布时刻〉")


def of_word(data: bytes) -> list[Any]:
    """Paragraphs and tables in order, then the notes below the pages."""
    document = docx.Document(io.BytesIO(data))
    found: list[Any] = []
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:tbl"):
            rows = docx.table.Table(block, document).rows
            found.append([[cell.text for cell in row.cells] for row in rows])
        elif text := "".join(t.text or "" for t in block.iter(qn("w:t"))):
            found.append(text)
    for part in document.part.package.iter_parts():
        if part.partname.endswith("/footnotes.xml"):
            root = docx.oxml.parse_xml(part.blob)
            found.append(["".join(t.text or "" for t in note.iter(qn("w:t"))) for note in root])
    return found


def of_slides(data: bytes) -> list[Any]:
    """Texts, tables and chart data of every slide, with its notes."""
    found = []
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        said: list[Any] = []
        for shape in slide.shapes:
            said += _of_shape(shape)
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        found.append({"slide": said, "notes": notes})
    return found


def _of_shape(shape: Any) -> list[Any]:
    if shape.shape_type == 6:  # a group
        return [one for inner in shape.shapes for one in _of_shape(inner)]
    if getattr(shape, "has_chart", False) and shape.has_chart:
        plots = shape.chart.plots
        series = [[s.name, list(s.values)] for plot in plots for s in plot.series]
        return [{"categories": list(plots[0].categories), "series": series}]
    if getattr(shape, "has_table", False) and shape.has_table:
        return [[[cell.text for cell in row.cells] for row in shape.table.rows]]
    return [shape.text_frame.text] if shape.has_text_frame and shape.text_frame.text else []


def of_workbook(data: bytes) -> dict[str, Any]:
    """Values of every sheet, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: [
            [None if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }
