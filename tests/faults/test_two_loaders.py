"""Two loaders at once: one writes, the other says so and changes nothing, or comes after; nothing is lost or mixed."""

import json
import os
import subprocess
import sys

from tests.conftest import ROOT, Bench
from tests.faults.scale import times

HEADER = "隐患编号,区域,隐患级别,发现日期"


def start(bench: Bench, number: int) -> subprocess.Popen[str]:
    """One loader as a process of its own."""
    file = bench.csv(
        f"{number}_2025-01.csv", HEADER, [f"H{number}-{n},东山县,重大,2025-01-05" for n in range(40)]
    )
    command = [sys.executable, "-m", "etl", "load", "--plan", bench.plan, "--db", bench.db, "--json", file]
    return subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_of_two_loaders_at_once_each_loads_all_or_says_that_another_is_at_work(bench):
    loaded, told = set(), 0
    for turn in range(times(2, 10)):
        both = [(number, start(bench, number)) for number in (2 * turn, 2 * turn + 1)]
        for number, process in both:
            out, err = process.communicate(timeout=120)
            assert "Traceback" not in err
            if process.returncode == 0:
                assert json.loads(out)["accepted"] == 40
                loaded.add(number)
            else:
                assert process.returncode == 2, err
                lines = [line for line in err.splitlines() if line.strip()]
                assert "另一个载入程序正在写" in lines[-1]
                assert out == ""
                told += 1
        assert {2 * turn, 2 * turn + 1} & loaded, "one of them always gets through"
        ids = {row[0] for row in bench.query("SELECT hazard_id FROM hazards")}
        assert ids == {f"H{number}-{n}" for number in loaded for n in range(40)}
        assert bench.query("SELECT count(*) FROM loads") == [(len(loaded),)]
        assert bench.query("SELECT count(DISTINCT load_id) FROM loads") == [(len(loaded),)]
    assert told > 0, "they never met: the test says nothing"
