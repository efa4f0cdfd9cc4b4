"""The risk page's own controls: each keeps its choice in the address under one name, the first choice left out.

A page's figures are worked out before its controls are drawn, so what is chosen is read from the address, and a
control writes it there as soon as it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

import streamlit as st

from board.frame import ALL

OWN = ("layer", "town", "points", "tier", "control", "page")
"""Names in the address that this page alone reads."""


def chosen(name: str, options: Sequence[str]) -> str:
    """The one of ``options`` that the address names; the first where it names none of them."""
    asked = st.query_params.get(name)
    return asked if asked is not None and asked in options else options[0]


def put(name: str, value: str | None) -> None:
    """Write a choice into the address, or take it out; a list begins again at its first page."""
    if name != "page":
        st.query_params.pop("page", None)
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def show_region(code: str) -> None:
    """Choose a region for every page: the frame reads the address. Its towns are others."""
    put("town", None)
    st.query_params["region"] = code


def show_month(month: str) -> None:
    """Choose a month for every page."""
    put("page", None)
    st.query_params["month"] = month


def control(
    name: str,
    label: str,
    options: Sequence[str],
    word: Callable[[str], str],
    kind: Literal["box", "buttons"] = "box",
    **settings: Any,
) -> str:
    """Draw a control whose choice stands in the address as ``name``; gives what is chosen."""
    key = f"risk_{name}"
    st.session_state[key] = chosen(name, options)

    def changed() -> None:
        value = st.session_state[key]
        put(name, None if value in (None, options[0]) else str(value))

    if kind == "buttons":
        st.segmented_control(label, list(options), format_func=word, key=key, on_change=changed,
                             required=True, **settings)  # fmt: skip
    else:
        st.selectbox(label, list(options), format_func=word, key=key, on_change=changed, filter_mode=None,
                     **settings)  # fmt: skip
    return chosen(name, options)


def once(
    key: str, label: str, options: Sequence[str], word: Callable[[str], str], then: Callable[[str], None]
) -> None:
    """A list to choose from once: what is chosen is acted on, and the list is as before."""

    def act() -> None:
        value = st.session_state[key]
        if value is not None:
            then(str(value))
        st.session_state[key] = None

    st.session_state[key] = None
    st.selectbox(label, list(options), index=None, format_func=word, key=key, on_change=act, placeholder=label,
                 label_visibility="collapsed", width=170)  # fmt: skip


to_all = partial(show_region, ALL)
"""Back to all regions together."""
