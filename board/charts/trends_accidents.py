"""Accidents and deaths against the same period of the year before: by class, and by region or sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import pandas as pd
import streamlit as st

from board import address, downloads, queries_trends, texts, theme
from board.charts import marks, trends_links, trends_text
from board.charts.marks import safe
from board.charts.trends_pick import BY
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_method import Names
from board.queries_trends import Accidents, Unit
from board.texts import _
from rules.changes import Figure, is_beyond_chance
from rules.months import Month

NOT_SECTORS = ("none", "other")
"""Codes of rows whose sector is not one of the plan's: no filter has them."""


@dataclass(frozen=True)
class Table:
    """What a table shows: rows by class, region or sector."""

    by: Literal["class", "region", "sector"]
    found: Accidents
    names: dict[str, str]
    unit: Unit
    month: str

    @property
    def has_before(self) -> bool:
        """Whether the whole of the year before was reported."""
        year = Month(Month.parse(self.month).year - 1, 1)
        return self.found.since is not None and self.found.since <= str(year)


def show(view: View, unit: Unit, names: Names) -> None:
    """The card: classes at the left, places at the right."""
    with st.container(key="card_tr_accidents"):
        by_class = table(view, unit, names, "class")
        if by_class.found.since is None or by_class.found.since > view.month:
            theme.markup(marks.card_head(_("事故和死亡"), _("到这个月还没有载入事故台账，没有数不按零计")))
            return
        where = trends_text.unit_name(view.board.plan, unit)
        theme.markup(marks.card_head(_("事故和死亡"), texts.clauses([where, finding(by_class)])))
        places: list[Literal["region", "sector"]] = []
        if unit.region == ALL:
            places.append("region")
        if unit.sector == ALL and unit.by != "committee":
            places.append("sector")
        tables = [by_class]
        with st.container(key="tr_accidents"):
            with st.container(key="tr_by_class"):
                theme.markup(f'<p class="tr-head">{safe(_("按事故等级"))}</p>')
                theme.markup(markup(by_class))
            if places:
                with st.container(key="tr_by_place"):
                    tables.append(table(view, unit, names, _pick(places)))
                    theme.markup(markup(tables[-1]))
        downloads.offer(_exhibit(view, tables, where), "tr_accidents")
        theme.markup(f'<p class="note">{safe(_note(by_class))}</p>')


def _pick(places: Sequence[Literal["region", "sector"]]) -> Literal["region", "sector"]:
    if len(places) < 2:
        theme.markup(f'<p class="tr-head">{safe(_("按{unit}").format(unit=_(BY[places[0]])))}</p>')
        return places[0]
    chosen, _odd = address.pick(
        "places",
        list(places),
        lambda all_, key: st.segmented_control(
            _("事故按什么分"), all_, format_func=lambda by: _(BY[by]), key=key, required=True,
            label_visibility="collapsed",
        ),
    )  # fmt: skip
    return cast('Literal["region", "sector"]', chosen)


def table(view: View, unit: Unit, names: Names, by: Literal["class", "region", "sector"]) -> Table:
    """A table's figures and the names of its rows."""
    found = queries_trends.accidents(view.board, view.month, by, unit)
    plan = view.board.plan
    if by == "class":
        called = {
            c: names.of("value", "accident_class", c, texts.is_english()).capitalize() for c in found.codes
        }
    elif by == "region":
        called = texts.region_names(plan)
    else:
        called = {**texts.sector_names(plan), **{c: _(n) for c, n in trends_text.NO_PLACE.items()}}
    return Table(by, found, {c: called.get(c, c) for c in found.codes}, unit, view.month)


def finding(shown: Table) -> str:
    """The year so far in one sentence, with what can be said of the change."""
    told = _counts(shown, "year_to_date")
    parts = [f"{_period(shown.month)} {told}"]
    if shown.has_before:
        parts.append(f"{_('上年同期')} {_counts(shown, 'year_to_date_before')}")
        for what, name in (("accidents", _("起数")), ("deaths", _("死亡人数"))):
            now, then = _pair(shown, ALL, "year_to_date", what)
            if is_beyond_chance("count", Figure(now), Figure(then)):
                word = _("{what}升，超出偶然波动") if now > then else _("{what}降，超出偶然波动")
            else:
                word = _("{what}的变化没有超出偶然")
            parts.append(word.format(what=name))
    return texts.statements(parts)


def _counts(shown: Table, window: str) -> str:
    numbers = [shown.found.number(ALL, window, what) for what in queries_trends.WHAT]
    return _("{accidents} 起、死亡 {deaths} 人").format(accidents=numbers[0], deaths=numbers[1])


def _period(month: str) -> str:
    if Month.parse(month).number == 1:
        return texts.month(month)
    if texts.is_english():
        return texts.span(texts.month_short(f"{month[:4]}-01"), texts.month(month))
    return texts.span(texts.month(f"{month[:4]}-01"), texts.month_short(month))


def _pair(shown: Table, code: str, window: str, what: str) -> tuple[int, int]:
    return shown.found.number(code, window, what), shown.found.number(code, f"{window}_before", what)


def changed(now: int, then: int) -> str:
    """``▼39.3%`` where it is more than chance, ``≈ −3`` otherwise; a number where there was little before."""
    if now == then:
        return "0"
    if is_beyond_chance("count", Figure(now), Figure(then)):
        share = f"{abs(now / then - 1) * 100:.1f}%" if then >= trends_text.FEW else str(abs(now - then))
        return f"{'▲' if now > then else '▼'}{share}"
    return f"≈ {'+' if now > then else texts.MINUS}{abs(now - then)}"


def markup(shown: Table) -> str:
    """Rows that add up to the last one: the month and the year so far, each with the year before where it was reported."""
    head = {"class": _("事故等级"), "region": _("地区"), "sector": _("行业领域")}[shown.by]
    parts = [(texts.month_short(shown.month), "far"), (_("上年同月"), "far"), (_("累计"), "")]
    parts += [(_("上年同期"), ""), (_("同比"), "")]
    if not shown.has_before:
        parts = [parts[0], parts[2]]
    groups, heads = "", ""
    for name in (_("事故起数"), _("死亡人数")):
        groups += f'<th scope="colgroup" colspan="{len(parts)}">{safe(name)}</th>'
        for text, css in parts:
            # On a phone the months and the heads of the groups are out of sight: the first column says what it counts.
            short = f'<span class="on-phone">{_broken(name)}<br></span>' if text == _("累计") else ""
            start = " start" if text == parts[0][0] else ""
            heads += f'<th scope="col" class="num {css}{start}">{short}{_broken(text)}</th>'
    body = "".join(_row(shown, code, shown.names[code]) for code in shown.found.codes)
    if not shown.found.codes:
        body = f'<tr><td colspan="{2 * len(parts) + 1}">{safe(_("没有事故"))}</td></tr>'
    label = safe(_("事故和死亡按{unit}").format(unit=head))
    return (
        f'<div class="table-wrap"><table class="tr-deaths" aria-label="{label}"><thead><tr><td></td>{groups}</tr>'
        f'<tr><th scope="col">{safe(head)}</th>{heads}</tr></thead><tbody>{body}</tbody>'
        f"<tfoot>{_row(shown, ALL, _('合计'))}</tfoot></table></div>"
    )


def _broken(text: str) -> str:
    """A head that may break in its middle, where a phone has no room for four characters side by side."""
    return safe(text) if texts.is_english() or len(text) != 4 else f"{safe(text[:2])}<wbr>{safe(text[2:])}"


def _row(shown: Table, code: str, name: str) -> str:
    cells: list[tuple[str, str]] = []
    for what in queries_trends.WHAT:
        for window, css in (("month", "far"), ("year_to_date", "")):
            now, then = _pair(shown, code, window, what)
            cells.append(
                (f"{css} start" if window == "month" else css, _cell(shown, code, what, window, now))
            )
            if shown.has_before:
                cells.append((css, _cell(shown, code, what, window, then, is_before=True)))
        if shown.has_before:
            mark = safe(changed(*_pair(shown, code, "year_to_date", what)))
            text = f"<b>{mark}</b>" if mark[0] in "▲▼" else f'<span class="faint">{mark}</span>'
            behind = _behind(shown, code, what, "year_to_date", is_before=True)
            cells.append(("", address.figure(f"<nobr>{text}</nobr>", **behind)))
    tds = "".join(f'<td class="num {css}">{cell}</td>' for css, cell in cells)
    return f'<tr><th scope="row">{safe(name)}</th>{tds}</tr>'


def _cell(shown: Table, code: str, what: str, window: str, number: int, is_before: bool = False) -> str:
    text = texts.number(number)
    return address.figure(
        text if number else f'<span class="faint">{text}</span>',
        **_behind(shown, code, what, window, is_before),
    )


def _behind(shown: Table, code: str, what: str, window: str, is_before: bool = False) -> dict[str, str]:
    """Where a cell leads: the accidents of that class or place."""
    month = str(Month.parse(shown.month) + -12) if is_before else shown.month
    found = {
        "measure": f"accident_month.{what}", "window": window, **trends_links.of_unit(shown.unit), **address.at(month)
    }  # fmt: skip
    if code == ALL:
        return found
    if shown.by == "class":
        return {**found, "where": address.limits(accident_class=code)}
    if shown.by == "sector" and code in NOT_SECTORS:
        return {**found, "where": address.limits(sector=code)}
    return {**found, shown.by: code}


def _note(shown: Table) -> str:
    told = [
        _("事故等级按《生产安全事故报告和调查处理条例》（国务院令第493号）第三条"),
        _(
            "▲▼ 只用于超出偶然波动的变化（泊松分布，条件二项精确检验，95%）；一起事故死亡多人时，人数的波动比这个检验想的大"
        ),
    ]
    if not shown.has_before:
        told.append(_("没有上年的事故台账，无法同比"))
    return texts.sentence(texts.statements(told))


def _exhibit(view: View, tables: Sequence[Table], where: str) -> Exhibit:
    """All rows of the tables below each other."""
    rows = []
    for shown in tables:
        head = {"class": _("事故等级"), "region": _("地区"), "sector": _("行业领域")}[shown.by]
        for code, name in [*shown.names.items(), (ALL, _("合计"))]:
            row: dict[str, object] = {_("分组"): head, _("名称"): name}
            for what, label in (("accidents", _("事故起数")), ("deaths", _("死亡人数"))):
                for window, span in (("month", _("当月")), ("year_to_date", _("年初累计"))):
                    now, then = _pair(shown, code, window, what)
                    row[texts.clauses([label, span])] = now
                    row[texts.clauses([label, span, _("上年")])] = then if shown.has_before else None
                row[texts.clauses([label, _("累计同比")])] = changed(now, then) if shown.has_before else ""
            rows.append(row)
    return Exhibit(
        name="accidents-against-last-year", title=_("事故和死亡与上年同期比较"), unit="",
        source=texts.office_name(view.board.plan), month=view.month, frame=pd.DataFrame(rows),
        filters={_("范围"): where}, is_demo=view.board.is_demo,
    )  # fmt: skip
