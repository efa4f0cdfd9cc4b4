"""kill -9 at random moments and at every step in the file system: the build before or the one after, never else."""

import json
import random
import shutil
import zipfile

import duckdb
import pytest

from tests.conftest import Bench
from tests.faults.farm import Farm
from tests.faults.scale import IS_FULL, times

HEADER = "隐患编号,区域,隐患级别,发现日期"
SEED = 20261122


@pytest.fixture(scope="module")
def farm(tmp_path_factory):
    with Farm(tmp_path_factory.mktemp("farm")) as opened:
        yield opened


def counts(bench):
    """Rows of every table of the current generation, and its build id."""
    build = json.loads(bench.db.read_text("utf-8"))["build_id"]
    with duckdb.connect(str(bench.generation), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        parts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for (name,) in names)
        found = dict(connection.execute(parts).fetchall())
        hazards = {row[0] for row in connection.execute("SELECT hazard_id FROM hazards").fetchall()}
        ((found["in marts"],),) = connection.execute("SELECT sum(found) FROM hazard_month").fetchall()
    return build, found, hazards


def one_more(bench, number):
    return bench.csv(f"{number}_2025-01.csv", HEADER, [f"H{number},东山县,重大,2025-01-05"])


def after_of(before):
    """What a whole load of one new hazard leaves: one row more in the tables that it touches."""
    rows = dict(before)
    for name in ("hazards", "loads", "load_files", "in marts"):
        rows[name] += 1
    return rows


def hold(bench, before, number, outcome):
    """The database is the one before, or the one after; gives whether it is the one after."""
    was_build, was, was_hazards = before
    build, found, hazards = counts(bench)
    # Tables of other marts may get a row where a region is judged for the first time; the first load saw to that.
    if build == was_build:
        assert (found, hazards) == (was, was_hazards)
        assert outcome["code"] == -9, "a load that ended well changed nothing"
        return False
    assert hazards == was_hazards | {f"H{number}"}
    assert {k: v for k, v in found.items() if k in after_of(was)} == after_of(was)
    return True


@pytest.fixture
def begun(tmp_path, tiny_plan):
    """A database with one load in it."""
    bench = Bench(tmp_path, tiny_plan)
    bench.load(one_more(bench, 0), code=0)
    return bench


def load(farm, bench, number, **order):
    return farm.run("load", "--plan", bench.plan, "--db", bench.db, one_more(bench, number), **order)


def test_a_loader_killed_at_random_moments_leaves_the_old_build_or_the_new(farm, begun):
    span = max(load(farm, begun, number)["seconds"] for number in (1, 2))
    dice, outcomes = random.Random(SEED), []
    for number in range(3, 3 + times(10, 200)):
        before = counts(begun)
        outcome = load(farm, begun, number, delay=dice.uniform(0, span))
        assert outcome["code"] in (-9, 0), farm.words()
        outcomes.append(hold(begun, before, number, outcome))
    assert False in outcomes, "no kill came in time to say anything"
    swept_and_free(farm, begun)


def test_a_loader_killed_at_any_step_in_the_file_system_leaves_the_old_build_or_the_new(farm, begun):
    folder = str(begun.db.parent)
    assert load(farm, begun, 1, folder=folder)["code"] == 0
    steps = farm.count_steps()
    assert steps > 8, "the steps are not seen"
    # The last ones are the switch: generation, sidecar, pointer, sweeping.
    chosen = range(1, steps + 1) if IS_FULL else sorted({1, 2, *range(steps - 7, steps + 1)})
    outcomes = []
    for number, step in enumerate(chosen, start=2):
        before = counts(begun)
        outcome = load(farm, begun, number, folder=folder, step=step)
        assert outcome["code"] in (-9, 0), farm.words()
        outcomes.append(hold(begun, before, number, outcome))
    assert set(outcomes) == {False, True}, "kills before and after the switch"
    assert outcomes == sorted(outcomes), "once switched, a later step does not take it back"
    swept_and_free(farm, begun)


@pytest.mark.parametrize("what", ["undo", "publish", "backup"])
def test_other_commands_killed_at_any_step_leave_what_was_or_what_is_to_be(farm, begun, what):
    """Undo takes the load back or not; a release is there wholly or not; a backup too."""
    out = begun.folder / "saved.zip"
    command = {
        "undo": ["undo"], "publish": ["publish", "--month", "2025-01"], "backup": ["backup", "--out", out],
    }[what]  # fmt: skip
    arguments = [command[0], "--plan", begun.plan, "--db", begun.db, *command[1:]]
    folder = str(begun.folder)
    kept = begun.folder / "kept"
    shutil.copytree(begun.db.parent, kept)
    before = everything(begun)
    assert farm.run(*arguments, folder=folder)["code"] == 0, farm.words()
    steps, after = farm.count_steps(), everything(begun)
    assert after != before
    chosen = range(1, steps + 1) if IS_FULL else range(steps, max(steps - 12, 0), -4)
    seen = []
    for step in chosen:
        shutil.rmtree(begun.db.parent)
        shutil.copytree(kept, begun.db.parent)
        out.unlink(missing_ok=True)
        outcome = farm.run(*arguments, folder=folder, step=step)
        assert outcome["code"] in (-9, 0), farm.words()
        now = everything(begun)
        assert now in (before, after), f"killed at step {step} of {steps}"
        seen.append(now == after)
        status = begun.etl("status", "--plan", begun.plan, "--db", begun.db)
        assert status.code == 0, status.err
    assert farm.run(*arguments)["code"] in (0, 2), "the lock is free"
    if IS_FULL:
        assert set(seen) == {False, True}


def everything(bench):
    """What a reader finds: rows of every table, finished releases with their files, a backup that is there."""
    found = counts(bench)[1:]
    folder = bench.db.with_name("wuse.duckdb.d") / "releases"
    finished = [p for p in folder.glob("*") if p.is_dir() and not p.name.endswith(".draft")]
    releases = {p.name: sorted(str(f.relative_to(p)) for f in p.rglob("*") if f.is_file()) for p in finished}
    for release in finished:
        with duckdb.connect(str(release / "data.duckdb"), read_only=True) as connection:
            assert connection.execute("SELECT count(*) FROM scores").fetchone()
    archive = bench.folder / "saved.zip"
    if archive.exists():
        with zipfile.ZipFile(archive) as saved:
            assert saved.testzip() is None
    return found, releases, archive.exists()


def swept_and_free(farm, bench):
    """Nobody holds the lock, and the next load leaves no draft behind."""
    outcome = load(farm, bench, 10_000)
    assert outcome["code"] == 0, farm.words()
    left = [p.name for p in bench.db.with_name("wuse.duckdb.d").rglob("*")]
    assert [name for name in left if ".draft" in name or name.endswith((".wal", ".new"))] == []
    assert {n.split(".")[0] for n in left if n.endswith(".json")} == {
        n.split(".")[0] for n in left if n.endswith(".duckdb")
    }
