"""A paper's files are put in place together or not at all; what is wrong is said by name."""

import hashlib
from pathlib import Path

import pytest

from board.downloads import browsers
from board.downloads.painter import Painter
from board.notices import export, workbook
from board.notices.export import BadExport
from rules.packs import load_plan
from tests.notices.papers import paper

PLAN = load_plan("enshi")
STEM = "恩施州_季通报_2026Q3"


@pytest.fixture
def no_browser(monkeypatch):
    """A machine without Chrome, Edge or Chromium."""
    monkeypatch.setattr(browsers, "find", lambda: None)
    return Painter()


def _names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


def test_files_are_as_rendered_and_told_with_their_checksums(tmp_path, no_browser):
    steps: list[tuple[int, int, str]] = []
    folder = tmp_path / "新 文件夹" / "里面"
    written = export.write(
        paper(), PLAN, ["xlsx"], folder, lambda *step: steps.append(step), painter=no_browser
    )
    (file,) = written.files
    data = workbook.render(paper(), PLAN)
    assert file.path == folder / f"{STEM}.xlsx" and file.path.read_bytes() == data
    assert (file.format, file.bytes, file.sha256) == ("xlsx", len(data), hashlib.sha256(data).hexdigest())
    assert _names(folder) == [f"{STEM}.xlsx"] and written.problems == []
    assert steps == [(0, 1, "Excel"), (1, 1, "")]


def test_without_a_browser_documents_come_and_it_is_said_what_to_install(tmp_path, no_browser):
    written = export.write(
        paper(), PLAN, ["png", "svg", "docx", "xlsx", "pptx"], tmp_path, painter=no_browser
    )
    assert [f.path.name for f in written.files] == [
        f"{STEM}.docx", f"{STEM}.pptx", f"{STEM}.xlsx", "图2_颜色分布.svg",
    ]  # fmt: skip
    assert written.files[-1].path.parent == tmp_path / f"{STEM}_图"
    (problem,) = written.problems
    assert "Chrome、Edge 或 Chromium" in problem and "请装上其中一种" in problem


def test_files_of_the_same_name_are_replaced(tmp_path, no_browser):
    (tmp_path / f"{STEM}.xlsx").write_bytes(b"old")
    (tmp_path / "other.txt").write_bytes(b"kept")
    export.write(paper(), PLAN, ["xlsx"], tmp_path, painter=no_browser)
    assert (tmp_path / f"{STEM}.xlsx").read_bytes().startswith(b"PK")
    assert _names(tmp_path) == ["other.txt", f"{STEM}.xlsx"]


@pytest.mark.parametrize("is_new", [True, False])
def test_when_one_cannot_be_made_nothing_is_there(tmp_path, no_browser, monkeypatch, is_new):
    def broken(_content, _plan):
        raise BadExport("模板坏了")

    folder = tmp_path / "out"
    if not is_new:
        folder.mkdir()
    monkeypatch.setattr(workbook, "render", broken)
    with pytest.raises(BadExport, match="模板坏了"):
        export.write(paper(), PLAN, ["svg", "xlsx"], folder, painter=no_browser)
    assert _names(tmp_path) == ([] if is_new else ["out"])


def test_when_one_cannot_be_put_in_place_all_is_as_it_was(tmp_path, no_browser):
    """On Windows a file that Word has open cannot be replaced; a folder in its place stands for that here."""
    (tmp_path / f"{STEM}.docx").write_bytes(b"old")
    (tmp_path / f"{STEM}.xlsx").mkdir()
    (tmp_path / f"{STEM}.xlsx" / "in it").write_bytes(b"")
    before = _names(tmp_path)

    def refuse(self, target):
        if self.name.endswith(".xlsx"):
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    original = Path.replace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(
            BadExport, match=r"季通报_2026Q3\.xlsx”写不进去（Permission denied），什么也没有改动"
        ):
            export.write(paper(), PLAN, ["docx", "xlsx", "svg"], tmp_path, painter=no_browser)
    assert _names(tmp_path) == before and (tmp_path / f"{STEM}.docx").read_bytes() == b"old"


def test_a_folder_that_is_a_file_is_named(tmp_path, no_browser):
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadExport, match=r"file”(是一个文件|写不进去)|below”写不进去"):
            export.write(paper(), PLAN, ["xlsx"], path, painter=no_browser)
    assert (tmp_path / "file").read_text() == "x"


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_made(tmp_path, no_browser, monkeypatch):
    def refuse(**_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("board.notices.export.tempfile.mkdtemp", refuse)
    monkeypatch.setattr(workbook, "render", lambda *_a: pytest.fail("made for nothing"))
    with pytest.raises(BadExport, match="写不进去（Permission denied）"):
        export.write(paper(), PLAN, ["xlsx"], tmp_path / "new", painter=no_browser)
    assert _names(tmp_path) == []


def test_a_full_disk_leaves_nothing_behind(tmp_path, no_browser, monkeypatch):
    def full(self, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadExport, match="No space left on device"):
        export.write(paper(), PLAN, ["xlsx"], tmp_path, painter=no_browser)
    assert _names(tmp_path) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [(["xlsx", "odt", "ppt"], "没有“odt、ppt”这种格式"), ([], "没有说要哪种格式"), ([" "], "没有说")],
)
def test_formats_that_there_are_not(asked, told):
    with pytest.raises(BadExport, match=told) as caught:
        export.known(asked)
    assert "docx、pptx、xlsx、png、svg、pdf" in str(caught.value)


def test_formats_are_taken_as_people_write_them():
    assert export.known([" PNG", ".docx", "png", "Xlsx "]) == ["docx", "xlsx", "png"]


def test_the_page_gets_the_same_in_memory(no_browser):
    found = export.made(paper(), PLAN, ["xlsx", "svg"], painter=no_browser)
    assert [f.name for f in found.files] == [f"{STEM}.xlsx", f"{STEM}_图/图2_颜色分布.svg"]
    assert found.files[0].data == workbook.render(paper(), PLAN) and len(found.problems) == 1


def test_there_is_room_for_a_name_of_any_length(tmp_path, no_browser):
    long = paper(stem="很" * 60)
    export.write(long, PLAN, ["xlsx"], tmp_path, painter=no_browser)
    assert _names(tmp_path) == ["很" * 60 + ".xlsx"]
