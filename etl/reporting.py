"""Who has reported: how each region, department and committee stands with each of the plan's reports, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import duckdb

from etl.contract import Contract, contracts
from etl.store import store
from rules.months import Month, months_between
from rules.offices import OFFICE_KINDS, Office, offices_of
from rules.plan import Plan, Region
from rules.reports import STATING, Arrival, is_owed, reports_of, standing

Came = dict[tuple[str, Month], Arrival]
"""(Table, month) -> when an office's rows of it first came, and what came for it again."""
_Again = dict[tuple[str, str, Month], list[tuple[date, int]]]


def build_reporting(connection: duckdb.DuckDBPyConnection, plan: Plan, last: Month, today: date) -> None:
    """Make ``reporting_month``: how every office stands with every report that tables carry, as of ``today``.

    One row an office, month and report that is owed for it, from the plan's first month to the last reported one or
    the clock's. ``reported_day`` is empty where nothing came, or where nobody knows the day; ``tables`` names those
    of the report that came; ``corrected_rows`` counts what files added or changed after the due day. A region has
    reported when rows of it came, a department or committee when a file of its own came. Loads that were undone do
    not count.
    """
    reports = reports_of(plan)
    tables = [t for t in dict.fromkeys(t for r in reports for t in r.tables) if t in contracts()]
    others = {
        name
        for kind in ("department", "committee")
        for o in offices_of(plan, kind)
        for name in (o.code, *o.sends_as)
    }
    _file_days(connection, plan.zone, others)
    by_region = _arrivals_of_regions(connection, tables)
    by_file = _arrivals_of_files(connection, tables)
    connection.execute("DROP TABLE file_days")
    regions = {region.code: region for region in plan.regions}
    rows = []
    for month in months_between(plan.first_month, min(plan.last_month, max(last, Month.of(today)))):
        owed = [report for report in reports if is_owed(report, month)]
        for office in (office for kind in OFFICE_KINDS for office in offices_of(plan, kind)):
            region = regions[office.code] if office.kind == "region" else None
            if region and not region.exists_in(month):
                continue
            came = by_region.get(office.code, {}) if region else _sent_by(office, by_file)
            for report in owed:
                if office.kind not in report.by:
                    continue
                has_stating = region is not None and _has_stating(plan, region, month)
                found = standing(report, month, came, today, has_stating)
                rows.append(
                    (office.kind, office.code, str(month), report.id, found.due, found.day, found.state,
                     found.days_late, ",".join(found.tables), found.corrected, found.corrected_rows)
                )  # fmt: skip
    store(
        connection, "reporting_month", rows,
        ["office_kind", "office_code", "month", "report_id", "due_day", "reported_day", "state", "days_late", "tables",
         "corrected_day", "corrected_rows"],
        ["VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DATE", "DATE", "VARCHAR", "INTEGER", "VARCHAR", "DATE", "BIGINT"],
    )  # fmt: skip


def _has_stating(plan: Plan, region: Region, month: Month) -> bool:
    """Whether the plan asks this region for a figure in the table that states every month."""
    return any(
        i.source == "dispatch"
        and (i.from_year or month.year) <= month.year <= (i.to_year or month.year)
        and (not i.regions or region.code in i.regions)
        for i in plan.indicators
    )


def _file_days(connection: duckdb.DuckDBPyConnection, zone: ZoneInfo, others: set[str]) -> None:
    """``file_days``, for the time of the work: each file that counts, with its table, month, office and day.

    The day is the one that the table itself states, if it is not after its load; else that of the load in the
    plan's zone. The latter is no report's day where the files came with the first load: a database is filled with
    what there was. A file of one of the ``others`` (departments, committees) is no region's report, whatever
    regions its rows name.
    """
    rows = connection.execute(
        "SELECT f.file_id, f.\"table\", f.report_month, coalesce(f.office, ''), f.stated_day, l.loaded_at "
        "FROM load_files AS f JOIN loads AS l USING (load_id) "
        "WHERE f.\"table\" IS NOT NULL AND f.status = 'loaded' AND l.undone_at IS NULL ORDER BY f.file_id"
    ).fetchall()
    days = [(*row[:4], row[4], _day(row[5], zone)) for row in rows]
    first = min((day for *_rest, day in days), default=date.max)
    found = []
    for number, table, month, office, stated, loaded in days:
        is_stated = stated is not None and stated <= loaded
        found.append(
            (
                number,
                table,
                month,
                office,
                stated if is_stated else loaded,
                is_stated or loaded > first,
                office not in others,
            )
        )
    store(
        connection, "file_days", found, ["file_id", "table_name", "file_month", "office", "day", "is_known", "is_of_region"],
        ["INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "DATE", "BOOLEAN", "BOOLEAN"],
    )  # fmt: skip


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.replace(tzinfo=UTC).astimezone(zone).date()


# ---- regions: their rows, whoever sent them


def _arrivals_of_regions(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> dict[str, Came]:
    found: dict[str, Came] = {}
    for table in tables:
        again = _again_of(connection, table)
        sql = _arrival_sql(contracts()[table])
        for region, text, day, known_day in connection.execute(sql).fetchall():
            if text is not None and region is not None:
                month = Month.parse(text)
                later = tuple(again.get((table, region, month), ()))
                found.setdefault(region, {})[table, month] = Arrival(day, day == known_day, later)
    return found


def _again_of(connection: duckdb.DuckDBPyConnection, table: str) -> _Again:
    """What files after the first one of a region and month added or changed, where their day is known."""
    is_stating = table == STATING
    month = "r.month" if is_stating else "f.file_month"
    day = "coalesce(max(r.reported_date), max(f.day))" if is_stating else "max(f.day)"
    told = (
        "bool_or(r.reported_date IS NOT NULL) OR bool_or(f.is_known)" if is_stating else "bool_or(f.is_known)"
    )
    columns = "region_code, month, reported_date, _file" if is_stating else "region_code, _file"
    rows = connection.execute(f"""
        WITH put AS (SELECT {columns} FROM {table}
                     UNION ALL SELECT {columns} FROM {table}_history WHERE _fate = 'replaced'),
        files AS (
            SELECT r.region_code, {month} AS month, r._file, {day} AS day, {told} AS is_known, count(*) AS n
            FROM put AS r JOIN file_days AS f ON f.file_id = r._file AND f.is_of_region WHERE {month} IS NOT NULL GROUP BY ALL)
        -- The first file is found before those of unknown days are left out.
        SELECT region_code, month, day, n FROM (
            SELECT *, min(_file) OVER (PARTITION BY region_code, month) AS first_file FROM files)
        WHERE is_known AND _file > first_file ORDER BY 1, 2, _file""").fetchall()
    found: _Again = {}
    for region, text, at, count in rows:
        found.setdefault((table, region, Month.parse(text)), []).append((at, count))
    return found


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
            JOIN file_days AS f ON f.file_id = r._file AND f.is_of_region GROUP BY ALL"""
    dated = next((c.name for c in contract.columns if c.type == "date" and c.required), None)
    happened = f"strftime({dated}, '%Y-%m')" if dated else "NULL"
    return f"""
        WITH grouped AS (
            SELECT region_code, report_month, {happened} AS happened, _file FROM {contract.table} GROUP BY ALL
            UNION SELECT region_code, report_month, {happened}, _file FROM {contract.table}_history GROUP BY ALL),
        came AS (
            SELECT g.*, f.file_month, f.day, f.is_known
            FROM grouped AS g JOIN file_days AS f ON f.file_id = g._file AND f.is_of_region),
        month_files AS (
            SELECT file_month, min(day) AS day, bool_and(is_known) AS is_known FROM file_days
            WHERE table_name = '{contract.table}' AND is_of_region GROUP BY ALL),
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


# ---- departments and committees: their files


class _File:
    """A file that some department or committee sent."""

    def __init__(self, office: str, table: str, month: Month, day: date, is_known: bool, rows: int) -> None:
        self.office, self.table, self.month = office, table, month
        self.day, self.is_known, self.rows = day, is_known, rows
        self.sectors: set[str] = set()


def _arrivals_of_files(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> list[_File]:
    """Files that name their office, in the order in which they came, with the sectors and months of their rows."""
    found: dict[tuple[int, Month], _File] = {}
    for table in tables:
        names = {column.stored for column in contracts()[table].columns} | {"report_month"}
        month = (
            "coalesce(f.file_month, r.month)"
            if "month" in names
            else "coalesce(f.file_month, r.report_month)"
        )
        sector = "r.sector_code" if "sector_code" in names else "NULL"
        # Rows that a file only repeated are another file's; the file came all the same.
        rows = connection.execute(f"""
            WITH put AS (SELECT *, TRUE AS is_new FROM {table} UNION ALL BY NAME
                         SELECT * EXCLUDE (_fate, _by_file), _fate = 'replaced' AS is_new FROM {table}_history)
            SELECT f.file_id, f.office, {month} AS month, f.day, f.is_known, list(DISTINCT {sector}),
                count(*) FILTER (WHERE r.is_new)
            FROM file_days AS f LEFT JOIN put AS r ON r._file = f.file_id
            WHERE f.office <> '' AND f.table_name = '{table}' GROUP BY ALL ORDER BY f.file_id""").fetchall()
        for number, office, text, day, is_known, sectors, count in rows:
            if text is not None:
                one = _File(office, table, Month.parse(text), day, is_known, count)
                one.sectors = {code for code in sectors or () if code}
                found[number, one.month] = one
    return [found[key] for key in sorted(found, key=lambda key: key[0])]


def _sent_by(office: Office, files: Iterable[_File]) -> Came:
    """When each table of a month first came from an office, and what came for it again."""
    found: Came = {}
    for file in files:
        is_own = file.office in office.sends_as or (
            file.office in office.sends_in and bool(file.sectors & set(office.sectors))
        )
        if not is_own:
            continue
        key = file.table, file.month
        before = found.get(key)
        if before is None:
            found[key] = Arrival(file.day, file.is_known)
        elif file.is_known and file.rows:
            found[key] = Arrival(before.day, before.is_known, (*before.again, (file.day, file.rows)))
    return found
