"""What the page of inspections reads, and what ``board show inspections`` tells: how much was inspected, found, mended
and penalised, by region, sector or committee, by method, and against the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from board.memo import remembered
from board.queries import ALL, Board, read, reported, require_month, units
from rules.months import Month, months_between
from rules.plan import Plan, Target, Window
from rules.reports import reports_of
from rules.windows import months_of

LEDGER, MART = "inspections", "inspection_month"
METHODS, REGISTER, SIZES = "inspection_method_month", "enterprise_month", "enterprise_size_month"
TRAITS = ("is_key", "is_high_risk", "is_above_scale")
"""What the register says of an enterprise beside its headcount."""
WINDOWS: tuple[Window, ...] = ("year_to_date", "trailing_12", "quarter_to_date", "month")
"""Months that the page may add up, the usual one first."""


@dataclass(frozen=True)
class Tally:
    """Inspections of one unit over a window and what came of them; None where no report fills the column."""

    inspections: float
    with_problems: float | None = None
    problems: float | None = None
    rectified: float | None = None
    penalties: float | None = None
    penalty_yuan: float | None = None
    lacking: int = 0
    """Months of the window for which no report came."""

    @property
    def hits(self) -> float | None:
        """Problems per inspection."""
        return _share(self.problems, self.inspections)

    @property
    def found_share(self) -> float | None:
        """Inspections that found something over all."""
        return _share(self.with_problems, self.inspections)

    @property
    def rectified_share(self) -> float | None:
        """Problems put right over problems found."""
        return _share(self.rectified, self.problems)

    @property
    def per_problem(self) -> float | None:
        """Penalties per problem."""
        return _share(self.penalties, self.problems)

    @property
    def per_inspection(self) -> float | None:
        """Penalties per inspection."""
        return _share(self.penalties, self.inspections)


@dataclass(frozen=True)
class Compared:
    """Tallies over one window: of every unit, in official order, and of all together."""

    by: str
    first: str
    last: str
    """Months, YYYY-MM."""
    units: Mapping[str, Tally | None]
    """Code -> tally; None where the unit had not reported."""
    whole: Tally | None

    def known(self) -> dict[str, Tally]:
        """Units that reported and inspected at least once."""
        return {code: tally for code, tally in self.units.items() if tally is not None and tally.inspections}


@dataclass(frozen=True)
class Covered:
    """Enterprises on the register at a month's end, and those inspected since January."""

    where: Mapping[str, str | bool]
    """Which part of the register: limits by column; nothing for all of it."""
    registered: int
    inspected: int
    target: Target | None = None

    @property
    def share(self) -> float | None:
        """Inspected over registered."""
        return _share(self.inspected, self.registered)


def compared(
    board: Board, month: str, window: Window, by: str, region: str = ALL, sector: str = ALL
) -> Compared:
    """Every unit's inspections over a window; kept for all viewers.

    Regions are told within a ``sector``, sectors within a ``region``; a committee has its sectors' figures everywhere.
    """
    key = ("inspections", board.stamp, month, window, by, region, sector)
    return remembered(key, lambda: _compared(board, month, window, by, region, sector))


def _compared(board: Board, month: str, window: Window, by: str, region: str, sector: str) -> Compared:
    first, last = (str(m) for m in months_of(window, require_month(board, month), board.plan))
    column = {"region": "region_code", "sector": "sector", "committee": "committee"}[by]
    where, values = _limits(first, last, ALL if by != "sector" else region, ALL if by != "region" else sector)
    sums = (
        "sum(inspections)::DOUBLE, sum(with_problems)::DOUBLE, sum(problems)::DOUBLE, sum(rectified)::DOUBLE, "
        "sum(penalties)::DOUBLE, sum(penalty_yuan)::DOUBLE"
    )
    table = MART if by != "committee" else f"{MART} JOIN committee_sectors ON sector = sector_code"
    rows = read(board, f"SELECT {column}, {sums} FROM {table} WHERE {where} GROUP BY 1", *values)
    made = {row[0]: row[1:] for row in rows}
    whole = read(board, f"SELECT {sums} FROM {MART} WHERE {where}", *values)[0]
    reported = _reported(board, by, last)
    lacking = _lacking(board, first, last) if by == "region" else {}
    span = len(months_between(Month.parse(first), Month.parse(last)))
    found: dict[str, Tally | None] = {}
    for code, _name in units(board, by):
        if by == "region" and not _exists(board.plan, code, last):
            continue
        gaps = len(lacking.get(code, ()))
        if code not in reported or (code not in made and gaps >= span):
            found[code] = None
        else:
            found[code] = Tally(*(made.get(code) or (0.0,) * 6), lacking=gaps)  # type: ignore[arg-type]
    is_known = whole[0] is not None
    return Compared(by, first, last, found, Tally(*whole) if is_known else None)  # type: ignore[arg-type]


def _exists(plan: Plan, code: str, month: str) -> bool:
    return next(region for region in plan.regions if region.code == code).exists_in(Month.parse(month))


def _limits(first: str, last: str, region: str, sector: str) -> tuple[str, list[str]]:
    where, values = "month BETWEEN ? AND ?", [first, last]
    for column, chosen in (("region_code", region), ("sector", sector)):
        if chosen != ALL:
            where, values = f"{where} AND {column} = ?", [*values, chosen]
    return where, values


def _reported(board: Board, by: str, month: str) -> set[str]:
    """Units for which no row means nought, since they had reported by then."""
    return reported(board, MART, by, month)


def _lacking(board: Board, first: str, last: str) -> dict[str, set[str]]:
    """Region -> months of a span for which the plan asks for inspections and none came; empty where it asks for none."""
    asked = [r.id for r in reports_of(board.plan) if LEDGER in r.tables and "region" in r.by]
    if not asked:
        return {}
    marks = ", ".join("?" for _ in asked)
    rows = read(
        board,
        f"SELECT DISTINCT r.office_code, r.month FROM reporting_month AS r WHERE r.office_kind = 'region' "
        f"AND r.report_id IN ({marks}) AND r.month BETWEEN ? AND ? "
        f"AND NOT list_contains(string_split(r.tables, ','), '{LEDGER}') "
        f"AND NOT EXISTS (FROM {MART} AS i WHERE i.region_code = r.office_code AND i.month = r.month)",
        *asked, first, last,
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for code, month in rows:
        found.setdefault(code, set()).add(month)
    return found


def by_method(
    board: Board, month: str, window: Window, region: str = ALL, sector: str = ALL
) -> list[tuple[str, Tally]]:
    """Inspections over a window by how they were made, most used first, those that do not say it last.

    Raises NotInRelease for a month that was published before methods were counted.
    """
    first, last = (str(m) for m in months_of(window, require_month(board, month), board.plan))
    where, values = _limits(first, last, region, sector)
    rows = read(
        board,
        "SELECT method, sum(inspections)::DOUBLE, sum(with_problems)::DOUBLE, sum(problems)::DOUBLE, NULL, "
        f"sum(penalties)::DOUBLE FROM {METHODS} WHERE {where} GROUP BY 1",
        *values,
    )
    found = [(row[0], Tally(*row[1:])) for row in rows]  # type: ignore[arg-type]
    return sorted(found, key=lambda pair: (pair[0] == "none", -pair[1].inspections, pair[0]))


def coverage(board: Board, month: str, region: str = ALL, sector: str = ALL) -> Covered | None:
    """The register and what of it was inspected since January; None where nobody had sent a register by then."""
    where, values = _limits(month, month, region, sector)
    row = read(
        board,
        f"SELECT sum(registered)::BIGINT, sum(inspected_ytd)::BIGINT FROM {REGISTER} WHERE {where}",
        *values,
    )[0]
    if not row[0]:
        return None
    limits = {} if sector == ALL else {"sector": sector}
    return Covered(limits, row[0], row[1], _goal(board.plan, limits, month, region))


def coverage_by_sector(board: Board, month: str, region: str = ALL) -> list[tuple[str, Covered]]:
    """The same for every sector that has enterprises, in the plan's order, unnamed ones last."""
    where, values = _limits(month, month, region, ALL)
    rows = read(
        board,
        f"SELECT sector, sum(registered)::BIGINT, sum(inspected_ytd)::BIGINT FROM {REGISTER} WHERE {where} GROUP BY 1",
        *values,
    )
    order = [s.code for s in board.plan.sectors]
    found = [
        (code, Covered({"sector": code}, registered, inspected, _goal(board.plan, {"sector": code}, month, region)))
        for code, registered, inspected in rows
    ]  # fmt: skip
    return sorted(found, key=lambda p: (order.index(p[0]) if p[0] in order else len(order), p[0]))


def coverage_by_size(
    board: Board, month: str, region: str = ALL, sector: str = ALL
) -> list[tuple[str, Covered]]:
    """The same for key, high-risk and above-scale enterprises (column, part), then by the plan's bands of headcount.

    Raises NotInRelease for a month that was published before headcounts were counted.
    """
    where, values = _limits(month, month, region, sector)
    found: list[tuple[str, Covered]] = []
    for trait in TRAITS:
        registered, inspected = read(
            board,
            f"SELECT coalesce(sum(registered), 0)::BIGINT, coalesce(sum(inspected_ytd), 0)::BIGINT FROM {REGISTER} "
            f"WHERE {where} AND {trait}",
            *values,
        )[0]
        limits = {trait: True}
        found.append(
            (trait, Covered(limits, registered, inspected, _goal(board.plan, limits, month, region)))
        )
    rows = read(
        board,
        "SELECT headcount_band, sum(registered)::BIGINT, sum(inspected_ytd)::BIGINT, any_value(low) "
        f"FROM {SIZES} LEFT JOIN headcount_bands ON headcount_band = band WHERE {where} GROUP BY 1 "
        "ORDER BY 4 NULLS LAST",
        *values,
    )
    found += [
        ("headcount_band", Covered({"headcount_band": band}, registered, inspected))
        for band, registered, inspected, _low in rows
    ]
    return [(kind, part) for kind, part in found if part.registered]


def _goal(plan: Plan, where: Mapping[str, Any], month: str, region: str) -> Target | None:
    """The year's target for a part of the register: that of the part itself, else of the whole register."""
    year, general = int(month[:4]), None
    for indicator in plan.indicators:
        numerator, denominator = indicator.halves()
        is_coverage = (
            (numerator.mart, numerator.column) == (REGISTER, "inspected_ytd")
            and denominator is not None
            and (denominator.mart, denominator.column) == (REGISTER, "registered")
            and denominator.where == numerator.where
        )
        target = indicator.target(year) if is_coverage else None
        if target is None or (indicator.regions and region not in indicator.regions):
            continue
        if indicator.sectors and where.get("sector") not in indicator.sectors:
            continue
        if numerator.where and dict(numerator.where) == dict(where):
            return target
        if not numerator.where:
            general = target
    return general


def inspections(board: Board, month: str) -> list[dict[str, Any]]:
    """Inspections of a month by region, with the year's coverage of the register; ``reported`` as of hazards."""
    require_month(board, month)
    known = _reported(board, "region", month)
    made = {
        row[0]: row[1:]
        for row in read(
            board,
            "SELECT region_code, sum(inspections), sum(problems), sum(rectified), sum(penalties) FROM inspection_month "
            "WHERE month = ? GROUP BY 1",
            month,
        )
    }
    register = {
        row[0]: row[1:]
        for row in read(
            board,
            "SELECT region_code, sum(inspected_ytd), sum(registered) FROM enterprise_month WHERE month = ? GROUP BY 1",
            month,
        )
    }
    result = []
    for code, name in units(board, "region"):
        count, problems, rectified, penalties = (
            None if v is None else int(v) for v in made.get(code, (0, 0, 0, 0))
        )
        inspected, registered = (int(v) for v in register.get(code, (0, 0)))
        result.append(
            {"region_code": code, "region": name, "month": month, "reported": code in known, "inspections": count, "problems": problems,
             "rectified": rectified, "penalties": penalties, "inspected": inspected, "registered": registered,
             "inspection_coverage": _share(inspected, registered),
             "hits_per_inspection": _share(problems, count),
             "penalties_per_inspection": _share(penalties, count),
             "rectification_rate": _share(rectified, problems),
             "zero_penalty": None if penalties is None else bool(count) and penalties == 0}
        )  # fmt: skip
    return result


def _share(part: float | None, whole: float | None) -> float | None:
    """A share, unknown where either half is, or where there is nothing to share."""
    return part / whole if part is not None and whole else None
