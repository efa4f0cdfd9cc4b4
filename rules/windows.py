"""Which months, regions and sectors a figure adds up: the same for the figure and for the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.months import Month
from rules.plan import Aggregate, Indicator, Plan, Window

ADDING_UP: tuple[Window, ...] = ("year_to_date", "campaign_to_date")
"""Windows whose count can only grow until the year is over."""


@dataclass(frozen=True)
class Scope:
    """What an indicator is limited to; empty means everything."""

    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


EVERYTHING = Scope()


def scope_of(indicator: Indicator) -> Scope:
    """The regions and sectors whose figures an indicator adds up."""
    return Scope(tuple(indicator.regions or ()), tuple(indicator.sectors or ()))


def reported_to(indicator: Indicator) -> str:
    """The mart to which a region must have reported for its denominator to count in all together; else ``""``.

    Where the numerator comes from another mart, a region that never sent that one says nothing about the share.
    """
    numerator, denominator = indicator.halves()
    return numerator.mart if denominator is not None and denominator.mart != numerator.mart else ""


def months_of(window: Window, month: Month, plan: Plan) -> tuple[Month, Month]:
    """First and last month that ``window`` adds up for ``month``."""
    if window == "year_to_date":
        return Month(month.year, 1), month
    if window == "quarter_to_date":
        return month + -((month.number - 1) % 3), month
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
