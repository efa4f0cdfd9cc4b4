"""Which months a paper covers: a month, a quarter, a year, or a phase of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from board import texts
from rules.months import Month, months_between
from rules.plan import Plan

EXPECTED = {
    "month": "YYYY-MM，如 2026-10",
    "quarter": "YYYYQ1 至 YYYYQ4，如 2026Q3",
    "year": "YYYY，如 2026",
    "phase": "阶段末月 YYYY-MM",
}
_QUARTERS = "一二三四"


class BadPeriod(Exception):
    """A period that cannot be covered; the message says what there is."""


@dataclass(frozen=True)
class Span:
    """A period: how it is asked for, what it is called, its months, and the month whose figures it closes with."""

    text: str
    """2026-09, 2026Q3, 2026."""
    told: str
    """2026年第三季度."""
    months: tuple[str, ...]
    covers: str
    phase: str = ""
    """Title of the plan's phase."""

    @property
    def last(self) -> str:
        """The month whose release the paper is of."""
        return self.months[-1]

    @property
    def until(self) -> str:
        """截至9月30日: the last day, without the year where the title names it."""
        day = Month.parse(self.last).last_day
        return f"{day.month}月{day.day}日"

    @property
    def following(self) -> str:
        """What comes after it, in words."""
        return {"month": "下月", "quarter": "下季度", "year": "下一年度"}.get(self.covers, "下一阶段")

    @property
    def year_so_far(self) -> str:
        """What is counted since January: 今年以来, of a whole year 全年."""
        return "全年" if self.last.endswith("-12") else "今年以来"

    @property
    def short(self) -> str:
        """What the running text calls it: 9月, 三季度, 全年."""
        if self.covers == "month":
            return f"{Month.parse(self.last).number}月"
        if self.covers == "quarter":
            return f"{_QUARTERS[(Month.parse(self.last).number - 1) // 3]}季度"
        return "全年" if self.covers == "year" else "本阶段"


def parse(plan: Plan, covers: str, text: str) -> Span:
    """The period of a paper; the months that the plan does not reach are left out. Raises BadPeriod."""
    text = text.strip().upper()
    if covers == "quarter" and (found := re.fullmatch(r"(\d{4})Q([1-4])", text)):
        year, number = int(found[1]), int(found[2])
        months = [Month(year, 3 * number - 2 + i) for i in range(3)]
        told = f"{year}年第{_QUARTERS[number - 1]}季度"
    elif covers == "year" and re.fullmatch(r"\d{4}", text):
        months = months_between(Month(int(text), 1), Month(int(text), 12))
        told = f"{text}年"
    elif covers in ("month", "phase") and re.fullmatch(r"\d{4}-\d{2}", text):
        try:
            months = [Month.parse(text)]
        except ValueError as error:
            raise BadPeriod(f"时段应写作 {EXPECTED[covers]}，实为“{text}”") from error
        told = texts.month(text)
    else:
        raise BadPeriod(f"时段应写作 {EXPECTED[covers]}，实为“{text}”。请改正后再试")
    phase = ""
    if covers == "phase":
        months, told, phase = _phase(plan, months[0])
    months = [m for m in months if plan.first_month <= m <= plan.last_month]
    if not months:
        raise BadPeriod(f"方案 {plan.id} 没有 {text} 这一期：可选 {plan.first_month} 至 {plan.last_month}")
    return Span(text, told, tuple(map(str, months)), covers, phase)


def _phase(plan: Plan, month: Month) -> tuple[list[Month], str, str]:
    """The phase that runs in a month, from its beginning to that month."""
    for phase in plan.programme.phases:
        if Month.of(phase.starts) <= month <= Month.of(phase.ends):
            return months_between(Month.of(phase.starts), month), f"{phase.title}阶段", phase.title
    known = "、".join(
        f"{p.title}（{Month.of(p.starts)} 至 {Month.of(p.ends)}）" for p in plan.programme.phases
    )
    raise BadPeriod(f"{month} 不在方案的任何阶段里。各阶段：{known or '方案没有分阶段'}")


def periods(plan: Plan, covers: str, published: list[str]) -> list[str]:
    """Periods that can be issued, newest first: those whose last month is published."""
    found = []
    for text in sorted(published, reverse=True):
        month = Month.parse(text)
        ends = month == plan.last_month
        if covers in ("month", "phase"):
            found.append(text)
        elif covers == "quarter" and (month.number % 3 == 0 or ends):
            found.append(f"{month.year}Q{(month.number + 2) // 3}")
        elif covers == "year" and (month.number == 12 or ends):
            found.append(str(month.year))
    if covers == "phase":
        found = [
            t
            for t in found
            if any(Month.of(p.starts) <= Month.parse(t) <= Month.of(p.ends) for p in plan.programme.phases)
        ]
    return found
