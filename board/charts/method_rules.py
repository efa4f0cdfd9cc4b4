"""Which rule made the colours, from when on, and what in it is the committee's own."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from board import colours, texts, theme
from board.charts import ladder_figures, marks, method_words
from board.charts.marks import safe
from board.frame import View
from board.queries_method import Names
from board.texts import _
from rules.escalation import needed
from rules.months import Month
from rules.plan import LadderStep, Plan, RankingRule, RiskRule, Veto


def show(view: View, names: Names) -> None:
    """Ranking rules, risk rules, ladder: newest first; the month's own is marked."""
    plan = view.board.plan
    now = plan.ranking_rule(Month.parse(view.month))
    for rule in sorted(plan.ranking, key=lambda r: r.valid_from, reverse=True):
        with st.container(key=f"card_mt_rank_{rule.version.replace('.', '_')}"):
            theme.markup(_head(_("排名规则 {version}"), rule, rule is now) + _ranking(rule, plan, names))
    risk = plan.risk_rule(Month.parse(view.month))
    for rule in sorted(plan.risk, key=lambda r: r.valid_from, reverse=True):
        with st.container(key=f"card_mt_risk_{rule.version.replace('.', '_')}"):
            theme.markup(_head(_("风险分级规则 {version}"), rule, rule is risk) + _risk(rule, plan))
    if plan.ladder:
        with st.container(key="card_mt_ladder"):
            theme.markup(
                marks.card_head(_("处置阶梯"), _("步骤出自方案，答复天数方案未写的由安委会自定"))
                + _ladder(plan)
            )


def _head(title: str, rule: RankingRule | RiskRule, is_now: bool) -> str:
    start = _("自{month}起执行").format(month=texts.month(str(rule.valid_from)))
    parts = [start, _(method_words.ORIGINS[rule.origin]), texts.clause(rule.clause)]
    tag = marks.tag(_("本月所用"), _("本月的颜色由这一版规则得出"), "solid") if is_now else ""
    return marks.card_head(title.format(version=rule.version), texts.clauses(parts), tag)


def _ranking(rule: RankingRule, plan: Plan, names: Names) -> str:
    shades = colours.scale(plan.ranking_scale)
    titles = {i.id: i for i in plan.indicators}
    rows = "".join(
        f'<tr><th scope="row">{safe(texts.indicator_title(titles[c.indicator]))}</th>'
        f'<td class="num">{texts.plain(c.weight)}</td><td class="num">{_limit(titles[c.indicator].unit, c.zero_at)}</td>'
        f'<td class="num">{_limit(titles[c.indicator].unit, c.full_at)}</td><td class="num">{c.min_cases}</td>'
        f"<td>{safe(texts.clause(titles[c.indicator].clause))}</td></tr>"
        for c in rule.components
    )
    heads = (_("指标"), _("权重"), _("0 分"), _("满分"), _("最少例数"), _("条款"))
    head = "".join(f'<th class="{"num" if 0 < n < 5 else ""}">{safe(h)}</th>' for n, h in enumerate(heads))
    limits, low = [], None
    for item in rule.breaks:
        shade = shades[item.code]
        text = (
            _("{low} 分及以上").format(low=texts.plain(low or 0)) if item.below is None
            else _("低于 {high} 分").format(high=texts.plain(item.below)) if low is None
            else _("{low}（含）至 {high} 分").format(low=texts.plain(low), high=texts.plain(item.below))
        )  # fmt: skip
        limits.append(f'<span class="mt-break">{marks.chip(shade)} {safe(text)}</span>')
        low = item.below
    vetoes = "".join(f"<li>{safe(_veto(v, plan, names))}</li>" for v in rule.vetoes)
    share = _("有数据的指标权重不足 {share} 的，不定颜色").format(share=texts.target(rule.min_weight_share))
    stable = _("本色概率不到 {least} 的颜色称为未稳定，这条线为安委会自定").format(
        least=texts.target(rule.stable_from)
    )
    own = texts.sentence(share) + texts.sentence(stable)
    told = f'<p class="note">{safe(own)}{safe(_note(rule.note))}</p>'
    return (
        f'<table class="mt mt-rule"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="mt-breaks">{"".join(limits)}</p>'
        + (f'<h3>{safe(_("否决"))}</h3><ul class="mt-list">{vetoes}</ul>' if vetoes else "")
        + told
    )


def _note(text: str) -> str:
    return "" if texts.is_english() else text


def _veto(veto: Veto, plan: Plan, names: Names) -> str:
    shades = colours.scale(plan.ranking_scale)
    count = method_words.half(veto.count, plan, names)
    told = _("{title}：{count}达到 {least} 即为{colour}").format(
        title=texts.veto_title(veto), count=count, least=texts.plain(veto.at_least),
        colour=texts.class_name(shades[veto.code]),
    )  # fmt: skip
    return told + texts.brackets(
        texts.clauses([texts.clause(veto.clause), _(method_words.ORIGINS[veto.origin])])
    )


def _limit(unit: str, value: float) -> str:
    return texts.target(value) if unit == "%" else texts.plain(value)


def _risk(rule: RiskRule, plan: Plan) -> str:
    shades = colours.scale(plan.risk_scale)
    severity = texts.names(
        f"{texts.class_name(shades[code])} {texts.plain(value)}" for code, value in rule.severity.items()
    )
    limits, low = [], None
    for item in rule.breaks:
        text = (
            _("{low} 及以上").format(low=texts.plain(low or 0)) if item.below is None
            else _("低于 {high}").format(high=texts.plain(item.below)) if low is None
            else _("{low}（含）至 {high}").format(low=texts.plain(low), high=texts.plain(item.below))
        )  # fmt: skip
        limits.append(f'<span class="mt-break">{marks.chip(shades[item.code])} {safe(text)}</span>')
        low = item.below
    index = _(
        "风险指数是在用风险点严重程度的平均数：{severity}；管控不到位的按 {factor} 倍计；不足 {least} 处的不定等级。分级界限固定，不随数据移动。"
    ).format(severity=severity, factor=texts.plain(rule.uncontrolled_factor), least=rule.min_points)
    return f'<p>{safe(index)}</p><p class="mt-breaks">{"".join(limits)}</p>'


def _ladder(plan: Plan) -> str:
    shades = colours.scale(plan.ranking_scale)
    triggers = {"slow_progress": _("进展缓慢"), "zero_penalty": _("零处罚")}
    named = ladder_figures.trigger_names(plan)
    rows = "".join(
        f'<tr><th scope="row">{safe(texts.step_name(s))}</th>'
        f"<td>{safe(texts.names(texts.class_name(shades[t]) if t in shades else triggers.get(t, t) for t in s.applies_to))}</td>"
        f"<td>{safe(texts.form(_('{n} 天'), s.answer_days).format(n=s.answer_days) if s.answer_days else texts.UNKNOWN)}</td>"
        f"<td>{safe(_months(s, plan, named))}</td><td>{safe(texts.clause(s.clause))}</td></tr>"
        for s in plan.ladder
    )
    head = "".join(
        f"<th>{safe(h)}</th>" for h in (_("步骤"), _("适用"), _("答复期限"), _("连续几个月起"), _("条款"))
    )
    return f'<table class="mt"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _months(step: LadderStep, plan: Plan, named: Mapping[str, str]) -> str:
    """From how many months in a row on a step is due, by trigger, and who says so."""
    told = [f"{named[t]} {needed(plan.ladder, step, t)}" for t in step.applies_to if t in named]
    if not told:
        return texts.UNKNOWN
    own = texts.brackets(_("安委会自定")) if step.months_origin == "committee" else ""
    return texts.names(told) + own
