"""Points added up by hexagons: nothing is lost, each point is counted at its nearest middle, tones follow counts."""

import math

import numpy as np
import pytest
from shapely.geometry import box

from board.charts import risk_density
from board.charts.risk_canvas import Canvas
from board.charts.risk_density import Density, density, hexagons, steps
from board.queries_risk_points import Places


def test_points_of_one_hexagon_are_one_cell():
    # Radius 10: middles lie 17.32 apart along, and every other line is 15 lower and half a step aside.
    assert hexagons(np.array([0.0, 3.0, -4.0]), np.array([0.0, 4.0, -5.0]), 10) == ((0.0, 0.0, 3),)
    assert hexagons(np.array([8.66, 17.32]), np.array([15.0, 0.0]), 10) == ((8.66, 15.0, 1), (17.32, 0.0, 1))
    assert hexagons(np.empty(0), np.empty(0)) == ()


def test_every_point_is_counted_once_at_its_nearest_middle():
    draw = np.random.default_rng(4)
    x, y = draw.uniform(0, 200, 500), draw.uniform(0, 150, 500)
    cells = hexagons(x, y, 12)
    assert sum(count for _x, _y, count in cells) == 500
    wide = 12 * math.sqrt(3)
    middles = [(c * wide / 2, r * 18.0) for r in range(-2, 12) for c in range(-2, 30) if (c + r) % 2 == 0]
    nearest = {}
    for px, py in zip(x, y, strict=True):
        best = min(middles, key=lambda m: (m[0] - px) ** 2 + (m[1] - py) ** 2)
        nearest[best] = nearest.get(best, 0) + 1
    by_place = {(round(2 * a / wide), round(b / 18)): n for a, b, n in cells}
    assert by_place == {(round(2 * a / wide), round(b / 18)): n for (a, b), n in nearest.items()}


def canvas():
    return Canvas((0, 0, 200, 100), {}, {}, (), {}, box(0, 0, 200, 100), (), (109.0, 31.0, 100.0, 100.0))


def test_ten_thousand_points_become_few_marks_and_none_is_lost():
    draw = np.random.default_rng(1)
    places = Places(
        draw.uniform(109, 111, 10_000), draw.uniform(30, 31, 10_000), np.full(10_000, "A"), 10_050
    )
    found = density(places, canvas())
    assert found.drawn == 10_000 and found.total == 10_050
    assert len(found.cells) < 80
    assert all(13 <= x <= 187 and 13 <= y <= 87 for x, y, _count in found.cells)


def test_what_lies_outside_or_has_no_map_is_told_by_the_difference():
    outside = Places(np.array([109.5, 120.0]), np.array([30.5, 30.5]), np.array(["A", "A"]), 3)
    found = density(outside, canvas())
    assert (found.drawn, found.total) == (1, 3)
    bare = Canvas((0, 0, 1, 1), {}, {}, (), {}, None, (), None)
    assert density(outside, bare) == Density((), 3, risk_density.STEPS[0])


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], (1, 2, 4, 8)),
        ([1, 2, 3], (1, 2, 4, 8)),
        ([30] * 10, (1, 10, 30, 60)),
        ([70] * 9, (1, 20, 60, 120)),
        ([900] * 3, (1, 100, 300, 600)),
    ],
)
def test_the_darkest_tone_stays_the_exception(counts, expected):
    assert steps(counts) == expected


def test_the_key_names_the_tones_that_occur_from_their_own_limits():
    found = Density(((0, 0, 1), (1, 1, 9)), 10, (1, 5, 10, 20))
    assert [found.tone(n) for n in (1, 4, 5, 9, 10, 20, 400)] == [0, 0, 1, 1, 2, 3, 3]
    assert [words for _fill, _ink, words in risk_density.key(found)] == ["1～4 处", "5～9 处"]
