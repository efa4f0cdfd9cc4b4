"""Published months: each a folder of its own that is never changed, with the figures and the rules it had.

``PATH.d/releases/<YYYY-MM>.<n>/`` holds ``data.duckdb`` (the generation that was published), ``plan/`` (the pack as it
was) and ``release.json``. A release is made as a draft and renamed in one step: it is there wholly or not at all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from database.errors import BadDatabase
from database.pointer import Pointer, generation_folder

FOLDER = "releases"
DATA, PLAN, ABOUT = "data.duckdb", "plan", "release.json"
DRAFT_SUFFIX = ".draft"
_NAME = re.compile(r"(\d{4}-\d{2})\.(\d+)")


@dataclass(frozen=True)
class Release:
    """One publication of a month."""

    folder: Path
    month: str
    number: int
    """1 for the first publication of its month."""
    published_at: str
    """In UTC, ISO 8601 without a zone."""
    by: str
    reason: str
    """Why it was published again; empty the first time."""
    pointer: Pointer
    """The build that was published, as the pointer file named it."""
    digest: str
    """SHA-256 over the month's figures: tells whether two releases are the same without opening them."""

    @property
    def name(self) -> str:
        """``2026-10.1``."""
        return f"{self.month}.{self.number}"

    @property
    def file(self) -> Path:
        """The published figures with their ledgers."""
        return self.folder / DATA

    @property
    def plan_folder(self) -> Path:
        """The plan pack as it was."""
        return self.folder / PLAN

    def check(self) -> None:
        """Raises BadDatabase where the file of figures is gone or has lost blocks."""
        try:
            size = self.file.stat().st_size
        except OSError as error:
            raise BadDatabase(
                "已发布的 {name} 的数据文件读不出（{reason}）。请从备份恢复 {folder}",
                name=self.name,
                reason=error.strerror,
                folder=self.folder,
            ) from error
        if size != self.pointer.size:
            raise BadDatabase(
                "已发布的 {name} 的数据文件已损坏：应为 {expected} 字节，实有 {found} 字节。请从备份恢复 {folder}",
                name=self.name,
                expected=f"{self.pointer.size:,}",
                found=f"{size:,}",
                folder=self.folder,
            )


@dataclass(frozen=True)
class Releases:
    """All releases of a database; ``stamp`` changes when one comes or goes."""

    stamp: int
    all: tuple[Release, ...] = ()
    """By month, then number."""
    damaged: tuple[str, ...] = ()
    """Names of releases whose ``release.json`` can't be read."""

    @property
    def months(self) -> list[str]:
        """Published months, ascending."""
        return sorted({release.month for release in self.all})

    def newest(self, month: str) -> Release | None:
        """The release that holds for a month; None where it was not published.

        Raises BadDatabase where a later one is there and can't be read: the one before it no longer holds.
        """
        found = [release for release in self.all if release.month == month]
        numbers = [int(m[2]) for m in map(_NAME.fullmatch, self.damaged) if m and m[1] == month]
        if numbers and max(numbers) > max((r.number for r in found), default=0):
            name = f"{month}.{max(numbers)}"
            raise BadDatabase(
                "已发布的 {name} 的说明文件 release.json 读不出。请从备份恢复 releases/{name}", name=name
            )
        return found[-1] if found else None


def releases_folder(path: Path) -> Path:
    """Where the releases of the database whose pointer is at ``path`` lie."""
    return generation_folder(path) / FOLDER


def read_releases(path: Path) -> Releases:
    """The releases beside the pointer at ``path``: one look at the folder's time, read anew only when it changed."""
    folder = releases_folder(path)
    try:
        return _read_folder(folder, folder.stat().st_mtime_ns)
    except OSError:  # nothing has been published yet
        return Releases(0)


@lru_cache(maxsize=16)
def _read_folder(folder: Path, stamp: int) -> Releases:
    found, damaged = [], []
    for entry in sorted(folder.iterdir()):
        if _NAME.fullmatch(entry.name):
            release = _read(entry)
            if release is None:
                damaged.append(entry.name)
            else:
                found.append(release)
    return Releases(stamp, tuple(sorted(found, key=lambda r: (r.month, r.number))), tuple(damaged))


def _read(folder: Path) -> Release | None:
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text("utf-8"))
        month, number = folder.name.split(".")
        pointer = Pointer(**about["pointer"])
        return Release(
            folder, month, int(number), str(about["published_at"]), str(about["by"]), str(about["reason"]),
            pointer, str(about["digest"]),
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError):
        return None
