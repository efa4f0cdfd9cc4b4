"""The ranking page in Streamlit's own test bench, on the demonstration database."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")


@pytest.fixture
def app(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")

    def run(**address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.switch_page("pages/ranking.py").run()

    return run


def _text(test: AppTest) -> str:
    """All markup that the page wrote, of every kind of element."""
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html")) + "\n".join(
        m.value for m in test.markdown
    )


def test_the_page_opens_without_an_error(app):
    test = app()
    assert not test.exception
    text = _text(test)
    assert "五色排名" in text and "五色月历" in text and "得分怎么来的" in text
    assert 'class="problem"' not in text


def test_month_and_comparison_come_from_the_address(app):
    months = app().selectbox(key="month").options
    earlier = app(month=_code(months[1]), by="sector")
    assert not earlier.exception
    assert earlier.selectbox(key="month").value == _code(months[1])
    assert earlier.session_state["by"] == "sector"


def test_an_unknown_month_is_said_and_the_newest_is_shown(app):
    test = app(month="1999-01")
    assert "1999-01" in _text(test) and "没有数据" in _text(test)
    assert test.selectbox(key="month").value == _code(test.selectbox(key="month").options[0])


def test_markup_in_the_address_stays_text(app):
    assert "<script>alert" not in _text(app(month="<script>alert(1)"))


def test_a_chosen_month_goes_into_the_address(app):
    test = app()
    options = test.selectbox(key="month").options
    test.selectbox(key="month").set_value(_code(options[2])).run()
    value = test.query_params["month"]
    assert (value[0] if isinstance(value, list) else value) == _code(options[2])


def test_a_broken_database_is_a_card_not_a_trace(app, tmp_path, monkeypatch):
    bad = tmp_path / "wuse.duckdb"
    bad.write_bytes(b"this is no pointer")
    monkeypatch.setenv("WUSE_DB", str(bad))
    monkeypatch.setenv("WUSE_LOG", str(tmp_path / "wuse.log"))
    text = _text(app())
    assert 'class="problem"' in text and "查询编号" in text


def test_a_fault_in_a_page_shows_a_number_that_finds_it_in_the_log(app, tmp_path, monkeypatch):
    import logging
    import re

    from board import queries

    logger = logging.getLogger("wuse")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    monkeypatch.setenv("WUSE_LOG", str(tmp_path / "wuse.log"))

    def fail(*_args, **_kwargs):
        raise ValueError("secret row contents")

    monkeypatch.setattr(queries, "ranking", fail)
    text = _text(app())
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)
    found = re.search(r"查询编号 <b>([0-9A-F]{8})</b>", text)
    assert found
    log = (tmp_path / "wuse.log").read_text(encoding="utf-8")
    assert found[1] in log and "ValueError" in log
    assert "secret row contents" not in text and "Traceback" not in text


def _code(shown: str) -> str:
    """``2026年10月`` back to ``2026-10``."""
    year, month = shown.rstrip("月").split("年")
    return f"{year}-{int(month):02d}"
