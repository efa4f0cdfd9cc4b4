"""The files of a batch, one line each: what was recognised, where the rows go, how it stands."""

from __future__ import annotations

import streamlit as st

from board import texts, theme
from board.charts import intake_text, marks
from board.charts.intake_state import OPEN
from board.charts.intake_text import Entry
from board.charts.marks import safe
from board.frame import View
from board.intake_batch import Batch
from board.queries_method import Names
from board.texts import N_, _

_ORDER = ("asked", "refused", "doubtful", "empty", "ready", "unchanged")


def figures(now: Batch) -> None:
    """The batch in four figures."""
    check = now.check or {}
    entries: list[Entry] = check["files"]
    asked = sum(intake_text.stands(e) == "asked" for e in entries)
    refused = sum(intake_text.stands(e) == "refused" for e in entries)
    held = [
        text.format(n=texts.number(count))
        for text, count in ((_("{n} 份待回答"), asked), (_("{n} 份不能载入"), refused))
        if count
    ]
    shown = (
        (_("这一批文件"), _("{n} 份").format(n=texts.number(len(now.files))), texts.clauses(held) or _("都可以载入")),
        (_("可以收的行"), texts.number(check["accepted"]), _("其中改动已有的 {n} 行").format(n=texts.number(check["changed"]))),
        (_("没有变化的行"), texts.number(check["unchanged"]), _("另有 {n} 行被后面的行取代").format(n=texts.number(check["superseded"]))),
        (_("退回的行"), texts.number(check["rejected"]), _("改好后可以再传")),
    )  # fmt: skip
    cells = "".join(
        f"<div><p>{safe(title)}</p><strong>{safe(value)}</strong><small>{safe(told)}</small></div>"
        for title, value, told in shown
    )
    theme.markup(f'<div class="in-figures">{cells}</div>')


def opened(now: Batch) -> int:
    """Index of the file that is open: the one clicked, else the first that wants something."""
    entries: list[Entry] = (now.check or {})["files"]
    chosen = st.session_state.get(OPEN)
    if isinstance(chosen, int) and 0 <= chosen < len(entries):
        return chosen
    return _ordered(entries)[0]


def open_file(index: int) -> None:
    """Open a file before the run that follows."""
    st.session_state[OPEN] = index


def open_next(now: Batch) -> None:
    """Open the file after the opened one, in the order of the list."""
    order = _ordered((now.check or {})["files"])
    st.session_state[OPEN] = order[(order.index(opened(now)) + 1) % len(order)]


def _ordered(entries: list[Entry]) -> list[int]:
    """Those that want something first, otherwise as they came."""
    return sorted(range(len(entries)), key=lambda i: (_ORDER.index(intake_text.stands(entries[i])), i))


def show(view: View, now: Batch, names: Names) -> None:
    """The list; a click on a name opens it below."""
    entries: list[Entry] = (now.check or {})["files"]
    chosen = opened(now)
    with st.container(key="card_in_list"):
        theme.markup(marks.card_head(_("这一批文件"), _("点文件名看列的对应、退回的行和问题")))
        if now.is_stale:
            theme.notice(_("文件或回答有变化，还没有重新核对；下面仍是上一次的结果。"))
        heads = [
            (_("表"), ""), (_("报送单位"), ""), (_("月份"), ""), (_("编码"), ""), (_("行数"), "num"), (_("新收"), "num"),
            (_("未变"), "num"), (_("退回"), "num"), (_("情况"), ""),
        ]  # fmt: skip
        line = "".join(f'<span class="{kind}">{safe(text)}</span>' for text, kind in heads)
        with st.container(key="in_files"):
            theme.markup(
                f'<div class="in-cols"><span>{safe(_("文件"))}</span><div class="in-line">{line}</div></div>'
            )
            for index in _ordered(entries):
                entry = entries[index]
                # The key names the open one, so that it can be drawn as chosen.
                mark = "x" if index == chosen else ""
                with st.container(key=f"in_file_{mark}{index}"):
                    shown = intake_text.label(now.name_of(entry["file"]), entry)
                    st.button(
                        plain(shown),
                        key=f"in_open_{index}",
                        type="tertiary",
                        on_click=open_file,
                        args=(index,),
                    )
                    theme.markup(_line(view, entry, names))


_COUNTED = (
    (N_("行数"), "rows_in"),
    (N_("新收"), "accepted"),
    (N_("未变"), "unchanged"),
    (N_("退回"), "rejected"),
)


def _line(view: View, entry: Entry, names: Names) -> str:
    is_read = entry["status"] != "refused"

    def counted(value: int) -> str:
        return texts.number(value) if is_read else "—"  # of a file that was not read nothing was counted

    month = texts.month_short(entry["report_month"]) if entry.get("report_month") else "—"
    cells = [
        ("", _("表"), safe(intake_text.table_name(names, entry["table"]))),
        ("", _("报送单位"), safe(intake_text.office_name(view.board.plan, entry.get("office", "")))),
        ("", _("月份"), safe(month)),
        ("", _("编码"), safe((entry["encoding"] or "—").upper())),
        *(("num", _(title), counted(entry[name])) for title, name in _COUNTED),
        ("c-stand", "", intake_text.stand_tag(entry)),
    ]
    inside = "".join(
        f'<span class="{kind}" data-label="{safe(label)}">{text}</span>' for kind, label, text in cells
    )
    return f'<div class="in-line">{inside}</div>'


def plain(text: str) -> str:
    """A name as a control's label, which Streamlit reads as Markdown: every sign that means something there is escaped."""
    return "".join("\\" + c if c in "\\`*_{}[]()#+-.!|<>~:$&\"'=/^" else c for c in text)
