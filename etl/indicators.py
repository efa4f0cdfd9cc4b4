"""Indicator values from the marts, as the plan declares them."""

from __future__ import annotations

import duckdb

from etl.halves import ALL, UnknownColumn, build_reported_since, half_sql, known_columns, reporting_units
from rules.plan import Indicator, Plan
from rules.windows import reported_to, scope_of

__all__ = [
    "ALL",
    "UnknownColumn",
    "build_indicator_values",
    "half_sql",
    "indicator_sql",
    "known_columns",
]


def indicator_sql(indicator: Indicator) -> str:
    """SQL giving ``unit_kind, unit_code, month, indicator, numerator, denominator, value`` for one indicator.

    A half without rows is nought where the unit had reported to its mart by then, and unknown (NULL) before: a
    missing report is no data, never nought. Where the column was never filled, nothing is known either.
    """
    numerator, denominator = indicator.halves()
    scope = scope_of(indicator)
    counted = f"""
        SELECT unit_kind, unit_code, month, CASE WHEN is_there THEN amount ELSE 0 END AS n
        FROM ({reporting_units(numerator.mart, scope)})
        LEFT JOIN (SELECT *, TRUE AS is_there FROM ({half_sql(numerator, scope)})) USING (unit_kind, unit_code, month)"""
    if denominator is None:
        return f"""
            SELECT unit_kind, unit_code, month, '{indicator.id}' AS indicator, n AS numerator,
                NULL::DOUBLE AS denominator, n AS value
            FROM ({counted})"""
    return f"""
        SELECT unit_kind, unit_code, month, '{indicator.id}' AS indicator,
            CASE WHEN d IS NOT NULL THEN n END AS numerator, d AS denominator,
            CASE WHEN d > 0 THEN n / d END AS value
        FROM (SELECT unit_kind, unit_code, month, num.n, den.amount AS d
              FROM ({half_sql(denominator, scope, reported_to(indicator))}) AS den
              LEFT JOIN ({counted}) AS num USING (unit_kind, unit_code, month))"""


def build_indicator_values(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Make the tables ``reported_since`` and ``indicator_values`` for all indicators, regions and sectors of the plan."""
    build_reported_since(connection)
    connection.execute(
        "CREATE OR REPLACE TABLE indicator_values (unit_kind VARCHAR, unit_code VARCHAR, month VARCHAR, indicator VARCHAR, "
        "numerator DOUBLE, denominator DOUBLE, value DOUBLE)"
    )
    for indicator in plan.indicators:
        connection.execute(f"INSERT INTO indicator_values {indicator_sql(indicator)}")
        if indicator.kind == "fall":
            _compare_with_last_year(connection, indicator)


def _compare_with_last_year(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """A fall on the year before: this period over the same period last year, as the share it fell by."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE compared AS
        SELECT m.month, k.unit_kind, k.unit_code, now.numerator AS n, old.numerator AS d
        FROM stg_months AS m
        CROSS JOIN (SELECT DISTINCT unit_kind, unit_code FROM indicator_values WHERE indicator = '{indicator.id}') AS k
        LEFT JOIN indicator_values AS now ON now.indicator = '{indicator.id}' AND now.unit_kind = k.unit_kind
            AND now.unit_code = k.unit_code AND now.month = m.month
        LEFT JOIN indicator_values AS old ON old.indicator = '{indicator.id}' AND old.unit_kind = k.unit_kind
            AND old.unit_code = k.unit_code AND old.month = strftime(m.first_day - INTERVAL 1 YEAR, '%Y-%m')
        WHERE m.month >= (SELECT plan_first FROM plan_settings)""")
    connection.execute(f"DELETE FROM indicator_values WHERE indicator = '{indicator.id}'")
    connection.execute(f"""
        INSERT INTO indicator_values SELECT unit_kind, unit_code, month, '{indicator.id}', n, d,
            CASE WHEN d > 0 THEN 1 - n / d WHEN d = 0 AND n = 0 THEN 0 END FROM compared""")
