"""A disk that fills up at any stage: one line that says so, exit 2, and everything as it was."""

import os
import shutil
import subprocess
from contextlib import suppress

import pytest

from tests.conftest import Bench
from tests.faults.farm import Farm
from tests.faults.scale import IS_FULL

HEADER = "隐患编号,区域,隐患级别,发现日期"
DISK = 24 * 2**20


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """A small disk of its own where that can be had, else None."""
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    mounted = (
        shutil.which("mount") and subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    )
    yield place if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True, timeout=20)


@pytest.fixture(scope="module")
def farm(tmp_path_factory):
    with Farm(tmp_path_factory.mktemp("farm")) as opened:
        yield opened


def everything(folder):
    """Bytes of all that stands there, locks and the write-ahead log of the desk apart."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.endswith((".lock", "-wal", "-shm")))
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


COMMANDS = {
    "load": lambda b: ["load", b.csv("2_2025-01.csv", HEADER, ["H2,东山县,重大,2025-01-05"])],
    "undo": lambda b: ["undo"],
    "rebuild": lambda b: ["rebuild"],
    "publish": lambda b: ["publish", "--month", "2025-01"],
    "backup": lambda b: ["backup", "--out", b.db.parent / "saved.zip"],
}


@pytest.mark.parametrize("what", COMMANDS)
def test_a_disk_that_fills_up_changes_nothing(farm, disk, tmp_path, tiny_plan, what):
    bench = Bench(tmp_path, tiny_plan)
    if disk is not None:
        bench.db = disk / what / "wuse.duckdb"
    bench.load(bench.csv("1_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"]), code=0)
    base = bench.db.parent
    command = COMMANDS[what](bench)
    arguments = [command[0], "--plan", bench.plan, "--db", bench.db, *command[1:]]
    before, told = everything(base), 0
    # From none at all to nearly enough: the copy, the scan, the marts, the pointer and the release fail in turn.
    free = [0, 2**12, 2**20, 5 * 2**20, 9 * 2**20]
    for room in free if IS_FULL else free[:: 2 if what == "load" else 3]:
        outcome = with_room(farm, disk, base, room, arguments)
        if outcome["code"] == 0:
            break  # it was enough
        assert outcome["code"] == 2, (room, outcome, farm.words())
        assert "Traceback" not in farm.words()
        assert "空间" in farm.words().splitlines()[-1]
        assert everything(base) == before, room
        told += 1
    assert told > 0
    outcome = farm.run(*arguments)
    assert outcome["code"] in (0, 2), farm.words()
    if disk is not None:
        shutil.rmtree(base)


def with_room(farm, disk, base, room, arguments):
    """Run with so many bytes left on the disk; without a disk of its own, no file may grow beyond them."""
    if disk is None:
        return farm.run(*arguments, file_size=room)
    filler = disk / "filler"
    left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - room
    filler.write_bytes(b"\0" * max(left, 0))
    try:
        return farm.run(*arguments)
    finally:
        with suppress(FileNotFoundError):
            filler.unlink()
