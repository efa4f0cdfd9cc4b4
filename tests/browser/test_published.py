"""In a browser: the switch between published and current figures fits beside the filters and keeps the view."""

import pytest

from etl.load import load_files
from etl.publish import publish
from rules.packs import load_plan
from tests.browser.conftest import becomes, running, settle
from tests.etl.test_publish import D1, D2, D2_CLOSED, HEADER, MONTH


@pytest.fixture(scope="module")
def database(tmp_path_factory, tiny_plan):
    """Published with one of two hazards closed in time, then corrected."""
    folder = tmp_path_factory.mktemp("published")
    plan, path = load_plan(tiny_plan), folder / "wuse.duckdb"
    for name, rows in (("隐患.csv", [D1, D2]), ("更正.csv", [D2_CLOSED])):
        file = folder / name
        file.write_text("\n".join([HEADER, *rows]), "utf-8")
        load_files(plan, path, [file], lambda *_: None)
        if name == "隐患.csv":
            publish(plan, path, MONTH, who="王科")
    return path


def test_the_switch_fits_and_keeps_the_view(database, browser, tiny_plan, tmp_path):
    with running(database, tmp_path / "server.log", str(tiny_plan)) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.goto(f"{address}/ranking?month={MONTH}&sector=mining")
        settle(page)
        page.get_by_text("已发布 2026年").wait_for()
        assert page.locator("table.ranking .rev").count() >= 1
        page.get_by_role("button", name="看最新数据").click()
        page.get_by_role("button", name="看已发布的").wait_for()
        settle(page)
        assert "figures=current" in page.url and "sector=mining" in page.url
        for width in (1366, 420):
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            assert becomes(page, "document.documentElement.scrollWidth <= innerWidth", True)
        page.close()
