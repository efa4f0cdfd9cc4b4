"""How a score, its rank and its colour came about: the rule in words, and its parts, each with a way to its rows."""

from __future__ import annotations

import streamlit as st

from board import address, colours, queries, texts, theme
from board.charts import breakdown, marks, method_rows
from board.charts.marks import safe
from board.frame import ALL, View
from board.queries_method import Names
from board.texts import _


def show(view: View, _names: Names) -> None:
    """Of the region, sector or committee that the view asks for."""
    plan = view.board.plan
    unit = method_rows.unit_of(view, True)
    rows = texts.localised(queries.ranking(view.board, view.month, unit.kind), plan, unit.kind)
    row = next((r for r in rows if r["region_code"] == unit.code), None)
    rule = marks.rule_for(plan, view.month)
    with st.container(key="card_mt_figure"):
        told = texts.clauses([texts.month(view.month), unit.name(plan)])
        if row is not None and row["score"] is not None:
            told += texts.colon() + texts.score(row["score"], marks.limits(rule))
        theme.markup(marks.card_head(_("得分、名次和颜色"), told))
        found = [
            (_("得分"), _("各计分项得分之和，按可计分的满分折算为百分制；样本不足和未报的不计")),
            (_("名次"), _("先按颜色，再按得分从高到低：触发否决的排在更好的颜色之后")),
            (_("颜色"), _("得分落在规则的哪一档；触发否决的按否决定")),
            (_("名次 95% 区间"), _("权重和率都有不确定，2,000 次抽样里中间 95% 的名次")),
            (
                _("颜色概率"),
                _("抽样里得出各色的比例；本色不到 {least} 为未稳定").format(
                    least=texts.target(rule.stable_from)
                ),
            ),
            (_("较上月"), _("变动超出随机波动（95%）的画 ▲▼，其余为 ≈；两个月相同的事项不算变动")),
        ]
        words = "".join(f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>" for name, text in found)
        links = texts.names(
            (
                address.defined(safe(_("计分规则 {version}").format(version=rule.version)), part="colours"),
                address.defined(safe(_("计算方法")), part="how"),
            )
        )
        theme.markup(f'<dl class="mt-def">{words}<dt>{safe(_("依据"))}</dt><dd>{links}</dd></dl>')
    with st.container(key="card_mt_rows"):
        if row is None:
            theme.markup(marks.card_head(_("得分怎么来的"), _("请选一个地区")) + _all(view, rows, unit.kind))
            return
        theme.markup(marks.card_head(_("得分怎么来的"), breakdown.breakdown_finding(row, plan)))
        theme.markup(breakdown.breakdown(row, plan, view.month, unit.kind))


def _all(view: View, rows: list[dict[str, object]], kind: str) -> str:
    """Every unit's score as a way to its parts."""
    shades, limits = (
        colours.scale(view.board.plan.ranking_scale),
        marks.limits(marks.rule_for(view.board.plan, view.month)),
    )
    lines = "".join(
        f'<tr><th scope="row">{safe(r["region"])}</th><td>{marks.chip(shades.get(str(r["colour"])) or colours.shade(str(r["colour"])))}</td>'
        f'<td class="num">{address.figure(texts.score(r["score"], limits), about="score", **address.unit(kind, str(r["region_code"])))}</td></tr>'  # type: ignore[arg-type]
        for r in rows
    )
    return f'<table class="mt mt-narrow"><tbody>{lines}</tbody></table>' if rows and kind != ALL else ""
