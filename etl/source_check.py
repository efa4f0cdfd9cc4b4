"""Holds a plan pack to the contracts: every table, column, code and pattern it names must exist."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from etl.contract import Contract, contracts
from etl.findings import finding_rules
from etl.mart_check import mart_problems, named_plan
from etl.scan import CLOSED_TYPES, spellings, stored_columns
from rules.pack_files import FILES, Pack, Place, read_pack
from rules.plan import Plan
from rules.problems import BrokenPack, Problem, in_order

_BY_COLUMN = ("aliases", "constants", "value_maps", "extracts", "composites", "lookups")


def check_plan(plan: Plan) -> None:
    """Raises BrokenPack with one line for each thing that does not exist or can't be used."""
    found = problems(read_pack(plan.folder))
    if found:
        raise BrokenPack(in_order(found, FILES.values()))


def problems(pack: Pack) -> list[Problem]:
    """What a pack names that neither contracts nor marts have; sound parts are checked though others are broken."""
    plan = named_plan(pack)
    found = [*mart_problems(pack, plan), *_severities(pack), *_programme(pack)]
    for path, source in pack.items("sources"):
        found += _source(pack, path, source, plan)
    return found


def _severities(pack: Pack) -> Iterator[Problem]:
    classes = contracts()["risk_points"].column("risk_class").values
    for rule, entry in pack.items("plan", "risk"):
        for code in _group(entry, "severity"):
            if code not in classes:
                said = f"风险点的等级：{', '.join(classes)}", "a class of risk points"
                yield pack.problem("plan", (*rule, "severity", code), *said, str(code))


def _programme(pack: Pack) -> Iterator[Problem]:
    finders = contracts()["hazards"].column("found_by").values
    for path, entry in pack.items("programme", "consequences"):
        for place, code in _listed((*path, "found_by"), entry.get("found_by")):
            if isinstance(code, str) and code not in finders:
                said = f"以下之一：{', '.join(finders)}", "one of these"
                yield pack.problem("programme", place, *said, code)
    for path, entry in pack.items("programme", "reports"):
        for place, table in _listed((*path, "tables"), entry.get("tables")):
            if isinstance(table, str) and table not in contracts():
                yield pack.problem("programme", place, *_tables(), table)
    yield from _findings(pack)


def _findings(pack: Pack) -> Iterator[Problem]:
    """Finding rules that a plan sets otherwise: the rule, its parameters and their limits."""
    chosen = pack.at("programme", "findings")
    for name, own in chosen.items() if isinstance(chosen, dict) else ():
        rule = finding_rules().get(name)
        if rule is None:
            said = f"以下之一：{', '.join(finding_rules())}", "one of these rules"
            yield pack.problem("programme", ("findings", name), *said, str(name))
            continue
        for key, value in own.items() if isinstance(own, dict) else ():
            path, parameter = ("findings", name, key), rule.parameters.get(key)
            if key == "enabled":
                if not isinstance(value, bool):
                    yield pack.problem("programme", path, "true 或 false", "true or false", value)
            elif parameter is None:
                said = f"以下之一：{', '.join(['enabled', *rule.parameters])}", f"a parameter of {name}"
                yield pack.problem("programme", path, *said, str(key))
            elif isinstance(value, bool) or not parameter.allows(value):
                low = "" if parameter.min is None else f"{parameter.min:g}"
                high = "" if parameter.max is None else f"{parameter.max:g}"
                yield pack.problem(
                    "programme", path, f"{low} 至 {high} 的数", f"a number, {low} to {high}", value
                )


def _listed(path: Place, value: Any) -> list[tuple[Place, Any]]:
    return [((*path, number), one) for number, one in enumerate(value)] if isinstance(value, list) else []


def _tables() -> tuple[str, str]:
    return f"以下之一：{', '.join(contracts())}", "one of these tables"


def _group(entry: dict[str, Any], key: str) -> dict[str, Any]:
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def _source(pack: Pack, path: Place, source: dict[str, Any], plan: Plan) -> Iterator[Problem]:
    encoding = source.get("encoding")
    if isinstance(encoding, str):
        try:
            codecs.lookup(encoding)
        except LookupError:
            zh, en = "Python 认得的编码名，如 gb18030", "an encoding that Python knows"
            yield pack.problem("sources", (*path, "encoding"), zh, en, encoding)
    for place, extract in _extracts(path, source):
        yield from _pattern(pack, (*place, "pattern"), extract.get("pattern"))
    table = source.get("table")
    contract = contracts().get(table) if isinstance(table, str) else None
    if contract is None:
        if isinstance(table, str):
            yield pack.problem("sources", (*path, "table"), *_tables(), table)
        return
    columns = {column.name for column in contract.columns}
    for key in _BY_COLUMN:
        for name in _group(source, key):
            if name not in columns:
                zh, en = (
                    f"{contract.table} 的列：{', '.join(columns_of(contract))}",
                    f"a column of {contract.table}",
                )
                yield pack.problem("sources", (*path, key, name), zh, en, str(name))
    for name, mapped in _group(source, "value_maps").items():
        if name in columns and isinstance(mapped, dict):
            yield from _mapped(pack, (*path, "value_maps", name), mapped, contract, plan)
    for name, text in _group(source, "constants").items():
        if name in columns:
            yield from _constant(pack, (*path, "constants", name), text, contract, plan)
    yield from _lookups(pack, path, source, contract)
    yield from _refused(pack, path, source, contract)


def columns_of(contract: Contract) -> list[str]:
    """Names of a contract's columns, in its order."""
    return [column.name for column in contract.columns]


def _extracts(path: Place, source: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for name, extract in _group(source, "extracts").items():
        if isinstance(extract, dict):
            yield (*path, "extracts", name), extract
    for name, composite in _group(source, "composites").items():
        parts = composite.get("columns") if isinstance(composite, dict) else None
        for place, one in _listed((*path, "composites", name, "columns"), parts):
            if isinstance(one, dict):
                yield place, one


def _refused(pack: Pack, path: Place, source: dict[str, Any], contract: Contract) -> Iterator[Problem]:
    """Headers of the file that the contract does not take in at all."""
    taken = [((*place, "column"), extract.get("column")) for place, extract in _extracts(path, source)]
    for name, headers in _group(source, "aliases").items():
        taken += _listed((*path, "aliases", name), headers)
    for name, composite in _group(source, "composites").items():
        parts = composite.get("columns") if isinstance(composite, dict) else None
        taken += _listed((*path, "composites", name, "columns"), parts)
    for place, header in taken:
        if contract.refused and isinstance(header, str) and contract.refuses(header):
            zh = f"别的列：{contract.table} 不收它（{contract.refused.reason}）"
            en = f"another column: table {contract.table} refuses it, {contract.refused.reason_en}"
            yield pack.problem("sources", place, zh, en, header)


def _pattern(pack: Pack, path: Place, pattern: Any) -> Iterator[Problem]:
    if not isinstance(pattern, str):
        return
    zh, en = "正则表达式，括号里是要取的值", "a regular expression with a group in brackets for the value"
    try:
        if re.compile(pattern).groups < 1:
            yield pack.problem("sources", path, zh, en, pattern)
    except re.error as error:
        yield pack.problem("sources", path, zh, en, f" {pattern!r} ({error})")


def _closed(contract: Contract, name: str, plan: Plan) -> dict[str, str] | None:
    """Spelling -> code of a column with a closed list of values, None for another."""
    column = contract.column(name)
    return spellings(column, plan) if column.type in CLOSED_TYPES else None


def _mapped(
    pack: Pack, path: Place, mapped: dict[Any, Any], contract: Contract, plan: Plan
) -> Iterator[Problem]:
    known = _closed(contract, str(path[-1]), plan)
    if known is None:
        return
    codes = set(known) | set(known.values())
    for text, code in mapped.items():
        if isinstance(code, str) and code not in codes:
            names = ", ".join(sorted(set(known.values())))
            yield pack.problem("sources", (*path, text), f"以下之一：{names}", "one of these", code)


def _constant(pack: Pack, path: Place, text: Any, contract: Contract, plan: Plan) -> Iterator[Problem]:
    known = _closed(contract, str(path[-1]), plan)
    if known is not None and isinstance(text, str) and text not in known and text not in known.values():
        names = ", ".join(sorted(set(known.values())))
        yield pack.problem("sources", path, f"以下之一：{names}", "one of these", text)


def _lookups(pack: Pack, path: Place, source: dict[str, Any], contract: Contract) -> Iterator[Problem]:
    own = columns_of(contract)
    for name, spec in _group(source, "lookups").items():
        at = (*path, "lookups", name)
        table = spec.get("table") if isinstance(spec, dict) else None
        if not isinstance(table, str):
            continue
        other = contracts().get(table)
        if other is None:
            yield pack.problem("sources", (*at, "table"), *_tables(), table)
            continue
        stored = sorted(column for column, _ in stored_columns(other))
        for key in ("key", "take"):
            if isinstance(spec.get(key), str) and spec[key] not in stored:
                said = f"{table} 的列：{', '.join(stored)}", f"a stored column of {table}"
                yield pack.problem("sources", (*at, key), *said, spec[key])
        if isinstance(spec.get("by"), str) and spec["by"] not in own:
            said = f"{contract.table} 的列：{', '.join(own)}", f"a column of {contract.table}"
            yield pack.problem("sources", (*at, "by"), *said, spec["by"])
        if other.order >= contract.order:
            said = f"比 {contract.table} 先载入的表", f"a table loaded before {contract.table}"
            yield pack.problem("sources", (*at, "table"), *said, table)
