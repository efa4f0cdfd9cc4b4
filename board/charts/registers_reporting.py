"""Who has reported: the calendar of one of the plan's reports, whom to chase this month, what is owed when."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from board import address, downloads, queries_reporting, texts, theme
from board.charts import marks, registers_calendar, registers_exhibits, registers_table, registers_text
from board.charts.marks import safe
from board.frame import ALL, View
from board.queries_method import Names
from board.texts import _
from rules.offices import OfficeKind
from rules.programme import Report
from rules.reports import STATING


def show(view: View, names: Names) -> None:
    """The cards of the first choice: 报送情况. Always as it stands now: publishing a month freezes its figures alone."""
    is_published = view.board.release is not None
    view = replace(view, board=view.board.current)
    plan = view.board.plan
    reports = queries_reporting.reports(view.board)
    if not reports:
        theme.problem_card(
            _("这个方案没有要核对的报表"),
            _("各项台账照常；有记录的地区按已报计。"),
            _("需要核对报送时，在方案包 {id} 的 programme.yml 里给 reports 写上报送日和 tables。").format(
                id=plan.id
            ),
        )
        return
    if view.sector != ALL:
        theme.notice(_("报送不分行业领域，行业领域筛选在这里不起作用。"))
    titles = {r.id: registers_text.report_title(r) for r in reports}
    chosen = reports[0].id
    if len(reports) > 1:
        chosen, odd = address.pick(
            "report",
            list(titles),
            lambda all_, key: st.segmented_control(
                _("报送事项"), all_, format_func=titles.__getitem__, key=key, required=True
            ),
            key="pick_report",
        )
        if odd is not None:
            theme.notice(
                _("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=odd[:20], shown=titles[chosen])
            )
    report = next(r for r in reports if r.id == chosen)
    kind = _kind(report)
    if kind != "region" and view.region != ALL:
        theme.notice(
            _("{office}的报送不分地区，地区筛选在这里不起作用。").format(office=_(registers_text.KINDS[kind]))
        )
    found = queries_reporting.calendar(view.board, report, view.region, kind)
    regions = registers_text.office_names(plan, kind)
    with st.container(key="card_rp_calendar"):
        finding = registers_text.calendar_finding(found, view.month, regions)
        theme.markup(marks.card_head(titles[chosen], finding))
        if not found.months:
            theme.empty(_("这段时间不需要报这一项"))
        else:
            downloads.offer(registers_exhibits.of_calendar(view, found), "rp_calendar")
            theme.markup(registers_calendar.calendar(found, view.month, regions, names))
            theme.markup(_about(report, kind, is_published))
    with st.container(key="rp_grid"):
        with st.container(key="card_rp_chase"):
            theme.markup(marks.card_head(_("迟报和未报"), texts.month(view.month)))
            text = _to_copy(view, report)
            if text:
                st.code(text, language=None, wrap_lines=True)
            else:
                theme.markup(f'<p class="rg-nothing">{safe(_("没有要催报的单位"))}</p>')
        with st.container(key="card_rp_owed"):
            all_reports = plan.programme.reports
            told = _("{n} 项，其中 {m} 项有台账可核对").format(n=len(all_reports), m=len(reports))
            theme.markup(marks.card_head(_("方案的报送要求"), told))
            theme.markup(registers_table.report_table(all_reports, list(titles), names))


def _kind(report: Report) -> OfficeKind:
    """Whose calendar is shown: the report's kinds of offices by choice, kept in the address as ``office``."""
    kinds = queries_reporting.kinds(report)
    titles = {str(kind): _(registers_text.KINDS[kind]) for kind in kinds}
    if len(kinds) == 1:
        return kinds[0]
    chosen, odd = address.pick(
        "office",
        list(titles),
        lambda all_, key: st.segmented_control(
            _("报送单位"), all_, format_func=titles.__getitem__, key=key, required=True
        ),
        key=f"pick_office_{report.id}",
    )
    if odd is not None:
        told = _("地址里的“{odd}”在这里没有，现显示{shown}。")
        theme.notice(told.format(odd=odd[:20], shown=titles[chosen]))
    return next(kind for kind in kinds if kind == chosen)


def _to_copy(view: View, report: Report) -> str:
    """The lists of all kinds of offices, one below the other: whoever is chased gets one message."""
    parts = []
    for kind in queries_reporting.kinds(report):
        found = queries_reporting.calendar(view.board, report, view.region, kind)
        parts.append(
            registers_text.to_copy(found, view.month, registers_text.office_names(view.board.plan, kind))
        )
    return "\n\n".join(filter(None, parts))


def _about(report: Report, kind: OfficeKind, is_published: bool) -> str:
    """The plan's due day, where it stands, and how the state is told."""
    own = f" {marks.tag(_('安委会自定'), '', 'rg-own')}" if report.origin == "committee" else ""
    head = _("期限：{rule}，条款 {clause}").format(
        rule=registers_text.due_rule(report), clause=texts.clause(report.clause)
    )
    told = [
        _("报送日取表上写明的报送日期，没有的取载入日"),
        _("首次建库时一并载入的，不知道当时哪天报，标“已报”"),
        _("调度表没有到的算未报；未报的没有数，不按零计")
        if kind == "region" and STATING in report.tables
        else _("未报的没有数，不按零计"),
        _("应报日以后又收到增改的标“更正”"),
    ]
    if kind != "region":
        told.insert(
            0,
            _("{office}以自己报来的文件为准，文件的报送单位在接入时认定").format(
                office=_(registers_text.KINDS[kind])
            ),
        )
    if is_published:
        told.append(registers_text.not_frozen())
    rest = texts.sentence(texts.statements(told))
    return f'<p class="note">{safe(texts.sentence(head))}{own} {safe(rest)}</p>'
