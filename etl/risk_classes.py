"""Risk classes of regions and of their towns: both from the same counts by the same function and breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from etl.store import store
from rules.classes import risk_class, risk_index
from rules.months import Month
from rules.plan import Plan, RiskRule

_Counts = tuple[int, int, int, int]
"""Points, filed, labelled, controlled."""
_LABELS = ["region_code", "month", "risk_class", "risk_index"]
_TYPES = ["VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE"]


def build_risk_classes(connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]) -> None:
    """``risk_classes`` (every region in force, with and without points) and ``risk_town_classes`` (towns with points).

    Towns are judged by the regions' own breaks and least number of points, so that one colour means one thing.
    """
    _build_regions(connection, plan, months)
    _build_towns(connection, plan, months)


def _build_regions(connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]) -> None:
    counted = _counted(connection, "risk_month", "region_code")
    rows: list[tuple[Any, ...]] = []
    for month, rule in _judged(plan, months):
        for region in plan.regions:
            if not region.exists_in(month):
                continue
            classes = counted.get((region.code, str(month)), {})
            major = classes.get(rule.breaks[-1].code, (0, 0, 0, 0))
            rates = [done / major[0] if major[0] else None for done in major[1:]]
            rows.append(
                (region.code, str(month), *_class_and_index(classes, rule),
                 *(classes.get(code, (0,))[0] for code in ("red", "orange", "yellow", "blue")), *rates, rule.version)
            )  # fmt: skip
    store(
        connection, "risk_classes", rows,
        [*_LABELS, "points_red", "points_orange", "points_yellow", "points_blue", "filed_rate", "labelled_rate",
         "controlled_rate", "rule_version"],
        [*_TYPES, *["BIGINT"] * 4, *["DOUBLE"] * 3, "VARCHAR"],
    )  # fmt: skip


def _build_towns(connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]) -> None:
    counted = _counted(connection, "risk_town_month", "region_code, town")
    rules = {str(month): rule for month, rule in _judged(plan, months)}
    in_force = {(r.code, month) for r in plan.regions for month in rules if r.exists_in(Month.parse(month))}
    rows = [
        (region, month, *_class_and_index(classes, rules[month]), town,
         sum(counts[0] for counts in classes.values()), rules[month].version)
        for (region, town, month), classes in sorted(counted.items())
        if (region, month) in in_force
    ]  # fmt: skip
    store(
        connection, "risk_town_classes", rows, [*_LABELS, "town", "points", "rule_version"],
        [*_TYPES, "VARCHAR", "BIGINT", "VARCHAR"],
    )  # fmt: skip


def _judged(plan: Plan, months: list[Month]) -> Iterator[tuple[Month, RiskRule]]:
    """Each month with the rule that holds in it; none from the first month without one."""
    for month in months:
        rule = plan.risk_rule(month)
        if rule is None:
            return
        yield month, rule


def _counted(
    connection: duckdb.DuckDBPyConnection, mart: str, units: str
) -> dict[tuple[str, ...], dict[str, _Counts]]:
    """(unit columns, month) -> class -> counts."""
    found: dict[tuple[str, ...], dict[str, _Counts]] = {}
    cursor = connection.execute(
        f"SELECT {units}, month, risk_class, sum(points)::BIGINT, sum(filed)::BIGINT, sum(labelled)::BIGINT, "
        f"sum(controlled)::BIGINT FROM {mart} GROUP BY ALL"
    )
    for *unit, code, points, filed, labelled, controlled in cursor.fetchall():
        found.setdefault(tuple(unit), {})[code] = (points, filed, labelled, controlled)
    return found


def _class_and_index(classes: Mapping[str, _Counts], rule: RiskRule) -> tuple[str, float | None]:
    points = {code: counts[0] for code, counts in classes.items()}
    controlled = {code: counts[3] for code, counts in classes.items()}
    return risk_class(points, controlled, rule), risk_index(points, controlled, rule)
