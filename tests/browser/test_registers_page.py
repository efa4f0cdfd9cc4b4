"""The page of registers as people see it: at a desk, on a laptop, on a phone; every register, both languages."""

import pytest

from board import queries, queries_registers, queries_reporting, registers
from tests.browser.conftest import at_sizes, becomes, settle
from tests.browser.looks import cut
from tests.browser.test_ranking_page import OVERLAPS, SIZES

MONTH = "2026-10"

CUT = cut(".table-wrap, .calendar-wrap, .tag, .card-head, .rg td, .rg th, .rg-figure, .rp .cell, .empty")


@pytest.fixture
def board(demo_db):
    return queries.open_board("enshi", demo_db)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_has_reported_is_whole_at_every_size(server, open_page, board, lang):
    page = open_page(f"{server}/registers?month={MONTH}&lang={lang}", *SIZES[0])
    found = queries_reporting.calendar(board, queries_reporting.reports(board)[0])
    column = sorted({m for _region, m in found.cells}).index(MONTH)
    for width in at_sizes(page, SIZES, f"registers-{lang}"):
        assert page.locator(".problem").count() == 0 and "Traceback" not in page.inner_text("body")
        for region in board.plan.regions:
            cell = page.locator(f"tr[data-region='{region.code}'] td").nth(column).locator(".cell")
            assert f"rp-{found.cells[region.code, MONTH].state}" in (cell.get_attribute("class") or "")
            assert cell.is_visible() and cell.inner_text().strip()
        assert page.locator(".rp tbody td.now:visible").count() == len(board.plan.regions)
        assert becomes(page, OVERLAPS, []) == [], width
        assert becomes(page, CUT, []) == [], width


@pytest.mark.parametrize("place", range(len(registers.REGISTERS)), ids=[r.id for r in registers.REGISTERS])
def test_every_register_is_whole_at_every_size(server, open_page, board, place):
    shown = registers.REGISTERS[place]
    # Each opens at another size and goes through the others, so that every size is opened at, too.
    sizes = [SIZES[(place + turn) % len(SIZES)] for turn in range(len(SIZES))]
    page = open_page(f"{server}/registers?month={MONTH}&register={shown.id}", *sizes[0])
    sheet = queries_registers.sheet(board, shown)
    for width in at_sizes(page, sizes, f"registers-{shown.id}"):
        assert page.locator(".problem").count() == 0 and "Traceback" not in page.inner_text("body")
        first = page.locator(".rg-figure strong").first.inner_text()
        assert float(first.replace(",", "")) == sheet.so_far(shown.measures[0], MONTH)
        rows = page.locator(".rg-regions tbody tr")
        assert rows.count() == len(board.plan.regions)
        for number, region in enumerate(board.plan.regions):
            reported = sheet.has_reported(region.code, MONTH)
            assert ("未报" in rows.nth(number).inner_text()) != reported
        assert page.locator(".js-plotly-plot:visible").count() == 1
        assert becomes(page, OVERLAPS, []) == [], width
        assert becomes(page, CUT, []) == [], width


def test_choosing_a_register_writes_the_address_and_its_rows_turn(server, open_page, board):
    page = open_page(f"{server}/registers?month={MONTH}")
    page.get_by_text("行政处罚", exact=True).click()
    page.wait_for_function("() => location.search.includes('register=penalties')")
    settle(page)
    register = registers.register("penalties")
    if queries_registers.row_count(board, register, MONTH) > 25:
        page.goto(page.url + "&page=2")
        settle(page)
    wanted = [row["row_id"] for row in queries_registers.newest(board, register, MONTH, page=1)]
    shown = [text.strip() for text in page.locator(".rg-rows tbody th").all_inner_texts()]
    assert shown == wanted and shown


def test_an_indicator_leads_to_its_definition(server, open_page):
    page = open_page(f"{server}/registers?month={MONTH}&register=trainings")
    link = page.locator(".rg-indicators a.def").first
    title = link.inner_text()
    link.click()
    page.wait_for_url("**/method?*")
    settle(page)
    assert title in page.locator(".st-key-card_mt_figure").inner_text()


def test_presentation_has_no_controls_and_larger_letters(server, open_page):
    page = open_page(f"{server}/registers?month={MONTH}&register=penalties&present=1")
    assert page.locator(".st-key-rg_bar:visible").count() == 0
    least = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.rg td, .rg th, .rg-figure *, .tag, .note')]
      .filter(e => e.innerText && e.offsetParent).map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert least >= 14
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
