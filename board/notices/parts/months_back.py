"""The months that a chart of a paper shows: a year up to the closing one, or the whole period where that is longer."""

from __future__ import annotations

from collections.abc import Sequence

from board.notices.scene import Scene, month_name
from rules.months import Month, months_between

MONTHS_BACK = 12


def shown_months(scene: Scene) -> list[str]:
    """Months of a chart, oldest first; never before the plan's first."""
    last = Month.parse(scene.month)
    first = max(last + (1 - max(MONTHS_BACK, len(scene.months))), scene.plan.first_month)
    return [str(m) for m in months_between(first, last)]


def label(month: str, months: Sequence[str]) -> str:
    """The month; with its year where a year begins."""
    is_first = month == months[0] or month.endswith("-01")
    return f"{month[:4]}年{month_name(month)}" if is_first else month_name(month)
