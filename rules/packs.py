"""Reads plan packs from disk; one that can't be used is refused with every mistake in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from rules.notices import with_defaults
from rules.pack_check import cross_problems
from rules.pack_files import FILES, Pack, read_pack
from rules.pack_values import header_problems, value_problems
from rules.plan import Plan, Region, Sector
from rules.problems import BrokenPack, PlanError, Problem, in_order

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
DEFAULT_PLAN = "enshi"
_OWN_FILES = {*FILES, "folder", "checksum"} - {"plan"}
"""Keys that ``plan.yml`` must not have."""


def plan_ids() -> list[str]:
    """Ids of the packs that come with the product, the default first."""
    found = sorted(p.parent.name for p in PLANS.glob("*/plan.yml"))
    return sorted(found, key=lambda name: name != DEFAULT_PLAN)


def load_plan(id_or_folder: str | Path) -> Plan:
    """Read a pack by id (a folder below ``data/plans``) or by the path of its folder.

    Raises PlanError when there is no such pack or when it can't be used.
    """
    folder = find_pack(id_or_folder)
    if not (folder / "plan.yml").is_file():
        raise _no_such(id_or_folder)
    return build(read_pack(folder))


def find_pack(id_or_folder: str | Path) -> Path:
    """Folder of a pack by id or path; ``plan.yml`` may still be missing in it. Raises PlanError without a folder."""
    folder = PLANS / str(id_or_folder)
    if not (folder / "plan.yml").is_file():
        folder = Path(id_or_folder)
    if not folder.is_dir():
        raise _no_such(id_or_folder)
    return folder.resolve()


def _no_such(id_or_folder: str | Path) -> PlanError:
    return PlanError(
        f"方案“{id_or_folder}”不存在：应为 {'、'.join(plan_ids()) or 'data/plans 下的目录名'}，"
        "或含有 plan.yml 的目录路径 / no such plan"
    )


def build(pack: Pack) -> Plan:
    """The plan that a pack's files make. Raises BrokenPack with every mistake of the pack."""
    plan, found = validate(pack)
    if plan is None or found:
        raise BrokenPack(in_order(found, FILES.values()))
    return plan


def validate(pack: Pack) -> tuple[Plan | None, list[Problem]]:
    """The plan, None where values are wrong, and every mistake of the pack in no order."""
    found = [
        *pack.problems,
        *cross_problems(pack),
        *header_problems(pack, "regions", Region),
        *header_problems(pack, "sectors", Sector),
    ]
    data = {key: value for key, value in pack.data["plan"].items() if key not in _OWN_FILES}
    for part in ("regions", "sectors", "indicators", "sources"):
        data[part] = pack.data[part]
    data["notices"] = with_defaults(pack.data["notices"])
    data["programme"] = {**pack.data["programme"], "tasks": pack.data["tasks"]}
    data["folder"], data["checksum"] = pack.folder, checksum(pack.folder)
    try:
        return Plan.model_validate(data), found
    except ValidationError as error:
        return None, [*found, *value_problems(pack, error)]


def checksum(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files that figures come from, first 16 hex digits.

    The wording of papers is left out: an office may change it without anything being worked out anew.
    """
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.is_file() and p.name != FILES["notices"]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
