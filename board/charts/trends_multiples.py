"""The same measure for every region, sector or committee: small charts on one common scale, each a link to its own."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from board import colours, queries_trends, texts
from board.charts import marks, trends_pick, trends_text
from board.charts.marks import safe
from board.charts.trends_course import Trend
from board.charts.trends_pick import Choice
from board.frame import ALL, View
from board.queries_trends import By, Unit
from board.texts import _
from rules.months import Month

WIDTH, HEIGHT, PAD = 216, 84, 6
COLUMNS = 6
"""Side by side in the picture to take away."""
MOST_WIDE, MOST_MIDDLE = 7, 6
"""Side by side at a desk and on a laptop."""


@dataclass(frozen=True)
class Small:
    """One small chart."""

    name: str
    trend: Trend


@dataclass(frozen=True)
class Sheet:
    """All of them, in the chosen order, with the scale that they share."""

    smalls: Sequence[Small]
    whole: Trend
    low: float
    high: float


def sheet(view: View, choice: Choice, trend: Trend, by: By, order: str) -> Sheet:
    """The small charts of a view; units that do not exist in the month, or that the measure leaves out, are no part."""
    within = {"region": trend.unit.sector, "sector": trend.unit.region, "committee": ALL}[by]
    if trend.unit.by == "committee":
        within = ALL
    found = queries_trends.courses(view.board, choice.measure, choice.window, by, within)
    smalls = []
    for code, name in _units(view, by):
        limit = {"region": choice.measure.scope.regions, "sector": choice.measure.scope.sectors}.get(by, ())
        if limit and code not in limit:
            continue
        course = {m: f for m, f in found.get(code, {}).items() if m <= view.month}
        unit = Unit(by, code, within)
        own = Trend(choice.measure, choice.window, unit, trend.months, course, (), trend.least_cases)
        smalls.append(Small(name, own))
    whole = Unit("region", ALL, within) if by == "region" else Unit("region", within)
    course = queries_trends.course(view.board, choice.measure, choice.window, whole)
    low, high = _scale([small.trend for small in smalls])
    return Sheet(
        _ordered(smalls, order), Trend(choice.measure, choice.window, whole, trend.months, course), low, high
    )


def _units(view: View, by: By) -> list[tuple[str, str]]:
    plan = view.board.plan
    if by == "committee":
        return [(c.id, texts.committee_name(c)) for c in plan.programme.ranked_committees]
    if by == "sector":
        return [(s.code, texts.sector_name(s)) for s in plan.sectors]
    month = Month.parse(view.month)
    return [(r.code, texts.region_name(r)) for r in plan.regions if r.exists_in(month)]


def _ordered(smalls: Sequence[Small], order: str) -> list[Small]:
    """By the plan, by value or by change with the one that most needs a look first; those without figures last."""

    def key(small: Small) -> tuple[bool, float]:
        now = small.trend.value(small.trend.month)
        then = small.trend.value(small.trend.before(small.trend.month))
        amount = now if order == "value" else None if now is None or then is None else now - then
        if amount is None or small.trend.is_thin(small.trend.month):
            return True, 0.0
        return False, -amount if small.trend.measure.is_down else amount

    return list(smalls) if order == "plan" else sorted(smalls, key=key)


def _scale(trends: Sequence[Trend]) -> tuple[float, float]:
    """Lowest and highest value of all; counts begin at nought, shares do not end above what they can be."""
    values = [v for t in trends for m in t.months if (v := t.value(m)) is not None]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if not trends[0].measure.is_share:
        low = min(low, 0.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def finding(found: Sheet) -> str:
    """Who is farthest from where it should be, and how many moved by more than chance."""
    known = [
        s for s in found.smalls
        if s.trend.value(s.trend.month) is not None and not s.trend.is_thin(s.trend.month)
    ]  # fmt: skip
    if not known:
        return _("都没有可比的数")
    worst = _ordered(known, "value")[0]
    figure = worst.trend.figure(worst.trend.month)
    word = _("最高的是{name}") if worst.trend.measure.is_down else _("最低的是{name}")
    parts = [f"{word.format(name=worst.name)} {trends_text.spoken(worst.trend.measure, figure)}"]
    if len({s.trend.value(s.trend.month) for s in known}) == 1:
        parts = [_("都是 {value}").format(value=trends_text.spoken(worst.trend.measure, figure))]
    moved = [s for s in known if s.trend.is_beyond_chance(s.trend.month)]
    ups = [s for s in moved if trends_text.rose(s.trend, s.trend.month)]
    if moved:
        told = [(_("升 {n} 个"), len(ups)), (_("降 {n} 个"), len(moved) - len(ups))]
        counts = texts.names(text.format(n=n) for text, n in told if n)
        parts.append(_("与上年同期相比超出偶然的：{counts}").format(counts=counts))
    elif found.whole.is_comparable and any(
        s.trend.is_beyond_chance(s.trend.month) is not None for s in known
    ):
        parts.append(_("与上年同期相比都没有超出偶然"))
    return texts.statements(parts)


def grid(found: Sheet, choice: Choice, is_presentation: bool) -> str:
    """The charts as markup; before an audience they lead nowhere."""
    tiles = []
    has_before = any(s.trend.before(s.trend.month) in s.trend.course for s in found.smalls)
    for small in found.smalls:
        trend = small.trend
        figure = trend.figure(trend.month)
        is_chosen = trend.unit == choice.unit
        css = "tr-tile chosen" if is_chosen else "tr-tile"
        shown = safe(trends_text.value(trend.measure, figure))
        if figure is None:
            shown = marks.tag(_("未报"), _("这个月没有报过，不按零计"), "hatched")
            if not trend.course and (trend.unit.sector != ALL or trend.unit.by == "committee"):
                # Nobody reports for a sector: it may have nothing of the kind.
                shown = marks.tag(_("无数据"), _("台账里没有它的记录"))
        beside = trends_text.change(trend, trend.month) if has_before else ""
        if figure is not None and trend.is_thin(trend.month):
            basis = texts.share(figure.numerator, figure.denominator)
            beside = marks.tag(_("样本不足"), _("基数太小，不比较")) + f"<small>{safe(basis)}</small>"
        inner = (
            f'<span class="tr-name">{marks.breakable(small.name, 12)}</span>'
            f'<span class="tr-figure"><b>{shown}</b> {beside}</span>{_image(found, small)}'
        )
        if is_presentation:
            tiles.append(f'<div class="{css}">{inner}</div>')
            continue
        href = safe(trends_pick.link(choice, trend.unit))
        tiles.append(f'<a class="{css}" href="{href}" target="_self">{inner}</a>')
    wide, middle = (_columns(len(tiles), most) for most in (MOST_WIDE, MOST_MIDDLE))
    return f'<div class="tr-grid" style="--wide:{wide};--middle:{middle}">{"".join(tiles)}</div>'


def _columns(count: int, most: int) -> int:
    """So many side by side that the rows are alike: nine are five and four, not seven and two."""
    rows = -(-count // most) or 1
    return max(-(-count // rows), 1)


def _image(found: Sheet, small: Small) -> str:
    trend = small.trend
    known = [m for m in trend.months if trend.value(m) is not None]
    if known:
        label = _("{name}：{first} {a}，{last} {b}").format(
            name=small.name, first=texts.month(known[0]), last=texts.month(known[-1]),
            a=trends_text.value(trend.measure, trend.figure(known[0])),
            b=trends_text.value(trend.measure, trend.figure(known[-1])),
        )  # fmt: skip
    else:
        label = _("{name}：没有数").format(name=small.name)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{_lines(found, trend)}</svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    return f'<img alt="{safe(label)}" src="data:image/svg+xml;base64,{data}">'


def _lines(found: Sheet, trend: Trend) -> str:
    """The line in ink, the whole's in grey behind it, the last point marked."""
    months = trend.months
    step = (WIDTH - 2 * PAD) / max(len(months) - 1, 1)

    def at(place: int, value: float) -> tuple[float, float]:
        share = (value - found.low) / (found.high - found.low)
        # What the whole comes to may lie off the scale of its parts.
        return PAD + place * step, HEIGHT - PAD - min(max(share, -0.1), 1.1) * (HEIGHT - 2 * PAD)

    def pen(of: Trend) -> tuple[str, tuple[float, float] | None]:
        path, last, end = "", None, None
        for place, month in enumerate(months):
            value = of.value(month)
            if value is None:
                last = None
                continue
            x, y = at(place, value)
            path += f"{'L' if last else 'M'}{x:.1f} {y:.1f}" + ("" if last else "h.01")
            last = end = (x, y)
        return path, end

    parts = [
        f'<path d="M0 {y:.1f}H{WIDTH}" stroke="{colours.neutral("line")}"/>'
        for y in (PAD, HEIGHT / 2, HEIGHT - PAD)
    ]
    for place, month in enumerate(months):
        if month.endswith("-01") and place:
            x = PAD + (place - 0.5) * step
            parts.append(f'<path d="M{x:.1f} 0V{HEIGHT}" stroke="{colours.neutral("line")}"/>')
    if trend.measure.denominator is not None:
        path, _end = pen(found.whole)
        parts.append(
            f'<path d="{path}" fill="none" stroke="{colours.neutral("line-2")}" stroke-width="1.4"/>'
            if path
            else ""
        )
    path, end = pen(trend)
    if path:
        parts.append(
            f'<path d="{path}" fill="none" stroke="{colours.neutral("ink")}" stroke-width="1.8" stroke-linejoin="round"/>'
        )
    if end:
        parts.append(f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="3.4" fill="{colours.neutral("ink")}"/>')
    return "".join(parts)


def picture(found: Sheet) -> str:
    """All small charts as one drawing with their names and last values, to take away."""
    room, gap = 42, 18
    columns = min(COLUMNS, max(len(found.smalls), 1))
    rows = -(-len(found.smalls) // columns) or 1
    width, height = columns * (WIDTH + gap) - gap, rows * (HEIGHT + room + gap) - gap
    parts = []
    for place, small in enumerate(found.smalls):
        x, y = place % columns * (WIDTH + gap), place // columns * (HEIGHT + room + gap)
        shown = trends_text.value(small.trend.measure, small.trend.figure(small.trend.month))
        changed = trends_text.change_plain(small.trend, small.trend.month)
        parts.append(
            f'<g transform="translate({x} {y})"><text x="{PAD}" y="15" font-size="14" '
            f'fill="{colours.neutral("ink")}">{safe(small.name)}</text><text x="{PAD}" y="35" font-size="14" '
            f'fill="{colours.neutral("ink")}"><tspan font-weight="700">{safe(shown)}</tspan>'
            f'<tspan dx="8" fill="{colours.neutral("ink-2")}">{safe(changed)}</tspan></text>'
            f'<g transform="translate(0 {room})">{_lines(found, small.trend)}</g></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )
