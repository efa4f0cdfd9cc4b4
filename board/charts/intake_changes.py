"""What will change when a batch is taken in: new rows, cells before and after, and rows that were not sent again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from board import queries_preview, texts, theme
from board.charts import intake_pager, intake_text, marks
from board.charts.intake_text import KINDS
from board.charts.marks import safe
from board.charts.method_rows import place_of
from board.frame import View
from board.intake_batch import Batch
from board.queries_method import Names
from board.texts import _

ALL = ""


def show(view: View, now: Batch, names: Names) -> None:
    """The counts by table and one list at a time, filtered and paged."""
    found = queries_preview.summary(now.preview)
    totals = {
        "added": sum(row["added"] for row in found), "changes": sum(row["changed_cells"] for row in found),
        "gone": sum(row["gone"] for row in found),
    }  # fmt: skip
    with st.container(key="card_in_changes"):
        theme.markup(marks.card_head(_("会有什么变化"), _finding(found)))
        if not any(totals.values()):
            return
        theme.markup(_summary(found, names))
        kinds = [kind for kind, count in totals.items() if count]
        units = {"added": _("{n} 行"), "changes": _("{n} 格"), "gone": _("{n} 行")}
        with st.container(key="in_change_bar", horizontal=True, vertical_alignment="bottom"):
            kind = st.segmented_control(
                _("看哪些"), kinds, key=f"in_kind_{now.checks}", default=kinds[0], required=True,
                format_func=lambda k: f"{_(KINDS[k])} {texts.form(units[k], totals[k]).format(n=texts.number(totals[k]))}",
            ) or kinds[0]  # fmt: skip
            column = "changed_cells" if kind == "changes" else kind
            tables = [ALL, *(row["table"] for row in found if row[column])]
            table = _pick(
                _("表"), tables, lambda t: intake_text.table_name(names, t), f"in_table_{kind}_{now.checks}"
            )
            regions = [ALL, *queries_preview.regions(now.preview, kind)]
            region = _pick(
                _("地区"),
                regions,
                lambda c: intake_text.region_name(view, c),
                f"in_region_{kind}_{now.checks}",
            )
            text = st.text_input(_("查找"), key=f"in_change_find_{now.checks}", width=200) or ""
            count = queries_preview.count_changes(now.preview, kind, table, region, text)
            number = intake_pager.page(count, f"in_change_page_{kind}_{table}_{region}_{text}_{now.checks}")
        if kind == "gone":
            told = _(
                "上个月报过、还没有了结，这次的文件里没有。载入不会删掉它们：请问清是漏报，还是编号改了。"
            )
            theme.markup(f'<p class="note">{safe(told)}</p>')
        if not count:
            theme.empty(_("没有符合条件的记录"), _("清空查找，或选全部"))
            return
        rows = queries_preview.changes(now.preview, kind, table, region, text, number)
        theme.markup(_table(view, now, names, kind, rows))


def _pick(title: str, options: list[str], name: Any, key: str) -> str:
    if len(options) < 3:
        return ALL
    return (
        st.selectbox(
            title, options, key=key, width=170, format_func=lambda code: name(code) if code else _("全部")
        )
        or ALL
    )


def _finding(found: Sequence[dict[str, Any]]) -> str:
    sums = {
        name: sum(row[name] for row in found) for name in ("added", "changed_rows", "changed_cells", "gone")
    }
    if not any(sums.values()):
        return _("没有新的行，也没有改动")
    return _("新增 {added} 行，{rows} 行改动 {cells} 格，上月有、本月没有 {gone} 行").format(
        added=texts.number(sums["added"]), rows=texts.number(sums["changed_rows"]),
        cells=texts.number(sums["changed_cells"]), gone=texts.number(sums["gone"]),
    )  # fmt: skip


def _summary(found: Sequence[dict[str, Any]], names: Names) -> str:
    heads = (
        _("表"),
        _("新增行"),
        _("改动行"),
        _("改动格"),
        _("上月有、本月没有"),
        _("未变行"),
        _("被取代行"),
        _("退回行"),
    )
    columns = ("added", "changed_rows", "changed_cells", "gone", "unchanged", "superseded", "rejected")
    head = "".join(f'<th class="{"num" if i else ""}">{safe(text)}</th>' for i, text in enumerate(heads))
    lines = "".join(
        f"<tr><td>{safe(intake_text.table_name(names, row['table']))}</td>"
        + "".join(f'<td class="num">{texts.number(row[name])}</td>' for name in columns)
        + "</tr>"
        for row in found
    )
    return f'<div class="in-scroll"><table class="in in-sum"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def _table(view: View, now: Batch, names: Names, kind: str, rows: Sequence[dict[str, Any]]) -> str:
    entries = (now.check or {})["files"]

    def place(row: dict[str, Any]) -> str:
        entry = entries[row["file_no"]]
        return place_of(now.name_of(entry["file"]), entry.get("sheet"), row["row"])

    own = {
        "added": ((_("内容"), lambda r: safe(r["told"] or "")), (_("文件和行"), lambda r: safe(place(r)))),
        "changes": (
            (_("项目"), lambda r: safe(_item(names, r))),
            (_("改动"), lambda r: _before_after(view, names, r)),
            (_("文件和行"), lambda r: safe(place(r))),
            (_("原来在"), lambda r: safe(place_of(r["before_file"], r["before_sheet"], r["before_row"])) if r["before_file"] else "—"),
        ),
        "gone": (
            (_("内容"), lambda r: safe(r["told"] or "")),
            (_("上次报送"), lambda r: safe(texts.month(r["last_month"]) if r["last_month"] else "—")),
            (_("原来在"), lambda r: safe(place_of(r["file"], r["sheet"], r["row"]))),
        ),
    }[kind]  # fmt: skip
    heads = [_("表"), _("地区"), _("编号"), *(title for title, _show in own)]
    lines = "".join(
        f"<tr><td>{safe(intake_text.table_name(names, row['table']))}</td>"
        f"<td>{safe(intake_text.region_name(view, row['region_code'] or ''))}</td>"
        f'<td class="c-code">{safe(row["key_text"])}</td>'
        + "".join(f"<td>{show(row)}</td>" for _title, show in own)
        + "</tr>"
        for row in rows
    )
    head = "".join(f"<th>{safe(text)}</th>" for text in heads)
    return f'<div class="in-scroll"><table class="in"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def _item(names: Names, row: dict[str, Any]) -> str:
    """What the changed cell's column is called; the check calls some in words of its own, in Chinese alone."""
    if not texts.is_english():
        return str(row["title"])
    title = intake_text.columns(names, row["table"]).get(row["column"].removesuffix("_code"))
    return title or str(row["title"])


def _before_after(view: View, names: Names, row: dict[str, Any]) -> str:
    parts = []
    for name, mark in (("before", "del"), ("after", "ins")):
        text = row[name]
        if text in (None, ""):
            parts.append(f'<span class="faint">{safe(_("空"))}</span>')
        else:
            parts.append(f"<{mark}>{safe(_in_words(view, names, row['column'], str(text)))}</{mark}>")
    return " → ".join(parts)


def _in_words(view: View, names: Names, column: str, text: str) -> str:
    """A cell as the pages say it: ledgers hold codes of sectors, classes and other closed lists."""
    if column == "sector_code":
        return texts.sector_names(view.board.plan).get(
            text, names.of("value", "sector", text, texts.is_english())
        )
    return names.of("value", column, text, texts.is_english())
