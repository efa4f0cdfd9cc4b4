"""A figure's formula in words: what is counted, where, over which months."""

from __future__ import annotations

from board import texts
from board.queries_method import Names
from board.texts import N_, _
from rules.plan import Aggregate, Plan

WINDOWS = {
    "month": N_("当月"),
    "month_end": N_("月末"),
    "quarter_to_date": N_("季初至当月"),
    "year_to_date": N_("年初至当月"),
    "trailing_12": N_("近12个月"),
    "campaign_to_date": N_("行动开始至当月"),
}
ORIGINS = {"plan": N_("方案"), "committee": N_("安委会自定")}
KINDS = {
    "percentage": N_("百分比"),
    "count": N_("时期内的数量"),
    "date": N_("按期完成"),
    "fall": N_("较上年同期下降"),
    "words": N_("文字要求，安委会定门槛"),
}


def half(part: Aggregate, plan: Plan, names: Names) -> str:
    """``隐患台账：当月到期且按期销号隐患（隐患级别 重大），近12个月``."""
    english = texts.is_english()
    text = names.of("mart", "", part.mart, english) + texts.colon()
    text += names.of("measure", part.mart, part.column, english)
    limits = [_limit(name, value, plan, names) for name, value in part.where.items()]
    limits += [
        _("{name}不少于 {least}").format(name=names.of("grain", "", name, english), least=texts.plain(least))
        for name, least in part.at_least.items()
    ]
    if limits:
        text += texts.brackets(texts.clauses(limits))
    return texts.clauses([text, _(WINDOWS[part.window])])


def _limit(name: str, value: str | bool | list[str], plan: Plan, names: Names) -> str:
    english = texts.is_english()
    title = names.of("grain", "", name, english)
    if isinstance(value, bool):
        return title if value else _("非{name}").format(name=title)
    values = value if isinstance(value, list) else [value]
    told = texts.names(_value(name, str(v), plan, names) for v in values)
    return f"{title} {told}"


def _value(name: str, value: str, plan: Plan, names: Names) -> str:
    if name == "sector":
        return texts.sector_names(plan).get(value, value)
    if name == "risk_class":
        return next((texts.class_name(c) for c in plan.risk_scale if c.code == value), value)
    if name == "step":
        return next((texts.step_name(s) for s in plan.ladder if s.id == value), value)
    if name == "indicator":
        return next((texts.indicator_title(i) for i in plan.indicators if i.id == value), value)
    if name == "task_id":
        tasks = plan.programme.tasks
        return next((t.title_en if texts.is_english() else t.title for t in tasks if t.id == value), value)
    return names.of("value", name, value, texts.is_english())
