"""The funnel plot as SVG: inspections across, problems per inspection up, the limits of chance round the whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from board import colours, texts
from board.charts import inspections_text, marks
from board.charts.inspections_scene import Scene
from board.charts.marks import safe
from board.downloads.picture import text_width
from board.texts import _
from rules.funnel import ALARM, WARNING, Limits, Point, Verdict, limits

WIDE, NARROW = (720, 430), (380, 400)
"""Width and height in px at a desk and on a phone: text keeps its size, so each has a drawing of its own."""
FONT = 13.0
LEFT, TOP, BOTTOM = 40.0, 14.0, 30.0
STEPS = 90
"""Points of a limit's line."""
DOT = 6.0


@dataclass
class _Plane:
    """Where a volume and a rate stand, and what is taken already."""

    width: float
    height: float
    right: float
    far: float
    """Largest volume of the axis."""
    top: float
    """Largest rate of the axis."""
    busy: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Boxes of labels and dots: left, top, right, bottom."""

    def x(self, volume: float) -> float:
        return LEFT + volume / self.far * (self.width - LEFT - self.right)

    def y(self, rate: float) -> float:
        return TOP + (1 - min(rate, self.top) / self.top) * (self.height - TOP - BOTTOM)

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        if left < LEFT or right > self.width or top < 0 or bottom > self.height - BOTTOM:
            return False
        return all(right <= b[0] or left >= b[2] or bottom <= b[1] or top >= b[3] for b in self.busy)


def funnel(scene: Scene, size: tuple[int, int], link: Callable[[str], str] | None = None) -> str:
    """The plot as an SVG text; empty where nothing can be judged. ``link`` leads from a unit's dot to its figure."""
    centre = scene.centre
    if centre is None or not scene.points:
        return ""
    width, height = size
    far = max(p.volume for p in scene.points) * 1.06
    top = _top(scene, centre, far)
    right = max(text_width(t, FONT) for t in (*_whole_lines(scene, centre, width), "99.8%")) + 14
    plane = _Plane(width, height, right, far, top)
    parts = [_grid(plane), _lines(scene, plane, centre), _end_labels(scene, plane, centre)]
    order = sorted(
        scene.points, key=lambda p: (p.code != scene.chosen, _weight(scene.verdicts[p.code]), -p.volume)
    )
    for point in order:
        x, y = plane.x(point.volume), plane.y(point.rate)
        plane.busy.append((x - DOT - 1, y - DOT - 1, x + DOT + 1, y + DOT + 1))
    line = plane.y(centre)
    plane.busy.append((LEFT, line - 2, plane.x(far), line + 2))
    # The dots that matter are drawn last, over the others; their names are placed first.
    labels = {point.code: _label(scene, plane, point) for point in order}
    parts += [_dot(scene, plane, point, labels[point.code], link) for point in reversed(order)]
    drawn = "".join(parts)
    role = marks.picture_role(drawn)
    told = safe(inspections_text.funnel_finding(scene))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="i-funnel" role="{role}" aria-label="{told}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">{drawn}</svg>'
    )


def _top(scene: Scene, centre: float, far: float) -> float:
    """The axis holds every dot, and the outer limit from a tenth of its length on."""
    outer = limits(centre, far / 10, scene.spread).high_alarm
    return max([p.rate for p in scene.points] + [min(outer, 2.4 * centre), 1.3 * centre]) * 1.06 or 1.0


def _weight(verdict: Verdict) -> int:
    return {"far_below": 0, "far_above": 1, "below": 2, "above": 2, "within": 3}[verdict]


def _ticks(top: float, most: int) -> list[float]:
    """Round numbers from nought to the end of an axis, at most so many."""
    raw = top / most
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= raw - 1e-9)
    return [step * n for n in range(int(top / step + 1e-9) + 1)]


def _grid(plane: _Plane) -> str:
    line, end = colours.neutral("line"), plane.width - plane.right
    up = _ticks(plane.top, 5)
    digits = 0 if all(t == int(t) for t in up) else 1 if all(round(t, 1) == round(t, 3) for t in up) else 2
    parts = []
    for tick in up:
        y = plane.y(tick)
        parts.append(f'<path d="M{LEFT:g} {y:.1f}H{end:g}" stroke="{line}"/>')
        parts.append(_text(LEFT - 8, y + 4.5, texts.number(tick, digits), "end"))
    for tick in _ticks(plane.far, 6 if plane.width > 500 else 4):
        parts.append(
            _text(plane.x(tick), plane.height - 10, texts.number(tick), "middle" if tick else "start")
        )
    return "".join(parts)


def _lines(scene: Scene, plane: _Plane, centre: float) -> str:
    """The band between the inner limits, the outer limits, the line of the whole."""
    # Closer together where the limits bend.
    volumes = [plane.far * (n / STEPS) ** 2 for n in range(1, STEPS + 1)]
    volumes = [v for v in volumes if v >= plane.far / 400]
    found = [limits(centre, volume, scene.spread) for volume in volumes]
    places = [plane.x(v) for v in volumes]

    def path(pick: Callable[[Limits], float]) -> list[tuple[float, float]]:
        return [(x, plane.y(pick(one))) for x, one in zip(places, found, strict=True)]

    inner = [*path(lambda one: one.high_warning), *reversed(path(lambda one: one.low_warning))]
    parts = [f'<path d="{_pen(inner)}Z" fill="{colours.neutral("ground")}"/>']
    picks: Sequence[tuple[Callable[[Limits], float], str]] = (
        (lambda one: one.low_warning, "4 4"), (lambda one: one.high_warning, "4 4"),
        (lambda one: one.low_alarm, ""), (lambda one: one.high_alarm, ""),
    )  # fmt: skip
    for pick, dash in picks:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        # A limit is drawn from where it enters the plane: not along its upper edge, nor along nought.
        seen = [at for at, one in zip(path(pick), found, strict=True) if 0 < pick(one) <= plane.top]
        if len(seen) > 1:
            parts.append(
                f'<path d="{_pen(seen)}" fill="none" stroke="{colours.neutral("interval")}" stroke-width="1.3"{dashed}/>'
            )
    y = plane.y(centre)
    parts.append(
        f'<path d="M{LEFT:g} {y:.1f}H{plane.x(plane.far):.1f}" stroke="{colours.neutral("ink")}" stroke-width="1.6"/>'
    )
    return "".join(parts)


def _pen(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _whole_lines(scene: Scene, centre: float, width: float) -> list[str]:
    """What stands at the end of the centre line: the whole's name, where there is room for it, and its rate."""
    name = scene.short_titles["*"]
    fits = text_width(name, FONT) <= (130 if width > 500 else 60)
    return [*([name] if fits else []), inspections_text.hits(centre)]


def _end_labels(scene: Scene, plane: _Plane, centre: float) -> str:
    """What each line is, at its right end; those that would touch move apart."""
    end = limits(centre, plane.far, scene.spread)
    inner, outer = f"{100 * WARNING:g}%", f"{100 * ALARM:g}%"
    lines = _whole_lines(scene, centre, plane.width)
    gap, half = FONT + 2, (FONT + 2) * (len(lines) + 1) / 2
    middle = plane.y(centre)
    # The limits give way outwards.
    up = min(plane.y(end.high_warning), middle - half)
    down = max(plane.y(end.low_warning), middle + half)
    places = [
        (min(plane.y(end.high_alarm), up - gap), outer), (up, inner),
        (down, inner), (max(plane.y(end.low_alarm), down + gap), outer),
    ]  # fmt: skip
    x = plane.x(plane.far) + 6
    parts = []
    for y, text in places:
        if -4 <= y <= plane.height - BOTTOM + 8:
            parts.append(_text(x, y + 4.5, text, "start"))
            plane.busy.append((x - 4, y - FONT / 2, plane.width, y + FONT / 2))
    top = middle - (len(lines) - 1) * gap / 2
    for n, line in enumerate(lines):
        parts.append(_text(x, top + n * gap + 4.5, line, "start", "ink", 700 if n == 0 else 400))
    plane.busy.append((x - 4, top - FONT / 2, plane.width, top + len(lines) * gap))
    return "".join(parts)


@dataclass(frozen=True)
class _Placed:
    x: float
    y: float
    anchor: str
    text: str


def _label(scene: Scene, plane: _Plane, point: Point) -> _Placed | None:
    """A name beside its dot where there is room; those inside the limits go without one rather than crowd."""
    is_out = scene.verdicts[point.code] != "within" or point.code == scene.chosen
    text = scene.short_titles[point.code]
    if is_out:
        text += f" {inspections_text.hits(point.rate)}"
    wide, x, y = text_width(text, FONT) + 2, plane.x(point.volume), plane.y(point.rate)
    side, rise = DOT + 4, DOT + 5
    places = [
        (x + side, y + 4.5, "start"), (x - side, y + 4.5, "end"), (x, y - rise, "middle"),
        (x, y + rise + FONT - 3, "middle"), (x + side - 2, y - rise, "start"), (x - side + 2, y - rise, "end"),
        (x + side - 2, y + rise + FONT - 3, "start"), (x - side + 2, y + rise + FONT - 3, "end"),
    ]  # fmt: skip
    for at_x, at_y, anchor in places:
        left = {"start": at_x, "end": at_x - wide, "middle": at_x - wide / 2}[anchor]
        box = (left, at_y - FONT + 1, left + wide, at_y + 4)
        if plane.is_free(box) and box[2] <= plane.width - 2:
            plane.busy.append(box)
            return _Placed(at_x, at_y, anchor, text)
    return None


def _dot(
    scene: Scene, plane: _Plane, point: Point, label: _Placed | None, link: Callable[[str], str] | None
) -> str:
    verdict = scene.verdicts[point.code]
    x, y = plane.x(point.volume), plane.y(point.rate)
    ink, white = colours.neutral("ink"), colours.neutral("surface")
    fill, edge, width = {
        "far": (ink, ink, 1.0), "out": (white, ink, 3.0), "in": (white, colours.neutral("interval"), 1.6),
    }["far" if verdict.startswith("far") else "in" if verdict == "within" else "out"]  # fmt: skip
    told = texts.clauses(
        [scene.titles[point.code], inspections_text.counted(point), _(inspections_text.VERDICTS[verdict])]
    )
    ring = ""
    if point.code == scene.chosen:
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT + 5:g}" fill="none" stroke="{ink}" stroke-width="1.5"/>'
    drawn = (
        f'{ring}<circle class="i-dot i-{verdict}" data-unit="{safe(point.code)}" cx="{x:.1f}" cy="{y:.1f}" '
        f'r="{DOT - width / 2 + 0.5:g}" fill="{fill}" stroke="{edge}" stroke-width="{width:g}"><title>{safe(told)}</title></circle>'
    )
    if label is not None:
        weight = 700 if verdict != "within" or point.code == scene.chosen else 400
        ink_of = "ink" if weight == 700 else "ink-2"
        # A name may lie across a limit: a rim in the ground's colour keeps it legible.
        halo = f' stroke="{white}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
        drawn += _text(label.x, label.y, label.text, label.anchor, ink_of, weight, halo)
    if link is None:
        return drawn
    return f'<a href="{safe(link(point.code))}" target="_self" aria-label="{safe(told)}">{drawn}</a>'


def _text(
    x: float, y: float, text: str, anchor: str, ink: str = "ink-2", weight: int = 400, halo: str = ""
) -> str:
    return (
        f'<text{halo} x="{x:.1f}" y="{y:.1f}" font-size="{FONT:g}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{colours.neutral(ink)}">{safe(text)}</text>'
    )
