"""What the cards of the tasks page offer for taking away: their rows as tables, the timeline as a picture."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from board import i18n, texts
from board.charts import tasks_picture, tasks_text
from board.charts.tasks_pick import EVERY, GROUPS, Choice
from board.downloads import Exhibit
from board.memo import remembered
from board.queries_tasks import Item, Schedule, Tally
from board.texts import _


def _filters(found: Schedule, choice: Choice, with_list: bool) -> dict[str, str]:
    plan = found.plan
    told = {
        _("地区"): texts.region_names(plan)[found.region],
        _("行业领域"): texts.sector_names(plan)[found.sector],
    }
    if with_list:
        told[_("年份")] = texts.year(choice.year) if choice.year else _("全部年份")
    if choice.action != EVERY:
        actions = {item.action_id or "none": tasks_text.action_title(item) for item in found.items}
        told[_("行动")] = actions[choice.action]
    if choice.office != EVERY:
        told[_("牵头单位")] = choice.office
    if with_list and choice.status != EVERY:
        told[_("状态")] = _(GROUPS[choice.status][0])
    return told


def rows_frame(items: Iterable[Item], found: Schedule) -> pd.DataFrame:
    """One row a period; percent from 0 to 100, empty where nobody reported."""
    names = texts.region_names(found.plan)
    origins = {"plan": _("方案"), "committee": _("安委会自定")}
    rows = [
        {
            _("任务编号"): i.task.id, _("任务"): tasks_text.title(i.task), _("行动"): tasks_text.action_title(i),
            _("措施"): tasks_text.title(i.measure) if i.measure else "", _("条款"): texts.clause(i.task.clause),
            _("牵头单位"): i.office, _("配合单位"): texts.names(i.task.owners[1:]),
            _("频次"): tasks_text.cadence_name(i.task.cadence),
            _("期"): tasks_text.period_name(i.task.cadence, i.period),
            _("开始日"): i.period.starts, _("到期日"): i.period.due, _("状态"): tasks_text.status_name(i.status),
            _("进度（%）"): i.standing.percent, _("已报地区数"): i.standing.reported,
            _("未报地区数"): i.standing.missing, _("未完成地区"): texts.names(names[c] for c in i.lagging),
            _("期限来源"): origins[i.task.origin],
        }
        for i in items
    ]  # fmt: skip
    return pd.DataFrame(rows)


def offices_frame(rows: Sequence[tuple[str, Tally]]) -> pd.DataFrame:
    """One row an office."""
    return pd.DataFrame(
        [
            {_("牵头单位"): name, _("应完成"): n.due, _("已完成"): n.done, _("其中逾期完成"): n.done_late,
             _("逾期"): n.overdue, _("临期"): n.due_soon, _("未报"): n.no_data,
             _("往期未完成"): n.missed, _("未到期"): n.open}
            for name, n in rows
        ]
    )  # fmt: skip


def of_list(found: Schedule, choice: Choice, items: Sequence[Item]) -> Exhibit:
    """All pages of the list."""
    return _kept(
        found,
        ("list", choice),
        lambda: _exhibit(found, choice, "tasks", _("任务清单"), rows_frame(items, found)),
    )


def of_offices(found: Schedule, choice: Choice, rows: Sequence[tuple[str, Tally]]) -> Exhibit:
    """The table of offices."""
    return _exhibit(found, choice, "tasks-by-office", _("任务按牵头单位"), offices_frame(rows))


def of_timeline(found: Schedule, choice: Choice, tasks: Sequence[Sequence[Item]]) -> Exhibit:
    """The timeline with every period of its tasks."""

    def make() -> Exhibit:
        frame = rows_frame((item for periods in tasks for item in periods), found)
        exhibit = _exhibit(found, choice, "tasks-timeline", _("任务时间表"), frame, with_list=False)
        return replace(exhibit, svg=partial(tasks_picture.picture, found, tasks))

    return _kept(found, ("timeline", choice.action, choice.office), make)


def _kept(found: Schedule, key: tuple[Hashable, ...], make: Callable[[], Exhibit]) -> Exhibit:
    """Made once a build, view and language: a table of a thousand periods is not made at every click."""
    scope = (found.board.stamp, found.month, found.region, found.sector)
    return remembered(("tasks exhibit", i18n.language(), *scope, *key), make)


def _exhibit(
    found: Schedule, choice: Choice, name: str, title: str, frame: pd.DataFrame, with_list: bool = True
) -> Exhibit:
    return Exhibit(
        name,
        title,
        _("项次"),
        texts.office_name(found.plan),
        str(found.month),
        frame,
        _filters(found, choice, with_list),
        is_demo=found.board.is_demo,
    )
