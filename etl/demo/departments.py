"""Files of departments: part of what their sectors' inspections found comes from them instead of from the regions.

Only where the plan has a report that departments owe in this table. One of them is often late, one leaves a month
out, and one sends a correction after the due day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from etl.demo.scene import Scene, index_of, profile
from rules.months import Month
from rules.offices import offices_of
from rules.plan import Plan, Region
from rules.programme import Report
from rules.reports import due_day, is_owed, reports_of

TABLE = "inspections"
_CORRECTED_ROWS = 3


@dataclass(frozen=True)
class Sheets:
    """A department's files of all months."""

    name: str
    rows: pd.DataFrame
    days: dict[int, date]
    """Number of the file's month -> day of sending."""
    is_correction: bool = False


def parted(scene: Scene, region: Region, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A region's inspections: those that it reports itself, and those that departments report."""
    report = _report(scene.plan)
    if report is None or rows.empty:
        return rows, rows.iloc[:0]
    months = [Month(int(n) // 12, int(n) % 12 + 1) for n in sorted(rows["_month"].unique())]
    # Nobody reports in the morning what is inspected in the afternoon.
    owed = {
        index_of(month): due_day(report, month) - timedelta(2) for month in months if is_owed(report, month)
    }
    last = pd.to_datetime(rows["_month"].map(owed.get))
    is_theirs = (
        rows["_month"].isin(list(owed))
        & rows["sector_code"].isin(list(_departments(scene.plan)))
        & (pd.to_datetime(rows["inspected_date"]) <= last)
        & (scene.rng("departments", region.code).random(len(rows)) < profile().sent_by_departments)
    )
    return rows.loc[~is_theirs].reset_index(drop=True), rows.loc[is_theirs].reset_index(drop=True)


def sheets(scene: Scene, rows: pd.DataFrame) -> list[Sheets]:
    """The departments' files, and the correction that one of them sends."""
    report = _report(scene.plan)
    if report is None or rows.empty:
        return []
    by = rows["sector_code"].map(_departments(scene.plan).get)
    found: list[Sheets] = []
    for place, (name, own) in enumerate(sorted(rows.groupby(by), key=lambda item: str(item[0]))):
        own = own.sort_values("_month", kind="stable", ignore_index=True)
        months = sorted(int(n) for n in own["_month"].unique())
        if place == 1 and len(months) > 2:
            # Never reported for this month; the rows come with the next.
            own.loc[own["_month"] == months[-2], "_month"] = months[-1]
            months.remove(months[-2])
        rng = scene.rng("departments", str(name))
        lateness = (1, 9) if place == 2 else (-4, 1)
        days = {n: _due(report, n) + timedelta(int(rng.integers(*lateness))) for n in months}
        found.append(Sheets(str(name), own, days))
        if place == 0 and len(months) > 1:
            found.append(_correction(report, str(name), own, months[-2]))
    return found


def _correction(report: Report, name: str, rows: pd.DataFrame, month: int) -> Sheets:
    """Some of a month's rows again, with everything mended by now."""
    changed = (
        rows.loc[(rows["_month"] == month) & (rows["rectified"] < rows["problems"])]
        .head(_CORRECTED_ROWS)
        .copy()
    )
    changed["rectified"] = changed["problems"]
    return Sheets(name, changed, {month: _due(report, month) + timedelta(6)}, is_correction=True)


def _due(report: Report, month: int) -> date:
    return due_day(report, Month(month // 12, month % 12 + 1))


def _report(plan: Plan) -> Report | None:
    return next((r for r in reports_of(plan) if "department" in r.by and TABLE in r.tables), None)


def _departments(plan: Plan) -> dict[str, str]:
    """Sector code -> the department that answers for it; the first of several."""
    sectors = {c.id: c.sectors for c in plan.programme.committees}
    found: dict[str, str] = {}
    for office in offices_of(plan, "department"):
        for committee in office.sends_as[1:]:
            for code in sectors[committee]:
                found.setdefault(code, office.code)
    return found
