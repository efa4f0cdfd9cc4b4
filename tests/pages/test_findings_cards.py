"""The findings part of the intake page in Streamlit's test bench, on a small real database.

东山县 has 27 hazards of a sector that nobody knows (their name is markup), one penalty without a problem in January
2026 and a fall in June 2026; 西河县 one date after today and after the plan.
"""

import re

import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_findings
from board.charts import findings_cards
from board.frame import View
from database import desk
from tests.conftest import ROOT, Bench

ENTRY = str(ROOT / "dashboard.py")
MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    bench = Bench(tmp_path_factory.mktemp("cards"), tiny_plan)
    hazards = [[f"S{n:02}", "东山县", MARKUP, "一般", "2026-01-05"] for n in range(1, 28)]
    bench.load(
        bench.csv("隐患.csv", "隐患编号,区域,行业领域,隐患级别,发现日期", [*hazards, "F1,西河县,矿山,一般,2031-01-05"]),
        bench.csv("检查.csv", "检查编号,区域,检查日期,发现问题数,处罚次数", ["I1,东山县,2026-01-05,0,1"]),
        bench.csv("调度.csv", "区域,月份,指标,完成数,总数", ["东山县,2026-05,演练率,9,10", "东山县,2026-06,演练率,5,10"]),
        code=0,
    )  # fmt: skip
    return bench


@pytest.fixture
def board(loaded):
    """The board, with nothing said of any finding yet."""
    for path in desk.desk_path(loaded.db).parent.glob(desk.desk_path(loaded.db).name + "*"):
        path.unlink()
    return queries.open_board(loaded.plan, loaded.db)


@pytest.fixture
def app(loaded, board, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(loaded.db))
    monkeypatch.setenv("WUSE_PLAN", str(loaded.plan))

    def run(**address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in {"month": "2026-06", "part": "findings", **address}.items():
            test.query_params[name] = value
        return test.run().switch_page("pages/intake.py").run()

    return run


def _text(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _id(board, rule):
    return next(f.finding_id for f in queries_findings.listing(board) if f.rule == rule)


def test_the_list_counts_what_is_open_by_severity_and_groups_it_by_rule(app):
    text = _text(app())
    # A fall, and a date after today that is after the plan as well; the unknown sector; the penalty; none handled.
    assert re.findall(
        r"<strong>(\d+)</strong>", text.split('class="fd-figures"')[1].split("</div></div>")[0]
    ) == ["3", "1", "1", "0"]
    assert [
        text.count(f"<h3>{t}</h3>")
        for t in ("累计数下降", "日期晚于今天", "行业领域不在方案内", "有处罚没有问题")
    ] == [1] * 4
    assert text.index("日期晚于今天") < text.index("行业领域不在方案内") < text.index("有处罚没有问题")
    assert "5 项，5 项未处理" in text
    assert "27 行" in text
    assert "演练率，5，上一次 9 (2026-05)" in text


def test_region_month_and_scope_filter_the_list(app, board):
    text = _text(app(region="990102"))
    assert "日期晚于今天" in text
    assert "累计数下降" not in text
    text = _text(app(month="2026-05"))
    assert "累计数下降" not in text
    assert "行业领域不在方案内" in text
    text = _text(app(scope="month"))
    assert "累计数下降" in text
    assert "行业领域不在方案内" not in text
    assert "没有需要核查的数据" in _text(app(region="T-GXQ"))


def test_what_came_from_a_file_is_shown_and_never_run(app, board):
    text = _text(app(finding=_id(board, "unknown_sector")))
    assert MARKUP not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_an_opened_finding_shows_its_rows_by_pages_of_25(app, board):
    finding = _id(board, "unknown_sector")
    text = _text(app(finding=finding))
    assert "S01" in text
    assert "S25" in text
    assert "S26" not in text
    assert "隐患.csv 第 2 行" in text
    second = _text(app(finding=finding, fd_rows="2"))
    assert "S25" not in second
    assert "S27" in second


def test_a_button_opens_a_finding_and_closes_it_again(app, board):
    finding = _id(board, "dispatch_falls")
    test = app()
    test.button(key=f"fd_open_{finding}").click().run()
    assert "怎么办" in _text(test)
    assert "9 (2026-05)" in _text(test)
    test.button(key=f"fd_open_{finding}").click().run()
    assert "怎么办" not in _text(test)


def test_what_is_said_goes_on_record_with_who_and_moves_the_finding(app, board):
    finding = _id(board, "dispatch_falls")
    test = app(finding=finding)
    submit = next(b for b in test.button if b.label == "保存")
    submit.click().run()
    assert "请填写姓名或岗位" in _text(test)
    test.text_input(key="fd_who").set_value("安委办值班")
    test.selectbox(key=f"fd_state_{finding}").set_value("explained")
    next(b for b in test.button if b.label == "保存").click().run()
    assert "标“已说明”要写原因" in _text(test)
    assert queries_findings.history(board, finding) == []
    test.text_area(key=f"fd_note_{finding}").set_value("<b>五月</b>多报一起")
    test.text_input(key=f"fd_owner_{finding}").set_value("东山县住建局")
    next(b for b in test.button if b.label == "保存").click().run()
    text = _text(test)
    assert "已保存" in text
    assert "&lt;b&gt;五月&lt;/b&gt;多报一起" in text
    (said,) = queries_findings.history(board, finding)
    assert (said.state, said.owner, said.note, said.who) == (
        "explained", "东山县住建局", "<b>五月</b>多报一起", "安委办值班",
    )  # fmt: skip
    assert "累计数下降" not in _text(app())
    explained = _text(app(state="explained"))
    assert "累计数下降" in explained
    assert "东山县住建局" in explained
    assert "没有符合条件的记录" in _text(app(state="corrected"))


def test_the_name_is_typed_once_a_session(app, board):
    test = app(finding=_id(board, "dispatch_falls"))
    test.text_input(key="fd_who").set_value("安委办值班")
    next(b for b in test.button if b.label == "保存").click().run()
    test.button(key=f"fd_open_{_id(board, 'future_date')}").click().run()
    assert test.text_input(key="fd_who").value == "安委办值班"


def test_what_was_called_corrected_and_is_still_there_stays_open(app, board):
    finding = _id(board, "future_date")
    queries_findings.say(board, finding, "corrected", "", "", "甲")
    assert "已更正，仍存在" in _text(app())
    assert "日期晚于今天" not in _text(app(state="corrected"))


def test_what_no_longer_occurs_is_told_as_corrected(app, board):
    queries_findings.say(board, "future_date.990101.-.000000000000", "explained", "", "时钟", "甲")
    assert "已不再出现" in _text(app(state="corrected"))
    opened = _text(app(state="corrected", finding="future_date.990101.-.000000000000"))
    assert "最近一次载入里已没有这一项" in opened
    assert "时钟" in opened


def test_an_unknown_finding_or_state_in_the_address_is_said(app):
    assert "地址里的这一项在当前的月份和筛选里没有" in _text(app(finding="x"))
    assert "地址里的状态“done”没有" in _text(app(state="done"))


def test_a_damaged_desk_says_what_to_do(app, board, loaded):
    desk.desk_path(loaded.db).write_bytes(b"not a database, " * 300)
    text = _text(app())
    assert "核查记录读不出来" in text
    assert "已损坏" in text


def test_before_an_audience_there_is_no_form(app, board):
    test = app(present="1", finding=_id(board, "dispatch_falls"))
    assert "累计数下降" in _text(test)
    assert not [b for b in test.button if b.label in ("保存", "打开")]


def test_both_downloads_hold_what_is_shown(app, board):
    view = View(board, "2026-06", "region")
    known = queries_findings.rules(board)
    found = queries_findings.listing(board, "2026-06")
    listed = findings_cards._list_exhibit(view, found, known).table()
    assert listed["行数"].tolist() == [1, 1, 1, 27, 1]
    assert listed["规则"].tolist() == [
        "发现日期在方案结束之后",
        "累计数下降",
        "日期晚于今天",
        "行业领域不在方案内",
        "有处罚没有问题",
    ]
    one = next(f for f in found if f.rule == "unknown_sector")
    rows = findings_cards._rows_exhibit(view, one, known[one.rule], findings_cards.queries_method.names(board)).table()  # fmt: skip
    assert len(rows) == 27
    assert set(rows["值"]) == {MARKUP}
