"""Commands as processes of their own that a test may kill at any moment, without paying for a start each time.

A parent process loads the program once and forks a child for each command; it never opens a database itself.
A child dies by ``SIGKILL``, which no program can catch: after a time, or at its n-th step in the file system
(every opening, renaming and removing below a folder is one).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from tests.conftest import ROOT

PARENT = """
import json, os, signal, sys, time
import etl.load, etl.__main__, etl.backup, etl.restore, etl.recover, board.__main__
try:
    import etl.publish, etl.undo
except ImportError:
    pass
import numpy, pandas, pyarrow

def child(order):
    quiet = os.open(os.devnull, os.O_WRONLY)
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1); os.dup2(said, 2)
    limit = order.get("file_size")
    if limit is not None:
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    folder, fatal, seen = order.get("folder"), order.get("step"), 0
    log = os.open(order["steps"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if folder else None
    if folder:
        def watch(event, arguments):
            nonlocal seen
            if event in ("open", "os.rename", "os.remove", "os.link") and folder in str(arguments[:2]):
                seen += 1
                if seen == fatal:
                    os.kill(os.getpid(), signal.SIGKILL)
                os.write(log, b".")
        sys.addaudithook(watch)
    os._exit(etl.__main__.main(order["command"]))

for line in sys.stdin:
    order = json.loads(line)
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        child(order)
    end = started + (order["delay"] if order.get("delay") is not None else order["patience"])
    done = 0
    while not done and time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done:
            time.sleep(0.002)
    if not done:
        os.kill(pid, signal.SIGKILL)
        done, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"code": code, "seconds": time.monotonic() - started}), flush=True)
"""


class Farm:
    """The parent; a context manager that ends it."""

    def __init__(self, folder: Path) -> None:
        self.said, self.steps = folder / "said.txt", folder / "steps.txt"
        self.process = subprocess.Popen(
            [sys.executable, "-c", PARENT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)

    def run(self, *command: object, **order: Any) -> dict[str, Any]:
        """Run ``python -m etl`` with these arguments; gives ``code`` (-9: killed) and ``seconds``.

        ``delay``: kill after so many seconds. ``folder`` with ``step``: kill before the n-th step below the folder.
        ``file_size``: no file may grow beyond so many bytes. ``patience``: when to give up (60 seconds).
        """
        assert self.process.stdin and self.process.stdout
        told = {
            "command": [str(part) for part in command], "said": str(self.said), "steps": str(self.steps),
            "patience": 60, **order,
        }  # fmt: skip
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the parent died"
        return json.loads(line)

    def count_steps(self) -> int:
        """Steps that the last command with a ``folder`` made."""
        return self.steps.stat().st_size

    def words(self) -> str:
        """What the last command said."""
        return self.said.read_text("utf-8", errors="replace")
