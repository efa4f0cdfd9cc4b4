"""The filters of the frame, kept in the address so that a view is a link, and which figures a view shows.

A published month shows its published figures unless the address asks for the current ones; the plan pack that a
release had then names the regions and sectors to choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from board import i18n, plans, queries, texts
from board.texts import N_, _
from database import BadDatabase
from database.logs import log_defect
from rules.plan import Plan

BY = {"region": N_("地区"), "sector": N_("行业领域"), "committee": N_("专委会")}
FIGURES = ("published", "current")


@dataclass(frozen=True)
class Chosen:
    """The filters of a run, and what has to be said about those of the address."""

    month: str
    region: str
    sector: str
    by: str
    remarks: tuple[str, ...] = ()
    figures: str | None = None
    """What the address says of it: ``published``, ``current`` or nothing."""

    def link(self, **changes: str | None) -> dict[str, str]:
        """Parameters of a link to this view: filters, language, mode; a change to None leaves one out."""
        found: dict[str, str | None] = {
            "month": self.month,
            "region": self.region,
            "sector": self.sector,
            "by": self.by,
            "figures": self.figures,
        }
        for name in ("lang", "present", "plan"):
            if st.query_params.get(name):
                found[name] = st.query_params[name]
        return {name: value for name, value in {**found, **changes}.items() if value is not None}


def draw(
    live: queries.Board, has_by: bool, is_drawn: bool, is_live: bool = False
) -> tuple[queries.Board, Chosen]:
    """Draw the filters, or in presentation only read them; gives the board whose figures are shown, and the choice.

    ``is_live``: of a page that is about the current data alone; what the address says of figures is kept for the rest.
    """
    months = list(reversed(live.months))
    month, odd_month = _choose("month", months, _pick_month, is_drawn)
    asked = st.query_params.get("figures")
    board, figures, remarks = (live, asked, []) if is_live else _figures(live, month)
    plan = board.plan
    regions, sectors = texts.region_names(plan), texts.sector_names(plan)
    region, odd_region = _choose("region", list(regions), _picker("region", _("地区"), regions), is_drawn)
    sector, odd_sector = _choose("sector", list(sectors), _picker("sector", _("行业领域"), sectors), is_drawn)
    by, odd_by = _choose("by", comparisons(plan), _pick_by, is_drawn and has_by)
    if is_drawn and not is_live:
        _switch(live, board, month)
    lang = st.query_params.get("lang")
    wanted = {"month": month, "region": region, "sector": sector, "by": by}
    known = plans.available()
    asked_plan = st.query_params.get("plan")
    if len(known) > 1 or asked_plan is not None:
        # With several plans a link that did not name one would open another at its receiver's.
        wanted["plan"] = plan.id
    if lang is None and texts.is_english():
        wanted["lang"] = i18n.language()
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        # In one go: every writing is a step of its own for the browser's back button.
        st.query_params.update(wanted)
    remarks += [
        _("地址里的{name}“{odd}”不在本方案内，现按全部显示。").format(name=name, odd=odd[:20])
        for name, odd in ((_("地区"), odd_region), (_("行业领域"), odd_sector))
        if odd is not None
    ]
    if odd_month is not None:
        remarks.append(
            _("地址里的月份“{month}”没有数据，现按最新的{newest}显示。").format(
                month=odd_month[:20], newest=texts.month(month)
            )
        )
    if odd_by is not None:
        remarks.append(
            _("地址里的“by={by}”无法识别，现按{unit}显示。").format(by=odd_by[:20], unit=_(BY[by]))
        )
    if asked_plan is not None and asked_plan not in known:
        remarks.append(
            _("地址里的方案“{plan}”在这里没有数据，现按{shown}显示。").format(
                plan=asked_plan[:20], shown=texts.plan_short_title(plan)
            )
        )
    if lang is not None and lang not in i18n.LANGUAGES:
        remarks.append(_("地址里的语言“{lang}”没有，现按中文显示。").format(lang=lang[:20]))
    return board, Chosen(month, region, sector, by, tuple(remarks), figures)


def _figures(live: queries.Board, month: str) -> tuple[queries.Board, str | None, list[str]]:
    """The board to show, what the address says of it, and what has to be said about that."""
    asked = st.query_params.get("figures")
    if asked == "current":
        return live, asked, []
    try:
        published = queries.published_board(live, month)
    except BadDatabase as error:
        told = _("这一期已发布的数字读不出，现显示最新数据：{problem}（编号 {number}）")
        return live, None, [told.format(problem=texts.told(error), number=log_defect(error))]
    if published is not None and asked in (None, "published"):
        return published, asked, []
    if asked == "published":
        return live, asked, [_("{month}还没有发布，现显示最新数据。").format(month=texts.month(month))]
    if asked is None:
        return live, None, []
    shown = _("已发布的数字") if published else _("最新数据")
    told = _("地址里的“figures={odd}”无法识别，现显示{shown}。").format(odd=asked[:20], shown=shown)
    return published or live, None, [told]


def _switch(live: queries.Board, board: queries.Board, month: str) -> None:
    """From the published figures to the current ones and back, where the month was published."""
    if board.release:
        st.button(_("看最新数据"), key="to_current", type="tertiary", on_click=_show, args=("current",))
    elif month in live.releases.months:
        st.button(_("看已发布的"), key="to_published", type="tertiary", on_click=_show, args=(None,))


def _show(figures: str | None) -> None:
    """Put it into the address before the run that follows the click; published is what stands where nothing does."""
    if figures is None:
        st.query_params.pop("figures", None)
    else:
        st.query_params["figures"] = figures


def comparisons(plan: Plan) -> list[str]:
    """What a plan's units may be compared by: committees only where it has some with sectors of their own."""
    return [by for by in BY if by != "committee" or plan.programme.ranked_committees]


def _choose(
    name: str, options: Sequence[str], pick: Callable[[Sequence[str]], str], is_drawn: bool
) -> tuple[str, str | None]:
    """A filter kept in the address; second the address's value where it is unknown.

    One that is not drawn on this page, or in presentation, keeps its place in the address: Streamlit
    forgets the state of a widget that a run leaves out.
    """
    asked, told = st.query_params.get(name), f"_told_{name}"
    odd = asked if asked is not None and asked not in options else None
    in_address = options[0] if asked is None or odd is not None else asked
    if not is_drawn:
        chosen = in_address
    else:
        if asked is not None and (asked != st.session_state.get(told) or name not in st.session_state):
            # A link or the back button changed the address since this session last wrote it.
            st.session_state[name] = in_address
        elif st.session_state.get(name) not in options:
            st.session_state[name] = options[0]
        chosen = pick(options)
    st.session_state[told] = chosen
    return chosen, odd


def _pick_month(options: Sequence[str]) -> str:
    return st.selectbox(_("月份"), options, key="month", format_func=texts.month, width=150, filter_mode=None)


def _picker(name: str, label: str, names: dict[str, str]) -> Callable[[Sequence[str]], str]:
    def pick(options: Sequence[str]) -> str:
        return st.selectbox(label, options, key=name, format_func=names.__getitem__, width=170)

    return pick


def _pick_by(options: Sequence[str]) -> str:
    chosen = st.segmented_control(
        _("比较"), options, key="by", format_func=lambda code: _(BY[code]), required=True
    )
    return chosen or options[0]
