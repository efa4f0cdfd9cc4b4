"""Bytes of a text file -> UTF-8, with no guess that could garble a name silently."""

from __future__ import annotations

import codecs
from pathlib import Path

from etl.problems import Refused

CHUNK = 8 * 1024 * 1024
_SNIFF = 64 * 1024
# Strings of fewer bytes are valid UTF-8 by chance often enough (the well-known 联通) to prove nothing.
_PROOF_BYTES = 9

_MAGIC = {
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"%PDF": "PDF 文档",
    b"GIF8": "GIF 图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"PAR1": "Parquet 文件",
    b"SQLite format 3": "SQLite 数据库",
    b"\x7fELF": "可执行程序",
    b"MZ": "可执行程序",
}


def refuse_binary(head: bytes) -> None:
    """Raise Refused when the first bytes are not those of a text file."""
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            raise Refused(f"不是表格文件，而是{name}。请用 Excel/WPS 另存为 CSV 或 XLSX 后再报")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return
    if b"\0" in head:
        raise Refused(
            f"不是文本文件：第 {head.index(0) + 1} 字节是空字节。请用 Excel/WPS 另存为 CSV 或 XLSX 后再报"
        )


def decode_to_utf8(path: Path, declared: str | None, target: Path) -> tuple[Path, str]:
    """Find the encoding and give a UTF-8 file: ``path`` itself where it is one already, else ``target``.

    A byte-order mark wins over ``declared`` (a plan's sources.yml), which wins over UTF-8, then GB18030,
    always strict. Returns the file and the encoding's name. Raises Refused when no encoding fits the
    whole file, naming the first line that does not fit.
    """
    with path.open("rb") as file:
        head = file.read(_SNIFF)
    if head.startswith(codecs.BOM_UTF8):
        _check(path, "utf-8-sig")
        return path, "utf-8-sig"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _convert(path, "utf-16", target)
    refuse_binary(head)
    if declared and codecs.lookup(declared).name not in ("utf-8", "ascii"):
        return _convert(path, declared, target)
    try:
        _check(path, "utf-8")
        return path, "utf-8"
    except UnicodeDecodeError as utf8_error:
        _refuse_mixed(path, utf8_error)
    return _convert(path, "gb18030", target)


def _check(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    raise
                raise Refused(_where(path, encoding)) from error
            done += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            if encoding == "utf-8":
                raise
            raise Refused(_where(path, encoding)) from error


def _convert(path: Path, encoding: str, target: Path) -> tuple[Path, str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        while True:
            chunk = file.read(CHUNK)
            try:
                out.write(decoder.decode(chunk, final=not chunk))
            except UnicodeDecodeError as error:
                raise Refused(_where(path, encoding)) from error
            if not chunk:
                return target, encoding
            done += len(chunk)


def _where(path: Path, encoding: str) -> str:
    """Says on which line the encoding breaks; no encoding in use has a line end inside a character."""
    place = 1
    with path.open("rb") as file:
        for line, text in enumerate(file, start=1):
            try:
                text.decode(encoding)
            except UnicodeDecodeError:
                place = line
                break
    shown = encoding.removesuffix("-sig").upper()
    return f"第 {place:,} 行起不是 {shown} 编码。请用 Excel/WPS 打开，另存为“CSV UTF-8”后再报"


def _refuse_mixed(path: Path, _error: UnicodeDecodeError) -> None:
    """Refuse a file in which some lines are UTF-8 and others are not.

    GB18030 decodes many UTF-8 texts without complaint, into nonsense; a name garbled in silence would be
    worse than a refusal.
    """
    first_utf8 = first_other = None
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                first_other = first_other or number
            else:
                if first_utf8 is None and sum(byte > 127 for byte in line) >= _PROOF_BYTES:
                    first_utf8 = number
            if first_utf8 and first_other:
                raise Refused(
                    f"编码混杂：第 {first_utf8:,} 行是 UTF-8，第 {first_other:,} 行不是。"
                    "请用 Excel/WPS 打开核对乱码处，另存为“CSV UTF-8”后再报"
                )
