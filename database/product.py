"""Which product made a generation: whether what pages read was worked out by the rules that are installed now."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from database.pointer import ROOT

_MADE_BY = ("etl", "rules")
_KINDS = {".py", ".sql", ".yml"}


@lru_cache(maxsize=1)
def build_stamp() -> str:
    """Checksum of all that decides what stands in the tables of a generation: after an update they are made anew."""
    digest = hashlib.sha256()
    for folder in _MADE_BY:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in _KINDS and path.is_file():
                digest.update(path.relative_to(ROOT).as_posix().encode())
                # A checkout on Windows may have other line ends; they mean nothing.
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
