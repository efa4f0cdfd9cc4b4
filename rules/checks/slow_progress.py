"""Who is slow, and what committees owe each year: rules of ``plan.yml`` beside the other files."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.common import ids, twice
from rules.pack_files import Pack
from rules.problems import Problem


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of ``slow_progress`` and ``yearly_supervision``."""
    known = ids(pack, "indicators", "id")
    with_targets = {str(entry.get("id")) for _, entry in pack.items("indicators") if entry.get("targets")}
    for key in ("version", "valid_from"):
        yield from twice(pack, "plan", ("slow_progress",), key)
    for rule, _ in pack.items("plan", "slow_progress"):
        yield from twice(pack, "plan", (*rule, "indicators"), "indicator")
        for place, part in pack.items("plan", *rule, "indicators"):
            name = part.get("indicator")
            if known is None or not isinstance(name, str) or name in with_targets:
                continue
            said = ("indicators.yml 里的 id", "an id of indicators.yml")
            if name in known:
                said = ("有 targets 的指标", "an indicator with targets")
            yield pack.problem("plan", (*place, "indicator"), *said, name)
    asked = pack.at("plan", "yearly_supervision")
    if isinstance(asked, dict) and "programme" not in pack.unread and not pack.at("programme", "committees"):
        zh, en = "programme.yml 里有 committees 才写", "committees in programme.yml to ask it of"
        yield pack.problem("plan", ("yearly_supervision",), zh, en)
    for place, entry in pack.items("programme", "consequences"):
        if entry.get("accident_classes") and entry.get("outcome") != "accident":
            yield pack.problem(
                "programme", (*place, "accident_classes"), "只和 outcome: accident 同用",
                "none, unless outcome is accident", entry["accident_classes"],
            )  # fmt: skip
