"""Numbers that nobody checked, texts that can stand in a document, links of figures, pages of a paper."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest

from board.charts import notices_links, notices_markup, notices_sheets
from board.notices import kept, making
from board.notices.content import Paragraph, Source
from board.notices.kept import File
from database import DatabaseProblem
from rules.packs import load_plan


@pytest.mark.parametrize(
    ("draft", "text", "new"),
    [
        ("在册30处，逾期3处。", "逾期3处，在册30处。", []),
        ("在册30处。", "在册３０处。", []),  # full-width digits are the same number
        ("占98.6%。", "占98.6%，另有12家。", ["12"]),
        ("占98.6%。", "占98.6处。", ["98.6"]),  # a share is no count
        ("在册30处。", "在册300处，3处逾期，又3处。", ["300", "3"]),
        ("没有。", "没有。", []),
    ],
)
def test_numbers_that_the_draft_did_not_have(draft, text, new):
    assert kept.numbers_not_in(draft, text) == new


def test_a_written_paragraph_is_one_line_that_xml_can_hold():
    assert kept.cleaned("  第一行。\n\n 第二行\x00\x0b\ud800\ufffe&<>。\t ") == "第一行。第二行&<>。"


def asked(source: Source) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlparse(notices_links.href(source)).query).items()}


SUMMER = ("2026-07", "2026-08", "2026-09")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            Source("hazards", SUMMER, "2026-09", "found", where=(("region_code", ("1",)),), how="sum"),
            {"measure": "hazard_month.found", "where": "level:major", "window": "quarter_to_date", "region": "1"},
        ),
        (
            Source("hazards", SUMMER, "2026-09", "on_time", how="ratio", per="due"),
            {"measure": "hazard_month.on_time", "over": "due", "window": "quarter_to_date", "region": "*"},
        ),
        (
            Source("hazards", ("2026-09",), "2026-09", "open_stock", how="sum", level="all"),
            {"measure": "hazard_month.open_stock", "window": "month_end"},
        ),
        (
            Source("ranking", ("2026-09",), "2026-09", "score", where=(("region_code", ("1",)),)),
            {"about": "score", "region": "1", "month": "2026-09"},
        ),
        (
            Source("ranking", ("2026-09",), "2026-09", "components[rate].value", where=(("region_code", ("1",)),)),
            {"indicator": "rate", "region": "1"},
        ),
        (
            Source("targets", ("2026-09",), "2026-09", "value", where=(("indicator", ("rate",)), ("region_code", ("*",)))),
            {"indicator": "rate", "region": "*"},
        ),
        (
            Source("indicators", ("2026-09",), "2026-09", "denominator", where=(("indicator", ("rate",)), ("region_code", ("1",)))),
            {"indicator": "rate", "half": "denominator", "region": "1"},
        ),
        (
            Source("triggers", ("2026-09",), "2026-09", "months_in_a_row", where=(("trigger", ("red",)), ("region_code", ("1",)))),
            {"about": "ladder", "trigger": "red", "region": "1"},
        ),
        (
            Source("accidents", ("2026-09",), "2026-09", "deaths_ytd_before", how="sum"),
            {"measure": "accident_month.deaths", "window": "year_to_date", "month": "2025-09"},
        ),
    ],
)  # fmt: skip
def test_a_figure_leads_to_what_it_means(source, told):
    assert notices_links.href(source).startswith("method?")
    assert asked(source).items() >= {**told, "figures": "published"}.items()


def test_a_count_of_regions_leads_to_the_page_that_shows_them():
    source = Source("ranking", ("2026-09",), "2026-09", where=(("colour", ("red",)),), how="count")
    assert notices_links.href(source).startswith("ranking?") and asked(source)["month"] == "2026-09"


def test_lines_of_28_characters():
    # Two blanks of indent, so 26 in the first line and 28 in the second.
    assert notices_markup.starts("字" * 55) == [0, 26, 54]
    # A comma never begins a line; a number is never broken: 12.5% takes three places at the end of 25.
    assert notices_markup.starts("字" * 26 + "，字") == [0, 27]
    assert notices_markup.starts("字" * 25 + "12.5%字") == [0, 25]


def test_a_paragraph_over_two_pages_says_it_all():
    one = Paragraph("p", ("字" * 26 + "行" * 28 + "尾" * 28,))
    prose = notices_markup.Prose(one, lambda _figure: "")
    first, second = prose.piece(0, 2), prose.piece(2)
    assert re.sub("<.*?>", "", first.markup) == "字" * 26 + "行" * 28
    assert re.sub("<.*?>", "", second.markup) == "尾" * 28
    assert (first.lines, second.lines) == (2, 1)


def test_no_page_holds_more_than_22_lines(quarter):
    content, plan = quarter("hebei"), load_plan("hebei")
    pages = notices_sheets.sheets(content, plan, lambda _figure: "", {})
    assert len(pages) > 5
    # One piece alone may be taller than a page; nothing is put on top of it.
    assert all(page.used <= notices_markup.LINES + 0.01 or len(page.pieces) == 1 for page in pages)
    numbers = [note.number for page in pages for note in page.notes]
    assert numbers == [note.number for note in content.notes]


def test_what_is_asked_for_twice_is_made_once():
    begun = []

    def work(step):
        begun.append(1)
        step(1, 2, "Word")
        return making.Made((File("a.docx", b"1"),))

    first, second = making.begin("key one", work), making.begin("key one", work)
    first.wait(10)
    assert first is second and begun == [1]
    assert first.made is not None and first.is_over
    assert making.begin("key one", work) is first and begun == [1]


def test_what_failed_is_said_and_can_be_begun_again():
    def refuse(_step):
        raise DatabaseProblem("“{path}”写不进去", path="甲")

    def break_(_step):
        raise ValueError("a defect")

    failed = making.begin("key two", refuse)
    failed.wait(10)
    assert failed.is_over and failed.problem == "“甲”写不进去"
    defect = making.begin("key two", break_)
    defect.wait(10)
    assert defect is not failed and len(defect.reference) == 8 and not defect.problem


def test_an_archive_is_the_same_whenever_it_is_made():
    files = [File("甲/图1.png", b"1"), File("甲.docx", b"2")]
    assert making.zipped(files, "甲.zip").sha256 == making.zipped(files, "乙.zip").sha256
