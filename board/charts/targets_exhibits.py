"""What the cards of the targets page offer for taking away: their figures as tables, and their pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from board import texts
from board.charts import targets_picture, targets_text
from board.downloads import Exhibit
from board.queries_targets import Goal, Goals, Unit
from board.texts import _


def _filters(found: Goals) -> dict[str, str]:
    plan = found.board.plan
    regions, sectors = texts.region_names(plan), texts.sector_names(plan)
    return {
        _("地区"): regions.get(found.region, found.region),
        _("行业领域"): sectors.get(found.sector, found.sector),
    }


def _exhibit(
    found: Goals,
    name: str,
    title: str,
    month: str,
    frame: pd.DataFrame,
    unit: str,
    figure: Callable[[], go.Figure] | None = None,
    svg: Callable[[], str] | None = None,
) -> Exhibit:
    source = texts.office_name(found.board.plan)
    return Exhibit(name, title, unit, source, month, frame, _filters(found), figure, svg, found.board.is_demo)


def goals_frame(goals: Sequence[Goal]) -> pd.DataFrame:
    """One row a target, unrounded."""
    origins = {"plan": _("方案"), "committee": _("安委会自定")}
    rows = [
        {
            _("年份"): g.year, _("条款"): texts.clause(g.target.clause), _("目标"): targets_text.name(g.indicator),
            _("月份"): g.month, _("数值"): g.value, _("分子"): g.numerator, _("分母"): g.denominator,
            _("单位"): texts.unit_name(g.indicator.unit), _("目标值"): g.target.value, _("目标来源"): origins[g.target.origin],
            _("差距"): g.gap, _("期限"): str(g.deadline or ""), _("达到月份"): g.reached or "",
            _("年底预计"): g.forecast, _("预计下限"): g.low, _("预计上限"): g.high,
            _("状态"): targets_text.status_name(g), _("滞后或未达地区"): texts.names(g.lagging),
        }
        for g in goals
    ]  # fmt: skip
    return pd.DataFrame(rows)


def of_year(found: Goals, goals: Sequence[Goal], part: str, title: str) -> Exhibit:
    """A list of a year's targets."""
    year = goals[0].year if goals else found.year
    month = goals[0].month if goals else found.month
    draw = partial(targets_picture.picture, goals, part == "clauses", year < found.year)
    name = f"targets-{year}-{part}"
    unit = _("表中的率为 0～1 的小数，图中为百分数")
    return _exhibit(found, name, title, month, goals_frame(goals), unit, svg=draw)


def of_course(found: Goals, goal: Goal, figure: Callable[[], go.Figure]) -> Exhibit:
    """The course of one indicator over the months."""
    rows = [
        {
            _("月份"): p["month"], _("数值"): p["value"], _("分子"): p["numerator"], _("分母"): p["denominator"],
            _("目标值"): goal.target.value if f"{goal.year}-01" <= p["month"] <= goal.due_month else None,
        }
        for p in goal.series
        if int(p["month"][:4]) in (goal.year, goal.year - 1)
    ]  # fmt: skip
    if not goal.is_closed and goal.forecast is not None:
        rows.append(
            {_("月份"): f"{goal.due_month}（{_('预计')}）", _("数值"): goal.forecast, _("预计下限"): goal.low,
             _("预计上限"): goal.high, _("目标值"): goal.target.value}
        )  # fmt: skip
    title = _("{name}逐月走势").format(name=targets_text.name(goal.indicator))
    name = f"target-{goal.indicator.id}-{goal.year}"
    return _exhibit(
        found, name, title, goal.month, pd.DataFrame(rows), texts.unit_name(goal.indicator.unit), figure
    )


def of_units(
    found: Goals, goal: Goal, kind: str, whole: Unit, units: Sequence[Unit], figure: Callable[[], go.Figure]
) -> Exhibit:
    """One indicator by region or sector."""
    side = {-1: _("低于"), 0: _("无显著差异"), 1: _("高于")}
    head = _("地区") if kind == "region" else _("行业领域")
    rows = [
        {
            head: u.name, _("数值"): u.value, _("分子"): u.numerator, _("分母"): u.denominator,
            _("95% 下限"): u.low, _("95% 上限"): u.high,
            _("与{whole}相比").format(whole=whole.name): "" if u is whole else side[u.differs],
        }
        for u in (*units, whole)
    ]  # fmt: skip
    title = _("{name}分{unit}").format(name=targets_text.name(goal.indicator), unit=head)
    name = f"target-{goal.indicator.id}-{goal.month}-{kind}"
    return _exhibit(
        found, name, title, goal.month, pd.DataFrame(rows), texts.unit_name(goal.indicator.unit), figure
    )
