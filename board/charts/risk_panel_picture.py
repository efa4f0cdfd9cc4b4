"""The panel's towns and tiers as pictures for taking away: tiles in the classes' colours, rates with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from board import colours, texts
from board.charts.risk_panel import Count, Summary
from board.charts.risk_tiers import RATES
from board.charts.risk_words import tier_name, town_name
from board.colours import Shade
from board.downloads.drawing import BODY, HEAD, svg, word
from board.downloads.picture import text_width
from board.queries_risk import Town
from board.texts import _
from rules.plan import Plan
from rules.statistics import wilson

COLUMNS, TILE_HIGH, GAP = 6, 58.0, 6.0
"""Town tiles in a line, their height, and what is left between them."""
LEAST_WIDE, TRACK, ROW = 104.0, 190.0, 54.0
"""Least width of a tile; length of a rate's scale from 0 to 100 %; height of a tier."""


def towns(found: Sequence[Town], shades: Mapping[str, Shade]) -> str:
    """Towns as tiles, the most dangerous first: name, colour's name and number of points."""
    told = [
        (
            town_name(town.name),
            _("{colour} {count} 处").format(
                colour=texts.class_label(shades[town.risk_class]), count=texts.number(town.points)
            ),
            shades[town.risk_class],
        )
        for town in found
    ]
    longest = max(
        (text_width(text, BODY) for name, count, _shade in told for text in (name, count)), default=0
    )
    wide = max(LEAST_WIDE, longest * 1.1 + 16)
    parts = []
    for place, (name, count, shade) in enumerate(told):
        x, y = place % COLUMNS * (wide + GAP), place // COLUMNS * (TILE_HIGH + GAP)
        parts.append(
            f'<rect x="{x + 0.5:g}" y="{y + 0.5:g}" width="{wide - 1:g}" height="{TILE_HIGH - 1:g}" '
            f'fill="{shade.fill}" stroke="{shade.edge}"/>'
        )
        parts.append(_line(name, x + wide / 2, y + 24, shade.text, 700))
        parts.append(_line(count, x + wide / 2, y + 44, shade.text, 400))
    lines = -(-len(told) // COLUMNS)
    return svg(min(len(told), COLUMNS) * (wide + GAP) - GAP, lines * (TILE_HIGH + GAP) - GAP, parts)


def _line(text: str, x: float, y: float, ink: str, weight: int) -> str:
    # Text on a class has the class's own ink; ``word`` knows neutral tones alone.
    drawn = word(text, x, y, BODY, "ink", "middle", weight)
    return drawn.replace(colours.neutral("ink"), ink)


def tiers(found: Summary, plan: Plan) -> str:
    """Tiers from the highest; each rate as a dot on its 95 % Wilson interval, on one scale."""
    names = [tier_name(plan, tier) for tier, _counts in found.by_tier]
    left = max((text_width(name, BODY) for name in names), default=0) * 1.1 + 24
    starts = [left + place * (TRACK + 40) for place in range(len(RATES))]
    parts = [word(_(name), x, 16, HEAD, "ink-2") for x, (_column, name) in zip(starts, RATES, strict=True)]
    y = 30.0
    for name, (_tier, counts) in zip(names, found.by_tier, strict=True):
        whole = sum(counts.values(), Count())
        parts.append(word(name, 0, y + 18, BODY, "ink", weight=700))
        for x, (column, _name) in zip(starts, RATES, strict=True):
            parts += _rate(x, y, getattr(whole, column), whole.points)
        y += ROW
    parts.append(word(_("横条是 95% 置信区间，刻度从 0 到 100%"), 0, y + 12, HEAD, "ink-2"))
    return svg(starts[-1] + TRACK + 8, y + 20, parts)


def _rate(x: float, y: float, done: int, points: int) -> list[str]:
    low, high = wilson(done, points)
    at = x + TRACK * done / points
    shown = f"{texts.rate(done / points, done, points)}　{texts.share(done, points)}"
    return [
        word(shown, x, y + 18, BODY),
        f'<rect x="{x:g}" y="{y + 28:g}" width="{TRACK:g}" height="8" fill="{colours.neutral("band")}"/>',
        f'<rect x="{x + TRACK * low:.1f}" y="{y + 29:g}" width="{max(TRACK * (high - low), 2):.1f}" height="6" '
        f'fill="{colours.neutral("interval")}"/>',
        f'<circle cx="{at:.1f}" cy="{y + 32:g}" r="5" fill="{colours.neutral("ink")}" '
        f'stroke="{colours.neutral("surface")}"/>',
    ]
