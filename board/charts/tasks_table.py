"""The list of tasks, most urgent first, and the table of offices. On a phone a row is a card."""

from __future__ import annotations

from collections.abc import Sequence

from board import address, texts
from board.charts import marks, tasks_pick, tasks_text
from board.charts.marks import safe
from board.charts.tasks_pick import Choice
from board.queries_tasks import Item, Schedule, Tally, is_carried
from board.texts import _

SHOWN_OFFICES = 10
"""Offices that the table shows at once; the others fold out."""


def rows_table(items: Sequence[Item], found: Schedule, year: int | None) -> str:
    """One row a period; ``year`` is the one asked for, so that what earlier years left can be marked."""
    heads = (
        ("c-status", _("状态")),
        ("c-task", _("任务")),
        ("c-office", _("牵头单位")),
        ("c-due", _("到期日")),
        ("c-part", _("进度")),
    )
    head = "".join(f'<th class="{css}">{safe(text)}</th>' for css, text in heads)
    body = "".join(_row(item, found, year) for item in items)
    return _wrap("tk-list", f"<tr>{head}</tr>", body)


def _wrap(css: str, head: str, body: str, foot: str = "") -> str:
    css += " tk-en" if texts.is_english() else ""
    foot = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f'<div class="table-wrap"><table class="tk {css}"><thead>{head}</thead>'
        f"<tbody>{body}</tbody>{foot}</table></div>"
    )


def _row(item: Item, found: Schedule, year: int | None) -> str:
    task = item.task
    clause = f"<nobr>{safe(texts.clause(task.clause))}</nobr>"
    told = [clause, safe(tasks_text.action_title(item)), f"<nobr>{safe(tasks_text.recurrence(item))}</nobr>"]
    small = " · ".join(part for part in told if part)
    if task.origin == "committee":
        hint = _("方案没有写明期限或单位，由安委会自定")
        small += " " + marks.tag(_("安委会自定"), hint, "tk-own")
    hint = f' title="{safe(task.note)}"' if task.note else ""
    others = texts.names(task.owners[1:])
    with_whom = f"<small>{safe(_('配合：{offices}').format(offices=others))}</small>" if others else ""
    return (
        f'<tr data-task="{safe(task.id)}" data-due="{item.period.due or ""}">'
        f'<td class="c-status">{tasks_text.status_tag(item.status)}</td>'
        f'<th scope="row" class="c-task"{hint}><b>{safe(tasks_text.title(task))}</b><small>{small}</small></th>'
        f'<td class="c-office">{safe(item.office)}{with_whom}</td>'
        f'<td class="c-due">{_due(item, found, year)}</td>'
        f'<td class="c-part">{_progress(item, found)}</td></tr>'
    )


def _due(item: Item, found: Schedule, year: int | None) -> str:
    told = [tasks_text.distance(item, found.month.last_day)]
    if is_carried(item, year):
        told.append(_("往年结转"))
    below = "".join(f"<small>{safe(part)}</small>" for part in told if part)
    return f"<nobr>{safe(tasks_text.day(item.period.due))}</nobr>{below}"


def _progress(item: Item, found: Schedule) -> str:
    value = item.standing.percent
    small = tasks_text.regions_told(item, found)
    below = f"<small>{address.figure(safe(small), **tasks_pick.behind(item))}</small>" if small else ""
    figure = address.figure(safe(tasks_text.percent(item)), **tasks_pick.behind(item))
    if value is None:
        return f"<nobr>{figure}</nobr>{below}"
    bar = marks.bar(min(max(value, 0.0), 100.0))
    return f'<span class="part"><span class="part-n">{figure}</span>{bar}</span>{below}'


def office_table(rows: Sequence[tuple[str, Tally]], total: Tally, choice: Choice) -> str:
    """Offices by what is overdue; those beyond the first fold out, all together stands last.

    Every number leads to the periods that it counts within the page's filters ``choice``.
    """
    heads = (_("牵头单位"), _("应完成"), _("已完成"), _("逾期"), _("临期"), _("未报"), _("往期未完成"))
    head = "".join(
        f'<th class="{"c-office" if place == 0 else "num"}">{safe(text)}</th>'
        for place, text in enumerate(heads)
    )
    first = "".join(_office_row(name, count, choice, name) for name, count in rows[:SHOWN_OFFICES])
    rest = rows[SHOWN_OFFICES:]
    foot = _office_row(_("合计"), total, choice)
    if not rest:
        return _wrap("tk-offices", f"<tr>{head}</tr>", first, foot)
    more = "".join(_office_row(name, count, choice, name) for name, count in rest)
    label = _("其余 {n} 个单位").format(n=len(rest))
    return _wrap("tk-offices", f"<tr>{head}</tr>", first) + (
        f'<details class="tk-more"><summary>{safe(label)}</summary>'
        + _wrap("tk-offices", "", more)
        + "</details>"
        + _wrap("tk-offices", "", "", foot)
    )


def _office_row(name: str, count: Tally, choice: Choice, office: str | None = None) -> str:
    figures = (
        ("", count.due), ("done", count.done), ("overdue", count.overdue), ("due_soon", count.due_soon),
        ("no_data", count.no_data), ("missed", count.missed),
    )  # fmt: skip
    cells = "".join(
        f'<td class="num{_weight(place, n)}">{address.figure(str(n), **choice.behind(code, office))}</td>'
        for place, (code, n) in enumerate(figures)
    )
    return f'<tr><th scope="row" class="c-office">{safe(name)}</th>{cells}</tr>'


def _weight(place: int, count: int) -> str:
    """Overdue stands out, noughts step back."""
    return " strong" if place == 2 and count else "" if count else " faint"
