"""Indicators and their targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rules.checks.common import as_date, as_month, as_number, ids, one_meaning, twice, unknown
from rules.months import Month
from rules.pack_files import Pack, Place
from rules.plan import Indicator
from rules.problems import Problem


def problems(pack: Pack) -> Iterator[Problem]:
    """Mistakes of ``indicators.yml`` beside what marts and columns there are."""
    yield from one_meaning(pack, "indicators", "id", Indicator.NAMED_BY)
    regions, sectors = ids(pack, "regions", "code"), ids(pack, "sectors", "code")
    first, last = (as_month(pack.at("plan", key)) for key in ("first_month", "last_month"))
    for path, entry in pack.items("indicators"):
        if entry.get("source", "ledger") == "ledger" and entry.get("numerator") is None:
            yield pack.problem(
                "indicators", (*path, "numerator"), "mart、column（source: ledger 必填）", "mart and column, for source: ledger expects a numerator"
            )  # fmt: skip
        for key in ("numerator", "denominator"):
            if entry.get("source") == "dispatch" and entry.get(key) is not None:
                yield pack.problem(
                    "indicators", (*path, key), "不写：source: dispatch 取自调度表",
                    "none, for source: dispatch takes it from the reports", entry[key],
                )  # fmt: skip
        if entry.get("source") != "dispatch" and entry.get("held_against") is not None:
            yield pack.problem(
                "indicators", (*path, "held_against"), "不写：只有 source: dispatch 才与台账对照",
                "none, only source: dispatch is held against a ledger", entry["held_against"],
            )  # fmt: skip
        yield from unknown(pack, "indicators", (*path, "regions"), entry.get("regions"), regions, "regions.csv 里的代码", "a code of regions.csv")  # fmt: skip
        yield from unknown(pack, "indicators", (*path, "sectors"), entry.get("sectors"), sectors, "sectors.csv 里的代码", "a code of sectors.csv")  # fmt: skip
        begins, ends = as_number(entry.get("from_year")), as_number(entry.get("to_year"))
        if begins is not None and ends is not None and ends < begins:
            yield pack.problem(
                "indicators",
                (*path, "to_year"),
                f"{begins:g} 或以后",
                f"{begins:g} or later",
                entry["to_year"],
            )
        yield from twice(pack, "indicators", (*path, "targets"), "year")
        for place, target in pack.items("indicators", *path, "targets"):
            yield from _target(pack, entry, place, target, first, last)


def _target(
    pack: Pack,
    entry: dict[str, Any],
    place: Place,
    target: dict[str, Any],
    first: Month | None,
    last: Month | None,
) -> Iterator[Problem]:
    value = as_number(target.get("value"))
    if value is not None and entry.get("kind", "percentage") == "percentage" and not 0 <= value <= 1:
        yield pack.problem(
            "indicators", (*place, "value"), "0 到 1 的比例，100% 写作 1.0", "a share from 0 to 1; 100 % is 1.0",
            f" {target['value']}（即 {value * 100:g}%）",
        )  # fmt: skip
    year, due = target.get("year"), as_date(target.get("due"))
    if first and last and first <= last and isinstance(year, int) and not first.year <= year <= last.year:
        zh, en = (
            f"方案的年份，{first.year} 到 {last.year}",
            f"a year of the plan, {first.year} to {last.year}",
        )
        yield pack.problem("indicators", (*place, "year"), zh, en, year)
    if due and isinstance(year, int) and due.year != year:
        yield pack.problem("indicators", (*place, "due"), f"{year} 年里的一天", f"a day of {year}", str(due))
