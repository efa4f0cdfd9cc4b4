"""Backup and restore: every table, every release and the desk come back as they were; damage is told, never put back."""

import json
import shutil
import zipfile

import duckdb
import pytest

from database import read_pointer
from database.desk import Desk
from database.pointer import restoring_mark
from tests.conftest import Bench

HEADER = "隐患编号,区域,隐患级别,发现日期"


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_plan):
    """A database with two loads, a published month, and a desk; and its backup."""
    bench = Bench(tmp_path_factory.mktemp("made"), tiny_plan)
    for number in (1, 2):
        file = bench.csv(
            f"{number}_2025-01.csv", HEADER, [f"H{number},东山县,重大,2025-01-05", "x,南海县,重大,2025-01-05"]
        )
        bench.load(file, code=3)
    outcome = bench.etl("publish", "--plan", bench.plan, "--db", bench.db, "--month", "2025-01")
    assert outcome.code == 0, outcome.err
    desk = Desk(bench.db)
    desk.remember("990101", "0123456789abcdef", {"table": "hazards"}, "甲")
    desk.set_state("f1", "explained", "东山县", "=已说明", "甲")
    outcome = run(bench, "backup", "--out", bench.folder / "saved.zip")
    assert outcome.code == 0, outcome.err
    return bench


@pytest.fixture
def bench(made, tmp_path, tiny_plan):
    shutil.copytree(made.db.parent, tmp_path / "base")
    shutil.copy(made.folder / "saved.zip", tmp_path)
    return Bench(tmp_path, tiny_plan)


@pytest.fixture
def saved(bench):
    return bench.folder / "saved.zip"


def run(bench, command, *more):
    return bench.etl(command, "--plan", bench.plan, "--db", bench.db, *more)


def same_tables(one, other):
    """Every table of two files, row by row, in both directions; gives how many tables there are."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{one}' AS a (READ_ONLY)")
        connection.execute(f"ATTACH '{other}' AS b (READ_ONLY)")
        names = {
            side: sorted(
                connection.execute(
                    f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{side}'"
                ).fetchall()
            )
            for side in "ab"
        }
        assert names["a"] == names["b"]
        for (name,) in names["a"]:
            for left, right in ("ab", "ba"):
                more = connection.execute(
                    f'SELECT count(*) FROM (FROM {left}."{name}" EXCEPT ALL FROM {right}."{name}")'
                ).fetchone()
                assert more == (0,), name
        return len(names["a"])


def releases(bench):
    folder = bench.db.with_name("wuse.duckdb.d") / "releases"
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def desk_of(bench):
    desk = Desk(bench.db)
    return desk.mappings(), desk.states(), desk.state_history("f1"), desk.notes()


def test_restored_elsewhere_all_is_as_it_was(made, tmp_path, tiny_plan):
    other = Bench(tmp_path, tiny_plan)
    outcome = run(other, "restore", made.folder / "saved.zip")
    assert outcome.code == 0, outcome.err
    assert same_tables(made.generation, other.generation) > 40
    assert read_pointer(other.db, "tiny") == read_pointer(made.db, "tiny")
    assert releases(other) == releases(made) != {}
    assert desk_of(other) == desk_of(made)
    assert desk_of(other)[1]["f1"].note == "=已说明"
    assert run(other, "recover").code == 0, "the sidecar came along"
    assert other.show("hazards", "2025-01") == made.show("hazards", "2025-01")


def test_a_release_that_is_a_link_of_the_generation_is_stored_once(made):
    with zipfile.ZipFile(made.folder / "saved.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        stored = archive.namelist()
    data = [f for f in manifest["files"] if f["name"].endswith(".duckdb")]
    assert len(data) == 2, "the generation and the release"
    assert len({f["stored"] for f in data}) == len({f["sha256"] for f in data})
    assert sorted(stored) == sorted({f["stored"] for f in manifest["files"]} | {"manifest.json"})


def test_an_existing_database_is_refused_or_kept_beside(bench, saved):
    new = bench.csv("9_2025-01.csv", HEADER, ["H9,东山县,重大,2025-01-05"])
    bench.load(new, code=0)
    Desk(bench.db).set_state("f1", "open", "东山县", "后来", "乙")
    before = {p: p.read_bytes() for p in bench.db.parent.rglob("*") if p.is_file()}
    outcome = run(bench, "restore", saved)
    assert (outcome.code, len(outcome.messages)) == (2, 1)
    assert "--replace" in outcome.messages[0]
    assert {p: p.read_bytes() for p in bench.db.parent.rglob("*") if p.is_file()} == before
    outcome = run(bench, "restore", saved, "--replace")
    assert outcome.code == 0, outcome.err
    assert [r[0] for r in bench.query("SELECT hazard_id FROM hazards ORDER BY 1")] == ["H1", "H2"]
    assert Desk(bench.db).states()["f1"].note == "=已说明"
    (aside,) = bench.db.parent.glob("wuse-*.duckdb")
    assert str(aside) in outcome.out
    shown = bench.etl("status", "--plan", bench.plan, "--db", aside, "--json")
    assert shown.json["rows"]["hazards"] == 3, "the old opens as it is"
    assert Desk(aside).states()["f1"].note == "后来"
    assert bench.load(new, code=0)["accepted"] == 1, "and work goes on"


def repacked(saved, change):
    """The backup with its members changed."""
    with zipfile.ZipFile(saved) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    target = saved.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as out:
        for name, content in members.items():
            out.writestr(name, content)
    return target


def flip(members):
    name = next(n for n in members if n.endswith(".duckdb"))
    content = bytearray(members[name])
    content[len(content) // 2] ^= 1
    members[name] = bytes(content)


def told(members, **changes):
    manifest = json.loads(members["manifest.json"]) | changes
    members["manifest.json"] = json.dumps(manifest).encode()


def escape(members):
    manifest = json.loads(members["manifest.json"])
    manifest["files"][0]["name"] = "../../evil.json"
    members["manifest.json"] = json.dumps(manifest).encode()


BROKEN = {
    "flipped": (lambda s: repacked(s, flip), "已损坏"),
    "member missing": (lambda s: repacked(s, lambda m: m.pop("pointer.json")), "已损坏"),
    "no manifest": (lambda s: repacked(s, lambda m: m.pop("manifest.json")), "不是五色看板的备份"),
    "torn manifest": (
        lambda s: repacked(s, lambda m: m.update({"manifest.json": b"{"})),
        "不是五色看板的备份",
    ),
    "other plan": (lambda s: repacked(s, lambda m: told(m, plan_id="elsewhere")), "elsewhere"),
    "other schema": (lambda s: repacked(s, lambda m: told(m, schema=99)), "99"),
    "other format": (lambda s: repacked(s, lambda m: told(m, format=99)), "99"),
    "leads out": (lambda s: repacked(s, escape), "不合格式"),
    "cut": (lambda s: s.with_name("cut.zip"), "不是完好"),
    "gone": (lambda s: s.with_name("nowhere.zip"), "没有这个备份文件"),
    "a folder": (lambda s: s.parent, ""),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_broken_backup_is_told_and_changes_nothing(bench, saved, kind, is_new):
    saved.with_name("cut.zip").write_bytes(saved.read_bytes()[:-2000])
    make, says = BROKEN[kind]
    file = make(saved)
    if is_new:
        shutil.rmtree(bench.db.parent)
    before = {p: p.read_bytes() for p in bench.folder.rglob("*") if p.is_file() and p.suffix != ".lock"}
    outcome = run(bench, "restore", file, "--replace")
    assert outcome.code == 2, outcome.err
    assert len(outcome.messages) == 1
    assert says in outcome.messages[0]
    assert "Traceback" not in outcome.err
    after = {p: p.read_bytes() for p in bench.folder.rglob("*") if p.is_file() and p.suffix != ".lock"}
    assert after == before


def test_a_damaged_database_is_not_backed_up(bench):
    content = bytearray(bench.generation.read_bytes())
    content[-100] ^= 1
    bench.generation.write_bytes(bytes(content))
    out = bench.folder / "later.zip"
    outcome = run(bench, "backup", "--out", out)
    assert outcome.code == 2
    assert "recover" in outcome.messages[-1]
    assert [p.name for p in bench.folder.glob("later*")] == []


def test_a_place_that_cannot_be_written_and_no_database_are_told(bench):
    assert run(bench, "backup", "--out", "/proc/wuse/b.zip").code == 2
    shutil.rmtree(bench.db.parent)
    outcome = run(bench, "backup", "--out", bench.folder / "none.zip")
    assert (outcome.code, len(outcome.messages)) == (2, 1)
    assert "还没有数据库" in outcome.messages[0]
    assert not (bench.folder / "none.zip").exists()


def test_a_backup_is_written_while_a_loader_is_at_work(bench):
    from etl.generations import only_loader

    with only_loader(bench.db):
        outcome = run(bench, "backup", "--out", bench.folder / "meanwhile.zip")
        assert outcome.code == 0, outcome.err
        refused = run(bench, "restore", bench.folder / "meanwhile.zip", "--replace")
    assert refused.code == 2
    assert "另一个" in refused.messages[-1]


def test_a_restore_that_was_cut_off_is_told_and_done_again(bench, saved, monkeypatch):
    """Killed between its steps the place is a mixture: nobody reads it, and the same command mends it."""
    from etl import restore

    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(restore, "write_pointer", killed)
        with pytest.raises(Killed):
            run(bench, "restore", saved, "--replace")
    assert restoring_mark(bench.db).exists()
    for outcome in (run(bench, "status"), run(bench, "ensure"), bench.board("show", "ranking")):
        assert outcome.code == 2
        assert "restore" in outcome.messages[-1]
    outcome = run(bench, "restore", saved, "--replace")
    assert outcome.code == 0, outcome.err
    assert not restoring_mark(bench.db).exists()
    assert run(bench, "status").code == 0
    assert len(list(bench.db.parent.glob("wuse-*.duckdb"))) == 1, "the mixture is not kept, the old is"
    assert not list(bench.db.parent.glob("*.unpacked"))
