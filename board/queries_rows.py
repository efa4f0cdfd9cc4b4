"""The ledger rows behind a figure: counted, added up, and a page of them; never read without being asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from board.queries import ALL, Board, read
from rules.months import Month
from rules.plan import Aggregate
from rules.windows import months_of

PAGE = 50
"""Rows that are read at once."""


@dataclass(frozen=True)
class Cell:
    """Which figure: one half of an indicator in one unit and month."""

    half: Aggregate
    month: Month
    region: str = ALL
    sector: str = ALL


@dataclass(frozen=True)
class Sum:
    """What the rows behind a figure come to."""

    rows: int
    amount: float | None
    """None where no row says anything."""


def can_trace(board: Board, mart: str) -> bool:
    """Whether a mart's rows are known."""
    return bool(read(board, "SELECT 1 FROM duckdb_views() WHERE view_name = ?", f"rows_{mart}"))


def added_up(board: Board, cell: Cell) -> Sum:
    """Number of rows that add something to the figure, and their sum: the figure itself."""
    where, values = _where(board, cell)
    column = cell.half.column
    # Rows that add nought are left out of the count, yet where there are only such the sum is nought, not unknown.
    rows = read(
        board,
        f"SELECT count(*) FILTER (WHERE {column} <> 0), sum({column})::DOUBLE FROM rows_{cell.half.mart} WHERE {where}",
        *values,
    )
    return Sum(*rows[0])


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
        parts.append(f"{name} IN ({', '.join('?' for _option in options)})")
        values += options
    for name, least in cell.half.at_least.items():
        parts.append(f"{name} >= ?")
        values.append(least)  # type: ignore[arg-type]
    for column, chosen in (("region_code", cell.region), ("sector", cell.sector)):
        if chosen != ALL:
            parts.append(f"{column} = ?")
            values.append(chosen)
    return " AND ".join(parts), values
