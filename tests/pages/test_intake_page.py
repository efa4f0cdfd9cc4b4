"""The intake page in Streamlit's test bench: real files, the real loader in its own process, a small real database.

Loaded before each test, from 东山县: H1 major, found 2026-09-03, due 2026-10-20, open; H2 general, found 2026-09-04.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from board import intake
from board.charts.intake_state import BATCH
from database.desk import Desk
from tests.conftest import ROOT, Bench

ENTRY = str(ROOT / "dashboard.py")
HEADER = "隐患编号,区域,隐患级别,发现日期,整改时限,隐患描述"
BASE = ["H1,东山县,重大,2026-09-03,2026-10-20,通道堵塞", "H2,东山县,一般,2026-09-04,2026-10-21,标识缺失"]
NAME = "东山县_2026-10.csv"
Page = Callable[..., AppTest]


def text(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((header, *rows, "")).encode(encoding)


@pytest.fixture
def page(bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Page:
    """Opens a part of the page on a database that holds ``BASE``; its uploads lie in a folder of the test."""
    bench.load(bench.csv("东山县_2026-09.csv", HEADER, BASE), code=0)
    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(intake.tempfile, "tempdir", str(tmp_path / "temporary"))

    def opened(part: str = "upload") -> AppTest:
        app = AppTest.from_file(ENTRY, default_timeout=60)
        app.query_params["part"] = part
        app.run().switch_page("pages/intake.py").run()
        assert not app.exception
        return app

    return opened


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    app.run()
    return waited(app)


def waited(app: AppTest) -> AppTest:
    """Runs the page until its command has ended."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        batch = app.session_state[BATCH] if BATCH in app.session_state else None  # noqa: SIM401 - it has no get()
        undoing = "_intake_undoing" in app.session_state
        if (batch is None or batch.running is None) and not undoing:
            assert not app.exception
            return app
        time.sleep(0.3)
        app.run()
    raise AssertionError("the command did not end")


def shown(app: AppTest) -> str:
    told = "\n".join(str(item.proto.body) for item in app.get("html"))
    return re.sub(r"<(style|script)>(?!alert).*?</\1>", "", told, flags=re.DOTALL)


def click(app: AppTest, label: str) -> AppTest:
    [button] = [b for b in app.button if b.label == label]
    assert not button.disabled, label
    button.click()
    app.run()
    return waited(app)


def named(app: AppTest, key: str = "in_who") -> AppTest:
    app.text_input(key=key).input("安委办值班")
    return app.run()


def ledger(bench: Bench) -> list[tuple[object, ...]]:
    return bench.query("SELECT hazard_id, level, description FROM hazards ORDER BY 1")


def test_before_a_file_comes_it_says_what_to_do(page: Page) -> None:
    app = page()
    told = shown(app)
    assert "还没有文件" in told and "隐患台账" in told and "月调度表" in told and "method?" in told
    assert "演示数据，载入的行" not in told


def test_checked_confirmed_and_undone(page: Page, bench: Bench) -> None:
    """H1's description changes, H3 is new, H4 breaks a rule, H2 is missing though it was sent the month before."""
    before = ledger(bench)
    app = page()
    rows = [
        "H1,东山县,重大,2026-09-03,2026-10-20,通道又堵",
        "H3,东山县,重大,2026-10-05,2026-11-05,<script>alert(1)</script>",
        "H4,东山县,特大,2026-10-06,2026-11-06,=1+1",
    ]
    upload(app, ("<script>东山县_2026-10.csv", text(*rows, encoding="gb18030")))
    told = shown(app)
    assert "GB18030" in told and "新增 1 行，1 行改动 1 格，上月有、本月没有 1 行" in told
    assert "3 行 = 新收 2（其中变更 1）+ 未变 0 + 被取代 0 + 退回 1" in told
    assert "隐患级别应为" in told and '<td class="c-cell bad">特大</td>' in told
    assert "<script>alert" not in told and "＜script＞东山县_2026-10.csv" in told
    app.segmented_control(key="in_kind_1").set_value("changes")
    app.run()
    assert "<del>通道堵塞</del> → <ins>通道又堵</ins>" in shown(app)
    app.segmented_control(key="in_kind_1").set_value("gone")
    app.run()
    assert "标识缺失" in shown(app)
    assert ledger(bench) == before  # nothing is stored before it is confirmed
    assert "请先填上姓名或岗位" in shown(click(app, "确认载入"))
    assert ledger(bench) == before

    click(named(app), "确认载入")
    assert "第 2 次载入已完成" in shown(app)
    assert ledger(bench) == [
        ("H1", "major", "通道又堵"),
        ("H2", "general", "标识缺失"),
        ("H3", "major", "<script>alert(1)</script>"),
    ]
    assert bench.query("SELECT loaded_by, accepted, rejected FROM loads WHERE load_id = 2") == [
        ("安委办值班", 2, 1)
    ]
    assert list((bench.folder / "temporary").iterdir()) == []

    click(app, "看这次载入的记录")
    told = shown(app)
    assert "第 2 次载入" in told and "安委办值班" in told and "特大" in told and "<script>alert" not in told
    taken = [button.proto.label for button in app.get("download_button")]
    assert taken == ["退回表 CSV", "退回表 XLSX"], "what the load gave back can be had from its record too"
    app.text_input(key="in_undo_why_2").input("报错了")
    app.run()
    click(app, "撤销第 2 次载入")
    assert "已撤销" in shown(app)
    assert ledger(bench) == before
    assert bench.query("SELECT undone_by, undo_reason FROM loads WHERE load_id = 2") == [
        ("安委办值班", "报错了")
    ]


def test_a_question_answered_once_is_remembered_for_the_office(page: Page, bench: Bench) -> None:
    header = "登记号,经办,区域,隐患级别,发现日期"
    app = upload(page(), (NAME, text("H7,甲,东山县,重大,2026-10-07", header=header)))
    assert "待回答" in shown(app)
    [ask] = [box for box in app.selectbox if "是哪一列" in box.label]
    assert ask.options == ["登记号", "经办"] and ask.value is None
    ask.select("登记号")
    click(app, "按此重新核对")
    assert "待回答" not in shown(app) and "1 行 = 新收 1" in shown(app)
    assert Desk(bench.db).mappings() == []  # nothing holds before it is confirmed
    click(named(app), "确认载入")
    [kept] = Desk(bench.db).mappings()
    assert (kept.office, kept.who, kept.answers["columns"]) == (
        "990101",
        "安委办值班",
        {"登记号": "hazard_id"},
    )

    click(app, "再报一批")
    upload(app, ("东山县_2026-11.csv", text("H8,甲,东山县,重大,2026-11-02", header=header)))
    told = shown(app)
    assert "待回答" not in told and "1 行 = 新收 1" in told
    click(app, "放弃这一批")
    assert ledger(bench)[-1][0] == "H7"

    app = page("loads")
    assert "登记号 → 隐患编号" in shown(app)
    click(app, "不再照此办理")
    assert Desk(bench.db).mappings() == []


def test_a_broken_file_among_good_ones_says_what_to_do(page: Page, bench: Bench) -> None:
    app = upload(page(), ("损坏.xlsx", b"PK\x03\x04 no workbook"), (NAME, text(*BASE)))
    told = shown(app)
    assert "这份文件不能载入" in told and "请用 Excel/WPS 打开后另存" in told and "1 份不能载入" in told
    assert "已载入过，没有变化" in told and "没有新的行，也没有改动" in told
    assert ledger(bench) == [("H1", "major", "通道堵塞"), ("H2", "general", "标识缺失")]


def test_another_loader_at_work_is_said_and_can_be_tried_again(page: Page, bench: Bench) -> None:
    app = page()
    with FileLock(str(bench.db) + ".lock"):
        upload(app, (NAME, text(*BASE)))
        assert "核对没有完成" in shown(app) and "另一个载入程序" in shown(app)
    click(app, "重新核对")
    assert "核对没有完成" not in shown(app) and "2 行 = 新收 0" in shown(app)


def test_a_file_changed_after_the_check_is_not_loaded(page: Page, bench: Bench) -> None:
    app = named(upload(page(), (NAME, text("H9,东山县,重大,2026-10-09,,新"))))
    [saved] = app.session_state[BATCH].files
    saved.path.write_bytes(text("H9,东山县,一般,2026-10-09,,偷换"))
    click(app, "确认载入")
    assert "载入没有完成" in shown(app)
    assert [row[0] for row in ledger(bench)] == ["H1", "H2"]


def test_cancelled_in_the_middle_leaves_nothing(page: Page, bench: Bench) -> None:
    app = page()
    app.file_uploader[0].set_value([(NAME, text(*BASE), "text/csv")])
    app.run()
    running = app.session_state[BATCH].running
    [button] = [b for b in app.button if b.label == "取消"]
    button.click()
    app.run()
    assert BATCH not in app.session_state and running.result().code != 0
    assert list((bench.folder / "temporary").iterdir()) == []
    assert not list(bench.db.with_name("wuse.duckdb.d").glob("*.draft"))  # a check leaves no draft behind


def test_an_unknown_load_in_the_address_is_mentioned(page: Page) -> None:
    app = page("loads")
    app.query_params["load"] = "99"
    app.run()
    assert "“99”在这里没有" in shown(app)


def test_a_later_load_of_the_same_rows_stands_in_the_way_of_an_undo(page: Page, bench: Bench) -> None:
    bench.load(bench.csv("东山县_2026-10.csv", HEADER, ["H1,东山县,重大,2026-09-03,2026-10-20,改过"]), code=0)
    app = page("loads")
    click(app, "第 1 次")
    named(app, "in_undo_who")
    app.text_input(key="in_undo_why_1").input("试")
    app.run()
    click(app, "撤销第 1 次载入")
    assert "没有撤销" in shown(app) and "第 2 次" in shown(app)
    assert ledger(bench)[0] == ("H1", "major", "改过")
