"""The page of targets in Streamlit's own test bench: its figures are those of the queries."""

import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_runoff, queries_targets, texts
from board.charts import runoff_cards, targets_cards
from board.queries_targets import ALL

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
PAGE = "pages/targets.py"


@pytest.fixture
def app(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")

    def run(**address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.run().switch_page(PAGE).run()

    return run


@pytest.fixture
def board(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    return queries.open_board("enshi")


def _text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _rows(text: str) -> dict[str, str]:
    """Row of the month's year by indicator."""
    rows = re.findall(r'<tr class="[^"]*" data-code="(\w+)">(.*?)</tr>', text, re.S)
    return dict(rows)


def test_every_target_of_every_year_is_on_the_page_once(app, board):
    test = app()
    assert not test.exception
    text = _text(test)
    assert 'class="problem"' not in text
    wanted = [r for r in queries.targets(board, board.months[-1]) if r["region_code"] == ALL]
    year = max(r["year"] for r in wanted)
    assert sorted(_rows(text)) == sorted(r["indicator"] for r in wanted if r["year"] == year)
    closed = re.findall(r'data-code="(\w+)" data-year="(\d+)"', text)
    assert sorted(closed) == sorted((r["indicator"], str(r["year"])) for r in wanted if r["year"] < year)


def test_figures_are_those_of_the_queries(app, board):
    rows = _rows(_text(app()))
    told = 0
    for row in queries.targets(board, board.months[-1]):
        if (
            row["region_code"] != ALL
            or str(row["year"]) != board.months[-1][:4]
            or row["kind"] != "percentage"
        ):
            continue
        shown = unescape(rows[row["indicator"]])
        assert texts.rate(row["value"], row["numerator"], row["denominator"]) in shown
        assert texts.number(row["numerator"]) in shown and texts.number(row["denominator"]) in shown
        told += 1
    assert told >= 10


def test_a_region_shows_its_own_figures(app, board):
    region = board.plan.regions[3].code
    rows = _rows(_text(app(region=region)))
    for row in queries.targets(board, board.months[-1]):
        if row["region_code"] == region and row["indicator"] == "action_plan_all":
            assert texts.number(row["numerator"]) in rows["action_plan_all"]
            break
    else:
        pytest.fail("the indicator is gone from the pack")


def test_a_sector_shows_its_figures_or_says_that_there_are_none(app, board):
    sector = board.plan.sectors[2].code
    text = _text(app(sector=sector))
    rows = _rows(text)
    known = {p["month"]: p for p in queries.indicator_history(board, "action_plan_all", "sector", sector)}
    assert texts.number(known[board.months[-1]]["denominator"]) in rows["action_plan_all"]
    assert "没有分行业领域的数字" in rows["hazard_filed_rate"]
    assert "不分行业" in text


def test_statuses_of_a_sector_follow_the_rules_of_regions(board):
    """The sectors' way of judging, fed with the whole's months, gives what the database holds."""
    month = board.months[-1]
    whole = queries_targets.goals(board, month)
    for goal in whole.of(whole.year):
        again = queries_targets._of_sector(board, goal.indicator, goal.target, month, list(goal.series), True)
        assert again.status == goal.status, goal.indicator.id
        assert again.value == goal.value
        if goal.forecast is not None:
            assert (again.forecast, again.low, again.high) == pytest.approx(
                (goal.forecast, goal.low, goal.high)
            )


def test_urgent_targets_come_first(board):
    found = queries_targets.goals(board, board.months[-1])
    order = [queries_targets.URGENCY.index(g.status) for g in found.of(found.year)]
    assert order == sorted(order) and len(order) > 10


def test_the_indicator_is_kept_in_the_address(app):
    test = app(indicator="action_plan_all")
    assert test.selectbox(key="indicator").value == "action_plan_all"
    odd = app(indicator="<script>alert(1)")
    text = _text(odd)
    assert "<script>alert" not in text and "在这里没有目标" in text


def test_an_earlier_month_has_its_year_and_no_closed_one(app, board):
    first = board.plan.first_month.year
    text = _text(app(month=f"{first}-04"))
    assert f"{first}年（进行中）" in text and "第一年" in text
    assert "data-year" not in text


def test_a_december_counts_as_closed(app, board):
    year = board.plan.first_month.year + 1
    text = _text(app(month=f"{year}-12"))
    assert f"{year}年（已收官）" in text and "进度滞后" not in _rows(text)["awareness_rate"]


def test_a_plan_without_targets_says_so(app, monkeypatch):
    monkeypatch.setattr(queries, "targets", lambda *_: [])
    text = _text(app())
    assert "没有定年度目标" in text


def test_a_year_without_targets_says_so(app, board, monkeypatch):
    real = queries.targets
    year = int(board.months[-1][:4])
    monkeypatch.setattr(queries, "targets", lambda *a: [r for r in real(*a) if r["year"] < year])
    text = _text(app())
    assert "这一年没有定目标" in text and 'class="problem"' not in text


def test_nothing_reported_is_never_nought(app, monkeypatch):
    real = queries.targets
    blank = dict.fromkeys(("value", "numerator", "denominator", "forecast", "forecast_low", "forecast_high"))

    def silent(*arguments):
        return [
            r | blank | {"status": "no_data"} if r["indicator"] == "hazard_filed_rate" else r
            for r in real(*arguments)
        ]

    monkeypatch.setattr(queries, "targets", silent)
    row = _rows(_text(app()))["hazard_filed_rate"]
    assert "未报" in row and "无数据" in row and "0.0%" not in row


def test_every_indicator_can_be_drawn(board):
    found = queries_targets.goals(board, board.months[-1])
    from board.charts import targets_canvas, targets_plot, targets_units

    names = targets_cards._unit_names(found, "region")
    for indicator in targets_cards.chart_names(found):
        goal = targets_cards.chart_goal(found, indicator)
        whole, units = queries_targets.units_of(board, goal, "region", names)
        assert targets_plot.course_figure(goal).layout.height == targets_canvas.HEIGHT
        drawn = targets_units.units_figure(goal, whole, units, "", 420)
        assert len(drawn.layout.yaxis.ticktext) == len(goal.indicator.regions or board.plan.regions)
        steps = targets_plot.y_range(goal, targets_plot.course(goal))
        assert (steps[1] - steps[0]) / steps[2] <= 5 + 1e-9


def test_the_old_stock_runs_off_on_the_page(app, board):
    month = board.months[-1]
    run, _units = queries_runoff.runoffs(board, month)
    assert run.total > 0
    text = _text(app())
    assert runoff_cards.title(board) in text
    assert runoff_cards.finding(run) in unescape(text)


def test_without_old_stock_the_page_says_so(app, monkeypatch):
    monkeypatch.setattr(
        queries_runoff, "_read", lambda *_: (defaultdict(lambda: defaultdict(int)), defaultdict(int))
    )
    text = _text(app())
    assert "台账里没有" in text and "存量分地区" not in text


def test_a_plan_without_a_day_for_the_old_stock_has_no_such_card(app, board, monkeypatch):
    plain = board.plan.model_copy(update={"cohort_before": None})
    monkeypatch.setattr(queries, "current_plan", lambda *_: plain)
    text = _text(app())
    assert "存量分地区" not in text and runoff_cards.title(board) not in text
