"""One session's batch of files: uploaded, checked, answered, and loaded when it is confirmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from board import commands, intake_answers, texts
from board.commands import Running
from board.intake import Saved, Uploads
from board.texts import _
from database import DatabaseProblem
from database.desk import Desk
from rules.plan import Plan

CHECK, LOAD = "check", "load"


class Batch:
    """Files and what is known of them. ``check`` and ``loaded`` are what the commands printed."""

    def __init__(self, session: str = "") -> None:
        self.uploads = Uploads(session)
        self.answers: dict[str, dict[str, Any]] = {}
        """By checksum of the file."""
        self.running: Running | None = None
        self.doing = ""
        self.check: dict[str, Any] | None = None
        self.loaded: dict[str, Any] | None = None
        self.trouble: list[str] = []
        """What the last command said when it did nothing."""
        self.remarks: list[str] = []
        """What could not be remembered."""
        self.to_remember: dict[tuple[str, str], dict[str, Any]] = {}
        """Office and key of the headers -> what shall hold next month too; kept when the batch is loaded."""
        self.is_stale = False
        """Whether files came or answers were given since the check."""
        self._room: Path | None = None
        self._preview: Path | None = None
        self.checks = 0
        """How many checks were made: part of the key of every control that shows one."""

    @property
    def files(self) -> list[Saved]:
        """What was uploaded, in that order."""
        return self.uploads.files

    @property
    def preview(self) -> Path:
        """The small database of the last check. Raises RuntimeError without one."""
        if self._preview is None:
            raise RuntimeError("there is a preview only after a check")
        return self._preview

    def add(self, name: str, stream: BinaryIO) -> Saved:
        """Take a file in; what was checked no longer stands for all."""
        self.loaded, self.is_stale = None, True
        return self.uploads.add(name, stream)

    def remove(self, saved: Saved) -> None:
        """Take a file out again."""
        self.uploads.remove(saved)
        self.is_stale = True
        if not self.files:
            self.check = None

    def say(self, sha256: str, said: Mapping[str, Any]) -> None:
        """Keep an answer for the next check."""
        if said:
            self.answers[sha256] = intake_answers.merged(self.answers.get(sha256, {}), said)
            self.is_stale = True

    def remember(self, desk: Desk, who: str) -> None:
        """Keep for next month what was answered; what could not be kept is said in ``remarks``."""
        for (office, headers_key), lasting in self.to_remember.items():
            try:
                before = desk.mapping(office, headers_key)
                desk.remember(
                    office, headers_key, intake_answers.merged(before.answers if before else {}, lasting), who
                )
            except DatabaseProblem as error:
                self.remarks.append(texts.told(error))
        self.to_remember = {}

    def start_check(self, plan: Plan, path: Path) -> None:
        """Begin a check of all files; one under way is ended."""
        self.stop()
        room = self.uploads.room(CHECK)
        arguments = [
            CHECK, "--json", "--preview", room / "preview.duckdb", "--rejects", room / "rejects",
            "--answers", self._written(room / "answers.json", self.answers), *(file.path for file in self.files),
        ]  # fmt: skip
        self._start(CHECK, commands.run(plan, path, arguments, room / "progress.json"), room)

    def start_load(self, plan: Plan, path: Path, who: str) -> None:
        """Begin to load what was checked, as it was checked; it goes on when its viewer leaves."""
        self.stop()
        room = self.uploads.room(LOAD)
        self.uploads.is_confirmed = True
        expected = {str(file.path): file.sha256 for file in self.files}
        arguments = [
            LOAD, "--json", "--who", who, "--expect", self._written(room / "expect.json", expected),
            "--answers", self._written(room / "answers.json", self.answers), *(file.path for file in self.files),
        ]  # fmt: skip
        self._start(
            LOAD,
            commands.run(plan, path, arguments, room / "progress.json", lasting=True, keep=self.uploads),
            room,
        )

    def stop(self) -> None:
        """End a check under way; what was loaded before stays as it is."""
        if self.running is not None:
            self.running.stop()
            self.running = None

    def settle(self) -> bool:
        """Take the result of a command that has ended; whether one had."""
        running = self.running
        if running is None or not running.poll():
            return False
        self.running = None
        self.uploads.is_confirmed = False
        code, found, said = running.result()
        if not isinstance(found, dict) or "files" not in found:
            self.trouble = _messages(said, code)
            return True
        if self.doing == CHECK:
            self.check, self.is_stale = found, False
            self._preview = self._room / "preview.duckdb" if self._room else None
            self.checks += 1
        elif found.get("build_id"):
            self.loaded, self.check = found, None
            self.uploads.discard()
        else:
            self.trouble = _messages(said, code)
        return True

    def discard(self) -> None:
        """Forget everything; nothing was stored."""
        self.stop()
        self.uploads.discard()

    def name_of(self, file: str) -> str:
        """The uploaded name of a path in a result."""
        return next((saved.name for saved in self.files if str(saved.path) == file), Path(file).name)

    def _start(self, doing: str, running: Running, room: Path) -> None:
        self.doing, self.running, self.trouble, self._room = doing, running, [], room

    @staticmethod
    def _written(path: Path, content: object) -> Path:
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        return path


def _messages(said: list[str], code: int) -> list[str]:
    """What a command that did nothing said, without the lines of progress before it."""
    lines = [line.strip() for line in said if line.strip()]
    told = [line for line in lines if "。" in line or "编号" in line] or lines[-1:]
    return told[-3:] or [_("程序没有说明原因（退出码 {code}）").format(code=code)]
