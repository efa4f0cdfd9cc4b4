"""Builds everything that pages read: models, indicator values, scores, classes and target status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import duckdb

from etl.bands import build_bands
from etl.clock import today
from etl.committees import committee_sectors
from etl.contract import contracts
from etl.escalations import build_escalations
from etl.figure_marks import build_figure_marks
from etl.findings import build_findings
from etl.indicators import ALL, build_indicator_values
from etl.ladder import build_ladder
from etl.model_files import build_model, build_rows_view, model_names
from etl.reporting import build_reporting
from etl.risk_classes import build_risk_classes
from etl.scores import build_scores
from etl.store import store as _store
from etl.target_status import build_target_status
from etl.words import build_measure_words
from rules.classes import accident_class
from rules.months import Month, months_between
from rules.plan import Plan

_Step = Callable[[int, int, str], None]
KINDS = ("region", "sector", "committee")
"""What is ranked; a unit's kind in every result."""


def build(connection: duckdb.DuckDBPyConnection, plan: Plan, step: _Step) -> None:
    """Build all models and results for ``plan``; raises BrokenModel when an assertion fails."""
    what = "生成汇总"
    models = [("staging", n) for n in model_names("staging")] + [("marts", n) for n in model_names("marts")]
    total = len(models) + 5
    last = data_through(connection, plan)
    build_settings(connection, plan, last)
    classify_accidents(connection)
    build_bands(connection)
    for number, (layer, name) in enumerate(models):
        step(number, total, what)
        build_model(connection, layer, name)
    for name in model_names("rows"):
        build_rows_view(connection, name)
    build_measure_words(connection)
    step(len(models), total, what)
    build_indicator_values(connection, plan)
    step(len(models) + 1, total, what)
    months = months_between(plan.first_month, last)
    build_scores(connection, plan, months, KINDS, lambda by, month: _units_in(plan, by, month))
    step(len(models) + 2, total, what)
    build_risk_classes(connection, plan, months)
    step(len(models) + 3, total, what)
    build_target_status(connection, plan, months, today(plan.zone))
    build_ladder(connection, plan, months)
    build_escalations(connection, plan)
    build_reporting(connection, plan, last, today(plan.zone))
    build_findings(connection, plan, today(plan.zone))
    build_figure_marks(connection)
    step(total, total, what)


def data_through(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Month:
    """The last month that a row of any table reports on, never after the clock's month or the plan's last.

    Where no report names its month, nobody can say which months were reported, and all of them up to the
    clock's month are judged.
    """
    now = max(Month.of(today(plan.zone)), plan.first_month)
    # A table has few months: to gather them and compare those takes a quarter of the time of comparing rows.
    told = " UNION ALL ".join(
        f"SELECT DISTINCT {column.name} AS told FROM {contract.table}"
        for contract in contracts().values()
        for column in contract.columns
        if column.type == "month"
    )
    bounds = {"first": str(plan.first_month), "last": str(min(plan.last_month, now))}
    reported = connection.execute(
        f"SELECT max(told) FROM ({told}) WHERE told BETWEEN $first AND $last", bounds
    ).fetchone()
    if reported and reported[0]:
        return Month.parse(reported[0])
    return min(plan.last_month, now)


def build_settings(connection: duckdb.DuckDBPyConnection, plan: Plan, last: Month) -> None:
    """Tables that tell the models and the readers of the plan's months and places."""
    # From January, since figures of the year to date need the whole of it.
    spine_first = Month((plan.first_month + -12).year, 1)
    connection.execute(
        "CREATE OR REPLACE TABLE plan_settings AS SELECT ? AS plan_id, ?::DATE AS first_day, ?::DATE AS last_day, "
        "? AS plan_first, ? AS plan_last, ? AS data_through, ?::DATE AS cohort_before, ?::DATE AS judged_on, ? AS built_at",
        [plan.id, spine_first.first_day, plan.last_month.last_day, str(plan.first_month), str(plan.last_month),
         str(last), plan.cohort_before, today(plan.zone), datetime.now(UTC).replace(tzinfo=None)],
    )  # fmt: skip

    starts = (0, *plan.headcount_bands)
    named = [*zip(starts, (*plan.headcount_bands, None), plan.headcount_codes, strict=True)]
    _store(connection, "headcount_bands", named, ["low", "below", "band"], ["INTEGER", "INTEGER", "VARCHAR"])
    units = [("region", ALL), *((by, unit) for by in KINDS for unit in _units(plan, by))]
    _store(connection, "plan_units", units, ["unit_kind", "unit_code"], "VARCHAR")
    _store(connection, "committee_sectors", committee_sectors(plan), ["committee", "sector_code"], "VARCHAR")


def classify_accidents(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``accident_classes`` from the ledger of accidents."""
    rows = connection.execute(
        "SELECT region_code, accident_id, deaths, serious_injuries, direct_loss_yuan FROM accidents"
    ).fetchall()
    classed = [
        (region, accident, accident_class(deaths, hurt, loss))
        for region, accident, deaths, hurt, loss in rows
    ]
    _store(
        connection, "accident_classes", classed, ["region_code", "accident_id", "accident_class"], "VARCHAR"
    )


def _units(plan: Plan, by: str) -> list[str]:
    if by == "committee":
        return [c.id for c in plan.programme.ranked_committees]
    return [r.code for r in plan.regions] if by == "region" else [s.code for s in plan.sectors]


def _units_in(plan: Plan, by: str, month: Month) -> list[str]:
    return [unit for unit in _units(plan, by) if _in_force(plan, unit, by, month)]


def _in_force(plan: Plan, unit: str, by: str, month: Month) -> bool:
    """Whether a unit exists in a month; a region that was dissolved is not ranked afterwards."""
    if by != "region":
        return True
    return next(r for r in plan.regions if r.code == unit).exists_in(month)
