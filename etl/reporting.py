"""Who has reported: how each region stands with each of the plan's reports, month by month."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import duckdb

from etl.contract import Contract, contracts
from etl.store import store
from rules.months import Month, months_between
from rules.plan import Plan, Region
from rules.reports import STATING, Arrival, is_owed, reports_of, standing

Arrivals = dict[str, dict[tuple[str, Month], Arrival]]
"""Region code -> (table, month) -> when its rows first came."""


def build_reporting(connection: duckdb.DuckDBPyConnection, plan: Plan, last: Month, today: date) -> None:
    """Make ``reporting_month``: how every region stands with every report that tables carry, as of ``today``.

    One row a region, month and report that is owed for it, from the plan's first month to the last reported one or
    the clock's. ``reported_day`` is empty where nothing came, or where nobody knows the day; ``tables`` names those
    of the report that came.
    """
    reports = reports_of(plan)
    tables = dict.fromkeys(table for report in reports for table in report.tables)
    arrivals = _arrivals(connection, [t for t in tables if t in contracts()], plan.zone)
    rows = []
    for month in months_between(plan.first_month, min(plan.last_month, max(last, Month.of(today)))):
        for region in plan.regions:
            if not region.exists_in(month):
                continue
            came = arrivals.get(region.code, {})
            for report in reports:
                if is_owed(report, month):
                    found = standing(report, month, came, today, _has_stating(plan, region, month))
                    rows.append(
                        (region.code, str(month), report.id, found.due, found.day, found.state, found.days_late,
                         ",".join(found.tables))
                    )  # fmt: skip
    store(
        connection, "reporting_month", rows,
        ["region_code", "month", "report_id", "due_day", "reported_day", "state", "days_late", "tables"],
        ["VARCHAR", "VARCHAR", "VARCHAR", "DATE", "DATE", "VARCHAR", "INTEGER", "VARCHAR"],
    )  # fmt: skip


def _has_stating(plan: Plan, region: Region, month: Month) -> bool:
    """Whether the plan asks this region for a figure in the table that states every month."""
    return any(
        i.source == "dispatch"
        and (i.from_year or month.year) <= month.year <= (i.to_year or month.year)
        and (not i.regions or region.code in i.regions)
        for i in plan.indicators
    )


def _arrivals(connection: duckdb.DuckDBPyConnection, tables: list[str], zone: ZoneInfo) -> Arrivals:
    _file_days(connection, zone)
    found: Arrivals = {}
    for table in tables:
        sql = _arrival_sql(contracts()[table])
        for region, month, day, known_day in connection.execute(sql).fetchall():
            if month is not None and region is not None:
                arrival = Arrival(day, day == known_day)
                found.setdefault(region, {})[table, Month.parse(month)] = arrival
    connection.execute("DROP TABLE file_days")
    return found


def _file_days(connection: duckdb.DuckDBPyConnection, zone: ZoneInfo) -> None:
    """``file_days``, for the time of the work: each loaded file's table, month and day of its load in the plan's zone.

    A day is no report's day where the files came with the first load: a database is filled with what there was.
    """
    rows = connection.execute(
        'SELECT f.file_id, f."table", f.report_month, l.loaded_at FROM load_files AS f JOIN loads AS l USING (load_id) '
        'WHERE f."table" IS NOT NULL ORDER BY f.file_id'
    ).fetchall()
    days = [(number, table, month, _day(at, zone)) for number, table, month, at in rows]
    first = min((day for *_rest, day in days), default=date.max)
    store(
        connection, "file_days", [(*row, row[3] > first) for row in days],
        ["file_id", "table_name", "file_month", "day", "is_known"], ["INTEGER", "VARCHAR", "VARCHAR", "DATE", "BOOLEAN"],
    )  # fmt: skip


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.replace(tzinfo=UTC).astimezone(zone).date()


def _arrival_sql(contract: Contract) -> str:
    """SQL giving ``region_code, month, day, known_day``: when a table's rows for a month first came.

    A row speaks for the month that it reports and for the one in which what it tells happened. What a later file
    only repeats keeps the file of its first coming and takes the later month; that month's day is then the day of
    that month's first file.
    """
    if contract.table == STATING:
        day = "coalesce(r.reported_date, f.day)"
        return f"""
            SELECT r.region_code, r.month, min({day}), min({day}) FILTER (WHERE r.reported_date IS NOT NULL OR f.is_known)
            FROM (SELECT region_code, month, reported_date, _file FROM {contract.table}
                  UNION ALL SELECT region_code, month, reported_date, _file FROM {contract.table}_history) AS r
            JOIN file_days AS f ON f.file_id = r._file GROUP BY ALL"""
    dated = next((c.name for c in contract.columns if c.type == "date" and c.required), None)
    happened = f"strftime({dated}, '%Y-%m')" if dated else "NULL"
    return f"""
        WITH grouped AS (
            SELECT region_code, report_month, {happened} AS happened, _file FROM {contract.table} GROUP BY ALL
            UNION SELECT region_code, report_month, {happened}, _file FROM {contract.table}_history GROUP BY ALL),
        came AS (SELECT g.*, f.file_month, f.day, f.is_known FROM grouped AS g JOIN file_days AS f ON f.file_id = g._file),
        month_files AS (
            SELECT file_month, min(day) AS day, bool_and(is_known) AS is_known FROM file_days
            WHERE table_name = '{contract.table}' GROUP BY ALL),
        spoken AS (
            SELECT c.region_code, c.report_month AS month, coalesce(m.day, c.day) AS day,
                coalesce(m.is_known, c.is_known) AS is_known
            FROM came AS c LEFT JOIN month_files AS m
                ON c.report_month > c.file_month AND m.file_month = c.report_month
            UNION ALL
            SELECT region_code, file_month, day, is_known FROM came WHERE file_month < report_month
            UNION ALL
            SELECT region_code, happened, day, is_known FROM came WHERE happened <= strftime(day, '%Y-%m'))
        SELECT region_code, month, min(day), min(day) FILTER (WHERE is_known) FROM spoken GROUP BY ALL"""
