"""What the ranking page gives away: ranking, calendar, map and the parts of one score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from board import colours, texts
from board.charts import breakdown, marks
from board.charts.marks import Row
from board.charts.ranking_table import by_rank, change_words
from board.downloads import drawing
from board.downloads.drawing import Column
from board.downloads.exhibit import Exhibit
from board.frame import View
from board.texts import _
from rules.months import Month

CELL, NAME_WIDTH, YEAR_GAP = 26.0, 116.0, 8.0


class RankingExhibits:
    """The exhibits of one view of the ranking page."""

    def __init__(self, view: View, rows: Sequence[Row], history: pd.DataFrame) -> None:
        self._view, self._rows, self._history = view, by_rank(rows), history
        self._plan = view.board.plan
        self._rule = marks.rule_for(self._plan, view.month)
        self._shades = colours.scale(self._plan.ranking_scale)

    def _counted(self, title: str) -> str:
        return texts.by_scale(title, self._plan)

    def table(self) -> Exhibit:
        """The ranking itself."""
        title = self._counted(_("{month}五色排名")).format(month=texts.month_short(self._view.month))
        return self._exhibit(self._counted(_("五色排名")), title, self._table_frame(), self._table_picture)

    def calendar(self) -> Exhibit:
        """Colours of all months."""
        title = self._counted(_("五色月历"))
        return self._exhibit(title, title, self._calendar_frame(), self._calendar_picture)

    def spread(self, draw: Callable[[], str] | None) -> Exhibit:
        """The map, or without polygons its figures."""
        frame = self._table_frame().iloc[:, :10]
        title = self._counted(_("五色分布"))
        found = self._exhibit(title, title, frame, draw)
        if draw is None:
            return found
        # A map that leaves the house says what kind of map it is.
        told = [found.source, texts.map_note(self._plan), _("斜纹为颜色未稳定")]
        return replace(found, source=texts.statements(told))

    def parts(self, row: Row) -> Exhibit:
        """How one score came about."""
        name = _("{region}得分构成").format(region=row["region"])
        return self._exhibit(name, name, self._parts_frame(row), lambda: self._parts_picture(row), row)

    def _exhibit(
        self,
        name: str,
        title: str,
        frame: pd.DataFrame,
        svg: Callable[[], str] | None,
        row: Row | None = None,
    ) -> Exhibit:
        unit = self._view.unit
        filters = {_("比较"): unit} if row is None else {unit: str(row["region"])}
        source = _("{office}，计分规则 {version}").format(
            office=texts.office_name(self._plan), version=self._rule.version
        )
        return Exhibit(
            name,
            title,
            _("分"),
            source,
            self._view.month,
            frame,
            filters,
            svg=svg,
            is_demo=self._view.board.is_demo,
            has_classes=True,
        )

    # ---- figures

    def _exact(self, score: float | None) -> float | None:
        """Four decimals, all of them where fewer would stand on the other side of a limit."""
        if score is None:
            return None
        short = round(score, 4)
        crosses = any((score < limit) != (short < limit) for limit in marks.limits(self._rule))
        return score if crosses else short

    def _table_frame(self) -> pd.DataFrame:
        lines: list[dict[str, Any]] = []
        for row in self._rows:
            before = self._shades.get(str(row.get("previous_colour")))
            line: dict[str, Any] = {
                _("名次"): row["rank"],
                self._view.unit: row["region"],
                _("颜色"): texts.class_label(self._shades[row["colour"]]),
                _("得分"): self._exact(row["score"]),
                _("名次下限"): row["rank_low"],
                _("名次上限"): row["rank_high"],
                _("本色概率"): row["colour_probability"].get(row["colour"]),
                **self._second(row),
                _("否决"): texts.statements(str(v["title"]) for v in row["vetoes"]),
                _("上月颜色"): texts.class_label(before) if before else None,
                _("较上月"): self._exact(row.get("change")),
                _("超过随机波动"): bool(row.get("change_beyond_chance")),
            }
            given = {part["indicator"]: part for part in row["components"]}
            for part in self._rule.components:
                title = texts.indicator_short_title(self._plan.indicator(part.indicator))
                found = given.get(part.indicator, {})
                for key, word in (
                    ("value", _("值")), ("numerator", _("分子")), ("denominator", _("分母")), ("points", _("得分")),
                ):  # fmt: skip
                    line[f"{title} {word}"] = found.get(key)
                line[f"{title} {_('状态')}"] = _state(found)
            lines.append(line)
        frame = pd.DataFrame(lines)
        rates = {
            f"{texts.indicator_short_title(self._plan.indicator(c.indicator))} {_('值')}": "0.00%"
            for c in self._rule.components
            if texts.is_share(self._plan.indicator(c.indicator))
        }
        frame.attrs["formats"] = {**rates, **dict.fromkeys((_("本色概率"), _("次可能概率")), "0.0%")}
        return frame

    def _second(self, row: Row) -> dict[str, Any]:
        """The runner-up of a colour that is not stable, and its chance."""
        code, chance = marks.runner_up(row) or (None, None)
        shade = drawing.second_shade(code, self._shades)
        return {_("次可能颜色"): texts.class_label(shade) if shade else None, _("次可能概率"): chance}

    def _calendar_frame(self) -> pd.DataFrame:
        names = {str(row["region_code"]): row["region"] for row in self._rows}
        lines = []
        for cell in self._history.sort_values(["unit_code", "month"]).to_dict("records"):
            shade = self._shades.get(str(cell["colour"])) or colours.shade(str(cell["colour"]))
            second = drawing.second_shade(_known(cell["runner_up"]), self._shades)
            lines.append(
                {
                    self._view.unit: names.get(str(cell["unit_code"]), cell["unit_code"]),
                    _("月份"): cell["month"],
                    _("颜色"): texts.class_label(shade),
                    _("得分"): cell["score"],
                    _("本色概率"): cell.get("chance"),
                    _("次可能颜色"): texts.class_label(second) if second else None,
                    _("次可能概率"): cell.get("second_chance"),
                    _("否决"): bool(cell["vetoed"]),
                }
            )
        frame = pd.DataFrame(lines)
        frame.attrs["formats"] = dict.fromkeys((_("本色概率"), _("次可能概率")), "0.0%")
        return frame

    def _parts_frame(self, row: Row) -> pd.DataFrame:
        given = {part["indicator"]: part for part in row["components"]}
        lines = []
        for part in self._rule.components:
            indicator, found = self._plan.indicator(part.indicator), given.get(part.indicator, {})
            lines.append(
                {
                    _("计分项"): texts.indicator_title(indicator),
                    _("依据"): texts.clause(indicator.clause),
                    _("本月值"): found.get("value"),
                    _("区间下限（95%）"): found.get("low"),
                    _("区间上限（95%）"): found.get("high"),
                    _("分子"): found.get("numerator"),
                    _("分母"): found.get("denominator"),
                    _("本年目标"): found.get("target"),
                    _("零分线"): part.zero_at,
                    _("满分线"): part.full_at,
                    _("满分"): part.weight,
                    _("得分"): found.get("points"),
                    _("状态"): _state(found),
                }
            )
        return pd.DataFrame(lines)

    # ---- pictures

    def _table_picture(self) -> str:
        count = len(self._rows)
        name_width = max(drawing.text_width(str(r["region"]), drawing.BODY) for r in self._rows) + 24
        columns = [
            Column((_("名次"),), 52, "end"),
            Column((self._view.unit,), name_width),
            Column((_("颜色"),), 92 if texts.is_english() else 72),
            Column((_("得分"),), 64, "end"),
            Column((_("名次 95% 区间"), f"1 {texts.EN_DASH} {count}"), 190),
            Column((_("颜色概率"),), 190 if texts.is_english() else 130, "end"),
            Column((_("较上月"),), 150),
        ]
        most = max(c.weight for c in self._rule.components)
        for part in self._rule.components:
            title = texts.indicator_short_title(self._plan.indicator(part.indicator))
            full = _("满分 {weight}").format(weight=texts.plain(part.weight))
            columns.append(Column((title, full), max(122, drawing.text_width(title, drawing.HEAD) + 16)))
        return drawing.table(
            columns,
            [self._table_row(row, count, most) for row in self._rows],
            note=_signs(self._rule.stable_from),
        )

    def _table_row(self, row: Row, count: int, most: float) -> list[drawing.Draw]:
        second = marks.runner_up(row)
        rank = row["rank"]
        is_judged = not row["vetoes"] and row["colour"] not in colours.STATES
        chance = " ".join(marks.chances(row, self._shades)) if is_judged else ""
        cells = [
            drawing.words(texts.UNKNOWN if rank is None else str(rank), "end", 700),
            drawing.words(str(row["region"]), "start", 700),
            drawing.chip(
                self._shades[row["colour"]],
                drawing.second_shade(second[0] if second else None, self._shades),
                bool(row["vetoes"]),
            ),
            drawing.words(texts.score(row["score"], marks.limits(self._rule)), "end", 700, 16),
            drawing.interval(row["rank_low"] or rank or 1, rank, row["rank_high"] or rank or 1, count),
            drawing.words(chance or texts.UNKNOWN, "end"),
            drawing.words(change_words(row, self._shades)),
        ]
        given = {part["indicator"]: part for part in row["components"]}
        for part in self._rule.components:
            found = given.get(part.indicator)
            if found is None or found["state"] != "scored":
                state = colours.TOO_FEW if found and found["state"] == colours.TOO_FEW else colours.NO_DATA
                told = texts.class_label(colours.shade(state))
                if state == colours.TOO_FEW and found:
                    told += " " + _("样本 {count}").format(count=texts.number(found["denominator"]))
                cells.append(drawing.words(told, ink="ink-2"))
            else:
                share = found["points"] / found["weight"] if found["weight"] else 0
                cells.append(
                    drawing.bar(texts.points(found["points"]), share, 0.55 + 0.45 * found["weight"] / most)
                )
        return cells

    def _calendar_picture(self) -> str:
        months = sorted(set(self._history["month"]) | {self._view.month})[-48:]
        cells = {(str(c["unit_code"]), str(c["month"])): c for c in self._history.to_dict("records")}
        longest = max(drawing.text_width(str(row["region"]), drawing.BODY) for row in self._rows)
        places, x = {}, max(NAME_WIDTH, longest + 12)
        parts = []
        for index, month in enumerate(months):
            if index == 0 or month[:4] != months[index - 1][:4]:
                x += YEAR_GAP if index else 0
                parts.append(drawing.word(texts.year(month[:4]), x + 2, 14, drawing.BODY, "ink", weight=700))
            places[month] = x
            is_now = month == self._view.month
            number = str(Month.parse(month).number)
            ink = "ink" if is_now else "ink-2"
            parts.append(
                drawing.word(number, x + CELL / 2, 33, drawing.HEAD, ink, "middle", 700 if is_now else 400)
            )
            x += CELL
        top = 40.0
        for line, row in enumerate(self._rows):
            y = top + line * CELL
            parts.append(drawing.word(str(row["region"]), 0, y + CELL / 2 + 5))
            for month, left in places.items():
                known = cells.get((str(row["region_code"]), month), {})
                code = str(known.get("colour", colours.NO_DATA))
                shade = self._shades.get(code) or colours.shade(code)
                second = drawing.second_shade(_known(known.get("runner_up")), self._shades)
                # Two states have no character; in black and white their dashed rim tells them apart.
                text = texts.class_cell(shade)
                vetoed = bool(known.get("vetoed", False))
                parts.append(drawing.tile(shade, second, vetoed, text, left + 1, y + 1, CELL - 2, CELL - 2))
        bottom = top + len(self._rows) * CELL
        left = places[self._view.month]
        frame = f'x="{left:g}" y="{top:g}" width="{CELL:g}" height="{bottom - top:g}"'
        parts.append(f'<rect {frame} fill="none" stroke="{colours.neutral("ink")}" stroke-width="2"/>')
        parts.append(drawing.word(_signs(self._rule.stable_from), 0, bottom + 24, drawing.HEAD, "ink-2"))
        return drawing.svg(x + 2, bottom + 32, parts)

    def _parts_picture(self, row: Row) -> str:
        columns = [
            Column((_("计分项"),), 330 if texts.is_english() else 250),
            Column((_("依据"),), 130),
            Column((_("本月值"),), 84, "end"),
            Column((_("分子/分母"),), 130, "end"),
            Column((_("零分～满分"),), 110, "end"),
            Column((_("满分"),), 60, "end"),
            Column((_("得分"),), 150),
        ]
        given = {part["indicator"]: part for part in row["components"]}
        lines = []
        for part in self._rule.components:
            indicator, found = self._plan.indicator(part.indicator), given.get(part.indicator)
            low, high = (breakdown.bound(v, indicator) for v in (part.zero_at, part.full_at))
            cells = [
                drawing.words(texts.indicator_title(indicator)),
                drawing.words(texts.clause(indicator.clause), ink="ink-2"),
            ]
            if found is None or found["state"] != "scored":
                is_few = found is not None and found["state"] == colours.TOO_FEW
                state = colours.shade(colours.TOO_FEW if is_few else colours.NO_DATA)
                cells += [drawing.words(texts.class_label(state), "end"), drawing.words(texts.UNKNOWN, "end")]
                last = drawing.words(texts.UNKNOWN)
            else:
                cells += [
                    drawing.words(marks.value(found["value"], indicator, found), "end", 700),
                    drawing.words(texts.share(found["numerator"], found["denominator"]), "end"),
                ]
                share = found["points"] / found["weight"] if found["weight"] else 0
                last = drawing.bar(texts.points(found["points"]), share)
            weight = drawing.words(texts.plain(part.weight), "end")
            lines.append([*cells, drawing.words(texts.span(low, high), "end"), weight, last])
        return drawing.table(columns, lines)


_STATES: dict[str, Callable[[], str]] = {"scored": lambda: _("计分"), "too_few": lambda: _("样本不足")}


def _signs(least: float) -> str:
    """What the marks in a coloured field mean."""
    unsettled = _("角标为次可能的颜色（本色概率不到 {least}）").format(least=texts.target(least))
    return texts.statements([unsettled, _("白色内框为否决")])


def _state(part: Row) -> str:
    return _STATES.get(str(part.get("state")), lambda: _("未报"))()


def _known(code: object) -> str | None:
    return None if code is None or pd.isna(code) else str(code)  # type: ignore[arg-type,call-overload]
