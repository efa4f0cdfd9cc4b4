"""How every target stands in every month and region, and how the forecasts of closed years held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import duckdb

from etl.halves import ALL
from etl.store import store
from rules.forecasts import Figure, backtest
from rules.goals import deadline, judge
from rules.months import Month
from rules.plan import Indicator, Plan

Series = Mapping[tuple[str, str], Mapping[Month, Figure]]
"""(indicator, region) -> month -> numerator, denominator, value."""


def build_target_status(
    connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month], today: date
) -> None:
    """Make ``target_status`` and ``forecast_backtest`` for these months of the plan."""
    series = _series(connection)
    store(
        connection, "target_status", list(_statuses(plan, months, series, today)),
        ["indicator", "year", "region_code", "month", "figure_month", "value", "numerator", "denominator", "target",
         "gap", "status", "due", "reached", "forecast", "forecast_low", "forecast_high"],
        ["VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "VARCHAR"] + ["DOUBLE"] * 5 + ["VARCHAR", "DATE", "VARCHAR"]
        + ["DOUBLE"] * 3,
    )  # fmt: skip
    store(
        connection,
        "forecast_backtest",
        [(h.method, h.horizon, h.coverage, h.cases) for h in backtest(_closed(plan, months, series, today))],
        ["method", "horizon", "coverage", "cases"],
        ["VARCHAR", "INTEGER", "DOUBLE", "INTEGER"],
    )


def _series(connection: duckdb.DuckDBPyConnection) -> Series:
    found: dict[tuple[str, str], dict[Month, Figure]] = {}
    rows = connection.execute(
        "SELECT indicator, unit_code, month, numerator, denominator, value FROM indicator_values WHERE unit_kind = 'region'"
    ).fetchall()
    named: dict[str, Month] = {}
    for indicator, unit, text, *figure in rows:
        month = named.get(text) or named.setdefault(text, Month.parse(text))
        found.setdefault((indicator, unit), {})[month] = (figure[0], figure[1], figure[2])
    return found


def _statuses(plan: Plan, months: list[Month], series: Series, today: date) -> Iterator[tuple[Any, ...]]:
    for indicator in plan.indicators:
        for target in indicator.targets:
            asked = [m for m in months if m.year == target.year]
            due = deadline(target, plan)
            for unit in (ALL, *(indicator.regions or [r.code for r in plan.regions])):
                known = series.get((indicator.id, unit), {})
                figures = {m: known[m] for m in asked if m in known}
                for month in asked:
                    one = judge(plan, indicator, target, figures, month, today)
                    yield (
                        indicator.id, target.year, unit, str(month), str(one.month), one.value, one.numerator,
                        one.denominator, target.value, one.gap, one.status, due,
                        str(one.reached) if one.reached else None, *(one.ahead or (None, None, None)),
                    )  # fmt: skip


def _closed(
    plan: Plan, months: list[Month], series: Series, today: date
) -> Iterable[tuple[Indicator, dict[int, Figure]]]:
    """The closed years of every indicator in every region and in all together."""
    years = sorted({m.year for m in months if m.number == 12 and m.last_day < today})
    for indicator in plan.indicators:
        for unit in (ALL, *(indicator.regions or [r.code for r in plan.regions])):
            known = series.get((indicator.id, unit), {})
            for year in years:
                yield indicator, {m.number: known[m] for m in months if m.year == year and m in known}
