"""Every figure of a paper stands in ``python -m board show``, and no sentence has a number that is no figure."""

from __future__ import annotations

import json
from typing import Any

import pytest

from board import queries
from board.notices import paper
from board.notices.content import Cell, Content, Figure, Table, words
from board.notices.shown import worked_out
from rules.packs import load_plan
from tests.conftest import _within
from tests.notices.reading import NUMBER, left_over, reads, sentences, words_of

PLANS = ("enshi", "hebei", "xupu", "bailin", "hejiapan")
PAPERS = (*PLANS, "enshi annual 2025")
"""Quarterly notices of all plans, and a yearly summary: it has tasks and accidents."""


@pytest.fixture(scope="module")
def papers(quarter, released):
    """A paper by its plan's id, or by plan, kind and period."""
    kept: dict[str, Content] = {}

    def make(asked: str) -> Content:
        if " " not in asked:
            return quarter(asked)
        if asked not in kept:
            plan, kind, period = asked.split()
            kept[asked] = paper.build(queries.open_board(plan, released(plan)), kind, period)
        return kept[asked]

    return make


@pytest.fixture(scope="module")
def command(released):
    """``python -m board show … --release …`` of a plan, each listing once: what a script would read."""
    from board.__main__ import main

    kept: dict[tuple[str, ...], list[dict[str, Any]]] = {}

    def ask(plan: str, *asked: str) -> list[dict[str, Any]]:
        key = (plan, *asked)
        if key not in kept:
            kind, month, by, level, release = asked
            done = _within(main, [
                "show", kind, "--plan", plan, "--db", str(released(plan)), "--month", month, "--release", release,
                "--by", by, "--level", level, "--format", "json",
            ])  # fmt: skip
            assert done.code == 0, done.err
            kept[key] = json.loads(done.out)
        return kept[key]

    return ask


@pytest.mark.parametrize("asked", PAPERS)
def test_every_figure_stands_where_it_says_and_reads_as_its_value(asked, papers, command):
    content, plan = papers(asked), asked.split()[0]
    figures = content.figures()
    assert len(figures) > 500
    seen: dict[Any, Any] = {}
    for figure in figures:
        source = figure.source
        if source not in seen:
            rows = [
                row
                for month in source.months
                for row in command(plan, source.show, month, source.by, source.level, source.release)
            ]
            seen[source] = worked_out(source, rows)
        is_real = isinstance(figure.value, float)
        expected = pytest.approx(seen[source], abs=1e-12) if is_real else seen[source]
        assert figure.value == expected, source.told()
        assert reads(figure.text, figure.value), (figure.text, figure.value, source.told())
        assert "," not in figure.text
        assert " " not in figure.text.strip()


@pytest.mark.parametrize("asked", PAPERS)
def test_no_sentence_has_a_number_of_its_own(asked, papers):
    content, plan = papers(asked), asked.split()[0]
    known = words_of(load_plan(plan), content)
    checked = 0
    for name, parts in sentences(content):
        for part in parts:
            if isinstance(part, str):
                assert NUMBER.search(left_over(part, known)) is None, (name, part)
                checked += 1
    assert checked > 50
    for block in content.blocks():
        if not isinstance(block, Table):
            continue
        for line in block.lines:
            for cell in line.cells:
                assert_cell(cell, known)


def assert_cell(cell: Cell, known: list[str]) -> None:
    if cell.figure is None:
        assert NUMBER.search(left_over(cell.text, known)) is None, cell.text
    elif NUMBER.search(cell.text):
        assert cell.text.lstrip("≥≤") == cell.figure.text


@pytest.mark.parametrize("asked", PAPERS)
def test_the_text_is_whole(asked, papers):
    content = papers(asked)
    numbers = {b.number for b in content.exhibits()}
    for name, parts in sentences(content):
        text = words(parts)
        assert not set(text) & set("\ue000\ue001\ue002{}"), (name, text)
        for odd in ("。。", "，。", "；。", "，，", "、、", "：。", "（）", "见。", "None", "—处", "—次"):
            assert odd not in text, (name, text)
    for one in content.paragraphs():
        assert one.text.endswith("。"), one.id
        assert "".join(run.text for run in one.runs) == one.lead + one.text
        for said in ("表", "图"):
            for place in one.text.split(f"见{said}")[1:]:
                number = NUMBER.match(place)
                assert number is not None
                assert f"{said}{number[0]}" in numbers
    assert len({b.id for b in content.blocks() if hasattr(b, "id")}) == sum(
        hasattr(b, "id") for b in content.blocks()
    )


@pytest.mark.parametrize("asked", PAPERS)
def test_notes_are_few_and_hang_on_whole_words(asked, papers):
    content, plan = papers(asked), asked.split()[0]
    assert 3 <= len(content.notes) <= 8
    assert [n.number for n in content.notes] == list(range(1, len(content.notes) + 1))
    marked = [run for p in content.paragraphs() for run in p.runs if run.note]
    assert [run.note for run in marked] == list(content.notes)
    assert all(run.text.endswith(run.note.term) and not run.is_lead for run in marked if run.note)
    titles = {t for i in load_plan(plan).indicators for t in (i.title, i.short_title)}
    for one in content.paragraphs():
        text, at = "".join(r.text for r in one.runs), 0
        for run in one.runs:
            at += len(run.text)
            if run.note:
                longer = [t for t in titles if t != run.note.term and run.note.term in t]
                assert not any(
                    run.note.term in t and t in text[max(at - len(t), 0) : at + len(t)] for t in longer
                )
                assert text[at : at + 1] not in ("率", "比", "数")


def test_a_figure_without_a_value_has_no_number(quarter):
    """未报 stays 未报 in a plan some of whose villages never reported."""
    figures: list[Figure] = quarter("hejiapan").figures()
    unknown = [f for f in figures if f.value is None]
    assert unknown
    assert {f.text for f in unknown} <= {"—", "不计"}
