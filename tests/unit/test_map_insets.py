"""Squares for regions without a polygon: in a corner of the drawing, with the map moved aside, or above it."""

import pytest
from shapely.geometry import box

from board.charts import map_insets, map_labels, marks, risk_clusters
from board.charts.map_insets import arranged, best_layout
from board.charts.map_shapes import fitted
from board.charts.risk_clusters import Mark

NOTE = ["方块"]


def _land(*boxes: tuple[float, float, float, float]) -> tuple[tuple[str, bytes], ...]:
    return tuple((str(n), box(*edges).wkb) for n, edges in enumerate(boxes))


TALL = _land((0, 0, 1, 3), (1, 2, 2, 3))
"""Wide above, narrow below, so that the lower right corner is free."""
BLOCK = _land((0, 0, 4, 3))


def test_a_territory_may_lean():
    left, middle, right = (fitted(TALL, (), 470, lean).outline.bounds for lean in (0.0, 0.5, 1.0))
    assert left[0] == pytest.approx(5.7) and right[2] == pytest.approx(464.3)
    assert middle[0] == pytest.approx((left[0] + right[0]) / 2)


def test_squares_stand_in_a_free_corner_and_clear_of_the_land():
    shapes = fitted(TALL, (), 470, 0.0)
    found = arranged(3, (112, 46), 80, NOTE, shapes)
    assert found.above == 0 and len(found.places) == 3
    assert {x for x, _y in found.places} == {found.places[0][0]}
    for x, y in found.places:
        square = box(x, y, x + found.width, y + found.height)
        assert not square.intersects(shapes.outline)
        assert square.within(box(0, 0, shapes.width, shapes.height))


def test_without_a_free_corner_they_share_one_line_above():
    shapes = fitted(BLOCK, (), 350)
    found = arranged(3, (112, 46), 70, NOTE, shapes)
    assert found.above > 0 and len({y for _x, y in found.places}) == 1
    assert max(x for x, _y in found.places) + found.width <= 350
    # Texts that need more than a third of the width take two lines.
    wide = arranged(3, (112, 46), 130, NOTE, shapes)
    assert len({y for _x, y in wide.places}) == 2 and wide.width == 130


def test_the_map_moves_only_where_that_helps():
    def arrange(shapes):
        return arranged(3, (112, 46), 80, NOTE, shapes)

    tried = []

    def label(shapes, _busy):
        tried.append(shapes.outline.bounds[0])
        return {}

    # The far corner has room for the squares once the land stands at the left.
    narrow = _land((0, 0, 2, 3), (2, 1.6, 2.3, 3))
    shapes, insets, _labels = best_layout(narrow, (), 470, arrange, label)
    assert insets.above == 0 and len(tried) == 2 and shapes.outline.bounds[0] == pytest.approx(5.7)
    tried.clear()
    _shapes, insets, _labels = best_layout(TALL, (), 470, arrange, label)
    assert insets.above == 0 and len(tried) == 1


def test_no_squares_take_no_room():
    assert arranged(0, (112, 46), 0, NOTE, fitted(BLOCK, (), 350)).area is None


def test_a_long_note_stands_on_two_lines():
    assert map_insets.folded("No boundary of its own: a square") == ["No boundary of", "its own: a square"]
    assert map_insets.folded("无独立边界，以方块示意") == ["无独立边界，以方块示意"]


def test_a_diamond_may_come_nearer_to_a_corner_than_its_square_would():
    name = map_labels.text_box(["某市"], 100, 100).bounds
    corner = (name[2], name[3])
    circle, diamond = (Mark(0, 0, "a", "red", 5, size) for size in (1.0, 1.3))
    aside = diamond.radius * 0.6
    assert not risk_clusters._covers(diamond, corner[0] + aside, corner[1] + aside, name)
    assert risk_clusters._covers(diamond, corner[0] + aside, 100, name)
    assert risk_clusters._covers(
        circle, corner[0] + circle.radius * 0.6, corner[1] + circle.radius * 0.6, name
    )


def test_long_words_may_break_between_syllables():
    assert marks.breakable("Longzhuangwan", 8) == "Long&shy;zhuang&shy;wan"
    assert marks.breakable("Lufeng", 8) == "Lufeng"
    assert marks.breakable("某村（示例）", 8) == "某村<wbr>（示例）"
