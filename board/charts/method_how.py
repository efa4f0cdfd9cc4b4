"""How figures are judged: what is no data, forecasts, states of targets, risk, accidents. With their sources.

How sure a colour is stands in ``method_certainty``.
"""

from __future__ import annotations

import streamlit as st

from board import texts, theme
from board.charts import marks
from board.charts.marks import safe
from board.texts import N_, _

METHODS = (
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
