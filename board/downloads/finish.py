"""Last touches to picture files: a PNG says its resolution, a PDF says the same moment whenever it is made."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import datetime

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PDF_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")
EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - written as UTC


def with_dpi(png: bytes, dpi: float) -> bytes:
    """A PNG with its resolution (pHYs), by which Word, WPS and layout programs know how large it is."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    out, place = [_SIGNATURE], len(_SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, chunk = png[place + 4 : place + 8], png[place : place + 12 + length]
        if kind != b"pHYs":
            out.append(chunk)
        if kind == b"IHDR":
            per_metre = round(dpi / 0.0254)
            body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
            out.append(struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body)))
        place += 12 + length
    return b"".join(out)


def undated(pdf: bytes, when: datetime = EARLIEST) -> bytes:
    """A PDF whose dates of making are ``when``; nothing in it moves, for its table of contents counts bytes."""

    def fixed(found: re.Match[bytes]) -> bytes:
        said = b"/" + found[1] + b" (D:" + when.strftime("%Y%m%d%H%M%S").encode() + b"+00'00')"
        if len(said) > len(found[0]):
            raise ValueError(f"a PDF's date in an unknown form: {found[0]!r}")
        return said.ljust(len(found[0]))

    return _PDF_DATE.sub(fixed, pdf)
