"""Below the ranking: who makes slow progress by the committee's rule, and for how long."""

from __future__ import annotations

from collections.abc import Sequence

from board import address, texts
from board.charts.marks import Row, safe
from board.queries_ladder import SLOW
from board.texts import _
from rules.ladder import SlowProgressRule
from rules.months import Month
from rules.plan import Plan

MOST_NAMES = 6


def slow_note(rows: Sequence[Row], plan: Plan, month: str, by: str = "region") -> str:
    """The sentence as markup; nothing where the plan has no rule. ``rows`` come from ``queries_ladder.ladder``.

    ``by`` is what a row stands for: each one named leads to its months.
    """
    rule = plan.slow_progress_rule(Month.parse(month))
    if rule is None:
        return ""
    slow = sorted((r for r in rows if r["trigger"] == SLOW), key=lambda row: -row["months_in_a_row"])
    named = [
        address.figure(
            safe(str(row["region"]) + _lasting(row["months_in_a_row"])),
            about="ladder", trigger=SLOW, **address.unit(by, str(row["region_code"])),
        )
        for row in slow
    ]  # fmt: skip
    said = texts.names(named[:MOST_NAMES]) if named else safe(_("没有"))
    if len(named) > MOST_NAMES:
        said = safe(_("{names}等 {count} 个")).format(names=said, count=len(named))
    origin = texts.clauses(
        [texts.clause(rule.clause), *([_("安委会自定")] if rule.origin == "committee" else [])]
    )
    told = safe(_("进展缓慢{origin}：{names}")).format(origin=safe(texts.brackets(origin)), names=said)
    return f'<p class="note">{(texts.sentence(told) + safe(slow_definition(rule))).strip()}</p>'


def slow_definition(rule: SlowProgressRule) -> str:
    """Who is slow, said from the rule's own limits."""
    gone = (
        _("离本年目标的差距缩小不到 {least}").format(least=texts.target(rule.least_progress))
        if rule.least_progress
        else _("没有向本年目标靠近")
    )
    near = texts.brackets(_("已接近目标的除外")) if any(part.short_by for part in rule.indicators) else ""
    return _(
        "比 {months} 个月前{gone}的指标为停滞{near}，可判断的指标有 {share} 停滞即为进展缓慢；只在同一年内比较。"
    ).format(months=rule.months, gone=gone, near=near, share=texts.target(rule.share))


def _lasting(months: int) -> str:
    return (
        texts.brackets(texts.form(_("连续 {count} 个月"), months).format(count=months)) if months > 1 else ""
    )
