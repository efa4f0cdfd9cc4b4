"""Holds the rows behind a mart against the mart, cell by cell of its grain."""

import re
from functools import cache

from etl.contract import contracts
from etl.model_files import MODELS, describe

NUMBERS = ("BIGINT", "INTEGER", "HUGEINT", "DOUBLE")


def measures(mart, types):
    """Every number of a mart beside its grain; ``types`` are its columns' types."""
    model = describe("marts", mart)
    found = [name for name, type_ in types.items() if type_ in NUMBERS and name not in model.grain]
    assert found
    assert set(found) == set(model.columns), "the .yml describes every number, and nothing else"
    return found


def difference(mart, names):
    """SQL giving up to three cells in which a measure's sum over the rows is not the mart's."""
    grain = ", ".join(describe("marts", mart).grain)
    sums = ", ".join(f"coalesce(sum({name}), 0)::DOUBLE AS {name}" for name in names)
    held = " OR ".join(f"coalesce(sum({name}), 0) <> 0" for name in names)
    # A mart keeps cells of nought where a row has none, and the other way round: only what is not nought counts.
    left, right = (
        f"SELECT {grain}, {sums} FROM {table} GROUP BY ALL HAVING {held}" for table in (mart, f"rows_{mart}")
    )
    return (
        f"WITH cells AS MATERIALIZED ({left}), sums AS MATERIALIZED ({right}) "
        "(FROM cells EXCEPT ALL FROM sums) UNION ALL (FROM sums EXCEPT ALL FROM cells) LIMIT 3"
    )


@cache
def tables_of(model):
    """Ledgers that a model's SQL names; hazards come to the marts through their staging model."""
    sql = (MODELS / f"{model}.sql").read_text("utf-8").replace("stg_hazard_cells", "hazards")
    words = set(re.findall(r"\w+", re.sub(r"--.*", "", sql)))
    return frozenset(table for table in contracts() if table in words)
