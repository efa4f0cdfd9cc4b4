"""Counts the records of a CSV independently of the reader that parses it.

A quote that is never closed makes a reader take thousands of lines for one cell. The count here looks at
nothing but quotes and line ends, so a reader that lost rows can't agree with it by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

CHUNK = 64 * 1024 * 1024
_QUOTE, _LF, _CR = 34, 10, 13
_ODD_BLANKS = (b"\t", "\u00a0".encode(), "\u3000".encode(), "\ufeff".encode())


@dataclass
class RecordCount:
    """What a file's bytes say of its records."""

    records: int = 0
    """Records, the header and blank lines included."""
    blank: list[int] = field(default_factory=list)
    """Numbers (from 1) of blank records; those at the end of the file are not counted as records."""
    inner_breaks: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """For each line break inside quotes, the number of the record that holds it; ascending."""
    open_quote: bool = False
    """The file ends inside quotes."""
    lone_cr: bool = False
    odd_blanks: bool = False
    """Some blank other than a space stands in the text: tab, no-break or full-width space, a second mark."""
    longest: int = 0
    """Bytes of the longest record that lies within one chunk, roughly (chunks cut some)."""

    def line(self, record: int) -> int:
        """The physical line on which a record begins."""
        return record + int(np.searchsorted(self.inner_breaks, record, side="left"))


def count_records(path: Path, quote: bool = True) -> RecordCount:
    """Count records of a UTF-8 file; ``quote`` false takes quotes for ordinary characters."""
    found = RecordCount()
    inner: list[np.ndarray] = []
    inside = False
    tail = b""
    cut_return = False  # whether the chunk before ended between CR and, perhaps, LF
    content = False  # whether the current record has any byte besides its line end
    with path.open("rb") as file:
        bom = file.read(3)
        if bom != b"\xef\xbb\xbf":
            file.seek(0)
        while chunk := file.read(CHUNK):
            returns = chunk.count(b"\r")
            if cut_return and not chunk.startswith(b"\n"):
                found.lone_cr = True
            cut_return = chunk.endswith(b"\r")
            if returns and returns != chunk.count(b"\r\n") + cut_return:
                found.lone_cr = True
            if not found.odd_blanks:
                seam = tail + chunk[:3]
                found.odd_blanks = any(blank in chunk or blank in seam for blank in _ODD_BLANKS)
                tail = chunk[-3:]
            codes = np.frombuffer(chunk, np.uint8)
            ends = np.flatnonzero(codes == _LF)
            if quote and b'"' in chunk:
                quotes = np.flatnonzero(codes == _QUOTE)
                parity = (np.searchsorted(quotes, ends) + inside) % 2
                outer = ends[parity == 0]
                within = ends[parity == 1]
                inner.append(found.records + 1 + np.searchsorted(outer, within))
                inside = bool((len(quotes) + inside) % 2)
            elif inside:
                outer = ends[:0]
                inner.append(np.full(len(ends), found.records + 1))
            else:
                outer = ends
            if len(outer):
                spans = np.diff(np.concatenate(([-1], outer, [len(codes) - 1])))
                found.longest = max(found.longest, int(spans.max()))
            else:
                found.longest = max(found.longest, len(codes))
            content = _note_blanks(found, codes, outer, content)
            found.records += len(outer)
    found.lone_cr |= cut_return
    if content or inside:
        found.records += 1
    while found.blank and found.blank[-1] == found.records:
        found.blank.pop()
        found.records -= 1
    if inner:
        found.inner_breaks = np.concatenate(inner)
    found.open_quote = inside
    return found


def _note_blanks(found: RecordCount, codes: np.ndarray, ends: np.ndarray, content: bool) -> bool:
    """Add the blank records among those ending in this chunk; say whether a record is left open."""
    tail = ends[-1] + 1 if len(ends) else 0
    open_content = bool(np.any(codes[tail:] != _CR)) if tail < len(codes) else False
    if not len(ends):
        return content or open_content
    starts = np.concatenate(([0], ends[:-1] + 1))
    length = ends - starts
    maybe = np.flatnonzero(length <= 1)
    for index in maybe:
        if index == 0 and content:
            continue
        if length[index] == 0 or codes[starts[index]] == _CR:
            found.blank.append(found.records + int(index) + 1)
    return open_content
