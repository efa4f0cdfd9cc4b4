"""The palette keeps its promises: readable text, and colours apart for every kind of eye."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from board import colours
from rules.plan import ScaleClass

FIVE = ["red", "orange", "yellow", "blue", "green"]
FOUR = ["red", "orange", "yellow", "blue"]
KINDS = [None, "deuteranomaly", "protanomaly", "tritanomaly"]


def _rgb(text: str) -> np.ndarray:
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def _contrast(one: str, other: str) -> float:
    def light(text: str) -> float:
        rgb = _rgb(text)
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _seen(text: str, kind: str | None) -> np.ndarray:
    if kind is None:
        return _rgb(text)
    space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    return np.clip(cspace_convert(_rgb(text), space, "sRGB1"), 0, 1)


@pytest.mark.parametrize("code", [*FIVE, *colours.STATES])
def test_text_on_every_fill_is_readable(code):
    shade = colours.shade(code)
    assert _contrast(shade.fill, shade.text) >= 4.5


@pytest.mark.parametrize("code", FIVE)
def test_edges_show_on_white(code):
    assert _contrast(colours.shade(code).edge, "#ffffff") >= 4.4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("codes", [FIVE, FOUR], ids=["five", "four"])
def test_all_pairs_stay_apart(codes, kind):
    for one, other in combinations(codes, 2):
        apart = deltaE(_seen(colours.shade(one).fill, kind), _seen(colours.shade(other).fill, kind), "sRGB1")
        assert apart >= 20, f"{one}/{other} under {kind}: {apart:.1f}"


def test_names_come_from_the_plan_and_states_follow():
    classes = [ScaleClass(code="red", name="赤", name_en="Crimson", short="赤", short_en="C")]
    scale = colours.scale(classes)
    assert list(scale) == ["red", "no_data", "too_few"]
    assert scale["red"].label == "赤"
    assert scale["red"].fill == colours.shade("red").fill
    assert scale["too_few"].label == "样本不足"


def test_a_class_without_colour_is_shown_in_slate():
    assert colours.shade("grade-x").fill == colours.neutral("slate")
