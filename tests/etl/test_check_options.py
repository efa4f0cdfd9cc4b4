"""What ``check`` and ``load`` take besides files: who, which office, the checked bytes, answers, progress, rejects."""

import hashlib
import json

import pytest

from etl import run
from etl.progress import Progress

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,隐患描述,报送月份"


def row(key, text="甲", month="2025-03", region="东山县"):
    return f"{key},{region},重大,2025-01-05,{text},{month}"


def etl(bench, command, *arguments):
    return bench.etl(command, "--plan", bench.plan, "--db", bench.db, "--json", *arguments)


def test_the_account_says_what_came_from_whom_and_where_it_went(bench, monkeypatch):
    monkeypatch.setenv("WUSE_USER", "值班员")
    a = bench.csv("东山县_隐患.csv", HEADER, [row("H1"), row("H2", month="x")])
    b = bench.csv("b.csv", HEADER, [row("H1", "乙", "2025-02"), row("H3")])
    assert etl(bench, "load", a).code == 3
    assert etl(bench, "load", "--office", "990102", "--who", "王科", b).code == 0
    counts = "rows_in, accepted, changed, unchanged, superseded, rejected, skipped"
    assert bench.query(f'SELECT load_id, file, office, who, sha256, state, {counts} FROM load_account ORDER BY 1') == [
        (1, "东山县_隐患.csv", "990101", "值班员", _sha(a), "loaded", 2, 1, 0, 0, 0, 1, 1),
        (2, "b.csv", "990102", "王科", _sha(b), "loaded", 2, 1, 0, 0, 1, 0, 1),
    ]  # fmt: skip
    assert bench.query('SELECT count(*) FROM load_account WHERE "when" IS NULL') == [(0,)]
    # From every stored row to its load.
    assert bench.query(
        "SELECT hazard_id, load_id FROM hazards JOIN load_files ON file_id = _file ORDER BY 1"
    ) == [("H1", 1), ("H3", 2)]
    # One file's rejects bring the whole account along: without a load the numbers would not add up.
    assert bench.query("SELECT load_id FROM rejects JOIN load_files USING (file_id)") == [(1,)]


def _sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_office_that_the_plan_does_not_know_is_refused(bench):
    path = bench.csv("a.csv", HEADER, [row("H1")])
    outcome = etl(bench, "load", "--office", "42", path)
    assert outcome.code == 2
    assert outcome.messages[0].startswith("没有代码为“42”的报送单位。可用的有：990101 东山县、")


class TestExpect:
    def test_the_checked_files_load(self, bench):
        path = bench.csv("a.csv", HEADER, [row("H1")])
        expect = bench.text("expect.json", json.dumps({str(path): _sha(path)}))
        assert etl(bench, "load", "--expect", expect, path).code == 0

    @pytest.mark.parametrize("change", ["changed", "gone", "another", "missing"])
    def test_anything_else_does_nothing_and_says_which_file(self, bench, change):
        path = bench.csv("a.csv", HEADER, [row("H1")])
        other = bench.csv("b.csv", HEADER, [row("H2")])
        checked = {str(path): _sha(path)}
        given = [path]
        if change == "changed":
            path.write_text(path.read_text("utf-8") + row("H9") + "\r\n", "utf-8")
        elif change == "gone":
            path.unlink()
        elif change == "another":
            given.append(other)
        else:
            checked[str(other)] = _sha(other)
        outcome = etl(bench, "load", "--expect", bench.text("expect.json", json.dumps(checked)), *given)
        assert outcome.code == 2
        told = {
            "changed": "a.csv：核对后被改动或移走", "gone": "a.csv：核对后被改动或移走",
            "another": "b.csv：核对时没有这个文件", "missing": "b.csv：核对过，这次没有给出",
        }  # fmt: skip
        assert outcome.messages == [told[change] + "。什么也没有载入，请重新核对后再载入"]
        assert bench.state() == {}

    @pytest.mark.parametrize("text", ["[1]", '{"a.csv": "abc"}', "{"])
    def test_a_list_that_is_none_is_refused(self, bench, text):
        path = bench.csv("a.csv", HEADER, [row("H1")])
        outcome = etl(bench, "load", "--expect", bench.text("expect.json", text), path)
        assert outcome.code == 2
        assert outcome.messages[0].startswith("--expect 的清单 ")


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "xlsx"])
@pytest.mark.parametrize("fate", ["changed", "gone"])
def test_a_file_that_changes_while_it_is_read_is_refused_alone(bench, monkeypatch, kind, fate):
    """The moment is the worst: after the file was recognised, before its rows are settled."""
    good = bench.csv("good.csv", HEADER, [row("H1")])
    if kind == "xlsx":

        def fill(sheet, book):
            for r, line in enumerate([HEADER, row("H2")]):
                sheet.write_row(r, 0, line.split(","))

        path = bench.xlsx("x.xlsx", {"一": fill})
    else:
        path = bench.csv("x.csv", HEADER, [row("H2")], kind)
    real = run.inspect

    def inspected(file, *more):
        found = real(file, *more)
        if file == path:
            if fate == "gone":
                path.unlink()
            else:
                path.write_bytes(path.read_bytes().replace(b"H2", b"H7") + b"\r\n")
        return found

    monkeypatch.setattr(run, "inspect", inspected)
    result = bench.load(path, good, code=3)
    assert [f["status"] for f in result["files"]] == ["refused", "loaded"]
    assert result["files"][0]["message"] == "这个文件在读取时被改动或移走了，没有载入。请等它写完后再报"
    assert bench.query("SELECT hazard_id FROM hazards") == [("H1",)]
    assert bench.query("SELECT count(*) FROM load_files") == [(1,)]


def test_a_question_that_must_be_answered_keeps_the_file_out_until_it_is(bench):
    path = bench.csv("a.csv", "隐患编号,区域,隐患级别,发现的那天,隐患描述", ["H1,东山县,重大,2025-01-05,甲"])
    outcome = etl(bench, "check", path)
    assert outcome.code == 2
    (file,) = outcome.json["files"]
    (question,) = [q for q in file["questions"] if q["must"]]
    assert (question["kind"], question["column"]) == ("header", "found_date")
    assert "--answers" in file["message"]
    assert {m["state"] for m in file["mapping"] if m["header"] == "发现的那天"} == {"asked"}
    answers = bench.text(
        "answers.json",
        json.dumps({file["sha256"]: {"sheets": {"": {"columns": {"发现的那天": "found_date"}}}}}),
    )
    outcome = etl(bench, "load", "--answers", answers, path)
    assert outcome.code == 0, outcome.err
    (file,) = outcome.json["files"]
    assert {m["state"] for m in file["mapping"] if m["header"] == "发现的那天"} == {"answered"}
    assert bench.query("SELECT hazard_id, found_date::VARCHAR FROM hazards") == [("H1", "2025-01-05")]


def test_rows_that_a_word_would_bring_in_raise_a_question(bench):
    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", region="南海县"), row("H3", region="南海县")])
    (file,) = etl(bench, "check", path).json["files"]
    (question,) = file["questions"]
    assert (question["kind"], question["must"], question["column"], question["found"], question["rows"]) == (
        "value", False, "region", ["南海县"], 2,
    )  # fmt: skip


def test_a_check_writes_the_rejects_where_it_is_told_and_stores_nothing(bench):
    path = bench.csv("a.csv", HEADER, [row("H1"), row("H2", month="x")])
    folder = bench.folder / "out"
    (file,) = etl(bench, "check", "--rejects", folder, path).json["files"]
    assert file["rejects_file"] == str(folder / "a.rejects.csv")
    assert file["rejects_book"] == str(folder / "a.rejects.xlsx")
    assert sorted(p.name for p in folder.iterdir()) == ["a.rejects.csv", "a.rejects.xlsx"]
    assert bench.state() == {}


def test_progress_tells_rows_done_and_time_left(bench, monkeypatch):
    told = []
    real = Progress._show

    def shown(self, at_once):
        real(self, True)
        told.append(json.loads(self._file.read_text("utf-8")))

    monkeypatch.setattr(Progress, "_show", shown)
    files = [bench.csv(f"{n}.csv", HEADER, [row(f"H{n}{i}") for i in range(n)]) for n in (1, 2, 3)]
    assert etl(bench, "check", "--progress-file", bench.folder / "p.json", *files).code == 0
    assert set(told[0]) == {"done", "total", "what", "rows_done", "rows_total", "seconds_left"}
    done = [t["rows_done"] for t in told if t["rows_total"]]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 6)
    assert {1, 3, 6} <= set(done)
    assert {t["rows_total"] for t in told} == {0, 6}
    what = [t["what"] for t in told if t["rows_total"]]
    assert list(dict.fromkeys(what)) == ["识别文件", "核对隐患台账", "比对隐患台账"][-len(set(what)) :]
    # Behind the last row the work goes on, and nobody can tell how long.
    assert [t["seconds_left"] for t in told if t["what"] == "比对隐患台账" and not t["done"]] == [None]


def test_time_left_follows_the_pace_of_the_rows(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("etl.progress.time.monotonic", lambda: now[0])
    progress = Progress(quiet=True)
    progress.step(0, 1, "核对")
    progress.expect_rows(1000)
    assert progress.seconds_left() is None
    now[0] += 2
    progress.rows(100)
    assert progress.seconds_left() == 18.0  # 50 rows a second, 900 to go
    progress.rows_within(150)
    assert progress.rows_so_far == 250
    assert progress.seconds_left() == 6.0  # 125 a second, 750 to go
    progress.rows(900)
    now[0] += 5
    progress.step(1, 4, "生成汇总")
    now[0] += 3
    assert progress.seconds_left() == 9.0  # one of four parts in three seconds
