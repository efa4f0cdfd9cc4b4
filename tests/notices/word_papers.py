"""Papers in Word for tests: what one holds, drawings that are a picture or none, templates of a few paragraphs."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from docx import Document
from docx.document import Document as Opened

from board.notices.word.markup import WML

SIZE = (200, 100)
"""Pixels of the picture that stands for every chart."""


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Painted:
    """Drawings of a machine with a browser."""

    problem = ""

    def png(self, _block: object, width_mm: float = 0) -> bytes | None:
        """The same picture for every chart."""
        assert width_mm == 156
        return png(*SIZE)


class Bare:
    """Drawings of a machine without one."""

    problem = "没有找到Chrome、Edge或Chromium，请安装其中之一"

    def png(self, _block: object, width_mm: float = 0) -> bytes | None:
        """None, as where nothing can be drawn."""


def opened(data: bytes) -> Opened:
    """A paper as python-docx reads it."""
    return Document(io.BytesIO(data))


def texts(document: Opened) -> list[str]:
    """Every paragraph of the body, those of tables, text boxes and frames too, in order."""
    return ["".join(t.text or "" for t in p.iter(f"{WML}t")) for p in document.element.body.iter(f"{WML}p")]


def template(path: Path, *lines: str) -> Path:
    """A template that an office made in Word: its own styles, a paragraph a line."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path
