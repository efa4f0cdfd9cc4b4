"""Where the month stands among the plan's phases."""

import re
from datetime import date

import pytest

from board.charts import phases_strip
from rules.packs import load_plan
from rules.programme import Phase


@pytest.mark.parametrize(
    ("day", "place"),
    [("2024-03-31", "ahead"), ("2024-04-01", "now"), ("2025-12-31", "now"), ("2026-01-01", "over")],
)
def test_a_phase_holds_both_its_first_and_its_last_day(day, place):
    phase = Phase(
        id="p", title="段", title_en="Phase", starts=date(2024, 4, 1), ends=date(2025, 12, 31), clause="三"
    )
    assert phases_strip.state(phase, date.fromisoformat(day)) == place


def test_hejiapan_in_october_2026_is_in_its_last_phase():
    shown = phases_strip.strip(load_plan("hejiapan"), date(2026, 10, 31))
    assert re.findall(r'class="ph-(\w+)"', shown) == ["over", "over", "over", "now"]
    assert "2026年10月1日" in shown and "2026年12月31日" in shown
