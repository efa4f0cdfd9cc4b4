"""The page of notices as people see it, at a desk, on a laptop, on a phone; a real edit that a real Word file has."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import docx
import pytest

from board import queries
from board.notices import kept, order
from board.notices.order import Order
from tests.browser.conftest import OUT, running, settle
from tests.browser.looks import cut
from tests.notices.conftest import released  # noqa: F401 - a fixture
from tests.notices.copies import own

ADDRESS = "notices?paper=quarterly&period=2026Q3"
CUT = cut(
    ".card-head, .tag, .nt-title, .nt-mark, .nt-cap, .nt-p, .nt-t td, .nt-t th, .nt-head",
    """const paper = document.querySelector('[class*=st-key-nt_sheet_]');
  if (paper) for (const e of paper.querySelectorAll('p, h2, h3, table')) {
    const a = e.getBoundingClientRect(), b = paper.getBoundingClientRect();
    if (a.width && innerWidth > 640 && (a.left < b.left || a.right > b.right + 1)) found.push(`outside: ${e.className}`);
  }""",
)


@pytest.fixture(scope="module")
def database(released, tmp_path_factory):  # noqa: F811
    return own(released("enshi"), tmp_path_factory.mktemp("notices"))


@pytest.fixture(scope="module")
def notices(database, tmp_path_factory):
    """A server whose desk only these tests write at."""
    with running(database, tmp_path_factory.mktemp("notices-server") / "server.log") as address:
        yield address


@pytest.mark.parametrize(
    ("width", "height", "lang"), [(1920, 1080, "zh"), (1366, 768, "zh"), (1366, 768, "en"), (420, 900, "zh")]
)
def test_the_page_is_whole_at_every_size(notices, open_page, width, height, lang):
    page = open_page(f"{notices}/{ADDRESS}&lang={lang}&regions=422822", width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"notices-{lang}-{width}.png")
    assert page.locator(".problem").count() == 0 and "Traceback" not in page.inner_text("body")
    assert "2026年第三季度" in page.locator(".nt-title").inner_text().replace("\n", "")
    sheet = page.locator(".st-key-nt_sheet_1").bounding_box()
    assert sheet is not None
    if width > 640:
        # A4, and 28 characters of 16 pt condensed by 0.25 pt across the type area of 156 mm.
        assert sheet["height"] / sheet["width"] == pytest.approx(297 / 210, abs=0.01)
        size = page.locator(".nt-p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size / sheet["width"] == pytest.approx(5.644 / 210, abs=0.0005)
    else:
        assert page.locator(".nt-p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
    assert page.locator(".nt-map svg").count() == 2 and page.locator(".js-plotly-plot").count() >= 1
    assert page.evaluate(CUT) == []


def test_a_paragraph_is_rewritten_and_the_word_file_has_it(notices, open_page, database, tmp_path):
    page = open_page(f"{notices}/{ADDRESS}&regions=422822&part=edit", 1366, 768)
    page.get_by_label("姓名或岗位").first.fill("王科")
    page.get_by_label("姓名或岗位").first.press("Enter")
    settle(page)
    field = page.locator(".st-key-card_nt_edit textarea").first
    draft = field.input_value()
    field.fill(f"{draft}另有12家企业停产整改。")
    field.press("Control+Enter")
    page.wait_for_selector("text=起草稿里没有的数字：12，请核对")
    settle(page)
    page.screenshot(path=OUT / "notices-edit-1366.png")
    page.get_by_text("预览", exact=True).click()
    page.wait_for_selector(".nt-p .tag:has-text('已改写')")
    settle(page)
    assert "另有12家企业停产整改。" in page.locator(".nt-p").first.inner_text()
    page.screenshot(path=OUT / "notices-edited-1366.png")
    for name in ("PowerPoint", "Excel", "图片"):
        page.locator(".st-key-card_nt_take").get_by_role("button", name=name, exact=True).click()
        settle(page)
    page.get_by_role("button", name="生成", exact=True).click()
    page.wait_for_selector(".st-key-nt_made button", timeout=90_000)
    settle(page)
    with page.expect_download() as caught:
        page.locator(".st-key-nt_made button").first.click()
    file = tmp_path / caught.value.suggested_filename
    caught.value.save_as(file)
    text = "".join(p.text for p in docx.Document(str(file)).paragraphs)
    assert f"{draft}另有12家企业停产整改。" in text
    page.wait_for_selector("text=已记入“出过的文”")
    page.screenshot(path=OUT / "notices-made-1366.png")
    page.get_by_text("出过的文", exact=True).click()
    page.wait_for_selector(".nt-issues tbody tr")
    sha = hashlib.sha256(file.read_bytes()).hexdigest()
    row = page.locator(".nt-issues tbody tr").first
    assert sha[:12] in row.inner_text() and "王科" in row.inner_text() and "1 段" in row.inner_text()
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
    page.wait_for_selector("text=在记录里，一字未改")
    settle(page)
    page.screenshot(path=OUT / "notices-history-1366.png")
    _changed(file)
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
    page.wait_for_selector("text=不是这里出的")
    (issue,) = kept.issues(database)
    made = order.drafted(queries.open_board("enshi", database), Order("quarterly", "2026Q3", ("422822",)))
    assert issue.content == kept.fingerprint(made.content) and issue.detail["edited"] == ["lead"]


def _changed(file: Path) -> None:
    """One more byte in a comment of the archive: Word opens it as before, its checksum is another."""
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"x"
