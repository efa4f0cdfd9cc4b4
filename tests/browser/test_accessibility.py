"""For everyone's eyes and hands: plans with many regions, and still pictures. Every page: ``test_every_page``."""

import pytest

from tests.browser import accessibility as owed
from tests.browser.conftest import running, settle


@pytest.fixture(scope="module")
def township_server(clean_demo, tmp_path_factory):
    """A server of a plan with many regions and no polygons."""
    with running(clean_demo("xupu"), tmp_path_factory.mktemp("xupu") / "server.log", "xupu") as address:
        yield address


@pytest.mark.parametrize("path", ["ranking", "risk_map"])
def test_many_regions_without_polygons(township_server, open_page, path):
    page = open_page(f"{township_server}/{path}", width=1366, height=768)
    owed.check(page)


def test_who_wants_no_motion_gets_none(server, new_page):
    page = new_page(1366, 768)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/ranking?month=2026-10")
    page.wait_for_selector(".title h1")
    settle(page)
    moving = """() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
      return [...s.transitionDuration.split(','), ...s.animationDuration.split(',')].some(t => parseFloat(t) > 0.001);
    }).map(e => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(moving) == []
