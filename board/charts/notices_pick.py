"""Which paper the page shows: kind, period, step and unit of a letter, regions of the annex, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from board import address, filters, frame, queries, texts, theme
from board.notices import letters
from board.notices import order as order_
from board.notices.order import Drafted, Order
from board.notices.paper import LETTER
from board.notices.span import BadPeriod, parse, periods
from board.texts import _
from database import DatabaseProblem
from rules.plan import LadderStep, Plan


def choose(board: queries.Board) -> Order | None:
    """The controls in one row; None where nothing of the chosen kind can be issued, which is said."""
    plan, published = board.plan, list(board.releases.months)
    kinds = {p.id: texts_of(p.name, p.name_en) for p in plan.notices.papers}
    if plan.ladder:
        kinds[LETTER] = _("函件")
    covers = {**{p.id: p.covers for p in plan.notices.papers}, LETTER: "month"}
    # What can be issued comes first: the address names nothing for it.
    open_ = sorted(kinds, key=lambda kind: not periods(plan, covers[kind], published))
    with st.container(key="nt_bar", horizontal=True, vertical_alignment="bottom", gap="medium"):
        kind = _pick("paper", _("文种"), open_, kinds.__getitem__, 190)
        known = periods(plan, covers[kind], published)
        if not known:
            _nothing(kinds[kind])
            return None
        period = _pick(
            "period",
            _("时段"),
            known,
            lambda p: period_name(plan, covers[kind], p),
            190,
            f"pick_period_{kind}",
        )
        if kind == LETTER:
            return _letter(board, period)
        return Order(kind, period, _regions(plan))


def drafted(board: queries.Board, order: Order) -> Drafted | None:
    """The paper; None where it cannot be drafted, which is said with what there is."""
    try:
        made = order_.drafted(board, order)
    except DatabaseProblem as error:
        theme.problem_card(_("这份文出不了"), _("已发布的各期和改写过的文字都没有变。"), texts.told(error))
        return None
    except (BadPeriod, queries.UnknownUnit) as error:
        theme.problem_card(_("这份文出不了"), _("已发布的各期和改写过的文字都没有变。"), str(error))
        return None
    if made.lost:
        told = _("有 {count} 段改写过的文字对不上现在的起草稿，没有用上；原文留在案头记录里。")
        theme.notice(texts.form(told, len(made.lost)).format(count=len(made.lost)))
    return made


def texts_of(name: str, english: str) -> str:
    """A name in the language in use."""
    return english if texts.is_english() else name


def period_name(plan: Plan, covers: str, text: str) -> str:
    """2026年第三季度, in English Q3 2026."""
    if not texts.is_english():
        return parse(plan, covers, text).told
    if covers == "quarter":
        return f"{text[4:]} {text[:4]}"
    return texts.year(text) if covers == "year" else texts.month(text)


def nothing_published() -> None:
    """Before the first publication there is nothing to write about: what to do, and where."""
    place = address.link("intake", part="releases")
    theme.markup(
        f'<div class="empty" role="status"><b>{_("还没有发布过任何一个月，出不了文")}</b>'
        f"<p>{_('文里的数字取自已发布的月份，发布后不再变动。')}"
        f'<a class="def" href="{place}" target="_self">{_("到数据接入去发布")}</a></p></div>'
    )


def _nothing(kind: str) -> None:
    place = address.link("intake", part="releases")
    theme.markup(
        f'<div class="empty" role="status"><b>{_("{kind}要用的月份还没有发布").format(kind=kind)}</b>'
        f"<p>{_('季度用季末月，年度用12月。')}"
        f'<a class="def" href="{place}" target="_self">{_("到数据接入去发布")}</a></p></div>'
    )


def _pick(
    name: str, label: str, options: Sequence[str], told: Callable[[str], str], width: int, key: str = ""
) -> str:
    def draw(all_: Sequence[str], own: str) -> str | None:
        if frame.is_presentation():
            return st.session_state[own]
        return st.selectbox(label, all_, key=own, format_func=told, width=width, filter_mode=None)

    chosen, odd = address.pick(name, list(options), draw, key)
    if odd is not None:
        theme.notice(
            _("地址里的{name}“{odd}”在这里没有，现显示{shown}。").format(
                name=label, odd=odd[:20], shown=told(chosen)
            )
        )
    return chosen


def _regions(plan: Plan) -> tuple[str, ...]:
    """Regions that the annex is limited to; none means all."""
    names = texts.region_names(plan)
    known = [code for code in names if code != address.ALL]
    asked = [code for code in st.query_params.get("regions", "").split(",") if code in known]
    if frame.is_presentation():
        return tuple(asked)
    key, told = "nt_regions", "_told_nt_regions"
    if st.session_state.get(told) != asked or key not in st.session_state:
        st.session_state[key] = asked
    chosen = st.multiselect(
        _("附件只列这些地区"),
        known,
        key=key,
        format_func=names.__getitem__,
        width=320,
        placeholder=_("全部地区"),
    )
    if chosen != asked:
        if chosen:
            st.query_params["regions"] = ",".join(chosen)
        else:
            st.query_params.pop("regions", None)
    st.session_state[told] = chosen
    return tuple(chosen)


def _letter(board: queries.Board, month: str) -> Order | None:
    plan = board.plan
    kinds = filters.comparisons(plan)
    by = "region"
    if len(kinds) > 1:
        by = _pick("to", _("发给"), kinds, lambda code: _(filters.BY[code]), 130)
    due = letters.due(board, month, by)
    counts = {s.id: sum(d.step == s.id for d in due) for s in plan.ladder}
    steps = sorted(plan.ladder, key=lambda s: not counts[s.id])
    step = _pick(
        "step", _("哪一步"), [s.id for s in steps], lambda code: _step_name(_step(steps, code), counts[code]), 240,
        f"pick_step_{by}",
    )  # fmt: skip
    owed = {d.unit: d for d in due if d.step == step}
    units = dict(queries.units(board, by))
    named = {r["region_code"]: r["region"] for r in texts.localised(_rows(units), plan, by)}
    unit = _pick(
        "unit", _("对谁"), [*owed, *(code for code in units if code not in owed)],
        lambda code: _("{unit}（应发）").format(unit=named[code]) if code in owed else named[code], 230, f"pick_unit_{by}_{step}",
    )  # fmt: skip
    return Order(LETTER, month, step=step, by=by, unit=unit)


def _rows(units: dict[str, str]) -> list[dict[str, Any]]:
    return [{"region_code": code, "region": name} for code, name in units.items()]


def _step(steps: Sequence[LadderStep], code: str) -> LadderStep:
    return next(step for step in steps if step.id == code)


def _step_name(step: LadderStep, owed: int) -> str:
    name = texts.step_name(step)
    return _("{step}（应发 {count}）").format(step=name, count=owed) if owed else name
