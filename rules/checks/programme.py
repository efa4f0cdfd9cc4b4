"""Programme and tasks: ids, what they refer to, dates in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rules.checks.common import as_date, ids, one_meaning, twice, unknown
from rules.pack_files import Pack, Place
from rules.problems import Problem
from rules.programme import DAY_CADENCES, LISTS, Committee

_HOLDERS = tuple(name for name in LISTS if name != "conflicts")


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of ``programme.yml`` and ``tasks.yml``."""
    for name in LISTS:
        if name != "committees":
            yield from twice(pack, "programme", (name,), "id")
    yield from one_meaning(pack, "programme", "id", Committee.NAMED_BY, ("committees",))
    yield from twice(pack, "tasks", (), "id")
    sectors = ids(pack, "sectors", "code")
    actions, measures = _known(pack, "actions"), _known(pack, "measures")
    tasks = ids(pack, "tasks", "id")
    for path, entry in pack.items("programme", "measures"):
        yield from _refers(pack, "programme", (*path, "action"), entry.get("action"), actions, "actions")
        yield from _matches(pack, path, entry)
    for path, entry in pack.items("programme", "committees"):
        yield from _sectors(pack, "programme", path, entry, sectors)
    for path, _ in pack.items("programme", "lists"):
        for place, item in pack.items("programme", *path, "items"):
            yield from _refers(pack, "programme", (*place, "task"), item.get("task"), tasks, "tasks.yml")
    for path, entry in pack.items("programme", "phases"):
        yield from _forward(pack, "programme", path, entry, "starts", "ends")
    for path, entry in pack.items("programme", "reports"):
        yield from _report(pack, path, entry)
    for path, entry in pack.items("tasks"):
        yield from _refers(pack, "tasks", (*path, "measure"), entry.get("measure"), measures, "measures")
        yield from _refers(pack, "tasks", (*path, "action"), entry.get("action"), actions, "actions")
        yield from _sectors(pack, "tasks", path, entry, sectors)
        if entry.get("cadence", "once") == "once" and entry.get("due_date") is None:
            zh, en = "日期；cadence: once 必有期限", "a date, for cadence: once expects a due_date"
            yield pack.problem("tasks", (*path, "due_date"), zh, en)
        yield from _forward(pack, "tasks", path, entry, "starts", "due_date")
        yield from _day(pack, path, entry)
    yield from _held(pack)


def _day(pack: Pack, path: Place, entry: dict[str, Any]) -> Iterator[Problem]:
    cadence = entry.get("cadence", "once")
    if entry.get("day") is not None and cadence not in DAY_CADENCES:
        yield pack.problem(
            "tasks", (*path, "day"), f"不写；cadence: {cadence} 没有每期的期限日",
            f"none, for cadence: {cadence} has no due day in a period", entry["day"],
        )  # fmt: skip


def _known(pack: Pack, name: str) -> set[str] | None:
    if "programme" in pack.unread:
        return None
    return {str(entry.get("id")) for _, entry in pack.items("programme", name)}


def _refers(
    pack: Pack, part: str, path: Place, value: Any, known: set[str] | None, where: str
) -> Iterator[Problem]:
    if known is None or not isinstance(value, str) or value in known:
        return
    if known:
        yield pack.problem(part, path, f"{where} 里的 id", f"an id of {where}", value)
    else:  # told once, not for each entry
        yield pack.problem(part, (path[-1],), f"有 {where} 才能引用", f"{where}, which the entries refer to")


def _sectors(
    pack: Pack, part: str, path: Place, entry: dict[str, Any], sectors: set[str] | None
) -> Iterator[Problem]:
    zh, en = "sectors.csv 里的代码", "a code of sectors.csv"
    yield from unknown(pack, part, (*path, "sectors"), entry.get("sectors"), sectors, zh, en)


def _matches(pack: Pack, path: Place, entry: dict[str, Any]) -> Iterator[Problem]:
    others = {
        str(other.get("id"))
        for _, other in pack.items("programme", "measures")
        if other.get("part", "body") != entry.get("part", "body")
    }
    zh, en = "另一部分（body／annex）里措施的 id", "a measure of the other part"
    yield from unknown(pack, "programme", (*path, "matches"), entry.get("matches"), others, zh, en)


def _forward(
    pack: Pack, part: str, path: Place, entry: dict[str, Any], begin: str, end: str
) -> Iterator[Problem]:
    first, last = as_date(entry.get(begin)), as_date(entry.get(end))
    if first and last and last < first:
        yield pack.problem(part, (*path, end), f"{first} 或以后", f"{first} or later", str(last))


def _report(pack: Pack, path: Place, entry: dict[str, Any]) -> Iterator[Problem]:
    cadence = entry.get("cadence")
    if cadence == "once" and not entry.get("dates"):
        zh, en = "日期的列表；cadence: once 必填", "dates, for cadence: once expects dates"
        yield pack.problem("programme", (*path, "dates"), zh, en)
    if isinstance(cadence, str) and cadence != "once":
        if entry.get("day") is None:
            zh, en = (
                f"几日；cadence: {cadence} 必填",
                f"a day of the month, for cadence: {cadence} expects day",
            )
            yield pack.problem("programme", (*path, "day"), zh, en)
        if entry.get("dates"):
            zh, en = f"不写；cadence: {cadence} 看 day", f"none, for cadence: {cadence} expects no dates"
            yield pack.problem("programme", (*path, "dates"), zh, en, entry["dates"])


def _held(pack: Pack) -> Iterator[Problem]:
    """Statements and conflicts name items that exist."""
    holders: set[str] | None = None
    if not pack.unread & {"indicators", "programme", "tasks"}:
        holders = {str(entry.get("id")) for _, entry in pack.items("indicators")}
        holders |= {str(entry.get("id")) for _, entry in pack.items("tasks")}
        for name in _HOLDERS:
            holders |= {str(entry.get("id")) for _, entry in pack.items("programme", name)}
    zh, en = "本方案里指标、任务、阶段、报告或清单的 id", "an id of an indicator, task, phase, report or list"
    for path, entry in pack.items("programme", "statements"):
        if bool(entry.get("held_by")) == bool(entry.get("left_out")):
            said = "held_by（编号）或 left_out（原因），二者取一", "either held_by (ids) or left_out (why)"
            found = " 都有 (both)" if entry.get("held_by") else " 都没有 (neither)"
            yield pack.problem("programme", (*path, "held_by"), *said, found)
        yield from unknown(pack, "programme", (*path, "held_by"), entry.get("held_by"), holders, zh, en)
    for path, entry in pack.items("programme", "conflicts"):
        yield from unknown(pack, "programme", (*path, "items"), entry.get("items"), holders, zh, en)
