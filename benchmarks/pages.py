"""Click to painted page of every page at 10^4 and 10^7 hazards, against a one-line and a stock page.

Usage: python -m benchmarks.pages [EXTRA_MILLIONS]   (10 unless told)
Everything is measured in one run on one machine; what counts is the ratio to the one-line page. Writes
benchmarks/out/pages.json and prints a table.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.load import write_hazards
from benchmarks.servers import serve
from benchmarks.viewers import VIEWERS
from database import read_pointer
from etl.demo import write_demo
from etl.load import load_files
from rules.packs import load_plan

OUT = Path(__file__).with_name("out")
CLICKS = 12
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Settled: the script has run, and the browser has drawn two frames after the last change.
SETTLED = """() => new Promise(done => {
  const app = document.querySelector('[data-testid=stApp]');
  const check = () => app.dataset.testScriptState === 'notRunning'
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))) : setTimeout(check, 4);
  check();
})"""


def click_times(page: Page, address: str, names: list[str]) -> dict[str, float]:
    """Median milliseconds from a click on a page's link to its settled picture, for each of ``names``."""
    page.goto(f"{address}/{names[0]}")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=120_000)
    page.wait_for_timeout(1500)
    found: dict[str, list[float]] = {name: [] for name in names}
    for round_ in range(CLICKS + 1):
        for name in [*names[1:], names[0]]:
            link = page.locator(f"a[href*='{name}']").first
            link.wait_for(state="attached", timeout=30_000)
            before = page.evaluate("() => performance.now()")
            link.evaluate("e => e.click()")  # also where the stock side bar is folded
            page.wait_for_url(f"**/{name}*")
            page.wait_for_timeout(30)  # the run must have begun before its end is waited for
            after = page.evaluate(SETTLED)
            if round_:  # the first round fills the caches
                found[name].append(after - before)
            page.wait_for_timeout(150)
    return {name: round(statistics.median(values)) for name, values in found.items()}


def main() -> None:
    """Build both databases, measure each server in turn."""
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    OUT.mkdir(exist_ok=True)
    plan = load_plan("enshi")
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="wuse-bench-") as folder, sync_playwright() as play:
        work = Path(folder)
        small, large = work / "small" / "wuse.duckdb", work / "large" / "wuse.duckdb"
        demo = write_demo(plan, work / "demo")
        load_files(plan, small, demo, lambda *_: None, is_demo=True)
        shutil.copytree(small.parent, large.parent)
        ledger = work / "hazards.csv"
        write_hazards(ledger, millions * 1_000_000)
        load_files(plan, large, [ledger], lambda *_: None)
        ledger.unlink()
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        names = ["overview", "ranking", "risk_map", "targets"]
        runs = [
            ("one line", "benchmarks/stock/one_line.py", small, ["one", "two"]),
            ("wuse 1e4", "dashboard.py", small, names),
            (f"wuse {millions}e6", "dashboard.py", large, names),
            ("stock 1e4", "benchmarks/stock/stock.py", small, ["stock_ranking", "stock_flow"]),
            (f"stock {millions}e6", "benchmarks/stock/stock.py", large, ["stock_ranking", "stock_flow"]),
        ]
        for title, script, database, pages in runs:
            generation = read_pointer(database, plan.id).file(database)
            env = {"WUSE_DB": str(database), "WUSE_BENCH_GENERATION": str(generation)}
            with serve(script, env) as server:
                page = browser.new_page(viewport={"width": 1920, "height": 1080})
                result[title] = click_times(page, server.address, pages)
                page.close()
                print(f"{title:>12}  {result[title]}", flush=True)
                if script == "dashboard.py":
                    # The viewers are a process of their own, as people are.
                    command = [sys.executable, "-m", "benchmarks.viewers", server.address]
                    seen = json.loads(
                        subprocess.run(command, capture_output=True, check=True, text=True).stdout
                    )
                    result[f"{VIEWERS} viewers, {title}"] = seen | {"server_mb": round(server.memory_mb())}
                    print(f"{VIEWERS} viewers  {result[f'{VIEWERS} viewers, {title}']}", flush=True)
        browser.close()
    (OUT / "pages.json").write_text(json.dumps(result, indent=1), "utf-8")


if __name__ == "__main__":
    main()
