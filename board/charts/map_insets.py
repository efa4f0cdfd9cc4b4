"""Regions without a polygon as squares beside the map, and the map moved aside where that makes room for them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from board.charts.map_labels import Label, text_width
from board.charts.map_shapes import Shapes, fitted

GAP = 8.0
NOTE_LINE = 18.0
LEANS = (0.5, 0.0, 1.0)
"""The territory in the middle, at the left, at the right edge: where it has more width than it needs."""


@dataclass(frozen=True)
class Insets:
    """Where the squares stand; all empty where every region has a polygon."""

    places: tuple[tuple[float, float], ...] = ()
    """Left and upper edge of each square, in the order asked for."""
    width: float = 0.0
    height: float = 0.0
    note: tuple[float, float] = (0.0, 0.0)
    """Left end and middle of the first line of the note below them."""
    above: float = 0.0
    """Room that they take above the drawing; 0 where they stand in it."""
    area: BaseGeometry | None = None
    """What labels must keep clear of."""


def arranged(
    count: int, size: tuple[float, float], least: float, note: Sequence[str], shapes: Shapes
) -> Insets:
    """Place so many squares in a free corner of the drawing: stacked or side by side, else in lines above it.

    ``size`` is the square's, ``least`` the width that its texts need at least; the lines of ``note`` stand below.
    """
    if not count:
        return Insets()
    width, height = max(size[0], least), size[1]
    per_line = _per_line(shapes.width, width)
    stacks = [1, *range(2, count + 1)] if count <= 3 else [min(count, per_line), 2, 1]
    busy = shapes.outline.buffer(3)
    for columns in dict.fromkeys(stacks):
        wide, tall = _extent(count, columns, width, height, note)
        right, low = shapes.width - wide - 1, shapes.height - tall - 1
        if right < 1 or low < 1:
            continue
        for x, y in ((1.0, 1.0), (right, 1.0), (1.0, low), (right, low)):
            if not box(x, y, x + wide, y + tall).intersects(busy):
                return _placed(count, columns, width, height, x, y, note, 0.0)
    # Above the map they share lines; a little narrower, they may all stand in one.
    fair = (shapes.width - 2 + GAP) / count - GAP
    width = fair if least <= fair < width else width
    columns = min(count, _per_line(shapes.width, width))
    _wide, tall = _extent(count, columns, width, height, note)
    return _placed(count, columns, width, height, 1.0, -tall - 5, note, tall + 6)


def _per_line(whole: float, width: float) -> int:
    return max(1, int((whole - 2 + GAP + 0.01) // (width + GAP)))


def _extent(
    count: int, columns: int, width: float, height: float, note: Sequence[str]
) -> tuple[float, float]:
    lines = math.ceil(count / columns)
    widest = max(text_width(line) for line in note)
    return max(columns * (width + GAP) - GAP, widest), lines * (height + GAP) + 2 + NOTE_LINE * len(note)


def folded(note: str) -> list[str]:
    """A note of several words on two lines of like length."""
    words = note.split()
    if len(words) < 4:
        return [note]
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def _placed(
    count: int,
    columns: int,
    width: float,
    height: float,
    x: float,
    y: float,
    note: Sequence[str],
    above: float,
) -> Insets:
    wide, tall = _extent(count, columns, width, height, note)
    places = tuple((x + i % columns * (width + GAP), y + i // columns * (height + GAP)) for i in range(count))
    return Insets(
        places, width, height, (x, y + tall - NOTE_LINE * len(note) + 6), above, box(x, y, x + wide, y + tall)
    )


def best_layout(
    polygons: tuple[tuple[str, bytes], ...],
    places: tuple[tuple[float, float], ...],
    width: int,
    arrange: Callable[[Shapes], Insets],
    label: Callable[[Shapes, Sequence[BaseGeometry]], Mapping[str, Label]],
) -> tuple[Shapes, Insets, Mapping[str, Label]]:
    """The drawing that needs no room above it and names most regions; in the middle where all do as well."""
    found = []
    for lean in LEANS:
        shapes = fitted(polygons, places, width, lean)
        insets = arrange(shapes)
        labels = label(shapes, [insets.area] if insets.area is not None else [])
        nameless = sum(len(one.lines) == 1 for one in labels.values())
        found.append(((insets.above > 0, nameless), (shapes, insets, labels)))
        if found[-1][0] == (False, 0):
            break
    return min(found, key=lambda item: item[0])[1]
