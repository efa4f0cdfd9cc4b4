"""Which months of a demonstration are published: those that an office would have published by today."""

from __future__ import annotations

import pytest

from etl.published_demo import months_to_publish
from rules.months import Month
from rules.packs import load_plan


def found(plan: str, through: str, now: str) -> list[str]:
    return months_to_publish(load_plan(plan), Month.parse(through), Month.parse(now))


@pytest.mark.parametrize(
    ("plan", "through", "now", "months"),
    [
        # November runs, so October is the newest month that is over; the third quarter is whole.
        ("enshi", "2026-10", "2026-11", ["2025-12", "2026-07", "2026-08", "2026-09", "2026-10"]),
        ("enshi", "2026-11", "2026-11", ["2025-12", "2026-07", "2026-08", "2026-09", "2026-10"]),
        # September has just ended: its quarter is the newest one.
        ("enshi", "2026-09", "2026-10", ["2025-12", "2026-07", "2026-08", "2026-09"]),
        # February: the quarter before and the December are the same months of last year.
        ("hebei", "2026-01", "2026-02", ["2025-10", "2025-11", "2025-12", "2026-01"]),
        # The plan's last month closes its quarter, long after it has ended.
        ("xupu", "2023-12", "2026-11", ["2023-10", "2023-11", "2023-12"]),
    ],
)
def test_months_that_are_over_and_that_papers_are_made_of(plan, through, now, months):
    assert found(plan, through, now) == months


def test_the_first_month_has_nothing_before_it():
    first = load_plan("xupu").first_month
    assert found("xupu", str(first), str(first + 1)) == [str(first)]
    assert found("xupu", str(first), str(first)) == []
