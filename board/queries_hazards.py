"""What the page of hazards reads from marts: stock and flow, ages, who found them, sectors by regions, supervision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from board.queries import ALL, Board, NotInRelease, read
from rules.months import Month, months_between

FLOW = ("opening", "found", "closed", "open_stock", "overdue")
LEVELS = ("major", "general", "all")
SHOWN_MONTHS = 13
"""Months of the course: the same month of the year before is the first."""
OWN = "enterprise"
"""Code of the channel of what enterprises found themselves."""


@dataclass(frozen=True)
class Scope:
    """Which hazards are counted."""

    month: str
    level: str = "major"
    """``major``, ``general`` or ``all``."""
    region: str = ALL
    sector: str = ALL

    @property
    def year(self) -> int:
        """The month's year."""
        return int(self.month[:4])

    def where(self, with_region: bool = True, with_sector: bool = True) -> tuple[str, list[Any]]:
        """The condition on a mart's columns, months apart; starts with AND or is empty."""
        text, values = "", []
        for column, chosen, everything, is_wanted in (
            ("level", self.level, "all", True),
            ("region_code", self.region, ALL, with_region),
            ("sector", self.sector, ALL, with_sector),
        ):
            if is_wanted and chosen != everything:
                text, values = f"{text} AND {column} = ?", [*values, chosen]
        return text, values


@dataclass(frozen=True)
class Flow:
    """One month: ``opening + found - closed = open_stock``, and its open_stock is the next month's opening."""

    month: str
    opening: int
    found: int
    closed: int
    open_stock: int
    overdue: int


@dataclass(frozen=True)
class Band:
    """A band of days, both ends included; no end where ``high`` is None."""

    code: str
    low: int
    high: int | None


def reported(board: Board, month: str) -> set[str]:
    """Regions that had sent a hazard ledger by then; the others have no data, never nought."""
    rows = read(
        board,
        "SELECT unit_code FROM reported_since WHERE mart = 'hazard_month' AND unit_kind = 'region' AND since <= ?",
        month,
    )
    return {code for (code,) in rows}


def flow(board: Board, scope: Scope) -> list[Flow]:
    """The last months up to the scope's, oldest first, none before the plan's first."""
    last = Month.parse(scope.month)
    first = max(last + (1 - SHOWN_MONTHS), board.plan.first_month)
    where, values = scope.where()
    sums = ", ".join(f"sum({name})::BIGINT" for name in FLOW)
    rows = read(
        board,
        f"SELECT month, {sums} FROM hazard_month WHERE month BETWEEN ? AND ?{where} GROUP BY 1",
        str(first), str(last), *values,
    )  # fmt: skip
    found = {row[0]: row[1:] for row in rows}
    return [Flow(str(m), *found.get(str(m), (0,) * len(FLOW))) for m in months_between(first, last)]


def same_month_last_year(board: Board, scope: Scope) -> Flow | None:
    """The month twelve months before; None before the plan's first month."""
    before = Month.parse(scope.month) + -12
    if before < board.plan.first_month:
        return None
    return flow(board, Scope(str(before), scope.level, scope.region, scope.sector))[-1]


def bands(board: Board, kind: str) -> list[Band]:
    """The bands of ``age`` or ``overdue``, shortest first; of what is not overdue there is a band ``none``.

    Empty in a release of before there were bands.
    """
    try:
        rows = read(board, "SELECT band, low, high FROM hazard_bands WHERE kind = ? ORDER BY place", kind)
    except NotInRelease:
        return []
    return [Band(*row) for row in rows]


def ages(board: Board, scope: Scope) -> dict[tuple[str, str], int]:
    """Open hazards at the month's end by (band of age, band of days overdue); bands without any are not in it."""
    where, values = scope.where()
    rows = read(
        board,
        "SELECT age_band, overdue_band, sum(open_stock)::BIGINT FROM hazard_age_month "
        f"WHERE month = ?{where} GROUP BY ALL",
        scope.month, *values,
    )  # fmt: skip
    return {(age, overdue): number for age, overdue, number in rows}


@dataclass(frozen=True)
class Channels:
    """What was found in the year so far, by region and by who found it."""

    counts: dict[tuple[str, str], int]
    """(region code, channel) -> hazards found; ``none`` where the row names no channel."""

    def found(self, region: str = ALL, channel: str = ALL) -> int:
        """How many a region (``*``: all) found by a channel (``*``: any)."""
        return sum(
            number
            for (code, by), number in self.counts.items()
            if region in (ALL, code) and channel in (ALL, by)
        )

    @property
    def order(self) -> list[str]:
        """Channels that occur, most first; the unnamed one last."""
        known = {by for _code, by in self.counts}
        return sorted(known, key=lambda by: (by == "none", -self.found(channel=by), by))


def channels(board: Board, scope: Scope) -> Channels:
    """By region and channel, from January to the month, of all regions."""
    where, values = scope.where(with_region=False)
    rows = read(
        board,
        "SELECT region_code, found_by, sum(found)::BIGINT FROM hazard_month "
        f"WHERE month BETWEEN ? AND ?{where} GROUP BY ALL HAVING sum(found) > 0",
        f"{scope.year}-01", scope.month, *values,
    )  # fmt: skip
    return Channels({(code, by): number for code, by, number in rows})


GRID = ("open_stock", "overdue", "found")
"""Measures that the grid of sectors and regions can show."""


def grid(board: Board, scope: Scope, measure: str) -> dict[tuple[str, str], int]:
    """A measure of ``GRID`` in the month by (sector, region code): all sectors and regions, nought left out."""
    if measure not in GRID:
        raise ValueError(f"expected one of {GRID}, found {measure!r}")
    where, values = scope.where(with_region=False, with_sector=False)
    rows = read(
        board,
        f"SELECT sector, region_code, sum({measure})::BIGINT FROM hazard_month WHERE month = ?{where} "
        f"GROUP BY ALL HAVING sum({measure}) > 0",
        scope.month, *values,
    )  # fmt: skip
    return {(sector, region): number for sector, region, number in rows}


def supervised(board: Board, scope: Scope) -> list[tuple[str, int, int]]:
    """Hazards under supervision open at the month's end by tier: tier, open, overdue; of all levels."""
    where, values = Scope(scope.month, "all", scope.region, scope.sector).where()
    rows = read(
        board,
        "SELECT supervision, sum(open_stock)::BIGINT, sum(overdue)::BIGINT FROM supervision_month "
        f"WHERE month = ?{where} GROUP BY 1 HAVING sum(open_stock) > 0 ORDER BY 1",
        scope.month, *values,
    )  # fmt: skip
    return rows  # type: ignore[return-value]


def sectors_of(board: Board, found: Sequence[str]) -> list[str]:
    """Codes in the plan's order, then those of rows that name none or an unknown one."""
    known = [s.code for s in board.plan.sectors]
    return [code for code in known if code in found] + sorted(set(found) - set(known))
