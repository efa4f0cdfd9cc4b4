"""JSON schemas of a pack's files, for editors and for other programs that write packs."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from rules.notices import Notices
from rules.plan import Indicator, Plan, Region, Sector
from rules.programme import Programme, Task
from rules.sources import FileSource

_ELSEWHERE = {
    "plan": {"regions", "sectors", "indicators", "sources", "programme", "notices", "folder", "checksum"},
    "programme": {"tasks"},
}
"""What a model holds that stands in a file of its own."""


def schemas() -> dict[str, dict[str, Any]]:
    """Name -> schema: the YAML files whole, the CSV files by the row (an empty cell is a key left out)."""
    found = {
        "plan": _without(Plan, "plan"),
        "programme": _without(Programme, "programme"),
        "indicators": TypeAdapter(list[Indicator]).json_schema(),
        # A pack writes of it what it wants otherwise than the default.
        "notices": {**Notices.model_json_schema(), "required": []},
        "tasks": TypeAdapter(list[Task]).json_schema(),
        "sources": TypeAdapter(list[FileSource]).json_schema(),
        "regions.row": Region.model_json_schema(),
        "sectors.row": Sector.model_json_schema(),
    }
    dialect = {"$schema": GenerateJsonSchema.schema_dialect}
    return {name: {**dialect, **_untitled(found[name])} for name in sorted(found)}


def _untitled(value: Any) -> Any:
    """A schema without the titles that only repeat the keys."""
    if isinstance(value, dict):
        return {k: _untitled(v) for k, v in value.items() if not (k == "title" and isinstance(v, str))}
    return [_untitled(one) for one in value] if isinstance(value, list) else value


def _without(model: type[Plan] | type[Programme], name: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    for key in _ELSEWHERE[name]:
        del schema["properties"][key]
    if "required" in schema:
        schema["required"] = [key for key in schema["required"] if key not in _ELSEWHERE[name]]
    used = _used(schema, schema.pop("$defs"))
    return {**schema, "$defs": used}


def _used(schema: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Definitions that a schema refers to, at first hand or through others."""
    names: set[str] = set()
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = str(value.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in names:
                names.add(name)
                waiting.append(definitions[name])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return {name: definitions[name] for name in sorted(names)}
