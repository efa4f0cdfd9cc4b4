"""Rows that do not pass: which, why, the bad cells marked, and the file in which they can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from board import queries_preview, texts, theme
from board.charts import intake_pager
from board.charts.intake_text import Entry
from board.charts.marks import safe
from board.downloads.control import MIMES
from board.texts import _

ANY = ""


def show(preview: Path, file_no: int, entry: Entry, key: str) -> None:
    """Filters, a page of rows, and the downloads."""
    if not entry["rejected"]:
        return
    told = _("{n} 行没有通过").format(n=texts.number(entry["rejected"]))
    theme.markup(f'<p class="in-sub">{safe(_("退回的行"))}<span>{safe(told)}</span></p>')
    found = queries_preview.reject_rules(preview, file_no)
    reasons: dict[tuple[str, str], str] = {(ANY, ANY): _("全部原因")}
    for rule, column, rows in found:
        shown = _reason(preview, file_no, rule, column)
        reasons[rule, column] = f"{shown} · {texts.form(_('{n} 行'), rows).format(n=texts.number(rows))}"
    with st.container(key=f"in_rejects_{key}", horizontal=True, vertical_alignment="bottom"):
        rule, column = st.selectbox(
            _("原因"), list(reasons), key=f"in_rule_{key}", format_func=reasons.__getitem__, width=420
        ) or (ANY, ANY)
        text = (
            st.text_input(_("查找"), key=f"in_find_{key}", width=220, placeholder=_("任一格里的文字")) or ""
        )
        count = queries_preview.count_rejects(preview, file_no, rule, column, text)
        number = intake_pager.page(count, f"in_page_{key}_{rule}_{column}_{text}")
    downloads(entry, key)
    if not count:
        theme.empty(_("没有符合条件的行"), _("清空查找，或选“全部原因”"))
        return
    rows = queries_preview.rejects(preview, file_no, rule, column, text, number)
    theme.markup(table(queries_preview.headers(preview, file_no), rows))


def _reason(preview: Path, file_no: int, rule: str, column: str) -> str:
    """A rule in words: its message on its first row, without the value of that row."""
    first = queries_preview.rejects(preview, file_no, rule, column)[0]
    index = next(
        (
            i
            for i, pair in enumerate(zip(first["rules"], first["columns"], strict=False))
            if pair == (rule, column)
        ),
        0,
    )
    message = str(first["messages"][index]) if first["messages"] else rule
    short = message.split("，实为")[0].split("：")[0]
    return texts.clauses([column, short]) if column and column not in short else short


def downloads(entry: Entry, key: str) -> None:
    """The rejects as files: CSV, and a workbook with the bad cells marked; mended, they load as they are."""
    files = [Path(entry[name]) for name in ("rejects_file", "rejects_book") if entry.get(name)]
    files = [path for path in files if path.is_file()]
    if not files:
        return
    with st.container(key=f"in_take_{key}", horizontal=True, vertical_alignment="center"):
        for path in files:
            ending = path.suffix[1:]
            st.download_button(
                _("退回表 {ending}").format(ending=ending.upper()), path.read_bytes, file_name=path.name,
                mime=MIMES[ending], key=f"in_take_{key}_{ending}", on_click="ignore",
            )  # fmt: skip
        theme.markup(
            f'<p class="note">{safe(_("前几列写明错在哪里；改好原来的格子，整个文件原样再传即可。"))}</p>'
        )


def table(headers: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
    """A page of rejects as markup; every cell came from a file and is escaped."""
    shown = [index for index in range(len(headers)) if any(_cell(row, index) for row in rows)]
    head = f'<th class="num">{safe(_("行"))}</th><th>{safe(_("原因"))}</th>' + "".join(
        f"<th>{safe(headers[i] or _('第 {n} 列').format(n=i + 1))}</th>" for i in shown
    )
    lines = []
    for row in rows:
        # A rule over several columns names them with strokes between; a header may hold a stroke itself.
        bad = "".join(f"/{names}/" for names in row["columns"])
        cells = "".join(
            f'<td class="c-cell{" bad" if headers[i] and f"/{headers[i]}/" in bad else ""}">{safe(_cell(row, i))}</td>'
            for i in shown
        )
        why = "；".join(str(message) for message in row["messages"])
        lines.append(
            f'<tr><td class="num">{safe(row["row"])}</td><td class="c-why">{safe(why)}</td>{cells}</tr>'
        )
    return f'<div class="in-scroll"><table class="in"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _cell(row: dict[str, Any], index: int) -> str:
    cells = row["cells"]
    return str(cells[index] or "") if index < len(cells) else ""
