"""Committees, supervised lists, consequences and tasks: the rows behind each figure add up to it, in every plan."""

from __future__ import annotations

import pytest

from board import (
    queries,
    queries_committees,
    queries_consequences,
    queries_ladder,
    queries_rows,
    queries_task_rows,
    queries_tasks,
)
from board.queries import ALL, Board
from board.queries_rows import Cell
from board.queries_task_rows import Count
from rules.months import Month
from rules.packs import load_plan, plan_ids
from rules.plan import Aggregate
from rules.tasks import DONE, together


@pytest.fixture(scope="module", params=plan_ids())
def board(request, clean_demo) -> Board:
    """A small demonstration of each plan, the one that the indicators' rows are held against."""
    return queries.open_board(load_plan(request.param), clean_demo(request.param))


def months(board: Board) -> list[Month]:
    last = Month.parse(board.data_through)
    return [last, max(last + -7, board.plan.first_month)]


def test_rows_add_up_to_every_committees_figures(board):
    """Each committee for some indicators, each indicator for some committee: all pairs would take a minute."""
    committees = [c.id for c in board.plan.programme.ranked_committees]
    if not committees:
        assert queries.read(board, "SELECT 1 FROM indicator_values WHERE unit_kind = 'committee'") == []
        return
    wrong, checked = [], set()
    for month in months(board):
        figures = {
            (indicator, code): halves
            for indicator, code, *halves in queries.read(
                board,
                "SELECT indicator, unit_code, numerator, denominator FROM indicator_values "
                "WHERE unit_kind = 'committee' AND month = ?",
                str(month),
            )
        }
        first = {code: ind for (ind, code), halves in reversed(figures.items()) if halves[0] is not None}
        for place, indicator in enumerate(board.plan.indicators):
            picked = {committees[place % len(committees)], committees[-1 - place % len(committees)]}
            for committee in picked | {code for code in committees if first.get(code) == indicator.id}:
                halves = figures.get((indicator.id, committee), [])
                cells = queries_rows.cells_of(indicator, month, committee=committee)
                for (name, cell), expected in zip(cells, halves, strict=False):
                    if expected is None:
                        continue
                    got = queries_rows.added_up(board, cell).amount or 0
                    checked.add(committee)
                    if abs(got - expected) > 1e-6:
                        wrong.append((indicator.id, name, committee, str(month), expected, got))
    assert wrong == []
    assert checked == set(committees), "each has at least one figure that was traced"


def test_rows_add_up_to_every_scored_part_of_a_committee(board):
    month = Month.parse(board.data_through)
    parts = queries.read(
        board,
        "SELECT unit_code, indicator, numerator FROM score_components WHERE unit_kind = 'committee' AND month = ? "
        "AND numerator IS NOT NULL",
        str(month),
    )
    assert bool(parts) == bool(board.plan.programme.ranked_committees)
    for committee, indicator, numerator in parts:
        (_name, cell), *_rest = queries_rows.cells_of(
            board.plan.indicator(indicator), month, committee=committee
        )
        assert (queries_rows.added_up(board, cell).amount or 0) == numerator, (committee, indicator)


def test_rows_add_up_to_the_supervised_lists(board):
    month = board.data_through
    year = int(month[:4])
    for row in queries_committees.supervised_lists(board, month):
        for column in queries_committees.FIGURES if row["years"] else ():
            half = Aggregate(
                mart="supervision_month", column=column, where={"found_year": str(year)}, window="month_end"
            )
            cell = Cell(half, Month.parse(month), committee=row["region_code"])
            assert (queries_rows.added_up(board, cell).amount or 0) == row["years"][year][column]


def test_rows_add_up_to_the_consequences(board):
    month = board.data_through
    found = queries_consequences.consequences(board, month)
    assert len(found) == len(board.plan.programme.consequences)
    for row in found:
        half = queries_consequences.cases(row)
        for code, number in [(ALL, row["total"]), *row["by_region"].items()]:
            if number is not None:
                cell = Cell(half, Month.parse(month), region=code)
                assert (queries_rows.added_up(board, cell).amount or 0) == number, (row["id"], code)


STATUSES = {
    "done": DONE, "overdue": frozenset(("overdue",)), "due_soon": frozenset(("due_soon",)),
    "no_data": frozenset(("no_data",)), "missed": frozenset(("missed",)), "open": frozenset(("open",)),
}  # fmt: skip


def test_a_count_of_tasks_is_as_many_as_are_listed(board):
    found = queries_tasks.schedule(board, board.data_through)
    year = found.month.year
    items = queries_tasks.due_in(found, year)
    offices = queries_tasks.by_office(items)
    assert offices
    for office, tally in [(None, queries_tasks.tally(items)), *offices]:
        assert len(queries_task_rows.counted(found, Count(None, year, office=office))) == tally.due
        for name, statuses in STATUSES.items():
            listed = queries_task_rows.counted(found, Count(statuses, year, office=office))
            assert len(listed) == getattr(tally, name), (office, name)


def test_every_listed_period_follows_from_the_reports_beside_it(board):
    found = queries_tasks.schedule(board, board.data_through)
    items = queries_task_rows.counted(found, Count(None, found.month.year))
    ledger = {
        (file, row): (region, task, month, percent)
        for file, row, region, task, month, percent in queries.read(
            board,
            "SELECT f.file, p._row, p.region_code, p.task_id, p.report_month, p.percent FROM task_progress AS p "
            "JOIN load_files AS f ON f.file_id = p._file",
        )
    }
    reports = 0
    for item, parts in zip(items, queries_task_rows.parts(found, items), strict=True):
        assert together(item.period, [part.standing for part in parts], found.month.last_day) == item.standing
        assert [part.report is not None for part in parts].count(True) == item.standing.reported
        for part in parts:
            if part.report is None:
                assert part.place is None
                continue
            reports += 1
            assert part.place is not None
            row = ledger[part.place.file, part.place.row]
            assert row == (part.region, item.task.id, str(part.report.month), part.report.percent)
    assert bool(reports) == bool(ledger)


def test_one_region_has_its_own_reports(board):
    code = board.plan.regions[0].code
    found = queries_tasks.schedule(board, board.data_through, region=code)
    items = queries_task_rows.counted(found, Count(None, found.month.year))[:5]
    for item, parts in zip(items, queries_task_rows.parts(found, items), strict=True):
        assert [part.region for part in parts] == [code]
        assert parts[0].standing == item.standing


def test_months_in_a_row_are_as_many_as_are_listed(board):
    month, seen = board.data_through, 0
    for row in queries_ladder.ladder(board, month):
        listed = queries_ladder.in_a_row(board, month, "region", row["region_code"], row["trigger"])
        assert len(listed) == row["months_in_a_row"]
        assert [r["months_in_a_row"] for r in listed] == list(range(len(listed), 0, -1))
        assert [r["month"] for r in listed] == [str(Month.parse(month) + -n) for n in range(len(listed))]
        seen += 1
    assert seen
