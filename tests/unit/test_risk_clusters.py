"""Risk points merge into marks without one being lost, and marks keep clear of names and of each other."""

import math
import random
import time

from shapely.geometry import Point, box

from board.charts.risk_clusters import Mark, Spot, marks_for, merge, settle


def _spots(count, classes=("red", "orange"), regions=("A", "B"), side=300.0, seed=1):
    rng = random.Random(seed)
    return [
        Spot(rng.uniform(0, side), rng.uniform(0, side), rng.choice(regions), rng.choice(classes))
        for _ in range(count)
    ]


def _counts(items, weight):
    found = {}
    for item in items:
        key = (item.region, item.risk_class)
        found[key] = found.get(key, 0) + weight(item)
    return found


def test_no_point_is_lost_by_region_and_class():
    for count in (0, 1, 2, 50, 400):
        spots = _spots(count, seed=count)
        for marks in (merge(spots, 8), merge(spots, 40), marks_for(spots, {"A": 40_000, "B": 9_000})):
            assert _counts(marks, lambda m: m.count) == _counts(spots, lambda _s: 1)


def test_marks_of_a_class_stand_apart_by_the_gap():
    for gap in (8.0, 26.0):
        marks = merge(_spots(300, classes=("red",), regions=("A",)), gap)
        for i, one in enumerate(marks):
            assert all(math.hypot(one.x - o.x, one.y - o.y) >= gap for o in marks[i + 1 :])


def test_points_a_pixel_apart_merge_across_a_grid_line_and_far_ones_do_not():
    near = merge([Spot(7.9, 4, "A", "red"), Spot(8.1, 4, "A", "red")], 8)
    assert [(m.count, m.x) for m in near] == [(2, 8.0)]
    assert len(merge([Spot(0, 0, "A", "red"), Spot(9, 0, "A", "red")], 8)) == 2


def test_a_mark_means_one_class_and_one_region():
    spots = [Spot(5, 5, "A", "red"), Spot(5, 5, "A", "orange"), Spot(5, 5, "B", "red")]
    assert sorted((m.region, m.risk_class, m.count) for m in merge(spots, 50)) == [
        ("A", "orange", 1), ("A", "red", 1), ("B", "red", 1),
    ]  # fmt: skip


def test_a_mark_of_several_stands_at_their_middle():
    (mark,) = merge([Spot(0, 0, "A", "red"), Spot(2, 0, "A", "red"), Spot(4, 3, "A", "red")], 20)
    assert (mark.x, mark.y, mark.count) == (2.0, 1.0, 3)


def test_ten_thousand_points_become_few_marks_in_a_moment():
    spots = _spots(10_000)
    start = time.perf_counter()
    marks = marks_for(spots, {"A": 45_000, "B": 45_000})
    assert time.perf_counter() - start < 10  # 0.3 s on an idle machine; a loop over pairs took 20
    assert sum(m.count for m in marks) == 10_000
    assert len(marks) < 120


def test_few_points_stay_single():
    spots = [Spot(20.0 * i, 10, "A", "red") for i in range(5)]
    assert [m.count for m in marks_for(spots, {"A": 50_000})] == [1] * 5


def test_marks_leave_names_and_one_another_free_and_stay_at_home():
    home, name = box(0, 0, 200, 120), box(70, 45, 130, 80)
    marks = [Mark(100, 60, "A", "red", 12, 1.3), Mark(98, 62, "A", "orange", 30), Mark(60, 60, "A", "red", 1)]
    settled = settle(marks, [name], {"A": home}, box(0, 0, 400, 400))
    assert sum(m.count for m in settled) == 43
    for i, one in enumerate(settled):
        assert home.contains(Point(one.x, one.y))
        assert not box(
            one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius
        ).intersects(name)
        for other in settled[i + 1 :]:
            assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius


def test_a_mark_without_room_stays_where_it_is():
    name = box(0, 0, 100, 100)
    mark = Mark(50, 50, "A", "red", 1)
    assert settle([mark], [name], {"A": name}, name) == [mark]
