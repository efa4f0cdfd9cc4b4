"""Colours by rule: classes by their names, scores by the breaks of their month's rule, as conditional formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from board import colours
from board.colours import Shade
from board.notices.content import Cell, Column, Content, Figure, Line, Source
from board.notices.workbook.book import Book
from rules.classes import class_of
from rules.months import Month
from rules.plan import Plan, RankingRule

Scale = Literal["ranking", "risk"]
_Key = tuple[tuple[str, ...], str, str, tuple[Any, ...]]


def scale_of(plan: Plan, cells: Iterable[Cell], given: Scale | None = None) -> Scale:
    """The scale that a column's names are of: that of the ranking unless only the risk scale knows more of them."""
    if given is not None:
        return given
    found = {(cell.shade, cell.text) for cell in cells if cell.shade}
    hits = {
        name: sum((c.code, text) in found for c in classes for text in (c.name, c.short))
        for name, classes in (("ranking", plan.ranking_scale), ("risk", plan.risk_scale))
    }
    return "risk" if hits["risk"] > hits["ranking"] else "ranking"


def labels(plan: Plan, scale: Scale) -> list[tuple[str, Shade]]:
    """Names of classes and states and the look of each; longer names first, since one may begin another."""
    found: dict[str, Shade] = {}
    for shade in colours.scale(plan.ranking_scale if scale == "ranking" else plan.risk_scale).values():
        for text in (shade.short, shade.name):
            found.setdefault(text, shade)
    return sorted(found.items(), key=lambda item: -len(item[0]))


def look_of(book: Book, shade: Shade) -> Any:
    """Fill and text colour of a class or state."""
    return book.look(bg_color=shade.fill, font_color=shade.text, bold=not shade.is_state)


def classes(
    book: Book, sheet: Worksheet, column: int, first: int, last: int, scale: Scale, is_whole: bool = False
) -> None:
    """Colour a column's cells by the class that their text begins with, or is; a cell written over follows."""
    for text, shade in labels(book.plan, scale):
        test: dict[str, Any] = {"type": "text", "criteria": "begins with", "value": text}
        if is_whole:
            # Among other words a place's name might begin with a colour's.
            test = {"type": "cell", "criteria": "==", "value": '"' + text.replace('"', '""') + '"'}
        more = {"format": look_of(book, shade), "stop_if_true": True}
        sheet.conditional_format(first, column, last, column, {**test, **more})


def scores(book: Book, sheet: Worksheet, column: int, first: int, lines: Sequence[Line]) -> None:
    """Colour a column's scores by the breaks of the rule that held in their month.

    Only where the score decided: a region that a veto made red keeps its score without a colour, and so does one
    whose class this paper does not say.
    """
    decided = classes_said(book.content)
    by_rule: dict[str, tuple[RankingRule, list[int]]] = {}
    for place, line in enumerate(lines):
        figure = line.cells[column].figure
        if figure is None or figure.value is None or not _is_score(figure.source):
            continue
        rule = book.plan.ranking_rule(Month.parse(figure.source.months[-1]))
        if rule is not None and decided.get(_key(figure.source)) == class_of(figure.value, rule.breaks):
            by_rule.setdefault(rule.version, (rule, []))[1].append(first + place)
    for rule, rows in by_rule.values():
        _by_breaks(book, sheet, column, rows, rule)


def _by_breaks(book: Book, sheet: Worksheet, column: int, rows: Sequence[int], rule: RankingRule) -> None:
    shades = colours.scale(book.plan.ranking_scale)
    ranges = " ".join(xl_range(a, column, b, column) for a, b in _runs(rows))
    cell = xl_rowcol_to_cell(rows[0], column, col_abs=True)
    for step in rule.breaks:
        under = "" if step.below is None else f",{cell}<{step.below:.12g}"
        sheet.conditional_format(
            rows[0], column, rows[-1], column,
            {
                "type": "formula", "criteria": f"=AND(ISNUMBER({cell}){under})", "stop_if_true": True,
                "format": look_of(book, shades.get(step.code) or colours.shade(step.code)), "multi_range": ranges,
            },
        )  # fmt: skip


def classes_said(content: Content) -> dict[_Key, str]:
    """Class of whatever the paper says the class of."""
    return {
        _key(f.source): str(f.value)
        for f in content.figures()
        if f.source.show == "ranking" and f.source.field == "colour" and f.source.how == "value"
    }


def is_scored(column: Column, lines: Sequence[Line], place: int) -> bool:
    """Whether a column holds scores of the ranking."""
    figures: list[Figure | None] = [line.cells[place].figure for line in lines]
    return column.kind == "score" and any(f is not None and _is_score(f.source) for f in figures)


def _is_score(source: Source) -> bool:
    return source.show == "ranking" and source.field == "score" and source.how == "value"


def _key(source: Source) -> _Key:
    return source.months, source.release, source.by, source.where


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows as stretches without a gap."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
