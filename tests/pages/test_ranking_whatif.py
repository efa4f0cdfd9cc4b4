"""假如权重改变 and the escalation list on the ranking page: the ranking itself where nothing is changed, never stored."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_escalations
from board.charts import marks, whatif_state, whatif_table
from rules.packs import plan_ids
from rules.whatif import changed_rule
from tests.pages.figures import body, without_links

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
MONTH = "2026-10"


@pytest.fixture
def database(demo_db, province_db, clean_demo, monkeypatch):
    """The demonstration of a plan."""

    def of(plan: str) -> Path:
        made = {"enshi": demo_db, "hebei": province_db}
        found = made[plan] if plan in made else clean_demo(plan)
        monkeypatch.setenv("WUSE_DB", str(found))
        monkeypatch.setenv("WUSE_PLAN", plan)
        return Path(found)

    return of


@pytest.fixture
def app(database):
    database("enshi")

    def run(**address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        test.switch_page("pages/ranking.py").run()
        assert not test.exception
        return test

    return run


@pytest.mark.parametrize("plan", plan_ids())
def test_the_declared_weights_give_exactly_the_ranking(database, plan):
    """For all plans' last month, by region, sector and committee: scores, colours, places and vetoes to the bit."""
    database(plan)
    board = queries.open_board()
    month = board.months[-1]
    rule = marks.rule_for(board.plan, month)
    for by in ("region", "sector", *(["committee"] if board.plan.programme.ranked_committees else [])):
        rows = queries.ranking(board, month, by)
        assert any(row["score"] is not None for row in rows)
        same = changed_rule(rule, *whatif_state.declared(rule))
        for row, trial in zip(rows, whatif_table.tried(rows, same), strict=True):
            assert (trial.score, trial.colour, trial.rank) == (row["score"], row["colour"], row["rank"]), row
            assert list(trial.vetoes) == [veto["id"] for veto in row["vetoes"]]


def _whatif(test: AppTest) -> str:
    text = without_links(body(test))
    return text[text.index("假如权重改变") :]


def test_an_address_with_weights_opens_the_trial(app):
    rule = marks.rule_for(queries.open_board().plan, MONTH)
    weights = [1.0] + [0.0] * (len(rule.components) - 1)
    test = app(month=MONTH, w="-".join(f"{weight:g}" for weight in weights))
    rows = queries.ranking(queries.open_board(), MONTH)
    text = _whatif(test)
    assert "试算，不作为晾晒依据" in text and "试算结果：" in text
    trials = whatif_table.tried(rows, changed_rule(rule, weights, whatif_state.declared(rule)[1]))
    changed = sum(whatif_table.has_changed(row, trial) for row, trial in zip(rows, trials, strict=True))
    assert changed and text.count('<tr class="wi-changed">') == changed
    # Nobody can take it for the ranking: its table has no filled colour.
    table = re.search(r'<table class="parts whatif">.*?</table>', text)
    assert table and "k-" not in table[0] and table[0].count("trial-chip") == len(rows)
    # The ranking above stays what it was.
    assert (
        without_links(body(test)).split("假如权重改变")[0]
        == without_links(body(app(month=MONTH))).split("假如权重改变")[0]
    )


def test_a_slider_goes_into_the_address_and_reset_takes_it_out(app):
    test = app(month=MONTH)
    assert "权重和分界未改，与现行排名一致" in _whatif(test)
    slider = next(s for s in test.slider if s.key.startswith("wi_"))
    own = slider.value
    slider.set_value(own + 5).run()
    assert "".join(test.query_params["w"]).split("-")[0] == f"{own + 5:g}"
    assert "试算结果" in _whatif(test) and "未改" not in _whatif(test)
    test.button(key="wi_reset").click().run()
    assert "w" not in test.query_params and "未改" in _whatif(test)
    assert next(s for s in test.slider if s.key == slider.key).value == own


def test_limits_are_tried_and_must_rise(app):
    test = app(month=MONTH, b="10-20-30-40")
    assert "试算结果：" in _whatif(test) and "由" in _whatif(test)
    assert "分界没有由低到高" in _whatif(app(month=MONTH, b="80-70-60-50"))


def test_no_weight_at_all_is_said(app):
    count = len(marks.rule_for(queries.open_board().plan, MONTH).components)
    assert "权重全为零" in _whatif(app(month=MONTH, w="-".join("0" * count)))


@pytest.mark.parametrize(
    "odd", ["x", "1-2", "1-2-3-4-5-6-7-8-9", "-1-2-3-4-5-6", "nan-1-1-1-1-1", "9e99-1-1-1-1-1"]
)
def test_an_odd_address_is_said_and_the_declared_rule_shown(app, odd):
    text = _whatif(app(month=MONTH, w=odd))
    assert "与本月规则不符" in text and "权重和分界未改" in text


def test_a_trial_is_stored_nowhere(app, database):
    folder = database("enshi").parent

    def state():
        return {
            str(p.relative_to(folder)): (p.stat().st_size, p.stat().st_mtime_ns)
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }

    before = state()
    assert any(name.endswith(".duckdb") for name in before)
    test = app(month=MONTH, w="5-5-5-5-5-5", b="10-20-30-40")
    test.button(key="wi_reset").click().run()
    assert state() == before


def test_before_an_audience_the_ranking_stays_as_it_was(app):
    text = body(app(month=MONTH, present="1", w="1-0-0-0-0-0"))
    assert "五色排名" in text and "假如权重改变" not in text and "督促清单" not in text


@pytest.mark.parametrize("by", ["region", "sector", "committee"])
def test_everybody_who_is_due_a_step_is_on_the_list(app, by):
    board = queries.open_board()
    due = queries_escalations.due(board, MONTH, by)
    text = without_links(body(app(month=MONTH, by=by)))
    table = re.search(r'<table class="parts escalations">.*?</table>', text)
    assert due and table
    assert re.findall(r'<th scope="row">(.*?)</th>', table[0]) == [row["name"] for row in due]
    assert re.findall(r"<strong>(.*?)</strong>", table[0]) == [row["step_title"] for row in due]
    assert re.findall(r'class="tag es-(\w+)"', table[0]) == [row["state"] for row in due]
    order = [step.id for step in board.plan.ladder]
    places = [order.index(row["step"]) for row in due]
    assert places == sorted(places, reverse=True)


def test_a_month_with_nobody_on_the_ladder_says_so(app, monkeypatch):
    monkeypatch.setattr(queries_escalations, "due", lambda *_: [])
    monkeypatch.setattr(queries_escalations, "waiting", lambda *_: [])
    text = body(app(month=MONTH))
    assert "本月没有地区达到督促步骤" in text and "parts escalations" not in text


def test_a_letter_leads_to_its_row_in_the_ledger(app):
    """Also one that was sent after the last month of the figures."""
    board = queries.open_board()
    told = [row for row in queries_escalations.due(board, MONTH, "committee") if row["letter"]]
    assert told and all(row["letter"]["month"] > board.data_through for row in told)
    text = body(app(month=MONTH, by="committee"))
    hrefs = re.findall(r'href="(method\?[^"]*escalation_month\.sent[^"]*)"', text)
    assert len(hrefs) == sum(
        (row["letter"] is not None) + len(row["others"])
        for row in queries_escalations.due(board, MONTH, "committee")
    )
    query = {k: v[0] for k, v in parse_qs(urlparse(unescape(hrefs[0])).query).items()}
    test = AppTest.from_file(ENTRY, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    shown = body(test.switch_page("pages/method.py").run())
    assert re.findall(r'class="notice"[^>]*>(.*?)<', shown) == [
        "这个数是2026年11月的，月份筛选里没有这个月。"
    ]
    assert told[0]["letter"]["escalation_id"] in shown and "没有与这个数有关的行" not in shown
