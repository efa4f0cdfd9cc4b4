"""The year's targets as bullets: where each stands now, where the year will end, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from board import revised, texts
from board.charts import overview_svg as svg
from board.charts.marks import safe
from board.texts import _, is_share
from rules.plan import Indicator, Plan

MOST_ROWS = 5
LATE = ("missed", "behind")
WIDE, NARROW = 500, 350
HEAD, STEP = 26.0, 53.0
"""Heights of the head and of a row of the wide drawing."""
_ORDER = {"missed": 0, "behind": 0, "on_course": 1, "no_data": 2, "met": 3}
Target = dict[str, Any]


def is_turned(indicator: Indicator) -> bool:
    """Whether less is better, so that its axis runs from right to left."""
    return indicator.direction == "down" and indicator.kind != "fall"


def said(indicator: Indicator, value: float | None, row: Target | None = None) -> str:
    """A value of an indicator in words, with its unit; ``row`` gives numerator and denominator."""
    if value is None:
        return texts.UNKNOWN
    if indicator.kind == "fall":
        word = _("降 {rate}") if value >= 0 else _("升 {rate}")
        return word.format(rate=texts.rate(abs(value)))
    if is_share(indicator):
        halves = (row["numerator"], row["denominator"]) if row else (None, None)
        return texts.rate(min(max(value, 0.0), 1.0), *halves)
    return texts.with_unit(texts.number(value), indicator.unit)


def said_target(indicator: Indicator, target: float) -> str:
    """A target in words."""
    if indicator.kind == "fall":
        return _("下降") if target == 0 else _("降 {rate}").format(rate=texts.target(target))
    return texts.target(target) if is_share(indicator) else said(indicator, target)


def said_span(indicator: Indicator, row: Target) -> str:
    """The forecast's interval in words."""
    if row["forecast_low"] is None or row["forecast_high"] is None:
        return ""
    low, high = row["forecast_low"], row["forecast_high"]
    if is_share(indicator):
        return texts.span(said(indicator, low), said(indicator, high))
    if indicator.kind == "fall":
        return texts.span(said(indicator, low), said(indicator, high))
    return texts.with_unit(texts.span(texts.number(max(low, 0)), texts.number(max(high, 0))), indicator.unit)


def revised_words(indicator: Indicator, row: Target) -> str:
    """Value and status as published and as they are now; empty where neither was changed after publishing."""
    changed = {name: c for name, c in (row.get("revised") or {}).items() if name in ("value", "status")}

    def words(side: str) -> str:
        values = {name: getattr(change, side) for name, change in changed.items()}
        parts = [said(indicator, values["value"])] if "value" in values else []
        return " ".join([*parts, *(_(svg.STATUS[values[n]]) for n in ("status",) if values.get(n))])

    return revised.both(words("published"), words("current")) if changed else ""


def shortfall(indicator: Indicator, row: Target) -> float:
    """By how much the target is missed even at the better end of the interval; negative where it may be met."""
    best = row["forecast_low"] if is_turned(indicator) else row["forecast_high"]
    if best is None:
        best = row["value"] if row["value"] is not None else row["target"]
    gap = best - row["target"] if is_turned(indicator) else row["target"] - best
    return gap if is_share(indicator) or indicator.kind == "fall" else gap / max(abs(row["target"]), 10.0)


def by_risk(targets: Sequence[Target], plan: Plan) -> list[Target]:
    """Most at risk first: late before the rest, the plan's own before the committee's, clearest miss first.

    Without a forecast the plan's order stands: a rate that grows through the year is low in January.
    """
    order = [indicator.id for indicator in plan.indicators]

    def place(row: Target) -> tuple[int, bool, bool, float]:
        is_open = row["forecast"] is None and row["status"] != "missed"
        gap = shortfall(plan.indicator(row["indicator"]), row)
        by = order.index(row["indicator"]) if is_open else -gap
        return _ORDER[row["status"]], row["origin"] != "plan", is_open, by

    return sorted(targets, key=place)


def most_rows() -> int:
    """How many targets are drawn; English sentences above them take a line more."""
    return MOST_ROWS - 1 if texts.is_english() else MOST_ROWS


def late(targets: Sequence[Target]) -> list[Target]:
    """Targets behind or missed."""
    return [row for row in targets if row["status"] in LATE]


def targets_title(targets: Sequence[Target], year: int) -> str:
    """The card's finding."""
    count = len(late(targets))
    if not targets:
        return _("方案没有这一年的目标")
    if all(row["status"] == "no_data" for row in targets):
        return _("还没有数据")
    if not count:
        return _("没有滞后的目标")
    missed = sum(row["status"] == "missed" for row in targets)
    if missed == count:
        return _("{count} 项未达到").format(count=count)
    return (_("{count} 项未达到或滞后") if missed else _("{count} 项进度滞后")).format(count=count)


def left_out(targets: Sequence[Target], plan: Plan, shown: int | None = None) -> str:
    """What the drawing of so many rows leaves out, in words."""
    rest = by_risk(targets, plan)[shown or most_rows() :]
    behind = late(rest)
    if not rest:
        return ""
    if not behind:
        return _("未列出：其余 {count} 项，均未滞后").format(count=len(rest))
    own = sum(row["origin"] == "plan" for row in behind)
    counts = (
        (_("滞后的方案目标 {count} 项"), own),
        (_("滞后的安委会自定目标 {count} 项"), len(behind) - own),
        (_("未滞后 {count} 项"), len(rest) - len(behind)),
    )
    told = texts.names(text.format(count=count) for text, count in counts if count)
    return _("未列出：{counts}").format(counts=told)


def bullets(
    targets: Sequence[Target],
    plan: Plan,
    width: int,
    most: float,
    link: Callable[[str], str] | None = None,
    shown: int | None = None,
) -> str:
    """The drawing of the targets most at risk, ``shown`` of them; ``link`` gives the address of a definition."""
    rows = by_risk(targets, plan)[: shown or most_rows()]
    chart = _Bullets(rows, plan, width, link)
    label = _("目标进度：") + texts.statements(chart.told(row) for row in rows)
    return svg.drawing(width, chart.height, label, chart.body(), most)


class _Bullets:
    """Columns and the common scale of one drawing."""

    def __init__(
        self, rows: Sequence[Target], plan: Plan, width: int, link: Callable[[str], str] | None = None
    ) -> None:
        self.rows, self.plan, self.width, self.link = rows, plan, width, link
        self.is_wide = width > 400
        self.head = HEAD if self.is_wide else 0.0
        self.step = STEP if self.is_wide else 103.0
        self.left, self.right = (216.0, 319.0) if self.is_wide else (2.0, width - 6.0)
        shares = [
            v
            for row in rows
            if is_share(plan.indicator(row["indicator"])) and not is_turned(plan.indicator(row["indicator"]))
            for v in (row["value"], row["forecast_low"], 0.9)
            if v is not None
        ]
        self.low = max(0.0, (min(shares, default=0.9) * 20 // 1) / 20)
        if self.low > min(shares, default=0.9) - 0.01:
            self.low = max(0.0, self.low - 0.05)

    @property
    def height(self) -> float:
        return self.head + self.step * len(self.rows) + 2

    def told(self, row: Target) -> str:
        changed = revised_words(self.plan.indicator(row["indicator"]), row)
        return self._told(row) + (f" {changed}" if changed else "")

    def _told(self, row: Target) -> str:
        indicator = self.plan.indicator(row["indicator"])
        return _("{title} 现 {value}，年底预计 {forecast}，目标 {target}，{status}").format(
            title=row["title"],
            value=said(indicator, row["value"], row),
            forecast=said(indicator, row["forecast"]),
            target=said_target(indicator, row["target"]),
            status=_(svg.STATUS[row["status"]]),
        )

    def body(self) -> str:
        parts = [self._header()] if self.is_wide else []
        for index, row in enumerate(self.rows):
            top = self.head + index * self.step
            drawn = f"<g><title>{safe(self.told(row))}</title>{self._row(row, top)}</g>"
            if self.link is not None:
                drawn = f'<a href="{safe(self.link(row["indicator"]))}" target="_self">{drawn}</a>'
            parts.append(drawn)
        return "".join(parts)

    def _header(self) -> str:
        parts = [svg.write(0, 16, _("目标"), 13.5, colour="ink-2")]
        if any(self._is_common(row) for row in self.rows):
            parts.append(svg.write(self.left, 16, texts.target(self.low), 13.5, colour="ink-2"))
            parts.append(svg.write(self.right, 16, "100%", 13.5, anchor="end", colour="ink-2"))
        parts.append(svg.write(422, 16, _("年底预计"), 13.5, anchor="end", colour="ink-2"))
        parts.append(svg.write(self.width - 1, 16, _("状态"), 13.5, anchor="end", colour="ink-2"))
        parts.append(svg.line(0, 24, self.width, 24, "line-2"))
        return "".join(parts)

    def _is_common(self, row: Target) -> bool:
        indicator = self.plan.indicator(row["indicator"])
        return is_share(indicator) and not is_turned(indicator)

    def _scale(self, row: Target) -> tuple[float, float]:
        """Worst and best end of a row's axis; the target lies at or near the best end."""
        indicator = self.plan.indicator(row["indicator"])
        if self._is_common(row):
            return self.low, 1.0
        known = [row[n] for n in ("value", "forecast", "forecast_low", "forecast_high") if row[n] is not None]
        known.append(row["target"])
        worst = max(known) if is_turned(indicator) else min(known)
        return (worst, row["target"]) if worst != row["target"] else (row["target"] + 1, row["target"])

    def _at(self, row: Target, value: float) -> float:
        worst, best = self._scale(row)
        share = (value - worst) / (best - worst)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def _row(self, row: Target, top: float) -> str:
        indicator = self.plan.indicator(row["indicator"])
        parts = [svg.line(0, top, self.width, top, "row-line")] if top > self.head else []
        now, goal = said(indicator, row["value"], row), said_target(indicator, row["target"])
        span, ahead = said_span(indicator, row), said(indicator, row["forecast"])
        own = texts.clause(row["clause"])
        own = own if row["origin"] == "plan" else _("安委会自定")
        less = _("，少为好") if is_turned(indicator) else ""
        if not self.is_wide:
            return "".join([*parts, self._narrow(row, top, now, goal, span, ahead, own)])
        title = self._title(indicator, 14.5, self.left - 12)
        parts.append(svg.write(0, top + 23, title, 14.5, bold=True))
        if row.get("revised"):
            parts.append(svg.revision(svg.width_of(title, 14.5) + 7, top + 12))
        sub = _("现 {now} 目标 {goal}{less}").format(now=now, goal=goal, less=less)
        bare = _("现 {now} 目标 {goal}{less}").format(now=now, goal=goal, less="")
        first = texts.clause(row["clause"].split("、")[0]) if row["origin"] == "plan" else own
        wanted = (f"{sub} {own}", f"{bare} {own}", f"{bare} {first}", sub)
        told = next((t for t in wanted if svg.width_of(t, 13.5) <= self.left - 5), bare)
        parts.append(svg.write(0, top + 43, svg.fit(told, 13.5, self.left - 5), 13.5, colour="ink-2"))
        parts.append(self._track(row, top + self.step / 2))
        parts.append(
            svg.write(422, top + (23 if span else self.step / 2 + 5), ahead, 14.5, anchor="end", bold=True)
        )
        parts.append(svg.write(422, top + 43, span, 13.5, anchor="end", colour="ink-2"))
        parts.append(svg.status_tag(self.width - 1, top + self.step / 2, row["status"], 13.5))
        return "".join(parts)

    def _title(self, indicator: Indicator, size: float, room: float) -> str:
        """The title, or the short one where it does not fit."""
        title = texts.indicator_title(indicator)
        if svg.width_of(title, size) <= room:
            return title
        return svg.fit(texts.indicator_short_title(indicator), size, room)

    def _narrow(self, row: Target, top: float, now: str, goal: str, span: str, ahead: str, own: str) -> str:
        indicator = self.plan.indicator(row["indicator"])
        move = f"{now} → {ahead}"
        room = self.width - svg.width_of(move, 14) - 14
        sub = _("区间 {span}，目标 {goal}，{own}").format(span=span, goal=goal, own=own)
        if not span:
            sub = _("目标 {goal}，{own}").format(goal=goal, own=own)
        if svg.width_of(sub, 13.5) > self.width - 78:
            sub = _("区间 {span}，目标 {goal}").format(span=span, goal=goal)
        title = self._title(indicator, 14.5, room - 14)
        return "".join(
            [
                svg.write(0, top + 24, title, 14.5, bold=True),
                svg.revision(svg.width_of(title, 14.5) + 7, top + 13) if row.get("revised") else "",
                svg.write(self.width - 1, top + 24, move, 14, anchor="end"),
                self._track(row, top + 50),
                svg.write(0, top + 85, svg.fit(sub, 13.5, self.width - 78), 13.5, colour="ink-2"),
                svg.status_tag(self.width - 1, top + 80, row["status"], 13),
            ]
        )

    def _track(self, row: Target, middle: float) -> str:
        top, height = middle - 11, 22.0
        parts = []
        if self._is_common(row):
            ends = [self.low, *(v for v in (0.9, 0.95) if v > self.low), 1.0]
            bands = ("band", "band-2", "band-3")[-(len(ends) - 1) :]
            for start, end, token in zip(ends, ends[1:], bands, strict=False):
                x1, x2 = self._at(row, start), self._at(row, end)
                parts.append(svg.block(x1, top, x2 - x1, height, svg.ink(token)))
        else:
            parts.append(svg.block(self.left, top, self.right - self.left, height, svg.ink("band")))
        if row["forecast_low"] is not None and row["forecast_high"] is not None:
            x1, x2 = sorted((self._at(row, row["forecast_low"]), self._at(row, row["forecast_high"])))
            parts.append(svg.block(x1, middle - 3, max(x2 - x1, 1), 6, svg.ink("interval"), radius=3))
        if row["forecast"] is not None:
            x = self._at(row, row["forecast"])
            parts.append(
                f'<path d="M{x - 7.5:.1f} {middle:.1f}L{x:.1f} {middle - 7.5:.1f}L{x + 7.5:.1f} {middle:.1f}'
                f'L{x:.1f} {middle + 7.5:.1f}Z" fill="{svg.ink("surface")}" stroke="{svg.ink()}" stroke-width="1.6"/>'
            )
        if row["value"] is not None:
            x = self._at(row, row["value"])
            parts.append(f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="5.2" fill="{svg.ink()}"/>')
        x = self._at(row, row["target"])
        parts.append(svg.block(x - 1.5, middle - 14, 3, 28, svg.ink()))
        return "".join(parts)


def key(targets: Sequence[Target]) -> str:
    """What the marks of the bullets are, for the card's head."""
    if not targets:
        return ""
    return (
        f'<div class="key o-key"><span class="key-item"><i class="o-now"></i>{safe(_("现值"))}</span>'
        f'<span class="key-item"><i class="o-ahead"></i>{safe(_("年底预计与区间"))}</span>'
        f'<span class="key-item"><i class="o-goal"></i>{safe(_("目标"))}</span></div>'
    )
