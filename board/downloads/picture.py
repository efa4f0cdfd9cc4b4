"""An exhibit as a picture: its drawing between a title and the notes that say what it shows."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from board import colours, patterns, texts
from board.charts.marks import safe
from board.downloads import finish
from board.downloads.exhibit import Build, Exhibit, Fact, facts
from board.downloads.painter import SCALE, Painter
from board.texts import _
from rules.plan import Plan

FONTS = "'Segoe UI','Microsoft YaHei UI','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
PAD, TITLE, SUB, NOTE = 24, 20, 14, 12.5
LEAST_WIDTH = 560
PX_PER_INCH = 96.0
FIGURE_SIZE = (1000, 560)
"""Width and height of a figure that names none."""
_NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_LOTS = re.compile(r'((?:id="|url\(#)(?:clip|legend|g|(?:top)?defs-)|class="trace \w+ trace)([0-9a-f]{6})')
_SIZE = re.compile(r'(<svg\b[^>]*? )width="([\d.]+)" height="([\d.]+)"')


def svg_text(exhibit: Exhibit, build: Build | None, painter: Painter, on_paper: Plan | None = None) -> str:
    """The whole picture as SVG; with a plan, its classes bear their patterns, for paper without colours.

    Raises PictureError where a figure has to be drawn and cannot.
    """
    if exhibit.svg is not None:
        drawing = exhibit.svg()
    elif exhibit.figure is not None:
        drawing = figure_svg(exhibit.figure(), painter)
    else:
        raise ValueError("an exhibit without a picture")
    if on_paper is not None:
        drawing = patterns.in_black_and_white(drawing, on_paper)
    return framed(drawing, exhibit, build)


def figure_svg(figure: go.Figure, painter: Painter, size: tuple[int, int] = FIGURE_SIZE) -> str:
    """A Plotly figure as SVG; ``size`` is for what it leaves open of width and height. Raises PictureError."""
    plain = _in_house_colours(json.loads(figure.to_json() or "{}"))
    layout = plain.get("layout", {})
    width, height = int(layout.get("width") or size[0]), int(layout.get("height") or size[1])
    return _with_fixed_ids(painter.paint(plain, "svg", width, height).decode("utf-8"))


def _with_fixed_ids(drawing: str) -> str:
    """Plotly draws lots for the ids of a figure and of its traces; numbered in order they are the same each time."""
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return found[1] + numbers.setdefault(found[2], f"{len(numbers):06}")

    return _LOTS.sub(numbered, drawing)


def png_bytes(exhibit: Exhibit, build: Build | None, painter: Painter, on_paper: Plan | None = None) -> bytes:
    """The same picture as PNG, made by the browser that draws the page, so that it has its fonts."""
    return as_png(svg_text(exhibit, build, painter, on_paper), painter, SCALE)


def pdf_bytes(exhibit: Exhibit, build: Build | None, painter: Painter, on_paper: Plan | None = None) -> bytes:
    """The same picture as PDF: one page of its size, its lines and letters as such."""
    return as_pdf(svg_text(exhibit, build, painter, on_paper), painter, exhibit.title)


def as_png(text: str, painter: Painter, scale: float, dpi: float = 0) -> bytes:
    """A finished SVG text as PNG with ``scale`` pixels to one of its own; it says its resolution, ``dpi`` where given."""
    width, height = size_of(text)
    data = painter.lay_out(_without_prolog(text), "png", math.ceil(width), math.ceil(height), scale)
    return finish.with_dpi(data, dpi or PX_PER_INCH * scale)


def as_pdf(text: str, painter: Painter, title: str = "", width: float = 0) -> bytes:
    """A finished SVG text as PDF with one page of its size, or of that width in CSS pixels (96 an inch)."""
    wide, high = size_of(text)
    times = width / wide if width else 1
    size = f'width="{wide * times:g}" height="{high * times:g}"'
    text = _SIZE.sub(lambda found: found[1] + size, _without_prolog(text), count=1)
    data = painter.lay_out(text, "pdf", math.ceil(wide * times), math.ceil(high * times), 1, title)
    return finish.undated(data)


def bare(drawing: str) -> str:
    """A drawing of a page as an SVG file of its own: with its size, fonts and namespace, and nothing round it."""
    inner, _width, _height = opened(drawing)
    return inner.replace("<svg", f'<svg {_NAMESPACES} font-family="{FONTS}"', 1)


def size_of(text: str) -> tuple[float, float]:
    """Width and height of a finished SVG text."""
    found = _SIZE.search(text)
    if found is None:
        raise ValueError("an SVG text that does not say its width and height")
    return float(found[2]), float(found[3])


def _without_prolog(text: str) -> str:
    return text[text.index("<svg") :]


def framed(drawing: str, exhibit: Exhibit, build: Build | None) -> str:
    """A drawing with its title above and its facts below."""
    told = texts.clauses([texts.month(exhibit.month), *(f"{n} {v}" for n, v in exhibit.filters.items())])
    if exhibit.unit:
        told += texts.brackets(_("单位：{unit}").format(unit=exhibit.unit))
    notes = [f for f in facts(exhibit, build) if f.name not in (_("标题"), _("单位"), _("月份"), _("筛选"))]
    return in_frame(drawing, exhibit.title, told, notes, exhibit.is_demo)


def in_frame(drawing: str, title: str, told: str, notes: Sequence[Fact], is_demo: bool) -> str:
    """A drawing between its title with a line below it and its notes, as a finished SVG text."""
    inner, width, height = opened(drawing)
    wide = max(width, LEAST_WIDTH)
    y = float(PAD)
    parts = []
    badge = _("演示数据") if is_demo else ""
    room = wide - (text_width(badge, SUB) + 32 if badge else 0)
    for line in wrapped(title, TITLE, room):
        y += TITLE * 1.3
        parts.append(_text(PAD, y - 5, line, TITLE, "ink", 700))
    if badge:
        parts.append(_badge(badge, wide + PAD))
    for line in wrapped(told, SUB, wide):
        y += SUB * 1.5
        parts.append(_text(PAD, y - 4, line, SUB, "ink-2"))
    y += 14
    left = PAD + (wide - width) / 2
    body = inner.replace("<svg", f'<svg x="{left:g}" y="{y:g}"', 1)
    y += height + 12
    for line in _whole([f"{f.name} {f.value}" for f in notes], NOTE, wide):
        y += NOTE * 1.5
        parts.append(_text(PAD, y - 4, line, NOTE, "ink-2"))
    full_w, full_h = wide + 2 * PAD, y + PAD - 6
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<svg {_NAMESPACES} "
        f'width="{full_w:.0f}" height="{full_h:.0f}" viewBox="0 0 {full_w:.0f} {full_h:.0f}" '
        f'font-family="{FONTS}" style="font-variant-numeric:tabular-nums lining-nums">'
        f"<title>{safe(title)}</title>"
        f'<rect width="100%" height="100%" fill="{colours.neutral("surface")}"/>{"".join(parts)}{body}</svg>'
    )


def text_width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character as wide as high."""
    return sum(size if ord(c) > 0x2E80 else size * 0.58 for c in text)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Lines no wider than the room; Chinese breaks anywhere, other words stay whole."""
    lines, line = [], ""
    for piece in re.findall(r"[ -~\u00a0-\u02ff]+?(?:\s+|$|(?=[^ -~]))|.", text, re.DOTALL):
        if line and text_width((line + piece).rstrip(), size) > room and piece not in "，。；：、）":
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _whole(statements: list[str], size: float, room: float) -> list[str]:
    """Statements in lines no wider than the room, each in one line where it fits into one."""
    lines: list[str] = []
    line: list[str] = []
    for statement in statements:
        if line and text_width(texts.statements([*line, statement, ""]), size) > room:
            lines += wrapped(texts.statements([*line, ""]).rstrip(), size, room)
            line = []
        line.append(statement)
    return lines + wrapped(texts.statements(line), size, room)


def _text(x: float, y: float, text: str, size: float, colour: str, weight: int = 400) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{colours.neutral(colour)}">{safe(text)}</text>'
    )


def _badge(text: str, right: float) -> str:
    wide = text_width(text, SUB) + 16
    return (
        f'<rect x="{right - wide:g}" y="{PAD}" width="{wide:g}" height="24" rx="3" fill="{colours.neutral("action")}"/>'
        f'<text x="{right - wide / 2:g}" y="{PAD + 17}" font-size="{SUB}" text-anchor="middle" '
        f'fill="{colours.neutral("surface")}">{safe(text)}</text>'
    )


def _in_house_colours(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure without Streamlit's own template, whose colours are stand-ins until its page paints over them."""
    layout = figure.setdefault("layout", {})
    way = layout.get("template", {}).get("layout", {}).get("colorway") or [""]
    if str(way[0]).startswith("#00000"):
        shades = [colours.neutral(name) for name in ("slate", "interval", "line-2", "ink")]
        layout["template"] = {"layout": {"colorway": shades, "font": {"family": FONTS.replace("'", "")}}}
    return figure


def opened(drawing: str) -> tuple[str, float, float]:
    """The drawing with a plain root element of its own size, to stand inside another; its width and height."""
    start = re.search(r"<svg\b([^>]*)>", drawing)
    if start is None:
        raise ValueError("no <svg> in the drawing")
    held = dict(re.findall(r'([\w:-]+)="([^"]*)"', start[1]))
    box = [float(v) for v in re.split(r"[\s,]+", held.get("viewBox", "").strip()) if v]
    if len(box) != 4:
        box = [
            0.0,
            0.0,
            *(float(re.sub(r"[a-z%]+$", "", held.get(n, "") or "0") or 0) for n in ("width", "height")),
        ]
    view = " ".join(f"{v:g}" for v in box)
    root = f'<svg width="{box[2]:g}" height="{box[3]:g}" viewBox="{view}">'
    return root + drawing[start.end() :], box[2], box[3]
