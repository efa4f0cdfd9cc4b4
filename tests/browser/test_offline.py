"""Nothing comes from elsewhere: every page is opened with the rest of the world cut off."""

from urllib.parse import urlparse

import pytest

from board.frame import PAGES
from tests.browser.conftest import settle

HOME = "127.0.0.1"


@pytest.fixture
def cut_off(browser):
    """A page that reaches its own server only, and what it asked of others."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    asked: list[str] = []

    def route(call) -> None:
        if urlparse(call.request.url).hostname == HOME:
            call.continue_()
        else:
            asked.append(call.request.url)
            call.abort()

    context.route("**/*", route)
    # Routing does not see sockets: they are watched.
    page = context.new_page()
    page.on("websocket", lambda socket: urlparse(socket.url).hostname == HOME or asked.append(socket.url))
    yield page, asked
    context.close()


@pytest.mark.parametrize("query", ["", "?lang=en", "?present=1"], ids=["chinese", "english", "presentation"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path)
def test_a_page_asks_no_other_host(server, cut_off, entry, query):
    page, asked = cut_off
    page.goto(f"{server}/{entry.path}{query}")
    page.wait_for_selector(".title h1", timeout=60_000)
    settle(page)
    assert asked == []
    assert page.locator(".problem").count() == 0
    # Addresses that would be asked for later, by a hover or a click, count too.
    named = page.evaluate(
        "[...document.querySelectorAll('link[href], script[src], img[src]')].map(e => e.href || e.src)"
    )
    hosts = {urlparse(url).hostname for url in named if url.startswith("http")}
    assert hosts <= {HOME}
    fonts = page.evaluate("[...document.fonts].filter(f => f.status === 'error').map(f => f.family)")
    assert fonts == []
