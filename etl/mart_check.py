"""Holds a plan pack's indicators and vetoes to the marts: table, columns and values must exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import ValidationError

from etl.bands import COLUMNS as DAY_BANDS
from etl.bands import bands
from etl.contract import Column, contracts
from etl.indicators import known_columns
from etl.model_files import MODELS, describe, model_names
from etl.scan import CLOSED_TYPES, spellings
from rules.classes import ACCIDENT_CLASSES
from rules.pack_files import Pack, Place
from rules.plan import Indicator, LadderStep, Plan, Region, Sector
from rules.problems import Problem
from rules.programme import Programme, Task
from rules.strict import Strict

NONE = "none"
"""What a mart says where a row gives no value for an optional column."""


def named_plan(pack: Pack) -> Plan:
    """A plan of nothing but the pack's sound regions, sectors, indicators, tasks and ladder, for their names."""

    def sound(model: type[Strict], part: str, *at: str) -> list[Any]:
        found = []
        for _, entry in pack.items(part, *at):
            try:
                found.append(model.model_validate(entry))
            except ValidationError:  # rules/pack_values.py says what is wrong with it
                continue
        return found

    starts = pack.at("plan", "headcount_bands")
    own = {"headcount_bands": starts} if _is_ascending(starts) else {}
    return Plan.model_construct(
        **own,
        regions=sound(Region, "regions"),
        sectors=sound(Sector, "sectors"),
        indicators=sound(Indicator, "indicators"),
        ladder=sound(LadderStep, "plan", "ladder"),
        programme=Programme.model_construct(tasks=sound(Task, "tasks")),
    )


def _is_ascending(starts: Any) -> bool:
    """Whether these are whole numbers in ascending order; otherwise rules/pack_values.py says what is wrong."""
    return (
        isinstance(starts, list)
        and all(isinstance(n, int) and n > 0 for n in starts)
        and starts == sorted(set(starts))
    )


def mart_problems(pack: Pack, plan: Plan) -> Iterator[Problem]:
    """What indicators and vetoes add up or select by that no mart has; ``plan`` gives the plan's own names."""
    for path, entry in pack.items("indicators"):
        for key in ("numerator", "denominator"):
            if isinstance(entry.get(key), dict):
                yield from _half(pack, "indicators", (*path, key), entry[key], plan)
            held = entry.get("held_against")
            if isinstance(held, dict) and isinstance(held.get(key), dict):
                yield from _half(pack, "indicators", (*path, "held_against", key), held[key], plan)
    for rule, _ in pack.items("plan", "ranking"):
        for path, veto in pack.items("plan", *rule, "vetoes"):
            if isinstance(veto.get("count"), dict):
                yield from _half(pack, "plan", (*path, "count"), veto["count"], plan)


def _half(pack: Pack, part: str, path: Place, half: dict[str, Any], plan: Plan) -> Iterator[Problem]:
    mart, marts = half.get("mart"), known_columns()
    if not isinstance(mart, str):
        return
    if mart not in marts:
        names = ", ".join(marts)
        yield pack.problem(part, (*path, "mart"), f"以下之一：{names}", "one of these", mart)
        return
    model = describe("marts", mart)
    grain = [name for name in model.grain if name not in ("region_code", "month")]
    column = half.get("column")
    if isinstance(column, str) and column not in model.columns:
        names = ", ".join(model.columns)
        yield pack.problem(part, (*path, "column"), f"{mart} 的列：{names}", f"a column of {mart}", column)
    where, least = half.get("where"), half.get("at_least")
    for name, value in where.items() if isinstance(where, dict) else ():
        at = (*path, "where", name)
        if name not in model.grain:
            said = f"{mart} 的分组列：{', '.join(grain)}", f"a column of the grain of {mart}"
            yield pack.problem(part, at, *said, str(name))
        else:
            yield from _values(pack, part, at, mart, str(name), value, plan)
    for name in least if isinstance(least, dict) else ():
        if name not in model.numeric_grain:
            names = ", ".join(model.numeric_grain) or "无"
            said = f"{mart} 的数字分组列：{names}", f"a numeric column of the grain of {mart}"
            yield pack.problem(part, (*path, "at_least", name), *said, str(name))


def _values(
    pack: Pack, part: str, path: Place, mart: str, name: str, value: Any, plan: Plan
) -> Iterator[Problem]:
    columns = origin(mart, name)
    if any(column.type == "boolean" for column in columns):
        if not isinstance(value, bool):
            yield pack.problem(part, path, "true 或 false", "true or false", value)
        return
    needed = {"sector": "sectors", "indicator": "indicators", "task": "tasks", "region": "regions"}
    if any(needed.get(column.type) in pack.unread for column in columns):
        return
    known = allowed(mart, name, plan)
    if not known:
        return
    listed = [((*path, n), v) for n, v in enumerate(value)] if isinstance(value, list) else [(path, value)]
    for place, one in listed:
        if one not in known:
            names = ", ".join(known[:20]) + ("…" if len(known) > 20 else "")
            yield pack.problem(part, place, f"以下之一：{names}", f"a value of {name}", one)


def allowed(mart: str, name: str, plan: Plan) -> list[str]:
    """Values that a text column of a mart's grain may have; empty where they are no closed list."""
    if name == "accident_class":
        return list(ACCIDENT_CLASSES)
    if name == "headcount_band":
        return [*plan.headcount_codes, NONE]
    if name in DAY_BANDS.values():
        return [band.band for band in bands() if DAY_BANDS[band.kind] == name]
    found: dict[str, None] = {}
    for column in origin(mart, name):
        if column.type not in CLOSED_TYPES:
            continue
        found |= dict.fromkeys(spellings(column, plan).values())
        if not column.required:
            found[NONE] = None
        if column.type == "sector":
            found["other"] = None
    return list(found)


@cache
def origin(mart: str, name: str) -> tuple[Column, ...]:
    """Contract columns that a column of a mart comes from: those of the tables that its SQL names, else of all."""
    sql = (MODELS / "marts" / f"{mart}.sql").read_text("utf-8")
    words = set(re.findall(r"\w+", re.sub(r"--.*", "", sql)))
    named, others = [], []
    for table, contract in contracts().items():
        for column in contract.columns:
            if name in (column.name, column.stored):
                (named if table in words else others).append(column)
    return tuple(named or others)


def grain_columns() -> list[tuple[str, str]]:
    """Every mart with each column by which a plan may select from it, region and month apart."""
    return [
        (mart, name)
        for mart in model_names("marts")
        for name in describe("marts", mart).grain
        if name not in ("region_code", "month", *describe("marts", mart).numeric_grain)
    ]
