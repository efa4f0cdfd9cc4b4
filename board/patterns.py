"""The patterns of classes as style sheets and drawings: for paper without colours, on the printed page and in files.

Pages and charts draw in colours alone and know nothing of patterns. A fill is recognised by its colour token, which
nothing but a class bears, and is painted over: by the print style sheet on a page, by ``in_black_and_white`` in a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from board import colours
from board.charts.marks import css_class
from board.colours import Shade
from rules.patterns import Pattern
from rules.plan import Plan

HALO = 3.2
"""Width in px of the rim that keeps a text clear of the pattern below it."""
_OPACITY = 0.9


def pattern_id(shade: Shade, pattern: Pattern) -> str:
    """Id under which a pattern on its ground stands in a drawing; the same look has the same id in every plan."""
    return re.sub(r"[^a-z0-9]+", "-", f"bw-{shade.fill[1:]}-{pattern.name}")


def defs(looks: Mapping[str, tuple[Shade, Pattern]]) -> str:
    """The patterns as definitions of a drawing, each with its ground (code -> look and pattern)."""
    tiles = (_tile(pattern_id(shade, pattern), shade, pattern) for shade, pattern in looks.values())
    return "".join(dict.fromkeys(tiles))


def definitions(plan: Plan) -> str:
    """A drawing without size that holds the page's patterns; it must not be hidden, or they would not be drawn."""
    return (
        '<svg class="bw-defs" width="0" height="0" aria-hidden="true" focusable="false">'
        f"<defs>{defs(colours.on_paper(plan))}</defs></svg>"
    )


def print_css(plan: Plan) -> str:
    """Rules for the printed page: what bears a class's colour bears its pattern too."""
    rules = []
    for code, (shade, pattern) in colours.on_paper(plan).items():
        images, sizes = _css_image(pattern, shade.text)
        rules.append(f".{css_class(code)}{{--pi:{images};--ps:{sizes};}}")
        rules.append(f"{_painted(shade.fill)}{{fill:url(#{pattern_id(shade, pattern)}) !important;}}")
    for text, rim in _halos().items():
        rules.append(
            f"{_painted(text, 'text')}{{paint-order:stroke;stroke:{rim};stroke-width:{HALO}px;"
            "stroke-linejoin:round;}"
        )
    return f"@media print{{{''.join(rules)}}}"


def in_black_and_white(drawing: str, plan: Plan) -> str:
    """A drawing (SVG) with each class's pattern on its colour and a rim round the texts.

    Attributes and copies of texts, no style sheet: Word, WPS and LibreOffice read little of one.
    """
    used: dict[str, tuple[Shade, Pattern]] = {}
    for code, (shade, pattern) in colours.on_paper(plan).items():
        url = f"url(#{pattern_id(shade, pattern)})"
        colour = f"(?:{shade.fill}|{_rgb_pattern(shade.fill)})"
        found = re.sub(rf'\bfill="{colour}"', f'fill="{url}"', drawing)
        found = re.sub(rf"\bfill:\s*{colour}", f"fill: {url}", found)
        if found != drawing:
            used[code] = (shade, pattern)
        drawing = found
    if not used:
        return drawing
    drawing = re.sub(r"<text\b[^>]*>.*?</text>", _rimmed, drawing, flags=re.DOTALL)
    return re.sub(r"(<svg\b[^>]*>)", rf"\1<defs>{defs(used)}</defs>", drawing, count=1)


def _rimmed(match: re.Match[str]) -> str:
    """A text after a copy of itself that is its rim; not every programme knows ``paint-order``."""
    text = match[0]
    fill = next((c for c in _halos() if f'fill="{c}"' in text or re.search(_rgb_pattern(c), text)), None)
    if fill is None:
        return text
    rim = _halos()[fill]
    bare = re.sub(r' fill="#[0-9a-f]{6}"', "", text)
    bare = re.sub(r"\bfill:[^;\"]*", f"fill: {rim}", bare)
    pen = (
        f'<text fill="{rim}" stroke="{rim}" stroke-width="{HALO}" stroke-linejoin="round" aria-hidden="true"'
    )
    return bare.replace("<text", pen, 1) + text


def _halos() -> dict[str, str]:
    """Colour of a text -> colour of its rim; the two kinds of text that stand on a class's colour."""
    ink, paper = colours.neutral("ink"), colours.neutral("surface")
    return {paper: ink, ink: paper}


def _tile(name: str, shade: Shade, pattern: Pattern) -> str:
    gap, ink = pattern.gap, shade.text
    marks = ""
    turn = 0.0
    if pattern.lines:
        turn = -pattern.lines[0]
        marks = f'<rect width="{gap:g}" height="{pattern.weight:g}" fill="{ink}" fill-opacity="{_OPACITY}"/>'
        if len(pattern.lines) > 1:
            marks += (
                f'<rect width="{pattern.weight:g}" height="{gap:g}" fill="{ink}" fill-opacity="{_OPACITY}"/>'
            )
    elif pattern.dots:
        marks = f'<circle cx="{gap / 2:g}" cy="{gap / 2:g}" r="{pattern.dots:g}" fill="{ink}" fill-opacity="{_OPACITY}"/>'
    turned = f' patternTransform="rotate({turn:g})"' if turn else ""
    return (
        f'<pattern id="{name}" width="{gap:g}" height="{gap:g}" patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="{gap:g}" height="{gap:g}" fill="{shade.fill}"/>{marks}</pattern>'
    )


def _css_image(pattern: Pattern, ink: str) -> tuple[str, str]:
    """``background-image`` and ``background-size`` of a pattern; a gradient runs across its lines."""
    if pattern.lines:
        images = ",".join(
            f"repeating-linear-gradient({180 - angle:g}deg,{ink} 0 {pattern.weight:g}px,transparent "
            f"{pattern.weight:g}px {pattern.gap:g}px)"
            for angle in pattern.lines
        )
        return images, "auto"
    if pattern.dots:
        edge = pattern.dots
        return (
            f"radial-gradient(circle,{ink} {edge:g}px,transparent {edge + 0.3:g}px)",
            f"{pattern.gap:g}px {pattern.gap:g}px",
        )
    return "none", "auto"


def _painted(fill: str, element: str = "") -> str:
    """Selector of what a page's drawings paint with a colour: ours by its token, Plotly's as a browser writes it."""
    rgb = _rgb(fill)
    ways = f'[fill="{fill}"],[fill="{rgb}"],[style*="fill: {rgb}"]'
    return f":is(.picture svg,.js-plotly-plot) {element}:is({ways})"


def _rgb(fill: str) -> str:
    """``#a61b1f`` as a browser writes it in a style: ``rgb(166, 27, 31)``."""
    return f"rgb({', '.join(str(int(fill[i : i + 2], 16)) for i in (1, 3, 5))})"


def _rgb_pattern(fill: str) -> str:
    return re.escape(_rgb(fill)).replace(r"\ ", r"\s*")
