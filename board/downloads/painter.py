"""Asks the paint worker for a picture and never waits longer than it says."""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from board.downloads import browsers
from board.texts import _

SECONDS = 10.0
"""Longest silence: after it the worker and its browser are ended, and an error is said."""
SCALE = 2
WORKER = Path(__file__).with_name("paint_worker.py")
"""Started as a file: as a module it would load all of the dashboard first."""


class PictureError(Exception):
    """A picture that could not be made; the message is ready to be shown."""


class DrawingError(PictureError):
    """One picture that the browser could not draw; another may well succeed."""


class Painter:
    """One worker, started when first needed and again when it was ended; one picture at a time."""

    def __init__(self, seconds: float = SECONDS, worker: Path = WORKER) -> None:
        self.seconds, self._worker = seconds, worker
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._browser: int | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    def paint(self, figure: dict[str, Any], kind: str, width: int, height: int, scale: float = 0) -> bytes:
        """A Plotly figure as ``png`` or ``svg``; ``scale`` is how many picture pixels one of its own becomes.

        Raises PictureError.
        """
        scale = scale or (SCALE if kind == "png" else 1)
        return self._made(
            {"figure": figure, "format": kind, "width": width, "height": height, "scale": scale}
        )

    def lay_out(
        self, svg: str, kind: str, width: int, height: int, scale: float = SCALE, title: str = ""
    ) -> bytes:
        """An SVG text of that size as ``png``, or as ``pdf``: one page of its size. Raises PictureError."""
        job = {"svg": svg, "format": kind, "width": width, "height": height, "scale": scale, "title": title}
        return self._made(job)

    def _made(self, job: dict[str, Any]) -> bytes:
        if not self._lock.acquire(timeout=2 * self.seconds):
            raise PictureError(_("正在生成其他图片，请稍后再试。"))
        try:
            answer = self._ask(job)
            if answer.get("over"):
                self.close()
                raise self._silence() if answer["error"] == "TimeoutError" else _broken()
        finally:
            self._lock.release()
        if "data" not in answer:
            raise DrawingError(_("图片没有生成（{reason}）。").format(reason=answer.get("error", "")))
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        """End the worker and everything that it started."""
        process, self._process = self._process, None
        browser, self._browser = self._browser, None
        # A worker that ended by itself has closed its browser, whose number may be another's by now.
        if process is None or process.poll() == 0:
            return
        if sys.platform == "win32":
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)
        else:
            for group in (process.pid, browser):
                _end_group(group)
        process.wait()

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        process = self._started()
        assert process.stdin is not None  # opened as a pipe
        try:
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
        except OSError:
            self.close()
            raise _broken() from None
        return self._answer()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        browser = browsers.find()
        if browser is None:
            raise PictureError(browsers.what_to_install())
        # A group of its own, so that the browser can be ended with it; no console window on Windows.
        apart: dict[str, Any] = (
            {"creationflags": 0x08000000} if sys.platform == "win32" else {"start_new_session": True}
        )
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(self._worker), browser],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8", **apart,
        )  # fmt: skip
        self._answers, self._browser = queue.Queue(), None
        threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        # Two signs of life: the browser was started, the browser draws. Each may take its ten seconds.
        self._browser = self._answer().get("browser")
        self._answer()
        return self._process

    def _answer(self) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=self.seconds)
        except queue.Empty:
            self.close()
            raise self._silence() from None
        if line is None:
            self.close()
            raise _broken()
        return json.loads(line)

    def _silence(self) -> PictureError:
        told = _("{seconds} 秒内没有生成图片，已停止。请再试一次；表格和文档不受影响。")
        return PictureError(told.format(seconds=f"{self.seconds:g}"))


def _broken() -> PictureError:
    return PictureError(_("生成图片的程序中断了，请再试一次。"))


def _end_group(group: int | None) -> None:
    """Whoever is in a group of processes ends; one that has ended meanwhile is none."""
    if group is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _listen(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
    assert process.stdout is not None  # opened as a pipe
    for line in process.stdout:
        if line.startswith("{"):
            answers.put(line)
    answers.put(None)


_PAINTER = Painter()
atexit.register(_PAINTER.close)


def painter() -> Painter:
    """The one painter of this server."""
    return _PAINTER
