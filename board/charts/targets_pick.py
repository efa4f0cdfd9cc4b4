"""The indicator that the two figures show, kept in the address like the frame's filters."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from board import theme
from board.texts import _

NAME = "indicator"
_TOLD = "_told_indicator"


def choose(names: Mapping[str, str]) -> str:
    """The chosen indicator of ``names`` (id -> what the list says); the first where the address names none."""
    options = list(names)
    asked, odd = st.query_params.get(NAME), None
    if asked is not None and asked != st.session_state.get(_TOLD):
        # A link or the back button changed the address since this session last wrote it.
        odd = None if asked in names else asked
        st.session_state[NAME] = options[0] if odd is not None else asked
    elif st.session_state.get(NAME) not in names:
        st.session_state[NAME] = options[0]
    with st.container(key="tg_pick", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width="content"):
            theme.markup(f'<span class="tg-ask">{_("逐月走势和各地情况：")}</span>')
        chosen = st.selectbox(
            _("指标"),
            options,
            key=NAME,
            format_func=names.__getitem__,
            width=340,
            label_visibility="collapsed",
        )
    st.session_state[_TOLD] = chosen
    if asked != chosen:
        st.query_params[NAME] = chosen
    if odd is not None:
        theme.notice(
            _("地址里的指标“{name}”在这里没有目标，现显示{shown}。").format(
                name=odd[:30], shown=names[chosen]
            )
        )
    return chosen
