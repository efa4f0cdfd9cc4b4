"""Builds everything that pages read: models, indicator values, scores, classes and target status."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import duckdb

from etl.clock import today
from etl.committees import committee_sectors
from etl.contract import contracts
from etl.figure_marks import build_figure_marks
from etl.findings import build_findings
from etl.indicators import ALL, build_indicator_values, half_sql
from etl.ladder import build_ladder
from etl.model_files import build_model, build_rows_view, model_names
from etl.reporting import build_reporting
from etl.store import store as _store
from etl.target_status import build_target_status
from etl.words import build_measure_words
from rules.classes import accident_class, risk_class, risk_index
from rules.months import Month, months_between
from rules.plan import Plan
from rules.scoring import Score, score_unit
from rules.statistics import Certainty, certainty, change_is_beyond_chance

_Step = Callable[[int, int, str], None]
KINDS = ("region", "sector", "committee")
"""What is ranked; a unit's kind in every result."""
SEED = 20240301
"""Fixed, so that the same rows give the same rank intervals on every machine."""


def build(connection: duckdb.DuckDBPyConnection, plan: Plan, step: _Step) -> None:
    """Build all models and results for ``plan``; raises BrokenModel when an assertion fails."""
    what = "生成汇总"
    models = [("staging", n) for n in model_names("staging")] + [("marts", n) for n in model_names("marts")]
    total = len(models) + 5
    last = data_through(connection, plan)
    _settings(connection, plan, last)
    _classify_accidents(connection)
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
    _build_scores(connection, plan, months)
    step(len(models) + 2, total, what)
    _build_risk_classes(connection, plan, months)
    step(len(models) + 3, total, what)
    build_target_status(connection, plan, months, today(plan.zone))
    build_ladder(connection, plan, months)
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


def _settings(connection: duckdb.DuckDBPyConnection, plan: Plan, last: Month) -> None:
    """Tables that tell the models and the readers of the plan's months and places."""
    # From January, since figures of the year to date need the whole of it.
    spine_first = Month((plan.first_month + -12).year, 1)
    connection.execute(
        "CREATE OR REPLACE TABLE plan_settings AS SELECT ? AS plan_id, ?::DATE AS first_day, ?::DATE AS last_day, "
        "? AS plan_first, ? AS plan_last, ? AS data_through, ?::DATE AS cohort_before, ?::DATE AS judged_on, ? AS built_at",
        [plan.id, spine_first.first_day, plan.last_month.last_day, str(plan.first_month), str(plan.last_month),
         str(last), plan.cohort_before, today(plan.zone), datetime.now(UTC).replace(tzinfo=None)],
    )  # fmt: skip

    units = [("region", ALL), *((by, unit) for by in KINDS for unit in _units(plan, by))]
    _store(connection, "plan_units", units, ["unit_kind", "unit_code"], "VARCHAR")
    _store(connection, "committee_sectors", committee_sectors(plan), ["committee", "sector_code"], "VARCHAR")


def _classify_accidents(connection: duckdb.DuckDBPyConnection) -> None:
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


def _in_force(plan: Plan, unit: str, by: str, month: Month) -> bool:
    """Whether a unit exists in a month; a region that was dissolved is not ranked afterwards."""
    if by != "region":
        return True
    return next(r for r in plan.regions if r.code == unit).exists_in(month)


def _figures(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str, str], dict[str, tuple[float | None, float | None, float | None]]]:
    """(by, unit, month) -> indicator -> (numerator, denominator, value)."""
    found: dict[tuple[str, str, str], dict[str, tuple[float | None, float | None, float | None]]] = {}
    cursor = connection.execute(
        "SELECT unit_kind, unit_code, month, indicator, numerator, denominator, value FROM indicator_values"
    )
    for by, unit, month, indicator, numerator, denominator, value in cursor.fetchall():
        found.setdefault((by, unit, month), {})[indicator] = (numerator, denominator, value)
    return found


def _veto_counts(
    connection: duckdb.DuckDBPyConnection, plan: Plan
) -> dict[tuple[str, str, str, str, str], float]:
    """(rule version, veto, by, unit, month) -> count."""
    found: dict[tuple[str, str, str, str, str], float] = {}
    for rule in plan.ranking:
        for veto in rule.vetoes:
            for by, unit, month, amount in connection.execute(half_sql(veto.count)).fetchall():
                found[rule.version, veto.id, by, unit, month] = amount or 0
    return found


def _build_scores(connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]) -> None:
    figures, vetoes = _figures(connection), _veto_counts(connection, plan)
    scores: list[tuple[Any, ...]] = []
    parts: list[tuple[Any, ...]] = []
    for by in KINDS:
        before: dict[str, Score] = {}
        for month in months:
            rule = plan.ranking_rule(month)
            if rule is None:
                continue
            units = [u for u in _units(plan, by) if _in_force(plan, u, by, month)]
            counts = {
                unit: {v.id: vetoes.get((rule.version, v.id, by, unit, str(month)), 0) for v in rule.vetoes}
                for unit in units
            }
            results = [score_unit(rule, figures.get((by, u, str(month)), {}), counts[u]) for u in units]
            sure = certainty(results, rule, SEED + month.year * 12 + month.number)
            for unit, result, known in zip(units, results, sure, strict=True):
                scores.append(
                    _score_row(by, unit, month, result, known, before.get(unit), counts[unit], rule.version)
                )
                for part in result.parts:
                    target = plan.indicator(part.indicator).target(month.year)
                    parts.append(
                        (by, unit, str(month), part.indicator, part.numerator, part.denominator, part.value,
                         target.value if target else None, part.weight, part.points, part.state)
                    )  # fmt: skip
            before = dict(zip(units, results, strict=True))
    _store(
        connection, "scores", scores,
        ["unit_kind", "unit_code", "month", "score", "colour", "rank", "rank_low", "rank_high", "colour_probability",
         "score_low", "score_high", "previous_colour", "change", "change_beyond_chance", "vetoes", "rule_version"],
        ["VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "VARCHAR", "INTEGER", "INTEGER", "INTEGER", "VARCHAR",
         "DOUBLE", "DOUBLE", "VARCHAR", "DOUBLE", "BOOLEAN", "VARCHAR", "VARCHAR"],
    )  # fmt: skip
    _store(
        connection, "score_components", parts,
        ["unit_kind", "unit_code", "month", "indicator", "numerator", "denominator", "value", "target", "weight", "points",
         "state"],
        ["VARCHAR"] * 4 + ["DOUBLE"] * 6 + ["VARCHAR"],
    )  # fmt: skip


def _score_row(
    by: str,
    unit: str,
    month: Month,
    result: Score,
    known: Certainty,
    before: Score | None,
    counts: dict[str, float],
    version: str,
) -> tuple[Any, ...]:
    change = None
    if before and before.score is not None and result.score is not None:
        change = result.score - before.score
    vetoes = [{"id": v, "count": counts[v]} for v in result.vetoes]
    return (
        by, unit, str(month), result.score, result.colour, known.rank, known.rank_low, known.rank_high,
        json.dumps(known.colour_probability), known.score_low, known.score_high, before.colour if before else None,
        change, change_is_beyond_chance(result, before) if before else False, json.dumps(vetoes), version,
    )  # fmt: skip


def _build_risk_classes(connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]) -> None:
    counted: dict[tuple[str, str], dict[str, tuple[int, int, int, int]]] = {}
    cursor = connection.execute(
        "SELECT region_code, month, risk_class, sum(points), sum(filed), sum(labelled), sum(controlled) "
        "FROM risk_month GROUP BY ALL"
    )
    for region, month, code, *numbers in cursor.fetchall():
        counted.setdefault((region, month), {})[code] = tuple(int(n) for n in numbers)  # type: ignore[assignment]
    rows: list[tuple[Any, ...]] = []
    worst_code = {rule.version: rule.breaks[-1].code for rule in plan.risk}
    for month in months:
        rule = plan.risk_rule(month)
        if rule is None:
            break
        for region in plan.regions:
            if not _in_force(plan, region.code, "region", month):
                continue
            classes = counted.get((region.code, str(month)), {})
            points = {code: c[0] for code, c in classes.items()}
            controlled = {code: c[3] for code, c in classes.items()}
            index = risk_index(points, controlled, rule)
            major = classes.get(worst_code[rule.version], (0, 0, 0, 0))
            rates = [c / major[0] if major[0] else None for c in major[1:]]
            rows.append(
                (region.code, str(month), risk_class(points, controlled, rule), index,
                 *(classes.get(code, (0,))[0] for code in ("red", "orange", "yellow", "blue")), *rates, rule.version)
            )  # fmt: skip
    _store(
        connection, "risk_classes", rows,
        ["region_code", "month", "risk_class", "risk_index", "points_red", "points_orange", "points_yellow",
         "points_blue", "filed_rate", "labelled_rate", "controlled_rate", "rule_version"],
        ["VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE"] + ["BIGINT"] * 4 + ["DOUBLE"] * 3 + ["VARCHAR"],
    )  # fmt: skip
