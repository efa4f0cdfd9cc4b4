"""Every page in every way of showing it, opened once: nothing from elsewhere, nothing owed to anybody, one language.

The browser of the tests resolves no name: the rest of the world is cut off (``FLAGS``), and what a page asks of it
all the same is on record. For everyone's eyes and hands: axe-core, names of pictures, headings, large type. No finding
of axe-core is set aside: nothing serious is left, not even in Streamlit's own controls.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page

from board.frame import PAGES, STAGE
from rules.packs import load_plan
from tests.browser import accessibility as owed
from tests.browser.conftest import becomes, resize, settle, visiting
from tests.browser.looks import SMALL

HOME = "127.0.0.1"
OWN = ("data", "blob", "about")
"""Addresses that ask no host."""

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ALL = [entry.path for entry in PAGES]
NAMED = ["overview", "risk_map", "tasks", "method"]
"""Pages whose names for those who cannot see are looked at in English too; the rest of a page is the same."""


@dataclass
class Visit:
    """A page that has come to rest, its path, and the addresses of other hosts that it asked for."""

    page: Page
    path: str
    elsewhere: list[str] = field(default_factory=list)

    def note(self, url: str) -> None:
        """Remember an address that is not this machine's."""
        parts = urlparse(url)
        if parts.scheme not in OWN and parts.hostname != HOME:
            self.elsewhere.append(url)


@pytest.fixture(scope="class")
def shown(request, at_home, server):
    """A page opened at a size once for all tests of its class."""
    path, query, width, height = request.param
    with visiting(at_home, width, height) as page:
        visit = Visit(page, path)
        page.on("request", lambda request: visit.note(request.url))
        page.on("websocket", lambda socket: visit.note(socket.url))
        page.goto(f"{server}/{path}{query}")
        page.wait_for_selector(".title h1", timeout=60_000)
        settle(page)
        yield visit


def opened(paths, query, width=1920, height=1080):
    """Each of these pages in a way of showing it, for the tests of a class."""
    return pytest.mark.parametrize(
        "shown", [(path, query, width, height) for path in paths], indirect=True, ids=paths
    )


class Everywhere:
    """What holds of a page however it is shown."""

    def test_it_has_no_problem(self, shown):
        assert shown.page.locator(".problem").count() == 0

    def test_it_asks_no_other_host(self, shown):
        assert shown.elsewhere == []
        # Addresses that would be asked for later, by a hover or a click, count too.
        named = shown.page.evaluate(
            "[...document.querySelectorAll('link[href], script[src], img[src]')].map(e => e.href || e.src)"
        )
        hosts = {urlparse(url).hostname for url in named if url.startswith("http")}
        assert hosts <= {HOME}
        fonts = shown.page.evaluate(
            "[...document.fonts].filter(f => f.status === 'error').map(f => f.family)"
        )
        assert fonts == []


@opened(ALL, "?month=2026-10", 1366, 768)
class TestInChinese(Everywhere):
    def test_it_owes_nothing_to_anybody(self, shown):
        owed.check(shown.page)

    def test_it_says_its_language_and_title(self, shown):
        assert shown.page.evaluate("document.documentElement.lang") == "zh-CN"
        title = shown.page.locator(".title h1").evaluate("e => e.firstChild.textContent")
        assert shown.page.title() == f"{title} · {load_plan('enshi').short_title} · 五色看板"

    def test_it_fits_a_phone(self, shown):
        """The same as 200 % on a small laptop: what is wide scrolls in its card, and keys come to it."""
        resize(shown.page, 420, 900)
        # The script that lets keys come to it looks a quarter of a second after the last change.
        assert becomes(shown.page, owed.TOO_WIDE, []) == []
        assert becomes(shown.page, owed.UNREACHABLE_SCROLL, []) == []


class English(Everywhere):
    def test_its_frame_speaks_english(self, shown):
        entry = next(e for e in PAGES if e.path == shown.path)
        for part in (
            ".title",
            "[data-testid=stSidebar]",
            *([".st-key-filters"] if entry.has_filters else []),
        ):
            assert CHINESE.findall(shown.page.inner_text(part).replace("中文", "")) == []

    def test_it_says_its_language_and_title(self, shown):
        page = shown.page
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.title().endswith(f"{load_plan('enshi').short_title_en} · Wuse") or not CHINESE.search(
            page.title().split(" · ")[0]
        )
        assert not CHINESE.search(page.locator("a.skip").inner_text())


@opened([path for path in ALL if path not in NAMED], "?lang=en")
class TestInEnglish(English):
    pass


@opened(NAMED, "?lang=en", 1366, 768)
class TestInEnglishForEverybody(English):
    def test_it_owes_nothing_to_anybody(self, shown):
        owed.check(shown.page)


@opened([path for path in ALL if path not in STAGE], "?present=1")
class TestInPresentation(Everywhere):
    pass


@opened(STAGE, "?present=1")
class TestOnStage(Everywhere):
    def test_nothing_is_small_on_a_projector(self, shown):
        page = shown.page
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16.992px"
        assert page.evaluate(SMALL) == []
        assert page.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth <= e.clientWidth + 1")


@opened(["overview"], "?month=2026-10&present=1")
class TestBeforeAnAudience:
    def test_it_owes_nothing_to_anybody(self, shown):
        owed.check(shown.page)


@opened(["method"], "?month=2026-10", 1366, 768)
class TestTheLooks:
    def test_they_can_fail(self, shown):
        """Another host, a picture without a name, a heading that skips, a faint text and a wide box are found."""
        page = shown.page
        assert shown.elsewhere == [] and owed.weighty(page) == []
        page.evaluate(
            """() => document.querySelector('[class*=st-key-card] [data-testid=stHtml]').insertAdjacentHTML(
            'beforeend', '<h5>x</h5><img src="http://elsewhere.example/x.png"><table><tr><td>1</td></tr></table>'
            + '<p style="color:#bbb;background:#fff">faint</p><div style="width:2000px">wide</div>')"""
        )
        failed = page.evaluate(
            "() => fetch('http://elsewhere.example/y').then(() => 'answered', () => 'cut off')"
        )
        assert failed == "cut off"
        assert {urlparse(url).hostname for url in shown.elsewhere} == {"elsewhere.example"}
        assert {line.split()[0] for line in owed.weighty(page)} >= {"image-alt", "color-contrast"}
        assert len(page.evaluate(owed.NAMELESS)) == 1 and len(page.evaluate(owed.HEADLESS)) == 1
        assert page.evaluate(owed.HEADINGS)["wrong"] == ["<h5>x</h5>"]
        assert page.evaluate(owed.TOO_WIDE)
