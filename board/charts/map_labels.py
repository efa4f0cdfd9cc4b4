"""Where the texts of a map stand: inside their polygon, outside with a line, or the character alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

from board import colours, texts
from board.charts import marks
from board.charts.map_shapes import Shapes
from board.charts.marks import Row, safe
from board.colours import Shade
from board.texts import _

TEXT, LINE_HEIGHT = 13.5, 18.0
MOST_TRIES = 4
FARTHEST = 170
"""So far from its place a label may stand outside."""
INSIDE = 0.9
"""Share of a label's box that must lie in its polygon, or the label goes outside."""


@dataclass(frozen=True)
class Label:
    """A text with its place; ``leader`` is the line from its polygon, if it stands outside."""

    lines: tuple[str, ...]
    x: float
    y: float
    leader: tuple[float, float, float, float] | None
    area: BaseGeometry


def shade_of(row: Row, shades: Mapping[str, Shade]) -> Shade:
    """The look of a row by its colour."""
    return shades.get(row["colour"]) or colours.shade(row["colour"])


def label_lines(row: Row, shade: Shade, limits: Sequence[float]) -> tuple[str, str]:
    """Name, then colour name with the score or the veto."""
    figure = "" if row["score"] is None else " " + texts.score(row["score"], limits)
    said = f" {_('否决')}" if row["vetoes"] else figure
    sign = marks.REVISED_SIGN if row.get("revised", {}).get("colour") else ""
    return str(row["region"]) + sign, texts.class_label(shade) + said


def text_width(text: str) -> float:
    """Width of a text in drawing units; a Chinese character is as wide as high."""
    return sum(TEXT if ord(c) > 0x2E80 else TEXT * 0.58 for c in text)


def text_box(lines: Sequence[str], x: float, y: float) -> BaseGeometry:
    """The box that lines centred on a point take up."""
    half_w = max(text_width(t) for t in lines) / 2 + 3
    half_h = LINE_HEIGHT * len(lines) / 2 + 1
    return box(x - half_w, y - half_h, x + half_w, y + half_h)


def place_labels(
    drawn: Mapping[str, BaseGeometry],
    rows: Mapping[str, Row],
    shapes: Shapes,
    shades: Mapping[str, Shade],
    limits: Sequence[float],
    busy: Sequence[BaseGeometry] = (),
) -> dict[str, Label]:
    """Place every label: inside first, since only then it is known what room is left outside.

    ``busy`` is what stands on the drawing already. Where a name finds no room, its turn comes earlier in a
    second try; the try that names most stands.
    """
    order = sorted(drawn, key=lambda c: -drawn[c].area)
    found = _placed(order, drawn, rows, shapes, shades, limits, busy)
    for _try in range(MOST_TRIES):
        nameless = [code for code, label in found.items() if len(label.lines) == 1]
        if not nameless:
            break
        order = nameless + [code for code in order if code not in nameless]
        again = _placed(order, drawn, rows, shapes, shades, limits, busy)
        if sum(len(label.lines) == 1 for label in again.values()) < len(nameless):
            found = again
    return found


def _placed(
    order: Sequence[str],
    drawn: Mapping[str, BaseGeometry],
    rows: Mapping[str, Row],
    shapes: Shapes,
    shades: Mapping[str, Shade],
    limits: Sequence[float],
    busy: Sequence[BaseGeometry],
) -> dict[str, Label]:
    found: dict[str, Label] = {}
    waiting = []
    page = box(1, 1, shapes.width - 1, shapes.height - 1)
    for code in order:
        x, y = shapes.spots[code]
        lines = label_lines(rows[code], shade_of(rows[code], shades), limits)
        frame = text_box(lines, x, y)
        inside = frame.intersection(drawn[code]).area / frame.area
        fits = inside >= INSIDE and page.contains(frame)
        if fits and not any(frame.intersects(other.area) for other in found.values()):
            found[code] = Label(lines, x, y, None, frame)
        else:
            waiting.append((code, lines))
    # A pattern says the two states by itself; every class needs its character. The characters come
    # first, since no leader line and no outside label may cover one.
    signs = {code: _sign(shade_of(rows[code], shades)) for code, _lines_ in waiting}
    spots = {code: text_box([sign], *shapes.spots[code]) for code, sign in signs.items()}
    for code, lines in waiting:
        taken = [*busy, *(label.area for label in found.values())]
        taken += [area for c, area in spots.items() if c != code]
        found[code] = _outside(lines, shapes, shapes.spots[code], taken) or Label(
            (signs[code],), *shapes.spots[code], None, spots[code]
        )
    return found


def _sign(shade: Shade) -> str:
    return texts.class_cell(shade)[:2]


def _outside(
    lines: tuple[str, ...], shapes: Shapes, spot: tuple[float, float], taken: Sequence[BaseGeometry]
) -> Label | None:
    page = box(2, 2, shapes.width - 2, shapes.height - 2)
    for distance in range(30, FARTHEST, 8):
        for turn in range(0, 360, 15):
            x = spot[0] + distance * 1.3 * math.cos(math.radians(turn))
            y = spot[1] + distance * math.sin(math.radians(turn))
            frame = text_box(lines, x, y)
            if not page.contains(frame) or frame.intersects(shapes.outline):
                continue
            leader = LineString([spot, (x, y)])
            if any(frame.intersects(t) or leader.intersects(t) for t in taken):
                continue
            end = leader.difference(frame)
            tip = end.coords[-1]
            line = (spot[0], spot[1], tip[0], tip[1])
            return Label(lines, x, y, line, frame.union(end.buffer(1)))
    return None


def draw_label(label: Label, shade: Shade) -> str:
    """The label as SVG, with its leader line or, on a pattern, a ground to be read on."""
    # Outside its polygon a label stands on the card, so its ink is the card's.
    ink = colours.neutral("ink") if label.leader else shade.text
    leader = ""
    if label.leader:
        x1, y1, x2, y2 = label.leader
        leader = (
            f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colours.neutral("ink")}"/>'
            f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="2.2" fill="{colours.neutral("ink")}"/>'
        )
    first = label.y - LINE_HEIGHT * len(label.lines) / 2 + LINE_HEIGHT * 0.75
    halo = ""
    if shade.is_state and any(label.lines) and not label.leader:
        x1, y1, x2, y2 = label.area.bounds
        halo = (
            f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{x2 - x1:.1f}" height="{y2 - y1:.1f}" '
            f'fill="{colours.neutral("surface")}" fill-opacity="0.92"/>'
        )
    lines = "".join(
        f'<text x="{label.x:.1f}" y="{first + i * LINE_HEIGHT:.1f}" text-anchor="middle" font-size="{TEXT}" '
        f'font-weight="{700 if i == 0 else 400}" fill="{ink}">{safe(line)}</text>'
        for i, line in enumerate(label.lines)
    )
    return halo + leader + lines
