"""The generations beside a pointer: what each was when it was finished, and whether it still is.

Every generation has a sidecar, ``<build>.json``: the pointer that was made for it, its checksum and its count of
tables. Where the pointer or the newest generation has lost bytes, sidecars say what there is to fall back on.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from database.errors import BadDatabase
from database.pointer import SCHEMA, Pointer, generation_folder, write_whole

_SMALL_ROWS = 1_000_000
"""Tables up to this size are read whole by the quick look: all marts, and the ledgers of most plans."""
_BUILD_ID = re.compile(r"[0-9A-Za-z-]+")


@dataclass(frozen=True)
class Build:
    """A finished generation as its sidecar tells of it."""

    pointer: Pointer
    sha256: str = ""
    """Of the file when it was finished; empty where not known."""
    tables: int = 0
    """Tables in it; 0 where not known."""


def sidecar(path: Path, build_id: str) -> Path:
    """The sidecar of a generation of the database at ``path``."""
    return generation_folder(path) / f"{build_id}.json"


def write_sidecar(path: Path, build: Build) -> None:
    """Write it, wholly or not at all."""
    told = {"pointer": asdict(build.pointer), "sha256": build.sha256, "tables": build.tables}
    write_whole(sidecar(path, build.pointer.build_id), json.dumps(told, ensure_ascii=False))


def read_sidecar(path: Path, build_id: str) -> Build | None:
    """What a sidecar says; None where it is not there or says nothing sensible."""
    try:
        told = json.loads(sidecar(path, build_id).read_bytes())
        build = Build(Pointer(**told["pointer"]), str(told["sha256"]), int(told["tables"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None  # a torn sidecar is as good as none
    return build if build.pointer.build_id == build_id else None


def builds(path: Path, plan_id: str) -> list[Build]:
    """The generations of a plan that have a sidecar and a file, the newest first."""
    names = [f.stem for f in generation_folder(path).glob("*.json") if _BUILD_ID.fullmatch(f.stem)]
    found = [build for name in names if (build := read_sidecar(path, name))]
    fitting = [b for b in found if b.pointer.plan_id == plan_id and b.pointer.schema == SCHEMA]
    there = [b for b in fitting if b.pointer.file(path).is_file()]
    return sorted(there, key=lambda b: b.pointer.made_at, reverse=True)


def is_whole(path: Path, build: Build, thorough: bool = False) -> bool:
    """Whether a generation is as it was finished.

    The quick look compares sizes, opens it and reads every table but the very large ones; the thorough one
    compares the checksum, or where none is known reads everything. Raises BadDatabase where the file can't be
    read for another reason than its content (rights, a lock): that is no damage.
    """
    file = build.pointer.file(path)
    try:
        size = file.stat().st_size
        with file.open("rb") as content:
            if build.pointer.size and size != build.pointer.size:
                return False
            if thorough and build.sha256:
                return hashlib.file_digest(content, "sha256").hexdigest() == build.sha256
    except FileNotFoundError:
        return False
    except OSError as error:
        raise BadDatabase(
            "数据文件 {name} 读不出（{reason}）。请检查文件权限，或关闭正在使用它的程序",
            name=file.name,
            reason=error.strerror,
        ) from error
    return _reads_through(file, build.tables, None if thorough else _SMALL_ROWS)


def _reads_through(file: Path, expected: int, most_rows: int | None) -> bool:
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            tables = connection.execute(
                "SELECT schema_name, table_name, estimated_size FROM duckdb_tables() WHERE NOT temporary"
            ).fetchall()
            if not tables or (expected and len(tables) != expected):
                return False
            for schema, name, rows in tables:
                if most_rows is None or rows <= most_rows:
                    # A hash of whole rows needs every block of every column, which brings its checksum with it.
                    connection.execute(f'SELECT max(hash(t)) FROM "{schema}"."{name}" AS t').fetchall()
    except duckdb.OutOfMemoryException as error:
        raise BadDatabase(
            "内存不足，无法检查数据文件 {name}。请关闭其他程序后再试", name=file.name
        ) from error
    except duckdb.Error:
        return False
    return True
