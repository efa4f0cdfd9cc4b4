"""What the page of hazards keeps in the address: level, what the grid shows, the list's filters, order and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from board import address, queries_hazards, texts, theme
from board.frame import ALL, View
from board.queries_hazards import Scope
from board.queries_hazards_list import Asked
from board.queries_method import Names
from board.texts import N_, _

LEVELS = {"major": N_("重大隐患"), "general": N_("一般隐患"), "all": N_("全部隐患")}
GRID = {"open_stock": N_("在册"), "overdue": N_("逾期"), "found": N_("当月查出")}
GRID_STATES = {"open_stock": "open", "overdue": "overdue", "found": "found"}
"""Measure of the grid -> state of the list that has the same rows."""
STATES = {
    "open": N_("在册"), "overdue": N_("逾期"), "found": N_("当月查出"), "closed": N_("当月销号"),
    "struck_off": N_("已销号"), "all": N_("全部"),
}  # fmt: skip
SORTS = {
    "found_new": N_("发现日期，新的在前"), "found_old": N_("发现日期，旧的在前"), "due": N_("整改时限，早的在前"),
    "overdue": N_("逾期天数，多的在前"), "closed": N_("销号日期，新的在前"), "enterprise": N_("企业名称"),
    "region": N_("地区和行业领域"),
}  # fmt: skip
TIERS = ("county", "prefecture", "province")
LIST = ("q", "state", "found_by", "tier", "age", "late", "sort", "firm", "list_page")
"""Parameters of the list."""
MOST_LETTERS = 100
"""Letters of a search; more say nothing that the ledger's texts could hold."""


def here(**changes: str | None) -> str:
    """Address of this page with the level; the list's filters start anew, ``changes`` set what differs."""
    return address.link("hazards", **{"level": st.query_params.get("level"), **changes})


def to_list(**filters: str) -> str:
    """Address of the list with these filters, scrolled to."""
    return here(**filters, to="list")


def one(region: str, number: str) -> str:
    """Address of one hazard's page; the list's filters stay in it for the way back."""
    return here(**_filters(), hazard=f"{region}/{number}")


def back() -> str:
    """Address of the list as it was left for one hazard."""
    return here(**_filters(), to="list")


def _filters() -> dict[str, str]:
    return {name: st.query_params[name] for name in LIST if name in st.query_params}


def scope(view: View) -> Scope:
    """Draw the level's control, or in presentation take it from the address."""
    labels = {code: capital(_(text)) for code, text in LEVELS.items()}
    with st.container(key="hz_bar"):
        level = pick(
            "level",
            labels,
            _("隐患级别"),
            kind="segmented",
            is_drawn=not view.is_presentation,
            drops=("list_page",),
            is_quiet=True,
        )
    return Scope(view.month, level, view.region, view.sector)


def pick(
    name: str,
    labels: Mapping[str, str],
    label: str,
    kind: str = "select",
    is_drawn: bool = True,
    drops: Sequence[str] = (),
    width: int | None = None,
    is_quiet: bool = False,
) -> str:
    """One control whose value stands in the address; an unknown value is told and the first one shown."""
    if not is_drawn:
        asked = st.query_params.get(name)
        return asked if asked is not None and asked in labels else next(iter(labels))
    shown = "collapsed" if is_quiet else "visible"

    def draw(options: Sequence[str], key: str) -> str | None:
        if kind == "segmented":
            return st.segmented_control(
                label, options, format_func=labels.__getitem__, key=key, required=True, on_change=address.drop,
                args=tuple(drops), label_visibility=shown,
            )  # fmt: skip
        return st.selectbox(
            label, options, format_func=labels.__getitem__, key=key, on_change=address.drop, args=tuple(drops),
            width=width or "stretch", label_visibility=shown,
        )  # fmt: skip

    chosen, odd = address.pick(name, list(labels), draw, key=f"pick_hz_{name}")
    if odd is not None:
        told = _("地址里的{name}“{odd}”没有，现显示{shown}。")
        theme.notice(told.format(name=label, odd=odd[:20], shown=labels[chosen]))
    return chosen


def asked(view: View, hazards: Scope, names: Names) -> Asked:
    """Draw the list's filters; gives what they ask for."""
    english = texts.is_english()
    everything = {ALL: _("全部")}
    finders = [code for kind, of, code in names.pairs if (kind, of) == ("value", "found_by")]
    tiers = {code: names.of("value", "supervision", code, english) for code in TIERS}
    channels = {code: capital(names.of("value", "found_by", code, english)) for code in finders}
    ages = {band.code: _band(names, "age", band.code) for band in queries_hazards.bands(view.board, "age")}
    late = {b.code: _band(names, "overdue", b.code) for b in queries_hazards.bands(view.board, "overdue")}
    late.pop("none", None)
    states = {code: _(text) for code, text in STATES.items()}
    with st.container(key="hz_filters", horizontal=True, vertical_alignment="bottom"):
        text = _search()
        state = pick("state", states, _("状态"), drops=("list_page",), width=120)
        found_by = pick(
            "found_by", {**everything, **channels}, _("来源渠道"), drops=("list_page",), width=130
        )
        tier = pick(
            "tier",
            {**everything, "any": _("全部挂牌"), **tiers},
            _("挂牌督办"),
            drops=("list_page",),
            width=120,
        )
        age = pick("age", {**everything, **ages}, _("在册时长"), drops=("list_page",), width=130)
        days = pick("late", {**everything, **late}, _("逾期时长"), drops=("list_page",), width=130)
        sort = pick(
            "sort", {code: _(t) for code, t in SORTS.items()}, _("排序"), drops=("list_page",), width=190
        )
        firm = st.query_params.get("firm", "")[:MOST_LETTERS]
        if set(LIST) & set(st.query_params):
            st.button(_("清除筛选"), key="hz_clear", type="tertiary", on_click=clear)
    return Asked(hazards, text, state, found_by, tier, age, days, sort, firm)


def clear() -> None:
    """Take all filters of the list out of the address before the run that follows."""
    address.drop(*LIST)


def _search() -> str:
    """The words to look for, kept in the address."""
    key, told = "hz_search", "_told_hz_search"
    wanted = st.query_params.get("q", "")[:MOST_LETTERS]
    if wanted != st.session_state.get(told) or key not in st.session_state:
        # A link or the back button changed the address since this session last wrote it.
        st.session_state[key] = wanted
    text = st.text_input(
        _("查找"), key=key, width=260, max_chars=MOST_LETTERS, placeholder=_("编号、企业、乡镇、描述，可写几个词"),
        on_change=address.drop, args=("list_page",),
    )  # fmt: skip
    text = (text or "").strip()
    if text != st.query_params.get("q", ""):
        if text:
            st.query_params["q"] = text
        else:
            st.query_params.pop("q", None)
    st.session_state[told] = text
    return text


def page_number(pages: int) -> int:
    """Which page, from nought; a number in the address beyond the last means the last."""
    if pages < 2:
        return 0
    asked_page = st.query_params.get("list_page", "1")
    now = min(max(int(asked_page), 1), pages) if asked_page.isascii() and asked_page.isdigit() else 1
    with st.container(key="hz_pager", horizontal=True, vertical_alignment="center"):
        steps = ((_("首页"), 1), (_("上一页"), now - 1), (_("下一页"), now + 1), (_("末页"), pages))
        for place, (label, target) in enumerate(steps):
            if place == 2:
                theme.markup(
                    f'<p class="note hz-page">{_("第 {n} 页，共 {all} 页").format(n=now, all=pages)}</p>'
                )
            is_out = not 1 <= target <= pages or target == now
            st.button(label, key=f"hz_to_{place}", on_click=_turn, args=(target,), disabled=is_out)
    return now - 1


def _turn(page: int) -> None:
    if page == 1:
        st.query_params.pop("list_page", None)
    else:
        st.query_params["list_page"] = str(page)


def _band(names: Names, kind: str, code: str) -> str:
    return names.of("value", f"{kind}_band", code, texts.is_english())


def capital(text: str) -> str:
    """A name at the start of a line: English ones with a capital."""
    return text[:1].upper() + text[1:]
