"""Who is at work, for everything that goes on record."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress


def person(chosen: str = "") -> str:
    """Who is at work: ``chosen``, else ``WUSE_USER``, else the login; empty where nobody can tell."""
    found = chosen.strip() or os.environ.get("WUSE_USER", "")
    if not found:
        with suppress(OSError, KeyError):
            found = getpass.getuser()
    return found
