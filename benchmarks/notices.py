"""A quarterly notice in all formats, with the browser that draws just started and already at work.

Usage: python -m benchmarks.notices [PLAN ...]     (enshi and hebei where none is named)
Each plan's demonstration is made and the closing months of its newest whole quarter are published in a folder of its
own. Then, in a process of its own each, the notice is made once cold (new process, no browser yet) and twice warm.
Seconds are told with those of a fixed piece of arithmetic in the same process, since another machine, or one with
other work to do, is slower in both. Writes benchmarks/out/notices.json and prints a table.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("out")
PLANS = ("enshi", "hebei")
FORMATS = ("docx", "pptx", "xlsx", "png", "svg", "pdf")
WARM_ROUNDS = 2
COLD_LIMIT, WARM_LIMIT = 20.0, 10.0


def prepare(plan_id: str, folder: Path) -> str:
    """A demonstration with the months of its newest whole quarter published; the quarter, ``2026Q3``."""
    from board import queries
    from rules.months import Month
    from rules.packs import load_plan

    target = folder / "wuse.duckdb"
    _etl("ensure", "--plan", plan_id, "--db", str(target))
    through = Month.parse(queries.open_board(load_plan(plan_id), target).data_through)
    last = through + -(through.number % 3)
    for back in (2, 1, 0):
        _etl("publish", "--plan", plan_id, "--db", str(target), "--month", str(last + -back))
    return f"{last.year}Q{last.number // 3}"


def _etl(*asked: str) -> None:
    command = [sys.executable, "-m", "etl", *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def measure(plan_id: str, database: Path, quarter: str) -> dict[str, Any]:
    """Seconds of one notice with its content, cold and warm; of the arithmetic; how many files there were."""
    begun = time.perf_counter()
    from board import queries
    from board.downloads.painter import painter
    from board.notices import export, paper

    times: list[float] = []
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _round in range(1 + WARM_ROUNDS):
            board = queries.open_board(plan_id, database)
            content = paper.build(board, "quarterly", quarter)
            written = export.write(content, board.plan, FORMATS, folder)
            times.append(time.perf_counter() - begun)
            if written.problems:
                raise RuntimeError("; ".join(written.problems))
            found = {"regions": len(board.plan.regions), "figures": len(content.figures())}
            found["files"] = len(written.files)
            begun = time.perf_counter()
    painter().close()
    measured = {"cold": times[0], "warm": min(times[1:]), "yardstick": yardstick()}
    return {**found, **{name: round(seconds, 2) for name, seconds in measured.items()}}


def yardstick() -> float:
    """Seconds of ten million additions; 0.4 s of a core on the machine that the README's figures are from."""
    begun, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - begun


def main() -> None:
    """All plans, one after another."""
    if len(sys.argv) == 5 and sys.argv[1] == "--measure":
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]), sys.argv[4])))
        return
    results: dict[str, dict[str, Any]] = {}
    for plan_id in sys.argv[1:] or PLANS:
        with tempfile.TemporaryDirectory() as folder:
            quarter = prepare(plan_id, Path(folder))
            asked = ["--measure", plan_id, str(Path(folder) / "wuse.duckdb"), quarter]
            command = [sys.executable, "-m", "benchmarks.notices", *asked]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(done.stderr)
            results[plan_id] = json.loads(done.stdout.splitlines()[-1])
    OUT.mkdir(exist_ok=True)
    (OUT / "notices.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print("| plan | regions | figures | files | cold | warm | yardstick | limits met |")
    for name, one in results.items():
        met = one["cold"] <= COLD_LIMIT and one["warm"] <= WARM_LIMIT
        cells = [name, one["regions"], one["figures"], one["files"], f"{one['cold']} s", f"{one['warm']} s"]
        print("| " + " | ".join(map(str, [*cells, f"{one['yardstick']} s", "yes" if met else "NO"])) + " |")


if __name__ == "__main__":
    main()
