"""Data-quality findings: rows that are kept and counted, and that somebody should look at.

Each rule is data: ``finding_rules/<id>.yml`` says what it means and whose it is, ``<id>.sql`` gives the rows. A
finding is all rows of one rule, table and region that are about the same thing (and the same month, where the rule
says ``by_month``); its id is made of just these, so that what people said of it holds after every rebuild.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field

from etl.contract import YAML_LOADER
from etl.halves import half_sql
from etl.store import store
from rules.plan import Aggregate, Plan
from rules.programme import Programme
from rules.strict import Origin

RULES = Path(__file__).parent / "finding_rules"
SEVERITIES = ("high", "medium", "low")
"""``high``: figures are wrong; ``medium``: rows that can't be relied on; ``low``: something is missing."""
_COLUMNS = {
    "finding_id": "VARCHAR", "finding": "VARCHAR", '"table"': "VARCHAR", "region_code": "VARCHAR",
    "sector_code": "VARCHAR", "month": "VARCHAR", "about": "VARCHAR", "key": "VARCHAR", "file_id": "INTEGER",
    '"row"': "BIGINT", '"column"': "VARCHAR", "value": "VARCHAR", "against": "VARCHAR", "detail": "VARCHAR",
    "amount": "DOUBLE",
}  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(_Strict):
    """A threshold of a rule; a plan may set another value in ``programme.yml``."""

    title: str
    title_en: str
    value: float
    min: float | None = None
    max: float | None = None

    def allows(self, value: object) -> bool:
        """Whether a plan may set this value; what is no number at all is told elsewhere (``rules/pack_values.py``)."""
        if not isinstance(value, int | float):
            return True
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


class FindingRule(_Strict):
    """The .yml of one rule."""

    title: str
    title_en: str
    why: str
    """One sentence: what is wrong with a figure where the rule strikes."""
    why_en: str
    owner: Literal["region", "sector", "committee"]
    """Whose it is to explain or correct: the reporting region, who answers for the sector, or the committee's office."""
    what_to_do: str
    what_to_do_en: str
    method: str = ""
    """How it is judged, where the parameters alone don't say it."""
    method_en: str = ""
    against: str = ""
    """What the value is held against, where there is such a thing."""
    against_en: str = ""
    tables: Annotated[list[str], Field(min_length=1)]
    severity: Literal["high", "medium", "low"]
    by_month: bool = False
    """Whether each month is a finding of its own; else a finding keeps its id when a date is corrected."""
    parameters: dict[str, Parameter] = {}


@cache
def finding_rules() -> dict[str, FindingRule]:
    """All rules by id, the gravest first. Raises ValueError when a file is broken (a defect)."""
    found = {
        path.stem: FindingRule.model_validate(yaml.load(path.read_text("utf-8"), YAML_LOADER))
        for path in sorted(RULES.glob("*.yml"))
    }
    return dict(sorted(found.items(), key=lambda item: SEVERITIES.index(item[1].severity)))


def settings(
    rule_id: str, programme: Programme
) -> dict[str, tuple[float, Origin | Literal["product"]]] | None:
    """A rule's parameters, each with who set it; None where the plan has switched the rule off."""
    own = programme.findings.get(rule_id, {})
    if own.get("enabled") is False:
        return None
    found: dict[str, tuple[float, Any]] = {}
    for name, parameter in finding_rules()[rule_id].parameters.items():
        found[name] = (float(own[name]), "committee") if name in own else (parameter.value, "product")
    return found


def build_findings(connection: duckdb.DuckDBPyConnection, plan: Plan, today: date) -> None:
    """Make ``findings`` (one row a ledger row), ``finding_list`` (one row a finding) and ``finding_rules``."""
    _plan_facts(connection, plan)
    columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TABLE findings ({columns})")
    told: list[tuple[Any, ...]] = []
    for rule_id, rule in finding_rules().items():
        chosen = settings(rule_id, plan.programme)
        if chosen is not None:
            known = {name: value for name, (value, _origin) in chosen.items()}
            known |= {"today": today, "plan_last_day": plan.last_month.last_day}
            _insert(connection, rule_id, rule, known)
        told.append(_told(rule_id, rule, chosen))
    connection.execute("""
        CREATE OR REPLACE TABLE finding_list AS
        SELECT finding_id, finding, "table", region_code,
            CASE WHEN count(DISTINCT coalesce(sector_code, '')) = 1 THEN max(sector_code) END AS sector_code,
            max(month) AS month, any_value(about) AS about, count(*) AS rows, max(amount) AS amount,
            CASE WHEN count(*) = 1 THEN max(value) END AS value,
            CASE WHEN count(DISTINCT against) = 1 THEN max(against) END AS against
        FROM findings GROUP BY finding_id, finding, "table", region_code ORDER BY ALL""")
    store(
        connection, "finding_rules", told,
        ["finding", "place", "is_on", "severity", "owner", "title", "title_en", "why", "why_en", "what_to_do",
         "what_to_do_en", "method", "method_en", "against", "against_en", "parameters"],
        ["VARCHAR", "INTEGER", "BOOLEAN", *["VARCHAR"] * 13],
    )  # fmt: skip
    for name in ("finding_indicators", "finding_totals"):
        connection.execute(f"DROP TABLE {name}")


def _insert(
    connection: duckdb.DuckDBPyConnection, rule_id: str, rule: FindingRule, known: dict[str, Any]
) -> None:
    sql = re.sub(r"--.*", "", (RULES / f"{rule_id}.sql").read_text("utf-8"))
    used = {name: known[name] for name in re.findall(r"\$([a-z]\w*)", sql)}
    month = "month" if rule.by_month else "'-'"
    # A date in the future belongs to no month that pages show: such a row is told in the last one reported.
    connection.execute(
        f"""
        INSERT INTO findings
        SELECT concat_ws('.', '{rule_id}', region_code, {month}, left(md5("table" || chr(31) || about), 12)),
            '{rule_id}', "table", region_code, sector_code,
            least(month, (SELECT data_through FROM plan_settings)), about, key, file_id, "row", "column", value, against,
            detail, amount
        FROM ({sql}) ORDER BY ALL""",
        used,
    )


def _told(rule_id: str, rule: FindingRule, chosen: dict[str, tuple[float, Any]] | None) -> tuple[Any, ...]:
    """What pages say of a rule, kept beside its findings: board reads no files of etl."""
    parameters = [
        {"title": p.title, "title_en": p.title_en, "value": chosen[name][0], "origin": chosen[name][1]}
        for name, p in rule.parameters.items()
        if chosen is not None
    ]
    return (
        rule_id, list(finding_rules()).index(rule_id), chosen is not None, rule.severity, rule.owner, rule.title, rule.title_en,
        rule.why, rule.why_en, rule.what_to_do, rule.what_to_do_en, rule.method, rule.method_en, rule.against,
        rule.against_en, json.dumps(parameters, ensure_ascii=False),
    )  # fmt: skip


def _plan_facts(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """``finding_indicators``: indicator, restarts. ``finding_totals``: indicator, region_code, month, and both halves
    as the ledgers give them, for the indicators whose dispatch reports can be held against a ledger.
    """
    rows = [(i.id, i.restarts) for i in plan.indicators]
    store(connection, "finding_indicators", rows, ["indicator", "restarts"], "VARCHAR")
    connection.execute("""
        CREATE OR REPLACE TABLE finding_totals AS
        SELECT indicator, unit_code AS region_code, month, numerator, denominator FROM indicator_values
        WHERE unit_kind = 'region' AND indicator IN (SELECT DISTINCT indicator FROM dispatch_reports)""")
    dispatched = [i.id for i in plan.indicators if i.source == "dispatch"]
    connection.execute("DELETE FROM finding_totals WHERE list_contains(?, indicator)", [dispatched])
    for indicator in plan.indicators:
        if indicator.held_against is not None:
            held = indicator.held_against
            connection.execute(f"""
                INSERT INTO finding_totals
                SELECT '{indicator.id}', region_code, month, n.amount, d.amount
                FROM (SELECT DISTINCT region_code, month FROM dispatch_reports WHERE indicator = '{indicator.id}')
                LEFT JOIN ({_of_regions(held.numerator)}) AS n USING (region_code, month)
                LEFT JOIN ({_of_regions(held.denominator)}) AS d USING (region_code, month)""")


def _of_regions(half: Aggregate | None) -> str:
    if half is None:
        return "SELECT NULL::VARCHAR AS region_code, NULL::VARCHAR AS month, NULL::DOUBLE AS amount LIMIT 0"
    return (
        f"SELECT unit_code AS region_code, month, amount FROM ({half_sql(half)}) WHERE unit_kind = 'region'"
    )
