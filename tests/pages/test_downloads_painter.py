"""A picture is made, or it is said why not; nothing waits for ever."""

import time
from pathlib import Path

import pytest

from board.downloads import browsers
from board.downloads.painter import DrawingError, Painter, PictureError

HANGS = """
import time
for _sign in range(2):
    print('{"ready": true}', flush=True)
time.sleep(60)
"""
FIGURE = {"data": [], "layout": {}}


def test_without_a_browser_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(browsers, "find", lambda: None)
    with pytest.raises(PictureError, match=r"Chrome、Edge 或 Chromium"):
        Painter().paint(FIGURE, "png", 100, 100)


def test_a_given_browser_that_is_not_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    assert browsers.find() is None


def test_silence_is_an_error_and_ends_the_worker(monkeypatch, tmp_path):
    monkeypatch.setattr(browsers, "find", lambda: "any")
    worker = tmp_path / "worker.py"
    worker.write_text(HANGS, "utf-8")
    painter = Painter(seconds=3, worker=worker)
    begun = time.monotonic()
    with pytest.raises(PictureError, match="秒内没有生成图片"):
        painter.paint(FIGURE, "png", 100, 100)
    assert time.monotonic() - begun < 15
    assert painter._process is None


def test_a_worker_that_dies_is_an_error_and_the_next_click_starts_another(monkeypatch, tmp_path):
    monkeypatch.setattr(browsers, "find", lambda: "any")
    worker = tmp_path / "worker.py"
    worker.write_text("", "utf-8")
    painter = Painter(worker=worker)
    for _click in range(2):
        with pytest.raises(PictureError, match="中断"):
            painter.paint(FIGURE, "png", 100, 100)


def test_a_browser_that_hangs_at_its_start_is_ended_too(monkeypatch, tmp_path):
    browser, told = tmp_path / "browser", tmp_path / "pid"
    browser.write_text(f"#!/bin/sh\necho $$ > {told}\nexec sleep 120\n", "utf-8")
    browser.chmod(0o755)
    monkeypatch.setattr(browsers, "find", lambda: str(browser))
    begun = time.monotonic()
    with pytest.raises(PictureError, match=r"^4 秒内没有生成图片，已停止"):
        Painter(seconds=4).paint(FIGURE, "svg", 100, 100)
    assert time.monotonic() - begun < 12
    assert not _runs(int(told.read_text("utf-8")))


def _runs(process: int) -> bool:
    """Whether a process is there and no mere remainder of one."""
    status = Path(f"/proc/{process}/stat")
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        if not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.05)
    return True


def test_a_worker_that_says_its_browser_is_over_is_ended(monkeypatch, tmp_path):
    """A browser that stops between two pictures is noticed by the worker first."""
    monkeypatch.setattr(browsers, "find", lambda: "any")
    worker = tmp_path / "worker.py"
    for name, told in {"TimeoutError": r"^3 秒内没有生成图片", "ChannelClosedError": "中断"}.items():
        answer = f'{{"error": "{name}", "over": true}}'
        worker.write_text(
            HANGS.replace("time.sleep(60)", f"input()\nprint('{answer}', flush=True)\n"), "utf-8"
        )
        painter = Painter(seconds=3, worker=worker)
        with pytest.raises(PictureError, match=told) as caught:
            painter.paint(FIGURE, "png", 100, 100)
        assert not isinstance(caught.value, DrawingError) and painter._process is None


def test_one_picture_that_cannot_be_drawn_leaves_the_worker(monkeypatch, tmp_path):
    monkeypatch.setattr(browsers, "find", lambda: "any")
    worker = tmp_path / "worker.py"
    answers = """
for answer in ('{"error": "KaleidoError", "over": false}', '{"data": "T0s="}'):
    input()
    print(answer, flush=True)
"""
    worker.write_text(HANGS.replace("time.sleep(60)", answers), "utf-8")
    painter = Painter(seconds=5, worker=worker)
    with pytest.raises(DrawingError, match="KaleidoError"):
        painter.paint(FIGURE, "png", 100, 100)
    assert painter.lay_out("<svg/>", "pdf", 1, 1) == b"OK"
    painter.close()


@pytest.mark.parametrize(
    ("system", "path", "roots"),
    [
        ("win32", r"Microsoft\Edge\Application\msedge.exe", {"PROGRAMFILES(X86)": "{}"}),
        ("win32", r"Google\Chrome\Application\chrome.exe", {"PROGRAMW6432": "{}"}),
        ("win32", r"Chromium\Application\chrome.exe", {"LOCALAPPDATA": "{}"}),
    ],
)
def test_where_windows_keeps_its_browsers(monkeypatch, tmp_path, system, path, roots):
    for name in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in roots.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    place = tmp_path.joinpath(*path.split("\\"))
    place.parent.mkdir(parents=True)
    place.write_text("", "utf-8")
    assert [p for p in browsers._usual(system) if p.is_file()] == [place]


def test_a_service_with_a_short_search_path_finds_what_linux_installs():
    usual = {str(path) for path in browsers._usual("linux")}
    assert {"/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge", "/snap/bin/chromium"} <= usual
    assert all(path.startswith("/") for path in usual)
