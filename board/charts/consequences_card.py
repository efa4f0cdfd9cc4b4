"""后果: what the plan provides by who found a hazard and what became of it, and how many cases fall under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from board import address, texts
from board.charts import marks
from board.charts.marks import Row, safe
from board.downloads.exhibit import Exhibit
from board.queries import ALL, Board
from board.queries_consequences import cases
from board.queries_method import Names
from board.texts import N_, _

_OUTCOMES = {
    "rectified": N_("已整改销号"),
    "not_rectified": N_("逾期未改"),
    "any": N_("查出"),
    "accident": N_("发生事故"),
}
_LEVELS = {"general": N_("一般隐患"), "all": N_("各级隐患")}
"""Major hazards are what a plan means where it does not say another level."""


def consequences_card(rows: Sequence[Row], board: Board, month: str, names: Names) -> str:
    """Head, table and note as markup; ``rows`` come from ``queries_consequences.consequences``."""
    if not rows:
        text = _("方案没有按发现渠道和整改结果规定后果。")
        return marks.card_head(_("谁发现、改没改、有什么后果"), "") + f'<p class="note">{safe(text)}</p>'
    return (
        marks.card_head(_("谁发现、改没改、有什么后果"), consequences_finding(rows))
        + _table(rows, board, names)
        + _note(rows)
    )


def consequences_finding(rows: Sequence[Row]) -> str:
    """The consequence with the most cases."""
    known = [row for row in rows if row["total"]]
    if not known:
        return _("本期没有对应的情形")
    most = max(known, key=lambda row: row["total"])
    return _("最多的是“{title}”，{count} 起").format(title=_title(most), count=texts.number(most["total"]))


def _title(row: Row) -> str:
    return str(row["title_en"] if texts.is_english() else row["title"])


def case_words(row: Row, names: Names) -> str:
    """Who found it and what became of it: ``企业自查，已整改销号``; every finder together is not listed."""
    outcome = _(_OUTCOMES[row["outcome"]])
    if row["outcome"] != "accident" and row["level"] in _LEVELS:
        outcome += texts.brackets(_(_LEVELS[row["level"]]))
    finders = [
        name for kind, of, name in names.pairs if (kind, of) == ("value", "found_by") and name != "none"
    ]
    if row["outcome"] == "accident" or set(row["found_by"]) >= set(finders):
        return outcome if row["outcome"] == "accident" else texts.clauses([_("不论谁发现"), outcome])
    is_english = texts.is_english()
    found = texts.names(names.of("value", "found_by", name, is_english) for name in row["found_by"])
    return texts.clauses([found, outcome])


def _table(rows: Sequence[Row], board: Board, names: Names) -> str:
    heads = (("", _("后果")), ("", _("情形")), ("", _("依据")), ("num", _("合计")), ("", _("按地区")))
    head = "".join(f'<th class="{css}">{safe(title)}</th>' for css, title in heads)
    places = texts.region_names(board.plan)
    lines = []
    for row in rows:
        total = _linked(row, ALL, texts.number(row["total"]))
        lines.append(
            f'<tr data-code="{safe(row["id"])}"><th scope="row">{safe(_title(row))}</th>'
            f'<td data-label="{safe(_("情形"))}">{safe(case_words(row, names))}</td>'
            f'<td data-label="{safe(_("依据"))}">{safe(texts.clause(row["clause"]))}</td>'
            f'<td class="num strong" data-label="{safe(_("合计"))}">{total}</td>'
            f'<td data-label="{safe(_("按地区"))}">{_by_region(row, places)}</td></tr>'
        )
    return (
        f'<div class="table-wrap"><table class="parts consequences"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _by_region(row: Row, places: dict[str, str]) -> str:
    """Regions with cases, most first; then those that never reported. Markup."""
    numbers = sorted(
        ((code, count) for code, count in row["by_region"].items() if count), key=lambda item: -item[1]
    )
    parts = [_linked(row, code, f"{places[code]} {texts.number(count)}") for code, count in numbers]
    silent = [places[code] for code, count in row["by_region"].items() if count is None]
    if silent and len(silent) == len(row["by_region"]):
        return safe(_("各地区都未报"))
    if silent:
        parts.append(safe(_("未报：{names}").format(names=texts.names(silent))))
    return texts.names(parts) if parts else safe(_("没有"))


def _linked(row: Row, code: str, text: str) -> str:
    """A number of cases as markup that leads to them: the very rows of the ledger."""
    if row["total"] is None:
        return safe(text)
    half = cases(row)
    return address.figure(safe(text), **address.of_half(half), **address.unit("region", code))


def _note(rows: Sequence[Row]) -> str:
    row = rows[0]
    text = _(
        "{first}至{last}，没有另外注明的为重大隐患：“已整改销号”按本期销号计，“查出”按本期发现计，"
        "“逾期未改”为期末在册且过了时限；事故按本期发生计。同一处隐患可能落入几种情形。"
    ).format(first=texts.month(row["first"]), last=texts.month(row["last"]))
    return f'<p class="note">{safe(text)}</p>'


def consequences_exhibit(rows: Sequence[Row], board: Board, month: str, names: Names) -> Exhibit:
    """The table to take away: a column a region."""
    places = texts.region_names(board.plan)
    lines: list[dict[str, Any]] = [
        {
            _("后果"): _title(row),
            _("情形"): case_words(row, names),
            _("依据"): texts.clause(row["clause"]),
            _("合计"): row["total"],
            **{places[code]: count for code, count in row["by_region"].items()},
        }
        for row in rows
    ]
    title = _("谁发现、改没改、有什么后果")
    return Exhibit(
        name="consequences", title=title, unit=texts.unit_name("起"), source=texts.office_name(board.plan), month=month,
        frame=pd.DataFrame(lines), is_demo=board.is_demo,
    )  # fmt: skip
