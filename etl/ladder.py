"""Whom the plan's ladder may reach in a month: classes, slow progress and zero penalties, and for how long already.

``ladder_month``: unit_kind, unit_code, month, trigger, months_in_a_row, figures (JSON), rule_version. A trigger is a
class of the ranking scale, ``slow_progress`` or ``zero_penalty``; which of them has steps is the plan's ladder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import duckdb

from etl.indicators import half_sql
from etl.store import store
from rules.classes import NO_DATA, TOO_FEW
from rules.months import Month
from rules.plan import Aggregate, Plan
from rules.slow_progress import Figure, pace

SLOW, ZERO_PENALTY = "slow_progress", "zero_penalty"
_Row = tuple[str, str, str, str, dict[str, Any], str | None]
"""unit_kind, unit_code, month, trigger, figures, rule_version."""


def build_ladder(connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]) -> None:
    """Make ``ladder_month`` for these months from ``scores``, ``indicator_values`` and ``inspection_month``."""
    known = _units(connection, plan, months)
    rows = [*_classes(connection), *_slow(connection, plan, known), *_zero_penalties(connection, plan, known)]
    store(
        connection,
        "ladder_month",
        [(*row[:4], count, json.dumps(row[4], ensure_ascii=False), row[5]) for row, count in _counted(rows)],
        ["unit_kind", "unit_code", "month", "trigger", "months_in_a_row", "figures", "rule_version"],
        ["VARCHAR"] * 4 + ["INTEGER"] + ["VARCHAR"] * 2,
    )


def _counted(rows: Iterable[_Row]) -> Iterable[tuple[_Row, int]]:
    """Each row with for how many months running its unit has met its trigger."""
    lasting: dict[tuple[str, str, str], tuple[Month, int]] = {}
    for row in sorted(rows, key=lambda row: row[2]):
        key, month = (row[0], row[1], row[3]), Month.parse(row[2])
        before, count = lasting.get(key, (month, 0))
        count = count + 1 if before + 1 == month else 1
        lasting[key] = (month, count)
        yield row, count


def _units(
    connection: duckdb.DuckDBPyConnection, plan: Plan, months: list[Month]
) -> dict[tuple[str, str], list[Month]]:
    """(unit_kind, unit_code) -> its months; a region that was dissolved has none afterwards."""
    regions = {region.code: region for region in plan.regions}
    found = {}
    rows = connection.execute("SELECT unit_kind, unit_code FROM plan_units WHERE unit_code <> '*'").fetchall()
    for kind, code in rows:
        region = regions.get(code) if kind == "region" else None
        found[kind, code] = [month for month in months if region is None or region.exists_in(month)]
    return found


def _classes(connection: duckdb.DuckDBPyConnection) -> Iterable[_Row]:
    rows = connection.execute(
        "SELECT unit_kind, unit_code, month, colour, score, rank, rule_version FROM scores WHERE colour NOT IN (?, ?)",
        [NO_DATA, TOO_FEW],
    ).fetchall()
    for kind, code, month, colour, score, rank, version in rows:
        yield kind, code, month, colour, {"score": score, "rank": rank}, version


def _slow(
    connection: duckdb.DuckDBPyConnection, plan: Plan, known: dict[tuple[str, str], list[Month]]
) -> Iterable[_Row]:
    looked_at = sorted({part.indicator for rule in plan.slow_progress for part in rule.indicators})
    if not looked_at:
        return
    marks = ", ".join("?" for _ in looked_at)
    courses: dict[tuple[str, str], dict[str, dict[str, Figure]]] = {}
    rows = connection.execute(
        "SELECT unit_kind, unit_code, month, indicator, numerator, denominator, value FROM indicator_values "
        f"WHERE indicator IN ({marks})",
        looked_at,
    ).fetchall()
    for kind, code, month, indicator, *figure in rows:
        courses.setdefault((kind, code), {}).setdefault(month, {})[indicator] = (
            figure[0], figure[1], figure[2],
        )  # fmt: skip
    for (kind, code), months in known.items():
        for month in months:
            rule = plan.slow_progress_rule(month)
            if rule is None:
                continue
            found = pace(plan, rule, month, courses.get((kind, code), {}))
            if found.is_slow:
                figures = {"still": found.still, "judged": found.judged, "months": rule.months}
                yield kind, code, str(month), SLOW, figures, rule.version


def _zero_penalties(
    connection: duckdb.DuckDBPyConnection, plan: Plan, known: dict[tuple[str, str], list[Month]]
) -> Iterable[_Row]:
    """Inspections in the plan's window and not one penalty; penalties that nobody reported are not nought."""
    made, punished = (
        half_sql(Aggregate(mart="inspection_month", column=column, window=plan.zero_penalty_window))
        for column in ("inspections", "penalties")
    )
    rows = connection.execute(
        f"SELECT unit_kind, unit_code, month, a.amount::BIGINT FROM ({made}) AS a JOIN ({punished}) AS b "
        "USING (unit_kind, unit_code, month) WHERE a.amount > 0 AND b.amount = 0"
    ).fetchall()
    for kind, code, month, inspections in rows:
        if Month.parse(month) in known.get((kind, code), ()):
            yield kind, code, month, ZERO_PENALTY, {"inspections": inspections}, None
