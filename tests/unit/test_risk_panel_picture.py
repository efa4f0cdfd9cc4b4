"""The panel's pictures and its table of tiers: the published Wilson example (81 of 263: 0.2553 to 0.3662) drawn to scale."""

import re

import pytest

from board import colours
from board.charts import risk_panel, risk_panel_picture, risk_tiers, risk_words
from board.charts.risk_panel_picture import TRACK
from board.queries_risk import Cell, Town
from rules.packs import load_plan


@pytest.fixture(scope="module")
def plan():
    return load_plan("enshi")


def summary(plan, *cells):
    return risk_panel.summary([Cell("422801", "mining", *cell) for cell in cells], plan)


def test_a_rate_is_drawn_with_its_interval_on_one_scale(plan):
    found = summary(plan, ("county", "red", 263, 0, 263, 81))
    drawn = risk_panel_picture.tiers(found, plan)
    bars = [
        (float(w) / TRACK) for w in re.findall(r'width="([\d.]+)" height="6"', drawn)
    ]  # filed 0 of 263, labelled all, controlled 81
    assert bars[2] == pytest.approx(0.3662 - 0.2553, abs=0.001)
    dots = [float(x) for x in re.findall(r'cx="([\d.]+)"', drawn)]
    assert dots[2] - dots[0] == pytest.approx(2 * (TRACK + 40) + TRACK * 81 / 263, abs=0.2)
    assert dots[1] - dots[0] == pytest.approx(TRACK + 40 + TRACK, abs=0.2)
    assert "30.8%　81/263" in drawn and "100%　263/263" in drawn and "0%　0/263" in drawn


def test_the_table_to_take_away_has_both_ends_of_every_interval(plan):
    (row,) = risk_tiers.frame(summary(plan, ("county", "red", 263, 263, 0, 81)), plan)
    assert row["管控到位率"] == pytest.approx(81 / 263)
    assert row["管控到位率区间下限"] == pytest.approx(0.2553, abs=5e-5)
    assert row["管控到位率区间上限"] == pytest.approx(0.3662, abs=5e-5)
    assert row["管控层级"] == "县级" and row["风险点（处）"] == 263


def test_the_finding_names_the_tier_that_has_most_left(plan):
    found = summary(plan, ("county", "red", 10, 10, 10, 7), ("town", "blue", 90, 90, 90, 88))
    assert risk_tiers.finding(found, plan) == "县级未到位最多，3 处"
    assert risk_tiers.finding(summary(plan, ("town", "blue", 9, 9, 9, 9)), plan) == "各级管控的风险点全部到位"
    assert risk_tiers.finding(summary(plan), plan) == "各级管控的风险点全部到位"


def test_towns_are_tiles_with_the_colours_name_and_never_markup(plan):
    shades = risk_words.risk_shades(plan, "*")
    drawn = risk_panel_picture.towns([Town("<b>镇", "red", 9, 12), Town("none", "too_few", 5, 2)], shades)
    assert "&lt;b&gt;镇" in drawn and "红 12 处" in drawn
    assert "未注明" in drawn and "样本不足 2 处" in drawn
    assert drawn.count("<rect") == 2 and f'fill="{colours.shade("red").fill}"' in drawn
