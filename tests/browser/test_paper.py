"""On paper without colours: classes by their patterns, the page across, whole cards and no controls."""

import io
import re
from collections import Counter
from itertools import combinations

import pytest
from PIL import Image
from playwright.sync_api import expect

from board import colours, patterns
from board.downloads import drawing
from rules.packs import load_plan
from tests.browser.conftest import settle
from tests.conftest import ROOT

WIDE, HIGH = 84, 56
STANDARD = {
    "red": set(), "orange": {"falling"}, "yellow": {"rows", "columns", "falling", "rising"}, "blue": {"rows"},
    "green": {"columns"},
}  # fmt: skip
"""Along which directions the means of a tile's lines differ: what an eye sees as stripes across them."""


def stripes(tile):
    """Directions of stripes in a grey picture, and the share of it that is not its ground."""
    wide, high = tile.size
    grey = list(tile.tobytes())
    ground = Counter(grey).most_common(1)[0][0]
    marked = [abs(value - ground) > 40 for value in grey]
    keys = {
        "rows": lambda x, y: y, "columns": lambda x, y: x, "falling": lambda x, y: x - y, "rising": lambda x, y: x + y,
    }  # fmt: skip
    found = set()
    for name, key in keys.items():
        sums, counts = Counter(), Counter()
        for place, is_marked in enumerate(marked):
            at = key(place % wide, place // wide)
            sums[at] += is_marked
            counts[at] += 1
        means = [sums[at] / n for at, n in counts.items() if n >= min(wide, high) * 0.7]
        if max(means) - min(means) > 0.25:
            found.add(name)
    return found, sum(marked) / len(marked)


@pytest.mark.parametrize("pack", ["enshi", str(ROOT / "tests" / "fixtures" / "plans" / "river")])
def test_any_two_classes_are_told_apart_without_colours(new_page, pack):
    plan = load_plan(pack)
    scale = [c.code for c in plan.ranking_scale]
    shades = colours.scale(plan.ranking_scale)
    tiles = [
        drawing.tile(shades[code], None, False, "", WIDE * place, 0, WIDE, HIGH)
        for place, code in enumerate(scale)
    ]
    page = new_page(WIDE * len(scale), HIGH)
    made = patterns.in_black_and_white(drawing.svg(WIDE * len(scale), HIGH, tiles), plan)
    page.set_content(f'<body style="margin:0;filter:grayscale(1)">{made}</body>')
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    seen = {
        code: stripes(shot.crop((WIDE * place + 6, 6, WIDE * (place + 1) - 6, HIGH - 6)))
        for place, code in enumerate(scale)
    }
    assert len(scale) in (5, 6)
    for one, other in combinations(scale, 2):
        alike = seen[one][0] == seen[other][0] and abs(seen[one][1] - seen[other][1]) < 0.08
        assert not alike, (one, other, seen[one], seen[other])
    if pack == "enshi":
        assert {code: found for code, (found, _share) in seen.items()} == STANDARD


def _printed(page):
    page.emulate_media(media="print")
    page.wait_for_function("() => matchMedia('print').matches")
    page.wait_for_timeout(200)


def test_the_printed_ranking_bears_a_pattern_for_each_class(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10", width=1366, height=768)
    assert page.locator(".chip.k-orange").first.evaluate("e => getComputedStyle(e).backgroundImage") in (
        "none", "linear-gradient(315deg, rgb(243, 221, 102) 0px, rgb(243, 221, 102) 6.5px, rgb(255, 255, 255) 6.5px,"
        " rgb(255, 255, 255) 8px, rgba(0, 0, 0, 0) 8px)",
    )  # fmt: skip
    _printed(page)
    looks = page.evaluate(
        """() => Object.fromEntries(['red', 'orange', 'yellow', 'blue', 'green'].map(code =>
          [code, getComputedStyle(document.querySelector(`.ranking .chip.k-${code}`)).getPropertyValue('--pi').trim()]))"""
    )
    assert len(set(looks.values())) == 5 and looks["red"] == "none"
    assert "180deg" in looks["blue"] and "45deg" in looks["orange"] and "radial" in looks["yellow"]
    cell = page.locator(".calendar .cell.k-blue").first.evaluate("e => getComputedStyle(e).backgroundImage")
    assert "repeating-linear-gradient(rgb(255, 255, 255) 0px" in cell
    fills = page.locator(".picture.wide svg a path").evaluate_all(
        "all => all.map(e => getComputedStyle(e).fill)"
    )
    used = {match[1] for fill in fills if (match := re.match(r'url\("#(bw-[\w-]+)"\)', fill))}
    assert len(used) >= 4 and len(fills) == 8  # one region has no polygon
    for name in used:
        assert page.locator(f"pattern#{name}").count() == 1


def test_the_printed_risk_map_bears_them_too(server, open_page):
    page = open_page(f"{server}/risk_map?month=2026-10", width=1366, height=768)
    _printed(page)
    page.wait_for_selector(".choroplethlayer path", state="attached")
    fills = page.locator(".choroplethlayer path").evaluate_all(
        "all => all.map(e => getComputedStyle(e).fill)"
    )
    assert fills and all(fill.startswith('url("#bw-') for fill in fills)


def test_the_sheet_lies_across_without_controls(server, open_page):
    page = open_page(f"{server}/overview?month=2026-10", width=1366, height=768)
    data = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert boxes and {(round(float(w)), round(float(h))) for w, h in boxes} == {(842, 595)}
    assert len(boxes) <= 4
    _printed(page)
    hidden = ".st-key-topnav, .st-key-filters, [data-testid=stSidebar], [class*=st-key-take_], a.skip"
    assert page.locator(hidden).evaluate_all("all => all.filter(e => e.checkVisibility()).length") == 0
    assert page.locator(".title h1").is_visible()


def test_a_picture_with_patterns_is_taken_from_the_card(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10", width=1366, height=768)
    page.locator(".st-key-take_map button").first.click()
    page.locator(".st-key-paper_map label").click()
    settle(page)
    with page.expect_download() as waiting:
        page.locator(".st-key-file_map_svg button").click()
    assert waiting.value.suggested_filename == "五色分布_黑白图案_2026-10.svg"
    text = waiting.value.path().read_text("utf-8")
    assert text.count("<pattern id=") >= 4 and 'fill="#a61b1f"' in text
    assert "url(#bw-a61b1f-plain)" in text
    # Chosen once, it holds for the next card.
    page.keyboard.press("Escape")
    page.locator(".st-key-take_calendar button").first.click()
    expect(page.locator(".st-key-paper_calendar input")).to_be_checked()
