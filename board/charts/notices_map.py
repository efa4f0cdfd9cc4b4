"""A paper's map as SVG, drawn from the same areas as in the documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from board import colours
from board.charts.marks import safe
from board.notices import looks
from board.notices.content import Area, Figure, Map
from rules.plan import Plan

LETTER, LINE = 13.5, 16.5
"""Size of a label's letters and from line to line, as on screen."""


def drawn(one: Map, plan: Plan, link: Callable[[Figure], str]) -> str:
    """The map as SVG text; figures of its labels are links where ``link`` gives an address."""
    ink, surface = colours.neutral("ink"), colours.neutral("surface")
    hatch = colours.neutral("line-2")
    name = f"hatch-{one.id.replace('.', '-')}"
    parts = [
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{surface}"/><path d="M0 0V6" stroke="{hatch}" stroke-width="2"/></pattern></defs>'
    ]
    for area in one.areas:
        shade = looks.shade(plan, area.shade, one.scale)
        fill = f"url(#{name})" if shade.is_state else shade.fill
        parts.append(
            f'<path d="{_path(area)}" fill="{fill}" fill-rule="evenodd" stroke="{shade.edge if area.is_square else surface}" '
            f'stroke-width="{1 if area.is_square else 1.6}"/>'
        )
    parts += [_label(area, one, plan, link, ink) for area in one.areas]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {one.width:g} {one.height:g}" width="100%" role="group" '
        f'aria-label="{safe(one.title)}">{"".join(parts)}</svg>'
    )


def _path(area: Area) -> str:
    found = ""
    for rings in area.polygons:
        for ring in rings:
            found += "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"
    return found


def _label(area: Area, one: Map, plan: Plan, link: Callable[[Figure], str], ink: str) -> str:
    shade = looks.shade(plan, area.shade, one.scale)
    colour = ink if area.leader or shade.is_state else shade.text
    lines: list[tuple[str, int]] = [(safe(area.name), 700)] if area.is_named else []
    label = _said(area, link)
    if label:
        lines.append((label, 400 if area.is_named else 700))
    x, y = area.spot
    first = y - (len(lines) - 1) * LINE / 2 + LETTER * 0.36
    texts = "".join(
        f'<text x="{x:.1f}" y="{first + i * LINE:.1f}" text-anchor="middle" font-size="{LETTER}" font-weight="{weight}" '
        f'fill="{colour}">{text}</text>'
        for i, (text, weight) in enumerate(lines)
    )
    if area.leader is None:
        return texts
    x1, y1, x2, y2 = area.leader
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{ink}" stroke-width="1"/>{texts}'


def _said(area: Area, link: Callable[[Figure], str]) -> str:
    parts: Sequence[str | Figure] = area.label if area.is_named else area.label[:1]
    found = ""
    for part in parts:
        if isinstance(part, str):
            found += safe(part)
        else:
            place = link(part)
            found += (
                f'<a href="{safe(place)}" target="_self">{safe(part.text)}</a>' if place else safe(part.text)
            )
    return found
