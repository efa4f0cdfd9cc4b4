"""The words of the escalation list: what it finds, by which rule a letter counts, what became of a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from board import texts
from board.charts import ladder_figures
from board.texts import N_, _
from rules.escalation import window
from rules.months import Month
from rules.plan import LadderStep, Plan

Row = Mapping[str, Any]
STATES = {
    "not_sent": N_("未发出"), "sent": N_("已发出"), "overdue": N_("逾期未答复"), "answered": N_("已答复"),
}  # fmt: skip
MOST_NAMES = 6


def steps(plan: Plan) -> dict[str, LadderStep]:
    """Step id -> step."""
    return {step.id: step for step in plan.ladder}


def finding(rows: Sequence[Row], plan: Plan, unit: str) -> str:
    """How many are due which step, the strongest first, and how many of them were not sent or not answered."""
    if not rows:
        return _("本月没有{unit}达到督促步骤").format(unit=unit)
    who = len({row["code"] for row in rows})
    counts = Counter(row["step"] for row in rows)
    by_id = steps(plan)
    due = texts.names(f"{texts.step_name(by_id[step])} {count}" for step, count in counts.items())
    parts = [
        texts.form(_("{count} 个{unit}应采取措施：{steps}"), who).format(count=who, unit=unit, steps=due)
    ]
    states = Counter(row["state"] for row in rows)
    for state, words in (("not_sent", _("{count} 项未发出")), ("overdue", _("{count} 项逾期未答复"))):
        if states[state]:
            parts.append(texts.form(words, states[state]).format(count=states[state]))
    if not (states["not_sent"] or states["overdue"]):
        parts.append(_("都已发出"))
    return texts.clauses(parts)


def why(row: Row, plan: Plan) -> str:
    """Why this step is due: ``连续满 3 个月``; through a milder class, in which and for how long."""
    if row["counted"] != row["trigger"]:
        name = ladder_figures.trigger_names(plan)[row["counted"]]
        return _("{name}或更差已连续 {count} 个月（满 {needed} 个月）").format(
            name=name, count=row["counted_months"], needed=row["needed"]
        )
    if row["needed"] == 1:
        return _("第 1 个月起")
    return _("连续满 {needed} 个月").format(needed=row["needed"])


def origin(row: Row) -> str:
    """The clause of the step, and who set from how many months on it is due."""
    parts = [texts.clause(row["clause"])]
    if row["months_origin"] == "committee":
        parts.append(_("月数为安委会自定"))
    return texts.clauses(parts)


def days(row: Row) -> str:
    """What became of the step, with its days: sent, due, answered, and how late."""
    if row["state"] == "not_sent":
        if not row["answer_days"]:
            return ""
        return texts.form(_("发出后 {n} 天内答复"), row["answer_days"]).format(n=row["answer_days"])
    parts = [_("{day} 发出").format(day=_day(row["sent_date"]))]
    late = row["days_late"]
    if row["state"] == "answered":
        parts.append(_("{day} 答复").format(day=_day(row["answered_date"])))
        if late:
            parts.append(texts.form(_("迟 {n} 天"), late).format(n=late))
    elif row["answer_due"] is not None:
        parts.append(_("应于 {day} 前答复").format(day=_day(row["answer_due"])))
        if late:
            parts.append(texts.form(_("逾期 {n} 天"), late).format(n=late))
    return texts.clauses(parts)


def other(letter: Row, plan: Plan) -> str:
    """A letter of another step: ``另有 通报 2026-11-06``."""
    step = steps(plan).get(letter["step"])
    name = texts.step_name(step) if step else letter["step"]
    return _("另有{name}，{day} 发出").format(name=name, day=_day(letter["sent_date"]))


def _day(day: date) -> str:
    return texts.day(day) if texts.is_english() else day.isoformat()


def rule_note(month: str, as_of: date, by: str) -> list[str]:
    """By which rule a letter carries out a step, and as of when: sentences."""
    first, last = window(Month.parse(month))
    found = [
        _("步骤按本条件连续的月数取最重的一步，更差一色的月份也算在内。"),
        _(
            "次月（{first} 至 {last}）发出、同一步骤、事由没有写别的情形的才算，有几件取最近一件；办理情况截至 {day} 载入的登记。"
        ).format(first=_day(first), last=_day(last), day=_day(as_of)),
    ]
    if by == "region":
        found.append(_("写明专委会或行业领域的，算在专委会或行业领域名下。"))
    return found


def waiting_note(rows: Sequence[Row], plan: Plan) -> str:
    """Those who meet a condition that has no step due yet, and when one will be."""
    if not rows:
        return ""
    names, by_id = ladder_figures.trigger_names(plan), steps(plan)
    told = [
        _("{name}（{trigger}{lasting}，满 {needed} 个月{step}）").format(
            name=row["region"], trigger=names[row["trigger"]], lasting=ladder_figures.lasting(row["months_in_a_row"]),
            needed=row["next_months"], step=texts.step_name(by_id[row["next_step"]]),
        )
        for row in rows if row["next_step"]
    ]  # fmt: skip
    more = _("等 {count} 个").format(count=len(told)) if len(told) > MOST_NAMES else ""
    return (
        _("还没到步骤的：{names}{more}。").format(names=texts.names(told[:MOST_NAMES]), more=more)
        if told
        else ""
    )
