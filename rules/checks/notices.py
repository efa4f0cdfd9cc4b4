"""Papers and their wording: placeholders, names and ids of ``notices.yml`` beside the ladder, classes and indicators."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from string import Formatter
from typing import Any

from rules.checks.common import ids, twice, unknown
from rules.notices import ANSWER_DUE, LETTER_WORDS, STEPS, WORDS
from rules.pack_files import Pack, Place
from rules.problems import Problem

PAPER_TEXTS = ("title", "recipients", "lead")
LETTER_TEXTS = ("title", "recipients", "opening", "closing", "form_note")
FIGURED = ("slow_progress", "zero_penalty")
"""Triggers that no scale and no ladder names by themselves."""


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of ``notices.yml``."""
    yield from _texts(pack, (), ("signed",), {"office"})
    yield from _texts(pack, (), ("number",), {"year"})
    yield from _list(pack, ("asked_of_all",), WORDS)
    yield from twice(pack, "notices", ("papers",), "id")
    known = ids(pack, "indicators", "id")
    for path, paper in pack.items("notices", "papers"):
        yield from _texts(pack, path, PAPER_TEXTS, WORDS)
        yield from _parts(pack, path, paper)
        for place, section in pack.items("notices", *path, "sections"):
            said = ("indicators.yml 里的 id", "an id of indicators.yml")
            yield from unknown(
                pack, "notices", (*place, "indicators"), section.get("indicators"), known, *said
            )
    yield from _letters(pack)
    yield from _asks(pack)


def _parts(pack: Pack, path: Place, paper: dict[str, Any]) -> Iterator[Problem]:
    """A name stands for one part of a paper; a phase's parts only where a paper covers a phase of the plan."""
    phased = bool(pack.at("programme", "phases"))
    if paper.get("covers") == "phase" and not phased and "programme" not in pack.unread:
        zh, en = "programme.yml 里有 phases 才写", "phases in programme.yml to cover"
        yield pack.problem("notices", (*path, "covers"), zh, en, "phase")
    seen: dict[str, Place] = {}
    for key in ("sections", "annexes"):
        for place, part in pack.items("notices", *path, key):
            name = part.get("name")
            first = seen.setdefault(str(name), place)
            if isinstance(name, str) and first != place:
                line = pack.line("notices", (*first, "name"))[0]
                yield pack.problem(
                    "notices", (*place, "name"), f"一份文里只用一次，第 {line} 行已有",
                    f"a name of one part of a paper; line {line} has it", name,
                )  # fmt: skip
            if part.get("part") == "phase" and paper.get("covers") not in ("phase", None):
                yield pack.problem(
                    "notices", (*place, "part"), "covers: phase 的文才有这一部分", "another part; this one needs covers: phase", "phase"
                )  # fmt: skip


def _letters(pack: Pack) -> Iterator[Problem]:
    """Letters of the ladder's steps; a day for an answer only where the step has one."""
    letters = pack.at("notices", "letters")
    days = {str(step.get("id")): step.get("answer_days") for _path, step in pack.items("plan", "ladder")}
    for step, letter in letters.items() if isinstance(letters, dict) else ():
        path: Place = ("letters", step)
        if step not in (STEPS, *days) and "plan" not in pack.unread:
            yield pack.problem(
                "notices", path, 'plan.yml 的 ladder 里的 id，或 "*"', 'an id of the ladder, or "*"', step
            )
        if not isinstance(letter, dict):
            continue
        yield from _texts(pack, path, LETTER_TEXTS, LETTER_WORDS)
        by_kind = letter.get("recipients_of")
        yield from _texts(
            pack, (*path, "recipients_of"), tuple(by_kind if isinstance(by_kind, dict) else ()), LETTER_WORDS
        )
        has_days = step == STEPS or step not in days or bool(days[step])
        yield from _list(pack, (*path, "asks"), LETTER_WORDS | ({ANSWER_DUE} if has_days else set()))


def _asks(pack: Pack) -> Iterator[Problem]:
    """Asks by triggers that there are."""
    asks = pack.at("notices", "asks")
    known = {str(item.get("code")) for _path, item in pack.items("plan", "ranking_scale")}
    for _path, step in pack.items("plan", "ladder"):
        named = step.get("applies_to")
        known |= {str(one) for one in named} if isinstance(named, list) else set()
    for trigger in asks if isinstance(asks, dict) else ():
        if trigger not in (STEPS, *FIGURED, *known) and "plan" not in pack.unread:
            yield pack.problem(
                "notices", ("asks", trigger), "晾晒等级的代码、slow_progress、zero_penalty 或 \"*\"",
                'a class, slow_progress, zero_penalty or "*"', trigger,
            )  # fmt: skip
        yield from _list(pack, ("asks", trigger), WORDS)


def _texts(pack: Pack, path: Place, keys: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for key in keys:
        yield from _text(pack, (*path, key), pack.at("notices", *path, key), known)


def _list(pack: Pack, path: Place, known: Collection[str]) -> Iterator[Problem]:
    found = pack.at("notices", *path)
    for number, text in enumerate(found if isinstance(found, list) else []):
        yield from _text(pack, (*path, number), text, known)


def _text(pack: Pack, path: Place, text: Any, known: Collection[str]) -> Iterator[Problem]:
    """Placeholders of a text that nothing fills, and braces that make none."""
    if not isinstance(text, str):
        return
    listed = "、".join(f"{{{name}}}" for name in sorted(known))
    expected = (f"只用占位 {listed}", f"placeholders {listed}")
    try:
        names = [(name, form, turn) for _t, name, form, turn in Formatter().parse(text) if name is not None]
    except ValueError:
        yield pack.problem("notices", path, *expected, text)
        return
    for name, form, turn in names:
        if name not in known or form or turn:
            yield pack.problem("notices", path, *expected, f"{{{name}}}")
