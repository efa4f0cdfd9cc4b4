"""What stands round every page: navigation, title, filters, labels, and the cards when something fails.

A new page is one line in ``PAGES`` and a file ``pages/<path>.py`` whose first line is
``view = frame.enter()``. Filters, language (``lang``) and presentation (``present=1``) live here and in
the address, so that a view is a link.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from board import address, clause_words, filters, i18n, plans, published, queries, recovery, texts, theme
from board.charts.marks import css_class, safe, tag
from board.filters import BY, Chosen
from board.texts import N_, _
from database import BadDatabase, NoDatabase
from database.logs import log_defect
from rules.months import Month
from rules.packs import PlanError
from rules.plan import Plan

GROUPS = (N_("调度"), N_("台账"), N_("分析与输出"), N_("数据"))


class Entry(NamedTuple):
    """A page in the navigation; ``path`` is its file's stem and its address."""

    path: str
    title: str
    group: str
    has_by: bool = False
    """Whether the page compares regions, sectors or committees, by choice."""
    is_live: bool = False
    """Whether it is about the current data alone: what comes in, what is wrong with it, what is to be published."""
    has_filters: bool = True
    """Whether the frame's filters hold on it; one that chooses its own months keeps them in the address for the rest."""


PAGES = (
    Entry("overview", N_("总览"), N_("调度")),
    Entry("ranking", N_("五色晾晒"), N_("调度"), has_by=True),
    Entry("risk_map", N_("四色风险图"), N_("调度")),
    Entry("targets", N_("目标进度"), N_("调度")),
    Entry("hazards", N_("隐患台账"), N_("台账")),
    Entry("inspections", N_("执法检查"), N_("台账"), has_by=True),
    Entry("tasks", N_("任务清单"), N_("台账")),
    Entry("registers", N_("专项台账"), N_("台账")),
    Entry("trends", N_("趋势分析"), N_("分析与输出")),
    Entry("notices", N_("通报导出"), N_("分析与输出"), is_live=True, has_filters=False),
    Entry("intake", N_("数据接入"), N_("数据"), is_live=True),
    Entry("method", N_("口径说明"), N_("数据")),
)
HOME = "overview"
ALL = queries.ALL
STAGE = ("overview", "ranking", "risk_map", "targets")
"""Pages that the arrow keys step through in presentation."""
_VIEW, _PAGES, _BOARD, _PLAN = "_view", "_pages", "_board", "_plan"
_SCRIPTS = [Path(__file__).resolve().parent.parent / "static" / name for name in ("keys.js", "reach.js")]


@dataclass(frozen=True)
class View:
    """What a page shows: the open board and the filters that the address carries."""

    board: queries.Board
    month: str
    by: str
    region: str = ALL
    """Code of the chosen region; ``*`` for all together."""
    sector: str = ALL
    """Code of the chosen sector; ``*`` for all together."""
    is_presentation: bool = False

    @property
    def unit(self) -> str:
        """What one row stands for: 地区, 行业领域 or 专委会."""
        return _(BY[self.by])


def enter() -> View:
    """The view of this run; opens the frame first when a page was asked for without it.

    A fresh server runs ``pages/<path>.py`` bare when that address is the first one asked for. Naming
    the pages and running again brings the frame and keeps the address with its filters.
    """
    view = st.session_state.pop(_VIEW, None)
    if not isinstance(view, View):
        navigation()
        st.rerun()
    return view


def current_board() -> queries.Board | None:
    """The board that this run shows, for what a page offers to take away; None outside the frame."""
    return st.session_state.get(_BOARD)


def is_presentation() -> bool:
    """Whether the address asks for presentation mode."""
    return st.query_params.get("present") == "1"


def navigation() -> Any:
    """Choose the language, tell Streamlit which pages there are; returns the one asked for."""
    _speak()
    st.session_state[_BOARD] = None  # until this run has one
    pages = {e.path: st.Page(f"pages/{e.path}.py", title=_page_title(e)) for e in PAGES}
    st.session_state[_PAGES] = pages

    def lead_on() -> None:
        st.switch_page(pages[HOME], query_params=st.query_params.to_dict())

    # The bare address leads on to a page that has an address of its own, which can be sent to others.
    home = st.Page(lead_on, title=_("五色看板"))
    page = st.navigation([home, *pages.values()], position="hidden")
    if not page.url_path:
        page.run()  # before any filter is drawn, which would write its own value into the address
    return page


def _page_title(entry: Entry) -> str:
    try:
        return texts.by_scale(_(entry.title), chosen_plan())
    except PlanError:  # ``guard`` tells of it when the page is drawn
        return _(entry.title)


def _speak() -> None:
    """The address's language, else this session's; an unknown one is left for ``begin`` to mention."""
    asked = st.query_params.get("lang")
    if asked in i18n.LANGUAGES:
        st.session_state["_lang"] = asked
    i18n.use(st.session_state.get("_lang", i18n.DEFAULT))


def chosen_plan() -> Plan:
    """The plan that the address asks for, else this session's, else the dashboard's own. Raises PlanError."""
    known = plans.available()
    asked = st.query_params.get("plan")
    if asked in known:
        st.session_state[_PLAN] = asked
    chosen = st.session_state.get(_PLAN)
    return known.get(str(chosen)) or next(iter(known.values()))


def begin(page: Any, plan: Plan) -> None:
    """Draw navigation, title and filters for this page and leave its view for ``enter``."""
    live = queries.open_board(plan)
    st.session_state[_BOARD] = live
    clause_words.use(plan.clause_words)
    theme.plan_colours(plan)
    address.offer(live.months)
    is_staged = is_presentation()
    row = st.container(key="topnav", horizontal=True, gap="medium")
    if not live.months:
        _menu(live, row, {})
        raise NoDatabase("数据库里还没有任何一个月的数据。请先载入数据")
    entry = next(entry for entry in PAGES if entry.path == page.url_path)
    has_by = entry.has_by
    with st.container(key="titlerow", horizontal=True, vertical_alignment="bottom", gap="medium"):
        title = st.container(width="stretch")
        # In presentation the filters are not drawn: the address holds them.
        with st.container(key="filters", horizontal=True, width="content", vertical_alignment="bottom"):
            is_drawn = not is_staged and entry.has_filters
            board, chosen = filters.draw(live, has_by, is_drawn, is_live=entry.is_live)
            if is_staged:
                _stepper(page, chosen.link())
    if board.release:
        # A release is shown with the words and colours of the pack that it was published with.
        st.session_state[_BOARD] = board
        clause_words.use(board.plan.clause_words)
        theme.plan_colours(board.plan)
    with title:
        _title(page.title, board, chosen, entry)
    st.set_page_config(page_title=_window_title(page.title, board.plan))
    if not is_staged:
        _menu(board, row, chosen.link())
    for text in (*recovery.recovered(live.pointer, live.plan), *chosen.remarks):
        theme.notice(text)
    _script()
    st.session_state[_VIEW] = View(
        board, chosen.month, chosen.by, chosen.region, chosen.sector, is_presentation=is_staged
    )


@contextmanager
def loading() -> Iterator[None]:
    """A grey block where the page will stand, if it takes longer than a moment; nothing jumps."""
    with st.container(key="loading"):
        block = st.skeleton(height=420)
    with block:
        yield


@contextmanager
def guard() -> Iterator[None]:
    """Turn every failure inside into a card; what went wrong goes to the log under its number."""
    try:
        yield
    except NoDatabase as error:
        _fail(_("还没有可以显示的数据"), "", texts.told(error))
    except queries.NotInRelease as error:
        _fail(_("这一期发布时还没有这项"), _("已发布的数字没有改动。"), texts.told(error))
    except BadDatabase as error:
        _fail(
            _("数据库打不开"),
            _("已上报的原始文件和已发布的各期不受影响。"),
            texts.told(error),
            log_defect(error),
        )
    except PlanError as error:
        _fail(_("方案包有误，无法显示"), _("数据库没有改动。"), str(error), log_defect(error))
    except Exception as error:  # noqa: BLE001 - the last line of defence: a page never shows a trace
        _fail(
            _("这一页没能显示出来"),
            _("数据没有改动，其他页面可以照常使用。"),
            _("刷新页面再试；仍不行时，把查询编号告诉管理员，日志里有这一次的经过。"),
            log_defect(error),
        )


def _fail(what: str, still: str, next_step: str, reference: str = "") -> None:
    """The card; with the product's name above it where the frame could not be drawn."""
    if current_board() is None:
        theme.markup(f'<div class="brand"><b>{safe(_("五色看板"))}</b></div>')
        _script()
    theme.problem_card(what, still, next_step, reference)


def _title(title: str, board: queries.Board, chosen: Chosen, entry: Entry) -> None:
    tags = published.tags(board, chosen.month) if entry.has_filters else ""
    if board.is_demo:
        tags += tag(_("演示数据"), _("数字由程序生成，不是任何单位的真实数据"), "solid")
    if board.plan.is_demonstration_named:
        tags += tag(_("示例地名"), _("地区名称为示例"), "outline")
    if not entry.has_filters:
        said = _("数据截至 {day}").format(day=_through(board))
        theme.markup(f'<div class="title"><h1>{safe(title)}{tags}</h1><p>{safe(said)}</p></div>')
        return
    rule = board.plan.ranking_rule(Month.parse(chosen.month))
    told = _("还没有计分规则")
    if rule is not None:
        start = texts.month(str(rule.valid_from))
        told = _("规则版本 {version}（自{start}起执行）").format(version=rule.version, start=start)
    parts = [texts.month(chosen.month), told, _("数据截至 {day}").format(day=_through(board))]
    if is_presentation():
        # The filters are out of sight, so the title says which are set.
        named = {"region": texts.region_names(board.plan), "sector": texts.sector_names(board.plan)}
        kept = [
            named[n][code]
            for n, code in (("region", chosen.region), ("sector", chosen.sector))
            if code != ALL
        ]
        parts[1:1] = kept + ([_("按{unit}比较").format(unit=_(BY[chosen.by]))] if entry.has_by else [])
    line = safe(texts.clauses(parts))
    if rule is not None:
        # From any colour or score one click leads to the rule that made it.
        line = line.replace(safe(told), address.defined(safe(told), part="colours"), 1)
    line += published.revised_line(board, chosen.month)
    theme.markup(f'<div class="title"><h1>{safe(title)}{tags}</h1><p>{line}</p></div>')


def _window_title(page: str, plan: Plan) -> str:
    """The window's name: what is shown, of whom, in which product; a reader's voice says it first."""
    return " · ".join((page, texts.plan_short_title(plan), _("五色看板")))


def _through(board: queries.Board) -> str:
    """The last day that the figures cover: a month is judged at its last day."""
    return texts.day(Month.parse(board.data_through[:7]).last_day)


def _brand(board: queries.Board) -> str:
    bars = "".join(f'<i class="{css_class(c.code)}"></i>' for c in board.plan.ranking_scale)
    return (
        f'<div class="brand"><div class="bars">{bars}</div><b>{safe(_("五色看板"))}</b>'
        f"<span>{safe(texts.office_name(board.plan))}</span></div>"
    )


def _menu(board: queries.Board, top: Any, filters: dict[str, str]) -> None:
    pages = st.session_state[_PAGES]
    with st.sidebar:
        theme.markup(_brand(board))
        for group in GROUPS:
            entries = [e for e in PAGES if e.group == group]
            if entries:
                theme.markup(f'<div class="nav-group">{safe(_(group))}</div>')
            for entry in entries:
                st.page_link(pages[entry.path], query_params=filters)
        with st.container(key="side_tools"):
            _pick_plan(board.plan, "side")
            _tools("side")
        theme.markup(f'<div class="side-foot">{_("数据截至")} <nobr>{safe(_through(board))}</nobr></div>')
    with top:
        theme.markup(_brand(board))
        for entry in PAGES:
            st.page_link(pages[entry.path], query_params=filters)
        with st.container(key="top_tools", horizontal=True, width="content"):
            _pick_plan(board.plan, "top")
            _tools("top")


def _pick_plan(plan: Plan, place: str) -> None:
    """Which plan's board is shown, where several have a database."""
    known = plans.available()
    if len(known) < 2:
        return
    key = f"plan_{place}"
    st.session_state[key] = plan.id
    st.selectbox(
        _("方案"),
        list(known),
        key=key,
        format_func=lambda code: texts.plan_short_title(known[code]),
        on_change=lambda: _to_plan(st.session_state[key]),
        width=180,
        filter_mode=None,
    )


def _to_plan(plan_id: str) -> None:
    """Open another plan's board on the same page: regions, sectors and months are its own."""
    st.session_state[_PLAN] = plan_id
    kept = {n: st.query_params[n] for n in ("lang", "present") if n in st.query_params}
    for name in ("month", "region", "sector", "by"):
        st.session_state.pop(name, None)
        st.session_state.pop(f"_told_{name}", None)
    st.query_params.from_dict({**kept, "plan": plan_id})


def _tools(place: str) -> None:
    """Presentation and language. Buttons: a link to the page itself would leave the browser's address as it was."""
    st.button(
        _("演示模式"), key=f"{place}_present", type="tertiary", on_click=_address, args=("present", "1")
    )
    for code, name in i18n.LANGUAGES.items():
        if code != i18n.language():
            st.button(
                name, key=f"{place}_lang_{code}", type="tertiary", on_click=_address, args=("lang", code)
            )


def _address(name: str, value: str | None) -> None:
    """Put one parameter into the address, or take it out, before the run that follows the click."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _stepper(page: Any, filters: dict[str, str]) -> None:
    """Back, on and out: for a hand on the mouse, and what the keys press."""
    pages = st.session_state[_PAGES]
    place = STAGE.index(page.url_path) if page.url_path in STAGE else None
    before, after = (
        (HOME, HOME) if place is None else (STAGE[place - 1], STAGE[(place + 1) % len(STAGE)])
    )  # from a page beside the briefing both lead to its beginning
    with st.container(key="steps", horizontal=True, width="content", vertical_alignment="center"):
        with st.container(key="step_back", width="content"):
            st.page_link(pages[before], label="‹", query_params=filters, help=_(pages[before].title))
        if place is not None:
            theme.markup(f'<span class="step">{place + 1}/{len(STAGE)}</span>')
        with st.container(key="step_on", width="content"):
            st.page_link(pages[after], label="›", query_params=filters, help=_(pages[after].title))
        with st.container(key="step_out", width="content"):
            st.button(_("退出演示"), key="leave", on_click=_address, args=("present", None))


@lru_cache(maxsize=1)
def _scripts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in _SCRIPTS)


def _script() -> None:
    """Keys, the link that skips to the content, and the page's language for readers' voices and choice of glyphs."""
    words = {"lang": {"zh": "zh-CN"}.get(i18n.language(), i18n.language()), "skip": _("跳到正文")}
    st.html(
        f"<script>{_scripts()}\nwuseReach({json.dumps(words)});</script>",
        unsafe_allow_javascript=True,
    )
