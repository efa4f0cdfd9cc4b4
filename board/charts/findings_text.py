"""Words of the findings part: severities, states, whose a finding is, and one finding in a line."""

from __future__ import annotations

from collections.abc import Sequence

from board import texts
from board.frame import ALL
from board.queries_findings import Finding, Row, Rule, Threshold, usual_owner
from board.queries_method import Names
from board.texts import N_, _
from rules.plan import Plan

SEVERITIES = {"high": N_("须更正"), "medium": N_("须核实"), "low": N_("须补报")}
"""By what it asks for: the figure is wrong, the rows can't be relied on, something is missing."""
STATES = {"open": N_("未处理"), "explained": N_("已说明"), "corrected": N_("已更正")}


def pair(words: tuple[str, str]) -> str:
    """The Chinese or the English of a pair that the load keeps."""
    return words[texts.is_english()]


def owner(plan: Plan, rule: Rule, one: Finding) -> str:
    """Who was named at the desk, else whose it usually is."""
    if one.owner:
        return one.owner
    kind, code = usual_owner(plan, rule, one)
    if kind == "office":
        return texts.office_name(plan)
    if kind == "committee":
        return next(texts.committee_name(c) for c in plan.programme.committees if c.id == code)
    names = texts.sector_names(plan) if kind == "sector" else texts.region_names(plan)
    return names.get(code, code)


def state(one: Finding) -> str:
    """Its state; one that somebody called corrected and that is still there says so, and so does one that went."""
    if one.is_back:
        return _("已更正，仍存在")
    if one.is_gone:
        return _("已不再出现")
    return _(STATES[one.state])


def place(one: Finding, plan: Plan) -> str:
    """Region and month: ``巴东县，2026年6月``."""
    region = texts.region_names(plan).get(one.region_code, one.region_code)
    return texts.clauses([region, texts.month(one.month)]) if one.month else region


def about(one: Finding, rule: Rule, plan: Plan) -> str:
    """What it is about beside place and month: a sector by its name, an indicator by its title, else as it stands."""
    indicator = next((i for i in plan.indicators if i.id == one.about), None)
    if indicator is not None:
        return texts.indicator_short_title(indicator)
    names = texts.sector_names(plan)
    if one.about and one.about == one.sector_code and one.about != ALL:
        return names.get(one.about, one.about)
    return one.about


def told(one: Finding, rule: Rule, plan: Plan) -> str:
    """A finding in short: what it is about, what its only row says, and what that is held against."""
    subject = about(one, rule, plan)
    parts = [subject, "" if one.value in (subject, one.about) else one.value]
    label = pair(rule.against)
    if label and one.against:
        parts.append(f"{label} {one.against}")
    return texts.clauses(filter(None, parts))


def column(row: Row, table: str, names: Names) -> str:
    """The heading of the cell that the rule looks at."""
    for kind in ("column", "required"):
        if (kind, table, row.column) in names.pairs:
            return names.of(kind, table, row.column, texts.is_english())
    return row.column


def thresholds(rule: Rule) -> str:
    """All limits of a rule: ``当月发现至少 8；月末占比超过 0.3（安委会自定）``; empty for a rule without any."""
    return texts.statements(_threshold(one) for one in rule.thresholds)


def _threshold(one: Threshold) -> str:
    told = f"{pair((one.title, one.title_en))} {one.value:g}"
    return told + texts.brackets(_("安委会自定")) if one.is_own else told


def summary(found: Sequence[Finding]) -> str:
    """How many, of which open."""
    waiting = sum(one.state == "open" or one.is_back for one in found)
    return _("{n} 项，{open} 项未处理").format(n=texts.number(len(found)), open=texts.number(waiting))
