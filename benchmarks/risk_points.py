"""The risk map with 1,000 and with 10,000 risk points: what is sent, and from a click on a month to the drawn map.

Usage: python -m benchmarks.risk_points [POINTS ...]   (1000 10000 unless told)
Points lie at random in the default plan's polygons, in the shares of classes of the demonstration. For single points
(the worst two classes) and for their density: size of the figure, time to draw it from nothing, and the median from
a click on a month to the map that no longer changes, on the first look at a month and on every later one. What
counts is the ratio of the last row to the first. Writes benchmarks/out/risk_points.json and prints a table.
"""

from __future__ import annotations

import csv
import json
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import geopandas as gpd
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages import FLAGS, OUT, SETTLED
from benchmarks.servers import serve
from board import queries
from board.charts.risk_scene import WIDE, Scene
from board.frame import View
from etl.load import load_files
from rules.packs import load_plan
from rules.plan import Plan

MONTH, MONTHS = "2026-10", ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
ROUNDS = 4
SHARES = {"红": 0.07, "橙": 0.16, "黄": 0.37, "蓝": 0.40}
HEADER = [
    "风险点编号",
    "区域",
    "乡镇街道",
    "风险点名称",
    "行业领域",
    "风险等级",
    "经度",
    "纬度",
    "评估日期",
    "管控到位日期",
    "管控层级",
    "报送月份",
]


def write_points(plan: Plan, path: Path, count: int) -> None:
    """A list of ``count`` risk points, each inside its region's polygon."""
    if plan.boundaries is None:
        raise SystemExit(f"the plan {plan.id} has no polygons to draw points on")
    shapes = gpd.read_file(Path(plan.folder) / plan.boundaries.file)
    draw = np.random.default_rng(20261122)
    sectors = [sector.name for sector in plan.sectors]
    rows = []
    codes = shapes[plan.boundaries.code_property]
    for place, (code, shape) in enumerate(zip(codes, shapes.geometry, strict=True)):
        wanted = count // len(shapes) + (place < count % len(shapes))
        spots = gpd.GeoSeries([shape]).sample_points(wanted, rng=draw).explode().reset_index(drop=True)
        for number, spot in enumerate(spots):
            rows.append(
                [f"{place}-{number}", code, f"{number % 9}片区", f"点{number}",
                 draw.choice(sectors), draw.choice(list(SHARES), p=list(SHARES.values())), round(spot.x, 5),
                 round(spot.y, 5), "2025-03-01", "2025-04-01" if draw.random() < 0.8 else "", "县级", MONTH]
            )  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def drawing(database: Path, is_dense: bool) -> tuple[int, float]:
    """Bytes of the figure as JSON, and seconds to draw it from nothing."""
    board = queries.open_board("enshi", database)
    order = [c.code for c in reversed(board.plan.risk_scale)] if is_dense else None
    Scene(View(board, MONTHS[0], "region"), order, is_dense=is_dense).draw(
        WIDE, key=False
    )  # imports and warms
    begun = time.perf_counter()
    figure = Scene(View(board, MONTH, "region"), order, is_dense=is_dense).draw(WIDE, key=False)
    seconds = time.perf_counter() - begun
    return len((figure.to_json() or "").encode()), seconds


def opened(browser: Browser, address: str, layer: str) -> Page:
    """The risk map of the last month with this layer, drawn."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{address}/risk_map?month={MONTH}&layer={layer}")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=120_000)
    page.wait_for_timeout(2000)
    return page


def click(page: Page, month: str) -> float:
    """Milliseconds from a click on a month to its map that no longer changes."""
    button = page.locator(f".st-key-risk_month_{month} button")
    before = page.evaluate("() => performance.now()")
    button.evaluate("e => e.click()")
    page.wait_for_url(f"**month={month}**")
    page.wait_for_timeout(30)
    return page.evaluate(SETTLED) - before


def loaded(plan: Plan, folder: Path, count: int) -> Path:
    """A database of nothing but ``count`` risk points."""
    folder.mkdir()
    ledger, database = folder / "风险点清单_2026-10.csv", folder / "wuse.duckdb"
    write_points(plan, ledger, count)
    taken = load_files(plan, database, [ledger], lambda *_: None)
    if taken.accepted != count:
        raise SystemExit(f"expected {count} points to be accepted, found {taken.accepted}")
    return database


def main() -> None:
    """Load, draw, click; one line a number of points and layer."""
    counts = [int(text) for text in sys.argv[1:]] or [1000, 10_000]
    OUT.mkdir(exist_ok=True)
    plan = load_plan("enshi")
    result: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="wuse-bench-") as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        databases = {count: loaded(plan, Path(folder) / str(count), count) for count in counts}
        for layer in ("worst", "density"):
            with ExitStack() as stack:
                servers = {
                    count: stack.enter_context(serve("dashboard.py", {"WUSE_DB": str(database)}))
                    for count, database in databases.items()
                }
                pages = {count: opened(browser, one.address, layer) for count, one in servers.items()}
                times: dict[int, list[float]] = {count: [] for count in counts}
                # In turn, so that whatever else the machine does falls on all alike.
                for month in [*MONTHS] * ROUNDS:
                    for count, page in pages.items():
                        times[count].append(click(page, month))
                for page in pages.values():
                    page.close()
            for count, database in databases.items():
                size, seconds = drawing(database, layer == "density")
                first, later = times[count][: len(MONTHS)], times[count][len(MONTHS) :]
                found = {
                    "json_kb": round(size / 1024, 1), "draw_ms": round(1000 * seconds),
                    "first_ms": round(statistics.median(first)), "later_ms": round(statistics.median(later)),
                }  # fmt: skip
                result[f"{count} {layer}"] = found
                print(f"{count:>7,} {layer:<8} {found}", flush=True)
        browser.close()
    (OUT / "risk_points.json").write_text(json.dumps(result, indent=1), "utf-8")


if __name__ == "__main__":
    main()
