"""Bullets, bars and sparklines of the targets, and the geometry that puts them in place."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from board import colours, texts
from board.charts import targets_gap, targets_text
from board.charts.marks import safe
from board.queries_targets import Goal
from board.texts import _
from rules.months import Month

BAND_FROM = (0.90, 0.95)
"""Parts of the target from which the ground of a bullet is darker."""
LEAST_SPAN = 0.2
SPARK_WIDTH, SPARK_HEIGHT = 96, 30


@dataclass(frozen=True)
class Axis:
    """A line from the worst value (left) to the best (right), whichever of the two is the larger."""

    worst: float
    best: float

    @property
    def is_turned(self) -> bool:
        """Whether it runs from larger to smaller."""
        return self.worst > self.best

    def at(self, value: float) -> float:
        """Place of a value in percent from the left, kept on the axis."""
        share = (value - self.worst) / (self.best - self.worst)
        return min(max(share, 0.0), 1.0) * 100 + 0.0  # no negative nought


def nice_above(value: float) -> float:
    """The next round number from ``value`` on: 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(m * power for m in (1, 2, 3, 4, 5, 6, 8, 10) if m * power >= value * (1 - 1e-9))


def _known(goal: Goal) -> list[float]:
    """Every value that a row draws, as drawn."""
    values = [goal.value, *(() if goal.is_closed else (goal.forecast, goal.low, goal.high))]
    return [goal.shown(v) for v in values if v is not None]


def is_common(goal: Goal) -> bool:
    """Whether a goal stands on the axis that all shares of a list have in common."""
    return goal.is_share and not goal.is_down


def common_axis(goals: Sequence[Goal]) -> Axis:
    """One axis for all shares of a list that shall rise: from the full ten below the lowest to 100 %."""
    lows = [min([*_known(g), g.target.value]) for g in goals if is_common(g)]
    floor = math.floor(min(lows, default=1.0) * 10 + 1e-9) / 10
    return Axis(max(0.0, min(floor, 1 - LEAST_SPAN)), 1.0)


def own_axis(goal: Goal) -> Axis:
    """The axis of a goal that does not share the common one; less is better turns it round."""
    values = [*_known(goal), goal.shown(goal.target.value)]
    if goal.is_fall:
        worst = math.ceil(max(*values, 0.1) * 10 - 1e-9) / 10
        best = math.floor(min(*values, -0.1) * 10 + 1e-9) / 10
        return Axis(worst, max(best, -1.0))
    # Some room beyond a limit that is not nought, so that its tick does not stand on the edge.
    reach = max(*values, goal.target.value * 1.25)
    far = nice_above(reach) or (0.1 if goal.is_share else 5.0)
    if not goal.is_share:
        far = max(far, 5.0)
    return Axis(far, 0.0) if goal.is_down else Axis(0.0, far)


def axis_for(goal: Goal, common: Axis) -> Axis:
    """The axis that a goal is drawn on."""
    return common if is_common(goal) else own_axis(goal)


def ticks(axis: Axis) -> list[float]:
    """Values printed at the head of the common axis: at most five, both ends among them."""
    tens = round((axis.best - axis.worst) * 10)
    step = next((s for s in (1, 2, 5) if tens % s == 0 and tens // s <= 4), tens) / 10
    if tens == 2:
        step = 0.05
    return [round(axis.worst + step * i, 10) for i in range(round((axis.best - axis.worst) / step) + 1)]


def axis_head(axis: Axis) -> str:
    """The ticks of the common axis as markup for the head of a list."""
    items = "".join(f'<i style="left:{axis.at(v):.2f}%">{texts.target(v)}</i>' for v in ticks(axis))
    return f'<span class="tg-axis">{items}</span>'


def bullet(goal: Goal, common: Axis) -> str:
    """Track with bands, interval and diamond of the forecast, dot of now, tick of the target."""
    axis = axis_for(goal, common)
    target = axis.at(goal.shown(goal.target.value))
    parts = [_bands(goal, axis)]
    said = []
    ahead = not goal.is_closed and goal.forecast is not None and goal.value is not None
    if ahead and goal.low is not None and goal.high is not None:
        left, right = sorted((axis.at(goal.shown(goal.low)), axis.at(goal.shown(goal.high))))
        parts.append(f'<b style="left:{left:.2f}%;width:{right - left:.2f}%"></b>')
    parts.append(f'<s style="left:{target:.2f}%"></s>')
    if ahead and goal.forecast is not None:
        parts.append(f'<u style="left:{axis.at(goal.shown(goal.forecast)):.2f}%"></u>')
    if goal.value is not None:
        # Last, so that the dot shows inside the diamond where both stand at one place.
        parts.append(f'<em style="left:{axis.at(goal.shown(goal.value)):.2f}%"></em>')
        now = targets_text.figure(goal, goal.value, goal.numerator, goal.denominator)
        said.append(_("现值 {value}").format(value=now))
    if ahead:
        said.append(
            _("{end}预计 {value}（95% 区间 {span}）").format(
                end=targets_gap.end(goal),
                value=targets_text.forecast_text(goal),
                span=targets_text.forecast_span(goal),
            )
        )
    said.append(targets_text.target_label(goal))
    ends = ends_of(goal, axis)
    label = safe(texts.clauses(said))
    return f'<span class="tg-bullet" role="img" aria-label="{label}" title="{label}">{"".join(parts)}</span>{ends}'


def _bands(goal: Goal, axis: Axis) -> str:
    """Darker ground from 90 % and 95 % of the target on; one plain ground where parts of it mean nothing."""
    if not is_common(goal) or goal.target.value <= 0:
        return '<i class="tg-b1 tg-last" style="left:0;width:100%"></i>'
    edges = [0.0, *(axis.at(goal.target.value * part) for part in BAND_FROM), 100.0]
    spans = [(i + 1, low, high) for i, (low, high) in enumerate(pairwise(edges)) if high > low]
    return "".join(
        f'<i class="tg-b{number}{" tg-last" if high == 100 else ""}" '
        f'style="left:{low:.2f}%;width:{high - low:.2f}%"></i>'
        for number, low, high in spans
    )


def ends_of(goal: Goal, axis: Axis) -> str:
    """Both ends of an axis printed below it; those of the common axis show where the list has no head."""
    left, right = end_texts(goal, axis)
    css = "tg-ends tg-common" if is_common(goal) else "tg-ends"
    return f'<span class="{css}"><i>{safe(left)}</i><i>{safe(right)}</i></span>'


def end_texts(goal: Goal, axis: Axis) -> tuple[str, str]:
    """What stands at the left and the right end."""
    if goal.is_fall:
        return (
            _("升 {share}").format(share=texts.target(axis.worst)),
            _("降 {share}").format(share=texts.target(-axis.best)),
        )
    if goal.is_share:
        return texts.target(axis.worst), texts.target(axis.best)
    unit = texts.unit_name(goal.indicator.unit)
    return f"{texts.number(axis.worst)} {unit}", f"{texts.number(axis.best)} {unit}"


def closed_axis(goal: Goal) -> Axis:
    """The axis of a closed year: bars start at nought, so it always holds nought."""
    if is_common(goal):
        return Axis(0.0, 1.0)
    return own_axis(goal)


def closed_bar(goal: Goal) -> str:
    """A slate bar from nought to the year's last value and the tick of the target."""
    axis = closed_axis(goal)
    parts = ['<i class="tg-b1" style="left:0;width:100%"></i>']
    if goal.value is not None:
        left, right = sorted((axis.at(0.0), axis.at(goal.shown(goal.value))))
        parts.append(f'<b style="left:{left:.2f}%;width:{right - left:.2f}%"></b>')
    parts.append(f'<s style="left:{axis.at(goal.shown(goal.target.value)):.2f}%"></s>')
    label = safe(
        f"{targets_text.figure(goal, goal.value, goal.numerator, goal.denominator)}，{targets_text.target_label(goal)}"
    )
    return f'<span class="tg-closed" role="img" aria-label="{label}" title="{label}">{"".join(parts)}</span>'


def sparkline(goal: Goal, common: Axis) -> str:
    """The months of the goal's year, place for all twelve; the hairline is the target, larger is higher."""
    points = [
        (Month.parse(p["month"]).number, goal.shown(p["value"]))
        for p in goal.series
        if p["month"][:4] == str(goal.year) and p["value"] is not None
    ]
    if not points:
        return ""
    target = goal.shown(goal.target.value)
    if is_common(goal):
        low, high = min(common.worst, *(v for _m, v in points)), 1.0
    else:
        drawn = [v for _m, v in points] + [target]
        low, high = min(drawn), max(drawn)
    span = (high - low) or 1.0
    pad = 5.0

    def at(month: int, value: float) -> tuple[float, float]:
        x = pad + (month - 1) / 11 * (SPARK_WIDTH - 2 * pad)
        return x, SPARK_HEIGHT - pad - (value - low) / span * (SPARK_HEIGHT - 2 * pad)

    pen, before = "", 0
    for month, value in points:
        x, y = at(month, value)
        pen += f"{'L' if before == month - 1 and pen else 'M'}{x:.1f} {y:.1f}"
        before = month
    rule = at(1, target)[1]
    x, y = at(*points[-1])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" '
        f'viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}">'
        f'<path d="M0 {rule:.1f}H{SPARK_WIDTH}" stroke="{colours.neutral("interval")}"/>'
        f'<path d="{pen}" fill="none" stroke="{colours.neutral("slate")}" stroke-width="1.7" '
        f'stroke-linejoin="round"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{colours.neutral("ink")}"/></svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    label = _("{name}逐月走势，横线为目标").format(name=targets_text.name(goal.indicator))
    return (
        f'<img class="spark" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" alt="{safe(label)}" '
        f'src="data:image/svg+xml;base64,{data}">'
    )
