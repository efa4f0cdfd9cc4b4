"""Which months of a mart a window adds up: the same for the figure and for the rows behind it."""

from __future__ import annotations

from rules.months import Month
from rules.plan import Aggregate, Indicator, Plan, Window


def months_of(window: Window, month: Month, plan: Plan) -> tuple[Month, Month]:
    """First and last month that ``window`` adds up for ``month``."""
    if window == "year_to_date":
        return Month(month.year, 1), month
    if window == "trailing_12":
        return month + -11, month
    if window == "campaign_to_date":
        return plan.first_month, month
    return month, month


def halves_at(indicator: Indicator, month: Month) -> list[tuple[str, Aggregate, Month]]:
    """What an indicator adds up for a month: ``numerator`` and ``denominator``, each with its own month.

    A fall on the year before compares one count with the same count twelve months earlier.
    """
    numerator, denominator = indicator.halves()
    if indicator.kind == "fall":
        return [("numerator", numerator, month), ("denominator", numerator, month + -12)]
    found = [("numerator", numerator, month)]
    return [*found, ("denominator", denominator, month)] if denominator is not None else found
