"""How an office stands with a report of a month: what the states mean, and the files that came.

In the address: ``report``, with ``region`` and ``month``; ``kind`` and ``office`` for a department or a committee.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from board import queries_reporting, texts, theme
from board.charts import marks, method_words, registers_text
from board.charts.marks import safe
from board.frame import ALL, View
from board.queries_method import Names
from board.queries_reporting import Cell
from board.texts import N_, _
from rules.offices import OfficeKind
from rules.programme import Report
from rules.reports import STATES, STATING, State

PARAMETERS = ("report", "kind", "office")
MEANS: dict[State, str] = {
    "missing": N_("应报日已过，没有收到；没有数，不按零计"),
    "late": N_("应报日以后才收到"),
    "corrected": N_("已收到，应报日以后又收到增改的行"),
    "undated": N_("已收到，首次建库时一并载入，不知道是哪天报的"),
    "on_time": N_("应报日或以前收到"),
    "not_due": N_("应报日还没有到，也还没有收到"),
}


def show(view: View, names: Names) -> None:
    """The definition, how the region stands, and the files behind it."""
    reports = {report.id: report for report in queries_reporting.reports(view.board.current)}
    if not reports:
        theme.empty(_("这个方案没有要核对的报表"))
        return
    # Who has reported is no figure: it goes on after a month was published.
    view = replace(view, board=view.board.current)
    asked = st.query_params.get("report", "")
    if asked and asked not in reports:
        shown = registers_text.report_title(next(iter(reports.values())))
        theme.notice(_("地址里的“{odd}”在这里没有，现显示{shown}。").format(odd=asked[:20], shown=shown))
    report = reports.get(asked) or next(iter(reports.values()))
    kind, code = _office(view, report)
    found = queries_reporting.calendar(view.board, report, view.region, kind)
    places = registers_text.office_names(view.board.plan, kind)
    cell = found.cells.get((code, view.month))
    whose = places.get(code, _(registers_text.KINDS[kind]))
    told = texts.clauses([texts.month(view.month), whose])
    if cell is not None:
        told += texts.colon() + registers_text.state_name(cell.state)
    with st.container(key="card_mt_figure"):
        theme.markup(
            marks.card_head(registers_text.report_title(report), told) + _definition(report, cell, names)
        )
    with st.container(key="card_mt_rows"):
        _files(view, report, kind, code, cell, names)


def _office(view: View, report: Report) -> tuple[OfficeKind, str]:
    """Whose report is asked for: a department or committee that owes it, else the view's region; ``*`` for nobody."""
    kinds = queries_reporting.kinds(report)
    wanted, code = st.query_params.get("kind", ""), st.query_params.get("office", "")
    named: dict[str, OfficeKind] = {one: one for one in kinds}
    kind = named.get(wanted, kinds[0])
    if kind == "region":
        return kind, view.region
    if code in registers_text.office_names(view.board.plan, kind):
        return kind, code
    if code:
        told = _("地址里的“{odd}”在这里没有，现显示{shown}。")
        theme.notice(told.format(odd=code[:20], shown=_(registers_text.KINDS[kind])))
    return kind, ALL


def _definition(report: Report, cell: Cell | None, names: Names) -> str:
    rows = [
        (_("期限"), registers_text.due_rule(report)),
        (_("条款"), texts.clauses([texts.clause(report.clause), _(method_words.ORIGINS[report.origin])])),
        (_("表"), texts.names(names.of("table", "", t, texts.is_english()) for t in report.tables)),
    ]
    if cell is not None:
        rows.append((_("应报日"), texts.day(cell.due)))
        rows.append((_("报送日"), texts.day(cell.day) if cell.day else texts.UNKNOWN))
        if cell.corrected is not None:
            rows.append((_("更正"), registers_text.corrected(cell)))
    rows += [(registers_text.state_name(state), _(MEANS[state])) for state in STATES]
    told = _("取表上写明的报送日期，没有的取载入日")
    if STATING in report.tables:
        told = texts.statements([told, _("调度表没有到的算未报")])
    rows.append((_("报送日怎么定"), told))
    return '<dl class="mt-def">' + "".join(
        f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>" for name, text in rows if text
    ) + "</dl>"  # fmt: skip


def _files(view: View, report: Report, kind: OfficeKind, code: str, cell: Cell | None, names: Names) -> None:
    title = _("收到的文件")
    if code == ALL:
        said = _("请选一个地区") if kind == "region" else _("请在报送情况里点一个单位的月份")
        theme.markup(marks.card_head(title, said))
        return
    if cell is None:
        said = _("{month}不需要报这一项").format(month=texts.month(view.month))
        theme.markup(marks.card_head(title, said))
        return
    if kind == "region":
        rows = queries_reporting.arrived(view.board, report, code, view.month)
    else:
        rows = queries_reporting.sent(view.board, report, kind, code, view.month)
    theme.markup(marks.card_head(title, _("{n} 份").format(n=len(rows)) if rows else _("没有收到")))
    if not rows:
        theme.markup(f'<p class="note">{safe(_("台账里没有与这个数有关的行：没有上报，不按零计。"))}</p>')
        return
    lines = []
    for row in rows:
        file = f"{row['file']} {row['sheet']}" if row["sheet"] else row["file"]
        place = _("整份")
        if row["first"] is not None:
            place = _("第 {rows} 行").format(rows=texts.span(str(row["first"]), str(row["last"])))
        lines.append(
            f'<tr><th scope="row">{safe(names.of("table", "", row["table"], texts.is_english()))}</th>'
            f'<td class="mt-file">{safe(file)}</td><td>{safe(texts.day(row["day"]))}</td>'
            f'<td class="num">{texts.number(row["rows"])}</td><td>{safe(place)}</td></tr>'
        )
    heads = (_("表"), _("文件"), _("报送日或载入日"), _("行数"), _("在文件里"))
    head = "".join(f'<th class="{"num" if h == _("行数") else ""}">{safe(h)}</th>' for h in heads)
    theme.markup(
        f'<div class="mt-scroll"><table class="mt"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'
    )
