"""Where marks stand on bullets, bars and labels: positions worked out by hand, turned axes too."""

import re

import pytest

from board import queries_targets
from board.charts import targets_bullet as bullet
from board.charts import targets_plot as plot
from board.charts import targets_text as text
from board.charts import targets_units as units_drawn
from board.charts.targets_bullet import Axis
from board.charts.targets_canvas import rows_height
from board.charts.targets_gap import gap_text
from board.charts.targets_labels import name_side, spread
from board.queries_targets import Goal, Unit
from rules.plan import Aggregate, Indicator, Target


def goal(kind="percentage", unit="%", direction="up", target=1.0, **figures) -> Goal:
    indicator = Indicator(
        id="x", title="某率", title_en="X", short_title="某率", short_title_en="X", clause="一（三）1",
        definition="", definition_en="", kind=kind, unit=unit, direction=direction,
        numerator=Aggregate(mart="m", column="c"), targets=[],
    )  # fmt: skip
    known = {"value": None, "numerator": None, "denominator": None, "status": "behind", "month": "2026-10"}
    return Goal(indicator, Target(year=2026, value=target, clause="一（三）1"), **(known | figures))


COUNT = {"kind": "count", "unit": "处", "direction": "down", "target": 0}
FALL = {"kind": "fall", "unit": "起", "direction": "down", "target": 0}


@pytest.mark.parametrize(
    ("axis", "value", "place"),
    [
        (Axis(0.7, 1.0), 0.85, 50),
        (Axis(0.7, 1.0), 1.0, 100),
        (Axis(0.7, 1.0), 0.2, 0),  # beyond the end stays on the axis
        (Axis(10, 0), 4, 60),  # turned: 10 left, 0 right
        (Axis(10, 0), 0, 100),
        (Axis(0.1, -0.6), -0.25, 50),  # a change from +10 % to −60 %
        (Axis(0.1, -0.6), 0, 100 / 7),
    ],
)
def test_a_value_stands_where_it_should(axis, value, place):
    assert axis.at(value) == pytest.approx(place)


def test_the_common_axis_ends_at_the_full_ten_below_the_lowest():
    rows = [goal(value=0.777, forecast=0.8, low=0.76, high=0.85), goal(value=0.9)]
    assert bullet.common_axis(rows) == Axis(0.7, 1.0)
    assert bullet.ticks(Axis(0.7, 1.0)) == [0.7, 0.8, 0.9, 1.0]
    assert bullet.common_axis([goal(value=0.97)]) == Axis(0.8, 1.0)
    assert bullet.ticks(Axis(0.8, 1.0)) == [0.8, 0.85, 0.9, 0.95, 1.0]
    assert bullet.common_axis([goal(value=0.04)]) == Axis(0.0, 1.0)
    assert all(len(bullet.ticks(Axis(n / 10, 1.0))) <= 5 for n in range(9))


def test_less_is_better_turns_the_axis_with_the_target_at_the_right():
    counted = goal(**COUNT, value=5, numerator=5, forecast=4.4, low=0, high=8.8)
    axis = bullet.own_axis(counted)
    assert axis == Axis(10, 0) and axis.is_turned
    drawn = bullet.bullet(counted, Axis(0.7, 1))
    assert '<em style="left:50.00%">' in drawn
    assert '<u style="left:56.00%">' in drawn
    assert '<s style="left:100.00%">' in drawn
    assert '<b style="left:12.00%;width:88.00%">' in drawn  # from 8.8 to 0
    assert bullet.end_texts(counted, axis) == ("10 处", "0 处")


def test_a_fall_runs_from_rise_to_fall():
    fell = goal(
        **FALL, value=0.4, numerator=12, denominator=20, status="met", forecast=0.2, low=-0.1, high=0.5
    )
    axis = bullet.own_axis(fell)
    assert axis == Axis(0.1, -0.5)
    drawn = bullet.bullet(fell, Axis(0.7, 1))
    assert '<em style="left:83.33%">' in drawn  # −40 % on +10 % to −50 %
    assert '<s style="left:16.67%">' in drawn  # no change
    assert bullet.end_texts(fell, axis) == ("升 10%", "降 50%")


def test_bands_start_at_parts_of_the_target():
    drawn = bullet.bullet(goal(value=0.85), Axis(0.7, 1.0))
    places = re.findall(r'tg-b(\d)[^"]*" style="left:([\d.]+)%;width:([\d.]+)%', drawn)
    assert places == [("1", "0.00", "66.67"), ("2", "66.67", "16.67"), ("3", "83.33", "16.67")]


def test_closed_bars_start_at_nought():
    rate = bullet.closed_bar(goal(value=0.808, status="missed", month="2026-12"))
    assert '<b style="left:0.00%;width:80.80%">' in rate and '<s style="left:100.00%">' in rate
    counted = bullet.closed_bar(goal(**COUNT, value=8, numerator=8, status="missed", month="2026-12"))
    assert '<b style="left:0.00%;width:100.00%">' in counted  # turned: nought is at the right
    rose = bullet.closed_bar(goal(**FALL, value=-0.03, numerator=34, denominator=33, month="2026-12"))
    assert '<b style="left:35.00%;width:15.00%">' in rose  # nought in the middle of +10 % to −10 %


def test_nothing_reported_is_no_dot_and_no_nought():
    drawn = bullet.bullet(goal(status="no_data"), Axis(0.7, 1.0))
    assert "<em" not in drawn and "<u" not in drawn
    assert "未报" in text.value_markup(goal(status="no_data")) and "0" not in text.value_markup(goal())
    assert "没有上报" in text.basis(goal(status="no_data"))


@pytest.mark.parametrize(
    ("value", "target", "shown"),
    [(0.9496, 0.95, "94.9%"), (0.95, 0.95, "95.0%"), (0.9999, 1.0, "99.9%"), (1.0, 1.0, "100%"), (0.79996, 0.8, "79.9%")],
)  # fmt: skip
def test_rounding_never_crosses_the_target(value, target, shown):
    assert text.figure(goal(target=target), value) == shown


def test_an_expected_count_below_one_is_not_nought():
    expected = goal(**COUNT, value=1, numerator=1, forecast=0.4, low=0, high=1.2)
    assert text.forecast_text(expected) == "0.4 处"
    assert text.forecast_span(expected) == "0～2 处"


def test_a_change_by_chance_has_no_arrow():
    by_chance = goal(**FALL, value=1 - 17 / 28, numerator=17, denominator=28, status="met")
    assert "≈" in text.value_markup(by_chance) and "▼" not in text.value_markup(by_chance)
    sure = goal(**FALL, value=0.9, numerator=10, denominator=100, status="met")
    assert text.value_markup(sure) == "▼90.0%"


def test_the_answer_says_how_far_short():
    short = goal(value=0.85, numerator=85, denominator=100, forecast=0.952, low=0.93, high=0.97)
    assert gap_text(short) == "按现速度年底差 4.8 个百分点"
    open_end = goal(value=0.85, numerator=85, denominator=100, forecast=0.96, low=0.9, high=1.0)
    assert gap_text(open_end) == "按现速度年底差 4.0 个百分点，不能排除达到"
    counted = goal(**COUNT, value=5, numerator=5, forecast=4.4, low=1, high=8)
    assert gap_text(counted) == "按现速度年底 4 处，目标 0 处"


def test_labels_keep_apart_and_in_order():
    placed = spread([(100, 20), (104, 40), (20, 20)], 0, 200)
    assert placed[2] == 20 and placed[0] == 100
    assert placed[1] - placed[0] >= 30
    low = spread([(195, 20), (198, 20)], 0, 200)
    assert low == [170, 190]


def test_the_name_of_the_last_month_stands_where_no_line_runs():
    rising = [(0.0, 0.0), (200.0, 200.0)]
    assert name_side([rising], (200, 200), 310, 360) == (True, True)
    falling = [(0.0, 360.0), (200.0, 160.0)]
    assert name_side([falling], (200, 160), 310, 360) == (True, False)
    near_the_floor = [(0.0, 2.0), (200.0, 2.0)]
    assert name_side([near_the_floor], (200, 2), 310, 360)[1] is True


def test_a_fall_is_drawn_by_its_counts():
    series = [
        {"month": f"2025-{m:02d}", "value": None, "numerator": 3 * m, "denominator": 0} for m in range(1, 13)
    ]
    series += [
        {"month": f"2026-{m:02d}", "value": 0.5, "numerator": 2 * m, "denominator": 3 * m} for m in (1, 2)
    ]
    fell = goal(
        **FALL, value=0.5, numerator=4, denominator=6, forecast=0.25, low=-0.5, high=0.95, month="2026-02", series=series
    )  # fmt: skip
    drawn = plot.course(fell)
    assert drawn.now == [(1, 2), (2, 4)] and drawn.before[-1] == (12, 36)
    assert drawn.target == 36
    assert drawn.ahead == pytest.approx((4, 27, 54))  # 36 × 0.05 is below the 4 that already happened


def test_intervals_of_falls_come_from_both_counts():
    low, high = queries_targets.interval(goal(**FALL), 17, 28) or (0, 0)
    assert low < 0 < high < 1
    assert queries_targets.interval(goal(**FALL), 0, 0) is None
    assert queries_targets.interval(goal(), None, None) is None
    assert queries_targets.interval(goal(**COUNT), 3, None) is None


def test_the_axis_of_units_is_turned_where_less_is_better():
    whole = Unit("*", "全州", 0.013, 65, 4872)
    units = [Unit("a", "甲", 0.006, 6, 925, 0.003, 0.014), Unit("b", "乙", 0.023, 3, 131, 0.008, 0.065)]
    axis = units_drawn.units_axis(goal(kind="words", direction="down", target=0.02), whole, units)
    assert axis.is_turned and axis.best == 0
    assert axis.at(0.02) > axis.at(0.065)


@pytest.mark.parametrize("count", [1, 9, 22])
def test_figures_hold_every_unit_once(count):
    units = [Unit(str(n), f"第{n}县", 0.9, 9, 10, 0.6, 0.98) for n in range(count - 1)] + [Unit("z", "末县")]
    one = goal(value=0.9, numerator=90, denominator=100)
    figure = units_drawn.units_figure(one, Unit("*", "全州", 0.9, 90, 100), units, "", rows_height(count))
    assert len(figure.layout.yaxis.ticktext) == count
    notes = [a.text for a in figure.layout.annotations]
    assert notes.count("未报") == 1  # never 0
