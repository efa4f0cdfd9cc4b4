"""Who is at the desk: a name or post, typed once a session, for everything that goes on record."""

from __future__ import annotations

import streamlit as st

from board.texts import _

KEPT = "who"
LONGEST = 40


def known() -> str:
    """The name that was typed in this session; empty before."""
    return str(st.session_state.get(KEPT, ""))


def typed(key: str) -> str:
    """The name in the field of this key as it stands when a button is clicked, before the page is drawn; it is kept."""
    name = " ".join(str(st.session_state.get(key, "")).split())
    st.session_state[KEPT] = name
    return name


def ask(key: str) -> str:
    """The field, filled with what was typed before on any page; gives the name, empty where there is none."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(KEPT, "")
    found = st.text_input(
        _("姓名或岗位"), key=key, max_chars=LONGEST, width=220, placeholder=_("如：安委办值班")
    )
    name = " ".join((found or "").split())
    st.session_state[KEPT] = name
    return name
