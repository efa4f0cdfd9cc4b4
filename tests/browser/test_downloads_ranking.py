"""What the ranking page gives away, clicked in a browser."""

import io
import xml.etree.ElementTree as ET

import openpyxl
import pandas as pd
import pytest

CARDS = {"ranking": "五色排名", "calendar": "五色月历", "parts": "得分构成", "map": "五色分布"}


def _take(page, key: str, ending: str) -> tuple[str, bytes]:
    """Open a card's 下载, click one kind, give the file's name and content."""
    button = page.locator(f".st-key-file_{key}_{ending} button")
    for _attempt in range(5):  # one that opens during the last redraw closes again
        if button.count() and button.is_visible():
            break
        page.locator(f".st-key-take_{key} button").first.click()
        page.wait_for_timeout(500)
    with page.expect_download(timeout=40_000) as waiting:
        button.click()
    file = waiting.value
    name, data = file.suggested_filename, file.path().read_bytes()
    page.keyboard.press("Escape")
    return name, data


@pytest.mark.parametrize("key", CARDS)
def test_every_card_gives_its_five_files(server, open_page, key):
    page = open_page(f"{server}/ranking?month=2026-10")
    found = {ending: _take(page, key, ending) for ending in ("csv", "xlsx", "svg", "png", "pdf")}
    for ending, (name, _data) in found.items():
        assert name.endswith(f"_2026-10.{ending}") and CARDS[key] in name
    frame = pd.read_csv(io.BytesIO(found["csv"][1]), encoding="utf-8-sig")
    assert set(frame["月份"] if key != "calendar" else frame["月份.1"]) == {"2026年10月"}
    assert frame["数据性质"].str.contains("演示数据").all() and frame["数据版本"].notna().all()
    book = openpyxl.load_workbook(io.BytesIO(found["xlsx"][1]))
    assert book.sheetnames == ["数据", "说明"] and book["数据"].max_row == len(frame) + 1
    text = found["svg"][1].decode("utf-8")
    ET.fromstring(text)
    assert "演示数据" in text and "2026年10月" in text and "数据版本" in text
    assert found["png"][1].startswith(b"\x89PNG") and len(found["png"][1]) > 20_000
    assert found["pdf"][1].startswith(b"%PDF-") and len(found["pdf"][1]) > 10_000
    assert page.locator("[data-testid=stDownloadButtonError]").count() == 0
    assert page.locator(".problem").count() == 0


def test_the_figures_of_the_file_are_those_of_the_page(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10")
    frame = pd.read_csv(io.BytesIO(_take(page, "ranking", "csv")[1]), encoding="utf-8-sig")
    shown = page.locator("table.ranking tbody tr .c-name").all_inner_texts()
    assert list(frame["地区"]) == shown
    scores = page.locator("table.ranking tbody tr .c-score").all_inner_texts()
    for own, text in zip(frame["得分"], scores, strict=True):
        assert abs(own - float(text)) < 0.1


def test_english_files_speak_english(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10&lang=en")
    name, data = _take(page, "ranking", "csv")
    head = data.decode("utf-8-sig").splitlines()[0]
    assert name.isascii() and head.isascii()
    assert "Oct 2026" in data.decode("utf-8-sig")


def test_no_download_before_an_audience(server, open_page):
    page = open_page(f"{server}/ranking?present=1")
    assert page.locator("[class*=st-key-take_]").count() == 0
