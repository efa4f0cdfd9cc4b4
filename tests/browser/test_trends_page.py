"""The page of trends as people see it: at a desk, on a laptop, on a phone; a chart that is built is a link."""

import pytest

from board import queries, trends
from board.charts import trends_course, trends_text
from board.queries_trends import Unit
from tests.browser.conftest import OUT, settle
from tests.browser.looks import cut
from tests.browser.test_ranking_page import OVERLAPS

MONTH = "2026-10"

CUT = cut(
    ".table-wrap, .tr-scroll, .tag, .card-head, .tr-months td, .tr-deaths td, .tr-deaths th, .tr-tile, .tr-figure",
    """const plot = document.querySelector('.js-plotly-plot');
  const room = plot.getBoundingClientRect();
  for (const e of plot.querySelectorAll('.annotation-text, .xtick text, .ytick text')) {
    const r = e.getBoundingClientRect();
    if (r.width && (r.left < room.left - 1 || r.right > room.right + 1)) found.push(`outside: ${e.textContent}`);
  }""",
)


@pytest.fixture
def board(demo_db):
    return queries.open_board("enshi", demo_db)


def whole(board, name=""):
    """The course of a measure of all regions, as the page should say it."""
    found = [c.measure for c in trends.choices(board.plan)]
    measure = next((m for m in found if m.id == name), found[0])
    first = str(board.plan.first_month)
    return trends_course.trend(board, measure, measure.declared, Unit(), first, MONTH)


@pytest.mark.parametrize(
    ("width", "height", "lang"), [(1920, 1080, "zh"), (1366, 768, "zh"), (1366, 768, "en"), (420, 900, "zh")]
)
def test_the_page_is_whole_at_every_size(server, open_page, board, width, height, lang):
    page = open_page(f"{server}/trends?month={MONTH}&lang={lang}", width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"trends-{lang}-{width}.png", full_page=True)
    assert page.locator(".problem").count() == 0 and "Traceback" not in page.inner_text("body")
    shown = whole(board)
    value = trends_text.value(shown.measure, shown.figure(MONTH))
    assert page.locator(".tr-months tbody tr").count() == len(shown.months)
    assert page.locator(".tr-months tbody tr").first.locator("td").first.inner_text() == value
    assert value in page.locator(".st-key-card_tr_chart .finding").inner_text()
    assert page.locator(".js-plotly-plot:visible").count() == 1
    assert page.locator(".tr-tile:visible").count() == len(board.plan.regions)
    assert all(image.get_attribute("alt") for image in page.locator(".tr-tile img").all())
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []


def test_a_chart_that_was_built_is_a_link_that_can_be_sent(server, open_page, board):
    page = open_page(f"{server}/trends?month={MONTH}")
    page.get_by_role("combobox", name="看哪个数").click()
    page.get_by_role("combobox", name="看哪个数").fill("执法检查次数")
    page.get_by_role("option", name="执法检查次数").click()
    page.wait_for_function("() => location.search.includes('of=inspections')")
    settle(page)
    page.get_by_text("与上年同期", exact=True).click()
    page.wait_for_function("() => location.search.includes('form=years')")
    settle(page)
    title = page.locator(".st-key-card_tr_chart h2").inner_text()
    finding = page.locator(".st-key-card_tr_chart .finding").inner_text()
    assert title.startswith("执法检查次数") and trends_text.finding(whole(board, "inspections")) == finding
    sent = open_page(page.url)
    assert sent.locator(".st-key-card_tr_chart .finding").inner_text() == finding
    labels = sent.locator(".st-key-card_tr_chart .annotation-text").all_text_contents()
    assert any(text.startswith("2025年") for text in labels) and any(
        text.startswith("2026年") for text in labels
    )
    # A small chart leads to its own large one, which keeps measure and form.
    tile = sent.locator(".tr-tile").nth(1)
    name = tile.locator(".tr-name").inner_text()
    tile.click()
    sent.wait_for_url("**region=*")
    sent.wait_for_selector(f".st-key-card_tr_chart h2:has-text('{name}')")
    settle(sent)
    assert sent.locator(".st-key-card_tr_chart h2").inner_text() == f"执法检查次数，{name}"
    assert "form=years" in sent.url and sent.locator(".tr-tile.chosen .tr-name").inner_text() == name


def test_before_an_audience_there_are_no_controls_and_larger_letters(server, open_page):
    page = open_page(f"{server}/trends?month={MONTH}&of=accidents&present=1")
    assert page.locator(".st-key-tr_bar:visible, .st-key-tr_split:visible, a.tr-tile").count() == 0
    assert "事故起数" in page.locator(".st-key-card_tr_chart h2").inner_text()
    least = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.tr-months td, .tr-deaths td, .tr-tile *, .note')]
      .filter(e => e.innerText && e.offsetParent && !e.classList.contains('only-read'))
      .map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert least >= 14
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
