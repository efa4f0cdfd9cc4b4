"""Where the labels of a map's regions stand at 14 points: in the region where there is room, else at the sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shapely import maximum_inscribed_circle
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.prepared import prep

from board.notices.slides import measure
from board.notices.slides.master import SMALLEST

LINE = SMALLEST * measure.LEADING
STEPS = 22
"""A region is searched for a free place in so many steps each way."""
AIR = 3.0
"""Points left free round a label."""
GAP = 6.0
Ring = Sequence[tuple[float, float]]
Side = tuple[float, float, float]
"""Left edge, top and right edge of the room beside the map."""


@dataclass(frozen=True)
class Label:
    """What is said of a region: its name, and below it class and figure."""

    name: str
    said: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return max(measure.width(t, SMALLEST) for t in (self.name, self.said)) + 2, 2 * LINE


@dataclass(frozen=True)
class Placed:
    """A label with its place; ``leader`` leads to the region from a label beside the map."""

    code: str
    name: str
    said: str
    box: tuple[float, float, float, float]
    """Left, top, width, height."""
    align: Literal["l", "r", "ctr"] = "ctr"
    leader: tuple[float, float, float, float] | None = None


def labelled(
    regions: Mapping[str, Sequence[Sequence[Ring]]], labels: Mapping[str, Label],
    frame: tuple[float, float, float, float], sides: tuple[Side, Side], bottom: float,
) -> list[Placed]:  # fmt: skip
    """Every region's label; the drawing is ``frame``, beside it is room at the left and the right down to ``bottom``."""
    shapes = {code: shape(polygons) for code, polygons in regions.items()}
    found: list[Placed] = []
    outside: list[str] = []
    for code in sorted(shapes, key=lambda c: (-shapes[c].area, c)):
        spot = _inside(shapes[code], labels[code])
        if spot is None:
            outside.append(code)
            continue
        wide, tall = labels[code].size
        x, y = spot
        found.append(
            Placed(code, labels[code].name, labels[code].said, (x - wide / 2, y - tall / 2, wide, tall))
        )
    taken = [box(x, y, x + w, y + h) for x, y, w, h in (p.box for p in found)]
    return found + _beside({c: shapes[c] for c in outside}, labels, frame, sides, bottom, taken)


def shape(polygons: Sequence[Sequence[Ring]]) -> BaseGeometry:
    """Rings as a geometry, each polygon its outer ring and its holes."""
    parts = [Polygon(outer, holes).buffer(0) for outer, *holes in polygons]
    return parts[0] if len(parts) == 1 else MultiPolygon([p for part in parts for p in _singles(part)])


def _singles(part: BaseGeometry) -> list[Polygon]:
    if isinstance(part, Polygon):
        return [part]
    return list(part.geoms) if isinstance(part, MultiPolygon) else []


def _middle(region: BaseGeometry) -> tuple[float, float]:
    """The middle of the largest circle in the region's largest part."""
    largest = max(_singles(region), key=lambda p: p.area)
    x, y = maximum_inscribed_circle(largest, 1.0).coords[0]
    return x, y


def _inside(region: BaseGeometry, label: Label) -> tuple[float, float] | None:
    """Where the label lies wholly in its region, nearest to its middle; None where nowhere."""
    wide, tall = (v / 2 for v in label.size)
    middle = _middle(region)
    holds = prep(region)
    left, top, right, bottom = region.bounds
    spots = [middle] + [
        (left + (right - left) * i / STEPS, top + (bottom - top) * j / STEPS)
        for i in range(1, STEPS)
        for j in range(1, STEPS)
    ]
    spots.sort(key=lambda s: (s[0] - middle[0]) ** 2 + (s[1] - middle[1]) ** 2)
    for x, y in spots:
        if holds.contains(box(x - wide - 1, y - tall + AIR, x + wide + 1, y + tall - AIR)):
            return x, y
    return None


def _beside(
    regions: Mapping[str, BaseGeometry], labels: Mapping[str, Label], frame: tuple[float, float, float, float],
    sides: tuple[Side, Side], bottom: float, taken: Sequence[BaseGeometry],
) -> list[Placed]:  # fmt: skip
    """Labels in a column at each side, in the order of their regions from top to bottom."""
    spots = {code: _middle(region) for code, region in regions.items()}
    centre = (frame[0] + frame[2]) / 2
    columns: tuple[list[str], list[str]] = ([], [])
    for code in sorted(spots, key=lambda c: (spots[c][1], c)):
        x, y = spots[code]
        ways = [LineString([(x, y), (sides[0][2], y)]), LineString([(x, y), (sides[1][0], y)])]
        crossed = [sum(way.intersects(t) for t in taken) for way in ways]
        nearer = 0 if x < centre else 1
        side = nearer if crossed[nearer] <= crossed[1 - nearer] else 1 - nearer
        columns[side].append(code)
    for side in (0, 1):
        most = int((bottom - sides[side][1]) // (LINE + GAP))
        while len(columns[side]) > most and len(columns[1 - side]) < most:
            columns[1 - side].append(columns[side].pop())
    return [
        placed
        for side in (0, 1)
        for placed in _column(
            sorted(columns[side], key=lambda c: (spots[c][1], c)), spots, labels, sides[side], bottom, side
        )
    ]


def _column(
    codes: Sequence[str], spots: Mapping[str, tuple[float, float]], labels: Mapping[str, Label], side: Side,
    bottom: float, which: int,
) -> list[Placed]:  # fmt: skip
    """One under another, each as near to its region's height as the others let it."""
    if not codes:
        return []
    left, top, right = side
    room = bottom - top
    two = len(codes) * (2 * LINE + GAP) - GAP <= room
    tall = 2 * LINE if two else LINE
    step = min(tall + GAP, (room - tall) / max(len(codes) - 1, 1))
    tops = [spots[c][1] - tall / 2 for c in codes]
    for i, y in enumerate(tops):
        tops[i] = max(y, top if i == 0 else tops[i - 1] + step)
    limit = bottom - tall
    for i in range(len(tops) - 1, -1, -1):
        tops[i] = min(tops[i], limit)
        limit = tops[i] - step
    found = []
    for code, y in zip(codes, tops, strict=True):
        room_across = right - left
        name = measure.cut(labels[code].name, SMALLEST, room_across, 1)
        said = measure.cut(labels[code].said, SMALLEST, room_across, 1)
        wide = min(max(measure.width(t, SMALLEST) for t in (name, said)) + 2, room_across)
        if not two:
            said = f"{name} {said}"
            name, wide = "", room_across
        x = right - wide if which == 0 else left
        start = Point(spots[code])
        end_x = x + wide + 4 if which == 0 else x - 4
        found.append(
            Placed(
                code, name, said, (x, y, wide, tall), "r" if which == 0 else "l",
                (start.x, start.y, end_x, y + tall / 2),
            )
        )  # fmt: skip
    return found
