"""The cards of the old stock's run-off: heads with the answer, figures, and what can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from board import address, downloads, queries_runoff, texts, theme
from board.charts import marks, plots, runoff_figure, targets_canvas
from board.charts.marks import safe
from board.charts.runoff_figure import hazards
from board.downloads import Exhibit
from board.queries import ALL, Board
from board.texts import _
from rules.plan import Aggregate
from rules.runoff import Runoff, indicator_of

MOST_NAMES = 3


def show(board: Board, month: str, region: str, sector: str, is_large: bool = False) -> None:
    """Both cards; nothing in a plan that sets no day for the old stock."""
    if board.plan.cohort_before is None:
        return
    run, units = queries_runoff.runoffs(board, month, region, sector)
    with st.container(key="tg_runoff"):
        if not run.total:
            _empty(board)
            return
        with st.container(key="card_tg_runoff"):
            draw = partial(runoff_figure.course_figure, run, min(targets_canvas.rows_height(len(units)), 526))
            _head(title(board), finding(run), _of_course(board, run, region, sector, draw), "course")
            _plot(board, ("course", month, region, sector), draw, finding(run), is_large)
            behind = address.defined(safe(_("定义和台账行")), **_behind(board), region=region, sector=sector)
            theme.markup(f'<p class="note">{safe(_note(board, run, region, sector))} {behind}</p>')
        with st.container(key="card_tg_runoff_units"):
            named = texts.region_names(board.plan)
            figure = partial(runoff_figure.units_figure, units, named, region)
            exhibit = _of_units(board, units, named, sector, figure)
            _head(_("存量分地区"), units_finding(units, named), exhibit, "units")
            said = units_finding(units, named)
            _plot(board, ("units", month, region, sector), figure, said, is_large)
            behind = address.defined(safe(_("定义和台账行")), **_behind(board), region=ALL, sector=sector)
            theme.markup(f'<p class="note">{safe(_units_note(units))} {behind}</p>')


def _behind(board: Board) -> dict[str, str]:
    """What a link asks for to show the hazards of the old stock that are still open."""
    indicator = indicator_of(board.plan)
    where: dict[str, str | bool | list[str]] = {"level": "major"}
    if indicator:
        where = dict(indicator.halves()[0].where)
        if indicator.sectors:
            where["sector"] = indicator.sectors
    return address.of_half(
        Aggregate(mart="hazard_month", column="cohort_open", where=where, window="month_end")
    )


def _head(name: str, told: str, exhibit: Exhibit, key: str) -> None:
    with st.container(key=f"tg_head_runoff_{key}", horizontal=True, gap="small"):
        theme.markup(marks.card_head(name, told, ""))
        downloads.offer(exhibit, f"targets_runoff_{key}")


def _plot(board: Board, key: tuple[str, ...], draw: partial[go.Figure], said: str, is_large: bool) -> None:
    figure = plots.of_view(
        board, ("runoff", *key, is_large), lambda: targets_canvas.enlarged(draw()) if is_large else draw()
    )
    plots.show(figure, f"tg_runoff_plot_{key[0]}", said, targets_canvas.CONFIG, width="stretch")


def title(board: Board) -> str:
    """What the old stock is."""
    day = board.plan.cohort_before
    return _("{day}前查出的重大隐患").format(day=texts.day(day)) if day else ""


def _empty(board: Board) -> None:
    with st.container(key="card_tg_runoff_none"):
        theme.markup(marks.card_head(title(board), _("台账里没有")))
        text = _("没有收到这一天以前查出的重大隐患，存量消化无从画起；有了台账就会列在这里。")
        theme.markup(f'<p class="tg-none">{safe(text)}</p>')


def finding(run: Runoff) -> str:
    """How many are open, and whether the target is or will be reached."""
    cleared = texts.rate((run.total - run.now) / run.total, run.total - run.now, run.total)
    parts = [_("还剩 {open}，已销号 {share}").format(open=hazards(run.now), share=cleared)]
    return texts.clauses([*parts, *_against_target(run)])


def _against_target(run: Runoff) -> list[str]:
    if run.allowed is None or run.due is None:
        return []
    if run.excess <= 0:
        return [_reached(run)]
    if run.needed is not None:
        due = texts.month(str(run.due))
        told = _("到{month}底每月须销号 {needed}，近六个月每月 {pace}").format(
            month=due, needed=texts.number(run.needed, 1), pace=texts.number(run.pace, 1)
        )
        return [told]
    beyond = _("期限已过，比目标多 {n}").format(n=hazards(runoff_figure.beyond(run)))
    if run.months_more is None:
        return [beyond, _("近六个月没有减少")]
    return [beyond, texts.form(_("按近六个月的速度还要 {n} 个月"), run.months_more).format(n=run.months_more)]


def _reached(run: Runoff) -> str:
    since = run.reached
    assert (
        since is not None and run.due is not None
    )  # nothing is open beyond the target, so the last month holds
    month = texts.month(str(since))
    if since > run.due:
        return _("{month}才达到目标，期限是{due}底").format(month=month, due=texts.month(str(run.due)))
    return _("{month}起达到目标").format(month=month)


def units_finding(units: Sequence[Runoff], named: dict[str, str]) -> str:
    """Who is over the target, by how much most; without a target who has most."""
    known = [u for u in units if u.total]
    over = sorted((u for u in known if u.excess > 0), key=lambda u: -u.excess)
    if not over and any(u.allowed is not None for u in known):
        return _("各地区都已达到目标")
    shown = over or [u for u in known if u.now]
    if not shown:
        return _("各地区都已销号")
    text = texts.names(f"{named[u.code]} {hazards(u.now)}" for u in shown[:MOST_NAMES])
    more = _("等 {n} 个").format(n=len(shown)) if len(shown) > MOST_NAMES else ""
    return _("{named}{more}还没有达到目标").format(named=text, more=more) if over else f"{text}{more}"


def _whose(board: Board, region: str, sector: str) -> str:
    plan = board.plan
    place = (
        texts.region_names(plan).get(region, texts.whole_name(plan))
        if region != ALL
        else texts.whole_name(plan)
    )
    return place if sector == ALL else texts.clauses([place, texts.sector_names(plan)[sector]])


def _note(board: Board, run: Runoff, region: str, sector: str) -> str:
    parts = [_("{whose}，各月末未销号的处数").format(whose=_whose(board, region, sector))]
    if run.due:
        parts.append(_("点线为从方案开始到目标的匀速"))
        if run.needed:
            parts.append(_("虚线为从现在起须有的速度"))
        parts.append(_("菱形为目标"))
    return texts.sentence(texts.statements(parts))


def _units_note(units: Sequence[Runoff]) -> str:
    parts = [_("每行按本地区最多的月份画高，各行之间不可比高低")]
    if any(u.allowed is not None for u in units):
        parts.append(_("点线为目标允许剩下的处数"))
    return texts.sentence(texts.statements(parts))


def _filters(board: Board, region: str, sector: str) -> dict[str, str]:
    regions, sectors = texts.region_names(board.plan), texts.sector_names(board.plan)
    return {_("地区"): regions.get(region, region), _("行业领域"): sectors.get(sector, sector)}


def _of_course(board: Board, run: Runoff, region: str, sector: str, figure: partial[go.Figure]) -> Exhibit:
    struck = [None, *runoff_figure.falls(run)]
    rows = [
        {_("月份"): str(m), _("未销号"): n, _("本月销号"): off, _("存量总数"): run.total,
         _("目标允许剩下"): run.allowed if run.due and m >= run.due else None}
        for m, n, off in zip(run.months, run.open, struck, strict=True)
    ]  # fmt: skip
    return _exhibit(
        board, "runoff", title(board), run, pd.DataFrame(rows), _filters(board, region, sector), figure
    )


def _of_units(
    board: Board, units: Sequence[Runoff], named: dict[str, str], sector: str, figure: partial[go.Figure]
) -> Exhibit:
    rows = [
        {_("地区"): named[u.code], **{str(m): n for m, n in zip(u.months, u.open, strict=True)},
         _("存量总数"): u.total, _("目标允许剩下"): u.allowed, _("每月须销"): u.needed, _("近六个月每月"): u.pace}
        for u in units
    ]  # fmt: skip
    name = _("{title}分地区").format(title=title(board))
    return _exhibit(
        board, "runoff-regions", name, units[0], pd.DataFrame(rows), _filters(board, ALL, sector), figure
    )


def _exhibit(
    board: Board,
    name: str,
    title_: str,
    run: Runoff,
    frame: pd.DataFrame,
    filters: dict[str, str],
    figure: partial[go.Figure],
) -> Exhibit:
    return Exhibit(
        name, title_, texts.unit_name("处"), texts.office_name(board.plan), str(run.months[-1]), frame, filters,
        figure, None, board.is_demo,
    )  # fmt: skip
