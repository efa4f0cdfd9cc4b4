"""What later data changed of the published months: each figure as published and as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from board.memo import known, remembered
from board.queries import Board, require_month
from board.queries_method import names
from database import BadDatabase
from database.comparison import Difference, compare, figure_tables
from database.figure_words import figure_of, table_title
from database.releases import Release


@dataclass(frozen=True)
class Published:
    """A published month and what became of it."""

    release: Release
    earlier: tuple[Release, ...]
    """What had been published of it before, newest first."""
    changed: int
    """Figures that differ now."""


def changes(board: Board, release: Release, tables: tuple[str, ...] = ()) -> list[Difference]:
    """Figures of a release's month that the current build has otherwise; of these tables alone where some are named.

    Worked out once for each release and build. Raises BadDatabase where the release is damaged.
    """
    now = board.current
    if (release.pointer.build_id, release.pointer.plan_checksum) == (now.build_id, now.plan.checksum):
        return []
    key = ("revisions", str(release.file), str(now.file))
    if tables and (whole := known((*key, ()))) is not None:
        return [change for change in whole if change.table in tables]
    return remembered((*key, tables), lambda: _changes(release, now.file, tables))


def _changes(release: Release, now: Path, tables: tuple[str, ...]) -> list[Difference]:
    release.check()
    wanted = [table for table in figure_tables() if not tables or table.table in tables]
    try:
        return compare(release.file, now, release.month, wanted)
    except duckdb.Error as error:
        raise BadDatabase(
            "已发布的 {name} 的数据文件打不开。请从备份恢复 {folder}",
            name=release.name,
            folder=release.folder,
        ) from error


def of_month(board: Board, month: str, tables: tuple[str, ...] = ()) -> list[Difference]:
    """What changed of a month since its newest release; nothing where it was not published."""
    release = board.releases.newest(month)
    return changes(board, release, tables) if release else []


def published(board: Board, months: Sequence[str] | None = None) -> list[Published]:
    """Published months, these or all, newest first, with how many of their figures differ now."""
    wanted = set(board.releases.months if months is None else months)
    found = []
    for month in reversed(board.releases.months):
        if month not in wanted:
            continue
        release = board.releases.newest(month)
        if release:
            earlier = [r for r in board.releases.all if r.month == month and r is not release]
            found.append(Published(release, tuple(reversed(earlier)), len(changes(board, release))))
    return found


def revisions(board: Board, month: str | None = None, is_english: bool = False) -> list[dict[str, Any]]:
    """One object a figure that differs, of one published month or of all: month, release, table, unit_kind,
    unit_code, unit, indicator, measure, title, dimensions, published, current, published_at.

    In the order of months, then of the tables of figures. Raises UnknownMonth.
    """
    if month is not None:
        require_month(board, month)
    words = names(board.current).pairs
    found: list[dict[str, Any]] = []
    for one in board.releases.months if month is None else [month]:
        release = board.releases.newest(one)
        if release is None:
            continue
        for change in changes(board, release):
            figure = figure_of(change, board.current.plan, words, is_english)
            found.append(
                {"month": one, "release": release.number, "table": change.table, **figure._asdict(),
                 "published": change.published, "current": change.current, "published_at": release.published_at}
            )  # fmt: skip
    return found


def titles_of_tables(board: Board, tables: Sequence[str], is_english: bool = False) -> dict[str, str]:
    """Names of tables of figures."""
    words = names(board.current).pairs
    return {table: table_title(table, words, is_english) for table in tables}
