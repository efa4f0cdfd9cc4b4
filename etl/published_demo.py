"""Publishes of a demonstration what an office would have published by today, so that there are notices to look at."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from database import read_pointer
from etl.clock import today
from etl.problems import NothingDone
from etl.publish import publish
from rules.months import Month
from rules.plan import Plan


def months_to_publish(plan: Plan, through: Month, now: Month) -> list[str]:
    """Months that are over and that papers are made of, ascending: of the newest whole quarter, the newest one, the
    December before.

    ``through`` is the last month with data, ``now`` the month of today. Months before the first ranking rule are left
    out: they have no colours to publish.
    """
    end = min(through, now + -1, plan.last_month)
    first = max(plan.first_month, min((rule.valid_from for rule in plan.ranking), default=plan.first_month))
    # A plan that ends within a quarter closes it with its last month.
    closing = end if end == plan.last_month else end + -(end.number % 3)
    begin = closing + -((closing.number - 1) % 3)
    found = {end, Month(end.year - 1, 12), *(m for m in (begin, begin + 1, begin + 2) if m <= closing)}
    return [str(month) for month in sorted(found) if first <= month <= end]


def publish_demonstration(plan: Plan, path: Path) -> None:
    """Publish them through the same steps as an office does; each is a second name for the build, no copy.

    What cannot be published is said and left: a demonstration without releases is still one.
    """
    with duckdb.connect(str(read_pointer(path, plan.id).file(path)), read_only=True) as connection:
        row = connection.execute("SELECT data_through FROM plan_settings").fetchone()
    if row is None:
        return
    for month in months_to_publish(plan, Month.parse(row[0]), Month.of(today(plan.zone))):
        try:
            publish(plan, path, month, who="演示")
        except NothingDone as error:
            print(error, file=sys.stderr)
