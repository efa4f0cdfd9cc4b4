"""The cards of the tasks page: head figures that filter, the list, the offices, the timeline."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from board import address, downloads, i18n, queries_tasks, texts, theme
from board.charts import marks, tasks_exhibits, tasks_pick, tasks_table, tasks_text, tasks_timeline
from board.charts.marks import safe
from board.charts.tasks_pick import EVERY, Choice
from board.memo import remembered
from board.queries_tasks import ALL, Item, Schedule, Tally
from board.texts import _

PAGE_ROWS = 12
STAGE_ROWS = 6
"""Rows of the list in presentation, where everything stands on one screen."""
_PAGE, _PAGE_OF = "_task_page", "_task_page_of"


def empty_card(found: Schedule) -> None:
    """A plan without tasks, or none for the chosen sector: what that means and where they would come from."""
    if found.plan.programme.tasks:
        theme.empty(_("没有符合条件的记录"), _("这个行业领域没有任务，请把行业领域改回“全部”。"))
        return
    told = _("需要时在方案包 {id} 里写一份 tasks.yml：每项任务写明单位、期限或频次、条款。").format(
        id=found.plan.id
    )
    theme.problem_card(_("这个方案没有任务清单"), _("排名、风险图、目标进度和台账照常。"), told)


def scope_notes(found: Schedule) -> None:
    """Whose progress is shown, and that nobody has reported any yet."""
    told = []
    if found.region != ALL:
        region = texts.region_names(found.plan)[found.region]
        told.append(_("进度和状态为{region}的。").format(region=region))
    if found.sector != ALL:
        sector = texts.sector_names(found.plan)[found.sector]
        told.append(
            _("只列{sector}领域的任务和不分行业的任务；任务进展不分行业领域上报。").format(sector=sector)
        )
    if not any(item.standing.reported for item in found.items):
        told.append(
            _("到{month}还没有收到任务进展，已开始的任务都标“未报”。").format(
                month=texts.month(str(found.month))
            )
        )
    for text in told:
        theme.notice(text)


def figures(count: Tally, choice: Choice) -> None:
    """What is due and how it stands; each figure sets the status filter, pressed again it takes it off.

    Below each stands the way to what it counts: a button cannot hold a link.
    """
    year = texts.year(choice.year) if choice.year else _("各年")
    parts = (
        (EVERY, count.due, _("{year}应完成").format(year=year)),
        ("overdue", count.overdue, _("逾期未完成")),
        ("due_soon", count.due_soon, _("30 天内到期")),
        ("no_data", count.no_data, _("未报")),
        ("done", count.done, _("已完成")),
    )
    with st.container(key="tk_figures"):
        for code, n, text in parts:
            state = "on" if code == choice.status and code != EVERY else "off"
            with st.container(key=f"tk_{state}_{code}"):
                st.button(
                    f"**{texts.number(n)}** {text}",
                    key=f"task_figure_{code}",
                    on_click=_press,
                    args=(code, choice.status),
                )
                behind = address.figure(safe(_("口径和记录")), **choice.behind("" if code == EVERY else code))
                theme.markup(f'<p class="tk-behind">{behind}</p>')


def _press(code: str, now: str) -> None:
    tasks_pick.set_address("status", None if code in (EVERY, now) else code)


def list_card(found: Schedule, choice: Choice, items: Sequence[Item], is_presentation: bool) -> None:
    """The list, most urgent first, a page at a time; ``items`` are those of the year, action and office."""
    picked = [item for item in items if choice.of_status(item)]
    with st.container(key="card_tk_list"):
        theme.markup(marks.card_head(_("任务"), tasks_text.list_finding(items)))
        downloads.offer(tasks_exhibits.of_list(found, choice, picked), "tasks_list")
        if not picked:
            theme.empty(_("没有符合条件的记录"), _clear(choice))
            return
        size = STAGE_ROWS if is_presentation else PAGE_ROWS
        last = (len(picked) - 1) // size
        page = min(_page_of(found, choice), last)
        rows = picked[page * size : (page + 1) * size]
        theme.markup(tasks_table.rows_table(rows, found, choice.year))
        if last:
            _pager(page, last, len(picked))


def _clear(choice: Choice) -> str:
    """Which filters are set and can be taken off."""
    told = [
        name
        for name, is_set in (
            (_("行动"), choice.action != EVERY),
            (_("牵头单位"), choice.office != EVERY),
            (_("状态"), choice.status != EVERY),
        )
        if is_set
    ]
    if not told:
        return _("这一年没有到期的任务，请换一个年份。")
    return _("请放宽这些筛选：{filters}。").format(filters=texts.names(told))


def _page_of(found: Schedule, choice: Choice) -> int:
    """The page to show; the first after any filter changed."""
    asked = (found.month, found.region, found.sector, choice)
    if st.session_state.get(_PAGE_OF) != asked:
        st.session_state[_PAGE_OF], st.session_state[_PAGE] = asked, 0
    return st.session_state.get(_PAGE, 0)


def _turn(page: int) -> None:
    st.session_state[_PAGE] = page


def _pager(page: int, last: int, count: int) -> None:
    with st.container(key="tk_pager", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(_("上一页"), key="task_back", on_click=_turn, args=(page - 1,), disabled=page == 0)
        told = _("第 {page} 页，共 {pages} 页，{count} 项次").format(
            page=page + 1, pages=last + 1, count=texts.number(count)
        )
        with st.container(width="content"):
            theme.markup(f'<span class="tk-page">{safe(told)}</span>')
        st.button(_("下一页"), key="task_on", on_click=_turn, args=(page + 1,), disabled=page == last)


def office_card(found: Schedule, choice: Choice, items: Sequence[Item]) -> None:
    """Which office has what overdue."""
    rows = queries_tasks.by_office(items)
    with st.container(key="card_tk_offices"):
        theme.markup(marks.card_head(_("牵头单位"), tasks_text.office_finding(rows)))
        downloads.offer(tasks_exhibits.of_offices(found, choice, rows), "tasks_offices")
        if not rows:
            theme.empty(_("没有符合条件的记录"), _clear(choice))
            return
        theme.markup(
            tasks_table.office_table(rows, queries_tasks.tally(items), choice) + _notes(items, choice)
        )


def _notes(items: Sequence[Item], choice: Choice) -> str:
    """What a figure counts, as markup."""
    told = [safe(_("每月、每季、每年等循环任务，每一期算一项次；每日、每周的按月计"))]
    carried = sum(queries_tasks.is_carried(item, choice.year) for item in items)
    if carried:
        told.append(safe(_("含以前年度未完成或未报的 {n} 项次").format(n=carried)))
    ongoing = sum(item.status == "ongoing" for item in items)
    if ongoing:
        text = _("另有长期坚持的任务 {n} 项，没有到期日，不计入").format(n=ongoing)
        told.append(address.figure(safe(text), **choice.behind("ongoing")))
    if any(item.status == "missed" for item in items):
        told.append(safe(_("往期未完成指下一期的到期日也已过去")))
    told.append(
        safe(_("各地区合计时，各地都报完成才算完成；有地区未报的，到期后算未报；进度取已报地区的平均数"))
    )
    return f'<p class="note">{texts.sentence(texts.statements(told))}</p>'


def timeline_card(found: Schedule, choice: Choice, is_presentation: bool) -> None:
    """All years of the chosen tasks on one axis."""
    tasks = [items for items in found.tasks.values() if choice.of_scope(items[0])]
    with st.container(key="card_tk_time"):
        flat = [item for items in tasks for item in items]
        theme.markup(marks.card_head(_("时间表"), tasks_text.timeline_finding(flat), tasks_timeline.key()))
        downloads.offer(tasks_exhibits.of_timeline(found, choice, tasks), "tasks_time")
        if not tasks:
            theme.empty(_("没有符合条件的记录"), _clear(choice))
            return
        is_open = not is_presentation or choice.action != EVERY
        scope = (
            found.board.stamp,
            str(found.month),
            found.region,
            found.sector,
            choice.office,
            choice.action,
        )
        theme.markup(
            remembered(
                ("tasks timeline", i18n.language(), is_open, *scope, address.kept()),
                lambda: tasks_timeline.timeline(found, tasks, is_open, choice),
            )
        )
        told = _(
            "格中为这一时段到期的项次：已完成/应完成，下面的条按状态分。点开一个行动，看它的每项任务；◆ 为到期日。"
        )
        theme.markup(f'<p class="note">{safe(told)}</p>')
