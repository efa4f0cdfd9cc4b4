"""The risk map in Streamlit's own test bench: what it shows are the queries' figures."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from board import colours, queries, queries_risk, queries_risk_points, texts
from board.charts import risk_matrix, risk_panel
from board.charts.risk_scene import WIDE, Scene
from board.frame import View
from rules.packs import load_plan
from rules.statistics import wilson

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


def _asked(test: AppTest, name: str) -> str:
    value = test.query_params[name]
    return value[0] if isinstance(value, list) else value


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


def test_the_list_holds_the_points_that_its_controls_ask_for(app, board):
    month, region = board.months[-1], "422823"
    test = app(month=month, region=region, points="red", control="open")
    expected = [
        p for p in queries.risk_points(board, month, region, classes=("red",)) if not p["is_controlled"]
    ]
    names = re.findall(r'class="rp-name">([^<]*)<', _text(test))
    assert len(expected) <= queries_risk_points.PAGE and sorted(names) == sorted(p["name"] for p in expected)
    test.selectbox(key="risk_tier").set_value("enterprise").run()
    assert "没有符合条件的风险点" in _text(test)
    assert _asked(test, "tier") == "enterprise"


def test_a_list_of_several_pages_is_read_page_by_page(app, board):
    month = board.months[-1]
    test = app(month=month, page="2")
    expected = queries_risk_points.page(
        board, queries_risk_points.Wanted(month, classes=("red", "orange")), number=1
    )
    names = re.findall(r'class="rp-name">([^<]*)<', _text(test))
    assert names == [point.name for point in expected] and len(names) == queries_risk_points.PAGE
    # Another question begins at the first page.
    test.selectbox(key="risk_points").set_value("red").run()
    assert "page" not in test.query_params and _asked(test, "points") == "red"


def test_from_all_to_a_region_to_a_town_and_back(app, board):
    month = board.months[-1]
    test = app(month=month)
    test.selectbox(key="risk_next_region").set_value("422823").run()
    assert _asked(test, "region") == "422823"
    towns = queries_risk.towns(board, month, "422823")
    labels = [b.label for b in test.button if str(b.key).startswith("risk_town_")]
    assert len(labels) == len(towns)
    for town, label in zip(towns, labels, strict=True):
        colour = colours.shade(town.risk_class).label
        assert label == f"**{'未注明' if town.name == 'none' else town.name}** {colour} {town.points} 处"
    test.button(key="risk_town_0").click().run()
    assert _asked(test, "town") == towns[0].name
    html = _text(test)
    assert f"<h2>{towns[0].name}</h2>" in html
    cells = queries_risk.town_cells(board, month, "422823", towns[0].name)
    points = [sum(c.points for c in cells if c.risk_class == code) for code in CLASSES]
    assert _numbers(html, "rp-classes") == [texts.number(n) for n in points]
    assert f"town%3A{quote(towns[0].name)}" in html and "risk_town_month.points" in html
    test.button(key="risk_to_region").click().run()
    assert "town" not in test.query_params and "<h2>巴东县</h2>" in _text(test)
    test.button(key="risk_clear").click().run()
    assert _asked(test, "region") == "*"


def test_a_build_without_towns_says_what_to_do_and_shows_the_rest(app, board, monkeypatch):
    monkeypatch.setattr(queries_risk, "has_towns", lambda _board: False)
    html = _text(app(month=board.months[-1], region="422823"))
    assert "重新载入一次数据后就有" in html and 'class="rp-tiers"' in html and 'class="problem"' not in html


def test_a_town_of_another_region_is_said_to_be_unknown(app):
    test = app(region="422823", town="没有这个镇")
    assert not test.exception
    assert "没有名为“没有这个镇”的乡镇" in _text(test) and "<h2>巴东县</h2>" in _text(test)


def test_tiers_show_their_rates_with_wilson_intervals(app, board):
    month = board.months[-1]
    html = _text(app(month=month))
    tiers = risk_panel.summary(queries_risk.cells(board, month), board.plan).by_tier
    table = html[html.index('<table class="rp-tiers">') :].split("</table>")[0]
    bars = re.findall(r'aria-label="([^"]+)" title', table)
    assert len(bars) == 3 * len(tiers)
    whole = sum(c.points for c in tiers[0][1].values())
    done = sum(c.controlled for c in tiers[0][1].values())
    low, high = wilson(done, whole)
    span = texts.span(texts.rate(low), texts.rate(high))
    assert bars[2] == f"管控到位率 {texts.rate(done / whole, done, whole)}，95% 区间 {span}"
    assert texts.share(done, whole) in table


def test_the_layer_stands_in_the_address_and_density_counts_every_located_point(app, board):
    month = board.months[-1]
    test = app(month=month, layer="density")
    assert test.selectbox(key="risk_layer").value == "density"
    hexagons = next(t for t in _figure(test)["data"] if t.get("marker", {}).get("symbol") == "hexagon")
    points = queries.risk_points(board, month, classes=CLASSES)
    placed = [p for p in points if p["longitude"] is not None and p["latitude"] is not None]
    scene = Scene(View(board, month, "region"), CLASSES, is_dense=True)
    assert sum(int(n.replace(",", "")) for n in hexagons["text"]) == scene.density(WIDE).drawn == len(placed)
    test.selectbox(key="risk_layer").set_value("yellow").run()
    assert _asked(test, "layer") == "yellow"
    assert "一般风险点" in _text(test)


def test_play_draws_the_month_and_any_other_click_ends_it(app, board):
    month = board.months[-1]
    test = app(month=month)
    test.button(key="risk_play").click().run()
    html = _text(test)
    first = texts.month(board.months[-12])
    assert f'class="rk-now" aria-live="polite"><b>{first}</b>' in html
    assert _asked(test, "month") == month  # until it stops
    test.button(key="risk_pause").click().run()
    assert 'class="rk-now"' not in _text(test)
    assert _asked(test, "month") == board.months[-12]
    test.button(key="risk_play").click().run()
    test.selectbox(key="risk_layer").set_value("none").run()
    assert 'class="rk-now"' not in _text(test) and _asked(test, "month") == board.months[-12]


def test_those_to_call_in_first_are_listed_in_words(app, board):
    month = board.months[-1]
    html = _text(app(month=month))
    rows = {r["region_code"]: r for r in queries.risk(board, month)}
    urgent = risk_matrix.matrix(list(rows.values()), queries.ranking(board, month), board.plan).urgent
    items = re.findall(r"<li>(.*?)</li>", html[html.index('<ol class="rm-first">') :].split("</ol>")[0])
    assert len(items) == len(urgent) > 0
    for code, item in zip(urgent, items, strict=True):
        assert rows[code]["region"] in item and f"重大风险点 {rows[code]['points_red']} 处" in item


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
