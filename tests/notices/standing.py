"""Whether every figure of a paper stands in ``python -m board show``, and no drafted sentence has a number of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from board.notices.content import Content, Figure
from board.notices.shown import worked_out
from rules.packs import load_plan
from tests.conftest import _within
from tests.notices.reading import NUMBER, left_over, reads, sentences, words_of


class Command:
    """``board show … --release …`` of one database, each listing read once."""

    def __init__(self, plan: str, database: Path) -> None:
        self.plan, self.database = plan, database
        self._kept: dict[tuple[str, ...], list[dict[str, Any]]] = {}

    def __call__(self, kind: str, month: str, by: str, level: str, release: str) -> list[dict[str, Any]]:
        """The rows of a listing, as a script reads them."""
        from board.__main__ import main

        key = (kind, month, by, level, release)
        if key not in self._kept:
            done = _within(main, [
                "show", kind, "--plan", self.plan, "--db", str(self.database), "--month", month, "--release", release,
                "--by", by, "--level", level, "--format", "json",
            ])  # fmt: skip
            assert done.code == 0, done.err
            self._kept[key] = json.loads(done.out)
        return self._kept[key]

    def check(self, content: Content) -> int:
        """Hold each figure to its listing; gives how many there were."""
        figures = content.figures()
        seen: dict[Any, Any] = {}
        for figure in figures:
            source = figure.source
            if source not in seen:
                rows = [
                    r
                    for m in source.months
                    for r in self(source.show, m, source.by, source.level, source.release)
                ]
                seen[source] = worked_out(source, rows)
            is_real = isinstance(figure.value, float)
            assert figure.value == (pytest.approx(seen[source], abs=1e-12) if is_real else seen[source]), (
                source.told()
            )
            assert reads(figure.text, figure.value), (figure.text, figure.value, source.told())
        return len(figures)


def assert_no_other_numbers(plan: str, content: Content, but: tuple[str, ...] = ()) -> int:
    """No text of a drafted sentence has a digit that is no figure, date or word of the plan; ``but`` are ids left out."""
    known = words_of(load_plan(plan), content)
    checked = 0
    for name, parts in sentences(content):
        if name.startswith(but) and but:
            continue
        for part in parts:
            if not isinstance(part, Figure):
                assert NUMBER.search(left_over(part, known)) is None, (name, part)
                checked += 1
    return checked
