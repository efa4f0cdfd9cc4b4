"""Publishing a month and what stays of it: worked out on paper, through files, load, publish and ``board show``.

Two hazards of 东山县 are due in March 2025: D1 closed in time, D2 open; half in time is 20 of 40 points. Awareness is
8 of 10: 32 of 40. Together 52 of 80: a score of 65, orange. Published so. Then the county corrects D2: closed on its
due day. Now both are in time: 40 of 40; 72 of 80 is 90: green.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from board.queries import open_board
from board.queries_rows import added_up, cells_of
from database import read_pointer
from database.releases import read_releases
from rules.months import Month
from rules.packs import load_plan

MONTH = "2025-03"
HEADER = "隐患编号,地区,行业领域,隐患级别,发现日期,整改时限,销号日期"
D1 = "D1,东山县,矿山,重大,2025-01-02,2025-03-20,2025-03-20"
D2 = "D2,东山县,矿山,重大,2025-01-02,2025-03-21,"
D2_CLOSED = "D2,东山县,矿山,重大,2025-01-02,2025-03-21,2025-03-21"


def first_load(bench):
    return bench.load(
        bench.csv("一月隐患.csv", HEADER, [D1, D2]),
        bench.csv(
            "抽查.csv",
            "抽查编号,地区,行业领域,抽查日期,抽查人数,知晓人数",
            ["C1,东山县,矿山,2025-03-10,10,8"],
        ),
        # Says that data reach to April.
        bench.csv("调度.csv", "地区,月份,指标,分子,分母", ["西河县,2025-04,drill_rate,1,1"]),
        code=0,
    )


def correct(bench):
    return bench.load(bench.csv("更正/隐患.csv", HEADER, [D2_CLOSED]), code=0)


def publish(bench, *more, month=MONTH, plan=None):
    return bench.etl(
        "publish", "--plan", plan or bench.plan, "--db", bench.db, "--month", month, "--json", *more
    )


@pytest.fixture(scope="module")
def corrected(module_bench):
    """Published, then corrected. Only read it."""
    first_load(module_bench)
    made = publish(module_bench, "--who", "王科")
    assert made.code == 0, made.err
    correct(module_bench)
    return module_bench


def revisions(bench, month=MONTH):
    outcome = bench.board("show", "revisions", "--month", month, "--format", "json")
    assert outcome.code == 0, outcome.err
    return outcome.json


def test_publish_says_what_it_made(bench):
    build = first_load(bench)["build_id"]
    told = publish(bench, "--who", "王科").json
    assert told.pop("published_at").startswith("2026-11-0")
    assert told == {
        "month": MONTH, "number": 1, "by": "王科", "reason": "", "changed": 0, "build_id": build, "made": True,
    }  # fmt: skip
    folder = bench.db.with_name("wuse.duckdb.d") / "releases" / "2025-03.1"
    assert sorted(p.name for p in folder.iterdir()) == ["data.duckdb", "plan", "release.json"]
    assert sorted(p.name for p in (folder / "plan").iterdir()) == sorted(p.name for p in bench.plan.iterdir())


def test_the_published_figures_stay_and_the_current_ones_move(corrected):
    published = corrected.show("ranking", MONTH, "--figures", "published")["990101"]
    current = corrected.show("ranking", MONTH)["990101"]
    assert (published["score"], published["colour"]) == (pytest.approx(65), "orange")
    assert (current["score"], current["colour"]) == (pytest.approx(90), "green")
    stock = ("closed", "open_stock", "overdue", "on_time", "on_time_rate", "closure_rate")
    then = corrected.show("hazards", MONTH, "--figures", "published")["990101"]
    assert [then[name] for name in stock] == [1, 1, 1, 1, 0.5, 0.5]
    now = corrected.show("hazards", MONTH, "--figures", "current")["990101"]
    assert [now[name] for name in stock] == [2, 0, 0, 2, 1.0, 1.0]


def test_revisions_are_exactly_the_figures_that_changed(corrected):
    told = revisions(corrected)
    stock = {
        row["measure"]: (row["published"], row["current"])
        for row in told
        if row["table"] == "hazard_month"
        and row["unit_kind"] == "region"
        and list(row["dimensions"]) == ["level"]
    }
    assert stock == {
        "closed": (1, 2), "open_stock": (1, 0), "overdue": (1, 0), "on_time": (1, 2), "closed_of_due": (1, 2),
        "on_time_ytd": (1, 2), "closed_of_due_ytd": (1, 2),
    }  # fmt: skip
    score = {row["measure"]: row for row in told if row["table"] == "scores" and row["unit_code"] == "990101"}
    assert (score["colour"]["published"], score["colour"]["current"]) == ("orange", "green")
    assert (score["score"]["published"], score["score"]["current"]) == (pytest.approx(65), pytest.approx(90))
    assert "rank" not in score  # the only one with a score is first before and after
    parts = [(r["indicator"], r["measure"], r["published"], r["current"]) for r in told
             if r["table"] == "score_components" and r["unit_code"] == "990101"]  # fmt: skip
    assert parts == [
        ("on_time", "numerator", 1, 2), ("on_time", "value", 0.5, 1), ("on_time", "points", 20, 40),
    ]  # fmt: skip
    values = {(r["unit_kind"], r["unit_code"]) for r in told if r["table"] == "indicator_values"}
    assert values == {("region", "990101"), ("region", "*"), ("sector", "mining")}
    assert {r["indicator"] for r in told if r["table"] == "target_status"} == {"on_time"}
    # D2 was open for 88 days on 31 March, and 10 days overdue.
    ages = [
        (
            r["unit_code"],
            r["dimensions"]["age_band"],
            r["dimensions"]["overdue_band"],
            r["published"],
            r["current"],
        )
        for r in told
        if r["table"] == "hazard_age_month"
    ]
    assert ages == [("990101", "31-90", "8-30", 1, 0)]
    tables = {
        "scores",
        "score_components",
        "target_status",
        "indicator_values",
        "hazard_month",
        "hazard_age_month",
    }
    assert {row["table"] for row in told} == tables
    first = told[0]
    assert list(first) == [
        "month", "release", "table", "unit_kind", "unit_code", "unit", "indicator", "measure", "title", "dimensions",
        "published", "current", "published_at",
    ]  # fmt: skip
    assert (first["month"], first["release"], first["unit"], first["title"]) == (MONTH, 1, "东山县", "得分")


def test_without_a_month_the_revisions_of_all_published_months_are_told(corrected):
    outcome = corrected.board("show", "revisions", "--format", "json")
    assert outcome.json == revisions(corrected)
    assert revisions(corrected, "2025-04") == []


def test_rows_behind_a_published_figure_are_those_of_the_release(corrected):
    plan = load_plan(corrected.plan)
    indicator = next(i for i in plan.indicators if i.id == "on_time")
    sums = {}
    for figures in ("published", "current"):
        board = open_board(plan, corrected.db, MONTH, figures)
        sums[figures] = [
            added_up(board, cell).amount for _name, cell in cells_of(indicator, Month.parse(MONTH), "990101")
        ]
    assert sums == {"published": [1.0, 2.0], "current": [2.0, 2.0]}


def test_a_month_that_was_not_published_says_so(corrected):
    for kind in ("ranking", "targets", "risk", "hazards", "inspections", "tasks", "findings", "reporting"):
        outcome = corrected.board(
            "show", kind, "--month", "2025-02", "--figures", "published", "--format", "json"
        )
        assert outcome.code == 2 and outcome.out == ""
        assert "2025-02 还没有发布过" in outcome.err and "已发布的月份：2025-03" in outcome.err


def test_every_kind_shows_published_figures(corrected):
    for kind in ("ranking", "targets", "risk", "hazards", "inspections", "tasks", "findings", "reporting"):
        outcome = corrected.board(
            "show", kind, "--month", MONTH, "--figures", "published", "--format", "json"
        )
        assert outcome.code == 0, outcome.err


def test_publishing_again_needs_a_reason_only_where_something_changed(bench):
    first_load(bench)
    publish(bench)
    before = {p: p.stat().st_mtime_ns for p in bench.db.with_name("wuse.duckdb.d").rglob("*")}
    same = publish(bench)
    assert same.code == 0 and same.json["number"] == 1 and same.json["made"] is False
    assert {p: p.stat().st_mtime_ns for p in bench.db.with_name("wuse.duckdb.d").rglob("*")} == before
    correct(bench)
    refused = publish(bench)
    assert refused.code == 2 and refused.out == ""
    count = len(revisions(bench))
    assert f"有 {count} 个数字变动" in refused.err and "--reason" in refused.err
    assert "  东山县 得分：已发布 65，现为 90" in refused.err and f"另有 {count - 5} 个" in refused.err
    again = publish(bench, "--reason", "县里补报销号").json
    assert (again["number"], again["reason"], again["changed"]) == (2, "县里补报销号", count)
    assert bench.show("ranking", MONTH, "--figures", "published")["990101"]["colour"] == "green"
    assert revisions(bench) == []
    assert [r.name for r in read_releases(bench.db).all] == ["2025-03.1", "2025-03.2"]


def test_a_load_that_changes_no_figure_of_the_month_needs_no_reason(bench):
    first_load(bench)
    publish(bench)
    bench.load(bench.csv("四月.csv", HEADER, ["D9,东山县,矿山,重大,2025-04-02,2025-05-20,"]), code=0)
    again = publish(bench)
    assert again.code == 0 and again.json["made"] is False and revisions(bench) == []


def test_a_new_rule_does_not_recolour_a_published_month(bench, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(bench.plan, pack)
    bench.plan = pack
    first_load(bench)
    publish(bench)
    rules = (pack / "plan.yml").read_text("utf-8")
    (pack / "plan.yml").write_text(rules.replace("{code: red, below: 60}", "{code: red, below: 66}"), "utf-8")
    # Not rebuilt yet: what was published can be read nevertheless.
    assert bench.show("ranking", MONTH, "--figures", "published")["990101"]["colour"] == "orange"
    assert publish(bench).code == 2
    assert bench.etl("rebuild", "--plan", pack, "--db", bench.db).code == 0
    assert bench.show("ranking", MONTH)["990101"]["colour"] == "red"
    assert bench.show("ranking", MONTH, "--figures", "published")["990101"]["colour"] == "orange"
    changed = [
        (r["measure"], r["published"], r["current"]) for r in revisions(bench) if r["unit_code"] == "990101"
    ]
    assert ("colour", "orange", "red") in changed and "score" not in {name for name, *_ in changed}


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2025-05", "还没有数据"),
        ("2026-12", "还没有数据"),
        ("2024-12", "没有 2024-12 这一期"),
        ("三月", "YYYY-MM"),
    ],
)
def test_months_that_cannot_be_published(corrected, month, words):
    outcome = publish(corrected, month=month)
    assert outcome.code == 2 and words in outcome.err and "可发布 2025-01 至 2025-04" in outcome.err


def test_without_hard_links_the_file_is_copied(bench, monkeypatch):
    first_load(bench)

    def refuse(*_):
        raise OSError("no hard links here")

    linked = publish(bench, month="2025-02")
    monkeypatch.setattr(os, "link", refuse)
    copied = publish(bench)
    assert (linked.code, copied.code) == (0, 0)
    source = read_pointer(bench.db).file(bench.db)
    one, two = (read_releases(bench.db).newest(m).file for m in ("2025-02", MONTH))
    assert one.samefile(source) and not two.samefile(source)
    assert one.read_bytes() == two.read_bytes()
    assert bench.show("ranking", MONTH, "--figures", "published")["990101"]["colour"] == "orange"


def test_a_failure_half_way_leaves_nothing(bench, monkeypatch):
    first_load(bench)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    outcome = publish(bench)
    assert outcome.code == 2 and "没有发布" in outcome.err
    folder = bench.db.with_name("wuse.duckdb.d") / "releases"
    assert list(folder.iterdir()) == [] and read_releases(bench.db).all == ()


def test_what_a_killed_publisher_left_is_swept(bench):
    first_load(bench)
    draft = bench.db.with_name("wuse.duckdb.d") / "releases" / "2025-03.1.draft"
    (draft / "plan").mkdir(parents=True)
    assert read_releases(bench.db).months == []
    assert publish(bench).json["number"] == 1
    assert not draft.exists()


def test_a_damaged_release_is_told_and_never_replaced_by_an_earlier_one(bench):
    first_load(bench)
    publish(bench)
    correct(bench)
    publish(bench, "--reason", "更正")
    folder = bench.db.with_name("wuse.duckdb.d") / "releases" / "2025-03.2"
    (folder / "data.duckdb").unlink()
    outcome = bench.board("show", "ranking", "--month", MONTH, "--figures", "published")
    assert outcome.code == 2 and "2025-03.2" in outcome.err and "备份" in outcome.err
    (folder / "release.json").write_text("{", "utf-8")
    os.utime(folder.parent)
    outcome = bench.board("show", "ranking", "--month", MONTH, "--figures", "published")
    assert outcome.code == 2 and "release.json" in outcome.err
    assert bench.show("ranking", MONTH)["990101"]["colour"] == "green"


def test_a_release_without_a_table_of_today_says_so(bench):
    import duckdb

    first_load(bench)
    publish(bench)
    release = read_releases(bench.db).newest(MONTH)
    older = release.file.with_name("older.duckdb")
    shutil.copyfile(release.file, older)
    release.file.unlink()
    with duckdb.connect(str(older)) as connection:
        connection.execute("DROP TABLE reporting_month")
        connection.execute("ALTER TABLE scores DROP COLUMN rank_low")
    older.replace(release.file)
    about = json.loads((release.folder / "release.json").read_text("utf-8"))
    about["pointer"]["size"] = release.file.stat().st_size
    (release.folder / "release.json").write_text(json.dumps(about), "utf-8")
    os.utime(release.folder.parent)
    correct(bench)
    outcome = bench.board("show", "reporting", "--month", MONTH, "--figures", "published")
    assert outcome.code == 2 and "这一期（2025-03.1）发布时还没有这项" in outcome.err
    assert bench.show("hazards", MONTH, "--figures", "published")["990101"]["open_stock"] == 1
    assert "colour" in {row["measure"] for row in revisions(bench)}


def test_the_marts_and_their_figures_agree():
    """Every mart is compared, by the keys of its grain; every column of it is a key, a measure, or no figure."""
    import yaml

    from database.comparison import figure_tables

    folder = Path(__file__).resolve().parents[2] / "etl" / "models" / "marts"
    full = {t.table: t for t in figure_tables() if not t.is_sum}
    for file in sorted(folder.glob("*.yml")):
        model = yaml.safe_load(file.read_text("utf-8"))
        table = full[file.stem]
        assert set(table.keys) == set(model["grain"]) - {"month"}, file.name
        days = {"reported_date", "report_month", "done_date"}  # when it was told, not what
        assert set(table.measures) == set(model["columns"]) - days, file.name
