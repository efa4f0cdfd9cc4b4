"""Stock and flow recomputed row by row from the definitions, for a few hundred rows at awkward dates."""

import random
from datetime import date, timedelta

from rules.months import Month, months_between

HEADER = "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期,挂牌督办"
REGIONS = {"东山县": "990101", "西河县": "990102", "北湖新区": "T-GXQ"}


def awkward_days(dice):
    """First, last and middle days of months from a year and a half before the plan to after its end."""
    month = Month(2023, 7) + dice.randrange(45)
    return dice.choice(
        [month.first_day, month.last_day, month.last_day, month.first_day + timedelta(days=14)]
    )


def rows(dice, count):
    found = []
    for number in range(count):
        start = awkward_days(dice)
        due = dice.choice(
            [None, start, max(awkward_days(dice), start), start + timedelta(days=dice.randrange(90))]
        )
        end = dice.choice(
            [None, None, start, due, max(awkward_days(dice), start), (due or start) + timedelta(days=1)]
        )
        level = dice.choice(["重大", "一般"])
        found.append(
            (f"H{number}", dice.choice(list(REGIONS)), level, start, due, end, dice.choice(["", "州级"]))
        )
    return found


def measures(ledger, month):
    """The definitions of the interfaces, one sentence a line."""
    day, before, year = month.last_day, month.first_day - timedelta(days=1), month.year

    def is_open(row, at):
        return row[3] <= at and (row[5] is None or row[5] > at)

    due = [r for r in ledger if r[4] and Month.of(r[4]) == month]
    due_ytd = [r for r in ledger if r[4] and date(year, 1, 1) <= r[4] <= day]
    overdue = [r for r in ledger if is_open(r, day) and r[4] and r[4] < day]
    return (
        sum(is_open(r, before) for r in ledger),
        sum(Month.of(r[3]) == month for r in ledger),
        sum(r[5] is not None and Month.of(r[5]) == month for r in ledger),
        sum(is_open(r, day) for r in ledger),
        len(overdue),
        len(due),
        sum(r[5] is not None and r[5] <= r[4] for r in due),
        sum(r[5] is not None and r[5] <= day for r in due),
        len(due_ytd),
        sum(r[5] is not None and r[5] <= r[4] for r in due_ytd),
        sum(r[5] is not None and r[5] <= day for r in due_ytd),
        sum(is_open(r, day) and r[6] != "" for r in ledger),
        sum(r[6] != "" for r in overdue),
    )


def test_every_month_and_region_agrees_with_the_definitions(bench):
    ledger = rows(random.Random(20250301), 400)
    cells = [
        [key, region, "", level, start, due or "", end or "", tier]
        for key, region, level, start, due, end, tier in ledger
    ]
    assert bench.load(bench.csv("隐患_2026-10.csv", HEADER, cells), code=0)["accepted"] == 400
    names = (
        "opening, found, closed, open_stock, overdue, due, on_time, closed_of_due, due_ytd, on_time_ytd, "
        "closed_of_due_ytd, supervised_open, supervised_overdue"
    )
    sums = ", ".join(f"sum({name})::BIGINT" for name in names.split(", "))
    got = {
        (row[0], row[1], row[2]): row[3:]
        for row in bench.query(f"SELECT region_code, level, month, {sums} FROM hazard_month GROUP BY ALL")
    }
    for month in months_between(Month(2025, 1), Month(2026, 12)):
        for region, code in REGIONS.items():
            for level, stored in (("重大", "major"), ("一般", "general")):
                mine = [r for r in ledger if (r[1], r[2]) == (region, level)]
                assert got[code, stored, str(month)] == measures(mine, month), (month, region, level, names)
