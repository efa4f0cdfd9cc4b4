"""Helpers of the content's tests: what a figure's text says, and where else digits of a sentence may come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isclose
from typing import Any

from board.notices.content import Chart, Content, Figure, Map, Paragraph, Table
from rules.notices import Notices
from rules.plan import Plan

NUMBER = re.compile(r"\d+(?:\.\d+)?")
DATES = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|初|末)?|[表图]\d+|附表\d+-\d+")


def sentences(content: Content) -> Iterator[tuple[str, Sequence[str | Figure]]]:
    """Every drafted sentence, by what it belongs to: paragraphs that may be edited, and findings of exhibits."""
    for one in content.paragraphs():
        if not one.is_fixed:
            yield one.id, one.parts
    for block in content.blocks():
        if isinstance(block, Table | Chart | Map):
            yield f"{block.id}.said", block.said


def words_of(plan: Plan, content: Content) -> list[str]:
    """Texts of the plan that have digits in them, the longest first."""
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, str):
            found.update(part for part in re.split(r"\{\w*\}", value) if NUMBER.search(part))
        elif isinstance(value, dict):
            for one in value.values():
                collect(one)
        elif isinstance(value, list | tuple):
            for one in value:
                collect(one)

    collect(plan.model_dump(mode="python", exclude={"notices"}))
    notices: Notices = plan.notices
    collect(notices.model_dump(mode="python"))
    collect(plan.short_title)
    return sorted(found, key=len, reverse=True)


def left_over(text: str, known: Sequence[str]) -> str:
    """A text without the plan's own words, dates and numbers of exhibits."""
    for word in known:
        text = text.replace(word, "")
    return DATES.sub("", text)


def reads(text: str, value: Any) -> bool:
    """Whether a figure's text says its value: to the last digit that it shows, as a number or in percent."""
    if value is None:
        return NUMBER.search(text) is None and text != ""
    if isinstance(value, str):
        return text != ""
    found = NUMBER.search(text)
    if found is None:  # in words: 下降 for a target of nought, 持平
        return abs(value) < 0.0005
    said = float(found[0])
    step = 10.0 ** -len(found[0].partition(".")[2])
    amounts = [abs(value)] if "%" not in text and "百分点" not in text else [abs(value) * 100]
    if text == found[0] and abs(value) <= 1:  # a cell of a gap, in points of a percentage
        amounts.append(abs(value) * 100)
    if "%" in text and abs(value) > 1:  # what is reported in percent: how far a task has come
        amounts.append(abs(value))
    # Half a step by rounding; a whole one where rounding would cross a limit or read as all or nothing.
    near = any(abs(said - a) < step * 0.5 + 1e-9 or isclose(said, a) for a in amounts)
    kept = any(abs(said - a) < step for a in amounts) and (isinstance(value, float))
    return near or kept


def paragraph(content: Content, name: str) -> Paragraph:
    """A paragraph by its id."""
    return next(p for p in content.paragraphs() if p.id == name)


def table(content: Content, name: str) -> list[list[str]]:
    """A table's cells as texts."""
    found = next(b for b in content.blocks() if isinstance(b, Table) and b.id == name)
    return [[c.text for c in line.cells] for line in found.lines]
