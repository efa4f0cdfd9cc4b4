"""No model assertion can be skipped in silence: what breaks one gives the build up, pointer unmoved."""

import shutil

import duckdb
import pytest
import yaml

from etl import model_files
from etl.model_files import BrokenModel, Check, ModelFile, check_table, describe, model_names

HEADER = "隐患编号,区域,隐患级别,发现日期"
MODELS = [(layer, name) for layer in ("staging", "marts") for name in model_names(layer)]


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A copy of the models that a test may break."""
    folder = shutil.copytree(model_files.MODELS, tmp_path / "models")
    monkeypatch.setattr(model_files, "MODELS", folder)
    describe.cache_clear()
    yield folder
    describe.cache_clear()


@pytest.fixture
def table():
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT * FROM (VALUES ('a', 1, 2), ('b', 3, 3)) v(k, n, total)")
        yield connection


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m[1])
def test_every_model_tells_its_grain_or_its_checks(model):
    found = describe(*model)
    assert found.not_null
    assert found.grain or found.checks, "nothing would notice a row too many"


@pytest.mark.parametrize(
    "broken",
    [
        {"grain": ["1"]},
        {"not_null": ["nullif(n, 3)"]},
        {"assertions": ["n < total"]},
        {"checks": [Check(name="none", sql="SELECT 1")]},
    ],
)
def test_each_kind_of_assertion_is_held_against_the_table(table, broken):
    good = ModelFile(description="x", grain=["k"], not_null=["k", "n"], assertions=["n <= total"],
                     checks=[Check(name="ok", sql="SELECT * FROM t WHERE n > 99")])  # fmt: skip
    check_table(table, "t", good)
    with pytest.raises(BrokenModel):
        check_table(table, "t", good.model_copy(update=broken))


def test_an_assertion_that_is_unknown_does_not_hold(table):
    """n <= total is neither true nor false where n is NULL: a figure that is missing must not pass."""
    table.execute("INSERT INTO t VALUES ('c', NULL, 5)")
    with pytest.raises(BrokenModel):
        check_table(table, "t", ModelFile(description="x", assertions=["n <= total"]))


def test_the_later_of_several_broken_assertions_is_reached(table):
    with pytest.raises(BrokenModel, match="n > 2"):
        check_table(table, "t", ModelFile(description="x", assertions=["n <= total", "total > 0", "n > 2"]))


def test_an_unknown_key_in_a_model_file_is_an_error(models):
    file = models / "marts" / "hazard_month.yml"
    file.write_text(file.read_text("utf-8").replace("assertions:", "asertions:"), "utf-8")
    with pytest.raises(ValueError, match="asertions"):
        describe("marts", "hazard_month")


BREAKING = {
    "assertion": lambda data: data["assertions"].append("found > 1000"),
    "not_null": lambda data: data["not_null"].append("nullif(found, 1)"),
    "grain": lambda data: data.update(grain=["level"]),
    "check": lambda data: data["checks"].append({"name": "never", "sql": "SELECT 'broken'"}),
    "no_such_column": lambda data: data["assertions"].append("no_such_column > 0"),
}


@pytest.mark.parametrize("kind", BREAKING)
def test_a_broken_assertion_gives_the_build_up_and_leaves_the_pointer(bench, models, kind):
    bench.load(bench.csv("a_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"]), code=0)
    before = bench.state()
    file = models / "marts" / "hazard_month.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    BREAKING[kind](data)
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    describe.cache_clear()
    later = bench.csv("b_2025-02.csv", HEADER, ["H2,东山县,重大,2025-02-05"])
    for command in (
        ["load", "--plan", bench.plan, "--db", bench.db, later],
        ["rebuild", "--plan", bench.plan, "--db", bench.db],
    ):
        outcome = bench.etl(*command)
        assert outcome.code == 1, outcome.err
        assert "编号" in outcome.messages[-1]
        assert bench.state() == before
    assert bench.show("hazards", "2025-02")["990101"]["open_stock"] == 1


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m[1])
def test_every_single_model_is_checked_in_a_build(bench, models, model):
    """A check that never holds is put beside one model at a time; each of them must stop the load."""
    layer, name = model
    file = models / layer / f"{name}.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    data.setdefault("checks", []).append({"name": "deliberate", "sql": "SELECT 1"})
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    outcome = bench.etl(
        "load",
        "--plan",
        bench.plan,
        "--db",
        bench.db,
        bench.csv("a_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"]),
    )
    assert outcome.code == 1
    assert bench.state() == {}


def test_a_model_without_a_file_of_assertions_is_not_built(bench, models):
    (models / "marts" / "risk_month.yml").unlink()
    outcome = bench.etl(
        "load",
        "--plan",
        bench.plan,
        "--db",
        bench.db,
        bench.csv("a_2025-01.csv", HEADER, ["H1,东山县,重大,2025-01-05"]),
    )
    assert outcome.code == 1
    assert bench.state() == {}


def test_a_mart_that_loses_a_hazard_stops_the_load(bench, models):
    """The mart's own check against the ledger, not only the made-up ones above, must do its work."""
    file = models / "staging" / "stg_hazard_cells.sql"
    sql = file.read_text("utf-8")
    assert "FROM hazards" in sql
    file.write_text(sql.replace("FROM hazards", "FROM hazards WHERE hazard_id <> 'H2'"), "utf-8")
    rows = ["H1,东山县,重大,2025-01-05", "H2,东山县,重大,2025-01-05"]
    outcome = bench.etl(
        "load", "--plan", bench.plan, "--db", bench.db, bench.csv("a_2025-01.csv", HEADER, rows)
    )
    assert outcome.code == 1
    assert bench.state() == {}
