"""``load`` of 1 and 10 million hazards against DuckDB parsing every column of the same file into nothing.

Usage: python -m benchmarks.load [MILLIONS ...]
Writes benchmarks/out/load.json and prints a table. The files have the 18 columns of the hazards contract, one
row in a thousand broken. Peak memory is the resident set of the process, as the kernel counts it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from etl.contract import contracts

OUT = Path(__file__).with_name("out")
PARSE = """
import duckdb, sys
con = duckdb.connect(); con.execute("SET threads = 2")
columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(18))
sums = ", ".join(f"max(hash(c{i}))" for i in range(18))
con.execute(f"SELECT {sums} FROM read_csv('{sys.argv[1]}', auto_detect = false, header = false, skip = 1, "
            f"delim = ',', quote = '\\"', escape = '\\"', columns = {{{columns}}})").fetchall()
"""


def write_hazards(path: Path, rows: int) -> None:
    """A ledger of ``rows`` hazards, with one broken row in a thousand."""
    titles = [column.title for column in contracts()["hazards"].columns]
    names = ", ".join(f'"{title}"' for title in titles)
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (SELECT * FROM (SELECT
                'H' || lpad(i::VARCHAR, 9, '0'),
                ['恩施市','利川市','建始县','巴东县','宣恩县','422826','来凤县','鹤峰县','恩施高新区'][1 + i % 9],
                ['城关镇','龙凤镇','白果乡'][1 + i % 3], ['矿山','道路交通','建筑施工'][1 + (i // 7) % 3],
                CASE WHEN i % 16 = 0 THEN '重大' ELSE '一般' END, 'E' || (i % 5000), '企业' || (i % 5000),
                '安全出口堵塞，应急灯不亮，' || (i % 97) || ' 号点位', ['企业自查','执法检查','群众举报'][1 + i % 3],
                CASE WHEN i % 1000 = 7 THEN '2024-02-30'
                     ELSE strftime(DATE '2023-06-01' + (i % 1200)::INTEGER, '%Y-%m-%d') END,
                strftime(DATE '2023-07-01' + (i % 1200)::INTEGER, '%Y-%m-%d'),
                CASE WHEN i % 5 > 0 THEN strftime(DATE '2023-06-21' + (i % 1200)::INTEGER, '%Y-%m-%d') END,
                CASE WHEN i % 400 = 0 THEN '县级' ELSE '无' END, CASE WHEN i % 4 = 0 THEN '否' ELSE '是' END,
                '应急管理局', (i % 900)::VARCHAR, '', '' FROM range({rows}) AS t(i))
                AS t({names})) TO '{path}' (HEADER)""")


def measured(command: list[str], env: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds and peak resident megabytes of one process. Raises when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Measure each size once, parse and load in turn on the same file."""
    millions = [int(text) for text in sys.argv[1:]] or [1, 10]
    OUT.mkdir(exist_ok=True)
    found = []
    with tempfile.TemporaryDirectory(prefix="wuse-bench-") as folder:
        for size in millions:
            file = Path(folder) / f"hazards-{size}m.csv"
            write_hazards(file, size * 1_000_000)
            parse = min(measured([sys.executable, "-c", PARSE, str(file)]) for _ in range(2))
            database = Path(folder) / f"db-{size}" / "wuse.duckdb"
            load = measured(
                [sys.executable, "-m", "etl", "load", "--plan", "enshi", "--db", str(database), str(file)]
            )
            stored = sum(p.stat().st_size for p in database.parent.rglob("*.duckdb")) / 1024**2
            found.append(
                {"rows": size * 1_000_000, "file_mb": round(file.stat().st_size / 1024**2),
                 "parse_seconds": round(parse[0], 2), "parse_peak_mb": round(parse[1]),
                 "load_seconds": round(load[0], 2), "load_peak_mb": round(load[1]),
                 "ratio": round(load[0] / parse[0], 1), "database_mb": round(stored)}
            )  # fmt: skip
            file.unlink()
    (OUT / "load.json").write_text(json.dumps(found, indent=1), "utf-8")
    names = list(found[0])
    print("  ".join(f"{name:>14}" for name in names))
    for row in found:
        print("  ".join(f"{row[name]:>14,}" for name in names))


if __name__ == "__main__":
    main()
