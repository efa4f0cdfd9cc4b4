"""Holds a plan to the contracts and marts: every table, column, code and pattern it names must exist."""

from __future__ import annotations

import codecs
import re

from etl.contract import Contract, contracts
from etl.indicators import UnknownColumn, half_sql
from etl.scan import spellings, stored_columns
from rules.packs import PlanError
from rules.plan import Plan
from rules.sources import Extract, FileSource


def check_plan(plan: Plan) -> None:
    """Raises PlanError with one line for each thing that does not exist or can't be used."""
    lines: list[str] = []
    halves = [(f"indicators.yml: {i.id}", half) for i in plan.indicators for half in i.halves() if half]
    halves += [(f"plan.yml: ranking: {v.id}", v.count) for rule in plan.ranking for v in rule.vetoes]
    for place, half in halves:
        try:
            half_sql(half)
        except UnknownColumn as error:
            lines.append(f"{plan.folder.name}/{place}: {error}")
    for source in plan.sources:
        lines += [
            f"{plan.folder.name}/sources.yml: {source.id}: {problem}" for problem in _problems(source, plan)
        ]
    if lines:
        raise PlanError("\n".join(lines))


def _problems(source: FileSource, plan: Plan) -> list[str]:
    contract = contracts().get(source.table)
    if contract is None:
        return [f"table: expected one of {', '.join(contracts())}, found '{source.table}'"]
    found: list[str] = []
    if source.encoding:
        try:
            codecs.lookup(source.encoding)
        except LookupError:
            found.append(f"encoding: expected a name that Python knows, found '{source.encoding}'")
    columns = {column.name for column in contract.columns}
    for key in ("aliases", "constants", "value_maps", "extracts", "composites", "lookups"):
        for name in getattr(source, key):
            if name not in columns:
                found.append(
                    f"{key}.{name}: table {contract.table} has no such column; it has {', '.join(columns)}"
                )
    for name, extract in _extracts(source):
        try:
            groups = re.compile(extract.pattern).groups
        except re.error as error:
            found.append(
                f"{name}: pattern: expected a regular expression, found '{extract.pattern}' ({error})"
            )
            continue
        if groups < 1:
            found.append(
                f"{name}: pattern: expected a group in brackets for the value, found '{extract.pattern}'"
            )
    for name, mapped in source.value_maps.items():
        if name in columns:
            found += _value_problems(name, mapped, contract, plan)
    found += _lookup_problems(source)
    return found


def _extracts(source: FileSource) -> list[tuple[str, Extract]]:
    found = [(f"extracts.{name}", extract) for name, extract in source.extracts.items()]
    for name, composite in source.composites.items():
        found += [(f"composites.{name}", part) for part in composite.columns if isinstance(part, Extract)]
    return found


def _value_problems(name: str, mapped: dict[str, str], contract: Contract, plan: Plan) -> list[str]:
    column = contract.column(name)
    if column.type not in ("enum", "region", "sector", "indicator"):
        return []
    known = spellings(column, plan)
    codes = set(known) | set(known.values())
    return [
        f"value_maps.{name}.{text}: expected one of {', '.join(sorted(set(known.values())))}, found '{code}'"
        for text, code in mapped.items()
        if code not in codes
    ]


def _lookup_problems(source: FileSource) -> list[str]:
    found = []
    own = {column.name for column in contracts()[source.table].columns}
    for name, spec in source.lookups.items():
        other = contracts().get(spec.table)
        if other is None:
            found.append(
                f"lookups.{name}.table: expected one of {', '.join(contracts())}, found '{spec.table}'"
            )
            continue
        stored = {column for column, _ in stored_columns(other)}
        found += [
            f"lookups.{name}.{key}: table {spec.table} has no column '{value}'; it has {', '.join(sorted(stored))}"
            for key, value in (("key", spec.key), ("take", spec.take))
            if value not in stored
        ]
        if spec.by not in own:
            found.append(f"lookups.{name}.by: table {source.table} has no column '{spec.by}'")
        if other.order >= contracts()[source.table].order:
            found.append(
                f"lookups.{name}.table: {spec.table} is loaded after {source.table}, so nothing is found"
            )
    return found
