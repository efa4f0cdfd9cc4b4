"""Where a figure of a paper leads: to its definition with the rows behind it, else to the page that shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from board import address
from board.notices.content import Source
from rules.months import Month, months_between

_PAGES = {
    "ranking": "ranking", "hazards": "hazards", "targets": "targets", "risk": "risk_map", "inspections": "inspections",
    "tasks": "tasks", "accidents": "trends", "escalations": "ranking", "reporting": "registers", "findings": "intake",
    "revisions": "intake", "dispatch": "registers", "indicators": "method", "triggers": "ranking",
}  # fmt: skip
_STATES = ("open_stock", "overdue")
"""Columns that are a state at a month's end."""
_HAZARDS = ("opening", "found", "closed", "due", "on_time", *_STATES)
_HAZARD_SHARES = {"on_time_rate": ("on_time", "due"), "closure_rate": ("closed_of_due", "due")}
_INSPECTIONS = ("inspections", "problems", "rectified", "penalties")
_INSPECTED = {
    "hits_per_inspection": {"measure": "inspection_month.problems", "per": "inspections"},
    "penalties_per_inspection": {"measure": "inspection_month.penalties", "per": "inspections"},
    "rectification_rate": {"measure": "inspection_month.rectified", "over": "problems"},
}
_REGISTER = {
    "inspected": {"measure": "enterprise_month.inspected_ytd"},
    "registered": {"measure": "enterprise_month.registered"},
    "inspection_coverage": {"measure": "enterprise_month.inspected_ytd", "over": "registered"},
}
_COMPONENT = re.compile(r"^(?:components|indicators)\[(\w+)\]\.(\w+)")


def href(source: Source) -> str:
    """Address of what a figure means, with the month and unit that it is of."""
    month = source.months[-1]
    at = {**_unit(source), "figures": "published", "by": source.by}
    behind, moved = _behind(source)
    if behind is None:
        return address.link(_PAGES.get(source.show, "overview"), **at, month=month)
    return address.link("method", **at, **address.at(moved or month), **behind)


def _one(source: Source, name: str) -> str:
    """The one value that the rows of a source are limited to; empty where there are several or none."""
    values = dict(source.where).get(name, ())
    return str(values[0]) if len(values) == 1 else ""


def _unit(source: Source) -> dict[str, str]:
    # Rows of a listing name their unit in this column whatever they are compared by.
    return address.unit(source.by, _one(source, "region_code") or address.ALL)


def _behind(source: Source) -> tuple[Mapping[str, str] | None, str]:
    """Parameters of the definition, and the month where it is another than the source's; None without one."""
    if source.show in ("triggers", "escalations") and (trigger := _one(source, "trigger")):
        return ({"about": "ladder", "trigger": trigger} if source.how in ("value", "max") else None), ""
    if source.how not in ("value", "sum", "ratio"):
        return None, ""
    only = {name for name, _values in source.where}
    if source.show in ("targets", "indicators"):
        known = _one(source, "indicator")
        half = {"half": "denominator"} if source.field == "denominator" else {}
        return ({"indicator": known, **half} if known else None), ""
    if source.show == "ranking" and only == {"region_code"}:
        return _component(source) or {"about": "score"}, ""
    if source.show == "dispatch" and only <= {"region_code"}:
        return _component(source), ""
    if only - {"region_code"}:
        return None, ""  # rows picked by what they are, not by where: no measure names them
    if source.show == "hazards":
        return _hazards(source), ""
    if source.show == "inspections":
        return _inspections(source), ""
    return _accidents(source) if source.show == "accidents" else (None, "")


def _component(source: Source) -> dict[str, str] | None:
    """An indicator that a listing holds within its rows."""
    found = _COMPONENT.match(source.field)
    if found is None:
        return None
    return {"indicator": found[1], **({"half": "denominator"} if found[2] == "denominator" else {})}


def _hazards(source: Source) -> dict[str, str] | None:
    where = {} if source.level == "all" else {"where": address.limits(level=source.level)}
    top, under = (
        (source.field, source.per)
        if source.how == "ratio"
        else _HAZARD_SHARES.get(source.field, (source.field, ""))
    )
    window = "month_end" if top in _STATES else _window(source.months)
    if top not in (*_HAZARDS, "closed_of_due") or not window:
        return None
    over = {"over": under} if under else {}
    return {"measure": f"hazard_month.{top}", **over, **where, "window": window}


def _inspections(source: Source) -> dict[str, str] | None:
    if source.how != "ratio" and source.field in _REGISTER:
        return {**_REGISTER[source.field], "window": "month_end"}
    window = _window(source.months)
    if not window:
        return None
    if source.how == "ratio":
        if source.field not in _INSPECTIONS or source.per not in _INSPECTIONS:
            return None
        kind = "over" if (source.field, source.per) == ("rectified", "problems") else "per"
        return {"measure": f"inspection_month.{source.field}", kind: source.per, "window": window}
    if source.field in _INSPECTED:
        return {**_INSPECTED[source.field], "window": window}
    known = source.field in _INSPECTIONS
    return {"measure": f"inspection_month.{source.field}", "window": window} if known else None


def _accidents(source: Source) -> tuple[dict[str, str] | None, str]:
    column, _mark, rest = source.field.partition("_ytd")
    if source.how == "ratio" or column not in ("accidents", "deaths"):
        return None, ""
    if "_ytd" not in source.field:
        window = _window(source.months)
        return ({"measure": f"accident_month.{column}", "window": window} if window else None), ""
    before = str(Month.parse(source.months[-1]) + -12) if rest == "_before" else ""
    return {"measure": f"accident_month.{column}", "window": "year_to_date"}, before


def _window(months: tuple[str, ...]) -> str:
    """The window of the last month that is just these months; empty where there is none."""
    first, last = Month.parse(months[0]), Month.parse(months[-1])
    if list(months) != [str(m) for m in months_between(first, last)]:
        return ""
    if first == last:
        return "month"
    if first.number == 1 and first.year == last.year:
        return "year_to_date"
    if first.year == last.year and first.number == last.number - (last.number - 1) % 3:
        return "quarter_to_date"
    return "trailing_12" if len(months) == 12 else ""
