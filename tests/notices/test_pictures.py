"""Every chart and map as picture files, with number, title, source and release; vector where it is asked for."""

import io
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace

import pdfplumber
import pytest
from PIL import Image

from board.downloads import browsers
from board.downloads.painter import Painter
from board.notices import pictures
from board.notices.content import Chart, Map
from board.notices.drawings import Drawings
from board.notices.parts import maps_drawn
from rules.packs import load_plan
from tests.notices.papers import CHART, MAP, paper

PLAN = load_plan("enshi")
NAMES = ["图2_颜色分布.png", "图2_颜色分布.svg", "图2_颜色分布.pdf",
         "图1_未销号重大隐患（处）.png", "图1_未销号重大隐患（处）.svg", "图1_未销号重大隐患（处）.pdf"]  # fmt: skip


@pytest.fixture(scope="module")
def painter():
    """A painter with a browser; ended after the tests of this file."""
    assert browsers.find() is not None, "make test installs Chromium"
    made = Painter(seconds=30)
    yield made
    made.close()


def test_all_pictures_of_a_paper_in_three_kinds(painter):
    drawings = Drawings(paper(), painter)
    made = pictures.render(paper(), PLAN, drawings, ("png", "svg", "pdf"))
    assert [name for name, _data in made] == NAMES and drawings.problem == ""
    files = dict(made)
    for stem, title in {
        "图2_颜色分布": "图2 颜色分布",
        "图1_未销号重大隐患（处）": "图1 未销号重大隐患（处）",
    }.items():
        said = "".join(ET.fromstring(files[f"{stem}.svg"]).itertext())
        for words in (title, "2026年第三季度", "来源", "2026-09（第1次发布，2026年10月8日）", "演示数据"):
            assert words in said
        with Image.open(io.BytesIO(files[f"{stem}.png"])) as image:
            assert image.size[0] == 1843 and image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
        with pdfplumber.open(io.BytesIO(files[f"{stem}.pdf"])) as book:
            (page,) = book.pages
            assert float(page.width) == pytest.approx(156 / 25.4 * 72, abs=1) and not page.images
            said = unicodedata.normalize("NFKC", "".join(c["text"] for c in page.chars))
            assert unicodedata.normalize("NFKC", title) in said
    assert (
        "8月" in files["图1_未销号重大隐患（处）.svg"].decode()
        and "示意图" in files["图2_颜色分布.svg"].decode()
    )
    again = pictures.render(paper(), PLAN, Drawings(paper(), painter), ("png", "svg", "pdf"))
    assert again == made


def test_a_chart_that_needs_a_browser_is_left_out_without_one(monkeypatch):
    monkeypatch.setattr(browsers, "find", lambda: None)
    drawings = Drawings(paper(), Painter())
    made = pictures.render(paper(), PLAN, drawings, ("png", "svg"))
    # The map is drawn as SVG before a browser is missed.
    assert [name for name, _data in made] == ["图2_颜色分布.svg"]
    assert "Chromium" in drawings.problem


def test_two_of_one_name_get_a_number():
    taken: set[str] = set()
    odd = replace(MAP, number="", title='a/b:c*?"<>| 丁')
    assert [pictures._stem(block, taken) for block in (CHART, CHART, odd)] == [
        "图1_未销号重大隐患（处）", "图1_未销号重大隐患（处）_2", "a_b_c_丁",
    ]  # fmt: skip


def test_squares_carry_name_class_and_score():
    from board import colours

    text = maps_drawn.squares(MAP.areas, colours.scale(PLAN.ranking_scale), 204, 60)
    root = ET.fromstring(text)
    words = [e.text for e in root.iter() if e.tag.endswith("text") and e.text]
    assert words == ["甲县", "绿 93.8", "丙县", "红 否决"]
    fills = [e.get("fill") for e in root.iter() if e.tag.endswith("rect")]
    shades = colours.scale(PLAN.ranking_scale)
    assert fills == [shades["green"].fill, shades["red"].fill]


def test_maps_of_a_real_paper_are_the_page_s_own(quarter):
    content = quarter("enshi")
    found = {b.id: b for b in content.blocks() if isinstance(b, Map)}
    text = Drawings(content, Painter()).text(found["ranking.map"]) or ""
    said = ["".join(e.itertext()) for e in ET.fromstring(text).iter() if e.tag.endswith("text")]
    for area in found["ranking.map"].areas:
        label = "".join(p if isinstance(p, str) else p.text for p in area.label)
        assert label in said or area.label[0].text in said, area.name
    assert 'class="unsettled"' not in text
    risk = found["risk.map"].draw
    assert risk is not None and type(risk()).__name__ == "Figure"
    assert all(b.draw is not None for b in content.blocks() if isinstance(b, Chart | Map))
