"""Sessions in a real browser stay open and reload while loads and publications switch generations: no error anywhere."""

from __future__ import annotations

import shutil
import threading

import pytest

from board.frame import PAGES
from rules.packs import load_plan
from tests.browser.conftest import running
from tests.faults.farm import Farm
from tests.faults.scale import times

HEADER = "隐患编号,区域,隐患级别,发现日期"
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
SHOWN = [entry.path for entry in PAGES]
WRONG = ".problem, [data-testid=stException], [data-testid=stAlert]"


@pytest.fixture
def database(demo_db, tmp_path):
    """A copy of the demonstration, to be written to."""
    path = tmp_path / "base" / "wuse.duckdb"
    shutil.copytree(demo_db.with_name(demo_db.name + ".d"), path.with_name(path.name + ".d"))
    shutil.copyfile(demo_db, path)
    return path


def test_readers_meet_no_error_while_generations_switch(database, tmp_path, browser):
    sessions, switches = times(5, 20), times(5, 20)
    plan = load_plan("enshi")
    failures: list[str] = []
    builds: set[str] = {database.read_text("utf-8")}

    def switch_again_and_again() -> None:
        with Farm(tmp_path) as farm:
            for number in range(switches):
                file = tmp_path / f"补报{number}_2026-10.csv"
                file.write_text(f"{HEADER}\nR-{number},{plan.regions[0].name},一般,2026-10-05\n", "utf-8")
                command: list[object] = ["load", "--plan", plan.folder, "--db", database, file]
                if number % 2:
                    command = [
                        "publish",
                        "--plan",
                        plan.folder,
                        "--db",
                        database,
                        "--month",
                        "2026-10",
                        "--reason",
                        "补报",
                    ]
                outcome = farm.run(*command)
                if outcome["code"] != 0:
                    failures.append(f"{command[0]}: {outcome} {farm.words()[-500:]}")
                builds.add(database.read_text("utf-8"))

    log = tmp_path / "server.log"
    with running(database, log, str(plan.folder)) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        pages = [context.new_page() for _ in range(sessions)]
        for number, page in enumerate(pages):
            page.goto(f"{address}/{SHOWN[number % len(SHOWN)]}", wait_until="commit")
        look_at(pages)
        loader = threading.Thread(target=switch_again_and_again)
        loader.start()
        rounds = 0
        while loader.is_alive() or rounds < 2:
            for number, page in enumerate(pages):
                # Half of them reload, half go on to another page, as people do.
                path = SHOWN[(number + rounds * (number % 2)) % len(SHOWN)]
                page.goto(f"{address}/{path}", wait_until="commit")
            look_at(pages)
            rounds += 1
        loader.join()
        context.close()
    assert failures == []
    assert len(builds) > switches / 2, "the generations did not switch"
    assert "Traceback" not in log.read_text("utf-8", errors="replace")
    written = tmp_path / "wuse.log"
    assert not written.exists() or "defect" not in written.read_text("utf-8")


def look_at(pages) -> None:
    """Every page comes to rest with a title and without an error."""
    for page in pages:
        page.wait_for_selector(".title h1, .problem", timeout=120_000)
        page.wait_for_selector(READY, timeout=120_000)
        wrong = page.locator(WRONG)
        assert wrong.count() == 0, f"{page.url}: {wrong.first.inner_text()[:300]}"
