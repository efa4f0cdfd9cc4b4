"""Undoing a load from the command line: the ledger is as before it, the account says so, the dashboard opens."""

import json

import duckdb
import pytest

from etl.contract import contracts

HEADER = "隐患编号,区域,隐患级别,发现日期,隐患描述,报送月份"


def row(key, text="甲", month="2025-03", region="东山县"):
    return f"{key},{region},重大,2025-01-05,{text},{month}"


def undo(bench, *more, code=0):
    outcome = bench.etl("undo", "--plan", bench.plan, "--db", bench.db, "--json", *more)
    assert outcome.code == code, outcome.err
    return outcome.json if code == 0 else outcome.messages


def ledgers(bench):
    """Every ledger and history, and what undoing rests on, as sorted rows."""
    names = [t + s for t in contracts() for s in ("", "_history")] + ["month_moves", "load_touches"]
    with duckdb.connect(str(bench.generation), read_only=True) as connection:
        return {n: sorted(connection.execute(f"FROM {n}").fetchall(), key=repr) for n in names}


def test_loads_undone_one_by_one_restore_each_state_and_leave_an_empty_dashboard(bench):
    """With marts: the figures of a month come back too, and with nothing left every question is still answered."""
    a = bench.csv("隐患台账_2025-03.csv", HEADER, [row("H1"), row("H2"), row("H3", region="南海县")])
    b = bench.csv(
        "隐患台账_2025-04.csv", HEADER, [row("H1", "甲", "2025-04"), row("H2", "乙", "2025-04"), row("H4")]
    )
    bench.load(a, code=3)
    march, shown = ledgers(bench), bench.show("hazards", "2025-03")
    bench.load(b, code=0)
    assert bench.show("hazards", "2025-03") != shown
    told = undo(bench, "--reason", "报错了县", "--who", "王科")
    assert {k: told[k] for k in ("load_id", "files", "removed", "restored", "undone_by", "reason")} == {
        "load_id": 2, "files": ["隐患台账_2025-04.csv"], "removed": 2, "restored": 1, "undone_by": "王科", "reason": "报错了县",
    }  # fmt: skip
    assert told["build_id"] == json.loads(bench.db.read_text("utf-8"))["build_id"]
    assert ledgers(bench) == march
    assert bench.show("hazards", "2025-03") == shown
    assert bench.query("SELECT load_id, state, undone_by, undo_reason FROM load_account ORDER BY 1") == [
        (1, "loaded", None, None), (2, "undone", "王科", "报错了县"),
    ]  # fmt: skip

    undo(bench)
    assert {name for name, rows in ledgers(bench).items() if rows} == set()
    for kind in ("ranking", "hazards", "targets", "risk", "inspections", "tasks", "reporting"):
        outcome = bench.board("show", kind, "--month", "2025-03", "--format", "json")
        assert outcome.code == 0, (kind, outcome.err)
    assert {r["found"] for r in bench.show("hazards", "2025-03").values()} <= {0, None}
    assert {r["colour"] for r in bench.show("ranking", "2025-03").values()} == {"no_data"}
    (message,) = undo(bench, code=2)
    assert message == "没有可以撤销的载入。可用 python -m etl status 查看载入记录"


@pytest.mark.usefixtures("ledgers_only")
class TestChosenLoad:
    def test_what_was_undone_may_come_again_as_a_new_load(self, bench):
        bench.load(bench.csv("a.csv", HEADER, [row("H1"), row("H2")]), code=0)
        b = bench.csv("b.csv", HEADER, [row("H1", "甲", "2025-04"), row("H2", "乙", "2025-04"), row("H4")])
        bench.load(b, code=0)
        undo(bench)
        assert bench.load(b, code=0)["load_id"] == 3
        assert bench.query("SELECT hazard_id, description, report_month, _file FROM hazards ORDER BY 1") == [
            ("H1", "甲", "2025-04", 1), ("H2", "乙", "2025-04", 3), ("H4", "甲", "2025-03", 3),
        ]  # fmt: skip

    def test_an_earlier_load_that_nothing_met_goes_alone(self, bench):
        bench.load(bench.csv("a.csv", HEADER, [row("H1")]), code=0)
        alone = ledgers(bench)
        bench.load(bench.csv("b.csv", HEADER, [row("H2")]), code=0)
        bench.load(bench.csv("c.csv", "企业编号,区域,企业名称", ["E1,东山县,甲矿"]), code=0)
        undo(bench, "--load", "2")
        left = ledgers(bench)
        assert (left["hazards"], len(left["enterprises"])) == (alone["hazards"], 1)

    def test_an_earlier_load_whose_rows_came_again_names_what_to_undo_first(self, bench):
        bench.load(bench.csv("a.csv", HEADER, [row("H1")]), code=0)
        bench.load(bench.csv("b.csv", HEADER, [row("H1", month="2025-04")]), code=0)
        bench.load(bench.csv("c.csv", HEADER, [row("H9")]), code=0)
        bench.load(bench.csv("d.csv", HEADER, [row("H1", "乙", month="2025-04")]), code=0)
        before = bench.state()
        (message,) = undo(bench, "--load", "1", code=2)
        assert message == (
            "第 1 次载入的行，后来的载入又报过或改过，不能单独撤销。请先依次撤销第 4、2 次载入，再撤销第 1 次"
        )
        assert bench.state() == before
        for number in ("4", "2", "1"):
            undo(bench, "--load", number)
        assert bench.query("SELECT hazard_id FROM hazards") == [("H9",)]

    @pytest.mark.parametrize(
        ("number", "message"),
        [
            ("7", "没有第 7 次载入。请用 python -m etl status 查看载入记录后再试"),
            ("1", "第 1 次载入已在 2026-11-05"),
        ],
    )
    def test_a_load_that_is_not_there_or_undone_already_is_refused(self, bench, number, message):
        bench.load(bench.csv("a.csv", HEADER, [row("H1")]), code=0)
        bench.load(bench.csv("b.csv", HEADER, [row("H2")]), code=0)
        undo(bench, "--load", "1")
        before = bench.state()
        assert undo(bench, "--load", number, code=2)[0].startswith(message)
        assert bench.state() == before

    def test_a_row_rejected_before_and_taken_in_later_by_the_same_file_goes_with_that_load(
        self, bench, tmp_path
    ):
        import shutil

        path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", region="南海县")])
        bench.load(path, code=3)
        first = ledgers(bench)
        bench.plan = shutil.copytree(bench.plan, tmp_path / "wider")
        regions = bench.plan / "regions.csv"
        regions.write_text(
            regions.read_text("utf-8") + "990109,南海县,Nanhai,南海,,2025-01-01,false,3,0\n", "utf-8"
        )
        bench.load(path, code=0)
        undo(bench)
        assert ledgers(bench) == first
        again = bench.load(path, code=0)
        assert (again["accepted"], again["unchanged"]) == (1, 1)

    def test_the_label_of_the_demonstration_goes_with_its_last_load(self, bench):
        bench.load(bench.csv("演示数据.csv", HEADER, [row("H1")]), code=0)
        bench.load(bench.csv("b.csv", HEADER, [row("H2")]), code=0)
        pointer = lambda: json.loads(bench.db.read_text("utf-8"))  # noqa: E731
        assert pointer()["is_demo"] is True
        undo(bench, "--load", "1")
        assert pointer()["is_demo"] is False

    def test_a_load_of_an_older_program_is_not_undone_by_guesswork(self, bench):
        bench.load(bench.csv("a.csv", HEADER, [row("H1")]), code=0)
        with duckdb.connect(str(bench.generation)) as connection:
            connection.execute("UPDATE loads SET can_undo = NULL")
            connection.execute("CHECKPOINT")
        pointer = json.loads(bench.db.read_text("utf-8"))
        pointer["size"] = bench.generation.stat().st_size
        bench.db.write_text(json.dumps(pointer), "utf-8")
        bench.generation.with_suffix(".json").unlink(missing_ok=True)
        (message,) = undo(bench, code=2)
        assert message.startswith("第 1 次载入是旧版程序做的")

    def test_undoing_waits_for_nobody_and_says_that_a_loader_is_at_work(self, bench):
        from etl.generations import only_loader

        bench.load(bench.csv("a.csv", HEADER, [row("H1")]), code=0)
        before = bench.state()
        with only_loader(bench.db):
            assert "另一个载入程序正在写" in undo(bench, code=2)[0]
        assert bench.state() == before
