"""Says how far a long step is: a bar on a terminal, lines elsewhere, and a small file for the page."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

_BAR = 28
_PAUSE = 0.2
_SURE_AFTER = 1.0
"""Seconds of work before a time left is told; sooner it would jump about."""

Step = Callable[[int, int, str], None]


class Progress:
    """Receives ``step(done, total, what)`` from the pipeline, and the rows read.

    ``file`` is where a page reads the state from, replaced in one step: ``done, total, what, rows_done, rows_total,
    seconds_left`` (null while nobody can tell). ``forward`` gets every step too.
    """

    def __init__(self, file: Path | None = None, quiet: bool = False, forward: Step | None = None) -> None:
        self._file, self._quiet, self._forward = file, quiet, forward
        self._last = 0.0
        self._what = ""
        self._state: tuple[int, int] = (0, 0)
        self._rows_done = self._rows_within = self._rows_total = 0
        self._rows_since = self._what_since = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def expect_rows(self, total: int) -> None:
        """From now on rows are read, ``total`` of them in all files together."""
        self._rows_total, self._rows_done, self._rows_within = total, 0, 0
        self._rows_since = time.monotonic()

    def rows(self, more: int) -> None:
        """A file of ``more`` rows is read to its end."""
        self._rows_done += more
        self._rows_within = 0
        self._show(self._rows_done >= self._rows_total)

    def rows_within(self, so_far: int) -> None:
        """So many rows of the file in hand are read."""
        self._rows_within = max(self._rows_within, so_far)
        self._show(False)

    def step(self, done: int, total: int, what: str) -> None:
        """Note that ``done`` of ``total`` units of ``what`` are through."""
        changed = what != self._what
        if changed:
            self._what_since = time.monotonic()
        self._what, self._state = what, (done, total)
        if self._forward:
            self._forward(done, total, what)
        self._show(changed or done >= total)
        if not self._quiet and not self._terminal and (changed or done >= total):
            print(f"{what} {done:,}/{total:,}", file=sys.stderr)

    @property
    def rows_so_far(self) -> int:
        """Rows read, those of the file in hand included."""
        return min(self._rows_done + self._rows_within, self._rows_total)

    def seconds_left(self) -> float | None:
        """Seconds that the present part still takes at its pace so far; None while nobody can tell."""
        now = time.monotonic()
        rows, (done, total) = self.rows_so_far, self._state
        if rows < self._rows_total:
            return _at_pace(rows, self._rows_total, now - self._rows_since)
        return _at_pace(done, total, now - self._what_since)

    def _show(self, at_once: bool) -> None:
        now = time.monotonic()
        if not at_once and now - self._last < _PAUSE:
            return
        self._last = now
        done, total = self._state
        left = self.seconds_left()
        if self._file:
            state = {
                "done": done, "total": total, "what": self._what, "rows_done": self.rows_so_far,
                "rows_total": self._rows_total, "seconds_left": left,
            }  # fmt: skip
            draft = self._file.with_name(self._file.name + ".new")
            draft.write_text(json.dumps(state, ensure_ascii=False), "utf-8")
            draft.replace(self._file)
        if self._quiet or not self._terminal or not total:
            return
        share = done / total
        filled = int(share * _BAR)
        line = f"\r{self._what} [{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}"
        if self.rows_so_far < self._rows_total:
            line += f" {self.rows_so_far:,}/{self._rows_total:,} 行"
            line += f"，约剩 {left:.0f} 秒" if left is not None else ""
        print(line + "\x1b[K", end="\n" if done >= total else "", file=sys.stderr, flush=True)


def _at_pace(done: int, total: int, seconds: float) -> float | None:
    if total <= 0 or done >= total:
        return 0.0 if total > 0 else None
    if done <= 0 or seconds < _SURE_AFTER:
        return None
    return round(seconds / done * (total - done), 1)
