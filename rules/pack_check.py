"""Every mistake of a plan pack that more than one value makes, with file, line, key, expected and found.

Works on the plain data, so that a wrong value in one place hides no mistake in another. What a single value may
be is the models' business (``rules/plan.py``); what it means beside other values is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks import boundaries, indicators, notices, programme, regions, scales, slow_progress
from rules.checks.common import as_month, one_meaning, twice
from rules.pack_files import Pack
from rules.plan import Sector
from rules.problems import Problem

RESERVED_SECTORS = ("none", "other")
"""Codes of rows without a sector, and of those whose sector the plan does not know."""


def cross_problems(pack: Pack) -> Iterator[Problem]:
    """All of them, in no order."""
    yield from _own_files(pack)
    yield from _months(pack)
    yield from scales.problems(pack)
    yield from regions.problems(pack)
    yield from _sectors(pack)
    yield from indicators.problems(pack)
    yield from programme.problems(pack)
    yield from slow_progress.problems(pack)
    yield from notices.problems(pack)
    yield from twice(pack, "sources", (), "id")
    yield from boundaries.problems(pack)


def _own_files(pack: Pack) -> Iterator[Problem]:
    for part, name, file in (
        ("plan", "regions", "regions.csv"), ("plan", "sectors", "sectors.csv"),
        ("plan", "indicators", "indicators.yml"), ("plan", "sources", "sources.yml"),
        ("plan", "programme", "programme.yml"), ("programme", "tasks", "tasks.yml"),
        ("plan", "notices", "notices.yml"),
    ):  # fmt: skip
        if name in pack.data[part]:
            yield pack.problem(part, (name,), f"写在 {file} 里", f"a file of its own, {file}", name)
    for name in ("folder", "checksum"):
        if name in pack.data["plan"]:
            yield pack.problem("plan", (name,), "没有这个键", "no such key", name)


def _months(pack: Pack) -> Iterator[Problem]:
    first, last = (as_month(pack.at("plan", key)) for key in ("first_month", "last_month"))
    if first and last and last < first:
        yield pack.problem("plan", ("last_month",), f"{first} 或以后", f"{first} or later", str(last))


def _sectors(pack: Pack) -> Iterator[Problem]:
    yield from one_meaning(pack, "sectors", "code", Sector.NAMED_BY)
    for path, row in pack.items("sectors"):
        if row.get("code") in RESERVED_SECTORS:
            zh, en = "别的代码，这个另有用处", "another code; this one is reserved"
            yield pack.problem("sectors", (*path, "code"), zh, en, row["code"])
