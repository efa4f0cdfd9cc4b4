"""得分与排名: each region's score on the scale of the colours, with its interval and its movement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from board import colours, texts
from board.charts import marks
from board.charts import overview_svg as svg
from board.charts.marks import Row
from board.charts.overview_facts import bare
from board.charts.overview_words import name_of, region_class
from board.charts.ranking_table import by_rank
from board.colours import Shade
from board.texts import _
from rules.plan import Plan, RankingRule

MOST_ROWS = 18
"""More rows than this cannot be read from the back of a room: the middle is left out and said."""
BEST_KEPT = 4
STATES_KEPT = 3
WIDE, NARROW = 500, 350
TALLEST, CLOSEST = 580.0, 27.0
"""Height of all rows together, and of one at least."""
_AXIS = 44.0


def kept(rows: Sequence[Row], region: str = "*", room: float = TALLEST) -> tuple[list[Row], int, list[Row]]:
    """Rows to draw by rank, after how many of them the cut stands (0: none), and those left out.

    ``room`` is the height for rows. The chosen region is never left out.
    """
    ordered = by_rank(rows)
    most = min(MOST_ROWS, max(int(room // CLOSEST) - 1, BEST_KEPT + STATES_KEPT + 1))
    if len(ordered) <= most:
        return ordered, 0, []
    ranked = [row for row in ordered if row["rank"] is not None]
    states = [row for row in ordered if row["rank"] is None]
    states.sort(key=lambda row: row["region_code"] != region)
    few = states[:STATES_KEPT]
    judged = most - len(few)
    if len(ranked) <= judged:
        return ranked + few, 0, states[STATES_KEPT:]
    cut = len(ranked) - (judged - BEST_KEPT)
    middle = ranked[BEST_KEPT:cut]
    chosen = [row for row in middle if row["region_code"] == region]
    left = [row for row in middle if row["region_code"] != region]
    return ranked[:BEST_KEPT] + chosen + ranked[cut:] + few, BEST_KEPT, left + states[STATES_KEPT:]


def strip(
    rows: Sequence[Row],
    plan: Plan,
    rule: RankingRule,
    region: str,
    width: int,
    most: float,
    room: float = TALLEST,
    link: Callable[[str], str] | None = None,
) -> str:
    """The drawing; ``region`` is the code of the row to mark, ``*`` for none, ``room`` the height for rows.

    ``link`` gives the address to which a region's row leads, by its code.
    """
    shades = colours.scale(plan.ranking_scale)
    is_wide = width > NARROW
    shown, cut, left = kept(rows, region, room)
    count = len(shown) + (1 if cut else 0)
    step = min(max((min(room, TALLEST) if is_wide else 400) / max(count, 1), CLOSEST), 62 if is_wide else 46)
    if plan.is_demonstration_named:
        # The head of the page says that names are examples; a row has no room to say it again.
        rows, shown = (
            [{**row, "region": bare(str(row["region"]))} for row in group] for group in (rows, shown)
        )
    frame = _Frame(rows, rule, width)
    parts = [frame.axis(shades), frame.grid(_AXIS + step * count)]
    y = _AXIS
    for index, row in enumerate(shown):
        if cut and index == cut:
            said = _("中间 {count} 个地区从略").format(count=len(left))
            parts.append(svg.line(0, y, width, y, "row-line"))
            parts.append(svg.write(frame.name_x, y + step / 2 + 5, said, 14, colour="ink-2"))
            y += step
        code = str(row["region_code"])
        drawn = frame.row(row, y, step, shades, code == region)
        parts.append(f'<a href="{marks.safe(link(code))}" target="_self">{drawn}</a>' if link else drawn)
        y += step
    label = _("得分与排名：") + "；".join(_told(row, shades, rule) for row in shown)
    return svg.drawing(width, y + 2, label, "".join(parts), most)


def _told(row: Row, shades: Mapping[str, Shade], rule: RankingRule) -> str:
    shade = shades.get(row["colour"]) or colours.shade(row["colour"])
    score = "" if row["score"] is None else " " + texts.score(row["score"], marks.limits(rule))
    changed = _revised(row)
    return f"{name_of(row)} {texts.class_label(shade)}{score}" + (f" {changed}" if changed else "")


def _revised(row: Row) -> str:
    """What was changed of a row's colour or score after the month was published, in words."""
    return str(row.get("revised", {}).get("colour", ""))


def has_new_colour(row: Row, shades: Mapping[str, Shade]) -> bool:
    """Whether a region was judged last month too, and otherwise."""
    judged = set(shades) - set(colours.STATES)
    before, now = row.get("previous_colour"), row["colour"]
    return before != now and {before, now} <= judged


def new_colour(row: Row, shades: Mapping[str, Shade]) -> str:
    """``由橙转红``."""
    return _("由{before}转{after}").format(
        before=texts.class_label(shades[str(row["previous_colour"])]),
        after=texts.class_label(shades[row["colour"]]),
    )


def movement(row: Row, shades: Mapping[str, Shade]) -> str:
    """What the last column says of the change since last month."""
    change = row.get("change")
    if has_new_colour(row, shades):
        if marks.is_sure(row):
            return new_colour(row, shades)
        return _unsure(row, shades)
    if change is None:
        return texts.UNKNOWN
    if row.get("change_beyond_chance"):
        return ("▲" if change > 0 else "▼") + texts.number(abs(change), 1)
    return "≈"


def _unsure(row: Row, shades: Mapping[str, Shade]) -> str:
    before, after = shades[str(row["previous_colour"])], shades[row["colour"]]
    return _("≈ {before}转{after}").format(before=texts.class_short(before), after=texts.class_short(after))


class _Frame:
    """Columns and scale of one drawing."""

    def __init__(self, rows: Sequence[Row], rule: RankingRule, width: int) -> None:
        is_wide = width > NARROW
        self.width = width
        self.rule = rule
        self.limits = marks.limits(rule)
        self.size = 15.5 if is_wide else 14.0
        longest = max((svg.width_of(name_of(row), self.size) for row in rows), default=0)
        self.name_x = 34.0 if is_wide else 25.0
        self.name_room = min(max(longest, 3 * self.size), 150.0 if is_wide else 98.0) + 1
        self.chip_x = self.name_x + self.name_room + (12 if is_wide else 7)
        self.chip_width = 34.0 if is_wide else 30.0
        self.left = self.chip_x + self.chip_width + (18 if is_wide else 10)
        self.score_x = width - (70.0 if is_wide else 61.0)
        self.right = self.score_x - (52.0 if is_wide else 43.0)
        lows = [v for row in rows for v in (row["score"], row["score_low"]) if v is not None]
        floor = min([*lows, *self.limits], default=0.0)
        self.low = max(0.0, floor // 10 * 10 - (10 if floor % 10 < 2 else 0))
        if self.limits:
            self.low = min(self.low, max(0.0, self.limits[0] - 10))

    def at(self, value: float) -> float:
        share = (value - self.low) / (100 - self.low) if self.low < 100 else 1.0
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def axis(self, shades: Mapping[str, Shade]) -> str:
        ends = [self.low, *self.limits, 100.0]
        parts = []
        for item, start, end in zip(self.rule.breaks, ends, ends[1:], strict=False):
            shade = shades.get(item.code) or colours.shade(item.code)
            x1, x2 = self.at(start), self.at(end)
            parts.append(svg.block(x1, 20, x2 - x1 - 1, 7, shade.fill, shade.edge))
            parts.append(
                svg.write(
                    (x1 + x2) / 2, 14, texts.class_short(shade), self.size - 1, anchor="middle", bold=True
                )
            )
        last = -99.0
        for value in ends:
            x = self.at(value)
            if x - last >= 21:
                parts.append(svg.write(x, 41, texts.plain(value), 13.5, anchor="middle", colour="ink-2"))
                last = x
        head = self.size - 2
        parts.append(svg.write(self.score_x, 41, _("得分"), head, anchor="end", colour="ink-2"))
        parts.append(svg.write(self.width - 1, 41, _("较上月"), head, anchor="end", colour="ink-2"))
        return "".join(parts)

    def grid(self, bottom: float) -> str:
        return "".join(svg.line(self.at(v), _AXIS + 2, self.at(v), bottom) for v in self.limits)

    def row(self, row: Row, top: float, step: float, shades: Mapping[str, Shade], is_chosen: bool) -> str:
        shade = shades.get(row["colour"]) or colours.shade(row["colour"])
        middle, base = top + step / 2, top + step / 2 + self.size * 0.36
        parts = [svg.line(0, top, self.width, top, "line-2" if top == _AXIS else "row-line")]
        if is_chosen:
            parts.append(svg.block(0, top + 1, self.width, step - 1, svg.ink("ground")))
            parts.append(svg.block(-1, top + 1, 3, step - 1, svg.ink()))
            parts += [svg.line(self.at(v), top + 1, self.at(v), top + step) for v in self.limits]
        rank = texts.UNKNOWN if row["rank"] is None else str(row["rank"])
        parts.append(svg.write(self.name_x - 10, base, rank, self.size - 0.5, anchor="end", colour="ink-2"))
        name = svg.fit(name_of(row), self.size, self.name_room)
        parts.append(svg.write(self.name_x, base, name, self.size, bold=True))
        second = marks.runner_up(row)
        label = svg.width_of(texts.class_short(shade), self.size - 1.5) + 10
        wide = max(self.chip_width, label) if shade.is_state else self.chip_width
        parts.append(
            svg.chip(
                self.chip_x, middle, wide, shade, shades[second[0]] if second else None,
                bool(row["vetoes"]), self.size - 1.5,
            )
        )  # fmt: skip
        if _revised(row):
            parts.append(svg.revision(self.chip_x + wide, middle - svg.CHIP_HEIGHT / 2))
        if row["score"] is None:
            # The chip says which state it is.
            said = _("没有数据，不按零计") if row["colour"] == colours.NO_DATA else _("不评定")
            left = max(self.left, self.chip_x + wide + 8)
            if left + svg.width_of(said, self.size - 2) <= self.width - 16:
                parts.append(svg.write(left, base, said, self.size - 2, colour="ink-2"))
        else:
            parts.append(self._score(row, middle, base, shade))
        said = movement(row, shades)
        is_bold = said not in ("≈", texts.UNKNOWN) and not said.startswith("≈")
        size = self.size if len(said) == 1 else min(self.size - 0.5, 14)
        colour = "ink" if is_bold else "ink-3" if len(said) == 1 else "ink-2"
        room = self.width - self.score_x - 8
        if svg.width_of(said, size) > room + 2 and has_new_colour(row, shades):
            said = _unsure(row, shades).removeprefix("≈ ")
        said = svg.fit(said, size, room) if svg.width_of(said, size) > room + 2 else said
        parts.append(svg.write(self.width - 1, base, said, size, anchor="end", bold=is_bold, colour=colour))
        hint = _told(row, shades, self.rule)
        return f"<g><title>{marks.safe(hint)}</title>{''.join(parts)}</g>"

    def _score(self, row: Row, middle: float, base: float, shade: Shade) -> str:
        parts = []
        if row["score_low"] is not None and row["score_high"] is not None:
            x1, x2 = self.at(row["score_low"]), self.at(row["score_high"])
            parts.append(svg.block(x1, middle - 3, x2 - x1, 6, svg.ink("interval"), radius=3))
        x = self.at(row["score"])
        parts.append(
            f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="7.2" fill="{shade.fill}" stroke="{shade.edge}" '
            f'stroke-width="1.4"/>'
        )
        shown = texts.score(row["score"], self.limits)
        parts.append(svg.write(self.score_x, base, shown, self.size + 0.5, anchor="end", bold=True))
        return "".join(parts)


def strip_finding(rows: Sequence[Row], plan: Plan) -> str:
    """Who leads and who is last."""
    ranked = [row for row in by_rank(rows) if row["rank"] is not None]
    if not ranked:
        return _("本月没有可以排名的地区")
    shades = colours.scale(plan.ranking_scale)
    if len(ranked) == 1:
        return _("只有{region}可以评定").format(region=name_of(ranked[0]))
    last = ranked[-1]
    return _("{best}居首，{worst}列末").format(
        best=region_class(ranked[0], shades), worst=region_class(last, shades)
    )


def strip_note(rows: Sequence[Row], plan: Plan, rule: RankingRule, region: str, room: float = TALLEST) -> str:
    """What the marks mean, and whose colour comes from a veto rather than from the score."""
    shades = colours.scale(plan.ranking_scale)
    parts = [_("横条为得分 95% 区间"), _("≈ 变化未超出随机波动")]
    if any(_revised(row) for row in rows):
        parts.append(marks.REVISED_SIGN.strip() + " " + _("发布后有修订"))
    for row in by_rank(rows):
        if row["vetoes"] and row["score"] is not None:
            own = next(b.code for b in rule.breaks if b.below is None or row["score"] < b.below)
            if own != row["colour"]:
                parts.append(
                    _("{region}按分为{own}，因否决列{colour}").format(
                        region=name_of(row),
                        own=texts.class_label(shades[own]),
                        colour=texts.class_label(shades[row["colour"]]),
                    )
                )
    left = kept(rows, region, room)[2]
    if left:
        told = texts.by_scale(_("另有 {count} 个地区见五色晾晒"), plan)
        parts.append(told.format(count=len(left)))
    return "；".join(parts[:5])
