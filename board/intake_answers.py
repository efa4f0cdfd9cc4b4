"""What a person answers about a file, as ``etl check --answers`` reads it: pure, no database, no Streamlit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

LEFT_OUT = ""
"""The answer that a column is not taken in."""
TEXT_KINDS = ("value", "status_date")
"""Questions of what a text in the file means: one answer for each text."""
TYPED_KINDS = ("status_date",)
"""Questions that may be answered by something that is not among the options."""


_YEAR = re.compile(r"20[0-9]{2}")


class Blank(NamedTuple):
    """One place to fill in: a question, and of those about texts one text."""

    id: str
    question: Mapping[str, Any]
    text: str
    options: tuple[tuple[str, str], ...]

    @property
    def may_be_typed(self) -> bool:
        """Whether something else than the options is a sensible answer."""
        return self.question["kind"] in TYPED_KINDS


def blanks(questions: Iterable[Mapping[str, Any]]) -> list[Blank]:
    """The places to fill in; those without which the file is not loaded come first."""
    found = []
    for question in sorted(questions, key=lambda q: not q["must"]):
        options = tuple((str(code), str(label)) for code, label in question["options"])
        texts = [str(t) for t in question["found"]] if question["kind"] in TEXT_KINDS else [""]
        found += [
            Blank(f"{question['id']}|{number}", question, text, options) for number, text in enumerate(texts)
        ]
    return found


def answer(blank: Blank, chosen: str | None) -> dict[str, Any]:
    """What one answer says of its sheet; ``chosen`` is an option's code, or what was typed; None says nothing.

    The empty code is an answer too: this is no ledger, this text stands for no day.
    """
    question = blank.question
    if chosen is None:
        return {}
    kind, column = question["kind"], question["column"]
    if kind == "table":
        return {"table": chosen}
    if kind == "header":
        return {"columns": {chosen: column}}
    if kind == "column_twice":
        # The other columns of that name are left out: the question was which of them holds.
        others = {str(text): LEFT_OUT for text in question["found"] if str(text) != chosen}
        return {"columns": {**others, chosen: column}}
    if kind in TEXT_KINDS:
        return {"values": {column: {blank.text: chosen}}}
    if kind == "year":
        return {"year": int(chosen)} if _YEAR.fullmatch(chosen.strip()) else {}
    if kind == "month":
        return {"constants": {column: chosen}}
    raise ValueError(f"question {question['id']} is of a kind that the page does not know: {kind}")


def mapped(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Any]:
    """What a changed list of headers says: only those whose column is another one now."""
    changed = {header: column for header, column in now.items() if before.get(header, LEFT_OUT) != column}
    return {"columns": changed} if changed else {}


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Both together, level by level; where both say something the new holds."""
    found = dict(old)
    for name, value in new.items():
        both = isinstance(value, Mapping) and isinstance(found.get(name), Mapping)
        found[name] = merged(found[name], value) if both else value
    return found


def of_sheet(sheet: str | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """A file's answers that say this of one sheet."""
    return {"sheets": {sheet or "": dict(said)}} if said else {}


def lasting(said: Mapping[str, Any], questions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The part that holds for the same office's next file: table, columns, values of closed lists.

    Years, months and days belong to one file.
    """
    days = {q["column"] for q in questions if q["kind"] == "status_date"}
    kept = {name: said[name] for name in ("table", "columns") if said.get(name)}
    values = {column: texts for column, texts in said.get("values", {}).items() if column not in days}
    return {**kept, "values": values} if values else kept
