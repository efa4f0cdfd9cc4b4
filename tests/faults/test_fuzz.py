"""Mutated files, real and of the demonstration: no crash, no hang, and the account of each closes.

The records of readable text files are counted here by Python's csv module, independently of the product. What ever
failed is kept in ``seeds`` (the bytes themselves) and checked first; a failure here writes its own entry there.
"""

import base64
import csv
import hashlib
import io
import json
import os
import random
import selectors
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.mutate import mutated
from tests.faults.scale import IS_FULL, times

SEEDS = Path(__file__).with_name("seeds")
PACKS = {name: str(ROOT / "tests" / "fixtures" / "plans" / name) for name in ("tiny", "sf-food")}
REAL = ROOT / "tests" / "fixtures" / "sf-food"
WHOLE = ROOT.parent / "shared" / "real" / "sf-food"
BATCH = 10
SECONDS_A_FILE = 20
FIRST_SEED = 20_261_122
MOST_LINES = 30


class Worker:
    """The process that checks; started anew after it died or hung."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, plan: str, files: list[Path]) -> dict:
        """Its answer; ``error`` where it died or took too long."""
        if self.process is None or self.process.poll() is not None:
            env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.fuzz_worker"], cwd=ROOT, env=env, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        order = {"plan": PACKS[plan], "folder": str(self.folder), "files": [str(f) for f in files]}
        given, answers = self.process.stdin, self.process.stdout
        assert given and answers
        given.write(json.dumps(order).encode() + b"\n")
        given.flush()
        with selectors.DefaultSelector() as ready:
            ready.register(answers, selectors.EVENT_READ)
            # 20 more for the start of the process.
            if not ready.select(20 + SECONDS_A_FILE * len(files)):
                self.close()
                return {"error": "hangs", "at": f"{len(files)} files"}
        line = answers.readline()
        return json.loads(line) if line else {"error": "died", "at": f"exit {self.process.wait()}"}

    def close(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    opened = Worker(tmp_path_factory.mktemp("fuzz"))
    yield opened
    opened.close()


def shortened(content):
    """The beginning of a text file: mutations of its structure show in few rows."""
    return content if content.startswith(b"PK") else b"".join(content.splitlines(keepends=True)[:MOST_LINES])


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Plan, name and bytes: of each kind of file of the demonstration the smallest, and the real files."""
    from etl.demo import write_demo
    from rules.packs import load_plan

    kinds = {}
    # A small plan's: with many regions and sectors most of the time would go into compiling their names.
    demo = write_demo(load_plan(PACKS["tiny"]), tmp_path_factory.mktemp("demo"), 1, 0.01)
    for file in sorted(demo, key=lambda f: (f.stat().st_size, f.name)):
        kinds.setdefault((file.name.split("_")[1], file.suffix), file)
    assert len(kinds) > 12
    assert {".csv", ".xlsx"} <= {suffix for _, suffix in kinds}
    folders = [REAL, WHOLE] if IS_FULL and WHOLE.is_dir() else [REAL]
    real = [f for folder in folders for f in sorted(folder.glob("*.csv"))]
    named = [("tiny", f) for f in kinds.values()] + [("sf-food", f) for f in real]
    return [(plan, f.name, shortened(f.read_bytes())) for plan, f in named]


def records(content, encoding):
    """How many records Python's csv module finds, by delimiter; blank ones at the end are none."""
    text = content.decode(encoding).removeprefix("\ufeff")
    found = set()
    for mark in ",;\t|":
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
        except csv.Error:
            continue
        while rows and not rows[-1]:
            rows.pop()
        found.add(len(rows))
    return found


def faults(content, files):
    """What is wrong with the answer for one input (several entries where a workbook has several tables)."""
    for file in files:
        counts = {
            name: file[name]
            for name in ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected")
        }
        if min(counts.values()) < 0 or file["skipped"] < 0:
            return f"a negative count: {counts}"
        if file["rows_in"] != sum(file[n] for n in ("accepted", "unchanged", "superseded", "rejected")):
            return f"the account does not close: {counts}"
        if file["status"] == "refused" and (not file["message"] or file["rows_in"]):
            return f"refused without a word, or with rows: {file['message']!r} {counts}"
        if "Traceback" in (file["message"] or ""):
            return "a traceback among the messages"
        if file["status"] == "loaded" and not content.startswith(b"PK"):
            counted = records(content, file["encoding"])
            if counted and file["rows_in"] + file["skipped"] not in counted:
                return (
                    f"{file['rows_in']} rows in and {file['skipped']} skipped, but {counted} records counted"
                )
    return "" if files else "no answer"


def examine(worker, folder, cases, ends=None):
    """Faults by case, and in ``ends`` how many files ended how; a batch that failed as a whole is asked for again one by one."""
    found = {}
    for start in range(0, len(cases), BATCH):
        some = cases[start : start + BATCH]
        for plan in sorted({plan for plan, _, _ in some}):
            part = [case for case in some if case[0] == plan]
            paths = []
            for number, (_, name, content) in enumerate(part):
                path = folder / f"{number:02d}" / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
                paths.append(path)
            answer = worker.ask(plan, paths)
            if "error" in answer:
                answers = [worker.ask(plan, [path]) for path in paths]
                if not any("error" in one for one in answers):
                    found[tuple(part)] = f"{answer['error']} {answer['at']} (only together)"
            else:
                by_file = {str(path): [] for path in paths}
                for file in answer["files"]:
                    by_file[file["file"]].append(file)
                answers = [{"files": by_file[str(path)]} for path in paths]
            for case, path, one in zip(part, paths, answers, strict=True):
                wrong = f"{one['error']} {one['at']}" if "error" in one else faults(case[2], one["files"])
                if wrong:
                    found[case] = wrong
                if ends is not None:
                    ends.update(file["status"] for file in one.get("files", []))
                path.unlink()
    return found


def keep(case, why):
    """Write a failure among the seeds; gives its file."""
    plan, name, content = case
    file = SEEDS / f"{hashlib.sha256(content).hexdigest()[:12]}.json"
    SEEDS.mkdir(exist_ok=True)
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    told = {"plan": plan, "name": name, "why": why[:300], "bytes": packed}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return file


def kept_cases():
    """All that ever failed, as it was."""
    told = [json.loads(file.read_text("utf-8")) for file in sorted(SEEDS.glob("*.json"))]
    return [(one["plan"], one["name"], zlib.decompress(base64.b64decode(one["bytes"]))) for one in told]


def test_what_ever_failed_does_not_fail_again(worker, tmp_path):
    assert examine(worker, tmp_path, kept_cases()) == {}


def test_a_failure_is_kept_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "SEEDS", tmp_path / "seeds")
    cases = [("tiny", "台账_2025-01.csv", bytes(range(256)) * 5), ("sf-food", "b.csv", b"")]
    for case in cases:
        keep(case, "why")
    assert sorted(kept_cases()) == sorted(cases)


GOOD = {"rows_in": 2, "accepted": 1, "changed": 0, "unchanged": 0, "superseded": 0, "rejected": 1, "skipped": 1,
        "status": "loaded", "message": "", "encoding": "utf-8"}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, ""),
        ({"accepted": 2}, "does not close"),
        ({"accepted": 0, "rows_in": 1}, "records counted"),
        ({"skipped": 0}, "records counted"),
        ({"accepted": 3, "rejected": -1}, "negative"),
        ({"status": "refused"}, "refused without a word"),
        ({"message": "Traceback (most recent call last)"}, "traceback"),
    ],
)
def test_the_judge_sees_what_is_wrong(change, says):
    found = faults(b"a,b\r\n1,2\r\n3,4\r\n", [GOOD | change])
    assert says in found
    assert bool(found) == bool(says)


def test_a_worker_that_hangs_or_dies_is_told_and_started_again(worker, tmp_path, monkeypatch):
    assert "error" in worker.ask("tiny", [tmp_path]), "a folder without data is nothing to do"
    monkeypatch.setitem(PACKS, "tiny", "/nowhere")
    assert "PlanError" in worker.ask("tiny", [tmp_path])["error"]
    worker.process.kill()
    worker.process.wait()
    monkeypatch.undo()
    file = tmp_path / "a.csv"
    file.write_bytes(b"x")
    assert worker.ask("tiny", [file])["files"][0]["status"] == "refused"


def test_mutated_files_end_in_a_closed_account(worker, tmp_path, sources):
    wanted = times(200, 2400)
    found = {}
    for number in range(3 * wanted):
        dice = random.Random(FIRST_SEED + number)
        plan, name, content = sources[number % len(sources)]
        # The same bytes twice would say nothing new: cut short, many files end as the same one.
        found.setdefault(mutated(content, dice), (plan, name))
        if len(found) == wanted:
            break
    cases = [(plan, name, content) for content, (plan, name) in found.items()]
    assert len(cases) == wanted, "mutations that change nothing"
    ends = Counter()
    wrong = examine(worker, tmp_path, cases, ends)
    assert min(ends["loaded"], ends["refused"]) > 0.1 * len(cases), (
        f"too mild or too wild to say anything: {ends}"
    )
    kept = [f"{keep(case, why).name}: {why}" for case, why in wrong.items() if len(case) == 3]
    kept += [why for case, why in wrong.items() if len(case) != 3]
    assert kept == [], f"{len(kept)} of {len(cases)} failed; kept in {SEEDS.name}:\n" + "\n".join(kept)[:6000]
