"""Native charts that can be edited: columns, lying bars, lines, and lines over columns on the same axes."""

from __future__ import annotations

import copy
import io
import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from board import colours
from board.notices.content import Chart, Figure, Native, Series, words
from board.notices.slides import measure
from board.notices.slides.layout import Box, Deck, Page, Say, rgb, told
from board.notices.slides.master import MARGIN, SMALLEST, WIDE
from board.notices.slides.series import CHART, dress, letters, stroke

MOST_LYING = 16
"""So many lying bars stand below one another; more take a second chart beside it on the same scale."""
MOST_STANDING = 25
"""So many columns stand side by side."""
FULL_FROM = 0.75
"""An axis of shares ends at 100% where a share is larger than this."""
LEAST_APART = 0.07
"""Lines whose ends lie nearer than this share of the axis are named in a key."""
_KINDS = {
    ("columns", False): XL_CHART_TYPE.COLUMN_CLUSTERED, ("columns", True): XL_CHART_TYPE.COLUMN_STACKED,
    ("bars", False): XL_CHART_TYPE.BAR_CLUSTERED, ("bars", True): XL_CHART_TYPE.BAR_STACKED,
    ("lines", False): XL_CHART_TYPE.LINE_MARKERS, ("lines", True): XL_CHART_TYPE.LINE_MARKERS,
}  # fmt: skip


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
    sums = [[float(f.value) for f in column if f is not None and f.value is not None] for column in columns]
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
    named = native.form == "lines" and len(native.series) > 1 and _ends_apart(native)
    for series, element in zip(native.series, _in_order(space), strict=True):
        dress(deck.plan, native, series, element, named)
    _axes(made, native, highest)
    if named:
        _room_for_names(space, native, place.w)
    elif len(native.series) > 1:
        _key(made)


def _in_order(space: Any) -> list[Any]:
    found = list(space.iter(qn("c:ser")))
    return sorted(found, key=lambda s: int(s.find(qn("c:order")).get("val")))


def _lines_over(space: Any, over: Sequence[int]) -> None:
    """Moves series from the columns into lines on the same axes, which python-pptx itself makes no chart of."""
    bars = space.find(f".//{qn('c:barChart')}")
    axes = "".join(f'<c:axId val="{a.get("val")}"/>' for a in bars.findall(qn("c:axId")))
    lines = parse_xml(
        f'<c:lineChart {CHART}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>{axes}</c:lineChart>'
    )
    for place, series in enumerate(bars.findall(qn("c:ser"))):
        if place not in over:
            continue
        for old in series.findall(qn("c:invertIfNegative")):
            series.remove(old)
        series.append(parse_xml(f'<c:smooth {CHART} val="0"/>'))
        lines.find(qn("c:marker")).addprevious(series)
    bars.addnext(lines)


def _ends_apart(native: Native) -> bool:
    """Whether lines end far enough from each other to be named there instead of in a key."""
    ends = sorted(float(f.value) for s in native.series if (f := _last(s)) is not None)
    least, greatest = _reach(native)
    span = max(greatest, 0.0) - min(least, 0.0)
    return bool(span) and all(b - a >= LEAST_APART * span for a, b in itertools.pairwise(ends))


def _last(series: Series) -> Figure | None:
    return next((f for f in reversed(series.figures) if f is not None and f.value is not None), None)


def _room_for_names(space: Any, native: Native, wide: float) -> None:
    """Room at the right for the names of the lines."""
    texts = [f"{s.name} {f.text}" for s in native.series if (f := _last(s)) is not None]
    names = max(measure.width(t, SMALLEST) for t in texts) + 16
    left = 56 / wide
    area = space.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {CHART}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{left:.4f}"/><c:y val="0.06"/><c:w val="{max(0.3, 1 - left - names / wide):.4f}"/><c:h val="0.82"/>'
            "</c:manualLayout></c:layout>"
        ),
    )


def _texts(space: Any) -> None:
    """All letters of the chart; no frame and no ground."""
    for old in (
        *space.findall(qn("c:txPr")),
        *space.findall(qn("c:spPr")),
        *space.findall(qn("c:roundedCorners")),
    ):
        space.remove(old)
    plain = f"<c:spPr {CHART}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    ink = letters(colours.neutral("ink")).replace("<c:txPr>", f"<c:txPr {CHART}>", 1)
    chart = space.find(qn("c:chart"))
    for xml in (ink, plain):
        chart.addnext(parse_xml(xml))
    space.find(qn("c:date1904")).addnext(parse_xml(f'<c:roundedCorners {CHART} val="0"/>'))


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
        is_share = native.number_format.endswith("%")
        labels = value.tick_labels
        labels.number_format, labels.number_format_is_linked = (
            ("0%" if is_share else native.number_format),
            False,
        )
        if is_share and FULL_FROM < _reach(native)[1] <= 1:
            value.maximum_scale, value.major_unit = 1, 0.2
        value.format.line.fill.background()
    else:
        value.minimum_scale = 0 if _reach(native)[0] >= 0 else None
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
    category._element.find(qn("c:tickLblPos")).set("val", "low")
    for bars in plot.findall(qn("c:barChart")):
        for old in (*bars.findall(qn("c:gapWidth")), *bars.findall(qn("c:overlap"))):
            bars.remove(old)
        first = bars.find(qn("c:axId"))
        first.addprevious(parse_xml(f'<c:gapWidth {CHART} val="60"/>'))
        if native.is_stacked:
            first.addprevious(parse_xml(f'<c:overlap {CHART} val="100"/>'))


def _reach(native: Native) -> tuple[float, float]:
    """The least and the greatest figure."""
    known = [
        float(f.value) for s in native.series for f in s.figures if f is not None and f.value is not None
    ]
    return min(known, default=0.0), max(known, default=0.0)


def _stroke(element: Any, tone: str, points: float) -> None:
    for old in list(element):
        element.remove(old)
    element.append(parse_xml(f"<c:spPr {CHART}>{stroke(colours.neutral(tone), points)}</c:spPr>"))


def _key(made: Any) -> None:
    """Names of several series above them; one series is named by the caption."""
    made.has_legend = True
    made.legend.position = XL_LEGEND_POSITION.TOP
    made.legend.include_in_layout = False
    made.legend._element.append(copy.deepcopy(made._chartSpace.find(qn("c:txPr"))))
