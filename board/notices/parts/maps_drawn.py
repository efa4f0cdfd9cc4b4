"""A paper's maps as pictures: the page's own drawings, and squares where a plan has no polygons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from board import colours, queries
from board.charts import colour_map
from board.colours import Shade
from board.downloads import drawing
from board.downloads.picture import text_width, wrapped
from board.notices.content import Area, words
from board.notices.scene import Scene

LINE = 18.0
"""From one line of a square's label to the next."""


def ranking(scene: Scene, rows: Sequence[Mapping[str, Any]]) -> str:
    """The colour map of the ranking page, SVG text.

    Without the hatching of unsettled colours: a paper states colours, and its maps in Word and PowerPoint have none.
    """
    boundaries = queries.boundaries(scene.board)
    assert boundaries is not None  # squares are drawn where there are none
    settled = [{**row, "colour_probability": {}} for row in rows]
    return colour_map.colour_map(boundaries, settled, scene.plan, scene.limits, colour_map.WIDE)


def risk(scene: Scene) -> go.Figure:
    """The risk map as it is taken away from its page: with risk points, key and the map's note."""
    # The page's own modules load Streamlit, which a paper without this map need not wait for.
    from board.charts import risk_scene
    from board.frame import View

    page = risk_scene.Scene(View(scene.board, scene.month, "region"))
    return page.draw(risk_scene.WIDE, key=True)


def squares(areas: Sequence[Area], shades: Mapping[str, Shade], width: float, height: float) -> str:
    """Squares in their classes' colours with name, class and score, SVG text."""
    parts = []
    for area in areas:
        ring = area.polygons[0][0]
        left, top = min(x for x, _y in ring), min(y for _x, y in ring)
        wide, tall = max(x for x, _y in ring) - left, max(y for _x, y in ring) - top
        shade = shades.get(area.shade) or colours.shade(area.shade)
        # The field with its rim, dashed for the two states; its words are set below in lines.
        parts.append(drawing.tile(shade, None, False, "", left, top, wide, tall))
        lines = [(line, 700) for line in _folded(area.name, wide - 8)]
        lines.append((words(area.label), 400))
        first = top + tall / 2 - (len(lines) - 1) * LINE / 2 + drawing.BODY * 0.36
        for number, (line, weight) in enumerate(lines):
            y = first + number * LINE
            parts.append(
                drawing.word(line, left + wide / 2, y, drawing.BODY, shade.text, "middle", weight=weight)
            )
    return drawing.svg(width, height, parts)


def _folded(name: str, room: float) -> list[str]:
    """A name in lines that fit; what stands in brackets goes below rather than half of it."""
    if text_width(name, drawing.BODY) > room and "（" in name[1:]:
        before, _mark, after = name.partition("（")
        return [*wrapped(before, drawing.BODY, room), *wrapped(f"（{after}", drawing.BODY, room)]
    return wrapped(name, drawing.BODY, room)
