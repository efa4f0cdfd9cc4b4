"""What happens before a board is opened: the first load, recovery after a power cut, marts of a changed plan."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from filelock import FileLock

from database import Damaged, NoDatabase, Pointer
from database.product import build_stamp
from etl.load import load_files, rebuild
from etl.progress import Progress
from etl.published_demo import publish_demonstration
from etl.recover import recover
from rules.plan import Plan


def ensure(plan: Plan, path: Path, progress: Progress) -> None:
    """Have a database that can be opened: recovered where it was damaged, the demonstration where none is.

    A database made with an older plan pack, or by another version of the product, is built anew from its ledgers, so
    that rules, colours and tables agree.
    Raises NothingDone, DatabaseProblem.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Several servers may start at once: the first does the work, the others wait and find it done.
    with FileLock(str(path.with_name(path.name + ".first.lock"))):
        try:
            pointer = _whole(plan, path, thorough=False)
        except NoDatabase:
            _first_load(plan, path, progress)
            return
        if pointer.plan_checksum != plan.checksum or pointer.made_with != build_stamp():
            try:
                rebuild(plan, path, progress.step)
            except Damaged:
                # Blocks that the quick look had not read.
                _whole(plan, path, thorough=True)
                rebuild(plan, path, progress.step)


def _whole(plan: Plan, path: Path, thorough: bool) -> Pointer:
    found = recover(plan, path, thorough)
    if found.why:
        print(found, file=sys.stderr)
    return found.pointer


def _first_load(plan: Plan, path: Path, progress: Progress) -> None:
    from etl.demo import write_demo

    with tempfile.TemporaryDirectory(prefix="wuse-demo-") as folder:
        files = write_demo(plan, Path(folder), progress=progress.step)
        result = load_files(plan, path, files, progress.step, is_demo=True)
    publish_demonstration(plan, path)
    print(
        f"演示数据 {len(result.files):,} 份文件，{result.rows_in:,} 行：新收 {result.accepted:,}，"
        f"被取代 {result.superseded:,}，退回 {result.rejected:,}",
        file=sys.stderr,
    )
