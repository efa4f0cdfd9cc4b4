"""A Streamlit server of a benchmark's own: started on a free port, ended by its process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """A running server."""

    address: str
    process: psutil.Process

    def memory_mb(self) -> float:
        """Resident megabytes of the server and what it started."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(p.memory_info().rss for p in family) / 1024**2


@contextmanager
def serve(script: str, env: dict[str, str]) -> Iterator[Server]:
    """Run ``script`` until the block ends. Raises RuntimeError when it does not come up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1",
        "--server.fileWatcherType", "none",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError(f"{script} did not come up")
        yield Server(address, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)
