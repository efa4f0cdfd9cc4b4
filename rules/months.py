"""Months as the product counts them: a month is judged at its last day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema


class Month(NamedTuple):
    """A calendar month; sorts and compares by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM``. Raises ValueError with what was expected."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not match or not 1 <= int(match[2]) <= 12:
            raise ValueError(f"expected a month as YYYY-MM, found '{text}'")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day, at which the month is judged."""
        return (self + 1).first_day - timedelta(days=1)

    def day(self, number: int) -> date:
        """Its day of that number, 1 to 31; the last one where it is shorter."""
        return self.first_day.replace(day=min(number, self.last_day.day))

    def __add__(self, months: int) -> Month:  # type: ignore[override]
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from first to last, both included; empty when last comes before first."""
    found = []
    month = first
    while month <= last:
        found.append(month)
        month = month + 1
    return found


def _to_month(value: Any) -> Month:
    if isinstance(value, Month):
        return value
    if isinstance(value, date):
        return Month.of(value)
    try:
        return Month.parse(str(value))
    except ValueError as error:
        raise ValueError('加引号的月份，如 "2026-01" (a month as "YYYY-MM")') from error


MonthText = Annotated[
    Month,
    BeforeValidator(_to_month),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}),
]
