"""Two figures of the chosen indicator: its course over the year, and where each region or sector stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from board import colours, texts
from board.charts import targets_bullet, targets_text
from board.charts.targets_bullet import Axis
from board.charts.targets_labels import LABEL_LINE, name_side, spread
from board.queries_targets import Goal, Unit
from board.texts import _
from board.theme import FONT
from rules.months import Month

HEIGHT = 420
"""Of the course; with many units the other figure grows and the course with it."""
ROW = 38
DENSE_ROW = 28
LARGER = 1.08
"""In presentation nothing is below 14 px; more would not fit on a narrow projector."""
DRAWN_WIDTH = 310
"""Pixels of the drawing at a desk."""
FURTHEST_CHANGE = 2.0
"""A change on the year before is drawn as far as +200 %; what lies beyond is cut and said."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def _base(height: int, margin: dict[str, int]) -> go.Figure:
    """An empty figure in the house's look: no axis lines, no legend, one thin grid."""
    ink = colours.neutral("ink-2")
    axis = {
        "showline": False, "zeroline": False, "fixedrange": True, "gridcolor": colours.neutral("line"),
        "tickfont": {"size": 13, "color": ink}, "ticks": "", "ticklabelstandoff": 6, "tickangle": 0, "title": None,
    }  # fmt: skip
    template = go.layout.Template(layout={"xaxis": axis, "yaxis": axis})
    return go.Figure(
        layout={
            "template": template, "height": height, "margin": margin, "showlegend": False,
            "font": {"family": FONT, "size": 13, "color": ink}, "paper_bgcolor": colours.neutral("surface"),
            "plot_bgcolor": colours.neutral("surface"), "hovermode": "closest", "dragmode": False,
            "hoverlabel": {
                "bgcolor": colours.neutral("surface"), "bordercolor": colours.neutral("line-2"),
                "font": {"family": FONT, "size": 13, "color": colours.neutral("ink")},
            },
        }
    )  # fmt: skip


def enlarged(figure: go.Figure, factor: float = LARGER) -> go.Figure:
    """The figure with all lengths larger, for a projector."""
    layout: Any = figure.layout
    figure.update_layout(
        height=layout.height * factor, font_size=layout.font.size * factor,
        margin={side: getattr(layout.margin, side) * factor for side in "lrtb"},
    )  # fmt: skip
    for axis, default in ((layout.xaxis, 13), (layout.yaxis, 13)):
        axis.tickfont.size = (axis.tickfont.size or default) * factor
    for note in layout.annotations:
        note.font.size = (note.font.size or 13) * factor
        note.xshift, note.yshift = (note.xshift or 0) * factor, (note.yshift or 0) * factor
    return figure


# ---- the course over the year


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
    margin = {"l": 52, "r": 116, "t": 16, "b": 30}
    figure = _base(height, margin)
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
            type="line", x0=0.8, x1=12, y0=drawn.target, y1=drawn.target, line={"color": ink, "width": 2}
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
    ink = colours.neutral("ink")
    figure.add_scatter(
        x=[month, 12, 12], y=[value, high, low], fill="toself", mode="lines", line={"width": 0},
        fillcolor=colours.neutral("band-2"), hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=[month, 12], y=[value, middle], mode="lines", hoverinfo="skip",
        line={"color": ink, "width": 1.8, "dash": "4px,4px"},
    )  # fmt: skip
    if goal.is_fall:
        whole = texts.span(texts.number(math.floor(low + 1e-9)), texts.number(math.ceil(high - 1e-9)))
        span, words = texts.with_unit(whole, goal.indicator.unit), _text(goal, middle)
    else:
        span, words = targets_text.forecast_span(goal), targets_text.forecast_text(goal)
    words = _("预计 {value}").format(value=words)
    figure.add_scatter(
        x=[12], y=[middle], mode="markers", cliponaxis=False,
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


# ---- regions or sectors


def units_height(count: int) -> int:
    """Height of the figure of so many units."""
    return max(HEIGHT, count * (ROW if count <= 12 else DENSE_ROW) + 70)


def units_axis(goal: Goal, whole: Unit, units: Sequence[Unit]) -> Axis:
    """From the worst to the best value drawn; less is better turns it round, so that the target is right."""
    values = [goal.shown(goal.target.value)]
    for unit in (whole, *units):
        values += [goal.shown(v) for v in (unit.value, unit.low, unit.high) if v is not None]
    if goal.is_fall:
        worst = min(math.ceil(max(*values, 0.1) * 10 - 1e-9) / 10, FURTHEST_CHANGE)
        return Axis(worst, -1.0 if min(values) < -0.5 else math.floor(min(*values, -0.1) * 10 + 1e-9) / 10)
    if goal.is_down:
        return Axis(targets_bullet.nice_above(max(values)) or 0.1, 0.0)
    floor = math.floor(min(values) * 10 + 1e-9) / 10
    return Axis(max(0.0, min(floor, 0.8)), 1.0)


def units_figure(goal: Goal, whole: Unit, units: Sequence[Unit], chosen: str, height: int) -> go.Figure:
    """Each unit's value with its interval; counts, which have none, as bars from nought."""
    margin = {
        "l": 22 + max((_width(u.name) for u in units), default=56),
        "r": 142 if goal.is_share or goal.is_fall else 76,
        "t": 46,
        "b": 30,
    }
    figure = _base(height, margin)
    rows = list(reversed(units))
    bold = {u.code for u in units if u.differs or u.code == chosen}
    figure.update_yaxes(
        tickvals=list(range(len(rows))), showgrid=False, range=[-0.6, len(rows) - 0.4],
        ticktext=[f"<b>{u.name}</b>" if u.code in bold else u.name for u in rows],
        tickfont={"size": 14 if len(rows) <= 12 else 13, "color": colours.neutral("ink")},
    )  # fmt: skip
    for place, unit in enumerate(rows):
        if unit.code == chosen:
            figure.add_shape(
                type="rect", x0=-3, x1=4, xref="paper", y0=place - 0.5, y1=place + 0.5, layer="below",
                line={"width": 0}, fillcolor=colours.neutral("band"),
            )  # fmt: skip
    if goal.is_share or goal.is_fall:
        _dots(figure, goal, whole, rows)
    else:
        _bars(figure, goal, rows)
    _columns(figure, goal, rows)
    return figure


def _width(name: str) -> int:
    """Pixels that a bold name of 14 px takes: a Chinese character is as wide as two Latin ones."""
    return round(sum(14 if ord(character) > 0x2E7F else 7.6 for character in name))


def _dots(figure: go.Figure, goal: Goal, whole: Unit, rows: Sequence[Unit]) -> None:
    axis = units_axis(goal, whole, rows)
    ticks = _unit_ticks(goal, axis)
    pad = (axis.best - axis.worst) * 0.03
    figure.update_xaxes(
        range=[axis.worst - pad, axis.best + pad], side="top", tickvals=ticks,
        ticktext=[f"{v * 100:+.0f}%".replace("-", texts.MINUS) if goal.is_fall and abs(v) > 1e-9 else _percent(v, ticks) for v in ticks],
    )  # fmt: skip
    low_side, high_side = sorted((axis.worst, axis.best))
    for place, unit in enumerate(rows):
        if unit.low is None or unit.high is None:
            continue
        ends = [min(max(goal.shown(v), low_side), high_side) for v in (unit.low, unit.high)]
        figure.add_scatter(
            x=ends, y=[place, place], mode="lines", hoverinfo="skip",
            line={"color": colours.neutral("interval"), "width": 6},
        )  # fmt: skip
    ink, surface = colours.neutral("ink"), colours.neutral("surface")
    _reference(figure, goal, whole, axis)
    known = [(place, u) for place, u in enumerate(rows) if u.value is not None]
    figure.add_scatter(
        x=[min(max(goal.shown(u.value or 0.0), low_side), high_side) for _place, u in known],
        y=[place for place, _u in known], mode="markers", cliponaxis=False,
        marker={
            "size": 13, "color": [ink if u.differs else surface for _place, u in known],
            "line": {"color": ink, "width": 2},
        },
        customdata=[[u.name, _unit_text(goal, u), _unit_span(goal, u)] for _place, u in known],
        hovertemplate="%{customdata[0]} %{customdata[1]}%{customdata[2]}<extra></extra>",
    )  # fmt: skip


def _percent(value: float, ticks: Sequence[float]) -> str:
    whole = all(abs(t * 100 - round(t * 100)) < 1e-9 for t in ticks)
    return f"{value * 100:.0f}%" if whole else f"{value * 100:.1f}%"


def _unit_ticks(goal: Goal, axis: Axis) -> list[float]:
    """At most four round ticks, the best end among them, so that a phone has room for them."""
    span = abs(axis.worst - axis.best)
    if goal.is_fall:
        ends = [axis.best, *([axis.worst] if axis.worst > span / 3 else [])]
        return sorted({0.0, *ends}, reverse=True)
    step = next(s for s in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0) if span / s <= 3 + 1e-9)
    sign = 1 if axis.worst > axis.best else -1
    return [round(axis.best + sign * step * i, 10) for i in range(int(span / step + 1e-9) + 1)]


def _reference(figure: go.Figure, goal: Goal, whole: Unit, axis: Axis) -> None:
    """The target as a line, all together as a dotted one, both named below; the names lean apart."""
    target = goal.shown(goal.target.value)
    ink = colours.neutral("ink")
    lines = [(target, targets_text.target_label(goal), "solid")]
    if whole.value is not None:
        text = f"{whole.name} {_unit_text(goal, whole)}"
        lines.append((goal.shown(whole.value), text, "2px,3px"))
    lines.sort(key=lambda item: axis.at(item[0]))
    for place, (value, text, dash) in enumerate(lines):
        figure.add_shape(
            type="line", x0=value, x1=value, y0=0, y1=1, yref="paper",
            line={"color": ink, "width": 2 if dash == "solid" else 1.6, "dash": dash},
        )  # fmt: skip
        far = axis.at(value)
        anchor = "right" if place == 0 and len(lines) == 2 else "left"
        if anchor == "right" and far < 30:
            anchor = "left" if axis.at(lines[1][0]) - far > 60 else "right"
        figure.add_annotation(
            x=value, y=0, yref="paper", text=text, showarrow=False, xanchor=anchor, yanchor="top",
            xshift=-2 if anchor == "right" else 0, yshift=-6, font={"size": 13, "color": ink},
        )  # fmt: skip


def _bars(figure: go.Figure, goal: Goal, rows: Sequence[Unit]) -> None:
    top = max([u.value or 0.0 for u in rows] + [goal.target.value, 1.0])
    far = targets_bullet.nice_above(top)
    step = max(targets_bullet.nice_above(far / 5), 1.0)
    figure.update_xaxes(range=[0, far * 1.04], side="top", dtick=step, tick0=0, tickformat=",d")
    figure.add_bar(
        x=[u.value for u in rows], y=list(range(len(rows))), orientation="h", width=0.36,
        marker={"color": colours.neutral("slate")},
        customdata=[[u.name, _unit_text(goal, u)] for u in rows],
        hovertemplate="%{customdata[0]} %{customdata[1]}<extra></extra>",
    )  # fmt: skip
    target = goal.target.value
    figure.add_shape(
        type="line", x0=target, x1=target, y0=0, y1=1, yref="paper",
        line={"color": colours.neutral("ink"), "width": 2},
    )  # fmt: skip
    figure.add_annotation(
        x=target, y=0, yref="paper", text=targets_text.target_label(goal), showarrow=False, xanchor="left",
        yanchor="top", xshift=-4, yshift=-6, font={"size": 13, "color": colours.neutral("ink")},
    )  # fmt: skip


def _unit_text(goal: Goal, unit: Unit) -> str:
    return targets_text.figure(goal, unit.value, unit.numerator, unit.denominator)


def _unit_span(goal: Goal, unit: Unit) -> str:
    if unit.low is None or unit.high is None:
        return ""
    if goal.is_fall:
        span = texts.span(targets_text.signed(-unit.high), targets_text.signed(-unit.low))
    else:
        span = texts.span(texts.rate(unit.low), texts.rate(unit.high))
    return texts.brackets(span)


def _columns(figure: go.Figure, goal: Goal, rows: Sequence[Unit]) -> None:
    """Value and basis of each row in two columns at the right."""
    ink, faint = colours.neutral("ink"), colours.neutral("ink-2")
    has_basis = goal.is_share or goal.is_fall
    for place, unit in enumerate(rows):
        text = _unit_text(goal, unit) if unit.value is not None else _nothing(unit)
        weight = f"<b>{text}</b>" if unit.value is not None else text
        figure.add_annotation(
            x=1, xref="paper", y=place, text=weight, showarrow=False, xanchor="right", xshift=70,
            font={"size": 14, "color": ink},
        )  # fmt: skip
        if has_basis and unit.numerator is not None:
            figure.add_annotation(
                x=1, xref="paper", y=place, text=texts.share(unit.numerator, unit.denominator),
                showarrow=False, xanchor="right", xshift=138, font={"size": 13, "color": faint},
            )  # fmt: skip
    if has_basis:
        head = _("今年/上年") if goal.is_fall else _("分子/分母")
        figure.add_annotation(
            x=1, xref="paper", y=1, yref="paper", text=head, showarrow=False, xanchor="right", xshift=138,
            yanchor="bottom", yshift=3, font={"size": 13, "color": faint},
        )  # fmt: skip


def _nothing(unit: Unit) -> str:
    return _("未报") if unit.numerator is None else texts.UNKNOWN
