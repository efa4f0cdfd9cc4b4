"""Markup of the findings part: key row, one finding in a line, its facts, its rows, what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from board import texts
from board.charts import findings_text, marks
from board.charts.marks import safe
from board.charts.method_rows import place_of
from board.queries_findings import SEVERITIES, Finding, Row, Rule
from board.queries_method import Names
from board.texts import _
from database.desk import FindingState
from rules.plan import Plan

_LONGEST = 60
"""Characters of a cell in the list; all of it stands in the rows below."""
_TAGS = {"high": "solid", "medium": "outline", "low": "outline"}


def key_row(waiting: Mapping[str, int], handled: int) -> str:
    """At most four figures: what is open by severity, and what was handled."""
    figures = [(_(findings_text.SEVERITIES[s]), waiting.get(s, 0), _("未处理")) for s in SEVERITIES]
    figures.append((_("已处理"), handled, _("已说明、已更正和不再出现的")))
    cells = "".join(
        f"<div><p>{safe(name)}</p><strong>{texts.number(count)}</strong><small>{safe(note)}</small></div>"
        for name, count, note in figures
    )
    return f'<div class="fd-figures">{cells}</div>'


def rule_head(rule: Rule, found: Sequence[Finding]) -> str:
    """Head of a rule's group: severity, title, how many, and why it matters."""
    tag = marks.tag(_(findings_text.SEVERITIES[rule.severity]), "", f"fd-tag {_TAGS[rule.severity]}")
    return (
        f'<div class="fd-rule">{tag}<h3>{safe(findings_text.pair(rule.title))}</h3>'
        f"<span>{safe(findings_text.summary(found))}</span><p>{safe(findings_text.pair(rule.why))}</p></div>"
    )


def line(one: Finding, rule: Rule, plan: Plan) -> str:
    """A finding in one line: place, what it is about, rows, whose, state."""
    told = findings_text.told(one, rule, plan)
    short = told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"
    rows = texts.form(_("{n} 行"), one.rows).format(n=texts.number(one.rows)) if one.rows else texts.UNKNOWN
    css = "fd-state" + (" fd-open" if one.state == "open" or one.is_back else "")
    return (
        f'<div class="fd-line"><b>{safe(findings_text.place(one, plan))}</b><span title="{safe(told)}">{safe(short)}</span>'
        f'<span class="num">{rows}</span><span>{safe(findings_text.owner(plan, rule, one))}</span>'
        f'<span class="{css}">{safe(findings_text.state(one))}</span></div>'
    )


def line_heads() -> str:
    """The heads of those lines."""
    heads = (_("地区和月份"), _("内容"), _("行数"), _("责任方"), _("状态"))
    cells = "".join(f'<span class="{"num" if h == heads[2] else ""}">{safe(h)}</span>' for h in heads)
    return f'<div class="fd-heads"><div class="fd-line">{cells}</div></div>'


def facts(one: Finding, rule: Rule, plan: Plan) -> str:
    """What the rule says: what it is, why, what to do, how it is judged; and where this finding stands."""
    limits = findings_text.thresholds(rule)
    method = findings_text.pair(rule.method)
    pairs = [
        (_("为什么"), findings_text.pair(rule.why)),
        (_("怎么办"), findings_text.pair(rule.what_to_do)),
        (_("怎么判"), method),
        (_("限度"), limits),
        (_("责任方"), findings_text.owner(plan, rule, one)),
        (_("状态"), findings_text.state(one)),
    ]
    rows = "".join(f"<dt>{safe(name)}</dt><dd>{safe(text)}</dd>" for name, text in pairs if text)
    return f'<dl class="fd-facts">{rows}</dl>'


def rows_table(rows: Sequence[Row], rule: Rule, table: str, names: Names) -> str:
    """Ledger rows: number, the cell that the rule looks at, what it is held against, file and row."""
    against = findings_text.pair(rule.against)
    heads = [_("编号"), _("栏目"), _("值"), *([against] if against else []), _("文件和行")]
    body = []
    for row in rows:
        held = f"<td>{safe(row.against)}</td>" if against else ""
        body.append(
            f'<tr><th scope="row">{safe(row.key)}</th><td>{safe(findings_text.column(row, table, names))}</td>'
            f'<td class="fd-value">{safe(row.value or _("（空）"))}</td>{held}'
            f'<td class="fd-file">{safe(place_of(row.file, row.sheet, row.row))}</td></tr>'
        )
    head = "".join(f"<th>{safe(text)}</th>" for text in heads)
    return f'<div class="table-wrap"><table class="fd-rows"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def said(states: Iterable[FindingState], when: Mapping[int, str]) -> str:
    """What was said of a finding, newest first; ``when`` gives each its moment in the plan's zone."""
    items = "".join(
        f"<li><b>{safe(_(findings_text.STATES.get(one.state, one.state)))}</b> "
        f"<small>{safe(texts.clauses(filter(None, (when[n], one.who, one.owner and _('责任方 {who}').format(who=one.owner)))))}</small>"
        + (f"<p>{safe(one.note)}</p>" if one.note else "")
        + "</li>"
        for n, one in enumerate(states)
    )
    return f'<ol class="fd-said">{items}</ol>' if items else ""
