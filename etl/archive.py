"""The form of a backup: one ZIP with a manifest that says what each file in it must be.

``manifest.json`` lists every file by its place (``pointer.json``, ``builds/<build>.duckdb``, ``builds/<build>.json``,
``releases/...``, ``desk.sqlite``) with size and SHA-256. A file that is the same as another (a release is a hard
link of a generation) is stored once and names the other.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from etl.problems import NothingDone

FORMAT = 1
MANIFEST = "manifest.json"
POINTER, DESK, BUILDS, RELEASES = "pointer.json", "desk.sqlite", "builds", "releases"
_CHUNK = 4 * 1024 * 1024
_Tell = Callable[[int], None]


@dataclass(frozen=True)
class Entry:
    """One saved file."""

    name: str
    """Its place, with slashes."""
    size: int
    sha256: str
    stored: str
    """Name in the ZIP: its own, or that of an entry with the same bytes."""


@dataclass
class Manifest:
    """What a backup holds."""

    plan_id: str
    schema: int
    build_id: str
    load_id: int
    made_at: str
    """In UTC."""
    format: int = FORMAT
    files: list[Entry] = field(default_factory=list)

    def as_json(self) -> str:
        """The text of ``manifest.json``."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


class Writer:
    """Adds files to a backup, each once, hashing what it really writes."""

    def __init__(self, target: zipfile.ZipFile, manifest: Manifest, tell: _Tell) -> None:
        self.target, self.manifest, self.tell = target, manifest, tell
        self.links: dict[tuple[int, int], Entry] = {}

    def add(self, file: Path, name: str) -> Entry:
        """Store a file under a name."""
        with file.open("rb") as content:
            return self.add_open(content, file, name)

    def add_open(self, content: IO[bytes], file: Path, name: str) -> Entry:
        """Store what is open already, which a sweep can't take away."""
        status = file.stat() if file.exists() else None
        # 0 is what a file system without inodes says; there nothing is known to be the same.
        inode = (status.st_dev, status.st_ino) if status and status.st_ino else None
        if inode and inode in self.links:
            same = self.links[inode]
            entry = Entry(name, same.size, same.sha256, same.stored)
        else:
            seen, size = hashlib.sha256(), 0
            info = zipfile.ZipInfo(name)  # has a fixed date: the same bytes make the same file, whenever
            info.compress_type = zipfile.ZIP_DEFLATED
            with self.target.open(info, "w", force_zip64=True) as out:
                while chunk := content.read(_CHUNK):
                    seen.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
                    self.tell(len(chunk))
            entry = Entry(name, size, seen.hexdigest(), name)
            if inode:
                self.links[inode] = entry
        self.manifest.files.append(entry)
        return entry

    def add_text(self, text: str, name: str) -> None:
        """Store a short text."""
        content = text.encode("utf-8")
        self.target.writestr(zipfile.ZipInfo(name), content)
        self.manifest.files.append(Entry(name, len(content), hashlib.sha256(content).hexdigest(), name))


def read_manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """The manifest of a backup. Raises NothingDone where it is none that this program can put back."""
    try:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
        found = Manifest(**{**told, "files": [Entry(**entry) for entry in told["files"]]})
    except (KeyError, ValueError, TypeError) as error:
        raise NothingDone(
            f"{file} 不是五色看板的备份（缺少完好的 {MANIFEST}）。请选 python -m etl backup 写出的文件"
        ) from error
    if found.format != FORMAT:
        raise NothingDone(
            f"{file} 的备份格式为 {found.format}，本程序用的是 {FORMAT}。请用相配的程序版本恢复"
        )
    for entry in found.files:
        for name in (entry.name, entry.stored):
            parts = PurePosixPath(name).parts
            if not parts or name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
                raise NothingDone(f"{file} 里的文件名 {name!r} 不合格式，备份可能被改过。什么也没有恢复")
    return found


def unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, file: Path, tell: _Tell) -> None:
    """Write every saved file below ``folder``; raises NothingDone at the first that is not what it was."""
    for entry in manifest.files:
        target = folder / PurePosixPath(entry.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        seen, size = hashlib.sha256(), 0
        try:
            with archive.open(entry.stored) as content, target.open("wb") as out:
                while chunk := content.read(_CHUNK):
                    seen.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
                    tell(len(chunk))
        except (
            zipfile.BadZipFile,
            KeyError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise _damaged(file, entry.name) from error
        except OSError as error:
            if error.errno is None:
                raise _damaged(file, entry.name) from error
            raise
        if (size, seen.hexdigest()) != (entry.size, entry.sha256):
            raise _damaged(file, entry.name)


def _damaged(file: Path, name: str) -> NothingDone:
    return NothingDone(f"备份 {file} 已损坏：{name} 与存入时不同。什么也没有恢复，原有数据未动；请换一份备份")
