"""Classes, their colours, and the rules that give them: scales, breaks, weights, vetoes, ladder."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from rules.checks.common import as_number, ids, twice
from rules.pack_files import Pack, Place
from rules.palette import STATES, ClassColour, standard, unclear
from rules.patterns import patterns
from rules.plan import TRIGGERS
from rules.problems import Problem

SCALES = {"ranking": "ranking_scale", "risk": "risk_scale"}


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of ``plan.yml`` about classes."""
    yield from _scales(pack)
    yield from _ranking(pack)
    yield from _risk(pack)
    yield from _ladder(pack)
    yield from _slow_progress(pack)


def _codes(pack: Pack, scale: str) -> list[str]:
    return [str(entry.get("code")) for _, entry in pack.items("plan", scale)]


def _scales(pack: Pack) -> Iterator[Problem]:
    colours: dict[str, tuple[str, Any]] = {}
    for scale in SCALES.values():
        yield from twice(pack, "plan", (scale,), "code")
        of_scale: dict[str, ClassColour] = {}
        own: set[str] = set()
        at: dict[str, Place] = {}
        for path, entry in pack.items("plan", scale):
            code, given = str(entry.get("code")), entry.get("colour")
            if code in STATES:
                yield pack.problem(
                    "plan",
                    (*path, "code"),
                    "别的代码，这个另有用处",
                    "another code; this one is reserved",
                    code,
                )
            before = colours.setdefault(code, (scale, given))
            if before[1] != given:
                yield pack.problem(
                    "plan", (*path, *(["colour"] if given is not None else [])),
                    f"一个代码一种颜色，与 {before[0]} 相同", f"one colour for a code, as in {before[0]}", given,
                )  # fmt: skip
            if given is None and code in standard():
                of_scale[code] = standard()[code]
            elif given is None:
                known = ", ".join(standard())
                yield pack.problem(
                    "plan", (*path, "colour"), f"fill、text、edge 三种颜色；只有 {known} 自带颜色",
                    f"fill, text and edge; only {known} have colours of their own",
                )  # fmt: skip
            else:
                try:
                    of_scale[code] = ClassColour.model_validate(given)
                except ValidationError:
                    continue  # the models say what is wrong with it
                own.add(code)
                at[code] = path
                yield from _pattern(pack, (*path, "colour", "pattern"), of_scale, code)
        for what in unclear(of_scale, own):
            yield pack.problem(
                "plan", (*at[what.code], "colour", what.token), *what.expected, f" {what.found}"
            )  # fmt: skip


def _pattern(pack: Pack, place: Place, of_scale: dict[str, ClassColour], code: str) -> Iterator[Problem]:
    """A pattern that there is, and that no other class of the scale asks for."""
    wanted = of_scale[code].pattern
    if wanted is None:
        return
    if wanted not in patterns():
        known = ", ".join(patterns())
        yield pack.problem("plan", place, f"{known} 中的一种", f"one of {known}", wanted)
    elif any(c.fill != of_scale[code].fill and c.pattern == wanted for c in of_scale.values()):
        yield pack.problem(
            "plan", place, "一级一种花纹，同一套等级里不重复", "a pattern of its own in the scale", wanted
        )


def _breaks(pack: Pack, rule: Place, scale: str) -> Iterator[Problem]:
    path = (*rule, "breaks")
    entries = list(pack.items("plan", *path))
    if not entries:
        if isinstance(pack.at("plan", *path), list):
            yield pack.problem("plan", path, "至少一个等级", "one class at least", [])
        return
    below = -float("inf")
    for number, (place, entry) in enumerate(entries, start=1):
        limit = entry.get("below")
        if number == len(entries):
            if limit is not None:
                yield pack.problem(
                    "plan", (*place, "below"), "最后一级不写 below", "no 'below' in the last class", limit
                )  # fmt: skip
        elif limit is None:
            yield pack.problem(
                "plan", (*place, "below"), "除最后一级外都写 below", "'below' in every class but the last"
            )
        elif (value := as_number(limit)) is not None:
            if value <= below:
                yield pack.problem(
                    "plan", (*place, "below"), f"门槛逐级升高，大于 {below:g}", f"rising limits, more than {below:g}", limit
                )  # fmt: skip
            below = max(below, value)
    yield from twice(pack, "plan", path, "code")
    order = _codes(pack, scale)
    known = [(place, str(entry["code"])) for place, entry in entries if entry.get("code") in order]
    for place, entry in entries:
        yield from _class(pack, (*place, "code"), entry.get("code"), scale, order)
    for (_, one), (place, other) in pairwise(known):
        if order.index(other) < order.index(one):
            yield pack.problem(
                "plan", (*place, "code"), f"与 {scale} 的次序相同，即 {', '.join(order)}",
                f"the order of {scale}: {', '.join(order)}", f" {other!r} 在 {one!r} 之后 (after {one!r})",
            )  # fmt: skip


def _class(pack: Pack, path: Place, code: Any, scale: str, codes: list[str]) -> Iterator[Problem]:
    if isinstance(code, str) and code not in codes:
        yield pack.problem("plan", path, f"{scale} 里的代码：{', '.join(codes)}", f"a class of {scale}", code)


def _versions(pack: Pack, rules: str) -> Iterator[Problem]:
    for key in ("version", "valid_from"):
        yield from twice(pack, "plan", (rules,), key)


def _ranking(pack: Pack) -> Iterator[Problem]:
    known, codes = ids(pack, "indicators", "id"), _codes(pack, SCALES["ranking"])
    yield from _versions(pack, "ranking")
    for rule, entry in pack.items("plan", "ranking"):
        components = list(pack.items("plan", *rule, "components"))
        weights = [as_number(part.get("weight")) for _, part in components]
        if "components" in entry and None not in weights and sum(w for w in weights if w) <= 0:
            yield pack.problem(
                "plan", (*rule, "components"), "权重相加大于 0", "weights that add up to more than 0",
                f" {sum(w for w in weights if w):g}",
            )  # fmt: skip
        yield from twice(pack, "plan", (*rule, "components"), "indicator")
        for place, part in components:
            name = part.get("indicator")
            if known is not None and isinstance(name, str) and name not in known:
                yield pack.problem(
                    "plan", (*place, "indicator"), "indicators.yml 里的 id", "an id of indicators.yml", name
                )
            low, high = as_number(part.get("zero_at")), as_number(part.get("full_at"))
            if low is not None and low == high:
                yield pack.problem(
                    "plan", (*place, "full_at"), "与 zero_at 不同", "another value than zero_at", part["full_at"]
                )  # fmt: skip
        yield from _breaks(pack, rule, SCALES["ranking"])
        yield from twice(pack, "plan", (*rule, "vetoes"), "id")
        for place, veto in pack.items("plan", *rule, "vetoes"):
            yield from _class(pack, (*place, "code"), veto.get("code"), SCALES["ranking"], codes)


def _risk(pack: Pack) -> Iterator[Problem]:
    codes = _codes(pack, SCALES["risk"])
    yield from _versions(pack, "risk")
    for rule, entry in pack.items("plan", "risk"):
        yield from _breaks(pack, rule, SCALES["risk"])
        severity = entry.get("severity")
        for code in severity if isinstance(severity, dict) else {}:
            yield from _class(pack, (*rule, "severity", code), code, SCALES["risk"], codes)


def _ladder(pack: Pack) -> Iterator[Problem]:
    yield from twice(pack, "plan", ("ladder",), "id")
    known = [*_codes(pack, SCALES["ranking"]), *TRIGGERS]
    for place, step in pack.items("plan", "ladder"):
        triggers = step.get("applies_to")
        for number, name in enumerate(triggers if isinstance(triggers, list) else []):
            # A plan may name triggers of its own; one that nearly is a known one is a slip.
            meant = get_close_matches(name, known, n=1, cutoff=0.75) if isinstance(name, str) else []
            if meant and name not in known:
                yield pack.problem(
                    "plan", (*place, "applies_to", number), f"是不是 {meant[0]}？", f"{meant[0]}?", name
                )
        months = step.get("months_in_a_row")
        for name in months if isinstance(months, dict) and isinstance(triggers, list) else []:
            if name not in triggers:
                yield pack.problem(
                    "plan", (*place, "months_in_a_row", name), "这一步 applies_to 里有的",
                    "one that the step applies to", name,
                )  # fmt: skip


def _slow_progress(pack: Pack) -> Iterator[Problem]:
    yield from _versions(pack, "slow_progress")
    known = ids(pack, "indicators", "id")
    aimed = {str(entry.get("id")) for _, entry in pack.items("indicators") if entry.get("targets")}
    for rule, _ in pack.items("plan", "slow_progress"):
        yield from twice(pack, "plan", (*rule, "indicators"), "indicator")
        for place, part in pack.items("plan", *rule, "indicators"):
            name = part.get("indicator")
            if known is None or not isinstance(name, str):
                continue
            if name not in known:
                yield pack.problem(
                    "plan", (*place, "indicator"), "indicators.yml 里的 id", "an id of indicators.yml", name
                )
            elif name not in aimed:
                zh, en = "有分年目标的指标", "an indicator with targets by year"
                yield pack.problem("plan", (*place, "indicator"), zh, en, name)
