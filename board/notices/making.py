"""Files of a paper made beside the page: once for all who ask for the same, with how far it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from board.notices.kept import File
from database import DatabaseProblem
from database.logs import log_defect

Step = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""
MOST = 6
"""So many papers' files are kept; a quarter's takes about 5 MB."""
_KEPT: OrderedDict[Hashable, Making] = OrderedDict()
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Made:
    """What came of it."""

    files: tuple[File, ...]
    problems: tuple[str, ...] = ()
    """What was left out and what to do about it, ready to be shown."""


@dataclass
class Making:
    """Files in the making. Read only, but for ``progress``."""

    done: int = 0
    total: int = 0
    what: str = ""
    made: Made | None = None
    problem: str = ""
    """Why nothing came of it, ready to be shown."""
    reference: str = ""
    """Of a defect: what finds its entry in the log."""
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether there is something to be shown."""
        return bool(self.made or self.problem or self.reference)

    def progress(self, done: int, total: int, what: str) -> None:
        """How far it is."""
        self.done, self.total, self.what = done, total, what

    def wait(self, seconds: float) -> None:
        """Wait for its end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self, work: Callable[[Step], Made]) -> None:
        """Do it, and keep what came of it or what was said."""
        try:
            self.made = work(self.progress)
        except DatabaseProblem as error:
            self.problem = str(error)
        except Exception as error:  # noqa: BLE001 - in a thread of its own nobody else would tell of it
            self.reference = log_defect(error)

    def start(self, work: Callable[[Step], Made]) -> None:
        """Begin in a thread of its own."""
        self._thread = threading.Thread(target=self.run, args=(work,), daemon=True)
        self._thread.start()


def under_way(key: Hashable) -> Making | None:
    """What was begun under this key and has not failed; None where nothing was."""
    with _LOCK:
        return _KEPT.get(key)


def begin(key: Hashable, work: Callable[[Step], Made]) -> Making:
    """Begin, or take what somebody began for the same; what failed is begun anew."""
    with _LOCK:
        found = _KEPT.pop(key, None)
        if found is None or (found.is_over and found.made is None):
            found = Making()
            found.start(work)
        _KEPT[key] = found
        over = [k for k, making in _KEPT.items() if making.is_over]
        for name in over[: max(len(_KEPT) - MOST, 0)]:
            del _KEPT[name]
        return found


def zipped(files: Sequence[File], name: str) -> File:
    """All of them in one archive that is the same whenever it is made."""
    import io
    import zipfile

    from board.notices.zipped import EARLIEST

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            entry = zipfile.ZipInfo(one.name, EARLIEST)
            entry.create_system = 3  # names in UTF-8 whichever system makes it
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, one.data)
    return File(name, out.getvalue())
