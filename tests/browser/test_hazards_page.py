"""The page of hazards as an analyst uses it: whole at every size, a search that can be sent, from a cell to one hazard."""

import pytest
from playwright.sync_api import expect

from board import queries, queries_hazards, queries_hazards_list
from board.queries_hazards import Scope
from board.queries_hazards_list import Asked
from tests.browser.conftest import OUT, settle
from tests.browser.looks import cut
from tests.browser.test_ranking_page import OVERLAPS, SIZES

MONTH = "2026-10"

CUT = cut(".tag, .card-head, .rg td, .rg th, .rg-figure, .hz-bridge td, .hz-bridge th, .empty")


# The list has been brought into the window, and stands still.
IN_SIGHT = """() => new Promise(done => {
  const place = () => document.querySelector('.st-key-card_hz_list').getBoundingClientRect();
  const {top, height} = place();
  const isSeen = top >= -1 && top + Math.min(height, 200) <= innerHeight;
  setTimeout(() => done(isSeen && place().top === top), 300);
})"""


@pytest.fixture
def board(demo_db):
    return queries.open_board("enshi", demo_db)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_is_whole_at_every_size(server, open_page, board, width, height):
    page = open_page(f"{server}/hazards?month={MONTH}&level=all", width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"hazards-{width}.png")
    now = queries_hazards.flow(board, Scope(MONTH, "all"))[-1]
    shown = [text.split()[0] for text in page.locator(".hz-figures strong").all_inner_texts()]
    assert [int(n.replace(",", "")) for n in shown] == [now.open_stock, now.found, now.closed, now.overdue]
    assert page.locator(".hz-rows tbody tr").count() == min(now.open_stock, queries_hazards_list.PAGE)
    assert page.locator(".js-plotly-plot:visible").count() == 1
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    if width >= 1366:
        # One screen tells the story: figures and the chart stand above the fold.
        chart = page.locator(".st-key-card_hz_flow").bounding_box()
        assert chart and chart["y"] + chart["height"] <= height + 40


def test_a_search_stands_in_the_address_and_can_be_sent(server, open_page, board):
    page = open_page(f"{server}/hazards?month={MONTH}&level=all&state=all")
    box = page.locator(".st-key-hz_filters input[type=text]").first
    box.fill("警示 公司")
    box.press("Enter")
    page.wait_for_function("() => location.search.includes('q=')")
    settle(page)
    asked = Asked(Scope(MONTH, "all"), "警示 公司", "all")
    count = queries_hazards_list.count(board, asked)
    wanted = [row["hazard_id"] for row in queries_hazards_list.page(board, asked)]
    assert 0 < count < 1000
    shown = page.locator(".hz-rows tbody th").all_inner_texts()
    assert [text.strip() for text in shown] == wanted
    sent = open_page(page.url)
    assert [text.strip() for text in sent.locator(".hz-rows tbody th").all_inner_texts()] == wanted
    assert sent.locator(".st-key-hz_filters input[type=text]").first.input_value() == "警示 公司"


def test_pages_of_the_list_turn_and_are_kept(server, open_page, board):
    page = open_page(f"{server}/hazards?month={MONTH}&level=all&state=all&sort=found_old")
    page.get_by_role("button", name="下一页").click()
    page.wait_for_function("() => location.search.includes('list_page=2')")
    settle(page)
    asked = Asked(Scope(MONTH, "all"), state="all", sort="found_old")
    wanted = [row["hazard_id"] for row in queries_hazards_list.page(board, asked, 1)]
    assert [text.strip() for text in page.locator(".hz-rows tbody th").all_inner_texts()] == wanted


def test_from_a_cell_of_the_grid_to_one_hazard_and_back(server, open_page):
    page = open_page(f"{server}/hazards?month={MONTH}&level=all&grid=overdue")
    cell = page.locator(".hz-grid tbody td[class*=hz-t] a[href*='state=overdue']").first
    number = int(cell.inner_text())
    cell.click()
    page.wait_for_url("**/hazards?*state=overdue*")
    settle(page)
    rows = page.locator(".hz-rows tbody tr")
    expect(rows).to_have_count(number)
    page.wait_for_function(IN_SIGHT)
    box = page.locator(".st-key-card_hz_list").bounding_box()
    assert box and box["y"] >= -1 and box["y"] + min(box["height"], 200) <= 1080, "the list is in sight"
    first = rows.first.locator("th").inner_text().strip()
    rows.first.locator("th a").click()
    page.wait_for_url("**/hazards?*hazard=*")
    settle(page)
    assert first in page.locator(".st-key-card_hz_facts h2").inner_text()
    assert "逾期" in page.locator(".st-key-card_hz_facts .finding").inner_text()
    assert page.locator(".hz-history tbody tr").count() >= 1
    page.screenshot(path=OUT / "hazards-one.png")
    page.locator(".hz-back a").click()
    page.wait_for_function("() => !location.search.includes('hazard=')")
    settle(page)
    expect(page.locator(".hz-rows tbody tr")).to_have_count(number)
