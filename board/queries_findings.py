"""Data-quality findings: what the rules found in the last load, and what people said of each at the desk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from board.queries import ALL, Board, committee_of, read, require_month, units
from database.desk import Desk, FindingState
from rules.plan import Plan

OPEN, EXPLAINED, CORRECTED = STATES = ("open", "explained", "corrected")
SEVERITIES = ("high", "medium", "low")
PAGE = 25
"""Rows of a finding, and findings of the list, on one page."""


class Threshold(NamedTuple):
    """A parameter of a rule as it held in the load."""

    title: str
    title_en: str
    value: float
    is_own: bool
    """Set by the committee in the plan pack; else the product's own."""


@dataclass(frozen=True)
class Rule:
    """One finding rule; pairs are Chinese and English."""

    id: str
    severity: str
    owner: str
    title: tuple[str, str]
    why: tuple[str, str]
    what_to_do: tuple[str, str]
    method: tuple[str, str]
    against: tuple[str, str]
    """What the value of a row is held against; empty where there is nothing."""
    thresholds: tuple[Threshold, ...]
    is_on: bool


@dataclass(frozen=True)
class Finding:
    """One finding with what was last said of it."""

    finding_id: str
    rule: str
    severity: str
    table: str
    region_code: str
    sector_code: str
    """Empty where the rows are of several sectors or of none."""
    month: str
    about: str
    """What it is about beside place and month: a number, a sector's words, an indicator; may be empty."""
    rows: int
    """Ledger rows that it stands on; 0 where it no longer occurs."""
    value: str = ""
    """What its row says, where there is one row only."""
    against: str = ""
    """What that is held against, where it is the same for all rows."""
    state: str = OPEN
    owner: str = ""
    """Who was named at the desk; empty where nobody was."""
    note: str = ""
    who: str = ""
    at: datetime | None = None

    @property
    def is_gone(self) -> bool:
        """It was handled once, and the last load no longer finds it."""
        return self.rows == 0

    @property
    def is_back(self) -> bool:
        """Somebody said that it is corrected, and the rows still say otherwise."""
        return self.state == CORRECTED and self.rows > 0


class Row(NamedTuple):
    """One ledger row behind a finding; ``file`` and ``sheet`` are empty where the load is not on record."""

    key: str
    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    against: str
    detail: str


def rules(board: Board) -> dict[str, Rule]:
    """All rules of the load, the gravest first; those that the plan switched off too."""
    found = {}
    for row in read(
        board,
        "SELECT finding, severity, owner, title, title_en, why, why_en, what_to_do, what_to_do_en, method, method_en, "
        "against, against_en, parameters, is_on FROM finding_rules ORDER BY place",
    ):
        thresholds = tuple(
            Threshold(p["title"], p["title_en"], p["value"], p["origin"] != "product")
            for p in json.loads(row[13])
        )
        title, why, what_to_do, method, against = ((row[n], row[n + 1]) for n in range(3, 13, 2))
        found[row[0]] = Rule(
            row[0], row[1], row[2], title, why, what_to_do, method, against, thresholds, row[14]
        )
    return found


def listing(board: Board, month: str | None = None) -> list[Finding]:
    """All findings of a month and of those before it (all without a month), rules in their order, newest first.

    What was handled at the desk and no longer occurs is listed as corrected, with no rows. Raises UnknownMonth,
    BadDatabase and DeskBusy.
    """
    if month is not None:
        require_month(board, month)
    known, said = rules(board), Desk(board.path).states()
    found = []
    ids = set()
    for row in read(
        board,
        "SELECT finding_id, finding, \"table\", region_code, coalesce(sector_code, ''), month, about, rows, "
        "coalesce(value, ''), coalesce(against, '') FROM finding_list ORDER BY ALL",
    ):
        ids.add(row[0])
        one = Finding(row[0], row[1], known[row[1]].severity, *row[2:])
        found.append(_with_state(one, said.get(row[0])))
    found += [gone for state in said.values() if state.finding_id not in ids for gone in _gone(state, known)]
    order = list(known)
    found.sort(key=lambda f: (f.region_code, f.finding_id))
    found.sort(key=lambda f: f.month, reverse=True)
    found.sort(key=lambda f: order.index(f.rule))
    return [f for f in found if month is None or f.month <= month]


def _with_state(one: Finding, said: FindingState | None) -> Finding:
    if said is None:
        return one
    return replace(one, state=said.state, owner=said.owner, note=said.note, who=said.who, at=said.at)


def _gone(said: FindingState, known: dict[str, Rule]) -> list[Finding]:
    """A handled finding that the load no longer has: its id tells rule, region and month."""
    rule, *region, month, _code = said.finding_id.split(".")
    if rule not in known:
        return []  # a rule that an older version had
    since = "" if month == "-" else month
    gone = Finding(said.finding_id, rule, known[rule].severity, "", ".".join(region), "", since, "", 0)
    return [replace(_with_state(gone, said), state=CORRECTED)]


def chosen(found: Iterable[Finding], region: str = ALL, sector: str = ALL) -> list[Finding]:
    """Those of a region and of a sector; one that is gone has no sector any more and is left out under one."""
    return [
        f for f in found if region in (ALL, f.region_code) and sector in (ALL, f.sector_code)
    ]  # fmt: skip


def open_by_severity(found: Iterable[Finding]) -> Counter[str]:
    """How many are open, by severity; what came back after it was called corrected is open."""
    return Counter(f.severity for f in found if f.state == OPEN or f.is_back)


def rows_of(board: Board, finding_id: str, number: int = 0) -> list[Row]:
    """One page of the ledger rows of a finding, by file and row; ``number`` counts pages from 0."""
    return [
        Row(*row)
        for row in read(
            board, f"{_ROWS} WHERE f.finding_id = ? {_ORDER} LIMIT {PAGE} OFFSET ?", finding_id, max(number, 0) * PAGE
        )
    ]  # fmt: skip


_ROWS = (
    "SELECT f.key, coalesce(l.file, ''), coalesce(l.sheet, ''), f.\"row\", f.\"column\", coalesce(f.value, ''), "
    "coalesce(f.against, ''), f.detail FROM findings AS f LEFT JOIN load_files AS l USING (file_id)"
)
_ORDER = 'ORDER BY f.file_id, f."row", f."column"'


def history(board: Board, finding_id: str) -> list[FindingState]:
    """All that was said of a finding, newest first."""
    return Desk(board.path).state_history(finding_id)[::-1]


def say(board: Board, finding_id: str, state: str, owner: str, note: str, who: str) -> None:
    """Put on record how a finding stands. Raises ValueError for an unknown state, DeskBusy, BadDatabase."""
    if state not in STATES:
        raise ValueError(f"state: expected one of {', '.join(STATES)}, found {state!r}")
    Desk(board.path).set_state(finding_id, state, owner.strip(), note.strip(), who.strip())


def usual_owner(plan: Plan, rule: Rule, one: Finding) -> tuple[str, str]:
    """Whose a finding is before somebody is named: kind (``region``, ``sector``, ``committee``, ``office``) and code.

    A rule of the sectors goes to the committee that answers for the sector, else to the region that reported.
    """
    if rule.owner == "committee":
        return "office", ""
    if rule.owner == "sector" and one.sector_code:
        committee = committee_of(plan, one.sector_code)
        return ("sector", one.sector_code) if committee == ALL else ("committee", committee)
    return "region", one.region_code


def findings(board: Board, month: str | None = None, by: str = "region") -> list[dict[str, Any]]:
    """``board show findings``: one object a finding with its state and all its rows.

    With a month those of it and of the months before, as they stand now; ``unit_code`` and ``unit`` name the region,
    sector or committee that ``by`` asks for, by which they are ordered within a rule. Raises UnknownMonth, UnknownUnit.
    """
    names = dict(units(board, by))
    regions = {r.code: r.name for r in board.plan.regions}
    known = rules(board)
    rows: dict[str, list[Row]] = {}
    for finding_id, *row in read(board, f"{_ROWS.replace('SELECT ', 'SELECT f.finding_id, ', 1)} {_ORDER}"):
        rows.setdefault(finding_id, []).append(Row(*row))
    result = []
    for one in listing(board, month):
        rule, evidence = known[one.rule], rows.get(one.finding_id, [])
        unit = {"region": one.region_code, "sector": one.sector_code}.get(by)
        if unit is None:
            unit = committee_of(board.plan, one.sector_code) if one.sector_code else ""
        first = evidence[0] if evidence else None
        result.append(
            {"finding_id": one.finding_id, "finding": one.rule, "title": rule.title[0], "severity": one.severity,
             "month": one.month, "table": one.table, "region_code": one.region_code,
             "region": regions.get(one.region_code, one.region_code), "unit_code": unit, "unit": names.get(unit, ""),
             "owner": one.owner or owner_name(board.plan, rule, one), "state": one.state, "note": one.note,
             "who": one.who, "at": one.at.isoformat() if one.at else None, "rows": one.rows,
             "key": first.key if first else None, "file": first.file if first else None,
             "row": first.row if first else None, "detail": first.detail if first else None,
             "details": [{"key": r.key, "file": r.file, "sheet": r.sheet, "row": r.row, "column": r.column,
                          "value": r.value, "detail": r.detail} for r in evidence]}
        )  # fmt: skip
    if by != "region":
        place = {code: number for number, code in enumerate(names)}
        order = list(known)
        result.sort(key=lambda r: (order.index(r["finding"]), place.get(r["unit_code"], len(place))))
    return result


def owner_name(plan: Plan, rule: Rule, one: Finding) -> str:
    """``usual_owner`` as the plan calls it, in Chinese."""
    kind, code = usual_owner(plan, rule, one)
    if kind == "office":
        return plan.office
    named: dict[str, dict[str, str]] = {
        "region": {r.code: r.name for r in plan.regions},
        "sector": {s.code: s.name for s in plan.sectors},
        "committee": {c.id: c.name for c in plan.programme.committees},
    }
    return named[kind].get(code, code)
