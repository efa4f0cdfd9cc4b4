"""A real server on a free port and a real browser, for what only they can show."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(__file__).with_name("out")


STILL = """() => new Promise(done => {
  const since = {look: '', at: performance.now()};
  const deadline = performance.now() + 20000;
  const check = () => {
    const app = document.querySelector('[data-testid=stApp]');
    const main = document.querySelector('[data-testid=stMainBlockContainer]');
    const boxes = main ? [...main.querySelectorAll('[class*=st-key-]')].map(e => {
      const r = e.getBoundingClientRect(); return [r.left, r.top, r.width, r.height].map(Math.round).join(); }) : [];
    const plots = main ? [...main.querySelectorAll('[data-testid=stPlotlyChart]')].filter(e => e.offsetParent) : [];
    const isDrawn = plots.every(e => e.querySelector('.main-svg')) && !main?.querySelector('[data-testid=stSkeleton]');
    const letters = plots.reduce((n, e) => n + e.querySelectorAll('text').length, 0);
    const look = [app?.dataset.testScriptState, letters, ...boxes].join(';');
    if (look !== since.look) { since.look = look; since.at = performance.now(); }
    const isStill = app?.dataset.testScriptState === 'notRunning' && performance.now() - since.at > 500;
    (isStill && isDrawn) || performance.now() > deadline ? done(true) : setTimeout(check, 50);
  };
  check();
})"""


def settle(page: Page) -> None:
    """Wait until no script runs, every plot is drawn and nothing has moved for half a second.

    A page that was asked for first runs twice; between both, a busy machine shows it without its styles.
    """
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.evaluate(STILL)


def becomes(page: Page, script: str, wanted: Any, seconds: float = 10) -> Any:
    """What a script finds as soon as that is ``wanted``, or what it finds still when the time is up: assert on it.

    For what the page's own scripts mend a moment after a change: a new width, a new run.
    """
    end = time.monotonic() + seconds
    while (found := page.evaluate(script)) != wanted and time.monotonic() < end:
        page.wait_for_timeout(100)
    return found


def resize(page: Page, width: int, height: int) -> None:
    """Give an open page another size and let it come to rest: a fifth of what opening it anew costs."""
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def at_sizes(page: Page, sizes: Sequence[tuple[int, int]], name: str) -> Iterator[int]:
    """Show an open page at each size, the first of which it has, with a picture of each; gives the widths."""
    OUT.mkdir(exist_ok=True)
    for width, height in sizes:
        if page.viewport_size != {"width": width, "height": height}:
            resize(page, width, height)
        page.screenshot(path=OUT / f"{name}-{width}.png")
        yield width


@contextmanager
def visiting(context: BrowserContext, width: int, height: int) -> Iterator[Page]:
    """A blank page of a viewer's; what pages stored, cookies too, goes with it."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    try:
        yield page
    finally:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.close()
        context.clear_cookies()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def running(database: Path, log: Path, plan: str = "enshi") -> Iterator[str]:
    """A dashboard on a free port; gives its address, and stops that very process afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    options = [
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--server.fileWatcherType",
        "none",
    ]
    env = {
        **os.environ,
        "WUSE_DB": str(database),
        "WUSE_PLAN": plan,
        "WUSE_LOG": str(log.with_name("wuse.log")),
    }
    with log.open("wb") as file:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=env, stdout=file, stderr=file)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def server(demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests that only read."""
    with running(Path(demo_db), tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def province_server(province_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server of the second plan, for tests that only read."""
    with running(province_db, tmp_path_factory.mktemp("province") / "server.log", "hebei") as address:
        yield address


@pytest.fixture
def fresh_server(demo_db: Path, tmp_path: Path) -> Iterator[str]:
    """A server that nobody has opened yet."""
    with running(Path(demo_db), tmp_path / "server.log") as address:
        yield address


@pytest.fixture
def new_page(request: pytest.FixtureRequest, at_home: BrowserContext) -> Iterator[Callable[[int, int], Page]]:
    """A blank page of a size. The first of a test comes with a filled cache, every other is a viewer's of his own.

    To fetch the same scripts for every test took a sixth of its time. Nothing else is kept: cookies and what
    pages store are cleared after each test.
    """
    opened: list[Page] = []

    def new(width: int, height: int) -> Page:
        if opened:
            browser: Browser = request.getfixturevalue("browser")
            size: ViewportSize = {"width": width, "height": height}
            page = browser.new_page(viewport=size)
            leaving.callback(page.close)
        else:
            page = leaving.enter_context(visiting(at_home, width, height))
        opened.append(page)
        return page

    with ExitStack() as leaving:
        yield new


@pytest.fixture
def open_page(new_page: Callable[[int, int], Page]) -> Callable[..., Page]:
    """Open an address at a size; collects every request in ``page.requests_made``."""

    def visit(address: str, width: int = 1920, height: int = 1080) -> Page:
        page = new_page(width, height)
        page.requests_made = []  # type: ignore[attr-defined]
        page.on("request", lambda request: page.requests_made.append(request.url))  # type: ignore[attr-defined]
        page.goto(address)
        page.wait_for_selector(".title h1, .problem", timeout=60_000)
        settle(page)
        return page

    return visit
