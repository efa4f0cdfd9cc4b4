"""A new plan begins from a skeleton that passes the check, makes demonstration files, loads and shows."""

from pathlib import Path

import pytest

from etl.plan_commands import TEMPLATE
from rules.pack_files import FILES
from rules.packs import PLANS, load_plan

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(bench, tmp_path):
    outcome = bench.etl("plan", "new", "my-city", "--out", tmp_path / "made" / "my-city")
    assert outcome.code == 0, outcome.err
    (line,) = outcome.out.splitlines()
    return Path(line)


def test_the_skeleton_has_every_file_and_is_small(folder):
    assert {p.name for p in folder.iterdir()} == {*FILES.values(), "README.md"}
    plan = load_plan(folder)
    assert (plan.id, str(plan.first_month), str(plan.last_month)) == ("my-city", "2026-01", "2028-12")
    assert (len(plan.regions), len(plan.sectors), len(plan.indicators)) == (3, 2, 3)
    assert sum(len(i.targets) for i in plan.indicators) == 1
    assert (len(plan.programme.tasks), len(plan.ranking)) == (1, 1)


def test_the_years_follow_the_clock(bench, tmp_path, monkeypatch):
    monkeypatch.setenv("WUSE_TODAY", "2029-03-01")
    assert bench.etl("plan", "new", "later", "--out", tmp_path / "later").code == 0
    plan = load_plan(tmp_path / "later")
    assert (plan.first_month.year, plan.last_month.year) == (2029, 2031)
    assert [t.year for i in plan.indicators for t in i.targets] == [2029]


def test_every_key_is_explained_in_chinese(folder):
    for path in folder.glob("*.yml"):
        text = path.read_text("utf-8")
        assert "@" not in text.replace("@year", "@"), path.name
        comments = [line for line in text.splitlines() if "#" in line]
        assert len(comments) >= 5, path.name
    readme = (folder / "README.md").read_text("utf-8")
    for name in ("regions.csv", "sectors.csv"):
        header = (folder / name).read_text("utf-8-sig").splitlines()[0].split(",")
        assert [column for column in header if f"`{column}`" not in readme] == [], name


def test_skeleton_check_demo_load_show(bench, folder, tmp_path):
    checked = bench.etl("plan", "check", folder)
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith("my-city: 3 regions, 2 sectors, 3 indicators, 1 targets, ")
    bench.plan = folder
    assert bench.etl("demo", "--plan", folder, "--out", tmp_path / "demo", "--scale", "0.1").code == 0
    assert bench.load(tmp_path / "demo")["accepted"] > 300
    ranking = bench.show("ranking", "2026-10")
    assert list(ranking) == ["R-01", "R-02", "R-03"]
    assert all(row["score"] is not None for row in ranking.values())
    targets = bench.targets("2026-10")
    assert targets["major_on_time", 2026, "*"]["target"] == 0.9


@pytest.mark.parametrize("plan_id", ["My City", "1st", "../up", "", "城市"])
def test_an_id_that_cannot_be_one_is_refused(bench, tmp_path, plan_id):
    outcome = bench.etl("plan", "new", plan_id, "--out", tmp_path / "x")
    assert (outcome.code, outcome.out) == (2, "")
    assert not (tmp_path / "x").exists()


def test_an_existing_folder_is_never_overwritten(bench, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "plan.yml").write_text("id: mine", "utf-8")
    outcome = bench.etl("plan", "new", "mine", "--out", tmp_path / "mine")
    assert (outcome.code, outcome.out, len(outcome.messages)) == (2, "", 1)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["plan.yml"]
    assert (tmp_path / "mine" / "plan.yml").read_text("utf-8") == "id: mine"
    before = sorted(p.name for p in (PLANS / "enshi").iterdir())
    assert bench.etl("plan", "new", "enshi").code == 2
    assert sorted(p.name for p in (PLANS / "enshi").iterdir()) == before


def test_a_folder_that_cannot_be_written_leaves_nothing(bench, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    outcome = bench.etl("plan", "new", "mine", "--out", tmp_path / "file" / "mine")
    assert outcome.code == 2
    assert "Traceback" not in outcome.err


def test_templates_name_no_plan_of_the_product():
    text = "".join(path.read_text("utf-8") for path in TEMPLATE.iterdir())
    assert not any(word in text for word in ("恩施", "溆浦", "柏林", "河北", "何家畔"))


def test_the_guide_shows_what_the_check_says(bench, folder):
    """docs/new-plan.md, section nine: three slips in the skeleton and their lines."""
    for name, old, new in (
        ("plan.yml", "{code: orange, below: 70}", "{code: orange, below: 50}"),
        ("regions.csv", "\nR-02,", "\nR-01,"),
        ("indicators.yml", "value: 0.9, clause: 自定, origin", "value: 90, clause: 自定, origin"),
    ):
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    outcome = bench.etl("plan", "check", folder)
    assert outcome.code == 2
    guide = (ROOT / "docs" / "new-plan.md").read_text("utf-8")
    *lines, _ = outcome.messages
    assert len(lines) == 3
    assert [line for line in lines if line not in guide] == []
