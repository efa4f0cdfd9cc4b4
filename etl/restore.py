"""Puts a backup back. Everything is unpacked and compared with the manifest before anything is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from database import SCHEMA, Pointer, generation_folder, write_pointer
from database.desk import desk_path
from database.pointer import restoring_mark, settle_names
from etl.archive import BUILDS, DESK, POINTER, RELEASES, Manifest, read_manifest, unpack
from etl.generations import only_loader, sweep
from etl.problems import NothingDone
from rules.plan import Plan

_Step = Callable[[int, int, str], None]
_UNPACKED = ".unpacked"


def restore(plan: Plan, path: Path, file: Path, replace: bool, step: _Step) -> str:
    """Make the database at ``path`` what ``file`` holds; gives a line that says what that is.

    What stands there is refused, or with ``replace`` kept beside it under a dated name that can be opened as it is.
    Raises NothingDone (no backup, a damaged one, of another plan, a database in the way); nothing was changed then.
    """
    try:
        with only_loader(path), _workplace(path) as work:
            manifest = _unpacked(plan, file, work, step)
            there = _standing(path)
            if there and not replace:
                raise NothingDone(
                    f"{path} 已有数据库，没有恢复。要用备份代替它，请加 --replace（旧的会改名留在旁边），或用 --db 另选一处"
                )
            aside = _put_in_place(path, work, there)
    except OSError as error:
        raise NothingDone(
            f"没有恢复成：{error.filename or path}（{error.strerror}）。请检查路径、权限和剩余空间后重新运行 restore"
        ) from error
    kept = f"；原来的数据留在 {aside}" if aside else ""
    return f"{path}：已恢复到 {plan.id} 第 {manifest.load_id} 次载入之后的数据（{manifest.build_id}）{kept}"


def _unpacked(plan: Plan, file: Path, work: Path, step: _Step) -> Manifest:
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        step(min(done, total), total, "核对备份")

    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive, file)
            if manifest.plan_id != plan.id:
                raise NothingDone(
                    f"{file} 是方案 {manifest.plan_id} 的备份，不是 {plan.id}。请用 --plan {manifest.plan_id}"
                )
            if manifest.schema != SCHEMA:
                raise NothingDone(
                    f"{file} 的结构版本为 {manifest.schema}，本程序用的是 {SCHEMA}。请用相配的程序版本恢复"
                )
            total = sum(entry.size for entry in manifest.files)
            unpack(archive, manifest, work, file, tell)
    except FileNotFoundError as error:
        raise NothingDone(f"没有这个备份文件：{file}。请核对路径") from error
    except zipfile.BadZipFile as error:
        raise NothingDone(f"{file} 不是完好的备份文件（打不开）。请换一份备份；原有数据未动") from error
    step(1, 1, "核对备份")
    return manifest


def _standing(path: Path) -> bool:
    """Whether there is anything that a restore would take the place of."""
    folder = generation_folder(path)
    return path.exists() or desk_path(path).exists() or (folder.is_dir() and any(folder.iterdir()))


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    """A folder on the same disk, so that what is in it can be moved into place; a killed restore's is swept."""
    for left in path.parent.glob(f"{path.name}.*{_UNPACKED}"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{path.name}.", suffix=_UNPACKED, dir=path.parent) as work:
        yield Path(work)


def _put_in_place(path: Path, work: Path, there: bool) -> Path | None:
    """The steps that touch what is there. A mark says so meanwhile: a kill between them is told, never shown."""
    mark = restoring_mark(path)
    # After a restore that was cut off, what stands there is a mixture, and the old is aside already.
    aside = _keep_aside(path) if there and not mark.exists() else None
    mark.write_text("", "utf-8")
    settle_names(path.parent)
    folder = generation_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    # Sidecars of what was there would be something to fall back on; their data are aside.
    for old in folder.glob("*.json*"):
        old.unlink()
    for new in (work / BUILDS).iterdir():
        if not _same(new, folder / new.name):
            new.replace(folder / new.name)
    if (folder / RELEASES).is_dir():
        shutil.rmtree(folder / RELEASES)
    if (work / RELEASES).is_dir():
        (work / RELEASES).replace(folder / RELEASES)
    _restore_desk(path, work / DESK)
    settle_names(folder)
    pointer = Pointer(**json.loads((work / POINTER).read_bytes()))
    write_pointer(path, pointer)
    mark.unlink()
    settle_names(path.parent)
    with suppress(OSError):  # what Windows holds open goes with a later load
        sweep(path, keep={pointer.build_id})
    return aside


def _same(new: Path, old: Path) -> bool:
    """Whether the file is there already: Windows would not let it be replaced while a reader has it open."""
    if not old.is_file() or old.stat().st_size != new.stat().st_size:
        return False
    with new.open("rb") as one, old.open("rb") as other:
        return hashlib.file_digest(one, "sha256").digest() == hashlib.file_digest(other, "sha256").digest()


def _keep_aside(path: Path) -> Path:
    """A second name for all that stands there, which opens as it is; no data are copied where links can be made."""
    stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
    aside = path.with_name(f"{path.stem}-{stamp}{path.suffix}")
    if generation_folder(path).is_dir():
        shutil.copytree(generation_folder(path), generation_folder(aside), copy_function=_link)
    for old in path.parent.glob(f"{desk_path(path).name}*"):
        shutil.copy2(old, aside.with_name(old.name.replace(path.name, aside.name, 1)))
    if path.exists():
        shutil.copy2(path, aside)
    return aside


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def _restore_desk(path: Path, saved: Path) -> None:
    """What people wrote, by way of the desk's own file, which sessions may have open."""
    live = desk_path(path)
    if saved.is_file():
        try:
            with closing(sqlite3.connect(saved)) as source, closing(sqlite3.connect(live)) as target:
                source.backup(target)
            return
        except sqlite3.DatabaseError:
            pass  # what stands there is damaged: it is replaced below
    for old in path.parent.glob(f"{live.name}*"):
        old.unlink()
    if saved.is_file():
        saved.replace(live)
