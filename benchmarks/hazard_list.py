"""A page of the hazard list at 1,000, 100,000 and 1,000,000 rows: time to its fifty rows, and memory.

Usage: python -m benchmarks.hazard_list
Each size runs in a process of its own, whose peak memory is told above that of the same process with an empty
ledger. What counts are the ratios within one run. Writes benchmarks/out/hazard_list.json and prints a table.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from board.queries_hazards import Scope
from board.queries_hazards_list import PAGE, Asked, page_query
from etl.bands import build_bands
from etl.contract import contracts
from etl.ledger import create_tables

OUT = Path(__file__).with_name("out")
SIZES = (0, 1_000, 100_000, 1_000_000)
ROUNDS = 7
SCOPE = Scope("2026-10", "all")
QUESTIONS = {
    "first page": (Asked(SCOPE), 0),
    "page 10": (Asked(SCOPE), 9),
    "search, two words": (Asked(SCOPE, "点位 9 警示"), 0),
    "overdue, by days": (Asked(SCOPE, state="overdue", sort="overdue"), 0),
    "last page": (Asked(SCOPE), -1),
}


def fill(path: Path, rows: int) -> None:
    """Write a ledger of so many rows with texts as long as real ones."""
    with duckdb.connect(str(path)) as connection:
        create_tables(connection, [contracts()["hazards"]])
        build_bands(connection)
        connection.execute(
            "INSERT INTO hazards BY NAME SELECT 'YH-' || i AS hazard_id, (i % 9)::VARCHAR AS region_code, 'general' AS level, "
            "'某某企业有限公司 ' || i % 900 AS enterprise, '二号点位 ' || i || ' 警示标志缺失，通道堆放杂物' AS description, "
            "DATE '2024-01-01' + (i % 1000)::INTEGER AS found_date, DATE '2024-02-01' + (i % 1000)::INTEGER AS due_date, "
            f"repeat('备注', 40) AS remark, 1 AS _file, i AS _row FROM range({rows}) AS t(i)"
        )


def measure(path: Path, rows: int) -> dict[str, float]:
    """Median milliseconds of every question, and this process's peak memory in MB."""
    import resource

    found: dict[str, float] = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        for name, (asked, number) in QUESTIONS.items():
            sql, values = page_query(asked, number if number >= 0 else max(rows // PAGE - 1, 0))
            times = []
            for _round in range(ROUNDS):
                start = time.perf_counter()
                fetched = connection.execute(sql, values).fetchall()
                times.append((time.perf_counter() - start) * 1000)
                if len(fetched) > PAGE:
                    raise RuntimeError(f"expected at most {PAGE} rows, fetched {len(fetched)}")
            found[name] = round(statistics.median(times), 1)
    found["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return found


def main() -> None:
    """All sizes, each in a process of its own."""
    if len(sys.argv) == 3:
        print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
        return
    results: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            path = Path(folder) / f"{rows}.duckdb"
            fill(path, rows)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.hazard_list", str(path), str(rows)],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            results[rows] = json.loads(done.stdout)
    OUT.mkdir(exist_ok=True)
    (OUT / "hazard_list.json").write_text(json.dumps(results, indent=1), "utf-8")
    names = list(results[SIZES[0]])
    print("| rows | " + " | ".join(names) + " |")
    for rows, found in results.items():
        print(f"| {rows:,} | " + " | ".join(f"{found[n]:g}" for n in names) + " |")


if __name__ == "__main__":
    main()
