"""From a figure on a page to its definition, and on to its rows, as a person clicks."""

import pytest

from tests.browser.conftest import at_sizes, becomes, settle
from tests.browser.test_ranking_page import CLIPPED, OVERLAPS

SIZES = [(1920, 1080), (1366, 768), (420, 900)]
PARTS = ("figures", "colours", "clauses", "own", "sources", "how")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_whole_at_every_size(server, open_page, lang):
    page = open_page(f"{server}/method?month=2026-10&lang={lang}", *SIZES[0])
    for width in at_sizes(page, SIZES, f"method-{lang}"):
        assert becomes(page, OVERLAPS, []) == [], width
        assert becomes(page, CLIPPED, []) == [], width


@pytest.mark.parametrize("part", PARTS[1:])
def test_every_part_is_whole(server, open_page, part):
    page = open_page(f"{server}/method?month=2026-10&part={part}", 1366, 768)
    assert page.locator("[class*=st-key-card_mt]").count() >= 1
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CLIPPED) == []


def test_one_click_to_the_definition_one_more_to_the_denominators_rows(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10&region=422823", 1920, 1080)
    page.locator("table.ranking thead a.def").first.click()
    page.wait_for_selector(".st-key-card_mt_figure", timeout=60_000)
    settle(page)
    assert "/method" in page.url and "region=422823" in page.url and "month=2026-10" in page.url
    assert "巴东县" in page.inner_text(".st-key-card_mt_figure")
    numerator = page.inner_text(".st-key-mt_rows_head")
    page.get_by_text("分母的行", exact=True).click()
    page.wait_for_function(
        "before => document.querySelector('.st-key-mt_rows_head').innerText !== before", arg=numerator
    )
    settle(page)
    assert "half=denominator" in page.url
    told = page.inner_text(".st-key-card_mt_figure .finding")
    total = page.inner_text(".st-key-mt_rows_head .finding")
    assert told.split("/")[-1].strip() == total.split("合计")[-1].strip()


def test_a_row_of_targets_on_the_overview_leads_there_too(server, open_page):
    page = open_page(f"{server}/overview?month=2026-10", 1920, 1080)
    page.locator(".st-key-card_o_targets svg a:visible").first.click()
    page.wait_for_selector(".st-key-card_mt_figure", timeout=60_000)
    assert "indicator=" in page.url
