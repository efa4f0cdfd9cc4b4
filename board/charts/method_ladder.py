"""For how many months in a row a unit has met a trigger of the plan's ladder, and what it was in each of them.

In the address: ``trigger`` (a class of the ranking scale, ``slow_progress`` or ``zero_penalty``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from board import address, colours, queries_ladder, texts, theme
from board.charts import ladder_figures, marks, method_rows, slow_note
from board.charts.marks import safe
from board.frame import View
from board.queries_ladder import SLOW, ZERO_PENALTY
from board.queries_method import Names
from board.texts import _
from rules.months import Month

PARAMETERS = ("trigger",)


def show(view: View, _names: Names) -> None:
    """Of the region, sector or committee that the view asks for."""
    plan = view.board.plan
    shades = colours.scale(plan.ranking_scale)
    titles = ladder_figures.trigger_names(plan)
    trigger = st.query_params.get("trigger", "")
    if trigger not in titles:
        shown = next(iter(titles))
        theme.notice(
            _("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=trigger[:20], shown=titles[shown])
        )
        trigger = shown
    unit = method_rows.unit_of(view, True)
    rows = queries_ladder.in_a_row(view.board, view.month, unit.kind, unit.code, trigger)
    with st.container(key="card_mt_figure"):
        told = texts.clauses([texts.month(view.month), unit.name(plan)])
        count = (
            texts.form(_("连续 {count} 个月"), len(rows)).format(count=len(rows)) if rows else _("本月没有")
        )
        theme.markup(marks.card_head(titles[trigger], f"{told}{texts.colon()}{count}"))
        found = [(_("定义"), _means(view, trigger)), (_("连续月数"), _("到本月为止，一个月不断地满足的月数"))]
        steps = [step for step in plan.ladder if trigger in step.applies_to]
        found.append((_("步骤"), texts.statements(
            texts.step_name(s) + texts.brackets(texts.clause(s.clause)) for s in steps) if steps else texts.UNKNOWN))  # fmt: skip
        words = "".join(f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>" for name, text in found)
        rule = address.defined(safe(_("颜色规则")), part="colours")
        theme.markup(f'<dl class="mt-def">{words}<dt>{safe(_("依据"))}</dt><dd>{rule}</dd></dl>')
    with st.container(key="card_mt_rows"):
        theme.markup(marks.card_head(_("逐月"), _("{n} 个月").format(n=len(rows))))
        if not rows:
            return
        lines = "".join(
            f'<tr><th scope="row">{safe(texts.month(row["month"]))}</th><td>{_told(view, row, trigger, unit)}</td>'
            f'<td class="num">{texts.number(row["months_in_a_row"])}</td></tr>'
            for row in rows
        )
        heads = (_("月份"), titles[trigger] if trigger not in shades else _("得分"), _("连续月数"))
        head = "".join(f'<th class="{"num" if n == 2 else ""}">{safe(h)}</th>' for n, h in enumerate(heads))
        theme.markup(
            f'<table class="mt mt-ladder"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'
        )


def _means(view: View, trigger: str) -> str:
    plan = view.board.plan
    if trigger == SLOW:
        rule = plan.slow_progress_rule(Month.parse(view.month))
        return slow_note.slow_definition(rule) if rule else _("安委会还没有定怎样算进展缓慢，这里不判断")
    if trigger == ZERO_PENALTY:
        return _("有检查而没有一次处罚；处罚没有上报的不判断")
    return _("排名列为这一色：得分落在这一档，或触发否决")


def _told(view: View, row: Mapping[str, Any], trigger: str, unit: method_rows.UnitOf) -> str:
    """What made it so in a month, with links to that month's figures."""
    at = {**address.at(row["month"]), **address.unit(unit.kind, unit.code)}
    return ladder_figures.told(view.board.plan, trigger, row["figures"], at)
