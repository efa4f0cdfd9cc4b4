"""Native charts that can be edited: columns, lying bars, lines, and lines over columns on the same axes."""

from __future__ import annotations

import copy
import io
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from board import colours
from board.notices.content import Chart, Figure, Native, Series, words
from board.notices.slides import measure
from board.notices.slides.layout import Box, Deck, Page, Say, rgb, told
from board.notices.slides.master import FONT, MARGIN, SMALLEST, WIDE
from board.notices.slides.tables import class_look
from rules.plan import Plan

MOST_LYING = 16
"""So many lying bars stand below one another; more take a second chart beside it on the same scale."""
MOST_STANDING = 25
"""So many columns stand side by side."""
EVERY_POINT = 14
"""A line of so many points carries a figure at each, where it stands alone; else at its ends."""
_CHART = nsdecls("c", "a")
_KINDS = {
    ("columns", False): XL_CHART_TYPE.COLUMN_CLUSTERED, ("columns", True): XL_CHART_TYPE.COLUMN_STACKED,
    ("bars", False): XL_CHART_TYPE.BAR_CLUSTERED, ("bars", True): XL_CHART_TYPE.BAR_STACKED,
    ("lines", False): XL_CHART_TYPE.LINE_MARKERS, ("lines", True): XL_CHART_TYPE.LINE_MARKERS,
}  # fmt: skip
_SHOWN = re.compile(r"^[−-]?\d+(?:\.\d+)?%?")


class _Data(CategoryChartData):
    """Chart data whose workbook is the same each time and takes no text for a formula or a link."""

    def __init__(self, number_format: str, created: datetime) -> None:
        super().__init__(number_format)
        self._created = created

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook behind the chart, which opens at 编辑数据."""
        out = io.BytesIO()
        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(out, plain)
        book.set_properties({"created": self._created})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 16)
        written = book.add_format({"num_format": self.number_format})
        sheet.write_column(1, 0, [c.label for c in self.categories])
        for place, series in enumerate(self, start=1):
            sheet.write_string(0, place, series.name)
            sheet.write_column(1, place, series.values, written)
        book.close()
        return out.getvalue()


def draw(deck: Deck, chart: Chart, title: str, caption: str) -> list[Page]:
    """The chart on a slide; lying bars in panels side by side where they are many."""
    page = deck.page(title, caption)
    notes = [Say(measure.clean(n), tone="ink-2") for n in chart.notes]
    room = WIDE - 2 * MARGIN
    tall = sum(n.tall(room) for n in notes)
    if tall > page.body.h / 3:
        notes, tall = [], 0.0
    body = Box(page.body.x, page.body.y, room, page.body.h - tall - (6 if notes else 0))
    parts = panels(chart.native)
    wide = (room - 24 * (len(parts) - 1)) / len(parts)
    highest = _highest(chart.native)
    for place, part in enumerate(parts):
        frame = Box(body.x + place * (wide + 24), body.y, wide, body.h)
        more = f"（{place + 1}/{len(parts)}）" if len(parts) > 1 else ""
        _put(deck, page, chart, part, frame, f"{caption}{more}", highest if len(parts) > 1 else None)
    if notes:
        deck.text(page.slide, Box(MARGIN, body.y + body.h + 6, room, tall), notes, "图注")
    return [page]


def panels(native: Native) -> list[Native]:
    """The chart in parts that stand side by side, each with some of the categories."""
    most = MOST_LYING if native.form == "bars" else MOST_STANDING
    many = len(native.categories)
    count = max(1, math.ceil(many / most)) if native.form != "lines" else 1
    each = math.ceil(many / count)
    return [
        replace(
            native, categories=native.categories[start : start + each],
            series=tuple(replace(s, figures=s.figures[start : start + each]) for s in native.series),
        )
        for start in range(0, many, each)
    ]  # fmt: skip


def _highest(native: Native) -> float | None:
    """The value axis of panels ends alike."""
    columns = zip(*(s.figures for s in native.series), strict=True)
    sums = [
        [float(f.value) for f in column if f is not None and f.value is not None] for column in columns
    ]
    tops = [(sum(values) if native.is_stacked else max(values)) for values in sums if values]
    return max(tops) * 1.15 if tops and max(tops) > 0 else None


def _put(
    deck: Deck, page: Page, chart: Chart, native: Native, place: Box, name: str, highest: float | None
) -> None:
    created = datetime.fromisoformat(deck.content.published_at).astimezone(UTC).replace(tzinfo=None)
    data = _Data(native.number_format, created)
    data.categories = [measure.clean(c) or " " for c in native.categories]
    for series in native.series:
        data.add_series(measure.clean(series.name), [None if f is None else f.value for f in series.figures])
    frame = page.slide.shapes.add_chart(_KINDS[native.form, native.is_stacked], *place.emus, data)
    told(frame, name, words(chart.said) or chart.title)
    made = frame.chart
    made.has_title = False
    made.plots[0].vary_by_categories = False
    made.has_legend = False
    space = made._chartSpace
    _texts(space)
    over = [i for i, s in enumerate(native.series) if native.form == "columns" and s.form != "bar"]
    if over and len(over) < len(native.series):
        _lines_over(space, over)
    for series, element in zip(native.series, _in_order(space), strict=True):
        _look(deck.plan, native, series, element)
    _axes(made, native, highest)
    if len(native.series) > 1:
        _key(made)


def _in_order(space: Any) -> list[Any]:
    found = list(space.iter(qn("c:ser")))
    return sorted(found, key=lambda s: int(s.find(qn("c:order")).get("val")))


def _lines_over(space: Any, over: Sequence[int]) -> None:
    """Moves series from the columns into lines on the same axes, which python-pptx itself makes no chart of."""
    bars = space.find(f".//{qn('c:barChart')}")
    axes = "".join(f'<c:axId val="{a.get("val")}"/>' for a in bars.findall(qn("c:axId")))
    lines = parse_xml(
        f'<c:lineChart {_CHART}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>{axes}</c:lineChart>'
    )
    for place, series in enumerate(bars.findall(qn("c:ser"))):
        if place not in over:
            continue
        for old in series.findall(qn("c:invertIfNegative")):
            series.remove(old)
        series.append(parse_xml(f'<c:smooth {_CHART} val="0"/>'))
        lines.find(qn("c:marker")).addprevious(series)
    bars.addnext(lines)


def _look(plan: Plan, native: Native, series: Series, element: Any) -> None:
    """Tone, width and labels of a series, put where the format wants them."""
    for tag in ("c:spPr", "c:marker", "c:dLbls"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    fill, edge = _tone(plan, series.tone)
    is_line = element.getparent().tag == qn("c:lineChart")
    parts = []
    if is_line:
        shown = "<a:ln><a:noFill/></a:ln>" if series.form == "marks" else _line(fill, 2.6)
        parts.append(f"<c:spPr {_CHART}>{shown}</c:spPr>")
        sign = "dash" if series.form == "marks" else "circle"
        parts.append(
            f'<c:marker {_CHART}><c:symbol val="{sign}"/><c:size val="{13 if sign == "dash" else 7}"/>'
            f"<c:spPr>{_solid(fill)}{_line(edge, 0.75)}</c:spPr></c:marker>"
        )
    else:
        rim = _line(edge, 0.75) if edge != fill else "<a:ln><a:noFill/></a:ln>"
        parts.append(f"<c:spPr {_CHART}>{_solid(fill)}{rim}</c:spPr>")
        parts.append(f'<c:invertIfNegative {_CHART} val="0"/>')
        for old in element.findall(qn("c:invertIfNegative")):
            element.remove(old)
    parts.append(_labels(plan, native, series, is_line))
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
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill>'


def _line(colour: str, points: float) -> str:
    return f'<a:ln w="{round(points * 12700)}" cap="rnd">{_solid(colour)}<a:round/></a:ln>'


def _labels(plan: Plan, native: Native, series: Series, is_line: bool) -> str:
    """Figures at bars and points; as the paper writes them where the number format would round otherwise."""
    inside = native.is_stacked and not is_line
    where = "ctr" if inside else ("t" if is_line else "outEnd")
    tone = _tone(plan, series.tone)[0]
    colour = _on(plan, series.tone) if inside else (tone if is_line else colours.neutral("ink"))
    if is_line and tone not in map(colours.neutral, ("ink", "ink-2", "slate", "interval")):
        colour = colours.neutral("ink")
    known = [i for i, f in enumerate(series.figures) if f is not None]
    alone = len([s for s in native.series if _is_line(native, s)]) == 1
    shown = set(
        known
        if not is_line or (alone and len(series.figures) <= EVERY_POINT) or series.form == "marks"
        else known[:1] + known[-1:]
    )
    if inside:
        shown = {i for i in shown if series.figures[i] is not None and series.figures[i].value}  # pyright: ignore[reportOptionalMemberAccess]
    ground = _solid(colours.neutral("surface")) if is_line and native.form == "columns" else ""
    look = f"<c:spPr>{ground or '<a:noFill/>'}<a:ln><a:noFill/></a:ln></c:spPr>{_text(colour)}"
    singles = []
    for place, figure in enumerate(series.figures):
        if place not in shown:
            singles.append(f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>')
        elif figure is not None and (fixed := _otherwise(figure, native.number_format)):
            rich = (
                f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>{_run(colour)}<a:t>{fixed}</a:t></a:r></a:p></c:rich></c:tx>"
                f'{look.split("<c:txPr>")[0]}<c:dLblPos val="{where}"/>{_SHOWS}'
            )
            singles.append(f'<c:dLbl><c:idx val="{place}"/>{rich}</c:dLbl>')
    form = native.number_format.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<c:dLbls {_CHART}>{"".join(singles)}<c:numFmt formatCode="{form}" sourceLinked="0"/>{look}'
        f'<c:dLblPos val="{where}"/>{_SHOWS}</c:dLbls>'
    )


_SHOWS = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


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


def _text(colour: str) -> str:
    run = _run(colour).replace("a:rPr", "a:defRPr").replace(' lang="zh-CN"', "")
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{run}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _texts(space: Any) -> None:
    """All letters of the chart; no frame and no ground."""
    for old in (*space.findall(qn("c:txPr")), *space.findall(qn("c:spPr")), *space.findall(qn("c:roundedCorners"))):
        space.remove(old)
    plain = f"<c:spPr {_CHART}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    letters = _text(colours.neutral("ink")).replace("<c:txPr>", f"<c:txPr {_CHART}>", 1)
    chart = space.find(qn("c:chart"))
    for xml in (letters, plain):
        chart.addnext(parse_xml(xml))
    space.find(qn("c:date1904")).addnext(parse_xml(f'<c:roundedCorners {_CHART} val="0"/>'))


def _axes(made: Any, native: Native, highest: float | None) -> None:
    """No value axis, since every bar says its figure; few pale lines where lines say it at their ends only."""
    plot = made._chartSpace.find(f".//{qn('c:plotArea')}")
    category, value = made.category_axis, made.value_axis
    category.has_major_gridlines = value.has_major_gridlines = False
    pale = native.form == "lines"
    value.visible = pale
    if pale:
        value.has_major_gridlines = True
        _stroke(value._element.find(qn("c:majorGridlines")), "line", 1.0)
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = native.number_format, False
        value.format.line.fill.background()
    else:
        value.minimum_scale = 0 if _lowest(native) >= 0 else None
    if highest is not None:
        value.maximum_scale = highest
    category.format.line.color.rgb = rgb(colours.neutral("line-2"))
    for axis in (category, value):
        for tag in ("c:majorTickMark", "c:minorTickMark"):
            mark = axis._element.find(qn(tag))
            if mark is not None:
                mark.set("val", "none")
    if native.form == "bars":
        category.reverse_order = True
    labels = category._element.find(qn("c:tickLblPos"))
    labels.set("val", "low")
    for bars in plot.findall(qn("c:barChart")):
        for old in (*bars.findall(qn("c:gapWidth")), *bars.findall(qn("c:overlap"))):
            bars.remove(old)
        first = bars.find(qn("c:axId"))
        first.addprevious(parse_xml(f'<c:gapWidth {_CHART} val="60"/>'))
        if native.is_stacked:
            first.addprevious(parse_xml(f'<c:overlap {_CHART} val="100"/>'))


def _lowest(native: Native) -> float:
    values = [float(f.value) for s in native.series for f in s.figures if f is not None and f.value is not None]
    return min(values, default=0.0)


def _stroke(element: Any, tone: str, points: float) -> None:
    for old in list(element):
        element.remove(old)
    element.append(parse_xml(f"<c:spPr {_CHART}>{_line(colours.neutral(tone), points)}</c:spPr>"))


def _key(made: Any) -> None:
    """Names of several series above them; one series is named by the caption."""
    made.has_legend = True
    made.legend.position = XL_LEGEND_POSITION.TOP
    made.legend.include_in_layout = False
    made.legend._element.append(copy.deepcopy(made._chartSpace.find(qn("c:txPr"))))
