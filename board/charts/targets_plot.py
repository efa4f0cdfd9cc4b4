"""The chosen indicator's course over the year: months, target, forecast."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from board import colours, texts
from board.charts import targets_bullet, targets_text
from board.charts.targets_canvas import HEIGHT, base
from board.charts.targets_labels import LABEL_LINE, name_side, spread
from board.queries_targets import Goal
from board.texts import _
from rules.months import Month

DRAWN_WIDTH = 310
"""Pixels of the drawing at a desk."""


@dataclass(frozen=True)
class Course:
    """What the figure of the course draws, in the unit of its vertical axis."""

    now: list[tuple[int, float]]
    before: list[tuple[int, float]]
    target: float | None
    ahead: tuple[float, float, float] | None
    """Low, middle and high for December."""


def course(goal: Goal) -> Course:
    """Months of the year and of the year before, target and forecast.

    A fall is drawn by what it is made of: the counts of both years as they add up, and the year's target
    and forecast as so much of the last year's total.
    """
    column = "numerator" if goal.is_fall else "value"
    now, before = _months(goal, goal.year, column), _months(goal, goal.year - 1, column)
    has_ahead = not goal.is_closed and goal.value is not None
    bounds = (goal.low, goal.forecast, goal.high)
    if not goal.is_fall:
        low, middle, high = bounds
        ahead = (low, middle, high) if low is not None and middle is not None and high is not None else None
        return Course(now, before, goal.target.value, ahead if has_ahead else None)
    total = dict(before).get(12)
    if total is None:
        return Course(now, before, None, None)
    reached = now[-1][1] if now else 0.0
    ahead = None
    if has_ahead and None not in bounds:
        # Counts that add up over the year cannot end below what they already are.
        falls = [max(total * (1 - v), reached) for v in reversed(bounds) if v is not None]
        ahead = (falls[0], falls[1], falls[2])
    return Course(now, before, total * (1 - goal.target.value), ahead)


def _months(goal: Goal, year: int, column: str) -> list[tuple[int, float]]:
    return [
        (Month.parse(p["month"]).number, p[column])
        for p in goal.series
        if p["month"][:4] == str(year) and p[column] is not None
    ]


def _text(goal: Goal, value: float) -> str:
    """A value of the vertical axis in words."""
    if goal.is_share:
        return texts.rate(value)
    return texts.with_unit(texts.number(value), goal.indicator.unit)


def y_range(goal: Goal, drawn: Course) -> tuple[float, float, float]:
    """Lowest and highest value of the vertical axis, and the step of its grid: at most five lines."""
    values = [v for _m, v in drawn.now + drawn.before] + list(drawn.ahead or ())
    values += [drawn.target] if drawn.target is not None else []
    if not goal.is_share or goal.is_down:
        top = max([*values, 0.0]) or (0.1 if goal.is_share else 5.0)
        step = targets_bullet.nice_above(top / 5)
        if not goal.is_share:
            step = max(step, 1.0)
        return 0.0, step * math.ceil(top / step - 1e-9), step
    span = 1 - min(values)
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2) if span <= s * 5), 0.2)
    low = max(0.0, math.floor(min(values) / step + 1e-9) * step)
    return low, 1.0, step


def course_figure(goal: Goal, height: int = HEIGHT) -> go.Figure:
    """This year in ink, last year in grey, the target, and the forecast as a fan to December."""
    drawn = course(goal)
    margin = {"l": 52, "r": 136 if texts.is_english() else 116, "t": 16, "b": 30}
    figure = base(height, margin)
    low, high, step = y_range(goal, drawn)
    pad = (high - low) * 0.04
    figure.update_xaxes(
        range=[0.8, 12.1], tickvals=[1, 3, 6, 9, 12], showgrid=False,
        ticktext=[_month(n) for n in (1, 3, 6, 9, 12)],
    )  # fmt: skip
    steps = round((high - low) / step)
    ticks = [low + step * i for i in range(steps + 1)]
    figure.update_yaxes(
        range=[low - pad, high + pad], tickvals=ticks, ticktext=[_tick(goal, v, step) for v in ticks]
    )
    labels: list[tuple[float, str, int]] = []
    if drawn.now and drawn.ahead:
        labels.append(_fan(figure, goal, drawn.now[-1], drawn.ahead))
    if drawn.before:
        _line(figure, goal, goal.year - 1, drawn.before, "interval", 1.6)
        text = _("{year}年 {value}").format(year=goal.year - 1, value=_text(goal, drawn.before[-1][1]))
        labels.append((drawn.before[-1][1], text, 1))
    if drawn.target is not None:
        ink = colours.neutral("ink")
        figure.add_shape(
            type="line",
            x0=0.8,
            x1=_last(goal),
            y0=drawn.target,
            y1=drawn.target,
            line={"color": ink, "width": 2},
        )
        labels.append((drawn.target, f"<b>{_target_label(goal, drawn.target)}</b>", 1))
    if drawn.now:
        _line(figure, goal, goal.year, drawn.now, "ink", 2.6)
        month, value = drawn.now[-1]
        figure.add_scatter(
            x=[month], y=[value], mode="markers", marker={"size": 11, "color": colours.neutral("ink")},
            hoverinfo="skip", cliponaxis=False,
        )  # fmt: skip
        words = f"<b>{_month(month)} {_text(goal, value)}</b>"
        if month == 12:
            labels.append((value, words, 1))
        else:
            _name_now(figure, drawn, low - pad, high + pad, height - margin["t"] - margin["b"], words)
    _end_labels(figure, labels, low - pad, high + pad, height - margin["t"] - margin["b"])
    return figure


def _last(goal: Goal) -> int:
    """Number of the month that the target is due in."""
    return Month.parse(goal.due_month).number


def _month(number: int) -> str:
    return texts.month_short(f"2000-{number:02d}")


def _tick(goal: Goal, value: float, step: float) -> str:
    if not goal.is_share:
        return texts.number(value)
    return f"{value * 100:.0f}%" if step >= 0.01 else f"{value * 100:.1f}%"


def _target_label(goal: Goal, value: float) -> str:
    if not goal.is_fall:
        return targets_text.target_label(goal)
    return _("目标 少于 {count}").format(count=_text(goal, value))


def _line(
    figure: go.Figure, goal: Goal, year: int, points: Sequence[tuple[int, float]], ink: str, width: float
) -> None:
    months = dict(points)
    xs = list(range(points[0][0], points[-1][0] + 1))
    figure.add_scatter(
        x=xs, y=[months.get(m) for m in xs], mode="lines", cliponaxis=False,
        line={"color": colours.neutral(ink), "width": width},
        customdata=[
            [texts.month(f"{year}-{m:02d}"), _text(goal, months[m]) if m in months else ""]
            for m in xs
        ],
        hovertemplate="%{customdata[0]} %{customdata[1]}<extra></extra>",
    )  # fmt: skip


def _fan(
    figure: go.Figure, goal: Goal, now: tuple[int, float], ahead: tuple[float, float, float]
) -> tuple[float, str, int]:
    """Fan, dashed line and diamond; gives the label of the year's end."""
    month, value = now
    low, middle, high = ahead
    last = _last(goal)
    ink = colours.neutral("ink")
    figure.add_scatter(
        x=[month, last, last], y=[value, high, low], fill="toself", mode="lines", line={"width": 0},
        fillcolor=colours.neutral("band-2"), hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=[month, last], y=[value, middle], mode="lines", hoverinfo="skip",
        line={"color": ink, "width": 1.8, "dash": "4px,4px"},
    )  # fmt: skip
    if goal.is_fall:
        whole = texts.span(texts.number(math.floor(low + 1e-9)), texts.number(math.ceil(high - 1e-9)))
        span, words = texts.with_unit(whole, goal.indicator.unit), _text(goal, middle)
    else:
        span, words = targets_text.forecast_span(goal), targets_text.forecast_text(goal)
    words = _("预计 {value}").format(value=words)
    figure.add_scatter(
        x=[last], y=[middle], mode="markers", cliponaxis=False,
        marker={
            "symbol": "diamond", "size": 12, "color": colours.neutral("surface"),
            "line": {"color": ink, "width": 2},
        },
        hovertemplate=f"{words}{texts.brackets(span)}<extra></extra>",
    )  # fmt: skip
    return middle, f"<b>{words}</b><br>{span}", 2


def _name_now(figure: go.Figure, drawn: Course, low: float, high: float, height: float, words: str) -> None:
    """Name the last month beside its point, on the side where no line runs."""
    month, value = drawn.now[-1]

    def at(number: float, y: float) -> tuple[float, float]:
        return (number - 0.8) / 11.3 * DRAWN_WIDTH, (y - low) / (high - low) * height

    lines = [[at(m, v) for m, v in points] for points in (drawn.now, drawn.before)]
    if drawn.target is not None:
        lines.append([at(0.8, drawn.target), at(12, drawn.target)])
    if drawn.ahead:
        lines += [[at(month, value), at(12, end)] for end in drawn.ahead]
    is_left, is_up = name_side(lines, at(month, value), DRAWN_WIDTH, height)
    figure.add_annotation(
        x=month, y=value, text=words, showarrow=False, xanchor="right" if is_left else "left",
        xshift=6 if is_left else -6, yshift=18 if is_up else -18,
        font={"size": 14, "color": colours.neutral("ink")},
    )  # fmt: skip


def _end_labels(
    figure: go.Figure, labels: Sequence[tuple[float, str, int]], low: float, high: float, height: float
) -> None:
    wanted = [((v - low) / (high - low) * height, LABEL_LINE * lines) for v, _text_, lines in labels]
    for (value, text, _lines), (own, _h), centre in zip(
        labels, wanted, spread(wanted, -10, height + 10), strict=True
    ):
        figure.add_annotation(
            x=1, xref="paper", y=value, yshift=centre - own, text=text, showarrow=False, xanchor="left",
            xshift=10, yanchor="middle", align="left", font={"size": 13, "color": colours.neutral("ink-2")},
        )  # fmt: skip
