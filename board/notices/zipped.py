"""The same parts make the same file: Office documents zipped again with fixed dates, order and compression."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

FIRST = ("[Content_Types].xml", "_rels/.rels")
"""What an Office document begins with; some readers look at its first entry to know what it is."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold."""
_LEVEL = 6


def settled(data: bytes, when: datetime | None = None) -> bytes:
    """A zip with the same parts whose bytes depend on nothing but them: every entry is of ``when`` (1980 without).

    Raises ValueError where the data are no zip, or where a part is there twice: Word refuses such a file.
    """
    stamp = EARLIEST if when is None or when.year < EARLIEST[0] else when.timetuple()[:6]
    out = io.BytesIO()
    try:
        source = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ValueError(f"no Office document: {error}") from None
    with source, zipfile.ZipFile(out, "w") as target:
        names = [item.filename for item in source.infolist() if not item.is_dir()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"parts that are in the document twice: {', '.join(twice)}")
        for name in sorted(names, key=_place):
            entry = zipfile.ZipInfo(name, stamp)
            # Left alone it says on which system it was made.
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), compresslevel=_LEVEL)
    return out.getvalue()


def _place(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)
