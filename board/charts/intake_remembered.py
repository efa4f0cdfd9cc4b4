"""What the desk remembers of offices' headers: listed, and forgotten when it no longer holds."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from board import queries_method, texts, theme, who
from board.charts import intake_text, marks
from board.charts.marks import safe
from board.frame import View
from board.queries_method import Names
from board.texts import _
from database.desk import Desk, Mapping


def show(view: View) -> None:
    """One line for each; nothing is drawn where there is none."""
    found = Desk(view.board.path).mappings()
    if not found:
        return
    names = queries_method.names(view.board)
    with st.container(key="card_in_remembered"):
        told = _("同一单位、同样表头的文件照此办理，共 {n} 条").format(n=texts.number(len(found)))
        theme.markup(marks.card_head(_("记住的对应"), told))
        for number, one in enumerate(found):
            with st.container(key=f"in_kept_{number}", horizontal=True, vertical_alignment="center"):
                theme.markup(_line(view, one, names))
                st.button(
                    _("不再照此办理"), key=f"in_forget_{one.office}_{one.headers_key}", type="tertiary",
                    on_click=_forget, args=(view, one),
                )  # fmt: skip


def _forget(view: View, one: Mapping) -> None:
    Desk(view.board.path).forget(one.office, one.headers_key, who.known())


def _line(view: View, one: Mapping, names: Names) -> str:
    table = str(one.answers.get("table") or "")
    titles = intake_text.columns(names, table)
    said = [
        f"{header} → {titles.get(column, column) if column else _('不接收')}"
        for header, column in one.answers.get("columns", {}).items()
    ]
    for column, words in one.answers.get("values", {}).items():
        said += [
            f"{titles.get(column, column)}“{text}” → {_value(view, names, column, value)}"
            for text, value in words.items()
        ]
    office = intake_text.office_name(view.board.plan, one.office) if one.office else _("任何单位")
    day = one.at.astimezone(ZoneInfo(view.board.plan.time_zone)).strftime("%Y-%m-%d")
    left = texts.clauses([office, *([intake_text.table_name(names, table)] if table else [])])
    return (
        f'<div class="in-kept"><b>{safe(left)}</b> {safe(texts.statements(said))} '
        f'<span class="faint">{safe(texts.clauses([*([one.who] if one.who else []), day]))}</span></div>'
    )


def _value(view: View, names: Names, column: str, value: str) -> str:
    """What a text was said to mean, in words; a place or sector by its name."""
    if not value:
        return _("空")
    places = {**texts.region_names(view.board.plan), **texts.sector_names(view.board.plan)}
    return places.get(value) or names.of("value", column, value, texts.is_english())
