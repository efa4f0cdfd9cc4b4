"""The palette keeps its promises: readable text, and colours apart for every kind of eye."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from board import colours
from rules import palette, sight
from rules.palette import ClassColour
from rules.plan import ScaleClass

FIVE = ["red", "orange", "yellow", "blue", "green"]
FOUR = ["red", "orange", "yellow", "blue"]
CVD = {"deuteranopia": "deuteranomaly", "protanopia": "protanomaly", "tritanopia": "tritanomaly"}


def _rgb(text: str) -> np.ndarray:
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def _seen(text: str, eye: str) -> np.ndarray:
    if eye == "normal":
        return _rgb(text)
    space = {"name": "sRGB1+CVD", "cvd_type": CVD[eye], "severity": 100}
    return np.clip(cspace_convert(_rgb(text), space, "sRGB1"), 0, 1)


@pytest.mark.parametrize("code", [*FIVE, *colours.STATES])
def test_text_on_every_fill_is_readable(code):
    shade = colours.shade(code)
    assert sight.contrast(shade.fill, shade.text) >= sight.LEAST_CONTRAST


@pytest.mark.parametrize("code", FIVE)
def test_edges_show_on_white(code):
    assert sight.contrast(colours.shade(code).edge, "#ffffff") >= 4.4


@pytest.mark.parametrize("eye", sight.EYES)
@pytest.mark.parametrize("codes", [FIVE, FOUR], ids=["five", "four"])
def test_all_pairs_stay_apart(codes, eye):
    for one, other in combinations(codes, 2):
        apart = sight.difference(colours.shade(one).fill, colours.shade(other).fill, eye)
        assert apart >= sight.LEAST_DIFFERENCE, f"{one}/{other} under {eye}: {apart:.1f}"


@pytest.mark.parametrize("eye", sight.EYES)
def test_distances_are_those_of_an_independent_library(eye):
    others = ["#000000", "#ffffff", "#808080", "#00ff00", "#2e0b44", "#fcfc53", "#123456"]
    fills = [colours.shade(code).fill for code in FIVE] + others
    for one, other in combinations(fills, 2):
        expected = deltaE(_seen(one, eye), _seen(other, eye), "sRGB1")
        assert sight.difference(one, other, eye) == pytest.approx(expected, abs=0.01), (one, other)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert sight.contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_the_standard_scale_is_clear_by_the_rule_that_a_plans_own_must_obey():
    # Yellow lies nearer to white than the rule allows a plan's own for one kind of eye only.
    named = {
        code: ClassColour(**{k: getattr(c, k) for k in ("fill", "text", "edge")})
        for code, c in palette.standard().items()
    }
    assert list(palette.unclear(named, set(named))) == []


def test_only_what_concerns_the_plans_own_classes_is_told():
    dull = ClassColour(fill="#777777", text="#808080", edge="#777777")
    near = ClassColour(fill="#787878", text="#ffffff", edge="#777777")
    told = [(u.code, u.token) for u in palette.unclear({"a": dull, "b": near}, {"b"})]
    assert told == [("b", "text"), ("b", "fill")]


def test_names_come_from_the_plan_and_states_follow():
    classes = [ScaleClass(code="red", name="赤", name_en="Crimson", short="赤", short_en="C")]
    scale = colours.scale(classes)
    assert list(scale) == ["red", "no_data", "too_few"]
    assert scale["red"].label == "赤"
    assert scale["red"].fill == colours.shade("red").fill
    assert scale["too_few"].label == "样本不足"


def test_a_class_without_colour_is_shown_in_slate():
    assert colours.shade("grade-x").fill == colours.neutral("slate")
