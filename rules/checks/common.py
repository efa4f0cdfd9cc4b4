"""What all checks of a pack share: ids, references, and values read from plain data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from rules.months import Month
from rules.pack_files import Pack, Place
from rules.problems import Problem


def ids(pack: Pack, part: str, key: str) -> set[str] | None:
    """Ids of a part's entries; None where its file could not be read, so that nothing is missed in it."""
    if part in pack.unread:
        return None
    return {str(entry.get(key)) for _, entry in pack.items(part)}


def twice(pack: Pack, part: str, at: Place, key: str) -> Iterator[Problem]:
    """Entries of a list that bear an id that another one before them has."""
    seen: dict[str, Place] = {}
    for path, entry in pack.items(part, *at):
        value = entry.get(key)
        if value is None or isinstance(value, dict | list):
            continue
        first = seen.setdefault(str(value), path)
        if first != path:
            line = pack.line(part, (*first, key))[0]
            yield pack.problem(
                part, (*path, key), f"只用一次，第 {line} 行已有", f"used once; line {line} has it", value
            )


def unknown(
    pack: Pack, part: str, path: Place, values: Any, known: set[str] | None, zh: str, en: str
) -> Iterator[Problem]:
    """Values of the list at ``path`` that are not in ``known`` (None: not known, nothing is said)."""
    for number, value in enumerate(values if isinstance(values, list) else []):
        if known is not None and isinstance(value, str) and value not in known:
            yield pack.problem(part, (*path, number), zh, en, value)


def as_date(value: Any) -> date | None:
    """A day as YAML or a CSV cell gives it; None where it is none, which the models have said."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def as_number(value: Any) -> float | None:
    """A number, None for anything else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def as_month(value: Any) -> Month | None:
    """A month as the pack gives it; None where it is none, which the models have said."""
    if isinstance(value, date):
        return Month.of(value)
    try:
        return Month.parse(str(value))
    except ValueError:
        return None


def one_meaning(
    pack: Pack, part: str, key: str, named_by: tuple[str, ...], at: Place = ()
) -> Iterator[Problem]:
    """Ids used twice, and names that stand for two entries, so that a row could not be told apart."""
    yield from twice(pack, part, at, key)
    meant: dict[str, tuple[str, Place]] = {}
    for path, entry in pack.items(part, *at):
        own = str(entry.get(key))
        places: list[tuple[Place, Any]] = [((*path, k), entry.get(k)) for k in named_by]
        aliases = entry.get("aliases")
        many = enumerate(aliases if isinstance(aliases, list) else [])
        places += [((*path, "aliases", number), text) for number, text in many]
        for place, text in places:
            if not isinstance(text, str) or not text:
                continue
            first, there = meant.setdefault("".join(text.casefold().split()), (own, place))
            if first != own:
                line = pack.line(part, there)[0]
                yield pack.problem(
                    part, place, f"只指一个；第 {line} 行的 {first} 也叫这个名",
                    f"a name of one only; {first} in line {line} bears it too", text,
                )  # fmt: skip
