"""One half of an indicator as SQL over its mart, and since when a unit has reported to a mart."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from etl.committees import first_months, with_committees
from etl.model_files import describe, model_names
from rules.packs import PlanError
from rules.plan import Aggregate
from rules.windows import EVERYTHING, Scope

_WINDOWS = {
    "month": "t.month = m.month",
    "month_end": "t.month = m.month",
    "quarter_to_date": "t.month BETWEEN strftime(date_trunc('quarter', m.first_day), '%Y-%m') AND m.month",
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


def half_sql(half: Aggregate, scope: Scope = EVERYTHING, reported_to: str = "") -> str:
    """SQL giving ``unit_kind, unit_code, month, amount``: one half of an indicator for every unit and month.

    ``scope`` limits the regions and sectors that are added up, in the rows of all together too. With
    ``reported_to`` only regions that had reported to that mart by then count in all together and in the sectors.
    Raises UnknownColumn where the plan names something that no mart has.
    """
    columns = known_columns().get(half.mart)
    if columns is None:
        raise UnknownColumn(f"mart '{half.mart}': expected one of {', '.join(known_columns())}")
    for name in (half.column, *half.where):
        if name not in columns:
            raise UnknownColumn(f"mart {half.mart}: no column '{name}'; it has {', '.join(sorted(columns))}")
    numeric = describe("marts", half.mart).numeric_grain
    for name in half.at_least:
        if name not in numeric:
            found = "is no number of the grain" if name in columns else "does not exist"
            raise UnknownColumn(
                f"mart {half.mart}: at_least: column '{name}' {found}; expected one of: {', '.join(numeric) or 'none'}"
            )
    where = "".join(f" AND {_condition(name, value)}" for name, value in half.where.items())
    where += "".join(f" AND {name} >= {number!r}" for name, number in half.at_least.items())
    where += _among("region_code", scope.regions)
    if "sector" in columns:
        where += _among("sector", scope.sectors)
    sector = "sector" if "sector" in columns else "NULL::VARCHAR AS sector"
    counts, join = "TRUE", ""
    if reported_to:
        counts = "coalesce(r.since <= m.month, FALSE)"
        join = f" LEFT JOIN reported_since AS r ON r.mart = '{reported_to}' AND r.unit_kind = 'region' AND r.unit_code = t.region_code"
    return with_committees(f"""
        WITH t AS (
            SELECT region_code, {sector}, month, sum({half.column}) AS amount FROM {half.mart}
            WHERE TRUE{where} GROUP BY ALL),
        spread AS (
            SELECT t.region_code, t.sector, m.month, t.amount, {counts} AS counts
            FROM stg_months AS m JOIN t ON {_WINDOWS[half.window]}{join})
        SELECT
            CASE WHEN grouping(sector) = 0 THEN 'sector' ELSE 'region' END AS unit_kind,
            coalesce(CASE WHEN grouping(sector) = 0 THEN sector ELSE region_code END, '{ALL}') AS unit_code,
            month,
            CASE WHEN grouping(region_code) = 0 THEN sum(amount) ELSE sum(amount) FILTER (WHERE counts) END::DOUBLE AS amount
        FROM spread GROUP BY GROUPING SETS ((month, region_code), (month, sector), (month))
        HAVING grouping(sector) = 1 OR sector IS NOT NULL""")


def reporting_units(mart: str, scope: Scope = EVERYTHING) -> str:
    """SQL giving the units and months for which a count without rows in ``mart`` is nought, and not unknown."""
    regions, sectors = _among("unit_code", scope.regions), _among("unit_code", scope.sectors)
    return f"""
        SELECT unit_kind, unit_code, m.month
        FROM (
            SELECT unit_kind, unit_code, since FROM reported_since
            WHERE mart = '{mart}' AND ((unit_kind = 'region'{regions}) OR (unit_kind = 'sector'{sectors}))
            UNION ALL
            SELECT 'region', '{ALL}', min(since) FROM reported_since
            WHERE mart = '{mart}' AND unit_kind = 'region'{regions} HAVING min(since) IS NOT NULL
            UNION ALL
            {first_months(mart, sectors)}
        ) AS u JOIN stg_months AS m ON m.month >= u.since"""


def build_reported_since(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``reported_since``: mart, unit_kind, unit_code, since (month of the first report).

    Where no row means that nothing happened, every unit counts from January of the first year that the table
    speaks of (before that nobody reported at all); elsewhere a unit counts from its first row on.
    """
    connection.execute(
        "CREATE OR REPLACE TABLE reported_since (mart VARCHAR, unit_kind VARCHAR, unit_code VARCHAR, since VARCHAR)"
    )
    for mart in model_names("marts"):
        model = describe("marts", mart)
        if model.absence == "zero":
            connection.execute(f"""
                INSERT INTO reported_since
                SELECT '{mart}', unit_kind, unit_code, (SELECT substr(min(month), 1, 4) || '-01' FROM {mart}) AS first
                FROM plan_units WHERE unit_code <> '{ALL}' AND first IS NOT NULL""")
            continue
        for kind, column in (("region", "region_code"), ("sector", "sector")):
            if column in model.grain:
                connection.execute(
                    f"INSERT INTO reported_since SELECT '{mart}', '{kind}', {column}, min(month) FROM {mart} GROUP BY ALL"
                )


def _among(column: str, values: Sequence[str]) -> str:
    return f" AND {column} IN ({', '.join(repr(str(v)) for v in values)})" if values else ""


def _condition(name: str, value: str | bool | list[str]) -> str:
    if isinstance(value, bool):
        return f"{name} = {'TRUE' if value else 'FALSE'}"
    values = value if isinstance(value, list) else [value]
    return f"{name} IN ({', '.join(repr(str(v)) for v in values)})"
