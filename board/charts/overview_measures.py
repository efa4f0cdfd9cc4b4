"""按方案须采取的措施: which step of the plan's ladder is due for whom, why, and whether it has been carried out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from board import address, texts
from board.charts import marks
from board.charts.marks import safe
from board.charts.overview_facts import Facts, losses
from board.charts.overview_words import name_of, shade_of
from board.charts.ranking_table import veto_link
from board.queries_ladder import SLOW, ZERO_PENALTY
from board.texts import _
from rules.months import Month
from rules.plan import LadderStep

MOST_ROWS = 4
TAGS = {"not_sent": "solid", "sent": "outline", "overdue": "solid", "answered": "outline"}


@dataclass(frozen=True)
class Measure:
    """The step that is due for one region, and the reason."""

    row: dict[str, Any]
    """The region's row of the ranking."""
    due: dict[str, Any]
    """The row of ``queries_escalations.due``."""
    step: LadderStep
    told: str
    """The reason as markup: its figures lead to what they stand on."""

    @property
    def reason(self) -> str:
        """The reason as plain text, for what is taken away and for measuring."""
        return unescape(re.sub(r"<[^>]+>", "", self.told))

    @property
    def code(self) -> str:
        """The region's code."""
        return str(self.row["region_code"])

    @property
    def trigger(self) -> str:
        """The class or other trigger that the region meets."""
        return str(self.due["trigger"])

    @property
    def state(self) -> str:
        """``not_sent``, ``sent``, ``overdue`` or ``answered``."""
        return str(self.due["state"])

    @property
    def step_name(self) -> str:
        """The step that is due."""
        return texts.step_name(self.step)

    @property
    def clause(self) -> str:
        """The clause that the step stands in."""
        return texts.clause(self.step.clause)

    @property
    def state_words(self) -> str:
        """What became of the step: not sent, sent on a day, answer overdue for so many days, answered."""
        if self.state == "sent":
            return _("{day}已发").format(day=_short_day(self.due["sent_date"]))
        if self.state == "overdue":
            days = int(self.due.get("days_late") or 0)
            return texts.form(_("逾期 {count} 天未复"), days).format(count=days)
        return _("已答复") if self.state == "answered" else _("未发")


def _short_day(day: date) -> str:
    # A letter is of the month after the figures: its year goes without saying.
    said = texts.day(day)
    return said.rsplit(" ", 1)[0] if texts.is_english() else said.split("年")[-1]


def measures(facts: Facts) -> list[Measure]:
    """Who must be called in, by the step that is due: strongest first.

    A milder step of the same ladder that another trigger asks for is told with the stronger one: who is to be named
    in public need not be told that a letter is due as well.
    """
    rows = {str(row["region_code"]): row for row in facts.rows}
    steps = {step.id: step for step in facts.plan.ladder}
    found: list[Measure] = []
    for item in facts.due:
        code, step = str(item["code"]), steps[item["step"]]
        said = _reason_of(facts, rows[code], item)
        place = next(
            (n for n, m in enumerate(found) if m.code == code and m.trigger in step.applies_to), None
        )
        if place is None:
            found.append(Measure(rows[code], item, step, said))
        else:
            held = found[place]
            told = held.told if item["trigger"] == held.trigger else texts.statements([held.told, said])
            other = "" if step.id == held.step.id else texts.brackets(texts.step_name(step))
            found[place] = Measure(held.row, held.due, held.step, told + other)
    return found


def _reason_of(facts: Facts, row: dict[str, Any], item: Mapping[str, Any]) -> str:
    if item["trigger"] == SLOW:
        return slow_reason(item)
    if item["trigger"] == ZERO_PENALTY:
        said = _window_words(facts).format(count=texts.number(item["figures"]["inspections"]))
        return _of_ladder(said, ZERO_PENALTY, str(row["region_code"]))
    return reason(facts, row)


def slow_reason(item: Mapping[str, Any]) -> str:
    """For how long a region has made slow progress, and on how many targets; markup."""
    figures, lasting = item["figures"], item["months_in_a_row"]
    said = (
        _("进展缓慢")
        if lasting < 2
        else texts.form(_("进展缓慢连续 {count} 个月"), lasting).format(count=lasting)
    )
    still = _("{judged} 项目标有 {still} 项停滞").format(
        judged=len(figures["judged"]), still=len(figures["still"])
    )
    return _of_ladder(texts.clauses([said, still]), SLOW, str(item["region_code"]))


def _of_ladder(text: str, trigger: str, code: str) -> str:
    return address.figure(safe(text), about="ladder", trigger=trigger, **address.unit("region", code))


def _window_words(facts: Facts) -> str:
    window = facts.plan.zero_penalty_window
    if window == "year_to_date":
        return _("本年检查 {count} 次，零处罚")
    if window == "trailing_12":
        return _("近 12 个月检查 {count} 次，零处罚")
    if window == "quarter_to_date":
        return _("本季度检查 {count} 次，零处罚")
    return (
        _("行动以来检查 {count} 次，零处罚")
        if window == "campaign_to_date"
        else _("本月检查 {count} 次，零处罚")
    )


def reason(facts: Facts, row: dict[str, Any]) -> str:
    """Why a region has its colour: the veto, or for how long and what costs it most; markup."""
    code = str(row["region_code"])
    if row["vetoes"] and facts.rule:
        return texts.statements(
            f"{safe(v['title'])} {veto_link(v, facts.rule, 'region', code)}" for v in row["vetoes"]
        )
    parts = []
    met = facts.meeting(str(row["colour"])).get(str(row["region_code"]))
    alike = met["months_in_a_row"] if met else 0
    label = texts.class_label(shade_of(row, facts.shades))
    if alike >= 2:
        said = _("连续 {count} 个月列{colour}").format(count=alike, colour=label)
        parts.append(_of_ladder(said, str(row["colour"]), code))
    costs = losses(row)
    if costs:
        title = texts.indicator_short_title(facts.plan.indicator(costs[0][0]))
        said = safe(_("{indicator}失 {points} 分").format(indicator=title, points=texts.points(costs[0][1])))
        parts.append(address.figure(said, indicator=costs[0][0], **address.unit("region", code)))
    return texts.clauses(parts)


def people(found: Sequence[Measure]) -> list[dict[str, Any]]:
    """Each region once, in the order of the measures."""
    return list({m.code: m.row for m in found}.values())


def states(facts: Facts) -> str:
    """How many of all steps that are due have not gone out and how many answers are overdue, or that all is done."""
    found = [row["state"] for row in facts.due]
    waits, late = (found.count(state) for state in ("not_sent", "overdue"))
    parts = []
    if waits:
        parts.append(
            _("都未发出")
            if waits == len(found)
            else texts.form(_("{count} 项未发出"), waits).format(count=waits)
        )
    if late:
        parts.append(texts.form(_("{count} 项逾期未答复"), late).format(count=late))
    if parts:
        return texts.names(parts)
    return _("都已答复") if all(state == "answered" for state in found) else _("都已发出")


def measures_finding(facts: Facts, found: Sequence[Measure]) -> str:
    """The card's finding."""
    if not facts.plan.ladder:
        return _("方案没有规定措施")
    if not found:
        return _("本月没有地区须采取措施")
    count = len(facts.due)
    return texts.clauses([texts.form(_("{count} 项"), count).format(count=count), states(facts)])


def measures_list(facts: Facts, found: Sequence[Measure]) -> str:
    """The list as markup: the step and its clause, then region, colour, reason and what became of it."""
    if not found:
        text = (
            _("方案包里没有函告、通报、约谈一类的阶梯（ladder），这里不作推断。")
            if not facts.plan.ladder
            else _("按方案的阶梯，本月没有地区须采取措施。")
        )
        return f'<p class="o-empty">{safe(text)}</p>'
    items, last = "", ""
    for measure in shown(found):
        # Regions of several classes for whom the same step is due stand under one head.
        if measure.step.id != last:
            items += _head(measure)
            last = measure.step.id
        items += _item(facts, measure)
    rest = rest_text(facts, found)
    if rest:
        items += f'<li class="o-rest">{safe(rest)}</li>'
    return f'<ul class="o-measures">{items}</ul>'


def shown(found: Sequence[Measure]) -> list[Measure]:
    """What the list has room for; the last row tells of the rest."""
    return list(found) if len(found) <= MOST_ROWS else list(found[: MOST_ROWS - 1])


def rest_text(facts: Facts, everything: Sequence[Measure]) -> str:
    """Those the list has no room for, by the step that is due."""
    by_step: dict[str, list[str]] = {}
    for measure in everything[len(shown(everything)) :]:
        by_step.setdefault(measure.step_name, []).append(_called(measure))
    parts = [
        _("{step}：{names}").format(step=step, names=_names(list(dict.fromkeys(names)), 2))
        for step, names in list(by_step.items())[:3]
    ]
    return _("另有 {names}").format(names=texts.statements(parts)) if parts else ""


def _called(measure: Measure) -> str:
    """A region, and why it is called in where its colour does not say it."""
    words = {SLOW: _("进展缓慢"), ZERO_PENALTY: _("零处罚")}.get(measure.trigger)
    return name_of(measure.row) + (texts.brackets(words) if words else "")


def _names(names: Sequence[str], most: int) -> str:
    if len(names) <= most:
        return texts.names(names)
    return _("{names}等 {count} 个地区").format(names=texts.names(names[:most]), count=len(names))


def _head(measure: Measure) -> str:
    return (
        f'<li class="o-steps"><b>{safe(measure.step_name)}</b>'
        f'<span class="o-clause">{safe(measure.clause)}</span></li>'
    )


def _item(facts: Facts, measure: Measure) -> str:
    row = measure.row
    second = marks.runner_up(row)
    chip = marks.chip(shade_of(row, facts.shades), second[0] if second else None, bool(row["vetoes"]))
    chosen = " chosen" if measure.code == facts.region else ""
    state = address.figure(
        marks.tag(measure.state_words, "", TAGS[measure.state]),
        about="ladder", trigger=measure.trigger, **address.unit("region", measure.code),
    )  # fmt: skip
    return (
        f'<li class="o-measure{chosen}"><b class="o-who">{safe(name_of(row))}</b>{chip}'
        f"<span>{measure.told} {state}</span></li>"
    )


def measures_note(facts: Facts, found: Sequence[Measure]) -> str:
    """From how many months on a step is due is whose rule, and as of which day letters are known."""
    parts = []
    if facts.steps(SLOW) and facts.plan.slow_progress_rule(Month.parse(facts.month)) is None:
        parts.append(_("安委会还没有定怎样算进展缓慢，这里不判断"))
    if any(m.due.get("months_origin") == "committee" for m in found):
        parts.append(_("连续几个月到哪一步由安委会自定"))
    if found and facts.known_on:
        parts.append(_("函告登记截至{day}").format(day=texts.day(facts.known_on)))
    if facts.waiting:
        names = list(dict.fromkeys(name_of(row) for row in facts.waiting))
        parts.append(_("{names}还没到须采取措施的月数").format(names=_names(names, 2)))
    return texts.statements(parts)
