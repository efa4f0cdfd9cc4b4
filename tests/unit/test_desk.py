"""The desk: what people write is added, read at once by others, and never lost between them."""

import sqlite3
import threading
from multiprocessing import get_context

import pytest

from database import BadDatabase
from database.desk import Desk, DeskBusy, NoticeKey, desk_path

WRITES = 25


def _write(path, name):
    desk = Desk(path)
    for number in range(WRITES):
        desk.set_state(f"rule.990101.-.{number}", "open", name, str(number), name)


def test_reading_makes_no_file_and_finds_nothing(tmp_path):
    desk = Desk(tmp_path / "wuse.duckdb")
    assert desk.states() == {}
    assert desk.state_history("x") == []
    assert desk.mappings() == []
    assert not desk.file.exists()
    assert desk.copy_to(tmp_path / "copy") is False


def test_the_newest_state_holds_and_the_older_ones_stay_on_record(tmp_path):
    desk = Desk(tmp_path / "wuse.duckdb")
    desk.set_state("a", "open", "东山县", "", "甲")
    desk.set_state("a", "explained", "西河县", "已核", "乙")
    desk.set_state("b", "corrected", "", "", "丙")
    assert {i: (s.state, s.owner, s.note, s.who) for i, s in desk.states().items()} == {
        "a": ("explained", "西河县", "已核", "乙"), "b": ("corrected", "", "", "丙"),
    }  # fmt: skip
    assert [s.state for s in desk.state_history("a")] == ["open", "explained"]


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_those_who_write_at_once_lose_nothing(tmp_path, kind):
    path = tmp_path / "wuse.duckdb"
    names = ["甲", "乙", "丙"]
    make = threading.Thread if kind == "threads" else get_context("spawn").Process
    workers = [make(target=_write, args=(path, name)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    if kind == "processes":
        assert [worker.exitcode for worker in workers] == [0, 0, 0]
    for number in range(WRITES):
        said = Desk(path).state_history(f"rule.990101.-.{number}")
        assert sorted(s.owner for s in said) == sorted(names)


def test_a_reader_is_not_held_up_by_a_writer(tmp_path):
    desk = Desk(tmp_path / "wuse.duckdb")
    desk.set_state("a", "open", "", "", "甲")
    with sqlite3.connect(desk.file) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM finding_states")
        assert list(desk.states()) == ["a"]
        writer.rollback()


def test_one_who_waits_in_vain_is_told_that_nothing_was_saved(tmp_path, monkeypatch):
    monkeypatch.setattr("database.desk._WAIT_SECONDS", 0.2)
    desk = Desk(tmp_path / "wuse.duckdb")
    desk.set_state("a", "open", "", "", "甲")
    with sqlite3.connect(desk.file) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(DeskBusy, match="这一次没有保存"):
            desk.set_state("a", "corrected", "", "", "乙")
        writer.rollback()
    assert desk.states()["a"].state == "open"


def test_a_damaged_file_says_what_to_do(tmp_path):
    path = tmp_path / "wuse.duckdb"
    desk_path(path).write_bytes(b"not a database, " * 300)
    for call in (lambda: Desk(path).states(), lambda: Desk(path).set_state("a", "open", "", "", "甲")):
        with pytest.raises(BadDatabase) as error:
            call()
        assert "已损坏" in str(error.value)
        assert "恢复" in str(error.value)


def test_a_copy_holds_what_was_there_while_others_write(tmp_path):
    path = tmp_path / "wuse.duckdb"
    _write(path, "甲")
    target = tmp_path / "copies" / "wuse.duckdb"
    target.parent.mkdir()
    writer = threading.Thread(target=_write, args=(path, "乙"))
    writer.start()
    assert Desk(path).copy_to(desk_path(target))
    writer.join(60)
    copied = Desk(target)
    assert len(copied.states()) == WRITES
    # Each entry is wholly there or not at all, and those made before the copy are.
    for number in range(WRITES):
        owners = [s.owner for s in copied.state_history(f"rule.990101.-.{number}")]
        assert owners in (["甲"], ["甲", "乙"])


QUARTER = NoticeKey("2026-09.1", "quarterly", "2026Q3")


def test_a_paragraph_is_of_one_release_paper_period_and_unit_alone(tmp_path):
    desk = Desk(tmp_path / "wuse.duckdb")
    desk.edit_paragraph(QUARTER, "lead", "各地好。", "甲")
    others = [
        NoticeKey("2026-09.2", "quarterly", "2026Q3"), NoticeKey("2026-09.1", "annual", "2026Q3"),
        NoticeKey("2026-09.1", "quarterly", "2026Q2"), NoticeKey("2026-09.1", "quarterly", "2026Q3", "region/1"),
    ]  # fmt: skip
    assert [desk.paragraph_edits(other) for other in others] == [{}] * 4
    assert {e.paragraph: (e.text, e.who) for e in desk.paragraph_edits(QUARTER).values()} == {
        "lead": ("各地好。", "甲")
    }


def test_the_newest_text_holds_and_what_stood_before_stays_on_record(tmp_path):
    desk = Desk(tmp_path / "wuse.duckdb")
    for text, who in (("一", "甲"), ("二", "乙"), (None, "甲")):
        desk.edit_paragraph(QUARTER, "lead", text, who)
    desk.edit_paragraph(QUARTER, "ranking.overall", "三", "乙")
    newest = desk.paragraph_edits(QUARTER)
    assert (newest["lead"].text, newest["ranking.overall"].text) == (None, "三")
    assert [(e.number, e.paragraph, e.text, e.who) for e in desk.paragraph_history(QUARTER)] == [
        (1, "lead", "一", "甲"), (2, "lead", "二", "乙"), (3, "lead", None, "甲"), (4, "ranking.overall", "三", "乙"),
    ]  # fmt: skip


def _edit(path, name):
    for number in range(WRITES):
        Desk(path).edit_paragraph(QUARTER, f"part.{number}", name, name)


def test_two_who_write_the_same_paragraphs_at_once_lose_nothing(tmp_path):
    path = tmp_path / "wuse.duckdb"
    workers = [get_context("spawn").Process(target=_edit, args=(path, name)) for name in ("甲", "乙")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    history = Desk(path).paragraph_history(QUARTER)
    for number in range(WRITES):
        assert sorted(e.who for e in history if e.paragraph == f"part.{number}") == ["乙", "甲"]


def test_what_was_issued_is_told_newest_first(tmp_path):
    desk = Desk(tmp_path / "wuse.duckdb")
    assert desk.issues() == []
    files = [{"name": "甲.docx", "sha256": "ab", "bytes": 3}]
    desk.issue(QUARTER, "c1", {"formats": ["docx"], "files": files}, "甲")
    desk.issue(NoticeKey("2026-09.1", "letter/letter", "2026-09", "region/1"), "c2", {"formats": []}, "乙")
    assert [(i.number, i.key.unit, i.content, i.who) for i in desk.issues()] == [
        (2, "region/1", "c2", "乙"), (1, "", "c1", "甲"),
    ]  # fmt: skip
    assert desk.issues()[1].detail["files"] == files


def test_a_desk_of_before_there_were_notices_is_read_and_then_written(tmp_path):
    path = tmp_path / "wuse.duckdb"
    with sqlite3.connect(desk_path(path)) as old:
        old.execute(
            "CREATE TABLE log (number INTEGER PRIMARY KEY, at TEXT, who TEXT, what TEXT, detail TEXT)"
        )
    desk = Desk(path)
    assert (desk.issues(), desk.paragraph_edits(QUARTER)) == ([], {})
    desk.edit_paragraph(QUARTER, "lead", "一", "甲")
    assert desk.paragraph_edits(QUARTER)["lead"].text == "一"
