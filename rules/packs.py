"""Reads plan packs from disk and says what is wrong with one: file, key, expected."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from rules.plan import Plan

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
DEFAULT_PLAN = "enshi"
LIST_SEPARATOR = ";"


class PlanError(Exception):
    """A plan pack that can't be used; the message says file, key and what was expected."""


def plan_ids() -> list[str]:
    """Ids of the packs that come with the product, the default first."""
    found = sorted(p.parent.name for p in PLANS.glob("*/plan.yml"))
    return sorted(found, key=lambda name: name != DEFAULT_PLAN)


def load_plan(id_or_folder: str | Path) -> Plan:
    """Read a pack by id (a folder below ``data/plans``) or by the path of its folder.

    Raises PlanError when there is no such pack or when it can't be used.
    """
    folder = PLANS / str(id_or_folder)
    if not (folder / "plan.yml").is_file():
        folder = Path(id_or_folder)
    if not (folder / "plan.yml").is_file():
        raise PlanError(
            f"方案“{id_or_folder}”不存在：应为 {'、'.join(plan_ids()) or 'data/plans 下的目录名'}，"
            "或含有 plan.yml 的目录路径 / no such plan"
        )
    folder = folder.resolve()
    data = _mapping(folder / "plan.yml")
    for name in ("regions", "sectors", "indicators", "sources", "programme", "folder", "checksum"):
        if name in data:
            raise PlanError(
                f"{folder.name}/plan.yml: key '{name}' does not belong here; it has a file of its own"
            )
    data["regions"] = _rows(folder / "regions.csv")
    data["sectors"] = _rows(folder / "sectors.csv")
    data["indicators"] = _sequence(folder / "indicators.yml")
    data["sources"] = _sequence(folder / "sources.yml") if (folder / "sources.yml").is_file() else []
    programme = _mapping(folder / "programme.yml") if (folder / "programme.yml").is_file() else {}
    if "tasks" in programme:
        raise PlanError(f"{folder.name}/programme.yml: key 'tasks' does not belong here; it is tasks.yml")
    tasks = _sequence(folder / "tasks.yml") if (folder / "tasks.yml").is_file() else []
    data["programme"] = {**programme, "tasks": tasks}
    data["folder"] = folder
    data["checksum"] = checksum(folder)
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        raise PlanError(_explain(folder, error, data)) from error


def checksum(folder: Path) -> str:
    """SHA-256 over the names and bytes of the pack's files, first 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PlanError(f"{path.parent.name}/{path.name}: file is missing") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = " ".join(str(error).split())
        raise PlanError(
            f"{path.parent.name}/{path.name}: expected YAML in UTF-8, found: {problem}"
        ) from error


def _mapping(path: Path) -> dict[str, Any]:
    data = _yaml(path)
    if not isinstance(data, dict):
        raise PlanError(
            f"{path.parent.name}/{path.name}: expected keys and values, found {type(data).__name__}"
        )
    return data


def _sequence(path: Path) -> list[Any]:
    data = _yaml(path)
    if data is None:
        return []
    if not isinstance(data, list):
        raise PlanError(f"{path.parent.name}/{path.name}: expected a list, found {type(data).__name__}")
    return data


def _rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a pack's CSV; empty cells are left out, ``aliases`` is split at semicolons."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except FileNotFoundError as error:
        raise PlanError(f"{path.parent.name}/{path.name}: file is missing") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise PlanError(f"{path.parent.name}/{path.name}: expected CSV in UTF-8, found: {error}") from error
    found: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=2):
        if None in row:
            raise PlanError(f"{path.parent.name}/{path.name}: row {number} has more cells than the header")
        kept: dict[str, Any] = {key: value for key, value in row.items() if value not in ("", None)}
        if "aliases" in kept:
            kept["aliases"] = [a.strip() for a in kept["aliases"].split(LIST_SEPARATOR) if a.strip()]
        found.append(kept)
    return found


_FILES = {
    "regions": "regions.csv",
    "sectors": "sectors.csv",
    "indicators": "indicators.yml",
    "sources": "sources.yml",
    "programme": "programme.yml",
}


def _explain(folder: Path, error: ValidationError, data: dict[str, Any]) -> str:
    lines = []
    for problem in error.errors():
        where = [str(part) for part in problem["loc"]]
        file = _FILES.get(where[0], "plan.yml") if where else "plan.yml"
        items: Any = data.get(where[0]) if where else None
        if file == "programme.yml":
            where, items = where[1:], items.get(where[1]) if len(where) > 1 else None
            file = "tasks.yml" if where[:1] == ["tasks"] else file
        if file != "plan.yml" and isinstance(items, list) and len(where) > 1:
            number = int(where[1])
            item = items[number]
            name = item.get("id") or item.get("code") or "" if isinstance(item, dict) else ""
            place = f"row {number + 2}" if file.endswith(".csv") else f"item {number + 1}"
            where = [place + (f" ({name})" if name else ""), *where[2:]]
        key = ".".join(where) or "(whole file)"
        expected = (
            "no such key; check the spelling" if problem["type"] == "extra_forbidden" else problem["msg"]
        )
        found = problem.get("input")
        shown = (
            "" if problem["type"] == "missing" or isinstance(found, (dict, list)) else f", found {found!r}"
        )
        lines.append(f"{folder.name}/{file}: {key}: expected: {expected}{shown}")
    return "\n".join(lines)
