"""A map's classes and figures as a table."""

from __future__ import annotations

from board.notices.content import Area, Cell, Column, Figure, Line, Map, Part, Table
from board.notices.workbook import tables
from board.notices.workbook.book import Book

CLASS_TITLES = {"ranking": "颜色", "risk": "风险等级"}


def write(book: Book, name: str, drawn: Map) -> None:
    """The sheet of a map: each region with its class and what else its label says."""
    tables.write(book, name, as_table(drawn), drawn.scale)


def as_table(drawn: Map) -> Table:
    """A map's labels as lines of a table."""
    more = max((len(_figures(area)) - 1 for area in drawn.areas), default=0)
    has_words = any(_words(area) for area in drawn.areas)
    scored = any(f.source.field == "score" for area in drawn.areas for f in _figures(area))
    columns = [Column("region", "地区"), Column("class", CLASS_TITLES[drawn.scale], "class")]
    columns += [
        Column(f"figure{n}", "得分" if scored else "数值", "score" if scored else "number")
        for n in range(more)
    ]
    columns += [Column("words", "说明")] if has_words else []
    lines = []
    for area in drawn.areas:
        figures = _figures(area)
        cells = [Cell(area.name)]
        cells.append(Cell(figures[0].text, figures[0], area.shade) if figures else Cell("", shade=area.shade))
        cells += [Cell(f.text, f) for f in figures[1:]]
        cells += [Cell("—")] * (more + 2 - len(cells))
        lines.append(Line((*cells, *([Cell(_words(area))] if has_words else [])), area.code))
    return Table(drawn.id, drawn.title, tuple(columns), tuple(lines), drawn.notes, drawn.number, drawn.said)


def _figures(area: Area) -> list[Figure]:
    return [part for part in area.label if isinstance(part, Figure)]


def _words(area: Area) -> str:
    parts: list[Part] = [part for part in area.label if isinstance(part, str)]
    return " ".join(str(part).strip() for part in parts if str(part).strip())
