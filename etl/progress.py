"""Says how far a long step is: a bar on a terminal, lines elsewhere, and a small file for the page."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

_BAR = 28


class Progress:
    """Receives ``step(done, total, what)`` from the pipeline.

    ``file`` is where the page of a first load reads the state from (replaced in one step).
    """

    def __init__(self, file: Path | None = None, quiet: bool = False) -> None:
        self._file = file
        self._quiet = quiet
        self._last = 0.0
        self._what = ""
        self._terminal = sys.stderr.isatty()

    def step(self, done: int, total: int, what: str) -> None:
        """Note that ``done`` of ``total`` units of ``what`` are through."""
        now = time.monotonic()
        ends = done >= total
        if what == self._what and not ends and now - self._last < 0.2:
            return
        changed = what != self._what
        self._last, self._what = now, what
        if self._file:
            draft = self._file.with_name(self._file.name + ".new")
            draft.write_text(
                json.dumps({"done": done, "total": total, "what": what}, ensure_ascii=False), "utf-8"
            )
            draft.replace(self._file)
        if self._quiet:
            return
        share = done / total if total else 1.0
        if self._terminal:
            filled = int(share * _BAR)
            print(f"\r{what} [{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}", end="", file=sys.stderr)
            if ends:
                print(file=sys.stderr)
        elif changed or ends:
            print(f"{what} {done:,}/{total:,}", file=sys.stderr)
