"""The chart of a trend: one line on from month to month, or this year over the last; gaps where nothing was reported."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from board import colours, texts
from board.charts import targets_bullet, trends_text
from board.charts.targets_canvas import base
from board.charts.targets_labels import LABEL_LINE, spread
from board.charts.trends_course import Trend
from board.charts.trends_pick import Form
from board.texts import _
from rules.months import Month
from rules.statistics import wilson

HEIGHT = 430
MARGIN = {"l": 56, "r": 128, "t": 34, "b": 34}
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
Points = Sequence[tuple[float, str]]
"""Place on the horizontal axis and month."""


def chart(trend: Trend, form: Form) -> go.Figure:
    """The figure; its height and margins are in pixels, its width follows the card."""
    figure = base(HEIGHT, dict(MARGIN))
    year = int(trend.month[:4])
    if form == "years":
        lines = [_year(trend, year - 1), _year(trend, year)]
        _twelve(figure)
    else:
        lines = [[(float(n), m) for n, m in enumerate(trend.months)]]
        _months(figure, trend)
    # The line of the year before is drawn without its band and its turns.
    now = lines[-1]
    low, high, step = _range(trend, lines, now)
    pad = (high - low) * 0.04
    ticks = [low + step * n for n in range(round((high - low) / step) + 1)]
    figure.update_yaxes(
        range=[low - pad, high + pad], tickvals=ticks, ticktext=[_tick(trend, v, step) for v in ticks]
    )
    _band(figure, trend, now)
    labels: list[tuple[float, str, bool]] = []
    labels += _targets(figure, trend, now)
    if form == "line":
        _turns(figure, trend)
    for place, points in enumerate(lines):
        is_now = place == len(lines) - 1
        end = _line(figure, trend, points, is_now)
        if end is not None:
            amount, month = end
            name = texts.year(month[:4]) if form == "years" else texts.month_short(month)
            text = f"{name} {trends_text.level(trend.measure, amount)}"
            labels.append((amount, f"<b>{text}</b>" if is_now else text, is_now))
    _first(figure, trend, now, low, high - low)
    _gaps(figure, trend, now, low - pad)
    _ends(figure, labels, low - pad, high + pad)
    return figure


def _year(trend: Trend, year: int) -> Points:
    months = [f"{year}-{n:02d}" for n in range(1, 13)]
    return [(float(n), m) for n, m in enumerate(months, 1) if m <= trend.month]


def _months(figure: go.Figure, trend: Trend) -> None:
    """A tick at each January and, where there is room, each July; years are told apart by their names."""
    count = len(trend.months)
    every = 1 if count <= 8 else 3 if count <= 15 else 6
    vals, words = [], []
    for place, month in enumerate(trend.months):
        parsed = Month.parse(month)
        if (parsed.number - 1) % every == 0 or (place == 0 and parsed.number < 6):
            vals.append(place)
            name = texts.month_short(month)
            is_first = not words or parsed.number == 1
            words.append(f"{name}<br><b>{parsed.year}</b>" if is_first else name)
    figure.update_xaxes(
        range=[-0.6, count - 0.4], tickvals=vals, ticktext=words, showgrid=False, automargin=False
    )
    figure.update_layout(margin_b=48)


def _twelve(figure: go.Figure) -> None:
    numbers = list(range(1, 13))
    figure.update_xaxes(
        range=[0.6, 12.4], tickvals=numbers[::2], showgrid=False,
        ticktext=[texts.month_short(f"2000-{n:02d}") for n in numbers[::2]],
    )  # fmt: skip


def _range(trend: Trend, lines: Sequence[Points], now: Points) -> tuple[float, float, float]:
    """Lowest and highest value of the axis and the step of its grid: at most five lines.

    Counts begin at nought. Shares that are high are cut below, since a line needs no nought.
    """
    values = [v for points in lines for _x, m in points if (v := trend.value(m)) is not None]
    values += [t for _x, m in now if (t := trend.measure.target(int(m[:4]), trend.window)) is not None]
    if not trend.measure.is_share:
        top = max([*values, 0.0]) or 5.0
        step = targets_bullet.nice_above(top / 5)
        if trend.measure.denominator is None:
            step = max(step, 1.0)
        return 0.0, step * math.ceil(top / step - 1e-9), step
    top = max([*values, 0.0]) or 1.0
    least = min(values, default=0.0)
    span = max(top - least, 0.02)
    step = next((s for s in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2) if span <= s * 4), 0.0)
    if not step:
        step = targets_bullet.nice_above(top / 5)
        return 0.0, step * math.ceil(top / step - 1e-9), step
    low = max(0.0, math.floor(least / step + 1e-9) * step)
    high = low + step * max(math.ceil((top - low) / step - 1e-9), 1)
    return low, high, step


def _tick(trend: Trend, value: float, step: float) -> str:
    if not trend.measure.is_share:
        return texts.number(value, 0 if step >= 1 else 1 if step >= 0.1 else 2)
    return f"{value * 100:.0f}%" if step >= 0.01 else f"{value * 100:.1f}%"


def _runs(trend: Trend, points: Points) -> list[list[tuple[float, str, float]]]:
    """Stretches of months with a value, one after the other: place, month, value."""
    runs: list[list[tuple[float, str, float]]] = []
    last = None
    for x, month in points:
        value = trend.value(month)
        if value is None:
            last = None
            continue
        if last is None:
            runs.append([])
        runs[-1].append((x, month, value))
        last = x
    return runs


def _band(figure: go.Figure, trend: Trend, points: Points) -> None:
    """95 % interval of each month's share (Wilson), broken where nothing was reported."""
    if trend.kind != "share":
        return
    for run in _runs(trend, points):
        ends = [
            wilson(f.numerator, f.denominator)
            for _x, m, _v in run
            if (f := trend.figure(m)) is not None and f.denominator
        ]
        xs = [x for x, _m, _v in run]
        figure.add_scatter(
            x=[*xs, *reversed(xs)], y=[*(high for _low, high in ends), *(low for low, _high in reversed(ends))],
            fill="toself", mode="lines", line={"width": 0}, fillcolor=colours.neutral("band"), hoverinfo="skip",
        )  # fmt: skip


def _targets(figure: go.Figure, trend: Trend, points: Points) -> list[tuple[float, str, bool]]:
    """The target of each year as a step; gives the name of the last one for the right edge."""
    steps: list[tuple[float, float, float]] = []
    for x, month in points:
        value = trend.measure.target(int(month[:4]), trend.window)
        if value is None:
            continue
        if steps and steps[-1][2] == value and steps[-1][1] == x - 0.5:
            steps[-1] = (steps[-1][0], x + 0.5, value)
        else:
            steps.append((x - 0.5, x + 0.5, value))
    for x0, x1, value in steps:
        figure.add_shape(
            type="line", x0=x0, x1=x1, y0=value, y1=value, line={"color": colours.neutral("slate"), "width": 2}
        )  # fmt: skip
    if not steps:
        return []
    _x0, x1, value = steps[-1]
    shown = texts.target(value) if trend.measure.is_share else texts.number(value)
    text = _("目标 {value}").format(value=shown)
    if points and x1 < points[-1][0]:
        # The target of a year that is over is named where it ends.
        figure.add_annotation(
            x=x1, y=value, text=text, showarrow=False, xanchor="right", yanchor="bottom", yshift=1,
            font={"size": 13, "color": colours.neutral("ink-2")},
        )  # fmt: skip
        return []
    return [(value, text, False)]


def _turns(figure: go.Figure, trend: Trend) -> None:
    """A thin line where the series turns, named at the top; levels where the chart shows the months themselves."""
    places = {m: n for n, m in enumerate(trend.months)}
    has_levels = trend.measure.told == "flow" and trend.window == "month" and len(trend.stretches) > 1
    if has_levels:
        for stretch in trend.stretches:
            figure.add_shape(
                type="line", x0=places[stretch.first] - 0.4, x1=places[stretch.last] + 0.4, y0=stretch.level,
                y1=stretch.level, line={"color": colours.neutral("slate"), "width": 1.5, "dash": "5px,3px"},
            )  # fmt: skip
    last = -99.0
    for _before, after in trend.changes:
        x = places[after.first] - 0.5
        figure.add_shape(
            type="line", x0=x, x1=x, y0=0, y1=1, yref="paper",
            line={"color": colours.neutral("interval"), "width": 1},
        )  # fmt: skip
        # Names that would meet stand one above the other.
        is_close = (x - last) / len(trend.months) < 0.16
        figure.add_annotation(
            x=x, y=1, yref="paper", text=_("{month}起").format(month=texts.month(after.first)), showarrow=False,
            xanchor="left" if x < len(trend.months) * 0.8 else "right", yanchor="bottom",
            yshift=15 if is_close else 0, font={"size": 13, "color": colours.neutral("ink-2")},
        )  # fmt: skip
        last = -99.0 if is_close else x


def _line(figure: go.Figure, trend: Trend, points: Points, is_now: bool) -> tuple[float, str] | None:
    """One line with its points; gives its last value and month."""
    known = [p for run in _runs(trend, points) for p in run]
    if not known:
        return None
    token, width = ("ink", 2.6) if is_now else ("interval", 1.6)
    figure.add_scatter(
        x=[x for x, _m in points], y=[trend.value(m) for _x, m in points], mode="lines", cliponaxis=False,
        line={"color": colours.neutral(token), "width": width}, connectgaps=False,
        text=[_said(trend, m) for _x, m in points], hoverinfo="text",
    )  # fmt: skip
    # A month between two gaps is no line: it is drawn as a point, as is the last one.
    lone = [run[0] for run in _runs(trend, points) if len(run) == 1]
    named = {after.first for _b, after in trend.changes}
    dots = {p[1]: p for p in [*lone, *(p for p in known if is_now and p[1] in named), known[-1]]}
    figure.add_scatter(
        x=[x for x, _m, _v in dots.values()], y=[v for _x, _m, v in dots.values()], mode="markers",
        marker={"size": [10 if is_now and m == known[-1][1] else 6 for m in dots], "color": colours.neutral(token)},
        text=[_said(trend, m) for m in dots], hoverinfo="text", cliponaxis=False,
    )  # fmt: skip
    return known[-1][2], known[-1][1]


def _said(trend: Trend, month: str) -> str:
    return f"{texts.month(month)} {trends_text.spoken(trend.measure, trend.figure(month))}"


def _first(figure: go.Figure, trend: Trend, points: Points, low: float, span: float) -> None:
    """The value of the first month, and of those where the series turns: to the right, on the side without line."""
    known = [p for run in _runs(trend, points) for p in run]
    named = {after.first for _b, after in trend.changes} if len(points) == len(trend.months) else set()
    for place, (x, month, value) in enumerate(known[:-1]):
        if place and month not in named:
            continue
        rise = (known[place + 1][2] - value) / span
        # Beside the point where the line leaves it steeply; else above it where it falls, below it where it rises.
        is_steep = abs(rise) * len(points) > 2.5
        shift = 0 if is_steep else 14 if rise < 0 or value - low < 0.06 * span else -14
        figure.add_annotation(
            x=x, y=value, text=trends_text.level(trend.measure, value), showarrow=False, xanchor="left",
            xshift=8 if is_steep else -2, yshift=shift,
            font={"size": 13, "color": colours.neutral("ink")},
        )  # fmt: skip


def _gaps(figure: go.Figure, trend: Trend, points: Points, bottom: float) -> None:
    """未报 where months in between were not reported; never nought."""
    known = [x for x, m in points if trend.value(m) is not None]
    if not known:
        return
    run: list[float] = []
    for x, month in [*points, (math.inf, "")]:
        if month and known[0] < x and trend.value(month) is None:
            run.append(x)
            continue
        if run:
            is_silent = all(trend.figure(m) is None for p, m in points if p in run)
            figure.add_annotation(
                x=(run[0] + run[-1]) / 2, y=bottom, text=_("未报") if is_silent else _("无基数"), showarrow=False,
                yanchor="bottom", font={"size": 13, "color": colours.neutral("ink-2")},
            )  # fmt: skip
        run = []


def _ends(figure: go.Figure, labels: Sequence[tuple[float, str, bool]], low: float, high: float) -> None:
    """Names at the right edge, apart from each other."""
    height = HEIGHT - MARGIN["t"] - 48
    wanted = [((v - low) / (high - low) * height, LABEL_LINE) for v, _t, _n in labels]
    for (value, text, is_now), (own, _h), centre in zip(
        labels, wanted, spread(wanted, -10, height + 10), strict=True
    ):
        figure.add_annotation(
            x=1, xref="paper", y=value, yshift=centre - own, text=text, showarrow=False, xanchor="left", xshift=8,
            yanchor="middle", align="left", font={"size": 13, "color": colours.neutral("ink" if is_now else "ink-2")},
        )  # fmt: skip
