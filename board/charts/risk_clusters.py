"""Risk points as marks: what stands too close is merged and counted, and no point is ever lost.

All in drawing units (pixels of the drawing). Points are merged within one region and one class only,
so that a mark means one thing. Ten thousand points cost one pass over a grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

GAPS = (8.0, 12.0, 16.0, 20.0, 26.0, 34.0, 44.0, 58.0, 76.0)
"""Smallest distances between marks that are tried, until the map can be read."""
SINGLE = 5.5
"""Half the size of a mark for one point."""
INK_SHARE = 0.13
"""Share of a region's free area that marks may cover."""
ROUGH = 3.0
"""Merging by distance leaves at least a third of what the grid leaves."""
FARTHEST, FARTHEST_COUNTED = 26.0, 72.0
"""A mark moves at most so far to make room for names and neighbours; a count stands for an area and may go on."""


@dataclass(frozen=True)
class Spot:
    """One risk point on the drawing."""

    x: float
    y: float
    region: str
    risk_class: str
    size: float = 1.0
    """How much larger its mark is drawn than a circle."""


@dataclass(frozen=True)
class Mark:
    """What is drawn: one point, or several with their count."""

    x: float
    y: float
    region: str
    risk_class: str
    count: int
    size: float = 1.0

    @property
    def radius(self) -> float:
        """Half the size of the mark: counts need room for their digits."""
        return self.size * (SINGLE if self.count == 1 else 7.0 + 3.0 * len(str(self.count)))


def merge(spots: Sequence[Spot], gap: float) -> list[Mark]:
    """Merge what is closer than ``gap``: first by grid cell, then mark by mark until nothing is."""
    return [mark for group in _groups(spots).values() for mark in _merged(group, gap)]


def _groups(spots: Sequence[Spot]) -> dict[tuple[str, str], list[Spot]]:
    found: dict[tuple[str, str], list[Spot]] = {}
    for spot in spots:
        found.setdefault((spot.region, spot.risk_class), []).append(spot)
    return found


def _merged(group: Sequence[Spot], gap: float, is_rough: bool = False) -> list[Mark]:
    places, counts = _by_cell(np.array([(s.x, s.y) for s in group]), np.ones(len(group), dtype=int), gap)
    if not is_rough:
        places, counts = _by_distance(places, counts, gap)
    one = group[0]
    return [
        Mark(float(x), float(y), one.region, one.risk_class, int(n), one.size)
        for (x, y), n in zip(places, counts, strict=True)
    ]


def _by_cell(places: np.ndarray, counts: np.ndarray, gap: float) -> tuple[np.ndarray, np.ndarray]:
    cells, index = np.unique(np.floor(places / gap).astype(int), axis=0, return_inverse=True)
    index = index.ravel()
    total = np.bincount(index, counts, minlength=len(cells))
    means = np.stack([np.bincount(index, places[:, i] * counts) / total for i in (0, 1)], axis=1)
    return means, total.astype(int)


def _by_distance(places: np.ndarray, counts: np.ndarray, gap: float) -> tuple[np.ndarray, np.ndarray]:
    while len(places) > 1:
        apart = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        a, b = np.unravel_index(int(apart.argmin()), apart.shape)
        if apart[a, b] >= gap:
            break
        both = counts[a] + counts[b]
        places[a] = (places[a] * counts[a] + places[b] * counts[b]) / both
        counts[a] = both
        places, counts = np.delete(places, b, axis=0), np.delete(counts, b)
    return places, counts


def marks_for(
    spots: Sequence[Spot], room: Mapping[str, float], least: float = GAPS[0], share: float = INK_SHARE
) -> list[Mark]:
    """Marks of all regions, each merged only as far as its own ``room`` (area) asks for."""
    found = []
    regions: dict[str, list[Spot]] = {}
    for spot in spots:
        regions.setdefault(spot.region, []).append(spot)
    for region, members in regions.items():
        limit = share * room.get(region, math.inf)
        groups = list(_groups(members).values())
        marks: list[Mark] = []
        for gap in (g for g in GAPS if g >= least):
            # The grid alone tells at little cost when a distance is hopelessly small.
            if gap < GAPS[-1] and _ink(m for g in groups for m in _merged(g, gap, True)) > ROUGH * limit:
                continue
            marks = [m for g in groups for m in _merged(g, gap)]
            if _ink(marks) <= limit:
                break
        found += marks
    return found


def _ink(marks: Iterable[Mark]) -> float:
    return sum((2 * m.radius) ** 2 for m in marks)


def settle(
    marks: Sequence[Mark],
    names: Sequence[BaseGeometry],
    homes: Mapping[str, BaseGeometry],
    page: BaseGeometry,
) -> list[Mark]:
    """Move marks a little, so that they cover neither names nor each other and stay in their region.

    A mark for which there is no room near stays where it is.
    """
    boxes = [n.bounds for n in names]
    done: list[Mark] = []
    for home in homes.values():
        shapely.prepare(home)
    for mark in sorted(marks, key=lambda m: -m.radius):
        home = homes.get(mark.region)
        if home is not None and not home.contains(Point(mark.x, mark.y)):
            home = None  # where it stands is not where it belongs: leave it, move it only as needed
        done.append(_free_place(mark, boxes, done, page if home is None else home))
    return done


def _covers(mark: Mark, x: float, y: float, name: tuple[float, ...]) -> bool:
    """Whether the mark at a place would touch a name's box: a circle by distance, a diamond by its slanted sides."""
    x1, y1, x2, y2 = name
    aside, below = max(x1 - x, 0.0, x - x2), max(y1 - y, 0.0, y - y2)
    apart = aside + below if mark.size > 1 else math.hypot(aside, below)
    return apart < mark.radius


def _free_place(
    mark: Mark, boxes: Sequence[tuple[float, ...]], done: Sequence[Mark], home: BaseGeometry
) -> Mark:
    farthest = FARTHEST if mark.count < 3 else FARTHEST_COUNTED
    near = [d for d in done if math.hypot(d.x - mark.x, d.y - mark.y) < farthest + d.radius + mark.radius + 2]

    r = mark.radius

    def clear(x: float, y: float) -> bool:
        if any(_covers(mark, x, y, found) for found in boxes):
            return False
        return all(math.hypot(d.x - x, d.y - y) >= d.radius + r + 1 for d in near)

    if clear(mark.x, mark.y):
        return mark
    # Best is a place with the whole mark at home; a border may cut it only where there is none, and it may
    # stand across the border only where a name fills its home.
    for inner in (home.buffer(-0.8 * mark.radius), home, home.buffer(0.8 * mark.radius)):
        for distance in np.arange(3, farthest + 0.1, 3):
            for turn in range(0, 360, 20):
                x = mark.x + distance * math.cos(math.radians(turn))
                y = mark.y + distance * math.sin(math.radians(turn))
                if clear(x, y) and inner.contains(Point(x, y)):
                    return replace(mark, x=float(x), y=float(y))
    return mark
