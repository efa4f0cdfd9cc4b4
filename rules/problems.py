"""What is wrong with a plan pack: one line for each mistake, all of them in one error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "没有 (nothing)"


class PlanError(Exception):
    """A plan pack that can't be used; the message says file, line, key, what was expected and found."""


@dataclass(frozen=True)
class Problem:
    """One mistake of a pack."""

    pack: str
    """Name of the pack's folder."""
    file: str
    line: int | None
    """Counted from 1; None where the file as a whole is meant."""
    key: str
    expected: str
    """In Chinese, then in brackets in English."""
    found: str = NOTHING

    def __str__(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        key = f": {self.key}" if self.key else ""
        return f"{self.pack}/{self.file}{line}{key}: 应为/expected: {self.expected}；实为/found: {self.found}"


def shown(value: object, longest: int = 60) -> str:
    """A value as a message shows it: a text in quotes, a group by its size, long ones cut."""
    if value is None or value == "":
        return "空 (empty)"
    if isinstance(value, dict):
        return f"{len(value)} 个键的一组 (a group of {len(value)} keys)"
    if isinstance(value, list):
        return f"{len(value)} 项的列表 (a list of {len(value)})"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def in_order(problems: Iterable[Problem], files: Iterable[str]) -> list[Problem]:
    """Each mistake once, by file (in the order given, others after), line and key.

    What several keys share through a YAML anchor stands on one line and is told for the first of them.
    """
    places = {name: place for place, name in enumerate(files)}
    found: dict[tuple[object, ...], Problem] = {}
    for problem in sorted(
        problems, key=lambda p: (places.get(p.file, len(places)), p.file, p.line or 0, p.key, p.expected)
    ):
        last = problem.key.rpartition(".")[2]
        found.setdefault((problem.file, problem.line, last, problem.expected, problem.found), problem)
    return list(found.values())


class BrokenPack(PlanError):
    """A pack with mistakes; ``problems`` holds them, the message has one line for each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
