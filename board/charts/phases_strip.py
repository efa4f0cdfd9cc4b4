"""The plan's dated phases as a strip: which one the month is in, and what each asks for."""

from __future__ import annotations

from datetime import date

from board import texts, theme
from board.charts import marks
from board.charts.marks import safe
from board.texts import _
from rules.months import Month
from rules.plan import Plan
from rules.programme import Phase


def show(plan: Plan, month: str) -> None:
    """Nothing for a plan without phases, or with one that is the whole campaign."""
    if len(plan.programme.phases) > 1:
        theme.markup(strip(plan, Month.parse(month).last_day))


def state(phase: Phase, at: date) -> str:
    """Where a phase stands at the end of a day: ``over``, ``now`` or ``ahead``."""
    if phase.ends < at:
        return "over"
    return "now" if phase.starts <= at else "ahead"


def strip(plan: Plan, at: date) -> str:
    """One block a phase, as wide as it is long, in order of its first day."""
    words = {"over": _("已过"), "now": _("当前"), "ahead": _("未到")}
    blocks = []
    for phase in sorted(plan.programme.phases, key=lambda p: (p.starts, p.ends)):
        place = state(phase, at)
        title = phase.title_en if texts.is_english() else phase.title
        days = texts.span(texts.day(phase.starts), texts.day(phase.ends))
        if phase.starts == phase.ends:
            days = texts.day(phase.ends)
        own = (
            marks.tag(_("自定"), _("方案没有写明，由安委会自定"), "outline")
            if phase.origin == "committee"
            else ""
        )
        blocks.append(
            f'<li class="ph-{place}" style="flex-grow:{max((phase.ends - phase.starts).days, 60)}">'
            f"<span>{safe(words[place])}</span><b>{safe(title)}</b>{own}"
            f"<small>{safe(texts.clauses([days, texts.clause(phase.clause)]))}</small></li>"
        )
    return f'<ol class="phases" aria-label="{safe(_("阶段"))}">{"".join(blocks)}</ol>'
