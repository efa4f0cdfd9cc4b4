"""Whether a month is published: the tags at the title, and how many figures changed since."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from board import address, queries, queries_revisions, texts
from board.charts.marks import safe, tag
from board.texts import _
from database import BadDatabase
from database.releases import Release
from rules.plan import Plan


def published_day(release: Release, plan: Plan) -> str:
    """The day of a publication in the plan's time zone: 2026年11月3日."""
    at = datetime.fromisoformat(release.published_at).replace(tzinfo=UTC)
    return texts.day(at.astimezone(plan.zone).date())


def told(release: Release, plan: Plan) -> str:
    """Which publication it is: ``第 1 次发布，2026年11月3日``."""
    return _("第 {number} 次发布，{day}").format(number=release.number, day=published_day(release, plan))


def state(board: queries.Board, month: str) -> str:
    """How the figures of a month stand to what was published of it, for what leaves the house."""
    if board.release is not None and board.release.month == month:
        return told(board.release, board.plan)
    if month in board.releases.months:
        return _("发布之后更新的数字，不是已发布的数字")
    return _("未发布")


def tags(board: queries.Board, month: str) -> str:
    """Tags for the title: 未发布, 已发布, or 最新数据 of a month that is published."""
    if board.release:
        day = published_day(board.release, board.plan)
        name = _("已发布 {day}").format(day=day)
        if board.release.number > 1:
            name = _("已发布 第{number}次 {day}").format(number=board.release.number, day=day)
        hint = told(board.release, board.plan)
        if board.release.reason:
            hint += _("，原因：{reason}").format(reason=board.release.reason)
        return tag(name, hint, "outline")
    if month in board.releases.months:
        return tag(_("最新数据"), _("这一期已经发布；这里是发布之后随数据更新的数字"), "outline")
    return tag(_("未发布"), _("这一期还没有发布，数字仍会随数据变动"), "outline")


def revised_line(board: queries.Board, month: str) -> str:
    """How many figures changed since the month was published, as a link to which; empty where none did."""
    try:
        count = len(queries_revisions.of_month(board, month))
    except BadDatabase:
        return ""  # the frame's own remark says that the release can't be read
    if not count:
        return ""
    said = safe(_("发布后有 {count} 个数字变动").format(count=texts.number(count)))
    if st.query_params.get("present") != "1":
        place = safe(address.link("intake", part="releases"))
        said = f'<a class="def" href="{place}" target="_self">{said}</a>'
    return safe(texts.clauses(("", ""))) + said
