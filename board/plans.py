"""Which plans a dashboard can show: its own, and those beside it that have a database."""

from __future__ import annotations

import os

from board import queries
from database import locate
from rules.packs import PlanError, plan_ids
from rules.plan import Plan


def available() -> dict[str, Plan]:
    """Plans by id, the dashboard's own first.

    With ``WUSE_DB`` there is one database and so one plan. A pack that cannot be read is left out: whoever
    opens it as the dashboard's own plan is told what is wrong with it.
    """
    own = queries.current_plan()
    found = {own.id: own}
    if os.environ.get("WUSE_DB"):
        return found
    for plan_id in plan_ids():
        if plan_id not in found and locate(plan_id).is_file():
            try:
                found[plan_id] = queries.current_plan(plan_id)
            except PlanError:
                continue
    return found
