"""Indicator values from the marts, as the plan declares them."""

from __future__ import annotations

import duckdb
import pandas as pd

from etl.model_files import describe, model_names
from rules.packs import PlanError
from rules.plan import Aggregate, Indicator, Plan

_WINDOWS = {
    "month": "t.month = m.month",
    "month_end": "t.month = m.month",
    "year_to_date": "t.month BETWEEN substr(m.month, 1, 4) || '-01' AND m.month",
    "trailing_12": "t.month > strftime(m.first_day - INTERVAL 12 MONTH, '%Y-%m') AND t.month <= m.month",
    "campaign_to_date": "t.month BETWEEN (SELECT plan_first FROM plan_settings) AND m.month",
}
ALL = "*"
"""Unit code of all regions together."""


class UnknownColumn(PlanError):
    """A plan names a mart or a column that does not exist."""


def known_columns() -> dict[str, set[str]]:
    """Mart -> columns that a plan may add up or select by."""
    found = {}
    for name in model_names("marts"):
        model = describe("marts", name)
        found[name] = set(model.grain) | set(model.columns)
    return found


def half_sql(half: Aggregate) -> str:
    """SQL giving ``unit_kind, unit_code, month, amount``: one half of an indicator for every unit and month.

    Raises UnknownColumn where the plan names something that no mart has.
    """
    columns = known_columns().get(half.mart)
    if columns is None:
        raise UnknownColumn(f"mart '{half.mart}': expected one of {', '.join(known_columns())}")
    for name in (half.column, *half.where):
        if name not in columns:
            raise UnknownColumn(f"mart {half.mart}: no column '{name}'; it has {', '.join(sorted(columns))}")
    where = "".join(f" AND {_condition(name, value)}" for name, value in half.where.items())
    sector = "sector" if "sector" in columns else "NULL::VARCHAR AS sector"
    return f"""
        WITH t AS (
            SELECT region_code, {sector}, month, sum({half.column}) AS amount FROM {half.mart}
            WHERE TRUE{where} GROUP BY ALL),
        spread AS (
            SELECT t.region_code, t.sector, m.month, t.amount
            FROM stg_months AS m JOIN t ON {_WINDOWS[half.window]})
        SELECT
            CASE WHEN grouping(sector) = 0 THEN 'sector' ELSE 'region' END AS unit_kind,
            coalesce(CASE WHEN grouping(sector) = 0 THEN sector ELSE region_code END, '{ALL}') AS unit_code,
            month, sum(amount)::DOUBLE AS amount
        FROM spread GROUP BY GROUPING SETS ((month, region_code), (month, sector), (month))
        HAVING grouping(sector) = 1 OR sector IS NOT NULL"""


def _reporting_units(half: Aggregate) -> str:
    """SQL giving the units and months for which a count without rows is nought, and not unknown.

    Where no row means that nothing happened, every unit counts as soon as the table holds anything at all;
    elsewhere a unit counts from its first row on.
    """
    model = describe("marts", half.mart)
    pairs = [("region", "region_code"), *([("sector", "sector")] if "sector" in model.grain else [])]
    if model.absence == "zero":
        # From January of the first year that the table speaks of: before that nobody reported at all.
        units = (
            f"SELECT unit_kind, unit_code, (SELECT substr(min(month), 1, 4) || '-01' FROM {half.mart}) AS since "
            "FROM plan_units"
        )
    else:
        units = (
            " UNION ALL ".join(
                f"SELECT '{kind}' AS unit_kind, {column} AS unit_code, min(month) AS since FROM {half.mart} GROUP BY 2"
                for kind, column in pairs
            )
            + f" UNION ALL SELECT 'region', '{ALL}', min(month) FROM {half.mart} HAVING min(month) IS NOT NULL"
        )
    return (
        f"SELECT unit_kind, unit_code, m.month FROM ({units}) AS u JOIN stg_months AS m ON m.month >= u.since"
    )


def _condition(name: str, value: str | bool | list[str]) -> str:
    if isinstance(value, bool):
        return f"{name} = {'TRUE' if value else 'FALSE'}"
    values = value if isinstance(value, list) else [value]
    return f"{name} IN ({', '.join(repr(str(v)) for v in values)})"


def indicator_sql(indicator: Indicator) -> str:
    """SQL giving ``unit_kind, unit_code, month, indicator, numerator, denominator, value`` for one indicator."""
    numerator, denominator = indicator.halves()
    if denominator is None:
        return f"""
            SELECT unit_kind, unit_code, month, '{indicator.id}' AS indicator, coalesce(amount, 0) AS numerator,
                NULL::DOUBLE AS denominator, coalesce(amount, 0) AS value
            FROM ({_reporting_units(numerator)}) LEFT JOIN ({half_sql(numerator)}) USING (unit_kind, unit_code, month)"""
    value = "n / d"
    if indicator.kind == "fall":
        value = "1 - n / d"
    # Where the denominator has cases and the numerator has no row at all, the numerator is nought; where the
    # denominator has none, or the column was never filled, nothing is known.
    return f"""
        SELECT unit_kind, unit_code, month, '{indicator.id}' AS indicator,
            CASE WHEN d IS NOT NULL THEN n END AS numerator, d AS denominator,
            CASE WHEN d > 0 THEN {value} END AS value
        FROM (SELECT unit_kind, unit_code, month, CASE WHEN num.is_there THEN num.amount ELSE 0 END AS n, den.amount AS d
              FROM (SELECT *, TRUE AS is_there FROM ({half_sql(numerator)})) AS num
              FULL JOIN ({half_sql(denominator)}) AS den USING (unit_kind, unit_code, month))"""


def build_indicator_values(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Make the table ``indicator_values`` for all indicators, regions and sectors of the plan."""
    connection.execute(
        "CREATE OR REPLACE TABLE indicator_values (unit_kind VARCHAR, unit_code VARCHAR, month VARCHAR, indicator VARCHAR, "
        "numerator DOUBLE, denominator DOUBLE, value DOUBLE)"
    )
    for indicator in plan.indicators:
        connection.execute(f"INSERT INTO indicator_values {indicator_sql(indicator)}")
        if indicator.kind == "fall":
            _compare_with_last_year(connection, indicator)
        if indicator.regions:
            listed = ", ".join(repr(c) for c in indicator.regions)
            connection.execute(
                f"DELETE FROM indicator_values WHERE indicator = '{indicator.id}' AND unit_kind = 'region' "
                f"AND unit_code <> '{ALL}' AND unit_code NOT IN ({listed})"
            )


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


def figures(connection: duckdb.DuckDBPyConnection, by: str) -> pd.DataFrame:
    """``indicator_values`` of one kind of unit as a frame."""
    return connection.execute("SELECT * FROM indicator_values WHERE unit_kind = ?", [by]).df()
