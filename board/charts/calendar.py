"""Region by month colour calendar: one cell a month, the character in each, the chosen month framed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from board import address, colours, texts
from board.charts import marks
from board.charts.marks import Row, safe
from board.charts.ranking_table import by_rank
from board.texts import _
from rules.months import Month
from rules.plan import Plan

MOST_MONTHS = 36
NAME_WIDTH = 12
"""Half characters that fit into the column of names as regions need it."""
PHONE_MONTHS = 10
"""Columns that a phone has room for; the style sheet hides the older ones there."""


def calendar(
    rows: Sequence[Row],
    history: pd.DataFrame,
    plan: Plan,
    month: str,
    unit: str,
    by: str = "region",
    revised: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """The calendar as markup, regions in the order of this month's ranks; a cell leads to its month's score.

    ``revised`` says by unit and month what was changed after the month was published.
    """
    changed = revised or {}
    shades = colours.scale(plan.ranking_scale)
    months = sorted(set(history["month"]) | {month})
    end = min(len(months), max(MOST_MONTHS, months.index(month) + 1))
    months = months[max(0, end - MOST_MONTHS) : end]
    near = months[max(0, months.index(month) + 1 - PHONE_MONTHS) : months.index(month) + 1]
    cells = {(str(c["unit_code"]), str(c["month"])): c for c in history.to_dict("records")}
    ordered = by_rank(rows)
    body = []
    for line, row in enumerate(ordered):
        code = str(row["region_code"])
        tds = []
        for index, text in enumerate(months):
            edge = _edges(text, month, line == len(ordered) - 1)
            place = _place(months, index, near)
            cell = _cell(cells.get((code, text)), row, text, plan, shades, changed.get((code, text), ""))
            if (code, text) in cells:
                cell = address.figure(cell, about="score", **address.unit(by, code), **address.at(text))
            tds.append(f'{_gap(months, index, near, "td")}<td class="{place}{edge}">{cell}</td>')
        body.append(f'<tr><th scope="row">{safe(row["region"])}</th>{"".join(tds)}</tr>')
    # Names of committees would break over two lines in the column that regions need.
    longest = max((marks.half_width(str(row["region"])) for row in rows), default=0)
    classes = "calendar long-names" if longest > NAME_WIDTH else "calendar"
    return (
        f'<div class="calendar-wrap"><table class="{classes}" aria-label="{texts.by_scale(_("五色月历"), plan)}">'
        f"{_columns(months, near)}<thead>"
        f"{_years(months, near, unit)}{_numbers(months, near, month)}</thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>{_key(plan, bool(changed))}"
    )


def _place(months: Sequence[str], index: int, near: Sequence[str]) -> str:
    return "" if months[index] in near else "far "


def _gap(months: Sequence[str], index: int, near: Sequence[str], tag: str) -> str:
    """A narrow empty column before a new year; on a phone it goes with the year before it."""
    if index == 0 or months[index][:4] == months[index - 1][:4]:
        return ""
    far = "" if months[index - 1] in near else " far"
    return f'<{tag} class="gap{far}">' + ("" if tag == "col" else f"</{tag}>")


def _columns(months: Sequence[str], near: Sequence[str]) -> str:
    cols = [
        f'{_gap(months, i, near, "col")}<col class="{_place(months, i, near)}">' for i in range(len(months))
    ]
    return f'<colgroup><col class="unit">{"".join(cols)}</colgroup>'


def _edges(text: str, month: str, is_last: bool) -> str:
    if text != month:
        return ""
    return "now last " if is_last else "now "


def _years(months: Sequence[str], near: Sequence[str], unit: str) -> str:
    parts = []
    last = ""
    for (year, is_near), group in groupby(months, key=lambda m: (m[:4], m in near)):
        names = list(group)
        gap = _gap(months, months.index(names[0]), near, "th")
        # A year that a phone shows in part has its name on both parts, on a desk only on the first.
        text = safe(texts.year(year))
        text = text if year != last else f'<span class="on-phone">{text}</span>'
        parts.append(f'{gap}<th colspan="{len(names)}" class="{"" if is_near else "far "}y">{text}</th>')
        last = year
    return f'<tr class="years"><th class="unit">{safe(unit)}</th>{"".join(parts)}</tr>'


def _numbers(months: Sequence[str], near: Sequence[str], month: str) -> str:
    parts = [
        f'{_gap(months, i, near, "th")}<th class="{_place(months, i, near)}{"now" if m == month else ""}" title="{texts.month(m)}">'
        f"{Month.parse(m).number}</th>"
        for i, m in enumerate(months)
    ]
    return f'<tr class="numbers"><th></th>{"".join(parts)}</tr>'


def _cell(
    cell: Mapping[Hashable, Any] | None,
    row: Row,
    month: str,
    plan: Plan,
    shades: dict[str, colours.Shade],
    changed: str = "",
) -> str:
    known = cell or {}
    code = str(known.get("colour", colours.NO_DATA))
    shade = shades.get(code) or colours.shade(code)
    second = known.get("runner_up")
    second = None if second is None or pd.isna(second) else str(second)
    is_vetoed = bool(known.get("vetoed", False))
    value = known.get("score")
    value = None if value is None or pd.isna(value) else float(value)
    said = [str(row["region"]), texts.month(month), texts.class_label(shade)]
    if value is not None:
        said.append(texts.score(value, marks.limits(marks.rule_for(plan, month))))
    if is_vetoed:
        said.append(_("否决"))
    if second:
        likely = texts.class_label(shades.get(second) or colours.shade(second))
        first, other = known.get("chance"), known.get("second_chance")
        if first is None or other is None or pd.isna(first) or pd.isna(other):
            said.append(_("未稳定，次可能为{name}").format(name=likely))
        else:
            both = (
                f"{texts.class_label(shade)} {texts.probability(first)} {likely} {texts.probability(other)}"
            )
            said.append(_("未稳定：{chances}").format(chances=both))
    # A pattern says the two states; their names would not fit in a cell and are in the key and the hint.
    text = safe(texts.class_cell(shade))
    classes = marks.mark_classes(shade, second, is_vetoed) + (" revised" if changed else "")
    hint = safe(texts.statements(part for part in (" ".join(said), changed) if part))
    return f'<i class="cell {classes}" title="{hint}">{text}{marks.revision(changed)}</i>'


def _key(plan: Plan, has_revised: bool) -> str:
    best, second = plan.ranking_scale[-1], plan.ranking_scale[-2 if len(plan.ranking_scale) > 1 else -1]
    worst = plan.ranking_scale[0]
    corner = f"{marks.css_class(best.code)} corner s-{marks.css_class(second.code)[2:]}"
    items = [
        (f"cell {corner}", _("颜色未稳定，角标为次可能色")),
        (f"cell {marks.css_class(worst.code)} veto", _("否决")),
        ("cell k-no-data", _("未报")),
        ("cell k-too-few", _("样本不足")),
        ("cell framed", _("所选月份")),
    ]
    parts = "".join(f'<span class="key-item"><i class="{c}"></i>{safe(t)}</span>' for c, t in items)
    if has_revised:
        parts += f'<span class="key-item">{marks.revision(_("发布后有修订"))}{safe(_("发布后有修订"))}</span>'
    return f'<div class="key calendar-key">{parts}</div>'
