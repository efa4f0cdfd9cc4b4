"""The ledger rows behind a figure: counted, added up, and a page of them; never read without being asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from board.queries import ALL, Board, read
from database.comparison import figure_tables
from rules.months import Month
from rules.plan import Aggregate, Indicator
from rules.windows import EVERYTHING, Scope, halves_at, months_of, reported_to, scope_of

PAGE = 25
"""Rows that are read at once."""


@dataclass(frozen=True)
class Cell:
    """Which figure: one half of an indicator in one unit and month."""

    half: Aggregate
    month: Month
    region: str = ALL
    sector: str = ALL
    committee: str = ""
    """A committee's id: the rows of the sectors that it answers for; "" for no committee."""
    scope: Scope = EVERYTHING
    """The regions and sectors that the indicator is limited to."""
    reported_to: str = ""
    """In figures over several regions only those count that had reported to this mart by then; all where empty."""


def cells_of(
    indicator: Indicator, month: Month, region: str = ALL, sector: str = ALL, committee: str = ""
) -> list[tuple[str, Cell]]:
    """Both halves of an indicator's figure (``numerator``, ``denominator``), limited as the figure is."""
    scope, other = scope_of(indicator), reported_to(indicator)
    return [
        (name, Cell(half, at, region, sector, committee, scope, other if name == "denominator" else ""))
        for name, half, at in halves_at(indicator, month)
    ]


@dataclass(frozen=True)
class Sum:
    """What the rows behind a figure come to."""

    rows: int
    amount: float | None
    """None where no row says anything."""


def can_trace(board: Board, mart: str) -> bool:
    """Whether a mart's rows are known."""
    return bool(read(board, "SELECT 1 FROM duckdb_views() WHERE view_name = ?", f"rows_{mart}"))


def has_sector(board: Board, mart: str) -> bool:
    """Whether a mart tells sectors apart."""
    sql = "SELECT 1 FROM duckdb_columns() WHERE table_name = ? AND column_name = 'sector'"
    return bool(read(board, sql, mart))


def columns_of(board: Board, mart: str) -> set[str]:
    """Columns of a mart's rows by which a figure may be limited; empty where its rows are not known."""
    rows = read(board, "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", f"rows_{mart}")
    return {name for (name,) in rows}


def added_up(board: Board, cell: Cell) -> Sum:
    """Number of rows that add something to the figure, and their sum: the figure itself."""
    where, values = _where(board, cell)
    column = cell.half.column
    # Rows that add nought are left out of the count, yet where there are only such the sum is nought, not unknown.
    rows = read(
        board,
        f"SELECT count(*), count(*) FILTER (WHERE {column} <> 0), sum({column})::DOUBLE FROM rows_{cell.half.mart} "
        f"WHERE {where}",
        *values,
    )
    held, counted, amount = rows[0]
    return Sum(counted, 0.0 if not held and _no_row_is_nought(board, cell) else amount)


def _no_row_is_nought(board: Board, cell: Cell) -> bool:
    """Whether no row means none: in a ledger that was reported by then. A report that is missing says nothing."""
    if not any(table.table == cell.half.mart and table.is_sparse for table in figure_tables()):
        return False
    return bool(
        read(
            board,
            "SELECT 1 FROM reported_since WHERE mart = ? AND unit_kind = 'region' AND since <= ? AND ? IN ('*', unit_code)",
            cell.half.mart, str(cell.month), cell.region,
        )
    )  # fmt: skip


def page(board: Board, cell: Cell, number: int = 0) -> list[dict[str, Any]]:
    """One page of the rows: ledger, row_id, region_code, month, row_date, told, amount, file, sheet, row."""
    where, values = _where(board, cell)
    column = cell.half.column
    rows = read(
        board,
        f"SELECT r.ledger, r.row_id, r.region_code, r.month, r.row_date, r.told, r.{column}::DOUBLE, f.file, f.sheet, r._row "
        f"FROM (SELECT * FROM rows_{cell.half.mart} WHERE {where} AND {column} <> 0 "
        f"ORDER BY region_code, month, row_date, row_id LIMIT {PAGE} OFFSET {max(number, 0) * PAGE}) AS r "
        "LEFT JOIN load_files AS f ON f.file_id = r._file ORDER BY r.region_code, r.month, r.row_date, r.row_id",
        *values,
    )
    names = ("ledger", "row_id", "region_code", "month", "row_date", "told", "amount", "file", "sheet", "row")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _where(board: Board, cell: Cell) -> tuple[str, list[Any]]:
    """The condition on a mart's rows; names come from the plan pack, whose columns were checked at the load."""
    first, last = months_of(cell.half.window, cell.month, board.plan)
    parts, values = ["month BETWEEN ? AND ?"], [str(first), str(last)]
    for name, value in cell.half.where.items():
        if isinstance(value, bool):
            parts.append(f"{name} = {'TRUE' if value else 'FALSE'}")
            continue
        options = value if isinstance(value, list) else [value]
        # A year of the grain is a number, in an address it is a text.
        parts.append(f"{name}::VARCHAR IN ({', '.join('?' for _option in options)})")
        values += options
    for name, least in cell.half.at_least.items():
        parts.append(f"{name} >= ?")
        values.append(least)  # type: ignore[arg-type]
    for column, chosen, limit in (
        ("region_code", cell.region, cell.scope.regions),
        ("sector", cell.sector, cell.scope.sectors),
    ):
        if chosen != ALL:
            parts.append(f"{column} = ?")
            values.append(chosen)
        if limit and (column != "sector" or has_sector(board, cell.half.mart)):
            parts.append(f"{column} IN ({', '.join('?' for _code in limit)})")
            values += limit
    if cell.committee:
        parts.append("sector IN (SELECT sector_code FROM committee_sectors WHERE committee = ?)")
        values.append(cell.committee)
    if cell.reported_to and cell.region == ALL:
        parts.append(
            "region_code IN (SELECT unit_code FROM reported_since WHERE mart = ? AND unit_kind = 'region' AND since <= ?)"
        )
        values += [cell.reported_to, str(cell.month)]
    return " AND ".join(parts), values
