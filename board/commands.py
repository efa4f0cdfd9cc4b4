"""Runs ``python -m etl …`` beside the dashboard, in a process of its own: what a page may ask the loader to do.

The page never writes a ledger itself. A browser that is closed, a server that is stopped or a crash in the middle
ends a process, and the loader leaves nothing half-stored.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from rules.plan import Plan

ROOT = Path(__file__).resolve().parent.parent
UNWATCHED_SECONDS = 90.0
"""A command that nobody asks after for so long belongs to a session that is gone."""
LONGEST_SECONDS = 3_600.0
_GRACE_SECONDS = 5.0
_LIVE: weakref.WeakSet[Running] = weakref.WeakSet()


class Result(NamedTuple):
    """What a command gave back."""

    code: int
    """0 done; 3 done, but some rows or files were refused; 2 nothing done; 1 a defect; negative where it was ended."""
    found: Any
    """Standard output as JSON; None where it is none."""
    said: list[str]
    """Lines of standard error, messages and progress."""


class Running:
    """A command at work. Ended when it lasts too long or, unless ``lasting``, when nobody asks after it any more."""

    def __init__(
        self,
        command: Sequence[str],
        progress_file: Path | None = None,
        lasting: bool = False,
        keep: object = None,
    ) -> None:
        self._progress_file, self.is_lasting = progress_file, lasting
        self._asked = time.monotonic()
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the command
        self._err = tempfile.TemporaryFile()  # noqa: SIM115
        environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        # Files, not pipes: a command that says much must not wait for a page that does not read.
        self._process = subprocess.Popen(
            list(command), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._err,
            env=environment, creationflags=hidden,
        )  # fmt: skip
        self._result: Result | None = None
        self._lock = threading.Lock()
        _LIVE.add(self)
        threading.Thread(
            target=_watch, args=(weakref.ref(self), self._process, lasting, keep), daemon=True
        ).start()

    def poll(self) -> bool:
        """Whether it has ended. Asking says that somebody still waits."""
        self._asked = time.monotonic()
        return self._process.poll() is not None

    def progress(self) -> dict[str, Any]:
        """What the progress file says now: done, total, what, rows_done, rows_total, seconds_left; empty at first."""
        if self._progress_file is None:
            return {}
        try:
            state = json.loads(self._progress_file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}  # not written yet, or being replaced at this moment on Windows
        return state if isinstance(state, dict) else {}

    def result(self) -> Result:
        """Exit code, standard output as JSON and the lines of standard error; waits for the end."""
        code = self._process.wait()
        with self._lock:
            if self._result is None:
                self._result = Result(code, _parsed(_text(self._out)), _text(self._err).splitlines())
                self._out.close()
                self._err.close()
            return self._result

    def stop(self) -> None:
        """End it now; returns when it is gone."""
        _end(self._process)

    @property
    def unwatched_seconds(self) -> float:
        """How long ago somebody last asked after it."""
        return time.monotonic() - self._asked


def run(
    plan: Plan,
    path: Path,
    arguments: Sequence[str | Path],
    progress_file: Path | None = None,
    *,
    lasting: bool = False,
    keep: object = None,
) -> Running:
    """Start ``python -m etl <arguments>`` for this plan and the database at ``path``; never through a shell.

    The first argument names the command. A ``lasting`` one goes on when its viewer leaves: what somebody has
    confirmed shall be done; ``keep`` (a folder that it reads, say) is not let go of before its end.
    """
    command, *rest = [str(argument) for argument in arguments]
    options = ["--plan", str(plan.folder), "--db", str(path.absolute())]
    if progress_file is not None:
        options += ["--progress-file", str(progress_file)]
    return Running([sys.executable, "-m", "etl", command, *options, *rest], progress_file, lasting)


def _watch(of: weakref.ref[Running], process: subprocess.Popen[bytes], lasting: bool, _keep: object) -> None:
    """End the process when its time is over, or when its session is gone; ``_keep`` lives as long as it does."""
    started = time.monotonic()
    while process.poll() is None:
        time.sleep(0.5)
        running = of()
        is_alone = running is None or running.unwatched_seconds > UNWATCHED_SECONDS
        del running
        if time.monotonic() - started > LONGEST_SECONDS or (is_alone and not lasting):
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    with suppress(OSError):
        process.terminate()
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _text(file: Any) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


@atexit.register
def _end_all() -> None:
    """The server stops: what nobody confirmed ends with it."""
    for running in list(_LIVE):
        if not running.is_lasting:
            running.stop()
