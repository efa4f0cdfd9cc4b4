"""What a page's own controls keep in the address, so that a view can be sent: one value under one name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

KEPT = ("month", "region", "sector", "by", "plan", "lang")
"""Parameters that a link to another page takes along; presentation mode has no such links."""


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


def link(page: str, **parameters: str | None) -> str:
    """Address of a page with the filters of this one, for an anchor in markup."""
    found = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    found |= {name: value for name, value in parameters.items() if value is not None}
    return f"{page}?{urlencode(found)}"


def defined(markup: str, **parameters: str) -> str:
    """``markup`` as a link to what the figure means: ``indicator``, or ``measure`` with ``where``.

    Before an audience it stays as it is.
    """
    if st.query_params.get("present") == "1":
        return markup
    return f'<a class="def" href="{escape(link("method", **parameters))}" target="_self">{markup}</a>'
