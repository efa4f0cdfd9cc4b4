"""From any figure to its rows: they add up to it, cell by cell of every mart and for every indicator of every plan."""

from __future__ import annotations

import pytest

from board import queries, queries_rows
from board.queries import ALL, Board
from etl.model_files import model_names
from rules.months import Month
from rules.packs import load_plan, plan_ids
from tests.models.rows_and_cells import difference, measures


@pytest.fixture(scope="module", params=plan_ids())
def board(request, clean_demo) -> Board:
    """A small demonstration of each plan."""
    return queries.open_board(load_plan(request.param), clean_demo(request.param))


def test_every_mart_has_its_rows(board):
    assert [name for name in model_names("marts") if not queries_rows.can_trace(board, name)] == []


@pytest.mark.parametrize("mart", model_names("marts"))
def test_rows_add_up_to_every_cell(board, mart):
    types = dict(
        queries.read(board, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", mart)
    )
    assert queries.read(board, difference(mart, measures(mart, types))) == []


def test_rows_add_up_to_every_indicator(board):
    last = Month.parse(board.data_through)
    first_region, first_sector = board.plan.regions[0].code, board.plan.sectors[0].code
    units = [("region", ALL, {}), ("region", first_region, {"region": first_region}),
             ("sector", first_sector, {"sector": first_sector})]  # fmt: skip
    used = {half.mart for indicator in board.plan.indicators for half in indicator.halves() if half}
    checked, wrong = set(), []
    for month in (last, max(last + -7, board.plan.first_month)):
        figures = {
            (indicator, kind, code): halves
            for indicator, kind, code, *halves in queries.read(
                board,
                "SELECT indicator, unit_kind, unit_code, numerator, denominator FROM indicator_values WHERE month = ?",
                str(month),
            )
        }
        for indicator in board.plan.indicators:
            for kind, code, chosen in units:
                halves = figures.get((indicator.id, kind, code), [])
                cells = queries_rows.cells_of(indicator, month, **chosen)
                for (name, cell), expected in zip(cells, halves, strict=False):
                    if expected is None or (
                        kind == "sector" and not queries_rows.has_sector(board, cell.half.mart)
                    ):
                        continue
                    got = queries_rows.added_up(board, cell).amount or 0
                    checked.add(cell.half.mart)
                    if abs(got - expected) > 1e-6:
                        wrong.append((indicator.id, name, code, str(month), expected, got))
    assert wrong == []
    held = {mart for mart in used if queries.read(board, f"SELECT 1 FROM {mart} LIMIT 1")}
    assert held
    assert checked == held, "every mart that the plan's indicators use and that holds anything"


def test_a_page_holds_the_rows_and_their_place_in_the_file(board):
    indicator = next(i for i in board.plan.indicators if i.source == "ledger")
    (_, cell), *_ = queries_rows.cells_of(indicator, Month.parse(board.data_through))
    total = queries_rows.added_up(board, cell)
    listed = [
        row for n in range(total.rows // queries_rows.PAGE + 1) for row in queries_rows.page(board, cell, n)
    ]
    assert len(listed) == total.rows
    assert sum(row["amount"] for row in listed) == pytest.approx(total.amount or 0)
    assert len({(r["ledger"], r["region_code"], r["row_id"], r["month"]) for r in listed}) == len(listed)
    assert all(row["file"] and row["row"] > 0 for row in listed)
