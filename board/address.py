"""What a page's own controls keep in the address, so that a view can be sent: one value under one name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from rules.plan import Aggregate

ALL = "*"
KEPT = ("month", "region", "sector", "by", "plan", "lang", "figures")
"""Parameters that a link to another page takes along; presentation mode has no such links."""
_MONTHS = "_months"


def pick(
    name: str, options: Sequence[str], draw: Callable[[Sequence[str], str], str | None], key: str = ""
) -> tuple[str, str | None]:
    """The chosen one of ``options`` and, where the address names none of them, what it named instead.

    ``draw(options, key)`` draws the control with that session key. The first option is left out of the address.
    """
    key = key or f"pick_{name}"
    told, asked = f"_told_{key}", st.query_params.get(name)
    odd = asked if asked is not None and asked not in options else None
    wanted = options[0] if asked is None or odd is not None else asked
    if asked != st.session_state.get(told) or st.session_state.get(key) not in options:
        # A link or the back button changed the address since this session last wrote it.
        st.session_state[key] = wanted
    chosen = draw(options, key) or options[0]
    shown = None if chosen == options[0] else chosen
    if shown != asked:
        if shown is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = shown
    st.session_state[told] = shown
    return chosen, odd


def drop(*names: str) -> None:
    """Take parameters out of the address: what they said of another figure does not hold for this one."""
    for name in names:
        st.query_params.pop(name, None)


def kept() -> tuple[str | None, ...]:
    """What links of this view depend on: a part of the key of any markup that is kept and holds links."""
    return tuple(st.query_params.get(name) for name in (*KEPT, "present"))


def unit(by: str, code: str) -> dict[str, str]:
    """Parameters that name one unit of a comparison; region, sector and committee never cross."""
    chosen = {"region": ALL, "sector": ALL}
    if code != ALL:
        chosen[by] = code
    return chosen


def offer(months: Sequence[str]) -> None:
    """The months that the frame's filter has, ascending; for ``at``."""
    st.session_state[_MONTHS] = list(months)


def at(month: str) -> dict[str, str]:
    """Parameters for another month than the view's; ``at`` for one that the filter of months does not offer."""
    months = st.session_state.get(_MONTHS, [])
    if month in months or not months:
        return {"month": month}
    return {"month": months[0] if month < months[0] else months[-1], "at": month}


def month_asked(month: str) -> str:
    """The month that such a link means, with ``month`` the view's: another month chosen since then takes its place."""
    asked = st.query_params.get("at", "")
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", asked):
        return month
    return asked if at(asked) == {"month": month, "at": asked} else month


def limits(**columns: str | bool | int | Iterable[str]) -> str:
    """``where`` of a measure: ``column:value;…``, several values of a column with commas between; "" is left out."""
    told = []
    for name, value in columns.items():
        if isinstance(value, bool):
            told.append(f"{name}:{'true' if value else 'false'}")
        elif isinstance(value, str | int):
            told.append(f"{name}:{value}" if value != "" else "")
        else:
            told.append(f"{name}:{','.join(value)}")
    return ";".join(filter(None, told))


def link(page: str, **parameters: str | None) -> str:
    """Address of a page with the filters of this one, for an anchor in markup."""
    found = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    found |= {name: value for name, value in parameters.items() if value is not None}
    return f"{page}?{urlencode(found)}"


def defined(markup: str, **parameters: str) -> str:
    """``markup`` as a link to what the figure means and to the rows behind it.

    ``indicator``; ``measure`` (``mart.column``) with ``over`` (a column, for a share) or ``per`` (a column, for a
    number), ``where`` (see ``limits``) and ``window``; or ``about`` with what it asks for (see ``board/charts/method_about.py``). ``region``, ``sector``,
    ``committee`` and ``month`` name the cell, where it is not the view's. Before an audience the markup stays as it is.
    """
    if not markup or st.query_params.get("present") == "1":
        return markup
    href = escape(link("method", **parameters))
    return f'<a class="def" href="{href}" target="_self">{markup}</a>'


def of_half(half: Aggregate) -> dict[str, str]:
    """Parameters that ask for what a half of an indicator, or a veto, adds up."""
    told = [limits(**{name: value}) for name, value in half.where.items()]
    told += [f"{name}:>={least:g}" for name, least in half.at_least.items()]
    return {"measure": f"{half.mart}.{half.column}", "where": ";".join(told), "window": half.window}


def to_score(code: str, by: str = "region") -> str:
    """Address of how a unit's score came about, for a drawing."""
    return link("method", about="score", **unit(by, code))


def figure(markup: str, **parameters: str) -> str:
    """A figure of a table or a card as such a link: without a line until somebody points at it."""
    return defined(markup, **parameters).replace('class="def"', 'class="def fig"', 1)
