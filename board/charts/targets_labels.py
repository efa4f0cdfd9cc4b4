"""Where the labels of the course stand so that none meets another or a line: geometry alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

LABEL_LINE = 19
"""Pixels from one line of a label to the next."""
NAME_WIDTH = 84
"""Pixels of the label of the last month."""


def spread(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Centres of labels, as near to where they are wanted as their heights allow.

    ``wanted`` holds (centre, height) in pixels; labels keep their order and stay between ``low`` and ``high``
    where there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i][0])
    placed = [0.0] * len(wanted)
    edge = low
    for i in order:
        centre, height = wanted[i]
        placed[i] = max(centre, edge + height / 2)
        edge = placed[i] + height / 2
    edge = high
    for i in reversed(order):
        height = wanted[i][1]
        placed[i] = min(placed[i], edge - height / 2)
        edge = placed[i] - height / 2
    return placed


def name_side(
    lines: Sequence[Sequence[tuple[float, float]]], point: tuple[float, float], width: float, height: float
) -> tuple[bool, bool]:
    """Where a label beside a point meets the least of the lines: (to the left, above).

    All in pixels, y upwards; ``width`` by ``height`` is the drawing. Left and above win a tie.
    """
    x, y = point

    def cost(is_left: bool, is_up: bool) -> float:
        left = x + 6 - NAME_WIDTH if is_left else x - 6
        low = y + 8 if is_up else y - 8 - LABEL_LINE
        right, high = left + NAME_WIDTH, low + LABEL_LINE
        outside = max(-left, right - width, -low, high - height, 0.0)
        met = sum(
            left <= px <= right and low - 2 <= py <= high + 2 for line in lines for px, py in _along(line)
        )
        return met + outside * 2

    sides = [(True, True), (True, False), (False, True), (False, False)]
    return min(sides, key=lambda side: cost(*side))


def _along(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of a line every few pixels."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / 3))
        found += [(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(steps + 1)]
    return found
