"""Finds the header among a file's first rows and which table it is, by the contracts' names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from etl.contract import Contract, contracts, normal_header, without_unit
from etl.problems import Refused
from rules.sources import FileSource

SEARCHED_ROWS = 30
FEWEST_KNOWN = 2
"""A row with fewer headers of a table is not its header: every table requires more."""


Shape = tuple[str, str, tuple[str, ...], tuple[int, ...]]
"""Table, foreign source, headers and refused columns."""


@dataclass(frozen=True)
class Layout:
    """How a file's columns become a contract's columns."""

    contract: Contract
    source: FileSource | None
    header_row: int
    """Number of the (last) header row, from 1."""
    header_depth: int
    headers: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    """Contract column -> index of the file's column."""
    ignored: tuple[str, ...]
    """Headers that are not known; reported, not stored."""
    refused: tuple[int, ...] = ()
    """Indices of the columns that the contract refuses: their cells go nowhere."""

    @property
    def shape(self) -> Shape:
        """What files must share to be scanned together."""
        return self.contract.table, self.source.id if self.source else "", self.headers, self.refused

    def kept(self, cells: Sequence[str]) -> list[str]:
        """A row's cells, those of refused columns emptied.

        A row of another width has its cells where they do not belong: all of them are emptied.
        """
        if self.refused and len(cells) != len(self.headers):
            return [""] * len(cells)
        return ["" if index in self.refused else cell for index, cell in enumerate(cells)]

    def origin(self, name: str) -> int | None:
        """Index of the file's column in which a contract column's text stands, wherever it is taken from."""
        source = self.source
        if source and name in source.lookups:
            return self.origin(source.lookups[name].by)
        if source and name in source.extracts:
            return self.headers.index(source.extracts[name].column)
        if source and name in source.composites:
            first = source.composites[name].columns[0]
            return self.headers.index(first if isinstance(first, str) else first.column)
        return self.mapping.get(name)

    @property
    def mapping(self) -> dict[str, int]:
        """``columns`` as a dictionary."""
        return dict(self.columns)


def known_headers(sources: Sequence[FileSource]) -> set[str]:
    """Every normalised header that any table or any of the plan's foreign files may have."""
    found = {text for table in contracts() for text in _known_headers(table, None)}
    for source in sources:
        found |= {normal_header(text) for aliases in source.aliases.values() for text in aliases}
        found |= {normal_header(text) for text in (*source.headers, *source.needed_headers())}
    return found


def find_layout(rows: Sequence[Sequence[str]], name: str, sources: Sequence[FileSource]) -> Layout:
    """Recognise a table by its headers, title rows above them and two-row headers allowed.

    ``rows`` are the first rows of the file. Raises Refused, naming the closest table and what it lacks.
    """
    best: tuple[float, Layout] | None = None
    closest: tuple[int, Contract, list[str], int] | None = None
    for index in range(min(len(rows), SEARCHED_ROWS)):
        if best and index > best[1].header_row + 2:
            break  # below a header come its rows; a second header would be another table
        for depth in (1, 2):
            headers = _join(rows[index : index + depth]) if index + depth <= len(rows) else []
            if not any(headers):
                continue
            for contract, source, most in _candidates(name, headers, sources):
                if best and most < best[0]:
                    continue
                upper = rows[index] if depth == 2 else rows[index - 1] if index else []
                layout = _match(contract, source, headers, index + depth, depth, upper)
                if not layout.columns:
                    continue
                missing = _missing(layout)
                if missing:
                    if closest is None or len(layout.columns) > closest[0]:
                        closest = (len(layout.columns), contract, missing, index + depth)
                    continue
                score = _score(layout)
                if best is None or score > best[0]:
                    best = (score, layout)
    if best:
        return best[1]
    if closest and closest[0] >= FEWEST_KNOWN:
        _, contract, missing, row = closest
        raise Refused(
            f"像是“{contract.title}”（{contract.table}，表头在第 {row} 行），但缺少必需的列：{'；'.join(missing)}。请补上这些列后再报"
        )
    tables = "、".join(c.title for c in contracts().values())
    seen = "、".join(text for text in (rows[0] if rows else []) if text)[:80]
    raise Refused(
        f"认不出是哪一张表：前 {SEARCHED_ROWS} 行里没有已知的表头（首行为“{seen}”）。可载入的表有：{tables}"
    )


def _candidates(
    name: str, headers: list[str], sources: Sequence[FileSource]
) -> list[tuple[Contract, FileSource | None, int]]:
    """Tables that these headers may belong to, the likeliest first, with the most columns that each may have."""
    declared = [s for s in sources if s.matches(name, headers)]
    if declared:
        return [(contracts()[s.table], s, len(headers)) for s in declared]
    # Most rows are no header of most tables, and every file is asked for all of them.
    known = Counter(
        table
        for text in headers
        for table in _tables_with(normal_header(text)) | _tables_with(normal_header(without_unit(text)))
    )
    likely = [(c, None, known[c.table]) for c in contracts().values() if known[c.table] >= FEWEST_KNOWN]
    return sorted(likely, key=lambda candidate: -candidate[2])


@cache
def _tables_by_header() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for table in contracts():
        for text in _known_headers(table, None):
            found.setdefault(text, set()).add(table)
    return {text: frozenset(tables) for text, tables in found.items()}


def _tables_with(text: str) -> frozenset[str]:
    """Tables that know a normalised header."""
    return _tables_by_header().get(text, frozenset())


def _join(rows: Sequence[Sequence[str]]) -> list[str]:
    """One header for each column of a header of one or two rows; the lower text names the column."""
    if len(rows) == 1:
        return [text.strip() for text in rows[0]]
    upper, lower = rows
    width = max(len(upper), len(lower))
    cells = [[row[i].strip() if i < len(row) else "" for i in range(width)] for row in (upper, lower)]
    return [low or up for up, low in zip(*cells, strict=True)]


def _match(
    contract: Contract,
    source: FileSource | None,
    headers: list[str],
    header_row: int,
    depth: int,
    upper: Sequence[str],
) -> Layout:
    """``upper`` is the row above the one that names the columns: 举报人 there makes 姓名 and 性别 below personal."""
    names = _known_headers(contract.table, source.model_dump_json() if source else None)
    found: dict[str, int] = {}
    ignored = []
    refused = []
    for index, text in enumerate(headers):
        normal = normal_header(text)
        target = names.get(normal) or names.get(normal_header(without_unit(text))) if normal else None
        if target and target not in found:
            found[target] = index
        elif contract.refused and (
            not normal or contract.refuses(text) or contract.refuses(_above(upper, index))
        ):
            refused.append(index)  # without a header it may be the second half of a merged one
        elif normal and not text.startswith("_"):
            ignored.append(text)
    return Layout(
        contract,
        source,
        header_row,
        depth,
        tuple(headers),
        tuple(sorted(found.items(), key=lambda i: i[1])),
        tuple(ignored),
        tuple(refused),
    )


def _above(upper: Sequence[str], index: int) -> str:
    """The upper header over a column; where a merged cell was saved as text, it stands further left."""
    return next((text for text in reversed(upper[: index + 1]) if text.strip()), "")


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


def _missing(layout: Layout) -> list[str]:
    source = layout.source
    given = set(layout.mapping)
    if source:
        given |= set(source.constants) | set(source.extracts) | set(source.composites) | set(source.lookups)
    absent = sorted(source.needed_headers() - set(layout.headers)) if source else []
    return [f"“{header}”（方案的 sources.yml 要从中取值）" for header in absent] + [
        f"{column.title}（也可写作 {'、'.join(column.aliases[:3])}）" if column.aliases else column.title
        for column in layout.contract.required
        if column.name not in given
    ]


def _score(layout: Layout) -> float:
    # More known columns win, then fewer unknown ones, then the plainer header; an earlier row wins ties.
    return (
        len(layout.columns)
        - 0.01 * len(layout.ignored)
        - 0.5 * (layout.header_depth - 1)
        - 0.0001 * layout.header_row
    )
