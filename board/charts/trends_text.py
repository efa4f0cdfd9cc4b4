"""How trends read: values, changes against the year before, since when, and whether that is better or worse."""

from __future__ import annotations

from board import texts
from board.charts import method_words
from board.charts.marks import safe
from board.charts.trends_course import Stretch, Trend
from board.queries_trends import Unit
from board.texts import N_, _
from board.trends import Measure
from rules.changes import Figure
from rules.plan import Plan, Window

WINDOWS: dict[Window, str] = {
    "month": N_("当月"),
    "month_end": N_("月末"),
    "year_to_date": N_("年初累计"),
    "trailing_12": N_("近12个月"),
    "campaign_to_date": N_("行动开始以来"),
}
FEW = 20
"""Below so many a change is told as a number: from 2 to 1 is no 50 %."""
NO_PLACE = {"none": N_("未填"), "other": N_("其他")}


def window_name(measure: Measure, window: Window) -> str:
    """A window as a choice; the one that the plan counts by says so where there are others."""
    name = window_head(window)
    if measure.indicator is not None and window == measure.declared and len(measure.windows) > 1:
        return name + texts.brackets(_("方案口径"))
    return name


def window_head(window: Window) -> str:
    """A window as the head of a column."""
    name = _(WINDOWS[window])
    return opened(name)


def opened(text: str) -> str:
    """A statement that opens a line: in English with a capital."""
    return text[:1].upper() + text[1:]


def unit_name(plan: Plan, unit: Unit) -> str:
    """Whose figures: 全州, 巴东县, 巴东县，矿山, 矿山专委会."""
    if unit.by == "committee":
        return next(texts.committee_name(c) for c in plan.programme.committees if c.id == unit.code)
    parts = []
    if unit.region != "*" or unit.sector == "*":
        parts.append(texts.region_names(plan)[unit.region])
    if unit.sector != "*":
        parts.append(texts.sector_names(plan).get(unit.sector) or _(NO_PLACE.get(unit.sector, unit.sector)))
    return texts.clauses(parts)


def value(measure: Measure, figure: Figure | None, missing: str = "") -> str:
    """A figure without its unit: ``88.2%``, ``1,268``, ``1.12``; 未报 where there is none."""
    if figure is None:
        return missing or _("未报")
    if figure.value is None:
        return texts.UNKNOWN
    if measure.is_share:
        return texts.rate(figure.value, figure.numerator, figure.denominator)
    return level(measure, figure.value)


def level(measure: Measure, amount: float, is_mean: bool = False) -> str:
    """A value of the vertical axis, or the mean of some months."""
    if measure.is_share:
        return texts.rate(amount)
    if measure.denominator is not None:
        return texts.number(amount, 2)
    return texts.number(amount, 0 if amount == int(amount) and not is_mean else 1)


def spoken(measure: Measure, figure: Figure | None) -> str:
    """A figure with its unit."""
    text = value(measure, figure)
    if figure is None or figure.value is None or measure.is_share:
        return text
    return texts.with_unit(text, measure.unit)


def difference(trend: Trend, month: str) -> str:
    """How far a month is from the year before, without its direction: ``3.2``, ``8.4%``; empty where unknown.

    Shares in points; rates and counts in percent, as a number where there was little or nothing before.
    """
    now, then = trend.value(month), trend.value(trend.before(month))
    if now is None or then is None:
        return ""
    if trend.measure.is_share:
        return f"{abs(now - then) * 100:.1f}"
    if trend.measure.denominator is None and then < FEW:
        return level(trend.measure, abs(now - then))
    if not then:
        return level(trend.measure, now) if now else "0"
    return f"{abs(now / then - 1) * 100:.1f}%"


def change(trend: Trend, month: str) -> str:
    """The change as markup: ▲ or ▼ in bold where it is more than chance, ≈ otherwise; a dash where unknown."""
    text = change_plain(trend, month)
    if not text:
        return f'<span class="faint">{texts.UNKNOWN}</span>'
    if text[0] in "▲▼":
        return f"<nobr><b>{safe(text)}</b></nobr>"
    hint = _("变化没有超出偶然波动") if text[0] == "≈" else _("办理时间长短不同，不判断升降")
    return f'<nobr class="faint" title="{safe(hint)}">{safe(text)}</nobr>'


def change_plain(trend: Trend, month: str) -> str:
    """The same as plain text, for a file: ``▲3.2``, ``≈ +0.4``; empty where unknown."""
    text, is_up = difference(trend, month), rose(trend, month)
    if not text:
        return ""
    if trend.is_beyond_chance(month):
        return f"{'▲' if is_up else '▼'}{text}"
    signed = f"{'' if text in ('0', '0%', '0.0', '0.0%') else '+' if is_up else texts.MINUS}{text}"
    return f"≈ {signed}" if trend.is_comparable else signed


def rose(trend: Trend, month: str) -> bool:
    """Whether the value is above that of the year before."""
    return (trend.value(month) or 0.0) > (trend.value(trend.before(month)) or 0.0)


def judged(measure: Measure, is_up: bool) -> str:
    """好转 or 变差, by the direction that is wanted; empty for what is neither good nor bad by itself."""
    if measure.indicator is None and measure.denominator is None and not measure.is_down:
        return ""
    return _("变差") if is_up == measure.is_down else _("好转")


def against_last_year(trend: Trend, month: str) -> str:
    """One clause on the year before: ``比上年同期升 3.2 个百分点（好转）``."""
    beyond = trend.is_beyond_chance(month)
    if not difference(trend, month):
        return _("没有上年同期数可比")
    if beyond is None:
        then = value(trend.measure, trend.figure(trend.before(month)))
        return _("上年同期 {value}，办理时间长短不同，不判断升降").format(value=then)
    if not beyond:
        then = value(trend.measure, trend.figure(trend.before(month)))
        return _("与上年同期（{value}）相比没有超出偶然的变化").format(value=then)
    text, is_up = difference(trend, month), rose(trend, month)
    if trend.measure.is_share:
        text = _("{n} 个百分点").format(n=text)
    told = _("比上年同期升 {change}") if is_up else _("比上年同期降 {change}")
    good = judged(trend.measure, is_up)
    return told.format(change=text) + (texts.brackets(good) if good else "")


def turn(trend: Trend, before: Stretch, after: Stretch) -> str:
    """A change point in words: ``2025年9月起由 62.1% 升到 80.4%``."""
    month, measure = texts.month(after.first), trend.measure
    if measure.told == "state":
        if measure.is_share:
            return _("{month}起每月平均变化由 {a} 变为 {b} 个百分点").format(
                month=month, a=texts.change(before.level * 100), b=texts.change(after.level * 100)
            )
        return _("{month}起每月平均变化由 {a} 变为 {b}").format(
            month=month, a=texts.change(before.level), b=texts.change(after.level)
        )
    is_up = after.level > before.level
    if measure.denominator is None:
        word = _("{month}起月均由 {a} 升到 {b}") if is_up else _("{month}起月均由 {a} 降到 {b}")
    else:
        word = _("{month}起由 {a} 升到 {b}") if is_up else _("{month}起由 {a} 降到 {b}")
    return word.format(
        month=month, a=level(measure, before.level, is_mean=True), b=level(measure, after.level, is_mean=True)
    )


def turns(trend: Trend) -> str:
    """All change points in one sentence, that there are none, or why they cannot be told."""
    if trend.changes:
        return _by_month(trend, texts.statements(turn(trend, a, b) for a, b in trend.changes))
    if trend.stretches:
        return _("{month}以来没有超出偶然的转折").format(month=texts.month(trend.months[0]))
    if trend.measure.is_unfinished:
        return _("早的月份办理得久，近的月份还在办，不找转折")
    if trend.measure.told == "restarts":
        return _("每年1月重新累计，不找转折，只和上年同月比")
    return _("可比的月份不足 12 个，不找转折")


def finding(trend: Trend) -> str:
    """What the card says first: the month's figure, against the year before, and the newest turn."""
    month, figure = trend.month, trend.figure(trend.month)
    if figure is None:
        known = [m for m in trend.months if trend.value(m) is not None]
        if not known:
            return _("{month}未报，以前也没有数").format(month=texts.month(month))
        return _("{month}未报，最近一次是{last}：{value}").format(
            month=texts.month(month),
            last=texts.month(known[-1]),
            value=spoken(trend.measure, trend.figure(known[-1])),
        )
    if figure.value is None:
        return _("{month}没有可计算的基数").format(month=texts.month(month))
    said = f"{texts.month(month)} {spoken(trend.measure, figure)}"
    if trend.is_thin(month):
        said += texts.brackets(
            _("样本不足，{basis}").format(basis=texts.share(figure.numerator, figure.denominator))
        )
    parts = [said, against_last_year(trend, month)]
    if trend.changes:
        parts.append(_by_month(trend, turn(trend, *trend.changes[-1])))
    return texts.statements(parts)


def _by_month(trend: Trend, told: str) -> str:
    """Turns are those of the months by themselves: said where the chart shows another window."""
    if trend.measure.told == "flow" and trend.window != "month":
        return _("按当月数看，{turns}").format(turns=told)
    return told


def how_counted(trend: Trend) -> str:
    """What the months of the chart are, and what they are not."""
    measure = trend.measure
    if measure.told == "restarts":
        return _("月末累计数，每年1月重新开始")
    if measure.told == "state":
        return _("月末数，不能跨月相加")
    if trend.window == "month":
        return _("各月自己的数") if measure.denominator is None else _("各月的分子除以各月的分母")
    told = (
        _("{window}的合计")
        if measure.denominator is None
        else _("{window}的分子之和除以分母之和，不是各月比率的平均")
    )
    text = told.format(window=_(method_words.WINDOWS[trend.window]))
    if trend.window == "trailing_12" and trend.window != measure.declared:
        text = texts.clauses([text, _("不满 12 个月的不画")])
    return text
