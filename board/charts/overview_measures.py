"""按方案须采取的措施: what the plan's ladder provides for whom, and why; what was sent is kept elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from board import address, texts
from board.charts import marks
from board.charts.marks import safe
from board.charts.overview_facts import Facts, losses
from board.charts.overview_words import MOST_NAMES, name_of, shade_of
from board.charts.ranking_table import veto_link
from board.queries_ladder import SLOW, ZERO_PENALTY
from board.texts import _
from rules.months import Month
from rules.plan import LadderStep

MOST_ROWS = 4


@dataclass(frozen=True)
class Measure:
    """What the plan provides for one region, and the reason."""

    row: dict[str, Any]
    """The region's row of the ranking."""
    trigger: str
    steps: tuple[LadderStep, ...]
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
    def step_names(self) -> str:
        """The steps in the plan's order."""
        return " → ".join(texts.step_name(step) for step in self.steps)

    @property
    def clauses(self) -> str:
        """The clauses that the steps stand in."""
        return texts.names(dict.fromkeys(texts.clause(step.clause) for step in self.steps))


def measures(facts: Facts) -> list[Measure]:
    """Who must be called in: classes from the worst on, slow progress, regions with inspections and no penalty.

    A region whose colour leads to the same steps as its slow progress is named once, with both reasons.
    """
    found = []
    for code in facts.shades:
        steps = tuple(facts.steps(code))
        if steps:
            found += [Measure(row, code, steps, reason(facts, row)) for row in facts.of_class(code)]
    by_code = {str(row["region_code"]): row for row in facts.rows}
    steps = tuple(facts.steps(SLOW))
    for code, item in facts.meeting(SLOW).items() if steps else ():
        said = slow_reason(item)
        place = next((n for n, m in enumerate(found) if m.code == code and m.steps == steps), None)
        if place is None:
            found.append(Measure(by_code[code], SLOW, steps, said))
        else:
            found[place] = replace(found[place], told=texts.statements([found[place].told, said]))
    steps = tuple(facts.steps(ZERO_PENALTY))
    zero = sorted(facts.meeting(ZERO_PENALTY).items(), key=lambda item: -item[1]["figures"]["inspections"])
    for code, item in zero if steps else ():
        said = _window_words(facts).format(count=texts.number(item["figures"]["inspections"]))
        found.append(Measure(by_code[code], ZERO_PENALTY, steps, _of_ladder(said, ZERO_PENALTY, code)))
    return found


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


def measures_finding(facts: Facts, found: Sequence[Measure]) -> str:
    """The card's finding."""
    if not facts.plan.ladder:
        return _("方案没有规定措施")
    if not found:
        return _("本月没有地区须采取措施")
    names = [name_of(row) for row in people(found)]
    return _names(names, MOST_NAMES)


def measures_list(facts: Facts, found: Sequence[Measure]) -> str:
    """The list as markup: region, colour, steps and clause, reason."""
    if not found:
        text = (
            _("方案包里没有函告、通报、约谈一类的阶梯（ladder），这里不作推断。")
            if not facts.plan.ladder
            else _("按方案的阶梯，本月没有地区须采取措施。")
        )
        return f'<p class="o-empty">{safe(text)}</p>'
    items, last = "", ""
    for measure in shown(found):
        # Regions of several classes that meet the same steps stand under one head.
        if measure.step_names != last:
            items += _head(measure)
            last = measure.step_names
        items += _item(facts, measure)
    rest = rest_text(facts, found)
    if rest:
        items += f'<li class="o-rest">{safe(rest)}</li>'
    return f'<ul class="o-measures">{items}</ul>'


def shown(found: Sequence[Measure]) -> list[Measure]:
    """What the list has room for; the last row tells of the rest."""
    return list(found) if len(found) <= MOST_ROWS else list(found[: MOST_ROWS - 1])


def rest_text(facts: Facts, everything: Sequence[Measure]) -> str:
    """Those the list has no room for: how many, and who of them the plan calls in for no penalty."""
    found = everything[len(shown(everything)) :]
    classes = [m for m in found if m.trigger != ZERO_PENALTY]
    zero = [name_of(m.row) for m in found if m.trigger == ZERO_PENALTY]
    parts = []
    if classes:
        names = [
            f"{name_of(m.row)}{texts.brackets(_('进展缓慢') if m.trigger == SLOW else texts.class_label(shade_of(m.row, facts.shades)))}"
            for m in classes
        ]
        parts.append(_("另有 {names}").format(names=_names(names, 2)))
    if zero:
        steps = texts.names(texts.step_name(step) for step in found[-1].steps)
        parts.append(_("零处罚须{steps}：{names}").format(steps=steps, names=_names(zero, 2)))
    return texts.statements(parts)


def _names(names: Sequence[str], most: int) -> str:
    if len(names) <= most:
        return texts.names(names)
    return _("{names}等 {count} 个地区").format(names=texts.names(names[:most]), count=len(names))


def _head(measure: Measure) -> str:
    return (
        f'<li class="o-steps"><b>{safe(measure.step_names)}</b>'
        f'<span class="o-clause">{safe(measure.clauses)}</span></li>'
    )


def _item(facts: Facts, measure: Measure) -> str:
    row = measure.row
    second = marks.runner_up(row)
    chip = marks.chip(shade_of(row, facts.shades), second[0] if second else None, bool(row["vetoes"]))
    chosen = " chosen" if measure.code == facts.region else ""
    return (
        f'<li class="o-measure{chosen}"><b class="o-who">{safe(name_of(row))}</b>{chip}'
        f"<span>{measure.told}</span></li>"
    )


def measures_note(facts: Facts, found: Sequence[Measure]) -> str:
    """What the list can't say yet."""
    parts = []
    if facts.steps(SLOW) and facts.plan.slow_progress_rule(Month.parse(facts.month)) is None:
        parts.append(_("安委会还没有定怎样算进展缓慢，这里不判断"))
    if found:
        parts.append(_("列出的是方案规定的步骤；已发到哪一步，待函告登记接入后显示"))
    return texts.statements(parts)
