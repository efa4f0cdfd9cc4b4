"""Special committees (专委会) as units: what a committee's sectors come to together.

``committee_sectors`` (committee, sector_code) says which sectors each answers for; a sector may belong to several,
and a committee without sectors has no figures.
"""

from __future__ import annotations

from rules.plan import Plan

KIND = "committee"


def committee_sectors(plan: Plan) -> list[tuple[str, str]]:
    """Rows of ``committee_sectors``."""
    return [(c.id, sector) for c in plan.programme.ranked_committees for sector in dict.fromkeys(c.sectors)]


def with_committees(units_sql: str) -> str:
    """SQL of units (``unit_kind, unit_code, month, amount``) with a row for each committee: its sectors' sum."""
    return f"""
        WITH units AS ({units_sql})
        SELECT * FROM units
        UNION ALL
        SELECT '{KIND}', c.committee, u.month, sum(u.amount)
        FROM units AS u JOIN committee_sectors AS c ON u.unit_kind = 'sector' AND u.unit_code = c.sector_code
        GROUP BY c.committee, u.month"""


def first_months(mart: str, among: str = "") -> str:
    """SQL (``unit_kind, unit_code, since``): the month from which a committee's sectors are in a mart.

    ``among`` is a further condition on the sectors' rows of ``reported_since``.
    """
    return (
        f"SELECT '{KIND}', c.committee, min(since) FROM reported_since JOIN committee_sectors AS c "
        f"ON unit_code = c.sector_code WHERE mart = '{mart}' AND unit_kind = 'sector'{among} GROUP BY c.committee"
    )
