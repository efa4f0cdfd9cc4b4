"""What the page of trends shows: measure, unit, window, form and first month, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import streamlit as st

from board import address, queries_trends, texts, theme
from board.charts import trends_text
from board.frame import ALL, View
from board.queries_trends import By, Unit
from board.texts import N_, _
from board.trends import Measure, choices
from rules.months import Month, months_between
from rules.plan import Plan, Window

Form = Literal["line", "years"]
FORMS = {"line": N_("逐月"), "years": N_("与上年同期")}
BY = {"region": N_("地区"), "sector": N_("行业领域"), "committee": N_("专委会")}
ORDERS = {"plan": N_("按方案次序"), "value": N_("按现值"), "change": N_("按同比变化")}
FEWEST_MONTHS = 6
"""A period is at least so long."""


@dataclass(frozen=True)
class Choice:
    """A view of the page."""

    measure: Measure
    unit: Unit
    window: Window
    form: Form
    since: str
    """First month shown."""


def choose(view: View) -> Choice:
    """The builder in one row; says what the address asks for and there is not, and which filters do not hold."""
    plan = view.board.plan
    found = choices(plan)
    labels = {c.measure.id: f"{c.group} · {c.measure.title}" for c in found}
    with st.container(key="tr_bar", horizontal=True, vertical_alignment="bottom", gap="medium"):
        name, odd = address.pick(
            "of",
            list(labels),
            lambda all_, key: st.selectbox(
                _("看哪个数"), all_, format_func=labels.__getitem__, key=key, width=430,
                on_change=address.drop, args=("window",),
            ),
        )  # fmt: skip
        measure = next(c.measure for c in found if c.measure.id == name)
        committee, odd_committee = _committee(view)
        window, odd_window = _pick_window(measure, plan)
        form, odd_form = _pick_form(measure, window, plan)
        since, odd_since = _pick_since(view)
    for said, asked, shown in (
        (_("看哪个数"), odd, labels[name]),
        (_("专委会"), odd_committee, _("不分专委会")),
        (_("窗口"), odd_window, trends_text.window_name(measure, window)),
        (_("画法"), odd_form, _(FORMS[form])),
        (_("起始月"), odd_since, texts.month(since)),
    ):
        if asked is not None:
            theme.notice(
                _("地址里的{name}“{odd}”在这里没有，现显示{shown}。").format(
                    name=said, odd=asked[:20], shown=shown
                )
            )
    unit = _unit(view, measure, committee)
    return Choice(measure, unit, window, cast("Form", form), since)


def _committee(view: View) -> tuple[str, str | None]:
    names = {
        ALL: _("不分专委会"),
        **{c.id: texts.committee_name(c) for c in view.board.plan.programme.ranked_committees},
    }
    if len(names) < 2:
        return ALL, st.query_params.get("committee")
    return address.pick(
        "committee",
        list(names),
        lambda all_, key: st.selectbox(_("专委会"), all_, format_func=names.__getitem__, key=key, width=190),
        key="pick_tr_committee",
    )


def _pick_window(measure: Measure, plan: Plan) -> tuple[Window, str | None]:
    is_short = plan.first_month + 11 > plan.last_month
    found = [w for w in measure.windows if w == measure.declared or not (is_short and w == "trailing_12")]

    def draw(all_: Sequence[str], key: str) -> str | None:
        if len(all_) == 1:
            return all_[0]  # nothing to choose: the note below the chart says what its months are
        return st.segmented_control(
            _("窗口"), all_, key=key, required=True,
            format_func=lambda w: trends_text.window_name(measure, cast("Window", w)),
        )  # fmt: skip

    # A control of its own for each measure: the window chosen for one is not that of the next.
    chosen, odd = address.pick("window", found, draw, key=f"pick_window_{measure.id}")
    return cast("Window", chosen), odd


def has_years(plan: Plan) -> bool:
    """Whether a plan has a year that can be held against another."""
    return plan.first_month.year < plan.last_month.year


def _pick_form(measure: Measure, window: Window, plan: Plan) -> tuple[str, str | None]:
    # What starts anew each January is a saw when it is drawn on from month to month.
    is_saw = measure.told == "restarts" or (window == "year_to_date" and measure.denominator is None)
    forms = sorted(FORMS, key="years".__eq__, reverse=is_saw)

    def draw(all_: Sequence[str], key: str) -> str | None:
        if len(all_) == 1:
            return all_[0]
        return st.segmented_control(
            _("画法"), all_, format_func=lambda f: _(FORMS[f]), key=key, required=True
        )

    return address.pick("form", forms if has_years(plan) else ["line"], draw, key=f"pick_form_{forms[0]}")


def _pick_since(view: View) -> tuple[str, str | None]:
    last = Month.parse(view.month)
    first = min(view.board.plan.first_month, last)
    months = [str(m) for m in months_between(first, max(last + -(FEWEST_MONTHS - 1), first))]
    return address.pick(
        "since",
        months,
        lambda all_, key: st.selectbox(
            _("起始月"), all_, format_func=texts.month, key=key, width=140, filter_mode=None
        ),
    )


def _unit(view: View, measure: Measure, committee: str) -> Unit:
    """The filters as far as the measure can be told apart by them; what does not hold is said."""
    ways = queries_trends.splits(view.board, measure)
    is_set = view.region != ALL or view.sector != ALL
    if committee != ALL:
        if "committee" in ways:
            if is_set:
                theme.notice(_("按专委会看时，地区和行业领域的筛选不起作用。"))
            return Unit("committee", committee)
        theme.notice(_("这个数来自不分行业领域的表，不能按专委会看。"))
    if view.sector == ALL:
        return Unit("region", view.region)
    if "sector" not in ways:
        theme.notice(_("这个数来自不分行业领域的表，行业领域的筛选不起作用。"))
        return Unit("region", view.region)
    if view.region == ALL:
        return Unit("sector", view.sector)
    return Unit("region", view.region, view.sector)


def pick_split(view: View, measure: Measure) -> By:
    """By what the small charts are told apart."""
    ways = queries_trends.splits(view.board, measure)
    if not view.board.plan.programme.ranked_committees:
        ways = tuple(way for way in ways if way != "committee")
    if len(ways) < 2:
        return "region"
    chosen, _odd = address.pick(
        "split",
        list(ways),
        lambda all_, key: st.segmented_control(
            _("分开看"), all_, format_func=lambda by: _(BY[by]), key=key, required=True,
            label_visibility="collapsed",
        ),
    )  # fmt: skip
    return cast("By", chosen)


def pick_order(plan: Plan) -> str:
    """The order of the small charts."""
    chosen, _odd = address.pick(
        "order",
        [order for order in ORDERS if order != "change" or has_years(plan)],
        lambda all_, key: st.segmented_control(
            _("次序"), all_, format_func=lambda order: _(ORDERS[order]), key=key, required=True,
            label_visibility="collapsed",
        ),
    )  # fmt: skip
    return chosen


def link(choice: Choice, unit: Unit) -> str:
    """Address of the same chart of another unit."""
    asked: dict[str, str | None] = {"region": unit.region, "sector": unit.sector}
    if unit.by == "committee":
        asked = {"region": ALL, "sector": ALL, "committee": unit.code}
    for name in ("of", "window", "form", "since", "split", "order"):
        asked[name] = st.query_params.get(name)
    return address.link("trends", **asked)
