"""A rotating log without row contents; an error shown to a user carries an id that finds its entry."""

from __future__ import annotations

import logging
import os
import secrets
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from database.pointer import ROOT

_LOGGER = logging.getLogger("wuse")


def log_file() -> Path:
    """Where the log is: ``WUSE_LOG``, else ``data/build/wuse.log``."""
    return Path(os.environ.get("WUSE_LOG") or ROOT / "data" / "build" / "wuse.log")


def set_up_logging() -> None:
    """Attach the rotating file; without a writable place the log goes nowhere and work goes on.

    A second call changes nothing, unless ``WUSE_LOG`` names another file by then.
    """
    wanted = str(log_file().absolute())
    for handler in [h for h in _LOGGER.handlers if isinstance(h, RotatingFileHandler | logging.NullHandler)]:
        if getattr(handler, "baseFilename", None) == wanted:
            return
        _LOGGER.removeHandler(handler)
        handler.close()
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        attached: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        attached = logging.NullHandler()
    attached.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOGGER.addHandler(attached)


def log_defect(error: BaseException) -> str:
    """Log an unexpected error; gives the id to show.

    The entry has the places in the code and the kinds of the errors, not their messages: a database's
    message may quote a row, and rows do not belong in a log.
    """
    set_up_logging()
    reference = secrets.token_hex(4).upper()
    lines = []
    link: BaseException | None = error
    seen: set[int] = set()  # causes can run in a circle
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(type(link).__name__)
        lines += [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    _LOGGER.error("defect %s\n%s", reference, "\n".join(lines))
    return reference
