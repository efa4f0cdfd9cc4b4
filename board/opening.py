"""Opens a plan's database for reading: the current build, or a month as it was published, with the pack it had.

Every reading is cached by file, and a file of figures never changes: two viewers of one build cause one query.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from database import SCHEMA, BadDatabase, DatabaseProblem, Pointer, locate, read_pointer
from database.releases import Release, Releases, read_releases
from rules.months import Month, months_between
from rules.packs import DEFAULT_PLAN, PLANS, load_plan
from rules.plan import Plan

ALL = "*"


class UnknownMonth(Exception):
    """A month that the plan or the database does not have; the message says which there are."""


class UnknownUnit(Exception):
    """A kind of unit that a plan does not rank."""


class NotPublished(DatabaseProblem):
    """A month whose published figures were asked for and that has none."""


class NotInRelease(DatabaseProblem):
    """Something that a release does not hold, since it was published before there was such a thing."""


@dataclass(frozen=True)
class Board:
    """One build of one plan's database, open for reading; or one of its releases."""

    plan: Plan
    path: Path
    pointer: Pointer
    data_through: str
    built_at: str
    releases: Releases = field(default_factory=lambda: Releases(0))
    """All that was published."""
    release: Release | None = None
    """The release that this is; None for the current build."""
    live: Board | None = None
    """The current build beside a release; None for the current build itself, and where it can't be opened."""

    @property
    def file(self) -> Path:
        """Where the figures are read from."""
        return self.release.file if self.release else self.pointer.file(self.path)

    @property
    def build_id(self) -> str:
        """Changes with every load; what caches are keyed by."""
        return self.pointer.build_id

    @property
    def stamp(self) -> str:
        """Changes with the database, the plan, every load and every release: what drawings are kept by."""
        against = self.live.build_id if self.live else ""
        return f"{self.file}|{self.plan.checksum}|{self.build_id}|{self.releases.stamp}|{against}"

    @property
    def current(self) -> Board:
        """The current build: this one, or that beside the release."""
        return self.live or self

    @property
    def is_demo(self) -> bool:
        """Whether the figures are 演示数据 and must be labelled so."""
        return self.pointer.is_demo

    @property
    def months(self) -> list[str]:
        """Months that have a ranking, ascending, to the last month reported."""
        first = min((rule.valid_from for rule in self.plan.ranking), default=self.plan.first_month)
        return [
            str(m) for m in months_between(max(first, self.plan.first_month), Month.parse(self.data_through))
        ]


def open_board(
    plan: Plan | str | Path | None = None,
    db: str | Path | None = None,
    month: str | None = None,
    figures: str = "current",
) -> Board:
    """The current build of a plan (``WUSE_PLAN``) and database (``WUSE_DB``); with ``figures="published"`` and a
    month, that month's newest release.

    Raises PlanError, NoDatabase, BadDatabase, NotPublished; their messages are ready to be shown.
    """
    pack = plan if isinstance(plan, Plan) else current_plan(plan)
    path = locate(pack.id, db)
    if figures != "published":
        return _current(pack, path)
    try:
        live = _current(pack, path)
    except BadDatabase:
        live = None  # what was published stands by itself
    return _published(pack, path, month or "", live)


def published_board(board: Board, month: str) -> Board | None:
    """The newest release of a month as a board beside the current one; None where the month was not published.

    Raises BadDatabase where the release is damaged or of another schema.
    """
    return _published(board.plan, board.path, month, board) if board.releases.newest(month) else None


def _current(pack: Plan, path: Path) -> Board:
    pointer = read_pointer(path, pack.id)
    if pointer.plan_checksum != pack.checksum:
        raise BadDatabase(
            "方案包 {plan} 在载入之后改过（数据库 {old}，方案包 {new}），"
            "颜色可能不合新规则。请重新生成：python -m etl rebuild --plan {plan}",
            plan=pack.id,
            old=pointer.plan_checksum,
            new=pack.checksum,
        )
    return Board(pack, path, pointer, *_settings(pointer.file(path)), releases=read_releases(path))


def _published(pack: Plan, path: Path, month: str, live: Board | None) -> Board:
    releases = read_releases(path)
    release = releases.newest(month)
    if release is None:
        raise NotPublished(
            "{month} 还没有发布过，没有已发布的数字（已发布的月份：{known}）。请用 --figures current 看现在的数字，"
            "或先发布：python -m etl publish --plan {plan} --month {month}",
            month=month,
            known="、".join(releases.months) or "无",
            plan=pack.id,
        )
    release.check()
    if release.pointer.schema != SCHEMA:
        raise BadDatabase(
            "已发布的 {name} 的结构版本为 {found}，本程序用的是 {expected}。请用相配的程序版本打开",
            name=release.name,
            found=release.pointer.schema,
            expected=SCHEMA,
        )
    known = _plan_at(str(release.plan_folder), _stamps(release.plan_folder))
    return Board(
        known, path, release.pointer, *_settings(release.file), releases=releases, release=release, live=live
    )


def _settings(file: Path) -> tuple[str, str]:
    rows = _read_cached(str(file), "SELECT data_through, built_at::VARCHAR FROM plan_settings", ())
    return rows[0][0], rows[0][1]


def current_plan(plan: str | Path | None = None) -> Plan:
    """The pack in use (``WUSE_PLAN``), read again only when one of its files changed. Raises PlanError."""
    name = str(plan or os.environ.get("WUSE_PLAN") or DEFAULT_PLAN)
    folder = PLANS / name if (PLANS / name / "plan.yml").is_file() else Path(name)
    return _plan_at(name, _stamps(folder))


def _stamps(folder: Path) -> tuple[tuple[str, int], ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir()))


@lru_cache(maxsize=64)
def _plan_at(name: str, _stamps: tuple[tuple[str, int], ...]) -> Plan:
    return load_plan(name)


_CONNECTIONS: dict[Path, duckdb.DuckDBPyConnection] = {}
_CONNECTING = threading.Lock()
_KEPT_CONNECTIONS = 12
"""The current build, the one before, and the releases that are being looked at."""


def _connection(file: Path) -> duckdb.DuckDBPyConnection:
    """One read-only connection a file. The least lately used is let go, never closed: another viewer's thread may
    be reading by a cursor of it, and it closes with its last one.
    """
    with _CONNECTING:
        known = _CONNECTIONS.pop(file, None)
        if known is None:
            while len(_CONNECTIONS) >= _KEPT_CONNECTIONS:
                del _CONNECTIONS[next(iter(_CONNECTIONS))]
            known = duckdb.connect(str(file), read_only=True)
        _CONNECTIONS[file] = known
        return known


@lru_cache(maxsize=1024)
def _read_cached(file: str, sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    try:
        # A cursor of its own for each query: viewers' threads must not share a pending result.
        with _connection(Path(file)).cursor() as cursor:
            return cursor.execute(sql, list(parameters)).fetchall()
    except duckdb.Error as error:
        raise BadDatabase(
            "数据库文件 {name} 已损坏或版本不符，打不开。请运行 python -m etl recover 退回上一代完好的数据，或用 python -m etl restore 从备份恢复",
            name=Path(file).name,
        ) from error


def read(board: Board, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Rows of a query on the board's figures, cached by file. Raises NotInRelease for what a release does not hold."""
    try:
        return _read_cached(str(board.file), sql, parameters)
    except BadDatabase as error:
        if board.release and isinstance(error.__cause__, duckdb.CatalogException | duckdb.BinderException):
            raise NotInRelease(
                "这一期（{name}）发布时还没有这项。请改看现在的数字（--figures current）",
                name=board.release.name,
            ) from error
        raise


def read_once(board: Board, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Rows of a query that is not asked again, such as a download's: they are not kept."""
    return _read_cached.__wrapped__(str(board.file), sql, parameters)


def require_month(board: Board, month: str, ranked: bool = False) -> Month:
    """The month, checked against the plan. Raises UnknownMonth."""
    try:
        found = Month.parse(month)
    except ValueError as error:
        raise UnknownMonth(f"月份应写作 YYYY-MM，如 {board.data_through}，实为“{month}”") from error
    first = board.months[0] if ranked and board.months else str(board.plan.first_month)
    if not first <= str(found) <= str(board.plan.last_month):
        raise UnknownMonth(
            f"没有 {month} 这一期：可选 {first} 至 {board.plan.last_month}，数据到 {board.data_through}"
        )
    return found


def units(board: Board, by: str) -> list[tuple[str, str]]:
    """Code and name of everything ranked, in official order. Raises UnknownUnit."""
    if by == "region":
        return [(r.code, r.name) for r in board.plan.regions]
    if by == "sector":
        return [(s.code, s.name) for s in board.plan.sectors]
    committees = board.plan.programme.ranked_committees
    if by == "committee" and committees:
        return [(c.id, c.name) for c in committees]
    known = "region、sector、committee" if committees else "region、sector"
    raise UnknownUnit(f"方案 {board.plan.id} 没有按“{by}”的排名，可选 {known}")
