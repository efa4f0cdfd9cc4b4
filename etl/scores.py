"""Makes ``scores`` and ``score_components``: points, colours and places of every unit and month, and how sure they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import duckdb

from etl.indicators import half_sql
from etl.store import store
from rules.months import Month
from rules.movement import Pair, Shared, change_is_beyond_chance, overlap_of, shared
from rules.noise import Noise, noise_of
from rules.plan import Plan, RankingRule
from rules.scoring import Score, score_unit
from rules.statistics import Certainty, certainty
from rules.windows import scope_of

Cell = tuple[str, str, str]
"""unit_kind, unit_code, month."""
Halves = dict[Cell, Pair]


def build_scores(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    months: list[Month],
    kinds: Sequence[str],
    units_in: Callable[[str, Month], list[str]],
) -> None:
    """Make both tables for these months; ``units_in`` gives the codes of a kind that there are in a month."""
    figures, vetoes = _figures(connection), _veto_counts(connection, plan)
    ranked = dict.fromkeys(c.indicator for rule in plan.ranking for c in rule.components)
    noises: dict[str, Noise] = {name: noise_of(plan.indicator(name)) for name in ranked}
    monthly = {name: _monthly(connection, plan, name) for name in ranked}
    scores: list[tuple[Any, ...]] = []
    parts: list[tuple[Any, ...]] = []
    for by in kinds:
        before: dict[str, Score] = {}
        for month in months:
            rule = plan.ranking_rule(month)
            if rule is None:
                continue
            units = units_in(by, month)
            counts = {
                unit: {v.id: vetoes.get((rule.version, v.id, by, unit, str(month)), 0) for v in rule.vetoes}
                for unit in units
            }
            results = [score_unit(rule, figures.get((by, u, str(month)), {}), counts[u]) for u in units]
            sure = certainty(results, rule, noises)
            for unit, result, known in zip(units, results, sure, strict=True):
                old = before.get(unit)
                is_moved = old is not None and change_is_beyond_chance(
                    result, old, rule, noises, _common(plan, rule, monthly, (by, unit), month)
                )
                scores.append(
                    _score_row(
                        (by, unit, str(month)), result, known, old, is_moved, counts[unit], rule.version
                    )
                )
                for part in result.parts:
                    target = plan.indicator(part.indicator).target(month.year)
                    parts.append(
                        (by, unit, str(month), part.indicator, part.numerator, part.denominator, part.value,
                         target.value if target else None, part.weight, part.points, part.state)
                    )  # fmt: skip
            before = dict(zip(units, results, strict=True))
    store(
        connection, "scores", scores,
        ["unit_kind", "unit_code", "month", "score", "colour", "rank", "rank_low", "rank_high", "colour_probability",
         "score_low", "score_high", "previous_colour", "change", "change_beyond_chance", "vetoes", "rule_version"],
        ["VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "VARCHAR", "INTEGER", "INTEGER", "INTEGER", "VARCHAR",
         "DOUBLE", "DOUBLE", "VARCHAR", "DOUBLE", "BOOLEAN", "VARCHAR", "VARCHAR"],
    )  # fmt: skip
    store(
        connection, "score_components", parts,
        ["unit_kind", "unit_code", "month", "indicator", "numerator", "denominator", "value", "target", "weight", "points",
         "state"],
        ["VARCHAR"] * 4 + ["DOUBLE"] * 6 + ["VARCHAR"],
    )  # fmt: skip


def _figures(
    connection: duckdb.DuckDBPyConnection,
) -> dict[Cell, dict[str, tuple[float | None, float | None, float | None]]]:
    """Cell -> indicator -> (numerator, denominator, value)."""
    found: dict[Cell, dict[str, tuple[float | None, float | None, float | None]]] = {}
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


def _monthly(connection: duckdb.DuckDBPyConnection, plan: Plan, name: str) -> Halves:
    """Both halves of each single month, of an indicator whose months in a row share most of their cases."""
    indicator = plan.indicator(name)
    if overlap_of(indicator) != "trailing":
        return {}
    found: dict[Cell, list[float]] = {}
    for place, half in enumerate(indicator.halves()):
        if half is None:
            continue
        alone = half_sql(half.model_copy(update={"window": "month"}), scope_of(indicator))
        for by, unit, month, amount in connection.execute(alone).fetchall():
            found.setdefault((by, unit, month), [0.0, 0.0])[place] = amount or 0.0
    return {cell: (pair[0], pair[1]) for cell, pair in found.items()}


def _common(
    plan: Plan, rule: RankingRule, monthly: dict[str, Halves], unit: tuple[str, str], month: Month
) -> dict[str, Shared]:
    """Indicator -> what its figure of ``month`` shares with that of the month before."""
    found = {}
    for component in rule.components:
        halves = monthly[component.indicator]
        came, went = (halves.get((*unit, str(m)), (0.0, 0.0)) for m in (month, month + -12))
        found[component.indicator] = shared(
            overlap_of(plan.indicator(component.indicator)), month, came, went
        )
    return found


def _score_row(
    cell: Cell,
    result: Score,
    known: Certainty,
    before: Score | None,
    is_moved: bool,
    counts: dict[str, float],
    version: str,
) -> tuple[Any, ...]:
    change = None
    if before and before.score is not None and result.score is not None:
        change = result.score - before.score
    vetoes = [{"id": v, "count": counts[v]} for v in result.vetoes]
    return (
        *cell, result.score, result.colour, known.rank, known.rank_low, known.rank_high,
        json.dumps(known.colour_probability), known.score_low, known.score_high, before.colour if before else None,
        change, is_moved, json.dumps(vetoes), version,
    )  # fmt: skip
