"""How tasks read: names, periods, days to go, statuses, and the finding at the head of a card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from board import texts
from board.charts import marks
from board.queries_tasks import Item, Schedule, Tally
from board.texts import N_, _
from rules.months import Month
from rules.programme import Cadence
from rules.tasks import Period, Status

STATUS: dict[Status, str] = {
    "overdue": N_("逾期"),
    "no_data": N_("未报"),
    "due_soon": N_("临期"),
    "open": N_("未到期"),
    "missed": N_("往期未完成"),
    "done_late": N_("逾期完成"),
    "done": N_("已完成"),
    "ongoing": N_("长期坚持"),
}
CADENCE: dict[Cadence, str] = {
    "once": N_("一次性"),
    "daily": N_("每日"),
    "weekly": N_("每周"),
    "monthly": N_("每月"),
    "quarterly": N_("每季度"),
    "half_yearly": N_("每半年"),
    "yearly": N_("每年"),
    "three_yearly": N_("三年一次"),
    "ongoing": N_("长期坚持"),
}
MOST_NAMES = 3
"""More names than this become a count."""


class _Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def title(item: _Titled) -> str:
    """What the pack calls a task, measure or action, in the language in use."""
    return (item.title_en or item.title) if texts.is_english() else item.title


def action_title(item: Item) -> str:
    """The action that a task belongs to."""
    return title(item.action) if item.action else _("未归入行动的任务")


def status_name(status: Status) -> str:
    """A status as a word."""
    return _(STATUS[status])


def status_tag(status: Status) -> str:
    """A status as a neutral tag: urgency is weight, never hue."""
    return marks.tag(status_name(status), "", f"tk-{status}")


def cadence_name(cadence: Cadence) -> str:
    """How often something is due."""
    return _(CADENCE[cadence])


def period_name(cadence: Cadence, period: Period) -> str:
    """Which period it is: ``2026年3季度``; nothing for what is done once or at all times."""
    year, month = period.ends.year, Month.of(period.ends)
    if cadence in ("once", "ongoing"):
        return ""
    if cadence == "yearly":
        return texts.year(year)
    if cadence == "half_yearly":
        half = _("{year}年上半年") if month.number <= 6 else _("{year}年下半年")
        return half.format(year=year)
    if cadence == "quarterly":
        return _("{year}年{n}季度").format(year=year, n=(month.number + 2) // 3)
    if cadence == "three_yearly":
        return texts.span(texts.month(str(Month.of(period.starts))), texts.month(str(month)))
    return texts.month(str(month))


def recurrence(item: Item) -> str:
    """How often and which period: ``每季度 2026年3季度``."""
    parts = (cadence_name(item.task.cadence), period_name(item.task.cadence, item.period))
    return " ".join(part for part in parts if part)


def day(value: date | None) -> str:
    """A day in a table: ``2026-10-31``, in English ``31 Oct 2026``."""
    if value is None:
        return texts.UNKNOWN
    return texts.day(value) if texts.is_english() else value.isoformat()


def distance(item: Item, at: date) -> str:
    """How far the due day is from a day; nothing for what is done, given up or never due."""
    if item.period.due is None or item.is_done or item.status == "missed":
        return ""
    if item.period.starts > at:
        return _("尚未开始")
    days = (item.period.due - at).days
    if days == 0:
        return _("当日到期")
    text = _("还有 {n} 天") if days > 0 else _("已过 {n} 天")
    return texts.form(text, abs(days)).format(n=texts.number(abs(days)))


def percent(item: Item) -> str:
    """Progress in whole percent, 100% only where all that reported have done all; 未报 where nobody reported."""
    value = item.standing.percent
    if value is None:
        if item.standing.reported:
            return texts.UNKNOWN
        return texts.UNKNOWN if item.status == "open" else _("未报")
    shown = int(value + 0.5)
    if shown >= 100 and value < 100:
        shown = 99
    return f"{max(shown, 1) if value > 0 else 0}%"


def regions_told(item: Item, found: Schedule) -> str:
    """Which regions have not done it and how many have not reported; nothing where neither is so."""
    parts = []
    if item.lagging and not item.is_done:
        names = texts.region_names(found.plan)
        if len(item.lagging) <= MOST_NAMES:
            told = texts.names(names[code] for code in item.lagging)
        else:
            told = texts.form(_("{n} 个地区"), len(item.lagging)).format(n=len(item.lagging))
        parts.append(_("未完成：{regions}").format(regions=told))
    if item.standing.reported and item.standing.missing:
        n = item.standing.missing
        parts.append(texts.form(_("{n} 个地区未报"), n).format(n=n))
    return texts.statements(parts)


def list_finding(items: Sequence[Item]) -> str:
    """Who has to be called: offices with something overdue, else what is due next."""
    late = [item for item in items if item.status == "overdue"]
    if late:
        offices = [name for name, _n in Counter(item.office for item in late).most_common()]
        told = texts.names(offices[:MOST_NAMES])
        if len(offices) > MOST_NAMES:
            told = _("{names}等 {n} 个牵头单位").format(names=told, n=len(offices))
        return _("逾期 {n} 项次：{offices}").format(n=len(late), offices=told)
    soon = sum(item.status == "due_soon" for item in items)
    if soon:
        return _("没有逾期；30 天内到期 {n} 项次").format(n=soon)
    silent = sum(item.status == "no_data" for item in items)
    return _("没有逾期；未报 {n} 项次").format(n=silent) if silent else _("没有逾期，没有未报")


def office_finding(rows: Sequence[tuple[str, Tally]]) -> str:
    """The office with most overdue, or that none has any."""
    if rows and rows[0][1].overdue:
        late = [name for name, count in rows if count.overdue]
        if len(late) == 1:
            return _("只有{office}有逾期").format(office=late[0])
        return _("{all} 个单位中 {n} 个有逾期").format(all=len(rows), n=len(late))
    return _("{n} 个牵头单位都没有逾期").format(n=len(rows))


def timeline_finding(items: Sequence[Item]) -> str:
    """The action with most overdue."""
    late = Counter(action_title(item) for item in items if item.status == "overdue")
    if not late:
        return _("各行动都没有逾期")
    most, n = late.most_common(1)[0]
    return _("逾期最多的是{action}，{n} 项次").format(action=most, n=n)
