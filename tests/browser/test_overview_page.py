"""The overview as people see it: on a projector, at a desk, on a laptop, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page

from rules.packs import load_plan
from tests.browser.conftest import OUT, settle
from tests.browser.test_ranking_page import OVERLAPS

CLIPPED = """() => {
  const found = [];
  const main = document.querySelector('[data-testid=stMain]');
  if (main.scrollWidth > main.clientWidth + 1) found.push('page scrolls sideways');
  const cards = document.querySelectorAll('[class*=st-key-card_o_], [class*=st-key-o_find_]');
  for (const card of cards) {
    const outer = card.getBoundingClientRect();
    for (const e of card.querySelectorAll('svg, .o-sentence, .o-figure, .o-foot, li, .card-head')) {
      const r = e.getBoundingClientRect();
      if (!r.width || !r.height) continue;
      if (r.bottom > outer.bottom + 1.5 || r.right > outer.right + 1.5 || r.left < outer.left - 1.5)
        found.push(`${e.className.baseVal ?? e.className}: ${e.textContent.slice(0, 20)}`);
    }
  }
  return found.slice(0, 10);
}"""
SMALLEST = """() => {
  let least = 99;
  const walk = document.createTreeWalker(document.querySelector('.st-key-overview'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.getClientRects().length || e.closest('title, style')) continue;
    const svg = e.closest('svg');
    const scale = svg ? e.getScreenCTM().a : 1;
    least = Math.min(least, parseFloat(getComputedStyle(e).fontSize) * scale);
  }
  return least;
}"""
COLUMNS = """() => [...document.querySelectorAll('[class*=st-key-card_o_]')].map(e => {
  const r = e.getBoundingClientRect();
  return [(/card_o_([a-z]+)/.exec(e.className) || [])[1], Math.round(r.left), Math.round(r.top)];
})"""


@pytest.fixture
def overview(new_page: Callable[[int, int], Page], server: str) -> Callable[..., Page]:
    return _visits(new_page, server)


@pytest.fixture
def province(new_page: Callable[[int, int], Page], province_server: str) -> Callable[..., Page]:
    return _visits(new_page, province_server)


def _visits(new_page: Callable[[int, int], Page], address: str) -> Callable[..., Page]:
    def visit(query: str = "", width: int = 1920, height: int = 1080) -> Page:
        page = new_page(width, height)
        page.goto(f"{address}/overview?{query}")
        page.wait_for_selector(".st-key-card_o_measures, .problem", timeout=60_000)
        settle(page)
        assert page.locator(".problem").count() == 0
        return page

    return visit


@pytest.mark.parametrize(
    ("name", "query", "width", "height"),
    [
        ("present", "month=2026-10&present=1", 1920, 1080),
        ("desk", "month=2026-10", 1920, 1080),
        ("laptop", "month=2026-10", 1366, 768),
        ("phone", "month=2026-10", 420, 900),
    ],
)
def test_the_page_is_whole_at_every_size(overview, name, query, width, height):
    page = overview(query, width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"overview-{name}.png")
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CLIPPED) == []
    assert page.locator("[class*=st-key-o_find_]").count() == 5
    # One drawing of each kind is seen: map, strip, bullets.
    assert page.locator(".st-key-overview .picture svg:visible").count() == 3
    for region in load_plan("enshi").regions:
        assert region.name in page.inner_text(".st-key-overview")
    assert "Traceback" not in page.inner_text("body")


@pytest.mark.parametrize(
    ("width", "height", "month"),
    [(1920, 1080, "2026-10"), (1920, 1080, "2024-10"), (1366, 768, "2025-02"), (1280, 1024, "2026-01"),
     (2560, 1080, "2026-10")],
)  # fmt: skip
def test_a_briefing_fits_one_screen(overview, width, height, month):
    page = overview(f"month={month}&present=1", width, height)
    size = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        "return [m.scrollHeight, document.documentElement.scrollHeight]; }"
    )
    assert max(size) <= height
    assert page.evaluate(OVERLAPS) == [] and page.evaluate(CLIPPED) == []


def test_nothing_is_too_small_for_a_projector(overview):
    assert overview("month=2026-10&present=1").evaluate(SMALLEST) >= 13.95
    assert overview("month=2026-10", 1366, 768).evaluate(SMALLEST) >= 12.95


def test_columns_follow_the_width(overview):
    three = {name: (x, y) for name, x, y in overview("month=2026-10&present=1").evaluate(COLUMNS)}
    assert three["spread"][0] < three["scores"][0] < three["targets"][0] == three["measures"][0]
    assert three["spread"][1] == three["scores"][1] == three["targets"][1] < three["measures"][1]
    two = {name: (x, y) for name, x, y in overview("month=2026-10", 1366, 768).evaluate(COLUMNS)}
    assert len({x for x, _y in two.values()}) == 2
    phone = overview("month=2026-10", 420, 900).evaluate(COLUMNS)
    assert [n for n, _x, _y in sorted(phone, key=lambda c: c[2])] == [
        "spread",
        "scores",
        "targets",
        "measures",
    ]
    assert len({x for _n, x, _y in phone}) == 1


@pytest.mark.parametrize(
    ("finding", "path"), [("colours", "/ranking"), ("hazards", "/hazards"), ("targets", "/targets")]
)
def test_a_finding_leads_to_its_page_with_the_filters(overview, finding, path):
    page = overview("month=2026-09&region=422823&sector=mining&by=region")
    # Anywhere on the finding, not only on its label: the link lies over it.
    page.locator(f".st-key-o_find_{finding} .o-sentence").click(force=True)
    page.wait_for_url(f"**{path}?**")
    sent = parse_qs(urlparse(page.url).query)
    assert sent["month"] == ["2026-09"] and sent["region"] == ["422823"] and sent["sector"] == ["mining"]


def test_presentation_goes_on_in_presentation(overview):
    page = overview("month=2026-09&present=1")
    page.locator(".st-key-o_find_movement .o-sentence").click(force=True)
    page.wait_for_url("**/ranking?**")
    assert "present=1" in page.url


def test_every_colour_carries_its_name(overview):
    page = overview("month=2026-10&present=1")
    names = {c.short for c in load_plan("enshi").ranking_scale} | {"未报", "样本不足"}
    chips = page.locator(".st-key-overview .chip").all_inner_texts()
    assert chips and set(chips) <= names
    strip = page.locator(".st-key-card_o_scores .picture svg")
    axis = strip.locator("text").all_text_contents()
    assert {c.short for c in load_plan("enshi").ranking_scale} <= set(axis)
    rows = strip.locator("g")
    for i in range(rows.count()):
        assert set(rows.nth(i).locator("text").all_text_contents()) & names, i
    areas = page.locator(".st-key-card_o_spread .picture svg").get_attribute("aria-label") or ""
    for region in load_plan("enshi").regions:
        assert region.name in areas


def test_the_chosen_region_is_marked(overview):
    page = overview("month=2026-10&region=422823")
    assert page.locator(".st-key-card_o_spread svg:visible .o-outline").count() == 1
    assert "已选巴东县" in page.inner_text(".st-key-card_o_spread")


SCREEN = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
MAP_TEXTS = """() => [...document.querySelectorAll('.st-key-card_o_spread .picture svg text')]
  .filter(e => e.getClientRects().length).map(e => e.textContent)"""


@pytest.mark.parametrize(
    ("name", "query", "width", "height"),
    [
        ("present", "month=2026-10&present=1", 1920, 1080),
        ("present-small", "month=2025-03&present=1", 1366, 768),
        ("desk", "month=2026-10", 1920, 1080),
        ("laptop", "month=2026-10", 1366, 768),
        ("phone", "month=2026-10", 420, 900),
        ("english", "month=2026-10&lang=en", 1920, 1080),
    ],
)
def test_a_second_plan_is_whole_at_every_size(province, name, query, width, height):
    """Another plan's shape: a portrait map with three squares, fourteen rows, long ladders, long clauses."""
    page = province(query, width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"overview-province-{name}.png")
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CLIPPED) == []
    assert page.locator(".st-key-overview .picture svg:visible").count() == 3
    if name.startswith("present") or name == "desk":
        assert page.evaluate(SCREEN) <= height
    if name != "english":
        # Every region is named on the map, on a phone too, squares included.
        named = set(page.evaluate(MAP_TEXTS))
        assert {region.name for region in load_plan("hebei").regions} <= named


def test_a_second_plan_can_be_read_from_the_back_of_a_room(province):
    assert province("month=2026-10&present=1").evaluate(SMALLEST) >= 13.95
