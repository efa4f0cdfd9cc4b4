"""The last month reported: of any table, within the plan and the clock."""

import shutil

import duckdb
import pytest

from etl.contract import contracts
from etl.ledger import create_tables
from etl.marts import data_through
from rules.months import Month
from rules.packs import load_plan
from tests.conftest import Bench

TASKS = "- {id: t1, title: 建台账, title_en: Build a register, owners: [甲局], due_date: 2026-06-30, clause: 一}\n"


@pytest.fixture
def plan(tiny_plan):
    """2025-01 to 2026-12; the clock of all tests stands in November 2026."""
    return load_plan(tiny_plan)


@pytest.fixture
def ledgers():
    with duckdb.connect() as connection:
        create_tables(connection, list(contracts().values()))
        yield connection


def _month_column(table: str) -> str:
    return "month" if table == "dispatch_reports" else "report_month"


@pytest.mark.parametrize("table", sorted(contracts()))
def test_every_table_tells_its_months(ledgers, plan, table):
    for month in ("2026-02", "2026-04", "2026-03"):
        ledgers.execute(f"INSERT INTO {table} ({_month_column(table)}) VALUES ('{month}')")
    assert data_through(ledgers, plan) == Month(2026, 4)


def test_months_outside_the_plan_or_after_the_clock_are_none(ledgers, plan):
    ledgers.execute("INSERT INTO drills (report_month) VALUES ('2024-12'), ('2026-12'), ('2027-01'), (NULL)")
    assert data_through(ledgers, plan) == Month(2026, 11)  # nothing left: nobody can say
    ledgers.execute("INSERT INTO visits (report_month) VALUES ('2025-07')")
    assert data_through(ledgers, plan) == Month(2025, 7)


def test_a_database_with_nothing_but_task_progress_is_judged_at_its_last_month(tmp_path, tiny_plan):
    shutil.copytree(tiny_plan, tmp_path / "plan")
    (tmp_path / "plan" / "tasks.yml").write_text(TASKS, "utf-8")
    bench = Bench(tmp_path, tmp_path / "plan")
    rows = ["t1,东山县,40,2026-02", "t1,东山县,60,2026-04", "t1,西河县,100,2026-03"]
    bench.load(bench.csv("任务进展.csv", "任务编号,区域,完成进度,报送月份", rows), code=0)
    status = bench.etl("status", "--plan", bench.plan, "--db", bench.db, "--json")
    assert status.json["data_through"] == "2026-04", status.err
    (task,) = bench.board("show", "tasks", "--format", "json").json  # at the last month by itself
    assert (task["status"], task["percent"]) == ("open", 80.0)  # 60 and 100; 61 days to go
