"""Pictures of charts and maps: at their resolution, drawn once, in Chinese; without a browser it is said once."""

import io
import json
import time
from dataclasses import replace

import pytest
from PIL import Image

from board import i18n
from board.downloads import browsers
from board.downloads.painter import DrawingError, Painter, PictureError
from board.notices.drawings import Drawings
from tests.notices.papers import CHART, MAP, paper

WIDE = 156 / 25.4
"""Inches of a paper's type area."""


class Counting(Painter):
    """A painter that makes one grey picture of whatever it is asked for, and counts."""

    def __init__(self, problem: PictureError | None = None) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.problem = problem

    def _made(self, job):
        self.asked.append(f"{'svg' if 'svg' in job else 'figure'}>{job['format']}")
        if self.problem:
            raise self.problem
        if job["format"] == "svg":
            return f'<svg width="{job["width"]}" height="{job["height"]}"><text>{json.dumps(job["figure"])[:9]}</text></svg>'.encode()
        out = io.BytesIO()
        Image.new("L", (round(job["width"] * job["scale"]), round(job["height"] * job["scale"]))).save(
            out, "png"
        )
        return out.getvalue() if job["format"] == "png" else b"%PDF-1.4"


def test_a_chart_is_as_wide_as_asked_at_the_resolution_that_it_says():
    drawings = Drawings(paper(), Counting())
    for width_mm, dpi in ((156.0, 300), (78.0, 150)):
        with Image.open(io.BytesIO(drawings.png(CHART, width_mm, dpi) or b"")) as image:
            # 156 mm are 6.1417 inches: 1843 pixels of 300 dpi.
            assert image.size[0] == round(width_mm / 25.4 * dpi)
            assert image.size[1] == pytest.approx(image.size[0] / 2, abs=1)
            assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


def test_each_picture_is_drawn_once():
    painter = Counting()
    drawings = Drawings(paper(), painter)
    for _again in range(2):
        assert drawings.png(CHART, 156) and drawings.svg(CHART) and drawings.pdf(CHART) and drawings.svg(MAP)
    assert painter.asked == ["figure>svg", "svg>png", "svg>pdf"]  # the map is SVG by itself
    assert drawings.problem == ""


def test_drawings_are_chinese_whatever_the_page_speaks():
    said: list[str] = []
    chart = replace(CHART, draw=lambda: said.append(i18n.language()) or "<svg viewBox='0 0 1 1'/>")
    with i18n.speaking("en"):
        Drawings(paper(), Counting()).svg(chart)
    assert said == ["zh"]


def test_without_a_browser_it_says_once_what_to_install_and_waits_no_more(monkeypatch):
    monkeypatch.setattr(browsers, "find", lambda: None)
    drawings = Drawings(paper(), Painter())
    begun = time.monotonic()
    assert [drawings.png(CHART), drawings.pdf(MAP), drawings.svg(CHART)] == [None, None, None]
    assert time.monotonic() - begun < 1
    assert "Chrome、Edge 或 Chromium" in drawings.problem and "BROWSER_PATH" in drawings.problem


def test_what_needs_no_browser_comes_without_one(monkeypatch):
    monkeypatch.setattr(browsers, "find", lambda: None)
    drawings = Drawings(paper(), Painter())
    found = drawings.svg(MAP)
    assert found and b'width="204" height="60"' in found and b"http://www.w3.org/2000/svg" in found
    assert drawings.png(MAP) is None and drawings.svg(MAP) == found


def test_after_a_silence_nothing_else_is_tried():
    painter = Counting(PictureError("10 秒内没有生成图片"))
    drawings = Drawings(paper(), painter)
    assert [drawings.png(CHART), drawings.png(CHART), drawings.png(MAP)] == [None, None, None]
    assert painter.asked == ["figure>svg"] and drawings.problem == "10 秒内没有生成图片"


def test_one_picture_that_fails_leaves_the_others():
    painter = Counting(DrawingError("图片没有生成（KaleidoError）。"))
    drawings = Drawings(paper(), painter)
    assert drawings.png(CHART) is None and drawings.problem == "图片没有生成（KaleidoError）。"
    painter.problem = None
    assert drawings.png(MAP) is not None and drawings.problem


def test_drawing_ahead_spares_the_wait():
    painter = Counting()
    drawings = Drawings(paper(), painter)
    drawings.ahead([CHART, MAP]).join(10)
    assert painter.asked == ["figure>svg"]
    assert drawings.png(CHART) and painter.asked == ["figure>svg", "svg>png"]


def test_a_defect_met_ahead_is_met_again_by_who_asks():
    def broken() -> str:
        raise LookupError("a defect")

    drawings = Drawings(paper(), Counting())
    drawings.ahead([replace(CHART, draw=broken)]).join(10)
    with pytest.raises(LookupError, match="a defect"):
        drawings.svg(replace(CHART, draw=broken))
