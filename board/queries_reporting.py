"""Who has reported: how each office stands with each of the plan's reports, as of the day of the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from board.memo import remembered
from board.queries import ALL, Board, read, require_month, units
from rules.months import Month
from rules.offices import OFFICE_KINDS, OfficeKind, offices_of
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
    corrected: date | None = None
    """Day of the last file that added to the report or changed it after the due day."""
    corrected_rows: int = 0


@dataclass(frozen=True)
class Calendar:
    """One report in every office of a kind and month."""

    report: Report
    months: Sequence[str]
    """Months for which it is owed, ascending, to the clock's month."""
    cells: Mapping[tuple[str, str], Cell]
    """By office code and month; none where the region was not there."""
    kind: OfficeKind = "region"

    def of_month(self, month: str, states: Sequence[State]) -> list[tuple[str, Cell]]:
        """Offices in one of these states, in official order; those of an earlier state in the list first."""
        found = [
            (code, cell) for (code, at), cell in self.cells.items() if at == month and cell.state in states
        ]
        return sorted(found, key=lambda pair: (states.index(pair[1].state), -pair[1].days_late))


def reports(board: Board) -> list[Report]:
    """The plan's reports that tables carry; what comes on paper cannot be checked here."""
    return reports_of(board.plan)


def kinds(report: Report) -> list[OfficeKind]:
    """Kinds of offices that owe a report."""
    return [kind for kind in OFFICE_KINDS if kind in report.by]


def calendar(board: Board, report: Report, region: str = ALL, kind: OfficeKind = "region") -> Calendar:
    """One report's states, of all offices of a kind or of one region; worked out once a build for all viewers."""
    code = region if kind == "region" else ALL
    key = ("reporting", board.stamp, report.id, kind, code)
    return remembered(key, lambda: _calendar(board, report, kind, code))


def _calendar(board: Board, report: Report, kind: OfficeKind, code: str) -> Calendar:
    rows = read(
        board,
        f"SELECT office_code, month, {_COLUMNS} FROM reporting_month "
        "WHERE report_id = ? AND office_kind = ? AND (? = '*' OR office_code = ?)",
        report.id, kind, code, code,
    )  # fmt: skip
    found = {(row[0], row[1]): row[2:] for row in rows}
    months = sorted({month for _office, month in found})
    cells = {
        (office.code, month): _cell(found[office.code, month])
        for office in offices_of(board.plan, kind)
        for month in months
        if (office.code, month) in found
    }
    return Calendar(report, months, cells, kind)


_COLUMNS = "state, due_day, reported_day, days_late, tables, corrected_day, corrected_rows"


def _cell(row: Sequence[Any]) -> Cell:
    state, due, day, days_late, tables, corrected, rows = row
    return Cell(state, due, day, days_late, tuple(filter(None, tables.split(","))), corrected, rows)


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


def sent(board: Board, report: Report, kind: OfficeKind, code: str, month: str) -> list[dict[str, Any]]:
    """The files of a report that a department or committee sent for the month's period, as they came.

    One row a file: ``table, file, sheet, day``, ``rows`` (of the file), ``first``, ``last`` (None: the whole file).
    """
    office = next((one for one in offices_of(board.plan, kind) if one.code == code), None)
    if office is None or not report.tables:
        return []
    months = [str(m) for m in period(report, Month.parse(month))]
    found: list[dict[str, Any]] = []
    for table in report.tables:
        columns = {
            r[0] for r in read(board, "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", table)
        }
        if not columns:
            continue
        # What a later file replaced came all the same.
        put = " UNION ALL ".join(
            f"SELECT _file, {'month' if 'month' in columns else 'report_month'} AS month, "
            f"{'sector_code' if 'sector_code' in columns else 'NULL'} AS sector FROM {name}"
            for name in (table, f"{table}_history")
        )
        rows = read(
            board,
            f"SELECT f.file, f.sheet, coalesce(f.stated_day, l.loaded_at::DATE), f.rows_in "
            f"FROM load_files AS f JOIN loads AS l USING (load_id) LEFT JOIN ({put}) AS r ON r._file = f.file_id "
            "WHERE f.status = 'loaded' AND l.undone_at IS NULL AND f.\"table\" = ? "
            f"AND coalesce(f.report_month, r.month) IN ({_marks(months)}) AND (f.office IN ({_marks(office.sends_as)}) "
            f"OR (f.office IN ({_marks(office.sends_in)}) AND r.sector IN ({_marks(office.sectors)}))) "
            "GROUP BY f.file_id, f.file, f.sheet, f.stated_day, l.loaded_at, f.rows_in ORDER BY 3, f.file_id",
            table, *months, *office.sends_as, *office.sends_in, *office.sectors,
        )  # fmt: skip
        keys = ("file", "sheet", "day", "rows")
        found += [
            {"table": table, **dict(zip(keys, row, strict=True)), "first": None, "last": None} for row in rows
        ]
    return found


def _marks(values: Sequence[str]) -> str:
    """Places for values in a list of SQL; one that nothing equals where there are none."""
    return ", ".join("?" for _one in values) or "NULL"


def reporting(board: Board, month: str, by: str = "region") -> list[dict[str, Any]]:
    """How each office stands with the reports that are owed for a month, as ``board show reporting`` prints it.

    ``by`` is ``region``, ``sector`` (the departments that answer for sectors) or ``committee``. ``reported``,
    ``state``, ``due`` and ``reported_day`` are those of the plan's first report of the month, monthly ones first;
    ``reports`` has each. ``state``: ``missing``, ``late``, ``corrected`` (sent, and changed after the due day),
    ``undated`` (sent on a day that nobody knows), ``on_time``, ``not_due``; None where nothing is owed. In a plan
    that owes no table for the month a region has reported when any table has a row of it; of departments and
    committees ``reported`` is then None.
    """
    require_month(board, month)
    kind: OfficeKind = "department" if by == "sector" else "committee" if by == "committee" else "region"
    rows = read(
        board,
        f"SELECT office_code, report_id, {_COLUMNS} FROM reporting_month WHERE month = ? AND office_kind = ?",
        month, kind,
    )  # fmt: skip
    known = {report.id: report for report in reports(board)}
    found: dict[str, list[dict[str, Any]]] = {}
    for office, report, *told in rows:
        cell = _cell(told)
        found.setdefault(office, []).append(
            {"report": report, "title": known[report].title, "clause": known[report].clause, "origin": known[report].origin,
             "state": cell.state, "due": cell.due.isoformat(), "reported_day": _iso(cell.day),
             "days_late": cell.days_late, "corrected_day": _iso(cell.corrected), "corrected_rows": cell.corrected_rows,
             "tables": list(cell.tables)}
        )  # fmt: skip
    order = list(known)
    anything = _any_rows(board, month) if kind == "region" and not rows else set()
    result = []
    for code, name in office_names(board, kind).items():
        own = sorted(found.get(code, []), key=lambda one: order.index(one["report"]))
        first: dict[str, Any] = own[0] if own else {}
        result.append(
            {"region_code": code, "region": name, "month": month,
             "reported": first["state"] in SENT if own else code in anything if kind == "region" else None,
             "state": first.get("state"), "due": first.get("due"),
             "reported_day": first.get("reported_day"), "corrected_day": first.get("corrected_day"),
             "corrected_rows": first.get("corrected_rows"), "office_kind": kind, "reports": own}
        )  # fmt: skip
    return result


def office_names(board: Board, kind: OfficeKind) -> dict[str, str]:
    """Code -> Chinese name of the offices of a kind, in the plan's order."""
    if kind == "region":
        return dict(units(board, "region"))
    committees = {c.id: c.name for c in board.plan.programme.committees}
    return {o.code: committees.get(o.code, o.code) for o in offices_of(board.plan, kind)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
