"""What the models say of single values, as problems with file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from rules.pack_files import TABLES, Pack, Place
from rules.problems import NOTHING, Problem
from rules.strict import Strict

_EXPECTED = {
    "string_type": ("文字，数字请加引号", "text; put a number in quotes"),
    "string_too_short": ("不为空", "a text that is not empty"),
    "int_type": ("整数", "a whole number"),
    "int_parsing": ("整数", "a whole number"),
    "int_from_float": ("整数", "a whole number"),
    "float_type": ("数字", "a number"),
    "float_parsing": ("数字", "a number"),
    "finite_number": ("数字", "a finite number"),
    "bool_type": ("true 或 false", "true or false"),
    "bool_parsing": ("true 或 false", "true or false"),
    "list_type": ("列表", "a list"),
    "dict_type": ("键和值", "keys and values"),
    "model_type": ("键和值", "keys and values"),
    "model_attributes_type": ("键和值", "keys and values"),
    "too_short": ("至少一项", "one entry at least"),
    "date_type": ("日期，如 2026-12-31", "a date such as 2026-12-31"),
    "date_parsing": ("日期，如 2026-12-31", "a date such as 2026-12-31"),
    "date_from_datetime_parsing": ("日期，如 2026-12-31", "a date such as 2026-12-31"),
    "date_from_datetime_inexact": ("日期，不带时刻", "a date without a time"),
}


def value_problems(pack: Pack, error: ValidationError) -> Iterator[Problem]:
    """The models' errors, one problem for each value: what a union's branches say is told together."""
    told: dict[tuple[str, Place, str], list[tuple[str, str]]] = {}
    found: dict[tuple[str, Place, str], object] = {}
    for detail in error.errors(include_url=False):
        part, path = _place(detail)
        if part in pack.unread or (not path and part != "plan"):
            continue
        kind = detail["type"]
        if kind not in ("missing", "extra_forbidden"):
            path = path[: _known_steps(pack, part, path)]
        if part in TABLES and _is_of_header(pack, part, path, kind):
            continue
        key = (part, path, kind if kind in ("missing", "extra_forbidden") else "")
        said = _expected(detail)
        if said not in told.setdefault(key, []):
            told[key].append(said)
        found[key] = (
            NOTHING if kind == "missing" else path[-1] if kind == "extra_forbidden" else detail["input"]
        )
    for (part, path, kind), saids in told.items():
        value = found[part, path, kind]
        zh, en = (" 或 ".join(s[0] for s in saids), " or ".join(s[1] for s in saids))
        yield pack.problem(part, path, zh, en, value)


def header_problems(pack: Pack, part: str, model: type[Strict]) -> Iterator[Problem]:
    """Columns of a CSV that the model does not have, those that it asks for and the header lacks, and repeated ones."""
    table = pack.tables.get(part)
    if table is None:
        return
    fields = model.model_fields
    for name in dict.fromkeys(table.header):
        if name and name not in fields:
            yield _column(pack, part, name, f"没有这一列；可有 {', '.join(fields)}", "no such column", name)
        if name and table.header.count(name) > 1:
            yield _column(
                pack, part, name, "一列只有一次", "each column once", f" × {table.header.count(name)}"
            )
    for name in _required(fields):
        if name not in table.header:
            yield _column(pack, part, name, "这一列，必有", "this column, which is required")


def _required(fields: dict[str, FieldInfo]) -> list[str]:
    return [name for name, field in fields.items() if field.is_required()]


def _column(pack: Pack, part: str, name: str, zh: str, en: str, found: str = NOTHING) -> Problem:
    return pack.problem(part, (name,), zh, en, found)


def _is_of_header(pack: Pack, part: str, path: Place, kind: str) -> bool:
    """Whether a row's error is its header's, which is told once."""
    header = pack.tables[part].header if part in pack.tables else []
    if kind == "extra_forbidden":
        return True
    return kind == "missing" and path[-1] not in header


def _place(detail: ErrorDetails) -> tuple[str, Place]:
    where: Place = detail["loc"]
    first = where[0] if where else ""
    if first == "programme":
        return ("tasks", where[2:]) if where[1:2] == ("tasks",) else ("programme", where[1:])
    if first in ("regions", "sectors", "indicators", "sources", "notices"):
        return str(first), where[1:]
    return "plan", where


def _known_steps(pack: Pack, part: str, path: Place) -> int:
    """How many steps of a path lead to data: the rest names a branch of a union."""
    value: Any = pack.data[part]
    for number, step in enumerate(path):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return number
    return len(path)


def _expected(detail: ErrorDetails) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "这个键，必填", "this key, which is required"
    if kind == "extra_forbidden":
        return "没有这个键，请核对拼写", "no such key; check the spelling"
    if kind == "literal_error":
        return f"以下之一：{context['expected']}", f"one of {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"符合 {context['pattern']}", f"a text like {context['pattern']}"
    for name, zh, en in (
        ("gt", "大于", "more than"), ("ge", "不小于", "at least"),
        ("lt", "小于", "less than"), ("le", "不大于", "at most"),
    ):  # fmt: skip
        if name in context:
            return f"{zh} {context[name]}", f"{en} {context[name]}"
    if kind == "value_error":
        text = str(context.get("error", detail["msg"])).removeprefix("expected ")
        return text, ""
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    return "别的值", detail["msg"]
