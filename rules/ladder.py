"""What a committee sets so that the plan's ladder can be applied: who is slow, what is owed each year."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rules.months import MonthText
from rules.strict import Clause, Origin, Strict


class SlowProgressPart(Strict):
    """An indicator that is looked at to see whether somebody comes on; it needs targets by year."""

    indicator: str
    short_by: Annotated[float, Field(ge=0)] = 0
    """How far short of the target it must still be, in its own unit (0.1 is ten points of a percentage)."""
    min_cases: Annotated[int, Field(ge=0)] = 0
    """Smallest denominator that is judged."""


class SlowProgressRule(Strict):
    """Who makes slow progress (进展缓慢), from a month on; worked out in ``rules/slow_progress.py``.

    An indicator stands still where it is short of the year's target and went less than ``least_progress`` of the
    way to it in ``months`` months of that year. A unit is slow where at least ``share`` of its judged ones do.
    """

    version: str
    valid_from: MonthText
    origin: Origin = "committee"
    clause: Clause
    note: str = ""
    indicators: Annotated[list[SlowProgressPart], Field(min_length=1)]
    months: Annotated[int, Field(ge=1, le=11)]
    least_progress: Annotated[float, Field(ge=0, le=1)] = 0
    """Share of the way left; 0 asks for any step forward."""
    share: Annotated[float, Field(gt=0, le=1)] = 0.5
    min_judged: Annotated[int, Field(ge=1)] = 1
    """With fewer judged indicators nobody is called slow."""


class YearlySupervision(Strict):
    """That every committee of the programme puts hazards under supervision (挂牌) each year."""

    clause: Clause
    origin: Origin = "plan"
