"""Undoing at the ledger's level: any sequence of loads and undos leaves what the loads that stand would have left.

The ledgers are compared row by row with those of a database that never had the loads that were undone; files keep
their numbers, so that equal means equal.
"""

from __future__ import annotations

import itertools

import duckdb
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from etl.accounts import insert, unbalanced
from etl.contract import Contract
from etl.ledger import create_tables, settle
from etl.undo import blockers, forget, take_back

ITEMS = Contract.model_validate(
    {
        "table": "items", "title": "甲", "title_en": "A", "order": 1, "key": ["region_code", "item_id"],
        "columns": [
            {"name": "region", "title": "区域", "title_en": "Region", "type": "region", "required": True},
            {"name": "item_id", "title": "编号", "title_en": "Number", "type": "id", "required": True},
            {"name": "said", "title": "内容", "title_en": "Content", "type": "text"},
        ],
    }
)  # fmt: skip
OTHERS = ITEMS.model_copy(update={"table": "others"})
TABLES = {c.table: c for c in (ITEMS, OTHERS)}
MONTHS = (None, "2025-03", "2025-04", "2025-05")

rows = st.tuples(
    st.sampled_from(["1", "2"]),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["x", "y"]),
    st.sampled_from(MONTHS),
)
files = st.tuples(st.sampled_from(list(TABLES)), st.lists(rows, min_size=1, max_size=5))
loads = st.lists(files, min_size=1, max_size=3)


class Ledgers:
    """Two ledgers in memory, loaded as ``Run`` does it."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        create_tables(self.connection, list(TABLES.values()))

    def load(self, number: int, files: list[tuple[int, str, list]]) -> None:
        """Load files given as id, table and rows."""
        con = self.connection
        told = []
        for table, contract in TABLES.items():
            mine = [f for f in files if f[1] == table]
            if not mine:
                continue
            con.execute(
                "CREATE OR REPLACE TEMP TABLE scan (_file INTEGER, _row BIGINT, region_code VARCHAR, item_id VARCHAR, "
                "said VARCHAR, report_month VARCHAR, _mask BIGINT)"
            )
            known = {}
            for file_id, _table, content in mine:
                cells = [(file_id, n, *row, 0) for n, row in enumerate(content, start=2)]
                con.execute(f"INSERT INTO scan VALUES {', '.join(map(repr, cells))}".replace("None", "NULL"))
                sha = repr((table, content))
                before = con.execute(
                    "SELECT max(file_id) FROM load_files WHERE sha256 = ? AND status = 'loaded'", [sha]
                ).fetchone()
                twin = [f[0] for f in mine if f[0] < file_id and repr((table, f[2])) == sha]
                if twin or (before and before[0]):
                    known[file_id] = twin[0] if twin else before[0]
            fates = settle(con, contract, "scan", known)
            for file_id, _table, content in mine:
                fate = fates.get(file_id)
                told.append({
                    "file_id": file_id, "load_id": number, "file": f"{file_id}.csv", "sha256": repr((table, content)),
                    "table": table, "status": "loaded", "rows_in": len(content), "accepted": fate.accepted,
                    "changed": fate.changed, "unchanged": fate.unchanged, "superseded": fate.superseded,
                    "rejected": 0, "skipped": 0,
                })  # fmt: skip
        insert(con, "load_files", told)
        sums = {
            n: sum(t[n] for t in told)
            for n in ("rows_in", "accepted", "changed", "unchanged", "superseded", "rejected", "skipped")
        }
        insert(con, "loads", [{"load_id": number, **sums, "can_undo": True}])

    def undo(self, number: int, ids: list[int]) -> None:
        for contract in TABLES.values():
            take_back(self.connection, contract, ids)
        forget(self.connection, ids)

    def state(self) -> dict[str, list]:
        """Ledgers, histories, month moves and touches as sorted rows."""
        tables = [t + s for t in TABLES for s in ("", "_history")] + ["month_moves", "load_touches"]
        return {t: sorted(self.connection.execute(f"FROM {t}").fetchall(), key=repr) for t in tables}

    def close_account(self) -> None:
        assert unbalanced(self.connection, TABLES) == []


def numbered(all_loads):
    """Loads with file ids, as a run gives them."""
    ids = itertools.count(1)
    return {
        n: [(next(ids), table, content) for table, content in load]
        for n, load in enumerate(all_loads, start=1)
    }


def told(loads, stand):
    """A database that had only the loads ``stand``."""
    one = Ledgers()
    for number in sorted(stand):
        one.load(number, loads[number])
    return one.state()


FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@FEW
@given(st.lists(loads, min_size=1, max_size=5), st.data())
def test_undoing_any_load_that_may_be_leaves_what_the_others_would_have_left(all_loads, data):
    numbers = numbered(all_loads)
    ledgers = Ledgers()
    for number, content in numbers.items():
        ledgers.load(number, content)
        ledgers.close_account()
    stand, goes_on = set(numbers), True
    while stand and goes_on:
        number = data.draw(st.sampled_from(sorted(stand)))
        later = blockers(ledgers.connection, number)
        if later:
            event("entangled")
            assert later == sorted(later, reverse=True)
            assert set(later) <= stand
            assert min(later) > number
            number = later[0]  # the newest of those named can always be undone first
            assert blockers(ledgers.connection, number) == []
        elif number != max(stand):
            event("an earlier load, undone alone")
        ledgers.undo(number, [f[0] for f in numbers[number]])
        stand.discard(number)
        ledgers.close_account()
        goes_on = data.draw(st.booleans())
    assert ledgers.state() == told(numbers, stand)


@FEW
@given(st.lists(loads, min_size=2, max_size=5), st.data())
def test_loaded_undone_and_loaded_again_one_after_the_other(all_loads, data):
    """Undo the newest again and again, with new loads between: each undo restores the very state before its load."""
    numbers = numbered(all_loads)
    ledgers, before = Ledgers(), []
    for number, content in numbers.items():
        before.append((number, ledgers.state()))
        ledgers.load(number, content)
        while before and data.draw(st.booleans()):
            last, state = before.pop()
            ledgers.undo(last, [f[0] for f in numbers[last]])
            assert ledgers.state() == state
            ledgers.close_account()


def one(*content, table="items"):
    return [(table, list(content))]


ROW, OTHER = ("1", "a", "x", "2025-03"), ("1", "b", "x", "2025-03")


@pytest.mark.parametrize(
    ("second", "blocked"),
    [
        (one(("1", "a", "y", "2025-04")), [2]),  # changed
        (one(("1", "a", "x", "2025-05")), [2]),  # said again, which made its month later
        (one(("1", "a", "x", None)), [2]),  # said again and nothing else: without the first it would be new
        (one(("1", "a", "y", "2025-02")), [2]),  # lost to it
        (one(ROW), [2]),  # the same file again
        (one(OTHER), []),  # another key
        (one(("2", "a", "y", "2025-04")), []),  # another region's row of that number
        (one(("1", "a", "y", "2025-04"), table="others"), []),  # another table
    ],
)
def test_which_later_load_stands_in_the_way(second, blocked):
    numbers = numbered([one(ROW), second])
    ledgers = Ledgers()
    for number, content in numbers.items():
        ledgers.load(number, content)
    assert blockers(ledgers.connection, 1) == blocked
    assert blockers(ledgers.connection, 2) == []


def test_loads_that_hang_on_each_other_are_named_newest_first():
    chain = [one(ROW), one(("1", "a", "x", "2025-05")), one(("1", "a", "y", "2025-05")), one(OTHER)]
    ledgers = Ledgers()
    for number, content in numbered(chain).items():
        ledgers.load(number, content)
    assert blockers(ledgers.connection, 1) == [3, 2]
    assert blockers(ledgers.connection, 2) == [3]  # its month was what the third had to reach


def test_a_month_made_later_is_put_back():
    numbers = numbered([one(("1", "a", "x", None)), one(("1", "a", "x", "2025-05"))])
    ledgers = Ledgers()
    ledgers.load(1, numbers[1])
    ledgers.load(2, numbers[2])
    assert ledgers.connection.execute("SELECT report_month, _file FROM items").fetchall() == [("2025-05", 1)]
    ledgers.undo(2, [2])
    assert ledgers.connection.execute("SELECT report_month, _file FROM items").fetchall() == [(None, 1)]


def test_an_account_that_does_not_close_is_told():
    ledgers = Ledgers()
    ledgers.load(1, numbered([one(ROW, OTHER)])[1])
    ledgers.close_account()
    ledgers.connection.execute("DELETE FROM items WHERE item_id = 'a'")
    (problem,) = unbalanced(ledgers.connection, TABLES)
    assert "file 1 (loaded): 2 rows in, 2 accepted" in problem
    assert "the ledger holds 1" in problem
