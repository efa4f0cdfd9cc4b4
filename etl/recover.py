"""After a power cut or a torn file: falls back on the newest generation that is whole, and says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from database import Damaged, NoDatabase, Pointer, generation_folder, read_pointer, write_pointer
from database.builds import Build, builds, is_whole, read_sidecar
from etl.generations import only_loader
from etl.problems import NothingDone
from rules.plan import Plan

UNKNOWN = "?"
"""Stands for the lost build where the pointer itself was lost."""


@dataclass(frozen=True)
class Recovery:
    """What was found, and what was put in its place."""

    pointer: Pointer
    """The one that holds now."""
    why: str
    """What was wrong; empty where nothing was, and nothing was changed."""

    def __str__(self) -> str:
        """For people: what is shown now and what has to be done again."""
        if not self.why:
            return f"数据完好，不必恢复（{self.pointer.build_id}，第 {self.pointer.load_id} 次载入之后）"
        return f"{self.why}\n已退回 {self.pointer.build_id}。{self.todo}"

    @property
    def todo(self) -> str:
        """Which loads have to be done again."""
        have, lost = self.pointer.load_id, self.pointer.lost_load_id
        if lost > have:
            span = f"第 {lost} 次" if lost == have + 1 else f"第 {have + 1} 至 {lost} 次"
            return f"现为第 {have} 次载入之后的数据；{span}载入的文件请重新载入"
        return f"现为第 {have} 次载入之后的数据；此后若载入或撤销过，请再做一次"


def recover(plan: Plan, path: Path, thorough: bool = True) -> Recovery:
    """See whether the current generation is whole; where it is not, make the newest that is the current one.

    Raises NoDatabase where there never was any, NothingDone where no generation is whole or a loader is at work,
    BadDatabase for what is no damage (another plan, another schema, no rights).
    """
    pointer, why = _diagnose(plan, path, thorough)  # a whole one is found so while a loader is at work
    if pointer:
        return Recovery(pointer, "")
    with only_loader(path):
        pointer, why = _diagnose(plan, path, thorough)  # another start may have been faster
        return Recovery(pointer, "") if pointer else Recovery(_fall_back(plan, path), why)


def _diagnose(plan: Plan, path: Path, thorough: bool) -> tuple[Pointer | None, str]:
    """The pointer where all is well, else what is wrong."""
    try:
        pointer = read_pointer(path, plan.id)
    except Damaged as error:
        return None, str(error).split("。")[0]
    except NoDatabase:
        if not builds(path, plan.id):
            raise
        return None, f"数据库指针文件 {path} 不见了"
    if is_whole(path, read_sidecar(path, pointer.build_id) or Build(pointer), thorough):
        return pointer, ""
    return None, f"数据文件 {pointer.build_id}.duckdb 已损坏，读不全"


def _fall_back(plan: Plan, path: Path) -> Pointer:
    lost, lost_load = _named(path)
    for build in builds(path, plan.id):
        # What the quick look could not read is not read better by another one.
        if build.pointer.build_id != lost and is_whole(path, build, thorough=True):
            pointer = replace(
                build.pointer,
                recovered_from=lost,
                recovered_at=datetime.now(UTC).isoformat(timespec="seconds"),
                lost_load_id=lost_load,
            )
            write_pointer(path, pointer)
            return pointer
        lost = build.pointer.build_id if lost == UNKNOWN else lost
        lost_load = max(lost_load, build.pointer.load_id)
    raise NothingDone(
        f"{generation_folder(path)} 里没有一代完好的数据，什么也没有改动。"
        f"请用 python -m etl restore 从备份恢复；没有备份的，请移走 {path.name} 和 {path.name}.d 后重新载入原始文件"
    )


def _named(path: Path) -> tuple[str, int]:
    """Build and last load that the pointer names, as far as it can be read."""
    try:
        told = json.loads(path.read_bytes())
        return str(told["build_id"]), int(told.get("load_id", 0))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return UNKNOWN, 0  # that it can't be read is what led here
