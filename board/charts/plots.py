"""Plotly figures as the pages send them: drawn, checked and turned into plain data once for all viewers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from board import i18n
from board.memo import remembered
from board.queries import Board


def show(figure: go.Figure, key: str, said: str, config: dict[str, Any], **more: Any) -> Any:
    """Put a figure on the page; ``said`` is its finding, for those who have it read to them."""
    return st.plotly_chart(figure, theme=None, key=key, config=config, alt=said, **more)


class Sent(go.Figure):
    """A finished figure with its plain data at hand: Streamlit asks for them at every run of every viewer."""

    _plain: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The figure as dictionaries and lists; shared, only to be read."""
        return self._plain


def sent(figure: go.Figure) -> Sent:
    """The figure with its data worked out; it cannot be changed any more."""
    plain = figure.to_dict()
    copy = Sent()
    object.__setattr__(copy, "_plain", plain)
    return copy


def of_view(board: Board, key: tuple[Hashable, ...], draw: Callable[[], go.Figure]) -> Sent:
    """The figure that ``draw`` gives for this build and language; ``key`` names everything else it depends on."""
    return remembered(("plot", board.stamp, i18n.language(), *key), lambda: sent(draw()))
