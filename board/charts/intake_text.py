"""Words of the intake page: tables, columns, offices, and how a file stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from board import texts
from board.charts.marks import safe, tag
from board.frame import View
from board.queries_method import Names
from board.texts import N_, _
from rules.plan import Plan

Entry = Mapping[str, Any]
"""One of ``files`` in what ``check --json`` or ``load --json`` printed."""

KINDS = {"added": N_("新增"), "changes": N_("变更"), "gone": N_("上月有、本月没有")}
MAPPED = {
    "known": N_("自动识别"),
    "remembered": N_("按上次记住的"),
    "answered": N_("已选定"),
    "ignored": N_("不认识，不接收"),
    "refused": N_("涉及个人，不接收"),
    "asked": N_("待选定"),
}
_STANDS = {
    "asked": (N_("待回答"), "solid"),
    "refused": (N_("不能载入"), "solid"),
    "doubtful": (N_("有退回"), "outline"),
    "unchanged": (N_("已载入过，没有变化"), "dotted"),
    "empty": (N_("没有数据行"), "dotted"),
    "ready": (N_("可以载入"), "in-ready"),
}


def table_name(names: Names, table: str | None) -> str:
    """What a table is called; a dash for a file that none was recognised in."""
    return names.of("table", "", table, texts.is_english()) if table else "—"


def columns(names: Names, table: str | None) -> dict[str, str]:
    """A table's columns and what they are called, the required ones first."""
    found = [
        (kind, name, pair[texts.is_english()])
        for (kind, of, name), pair in names.pairs.items()
        if of == table
    ]
    ordered = [c for c in found if c[0] == "required"] + [c for c in found if c[0] == "column"]
    return {name: title for _kind, name, title in ordered}


def required(names: Names, table: str | None) -> set[str]:
    """Columns without which a row of the table can't be used."""
    return {name for kind, of, name in names.pairs if kind == "required" and of == table}


def tables(names: Names) -> dict[str, str]:
    """All tables that can come in, and what they are called."""
    return {name: table_name(names, name) for kind, _of, name in names.pairs if kind == "table"}


def offices(plan: Plan) -> dict[str, str]:
    """Who may send a file: regions, the plan's committees, and the departments that lead them."""
    found = {code: name for code, name in texts.region_names(plan).items() if code != "*"}
    found |= {c.id: texts.committee_name(c) for c in plan.programme.committees}
    # A department is known by its own name, as intake tells it.
    return found | {
        c.office: c.office for c in plan.programme.committees if c.office and c.office not in found
    }


def office_name(plan: Plan, code: str) -> str:
    """What an office is called; a dash where it is not known."""
    return offices(plan).get(code, code) if code else "—"


def region_name(view: View, code: str) -> str:
    """A region's name; its code where the plan does not know it."""
    return texts.region_names(view.board.plan).get(code, code)


def label(name: str, entry: Entry) -> str:
    """File and sheet."""
    return f"{name} · {entry['sheet']}" if entry.get("sheet") else name


def asks(entry: Entry) -> bool:
    """Whether a question stands between this sheet and its loading."""
    return any(question["must"] for question in entry.get("questions", ()))


def stands(entry: Entry) -> str:
    """How a file stands: one of the keys of ``_STANDS``."""
    if entry["status"] == "refused":
        return "asked" if asks(entry) else "refused"
    if entry["rejected"]:
        return "doubtful"
    if not entry["rows_in"]:
        return "empty"
    return "unchanged" if entry["unchanged"] == entry["rows_in"] else "ready"


def stand_tag(entry: Entry) -> str:
    """The same as a tag, with the number of questions that may still be answered."""
    text, kind = _STANDS[stands(entry)]
    open_questions = len(entry.get("questions", ()))
    more = f" {tag(_('{n} 个问题').format(n=open_questions), '', 'outline')}" if open_questions else ""
    return tag(_(text), "", kind) + more


def account(entry: Mapping[str, Any]) -> str:
    """Where the rows went: ``1,200 行 = 新收 1,150（其中变更 3）+ 未变 40 + 被取代 0 + 退回 10``."""
    return _(
        "{rows_in} 行 = 新收 {accepted}（其中变更 {changed}）+ 未变 {unchanged} + 被取代 {superseded} + 退回 {rejected}；另略过 {skipped} 行"
    ).format(
        **{
            name: texts.number(entry[name])
            for name in ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
        }
    )


def cells(values: Sequence[object], head: bool = False) -> str:
    """Cells of a table row as markup, every one escaped."""
    name = "th" if head else "td"
    return "".join(f"<{name}>{safe(value)}</{name}>" for value in values)


def size(count: int) -> str:
    """Bytes as a reader says them."""
    if count < 1 << 20:
        return f"{max(count / 1024, 0.1):.1f} KB"
    return f"{count / (1 << 20):.1f} MB"


def seconds(left: float) -> str:
    """Time left, in words."""
    if left < 60:
        return _("约 {n} 秒").format(n=max(round(left), 1))
    return _("约 {n} 分钟").format(n=round(left / 60))
