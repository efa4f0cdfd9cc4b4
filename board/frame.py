"""What stands round every page: navigation, title, filters, labels, and the cards when something fails.

A new page is one line in ``PAGES`` and a file ``pages/<path>.py`` whose first line is
``view = frame.enter()``. Filters live here and in the address, so that a view is a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import streamlit as st

from board import queries, texts, theme
from board.charts.marks import css_class, safe, tag
from board.texts import _
from database import BadDatabase, NoDatabase
from database.logs import log_defect
from rules.months import Month
from rules.packs import PlanError

GROUPS = ("调度", "台账", "分析与输出", "数据")


class Entry(NamedTuple):
    """A page in the navigation; ``path`` is its file's stem and its address."""

    path: str
    title: str
    group: str
    has_by: bool = False
    """Whether the page compares regions or sectors, by choice."""


PAGES = (
    Entry("overview", "总览", "调度"),
    Entry("ranking", "五色晾晒", "调度", has_by=True),
    Entry("risk_map", "四色风险图", "调度"),
    Entry("targets", "目标进度", "调度"),
)
HOME = "overview"
BY = {"region": "地区", "sector": "行业领域"}
ALL = queries.ALL
_VIEW, _PAGES = "_view", "_pages"


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
        """What one row stands for: 地区 or 行业领域."""
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


def navigation() -> Any:
    """Tell Streamlit which pages there are; returns the one asked for."""
    pages = {e.path: st.Page(f"pages/{e.path}.py", title=_(e.title)) for e in PAGES}
    st.session_state[_PAGES] = pages

    def lead_on() -> None:
        st.switch_page(pages[HOME], query_params=st.query_params.to_dict())

    # The bare address leads on to a page that has an address of its own, which can be sent to others.
    home = st.Page(lead_on, title=_("五色看板"))
    page = st.navigation([home, *pages.values()], position="hidden")
    if not page.url_path:
        page.run()  # before any filter is drawn, which would write its own value into the address
    return page


def begin(page: Any) -> None:
    """Draw navigation, title and filters for this page and leave its view for ``enter``."""
    board = queries.open_board()
    row = st.container(key="topnav", horizontal=True, gap="medium")
    if not board.months:
        _menu(board, row, {})
        raise NoDatabase(_("数据库里还没有任何一个月的数据。请先载入数据"))
    with st.container(key="titlerow", horizontal=True, vertical_alignment="bottom", gap="medium"):
        title = st.container(width="stretch")
        with st.container(key="filters", horizontal=True, width="content", vertical_alignment="bottom"):
            month, odd_month = _choose("month", list(reversed(board.months)), _pick_month)
            region, odd_region = _choose(
                "region", [ALL, *(r.code for r in board.plan.regions)], _region_picker(board)
            )
            sector, odd_sector = _choose(
                "sector", [ALL, *(s.code for s in board.plan.sectors)], _sector_picker(board)
            )
            by, odd_by = next(iter(BY)), None
            if any(entry.has_by for entry in PAGES if entry.path == page.url_path):
                by, odd_by = _choose("by", list(BY), _pick_by)
    with title:
        _title(page.title, board, month)
    _menu(board, row, {"month": month, "region": region, "sector": sector, "by": by})
    for name, odd in ((_("地区"), odd_region), (_("行业领域"), odd_sector)):
        if odd is not None:
            theme.notice(
                _("地址里的{name}“{odd}”不在本方案内，现按全部显示。").format(name=name, odd=odd[:20])
            )
    if odd_month is not None:
        theme.notice(
            _("地址里的月份“{month}”没有数据，现按最新的{newest}显示。").format(
                month=odd_month[:20], newest=texts.month(month)
            )
        )
    if odd_by is not None:
        theme.notice(_("地址里的“by={by}”无法识别，现按{unit}显示。").format(by=odd_by[:20], unit=_(BY[by])))
    st.session_state[_VIEW] = View(board, month, by, region, sector)


@contextmanager
def guard() -> Iterator[None]:
    """Turn every failure inside into a card; what went wrong goes to the log under its number."""
    try:
        yield
    except NoDatabase as error:
        theme.problem_card(_("还没有可以显示的数据"), "", str(error))
    except BadDatabase as error:
        theme.problem_card(
            _("数据库打不开"), _("已上报的原始文件和已发布的各期不受影响。"), str(error), log_defect(error)
        )
    except PlanError as error:
        theme.problem_card(_("方案包有误，无法显示"), _("数据库没有改动。"), str(error), log_defect(error))
    except Exception as error:  # noqa: BLE001 - the last line of defence: a page never shows a trace
        theme.problem_card(
            _("这一页没能显示出来"),
            _("数据没有改动，其他页面可以照常使用。"),
            _("刷新页面再试；仍不行时，把查询编号告诉管理员，日志里有这一次的经过。"),
            log_defect(error),
        )


def _choose(name: str, options: Sequence[str], pick: Any) -> tuple[str, str | None]:
    """A filter kept in the address; second the address's value where it is unknown."""
    asked, told = st.query_params.get(name), f"_told_{name}"
    odd = None
    if asked is not None and asked != st.session_state.get(told):
        # A link or the back button changed the address since this session last wrote it.
        odd = None if asked in options else asked
        st.session_state[name] = asked if odd is None else options[0]
    elif st.session_state.get(name) not in options:
        st.session_state[name] = options[0]
    chosen = pick(options)
    st.session_state[told] = chosen
    if st.query_params.get(name) != chosen:
        st.query_params[name] = chosen
    return chosen, odd


def _pick_month(options: Sequence[str]) -> str:
    return st.selectbox(_("月份"), options, key="month", format_func=texts.month, width=150, filter_mode=None)


def _region_picker(board: queries.Board) -> Any:
    names = {ALL: board.plan.whole, **{r.code: r.name for r in board.plan.regions}}

    def pick(options: Sequence[str]) -> str:
        return st.selectbox(_("地区"), options, key="region", format_func=names.__getitem__, width=150)

    return pick


def _sector_picker(board: queries.Board) -> Any:
    names = {ALL: _("全部"), **{s.code: s.name for s in board.plan.sectors}}

    def pick(options: Sequence[str]) -> str:
        return st.selectbox(_("行业领域"), options, key="sector", format_func=names.__getitem__, width=150)

    return pick


def _pick_by(options: Sequence[str]) -> str:
    chosen = st.segmented_control(
        _("比较"), options, key="by", format_func=lambda code: _(BY[code]), required=True
    )
    return chosen or options[0]


def _title(title: str, board: queries.Board, month: str) -> None:
    tags = tag(_("未发布"), _("这一期还没有发布，数字仍会随数据变动"), "outline")
    if board.is_demo:
        tags += tag(_("演示数据"), _("数字由程序生成，不是任何单位的真实数据"), "solid")
    if board.plan.is_demonstration_named:
        tags += tag(_("示例地名"), _("地区名称为示例"), "outline")
    rule = board.plan.ranking_rule(Month.parse(month))
    told = _("还没有计分规则")
    if rule is not None:
        start = texts.month(str(rule.valid_from))
        told = _("规则版本 {version}（自{start}起执行）").format(version=rule.version, start=start)
    sub = "，".join([texts.month(month), told, _("数据截至 {day}").format(day=_through(board))])
    theme.markup(f'<div class="title"><h1>{safe(title)}{tags}</h1><p>{safe(sub)}</p></div>')


def _through(board: queries.Board) -> str:
    """The last day that the figures cover: a month is judged at its last day."""
    return texts.day(Month.parse(board.data_through[:7]).last_day)


def _brand(board: queries.Board) -> str:
    bars = "".join(f'<i class="{css_class(c.code)}"></i>' for c in board.plan.ranking_scale)
    return (
        f'<div class="brand"><div class="bars">{bars}</div><b>{_("五色看板")}</b>'
        f"<span>{safe(board.plan.office)}</span></div>"
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
        theme.markup(f'<div class="side-foot">{_("数据截至")} <nobr>{safe(_through(board))}</nobr></div>')
    with top:
        theme.markup(_brand(board))
        for entry in PAGES:
            st.page_link(pages[entry.path], query_params=filters)
