"""How targets read: values by their kind, what is still missing, and the finding at the head of a card."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from board import address, clause_words, revised, texts
from board.charts import marks
from board.charts.marks import safe
from board.queries_targets import URGENCY, Goal, Goals, Unit
from board.texts import N_, _
from rules.plan import Indicator

STATUS = {
    "met": N_("已达到"),
    "on_course": N_("进度正常"),
    "behind": N_("进度滞后"),
    "missed": N_("未达到"),
    "no_data": N_("无数据"),
}
PERIOD = {
    "month": N_("当月数"),
    "month_end": N_("月末数"),
    "quarter_to_date": N_("季初以来累计"),
    "year_to_date": N_("年初以来累计"),
    "trailing_12": N_("近12个月累计"),
    "campaign_to_date": N_("行动以来累计"),
}
"""Window of a count -> what it counts."""
MOST_NAMES = 3
"""More names than this become a count: a finding is read in one breath."""


def name(indicator: Indicator) -> str:
    """The indicator's title in the language of the interface."""
    return texts.indicator_title(indicator)


def short_name(indicator: Indicator) -> str:
    """Its title for tight places."""
    return texts.indicator_short_title(indicator)


def status_name(goal: Goal) -> str:
    """The status as a word."""
    return _(STATUS[goal.status]) if goal.has_figures else _("不分行业")


def status_tag(goal: Goal) -> str:
    """The status as a neutral tag: urgency is weight, never hue."""
    kind = f"tg-{goal.status}" if goal.has_figures else "dotted"
    return marks.tag(status_name(goal), "", kind)


def month_word(month: str) -> str:
    """``10月`` of ``2026-10``."""
    return texts.month_short(month)


def figure(goal: Goal, value: float | None, numerator: float | None = None, of: float | None = None) -> str:
    """A value of the goal's indicator in its unit; never on the other side of the target by rounding."""
    if value is None:
        return texts.UNKNOWN
    if goal.is_fall:
        return signed(goal.shown(value))
    if not goal.is_share:
        return texts.with_unit(texts.number(value), goal.indicator.unit)
    shown, limit = texts.rate(value, numerator, of), goal.target.value
    reads = float(shown.rstrip("%")) / 100
    if (reads >= limit) != (value >= limit) and 0 < limit < 1:
        return f"{texts.score(value * 100, [limit * 100])}%"
    return shown


def signed(change: float) -> str:
    """A change as a signed percentage, ``−39.3%``; nought has no sign, the whole no decimals."""
    if abs(change + 1) < 1e-9:
        return f"{texts.MINUS}100%"
    return f"{texts.change(change * 100)}%" if abs(change) >= 0.0005 else "0%"


def is_beyond_chance(goal: Goal) -> bool:
    """Whether a change on the year before is more than chance: no change lies outside its interval."""
    around = goal.interval()
    return around is not None and (around[0] > 0 or around[1] < 0)


def behind(goal: Goal) -> dict[str, str]:
    """Parameters that lead to the goal's figure: its indicator in the month that the figure is of."""
    return {"indicator": goal.indicator.id, **address.at(goal.month)}


def value_markup(goal: Goal) -> str:
    """The value large; a change carries its arrow only where it is beyond chance."""
    if goal.value is None:
        if not goal.has_figures:
            return texts.UNKNOWN
        return texts.UNKNOWN if goal.numerator is not None else marks.tag(_("未报"), "", "hatched")
    if not goal.is_fall or goal.value == 0:
        return safe(figure(goal, goal.value, goal.numerator, goal.denominator))
    if is_beyond_chance(goal):
        arrow = "▼" if goal.value > 0 else "▲"
        return safe(f"{arrow}{texts.number(abs(goal.value) * 100, 1)}%")
    return (
        f'<span class="tg-by-chance" title="{safe(_("未超出随机波动"))}">≈ </span>{safe(signed(-goal.value))}'
    )


def revised_words(goal: Goal) -> str:
    """Value and status as published and as they are now; empty where neither was changed."""
    changed = goal.revised or {}
    told = [name for name in ("value", "status") if name in changed]

    def words(side: str) -> str:
        values = {name: getattr(changed[name], side) for name in told}
        parts = [figure(goal, values["value"])] if "value" in values else []
        if values.get("status"):
            parts.append(_(STATUS[values["status"]]))
        return " ".join(parts)

    return revised.both(words("published"), words("current")) if told else ""


def basis(goal: Goal) -> str:
    """What the value is made of, or why there is none."""
    if not goal.has_figures:
        return _("没有分行业领域的数字")
    if goal.numerator is None:
        return _("{month}没有上报").format(month=texts.month(goal.month))
    unit = texts.unit_name(goal.indicator.unit)
    if goal.is_fall:
        now = f"{texts.number(goal.numerator)} {unit}"
        if not goal.denominator:
            return _("{now}，没有上年同期数").format(now=now)
        return _("{now}，上年同期 {before} {unit}").format(
            now=now, before=texts.number(goal.denominator), unit=unit
        )
    if goal.is_share:
        if not goal.denominator:
            return _("分母为零，不计算")
        return _("分子 {n} / 分母 {d}").format(
            n=texts.number(goal.numerator), d=texts.number(goal.denominator)
        )
    return period(goal)


def period(goal: Goal) -> str:
    """Over which months a count is counted; empty for one that has a denominator."""
    numerator, denominator = goal.indicator.halves()
    return "" if denominator is not None else _(PERIOD[numerator.window])


def target_text(goal: Goal) -> str:
    """What must be reached: ``100%``, ``≥80%``, ``≤2%``, ``0 处``, ``下降``."""
    value = goal.target.value
    if goal.is_fall:
        return _("下降") if value == 0 else _("下降{share}").format(share=f" ≥{texts.target(value)}")
    if goal.is_share:
        shown = texts.target(value)
        if goal.is_down:
            return f"≤{shown}" if value > 0 else shown
        return shown if value >= 1 else f"≥{shown}"
    sign = "" if value == 0 else "≤" if goal.is_down else "≥"
    return sign + texts.with_unit(texts.number(value), goal.indicator.unit)


def target_label(goal: Goal) -> str:
    """The target with its name: a committee's threshold for words is called so."""
    word = _("门槛 {target}") if goal.indicator.kind == "words" else _("目标 {target}")
    return word.format(target=target_text(goal))


def forecast_text(goal: Goal) -> str:
    """The value expected at the year's end."""
    value = goal.forecast
    if value is None:
        return texts.UNKNOWN
    if goal.is_fall or goal.is_share:
        return figure(goal, value)
    # A count between two whole numbers must not read as the target it has not reached.
    rounded, target = round(value), goal.target.value
    reaches = value <= target if goal.is_down else value >= target
    seems = rounded <= target if goal.is_down else rounded >= target
    return texts.with_unit(texts.number(value, 0 if reaches == seems else 1), goal.indicator.unit)


def forecast_span(goal: Goal) -> str:
    """The forecast's interval, ``86.1%～94.7%``."""
    if goal.low is None or goal.high is None:
        return ""
    if goal.is_fall:
        return texts.span(signed(goal.shown(goal.high)), signed(goal.shown(goal.low)))
    if goal.is_share:
        return texts.span(texts.rate(goal.low), texts.rate(goal.high))
    low, high = math.floor(goal.low + 1e-9), math.ceil(goal.high - 1e-9)
    return texts.with_unit(texts.span(texts.number(low), texts.number(high)), goal.indicator.unit)


def lagging_text(goal: Goal) -> str:
    """How many regions are behind: ``8/9 地区滞后``; empty where none has a figure."""
    if not goal.judged:
        return ""
    if not goal.lagging:
        return _("各地区都跟上") if goal.status != "no_data" else ""
    word = _("{n}/{all} 地区未达") if goal.is_closed else _("{n}/{all} 地区滞后")
    return word.format(n=len(goal.lagging), all=goal.judged)


def counts(goals: Sequence[Goal]) -> str:
    """``24 项：进度滞后 11，进度正常 10，已达到 3``, most urgent first."""
    if not goals:
        return _("没有目标")
    told = [g for g in goals if g.has_figures]
    number = Counter(g.status for g in told)
    parts = [f"{_(STATUS[code])} {number[code]}" for code in URGENCY if number[code]]
    if len(told) < len(goals):
        parts.append(_("不分行业 {n}").format(n=len(goals) - len(told)))
    return _("{n} 项：{parts}").format(n=len(goals), parts=texts.clauses(parts))


def units_text(goal: Goal, whole: Unit, units: Sequence[Unit], chosen: str = "") -> str:
    """Who is clearly worse than all together; for counts, who has them; first the one that was chosen."""
    known = [u for u in units if u.value is not None]
    if not known or whole.value is None:
        return _("没有数据")
    own = next((u for u in units if u.code == chosen), None)
    if own is not None:
        return _own_text(goal, whole, own)
    if not goal.is_share and not goal.is_fall and not goal.is_down:
        return _short_of(goal, known)
    if not goal.is_share and not goal.is_fall:
        worst = sorted((u for u in known if u.value), key=lambda u: -(u.value or 0))
        if not worst:
            return _("都是 0 {unit}").format(unit=texts.unit_name(goal.indicator.unit))
        named = texts.names(f"{u.name} {figure(goal, u.value)}" for u in worst[:MOST_NAMES])
        more = _("等 {n} 个").format(n=len(worst)) if len(worst) > MOST_NAMES else ""
        rest = len(known) - len(worst)
        told = f"{named}{more}"
        return texts.clauses([told, _("其余 {n} 个为 0").format(n=rest)]) if rest else told
    bad = 1 if goal.is_down and not goal.is_fall else -1
    worst = [u for u in reversed(known) if u.differs == bad]
    total = figure(goal, whole.value, whole.numerator, whole.denominator)
    if not worst:
        return _("没有哪个显著差于{whole} {value}").format(whole=whole.name, value=total)
    named = texts.names(u.name for u in worst[:MOST_NAMES])
    more = _("等 {n} 个").format(n=len(worst)) if len(worst) > MOST_NAMES else ""
    return _("{named}{more}显著差于{whole} {value}").format(
        named=named, more=more, whole=whole.name, value=total
    )


def _short_of(goal: Goal, known: Sequence[Unit]) -> str:
    """Who has not reached a count yet, the least first."""
    short = sorted((u for u in known if (u.value or 0) < goal.target.value), key=lambda u: u.value or 0)
    if not short:
        return _("都达到{target}").format(target=target_label(goal))
    named = texts.names(f"{u.name} {figure(goal, u.value)}" for u in short[:MOST_NAMES])
    more = _("等 {n} 个").format(n=len(short)) if len(short) > MOST_NAMES else ""
    return _("{named}{more}没有达到{target}").format(named=named, more=more, target=target_label(goal))


def _own_text(goal: Goal, whole: Unit, own: Unit) -> str:
    """Where the chosen region or sector stands beside all together."""
    if own.value is None:
        return _("{name}没有数据").format(name=own.name)
    value = figure(goal, own.value, own.numerator, own.denominator)
    total = figure(goal, whole.value, whole.numerator, whole.denominator)
    if not goal.is_share and not goal.is_fall:
        return _("{name} {value}，{whole}共 {total}").format(
            name=own.name, value=value, whole=whole.name, total=total
        )
    words = {
        0: _("{name} {value}，与{whole} {total} 无显著差异"),
        1: _("{name} {value}，显著好于{whole} {total}"),
        -1: _("{name} {value}，显著差于{whole} {total}"),
    }
    # A larger fall is better though the change that is shown is lower.
    side = -own.differs if goal.is_down and not goal.is_fall else own.differs
    return words[side].format(name=own.name, value=value, whole=whole.name, total=total)


def main_and_rest(goals: Sequence[Goal], all_goals: Goals) -> tuple[list[Goal], list[Goal]]:
    """The plan's main targets (the clause that its first target stands in) and those of single clauses."""
    first = next((i.targets[0].clause for i in all_goals.board.plan.indicators if i.targets), "")
    root = clause_words.root(first)
    main = [g for g in goals if clause_words.root(g.target.clause) == root]
    if not main:
        return list(goals), []
    return main, [g for g in goals if clause_words.root(g.target.clause) != root]


def clauses_text(goals: Sequence[Goal]) -> str:
    """The parts of the plan that the goals' clauses stand in, in its order; many become a count."""
    ordered = sorted(goals, key=lambda g: g.place)
    roots = list(dict.fromkeys(clause_words.root(g.target.clause) for g in ordered))
    named = texts.names(texts.clause(root) for root in roots[:MOST_NAMES])
    return _("{named}等 {n} 处").format(named=named, n=len(roots)) if len(roots) > MOST_NAMES else named


def by_clause(goals: Sequence[Goal]) -> list[tuple[str, list[Goal]]]:
    """Goals by clause; clauses with the most urgent goal first, then in the order of the plan's pack."""
    groups: dict[str, list[Goal]] = {}
    for goal in goals:
        groups.setdefault(goal.target.clause, []).append(goal)

    def order(item: tuple[str, list[Goal]]) -> tuple[int, int]:
        _clause, members = item
        return min(URGENCY.index(g.status) for g in members), members[0].place

    return sorted(groups.items(), key=order)
