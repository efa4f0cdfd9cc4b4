"""The risk map as people see and click it: three sizes, offline, on a fresh server, with tiles."""

import random
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest

from board import queries, texts
from rules.packs import load_plan
from tests.browser import conftest
from tests.browser.conftest import OUT, running, settle
from tests.browser.test_ranking_page import CLIPPED

SIZES = [(1920, 1080), (1366, 768), (420, 900)]
AREAS = ".choroplethlayer path"

# A point well inside the n-th area of the map that is on screen.
INSIDE = """n => {
  const shown = [...document.querySelectorAll('.choroplethlayer')].find(e => e.getBoundingClientRect().width);
  const area = shown.querySelectorAll('path')[n], box = area.getBoundingClientRect();
  const back = area.getScreenCTM().inverse(), point = area.ownerSVGElement.createSVGPoint();
  const marks = [...document.querySelectorAll('.scattergeo path.point')].map(e => e.getBoundingClientRect());
  for (let i = 1; i < 40; i++) for (let j = 1; j < 40; j++) {
    const x = box.left + box.width * i / 40, y = box.top + box.height * j / 40;
    const free = marks.every(m => x < m.left - 4 || x > m.right + 4 || y < m.top - 4 || y > m.bottom + 4);
    let all = free;
    for (const [dx, dy] of [[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]]) {
      point.x = x + dx; point.y = y + dy;
      all = all && area.isPointInFill(point.matrixTransform(back));
    }
    if (all) return [x, y];
  }
  return null;
}"""

CHOSEN = "[...document.querySelectorAll('.st-key-filters input')].map(e => e.value)"

# Texts on the map that is on screen (names, counts): two that share more than a little overlap.
MAP_OVERLAPS = """() => {
  const texts = [...document.querySelectorAll('.scattergeo text')].map(e => [e.textContent, e.getBoundingClientRect()])
    .filter(([s, b]) => s.trim() && b.width);
  const found = [];
  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
    const [s, a] = texts[i], [t, b] = texts[j];
    const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (w > 2 && h > 4) found.push(`${s} | ${t}`);
  }
  return found;
}"""


def _settled(page) -> None:
    page.wait_for_selector(f"{AREAS} >> visible=true", timeout=60_000)
    settle(page)


def _filter(page, name: str) -> str:
    return parse_qs(urlparse(page.url).query)[name][0]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_is_whole_at_every_size(server, open_page, width, height):
    page = open_page(f"{server}/risk_map", width, height)
    _settled(page)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"risk-map-{width}.png")
    regions = load_plan("enshi").regions
    assert page.locator(f"{AREAS} >> visible=true").count() == len(regions)
    names = page.locator(".scattergeo text >> visible=true").all_text_contents()
    assert all(any(region.name in text for text in names) for region in regions)
    assert page.evaluate(MAP_OVERLAPS) == []
    assert page.evaluate(CLIPPED) == []
    text = page.inner_text("body")
    assert "Traceback" not in text and page.locator(".problem").count() == 0
    assert "示意图" in text and "安委会自定" in text and "无独立边界，以方块示意" in text
    tops = {
        card: page.locator(f".st-key-{card}").bounding_box()
        for card in ("card_map", "card_panel", "card_matrix")
    }
    beside = tops["card_panel"]["x"] > tops["card_map"]["x"]
    assert beside is (width > 1100)
    assert tops["card_matrix"]["y"] > tops["card_panel"]["y"]


def test_the_map_draws_without_any_foreign_request(server, open_page):
    page = open_page(f"{server}/risk_map")
    _settled(page)
    hosts = {urlparse(url).hostname for url in page.requests_made if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    # The base map of Plotly is our own empty file, and each area has an outline and a fill of its class.
    assert any(url.endswith("/app/static/world_110m.json") for url in page.requests_made)
    drawn = page.locator(f"{AREAS} >> visible=true").evaluate_all(
        "areas => areas.map(a => [a.getAttribute('d').length, a.getBBox().width, getComputedStyle(a).fill])"
    )
    assert [d for d in drawn if d[0] <= 20 or d[1] <= 10 or d[2] in ("", "none")] == []


def test_clicking_a_county_shows_its_figures_in_the_panel(server, open_page, demo_db):
    page = open_page(f"{server}/risk_map")
    _settled(page)
    plan, board = load_plan("enshi"), queries.open_board("enshi", demo_db)
    for name in ("利川市", "鹤峰县", "恩施高新区"):
        region = next(r for r in plan.regions if r.name == name)
        order = [r["region_code"] for r in queries.risk(board, _filter(page, "month"))]
        drawn = [c for c in order if c != "ES-GXQ"] + ["ES-GXQ"]
        page.mouse.click(*page.evaluate(INSIDE, drawn.index(region.code)))
        page.wait_for_function("name => document.querySelector('.rp-head h2')?.innerText === name", arg=name)
        _settled(page)
        assert _filter(page, "region") == region.code
        row = next(r for r in queries.risk(board, _filter(page, "month")) if r["region_code"] == region.code)
        shown = page.locator(".rp-classes td.num").all_inner_texts()
        assert shown == [texts.number(row[f"points_{c}"]) for c in ("red", "orange", "yellow", "blue")]
        assert name in page.evaluate(CHOSEN)
    page.mouse.click(*page.evaluate(INSIDE, drawn.index("ES-GXQ")))  # the chosen one again lets it go
    page.wait_for_function("() => document.querySelector('.rp-head h2')?.innerText === '全州'")
    settle(page)
    assert _filter(page, "region") == "*"


def test_a_link_with_a_region_first_on_a_fresh_server(fresh_server, open_page):
    page = open_page(f"{fresh_server}/risk_map?month=2026-08&region=422823&sector=mining")
    _settled(page)
    assert page.inner_text(".rp-head h2") == "巴东县"
    assert "只看矿山" in page.inner_text(".rp-aside")
    assert (_filter(page, "region"), _filter(page, "month")) == ("422823", "2026-08")
    assert page.locator(".st-key-risk_months [aria-valuetext], .st-key-risk_slider input").count() >= 1


def test_thumbnails_and_slider_choose_the_month_for_the_frame(server, open_page):
    page = open_page(f"{server}/risk_map")
    _settled(page)
    page.click(".st-key-risk_month_2026-05 button")
    page.wait_for_url("**month=2026-05**")
    _settled(page)
    assert "2026年5月" in page.evaluate(CHOSEN)
    page.locator(".st-key-risk_slider input").first.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**month=2026-04**")
    page.go_back()
    page.wait_for_url("**month=2026-05**")


def test_from_the_map_to_a_town_by_key_and_back_by_the_browser(server, open_page):
    page = open_page(f"{server}/risk_map", 1366, 768)
    _settled(page)
    page.locator(".st-key-risk_next_region input").focus()
    page.keyboard.type("利川")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.rp-head h2')?.innerText === '利川市'")
    _settled(page)
    tile = page.locator(".st-key-risk_towns button").first
    name = tile.locator("strong").inner_text()
    assert tile.inner_text().split()[1] in ("红", "橙", "黄", "蓝", "样本不足")
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("name => document.querySelector('.rp-head h2')?.innerText === name", arg=name)
    _settled(page)
    assert _filter(page, "town") == name
    places = page.locator(".rp-points tbody td:nth-child(3)").all_inner_texts()
    assert places and set(places) == {name}
    page.go_back()
    page.wait_for_function("() => document.querySelector('.rp-head h2')?.innerText === '利川市'")
    settle(page)
    assert "town=" not in page.url
    page.go_back()
    page.wait_for_function("() => document.querySelector('.rp-head h2')?.innerText === '全州'")


def test_play_goes_on_by_itself_and_stands_where_it_is_stopped(server, open_page):
    page = open_page(f"{server}/risk_map?month=2026-07")
    _settled(page)
    heads = "() => document.querySelector('.title p').innerText"
    said = page.evaluate(heads)
    page.locator(".st-key-risk_play button >> visible=true").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.rk-now b')?.innerText === '2026年8月'", timeout=60_000
    )
    assert page.evaluate(heads) == said, "only the map is drawn again"
    assert _filter(page, "month") == "2026-07"
    page.locator(".st-key-risk_pause button >> visible=true").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".rk-now", state="detached")
    _settled(page)
    stopped = _filter(page, "month")
    assert stopped >= "2026-08"
    page.click(".st-key-risk_play button >> visible=true")  # to the end, by itself
    page.wait_for_url("**month=2026-10**", timeout=60_000)
    page.wait_for_selector(".st-key-risk_play button >> visible=true")
    assert page.locator(".rk-now").count() == 0


def test_who_wants_no_motion_gets_no_play_but_the_slider(server, new_page):
    page = new_page(1366, 768)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/risk_map")
    _settled(page)
    assert not page.locator(".st-key-risk_play").is_visible()
    assert page.locator(".rk-still").is_visible() and page.locator(".st-key-risk_slider input").count() >= 1


def test_density_draws_hexagons_instead_of_points(server, open_page):
    page = open_page(f"{server}/risk_map?layer=density", 1366, 768)
    _settled(page)
    marks = page.locator(".st-key-risk_wide .scattergeo path.point")
    assert marks.count() > 50
    assert "六边形" in page.inner_text(".st-key-card_map") and page.locator(".rl-hex").count() >= 2


@pytest.fixture
def tile_server(bench, tmp_path, monkeypatch) -> Iterator[str]:
    """A server on the small plan, which has no polygons."""
    header = "风险点编号,区域,风险点名称,风险等级,评估日期,管控到位日期,管控层级"
    draw = random.Random(3)
    rows = [
        f"P{i},{draw.choice(['东山县', '西河县'])},点{i},{draw.choice('红橙黄蓝')},2025-01-05,2025-01-09,县级"
        for i in range(20)
    ]
    hazards = ["H1,东山县,重大,2025-01-05,2025-01-20"]
    bench.load(
        bench.csv("points.csv", header, rows),
        bench.csv("h.csv", "隐患编号,区域,级别,发现日期,整改时限", hazards),
    )
    started = conftest.subprocess.Popen

    def start(command, env, **settings):
        return started(command, env={**env, "WUSE_PLAN": str(bench.plan)}, **settings)

    monkeypatch.setattr(conftest.subprocess, "Popen", start)
    with running(bench.db, tmp_path / "server.log") as address:
        yield address


def test_a_plan_without_polygons_shows_tiles_that_can_be_clicked(tile_server, open_page):
    page = open_page(f"{tile_server}/risk_map?month=2025-01", 1366, 768)
    _settled(page)
    assert page.locator(f"{AREAS} >> visible=true").count() == 3
    assert "方块示意，不代表位置" in page.inner_text(".st-key-card_map")
    assert "未报" in page.inner_text(".st-key-card_map")
    page.mouse.click(*page.evaluate(INSIDE, 1))
    page.wait_for_function("() => document.querySelector('.rp-head h2')?.innerText === '西河县'")
    settle(page)
    assert _filter(page, "region") == "990102"
    assert "没有填写" in page.inner_text(
        ".st-key-card_panel"
    )  # no record names a town: nothing to drill into
