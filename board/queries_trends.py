"""What the page of trends reads: a measure's figures of all units and months, and accidents by class and place.

Figures that the build worked out already (``indicator_values``) are read from there, so that no chart can differ from
the ranking; other windows, and regions within a sector, are added up from the marts in the same way (etl/indicators.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from board import queries_rows
from board.queries import ALL, Board, read
from board.trends import Measure
from rules.changes import Figure
from rules.classes import ACCIDENT_CLASSES
from rules.months import Month, months_between
from rules.plan import Aggregate, Window

By = Literal["region", "sector", "committee"]
Course = Mapping[str, Figure]
"""Month -> what was seen in it; a month without an entry was not reported, one with a denominator of nought had none."""
_FIRSTS = {
    "month": "m.month",
    "month_end": "m.month",
    "year_to_date": "substr(m.month, 1, 4) || '-01'",
    "trailing_12": "strftime(m.first_day - INTERVAL 11 MONTH, '%Y-%m')",
}


@dataclass(frozen=True)
class Unit:
    """Whose figures: one code of a kind, within a sector (of regions) or a region (of sectors)."""

    by: By = "region"
    code: str = ALL
    within: str = ALL
    """A sector's code where ``by`` is region, a region's where it is sector; ``*`` for all."""

    @property
    def region(self) -> str:
        """The region's code, ``*`` for all together."""
        return self.code if self.by == "region" else self.within if self.by == "sector" else ALL

    @property
    def sector(self) -> str:
        """The sector's code, ``*`` for all."""
        return self.code if self.by == "sector" else self.within if self.by == "region" else ALL

    @property
    def is_crossed(self) -> bool:
        """Whether it is a region within a sector."""
        return ALL not in (self.region, self.sector)


def splits(board: Board, measure: Measure) -> tuple[By, ...]:
    """By what its figures can be told apart: a table without sectors tells regions only."""
    if all(queries_rows.has_sector(board, half.mart) for half in measure.halves):
        return ("region", "sector", "committee")
    return ("region",)


def courses(board: Board, measure: Measure, window: Window, by: By, within: str = ALL) -> dict[str, Course]:
    """Figures by unit and month: code -> course; ``*`` is all regions together (of the sector ``within``).

    Months run from the plan's first to the last one reported; those before it are given for a fall on the year
    before and for accidents, which are compared with them. A moving year needs twelve months of reports.
    """
    fall = measure.indicator is not None and measure.indicator.kind == "fall"
    if window == measure.declared and within == ALL and measure.indicator is not None and not fall:
        found = _declared(board, measure, by)
    else:
        found = _added(board, measure, window, by, within)
    first = str(board.plan.first_month)
    if fall or measure.numerator.mart == "accident_month":
        first = str(board.plan.first_month + -12)
    return {
        code: {m: f for m, f in months.items() if first <= m <= board.data_through}
        for code, months in found.items()
    }


def course(board: Board, measure: Measure, window: Window, unit: Unit) -> Course:
    """Figures of one unit by month."""
    return courses(board, measure, window, unit.by, unit.within).get(unit.code, {})


def _declared(board: Board, measure: Measure, by: By) -> dict[str, dict[str, Figure]]:
    """As the build worked them out."""
    assert measure.indicator is not None
    rows = read(
        board,
        "SELECT unit_code, month, numerator, denominator FROM indicator_values WHERE indicator = ? AND unit_kind = ?",
        measure.indicator.id, by,
    )  # fmt: skip
    found: dict[str, dict[str, Figure]] = {}
    for code, month, numerator, denominator in rows:
        if numerator is not None and (measure.denominator is None or denominator is not None):
            found.setdefault(code, {})[month] = Figure(
                numerator, denominator if measure.denominator is not None else None
            )
    return found


def _added(
    board: Board, measure: Measure, window: Window, by: By, within: str
) -> dict[str, dict[str, Figure]]:
    """Added up from the marts, a half at a time."""
    tops = _half(board, measure, measure.over(measure.numerator, window), by, within)
    under = measure.denominator
    unders = None if under is None else _half(board, measure, measure.over(under, window), by, within, True)
    since = _since(board, measure, by, within)
    whole_year = window == "trailing_12" and window != measure.declared
    months = [str(m) for m in months_between(board.plan.first_month + -12, Month.parse(board.data_through))]
    found: dict[str, dict[str, Figure]] = {}
    for code, first in since.items():
        if whole_year:
            first = str(Month.parse(first) + 11)
        for month in months:
            if month < first:
                continue
            top = tops.get((code, month), 0.0)
            if unders is None:
                found.setdefault(code, {})[month] = Figure(top)
            elif (code, month) in unders:
                found.setdefault(code, {})[month] = Figure(top, unders[code, month])
    return found


def _half(
    board: Board, measure: Measure, half: Aggregate, by: By, within: str, is_denominator: bool = False
) -> dict[tuple[str, str], float]:
    """(unit, month) -> sum over the window; names of columns come from the pack, whose models were checked."""
    has_sector = queries_rows.has_sector(board, half.mart)
    where, values = ["TRUE"], []
    for name, value in half.where.items():
        options = value if isinstance(value, list) else [value]
        where.append(f"{name} IN ({', '.join('?' for _o in options)})")
        values += options
    for name, least in half.at_least.items():
        where.append(f"{name} >= ?")
        values.append(least)
    for column, limit in (("region_code", measure.scope.regions), ("sector", measure.scope.sectors)):
        if limit and (column != "sector" or has_sector):
            where.append(f"{column} IN ({', '.join('?' for _c in limit)})")
            values += limit
    if within != ALL:
        where.append(f"{'sector' if by == 'region' else 'region_code'} = ?")
        values.append(within)
    unit = {"region": "t.region_code", "sector": "t.sector", "committee": "c.committee"}[by]
    sector = "sector" if has_sector else "NULL::VARCHAR AS sector"
    first = _FIRSTS.get(half.window)
    if first is None:  # campaign_to_date
        first = f"'{board.plan.first_month}'"
    joined, counts = "", "TRUE"
    if by == "committee":
        joined = " JOIN committee_sectors AS c ON c.sector_code = t.sector"
    if is_denominator and measure.reported_to:
        joined += " LEFT JOIN reported_since AS r ON r.mart = ? AND r.unit_kind = 'region' AND r.unit_code = t.region_code"
        values.append(measure.reported_to)
        counts = "coalesce(r.since <= m.month, FALSE)"
    kept = f"CASE WHEN grouping({unit}) = 0 THEN sum(t.amount) ELSE sum(t.amount) FILTER (WHERE {counts}) END"
    if by != "region":
        kept = f"sum(t.amount) FILTER (WHERE {counts})"
    rows = read(
        board,
        f"WITH t AS (SELECT region_code, {sector}, month, sum({half.column}) AS amount FROM {half.mart} "
        f"WHERE {' AND '.join(where)} GROUP BY ALL) "
        f"SELECT coalesce({unit}, '{ALL}'), m.month, ({kept})::DOUBLE FROM stg_months AS m "
        f"JOIN t ON t.month BETWEEN {first} AND m.month{joined} "
        f"GROUP BY GROUPING SETS (({unit}, m.month), (m.month)) HAVING grouping({unit}) = 1 OR {unit} IS NOT NULL",
        *values,
    )
    return {(code, month): amount for code, month, amount in rows if amount is not None}


def _since(board: Board, measure: Measure, by: By, within: str) -> dict[str, str]:
    """Unit -> month from which a month without rows means that there was nothing; who never reported is not there."""
    mart, scope = measure.numerator.mart, measure.scope
    firsts: dict[str, dict[str, str]] = {"region": {}, "sector": {}}
    for kind, code, since in read(
        board, "SELECT unit_kind, unit_code, since FROM reported_since WHERE mart = ?", mart
    ):
        limit = scope.regions if kind == "region" else scope.sectors
        if kind in firsts and since is not None and (not limit or code in limit):
            firsts[kind][code] = since
    regions, sectors = firsts["region"], firsts["sector"]
    if by == "committee":
        pairs = read(board, "SELECT committee, sector_code FROM committee_sectors")
        found: dict[str, str] = {}
        for committee, sector in pairs:
            if sector in sectors:
                found[committee] = min(found.get(committee, "9999"), sectors[sector])
        return found
    own, other = (regions, sectors) if by == "region" else (sectors, regions)
    if within != ALL:
        # A region says something of a sector once it reports at all and anybody reports of that sector.
        if within not in other:
            return {}
        found = {code: max(since, other[within]) for code, since in own.items()}
        return found | {ALL: other[within]}
    return own | ({ALL: min(regions.values())} if regions else {})


# ---- accidents

WHAT = ("accidents", "deaths")


@dataclass(frozen=True)
class Accidents:
    """Accidents and deaths by class or place: for the month and the year so far, and a year before."""

    since: str | None
    """Month from which no accident means none; None where the ledger was never loaded."""
    rows: Mapping[tuple[str, str, str], int]
    """(code, window, what) -> number; code ``*`` is all; windows ``month``, ``year_to_date`` and the same with
    ``_before`` for the year before.
    """
    codes: Sequence[str]

    def number(self, code: str, window: str, what: str) -> int:
        """A number; nought where nothing was reported for it."""
        return self.rows.get((code, window, what), 0)


def accidents(
    board: Board, month: str, by: Literal["class", "region", "sector"], unit: Unit | None = None
) -> Accidents:
    """Accidents of the month and of the year so far with those a year before, within a unit."""
    column = {"class": "accident_class", "region": "region_code", "sector": "sector"}[by]
    where, values = _within(unit or Unit())
    now = Month.parse(month)
    spans = [
        ("month", now, now), ("year_to_date", Month(now.year, 1), now),
        ("month_before", now + -12, now + -12), ("year_to_date_before", Month(now.year - 1, 1), now + -12),
    ]  # fmt: skip
    found: dict[tuple[str, str, str], int] = {}
    for name, first, last in spans:
        rows = read(
            board,
            f"SELECT coalesce({column}, '{ALL}'), coalesce(sum(accidents), 0)::BIGINT, coalesce(sum(deaths), 0)::BIGINT "
            f"FROM accident_month WHERE month BETWEEN ? AND ?{where} GROUP BY GROUPING SETS (({column}), ())",
            str(first), str(last), *values,
        )  # fmt: skip
        for code, *numbers in rows:
            for what, number in zip(WHAT, numbers, strict=True):
                found[code, name, what] = number
    since = read(board, "SELECT min(since) FROM reported_since WHERE mart = 'accident_month'")[0][0]
    codes: Sequence[str]
    if by == "class":
        codes = ACCIDENT_CLASSES
    elif by == "region":
        codes = [r.code for r in board.plan.regions]
    else:
        codes = [*(s.code for s in board.plan.sectors), "other", "none"]
    if by != "class":
        codes = [c for c in codes if any(found.get((c, name, w)) for name, *_span in spans for w in WHAT)]
    return Accidents(since, found, codes)


def _within(unit: Unit) -> tuple[str, list[Any]]:
    where, values = "", []
    for column, chosen in (("region_code", unit.region), ("sector", unit.sector)):
        if chosen != ALL:
            where, values = f"{where} AND {column} = ?", [*values, chosen]
    if unit.by == "committee":
        where += " AND sector IN (SELECT sector_code FROM committee_sectors WHERE committee = ?)"
        values.append(unit.code)
    return where, values
