"""What a figure is called: whose it is, which measure, along which dimensions; from the plan and the models' words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from database.comparison import Difference, figures_file
from rules.plan import Plan

Words = Mapping[tuple[str, str, str], tuple[str, str]]
"""``measure_words``: (kind, of, name) -> Chinese, English."""
MEASURE_WORDS = "SELECT kind, of, name, title, title_en FROM measure_words"
ALL = "*"


class Figure(NamedTuple):
    """One figure's place and name."""

    unit_kind: str
    """``region``, ``sector`` or ``committee``."""
    unit_code: str
    """``*`` for all together."""
    unit: str
    indicator: str
    """The indicator's id; empty where the figure is of none."""
    measure: str
    title: str
    """The indicator with the measure, or the measure alone."""
    dimensions: dict[str, Any]
    """What else its row is told apart by."""


def figure_of(difference: Difference, plan: Plan, words: Words, is_english: bool = False) -> Figure:
    """What the figure that differs is called."""
    rest = dict(difference.keys)
    kind = rest.pop("unit_kind", None) or ("region" if "region_code" in rest else "sector")
    code = rest.pop({"region": "region_code", "sector": "sector"}.get(kind, "unit_code"), None)
    code = rest.pop("unit_code", code) if code is None else code
    indicator = str(rest.pop("indicator", ""))
    title = measure_title(difference.table, difference.measure, words, is_english)
    about = next((i for i in plan.indicators if i.id == indicator), None)
    if about is not None:
        named = about.short_title_en if is_english else about.short_title
        title = f"{named} {title}" if is_english else f"{named}·{title}"
    name = unit_name(plan, kind, str(code), is_english)
    return Figure(kind, str(code), name, indicator, difference.measure, title, rest)


def measure_title(table: str, measure: str, words: Words, is_english: bool = False) -> str:
    """A measure's name; its code where nobody named it."""
    return (words.get(("measure", table, measure)) or figures_file()["words"].get(measure, (measure,) * 2))[
        is_english
    ]


def table_title(table: str, words: Words, is_english: bool = False) -> str:
    """A table's name; its code where nobody named it."""
    return (words.get(("mart", "", table)) or figures_file()["words"].get(table, (table,) * 2))[is_english]


def unit_name(plan: Plan, kind: str, code: str, is_english: bool = False) -> str:
    """The name of a region, sector or committee; of all together for ``*``."""
    if code == ALL:
        return plan.whole_en if is_english else plan.whole
    among = {"region": plan.regions, "sector": plan.sectors, "committee": plan.programme.committees}[kind]
    for item in among:
        if code == (item.id if kind == "committee" else item.code):  # type: ignore[union-attr]
            return (item.name_en or item.name) if is_english else item.name
    return code
