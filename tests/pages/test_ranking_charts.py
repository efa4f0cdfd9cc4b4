"""The pictures of the ranking page: every row once, data escaped, sane from 1 to 60 rows."""

import re

import pytest

from board import colours
from board.charts import breakdown, calendar, colour_map, finding, marks, ranking_table, tile_map
from tests.pages import fake_queries

MONTH = "2026-10"


def _board(monkeypatch, count=0):
    monkeypatch.setenv("FAKE_REGIONS", str(count) if count else "0")
    return fake_queries.open_board()


def _draw(board, rows):
    plan, rule = board.plan, marks.rule_for(board.plan, MONTH)
    history = fake_queries.score_history(board)
    shades, limits = colours.scale(plan.ranking_scale), marks.limits(rule)
    return {
        "table": ranking_table.ranking_table(rows, history, plan, MONTH, "地区"),
        "notes": ranking_table.notes(rows, rule, plan),
        "calendar": calendar.calendar(rows, history, plan, MONTH, "地区"),
        "tiles": tile_map.tile_map(rows, plan, limits),
        "finding": marks.card_head("题", finding.ranking_finding(rows, rule, shades, "地区")),
        "parts": "".join(breakdown.breakdown(row, plan, MONTH) for row in rows),
    }


@pytest.mark.parametrize("count", [1, 2, 9, 30, 60])
def test_every_row_appears_once(monkeypatch, count):
    board = _board(monkeypatch, count)
    rows = fake_queries.ranking(board, MONTH)
    drawn = _draw(board, rows)
    assert len(re.findall(r"<tr data-code=", drawn["table"])) == count
    assert drawn["calendar"].count('<th scope="row">') == count
    assert drawn["tiles"].count('class="tile cell') == count


def test_data_cannot_become_markup(monkeypatch):
    board = _board(monkeypatch)
    rows = fake_queries.ranking(board, MONTH)
    bad = '<script>alert("1")</script>'
    for row in rows:
        row["region"] = bad
        row["vetoes"] = [{"id": "x", "title": bad, "count": 1}]
    limits = marks.limits(marks.rule_for(board.plan, MONTH))
    frame = fake_queries.boundaries(board)
    assert frame is not None
    drawn = _draw(board, rows)
    drawn["map"] = colour_map.colour_map(frame, rows, board.plan, limits, 560)
    for name, text in drawn.items():
        assert "<script" not in text, name


def test_a_month_without_any_figures(monkeypatch):
    board = _board(monkeypatch)
    rows = fake_queries.ranking(board, MONTH)
    for row in rows:
        nothing = dict.fromkeys(("score", "rank", "rank_low", "rank_high", "previous_colour", "change"))
        row |= {**nothing, "colour": "no_data", "colour_probability": {}, "vetoes": [], "components": []}
    drawn = _draw(board, rows)
    assert drawn["table"].count("chip k-no-data") == len(rows)
    assert "没有可以评定的地区" in drawn["finding"]


def test_labels_on_the_map_stay_apart(monkeypatch):
    from board.charts import map_labels, map_shapes

    for count, width in ((0, 560), (0, 350), (31, 560), (31, 350)):
        board = _board(monkeypatch, count)
        rows = {str(r["region_code"]): r for r in fake_queries.ranking(board, MONTH)}
        frame = fake_queries.boundaries(board)
        assert frame is not None
        polygons = tuple((c, g.wkb) for c, g in zip(frame["region_code"], frame.geometry, strict=True))
        shapes = map_shapes.fitted(polygons, (), width)
        drawn = {c: a for c, a in shapes.areas.items() if c in rows}
        labels = list(
            map_labels.place_labels(
                drawn, rows, shapes, colours.scale(board.plan.ranking_scale), [60, 70, 80, 90]
            ).values()
        )
        full = [label for label in labels if len(label.lines) > 1]
        assert full
        for i, one in enumerate(full):
            assert not any(one.area.intersection(other.area).area > 1 for other in full[i + 1 :])


def test_a_plan_without_polygons_gets_tiles(monkeypatch):
    board = _board(monkeypatch, 12)
    rows = fake_queries.ranking(board, MONTH)
    assert colour_map.lacks_polygons(rows, None)
    places = re.findall(r"grid-column:(\d+);grid-row:(\d+)", tile_map.tile_map(rows, board.plan, [60]))
    assert len(set(places)) == 12


def test_a_change_by_chance_is_not_an_arrow(monkeypatch):
    board = _board(monkeypatch)
    rows = fake_queries.ranking(board, MONTH)
    row = next(r for r in rows if r["score"] is not None and not r["vetoes"])
    history = fake_queries.score_history(board)
    row |= {"change": 4.2, "change_beyond_chance": False, "previous_colour": row["colour"]}
    text = ranking_table.ranking_table([row], history, board.plan, MONTH, "地区")
    assert "≈ +4.2 分" in text and "▲" not in text
    row["change_beyond_chance"] = True
    assert "▲4.2 分" in ranking_table.ranking_table([row], history, board.plan, MONTH, "地区")
