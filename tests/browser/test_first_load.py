"""The first load as ten people meet it: one loader, its progress in the page, then the figures."""

from __future__ import annotations

import json
from urllib.parse import urlparse

import duckdb

from database import read_pointer
from database.releases import read_releases
from tests.browser.conftest import running

SESSIONS = 10


def test_ten_sessions_at_once_share_one_loader(tmp_path, browser):
    database = tmp_path / "new" / "wuse.duckdb"
    with running(database, tmp_path / "server.log") as address:
        context = browser.new_context()
        pages = [context.new_page() for _ in range(SESSIONS)]
        requests: list[str] = []
        for page in pages:
            page.on("request", lambda request: requests.append(request.url))
            page.goto(f"{address}/ranking", wait_until="commit")
        pages[0].wait_for_selector("[data-testid=stProgress], table.ranking", timeout=60_000)
        for page in pages:
            page.wait_for_selector("table.ranking", timeout=180_000)
            assert page.locator("table.ranking tbody tr").count() == 9
            assert page.locator(".problem").count() == 0
        context.close()
    pointer = read_pointer(database, "enshi")
    assert pointer.is_demo
    with duckdb.connect(str(pointer.file(database)), read_only=True) as connection:
        loads = connection.execute("SELECT count(*) FROM loads").fetchone()
    assert loads == (1,)
    # What an office would have published by then, so that there are notices to look at.
    assert list(read_releases(database).months) == ["2025-12", "2026-07", "2026-08", "2026-09", "2026-10"]
    assert {urlparse(url).hostname for url in requests if url.startswith("http")} == {"127.0.0.1"}
    state = json.loads(database.with_name(database.name + ".progress.json").read_text("utf-8"))
    assert state["done"] == state["total"]
