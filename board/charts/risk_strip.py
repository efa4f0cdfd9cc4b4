"""Twelve small maps, one a month: how the classes went, and where to click for another month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from shapely.geometry.base import BaseGeometry

from board import colours
from board.charts.risk_canvas import Canvas
from board.colours import Shade

WIDTH, HEIGHT = 62, 52
MONTHS = 12


def block(months: Sequence[str], month: str) -> list[str]:
    """The twelve months that hold ``month``, counted back from the newest, so that a step does not shift them."""
    if month not in months:
        return list(months[-MONTHS:])
    back = (len(months) - 1 - months.index(month)) // MONTHS * MONTHS
    end = len(months) - back
    return list(months[max(0, end - MONTHS) : end])


def thumbnail(canvas: Canvas, classes: Mapping[str, str], shades: Mapping[str, Shade]) -> str:
    """A month's classes as a small SVG; names stand in the large map."""
    x1, y1, x2, y2 = canvas.box
    rim = max(x2 - x1, y2 - y1) / WIDTH
    parts = []
    hatched = False
    for code, area in canvas.areas.items():
        shade = shades.get(classes.get(code, colours.NO_DATA)) or colours.shade(classes[code])
        hatched = hatched or shade.is_state
        fill = "url(#h)" if shade.is_state else shade.fill
        parts.append(
            f'<path d="{_path(area.simplify(rim * 0.6))}" fill="{fill}" stroke="{colours.neutral("surface")}" '
            f'stroke-width="{rim * 0.8:.1f}"/>'
        )
    pattern = ""
    if hatched:
        step = rim * 4
        pattern = (
            f'<defs><pattern id="h" width="{step:.1f}" height="{step:.1f}" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="{step:.1f}" height="{step:.1f}" '
            f'fill="{colours.neutral("band")}"/><rect width="{rim * 1.2:.1f}" height="{step:.1f}" '
            f'fill="{colours.neutral("line-2")}"/></pattern></defs>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="{x1:.0f} {y1:.0f} {x2 - x1:.0f} {y2 - y1:.0f}">{pattern}{"".join(parts)}</svg>'
    )


def backgrounds(pictures: Sequence[tuple[str, str]]) -> str:
    """Put each picture on the button of its month (key, SVG)."""
    rules = [
        f'.st-key-{key} button{{background-image:url("data:image/svg+xml,{quote(svg)}");}}'
        for key, svg in pictures
    ]
    return f"<style>{''.join(rules)}</style>"


def style(years: Mapping[str, str], chosen: str) -> str:
    """Years above the months (key -> year), a frame round the chosen one."""
    rules = [f'.st-key-{key} button::before{{content:"{year}";}}' for key, year in years.items()]
    # A colour with its name needs both: in a thumbnail a fill stands for the label of the large map.
    rules.append(
        f".st-key-{chosen} button{{border-color:var(--ink) !important;border-width:2px !important;}}"
        f".st-key-{chosen} button p{{font-weight:700;color:var(--ink);}}"
    )
    return f"<style>{''.join(rules)}</style>"


def _path(area: BaseGeometry) -> str:
    parts = []
    for polygon in getattr(area, "geoms", [area]):
        if polygon.geom_type == "Polygon" and not polygon.is_empty:
            parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in polygon.exterior.coords[:-1]) + "Z")
    return "".join(parts)
