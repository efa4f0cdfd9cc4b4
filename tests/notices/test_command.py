"""``python -m board notice``: files, what it prints, its record, and every bad input: one line, nothing written."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pptx
import pytest

from board import queries
from board.downloads import browsers
from board.downloads import painter as painting
from board.notices import export, kept, order
from board.notices.content import Cell, Table
from board.notices.order import Order
from database.desk import Desk
from tests.conftest import _within
from tests.notices.copies import clear_desk, own

MONTH = "2026-10"
BREAKING = "<恩&施>\"市'\x0b]]>\x00\ufffe"
LONG = "某某建设工程有限责任公司" * 17


@pytest.fixture(scope="module")
def database(released, tmp_path_factory):
    return own(released("enshi"), tmp_path_factory.mktemp("command"))


@pytest.fixture
def notice(database, monkeypatch):
    """Runs the command on a desk that nobody has written at."""
    from board.__main__ import main

    clear_desk(database)
    monkeypatch.setenv("WUSE_USER", "值班员")

    def run(*arguments: object):
        return _within(main, ["notice", *map(str, arguments), "--plan", "enshi", "--db", str(database)])

    return run


def text_of(file: Path) -> str:
    return "".join(p.text for p in docx.Document(str(file)).paragraphs)


def test_files_are_written_printed_and_put_on_record(notice, database, tmp_path):
    done = notice("monthly", "--period", MONTH, "--out", tmp_path / "out", "--formats", "docx,xlsx,pptx")
    assert done.code == 0, done.err
    printed = [line.split("\t") for line in done.out.splitlines()]
    assert [Path(path).name for path, _sha in printed] == [
        f"恩施州治本攻坚_月调度_{MONTH}.{ending}" for ending in ("docx", "pptx", "xlsx")
    ]  # fmt: skip
    for path, sha in printed:
        assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == sha
    assert "2026年10月" in text_of(Path(printed[0][0]))
    assert pptx.Presentation(printed[1][0]).slides and openpyxl.load_workbook(printed[2][0]).sheetnames
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(Path(p).name for p, _sha in printed)
    (issue,) = kept.issues(database)
    assert (issue.who, issue.key.paper, issue.key.period, issue.key.release) == (
        "值班员", "monthly", MONTH, f"{MONTH}.1",
    )  # fmt: skip
    assert [f["sha256"] for f in issue.detail["files"]] == [sha for _path, sha in printed]


def test_the_same_again_is_the_same_file_and_an_edited_paragraph_goes_into_it(notice, database, tmp_path):
    arguments = ("monthly", "--period", MONTH, "--out", tmp_path, "--date", "2026-11-12", "--json")
    first, again = notice(*arguments), notice(*arguments)
    assert first.code == again.code == 0, first.err
    assert first.out == again.out
    assert (first.json["release"], first.json["edited"], first.json["problems"]) == (f"{MONTH}.1", [], [])
    made = order.drafted(queries.open_board("enshi", database), Order("monthly", MONTH))
    kept.save(database, made.key, made.content.lead, "这是办公室自己写的导语。", "王科")
    edited = notice(*arguments)
    assert edited.code == 0 and edited.json["edited"] == ["lead"]
    assert edited.json["content_sha256"] != first.json["content_sha256"]
    text = text_of(tmp_path / f"恩施州治本攻坚_月调度_{MONTH}.docx")
    assert "这是办公室自己写的导语。" in text and made.content.lead.drafted not in text
    assert "2026年11月12日" in text
    other = notice("monthly", "--period", "2026-09", "--out", tmp_path / "other", "--json")
    assert other.json["edited"] == []  # edits of one release never reach another
    Desk(database).edit_paragraph(made.key, "gone.paragraph", "多余的。", "王科")
    lost = notice(*arguments)
    assert lost.code == 3 and "gone.paragraph" in lost.err and lost.json["edited"] == ["lead"]


def test_a_letter_goes_to_a_region_by_name(notice, tmp_path):
    done = notice(
        "letter", "--period", MONTH, "--step", "letter", "--unit", "建始县", "--out", tmp_path, "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert (done.json["unit"], done.json["step"]) == ("422822", "letter")
    assert "建始县" in text_of(Path(done.json["files"][0]["path"]))


def test_without_a_browser_the_documents_come_and_it_says_what_to_install(notice, tmp_path, monkeypatch):
    monkeypatch.setattr(browsers, "find", lambda: None)
    # The server's own painter may be at work already, with the browser that it found.
    monkeypatch.setattr(painting, "painter", painting.Painter)
    done = notice("quarterly", "--period", "2026Q3", "--out", tmp_path, "--formats", "docx")
    assert done.code == 3, done.err
    assert len(done.out.splitlines()) == 1 and "Chrome" in done.err and "BROWSER_PATH" in done.err
    assert "2026年第三季度" in text_of(Path(done.out.split("\t")[0]))


GOOD = {"paper": "monthly", "--period": MONTH, "--formats": "docx"}
BAD = [
    ({"paper": "weekly"}, "没有叫“weekly”的文种，可选 monthly"),
    ({"--period": "2026Q3"}, "时段应写作 YYYY-MM"),
    ({"--period": "2026-13"}, "时段应写作 YYYY-MM"),
    ({"--period": "2031-01"}, "2031-01"),
    ({"--period": "2026-06"}, "2026年6月还没有发布"),
    ({"paper": "annual", "--period": "2024"}, "2024年还没有发布"),
    ({"--formats": "docx,odt"}, "没有“odt”这种格式，可选 docx"),
    ({"--formats": ","}, "没有说要哪种格式"),
    ({"--regions": "422822,某县"}, "没有“某县”这个地区，可选 恩施市"),
    ({"--date": "2026/11/12"}, "--date 应写作 YYYY-MM-DD"),
    ({"--unit": "建始县"}, "只用于函件"),
    ({"paper": "letter"}, "--step 和 --unit"),
    ({"paper": "letter", "--step": "letter", "--unit": "某县"}, "没有“某县”这个地区"),
    ({"paper": "letter", "--step": "fine", "--unit": "建始县"}, "没有“fine”这一步"),
    # A region that nothing is due to: what it has, and who is due.
    ({"paper": "letter", "--step": "exposure", "--unit": "鹤峰县"}, "还不到“曝光”"),
]


@pytest.mark.parametrize(("odd", "told"), BAD, ids=[f"{i}" for i in range(len(BAD))])
def test_bad_input_is_one_line_and_writes_nothing(notice, database, tmp_path, odd, told):
    asked = {**GOOD, "--out": str(tmp_path / "out"), **odd}
    paper = asked.pop("paper")
    done = notice(paper, *(part for pair in asked.items() for part in pair))
    assert done.code == 2, done.err
    assert done.out == "" and told in done.err and len(done.err.strip().splitlines()) == 1, done.err
    assert list(tmp_path.iterdir()) == [] and kept.issues(database) == []


def test_an_unknown_plan(database, tmp_path):
    from board.__main__ import main

    done = _within(
        main, ["notice", "monthly", "--period", MONTH, "--out", str(tmp_path / "out"), "--plan", "nowhere"]
    )
    assert done.code == 2 and "nowhere" in done.err and not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written(notice, database, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        done = notice("monthly", "--period", MONTH, "--out", place)
        assert done.code == 2 and done.out == "" and str(place) in done.err, done.err
        assert "请" in done.err.strip().splitlines()[-1]
    assert [p.name for p in tmp_path.iterdir()] == ["file"] and kept.issues(database) == []


def test_a_template_that_is_no_document(notice, tmp_path, monkeypatch):
    from board.notices import word

    broken = tmp_path / "templates" / "enshi" / "monthly.docx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"not a zip")
    real = word.render
    monkeypatch.setattr(word, "render", lambda *given: real(*given, root=broken.parents[1]))
    done = notice("monthly", "--period", MONTH, "--out", tmp_path / "out", "--formats", "xlsx,docx")
    assert done.code == 2 and done.out == "", done.err
    assert "enshi/monthly.docx" in done.err
    assert not (tmp_path / "out").exists()


def test_names_that_would_break_xml_and_names_of_200_characters(database):
    made = order.drafted(queries.open_board("enshi", database), Order("monthly", MONTH))
    table = next(b for b in made.content.blocks() if isinstance(b, Table))
    # The table's second column holds names.
    assert table.columns[1].kind == "text" and len(LONG) == 204
    lines = tuple(
        replace(line, cells=(line.cells[0], Cell(name), *line.cells[2:]))
        for line, name in zip(table.lines, (BREAKING, LONG), strict=False)
    )
    odd = replace(table, title=f"{BREAKING}情况", lines=(*lines, *table.lines[2:]))
    sections = tuple(
        replace(s, blocks=tuple(odd if b is table else b for b in s.blocks)) for s in made.content.sections
    )
    lead = replace(made.content.lead, edited=kept.cleaned(BREAKING), runs=())
    content = replace(made.content, sections=sections, title=f"关于{BREAKING}的通报", lead=lead)
    found = export.made(content, made.board.plan, ("docx", "pptx", "xlsx"))
    assert len(found.files) == 3
    for file in found.files:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(name))
    document = docx.Document(io.BytesIO(found.files[0].data))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert any(LONG in cell for cell in cells)
    assert any("<恩&施>\"市']]>" in cell for cell in cells)
