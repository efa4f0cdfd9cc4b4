"""Two figures of the old stock's run-off: open by month with the pace that the target asks for, and each region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil

import plotly.graph_objects as go

from board import colours, texts
from board.charts.targets_bullet import nice_above
from board.charts.targets_canvas import HEIGHT, base, name_width, rows_height
from board.charts.targets_labels import LABEL_LINE, spread
from board.texts import _
from rules.months import Month
from rules.runoff import Runoff

COLUMN = 116
"""Pixels of the column at the right."""
FILLED = 0.78
"""Part of a row's height that its highest month takes."""


def course_figure(run: Runoff, height: int = HEIGHT) -> go.Figure:
    """Open old stock by month; the target where it is due; dashed the even pace from the start to it."""
    margin = {"l": 52, "r": 140, "t": 16, "b": 30}
    figure = base(height, margin)
    first, last = run.months[0], run.months[-1]
    end = max(last, run.due) if run.due else last
    span = _place(first, end)
    top = max([*run.open, run.allowed or 0, 1])
    step = max(nice_above(top / 5), 1.0)
    high = step * ceil(top / step - 1e-9)
    ticks = _month_ticks(first, end)
    figure.update_xaxes(
        range=[-0.2, span + 0.1], showgrid=False, tickvals=[place for place, _text in ticks],
        ticktext=[text for _place_, text in ticks],
    )  # fmt: skip
    steps = round(high / step)
    figure.update_yaxes(
        range=[-high * 0.04, high * 1.04], tickvals=[step * i for i in range(steps + 1)],
        ticktext=[texts.number(step * i) for i in range(steps + 1)],
    )  # fmt: skip
    labels = _planned(figure, run, first) if run.due and run.allowed is not None else []
    _months(figure, run)
    labels.append((run.now, f"<b>{hazards(run.now)}</b><br>{texts.month(str(last))}", 2))
    room = height - margin["t"] - margin["b"]
    wanted = [((value / high + 0.04) / 1.08 * room, LABEL_LINE * lines) for value, _t, lines in labels]
    for (value, text, _lines), (own, _h), centre in zip(
        labels, wanted, spread(wanted, -10, room + 10), strict=True
    ):
        figure.add_annotation(
            x=1, xref="paper", y=value, yshift=centre - own, text=text, showarrow=False, xanchor="left",
            xshift=10, yanchor="middle", align="left", font={"size": 13, "color": colours.neutral("ink-2")},
        )  # fmt: skip
    return figure


def _months(figure: go.Figure, run: Runoff) -> None:
    ink = colours.neutral("ink")
    places = [_place(run.months[0], month) for month in run.months]
    figure.add_scatter(
        x=places, y=list(run.open), mode="lines", line={"color": ink, "width": 2.6, "shape": "linear"},
        fill="tozeroy", fillcolor=colours.neutral("band"), cliponaxis=False,
        customdata=[[texts.month(str(m)), hazards(n)] for m, n in zip(run.months, run.open, strict=True)],
        hovertemplate="%{customdata[0]} %{customdata[1]}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[places[-1]], y=[run.now], mode="markers", marker={"size": 11, "color": ink}, hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip


def _planned(figure: go.Figure, run: Runoff, first: Month) -> list[tuple[float, str, int]]:
    """The target where it is due, the even pace to it from the start, and from now on the pace still needed."""
    assert run.due is not None and run.allowed is not None
    ink, due = colours.neutral("ink"), _place(first, run.due)
    figure.add_scatter(
        x=[0, due], y=[run.open[0], run.allowed], mode="lines", hoverinfo="skip",
        line={"color": colours.neutral("interval"), "width": 1.6, "dash": "2px,3px"},
    )  # fmt: skip
    if run.needed:
        figure.add_scatter(
            x=[_place(first, run.months[-1]), due], y=[run.now, run.allowed], mode="lines", hoverinfo="skip",
            line={"color": ink, "width": 1.8, "dash": "4px,4px"},
        )  # fmt: skip
    far = _place(first, max(run.months[-1], run.due))
    figure.add_shape(
        type="line", x0=due, x1=far, y0=run.allowed, y1=run.allowed, line={"color": ink, "width": 2}
    )
    figure.add_scatter(
        x=[due], y=[run.allowed], mode="markers", cliponaxis=False,
        marker={
            "symbol": "diamond", "size": 12, "color": colours.neutral("surface"),
            "line": {"color": ink, "width": 2},
        },
        hovertemplate=_("{month}应不超过 {value}").format(
            month=texts.month(str(run.due)), value=hazards(run.allowed)
        ) + "<extra></extra>",
    )  # fmt: skip
    month = texts.month(str(run.due))
    lines = _("目标 ≤{value}").format(value=hazards(run.allowed)), _("{month}底").format(month=month)
    return [(run.allowed, f"<b>{lines[0]}</b><br>{lines[1]}", 2)]


def hazards(count: float) -> str:
    """``12 处``; a share that leaves 1.95 open leaves one."""
    return texts.with_unit(texts.number(int(count + 1e-9)), "处")


def _place(first: Month, month: Month) -> int:
    return (month.year - first.year) * 12 + month.number - first.number


def _month_ticks(first: Month, end: Month) -> list[tuple[int, str]]:
    """The years, each at its January; the first and the last month where there is not one January."""
    found = [
        (place, texts.year((first + place).year))
        for place in range(_place(first, end) + 1)
        if (first + place).number == 1
    ]
    if not found:
        found = [(0, texts.month(str(first))), (_place(first, end), texts.month(str(end)))]
    return found[:: ceil(len(found) / 4)]


def units_figure(runs: Sequence[Runoff], names: Mapping[str, str], chosen: str) -> go.Figure:
    """One row a region: its course from its own start, what is open of all, and what a month must bring."""
    height = rows_height(len(runs))
    margin = {
        "l": 22 + max((name_width(names[r.code]) for r in runs), default=56),
        "r": COLUMN + 6,
        "t": 56,
        "b": 30,
    }
    figure = base(height, margin)
    rows = list(reversed(runs))
    first = rows[0].months[0] if rows else Month(2000, 1)
    end = rows[0].months[-1] if rows else first
    ticks = _month_ticks(first, end)
    figure.update_xaxes(
        range=[-0.3, _place(first, end) + 0.3], showgrid=False, side="bottom",
        tickvals=[p for p, _t in ticks], ticktext=[t for _p, t in ticks],
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=[i + FILLED / 2 for i in range(len(rows))], showgrid=False, range=[-0.15, len(rows)],
        ticktext=[f"<b>{names[r.code]}</b>" if r.code == chosen else names[r.code] for r in rows],
        tickfont={"size": 14 if len(rows) <= 12 else 13, "color": colours.neutral("ink")},
    )  # fmt: skip
    for place, run in enumerate(rows):
        if run.code == chosen:
            figure.add_shape(
                type="rect", x0=-3, x1=4, xref="paper", y0=place - 0.08, y1=place + 0.92, layer="below",
                line={"width": 0}, fillcolor=colours.neutral("band"),
            )  # fmt: skip
        _row(figure, run, place, names[run.code])
    _columns(figure, rows)
    return figure


def _row(figure: go.Figure, run: Runoff, place: int, name: str) -> None:
    top = max(run.open) or 1
    x = [_place(run.months[0], month) for month in run.months]
    y = [place + count / top * FILLED for count in run.open]
    figure.add_scatter(
        x=[x[0], *x, x[-1]], y=[place, *y, place], mode="lines", line={"width": 0}, fill="toself",
        fillcolor=colours.neutral("band-2"), hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": colours.neutral("slate"), "width": 1.7}, cliponaxis=False,
        customdata=[
            [name, texts.month(str(m)), hazards(n)] for m, n in zip(run.months, run.open, strict=True)
        ],
        hovertemplate="%{customdata[0]} %{customdata[1]} %{customdata[2]}<extra></extra>",
    )  # fmt: skip
    if run.allowed is not None:
        level = place + min(run.allowed / top, 1) * FILLED
        figure.add_shape(
            type="line", x0=x[0], x1=x[-1], y0=level, y1=level,
            line={"color": colours.neutral("ink"), "width": 1, "dash": "2px,3px"},
        )  # fmt: skip


def _columns(figure: go.Figure, rows: Sequence[Runoff]) -> None:
    """What is open of all, and behind it what a month must bring; one column, so that a phone has room to draw."""
    is_running = _has_pace(rows)
    heads = [_("未销/共有"), _("每月须销") if is_running else _("超出目标")]
    notes: list[tuple[float, str, str, str, int]] = [(1, "paper", "<br>".join(heads), "bottom", 3)]
    for place, run in enumerate(rows):
        told = f"<b>{texts.share(run.now, run.total)}</b> · {pace_text(run, is_running)}"
        notes.append((place + FILLED / 2, "y", told, "middle", 0))
    for y, ref, text, anchor, shift in notes:
        figure.add_annotation(
            x=1, xref="paper", y=y, yref=ref, text=text, showarrow=False, xanchor="right", xshift=COLUMN, align="right",
            yanchor=anchor, yshift=shift, font={"size": 13, "color": colours.neutral("ink-2")},
        )  # fmt: skip


def _has_pace(rows: Sequence[Runoff]) -> bool:
    return any(run.left > 0 for run in rows)


def pace_text(run: Runoff, is_running: bool) -> str:
    """What a month must bring until the target is due; afterwards how many are open beyond it."""
    if run.allowed is None or not run.total:
        return texts.UNKNOWN
    if run.excess <= 0:
        return _("已达到")
    if is_running:
        return texts.number(run.needed, 1)
    return hazards(beyond(run))


def beyond(run: Runoff) -> int:
    """How many hazards more are open than the target leaves, in whole ones."""
    return ceil(run.excess - 1e-9)


def falls(run: Runoff) -> list[int]:
    """Struck off in each month."""
    return [before - after for before, after in pairwise(run.open)]
