"""Saves all that a database is into one file: current generation, releases, and what people wrote at their desks.

Needs no lock: generations and releases never change once they are there, the desk gives a copy of one moment.
Readers and a loader go on meanwhile; what is saved is the state at the beginning.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from database import SCHEMA, Damaged, Pointer, generation_folder, read_pointer
from database.builds import Build, is_whole, read_sidecar
from database.desk import Desk
from database.pointer import settle_names
from etl.archive import BUILDS, DESK, MANIFEST, POINTER, RELEASES, Manifest, Writer
from etl.generations import DRAFT_SUFFIX
from etl.problems import NothingDone
from rules.plan import Plan

_COMPRESSION = 1
"""Generations are compressed inside; more effort gains little."""


def back_up(plan: Plan, path: Path, out: Path, step: Callable[[int, int, str], None]) -> str:
    """Write the backup ``out``, wholly or not at all; gives a line that says what is in it.

    Raises NoDatabase, BadDatabase; NothingDone where ``out`` can't be written or the generation is damaged.
    """
    draft = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="wuse-") as work:
            manifest = _write(plan, path, draft, Path(work), step)
        draft.replace(out)
        settle_names(out.parent)
    except OSError as error:
        raise NothingDone(
            f"备份没有写成：{out}（{error.strerror}）。请检查路径、权限和剩余空间；原有数据未动"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    releases = {entry.name.split("/")[1] for entry in manifest.files if entry.name.startswith(f"{RELEASES}/")}
    size = out.stat().st_size / 1_000_000
    return (
        f"{out}  {size:,.1f} MB：{plan.id} 第 {manifest.load_id} 次载入之后的数据（{manifest.build_id}），"
        f"已发布 {len(releases)} 期，{len(manifest.files)} 个文件"
    )


def _write(
    plan: Plan, path: Path, draft: Path, work: Path, step: Callable[[int, int, str], None]
) -> Manifest:
    with _current(plan, path) as (pointer, content):
        build = read_sidecar(path, pointer.build_id) or Build(pointer)
        manifest = Manifest(
            plan.id,
            SCHEMA,
            pointer.build_id,
            pointer.load_id,
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        releases = _releases(path)
        total = pointer.size + sum(file.stat().st_size for file, _name in releases)
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            step(min(done, total), total, "备份")

        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as target:
            writer = Writer(target, manifest, tell)
            writer.add_text(json.dumps(asdict(pointer), ensure_ascii=False), POINTER)
            saved = writer.add_open(content, pointer.file(path), f"{BUILDS}/{pointer.build_id}.duckdb")
            if saved.sha256 != build.sha256 if build.sha256 else not is_whole(path, build, thorough=True):
                raise Damaged(
                    "数据文件 {name} 已损坏，没有备份。请先运行 python -m etl recover 退回上一代完好的数据",
                    name=f"{pointer.build_id}.duckdb",
                )
            sidecar = {"pointer": asdict(build.pointer), "sha256": saved.sha256, "tables": build.tables}
            writer.add_text(json.dumps(sidecar, ensure_ascii=False), f"{BUILDS}/{pointer.build_id}.json")
            for file, name in releases:
                writer.add(file, f"{RELEASES}/{name}")
            if Desk(path).copy_to(work / DESK):
                writer.add(work / DESK, DESK)
            target.writestr(zipfile.ZipInfo(MANIFEST), manifest.as_json())
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
    step(1, 1, "备份")
    return manifest


@contextmanager
def _current(plan: Plan, path: Path) -> Iterator[tuple[Pointer, IO[bytes]]]:
    """The current generation, opened: from then on no sweep can take it away."""
    for attempt in range(5):
        pointer = read_pointer(path, plan.id)
        try:
            content = pointer.file(path).open("rb")
        except FileNotFoundError:
            if attempt == 4:
                raise
            continue  # two switches came between
        with content:
            yield pointer, content
        return


def _releases(path: Path) -> list[tuple[Path, str]]:
    """Files of all finished releases, with their names below the folder of releases."""
    folder = generation_folder(path) / RELEASES
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    named = [(file, file.relative_to(folder)) for file in files]
    return [(f, n.as_posix()) for f, n in named if not n.parts[0].endswith((DRAFT_SUFFIX, ".old"))]
