"""The private folder of a session's uploads: written in chunks, removed when they are taken in, discarded or left behind.

Nothing here knows what the files say: ``python -m etl check`` reads the copies, so a file that its sender changes
meanwhile changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
import unicodedata
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SUFFIXES = ("csv", "xlsx", "xls", "txt", "tsv", "xlsm", "et")
"""Kinds of files that an office may send."""
PREFIX = "wuse-intake-"
LEFT_SECONDS = 24 * 3_600
"""A folder that nothing was written to for so long was left behind by a server that was stopped."""
ABSENT_SECONDS = 300
"""A session away for so long does not come back: the server itself gives it up after two minutes."""
CHUNK_BYTES = 1 << 20
_OF_THIS_SERVER: weakref.WeakSet[Uploads] = weakref.WeakSet()
_LONGEST_STEM = 80
# What Windows refuses in a name, as its full-width twin: the name stays readable and known.
_TWINS = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


@dataclass(frozen=True)
class Saved:
    """An uploaded file as it lies in the private folder."""

    name: str
    path: Path
    sha256: str
    size: int


def safe_name(name: str) -> str:
    """A name that every file system takes, without path and control characters, still the one that the sender gave."""
    last = re.split(r"[/\\]", name)[-1] or name
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    stem, dot, ending = shown.translate(_TWINS).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = stem.strip(" .")[:_LONGEST_STEM].strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"文件{stem}"
    ending = ending.strip(" .")[:10]
    return f"{stem}.{ending}" if ending else stem


class Uploads:
    """The folder, made when the first file comes and removed with the session that holds this object."""

    def __init__(self, session: str = "") -> None:
        self.session = session
        """Whose they are; empty where nobody's absence would tell that they are left behind."""
        self.is_confirmed = False
        """Whether they are being taken in: then they stay until that is done, whoever leaves."""
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # 0700: only this user reads it
        self.files: list[Saved] = []
        self._number = 0
        self._end = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        _OF_THIS_SERVER.add(self)

    def add(self, name: str, stream: BinaryIO) -> Saved:
        """Keep a copy of what ``stream`` gives; two files of one name stay two. Raises OSError where there is no room."""
        self._number += 1
        # A folder of its own for each file: it keeps its name whatever the others are called.
        path = self.folder / f"{self._number:03d}" / safe_name(name)
        path.parent.mkdir()
        digest, size = hashlib.sha256(), 0
        stream.seek(0)
        try:
            with path.open("wb") as copy:
                for chunk in _chunks(stream):
                    copy.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
        except OSError:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        saved = Saved(path.name, path, digest.hexdigest(), size)
        self.files.append(saved)
        return saved

    def remove(self, saved: Saved) -> None:
        """Take one file out again."""
        shutil.rmtree(saved.path.parent, ignore_errors=True)
        self.files = [file for file in self.files if file != saved]

    def discard(self) -> None:
        """Remove the folder with all that is in it; what Windows holds open is swept later."""
        self.files = []
        self._end()

    def room(self, name: str) -> Path:
        """A new folder beside the files, for what a check writes."""
        self._number += 1
        folder = self.folder / f"{name}-{self._number:03d}"
        folder.mkdir()
        os.utime(self.folder)  # still in use
        return folder


def sweep_absent(is_here: Callable[[str], bool], now: float | None = None) -> int:
    """Remove this server's folders whose session is gone, a while after; gives how many.

    A closed browser says nothing, and the server may hold on to its session for hours.
    """
    now, swept = now or time.time(), 0
    for uploads in list(_OF_THIS_SERVER):
        try:
            idle = now - uploads.folder.stat().st_mtime
        except OSError:
            continue  # discarded already
        if (
            uploads.session
            and not uploads.is_confirmed
            and idle > ABSENT_SECONDS
            and not is_here(uploads.session)
        ):
            uploads.discard()
            swept += 1
    return swept


def sweep(parent: Path | None = None, now: float | None = None) -> int:
    """Remove folders of sessions that ended without saying so, of this user, a day after; gives how many."""
    parent, now = parent or Path(tempfile.gettempdir()), now or time.time()
    swept = 0
    for folder in parent.glob(PREFIX + "*"):
        try:
            state = folder.lstat()
        except OSError:
            continue  # swept by another server at this moment
        is_own = not hasattr(os, "getuid") or state.st_uid == os.getuid()
        if is_own and folder.is_dir() and not folder.is_symlink() and now - state.st_mtime > LEFT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk
