"""Presentation before an audience: no menu, larger type, arrow keys, a way out."""

from urllib.parse import parse_qs, urlparse

import pytest

from board.frame import STAGE
from tests.browser.conftest import settle

SMALLEST = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('title, style, script, svg')) continue;
    const box = parent.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (box.width && box.height && size && size < 13.95) found.push(`${size} ${node.textContent.trim().slice(0, 20)}`);
  }
  return found;
}"""


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


@pytest.mark.parametrize("path", STAGE)
def test_nothing_is_small_on_a_projector(server, open_page, path):
    page = open_page(f"{server}/{path}?present=1", 1920, 1080)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16.992px"
    assert page.evaluate(SMALLEST) == []
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
