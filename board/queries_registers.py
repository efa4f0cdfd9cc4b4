"""What the page of registers reads: one register's marts by region and month, its kinds, its newest rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from board import queries_rows
from board.memo import remembered
from board.queries import ALL, Board, read
from board.registers import Rate, Register
from rules.comparisons import much_for_little
from rules.months import Month, months_between
from rules.plan import Indicator, Target


@dataclass(frozen=True)
class Sheet:
    """One register's measures by region and month; all questions of the page are answered from it."""

    register: Register
    regions: Sequence[str]
    """Codes in official order."""
    since: Mapping[str, str]
    """Region code -> month of its first report; a region that never reported is not in it."""
    amounts: Mapping[tuple[str, str], Mapping[str, float | None]]
    """(region code, month) -> measure -> sum."""

    def has_reported(self, region: str, month: str) -> bool:
        """Whether a region (``*``: any of them) had reported by then; before that it has no data, never nought."""
        if region == ALL:
            return any(first <= month for first in self.since.values())
        return self.since.get(region, "9999") <= month

    def in_month(self, column: str, month: str, region: str = ALL) -> float | None:
        """A measure in one month, or at its end where it is a state; None where nothing is known."""
        return self._sum(column, [month], region)

    def so_far(self, column: str, month: str, region: str = ALL) -> float | None:
        """A measure from January to the month; where it is a state, at the month's end."""
        last = Month.parse(month)
        first = last if self.register.is_state(column) else Month(last.year, 1)
        return self._sum(column, [str(m) for m in months_between(first, last)], region)

    def share(
        self, rate: Rate, month: str, region: str = ALL
    ) -> tuple[float | None, float | None, float | None]:
        """Numerator, denominator and value of a rate over the year so far."""
        numerator, denominator = (self.so_far(c, month, region) for c in (rate.numerator, rate.denominator))
        known = numerator is not None and denominator
        return numerator, denominator, numerator / denominator if known else None  # type: ignore[operator]

    def _sum(self, column: str, months: Sequence[str], region: str) -> float | None:
        total, is_known = 0.0, False
        for code in [region] if region != ALL else self.regions:
            if not self.has_reported(code, months[-1]):
                continue
            found = [self.amounts[code, m][column] for m in months if (code, m) in self.amounts]
            known = [amount for amount in found if amount is not None]
            # Rows that never fill a column say nothing of it; no rows of one who reports say nought.
            is_known = is_known or bool(known) or not found
            total += sum(known)
        return total if is_known else None

    def course(self, column: str, year: int, last: str, region: str = ALL) -> list[tuple[int, float]]:
        """A measure month by month in a year, to the month ``last``: (number of the month, amount)."""
        months = [m for m in months_between(Month(year, 1), Month(year, 12)) if str(m) <= last]
        found = [(m.number, self.in_month(column, str(m), region)) for m in months]
        return [(number, amount) for number, amount in found if amount is not None]


def sheet(board: Board, register: Register, sector: str = ALL) -> Sheet:
    """A register's measures, of all sectors or of one; worked out once a build for all viewers."""
    return remembered(("register", board.stamp, register.id, sector), lambda: _sheet(board, register, sector))


def _sheet(board: Board, register: Register, sector: str) -> Sheet:
    sums = ", ".join(f"sum({column})::DOUBLE" for column in register.measures)
    rows = read(
        board,
        f"SELECT region_code, month, {sums} FROM {register.mart} WHERE (? = '*' OR sector = ?) GROUP BY ALL",
        sector, sector,
    )  # fmt: skip
    since = read(
        board,
        "SELECT unit_code, since FROM reported_since WHERE mart = ? AND unit_kind = 'region' AND since IS NOT NULL",
        register.mart,
    )
    amounts = {(row[0], row[1]): dict(zip(register.measures, row[2:], strict=True)) for row in rows}
    return Sheet(register, [r.code for r in board.plan.regions], dict(since), amounts)  # type: ignore[arg-type]


def by_kind(
    board: Board, register: Register, column: str, month: str, region: str = ALL, sector: str = ALL
) -> list[tuple[str, dict[str, float | None]]]:
    """A register's measures over the year so far by the values of a grain column, largest first."""
    last = Month.parse(month)
    first = str(Month(last.year, 1))
    sums = ", ".join(
        f"sum({name}) FILTER (WHERE month = ?)::DOUBLE" if register.is_state(name) else f"sum({name})::DOUBLE"
        for name in register.measures
    )
    states = [month for name in register.measures if register.is_state(name)]
    rows = read(
        board,
        f"SELECT {column}::VARCHAR, {sums} FROM {register.mart} WHERE month BETWEEN ? AND ? "
        "AND (? = '*' OR region_code = ?) AND (? = '*' OR sector = ?) GROUP BY 1",
        *states, first, month, region, region, sector, sector,
    )  # fmt: skip
    found = [(row[0], dict(zip(register.measures, row[1:], strict=True))) for row in rows]
    found = [(value, amounts) for value, amounts in found if any(amounts.values())]
    return sorted(found, key=lambda pair: (-(pair[1][register.measures[0]] or 0.0), pair[0]))


@dataclass(frozen=True)
class Judged:
    """An indicator of the plan that is computed from the register."""

    indicator: Indicator
    value: float | None
    numerator: float | None
    denominator: float | None
    target: Target | None
    status: str | None


def indicators(
    board: Board, register: Register, month: str, region: str = ALL, sector: str = ALL
) -> list[Judged]:
    """The plan's indicators of which a half comes from the register, with the year's target; in the pack's order."""
    year = Month.parse(month).year
    kind, unit = ("sector", sector) if sector != ALL else ("region", region)
    values = dict_of(
        read(
            board,
            "SELECT indicator, value, numerator, denominator FROM indicator_values WHERE unit_kind = ? AND unit_code = ? "
            "AND month = ?",
            kind, unit, month,
        )
    )  # fmt: skip
    statuses = dict_of(
        read(
            board,
            "SELECT indicator, status FROM target_status WHERE region_code = ? AND month = ? AND year = ?",
            unit, month, year,
        )
        if kind == "region"
        else []
    )  # fmt: skip
    found = []
    for indicator in board.plan.indicators:
        if not any(half is not None and half.mart in register.marts for half in indicator.halves()):
            continue
        if region != ALL and indicator.regions and region not in indicator.regions:
            continue
        value, numerator, denominator = values.get(indicator.id, (None, None, None))
        status = statuses.get(indicator.id, (None,))[0]
        found.append(Judged(indicator, value, numerator, denominator, indicator.target(year), status))
    return found


def dict_of(rows: Sequence[tuple[Any, ...]]) -> dict[Any, tuple[Any, ...]]:
    """Rows by their first column."""
    return {row[0]: row[1:] for row in rows}


@dataclass(frozen=True)
class Duty:
    """What a region's officials did this year and what came of it; None where nobody reported it."""

    meetings: float | None
    solved: float | None
    checks: float | None
    found: float | None


def duties(
    board: Board, month: str, sector: str = ALL
) -> tuple[dict[str, Duty], frozenset[str], frozenset[str]]:
    """Officials' duty records of the year so far by region, and the regions that stand out.

    Second those with many meetings and little solved, third those with many checks and little found: above the
    median of all regions in one and below it in the other.
    """
    rows = read(
        board,
        "SELECT region_code, sum(visits) FILTER (WHERE activity = 'meeting')::DOUBLE, "
        "sum(solved) FILTER (WHERE activity = 'meeting')::DOUBLE, sum(visits) FILTER (WHERE activity = 'check')::DOUBLE, "
        "sum(raised) FILTER (WHERE activity = 'check')::DOUBLE FROM visit_month WHERE kind = 'official' "
        "AND month BETWEEN ? AND ? AND (? = '*' OR sector = ?) GROUP BY 1",
        str(Month(Month.parse(month).year, 1)), month, sector, sector,
    )  # fmt: skip
    found = {row[0]: Duty(*row[1:]) for row in rows}
    talks = much_for_little({code: (duty.meetings, duty.solved) for code, duty in found.items()})
    looks = much_for_little({code: (duty.checks, duty.found) for code, duty in found.items()})
    return found, talks, looks


@dataclass(frozen=True)
class VisitRule:
    """An indicator that asks for so many visits a month of each post, by region."""

    indicator: Indicator
    least: float
    rows: Mapping[str, tuple[float | None, float | None]]
    """Region code -> posts that reached it, posts; ``*`` is all together."""


def visit_rules(board: Board, month: str) -> list[VisitRule]:
    """The plan's indicators on how often posts must visit."""
    found = []
    for indicator in board.plan.indicators:
        numerator, _denominator = indicator.halves()
        if numerator.mart != "visitor_month" or not numerator.at_least:
            continue
        rows = read(
            board,
            "SELECT unit_code, numerator, denominator FROM indicator_values WHERE indicator = ? AND unit_kind = 'region' "
            "AND month = ?",
            indicator.id, month,
        )  # fmt: skip
        least = next(iter(numerator.at_least.values()))
        found.append(VisitRule(indicator, least, {row[0]: (row[1], row[2]) for row in rows}))
    return found


def row_count(board: Board, register: Register, month: str, region: str = ALL, sector: str = ALL) -> int:
    """Rows of the register over the year so far, or in force at the month's end; 0 where its rows are not known."""
    if not queries_rows.can_trace(board, register.mart):
        return 0
    where, values = _rows_where(register, month, region, sector)
    return int(read(board, f"SELECT count(*) FROM rows_{register.mart} WHERE {where}", *values)[0][0])


def newest(
    board: Board, register: Register, month: str, region: str = ALL, sector: str = ALL, page: int = 0
) -> list[dict[str, Any]]:
    """A page of these rows, newest first: row_id, region_code, row_date, told, kinds, amounts, file, sheet, row."""
    where, values = _rows_where(register, month, region, sector)
    kinds = ", ".join(f"r.{name}::VARCHAR" for name in register.by)
    amounts = ", ".join(f"r.{name}::DOUBLE" for name in register.measures)
    rows = read(
        board,
        f"SELECT r.row_id, r.region_code, r.row_date, r.told, [{kinds}], [{amounts}], f.file, f.sheet, r._row FROM "
        f"(SELECT * FROM rows_{register.mart} WHERE {where} ORDER BY row_date DESC NULLS LAST, region_code, row_id "
        f"LIMIT {queries_rows.PAGE} OFFSET {max(page, 0) * queries_rows.PAGE}) AS r "
        "LEFT JOIN load_files AS f ON f.file_id = r._file ORDER BY r.row_date DESC NULLS LAST, r.region_code, r.row_id",
        *values,
    )
    names = ("row_id", "region_code", "row_date", "told", "kinds", "amounts", "file", "sheet", "row")
    found: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    for row in found:
        row["kinds"] = dict(zip(register.by, row["kinds"], strict=True))
        row["amounts"] = dict(zip(register.measures, row["amounts"], strict=True))
    return found


def _rows_where(register: Register, month: str, region: str, sector: str) -> tuple[str, list[Any]]:
    """The rows that make the first measure: so far this year, or in force at the month's end."""
    records = register.measures[0]
    first = month if register.is_state(records) else str(Month(Month.parse(month).year, 1))
    parts, values = [f"month BETWEEN ? AND ? AND {records} <> 0"], [first, month]
    for column, chosen in (("region_code", region), ("sector", sector)):
        if chosen != ALL:
            parts.append(f"{column} = ?")
            values.append(chosen)
    return " AND ".join(parts), values


def headings(board: Board, table: str) -> tuple[list[str], list[str]]:
    """Headings of a table's file: those it must have, those it may have."""
    rows = read(
        board, "SELECT kind, title FROM measure_words WHERE kind IN ('required', 'column') AND of = ?", table
    )
    return [t for kind, t in rows if kind == "required"], [t for kind, t in rows if kind == "column"]
