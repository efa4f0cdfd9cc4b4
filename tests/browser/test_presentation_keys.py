"""Presentation before an audience: no menu, larger type, arrow keys, a way out."""

from urllib.parse import parse_qs, urlparse

from board.frame import STAGE
from tests.browser.conftest import settle


def _goes_to(page, path: str) -> None:
    page.wait_for_function("path => location.pathname.endsWith(path)", arg=path, timeout=30_000)
    settle(page)
    page.wait_for_selector(".title h1")


def test_arrow_keys_step_through_the_pages_and_escape_leaves(server, open_page):
    page = open_page(f"{server}/overview?present=1&month=2026-09")
    assert page.locator("[data-testid=stSidebar]:visible").count() == 0
    for path in (*STAGE[1:], STAGE[0]):
        page.keyboard.press("ArrowRight")
        _goes_to(page, path)
        query = parse_qs(urlparse(page.url).query)
        assert query["present"] == ["1"] and query["month"] == ["2026-09"]
        assert page.locator(".problem").count() == 0
    page.keyboard.press("ArrowLeft")
    _goes_to(page, STAGE[-1])
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-testid=stSidebar]:visible")
    query = parse_qs(urlparse(page.url).query)
    assert "present" not in query and query["month"] == ["2026-09"]
    page.keyboard.press("ArrowRight")  # outside presentation the keys mean nothing
    page.wait_for_timeout(800)
    assert urlparse(page.url).path == f"/{STAGE[-1]}"


def test_the_button_enters_it(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-08")
    page.locator(".st-key-side_tools button", has_text="演示模式").click()
    page.wait_for_selector(".st-key-steps")
    assert "present=1" in page.url and "month=2026-08" in page.url
    page.locator(".st-key-step_out button").click()
    page.wait_for_selector("[data-testid=stSidebar]:visible")
    assert "present=1" not in page.url and "month=2026-08" in page.url
