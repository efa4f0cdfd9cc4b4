"""The cards of the targets page: head with the answer, list or figure, notes, and what can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from board import address, downloads, queries_targets, texts, theme
from board.charts import (
    marks,
    plots,
    targets_canvas,
    targets_exhibits,
    targets_gap,
    targets_plot,
    targets_table,
    targets_text,
    targets_units,
)
from board.charts.marks import safe
from board.downloads import Exhibit
from board.queries_targets import ALL, Goal, Goals, Unit
from board.texts import _


def head(title: str, finding: str, exhibit: Exhibit | None, key: str, right: str = "") -> None:
    """Title, answer and key at the left, 下载 at the right edge."""
    with st.container(key=f"tg_head_{key}", horizontal=True, gap="small"):
        theme.markup(marks.card_head(title, finding, right))
        if exhibit is not None:
            downloads.offer(exhibit, f"targets_{key}")


def _year_title(year: int, is_closed: bool) -> str:
    word = _("{year}年（已收官）") if is_closed else _("{year}年（进行中）")
    return word.format(year=year)


def scope_note(found: Goals) -> None:
    """Whose figures are shown, where a region or a sector is chosen."""
    plan = found.board.plan
    if found.sector != ALL:
        sector = texts.sector_names(plan)[found.sector]
        year = found.of(found.year)
        told = sum(g.has_figures for g in year)
        text = _(
            "数值为{whole}{sector}领域的数字：今年 {all} 项目标中 {n} 项有分行业领域的数字，其余没有。"
        ).format(whole=texts.whole_name(plan), sector=sector, n=told, all=len(year))
        if found.region != ALL:
            text += _("按行业领域的数字不分地区，地区筛选不起作用。")
        theme.notice(text)
    elif found.region != ALL:
        region = texts.region_names(plan)[found.region]
        text = _("数值为{region}的数字，目标是{whole}的目标。").format(
            region=region, whole=texts.whole_name(plan)
        )
        if found.left_out:
            text += _("另有 {n} 项目标不适用于这个地区，没有列出。").format(n=found.left_out)
        theme.notice(text)


def empty_card(found: Goals) -> None:
    """A plan without targets: what that means and where they would come from."""
    theme.markup(
        f'<div class="problem"><h2>{safe(_("这个方案没有定年度目标"))}</h2><dl>'
        f"<dt>{safe(_('仍然有效'))}</dt><dd>{safe(_('排名、风险图和台账照常。'))}</dd>"
        f"<dt>{safe(_('情况与办法'))}</dt><dd>"
        f"{safe(_('需要考核进度时，在方案包 {id} 的 indicators.yml 里给指标写上 targets。').format(id=found.board.plan.id))}"
        "</dd></dl></div>"
    )


def main_card(found: Goals, chosen: str) -> None:
    """The main targets of the month's year, with the count over all targets of the year."""
    goals = found.of(found.year)
    main, rest = targets_text.main_and_rest(goals, found)
    is_closed = bool(goals) and _is_over(goals)
    with st.container(key="card_tg_now"):
        exhibit = targets_exhibits.of_year(found, main, "main", _("{year}年目标进度").format(year=found.year))
        finding = targets_text.counts(goals) if goals else _("这一年没有定目标")
        title = _year_title(found.year, is_closed)
        head(title, finding, exhibit if goals else None, "now", targets_table.key(is_closed) if goals else "")
        if not goals:
            theme.markup(f'<p class="tg-none">{safe(_none_text(found))}</p>')
            return
        first = _("{clauses} {n} 项").format(clauses=targets_text.clauses_text(main), n=len(main))
        notes = targets_table.notes(main, is_closed)
        theme.markup(targets_table.main_table(main, found.month, first, chosen) + _more(found, rest) + notes)


def _is_over(goals: Sequence[Goal]) -> bool:
    statuses = {g.status for g in goals}
    return all(g.is_due for g in goals) and not statuses & {"behind", "on_course"}


def _none_text(found: Goals) -> str:
    plan_years = sorted({t.year for i in found.board.plan.indicators for t in i.targets})
    years = texts.names(texts.year(y) for y in plan_years)
    return _("方案只给{years}定了目标，{year}年没有。").format(years=years, year=found.year)


def _more(found: Goals, rest: Sequence[Goal]) -> str:
    parts = []
    if rest:
        told = targets_text.counts(rest)
        parts.append(
            _("{clauses}中的目标 {told}，见下方清单").format(
                clauses=targets_text.clauses_text(rest), told=told
            )
        )
    if found.coming_years:
        years = texts.names(texts.year(y) for y in found.coming_years)
        parts.append(_("{years}的目标到当年才列出").format(years=years))
    return f'<p class="note">{safe(texts.sentence(texts.statements(parts)))}</p>' if parts else ""


def rest_card(found: Goals, chosen: str) -> None:
    """The targets of the month's year that stand inside single clauses."""
    _main, rest = targets_text.main_and_rest(found.of(found.year), found)
    if not rest:
        return
    title = _("{year}年{clauses}中的目标").format(year=found.year, clauses=targets_text.clauses_text(rest))
    with st.container(key="card_tg_rest_now"):
        exhibit = targets_exhibits.of_year(found, rest, "clauses", title)
        head(title, targets_text.counts(rest), exhibit, "rest")
        notes = targets_table.notes(rest, _is_over(rest))
        theme.markup(targets_table.clause_table(rest, found.month, chosen) + notes)


def closed_cards(found: Goals) -> None:
    """The years before as they closed: first every year's main targets, then those inside clauses."""
    split = {year: targets_text.main_and_rest(found.of(year), found) for year in found.closed_years}
    if not split:
        with st.container(key="card_tg_closed_none"):
            head(_("已收官的年度"), _("还没有"), None, "closed_none")
            text = _("{year}年是方案有目标的第一年，到年底收官后列在这里。").format(year=found.year)
            theme.markup(f'<p class="tg-none">{safe(text)}</p>')
    for year, (main, rest) in split.items():
        title = _year_title(year, True)
        _closed_card(found, year, main, title, targets_text.counts([*main, *rest]), "main", rest)
    for year, (_main, rest) in split.items():
        if rest:
            title = _("{year}年{clauses}中的目标").format(year=year, clauses=targets_text.clauses_text(rest))
            _closed_card(found, year, rest, title, targets_text.counts(rest), "clauses", ())


def _closed_card(
    found: Goals, year: int, goals: Sequence[Goal], title: str, finding: str, part: str, rest: Sequence[Goal]
) -> None:
    with st.container(key=f"card_tg_{part}_{year}"):
        exhibit = targets_exhibits.of_year(found, goals, part, title)
        head(title, finding, exhibit, f"{part}_{year}")
        notes = []
        if rest:
            told = _("本表 {n} 项；{clauses}中的目标另列一表，{counts}")
            notes.append(
                told.format(
                    n=len(goals), clauses=targets_text.clauses_text(rest), counts=targets_text.counts(rest)
                )
            )
        early = {g.month for g in goals if not g.is_due and g.value is not None}
        if early:
            notes.append(_("数据只到{month}").format(month=texts.month(max(early))))
        told = f'<p class="note">{safe(texts.sentence(texts.statements(notes)))}</p>' if notes else ""
        theme.markup(
            targets_table.closed_table(goals, part == "clauses") + told + targets_table.notes(goals, True)
        )


def chart_names(found: Goals) -> dict[str, str]:
    """Indicators that can be drawn: the year's in the order of the lists, then those of earlier years."""
    main, rest = targets_text.main_and_rest(found.of(found.year), found)
    ordered = [*main, *(g for _clause, members in targets_text.by_clause(rest) for g in members)]
    names = {g.indicator.id: targets_text.name(g.indicator) for g in ordered}
    for year in reversed(found.closed_years):
        for goal in found.of(year):
            text = _("{name}（{year}年）").format(name=targets_text.name(goal.indicator), year=year)
            names.setdefault(goal.indicator.id, text)
    return names


def chart_goal(found: Goals, indicator: str) -> Goal:
    """The goal that is drawn: the newest of the indicator; of all together where the sector has no figures."""
    goal = max((g for g in found.items if g.indicator.id == indicator), key=lambda g: g.year)
    if goal.has_figures:
        return goal
    return chart_goal(queries_targets.goals(found.board, found.month), indicator)


def charts(found: Goals, indicator: str, is_large: bool = False) -> None:
    """The course of the chosen indicator, and where each region (or sector) stands."""
    goal = chart_goal(found, indicator)
    by_sector = found.sector != ALL and any(g.has_figures for g in found.items if g.indicator.id == indicator)
    kind, chosen = ("sector", found.sector) if by_sector else ("region", found.region)
    whole, units = queries_targets.units_of(found.board, goal, kind, _unit_names(found, kind))
    height = targets_canvas.rows_height(len(units))
    with st.container(key="tg_charts"):
        with st.container(key="card_tg_course"):
            draw = partial(targets_plot.course_figure, goal, min(height, targets_canvas.rows_height(12)))
            title = targets_text.name(goal.indicator)
            head(title, targets_gap.gap_text(goal), targets_exhibits.of_course(found, goal, draw), "course")
            _plot(found, goal, draw, "course", targets_gap.gap_text(goal), is_large)
            behind = address.defined(safe(_("定义和台账行")), **targets_text.behind(goal))
            theme.markup(f'<p class="note">{safe(_course_note(found, goal, by_sector))} {behind}</p>')
        with st.container(key="card_tg_units"):
            figure = partial(targets_units.units_figure, goal, whole, units, chosen, height)
            title = _("分行业领域") if kind == "sector" else _("分地区")
            finding = targets_text.units_text(goal, whole, units, chosen)
            exhibit = targets_exhibits.of_units(found, goal, kind, whole, units, figure)
            head(title, finding, exhibit, "units")
            _plot(found, goal, figure, f"units_{kind}", finding, is_large)
            rows = _unit_links(goal, kind, units)
            theme.markup(f'<p class="note">{safe(_units_note(goal, whole.name))} {rows}</p>')


def _unit_links(goal: Goal, kind: str, units: Sequence[Unit]) -> str:
    """The way to each region's or sector's own rows: a drawn figure cannot be one."""
    links = texts.names(
        address.defined(safe(unit.name), **targets_text.behind(goal), **address.unit(kind, unit.code))
        for unit in units
        if unit.value is not None
    )
    return f"{safe(_('定义和台账行'))}{texts.colon()}{links}" if links else ""


def _unit_names(found: Goals, kind: str) -> dict[str, str]:
    plan = found.board.plan
    names = texts.region_names(plan) if kind == "region" else texts.sector_names(plan)
    return names | {ALL: texts.whole_name(plan)}


def _plot(
    found: Goals, goal: Goal, draw: Callable[[], go.Figure], name: str, said: str, is_large: bool
) -> None:
    key = (
        "targets", name, found.month, found.region, found.sector, goal.indicator.id, goal.year, goal.has_figures, is_large,
    )  # fmt: skip
    figure = plots.of_view(found.board, key, lambda: targets_canvas.enlarged(draw()) if is_large else draw())
    said = f"{targets_text.name(goal.indicator)}{texts.colon()}{said}"
    plots.show(figure, f"tg_plot_{name.split('_')[0]}", said, targets_canvas.CONFIG, width="stretch")


def _course_note(found: Goals, goal: Goal, by_sector: bool) -> str:
    plan = found.board.plan
    whose = texts.whole_name(plan)
    if by_sector:
        whose += texts.sector_names(plan)[found.sector]
    elif found.sector == ALL and found.region != ALL:
        whose = texts.region_names(plan)[found.region]
    parts = [_("{whose}，{year}年为黑线").format(whose=whose, year=goal.year)]
    if found.sector != ALL and not by_sector:
        parts[0] += _("（该指标没有分行业领域的数字）")
    if goal.is_fall:
        parts.append(_("纵轴为年初以来累计{unit}数").format(unit=texts.unit_name(goal.indicator.unit)))
    if goal.is_down:
        parts.append(_("越低越好"))
    if not goal.is_closed and goal.forecast is not None:
        parts.append(_("扇形为{end}预计的 95% 区间").format(end=targets_gap.end(goal)))
    return texts.sentence(texts.statements(parts))


def _units_note(goal: Goal, whole: str) -> str:
    if not goal.is_share and not goal.is_fall:
        word = (
            _("{month}的{unit}数，条越长越多，越少越好。")
            if goal.is_down
            else _("{month}的{unit}数，条越长越多，越多越好。")
        )
        return word.format(month=texts.month(goal.month), unit=texts.unit_name(goal.indicator.unit))
    parts = [
        texts.month(goal.month),
        _("横条为 95% 区间"),
        _("实心点与{whole}有显著差异，空心点没有").format(whole=whole),
    ]
    if goal.is_down:
        parts.append(_("横轴反向，越靠右越好"))
    if goal.is_fall:
        far = f"+{targets_units.FURTHEST_CHANGE * 100:.0f}%"
        parts.append(_("超出 {share} 的部分未画").format(share=far))
    return texts.sentence(texts.statements(parts))
