"""How uncertainty is worked out: rank intervals, intervals of shares, movements, forecasts. With their sources."""

from __future__ import annotations

import streamlit as st

from board import texts, theme
from board.charts import marks
from board.charts.marks import safe
from board.texts import N_, _

METHODS = (
    (
        N_("率的区间"),
        N_("威尔逊得分区间，95%。例数少时区间宽，不会越过 0 和 1。"),
        "Wilson 1927, JASA 22:209–212",
    ),
    (
        N_("名次区间与颜色概率"),
        N_(
            "2,000 次抽样：权重围绕规则所定的值按狄利克雷分布变动，每个率按贝塔后验分布变动，再各自算分、排名、定色。"
            "取中间 95% 的名次；最可能的颜色不到 80% 的，画角标或斜纹，称为未稳定。否决是事实，每次抽样都保留。种子固定，同样的数据得出同样的区间。"
        ),
        "OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 7",
    ),
    (
        N_("升降箭头"),
        N_("得分变动超出抽样波动（95%）的才画箭头，其余画“≈”，表示在随机波动之内。"),
        "Spiegelhalter 2005, Statistics in Medicine 24:1185–1202",
    ),
    (
        N_("样本不足"),
        N_("分母少于规则所定的最少例数时，这一项不计分，其余各项按权重折算；有数据的权重不够时不定颜色。"),
        "",
    ),
    (
        N_("没有数据"),
        N_("没有上报与零不同：没有上报的不计分、不画点，标为无数据。"),
        "",
    ),
    (
        N_("年底预计"),
        N_(
            "由最新值按最近六个月的平均月变化推到期限（一般为年底），不足四个月的不预计。95% 区间为这一方法的预测区间；"
            "率的区间还包住最新值的威尔逊区间，没有变动的计数按“三倍法则”放宽，例数少时不会显得过于肯定。"
        ),
        "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2, 5.5",
    ),
    (
        N_("目标状态"),
        N_(
            "期限已到的按期限当月末的数判定：到目标为已达到，否则为未达到；期限未到的看预计值，到目标为进度正常，不到为进度滞后。"
            "只增不减的数一旦超过上限即为未达到；没有上报的为无数据。"
        ),
        "",
    ),
    (
        N_("风险指数"),
        N_("取风险点严重程度的平均数，不取总数：排查出的点多，不会因此变红。分级界限固定。"),
        "",
    ),
    (
        N_("事故等级"),
        N_("按死亡、重伤、直接经济损失三项中最重的一项定级：特别重大、重大、较大、一般。"),
        N_("国务院令第493号（2007）第三条"),
    ),
)


def show() -> None:
    """One entry a method."""
    rows = "".join(
        f"<section><h3>{safe(_(name))}</h3><p>{safe(_(told))}</p>"
        + (f'<p class="note">{safe(_(source))}</p>' if source else "")
        + "</section>"
        for name, told, source in METHODS
    )
    with st.container(key="card_mt_how"):
        said = _("同样的数据每次得出同样的结果")
        theme.markup(marks.card_head(_("计算方法"), said) + f'<div class="mt-columns">{rows}</div>')


def coverage(found: list[dict[str, float]]) -> None:
    """How often forecasts of closed years held: months ahead, share inside the interval, cases."""
    if not found:
        return
    rows = "".join(
        f'<tr><th scope="row">{safe(_("提前 {n} 个月").format(n=int(r["horizon"])))}</th>'
        f'<td class="num">{texts.rate(r["coverage"])}</td><td class="num">{texts.number(r["cases"])}</td></tr>'
        for r in found
    )
    head = "".join(
        f'<th class="{"num" if n else ""}">{safe(h)}</th>'
        for n, h in enumerate((_("预计的时间"), _("12 月实际值落在区间内"), _("例数")))
    )
    with st.container(key="card_mt_backtest"):
        said = _("用已收官年度的数据回头检验，名义上应为 95%")
        theme.markup(
            marks.card_head(_("预计的回测"), said)
            + f'<table class="mt mt-narrow"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
