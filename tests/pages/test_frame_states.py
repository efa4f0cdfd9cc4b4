"""What stands round a page: filters, language and mode in the address, and a card for all that can go wrong."""

import json
import logging
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
PACK = Path(__file__).resolve().parents[2] / "data" / "plans" / "enshi"


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    """A log of this test's own; the handler keeps the file that it opened first."""
    logger = logging.getLogger("wuse")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    monkeypatch.setenv("WUSE_LOG", str(tmp_path / "wuse.log"))
    yield tmp_path / "wuse.log"
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)


@pytest.fixture
def app(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")

    def run(page: str = "ranking", **address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.switch_page(f"pages/{page}.py").run()

    return run


def _text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _address(test: AppTest, name: str) -> str:
    value = test.query_params[name]
    return value[0] if isinstance(value, list) else value


def test_all_filters_are_in_the_address(app):
    test = app()
    assert not test.exception
    assert {"month", "region", "sector", "by"} <= set(test.query_params)


def test_a_link_sets_the_filters(app):
    test = app(region="422823", sector="mining", month="2026-08")
    assert test.selectbox(key="region").value == "422823"
    assert test.selectbox(key="sector").value == "mining"
    assert test.selectbox(key="month").value == "2026-08"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("month", "没有数据"),
        ("region", "不在本方案内"),
        ("sector", "不在本方案内"),
        ("by", "无法识别"),
        ("lang", "没有"),
    ],
)
def test_a_script_in_the_address_is_said_and_stays_text(app, name, words):
    test = app(**{name: "<script>alert(1)</script>"})
    notices = [part for part in _text(test).splitlines() if 'class="notice"' in part]
    assert len(notices) == 1 and words in notices[0] and "&lt;script&gt;" in notices[0]
    assert "alert(1)</script>" not in _text(test) and not test.exception


def test_english_speaks_english_and_stays_in_the_address(app):
    test = app(lang="en")
    assert _address(test, "lang") == "en"
    shown = re.sub(r"<(style|script).*?</\1>", "", _text(test), flags=re.DOTALL)
    assert "Five-colour ranking" in shown and not re.findall(r"[\u4e00-\u9fff]+", shown)
    assert test.selectbox(key="region").options[0] == "Whole prefecture"
    assert "五色晾晒" in _text(app())


def test_presentation_hides_menu_and_filters_and_says_what_is_chosen(app):
    test = app(present="1", region="422823", month="2026-08")
    text = _text(test)
    assert not test.exception and "month" not in {box.key for box in test.selectbox}
    assert "巴东县" in text and "2026年8月" in text and 'class="nav-group"' not in text
    assert _address(test, "region") == "422823" and _address(test, "present") == "1"


def test_leaving_presentation_keeps_the_filters(app):
    test = app(present="1", region="422823", month="2026-08")
    del test.query_params["present"]
    test.run()
    assert test.selectbox(key="region").value == "422823" and test.selectbox(key="month").value == "2026-08"


def test_a_broken_plan_folder_is_a_card_with_a_number(app, monkeypatch, tmp_path, own_log):
    folder = tmp_path / "enshi"
    shutil.copytree(PACK, folder)
    (folder / "plan.yml").write_text("id: [", "utf-8")
    monkeypatch.setenv("WUSE_PLAN", str(folder))
    text = _text(app())
    found = re.search(r"查询编号</span>|查询编号 <b>([0-9A-F]{8})</b>", text)
    assert 'class="problem"' in text and "方案包有误" in text and "plan.yml" in text
    assert found and found[1] in own_log.read_text("utf-8")


def test_a_database_of_another_plan_swapped_in_while_the_page_is_open(app, demo_db, monkeypatch, tmp_path):
    database = tmp_path / "wuse.duckdb"
    shutil.copyfile(demo_db, database)
    (tmp_path / "wuse.duckdb.d").symlink_to(demo_db.with_name("wuse.duckdb.d"))
    monkeypatch.setenv("WUSE_DB", str(database))
    test = app()
    assert 'class="problem"' not in _text(test)
    pointer = json.loads(database.read_text("utf-8"))
    database.write_text(json.dumps({**pointer, "plan_id": "hebei"}), "utf-8")
    text = _text(test.run())
    assert 'class="problem"' in text and "hebei" in text and "Traceback" not in text
    database.write_text(json.dumps(pointer), "utf-8")
    assert 'class="problem"' not in _text(test.run())


def test_a_page_drawn_twice_makes_no_file(app, monkeypatch):
    from board.downloads import picture, tables

    def fail(*_arguments):
        raise AssertionError("nobody clicked")

    for module, name in (
        (tables, "csv_bytes"),
        (tables, "xlsx_bytes"),
        (picture, "svg_text"),
        (picture, "framed"),
    ):
        monkeypatch.setattr(module, name, fail)
    test = app()
    assert not test.run().exception and 'class="problem"' not in _text(test)
