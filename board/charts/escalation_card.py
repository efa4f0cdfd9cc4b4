"""The escalation list: who is on the plan's ladder this month, which step is due, has it gone out and been answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board import address, colours, downloads, queries_escalations, queries_ladder, texts, theme
from board.charts import escalation_text, ladder_figures, marks, ranking_table
from board.charts.marks import safe
from board.downloads import drawing
from board.downloads.drawing import Column
from board.downloads.exhibit import Exhibit
from board.frame import View
from board.texts import _
from rules.plan import Plan

Row = Mapping[str, Any]


def show(view: View, ranked: Sequence[Row], marked: str = "") -> None:
    """The card with what it offers; nothing where the plan has no ladder. ``ranked`` are the rows of the ranking."""
    board, plan = view.board, view.board.plan
    if not plan.ladder:
        return
    rows = texts.localised(queries_escalations.due(board, view.month, view.by), plan, view.by)
    waiting = texts.localised(queries_escalations.waiting(board, view.month, view.by), plan, view.by)
    known = queries_escalations.as_of(board)
    with st.container(key="card_escalations"):
        theme.markup(marks.card_head(_("督促清单"), escalation_text.finding(rows, plan, view.unit)))
        if rows:
            theme.markup(table(rows, plan, view.month, view.unit, ranked, marked))
        else:
            theme.empty(
                _("本月没有{unit}达到督促步骤").format(unit=view.unit),
                _("列为较差颜色、进展缓慢或零处罚时，这里会列出应采取的步骤。"),
            )
        told = escalation_text.rule_note(view.month, known, view.by)
        told.append(escalation_text.waiting_note(waiting, plan))
        joined = (" " if texts.is_english() else "").join(filter(None, told))
        theme.markup(f'<p class="note">{safe(joined)}</p>')
        downloads.offer(exhibit(rows, view), "escalations")


def table(
    rows: Sequence[Row], plan: Plan, month: str, unit: str, ranked: Sequence[Row] = (), marked: str = ""
) -> str:
    """The list as markup; ``rows`` come from ``queries_escalations.due``."""
    heads = (unit, _("情形"), _("依据的数字"), _("应采取的步骤"), _("办理情况"))
    head = "".join(f"<th>{safe(h)}</th>" for h in heads)
    vetoes = {str(row["region_code"]): row["vetoes"] for row in ranked}
    body = "".join(
        _line(row, plan, month, vetoes.get(row["code"], ()), row["code"] == marked, heads) for row in rows
    )
    return (
        f'<div class="table-wrap"><table class="parts escalations"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _line(
    row: Row, plan: Plan, month: str, vetoes: Sequence[Row], is_marked: bool, heads: Sequence[str]
) -> str:
    at = {**address.at(month), **address.unit(row["by"], row["code"])}
    mark = ' class="chosen"' if is_marked else ""
    cells = [
        _trigger(row, plan, at),
        _figures(row, plan, month, vetoes, at),
        _step(row, plan),
        _state(row, plan),
    ]
    return (
        f'<tr{mark}><th scope="row">{safe(row["region"])}</th>'
        + "".join(
            f'<td data-label="{safe(label)}"><div class="es-cell">{markup}</div></td>'
            for label, markup in zip(heads[1:], cells, strict=True)
        )
        + "</tr>"
    )


def _trigger(row: Row, plan: Plan, at: Mapping[str, str]) -> str:
    trigger, shades = row["trigger"], colours.scale(plan.ranking_scale)
    if trigger in shades:
        name = marks.chip(shades[trigger], None, False)
    else:
        name = marks.tag(ladder_figures.trigger_names(plan)[trigger], "", "outline")
    since = ladder_figures.lasting(row["months_in_a_row"])
    if row["months_in_a_row"] > 1:
        since += texts.brackets(_("自{month}起").format(month=texts.month(row["since"])))
    return f"{name} " + address.figure(safe(since), about="ladder", trigger=trigger, **at)


def _figures(row: Row, plan: Plan, month: str, vetoes: Sequence[Row], at: Mapping[str, str]) -> str:
    told = ladder_figures.told(plan, row["trigger"], row["figures"], at)
    return f"<span>{_figure_words(row, plan, month, vetoes, told)}</span>"  # one piece, so that it reads as a sentence


def _figure_words(row: Row, plan: Plan, month: str, vetoes: Sequence[Row], told: str) -> str:
    if row["trigger"] == queries_ladder.SLOW:
        return safe(_("停滞：{names}")).format(names=told)
    if row["trigger"] == queries_ladder.ZERO_PENALTY:
        return texts.clauses([told, safe(_("没有处罚"))])
    rule = marks.rule_for(plan, month)
    said = [
        f"{safe(veto['title'])} {ranking_table.veto_link(veto, rule, row['by'], row['code'])}"
        for veto in vetoes
        if any(v.id == veto["id"] and v.code == row["trigger"] for v in rule.vetoes)
    ]
    return texts.clauses([told, *said])


def _step(row: Row, plan: Plan) -> str:
    small = texts.clauses([escalation_text.why(row, plan), escalation_text.origin(row)])
    return (
        f"<strong>{safe(row['step_title'])}</strong> "
        f'<span class="es-why">{address.figure(safe(small), part="colours")}</span>'
    )


def _state(row: Row, plan: Plan) -> str:
    """What became of the step; a letter leads to its row in the ledger as it stands now."""
    name = f'<span class="tag es-{row["state"]}">{safe(_(escalation_text.STATES[row["state"]]))}</span>'
    told = escalation_text.days(row)
    letter = row["letter"]
    linked = _letter(safe(told), letter) if letter else address.figure(safe(told), part="colours")
    others = "".join(
        f'<span class="es-other">{_letter(safe(escalation_text.other(one, plan)), one)}</span>'
        for one in row["others"]
    )
    return f"{name} {linked}{others}"


def _letter(markup: str, letter: Row) -> str:
    where = address.limits(step=letter["step"])
    return address.figure(
        markup, measure="escalation_month.sent", where=where, window="month", figures="current",
        **address.at(letter["month"]), **address.unit("region", letter["region_code"]),
    )  # fmt: skip


def exhibit(rows: Sequence[Row], view: View) -> Exhibit:
    """The list to take away: one row a unit and trigger."""
    plan, names = view.board.plan, ladder_figures.trigger_names(view.board.plan)
    lines = [
        {
            view.unit: row["region"],
            _("情形"): names[row["trigger"]],
            _("连续月数"): row["months_in_a_row"],
            _("起始月份"): texts.month(row["since"]),
            _("依据的数字"): ladder_figures.plain(plan, row["trigger"], row["figures"]),
            _("应采取的步骤"): row["step_title"],
            _("步骤的依据"): texts.clauses([escalation_text.why(row, plan), escalation_text.origin(row)]),
            _("办理情况"): _(escalation_text.STATES[row["state"]]),
            _("发出日期"): row["sent_date"] and str(row["sent_date"]),
            _("答复期限"): row["answer_due"] and str(row["answer_due"]),
            _("答复日期"): row["answered_date"] and str(row["answered_date"]),
            _("逾期天数"): row["days_late"] or None,
            _("另有"): texts.statements(escalation_text.other(one, plan) for one in row["others"]),
        }
        for row in rows
    ]
    title = _("督促清单")
    source = texts.statements(
        [
            texts.office_name(plan),
            _("办理情况截至 {day}").format(day=texts.day(queries_escalations.as_of(view.board))),
        ]
    )
    return Exhibit(
        name=title, title=_("{month}督促清单").format(month=texts.month_short(view.month)), unit="", source=source,
        month=view.month, frame=pd.DataFrame(lines), filters={_("比较"): view.unit},
        svg=lambda: _picture(rows, view), is_demo=view.board.is_demo, has_classes=True,
    )  # fmt: skip


def _picture(rows: Sequence[Row], view: View) -> str:
    plan, names = view.board.plan, ladder_figures.trigger_names(view.board.plan)
    shades = colours.scale(plan.ranking_scale)
    table_rows = []
    cells: list[list[str]] = []
    for row in rows:
        lasting = ladder_figures.lasting(row["months_in_a_row"])
        condition = lasting if row["trigger"] in shades else texts.clauses([names[row["trigger"]], lasting])
        state = texts.clauses(
            filter(None, [_(escalation_text.STATES[row["state"]]), escalation_text.days(row)])
        )
        figures = ladder_figures.plain(plan, row["trigger"], row["figures"])
        cells.append([str(row["region"]), condition, figures, str(row["step_title"]), state])
    heads = (view.unit, _("情形"), _("依据的数字"), _("应采取的步骤"), _("办理情况"))
    wide = [
        max(drawing.text_width(text, drawing.BODY) for text in (head, *(line[n] for line in cells))) + 24
        for n, head in enumerate(heads)
    ]
    for row, line in zip(rows, cells, strict=True):
        shade = shades.get(row["trigger"])
        chip = drawing.chip(shade, None, False) if shade else drawing.words("")
        table_rows.append(
            [drawing.words(line[0], weight=700), chip, *(drawing.words(text) for text in line[1:3]),
             drawing.words(line[3], weight=700), drawing.words(line[4])]
        )  # fmt: skip
    columns = [Column((heads[0],), wide[0]), Column(("",), 60), *(
        Column((head,), width) for head, width in zip(heads[1:], wide[1:], strict=True))]  # fmt: skip
    return drawing.table(columns, table_rows)
