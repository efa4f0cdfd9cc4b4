"""口径说明: what a figure means, which rows make it, which rule coloured it, and which clause asks for it."""

from dataclasses import replace

import streamlit as st

from board import address, frame, queries_method, texts, theme, theme_method
from board.charts import (
    method_about,
    method_certainty,
    method_clauses,
    method_figure,
    method_how,
    method_rules,
)
from board.texts import _

view = frame.enter()
plan = view.board.plan
theme_method.style(view.is_presentation)
names = queries_method.names(view.board)
PARTS = {
    "figures": _("指标口径"),
    "colours": _("颜色规则"),
    "clauses": _("方案条款"),
    "own": _("安委会自定"),
    "sources": _("数据来源"),
    "how": _("计算方法"),
}
titles = {i.id: texts.indicator_title(i) for i in plan.indicators}
indicator, odd, odd_committee = "", None, None
with st.container(key="mt_bar", horizontal=True, vertical_alignment="bottom", gap="medium"):
    part, odd_part = address.pick(
        "part",
        list(PARTS),
        lambda all_, key: st.segmented_control(
            _("内容"), all_, format_func=PARTS.__getitem__, key=key, required=True
        ),
    )
    if part == "figures" and titles:
        indicator, odd = address.pick(
            "indicator",
            list(titles),
            lambda all_, key: st.selectbox(
                _("指标"), all_, format_func=titles.__getitem__, key=key, width=420,
                on_change=address.drop, args=(*method_figure.MEASURE, *method_about.PARAMETERS, "page", "half"),
            ),
        )  # fmt: skip
        committees = {
            "*": _("不分专委会"),
            **{c.id: texts.committee_name(c) for c in plan.programme.ranked_committees},
        }
        if len(committees) > 1:
            _committee, odd_committee = address.pick(
                "committee",
                list(committees),
                lambda all_, key: st.selectbox(
                    _("专委会"), all_, format_func=committees.__getitem__, key=key, width=220,
                    on_change=address.drop, args=("page",),
                ),
            )  # fmt: skip
if odd_part is not None:
    theme.notice(_("地址里的内容“{odd}”没有，现显示{shown}。").format(odd=odd_part[:20], shown=PARTS[part]))
if odd is not None:
    theme.notice(
        _("地址里的指标“{odd}”不在本方案内，现显示{shown}。").format(odd=odd[:30], shown=titles[indicator])
    )
if odd_committee is not None:
    theme.notice(
        _("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=odd_committee[:20], shown=_("不分专委会"))
    )

if part == "figures":
    month = address.month_asked(view.month)
    if month != view.month:
        theme.notice(_("这个数是{month}的，月份筛选里没有这个月。").format(month=texts.month(month)))
        view = replace(view, month=month)
    about = st.query_params.get("about")
    if about in method_about.KINDS:
        method_about.show(view, about, names)
    elif about is not None:
        theme.notice(_("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=about[:20], shown=_("指标")))
    figure = None if about in method_about.KINDS else method_figure.asked(view, names, indicator)
    if figure is not None:
        with st.container(key="mt_grid"):
            method_figure.show(view, figure, names)
    method_figure.catalogue(view, names)
elif part == "colours":
    method_rules.show(view, names)
elif part == "clauses":
    method_clauses.show_clauses(view)
elif part == "own":
    method_clauses.show_own(view)
elif part == "sources":
    method_clauses.show_sources(view, queries_method.loaded(view.board, texts.is_english()))
else:
    method_certainty.show(view)
    method_how.show()
    method_how.coverage(queries_method.backtest(view.board))
