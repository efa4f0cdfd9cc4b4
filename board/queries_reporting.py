"""Who has reported: how each region stands with each of the plan's reports, as of the day of the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from board.memo import remembered
from board.queries import ALL, Board, read, require_month, units
from rules.months import Month
from rules.programme import Report
from rules.reports import SENT, STATING, State, period, reports_of


@dataclass(frozen=True)
class Cell:
    """How a region stands with a report of a month."""

    state: State
    due: date
    day: date | None
    """First day on which it was there; None where it was not, or where nobody knows the day."""
    days_late: int
    tables: tuple[str, ...]
    """Tables of the report that came."""


@dataclass(frozen=True)
class Calendar:
    """One report in every region and month."""

    report: Report
    months: Sequence[str]
    """Months for which it is owed, ascending, to the clock's month."""
    cells: Mapping[tuple[str, str], Cell]
    """By region code and month; none where the region was not there."""

    def of_month(self, month: str, states: Sequence[State]) -> list[tuple[str, Cell]]:
        """Regions in one of these states, in official order; those of an earlier state in the list first."""
        found = [
            (code, cell) for (code, at), cell in self.cells.items() if at == month and cell.state in states
        ]
        return sorted(found, key=lambda pair: (states.index(pair[1].state), -pair[1].days_late))


def reports(board: Board) -> list[Report]:
    """The plan's reports that tables carry; what comes on paper cannot be checked here."""
    return reports_of(board.plan)


def calendar(board: Board, report: Report, region: str = ALL) -> Calendar:
    """One report's states, of all regions or of one; worked out once a build for all viewers."""
    return remembered(("reporting", board.stamp, report.id, region), lambda: _calendar(board, report, region))


def _calendar(board: Board, report: Report, region: str) -> Calendar:
    rows = read(
        board,
        "SELECT region_code, month, state, due_day, reported_day, days_late, tables FROM reporting_month "
        "WHERE report_id = ? AND (? = '*' OR region_code = ?)",
        report.id, region, region,
    )  # fmt: skip
    found = {(row[0], row[1]): row[2:] for row in rows}
    months = sorted({month for _region, month in found})
    cells = {
        (code, month): _cell(found[code, month])
        for code, _name in units(board, "region")
        for month in months
        if (code, month) in found
    }
    return Calendar(report, months, cells)


def _cell(row: Sequence[Any]) -> Cell:
    state, due, day, days_late, tables = row
    return Cell(state, due, day, days_late, tuple(filter(None, tables.split(","))))


def arrived(board: Board, report: Report, region: str, month: str) -> list[dict[str, Any]]:
    """The files that hold a region's rows of a report's tables for the month's period, as they came.

    One row a table and file: ``table, file, sheet, day`` (stated in the dispatch table, else that of the load),
    ``rows``, ``first``, ``last`` (row numbers).
    """
    months = [str(m) for m in period(report, Month.parse(month))]
    found = []
    for table in report.tables:
        columns = read(
            board,
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
            table,
        )
        if not columns:
            continue
        names = {name for name, _type in columns}
        stated = "r.reported_date" if table == STATING and "reported_date" in names else "NULL::DATE"
        speaks = ["r.month"] if table == STATING else ["r.report_month", "f.report_month"]
        if table != STATING:
            happened = next((name for name, type_ in columns if type_ == "DATE"), None)
            speaks += [f"strftime(r.{happened}, '%Y-%m')"] if happened else []
        marks = ", ".join("?" for _month in months)
        where = " OR ".join(f"{column} IN ({marks})" for column in speaks)
        rows = read(
            board,
            f"SELECT f.file, f.sheet, min(coalesce({stated}, l.loaded_at::DATE)), count(*), min(r._row), max(r._row) "
            f"FROM {table} AS r JOIN load_files AS f ON f.file_id = r._file JOIN loads AS l USING (load_id) "
            f"WHERE r.region_code = ? AND ({where}) GROUP BY f.file_id, f.file, f.sheet ORDER BY 3, 1",
            region, *(months * len(speaks)),
        )  # fmt: skip
        keys = ("file", "sheet", "day", "rows", "first", "last")
        found += [{"table": table, **dict(zip(keys, row, strict=True))} for row in rows]
    return found


def reporting(board: Board, month: str) -> list[dict[str, Any]]:
    """How each region stands with the reports that are owed for a month, as ``board show reporting`` prints it.

    ``reported``, ``state``, ``due`` and ``reported_day`` are those of the plan's first report of the month, monthly
    ones first; ``reports`` has each. ``state``: ``missing``, ``late``, ``undated`` (sent on a day that nobody knows),
    ``on_time``, ``not_due``; None where nothing is owed. In a plan that owes no table for the month a region has
    reported when any table has a row of it.
    """
    require_month(board, month)
    rows = read(
        board,
        "SELECT region_code, report_id, due_day, reported_day, state, days_late, tables FROM reporting_month WHERE month = ?",
        month,
    )
    known = {report.id: report for report in reports(board)}
    found: dict[str, list[dict[str, Any]]] = {}
    for region, report, due, day, state, days_late, tables in rows:
        found.setdefault(region, []).append(
            {"report": report, "title": known[report].title, "clause": known[report].clause, "origin": known[report].origin,
             "state": state, "due": due.isoformat(), "reported_day": day.isoformat() if day else None,
             "days_late": days_late, "tables": list(filter(None, tables.split(",")))}
        )  # fmt: skip
    order = list(known)
    anything = _any_rows(board, month) if not rows else set()
    result = []
    for code, name in units(board, "region"):
        own = sorted(found.get(code, []), key=lambda one: order.index(one["report"]))
        first: dict[str, Any] = own[0] if own else {}
        result.append(
            {"region_code": code, "region": name, "month": month,
             "reported": first["state"] in SENT if own else code in anything,
             "state": first.get("state"), "due": first.get("due"),
             "reported_day": first.get("reported_day"), "reports": own}
        )  # fmt: skip
    return result


def _any_rows(board: Board, month: str) -> set[str]:
    """Regions of which any table has a row of the month."""
    rows = read(
        board,
        "SELECT DISTINCT region_code FROM (SELECT region_code, report_month AS month FROM hazards UNION ALL "
        "SELECT region_code, report_month FROM inspections UNION ALL SELECT region_code, month FROM dispatch_reports) "
        "WHERE month = ?",
        month,
    )
    return {row[0] for row in rows}
