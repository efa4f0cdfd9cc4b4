"""The offices that report: regions, departments and special committees.

A department (行业主管部门) is one that leads a committee; its code is its name. A committee and its department stand
for each other in what they send: a committee's file is its department's too, a department's file is a committee's
where it holds rows of the committee's sectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.plan import Plan

OfficeKind = Literal["region", "department", "committee"]
OFFICE_KINDS: tuple[OfficeKind, ...] = ("region", "department", "committee")


@dataclass(frozen=True)
class Office:
    """Somebody who owes reports."""

    kind: OfficeKind
    code: str
    """Region code, committee id, or the department's name."""
    sends_as: tuple[str, ...] = ()
    """Offices of files that are this one's, whatever they hold."""
    sends_in: tuple[str, ...] = ()
    """Offices of files that are this one's where they hold rows of ``sectors``."""
    sectors: tuple[str, ...] = ()


def offices_of(plan: Plan, kind: OfficeKind) -> list[Office]:
    """The plan's offices of a kind, in the plan's order; the office that runs the board owes itself nothing."""
    if kind == "region":
        return [Office("region", r.code) for r in plan.regions]
    committees = plan.programme.committees
    led: dict[str, list[str]] = {}
    for one in committees:
        if one.office and not plan.office.endswith(one.office):
            led.setdefault(one.office, []).append(one.id)
    if kind == "department":
        return [Office("department", name, (name, *ids)) for name, ids in led.items()]
    return [
        # A department that leads one committee alone reports for it, whatever its rows say.
        Office("committee", c.id, (c.id, c.office) if len(led.get(c.office, ())) == 1 else (c.id,),
               (c.office,) if len(led.get(c.office, ())) > 1 else (), tuple(c.sectors))
        for c in committees
    ]  # fmt: skip
