"""Whatever the ledgers hold, the rows add up to every cell of every mart, and the marts keep their assertions.

Small ledgers with dates at the edges of months, inside and outside the plan's, cells left empty, and few
regions, enterprises and visitors, so that rows meet in one cell.
"""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from etl import marts
from etl.contract import contracts
from etl.ledger import create_tables
from etl.model_files import build_model, model_names
from etl.scan import stored_columns
from rules.months import Month
from rules.packs import load_plan
from tests.models.rows_and_cells import difference, measures, tables_of

NEAR = [Month(2023, 3), Month(2023, 12), Month(2024, 1), Month(2024, 3), Month(2024, 4), Month(2025, 1),
        Month(2025, 3), Month(2025, 4), Month(2026, 12), Month(2027, 1)]  # fmt: skip
"""Months in which a year, the plan, the year before it or its last year begin or end."""
DATES = st.sampled_from(
    [
        day
        for month in NEAR
        for day in (month.first_day, month.last_day - timedelta(days=1), *[month.last_day] * 3)
    ]
)
MONTHS = st.sampled_from([str(month) for month in NEAR])
TRIED = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: it would build the models thousands of times, and the differing cells tell enough."""
PLANS = {"full": {}, "from_april": {"first_month": Month(2025, 4), "cohort_before": None}}
TOKENS = {"region": ["990101", "990102"], "text": ["甲", "乙"], "sector": ["mine", "road"]}


@pytest.fixture(scope="module", params=PLANS)
def ledgers(request, tiny_plan):
    """Empty ledgers in memory with all models built: a plan from January with a cohort, one from April without."""
    plan = load_plan(tiny_plan).model_copy(update=PLANS[request.param])
    # For so few rows a second thread costs more than it saves.
    with duckdb.connect(config={"threads": 1}) as connection:
        create_tables(connection, list(contracts().values()))
        marts.build(connection, plan, lambda *_: None)
        yield connection


def often(values):
    """Now and then empty."""
    return st.one_of(values, values, values, st.none())


def cells_of(table: str):
    """A strategy for rows of a table by its contract: column -> value."""
    contract = contracts()[table]

    def values(column):
        if column.type == "id":
            # Few enterprises and visitors, so that rows meet; numbers of rows enough for all.
            several = 3 if column.name not in contract.key else 12 if table == "enterprises" else 99
            few = [f"{column.name[0].upper()}{n}" for n in range(several)]
            return st.sampled_from(few)
        if column.type == "enum":
            return st.sampled_from(sorted(column.values))
        kinds = {
            "date": DATES,
            "month": MONTHS,
            "boolean": st.booleans(),
            "integer": st.integers(0, 3),
            "number": st.sampled_from([0.0, 0.5, 1.0, 2.0]),
            "rate": st.sampled_from([0.0, 0.5, 1.0]),
            "percent": st.sampled_from([0.0, 40.0, 100.0]),
        }
        return kinds.get(column.type, st.sampled_from(TOKENS.get(column.type, ["a", "b"])))

    return st.fixed_dictionaries(
        {c.stored: values(c) if c.required else often(values(c)) for c in contract.columns}
    )


def ledger_of(table: str, cells=None, rows: int = 25):
    """A strategy for a small ledger without two rows of one key."""
    key = contracts()[table].key
    return st.lists(
        cells if cells is not None else cells_of(table),
        min_size=rows // 4,
        max_size=rows,
        unique_by=lambda row: tuple(row[name] for name in key),
    )


def fill(connection, table: str, rows: list[dict]) -> None:
    """The ledger as a load would leave it: rows that break the contract's rules are not in it."""
    connection.execute(f"DELETE FROM {table}")
    if rows:
        names = [name for name, _ in stored_columns(contracts()[table]) if name in rows[0]]
        marks = f"({', '.join('?' for _ in names)}, 1, ?)"
        # One statement: DuckDB takes as long for each of several as for all rows in one.
        connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}, _file, _row) VALUES {', '.join([marks] * len(rows))}",
            [cell for number, row in enumerate(rows, start=2) for cell in (*(row[n] for n in names), number)],
        )
    for rule in contracts()[table].rules:
        connection.execute(f"DELETE FROM {table} WHERE NOT ({rule.check})")


def rebuild(connection, tables: set[str]) -> None:
    """Build the models anew that read these ledgers; the rows' views need nothing."""
    if "accidents" in tables:
        # The class of an accident is decided in Python; here any will do.
        connection.execute(
            "CREATE OR REPLACE TABLE accident_classes AS "
            "SELECT region_code, accident_id, CASE WHEN deaths > 2 THEN 'serious' ELSE 'general' END AS accident_class "
            "FROM accidents"
        )
    for layer in ("staging", "marts"):
        for name in model_names(layer):
            if tables_of(f"{layer}/{name}") & tables:
                build_model(connection, layer, name)


def assert_rows_add_up(connection, mart: str) -> None:
    types = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [mart]
    ).fetchall()
    assert connection.execute(difference(mart, measures(mart, dict(types)))).fetchall() == []
    # No row stands twice in a month, and each has its place in a file: asked together, since the views take the time.
    wrong = (
        "SELECT ledger, region_code, row_id, month, count(*) AS times, bool_or(_row IS NULL) AS has_no_place "
        f"FROM rows_{mart} GROUP BY ALL HAVING times > 1 OR has_no_place OR ledger IS NULL"
    )
    assert connection.execute(wrong).fetchall() == []


@st.composite
def hazard(draw):
    """A hazard with dates in their order; every date but the first, and every remark, may be missing."""
    found = draw(DATES)
    due = draw(st.none() | st.just(found) | DATES)
    due = due and max(due, found)
    near = [day + timedelta(days=n) for day in (found, due) if day for n in (-1, 0, 1)]
    closed = draw(st.none() | st.sampled_from(near) | DATES)
    few = {
        "hazard_id": st.sampled_from([f"H{n}" for n in range(20)]),
        "region_code": st.sampled_from(TOKENS["region"]),
        "sector_code": st.none() | st.sampled_from(TOKENS["sector"]),
        "level": st.sampled_from(["major", "general"]),
        "found_by": st.none() | st.sampled_from(["enterprise", "superior"]),
        "supervision": st.sampled_from([None, "none", "county", "province"]),
        "five_settled": st.none() | st.booleans(),
    }
    dates = {"found_date": found, "due_date": due, "closed_date": closed and max(closed, found)}
    return draw(st.fixed_dictionaries(few)) | dates


HAZARD_MARTS = [name for name in model_names("marts") if "hazards" in tables_of(f"marts/{name}")]


@settings(max_examples=30, deadline=None, phases=TRIED)
@given(rows=ledger_of("hazards", hazard(), 20))
def test_hazard_rows_add_up_to_every_measure(ledgers, rows):
    fill(ledgers, "hazards", rows)
    assert ledgers.execute("SELECT count(*) FROM hazards").fetchone() == (len(rows),)
    rebuild(ledgers, {"hazards"})
    for mart in HAZARD_MARTS:
        assert_rows_add_up(ledgers, mart)


@pytest.mark.parametrize("mart", sorted(set(model_names("marts")) - set(HAZARD_MARTS)))
def test_rows_add_up_in_every_mart(ledgers, mart):
    tables = tables_of(f"marts/{mart}")
    assert tables

    @settings(max_examples=12, deadline=None, phases=TRIED)
    @given(rows=st.fixed_dictionaries({table: ledger_of(table) for table in sorted(tables)}))
    def check(rows):
        for table in tables:
            fill(ledgers, table, rows[table])
        rebuild(ledgers, tables)
        assert_rows_add_up(ledgers, mart)

    check()
    for table in tables:
        fill(ledgers, table, [])
    rebuild(ledgers, tables)
