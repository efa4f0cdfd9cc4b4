"""The ranking page as people see it: at a desk, on a laptop, on a phone."""

import shutil
from urllib.parse import urlparse

import pytest

from etl.load import load_files
from rules.packs import load_plan
from tests.browser.conftest import OUT, running

SIZES = [(1920, 1080), (1366, 768), (420, 900)]

# Boxes of every visible text in the cards; two that share more than 2 px each way overlap.
OVERLAPS = """() => {
  const found = [];
  for (const card of document.querySelectorAll('[class*=st-key-card], .title, .st-key-topnav')) {
    const boxes = [];
    const walk = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.textContent.trim()) continue;
      const parent = node.parentElement;
      if (parent.closest('title, style, [data-testid=stSelectbox]')) continue;
      const style = getComputedStyle(parent);
      if (style.visibility === 'hidden' || style.opacity === '0') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) {
        if (r.width > 0 && r.height > 0) boxes.push([r, node.textContent.trim().slice(0, 20)]);
      }
    }
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, s] = boxes[i], [b, t] = boxes[j];
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      // Line boxes are taller than their letters: lines one above the other may share a little.
      const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (w > 2 && h > 6) found.push(`${s} | ${t} (${w.toFixed(0)} x ${h.toFixed(0)})`);
    }
  }
  return found.slice(0, 10);
}"""

CLIPPED = """() => {
  const found = [];
  const main = document.querySelector('[data-testid=stMain]');
  if (main.scrollWidth > main.clientWidth + 1) found.push('page scrolls sideways');
  for (const e of document.querySelectorAll('.table-wrap, .calendar-wrap, .chip, .tag, .cell, .card-head')) {
    if (e.offsetParent && e.scrollWidth > e.clientWidth + 2) found.push(`${e.className}: ${e.innerText.slice(0, 20)}`);
  }
  return found.slice(0, 10);
}"""


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_is_whole_at_every_size(server, open_page, width, height):
    page = open_page(f"{server}/ranking", width, height)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"ranking-{width}.png")
    regions = load_plan("enshi").regions
    assert page.locator("table.ranking tbody tr").count() == len(regions)
    names = page.locator("table.ranking tbody tr .c-name").all_inner_texts()
    assert sorted(names) == sorted(r.name for r in regions)
    assert page.locator("table.calendar tbody tr").count() == len(regions)
    assert page.locator(".picture svg:visible").count() == 1
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CLIPPED) == []
    text = page.inner_text("body")
    assert "Traceback" not in text and page.locator(".problem").count() == 0
    assert "演示数据" in text and "未发布" in text
    hosts = {urlparse(url).hostname for url in page.requests_made if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def test_every_colour_carries_its_character(server, open_page):
    page = open_page(f"{server}/ranking")
    chips = page.locator("table.ranking .chip").all_inner_texts()
    assert chips and all(text.strip() for text in chips)
    bare = page.locator("table.calendar i.cell:not(.k-no-data):not(.k-too-few)").all_inner_texts()
    assert all(text.strip() for text in bare)


def test_a_sub_page_first_on_a_fresh_server(fresh_server, open_page):
    page = open_page(f"{fresh_server}/ranking?month=2026-09&by=sector")
    assert "month=2026-09" in page.url and "by=sector" in page.url
    assert page.locator(".title h1").count() == 1
    assert "9月五色排名" in page.inner_text(".st-key-card_ranking")
    assert page.locator("table.ranking tbody tr").count() == len(load_plan("enshi").sectors)


def test_the_bare_address_leads_to_the_page_with_its_month(server, open_page):
    page = open_page(f"{server}/?month=2026-08")
    page.wait_for_function("location.pathname === '/overview' && location.search.includes('month=2026-08')")


def test_an_unknown_month_is_said(server, open_page):
    page = open_page(f"{server}/ranking?month=2031-01")
    assert "2031-01" in page.inner_text(".notice")
    assert "month=2031-01" not in page.url


def test_going_back_brings_the_month_back(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-09&region=*&sector=*&by=region")
    page.goto(f"{server}/ranking?month=2026-07&region=*&sector=*&by=region")
    page.wait_for_selector("text=7月五色排名")
    page.go_back()
    page.wait_for_selector("text=9月五色排名")


def test_choosing_a_region_shows_how_its_score_came_about(server, open_page):
    page = open_page(f"{server}/ranking")
    field = page.locator(".st-key-parts_head [role=combobox]")
    for _attempt in range(5):  # a list that opens during the last redraw closes again
        field.click()
        if page.locator("[role=option]").count():
            break
        page.wait_for_timeout(500)
    name = page.locator("table.ranking tbody tr .c-name").first.inner_text()
    page.get_by_role("option", name=name, exact=True).click()
    page.wait_for_function(
        "name => document.querySelector('.st-key-card_parts .finding').innerText.startsWith(name)", arg=name
    )
    assert page.locator("table.parts tbody tr").count() >= 1


def test_a_new_load_shows_at_the_next_interaction(demo_db, tmp_path, open_page):
    """A supervised hazard of the best county goes overdue; the open page must turn it red, without a restart."""
    database = tmp_path / "copy" / "wuse.duckdb"
    shutil.copytree(demo_db.with_name(demo_db.name + ".d"), database.with_name(database.name + ".d"))
    shutil.copyfile(demo_db, database)
    with running(database, tmp_path / "server.log") as address:
        page = open_page(f"{address}/ranking?month=2026-10")
        best = page.locator("table.ranking tbody tr .c-name").first.inner_text()
        assert "否决" not in page.locator("table.ranking tbody tr", has_text=best).inner_text()
        ledger = tmp_path / "补报_2026-10.csv"
        ledger.write_text(
            f"隐患编号,区域,级别,发现日期,整改时限,挂牌督办\nNEW-1,{best},重大,2026-09-01,2026-09-30,州级\n",
            "utf-8",
        )
        plan = load_plan("enshi")
        assert load_files(plan, database, [ledger], lambda *_: None).accepted == 1
        page.locator(".st-key-by").get_by_text("行业领域").click()
        page.wait_for_function("() => document.querySelector('table.ranking').innerText.includes('矿山')")
        page.locator(".st-key-by").get_by_text("地区").click()
        page.wait_for_function(
            "name => [...document.querySelectorAll('table.ranking tbody tr')]"
            ".some(row => row.innerText.includes(name) && row.innerText.includes('否决'))",
            arg=best,
        )
        assert page.locator(".problem").count() == 0
