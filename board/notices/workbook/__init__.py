"""A paper as an Excel workbook: its tables, its charts with their data, definitions, and where each figure stands."""

from __future__ import annotations

import io
from collections.abc import Iterator

from board import i18n
from board.notices import zipped
from board.notices.content import Chart, Content, Map, Table
from board.notices.workbook import front, maps, plots, sources, tables
from board.notices.workbook.book import Book
from rules.plan import Plan

CONTENTS, MEANINGS, SOURCES = "目录", "口径", "出处"


def render(content: Content, plan: Plan) -> bytes:
    """The workbook as an .xlsx file: the same bytes for the same content.

    A sheet for every table, chart and map, before them the contents, behind them definitions and sources. Figures
    are numbers with their exact values; no text is ever a formula.
    """
    out = io.BytesIO()
    with i18n.speaking("zh"), Book(out, content, plan) as book:
        book.reserve(CONTENTS, MEANINGS, SOURCES)
        exhibits = [(block, book.name_for(block)) for block in exhibits_of(content)]
        front.contents(book, CONTENTS, exhibits, [MEANINGS, SOURCES])
        for block, name in exhibits:
            if isinstance(block, Table):
                tables.write(book, name, block)
            elif isinstance(block, Chart):
                plots.write(book, name, block)
            else:
                maps.write(book, name, block)
        front.meanings(book, MEANINGS)
        sources.write(book, SOURCES)
    return zipped.settled(out.getvalue(), book.published)


def exhibits_of(content: Content) -> Iterator[Table | Chart | Map]:
    """Tables, charts and maps of body and annexes, in order."""
    return (block for block in content.blocks() if isinstance(block, Table | Chart | Map))
