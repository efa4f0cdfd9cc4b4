"""What LibreOffice lays out, measured in the PDF against GB/T 9704-2012: page, type area, lines, characters, numbers.

One notice and one letter are converted. No 仿宋 is installed where tests run: Chinese is measured with Noto CJK, whose
letters are as wide. Figures are not: LibreOffice sets them off from Chinese whatever the paragraph asks for, so that
only lines of Chinese have 28 characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from pdfplumber.page import Page

from board.notices import word
from board.notices.content import Cell, Column, Content, Line, Paragraph, Run, Section, Table
from rules.packs import load_plan
from tests.notices.word_papers import Painted

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (28 + 156) * MM, 37 * MM, (37 + 225) * MM
RUNNING = "安全生产责任落实到位"
Lines = list[list[dict]]


@pytest.fixture(scope="module")
def pdf(
    quarter: Callable[[str], Content],
    to_pdf: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
):
    """The quarterly notice with two and a half pages of running text before its parts."""
    content = quarter("enshi")
    lead = RUNNING * 160
    rows = tuple(Line((Cell(f"行{n}止"), Cell("1"))) for n in range(1, 61))
    long = Table("long", "长表", (Column("a", "长表甲"), Column("b", "乙")), rows, number="表9")
    content = replace(
        content,
        lead=Paragraph("lead", (lead,), runs=(Run(lead),)),
        sections=(*content.sections, Section("x", "长", (long,))),
    )
    path = tmp_path_factory.mktemp("word") / "notice.docx"
    path.write_bytes(word.render(content, load_plan("enshi"), Painted()))
    with pdfplumber.open(to_pdf(path)) as opened:
        yield opened


def lines_of(page: Page, size: float = 16) -> Lines:
    """Characters of a size line by line, from above."""
    found = defaultdict(list)
    for char in page.chars:
        if abs(char["size"] - size) < 0.3 and not char["text"].isspace():
            found[round(char["bottom"])].append(char)
    return [sorted(found[place], key=lambda c: c["x0"]) for place in sorted(found)]


def ink(page: Page, top_mm: float, bottom_mm: float) -> tuple[np.ndarray, float]:
    """Dark pixels of a strip of a page, and pixels a millimetre."""
    image = np.array(page.to_image(resolution=254).original.convert("L"))
    return image[round(top_mm * 10) : round(bottom_mm * 10)] < 128, 10.0


def test_the_page_is_a4(pdf) -> None:
    assert {(round(p.width / MM), round(p.height / MM)) for p in pdf.pages} == {(210, 297)}


def test_a_full_page_has_22_lines_of_28_characters_at_28_8_points(pdf) -> None:
    page = pdf.pages[1]
    lines = lines_of(page)
    assert [len(line) for line in lines] == [28] * 22
    bottoms = [line[0]["bottom"] for line in lines]
    assert np.diff(bottoms) == pytest.approx(28.8, abs=0.1)
    assert {c["fontname"].split("+")[-1][:7] for line in lines for c in line} == {"NotoSan"}


def test_the_type_area_is_156_by_225_and_stands_37_below_and_28_from_the_edge(pdf) -> None:
    lines = lines_of(pdf.pages[1])
    assert min(c["x0"] for line in lines for c in line) == pytest.approx(LEFT, abs=0.5)
    # 28 characters of 15.75 pt end 1.2 pt before the edge; justified, at it.
    assert RIGHT - 2 < max(c["x1"] for line in lines for c in line) < RIGHT + 0.1
    # The first line begins at the upper edge, the 22nd ends above the lower one: 22 × 28.8 = 633.6 of 637.8 pt.
    assert TOP <= lines[0][0]["top"] < TOP + 28.8
    assert BOTTOM - 28.8 < lines[-1][0]["bottom"] <= BOTTOM


def test_no_text_table_or_picture_leaves_the_type_area(pdf) -> None:
    for page in pdf.pages:
        drawn = [*page.rects, *page.lines, *page.curves, *page.images]
        assert min((d["x0"] for d in drawn), default=LEFT) > LEFT - 1.5  # half of a line lies outside
        assert max((d["x1"] for d in drawn), default=RIGHT) < RIGHT + 1.5
        # LibreOffice lets a mark of punctuation hang over the edge, which the paragraphs forbid Word.
        stray = [c["text"] for c in page.chars if not LEFT - 1 < c["x0"] < RIGHT and not c["text"].isspace()]
        assert set(stray) <= set("，。、；：”）")


def test_page_numbers_stand_outside_one_character_in_and_7_mm_below(pdf) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        below = [c for c in page.chars if c["top"] > BOTTOM and not c["text"].isspace()]
        assert "".join(c["text"] for c in below) == f"—{number}—"
        assert {round(c["size"]) for c in below} == {14}
        edge = max(c["x1"] for c in below) if number % 2 else min(c["x0"] for c in below)
        assert edge == pytest.approx(RIGHT - 14 if number % 2 else LEFT + 14, abs=0.5)
    dark, scale = ink(pdf.pages[1], 263, 285)
    first = np.flatnonzero(dark.any(axis=0))[0]
    rows = np.flatnonzero(dark[:, first : first + 20].any(axis=1))  # the first dash
    assert 263 + rows.mean() / scale == pytest.approx(262 + 7, abs=0.4)


def test_the_head_is_red_35_mm_below_the_edge_of_the_type_area_and_nothing_else_is(pdf) -> None:
    page = pdf.pages[0]
    red = [c for c in page.chars if c["non_stroking_color"] == (1, 0, 0)]
    assert "".join(c["text"] for c in red).endswith("文件")
    assert len({round(c["bottom"]) for c in red}) == 1  # on one line, however long the name
    dark, scale = ink(page, 38, 90)
    assert 38 + np.flatnonzero(dark.any(axis=1))[0] / scale == pytest.approx(37 + 35, abs=1)
    for other in pdf.pages[1:]:
        assert not [c for c in other.chars if c["non_stroking_color"] == (1, 0, 0)]


def test_the_title_is_22_points_and_stands_in_the_middle(pdf) -> None:
    for line in lines_of(pdf.pages[0], 22):
        assert (line[0]["x0"] + line[-1]["x1"]) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    assert lines_of(pdf.pages[0], 22)


def test_recipients_stand_flush_and_paragraphs_two_characters_in(pdf) -> None:
    page = pdf.pages[0]
    recipients = next(line for line in lines_of(page) if line[-1]["text"] == "：")
    assert recipients[0]["x0"] == pytest.approx(LEFT, abs=0.5)
    first = next(line for line in lines_of(page) if "".join(c["text"] for c in line).startswith(RUNNING))
    assert first[0]["x0"] == pytest.approx(LEFT + 2 * 15.75, abs=0.5)
    assert len(first) == 26


def test_the_head_of_a_long_table_stands_on_each_of_its_pages(pdf) -> None:
    pages = [p for p in pdf.pages if "长表甲" in (p.extract_text() or "").replace(" ", "")]
    rows = [n for p in pages for n in re.findall(r"行(\d+)止", p.extract_text().replace(" ", ""))]
    assert len(pages) >= 2
    assert rows == [str(n) for n in range(1, 61)]
    head = [next(c for c in p.chars if c["text"] == "甲")["top"] for p in pages]
    assert max(head[1:]) < TOP + 28.8  # the first line of every further page


def test_each_annex_begins_a_page(pdf, quarter: Callable[[str], Content]) -> None:
    starts = [
        n for n, p in enumerate(pdf.pages) if (p.extract_text() or "").replace(" ", "").startswith("附件")
    ]
    assert len(starts) == len(quarter("enshi").annexes) > 0
    for number, place in enumerate(starts, start=1):
        first = lines_of(pdf.pages[place])[0]
        assert "".join(c["text"] for c in first) == (f"附件{number}" if len(starts) > 1 else "附件")
        assert first[0]["x0"] == pytest.approx(LEFT, abs=0.5)


def test_a_letter_has_its_red_lines_and_no_number_on_its_first_page(
    quarter: Callable[[str], Content], to_pdf: Callable[[Path], Path], tmp_path: Path
) -> None:
    content = replace(quarter("enshi"), paper="letter", sections=(), annexes=())
    lead = RUNNING * 100
    content = replace(content, lead=Paragraph("lead", (lead,), runs=(Run(lead),)))
    (tmp_path / "letter.docx").write_bytes(word.render(content, load_plan("enshi"), Painted()))
    with pdfplumber.open(to_pdf(tmp_path / "letter.docx")) as opened:
        first, second = opened.pages[:2]
        red = [c for c in first.chars if c["non_stroking_color"] == (1, 0, 0)]
        assert "".join(c["text"] for c in red) == content.signed
        # The mark's upper edge 30 mm from the page's, the lower line 20 mm from its other; 170 mm wide (10.1).
        dark, scale = ink(first, 20, 290)
        rows = 20 + np.flatnonzero(dark.any(axis=1)) / scale
        assert rows[0] == pytest.approx(30, abs=1.5)
        assert rows[-1] == pytest.approx(297 - 20, abs=1.5)
        columns = np.flatnonzero(dark[-round((290 - 275) * scale) :].any(axis=0)) / scale
        assert (columns[0], columns[-1]) == (pytest.approx(20, abs=1), pytest.approx(190, abs=1))
        assert not [c for c in first.chars if c["top"] > BOTTOM]
        assert "".join(c["text"] for c in second.chars if c["top"] > BOTTOM).replace(" ", "") == "—2—"
