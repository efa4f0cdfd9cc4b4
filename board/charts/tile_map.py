"""Tile map: equal squares for plans without polygons, and for sectors, which have no place."""

from __future__ import annotations

import math
from collections.abc import Sequence

from board import address, colours, texts
from board.charts import marks
from board.charts.marks import Row, safe
from board.texts import _
from rules.plan import Plan

LETTERS = 48
"""So many Latin letters stand side by side in all columns together."""


def tile_map(rows: Sequence[Row], plan: Plan, limits: Sequence[float], by: str = "region") -> str:
    """One square a row, where ``regions.csv`` puts it, otherwise line by line in the plan's order.

    ``by`` is what a row stands for: its figure leads to how it came about.
    """
    shades = colours.scale(plan.ranking_scale)
    spots = places(rows, plan)
    columns = max((column for column, _line in spots), default=1)
    tiles = []
    for row, (column, line) in zip(rows, spots, strict=True):
        shade = shades.get(row["colour"]) or colours.shade(row["colour"])
        second = marks.runner_up(row)
        classes = marks.mark_classes(shade, second[0] if second else None, bool(row["vetoes"]))
        figure = "" if row["score"] is None else " " + texts.score(row["score"], limits)
        said = safe(texts.class_label(shade) + (f" {_('否决')}" if row["vetoes"] else figure))
        said = address.figure(said, about="score", **address.unit(by, str(row["region_code"])))
        changed = row.get("revised", {}).get("colour", "")
        classes += " revised" if changed else ""
        tiles.append(
            f'<div class="tile cell {classes}" style="grid-column:{column};grid-row:{line}">'
            f"<span><b>{marks.breakable(str(row['region']), LETTERS // columns)}</b><br>{said}</span>{marks.revision(changed)}</div>"
        )
    lines = max((line for _column, line in spots), default=1)
    return f'<div class="tiles" style="--columns:{columns};--lines:{lines}">{"".join(tiles)}</div>'


def places(rows: Sequence[Row], plan: Plan) -> list[tuple[int, int]]:
    """Column and line of each row, from 1; automatic unless every region has a place of its own."""
    given = {
        r.code: (r.tile_column, r.tile_row)
        for r in plan.regions
        if r.tile_column is not None and r.tile_row is not None
    }
    found = [given.get(str(row["region_code"])) for row in rows]
    if rows and all(found) and len(set(found)) == len(found):
        known = [p for p in found if p is not None]
        left, top = min(c for c, _r in known), min(r for _c, r in known)
        return [(c - left + 1, r - top + 1) for c, r in known]
    columns = min(5, max(1, math.ceil(math.sqrt(len(rows)))))
    return [(i % columns + 1, i // columns + 1) for i in range(len(rows))]
