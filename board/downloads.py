"""What leaves a page: one chart or table with everything a reader needs to trust it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True)
class Exhibit:
    """A chart or table as it is taken away: picture, figures, and what they are."""

    name: str
    """Stem of the file's name."""
    title: str
    unit: str
    source: str
    month: str
    """YYYY-MM."""
    frame: pd.DataFrame
    """The figures behind the picture, one row a mark, headings in the language of the interface."""
    filters: dict[str, str] = field(default_factory=dict)
    """Name of a filter -> what was chosen, in words."""
    figure: Callable[[], go.Figure] | None = None
    svg: Callable[[], str] | None = None
    """One of ``figure`` and ``svg``, or neither for a bare table."""
    is_demo: bool = False


def offer(exhibit: Exhibit, key: str) -> None:
    """Draw the 下载 control of a card."""
