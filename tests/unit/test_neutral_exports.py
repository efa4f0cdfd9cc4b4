"""What came in goes out as text: no formula in any file that leaves, no markup on any page.

A copy of the demonstration is poisoned: every free text and every number of a record in its ledgers, its rejects,
findings and files begins with what a spreadsheet would run and a browser would take for markup. Then every page is
opened, and every file that it offers is made and looked into.
"""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from board.__main__ import main as board_command
from board.downloads import control, tables
from board.frame import PAGES
from database import read_pointer, write_pointer
from database.builds import sidecar
from etl.contract import contracts
from rules.neutral import neutral
from tests.conftest import ROOT, _within

ENTRY = str(ROOT / "dashboard.py")
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
POISONS = ("=1+cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3", "\t=1")
POISON = POISONS[0] + MARKUP
SOURCES = ("board", "pages", "dashboard.py")


def poisoned_columns(connection):
    """Table and column of everything that people wrote: texts and numbers of records, not codes or months."""
    there = set(
        connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() AS c JOIN duckdb_tables() USING (table_name)"
        ).fetchall()
    )
    wanted = [
        (t, c.name)
        for t, contract in contracts().items()
        for c in contract.columns
        if c.type in ("text", "id")
    ]
    wanted += [(t, f"{c.name}_text") for t, contract in contracts().items() for c in contract.columns]
    wanted += [("findings", n) for n in ("key", "detail")]
    wanted += [("rejects", n) for n in ("value", "message", "column")]
    wanted += [("load_files", n) for n in ("file", "message", "sheet")] + [
        ("loads", n) for n in ("loaded_by", "note")
    ]
    return [pair for pair in wanted if pair in there]


@pytest.fixture(scope="module")
def poisoned(demo_db, tmp_path_factory):
    """The poisoned copy; its sizes are told anew, so that it counts as whole."""
    base = tmp_path_factory.mktemp("poisoned")
    database = base / "wuse.duckdb"
    pointer = read_pointer(demo_db)
    database.with_name("wuse.duckdb.d").mkdir()
    file = pointer.file(database)
    shutil.copyfile(pointer.file(demo_db), file)
    with duckdb.connect(str(file)) as connection:
        columns = poisoned_columns(connection)
        assert len({table for table, _ in columns}) > 15
        for table, column in columns:
            connection.execute(f'UPDATE "{table}" SET "{column}" = ? || "{column}"', [POISON])
        connection.execute("CHECKPOINT")
    told = json.loads(demo_db.read_text("utf-8")) | {"size": file.stat().st_size}
    write_pointer(database, type(pointer)(**told))
    assert not sidecar(database, pointer.build_id).exists()
    return database


@pytest.fixture(scope="module")
def pages(poisoned):
    """Every page and part of a page, opened once: its elements, and the exhibits that it offered."""
    found, offered = {}, []
    real = control._makers

    def noting(exhibit, build, on_paper=None):
        offered.append((exhibit, build))
        return real(exhibit, build, on_paper)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUSE_DB", str(poisoned))
        patch.setenv("WUSE_PLAN", "enshi")
        patch.setattr(control, "_makers", noting)
        for entry in PAGES:
            for part in ("", *parts_of(entry.path)):
                test = AppTest.from_file(ENTRY, default_timeout=120)
                if part:
                    test.query_params["part"] = part
                test.switch_page(f"pages/{entry.path}.py").run()
                assert not test.exception, (entry.path, part)
                found[entry.path, part] = test
        yield found, offered


def parts_of(page):
    """What ``part`` in the address may be, read from the page's own source and its cards."""
    files = [ROOT / "pages" / f"{page}.py", *(ROOT / "board" / "charts").glob(f"{page}*.py")]
    known = {"intake": ("upload", "findings", "releases", "loads")}
    told = known.get(page, ())
    text = "".join(f.read_text("utf-8") for f in files if f.is_file())
    return [part for part in told if f'"{part}"' in text]


def markup_of(test):
    """Everything on a page that a browser would read as HTML."""
    html = [str(getattr(e.proto, "body", "")) for e in test.get("html")]
    return "\n".join(html + [m.value for m in test.markdown if m.proto.allow_html])


def test_what_came_in_is_never_markup(pages):
    seen_as_text = 0
    for place, test in pages[0].items():
        html = markup_of(test)
        assert "<img src=x" not in html, place
        assert "<script>alert" not in html, place
        assert not re.search(r"""(href|src)\s*=\s*["']?\s*javascript:""", html, re.IGNORECASE), place
        seen_as_text += html.count("&lt;img src=x")
    assert seen_as_text > 0, "no page shows a poisoned text: the test says nothing"


def test_markdown_without_html_shows_what_came_in_as_text(pages):
    """Markdown that may hold no HTML can still hold a link or a picture."""
    for place, test in pages[0].items():
        for element in test.markdown:
            if not element.proto.allow_html:
                assert POISON not in element.value or "`" in element.value, place


def risky(cell):
    return neutral(cell) != cell


def test_no_csv_of_a_page_holds_a_formula(pages):
    assert len(pages[1]) > 15, "exhibits"
    poisoned = 0
    for exhibit, build in pages[1]:
        rows = list(csv.reader(io.StringIO(tables.csv_bytes(exhibit, build).decode("utf-8-sig"))))
        for row in rows:
            assert not any(risky(cell) for cell in row), (exhibit.name, row)
            poisoned += sum(cell.startswith("'" + POISON[:5]) for cell in row)
    assert poisoned > 0, "no file holds a poisoned text: the test says nothing"


def test_no_workbook_of_a_page_holds_a_formula_or_a_link(pages):
    for exhibit, build in pages[1]:
        with zipfile.ZipFile(io.BytesIO(tables.xlsx_bytes(exhibit, build))) as book:
            no_formula(book, exhibit.name)


def no_formula(book, name):
    """A workbook without formulas, links, macros or a way to other files."""
    for member in book.namelist():
        assert not re.search(r"vba|externalLink|macro", member, re.IGNORECASE), (name, member)
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            text = book.read(member).decode("utf-8")
            assert "<f>" not in text and "<f " not in text, name
            assert "<hyperlink" not in text and "ddeLink" not in text, name


def test_no_drawing_holds_markup_that_came_in(pages):
    drawn = [exhibit for exhibit, _ in pages[1] if exhibit.svg is not None]
    assert drawn
    for exhibit in drawn:
        svg = exhibit.svg()
        assert (
            "<img src=x" not in svg
            and "<script" not in svg
            and "onerror=" not in re.sub("&lt;.*?&gt;", "", svg)
        )


@pytest.mark.parametrize(
    "kind", ["ranking", "hazards", "targets", "risk", "tasks", "reporting", "findings", "inspections"]
)
def test_the_command_line_gives_no_formula_in_a_csv(poisoned, kind):
    outcome = _within(
        board_command, ["show", kind, "--plan", "enshi", "--db", str(poisoned), "--format", "csv"]
    )
    assert outcome.code == 0, outcome.err
    rows = list(csv.reader(io.StringIO(outcome.out)))
    assert len(rows) > 1
    for row in rows[1:]:
        # A figure in exponent form, such as -1e-05, is a number and no formula.
        assert not any(risky(cell) for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?e-?\d+", cell)), row


@pytest.mark.parametrize("poison", POISONS)
def test_rejects_hold_no_formula_and_come_back_as_they_were(bench, ledgers_only, poison):
    """Each poison in a good row's text and in a bad row; the CSV and, where one is written, the workbook."""
    text = poison + MARKUP
    header = ["隐患编号", "区域", "隐患级别", "发现日期", "隐患描述", text]
    rows = [
        ["H1", "东山县", "重大", "2025-02-30", text, text],
        [text, "南海县", text, "2025-01-05", "x", "y"],
    ]
    result = bench.load(bench.csv("a_2025-01.csv", header, rows), code=3)
    assert result["rejected"] == 2
    written = Path(result["files"][0]["rejects_file"])
    content = list(csv.reader(io.StringIO(written.read_text("utf-8-sig"), newline="")))
    assert not any(risky(cell) for row in content for cell in row)
    assert any(cell == "'" + text for row in content for cell in row)
    for book in written.parent.glob("*.xlsx"):
        with zipfile.ZipFile(book) as opened:
            no_formula(opened, book.name)
    mended = written.read_text("utf-8-sig").replace("2025-02-30", "2025-02-28")
    bench.load(bench.text("mended_2025-01.csv", mended, "utf-8-sig"), code=3)
    assert bench.query("SELECT description FROM hazards") == [(text.strip(),)], (
        "the apostrophe is taken off again"
    )


def test_no_page_has_a_table_with_a_download_of_streamlits_own():
    """``st.dataframe`` and ``st.data_editor`` write CSV files in the browser, past the apostrophe."""
    for source in SOURCES:
        path = ROOT / source
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            text = file.read_text("utf-8")
            assert not re.search(r"\bst\.(dataframe|data_editor)\b", text), file
            assert not re.search(r"csv\.writer|to_csv|to_excel", text) or "neutral" in text, file
