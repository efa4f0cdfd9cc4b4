"""Files dropped on the intake page in a real browser: asked, confirmed, seen on the ranking, taken back.

The small plan: from 2026 on a spot check alone makes the score, and 东山县 has 10 of 10: green. H2, under supervision,
due on 10 October and open, is a veto: orange.
"""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import running, settle
from tests.conftest import Bench

HEADER = "隐患编号,区域,隐患级别,发现日期,整改时限,销号日期,隐患描述"
BASE = [f"{n},东山县,重大,2026-09-03,2026-09-20,2026-09-18,通道" for n in ("H0", "H1")]


def _messy(bench: Bench) -> Path:
    """Title, a header without the expected name for the number, a 合计 row, a level that nobody knows."""

    def fill(sheet: object, book: object) -> None:
        rows = [
            ["东山县2026年10月隐患台账"],
            ["登记号", "区域", "级别", "发现日期", "整改时限", "挂牌督办", "隐患描述"],
            [
                "H2",
                "东山县",
                "重大",
                "2026.9.5",
                "2026-10-10",
                "县级",
                "<script>document.title='owned'</script>",
            ],
            ["H3", "东山县", "特大", "2026-10-06", "2026-10-30", "无", "=1+1"],
            ["合计", "", "", "", "", "", "2处"],
        ]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)  # type: ignore[attr-defined]

    return bench.xlsx("<script>东山县10月.xlsx" if os.name != "nt" else "东山县10月.xlsx", {"台账": fill})


def _pick(page: Page, label: str, option: str) -> None:
    page.get_by_label(label).first.click()
    page.get_by_role("option", name=option).first.click()


def _checked(page: Page) -> None:
    page.wait_for_selector(".st-key-card_in_confirm", timeout=90_000)
    settle(page)


def _colour(bench: Bench) -> str:
    [(colour,)] = bench.query(
        "SELECT colour FROM scores WHERE month = '2026-10' AND unit_kind = 'region' AND unit_code = '990101'"
    )
    return str(colour)


@pytest.fixture
def site(bench: Bench, tmp_path: Path) -> object:
    bench.load(
        bench.csv("东山县_2026-09.csv", HEADER, BASE),
        bench.csv(
            "抽查_2026-10.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数", ["C1,东山县,2026-10-05,10,10"]
        ),
        code=0,
    )
    with running(bench.db, tmp_path / "server.log", str(bench.plan)) as address:
        yield address


def test_dropped_asked_confirmed_seen_and_taken_back(
    site: str, bench: Bench, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    assert _colour(bench) == "green"
    page = open_page(f"{site}/intake")
    settle(page)
    assert (
        page.get_by_text("Upload", exact=True).count() == 0
        or page.get_by_text("Upload", exact=True).first.evaluate("e => getComputedStyle(e).fontSize") == "0px"
    )
    page.locator("input[type=file]").set_input_files(str(_messy(bench)))
    _checked(page)
    assert "待回答" in page.inner_text("body")
    _pick(page, "是哪一列", "登记号")
    page.get_by_role("button", name="按此重新核对").click()
    page.wait_for_selector(".st-key-card_in_progress", timeout=30_000)
    _checked(page)
    body = page.inner_text("body")
    assert "2 行 = 新收 1" in body and "<script>document.title" in body and page.title() != "owned"
    assert _colour(bench) == "green"  # nothing is stored before it is confirmed

    with page.expect_download() as taken:
        page.get_by_role("button", name="退回表 CSV").click()
    mended = tmp_path / "东山县10月_改.csv"
    content = Path(taken.value.path()).read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(content)))) == 2  # the head and H3
    mended.write_text(content.replace("特大", "重大"), "utf-8-sig")

    page.locator(".st-key-in_who input").fill("安委办值班")
    page.get_by_role("button", name="确认载入").click()
    page.wait_for_selector(".st-key-card_in_loaded", timeout=120_000)
    settle(page)
    assert _colour(bench) == "orange"
    page.get_by_role("link", name="五色晾晒").first.click()
    settle(page)
    assert "橙" in page.locator(".ranking tbody tr", has_text="东山县").first.inner_text()

    page.get_by_role("link", name="数据接入").first.click()
    settle(page)
    page.locator("input[type=file]").set_input_files(str(mended))
    _checked(page)
    assert "1 行 = 新收 1" in page.inner_text("body")

    page.get_by_role("radio", name="载入记录").or_(page.get_by_role("button", name="载入记录")).first.click()
    settle(page)
    page.get_by_text("撤销这次载入").click()
    page.get_by_label("撤销原因").fill("试一试")
    page.get_by_role("button", name="撤销第 2 次载入").click()
    page.get_by_text("已撤销。台账").wait_for(timeout=120_000)
    assert _colour(bench) == "green"
