"""Builds a generation of the database beside the current one and switches to it in one step."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from database import (
    SCHEMA,
    Damaged,
    DatabaseProblem,
    NoDatabase,
    Pointer,
    generation_folder,
    read_pointer,
    write_pointer,
)
from database.builds import Build, read_sidecar, write_sidecar
from database.pointer import settle_names
from database.product import build_stamp
from etl.problems import NothingDone
from rules.plan import Plan

DRAFT_SUFFIX = ".draft"
_DAMAGED = (
    "数据库文件 {name} 已损坏，打不开。请运行 python -m etl recover 退回上一代完好的数据，"
    "或用 python -m etl restore 从备份恢复"
)
_CHUNK = 8 * 1024 * 1024
KEPT_SECONDS = 120
"""A generation outlives its successor's making by this long: a reader may have begun just before."""


@contextmanager
def only_loader(path: Path) -> Iterator[None]:
    """Hold the right to write at ``path``. Raises NothingDone at once when another process has it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(path.with_name(path.name + ".lock")))
        lock.acquire(timeout=0)
    except Timeout as error:
        raise NothingDone(f"另一个载入程序正在写 {path}。请等它完成后再试；本次什么也没有改动") from error
    except OSError as error:
        raise NothingDone(f"无法写入 {path.parent}（{error.strerror}）。请检查目录权限和剩余空间") from error
    try:
        yield
    finally:
        lock.release()


class Draft:
    """A generation being built; nobody else sees it before ``switch``."""

    def __init__(self, path: Path, plan: Plan, discard: bool = False) -> None:
        self.path, self.plan, self.discard = path, plan, discard
        folder = generation_folder(path)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self.previous: Pointer | None = read_pointer(path, plan.id)
        except NoDatabase:
            self.previous = None
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        self.build_id = f"{stamp}-{secrets.token_hex(3)}"
        self.file = folder / f"{self.build_id}.duckdb{DRAFT_SUFFIX}"
        if self.previous:
            try:
                copied = copy_hashed(self.previous.file(path), self.file)
            except OSError as error:
                self.file.unlink(missing_ok=True)
                raise NothingDone(
                    f"写不进 {folder}（{error.strerror}）。请检查剩余空间和权限；原有数据未受影响"
                ) from error
            known = read_sidecar(path, self.previous.build_id)
            if known and known.sha256 and known.sha256 != copied:
                self.file.unlink(missing_ok=True)
                raise Damaged(_DAMAGED, name=self.previous.file(path).name)
        try:
            self.connection = duckdb.connect(str(self.file))
            self.connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
        except duckdb.Error as error:
            self.file.unlink(missing_ok=True)
            raise Damaged(_DAMAGED, name=self.file.name.removesuffix(DRAFT_SUFFIX)) from error

    def switch(self, is_demo: bool) -> str:
        """Make this the current generation; gives its build id.

        The one before is kept, and so is every one that a reader may have begun with; older ones are removed.
        """
        load_id = _number(self.connection, "SELECT coalesce(max(load_id), 0) FROM loads")
        tables = _number(self.connection, "SELECT count(*) FROM duckdb_tables() WHERE NOT temporary")
        self.connection.execute("CHECKPOINT")
        self.connection.close()
        with self.file.open("rb+") as file:
            os.fsync(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        finished = self.file.with_name(f"{self.build_id}.duckdb")
        self.file.replace(finished)
        settle_names(finished.parent)
        pointer = Pointer(
            self.build_id, SCHEMA, self.plan.id, self.plan.checksum, is_demo, finished.stat().st_size, load_id,
            datetime.now(UTC).isoformat(timespec="microseconds"), made_with=build_stamp(),
        )  # fmt: skip
        write_sidecar(self.path, Build(pointer, sha256, tables))
        before = self.previous
        if before:
            if read_sidecar(self.path, before.build_id) is None:
                write_sidecar(self.path, Build(before))  # one from before there were sidecars
            if before.load_id == load_id:  # nothing was loaded since, so what was lost is still to be told
                pointer = replace(
                    pointer,
                    recovered_from=before.recovered_from,
                    recovered_at=before.recovered_at,
                    lost_load_id=before.lost_load_id,
                )
        write_pointer(self.path, pointer)
        if before:
            sweep(self.path, keep={self.build_id, before.build_id}, newer_than=before.file(self.path))
        else:
            sweep(
                self.path, keep=finished_builds(self.path)
            )  # somebody moved the pointer away: not ours to judge
        return self.build_id

    def drop(self) -> None:
        """Give up: nothing of this draft remains, unless it became the current generation before it failed."""
        self.connection.close()
        leftovers = [f"{self.file.name}*"]
        try:
            is_current = read_pointer(self.path).build_id == self.build_id
        except DatabaseProblem:
            is_current = False
        if not is_current:
            leftovers += [f"{self.build_id}.duckdb", f"{self.build_id}.json*"]
        for pattern in leftovers:
            for leftover in self.file.parent.glob(pattern):
                leftover.unlink(missing_ok=True)


def copy_hashed(source: Path, target: Path) -> str:
    """Copy a file; gives the SHA-256 of what was copied."""
    seen = hashlib.sha256()
    with source.open("rb") as content, target.open("wb") as copy:
        while chunk := content.read(_CHUNK):
            seen.update(chunk)
            copy.write(chunk)
    return seen.hexdigest()


def explained(error: duckdb.Error, has_previous: bool) -> Exception:
    """What a database error means to a user: no room, a damaged file, or a defect of ours (given back)."""
    if "space left" in str(error) or "disk is full" in str(error):
        return NothingDone("磁盘空间不足，没有写成。请腾出空间后再试；原有数据未受影响")
    damaged = (
        duckdb.IOException,
        duckdb.SerializationException,
        duckdb.FatalException,
        duckdb.InternalException,
    )
    if has_previous and isinstance(error, damaged):
        return Damaged(
            "数据库文件已损坏，读不全。请运行 python -m etl recover 退回上一代完好的数据，"
            "或用 python -m etl restore 从备份恢复"
        )
    return error


def finished_builds(path: Path) -> set[str]:
    """Build ids of all generations that were finished."""
    return {file.stem for file in generation_folder(path).glob("*.duckdb")}


def sweep(path: Path, keep: set[str], newer_than: Path | None = None) -> None:
    """Remove generations and drafts that nobody needs; what Windows holds open is left for next time.

    Kept besides ``keep`` is every one whose successor is so new that a reader may still begin with it. One that is
    newer than the current file ``newer_than`` and was never switched to, or was lost, has no readers; nor has one
    that has no sidecar yet.
    """
    folder = generation_folder(path)
    made: list[tuple[float, str]] = []
    for file in folder.glob("*.duckdb"):
        with suppress(OSError):  # gone meanwhile
            if file.with_suffix(".json").exists():
                made.append((file.stat().st_mtime, file.stem))
    made.sort()
    last = newer_than.stat().st_mtime if newer_than else None
    was_current = [(at, name) for at, name in made if name in keep or last is None or at <= last]
    now = time.time()
    young = {n for (_, n), (after, _) in pairwise(was_current) if abs(now - after) < KEPT_SECONDS}
    for file in [*folder.glob("*.duckdb*"), *folder.glob("*.json*")]:
        if file.name.split(".")[0] not in keep | young or file.suffix in (".new", DRAFT_SUFFIX):
            with suppress(OSError):
                file.unlink()


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
