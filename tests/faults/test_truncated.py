"""A power cut: data or pointer cut short. Start-up says so and falls back on the last good build; loaders refuse."""

import json
import os
import shutil

import pytest

from database import read_pointer
from tests.conftest import ROOT, Bench

HEADER = "隐患编号,区域,隐患级别,发现日期"
LOADS = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory, tiny_plan):
    """Three loads of one hazard each; the bench and the build ids, oldest first."""
    bench = Bench(tmp_path_factory.mktemp("made"), tiny_plan)
    builds = []
    for number in range(1, LOADS + 1):
        file = bench.csv(f"{number}_2025-01.csv", HEADER, [f"H{number},东山县,重大,2025-01-05"])
        builds.append(bench.load(file, code=0)["build_id"])
    return bench, builds


@pytest.fixture
def bench(made, tmp_path, tiny_plan):
    shutil.copytree(made[0].db.parent, tmp_path / "base")
    return Bench(tmp_path, tiny_plan)


@pytest.fixture
def builds(made):
    return made[1]


def run(bench, command, *more):
    return bench.etl(command, "--plan", bench.plan, "--db", bench.db, *more)


def hazards(bench):
    return [row[0] for row in bench.query("SELECT hazard_id FROM hazards ORDER BY 1")]


def generation(bench, build):
    return bench.db.with_name("wuse.duckdb.d") / f"{build}.duckdb"


def cut(share):
    def damage(file):
        content = file.read_bytes()
        file.write_bytes(content[: int(len(content) * share)])

    return damage


def zeroed(file):
    """What some file systems leave after a power cut: the length is right, the blocks are empty."""
    size = file.stat().st_size
    content = file.read_bytes()[:16_384]
    file.write_bytes(content + b"\0" * (size - len(content)))


DAMAGES = {
    "empty": cut(0), "a quarter": cut(0.25), "all but a byte": cut(0.9999999), "zeroed": zeroed,
    "gone": lambda file: file.unlink(), "foreign": lambda file: file.write_bytes(b"x" * file.stat().st_size),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", ["ensure", "recover"])
def test_damaged_data_fall_back_on_the_build_before(bench, builds, damage, command):
    DAMAGES[damage](generation(bench, builds[2]))
    status = run(bench, "load", bench.folder / "nothing.csv")
    assert status.code == 2
    assert "python -m etl recover" in status.messages[-1], "what to do"
    outcome = run(bench, command)
    assert outcome.code == 0, outcome.err
    told = outcome.err if command == "ensure" else outcome.out
    assert "第 2 次载入之后" in told
    assert "第 3 次载入的文件请重新载入" in told
    assert hazards(bench) == ["H1", "H2"]
    pointer = read_pointer(bench.db, "tiny")
    assert (pointer.build_id, pointer.recovered_from, pointer.lost_load_id) == (builds[1], builds[2], 3)
    again = run(bench, "recover")
    assert "完好" in again.out, "nothing left to recover"
    assert read_pointer(bench.db, "tiny") == pointer


def test_two_damaged_builds_fall_back_on_the_third(bench, builds):
    cut(0.5)(generation(bench, builds[2]))
    zeroed(generation(bench, builds[1]))
    assert "第 2 至 3 次载入的文件请重新载入" in run(bench, "recover").out
    assert hazards(bench) == ["H1"]


def test_without_a_good_build_nothing_is_invented(bench, builds):
    for build in builds:
        cut(0.3)(generation(bench, build))
    before = {
        p.name: p.read_bytes() for p in bench.db.parent.rglob("*") if p.is_file() and p.suffix != ".lock"
    }
    for command in ("ensure", "recover"):
        outcome = run(bench, command)
        assert (outcome.code, outcome.out, len(outcome.messages)) == (2, "", 1)
        assert "没有一代完好" in outcome.messages[0]
        assert "restore" in outcome.messages[0]
    after = {
        p.name: p.read_bytes() for p in bench.db.parent.rglob("*") if p.is_file() and p.suffix != ".lock"
    }
    assert after == before


@pytest.mark.parametrize("content", [b"", b'{"build_id": "2026', b"\0" * 300, None])
def test_a_torn_or_missing_pointer_is_made_again_from_the_sidecars(bench, builds, content):
    bench.db.unlink()
    if content is not None:
        bench.db.write_bytes(content)
    assert run(bench, "ensure").code == 0
    assert read_pointer(bench.db, "tiny").build_id == builds[2]
    assert hazards(bench) == ["H1", "H2", "H3"]


def test_a_torn_sidecar_is_passed_over(bench, builds):
    cut(0.5)(generation(bench, builds[2]))
    generation(bench, builds[1]).with_suffix(".json").write_bytes(b'{"pointer"')
    assert run(bench, "recover").code == 0
    assert hazards(bench) == ["H1"]


@pytest.mark.parametrize("change", [{"schema": 99}, {"plan_id": "elsewhere"}])
def test_what_is_no_damage_is_not_recovered(bench, change):
    pointer = json.loads(bench.db.read_text("utf-8")) | change
    bench.db.write_text(json.dumps(pointer), "utf-8")
    for command in ("ensure", "recover"):
        assert run(bench, command).code == 2
    assert json.loads(bench.db.read_text("utf-8")) == pointer


def test_the_remark_stays_until_the_next_load_and_a_rebuild_keeps_it(bench, builds):
    from board.recovery import recovered
    from rules.packs import load_plan

    plan = load_plan(bench.plan)
    assert recovered(read_pointer(bench.db), plan) == []
    cut(0.5)(generation(bench, builds[2]))
    run(bench, "ensure")
    for _ in range(2):
        (remark,) = recovered(read_pointer(bench.db), plan)
        assert "第 2 次载入之后" in remark
        assert "第 3 次载入的文件需要重新载入" in remark
        assert run(bench, "rebuild").code == 0
    lost = bench.csv("3_2025-01.csv", HEADER, ["H3,东山县,重大,2025-01-05"])
    assert bench.load(lost, code=0)["accepted"] == 1
    assert recovered(read_pointer(bench.db), plan) == []
    assert hazards(bench) == ["H1", "H2", "H3"]


def test_blocks_that_changed_silently_are_not_built_upon(bench, builds):
    """A flipped bit in free space or a ledger's block: opening tells nothing, the checksum does."""
    file = generation(bench, builds[2])
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(bytes(content))
    new = bench.csv("4_2025-01.csv", HEADER, ["H4,东山县,重大,2025-01-05"])
    outcome = run(bench, "load", new)
    assert outcome.code == 2
    assert "损坏" in outcome.messages[-1]
    assert "recover" in outcome.messages[-1]
    assert run(bench, "recover").code == 0
    assert hazards(bench) == ["H1", "H2"]


def test_a_quick_start_does_not_wait_for_a_loader_that_is_at_work(bench):
    from etl.generations import only_loader

    with only_loader(bench.db):
        assert run(bench, "ensure").code == 0
        os.truncate(bench.generation, 100)
        outcome = run(bench, "ensure")
    assert outcome.code == 2
    assert "另一个" in outcome.messages[0]


def test_the_dashboard_recovers_at_its_start_and_says_so(bench, builds, monkeypatch):
    from streamlit.testing.v1 import AppTest

    from board import firstload

    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    # Same length: only a look into the file tells.
    zeroed(generation(bench, builds[2]))
    assert bench.db not in firstload._WHOLE
    test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    test.switch_page("pages/ranking.py").run()
    assert not test.exception
    shown = "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))
    assert 'class="problem"' not in shown
    (remark,) = [line for line in shown.splitlines() if "数据文件曾损坏" in line]
    assert "第 2 次载入之后" in remark
    assert "第 3 次载入的文件需要重新载入" in remark
    assert read_pointer(bench.db, "tiny").build_id == builds[1]


def test_the_dashboard_says_what_to_do_where_no_build_is_whole(bench, builds, monkeypatch):
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    for build in builds:
        cut(0.3)(generation(bench, build))
    test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    test.switch_page("pages/ranking.py").run()
    shown = "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))
    assert 'class="problem"' in shown
    assert "没有一代完好的数据" in shown
    assert "restore" in shown
