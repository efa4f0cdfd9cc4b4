"""The page of targets as people see it: at a desk, on a laptop, on a phone, by a link."""

import pytest

from board import queries
from rules.packs import load_plan
from tests.browser.conftest import OUT, at_sizes, becomes, settle
from tests.browser.test_ranking_page import OVERLAPS, SIZES

READY = ".st-key-card_tg_units .js-plotly-plot .main-svg, .problem"

CUT = """() => {
  const found = [];
  const main = document.querySelector('[data-testid=stMain]');
  if (main.scrollWidth > main.clientWidth + 1) found.push('page scrolls sideways');
  for (const e of document.querySelectorAll('.table-wrap, .tag, .card-head, .tg td, .tg th')) {
    if (e.offsetParent && e.scrollWidth > e.clientWidth + 2) found.push(`${e.className}: ${e.innerText.slice(0, 20)}`);
  }
  for (const svg of document.querySelectorAll('.js-plotly-plot .main-svg')) {
    const box = svg.getBoundingClientRect();
    for (const t of svg.querySelectorAll('text')) {
      const r = t.getBoundingClientRect();
      if (r.width && (r.left < box.left - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 1)) {
        found.push(`cut: ${t.textContent}`);
      }
    }
  }
  return found.slice(0, 10);
}"""


@pytest.fixture
def show(new_page):
    def visit(address, width=1920, height=1080):
        page = new_page(width, height)
        page.goto(address)
        page.wait_for_selector(READY, timeout=60_000)
        settle(page)
        return page

    return visit


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_is_whole_at_every_size(server, show, width, height):
    page = show(f"{server}/targets", width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"targets-{width}.png")
    assert page.locator(".problem").count() == 0
    year = max(t.year for i in load_plan("enshi").indicators for t in i.targets)
    wanted = [i for i in load_plan("enshi").indicators if i.target(year)]
    assert page.locator(".tg-main tbody tr:visible").count() == len(wanted)
    assert page.locator(".tg-main .tag:visible").count() >= len(wanted)
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    assert "Traceback" not in page.inner_text("body")


@pytest.mark.parametrize(
    "address", ["indicator=accidents_fall", "indicator=major_overdue", "indicator=major_inflow_rate", "sector=construction"]
)  # fmt: skip
def test_no_text_meets_another_in_any_kind_of_figure(server, show, address):
    page = show(f"{server}/targets?{address}", 1920)
    for width in at_sizes(page, [(1920, 1080), (420, 1080)], f"targets-{address}"):
        assert becomes(page, OVERLAPS, []) == [], width
        assert becomes(page, CUT, []) == [], width


def test_closed_years_stand_beside_each_other_on_a_laptop(server, show):
    page = show(f"{server}/targets", 1366, 768)
    years = sorted({t.year for i in load_plan("enshi").indicators for t in i.targets})[:2]
    boxes = [page.locator(f".st-key-card_tg_main_{year}").bounding_box() for year in years]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == pytest.approx(boxes[1]["y"], abs=2)
    assert boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"]


def test_a_region_link_on_a_fresh_server(fresh_server, show, demo_db):
    board = queries.open_board("enshi", demo_db)
    region = board.plan.regions[3]
    page = show(f"{fresh_server}/targets?month=2026-09&region={region.code}&indicator=action_plan_all")
    assert f"region={region.code}" in page.url and "indicator=action_plan_all" in page.url
    row = next(
        r for r in queries.targets(board, "2026-09")
        if r["region_code"] == region.code and r["indicator"] == "action_plan_all" and r["year"] == 2026
    )  # fmt: skip
    shown = page.inner_text(".tg-main tr[data-code=action_plan_all]")
    assert f"{row['denominator']:,.0f}" in shown
    assert region.name in page.inner_text(".notice")
    assert page.locator(".tg-main tr[data-code=action_plan_all].tg-chosen").count() == 1


def test_choosing_an_indicator_changes_figures_and_address(server, show):
    page = show(f"{server}/targets")
    field = page.locator(".st-key-tg_pick [role=combobox]")
    for _attempt in range(5):  # a list that opens during the last redraw closes again
        field.click()
        if page.locator("[role=option]").count():
            break
        page.wait_for_timeout(500)
    page.get_by_role("option", name="隐患建档率", exact=True).click()
    page.wait_for_function(
        "() => document.querySelector('.st-key-card_tg_course h2').innerText === '隐患建档率'"
    )
    page.wait_for_function("() => location.search.includes('indicator=hazard_filed_rate')")
