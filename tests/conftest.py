"""What all tests share: a fixed clock, a log of their own, a demonstration database, a small plan, a bench."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-05"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with a long file that needs no demonstration of ours: one worker runs it while the other makes that one.

    Otherwise the order is that of the folders: the browser's long tests first, the units' short ones last, so that
    both workers end together (``--no-loadscope-reorder`` keeps xdist from beginning with the files of most tests).
    """
    items.sort(key=lambda item: not item.nodeid.startswith("tests/models/test_rows_add_up.py"))


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The clock stands still, the log goes to a temporary folder, no setting of the shell leaks in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUSE_TODAY", TODAY)
        patch.setenv("WUSE_LOG", str(tmp_path_factory.mktemp("log") / "wuse.log"))
        for name in ("WUSE_DB", "WUSE_PLAN", "WUSE_USER"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory, surroundings: None) -> Path:
    """The demonstration at a fifth of its size, made once a session, shared between workers. Only read it."""
    return made_once(tmp_path_factory, "demo-enshi", _make_demo)


@pytest.fixture(scope="session")
def province_db(clean_demo: Callable[[str], Path]) -> Path:
    """A plan with fourteen regions, three without a polygon, and unnumbered clauses: its small demonstration."""
    return clean_demo("hebei")


@pytest.fixture(scope="session")
def clean_demo(tmp_path_factory: pytest.TempPathFactory, surroundings: None) -> Callable[[str], Path]:
    """A plan's small demonstration without any wrong row, by the plan's id; made once, shared, only to be read.

    One clean file a table, since a thousand office files take longer.
    """
    return lambda plan: made_once(
        tmp_path_factory, f"clean-{plan}", lambda folder: _make_clean_demo(folder, plan)
    )


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A database that ``make`` fills at ``wuse.duckdb`` of a folder, once for all workers of a run. Only read it."""
    own = tmp_path_factory.getbasetemp()
    # Every worker of pytest-xdist has a folder of its own below the one that they share.
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder = shared / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").is_file():
            folder.mkdir(exist_ok=True)
            make(folder)
            (folder / "made").touch()
    return folder / "wuse.duckdb"


def _make_demo(folder: Path) -> None:
    from etl.__main__ import main
    from etl.load import load_files
    from rules.packs import load_plan

    out = folder / "files"
    made = _within(main, ["demo", "--plan", "enshi", "--scale", "0.2", "--out", str(out)])
    assert made.code == 0, made.err[-2000:]
    plan = load_plan("enshi")
    assert load_files(plan, folder / "wuse.duckdb", [out], lambda *_: None, is_demo=True).build_id


def _make_clean_demo(folder: Path, plan_id: str) -> None:
    from etl.contract import contracts
    from etl.demo import demo_frames
    from etl.load import load_files
    from rules.packs import load_plan

    plan, files = load_plan(plan_id), folder / "files"
    files.mkdir(exist_ok=True)
    for table, rows in demo_frames(plan, scale=0.05).tables.items():
        names = {column.stored: column.name for column in contracts()[table].columns}
        rows.rename(columns=names).to_csv(files / f"{table}.csv", index=False)
    result = load_files(plan, folder / "wuse.duckdb", [files], lambda *_: None, is_demo=True)
    assert (result.accepted, result.rejected) == (result.rows_in, 0)


@pytest.fixture(scope="session")
def tiny_plan() -> Path:
    """Folder of a plan with three regions, two sectors and round limits."""
    return ROOT / "tests" / "fixtures" / "plans" / "tiny"


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    # The rest of the world is cut off: no name is resolved, only this machine answers.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browsers() -> Iterator[tuple[BrowserType, dict[str, Any]]]:
    """What starts a browser, and with which settings: one of these a worker, since a second one is refused."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("no Chromium, Chrome or Edge on this machine")
    with sync_playwright() as play:
        yield play.chromium, {"executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser(browsers: tuple[BrowserType, dict[str, Any]]) -> Iterator[Browser]:
    """One browser a worker, for viewers who were never here before."""
    starter, settings = browsers
    opened = starter.launch(**settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def at_home(
    browsers: tuple[BrowserType, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A viewer who has been here before: the server's scripts are in the cache, translated already.

    Only a browser with a folder of its own keeps the translation, and only a process that goes on has it at hand:
    an empty page stays open at this machine's address, for whichever port. A page takes four tenths of the time.
    """
    starter, settings = browsers
    # Pages of one address share a process. In ``browser`` they don't: there each stands for another person.
    settings = {**settings, "args": [*settings["args"], "--process-per-site"]}
    context = starter.launch_persistent_context(tmp_path_factory.mktemp("viewer"), **settings)
    stays = context.pages[0]
    stays.route("**/*", lambda call: call.fulfill(body="", content_type="text/html"))
    stays.goto("http://127.0.0.1/")
    yield context
    context.close()


@dataclass
class Outcome:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON; fails where anything else stands there."""
        return json.loads(self.out)

    @property
    def messages(self) -> list[str]:
        """Lines of standard error that are no progress."""
        progress = ("识别文件", "核对", "读取 ", "比对", "整理预览", "生成汇总")
        return [line for line in self.err.splitlines() if line.strip() and not line.startswith(progress)]


def to_csv(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV text with the line ends that Excel writes."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


class Bench:
    """A database and a folder of its own for one test, and the commands as their users call them."""

    def __init__(self, folder: Path, plan: Path) -> None:
        self.folder, self.plan = folder, plan
        self.db = folder / "base" / "wuse.duckdb"

    # ---- files

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """Write a text file as it stands."""
        return self.bytes(name, text.encode(encoding))

    def bytes(self, name: str, content: bytes) -> Path:
        """Write bytes as they stand."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def csv(self, name: str, header: str, rows: Sequence[object], encoding: str = "utf-8") -> Path:
        """Write a CSV; header and rows are texts with commas, or rows of cells."""
        cells = [row.split(",") if isinstance(row, str) else list(row) for row in (header, *rows)]  # type: ignore[call-overload]
        return self.text(name, to_csv(cells), encoding)

    def xlsx(self, name: str, sheets: dict[str, Callable[[Any, Any], None]]) -> Path:
        """Write a workbook; each sheet is filled by a function of (sheet, book)."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path)) as book:
            for title, fill in sheets.items():
                fill(book.add_worksheet(title), book)
        return path

    # ---- commands

    def etl(self, *arguments: object) -> Outcome:
        """``python -m etl`` within this process."""
        from etl.__main__ import main

        return _within(main, [str(a) for a in arguments])

    def etl_process(self, *arguments: object, **settings: Any) -> Outcome:
        """``python -m etl`` as a process of its own: real exit code, real streams."""
        return self.process("-m", "etl", *arguments, **settings)

    def process(self, *arguments: object, **settings: Any) -> Outcome:
        """Python as a process of its own in the project's folder."""
        done = subprocess.run(
            [sys.executable, *(str(a) for a in arguments)],
            cwd=ROOT,
            capture_output=True,
            timeout=120,
            **settings,
        )
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def load(self, *paths: Path, code: int | None = None) -> dict[str, Any]:
        """Load files; gives the object that ``--json`` prints, whose account must be closed."""
        outcome = self.etl("load", "--plan", self.plan, "--db", self.db, "--json", *paths)
        if code is not None:
            assert outcome.code == code, outcome.err
        assert outcome.code in (0, 2, 3), outcome.err
        result = outcome.json
        closed(result)
        return result

    def refuse(self, *paths: Path) -> str:
        """Load files that can't be used: exit 2, nothing changed, one line that says what to do; gives it."""
        before = self.state()
        outcome = self.etl("load", "--plan", self.plan, "--db", self.db, *paths)
        assert outcome.code == 2, (outcome.code, outcome.out, outcome.err)
        assert self.state() == before
        assert "Traceback" not in outcome.err
        assert len(outcome.messages) == 1, outcome.err
        assert "请" in outcome.messages[0] or "可" in outcome.messages[0], outcome.messages
        return outcome.messages[0]

    def show(self, kind: str, month: str, *more: str) -> dict[str, dict[str, Any]]:
        """``board show`` as JSON, by region (or sector) code."""
        outcome = self.board("show", kind, "--month", month, "--format", "json", *more)
        assert outcome.code == 0, outcome.err
        return {row["region_code"]: row for row in outcome.json}

    def targets(self, month: str) -> dict[tuple[str, int, str], dict[str, Any]]:
        """``board show targets`` by indicator, year and region."""
        outcome = self.board("show", "targets", "--month", month, "--format", "json")
        assert outcome.code == 0, outcome.err
        return {(row["indicator"], row["year"], row["region_code"]): row for row in outcome.json}

    def board(self, *arguments: object) -> Outcome:
        """``python -m board`` within this process, on this bench's plan and database."""
        from board.__main__ import main

        return _within(main, [str(a) for a in (*arguments, "--plan", self.plan, "--db", self.db)])

    # ---- the database

    @property
    def generation(self) -> Path:
        """File of the current generation."""
        pointer = json.loads(self.db.read_text("utf-8"))
        return self.db.with_name("wuse.duckdb.d") / f"{pointer['build_id']}.duckdb"

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on the current generation."""
        with duckdb.connect(str(self.generation), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def state(self) -> dict[str, bytes]:
        """The pointer's bytes and the names of all generations: what a refusal must leave alone."""
        found = {"pointer": self.db.read_bytes()} if self.db.is_file() else {}
        for path in sorted(self.db.with_name("wuse.duckdb.d").glob("*.duckdb*")):
            found[path.name] = str(path.stat().st_size).encode()
        return found


def _within(main: Callable[[list[str]], int], arguments: list[str]) -> Outcome:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as error:
            code = int(error.code or 0)
    return Outcome(code, out.getvalue(), err.getvalue())


def closed(result: dict[str, Any]) -> None:
    """Every file's account is closed, and so is their sum."""
    counts = ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
    for one in (result, *result["files"]):
        assert one["rows_in"] == one["accepted"] + one["unchanged"] + one["superseded"] + one["rejected"], one
        assert 0 <= one["changed"] <= one["accepted"]
    for name in counts:
        assert result[name] == sum(file[name] for file in result["files"])


@pytest.fixture
def bench(tmp_path: Path, tiny_plan: Path) -> Bench:
    """An empty database of the small plan, and helpers."""
    return Bench(tmp_path, tiny_plan)


@pytest.fixture
def ledgers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads build no marts: for tests that look at ledgers and accounts alone, at a third of the time."""
    from etl import marts

    def build(connection: duckdb.DuckDBPyConnection, *_: object) -> None:
        connection.execute("CREATE OR REPLACE TABLE findings (finding VARCHAR)")
        connection.execute(
            "CREATE OR REPLACE TABLE plan_settings AS SELECT '2025-01' AS data_through, '2026-11-05' AS built_at"
        )

    monkeypatch.setattr(marts, "build", build)


@pytest.fixture(scope="module")
def module_bench(tmp_path_factory: pytest.TempPathFactory, tiny_plan: Path) -> Bench:
    """As ``bench``, shared by the tests of a module that only read."""
    return Bench(tmp_path_factory.mktemp("bench"), tiny_plan)
