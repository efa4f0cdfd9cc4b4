"""Office by month: who reported in time, late, not at all. Words in every cell; urgency is weight, not hue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from board import address, texts
from board.address import ALL
from board.charts import registers_text
from board.charts.marks import safe
from board.queries_method import Names
from board.queries_reporting import Calendar
from board.texts import _
from rules.months import Month
from rules.reports import STATES

MOST_MONTHS = 36
PHONE_MONTHS = 5
"""Columns that a phone has room for; the style sheet hides the others there."""
MIDDLE_MONTHS = 24
"""Columns that a laptop has room for."""


def calendar(found: Calendar, month: str, regions: Mapping[str, str], names: Names) -> str:
    """The calendar as markup, offices in official order, the chosen month framed; a cell leads to the files that came."""
    months = [m for m in found.months if m <= max(month, found.months[-1])][-MOST_MONTHS:]
    place = _place(months, month)
    codes = list(dict.fromkeys(code for code, _month in found.cells))
    body = []
    for line, code in enumerate(codes):
        tds = []
        for text in months:
            cell = found.cells.get((code, text))
            edge = "" if text != month else " now last" if line == len(codes) - 1 else " now"
            inner = ""
            if cell is not None:
                hint = safe(registers_text.cell_hint(regions[code], text, cell, names))
                word = safe(registers_text.cell_word(cell.state))
                inner = address.figure(
                    f'<i class="cell rp-{cell.state}" title="{hint}">{word}</i>',
                    about="reporting", report=found.report.id, **_unit(found, code), **address.at(text),
                )  # fmt: skip
            tds.append(f'<td class="{place[text]}{edge}">{inner}</td>')
        body.append(
            f'<tr data-region="{safe(code)}"><th scope="row">{safe(regions[code])}</th>{"".join(tds)}</tr>'
        )
    return (
        f'<div class="calendar-wrap"><table class="calendar rp" aria-label="{safe(_("报送日历"))}">'
        f'<colgroup><col class="unit">{"".join(f"""<col class="{place[m]}">""" for m in months)}</colgroup>'
        f"<thead>{_years(months, place, _(registers_text.KINDS[found.kind]))}{_numbers(months, place, month)}</thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>{_key(found)}"
    )


def _unit(found: Calendar, code: str) -> dict[str, str]:
    """Parameters that name the office whose files a cell leads to."""
    if found.kind == "region":
        return {"region": code, "sector": ALL}
    return {"region": ALL, "sector": ALL, "kind": found.kind, "office": code}


def _place(months: Sequence[str], month: str) -> dict[str, str]:
    """Which columns leave on a laptop (``mid``) and on a phone (``far``): those farthest before the chosen month."""
    at = months.index(month) if month in months else len(months) - 1
    near = months[max(0, at + 1 - PHONE_MONTHS) : at + 1]
    middle = months[max(0, min(at + 2, len(months)) - MIDDLE_MONTHS) : at + 2]
    return {m: "" if m in near else "far" if m in middle else "far mid" for m in months}


def _years(months: Sequence[str], place: Mapping[str, str], office: str) -> str:
    parts: list[str] = []
    named: set[str] = set()
    for (year, css), group in groupby(months, key=lambda m: (m[:4], place[m])):
        text = safe(texts.year(year))
        # A year that a narrower screen shows in part has its name on the first part that is left there.
        if year in named:
            width = "laptop" if css != "far mid" and f"{year} laptop" not in named else "phone"
            is_needed = "mid" not in css and (width == "laptop" or not css)
            text = f'<span class="on-{width}">{text}</span>' if is_needed else ""
        named |= {year} if "mid" in css else {year, f"{year} laptop"}
        parts.append(f'<th colspan="{len(list(group))}" class="{css} y">{text}</th>')
    return f'<tr class="years"><th class="unit">{safe(office)}</th>{"".join(parts)}</tr>'


def _numbers(months: Sequence[str], place: Mapping[str, str], month: str) -> str:
    parts = [
        f'<th class="{place[m]}{" now" if m == month else ""}" title="{safe(texts.month(m))}">{Month.parse(m).number}</th>'
        for m in months
    ]
    return f'<tr class="numbers"><th></th>{"".join(parts)}</tr>'


def _key(found: Calendar) -> str:
    there = {cell.state for cell in found.cells.values()}
    items = [
        f'<span class="key-item"><i class="cell rp-{s}">{safe(registers_text.cell_word(s))}</i>'
        f"{safe(registers_text.state_name(s))}</span>"
        for s in STATES
        if s in there
    ]
    items.append(f'<span class="key-item"><i class="cell framed"></i>{safe(_("所选月份"))}</span>')
    return f'<div class="key calendar-key rp-key">{"".join(items)}</div>'
