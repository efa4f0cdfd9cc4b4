"""A picture is made, or it is said why not; nothing waits for ever."""

import time

import pytest

from board.downloads import browsers
from board.downloads.painter import Painter, PictureError

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
