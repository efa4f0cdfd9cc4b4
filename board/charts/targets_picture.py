"""A list of targets as a picture for taking away: bullets of the running year, bars of a closed one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from board import colours, texts
from board.charts import targets_bullet, targets_table, targets_text
from board.charts.targets_bullet import Axis
from board.downloads.drawing import BODY, HEAD, svg, word
from board.downloads.picture import text_width, wrapped
from board.queries_targets import Goal
from board.texts import _

SPAN = 280.0
"""Length of an axis; the track of a bullet reaches a little past both of its ends."""
REACH, TRACK, BAR = 9.0, 22.0, 12.0
TITLE_ROOM = 440.0
GAP, LEADING, LEAST_ROW = 22.0, 1.45, 44.0
TAG = 24.0

_TAGS = {
    "met": ("band", "band", ""),
    "on_course": ("surface", "line-2", ""),
    "behind": ("action", "action", ""),
    "missed": ("surface", "ink", ' stroke-width="2"'),
    "no_data": ("surface", "line-2", ' stroke-dasharray="3 2"'),
}
"""Status -> ground, rim and how the rim is drawn: urgency is weight, never hue."""


class Line(NamedTuple):
    """A line of a cell."""

    text: str
    size: float = BODY
    ink: str = "ink"
    weight: int = 400


class _Row(NamedTuple):
    goal: Goal
    title: list[Line]
    value: list[Line]
    last: list[Line]
    """Forecast, or the target of a closed year."""
    lagging: str

    @property
    def height(self) -> float:
        ends = 0.0 if targets_bullet.is_common(self.goal) else 2 * HEAD
        status = TAG + (HEAD * LEADING if self.lagging else 0)
        stacks = (_deep(self.title), _deep(self.value), _deep(self.last), status, TRACK + 8 + ends)
        return max(LEAST_ROW, max(stacks) + 16)


def picture(goals: Sequence[Goal], with_clause: bool, is_closed: bool) -> str:
    """The list as SVG, in the order of the page; its height grows with its rows."""
    if with_clause:
        goals = [goal for _clause, members in targets_text.by_clause(goals) for goal in members]
    rows = [_row(goal, is_closed) for goal in goals]
    common = Axis(0.0, 1.0) if is_closed else targets_bullet.common_axis(goals)
    month = goals[0].month if goals else ""
    if is_closed:
        heads = (_("目标"), _("年末值"), _("目标"), _("结果"))
    else:
        now = _("{month}末").format(month=texts.month_short(month)) if month else ""
        heads = (_("目标"), now, _("年底预计"), _("状态"))
    wide = _widths(rows, heads)
    value_end = wide[0] + GAP + wide[1]
    left = value_end + GAP + REACH
    last_end = left + SPAN + REACH + GAP + wide[2]
    right = last_end + GAP + wide[3]

    y = HEAD * 1.5 + 10
    base = y - 10
    parts = [
        word(heads[0], 0, base, HEAD, "ink-2"),
        word(heads[1], value_end, base, HEAD, "ink-2", "end"),
        word(heads[2], last_end, base, HEAD, "ink-2", "end"),
        word(heads[3], right, base, HEAD, "ink-2", "end"),
    ]
    if any(targets_bullet.is_common(goal) for goal in goals):
        for value in targets_bullet.ticks(common):
            parts.append(word(texts.target(value), place(common, value, left), base, HEAD, "ink-2", "middle"))
    parts.append(_rule(y, right, "line-2"))
    for number, row in enumerate(rows):
        middle, height = y + row.height / 2, row.height
        parts += [
            _stack(row.title, 0, middle, "start"),
            _stack(row.value, value_end, middle, "end"),
            _axis_cell(row.goal, common, left, middle, is_closed),
            _stack(row.last, last_end, middle, "end"),
            _status(row, right, middle),
        ]
        y += height
        if number < len(rows) - 1:
            parts.append(_rule(y, right, "row-line"))
    parts.append(_rule(y, right, "line-2"))
    parts.append(_key(y + 22, is_closed))
    y += 36
    note = targets_table.note_text(goals, is_closed)
    for line in wrapped(note, HEAD, right) if note else ():
        y += HEAD * 1.5
        parts.append(word(line, 0, y - 4, HEAD, "ink-2"))
    return svg(right, y + 4, parts)


def place(axis: Axis, value: float, left: float) -> float:
    """Where a value stands on an axis that starts at ``left``."""
    return left + axis.at(value) / 100 * SPAN


def bullet(goal: Goal, common: Axis, left: float, middle: float) -> str:
    """Track with bands, interval and diamond of the forecast, tick of the target, dot of now."""
    axis = targets_bullet.axis_for(goal, common)
    parts = [_bands(goal, axis, left, middle)]
    ahead = not goal.is_closed and goal.forecast is not None and goal.value is not None
    if ahead and goal.low is not None and goal.high is not None:
        low, high = sorted(place(axis, goal.shown(v), left) for v in (goal.low, goal.high))
        parts.append(_box(low, middle - 3, high - low, 6, "interval", "interval"))
    parts.append(_tick(place(axis, goal.shown(goal.target.value), left), middle, TRACK))
    if ahead and goal.forecast is not None:
        parts.append(_diamond(place(axis, goal.shown(goal.forecast), left), middle))
    if goal.value is not None:
        # Last, so that the dot shows inside the diamond where both stand at one place.
        parts.append(_dot(place(axis, goal.shown(goal.value), left), middle))
    return "".join(parts)


def closed_bar(goal: Goal, left: float, middle: float) -> str:
    """A slate bar from nought to the year's last value and the tick of the target."""
    axis = targets_bullet.closed_axis(goal)
    parts = [_box(left, middle - BAR / 2, SPAN, BAR, "band", "track")]
    if goal.value is not None:
        low, high = sorted(place(axis, v, left) for v in (0.0, goal.shown(goal.value)))
        parts.append(_box(low, middle - BAR / 2, high - low, BAR, "slate", "bar"))
    parts.append(_tick(place(axis, goal.shown(goal.target.value), left), middle, BAR))
    return "".join(parts)


def _axis_cell(goal: Goal, common: Axis, left: float, middle: float, is_closed: bool) -> str:
    if targets_bullet.is_common(goal):
        return closed_bar(goal, left, middle) if is_closed else bullet(goal, common, left, middle)
    # An axis of its own has its ends printed below.
    axis = targets_bullet.closed_axis(goal) if is_closed else targets_bullet.axis_for(goal, common)
    middle -= HEAD * 0.72
    deep = BAR if is_closed else TRACK
    reach = 0.0 if is_closed else REACH
    low, high = targets_bullet.end_texts(goal, axis)
    base = middle + deep / 2 + HEAD * 1.5
    return (
        (closed_bar(goal, left, middle) if is_closed else bullet(goal, common, left, middle))
        + word(low, left - reach, base, HEAD, "ink-2")
        + word(high, left + SPAN + reach, base, HEAD, "ink-2", "end")
    )


def _row(goal: Goal, is_closed: bool) -> _Row:
    name = wrapped(targets_text.name(goal.indicator), BODY, TITLE_ROOM)
    told = targets_table.sub_parts(goal, texts.clause(goal.target.clause), is_short=texts.is_english())
    if goal.target.origin == "committee":
        told.append(_("自定") if is_closed else _("安委会自定"))
    title = [Line(text, weight=700) for text in name]
    title += [Line(text, HEAD, "ink-2") for text in wrapped(" · ".join(told), HEAD, TITLE_ROOM)]
    if is_closed:
        last = [Line(targets_text.target_text(goal))]
    else:
        shown, aside = targets_table.ahead_words(goal)
        last = [Line(shown, weight=700)] if shown else []
        last += [Line(aside, HEAD, "ink-2")] if aside else []
    return _Row(goal, title, [_value(goal)], last, "" if is_closed else targets_text.lagging_text(goal))


def _value(goal: Goal) -> Line:
    """The value; a change carries its arrow only where it is beyond chance."""
    if goal.value is None:
        is_due = goal.has_figures and goal.numerator is None
        return Line(_("未报") if is_due else texts.UNKNOWN, ink="ink-2")
    size = 18.0
    if not goal.is_fall or goal.value == 0:
        return Line(targets_text.figure(goal, goal.value, goal.numerator, goal.denominator), size, weight=700)
    if targets_text.is_beyond_chance(goal):
        arrow = "▼" if goal.value > 0 else "▲"
        return Line(f"{arrow}{texts.number(abs(goal.value) * 100, 1)}%", size, weight=700)
    return Line(f"≈ {targets_text.signed(-goal.value)}", size, weight=700)


def _widths(rows: Sequence[_Row], heads: Sequence[str]) -> list[float]:
    """Widths of title, value, last and status, each as wide as what stands in it."""
    found = []
    for place_, head in enumerate(heads):
        widths = [text_width(head, HEAD)]
        for row in rows:
            if place_ == 3:
                widths += [
                    text_width(targets_text.status_name(row.goal), 13) + 16,
                    text_width(row.lagging, HEAD),
                ]
            else:
                stack = (row.title, row.value, row.last)[place_]
                widths += [text_width(line.text, line.size) * 1.04 for line in stack]
        found.append(max(widths))
    return found


def _deep(lines: Sequence[Line]) -> float:
    return sum(line.size * LEADING for line in lines)


def _stack(lines: Sequence[Line], x: float, middle: float, align: str) -> str:
    parts, y = [], middle - _deep(lines) / 2
    for line in lines:
        base = y + line.size * (LEADING / 2 + 0.36)
        parts.append(word(line.text, x, base, line.size, line.ink, align, line.weight))
        y += line.size * LEADING
    return "".join(parts)


def _status(row: _Row, right: float, middle: float) -> str:
    text, status = targets_text.status_name(row.goal), row.goal.status
    ground, rim, pen = _TAGS[status]
    if not row.goal.has_figures:
        pen = ' stroke-dasharray="1 2"'
    wide = text_width(text, 13) + 16
    tail = HEAD * LEADING if row.lagging else 0.0
    top = middle - (TAG + tail) / 2
    box = (
        f'<rect x="{right - wide + 1:g}" y="{top + 1:g}" width="{wide - 2:g}" height="{TAG - 2:g}" rx="3" '
        f'fill="{colours.neutral(ground)}" stroke="{colours.neutral(rim)}"{pen}/>'
    )
    ink, weight = ("surface" if ground == "action" else "ink"), (700 if status == "missed" else 400)
    label = word(text, right - wide / 2, top + TAG / 2 + 13 * 0.36, 13, ink, "middle", weight)
    below = word(row.lagging, right, top + TAG + HEAD * 1.2, HEAD, "ink-2", "end") if row.lagging else ""
    return box + label + below


def _bands(goal: Goal, axis: Axis, left: float, middle: float) -> str:
    """Darker ground from 90 % and 95 % of the target on; one plain ground where parts of it mean nothing."""
    edges = [0.0, 100.0]
    if targets_bullet.is_common(goal) and goal.target.value > 0:
        edges[1:1] = [axis.at(goal.target.value * part) for part in targets_bullet.BAND_FROM]
    parts = []
    for token, (low, high) in zip(("band", "band-2", "band-3"), pairwise(edges), strict=False):
        if high > low:
            start = left + low / 100 * SPAN - (REACH if low == 0 else 0)
            end = left + high / 100 * SPAN + (REACH if high == 100 else 0)
            parts.append(_box(start, middle - TRACK / 2, end - start, TRACK, token, "track"))
    return "".join(parts)


def _key(middle: float, is_closed: bool) -> str:
    """What the marks stand for."""
    if is_closed:
        items = [(_("年末值"), _box(0, middle - 6, 22, BAR, "slate")), (_("目标"), _tick(11, middle, 10))]
    else:
        items = [
            (_("现值"), _dot(11, middle)),
            (_("年底预计"), _diamond(11, middle)),
            (_("95% 区间"), _box(0, middle - 3, 22, 6, "interval")),
            (_("目标"), _tick(11, middle, 10)),
        ]
    parts, x = [], 0.0
    for text, mark in items:
        parts.append(f'<g transform="translate({x:g} 0)">{mark}</g>')
        parts.append(word(text, x + 28, middle + HEAD * 0.36, HEAD, "ink-2"))
        x += 28 + text_width(text, HEAD) + 20
    return f'<g class="key">{"".join(parts)}</g>'


def _box(x: float, y: float, width: float, height: float, token: str, mark: str = "") -> str:
    named = f' class="{mark}"' if mark else ""
    return f'<rect{named} x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colours.neutral(token)}"/>'


def _tick(x: float, middle: float, deep: float) -> str:
    half = deep / 2 + 4
    around = _box(x - 2.5, middle - half - 1, 5, 2 * half + 2, "surface")
    return around + _box(x - 1.5, middle - half, 3, 2 * half, "ink", "goal")


def _dot(x: float, middle: float) -> str:
    return f'<circle class="now" cx="{x:g}" cy="{middle:g}" r="5.5" fill="{colours.neutral("ink")}"/>'


def _diamond(x: float, middle: float) -> str:
    side = 9.2
    return (
        f'<path class="ahead" d="M{x:g} {middle - side:g}l{side} {side}l-{side} {side}l-{side} -{side}Z" '
        f'fill="{colours.neutral("surface")}" stroke="{colours.neutral("ink")}" stroke-width="2"/>'
    )


def _rule(y: float, width: float, token: str) -> str:
    return f'<path d="M0 {y:g}h{width:g}" stroke="{colours.neutral(token)}"/>'
