"""For everyone's eyes and hands: axe-core, names of pictures, headings, large type and still pictures, in Chromium.

No finding of axe-core is set aside: nothing serious is left, not even in Streamlit's own controls.
"""

import re

import pytest

from board.frame import PAGES
from rules.packs import load_plan
from tests.browser import accessibility as owed
from tests.browser.conftest import running, settle

PHONE = {"width": 420, "height": 900}
ENGLISH = ("overview", "risk_map", "tasks", "method")
"""Pages whose names for those who cannot see are looked at in English too; the rest of a page is the same."""


@pytest.fixture(scope="module")
def township_server(clean_demo, tmp_path_factory):
    """A server of a plan with many regions and no polygons."""
    with running(clean_demo("xupu"), tmp_path_factory.mktemp("xupu") / "server.log", "xupu") as address:
        yield address


def check(page):
    """What holds of a page in every language and plan."""
    assert page.locator(".problem").count() == 0
    assert owed.weighty(page) == []
    assert page.evaluate(owed.NAMELESS) == []
    assert page.evaluate(owed.HEADINGS) == {"first": 1, "wrong": []}
    assert page.evaluate(owed.HEADLESS) == []
    assert page.evaluate(owed.UNREACHABLE_SCROLL) == []


@pytest.mark.parametrize("path", [entry.path for entry in PAGES])
def test_a_page_owes_nothing_to_anybody(server, open_page, path):
    page = open_page(f"{server}/{path}?month=2026-10", width=1366, height=768)
    check(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    title = page.locator(".title h1").evaluate("e => e.firstChild.textContent")
    assert page.title() == f"{title} · {load_plan('enshi').short_title} · 五色看板"
    # A phone, and the same as 200 % on a small laptop: what is wide scrolls in its card, and keys come to it.
    page.set_viewport_size(PHONE)
    settle(page)
    page.wait_for_timeout(400)  # the script looks a quarter of a second after the last change
    assert page.evaluate(owed.TOO_WIDE) == []
    assert page.evaluate(owed.UNREACHABLE_SCROLL) == []


@pytest.mark.parametrize("path", ENGLISH)
def test_names_are_in_the_language_of_the_page(server, open_page, path):
    page = open_page(f"{server}/{path}?month=2026-10&lang=en", width=1366, height=768)
    check(page)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title().endswith(f"{load_plan('enshi').short_title_en} · Wuse") or not re.search(
        r"[\u4e00-\u9fff]", page.title().split(" · ")[0]
    )
    assert not re.search(r"[\u4e00-\u9fff]", page.locator("a.skip").inner_text())


@pytest.mark.parametrize("path", ["ranking", "risk_map"])
def test_many_regions_without_polygons(township_server, open_page, path):
    page = open_page(f"{township_server}/{path}", width=1366, height=768)
    check(page)


def test_before_an_audience(server, open_page):
    check(open_page(f"{server}/overview?month=2026-10&present=1"))


def test_the_rules_can_fail(server, open_page):
    """A picture without a name, a heading that skips, a faint text and a wide box are found."""
    page = open_page(f"{server}/method?month=2026-10", width=1366, height=768)
    page.evaluate(
        """() => document.querySelector('[class*=st-key-card] [data-testid=stHtml]').insertAdjacentHTML('beforeend',
        '<h5>x</h5><img src="data:,"><table><tr><td>1</td></tr></table><p style="color:#bbb;background:#fff">faint</p>'
        + '<div style="width:2000px">wide</div>')"""
    )
    assert {line.split()[0] for line in owed.weighty(page)} >= {"image-alt", "color-contrast"}
    assert len(page.evaluate(owed.NAMELESS)) == 1 and len(page.evaluate(owed.HEADLESS)) == 1
    assert page.evaluate(owed.HEADINGS)["wrong"] == ["<h5>x</h5>"]
    assert page.evaluate(owed.TOO_WIDE)


def test_who_wants_no_motion_gets_none(server, new_page):
    page = new_page(1366, 768)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/ranking?month=2026-10")
    page.wait_for_selector(".title h1")
    settle(page)
    moving = """() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
      return [...s.transitionDuration.split(','), ...s.animationDuration.split(',')].some(t => parseFloat(t) > 0.001);
    }).map(e => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(moving) == []
