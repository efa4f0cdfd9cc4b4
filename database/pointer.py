"""The pointer file: which generation is current, of which plan and schema."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from database.errors import BadDatabase, Damaged, NoDatabase

SCHEMA = 1
"""Raised whenever a reader of the old layout would misread the new one."""

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Pointer:
    """Content of the pointer file."""

    build_id: str
    schema: int
    plan_id: str
    plan_checksum: str
    is_demo: bool = False
    size: int = 0
    """Bytes of the generation when it was finished; a shorter file has lost blocks. 0 where not known."""
    load_id: int = 0
    """Number of the last load that is in it; 0 where not known."""
    made_at: str = ""
    """When it was finished, in UTC, to the microsecond: which of two generations is the newer."""
    recovered_from: str = ""
    """Build id of the lost generation that this one stands in for, until the next load; ``?`` where not known."""
    recovered_at: str = ""
    """In UTC."""
    lost_load_id: int = 0
    """Number of the last load that was in the lost generation; 0 where not known."""
    made_with: str = ""
    """``product.build_stamp`` of the product that worked its tables out; empty where not known."""

    def file(self, path: Path) -> Path:
        """The generation that this pointer at ``path`` names."""
        return generation_folder(path) / f"{self.build_id}.duckdb"


def locate(plan_id: str, chosen: str | Path | None = None) -> Path:
    """Path of a plan's database: ``chosen``, else ``WUSE_DB``, else ``data/build/<plan>/wuse.duckdb``."""
    if chosen:
        return Path(chosen)
    if os.environ.get("WUSE_DB"):
        return Path(os.environ["WUSE_DB"])
    return ROOT / "data" / "build" / plan_id / "wuse.duckdb"


def generation_folder(path: Path) -> Path:
    """The folder beside the pointer that holds its generations."""
    return path.with_name(path.name + ".d")


def restoring_mark(path: Path) -> Path:
    """Stands beside the pointer while a backup is being put back: until it is gone, nothing here is to be used."""
    return path.with_name(path.name + ".restoring")


def read_pointer(path: Path, plan_id: str | None = None) -> Pointer:
    """Read the pointer.

    Raises NoDatabase when there is none, BadDatabase when it can't be read or is of another schema or plan,
    Damaged when it, or the generation that it names, has lost bytes.
    """
    if restoring_mark(path).exists():
        raise BadDatabase(
            "{path} 正在从备份恢复，或上一次恢复没有做完。请稍候刷新；仍是这样时，请重新运行 python -m etl restore",
            path=path,
        )
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise NoDatabase(
            "还没有数据库：{path}。请先运行 make run，或 python -m etl load 载入数据", path=path
        ) from None
    except OSError as error:
        raise BadDatabase(
            "数据库指针文件读不出：{path}（{reason}）。请检查文件权限", path=path, reason=error.strerror
        ) from error
    try:
        data = json.loads(raw)
        pointer = Pointer(**data)
    except (ValueError, TypeError):
        raise Damaged(
            "{path} 不是五色看板的数据库指针文件（应为一小段 JSON，实有 {size} 字节）。"
            "请运行 python -m etl recover，由旁边 .d 目录里完好的数据恢复它；没有数据的，把它移走后重新载入",
            path=path,
            size=f"{len(raw):,}",
        ) from None
    if not re.fullmatch(r"[0-9A-Za-z-]+", str(pointer.build_id)):
        raise Damaged(
            "{path} 里的数据代号不合格式，指针文件可能被改过。请运行 python -m etl recover，由旁边 .d 目录里完好的数据恢复它",
            path=path,
        )
    if pointer.schema != SCHEMA:
        raise BadDatabase(
            "{path} 的结构版本为 {found}，本程序用的是 {expected}。请用相配的程序版本打开，或把它移走后重新载入",
            path=path,
            found=pointer.schema,
            expected=SCHEMA,
        )
    if plan_id is not None and pointer.plan_id != plan_id:
        raise BadDatabase(
            "{path} 属于方案 {found}，不是 {expected}。请用 --plan {found}，或换一个 --db",
            path=path,
            found=pointer.plan_id,
            expected=plan_id,
        )
    if not pointer.file(path).is_file():
        raise Damaged(
            "{path} 所指的数据文件 {name}.duckdb 不在。请运行 python -m etl recover 退回上一代完好的数据，"
            "或用 python -m etl restore 从备份恢复",
            path=path,
            name=pointer.build_id,
        )
    size = pointer.file(path).stat().st_size
    if pointer.size and size != pointer.size:
        raise Damaged(
            "数据文件 {name}.duckdb 已损坏：应为 {expected} 字节，实有 {found} 字节。"
            "请运行 python -m etl recover 退回上一代完好的数据，或用 python -m etl restore 从备份恢复",
            name=pointer.build_id,
            expected=f"{pointer.size:,}",
            found=f"{size:,}",
        )
    return pointer


def write_pointer(path: Path, pointer: Pointer) -> None:
    """Replace the pointer in one step: readers see the old one or the new one, never a part."""
    write_whole(path, json.dumps(asdict(pointer), ensure_ascii=False))


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there wholly or not at all, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    for attempt in range(20):
        try:
            draft.replace(path)
            break
        except PermissionError:
            # Windows refuses while a reader has the pointer open, which lasts a moment.
            if attempt == 19:
                raise
            time.sleep(0.05)
    settle_names(path.parent)


def settle_names(folder: Path) -> None:
    """Have the names in a folder written to the disk; Windows does so by itself and knows no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
