"""Builds a generation of the database beside the current one and switches to it in one step."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from database import SCHEMA, BadDatabase, NoDatabase, Pointer, generation_folder, read_pointer, write_pointer
from etl.problems import NothingDone
from rules.plan import Plan

DRAFT_SUFFIX = ".draft"


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
                shutil.copyfile(self.previous.file(path), self.file)
            except OSError as error:
                self.file.unlink(missing_ok=True)
                raise NothingDone(
                    f"写不进 {folder}（{error.strerror}）。请检查剩余空间和权限；原有数据未受影响"
                ) from error
        try:
            self.connection = duckdb.connect(str(self.file))
            self.connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
        except duckdb.Error as error:
            self.file.unlink(missing_ok=True)
            raise BadDatabase(
                "数据库文件 {name} 已损坏，打不开。请从备份恢复 .d 目录，或移走指针文件后重新载入",
                name=self.file.name.removesuffix(DRAFT_SUFFIX),
            ) from error

    def switch(self, is_demo: bool) -> str:
        """Make this the current generation; gives its build id. Old generations but the last are removed."""
        self.connection.execute("CHECKPOINT")
        self.connection.close()
        with self.file.open("rb+") as file:
            os.fsync(file.fileno())
        self.file.replace(self.file.with_name(f"{self.build_id}.duckdb"))
        finished = self.file.with_name(f"{self.build_id}.duckdb")
        pointer = Pointer(
            self.build_id, SCHEMA, self.plan.id, self.plan.checksum, is_demo, finished.stat().st_size
        )
        write_pointer(self.path, pointer)
        sweep(self.path, keep={self.build_id, self.previous.build_id if self.previous else ""})
        return self.build_id

    def drop(self) -> None:
        """Give up: nothing of this draft remains."""
        self.connection.close()
        for leftover in self.file.parent.glob(self.file.name + "*"):
            leftover.unlink(missing_ok=True)


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
        return BadDatabase("数据库文件已损坏，读不全。请从备份恢复 .d 目录，或移走指针文件后重新载入")
    return error


def sweep(path: Path, keep: set[str]) -> None:
    """Remove generations and drafts that nobody needs; what Windows holds open is left for next time."""
    for file in generation_folder(path).glob("*.duckdb*"):
        if file.name.split(".")[0] not in keep:
            with suppress(OSError):
                file.unlink()
