"""A reader who keeps reloading while a loader builds and switches never meets a half-made database."""

from __future__ import annotations

import shutil
import threading

from etl.load import load_files
from rules.packs import load_plan
from tests.browser.conftest import running


def test_reloading_while_a_load_is_published(demo_db, tmp_path, open_page):
    database = tmp_path / "copy" / "wuse.duckdb"
    shutil.copytree(demo_db.with_name(demo_db.name + ".d"), database.with_name(database.name + ".d"))
    shutil.copyfile(demo_db, database)
    plan = load_plan("enshi")
    failures: list[BaseException] = []

    def load_three() -> None:
        try:
            for number in range(3):
                file = tmp_path / f"补报{number}_2026-10.csv"
                file.write_text(
                    f"隐患编号,区域,级别,发现日期\nR-{number},{plan.regions[0].name},一般,2026-10-0{number + 1}\n",
                    "utf-8",
                )
                assert load_files(plan, database, [file], lambda *_: None).accepted == 1
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    with running(database, tmp_path / "server.log") as address:
        page = open_page(f"{address}/ranking?month=2026-10")
        loader = threading.Thread(target=load_three)
        loader.start()
        reloads = 0
        while loader.is_alive() or reloads < 3:
            page.reload()
            page.wait_for_selector("table.ranking", timeout=60_000)
            assert page.locator(".problem").count() == 0
            assert page.locator("table.ranking tbody tr").count() == len(plan.regions)
            reloads += 1
        loader.join()
    assert failures == []
