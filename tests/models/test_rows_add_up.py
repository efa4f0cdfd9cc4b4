"""From any figure to its rows: they add up to it, cell by cell of every mart and for every indicator of every plan."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from board import queries, queries_rows
from board.queries import ALL, Board
from etl.load import load_files
from etl.model_files import describe, model_names
from rules.months import Month
from rules.packs import load_plan, plan_ids
from rules.windows import halves_at

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=plan_ids())
def board(request, tmp_path_factory, demo_db) -> Board:
    """A small demonstration of each plan."""
    if request.param == "enshi":
        return queries.open_board("enshi", demo_db)
    folder = tmp_path_factory.mktemp(request.param)
    command = [sys.executable, "-m", "etl", "demo", "--plan", request.param, "--scale", "0.05", "--out"]
    made = subprocess.run([*command, str(folder / "files")], cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr[-2000:]
    plan = load_plan(request.param)
    load_files(plan, folder / "wuse.duckdb", [folder / "files"], lambda *_: None, is_demo=True)
    return queries.open_board(plan, folder / "wuse.duckdb")


def test_every_mart_has_its_rows(board):
    assert [name for name in model_names("marts") if not queries_rows.can_trace(board, name)] == []


@pytest.mark.parametrize("mart", model_names("marts"))
def test_rows_add_up_to_every_cell(board, mart):
    model = describe("marts", mart)
    grain = ", ".join(model.grain)
    types = dict(
        queries.read(board, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", mart)
    )
    measures = [c for c in model.columns if c not in model.grain and "DATE" not in types[c]]
    assert measures
    sums = ", ".join(f"coalesce(sum({m}), 0)::DOUBLE AS {m}" for m in measures)
    cells = f"SELECT {grain}, {sums} FROM {{}} GROUP BY ALL HAVING " + " OR ".join(
        f"coalesce(sum({m}), 0) <> 0" for m in measures
    )
    left, right = cells.format(mart), cells.format(f"rows_{mart}")
    differing = queries.read(
        board, f"(({left}) EXCEPT ALL ({right})) UNION ALL (({right}) EXCEPT ALL ({left})) LIMIT 3"
    )
    assert differing == []


def test_rows_add_up_to_every_indicator(board):
    month = board.data_through
    units = [("region", ALL), ("region", board.plan.regions[0].code), ("sector", board.plan.sectors[0].code)]
    checked, wrong = 0, []
    for indicator in board.plan.indicators:
        for kind, code in units:
            found = queries.read(
                board,
                "SELECT numerator, denominator FROM indicator_values WHERE indicator = ? AND unit_kind = ? "
                "AND unit_code = ? AND month = ?",
                indicator.id, kind, code, month,
            )  # fmt: skip
            if not found:
                continue
            for (name, half, at), expected in zip(
                halves_at(indicator, Month.parse(month)), found[0], strict=False
            ):
                cell = queries_rows.Cell(
                    half, at, **{"region": code} if kind == "region" else {"sector": code}
                )
                if kind == "sector" and "sector" not in describe("marts", half.mart).grain:
                    continue
                got = queries_rows.added_up(board, cell)
                checked += 1
                if expected is not None and abs((got.amount or 0) - expected) > 1e-6:
                    wrong.append((indicator.id, name, code, expected, got))
    assert wrong == []
    assert checked > len(board.plan.indicators)


def test_a_page_holds_the_rows_and_their_place_in_the_file(board):
    indicator = next(i for i in board.plan.indicators if i.source == "ledger")
    half = indicator.halves()[0]
    cell = queries_rows.Cell(half, Month.parse(board.data_through))
    total = queries_rows.added_up(board, cell)
    listed = [
        row for n in range(total.rows // queries_rows.PAGE + 1) for row in queries_rows.page(board, cell, n)
    ]
    assert len(listed) == total.rows
    assert sum(row["amount"] for row in listed) == pytest.approx(total.amount or 0)
    assert len({(r["ledger"], r["region_code"], r["row_id"], r["month"]) for r in listed}) == len(listed)
    assert all(row["file"] and row["row"] > 0 for row in listed)
