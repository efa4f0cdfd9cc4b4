"""The risk map in Streamlit's own test bench: what it shows are the queries' figures."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board import colours, queries, queries_risk, texts
from board.charts import risk_panel
from board.charts.risk_scene import WIDE, Scene
from board.frame import View
from rules.packs import load_plan

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
CLASSES = ("red", "orange", "yellow", "blue")


@pytest.fixture
def app(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")
    return _run


def _run(**address: str) -> AppTest:
    test = AppTest.from_file(ENTRY, default_timeout=60)
    test.switch_page("pages/risk_map.py")
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


@pytest.fixture
def board(demo_db):
    return queries.open_board("enshi", demo_db)


def _text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _figure(test: AppTest) -> dict:
    return json.loads(test.get("plotly_chart")[0].proto.spec)


def _numbers(html: str, css: str) -> list[str]:
    table = re.search(rf'<table class="{css}">(.*?)</table>', html, re.DOTALL)
    assert table
    return re.findall(r'<td class="num">(?:<a [^>]*>)?([^<]*)<', table[1])


def test_the_page_opens_and_every_region_is_on_the_map(app, board):
    test = app()
    assert not test.exception
    text = _text(test)
    assert 'class="problem"' not in text
    filled = _figure(test)["data"][0]
    assert filled["type"] == "choropleth"
    assert sorted(filled["locations"]) == sorted(r.code for r in board.plan.regions)


def test_classes_on_the_map_are_those_of_the_query(app, board):
    month = board.months[-1]
    figure = _figure(app(month=month))
    filled = figure["data"][0]
    rows = {r["region_code"]: r for r in queries.risk(board, month)}
    order = [c.code for c in board.plan.risk_scale]
    fills = [stop[1] for stop in filled["colorscale"][::2]]
    z = filled["z"]
    for code, value in zip(filled["locations"], z, strict=True):
        assert fills[value] == colours.shade(rows[code]["risk_class"]).fill
    assert len(fills) == len(order) + 2
    labels = " ".join(t for trace in figure["data"] if trace.get("mode") == "text" for t in trace["text"])
    for row in rows.values():
        assert row["region"] in labels
        assert colours.shade(row["risk_class"]).label in labels


@pytest.mark.parametrize("region", ["*", "422823", "ES-GXQ"])
def test_the_panel_shows_the_figures_of_the_query(app, board, region):
    month = board.months[-1]
    html = _text(app(month=month, region=region))
    rows = [r for r in queries.risk(board, month) if region in ("*", r["region_code"])]
    points = [sum(r[f"points_{c}"] for r in rows) for c in CLASSES]
    assert _numbers(html, "rp-classes") == [texts.number(n) for n in points]
    cells = queries_risk.cells(board, month, region)
    worst = [c for c in cells if c.risk_class == "red"]
    for done in ("filed", "labelled", "controlled"):
        share = texts.share(sum(getattr(c, done) for c in worst), points[0])
        if points[0]:
            assert share in html
    if region != "*" and points[0]:
        assert texts.rate(rows[0]["controlled_rate"]) in html


def test_the_list_holds_every_point_of_the_class_and_the_ones_without_control_come_first(app, board):
    month, region = board.months[-1], "422823"
    html = _text(app(month=month, region=region))
    expected = queries.risk_points(board, month, region, classes=("red",))
    names = re.findall(r'class="rp-name">([^<]*)<', html)
    assert sorted(names) == sorted(p["name"] for p in expected)
    states = re.findall(r'<td class="rp-state">(?:<b>)?(未到位|已到位)', html)
    assert states == sorted(states, key=lambda s: s == "已到位")
    assert states.count("已到位") == sum(p["is_controlled"] for p in expected)


def test_tiers_add_up_to_all_points(board):
    month = board.months[-1]
    found = risk_panel.summary(queries_risk.cells(board, month), board.plan)
    breakdown = queries.risk_breakdown(board, month, dimension="tier")
    assert found.total.points == sum(r["points"] for r in breakdown)
    assert {t: sum(c.controlled for c in counts.values()) for t, counts in found.by_tier} == {
        t: sum(r["controlled"] for r in breakdown if r["unit"] == t) for t in {r["unit"] for r in breakdown}
    }


def test_no_point_is_lost_between_the_query_and_the_map(board):
    for sector in ("*", "mining"):
        scene = Scene(View(board, board.months[-1], "region", sector=sector))
        placed = scene.placed(WIDE)
        points = queries.risk_points(board, board.months[-1], sector=sector)
        located = [p for p in points if p["longitude"] is not None and p["latitude"] is not None]
        assert placed.total == len(points)
        assert placed.drawn == len(located)


def test_the_sector_filter_narrows_classes_and_points(app, board):
    month = board.months[-1]
    test = app(month=month, sector="mining")
    html = _text(test)
    rows = queries.risk(board, month, "mining")
    assert _numbers(html, "rp-classes") == [
        texts.number(sum(r[f"points_{c}"] for r in rows)) for c in CLASSES
    ]
    assert "只看矿山" in html and "（矿山）" in html


def test_history_by_sector_agrees_with_the_query(board):
    history = queries_risk.class_history(board, "mining")
    for month in (board.months[0], board.months[-1]):
        for row in queries.risk(board, month, "mining"):
            assert history[row["region_code"], month] == row["risk_class"]


def test_since_is_the_first_month_of_the_unbroken_run():
    months = ["2026-01", "2026-02", "2026-03", "2026-04"]
    history = {("A", m): c for m, c in zip(months, ("red", "blue", "red", "red"), strict=True)}
    assert queries_risk.since(history, "A", "2026-04") == "2026-03"
    assert queries_risk.since(history, "A", "2026-02") == "2026-02"
    assert queries_risk.since(history, "A", "2026-01") is None
    assert queries_risk.since({}, "A", "2026-01") is None


def test_choosing_in_the_frame_outlines_the_region_and_clearing_lets_it_go(app):
    test = app(region="422823")
    widths = [t["line"]["width"] for t in _figure(test)["data"] if t.get("mode") == "lines"]
    assert 5.5 in widths and 3 in widths
    test.button(key="risk_clear").click().run()
    value = test.query_params["region"]
    assert (value[0] if isinstance(value, list) else value) == "*"
    assert 5.5 not in [t["line"]["width"] for t in _figure(test)["data"] if t.get("mode") == "lines"]


def test_a_thumbnail_chooses_the_month_of_the_frame(app, board):
    test = app()
    month = board.months[-3]
    test.button(key=f"risk_month_{month}").click().run()
    assert test.session_state["month"] == month
    assert test.session_state["risk_slider"] == month


def test_the_slider_follows_the_frame(app, board):
    test = app(month=board.months[-2])
    assert test.session_state["risk_slider"] == board.months[-2]
    test.selectbox(key="month").set_value(board.months[-4]).run()
    assert test.session_state["risk_slider"] == board.months[-4]


def test_an_unknown_region_is_said_and_all_are_shown(app):
    test = app(region="nowhere")
    assert not test.exception
    text = _text(test)
    assert "nowhere" in text and "全州" in text


@pytest.fixture
def tiny(bench, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    return bench


def test_a_plan_without_polygons_gets_tiles_and_its_states(tiny):
    header = "风险点编号,区域,风险点名称,风险等级,评估日期,管控到位日期,管控层级"
    rows = [f"P{i},东山县,甲{i},红,2025-01-05,,县级" for i in range(4)] + ["Q1,西河县,乙,橙,2025-01-05,,"]
    tiny.load(tiny.csv("points.csv", header, rows), tiny.csv("h.csv", "隐患编号,区域,级别,发现日期,整改时限",
              ["H1,东山县,重大,2025-01-05,2025-01-20"]))  # fmt: skip
    test = _run(month="2025-01")
    assert not test.exception
    figure, html = _figure(test), _text(test)
    assert sorted(figure["data"][0]["locations"]) == ["990101", "990102", "T-GXQ"]
    labels = " ".join(t for trace in figure["data"] if trace.get("mode") == "text" for t in trace["text"])
    assert "东山县" in labels and "红" in labels and "样本不足" in labels and "未报" in labels
    assert "方块示意" in html
    # No coordinates: nothing is drawn as a point, nothing is lost from the figures.
    assert _numbers(html, "rp-classes") == ["4", "1", "0", "0"]


def test_no_points_at_all_is_said_and_is_no_zero(tiny):
    tiny.load(
        tiny.csv("h.csv", "隐患编号,区域,级别,发现日期,整改时限", ["H1,东山县,重大,2025-01-05,2025-01-20"])
    )
    test = _run(month="2025-01")
    assert not test.exception
    html = _text(test)
    assert "没有风险点记录" in html and "本月没有可以评定的地区" in html
    assert "rp-rates" not in html.replace(".rp-rates", "")


def test_a_plan_without_risk_rules_still_opens(tiny):
    tiny.load(
        tiny.csv("h.csv", "隐患编号,区域,级别,发现日期,整改时限", ["H1,东山县,重大,2025-01-05,2025-01-20"])
    )
    plan = load_plan(str(tiny.plan))
    board = queries.open_board(tiny.plan, tiny.db)
    bare = plan.model_copy(update={"risk": []})
    scene = Scene(View(replace(board, plan=bare), "2025-01", "region"))
    assert {row["risk_class"] for row in scene.rows} == {"no_data"}
    assert scene.draw(WIDE, key=True).data[0].type == "choropleth"
