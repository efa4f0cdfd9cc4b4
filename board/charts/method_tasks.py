"""What a count of tasks counts, and the report of every region that decided it.

In the address: ``count`` (a group of ``tasks_pick.GROUPS``, all that are due without it), ``year`` (``all`` without
limit), ``action``, ``office``, ``task``, ``starts`` (one period's first day), ``due_from``, ``due_to``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from board import downloads, queries_task_rows, queries_tasks, texts, theme
from board.charts import marks, method_rows, tasks_exhibits, tasks_pick, tasks_text
from board.charts.marks import safe
from board.downloads import Exhibit
from board.frame import ALL, View
from board.queries_method import Names
from board.queries_task_rows import Count, Part, Place
from board.queries_tasks import Item, Schedule
from board.texts import N_, _

PARAMETERS = ("count", "year", "action", "office", "task", "starts", "due_from", "due_to")
DUE = "due"
ROWS = 100
"""Regions' reports on a page, about: a period is never divided."""
MEANS = {
    DUE: N_("到期日在所选年份内的任务；当年的另加以前年度留下的逾期和未报；长期坚持的任务没有到期日，不计"),
    "overdue": N_("到期日已过，上报的地区里还有没完成的"),
    "no_data": N_("这一期已经开始而没有地区上报；或到期日已过，上报的都完成了，还有地区没有报。未报不按零计"),
    "due_soon": N_("已有地区上报，没有全部完成，30 天内到期"),
    "open": N_("没有全部完成，30 天以后到期；或这一期还没有开始"),
    "missed": N_("同逾期，下一期的到期日也已过去"),
    "done": N_("每个地区都报完成，到期后才完成的也算"),
    "ongoing": N_("长期坚持的任务，没有到期日"),
}


def show(view: View, _names: Names) -> None:
    """The definition and what is counted, in the view's region and sector."""
    found = queries_tasks.schedule(view.board, view.month, view.region, view.sector)
    group = st.query_params.get("count", DUE)
    if group not in MEANS:
        theme.notice(
            _("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=group[:20], shown=_("应完成"))
        )
        group = DUE
    count = _count(group, found)
    items = queries_task_rows.counted(found, count)
    title = _("任务清单") + texts.colon() + (_("应完成") if group == DUE else _(tasks_pick.GROUPS[group][0]))
    with st.container(key="card_mt_figure"):
        where = method_rows.unit_of(view, False).name(found.plan)
        told = texts.clauses([texts.month(view.month), where])
        theme.markup(
            marks.card_head(title, f"{told}{texts.colon()}{_counted(items)}")
            + _definition(group, count, found)
        )
    with st.container(key="card_mt_rows"):
        _rows(view, found, items)


def _counted(items: Sequence[Item]) -> str:
    return texts.form(_("{n} 项次"), len(items)).format(n=texts.number(len(items)))


def _count(group: str, found: Schedule) -> Count:
    """What the address asks to count; parts that say nothing are left out."""
    asked = st.query_params
    actions = {item.action_id for item in found.items}
    action = asked.get("action")
    action = "" if action == "none" else action
    year = asked.get("year", str(found.month.year))
    return Count(
        tasks_pick.GROUPS[group][1] if group in tasks_pick.GROUPS else None,
        int(year) if year.isdecimal() and len(year) == 4 else None,
        action if action in actions else None,
        asked.get("office"),
        asked.get("task"),
        _day("starts"), _day("due_from"), _day("due_to"),
    )  # fmt: skip


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def _definition(group: str, count: Count, found: Schedule) -> str:
    rows = [(_("定义"), _(MEANS[group]))]
    rows += [
        (_("项次"), _("每月、每季、每年等循环任务，每一期算一项次；每日、每周的按月计")),
        (_("依据"), _("上报月份落在哪一期就算哪一期的，一期里以最新的一次为准；有完成日期的看日期，没有的看进度是否到 100%")),
    ]  # fmt: skip
    limits = []
    if count.starts is None:
        limits.append(texts.year(count.year) if count.year else _("全部年份"))
    if count.action is not None:
        named = next(item for item in found.items if item.action_id == count.action)
        limits.append(tasks_text.action_title(named))
    if count.office is not None:
        limits.append(count.office)
    if count.due_from is not None or count.due_to is not None:
        limits.append(texts.span(tasks_text.day(count.due_from), tasks_text.day(count.due_to)))
    if count.task is not None:
        limits += [tasks_text.title(t) for t in found.plan.programme.tasks if t.id == count.task]
    rows.append((_("范围"), texts.clauses(limits)))
    body = "".join(f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>" for name, text in rows if text)
    return f'<dl class="mt-def">{body}</dl>'


def _rows(view: View, found: Schedule, items: Sequence[Item]) -> None:
    regions = 1 if found.region != ALL else max(len(found.plan.regions), 1)
    size = max(ROWS // regions, 1)
    theme.markup(marks.card_head(_("任务和各地区的上报"), _counted(items)))
    if not items:
        theme.markup(f'<p class="note">{safe(_("没有符合条件的记录"))}</p>')
        return
    downloads.offer(_exhibit(view, found, items), "method_tasks")
    number = method_rows.page_number(-(-len(items) // size))
    shown = items[number * size : (number + 1) * size]
    names = texts.region_names(found.plan)
    lines = []
    for item, parts in zip(shown, queries_task_rows.parts(found, shown), strict=True):
        told = [
            texts.clause(item.task.clause), tasks_text.recurrence(item),
            _("{day}到期").format(day=tasks_text.day(item.period.due)) if item.period.due else "",
        ]  # fmt: skip
        lines.append(
            f'<tr class="mt-group" data-task="{safe(item.task.id)}"><th scope="row" colspan="4">{safe(tasks_text.title(item.task))} '
            f"<small>{safe(' · '.join(t for t in told if t))}</small></th><th>{tasks_text.status_tag(item.status)}</th></tr>"
        )
        lines += [_part(part, names) for part in parts]
    heads = (_("地区"), _("状态"), _("进度"), _("内容"), _("文件和行"))
    head = "".join(f"<th>{safe(h)}</th>" for h in heads)
    theme.markup(
        f'<div class="mt-scroll"><table class="mt mt-tasks"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'
    )


def _part(part: Part, names: dict[str, str]) -> str:
    report = part.report
    told = ""
    place = _("未报") if part.standing.status != "open" else texts.UNKNOWN
    if report is not None:
        day = _("{day}完成").format(day=tasks_text.day(report.done_date)) if report.done_date else ""
        month = _("{month}上报").format(month=texts.month(str(report.month)))
        told = texts.clauses(t for t in (month, day, part.place.told if part.place else "") if t)
        if part.place is not None:
            place = method_rows.place_of(part.place.file, part.place.sheet, part.place.row)
    value = part.standing.percent
    return (
        f"<tr><td>{safe(names[part.region])}</td><td>{safe(tasks_text.status_name(part.standing.status))}</td>"
        f'<td class="num">{texts.UNKNOWN if value is None else f"{texts.plain(value)}%"}</td><td>{safe(told)}</td>'
        f'<td class="mt-file">{safe(place)}</td></tr>'
    )


def _place_columns(place: Place | None) -> dict[str, object]:
    told, file, sheet, row = place or (None, None, None, None)
    return {_("内容"): told, _("文件"): file, _("工作表"): sheet, _("行"): row}


def _exhibit(view: View, found: Schedule, items: Sequence[Item]) -> Exhibit:
    """Every region's part of every counted period; read when somebody asks for it."""

    def frame() -> pd.DataFrame:
        names = texts.region_names(found.plan)
        base = tasks_exhibits.rows_frame(items, found)
        rows = []
        for (_place, task), parts in zip(base.iterrows(), queries_task_rows.parts(found, items), strict=True):
            for part in parts:
                report = part.report
                rows.append(
                    {
                        **{name: task[name] for name in (_("任务编号"), _("任务"), _("条款"), _("牵头单位"), _("期"), _("到期日"))},
                        _("地区"): names[part.region], _("状态"): tasks_text.status_name(part.standing.status),
                        _("进度（%）"): part.standing.percent, _("上报月份"): str(report.month) if report else None,
                        _("完成日期"): report.done_date if report else None, **_place_columns(part.place),
                    }
                )  # fmt: skip
        return pd.DataFrame(rows)

    plan = found.plan
    filters = {
        _("地区"): texts.region_names(plan)[found.region],
        _("行业领域"): texts.sector_names(plan)[found.sector],
    }
    return Exhibit(
        "tasks-behind", _("任务和各地区的上报"), _("项次"), texts.office_name(plan), view.month, frame, filters,
        is_demo=view.board.is_demo,
    )  # fmt: skip
