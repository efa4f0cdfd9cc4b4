"""The page of inspections as people see it: at a desk, on a laptop, on a phone; the county that finds little."""

import pytest

from board import queries, queries_inspections
from board.charts.inspections_scene import Scene
from board.queries_method import names
from tests.browser.conftest import OUT, settle
from tests.browser.looks import cut
from tests.browser.test_ranking_page import OVERLAPS, SIZES

MONTH = "2026-10"
CUT = cut(
    ".table-wrap, .tag, .card-head, .rg td, .rg th, .rg-figure",
    """for (const svg of document.querySelectorAll('svg.i-funnel')) {
    const frame = svg.getBoundingClientRect();
    for (const text of frame.width ? svg.querySelectorAll('text') : []) {
      const r = text.getBoundingClientRect();
      if (r.left < frame.left - 1 || r.right > frame.right + 1) found.push(`funnel: ${text.textContent}`);
    }
  }""",
)


@pytest.fixture
def scene(demo_db):
    board = queries.open_board("enshi", demo_db)
    return Scene(board, MONTH, "year_to_date", "region", "*", "*", "widened", names(board))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_is_whole_at_every_size(server, open_page, scene, width, height):
    page = open_page(f"{server}/inspections?month={MONTH}", width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"inspections-{width}.png")
    assert page.locator(".problem").count() == 0 and "Traceback" not in page.inner_text("body")
    regions = scene.board.plan.regions
    assert page.locator(".i-list tbody tr").count() == len(regions) == len(scene.points)
    assert page.locator("svg.i-funnel:visible").count() == 1
    assert page.locator("svg.i-funnel:visible .i-dot").count() == len(scene.points)
    assert page.locator(".rg-figure strong").count() == 4
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    if width < 700:  # who is called in comes before the register's long list
        tops = [
            page.locator(f".st-key-card_in_{n}").bounding_box()["y"] for n in ("zero", "sizes", "sectors")
        ]
        assert tops == sorted(tops)


def test_in_english_on_a_laptop(server, open_page):
    page = open_page(f"{server}/inspections?month={MONTH}&lang=en", 1366, 768)
    assert page.locator(".problem").count() == 0
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []


def test_the_county_with_many_inspections_and_few_findings_leads_to_its_rows(server, open_page, scene):
    page = open_page(f"{server}/inspections?month={MONTH}")
    (point, verdict), *_more = scene.idle
    name = scene.titles[point.code]
    row = page.locator(".i-list tbody tr").filter(has=page.locator(".i-verdict .solid"))
    assert row.locator("th").inner_text() == name
    assert "检查多、查出少" in row.locator(".i-verdict").inner_text()
    dot = page.locator(f".i-dot[data-unit='{point.code}']:visible")
    assert f"i-{verdict}" in (dot.get_attribute("class") or "")
    dot.click()
    page.wait_for_url("**/method?*")
    settle(page)
    shown = page.locator(".st-key-card_mt_figure").inner_text()
    assert name in shown and f"= {point.count:,.0f} / {point.volume:,.0f}" in shown


def test_window_and_limits_are_in_the_address_so_that_a_link_shows_the_same(server, open_page, scene):
    page = open_page(f"{server}/inspections?month={MONTH}")
    page.get_by_text("近12个月", exact=True).click()
    page.wait_for_function("() => location.search.includes('window=trailing_12')")
    page.get_by_text("只计偶然波动", exact=True).click()
    page.wait_for_function("() => location.search.includes('limits=exact')")
    settle(page)
    first = page.locator(".rg-figure strong").first.inner_text()
    whole = queries_inspections.compared(scene.board, MONTH, "trailing_12", "region").whole
    assert whole and float(first.replace(",", "")) == whole.inspections
    again = open_page(page.url)
    assert again.locator(".i-list").inner_text() == page.locator(".i-list").inner_text()
    assert "没有为此放宽" in again.locator(".st-key-card_in_funnel").inner_text()


def test_presentation_has_no_controls_and_larger_letters(server, open_page):
    page = open_page(f"{server}/inspections?month={MONTH}&present=1")
    assert page.locator(".st-key-in_bar:visible").count() == 0
    assert page.locator(".st-key-card_in_funnel a").count() == 0
    least = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.rg td, .rg th, .rg-figure *, .tag, .note')]
      .filter(e => e.innerText && e.offsetParent).map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert least >= 14
    assert page.evaluate(CUT) == []
