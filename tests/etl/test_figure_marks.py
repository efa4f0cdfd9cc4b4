"""Marks tell which tables of a month may differ; what is told of the rest is the same as without marks."""

import shutil

import duckdb
import pytest

from database import comparison, read_pointer
from database.comparison import MARKS, compare, figure_tables
from database.releases import read_releases
from rules.packs import load_plan
from tests.etl.test_publish import HEADER, MONTH, correct, first_load, publish


@pytest.fixture(scope="module")
def files(module_bench):
    """The published and the current file of the small plan, in which a closing date was corrected."""
    first_load(module_bench)
    assert publish(module_bench).code == 0
    correct(module_bench)
    release = read_releases(module_bench.db).newest(MONTH)
    now = read_pointer(module_bench.db, load_plan(module_bench.plan).id).file(module_bench.db)
    assert release is not None
    return release.file, now


def without_marks(file, folder):
    copy = folder / f"{file.parent.name}-{file.name}"
    shutil.copyfile(file, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"DROP TABLE {MARKS}")
    return copy


def test_the_same_differences_with_marks_and_without(files, tmp_path):
    told = compare(*files, MONTH)
    assert {d.measure for d in told if d.table == "scores"} >= {"score", "colour"}
    assert compare(*(without_marks(file, tmp_path) for file in files), MONTH) == told
    # One side without: a release made before there were marks.
    assert compare(without_marks(files[0], tmp_path), files[1], MONTH) == told


def test_only_tables_that_may_differ_are_compared(files, monkeypatch):
    asked = []
    real = comparison._compare

    def noting(connection, table, *rest):
        asked.append(table.table)
        return real(connection, table, *rest)

    monkeypatch.setattr(comparison, "_compare", noting)
    compare(*files, MONTH)
    assert {"scores", "score_components", "hazard_month", "target_status"} <= set(asked)
    assert not {"awareness_month", "dispatch_month", "risk_month", "accident_month"} & set(asked)
    asked.clear()
    assert compare(files[1], files[1], MONTH) == [] and asked == []
    # D2 was closed in March: of January nothing differs, and what looks back finds nothing either.
    assert compare(*files, "2025-01") == [] and asked == []


def test_every_table_of_figures_has_marks(files):
    with duckdb.connect(str(files[1]), read_only=True) as connection:
        marked = {row[0] for row in connection.execute(f'SELECT DISTINCT "table" FROM {MARKS}').fetchall()}
        filled = {
            t.table for t in figure_tables()
            if connection.execute(f"SELECT count(*) FROM {t.table}").fetchall() != [(0,)]
        }  # fmt: skip
    assert marked <= filled
    assert {"scores", "score_components", "target_status", "indicator_values", "hazard_month"} <= marked


def test_rows_of_noughts_leave_no_mark(files, module_bench):
    """A hazard of April in a sector that had none brings rows for all months before; of March nothing changed."""
    module_bench.load(
        module_bench.csv("四月/隐患.csv", HEADER, ["D3,西河县,交通运输,一般,2025-04-02,2025-05-20,"]), code=0
    )
    now = read_pointer(module_bench.db, load_plan(module_bench.plan).id).file(module_bench.db)
    with duckdb.connect(str(now), read_only=True) as connection:
        assert connection.execute(
            "SELECT count(*) > 0 FROM hazard_month WHERE region_code = '990102' AND sector = 'transport' AND month = '2025-03'"
        ).fetchall() == [(True,)]
        connection.execute(f"ATTACH '{files[1]}' AS {comparison.PUBLISHED} (READ_ONLY)")
        connection.execute(f"ATTACH '{now}' AS {comparison.CURRENT} (READ_ONLY)")
        unlike = {t.table for t in comparison._unlike(connection, figure_tables(), MONTH)}
    assert "hazard_month" not in unlike
