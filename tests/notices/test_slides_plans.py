"""Briefings of the plans' quarterly notices: every figure of every exhibit on a slide, nothing over an edge, opened for real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from board.notices import slides
from board.notices.content import Chart, Content, Map, Table
from rules.packs import load_plan
from tests.notices import slide_reading
from tests.notices.slide_reading import charts, freeforms, opened, shown, tables

PLANS = ("enshi", "hebei", "xupu")
"""Polygons with an inset, fourteen regions with three insets, twenty-five squares."""


@pytest.fixture(scope="module")
def made(quarter: Callable[[str], Content]) -> Callable[[str], tuple[Content, bytes]]:
    kept: dict[str, tuple[Content, bytes]] = {}

    def make(plan_id: str) -> tuple[Content, bytes]:
        if plan_id not in kept:
            content = quarter(plan_id)
            kept[plan_id] = content, slides.render(content, load_plan(plan_id))
        return kept[plan_id]

    return make


def exhibits(content: Content) -> list[Any]:
    return [b for b in content.exhibits() if b.said or not isinstance(b, Table)]


@pytest.mark.parametrize("plan", PLANS)
def test_every_figure_of_every_exhibit_is_on_a_slide(made, plan):
    content, data = made(plan)
    deck = opened(data)
    drawn = exhibits(content)
    # Tables: the cells in order, whatever number of slides they take; heads stand before them.
    cells = Counter(c for table in tables(deck) for row in table for c in row)
    wanted = Counter(c.text for b in drawn if isinstance(b, Table) for line in b.lines for c in line.cells)
    assert not wanted - cells
    # Charts: the numbers themselves.
    series = [
        (s.name, [v for v in s.values if v is not None])
        for c in charts(deck)
        for p in c.plots
        for s in p.series
    ]
    told = [
        (s.name, [f.value for f in s.figures if f is not None])
        for b in drawn if isinstance(b, Chart) for s in b.native.series
    ]  # fmt: skip
    assert sorted(map(str, series)) == sorted(map(str, [(n, [float(v) for v in vs]) for n, vs in told]))
    # Maps: the labels of their own slide.
    maps = [b for b in drawn if isinstance(b, Map)]
    slides_ = [s for s in deck.slides if freeforms(s)]
    assert len(slides_) == len(maps)
    for block, slide in zip(maps, slides_, strict=True):
        text = shown(slide)
        assert sorted(s.name for s in freeforms(slide)) == sorted(f"{a.name} {a.code}" for a in block.areas)
        counted = Counter(f.text for f in block.figures)
        assert all(text.count(said) >= number for said, number in counted.items())
        assert all(note in text for note in block.notes)
    # Findings: titles, in order.
    titles = [s.shapes.title.text_frame.text for s in deck.slides]
    assert all(any(_words(b) in t for t in titles) for b in drawn)


def _words(block: Any) -> str:
    return "".join(p if isinstance(p, str) else p.text for p in block.said)


@pytest.mark.parametrize("plan", PLANS)
def test_problems_and_requests_are_told_whole(made, plan):
    content, data = made(plan)
    text = "\n".join(shown(s) for s in opened(data).slides)
    told = [p for s in content.sections if s.part in slides.TOLD for p in s.blocks if hasattr(p, "parts")]
    assert told
    for figure in (f for p in told for f in p.figures):
        assert figure.text in text
    # Nothing of the sentences but the marks between them is left out.
    bare = text.replace("\n", "")
    for one in told:
        for piece in one.text.replace("；", "。").split("。"):
            assert piece.partition("：")[0] in bare


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_runs_over_and_the_file_holds_together(made, plan):
    _content, data = made(plan)
    deck = opened(data)
    assert not slide_reading.overflows(deck)
    assert not slide_reading.faults(data)
    heads = [t[0] for t in tables(deck)]
    assert heads and all(any(h) for h in heads)
    assert all(s.has_notes_slide and "发布数据" in s.notes_slide.notes_text_frame.text for s in deck.slides)


def test_twenty_five_rows_go_over_two_slides_with_the_head_on_each(made):
    content, data = made("xupu")
    ranking = next(b for b in content.exhibits() if isinstance(b, Table) and b.id == "ranking.table")
    parts = [t for t in tables(opened(data)) if t[0][:2] == ["名次", "地区"]]
    assert len(parts) == 2
    assert parts[0][:2] == parts[1][:2]
    names = [row[1] for t in parts for row in t[2:]]
    assert names == [line.cells[1].text for line in ranking.lines] and len(names) == 25


def test_the_same_paper_gives_the_same_bytes(made):
    content, data = made("hebei")
    assert slides.render(content, load_plan("hebei")) == data


def test_libreoffice_opens_it_and_shows_every_slide(made, to_pdf, tmp_path):
    content, data = made("hebei")
    file = Path(tmp_path / "deck.pptx")
    file.write_bytes(data)
    deck = opened(data)
    with pdfplumber.open(to_pdf(file)) as pdf:
        assert len(pdf.pages) == len(deck.slides)
        assert (round(pdf.pages[0].width), round(pdf.pages[0].height)) == (960, 540)
        texts = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
        for page in pdf.pages:
            out = [
                c
                for c in page.chars
                if c["x1"] > page.width - 30 or c["bottom"] > page.height - 8 or c["x0"] < 30
            ]
            assert not out
    place = next(i for i, s in enumerate(deck.slides) if freeforms(s))
    for area in next(b for b in content.exhibits() if isinstance(b, Map)).areas:
        assert area.name in texts[place]
    chart = next(i for i, s in enumerate(deck.slides) if any(x.has_chart for x in s.shapes))
    block = next(b for b in content.exhibits() if isinstance(b, Chart))
    # Its labels are drawn: the figures of the first series.
    assert all(f.text in texts[chart] for f in block.native.series[0].figures if f is not None)
