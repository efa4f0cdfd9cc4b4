"""Classes are told apart without colours: which pattern a class gets, and how drawings and pages bear it."""

import re

import pytest

from board import colours, patterns
from rules.packs import PLANS, load_plan, plan_ids
from rules.patterns import Pattern, assigned
from tests.conftest import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "plans"
PACKS = [*(PLANS / i for i in plan_ids()), FIXTURES / "river"]


def names(wanted):
    return {fill: pattern.name for fill, pattern in assigned(wanted).items()}


def test_who_asks_first_has_it_and_the_others_get_what_is_free():
    wanted = [("#1", None), ("#2", "falling"), ("#3", "falling"), ("#4", None)]
    assert names(wanted) == {"#1": "plain", "#2": "falling", "#3": "horizontal", "#4": "dots"}


def test_two_classes_of_one_fill_share_their_pattern():
    assert names([("#1", None), ("#1", "dots"), ("#2", None)]) == {"#1": "dots", "#2": "plain"}


def test_any_number_of_classes_is_told_apart():
    found = assigned((f"#{n}", None) for n in range(30))
    looks = {(p.lines, p.dots, round(p.gap, 3)) for p in found.values()}
    assert len(looks) == 30
    assert [p.name for p in found.values()][:2] == ["plain", "horizontal"]
    # There are eight; from the ninth on they come again, 1.8 times as wide, and a wide plain one would be the same.
    assert found["#8"].lines == (0,) and found["#8"].gap == pytest.approx(6 * 1.8)


def test_lines_run_one_way_or_two_at_right_angles():
    with pytest.raises(ValueError, match="right angles"):
        Pattern(name="odd", lines=(0, 45))


@pytest.mark.parametrize("folder", PACKS, ids=lambda p: p.name)
def test_every_class_of_every_plan_has_a_pattern_of_its_own(folder):
    plan = load_plan(folder)
    looks = colours.on_paper(plan)
    for scale in (plan.ranking_scale, plan.risk_scale):
        own = [looks[c.code][1].name for c in scale]
        assert len(set(own)) == len(scale)
    css = patterns.print_css(plan)
    # A mark on a page is known by its fill, so no neutral may have a class's.
    for code, (shade, pattern) in looks.items():
        assert shade.fill not in colours.neutrals().values()
        assert css.count(f".k-{code}{{--pi:") == 1
        assert f'id="{patterns.pattern_id(shade, pattern)}"' in patterns.definitions(plan)
        assert f"url(#{patterns.pattern_id(shade, pattern)})" in css


def test_the_standard_classes_are_those_of_the_palette():
    looks = colours.on_paper(load_plan("enshi"))
    assert {code: pattern.name for code, (_shade, pattern) in looks.items()} == {
        "red": "plain", "orange": "falling", "yellow": "dots", "blue": "horizontal", "green": "vertical",
    }  # fmt: skip


def test_a_drawing_gets_patterns_and_rims_but_for_what_is_no_class():
    plan = load_plan("enshi")
    drawn = (
        '<svg viewBox="0 0 9 9"><rect fill="#1c4fb8"/><path fill="#dfe3e7"/>'
        '<text x="1" fill="#ffffff">蓝</text><text fill="#464e58">说明</text></svg>'
    )
    assert patterns.in_black_and_white(drawn, plan) == (
        '<svg viewBox="0 0 9 9"><defs><pattern id="bw-1c4fb8-horizontal" width="6" height="6" '
        'patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#1c4fb8"/>'
        '<rect width="6" height="1.5" fill="#ffffff" fill-opacity="0.9"/></pattern></defs>'
        '<rect fill="url(#bw-1c4fb8-horizontal)"/><path fill="#dfe3e7"/>'
        '<text fill="#1b1f24" stroke="#1b1f24" stroke-width="3.2" stroke-linejoin="round" aria-hidden="true" x="1">'
        '蓝</text><text x="1" fill="#ffffff">蓝</text><text fill="#464e58">说明</text></svg>'
    )


def test_what_plotly_draws_is_known_too():
    drawn = (
        '<svg><path style="fill: rgb(166, 27, 31); stroke: rgb(255, 255, 255);"/>'
        '<path fill="rgb(243, 221, 102)"/><text style="fill: rgb(27, 31, 36); opacity: 1">县</text></svg>'
    )
    found = patterns.in_black_and_white(drawn, load_plan("enshi"))
    assert 'style="fill: url(#bw-a61b1f-plain); stroke: rgb(255, 255, 255);"' in found
    assert '<path fill="url(#bw-f3dd66-dots)"/>' in found
    rim, text = re.findall(r"<text\b[^>]*>", found)
    assert "fill: #ffffff; opacity: 1" in rim and 'stroke="#ffffff"' in rim
    assert text == '<text style="fill: rgb(27, 31, 36); opacity: 1">'


def test_a_drawing_without_classes_stays_as_it_is():
    drawn = '<svg><rect fill="#3b4a5a"/><text fill="#1b1f24">数</text></svg>'
    assert patterns.in_black_and_white(drawn, load_plan("enshi")) == drawn
