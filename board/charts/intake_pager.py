"""Filters and pages of lists that belong to this session's files, so that no address can hold them."""

from __future__ import annotations

import streamlit as st

from board.queries_preview import PAGE
from board.texts import _


def page(count: int, key: str, size: int = PAGE) -> int:
    """Which page of ``count`` rows, ``size`` on each, from nought; nothing is drawn where there is one only."""
    pages = -(-count // size)
    if pages < 2:
        return 0
    chosen = st.selectbox(
        _("页"), range(pages), key=key, width=170,
        format_func=lambda n: _("第 {n} 页，共 {all} 页").format(n=n + 1, all=pages),
    )  # fmt: skip
    return int(chosen or 0)
