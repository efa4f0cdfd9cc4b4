"""Nothing is for the mouse alone: Tab comes to everything, shows where it is, and Enter does what a click does."""

import pytest
from playwright.sync_api import expect

from tests.browser import accessibility as owed
from tests.browser.conftest import becomes


@pytest.mark.parametrize("path", ["ranking", "risk_map"])
def test_tab_comes_to_everything_and_shows_where_it_is(server, open_page, path):
    page = open_page(f"{server}/{path}?month=2026-10", width=1366, height=900)
    stops = owed.tab_through(page)
    assert stops[0]["top"], "the first stop skips to the content"
    assert [stop["what"] for stop in stops if not stop["shows"]] == []
    assert page.evaluate(owed.UNVISITED) == []
    places = page.locator("[data-visited]").evaluate_all(
        """all => ['.st-key-topnav', '.st-key-filters', '[class*=st-key-card]'].map(
          place => all.findIndex(e => e.closest(place)))"""
    )
    assert -1 < places[0] < places[1] < places[2], "navigation, filters, content"
    if path == "ranking":
        regions, months = page.locator(".calendar tbody tr").count(), 32
        assert page.locator(".calendar a[data-visited]").count() >= regions * months
        # Every area of the map is one stop under its whole name; its label is none.
        areas = page.locator(".picture.wide svg a[data-visited]")
        assert areas.count() == regions
        assert all(name for name in areas.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))"))


def test_the_first_link_skips_to_the_content(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10", width=1366, height=768)
    address = page.url
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    assert link.inner_text() == "跳到正文" and link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert becomes(page, "document.activeElement.closest('.title h1') !== null", True)
    assert page.url == address
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.st-key-topnav')")


def test_a_region_of_the_map_opens_with_enter(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10", width=1366, height=768)
    page.locator(".picture.wide svg a[aria-label^='巴东县']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/method?*about=score*")


def test_a_download_is_opened_and_taken_with_keys(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10", width=1366, height=768)
    page.locator(".st-key-take_ranking button").first.focus()
    page.keyboard.press("Enter")
    switch = page.locator(".st-key-paper_ranking input")
    switch.wait_for(state="attached")
    assert owed.weighty(page) == []
    for _stop in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.st-key-file_ranking_csv') !== null"):
            break
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "五色排名_2026-10.csv"


def test_a_bundle_of_tasks_opens_with_keys(server, open_page):
    page = open_page(f"{server}/tasks?month=2026-10", width=1366, height=768)
    bundle = page.locator(".tk-bundle:not(:has([open]))").first
    assert not bundle.locator(".tk-in").is_visible()
    bundle.locator("summary").focus()
    page.keyboard.press("Space")
    expect(page.locator(".tk-bundle:has([open]) .tk-in").first).to_be_visible()
