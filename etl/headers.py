"""Finds the header among a file's first rows and which table it is, by the contracts' names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from etl.answers import SheetAnswer, source_of
from etl.contract import Contract, contracts, normal_header, without_unit
from etl.header_rows import DEEPEST, Cell, Stops, at, is_title, read_header
from etl.layout import Layout, Shape, labels_of
from etl.problems import Refused
from rules.sources import FileSource

__all__ = ["FEWEST_KNOWN", "SEARCHED_ROWS", "Layout", "Shape", "find_layout", "known_headers"]

SEARCHED_ROWS = 30
FEWEST_KNOWN = 2
"""A row with fewer headers of a table is not its header: every table requires more."""
CLEARLY_MORE = 2
"""So many columns more than the table that fits make one that lacks a required column as likely."""

_DAY_OR_NUMBER = re.compile(r"\s*(?:\d{4}\s*[-/.年]\s*\d|\d{4,}\s*$)")


@dataclass(frozen=True)
class _Fit:
    """A layout with how well it fits and how much of the header it takes in."""

    layout: Layout
    score: float
    top: int
    """Index of the topmost row that names a column."""


def known_headers(sources: Sequence[FileSource]) -> set[str]:
    """Every normalised header that any table or any of the plan's foreign files may have."""
    found = {text for table in contracts() for text in _known_headers(table, None)}
    for source in sources:
        found |= {normal_header(text) for aliases in source.aliases.values() for text in aliases}
        found |= {normal_header(text) for text in (*source.headers, *source.needed_headers())}
    return found


def find_layout(
    rows: Sequence[Sequence[str]],
    name: str,
    sources: Sequence[FileSource],
    answer: SheetAnswer | None = None,
    stops: Stops = frozenset(),
    *,
    may_lack: bool = False,
) -> Layout:
    """Recognise a table by its headers, title rows above them and headers of several rows allowed.

    ``rows`` are the first rows of the file, ``answer`` what a person said of it. With ``may_lack`` a layout whose
    required columns a person may still point out comes back with ``missing``. Raises Refused, naming the closest
    table and what it lacks.
    """
    answer = answer or SheetAnswer()
    best: _Fit | None = None
    closest: _Fit | None = None
    by_table: dict[str, _Fit] = {}
    for top, depth in _places(rows, answer):
        if best and top + depth > best.layout.header_row + 3:
            continue  # below a header come its rows; a second header would be another table
        cells = read_header(rows, top, depth, stops)
        if not any(cell.text for cell in cells):
            continue
        title = _title_above(rows, top)
        for contract, source, most in _candidates(name, cells, sources, answer):
            if best and most < len(best.layout.columns):
                continue
            fit = _match(contract, source, cells, (top, depth), title, answer)
            layout = fit.layout
            if not layout.columns:
                continue
            if layout.missing or _absent(layout):
                if closest is None or fit.score > closest.score:
                    closest = fit
                continue
            if best is None or fit.score > best.score:
                best = fit
            held = by_table.get(contract.table)
            if held is None or fit.score > held.score:
                by_table[contract.table] = fit
    if best is None and closest and may_lack and _may_be_completed(closest.layout, answer):
        best = closest
    if best is None:
        raise Refused(_nothing_fits(rows, closest))
    layout = _finished(best, rows)
    if answer.table is None and not layout.source:
        rivals = [table for table, fit in by_table.items() if _is_rival(fit.layout, layout, 0)]
        if closest and closest is not best and _is_rival(closest.layout, layout, CLEARLY_MORE):
            rivals.append(closest.layout.contract.table)
        layout = replace(layout, rivals=tuple(dict.fromkeys(rivals)))
    _check_labels(layout, answer)
    return layout


def _places(rows: Sequence[Sequence[str]], answer: SheetAnswer) -> Iterator[tuple[int, int]]:
    """Where the header may be: index of its first row, and its depth."""
    if answer.header_row:
        depths = [answer.header_depth] if answer.header_depth else range(1, DEEPEST + 1)
        for depth in depths:
            if answer.header_row - depth >= 0 and answer.header_row <= len(rows):
                yield answer.header_row - depth, depth
        return
    searched = min(len(rows), SEARCHED_ROWS + 1)
    records = [_is_record(row) for row in rows[:searched]]
    for top in range(min(searched, SEARCHED_ROWS)):
        yield top, 1
        for depth in range(2, DEEPEST + 1):
            if top + depth > searched or records[top + depth - 1]:
                break  # what stands above a record's row is no part of a header that ends below it
            yield top, depth


def _is_record(row: Sequence[str]) -> bool:
    """Whether a row can't be a header's: days or long numbers stand in two of its cells."""
    return sum(1 for text in row if _DAY_OR_NUMBER.match(text)) > 1


def _may_be_completed(layout: Layout, answer: SheetAnswer) -> bool:
    """Whether a person may say what is missing: most of it is there, and there are columns left to choose from."""
    if _absent(layout) or not layout.missing:
        return False
    required = layout.contract.required
    only_month = all(layout.contract.column(name).type == "month" for name in layout.missing)
    if answer.table:
        return only_month or bool(layout.unknown)
    known = len(required) - len(layout.missing)
    return known >= FEWEST_KNOWN and 2 * known >= len(required) and (only_month or bool(layout.unknown))


def _is_rival(other: Layout, layout: Layout, more: int) -> bool:
    """Whether another table fits as well: it has as many known columns, and ``more`` where it lacks required ones."""
    return (
        other.contract.table != layout.contract.table
        and other.header_row == layout.header_row
        and len(other.columns) >= len(layout.columns) + more
    )


def _nothing_fits(rows: Sequence[Sequence[str]], closest: _Fit | None) -> str:
    if closest and len(closest.layout.columns) >= FEWEST_KNOWN:
        layout = closest.layout
        missing = [f"“{header}”（方案的 sources.yml 要从中取值）" for header in _absent(layout)] + [
            f"{column.title}（也可写作 {'、'.join(column.aliases[:3])}）" if column.aliases else column.title
            for column in map(layout.contract.column, layout.missing)
        ]
        return (
            f"像是“{layout.contract.title}”（{layout.contract.table}，表头在第 {layout.header_row} 行），"
            f"但缺少必需的列：{'；'.join(missing)}。请补上这些列后再报"
        )
    tables = "、".join(c.title for c in contracts().values())
    seen = [text for text in (rows[0] if rows else []) if text]
    # A file without a header begins with a record, which may name a person.
    told = "" if any(re.search(r"\d{5}", text) for text in seen) else f"（首行为“{'、'.join(seen)[:80]}”）"
    return f"认不出是哪一张表：前 {SEARCHED_ROWS} 行里没有已知的表头{told}。可载入的表有：{tables}"


def _finished(fit: _Fit, rows: Sequence[Sequence[str]]) -> Layout:
    """The layout with its head as it stands and the depth that its names really take in."""
    layout = fit.layout
    head = tuple(tuple(row) for row in rows[: layout.header_row])
    return replace(layout, head=head, header_depth=max(layout.header_depth, layout.header_row - fit.top))


def _check_labels(layout: Layout, answer: SheetAnswer) -> None:
    unknown = [label for label in answer.columns if label not in layout.labels]
    if unknown:
        raise Refused(
            f"答案里的列“{'、'.join(unknown)}”在表里没有（表头在第 {layout.header_row} 行：{'、'.join(t for t in layout.labels if t)[:200]}）。请改正答案"
        )
    names = {column.name for column in layout.contract.columns}
    wrong = sorted({name for name in answer.columns.values() if name} - names)
    if wrong:
        raise Refused(f"答案里的“{'、'.join(wrong)}”不是“{layout.contract.title}”的列。请改正答案")
    taken = Counter(name for name in answer.columns.values() if name)
    if twice := [layout.contract.column(name).title for name, count in taken.items() if count > 1]:
        raise Refused(f"答案把几列都对应到“{'、'.join(twice)}”，一项只能取一列。请改正答案")
    for label, name in answer.columns.items():
        if name and (layout.labels.index(label) in layout.refused or layout.contract.refuses(label)):
            raise Refused(f"“{label}”是不接收的列，不能对应到任何内容。请从答案里去掉")


def _candidates(
    name: str, cells: Sequence[Cell], sources: Sequence[FileSource], answer: SheetAnswer
) -> list[tuple[Contract, FileSource | None, int]]:
    """Tables that these headers may belong to, the likeliest first, with the most columns that each may have."""
    headers = [cell.text for cell in cells]
    declared = [s for s in sources if s.matches(name, headers) and answer.table in (None, s.table)]
    if declared:
        return [(contracts()[s.table], s, len(headers)) for s in declared]
    if answer.table:
        return [(contracts()[answer.table], None, len(headers))]
    # Most rows are no header of most tables, and every file is asked for all of them.
    known: Counter[str] = Counter()
    for cell in cells:
        known.update({table for text, _ in cell.names() for table in _tables_with(text)})
    more = len([column for column in answer.columns.values() if column])
    fewest = 0 if answer.header_row else FEWEST_KNOWN
    likely = [
        (c, None, known[c.table] + more)
        for c in contracts().values()
        if known[c.table] + more >= max(fewest, 1)
    ]
    return sorted(likely, key=lambda candidate: -candidate[2])


@cache
def _tables_by_header() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for table in contracts():
        for text in _known_headers(table, None):
            found.setdefault(text, set()).add(table)
    return {text: frozenset(tables) for text, tables in found.items()}


@lru_cache(maxsize=20_000)
def _tables_with(text: str) -> frozenset[str]:
    """Tables that know a header."""
    tables = _tables_by_header()
    found = tables.get(normal_header(text), frozenset())
    plain = without_unit(text)
    return found if plain == text else found | tables.get(normal_header(plain), frozenset())


def _title_above(rows: Sequence[Sequence[str]], top: int) -> str:
    """The text of a title right above a header; empty where a row of heads or nothing stands there."""
    if top == 0 or not is_title(rows[top - 1]):
        return ""
    return at(rows[top - 1], 0)


def _match(
    contract: Contract,
    source: FileSource | None,
    cells: Sequence[Cell],
    place: tuple[int, int],
    title: str,
    answer: SheetAnswer,
) -> _Fit:
    """``title`` is the one above the header: below 举报人登记 whatever is not known is personal."""
    top, depth = place
    names = _known_headers(contract.table, source.model_dump_json() if source else None)
    named = [_named(cell, names) for cell in cells]
    headers = _headers(cells, named)
    said = answer.columns
    answered = {index: said[label] for index, label in enumerate(labels_of(headers)) if label in said}
    found: dict[str, int] = {name: index for index, name in answered.items() if name}
    more: dict[str, list[int]] = {}
    unknown: list[int] = []
    refused: list[int] = []
    naming: Counter[int] = Counter()
    highest = top + depth - 1
    for index, (cell, text, target) in enumerate(zip(cells, headers, named, strict=True)):
        row, column = (target[2], target[1]) if target else (cell.row, "")
        if _is_refused(contract, cell, text, title, target, index - 1 in refused):
            refused.append(index)
            found = {name: i for name, i in found.items() if i != index}
            continue
        if index in answered:
            naming[cell.row] += 1
        elif column and column not in found:
            found[column] = index
            naming[cell.row] += 1
            if row != cell.row:
                naming[row] += 1
                highest = min(highest, row)
        elif column and column not in answered.values():
            more.setdefault(column, [found[column]]).append(index)
        elif normal_header(text) and not text.startswith("_"):
            unknown.append(index)
    ignored = sorted([*unknown, *(i for several in more.values() for i in several[1:])])
    source = source_of(answer, contract, source)
    layout = Layout(
        contract, source, top + depth, depth, tuple(headers),
        tuple(sorted(found.items(), key=lambda i: i[1])),
        tuple(headers[index] for index in ignored),
        tuple(refused), tuple(unknown),
        tuple((name, tuple(indices)) for name, indices in more.items()),
        answered=frozenset(answered), joined=depth,
    )  # fmt: skip
    layout = replace(layout, missing=tuple(_missing(layout)))
    return _Fit(layout, _score(layout, [naming[row] for row in range(top, top + depth)]), highest)


def _named(cell: Cell, names: dict[str, str]) -> tuple[str, str, int] | None:
    """The name by which a column is known, its contract column, and the topmost row that the name takes in."""
    for text, row in cell.names():
        target = names.get(normal_header(text)) or names.get(normal_header(without_unit(text)))
        if target:
            return text, target, row
    return None


def _headers(cells: Sequence[Cell], named: Sequence[tuple[str, str, int] | None]) -> list[str]:
    """One header for each column: the name that is known, else the text, with its head where several are equal."""
    often = Counter(cell.text for cell in cells)
    found = []
    for cell, name in zip(cells, named, strict=True):
        if name:
            found.append(name[0])
        elif cell.text and cell.heads and often[cell.text] > 1:
            found.append(f"{cell.heads[0][1]}/{cell.text}")
        else:
            found.append(cell.text)
    return found


def _is_refused(
    contract: Contract, cell: Cell, text: str, title: str, target: tuple[str, str, int] | None, after: bool
) -> bool:
    """Whether a column must not be taken in; ``after`` a refused one it may be the second half of a merged one."""
    if contract.refused is None:
        return False
    heads = [head for row, head in cell.heads if target is None or row < target[2]]
    if any(contract.refuses(head) for head in heads):
        return True  # 所属区域 below 举报人 is where the informant lives
    if target:
        return False
    if not normal_header(text):
        return after or contract.refused.nameless
    return contract.refuses(text) or contract.refuses(title)


@cache
def _known_headers(table: str, source_json: str | None) -> dict[str, str]:
    """Normalised header -> contract column; cached, since a month's load asks it thousands of times."""
    contract = contracts()[table]
    source = FileSource.model_validate_json(source_json) if source_json else None
    names: dict[str, str] = {}
    for column in contract.columns:
        for text in column.headers():
            names.setdefault(text, column.name)
    # The column's own names win over an alias of a column that stands earlier in the contract.
    for column in contract.columns:
        names[normal_header(column.title)] = column.name
        names[normal_header(column.name)] = column.name
    if source:
        for target, aliases in source.aliases.items():
            for text in aliases:
                names[normal_header(text)] = contract.column(target).name
    return names


def _absent(layout: Layout) -> list[str]:
    """Headers that the plan's declaration takes values from and that are not there."""
    return sorted(layout.source.needed_headers() - set(layout.headers)) if layout.source else []


def _missing(layout: Layout) -> list[str]:
    source = layout.source
    given = set(layout.mapping)
    if source:
        given |= set(source.constants) | set(source.extracts) | set(source.composites) | set(source.lookups)
    return [column.name for column in layout.contract.required if column.name not in given]


def _score(layout: Layout, naming: Sequence[int]) -> float:
    """``naming`` is how many columns each row of the header names.

    More known columns win, then fewer unknown ones, then the header whose every row names something (a row of
    units below it is part of it, a row of records is not); an earlier row wins ties.
    """
    idle = sum(1 for count in naming if not count)
    return (
        len(layout.columns)
        - 0.01 * len(layout.ignored)
        + 0.02 * (len(naming) - idle - 1)
        - 0.5 * idle
        - 0.0001 * layout.header_row
    )
