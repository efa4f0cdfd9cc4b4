"""``python -m etl publish``: freezes a month's figures, with their ledgers and the plan pack, as a release.

A release is made beside the others as a draft and renamed in one step. It is never changed: what later data make of
the month shows as revisions beside it, until the month is published again with a reason.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from database import Pointer, read_pointer
from database.comparison import Difference, compare, digest
from database.figure_words import MEASURE_WORDS, Words, figure_of
from database.people import person
from database.pointer import settle_names, write_whole
from database.releases import (
    ABOUT,
    DATA,
    DRAFT_SUFFIX,
    PLAN,
    Release,
    read_releases,
    releases_folder,
)
from etl.clock import moment, today
from etl.generations import explained, only_loader
from etl.problems import NothingDone
from rules.months import Month
from rules.plan import Plan

_Step = Callable[[int, int, str], None]
SHOWN = 5
"""So many of the changed figures are named where a reason is asked for."""


def publish(
    plan: Plan, path: Path, month: str, reason: str = "", who: str = "", step: _Step = lambda *_: None
) -> dict[str, Any]:
    """Publish a month; gives month, number, published_at, by, reason, changed (figures), build_id, made.

    ``made`` is False where the newest release of the month has the very same figures: then nothing is made. Holds the
    loaders' lock, so that no load gets between. Raises NothingDone, DatabaseProblem.
    """
    with only_loader(path):
        pointer = read_pointer(path, plan.id)
        source = pointer.file(path)
        try:
            _check_month(plan, pointer, source, month)
            _sweep(path)
            step(0, 3, "核对数字")
            last = read_releases(path).newest(month)
            changes = _changes(last, pointer, source, month)
            if last and not changes:
                return _told(last, 0, made=False)
            if last and not reason.strip():
                raise NothingDone(_reason_needed(plan, last, changes, source))
            step(1, 3, "写出这一期")
            found = Release(
                releases_folder(path) / f"{month}.{last.number + 1 if last else 1}", month,
                last.number + 1 if last else 1, moment(plan.zone).isoformat(timespec="seconds"), person(who),
                reason.strip(), replace(pointer, size=source.stat().st_size), digest(source, month),
            )  # fmt: skip
        except duckdb.Error as error:
            raise explained(error, has_previous=True) from error
        try:
            _make(found, source, plan.folder)
        except OSError as error:
            shutil.rmtree(_draft(found), ignore_errors=True)
            raise NothingDone(
                f"写不进 {releases_folder(path)}（{error.strerror}）。请检查剩余空间和权限；没有发布，已有各期未受影响"
            ) from error
        step(3, 3, "写出这一期")
    return _told(found, len(changes), made=True)


def _check_month(plan: Plan, pointer: Pointer, source: Path, text: str) -> None:
    if pointer.plan_checksum != plan.checksum:
        raise NothingDone(
            f"方案包 {plan.id} 在载入之后改过，现有数字不是按它算的。请先运行 python -m etl rebuild --plan {plan.id}，再发布"
        )
    with duckdb.connect(str(source), read_only=True) as connection:
        row = connection.execute("SELECT data_through FROM plan_settings").fetchone()
    through = Month.parse(row[0]) if row else plan.first_month
    newest = min(through, Month.of(today(plan.zone)))
    first = max(plan.first_month, min((rule.valid_from for rule in plan.ranking), default=plan.first_month))
    known = f"可发布 {first} 至 {newest}"
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise NothingDone(f"月份应写作 YYYY-MM，实为“{text}”。请改正后再试；{known}") from error
    if not first <= month <= plan.last_month:
        raise NothingDone(f"方案 {plan.id} 没有 {text} 这一期。请改正月份；{known}")
    if month > newest:
        raise NothingDone(f"{text} 还没有数据（数据到 {through}），不能发布。请先载入这个月的数据；{known}")


def _changes(last: Release | None, pointer: Pointer, source: Path, month: str) -> Sequence[Difference]:
    if last is None:
        return ()
    last.check()
    same = (last.pointer.build_id, last.pointer.plan_checksum) == (pointer.build_id, pointer.plan_checksum)
    return () if same else compare(last.file, source, month)


def _reason_needed(plan: Plan, last: Release, changes: Sequence[Difference], source: Path) -> str:
    with duckdb.connect(str(source), read_only=True) as connection:
        rows = connection.execute(MEASURE_WORDS).fetchall()
    words: Words = {(kind, of, name): (title, english) for kind, of, name, title, english in rows}
    lines = []
    for change in changes[:SHOWN]:
        figure = figure_of(change, plan, words)
        was, now = (_value(value) for value in (change.published, change.current))
        lines.append(f"  {figure.unit} {figure.title}：已发布 {was}，现为 {now}")
    rest = f"\n  另有 {len(changes) - SHOWN} 个" if len(changes) > SHOWN else ""
    return (
        f"{last.month} 已发布过（第 {last.number} 次），此后有 {len(changes)} 个数字变动。再次发布请用 --reason 写明原因；"
        "本次没有发布\n" + "\n".join(lines) + rest
    )


def _value(value: Any) -> str:
    if value is None:
        return "无数据"
    return f"{value:.6g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False).strip('"')


def _told(release: Release, changed: int, made: bool) -> dict[str, Any]:
    return {
        "month": release.month, "number": release.number, "published_at": release.published_at, "by": release.by,
        "reason": release.reason, "changed": changed, "build_id": release.pointer.build_id, "made": made,
    }  # fmt: skip


def _draft(release: Release) -> Path:
    return release.folder.with_name(release.folder.name + DRAFT_SUFFIX)


def _sweep(path: Path) -> None:
    """Remove drafts that a killed publisher left; the loaders' lock is held, so nobody is at work on one."""
    for leftover in releases_folder(path).glob(f"*{DRAFT_SUFFIX}"):
        shutil.rmtree(leftover, ignore_errors=True)


def _make(release: Release, source: Path, plan_folder: Path) -> None:
    """Build the release as a draft and rename it: whoever looks finds nothing or all of it."""
    draft = _draft(release)
    (draft / PLAN).mkdir(parents=True)
    try:
        # A finished generation is never written again, so a second name for it is as good as a copy and takes no room.
        os.link(source, draft / DATA)
    except OSError:
        shutil.copyfile(source, draft / DATA)
        _settle(draft / DATA)
    for file in sorted(p for p in plan_folder.iterdir() if p.is_file()):
        shutil.copyfile(file, draft / PLAN / file.name)
        _settle(draft / PLAN / file.name)
    about = asdict(release)
    about["pointer"] = asdict(release.pointer)
    about = {
        "plan_checksum": release.pointer.plan_checksum,
        **{k: v for k, v in about.items() if k != "folder"},
    }
    about |= {"build_id": release.pointer.build_id, "size": release.pointer.size}
    write_whole(draft / ABOUT, json.dumps(about, ensure_ascii=False, indent=1))
    settle_names(draft / PLAN)
    draft.replace(release.folder)
    settle_names(release.folder.parent)


def _settle(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def print_release(found: dict[str, Any]) -> str:
    """The result in one line for people."""
    day = date.fromisoformat(found["published_at"][:10])
    if not found["made"]:
        return f"{found['month']} 已于 {day} 发布（第 {found['number']} 次），数字没有变动，不必再发布；本次什么也没有改动"
    after = f"，修订 {found['changed']} 个数字：{found['reason']}" if found["changed"] else ""
    return f"已发布 {found['month']}（第 {found['number']} 次）{after}。此后的变动列在 python -m board show revisions"
