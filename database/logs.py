"""A rotating log without row contents; an error shown to a user carries an id that finds its entry."""

from __future__ import annotations

import logging
import os
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path

from database.pointer import ROOT

_LOGGER = logging.getLogger("wuse")


def log_file() -> Path:
    """Where the log is: ``WUSE_LOG``, else ``data/build/wuse.log``."""
    return Path(os.environ.get("WUSE_LOG") or ROOT / "data" / "build" / "wuse.log")


def set_up_logging() -> None:
    """Attach the rotating file once; without a writable place the log goes nowhere and work goes on."""
    if _LOGGER.handlers:
        return
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOGGER.addHandler(handler)


def log_defect(error: BaseException) -> str:
    """Log an unexpected error with its traceback; gives the id to show."""
    set_up_logging()
    reference = secrets.token_hex(4).upper()
    _LOGGER.error("defect %s", reference, exc_info=error)
    return reference
