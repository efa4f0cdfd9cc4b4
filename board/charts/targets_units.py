"""Where each region or sector stands in the chosen indicator."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from board import colours, texts
from board.charts import targets_bullet, targets_text
from board.charts.targets_bullet import Axis
from board.charts.targets_canvas import base, name_width
from board.queries_targets import Goal, Unit
from board.texts import _

FURTHEST_CHANGE = 2.0
"""A change on the year before is drawn as far as +200 %; what lies beyond is cut and said."""


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
        "l": 22 + max((name_width(u.name) for u in units), default=56),
        "r": 142 if goal.is_share or goal.is_fall else 76,
        "t": 46,
        "b": 30,
    }
    figure = base(height, margin)
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
