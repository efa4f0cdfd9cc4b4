"""What a title above a table, or a file's name, tells: the month, the year, the last day it can speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from rules.months import Month

_MONTH = re.compile(
    r"(?<!\d)(20\d\d)\s*[-_./年]?\s*(1[0-2]|0[1-9]|[1-9](?!\d))(?!\d)(?!\s*月?\s*[-—–~～至到、]\s*\d{1,2}\s*月)\s*月?"
)
"""Not the first half of a span such as 2025年6-7月."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年|\s*[-_./]?\s*(?:1[0-2]|0[1-9]|[1-9](?!\d))(?!\d))")


_STATED = re.compile(
    r"(?:填报|报送|上报|填表|制表|报出)\s*(?:日期|时间)\s*[:：]?\s*(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
)


@dataclass(frozen=True)
class Told:
    """What titles tell; None where they tell nothing, or several things."""

    month: str | None = None
    """YYYY-MM."""
    year: int | None = None
    until: date | None = None
    """Last day of the month, or of the year where only that is told."""


def read_titles(name: str, titles: Sequence[str]) -> Told:
    """What the titles above the header tell, the topmost first, else the file's name."""
    month = year = None
    for text in (*titles, name):
        months = {Month(int(m[1]), int(m[2])) for m in _MONTH.finditer(text)}
        years = {int(m[1]) for m in _YEAR.finditer(text)}
        if month is None and len(months) == 1:  # two months in a title may be a span; no guess is made
            month = months.pop()
        if year is None and len(years) == 1:
            year = years.pop()
    if month is not None and year is not None and month.year != year:
        year = None
    if year is None:
        return Told(str(month) if month else None)
    return Told(str(month) if month else None, year, month.last_day if month else date(year, 12, 31))


def stated_day(texts: Sequence[str]) -> date | None:
    """The day on which a table says that it was sent in: 填报日期：2026年10月30日. None where none or several are told."""
    days: set[date] = set()
    for text in texts:
        for match in _STATED.finditer(text):
            with suppress(ValueError):  # 2月30日 is no day
                days.add(date(int(match[1]), int(match[2]), int(match[3])))
    return days.pop() if len(days) == 1 else None
