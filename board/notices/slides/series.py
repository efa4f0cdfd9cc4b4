"""Series of native charts: tones, points, and figures at them as the paper writes them."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from board import colours
from board.notices.content import Figure, Native, Series
from board.notices.slides import measure
from board.notices.slides.layout import hexadecimal
from board.notices.slides.master import FONT, SMALLEST, emu
from board.notices.slides.tables import class_look
from rules.plan import Plan

EVERY_POINT = 14
"""A line of so many points carries a figure at each, where it stands alone; else at its ends."""
CHART = nsdecls("c", "a")
_SHOWN = re.compile(r"^[−-]?\d+(?:\.\d+)?%?")


def is_level(series: Series) -> bool:
    """A line that never moves, a target: dashed, without points, with one figure."""
    known = [f.value for f in series.figures if f is not None]
    return len(known) > 1 and len(set(known)) == 1


def dress(plan: Plan, native: Native, series: Series, element: Any, named: bool = False) -> None:
    """Tone, width and labels of a series, put where the format wants them."""
    for tag in ("c:spPr", "c:marker", "c:dLbls"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    # Over lying bars nothing can be drawn: a target stands there as a pale bar beside each.
    fill, edge = _tone(plan, "line-2" if native.form == "bars" and series.form != "bar" else series.tone)
    is_line = element.getparent().tag == qn("c:lineChart")
    parts = []
    if is_line:
        level = is_level(series) and series.form != "marks"
        shown = (
            "<a:ln><a:noFill/></a:ln>"
            if series.form == "marks"
            else stroke(fill, 1.6 if level else 2.6, level)
        )
        parts.append(f"<c:spPr {CHART}>{shown}</c:spPr>")
        sign = "dash" if series.form == "marks" else "circle"
        parts.append(
            f'<c:marker {CHART}><c:symbol val="none"/></c:marker>'
            if level
            else f'<c:marker {CHART}><c:symbol val="{sign}"/><c:size val="{13 if sign == "dash" else 7}"/>'
            f"<c:spPr>{_solid(fill)}{stroke(edge, 0.75)}</c:spPr></c:marker>"
        )
    else:
        rim = stroke(edge, 0.75) if edge != fill else "<a:ln><a:noFill/></a:ln>"
        parts.append(f"<c:spPr {CHART}>{_solid(fill)}{rim}</c:spPr>")
        parts.append(f'<c:invertIfNegative {CHART} val="0"/>')
        for old in element.findall(qn("c:invertIfNegative")):
            element.remove(old)
    parts.append(_labels(plan, native, series, is_line, named))
    before = element.find(qn("c:tx"))
    before = element.find(qn("c:order")) if before is None else before
    for xml in parts:
        made = parse_xml(xml)
        before.addnext(made)
        before = made


def _tone(plan: Plan, tone: str) -> tuple[str, str]:
    """Fill and rim of a series: a neutral, or the class that it is of."""
    if tone in colours.neutrals():
        return colours.neutral(tone), colours.neutral(tone)
    shade = class_look(plan, tone)
    return shade.fill, shade.edge


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{hexadecimal(colour)}"/></a:solidFill>'


def stroke(colour: str, points: float, is_dashed: bool = False) -> str:
    """A line as DrawingML."""
    dash = '<a:prstDash val="dash"/>' if is_dashed else ""
    return f'<a:ln w="{emu(points)}" cap="rnd">{_solid(colour)}{dash}<a:round/></a:ln>'


def _labels(plan: Plan, native: Native, series: Series, is_line: bool, named: bool) -> str:
    """Figures at bars and points; as the paper writes them where the number format would round otherwise."""
    inside = native.is_stacked and not is_line
    where = "ctr" if inside else ("t" if is_line else "outEnd")
    colour = _on(plan, series.tone) if inside else colours.neutral("ink")
    ground = _solid(colours.neutral("surface")) if is_line and native.form == "columns" else "<a:noFill/>"
    frame = f"<c:spPr>{ground}<a:ln><a:noFill/></a:ln></c:spPr>"
    shown = _labelled_points(native, series, is_line)
    end = max(shown, default=-1) if named else -1
    singles = []
    for place, figure in enumerate(series.figures):
        if place not in shown or figure is None:
            singles.append(f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>')
            continue
        written = _otherwise(figure, native.number_format)
        at, shows = ("r", _SHOWS_NAME) if place == end else (where, _SHOWS)
        if written:
            text = f"{escape(measure.clean(series.name))} {written}" if place == end else written
            rich = f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{_run(colour)}<a:t>{text}</a:t></a:r></a:p></c:rich></c:tx>"
        elif place == end:
            rich = f'<c:numFmt formatCode="{_format(native)}" sourceLinked="0"/>'
        else:
            continue
        look = "" if written else letters(colour)
        singles.append(
            f'<c:dLbl><c:idx val="{place}"/>{rich}{frame}{look}<c:dLblPos val="{at}"/>{shows}</c:dLbl>'
        )
    return (
        f'<c:dLbls {CHART}>{"".join(singles)}<c:numFmt formatCode="{_format(native)}" sourceLinked="0"/>{frame}{letters(colour)}'
        f'<c:dLblPos val="{where}"/>{_SHOWS}</c:dLbls>'
    )


def _labelled_points(native: Native, series: Series, is_line: bool) -> set[int]:
    """Which points carry their figure: all of bars, those of a lone line, else first and last."""
    known = [i for i, f in enumerate(series.figures) if f is not None and f.value is not None]
    if not is_line or (series.form == "marks" and not is_level(series)):
        return {i for i in known if not native.is_stacked or series.figures[i].value}  # pyright: ignore[reportOptionalMemberAccess]
    if is_level(series):
        return set(known[-1:])
    alone = sum(_is_line(native, s) and not is_level(s) for s in native.series) == 1
    return set(known if alone and len(series.figures) <= EVERY_POINT else known[:1] + known[-1:])


def _format(native: Native) -> str:
    return escape(native.number_format, {'"': "&quot;"})


_SHOWS = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)

_SHOWS_NAME = _SHOWS.replace('showSerName val="0"', 'showSerName val="1"') + "<c:separator> </c:separator>"


def _is_line(native: Native, series: Series) -> bool:
    return native.form == "lines" or (native.form == "columns" and series.form != "bar")


def _on(plan: Plan, tone: str) -> str:
    """Letters on a series' fill."""
    if tone in colours.neutrals():
        dark = ("ink", "ink-2", "ink-3", "slate", "interval", "action")
        return colours.neutral("surface" if tone in dark else "ink")
    return class_look(plan, tone).text


def _otherwise(figure: Figure, number_format: str) -> str:
    """The figure as written where the number format would show another; empty where it shows the same."""
    found = _SHOWN.match(figure.text)
    if found is None or figure.value is None:
        return ""
    decimals = len(number_format.partition(".")[2].rstrip("%"))
    shown = (
        f"{figure.value * 100:.{decimals}f}%"
        if number_format.endswith("%")
        else f"{figure.value:.{decimals}f}"
    )
    return "" if found[0].replace("−", "-") == shown else found[0]


def _run(colour: str) -> str:
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    return f'<a:rPr lang="zh-CN" sz="{SMALLEST * 100}" b="0">{_solid(colour)}{face}</a:rPr>'


def letters(colour: str) -> str:
    """The look of texts of a chart: the smallest size of the deck, its font for Latin and Chinese."""
    run = _run(colour).replace("a:rPr", "a:defRPr").replace(' lang="zh-CN"', "")
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{run}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
