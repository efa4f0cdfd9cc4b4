"""The filters of the tasks page, kept in the address like the frame's: office, action, year, status."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from board import address, queries_tasks, texts, theme
from board.charts import tasks_text
from board.queries_tasks import Item, Schedule
from board.texts import N_, _
from rules.tasks import DONE, Status

EVERY = "all"
GROUPS: dict[str, tuple[str, frozenset[Status]]] = {
    "overdue": (N_("逾期"), frozenset(("overdue",))),
    "no_data": (N_("未报"), frozenset(("no_data",))),
    "due_soon": (N_("临期"), frozenset(("due_soon",))),
    "open": (N_("未到期"), frozenset(("open",))),
    "missed": (N_("往期未完成"), frozenset(("missed",))),
    "done": (N_("已完成"), DONE),
    "ongoing": (N_("长期坚持"), frozenset(("ongoing",))),
}
"""What the status filter offers: name and the statuses that it takes in."""


@dataclass(frozen=True)
class Choice:
    """What the filters of the page say."""

    office: str = EVERY
    action: str = EVERY
    year: int | None = None
    status: str = EVERY

    def of_scope(self, item: Item) -> bool:
        """Whether office and action let an item through."""
        return self.office in (EVERY, item.office) and self.action in (EVERY, item.action_id or "none")

    def of_status(self, item: Item) -> bool:
        """Whether the status lets it through."""
        return self.status == EVERY or item.status in GROUPS[self.status][1]

    def behind(self, count: str = "", office: str | None = None) -> dict[str, str]:
        """Parameters that lead from a count within these filters to the periods it counts.

        ``count`` is one of ``GROUPS``, all that are due without it; ``office`` one that the count is of.
        """
        asked = {
            "count": count,
            "year": EVERY if self.year is None else str(self.year),
            "action": self.action,
            "office": office or self.office,
        }
        return {"about": "tasks", **{n: v for n, v in asked.items() if v and (v != EVERY or n == "year")}}

    @property
    def is_scoped(self) -> bool:
        """Whether office or action is set."""
        return (self.office, self.action) != (EVERY, EVERY)


def behind(item: Item) -> dict[str, str]:
    """Parameters that lead to one period's reports."""
    group = next((name for name, (_title, codes) in GROUPS.items() if item.status in codes), "")
    starts = item.period.starts.isoformat()
    return {"about": "tasks", "count": group, "year": EVERY, "task": item.task.id, "starts": starts}


def choose(found: Schedule, is_drawn: bool) -> Choice:
    """Draw the filters, or take them from the address where they are not drawn."""
    years = queries_tasks.years(found)
    now = found.month.year
    start = now if now in years or not years else min(years, key=lambda y: abs(y - now))
    offices = sorted({item.office for item in found.items})
    actions = {item.action_id or "none": tasks_text.action_title(item) for item in found.items}
    order = [a.id for a in found.plan.programme.actions]
    actions = dict(sorted(actions.items(), key=lambda pair: (pair[0] not in order, _place(order, pair[0]))))
    with st.container(key="tk_filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        year = _pick("year", _("年份"), _year_names(start, years), 130, is_drawn)
        action = _pick("action", _("行动"), {EVERY: _("全部行动"), **actions}, 300, is_drawn)
        office = _pick(
            "office", _("牵头单位"), {EVERY: _("全部单位"), **{o: o for o in offices}}, 240, is_drawn
        )
        names = {EVERY: _("全部状态"), **{code: _(name) for code, (name, _codes) in GROUPS.items()}}
        status = _pick("status", _("状态"), names, 150, is_drawn)
    return Choice(office, action, None if year == EVERY else int(year), status)


def _year_names(start: int, years: Sequence[int]) -> dict[str, str]:
    """The month's year first, since the first is what an address without a year means."""
    ordered = [start, *(y for y in years if y != start)]
    return {**{str(y): texts.year(y) for y in ordered}, EVERY: _("全部年份")}


def _place(order: Sequence[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def _pick(name: str, label: str, names: Mapping[str, str], width: int, is_drawn: bool) -> str:
    """A filter in the address under its name; the first option is left out of it."""
    options, asked = list(names), st.query_params.get(name)
    if is_drawn:
        chosen, odd = address.pick(
            name,
            options,
            lambda all_, key: st.selectbox(label, all_, key=key, format_func=_named(names), width=width),
            key=f"task_{name}",
        )
    else:
        odd = asked if asked is not None and asked not in names else None
        chosen = options[0] if asked is None or odd is not None else asked
    if odd is not None:
        theme.notice(
            _("地址里的{label}“{odd}”在这里没有，现按{shown}显示。").format(
                label=label, odd=odd[:30], shown=names[chosen]
            )
        )
    return chosen


def _named(names: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda code: names[code]


def set_address(name: str, value: str | None) -> None:
    """Put a filter into the address, or take it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
