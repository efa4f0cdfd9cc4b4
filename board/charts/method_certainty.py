"""颜色有多可靠: what is drawn, how often, from which numbers; every number is the code's or the rule's in force."""

from __future__ import annotations

import math
from fractions import Fraction

import streamlit as st

from board import texts, theme
from board.charts import marks
from board.charts.marks import safe
from board.frame import View
from board.texts import N_, _
from rules import noise, statistics
from rules.plan import RankingRule

SOURCES = (
    "OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 7",
    "Goldstein & Spiegelhalter 1996, JRSS A 159:385–443",
    "Kerman 2011, Electronic Journal of Statistics 5:1450–1470",
    "Spiegelhalter 2005, Statistics in Medicine 24:1185–1202",
    "Wilson 1927, JASA 22:209–212",
    "McNemar 1947, Psychometrika 12:153–157",
)


def entries(rule: RankingRule) -> list[tuple[str, str]]:
    """Head and text of each paragraph, with the numbers of the code and of the rule."""
    weights = [component.weight for component in rule.components]
    heaviest = max(weights) / sum(weights)
    spread = math.sqrt(heaviest * (1 - heaviest) / (statistics.WEIGHT_CONCENTRATION + 1))
    least = texts.target(rule.stable_from)
    cases = texts.span(*(texts.number(end(c.min_cases for c in rule.components)) for end in (min, max)))
    return [
        (
            N_("先有规则，后有可靠程度"),
            _(
                "颜色只由计分规则和否决决定；可靠程度是注解，不改变任何颜色、名次和得分。否决是事实，不参加抽样。"
            ),
        ),
        (
            N_("抽样多少次，抽什么"),
            _(
                "每个地区、行业、专委会，每个月抽 {draws} 次。每次先抽一组权重：狄利克雷分布，以规则的权重为中心，集中度 {concentration}，"
                "如权重 {weight} 的标准差约 {spread}；所有单位用同一组权重。再抽各计分项背后的率：{of} 例中 {good} 例合格时，"
                "取贝塔分布 Beta({good}＋{prior}，{bad}＋{prior})。然后重新算分、定色、排名。"
            ).format(
                draws=texts.number(statistics.DRAWS),
                concentration=texts.number(statistics.WEIGHT_CONCENTRATION),
                weight=texts.rate(heaviest),
                spread=_("{points} 个百分点").format(points=texts.number(spread * 100, 1)),
                good=18,
                of=20,
                bad=2,
                prior=Fraction(noise.PRIOR).limit_denominator(100),
            ),
        ),
        (
            N_("为什么抽率而不抽例数"),
            _(
                "当月的数是做法好坏加上运气。要问的是这样的做法该得什么颜色，所以抽的是率本身；"
                "先验取中性的，率高于和低于观测值的机会大致相等。不是占比的计分项：件数和每次检查发现数按泊松分布（伽马后验），"
                "同比降幅按两年的件数；金额不知道波动有多大，按原值。"
            ),
        ),
        (
            N_("读出什么"),
            _(
                "中间 95% 的名次是名次区间；得出各色的比例是颜色概率。本色概率不到 {least} 的称为未稳定（这条线由安委会定），"
                "表格、月历、地图用角标或斜纹标出次可能的颜色，如“绿 58%、蓝 42%”。"
            ).format(least=least),
        ),
        (
            N_("没有数据和样本不足"),
            _(
                "没有上报的计分项不计分，也不抽样，其权重由其余各项分担；分母少于规则所定例数（本规则各项为 {cases} 例）的同样处理，标为样本不足。"
                "可计分的权重不足 {share} 的，不定颜色。"
            ).format(cases=cases, share=texts.target(rule.min_weight_share)),
        ),
        (
            N_("每次算都一样"),
            _(
                "种子固定，而且由各单位自己的数字产生：多一个地区、换一种排列、别的月份有更正，都不改变这个地区的抽样；"
                "数字完全相同的单位，可靠程度也完全相同。"
            ),
        ),
        (
            N_("升降箭头"),
            _(
                "相邻两个月的累计数、近 12 个月的数和月末状态，大多是同一批事项，不能当成两次独立的抽查。"
                "所以只看两个月之间新进来的、移出去的、改变状态的事项，各算一个偶然事件：得分变动超过它们合计波动的 {z} 倍（95%）才画箭头，否则画“≈”。"
                "都朝一个方向变的不到四件，不画箭头。规则或计分项换了的，只比两个月都有的项，按本月的规则比。"
            ).format(z=texts.number(statistics.Z95, 2)),
        ),
        (
            N_("率的区间"),
            _(
                "占比用威尔逊得分区间，如 81/263 为 {low}～{high}；件数和每次检查的件数用拜亚近似。"
                "例数少时区间宽，不会越过 0 和 1。"
            ).format(
                **dict(
                    zip(("low", "high"), (f"{v * 100:.1f}%" for v in statistics.wilson(81, 263)), strict=True)
                )
            ),
        ),
    ]


def show(view: View) -> None:
    """One section a question, then the sources."""
    rule = marks.rule_for(view.board.plan, view.month)
    rows = "".join(
        f"<section><h3>{safe(_(name))}</h3><p>{safe(told)}</p></section>" for name, told in entries(rule)
    )
    sources = safe(texts.statements(SOURCES))
    with st.container(key="card_mt_certainty"):
        said = _("本色概率 {least} 及以上为稳定").format(least=texts.target(rule.stable_from))
        theme.markup(
            marks.card_head(_("颜色有多可靠"), said)
            + f'<div class="mt-columns">{rows}</div><p class="note">{sources}</p>'
        )
