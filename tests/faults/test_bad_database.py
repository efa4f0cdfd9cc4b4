"""A damaged, foreign or busy database: exit 2, one line that says what to do, nothing changed; readers too."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tests.conftest import ROOT, Bench

HEADER = "隐患编号,区域,隐患级别,发现日期"


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_plan):
    """A loaded database to copy from."""
    bench = Bench(tmp_path_factory.mktemp("made"), tiny_plan)
    bench.load(bench.csv("a_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"]), code=0)
    return bench


@pytest.fixture
def bench(made, tmp_path, tiny_plan):
    """A database of its own, with a second file waiting to be loaded."""
    shutil.copytree(made.db.parent, tmp_path / "base")
    return Bench(tmp_path, tiny_plan)


def new_file(bench):
    return bench.csv("b_2025-02.csv", HEADER, ["H2,东山县,重大,2025-02-05"])


def everything(bench):
    """Bytes of all that stands beside the database, locks apart."""
    return {
        str(p.relative_to(bench.folder)): p.read_bytes()
        for p in sorted(bench.db.parent.rglob("*"))
        if p.is_file() and not p.name.endswith(".lock")
    }


def every_command_refuses(bench, says, commands=("load", "check", "status", "rebuild", "show")):
    """All commands end with 2 and one line holding ``says``, and change nothing."""
    path = new_file(bench)
    for command in commands:
        before = everything(bench)
        if command == "show":
            outcome = bench.board("show", "hazards", "--month", "2025-01", "--format", "json")
        else:
            outcome = bench.etl(
                command,
                "--plan",
                bench.plan,
                "--db",
                bench.db,
                *([path] if command in ("load", "check") else []),
            )
        assert outcome.code == 2, (command, outcome.code, outcome.err)
        assert outcome.out == "", command
        assert len(outcome.messages) == 1, (command, outcome.err)
        assert says in outcome.messages[0], (command, outcome.messages)
        assert "请" in outcome.messages[0], command
        assert everything(bench) == before, f"{command} changed something"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"not json",
        b"[1, 2]",
        b"null",
        b'{"build_id": "x"}',
        b"\xff\xfe\x00",
        b'{"a": 1}',
        bytes(range(200, 256)),
    ],
)
def test_a_corrupt_pointer_is_told_and_left_alone(bench, content):
    bench.db.write_bytes(content)
    every_command_refuses(bench, "指针", ("load", "status", "show"))


def change_pointer(bench, **changes):
    pointer = json.loads(bench.db.read_text("utf-8"))
    bench.db.write_text(json.dumps(pointer | changes), "utf-8")


def test_a_database_of_another_schema_is_told(bench):
    change_pointer(bench, schema=99)
    every_command_refuses(bench, "99")


def test_a_database_of_another_plan_is_told(bench):
    change_pointer(bench, plan_id="elsewhere")
    every_command_refuses(bench, "elsewhere")


def test_a_missing_generation_is_told(bench):
    bench.generation.unlink()
    every_command_refuses(bench, "不在")


def test_a_build_id_that_leads_out_of_the_folder_is_not_followed(bench):
    outside = bench.folder / "outside.duckdb"
    shutil.copy(bench.generation, outside)
    change_pointer(bench, build_id="../../outside")
    before = outside.read_bytes()
    outcome = bench.etl("load", "--plan", bench.plan, "--db", bench.db, new_file(bench))
    assert outcome.code == 2, "a build id is a name, not a path"
    assert outside.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, b"SQLite format 3\0" + b"\0" * 5000])
def test_a_generation_that_is_no_database_is_told(bench, content):
    bench.generation.write_bytes(content)
    every_command_refuses(bench, "损坏")


def test_a_generation_cut_short_is_told(bench):
    # The second half may be free space: a copy that stopped at a quarter has lost blocks that are in use.
    content = bench.generation.read_bytes()
    bench.generation.write_bytes(content[: len(content) // 4])
    every_command_refuses(bench, "损坏")


def test_a_generation_with_scrambled_blocks_is_told(bench):
    content = bytearray(bench.generation.read_bytes())
    # The three headers take the first 12 KB; everything behind them is data and metadata.
    content[16_384:] = bytes(byte ^ 0x5A for byte in content[16_384:])
    bench.generation.write_bytes(bytes(content))
    every_command_refuses(bench, "损坏")


def test_no_database_yet_is_told_to_readers(tmp_path, tiny_plan):
    bench = Bench(tmp_path, tiny_plan)
    for outcome in (
        bench.etl("status", "--plan", bench.plan, "--db", bench.db),
        bench.board("show", "ranking", "--month", "2025-01"),
    ):
        assert outcome.code == 2
        assert "还没有数据库" in outcome.messages[0]


def test_a_place_that_cannot_be_written_is_told(bench):
    path = new_file(bench)
    file = bench.folder / "a_file"
    file.write_text("x", "utf-8")
    for db in (file / "wuse.duckdb", "/proc/wuse/wuse.duckdb"):
        outcome = bench.etl("load", "--plan", bench.plan, "--db", db, path)
        assert outcome.code == 2, outcome.err
        assert len(outcome.messages) == 1
        assert "写" in outcome.messages[0]
    folder = bench.folder / "a_folder"
    folder.mkdir()
    assert bench.etl("load", "--plan", bench.plan, "--db", folder, path).code == 2
    assert list(folder.iterdir()) == []


def test_a_full_disk_changes_nothing_and_is_no_defect_of_the_program(bench):
    """Files may not grow beyond 1 MB: what a full disk looks like to the loader."""
    before = everything(bench)
    outcome = bench.etl_process(
        "load", "--plan", bench.plan, "--db", bench.db, new_file(bench),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20)),
    )  # fmt: skip
    assert everything(bench) == before
    assert "Traceback" not in outcome.err
    assert outcome.code == 2, outcome.err
    assert "空间" in outcome.messages[-1]


def test_a_second_loader_is_told_at_once_and_readers_are_not_held_up(bench):
    path = new_file(bench)
    code = f"import sys, filelock; l = filelock.FileLock({str(bench.db) + '.lock'!r}); l.acquire(); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline().strip() == b"held"
        before = everything(bench)
        start = time.monotonic()
        outcome = bench.etl("load", "--plan", bench.plan, "--db", bench.db, path)
        assert time.monotonic() - start < 10
        assert (outcome.code, len(outcome.messages)) == (2, 1)
        assert "另一个" in outcome.messages[0]
        assert everything(bench) == before
        assert bench.show("hazards", "2025-01")["990101"]["open_stock"] == 1
    finally:
        holder.communicate()
    assert bench.load(path, code=0)["accepted"] == 1


STALL = """
import sys, time
from pathlib import Path
from etl import generations, marts
from etl.__main__ import main

marker = Path(sys.argv[1])

def stall(*_):
    marker.write_text("here")
    time.sleep(60)

if sys.argv[2] == "marts":
    marts.build = stall
else:
    generations.write_pointer = stall
main(sys.argv[3:])
"""


@pytest.mark.parametrize("where", ["marts", "pointer"])
def test_a_killed_loader_leaves_the_old_build_and_the_next_load_sweeps(bench, where):
    path = new_file(bench)
    before = everything(bench)
    marker = bench.folder / "marker"
    script = bench.folder / "stall.py"
    script.write_text(textwrap.dedent(STALL), "utf-8")
    loader = subprocess.Popen(
        [sys.executable, script, marker, where, "load", "--plan", bench.plan, "--db", bench.db, path],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while not marker.exists() and loader.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        assert marker.exists()
    finally:
        loader.send_signal(signal.SIGKILL)
        loader.wait()
    left = everything(bench)
    drafts = {name for name in left.keys() - before.keys() if ".d/" in name}
    assert drafts, "the test must leave something to sweep"
    assert {name: left[name] for name in before} == before
    assert bench.show("hazards", "2025-01")["990101"]["open_stock"] == 1
    result = bench.load(path, code=0)
    assert result["accepted"] == 1
    assert not drafts & everything(bench).keys()
    assert bench.show("hazards", "2025-02")["990101"]["open_stock"] == 2


def grown_old(bench):
    """As if everything had been made an hour ago."""
    for file in bench.db.with_name("wuse.duckdb.d").iterdir():
        os.utime(file, (time.time() - 3600,) * 2)


@pytest.mark.parametrize("is_slow", [True, False])
def test_of_old_generations_only_the_last_is_kept_and_those_a_reader_may_have_begun_with(bench, is_slow):
    builds = [json.loads(bench.db.read_text("utf-8"))["build_id"]]
    for number in range(3):
        if is_slow:
            grown_old(bench)
        result = bench.load(
            bench.csv(f"{number}_2025-03.csv", HEADER, [f"K{number},东山县,重大,2025-03-05"]), code=0
        )
        builds.append(result["build_id"])
    kept = {p.name for p in bench.db.with_name("wuse.duckdb.d").iterdir()}
    # Slowly: the current and the one before. At once: every one whose successor is younger than two minutes.
    wanted = builds[-2:] if is_slow else builds
    assert kept == {f"{build}.{ending}" for build in wanted for ending in ("duckdb", "json")}


def test_the_database_is_found_by_option_then_environment(bench, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    code = "from etl.__main__ import main; raise SystemExit(main(['status', '--json']))"
    outcome = bench.process("-c", code)
    assert (outcome.code, outcome.json["database"], outcome.json["plan"]) == (0, str(bench.db), "tiny")
    shown = bench.process("-m", "board", "show", "hazards", "--month", "2025-01", "--format", "json")
    assert (shown.code, shown.json[0]["open_stock"]) == (0, 1)
    other = bench.folder / "other.duckdb"
    assert bench.etl("status", "--db", other).code == 2


def test_wrong_usage_ends_with_2(bench):
    for arguments in (["load"], ["nonsense"], [], ["load", "--plan", bench.plan, "--wrong", "x"]):
        outcome = bench.etl(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
    assert bench.board("show", "nonsense").code == 2


def test_a_wrong_clock_is_told(bench, monkeypatch):
    monkeypatch.setenv("WUSE_TODAY", "morgen")
    before = everything(bench)
    outcome = bench.etl("load", "--plan", bench.plan, "--db", bench.db, new_file(bench))
    assert (outcome.code, len(outcome.messages)) == (2, 1)
    assert "WUSE_TODAY" in outcome.messages[0]
    assert everything(bench) == before


def test_a_defect_is_told_by_an_id_that_finds_its_entry_in_the_log(bench, monkeypatch):
    from etl import marts

    def broken(*_):
        raise RuntimeError("deliberate")

    monkeypatch.setattr(marts, "build", broken)
    before = everything(bench)
    outcome = bench.etl("load", "--plan", bench.plan, "--db", bench.db, new_file(bench))
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert {k: v for k, v in everything(bench).items() if ".rejects" not in k} == before


LOOP = """
import resource, signal
resource.setrlimit(resource.RLIMIT_AS, (4 * 1024**3, 4 * 1024**3))
signal.alarm(20)
from database.logs import log_defect
error, other = ValueError("a"), KeyError("b")
error.__cause__, other.__context__ = {chain}
print(log_defect(error))
"""


@pytest.mark.parametrize("chain", ["other, error", "error, None"])
def test_a_defect_whose_causes_run_in_a_circle_is_logged_and_told(bench, chain):
    """``raise error from error`` and A from B while handling A both do this; telling it must come to an end."""
    outcome = bench.process("-c", LOOP.format(chain=chain))
    assert outcome.code == 0, outcome.err[-300:]
    assert len(outcome.out.strip()) == 8
