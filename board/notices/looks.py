"""The look of classes and states in documents: fill, text and edge by scale and code."""

from __future__ import annotations

from typing import Literal

from board import colours
from board.colours import Shade
from rules.plan import Plan


def shade(plan: Plan, code: str, scale: Literal["ranking", "risk"] = "ranking") -> Shade:
    """Fill, text colour and edge (``#rrggbb``) and the name of a class of a scale, or of a state."""
    classes = plan.ranking_scale if scale == "ranking" else plan.risk_scale
    return colours.scale(classes).get(code) or colours.shade(code)
