"""Load files: inspect, scan, settle, build marts, switch. ``check`` is the same and then lets go."""

from __future__ import annotations

import tempfile
from pathlib import Path

from database import read_pointer
from etl import marts
from etl.contract import contracts
from etl.ledger import create_tables
from etl.problems import NothingDone
from etl.progress import Progress, Step
from etl.results import LoadResult
from etl.run import DEMO_MARK, LoadOptions, Run
from etl.source_check import check_plan
from etl.writing import draft_of
from rules.plan import Plan

__all__ = ["DEMO_MARK", "LoadOptions", "list_files", "load_files", "rebuild"]

DATA_SUFFIXES = {".csv", ".xlsx", ".xls", ".txt", ".tsv", ".xlsm", ".et"}


def list_files(paths: list[Path]) -> list[Path]:
    """Files in the order given; a folder stands for its data files, sorted, at any depth."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in DATA_SUFFIXES)
            found += [p for p in inside if not p.name.startswith(("~$", "."))]
        else:
            found.append(path)
    return found


def load_files(
    plan: Plan,
    path: Path,
    files: list[Path],
    step: Step | Progress,
    *,
    keep: bool = True,
    is_demo: bool = False,
    options: LoadOptions | None = None,
) -> LoadResult:
    """Load ``files`` into the database at ``path``; with ``keep`` false only say what would happen.

    Raises NothingDone (no file, another loader at work, files other than those expected), BadDatabase. Whatever
    goes wrong on the way, the current generation stays as it was.
    """
    check_plan(plan)
    files = list_files(files)
    if not files:
        raise NothingDone("没有找到可载入的文件（.csv、.xlsx）。请核对路径")
    progress = step if isinstance(step, Progress) else Progress(quiet=True, forward=step)
    options = options or LoadOptions(is_demo=is_demo)
    with tempfile.TemporaryDirectory(prefix="wuse-") as work, draft_of(path, plan) as draft:
        run = Run(plan, draft, Path(work), progress, options)
        result = run.load(files)
        if options.rejects:
            run.write_rejects(options.rejects)
        if not keep:
            draft.drop()
            return result
        run.write_rejects(path.with_name(path.name + ".rejects") / f"{run.load_id:05d}")
        if not run.has_news:
            draft.drop()
            result.build_id = draft.previous.build_id if draft.previous else None
            return result
        run.record()
        marts.build(draft.connection, plan, progress.step)
        # Demonstration rows once loaded, the label stays until the last of their loads is undone.
        result.is_demo = (
            options.is_demo or run.has_demo_files or bool(draft.previous and draft.previous.is_demo)
        )
        result.build_id = draft.switch(result.is_demo)
        return result


def rebuild(plan: Plan, path: Path, step: Step) -> str:
    """Build all marts anew from the ledgers, after a change of the plan pack; gives the new build id.

    Raises NoDatabase, BadDatabase, NothingDone.
    """
    read_pointer(path, plan.id)
    with draft_of(path, plan) as draft:
        # A database of before may lack the ledgers of registers that came since.
        create_tables(draft.connection, list(contracts().values()))
        marts.build(draft.connection, plan, step)
        return draft.switch(bool(draft.previous and draft.previous.is_demo))
