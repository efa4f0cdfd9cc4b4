"""Each committee's list of hazards under supervision (挂牌), year by year, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board import address, downloads, queries_committees, queries_method, texts, theme
from board.charts import marks
from board.charts.marks import Row, safe
from board.downloads.exhibit import Exhibit
from board.frame import View
from board.queries import Board
from board.queries_method import Names
from board.texts import _
from rules.plan import Plan

MOST_NAMES = 4


def show(view: View) -> None:
    """The card with what it offers for taking away."""
    board, names = view.board, queries_method.names(view.board)
    rows = texts.localised(queries_committees.supervised_lists(board, view.month), board.plan, view.by)
    with st.container(key="card_supervision"):
        theme.markup(supervision_card(rows, board.plan, view.month, names))
        downloads.offer(supervision_exhibit(rows, board, view.month, names), "supervision")


def supervision_card(rows: Sequence[Row], plan: Plan, month: str, names: Names) -> str:
    """Head, table and note as markup; ``rows`` come from ``queries_committees.supervised_lists``."""
    year = int(month[:4])
    return (
        marks.card_head(_("各专委会挂牌督办清单"), supervision_finding(rows, year))
        + supervision_table(rows, plan, year, names)
        + supervision_note(plan)
    )


def supervision_finding(rows: Sequence[Row], year: int) -> str:
    """How many committees listed any this year, and which did not."""
    known = [row for row in rows if row["has_listed"] is not None]
    if not known:
        return _("台账里没有挂牌督办的记录")
    listed = [row for row in known if row["has_listed"]]
    parts = [
        _("{year} 年 {count} 个专委会中 {listed} 个已挂牌").format(
            year=year, count=len(known), listed=len(listed)
        )
    ]
    missing = [str(row["region"]) for row in known if not row["has_listed"]]
    if missing:
        shown = texts.names(missing[:MOST_NAMES])
        if len(missing) > MOST_NAMES:
            shown = _("{names}等 {count} 个").format(names=shown, count=len(missing))
        parts.append(_("未挂牌：{names}").format(names=shown))
    return texts.clauses(parts)


def supervision_table(rows: Sequence[Row], plan: Plan, year: int, names: Names) -> str:
    """The table as markup: years before with listed and struck off, this year in full."""
    before = list(range(plan.first_month.year, year))
    head = f"<th>{safe(_('专委会'))}</th>" + "".join(
        f'<th class="num">{safe(title)}</th>'
        for title in (
            *(_("{year} 年挂牌/销号").format(year=y) for y in before),
            _("{year} 年挂牌").format(year=year),
            _("销号"),
            _("在册"),
            _("逾期"),
            *([_("往年未销号")] if before else []),
        )
    )
    head += f"<th>{safe(_('级别'))}</th><th>{safe(_('本年'))}</th>"
    lines = "".join(_line(row, before, year, plan, names) for row in rows)
    return (
        f'<div class="table-wrap"><table class="parts supervision"><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(row: Row, before: Sequence[int], year: int, plan: Plan, names: Names) -> str:
    name = f'<th scope="row">{safe(row["region"])}</th>'
    if row["years"] is None:
        # Nothing is known of it: dashes would look like noughts, so it is said once.
        return f'<tr>{name}<td colspan="{len(before) + 6 + bool(before)}">{safe(_why_unknown(row, plan))}</td></tr>'
    own = row["years"][year]

    def rows(column: str, *years: int, tier: str = "") -> dict[str, str]:
        where = address.limits(found_year=[str(y) for y in years], supervision=tier)
        unit = address.unit("committee", str(row["region_code"]))
        return {"measure": f"supervision_month.{column}", "where": where, "window": "month_end", **unit}

    def linked(column: str, *years: int) -> str:
        number = sum(row["years"][y][column] for y in years)
        return address.figure(texts.number(number), **rows(column, *years))

    cells = [
        _td(_("{year} 年挂牌/销号").format(year=y), f"{linked('listed', y)}/{linked('struck_off', y)}")
        for y in before
    ]
    labels = (_("{year} 年挂牌").format(year=year), _("销号"), _("在册"), _("逾期"))
    for label, key in zip(labels, ("listed", "struck_off", "open_stock", "overdue"), strict=True):
        is_strong = key == "listed" or (key == "overdue" and own[key] > 0)
        cells.append(_td(label, linked(key, year), is_strong))
    if before:
        cells.append(_td(_("往年未销号"), linked("open_stock", *before)))
    tiers = texts.names(
        address.figure(safe(told), **rows("listed", year, tier=tier)) for tier, told in _tiers(row, names)
    )
    cells.append(f'<td data-label="{safe(_("级别"))}">{tiers}</td>' if tiers else "<td></td>")
    state = _("已挂牌") if row["has_listed"] else marks.tag(_("未挂牌"), _("本年还没有挂牌的隐患"))
    cells.append(f'<td data-label="{safe(_("本年"))}">{state}</td>')
    return f"<tr>{name}{''.join(cells)}</tr>"


def _td(label: str, markup: str, is_strong: bool = False) -> str:
    css = "num strong" if is_strong else "num"
    return f'<td class="{css}" data-label="{safe(label)}">{markup}</td>'


def _why_unknown(row: Row, plan: Plan) -> str:
    committee = next(c for c in plan.programme.committees if c.id == row["region_code"])
    return _("台账里没有挂牌督办的记录") if committee.sectors else _("方案包没有写它分管哪些行业领域")


def tier_words(row: Row, names: Names) -> str:
    """How many of this year's are of which tier: ``县级 3、州市级 1``."""
    return texts.names(told for _tier, told in _tiers(row, names))


def _tiers(row: Row, names: Names) -> list[tuple[str, str]]:
    """Tiers that occur, each with its words and number."""
    is_english = texts.is_english()
    return [
        (tier, f"{names.of('value', 'supervision', tier, is_english)} {count}")
        for tier, count in sorted((row["tiers"] or {}).items())
        if count
    ]


def supervision_note(plan: Plan) -> str:
    """What is counted, and what the plan asks for."""
    parts = []
    asked = plan.yearly_supervision
    if asked is not None:
        said = _("方案要求各专委会每年挂牌（{clause}）。")
        if asked.origin == "committee":
            said = _("各专委会每年挂牌为安委会自定（{clause}）。")
        parts.append(said.format(clause=texts.clause(asked.clause)))
    parts.append(_("按隐患的发现年份和行业领域统计，台账没有挂牌日期；各级挂牌都计入。"))
    sectors = [sector for committee in plan.programme.committees for sector in committee.sectors]
    if len(sectors) > len(set(sectors)):
        parts.append(_("一个行业领域归两个专委会的，两边都计。"))
    return f'<p class="note">{safe("".join(parts) if not texts.is_english() else " ".join(parts))}</p>'


def supervision_exhibit(rows: Sequence[Row], board: Board, month: str, names: Names) -> Exhibit:
    """The same figures to take away: a row a committee and year."""
    lines: list[dict[str, Any]] = []
    year = int(month[:4])
    for row in rows:
        for when, own in (row["years"] or {year: None}).items():
            lines.append(
                {
                    _("专委会"): row["region"],
                    _("年份"): when,
                    _("挂牌"): own and own["listed"],
                    _("销号"): own and own["struck_off"],
                    _("在册"): own and own["open_stock"],
                    _("逾期"): own and own["overdue"],
                    _("级别"): tier_words(row, names) if when == year else None,
                }
            )
    title = _("各专委会挂牌督办清单")
    return Exhibit(
        name=title, title=title, unit=texts.unit_name("处"), source=texts.office_name(board.plan), month=month,
        frame=pd.DataFrame(lines), is_demo=board.is_demo,
    )  # fmt: skip
