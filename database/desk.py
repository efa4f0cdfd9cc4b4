"""What people write at their desks: remembered header mappings, states of findings, paragraphs of notices and which
notices were issued, and who did what.

A small SQLite file beside the pointer (``PATH.desk``). Many sessions write little, so it is no DuckDB: its
write-ahead log lets readers read while one writes, and a load, which replaces the generation, never touches it.
Nothing here is a row of a ledger. Entries are added and never overwritten; the newest one holds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from database.errors import BadDatabase, DatabaseProblem

SUFFIX = ".desk"
_WAIT_SECONDS = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS mappings (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, office TEXT NOT NULL, headers_key TEXT NOT NULL,
    answers TEXT);
CREATE INDEX IF NOT EXISTS mappings_key ON mappings (office, headers_key, number);
CREATE TABLE IF NOT EXISTS finding_states (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, finding_id TEXT NOT NULL, state TEXT NOT NULL,
    owner TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS finding_states_id ON finding_states (finding_id, number);
CREATE TABLE IF NOT EXISTS notice_edits (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, release TEXT NOT NULL, paper TEXT NOT NULL,
    period TEXT NOT NULL, unit TEXT NOT NULL, paragraph TEXT NOT NULL, text TEXT);
CREATE INDEX IF NOT EXISTS notice_edits_key ON notice_edits (release, paper, period, unit, paragraph, number);
CREATE TABLE IF NOT EXISTS notice_issues (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, release TEXT NOT NULL, paper TEXT NOT NULL,
    period TEXT NOT NULL, unit TEXT NOT NULL, content TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS log (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);
"""


class DeskBusy(DatabaseProblem):
    """Others have been writing for ten seconds on end; nothing was written."""


@dataclass(frozen=True)
class Mapping:
    """What an office's headers were last said to mean."""

    office: str
    """Code of the office; empty where the file's office was not known."""
    headers_key: str
    answers: dict[str, Any]
    who: str
    at: datetime
    """In UTC."""


@dataclass(frozen=True)
class FindingState:
    """What was last said of a finding."""

    finding_id: str
    state: str
    owner: str
    note: str
    who: str
    at: datetime
    """In UTC."""


@dataclass(frozen=True)
class NoticeKey:
    """Which paper an edit or an issue is of; edits of one never reach another."""

    release: str
    """Name of the release, ``2026-09.1``."""
    paper: str
    """Id of the paper; of a letter with its step."""
    period: str
    """2026-09, 2026Q3, 2026."""
    unit: str = ""
    """Whom a letter is to; empty for a paper."""


@dataclass(frozen=True)
class NoticeEdit:
    """A paragraph as somebody wrote it."""

    number: int
    """Ascending over the whole desk: a larger one was written later."""
    paragraph: str
    text: str | None
    """None: back to the draft."""
    who: str
    at: datetime
    """In UTC."""


@dataclass(frozen=True)
class NoticeIssue:
    """A paper that left the house."""

    number: int
    key: NoticeKey
    content: str
    """SHA-256 of what it says, whatever the format."""
    detail: dict[str, Any]
    """``title``, ``formats``, ``files`` (name, sha256, bytes), ``edited`` (paragraphs)."""
    who: str
    at: datetime
    """In UTC."""


def desk_path(path: Path) -> Path:
    """The desk file of the database whose pointer is at ``path``."""
    return path.with_name(path.name + SUFFIX)


class Desk:
    """The desk beside the pointer at ``path``. Reading makes no file; the first writing does.

    Raises BadDatabase where the file is damaged, DeskBusy where others write without end.
    """

    def __init__(self, path: Path) -> None:
        self.file = desk_path(path)

    def remember(self, office: str, headers_key: str, answers: dict[str, Any], who: str) -> None:
        """From now on files of this office with these headers are read so."""
        self._add(
            "mappings",
            who,
            office=office,
            headers_key=headers_key,
            answers=json.dumps(answers, ensure_ascii=False),
        )

    def forget(self, office: str, headers_key: str, who: str) -> None:
        """The mapping no longer holds; who made it and who took it back stays on record."""
        self._add("mappings", who, office=office, headers_key=headers_key, answers=None)

    def mapping(self, office: str, headers_key: str) -> Mapping | None:
        """What holds for these headers of this office, if anything."""
        return next((m for m in self.mappings() if (m.office, m.headers_key) == (office, headers_key)), None)

    def mappings(self) -> list[Mapping]:
        """All that hold, by office."""
        rows = self._read(
            "SELECT office, headers_key, answers, who, at FROM mappings AS m WHERE answers IS NOT NULL AND number = "
            "(SELECT max(number) FROM mappings WHERE office = m.office AND headers_key = m.headers_key) "
            "ORDER BY office, headers_key"
        )
        return [Mapping(o, k, json.loads(answers), who, _moment(at)) for o, k, answers, who, at in rows]

    def set_state(self, finding_id: str, state: str, owner: str, note: str, who: str) -> None:
        """Say how a finding stands."""
        self._add("finding_states", who, finding_id=finding_id, state=state, owner=owner, note=note)

    def states(self) -> dict[str, FindingState]:
        """The newest state of every finding that somebody has said something of."""
        rows = self._read(
            "SELECT finding_id, state, owner, note, who, at FROM finding_states AS s WHERE number = "
            "(SELECT max(number) FROM finding_states WHERE finding_id = s.finding_id)"
        )
        return {row[0]: _state(row) for row in rows}

    def state_history(self, finding_id: str) -> list[FindingState]:
        """All that was said of a finding, oldest first."""
        rows = self._read(
            "SELECT finding_id, state, owner, note, who, at FROM finding_states WHERE finding_id = ? ORDER BY number",
            finding_id,
        )
        return [_state(row) for row in rows]

    def edit_paragraph(self, key: NoticeKey, paragraph: str, text: str | None, who: str) -> None:
        """From now on the paragraph of this paper reads so; None: as drafted. What stood before stays on record."""
        self._add("notice_edits", who, **asdict(key), paragraph=paragraph, text=text)

    def paragraph_edits(self, key: NoticeKey) -> dict[str, NoticeEdit]:
        """The newest entry of every paragraph of a paper that somebody has written or taken back."""
        return {edit.paragraph: edit for edit in self.paragraph_history(key)}

    def paragraph_history(self, key: NoticeKey) -> list[NoticeEdit]:
        """All that was written in a paper, oldest first."""
        rows = self._read(
            "SELECT number, paragraph, text, who, at FROM notice_edits "
            "WHERE release = ? AND paper = ? AND period = ? AND unit = ? ORDER BY number",
            *astuple(key),
        )
        return [NoticeEdit(n, name, text, who, _moment(at)) for n, name, text, who, at in rows]

    def issue(self, key: NoticeKey, content: str, detail: dict[str, Any], who: str) -> None:
        """Put on record that a paper was issued."""
        told = json.dumps(detail, ensure_ascii=False)
        self._add("notice_issues", who, **asdict(key), content=content, detail=told)

    def issues(self) -> list[NoticeIssue]:
        """Every paper that was issued, newest first."""
        rows = self._read(
            "SELECT number, release, paper, period, unit, content, detail, who, at FROM notice_issues ORDER BY number DESC"
        )
        return [
            NoticeIssue(n, NoticeKey(*key), content, json.loads(detail), who, _moment(at))
            for n, *key, content, detail, who, at in rows
        ]

    def note(self, what: str, detail: str, who: str) -> None:
        """Put something that was done on record."""
        self._add("log", who, what=what, detail=detail)

    def notes(self, most: int = 200) -> list[dict[str, Any]]:
        """The newest records: at, who, what, detail."""
        rows = self._read("SELECT at, who, what, detail FROM log ORDER BY number DESC LIMIT ?", most)
        return [
            dict(zip(("at", "who", "what", "detail"), (_moment(row[0]), *row[1:]), strict=True))
            for row in rows
        ]

    def copy_to(self, target: Path) -> bool:
        """Copy the whole desk as it is at one moment, while others go on; False where there is none."""
        if not self.file.is_file():
            return False
        with self._open() as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return True

    def _add(self, table: str, who: str, **values: str | None) -> None:
        row = {"at": datetime.now(UTC).isoformat(timespec="microseconds"), "who": who, **values}
        with self._open() as connection, connection:
            connection.executescript(_TABLES)
            marks = ", ".join("?" for _name in row)
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def _read(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        if not self.file.is_file():
            return []
        with self._open() as connection:
            try:
                return connection.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []  # a desk of before there was such a thing: the next writing makes it
                raise

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=_WAIT_SECONDS)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                yield connection
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise DeskBusy("别人正在保存，等了 10 秒没有轮到。请稍后再试；这一次没有保存") from error
            raise BadDatabase(
                "案头记录 {path} 写不进或读不出（{reason}）。请检查权限和剩余空间",
                path=self.file,
                reason=error,
            ) from error
        except sqlite3.DatabaseError as error:
            raise BadDatabase(
                "案头记录 {path} 已损坏，读不出。请从备份恢复这个文件，或把它移走；各期数字不受影响",
                path=self.file,
            ) from error


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _state(row: tuple[Any, ...]) -> FindingState:
    finding_id, state, owner, note, who, at = row
    return FindingState(finding_id, state, owner, note, who, _moment(at))
