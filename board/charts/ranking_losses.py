"""In the ranking: what cost each unit most, in words, so that nobody has to compare bars."""

from __future__ import annotations

from board import address, texts
from board.charts.marks import Row, safe
from board.texts import _
from rules.plan import Plan

LEAST = 0.05
"""Points lost below which a part counts as full."""


def head() -> str:
    """Head of the column."""
    return f'<th class="c-loss">{safe(_("失分最多"))}</th>'


def cell(row: Row, plan: Plan, score: dict[str, str]) -> str:
    """The part that cost most and how many points, leading to how the score came about."""
    lost = [(c["weight"] - c["points"], c["indicator"]) for c in row["components"] if c["state"] == "scored"]
    most = max(lost, default=(0.0, ""), key=lambda item: item[0])
    if row["score"] is None or not lost:
        told = texts.UNKNOWN
    elif most[0] < LEAST:
        told = address.figure(safe(_("各项满分")), **score)
    else:
        title = texts.indicator_short_title(plan.indicator(most[1]))
        figure = f"<nobr>{safe(texts.change(-most[0]))}</nobr>"
        # English titles are long: they may break, the figure never does.
        said = f"{safe(title)} {figure}" if texts.is_english() else f"<nobr>{safe(title)} {figure}</nobr>"
        told = address.figure(said, **score)
    return f'<td class="c-loss" data-label="{safe(_("失分最多"))}">{told}</td>'
