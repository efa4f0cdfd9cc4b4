"""What was issued: when, by whom, of which release, with which checksums; and whether a file is one of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from board import queries, texts, theme
from board.charts import intake_pager, marks
from board.charts.marks import safe
from board.charts.notices_preview import moment
from board.notices import kept
from board.texts import _
from database.desk import NoticeIssue
from rules.plan import Plan

SHOWN = 20
SHORT = 12
"""So many digits of a checksum stand in the table; the rest is told when it is pointed at."""


def show(board: queries.Board) -> None:
    """The list, newest first, and the place where a file is held against it."""
    issues = kept.issues(board.path)
    with st.container(key="card_nt_history"):
        told = (
            texts.form(_("共 {count} 次"), len(issues)).format(count=texts.number(len(issues)))
            if issues
            else ""
        )
        theme.markup(marks.card_head(_("出过的文"), told))
        if not issues:
            theme.empty(
                _("还没有出过文"),
                _("在“预览”里生成并下载，或用命令 python -m board notice 生成，都会记在这里"),
            )
        else:
            first = intake_pager.page(len(issues), "nt_history_page", SHOWN) * SHOWN
            theme.markup(_table(issues[first : first + SHOWN], issues, board.plan))
    with st.container(key="card_nt_verify"):
        _verify(issues, board.plan)


def _table(shown: Sequence[NoticeIssue], issues: Sequence[NoticeIssue], plan: Plan) -> str:
    heads = [_("时间"), _("经手"), _("文"), _("数据"), _("改写"), _("文件和校验码"), _("此后")]
    head = "".join(f"<th>{safe(text)}</th>" for text in heads)
    rows = "".join(_row(issue, issues, plan, heads) for issue in shown)
    return f'<div class="rl-wrap"><table class="rl nt-issues"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(issue: NoticeIssue, issues: Sequence[NoticeIssue], plan: Plan, heads: Sequence[str]) -> str:
    edited = issue.detail.get("edited", [])
    cells = [
        safe(moment(issue.at, plan)),
        safe(issue.who or texts.UNKNOWN),
        safe(name_of(issue)),
        safe(_("{release} 的发布").format(release=issue.key.release)),
        safe(texts.form(_("{count} 段"), len(edited)).format(count=len(edited)))
        if edited
        else safe(_("没有")),
        "".join(
            f'<div>{safe(f["name"])} <span class="nt-sha" title="SHA-256 {safe(f["sha256"])}">{safe(f["sha256"][:SHORT])}</span></div>'
            for f in issue.detail.get("files", [])
        ),
        safe(since(issue, issues, plan)),
    ]
    return (
        "<tr>"
        + "".join(f'<td data-label="{safe(h)}">{c}</td>' for h, c in zip(heads, cells, strict=True))
        + "</tr>"
    )


def name_of(issue: NoticeIssue) -> str:
    """季通报 2026年第三季度; of a letter with whom it is to."""
    detail = issue.detail
    parts = (
        detail.get("paper_name", issue.key.paper),
        detail.get("period_text", issue.key.period),
        detail.get("unit_name", ""),
    )
    return " ".join(part for part in parts if part)


def since(issue: NoticeIssue, issues: Sequence[NoticeIssue], plan: Plan) -> str:
    """Whether the same paper was issued again, and with the same content."""
    later = kept.later(issue, issues)
    if later is None:
        return _("最近一次")
    when = moment(later.at, plan)
    if later.content == issue.content:
        return _("{when} 又出过，内容相同").format(when=when)
    return _("{when} 又出过，内容不同").format(when=when)


def _verify(issues: Sequence[NoticeIssue], plan: Plan) -> None:
    theme.markup(
        marks.card_head(_("核对一份文件"), _("放进来，看它是不是这里出的、有没有被改过；只算校验码，不保存"))
    )
    sent = st.file_uploader(_("要核对的文件"), key="nt_verify", label_visibility="collapsed")
    if sent is None:
        return
    sha = kept.checksum(sent.getvalue())
    found = kept.known(issues, sha)
    if not found:
        theme.notice(
            _("不在记录里：这份文件（校验码 {sha}）不是这里出的，或出文之后改动过。").format(sha=sha[:SHORT])
        )
        return
    issue, name = found[0]
    theme.notice(
        _("在记录里，一字未改：{paper}（{name}），{who} 于 {when} 出文；{since}。").format(
            paper=name_of(issue), name=name, who=issue.who or texts.UNKNOWN, when=moment(issue.at, plan),
            since=since(issue, issues, plan),
        )
    )  # fmt: skip
