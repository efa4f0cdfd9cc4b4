"""Commands that a page starts: their result, their progress, and that none is left over."""

import gc
import json
import sys
import time
from pathlib import Path

import pytest

from board import commands
from board.commands import Running
from rules.packs import load_plan

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


def python(code: str, **more: object) -> Running:
    return Running([sys.executable, "-c", code], **more)  # type: ignore[arg-type]


def ended(running: Running, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if running._process.poll() is not None:  # not poll(): asking would say that somebody waits
            return True
        time.sleep(0.05)
    return False


def test_code_json_and_lines_come_back() -> None:
    running = python(
        "import sys, json; print(json.dumps({'行': 1})); print('一\\n二', file=sys.stderr); sys.exit(3)"
    )
    assert running.result() == (3, {"行": 1}, ["一", "二"])
    assert running.result() == (3, {"行": 1}, ["一", "二"])  # asked twice
    assert running.poll()


def test_much_output_does_not_stop_it_and_no_json_is_none() -> None:
    running = python("import sys; sys.stdout.write('x' * 3_000_000); sys.stderr.write('y' * 3_000_000)")
    code, found, said = running.result()
    assert (code, found, len(said[0])) == (0, None, 3_000_000)


def test_stop_ends_it() -> None:
    running = Running(SLEEPS)
    assert not running.poll()
    running.stop()
    assert running.result().code != 0


def test_one_that_nobody_asks_after_is_ended_and_a_lasting_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "UNWATCHED_SECONDS", 0.2)
    alone, lasting = Running(SLEEPS), Running(SLEEPS, lasting=True)
    assert ended(alone)
    time.sleep(1.2)
    assert lasting._process.poll() is None
    lasting.stop()


def test_one_whose_session_is_gone_is_ended() -> None:
    running = Running(SLEEPS)
    process = running._process
    del running
    gc.collect()
    assert process.wait(20) != 0


def test_what_a_lasting_one_reads_is_kept_until_its_end(tmp_path: Path) -> None:
    from board.intake import Uploads

    uploads = Uploads()
    folder = uploads.folder
    running = Running(SLEEPS, lasting=True, keep=uploads)
    process = running._process
    del uploads, running
    gc.collect()
    assert folder.is_dir()
    process.kill()
    process.wait()
    end = time.monotonic() + 20
    while folder.exists() and time.monotonic() < end:
        gc.collect()
        time.sleep(0.1)
    assert not folder.exists()


def test_none_lasts_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "LONGEST_SECONDS", 0.2)
    running = Running(SLEEPS, lasting=True)
    assert ended(running)


def test_progress_is_read_and_a_half_written_file_is_none(tmp_path: Path) -> None:
    file = tmp_path / "progress.json"
    running = python("pass", progress_file=file)
    assert running.progress() == {}
    file.write_text('{"done": 1', "utf-8")
    assert running.progress() == {}
    file.write_text(json.dumps({"done": 1, "total": 2}), "utf-8")
    assert running.progress() == {"done": 1, "total": 2}
    running.result()


def test_the_loader_runs_with_plan_and_database(tiny_plan: Path, tmp_path: Path) -> None:
    """A name that a shell would run is a name: the file is looked for, nothing else happens."""
    plan = load_plan(tiny_plan)
    running = commands.run(plan, tmp_path / "x.duckdb", ["check", "--json", tmp_path / "$(touch owned);.csv"])
    code, _found, said = running.result()
    assert code == 2 and "$(touch owned);.csv" in " ".join(said)
    assert not (Path(commands.ROOT) / "owned").exists()
