"""Tables as SVG: columns, rows, and cells that draw themselves into their box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from board import colours, texts
from board.charts.marks import safe
from board.colours import Shade
from board.downloads.picture import text_width

Draw = Callable[[float, float, float, float], str]
"""x, y, width, height of a cell -> what stands in it."""
BODY, HEAD = 14.0, 12.5
GAP = 8.0


@dataclass(frozen=True)
class Column:
    """A column: the lines of its head, its width, where its head stands."""

    head: tuple[str, ...]
    width: float
    align: str = "start"


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Draw]], row_height: float = 36, note: str = ""
) -> str:
    """A table with a rule below its head, hairlines between its rows, and a note below."""
    width = sum(c.width for c in columns)
    deep = max(len(c.head) for c in columns) * HEAD * 1.5 + 8
    parts = []
    x = 0.0
    for column in columns:
        for index, line in enumerate(reversed(column.head)):
            y = deep - 9 - index * HEAD * 1.5
            parts.append(
                word(line, x + _anchor_x(column.align, column.width), y, HEAD, "ink-2", column.align)
            )
        x += column.width
    parts.append(_rule(0, deep, width, "line-2"))
    y = deep
    for number, row in enumerate(rows):
        x = 0.0
        for column, draw in zip(columns, row, strict=True):
            parts.append(draw(x, y, column.width, row_height))
            x += column.width
        y += row_height
        if number < len(rows) - 1:
            parts.append(_rule(0, y, width, "row-line"))
    if note:
        parts.append(word(note, 0, y + 24, HEAD, "ink-2"))
    return svg(width, y + (32 if note else 4), parts)


def svg(width: float, height: float, parts: Iterable[str]) -> str:
    """A drawing of its own size."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{"".join(parts)}</svg>'
    )


def word(
    text: str,
    x: float,
    y: float,
    size: float = BODY,
    ink: str = "ink",
    align: str = "start",
    weight: int = 400,
) -> str:
    """A text whose baseline starts, ends or centres at a point; ``ink`` is a neutral token or a colour."""
    fill = ink if ink.startswith("#") else colours.neutral(ink)
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" text-anchor="{align}" '
        f'fill="{fill}">{safe(text)}</text>'
    )


def words(text: str, align: str = "start", weight: int = 400, size: float = BODY, ink: str = "ink") -> Draw:
    """A cell with a text."""

    def draw(x: float, y: float, width: float, height: float) -> str:
        return word(text, x + _anchor_x(align, width), y + height / 2 + size * 0.36, size, ink, align, weight)

    return draw


def chip(shade: Shade, second: Shade | None, is_vetoed: bool) -> Draw:
    """A cell with a class: colour, name, the corner of a second colour, the frame of a veto."""

    def draw(x: float, y: float, width: float, height: float) -> str:
        text = texts.class_short(shade)
        wide = max(36.0, text_width(text, BODY) + 14)
        return tile(shade, second, is_vetoed, text, x + GAP, y + (height - 24) / 2, wide, 24)

    return draw


def tile(
    shade: Shade,
    second: Shade | None,
    is_vetoed: bool,
    text: str,
    x: float,
    y: float,
    width: float,
    height: float,
) -> str:
    """A coloured field with its character; states are grey patterns, never a class colour."""
    edge = shade.edge if not shade.is_state else colours.neutral("line-2")
    box = f'x="{x + 0.5:g}" y="{y + 0.5:g}" width="{width - 1:g}" height="{height - 1:g}"'
    dash = {colours.NO_DATA: ' stroke-dasharray="3 2"', colours.TOO_FEW: ' stroke-dasharray="1 2"'}.get(
        shade.code, ""
    )
    parts = [f'<rect {box} fill="{shade.fill}" stroke="{edge}"{dash}/>']
    if second is not None:
        right, low, side = x + width - 1, y + height - 1, 9
        corner = f"M{right:g} {low - side:g}V{low:g}H{right - side:g}Z"
        parts.append(f'<path d="{corner}" fill="{second.fill}" stroke="{colours.neutral("surface")}"/>')
    if is_vetoed:
        inner = f'x="{x + 3:g}" y="{y + 3:g}" width="{width - 6:g}" height="{height - 6:g}"'
        parts.append(f'<rect {inner} fill="none" stroke="{colours.neutral("surface")}" stroke-width="1.5"/>')
    size = BODY if not shade.is_state else HEAD
    weight = 400 if shade.is_state else 700
    parts.append(word(text, x + width / 2, y + height / 2 + size * 0.36, size, shade.text, "middle", weight))
    return "".join(parts)


def bar(text: str, share: float, track: float = 1.0) -> Draw:
    """A cell with a figure and a slate bar; the track is as long as what could be reached."""

    def draw(x: float, y: float, width: float, height: float) -> str:
        left, room = x + 46, max(width - 46 - GAP, 8) * track
        middle = y + height / 2
        fields = ((room, "band"), (room * min(max(share, 0), 1), "slate"))
        rects = "".join(
            f'<rect x="{left:g}" y="{middle - 3.5:g}" width="{wide:g}" height="7" fill="{colours.neutral(ink)}"/>'
            for wide, ink in fields
        )
        return word(text, x + 38, middle + 5, BODY, "ink", "end") + rects

    return draw


def interval(low: float, rank: float | None, high: float, count: int) -> Draw:
    """A cell with a rank and its interval on the scale 1 to ``count``."""

    def draw(x: float, y: float, width: float, height: float) -> str:
        room, middle = width - 3 * GAP, y + height / 2

        def at(value: float) -> float:
            return x + GAP + (value - 0.5) / count * room

        step = 1 if count <= 10 else 5
        marks = "".join(
            f'<path d="M{at(t):g} {middle - 9:g}v18" stroke="{colours.neutral("line")}"/>'
            for t in range(1, count + 1, step)
        )
        if rank is None:
            return marks
        return (
            f'{marks}<rect x="{at(low) - 3:g}" y="{middle - 3:g}" width="{at(high) - at(low) + 6:g}" height="6" rx="3" '
            f'fill="{colours.neutral("interval")}"/><circle cx="{at(rank):g}" cy="{middle:g}" r="5.5" '
            f'fill="{colours.neutral("ink")}"/>'
        )

    return draw


def second_shade(code: str | None, shades: Mapping[str, Shade]) -> Shade | None:
    """The look of the second most likely class, where there is one."""
    return None if code is None else shades.get(code) or colours.shade(code)


def _anchor_x(align: str, width: float) -> float:
    return {"start": GAP, "middle": width / 2, "end": width - GAP}[align]


def _rule(x: float, y: float, width: float, ink: str) -> str:
    return f'<path d="M{x:g} {y:g}h{width:g}" stroke="{colours.neutral(ink)}"/>'
