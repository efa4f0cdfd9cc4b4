"""Who is on the plan's ladder in the demonstration: worked out from its rows as a load would do it.

The letters of the demonstration must fit its ranking, so the marts and the scores are made here too, in memory and
without what they do not need: no chances, no checks, no indicator that nobody is ranked by.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import pandas as pd

from etl.contract import contracts
from etl.halves import half_sql
from etl.indicators import build_indicator_values
from etl.ladder import build_ladder
from etl.ledger import create_tables
from etl.marts import build_bands, build_settings, classify_accidents
from etl.model_files import MODELS, model_names
from etl.store import store
from rules.escalation import Due, months_at_least, step_due
from rules.months import Month, months_between
from rules.plan import Plan
from rules.scoring import score_unit


class Standing(NamedTuple):
    """A step that is due to a unit for a month."""

    kind: str
    code: str
    month: Month
    trigger: str
    due: Due


def standings(plan: Plan, tables: dict[str, pd.DataFrame], until: Month) -> list[Standing]:
    """All steps due in all months, by kind, unit, month and trigger; ``tables`` are the demonstration's final rows."""
    if not plan.ladder:
        return []
    months = months_between(plan.first_month, until)
    with duckdb.connect(":memory:") as connection:
        _build(connection, plan, tables, until)
        _score(connection, plan, until)
        build_ladder(connection, plan, months)
        rows = connection.execute(
            "SELECT unit_kind, unit_code, month, trigger, months_in_a_row FROM ladder_month ORDER BY ALL"
        ).fetchall()
    classes = [item.code for item in plan.ranking_scale]
    colours = {(kind, code, month): t for kind, code, month, t, _ in rows if t in classes}
    found = []
    for kind, code, month, trigger, count in rows:
        lasting = {trigger: count}
        if trigger in classes:
            history = [colours.get((kind, code, str(m))) for m in months if str(m) <= month]
            lasting = {**months_at_least(classes, history), trigger: count}
        due = step_due(plan.ladder, classes, trigger, lasting)
        if due:
            found.append(Standing(kind, code, Month.parse(month), trigger, due))
    return found


def _build(
    connection: duckdb.DuckDBPyConnection, plan: Plan, tables: dict[str, pd.DataFrame], until: Month
) -> None:
    """Ledgers, marts and the indicators by which somebody is ranked or called slow."""
    create_tables(connection, list(contracts().values()))
    for table, rows in tables.items():
        names = ", ".join(f'"{name}"' for name in rows.columns)
        connection.register("rows_to_load", rows)
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM rows_to_load")
        connection.unregister("rows_to_load")
    build_settings(connection, plan, until)
    classify_accidents(connection)
    build_bands(connection)
    for layer in ("staging", "marts"):
        for name in model_names(layer):
            sql = (MODELS / layer / f"{name}.sql").read_text("utf-8")
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
    wanted = {part.indicator for rule in (*plan.ranking,) for part in rule.components}
    wanted |= {part.indicator for rule in plan.slow_progress for part in rule.indicators}
    ranked = [one for one in plan.indicators if one.id in wanted]
    build_indicator_values(connection, plan.model_copy(update={"indicators": ranked}))


def _score(connection: duckdb.DuckDBPyConnection, plan: Plan, until: Month) -> None:
    """Make ``scores`` with what the ladder reads of it."""
    figures: dict[tuple[str, str, str], dict[str, tuple[float | None, float | None, float | None]]] = {}
    for *cell, indicator, numerator, denominator, value in connection.execute(
        "SELECT unit_kind, unit_code, month, indicator, numerator, denominator, value FROM indicator_values "
        "WHERE unit_code <> '*'"
    ).fetchall():
        figures.setdefault((cell[0], cell[1], cell[2]), {})[indicator] = (numerator, denominator, value)
    vetoes = {
        (rule.version, veto.id, kind, code, month): amount or 0
        for rule in plan.ranking
        for veto in rule.vetoes
        for kind, code, month, amount in connection.execute(half_sql(veto.count)).fetchall()
    }
    rows = []
    for (kind, code, month), of_unit in figures.items():
        rule = plan.ranking_rule(Month.parse(month))
        if rule is None or Month.parse(month) > until:
            continue
        counts = {v.id: vetoes.get((rule.version, v.id, kind, code, month), 0) for v in rule.vetoes}
        score = score_unit(rule, of_unit, counts)
        rows.append((kind, code, month, score.colour, score.score, None, rule.version))
    names = ["unit_kind", "unit_code", "month", "colour", "score", "rank", "rule_version"]
    store(connection, "scores", rows, names, ["VARCHAR"] * 4 + ["DOUBLE", "INTEGER", "VARCHAR"])
