"""English at a switch: in the address, for this viewer alone, whole on its page. Every page: ``test_every_page``."""

import re

from tests.browser.conftest import at_sizes, becomes
from tests.browser.test_ranking_page import CLIPPED, OVERLAPS, SIZES

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def test_the_switch_changes_language_and_address_and_keeps_the_view(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-08&region=422823")
    page.locator(".st-key-side_tools button", has_text="English").click()
    page.wait_for_selector("h1:has-text('Five-colour ranking')")
    assert "lang=en" in page.url and "month=2026-08" in page.url and "region=422823" in page.url
    # The page's own language follows the heading within the same run.
    page.wait_for_function("document.documentElement.lang === 'en'", timeout=10_000)
    page.locator(".st-key-side_tools button", has_text="中文").click()
    page.wait_for_selector("h1:has-text('五色晾晒')")
    assert "lang=zh" in page.url
    page.wait_for_function("document.documentElement.lang === 'zh-CN'", timeout=10_000)


def test_two_viewers_read_two_languages(server, open_page):
    english, chinese = open_page(f"{server}/ranking?lang=en"), open_page(f"{server}/ranking")
    for page in (english, chinese):
        page.locator(
            "[data-testid=stButtonGroup] button, [data-testid=stSegmentedControl] button"
        ).last.click()
    english.wait_for_selector("text=Hazardous chemicals")
    chinese.wait_for_selector("text=危险化学品")
    assert CHINESE.search(chinese.inner_text(".title")) and not CHINESE.search(english.inner_text(".title"))


def test_the_ranking_page_is_whole_in_english(server, open_page):
    page = open_page(f"{server}/ranking?lang=en", *SIZES[0])
    for width in at_sizes(page, SIZES, "ranking-en"):
        text = page.inner_text("body").replace("中文", "")
        assert CHINESE.findall(text) == []
        assert becomes(page, OVERLAPS, []) == [], width
        assert becomes(page, CLIPPED, []) == [], width
