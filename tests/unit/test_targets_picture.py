"""The list of targets as a picture: every target once, data as text, marks worked out by hand."""

from xml.etree import ElementTree

import pytest

from board import colours
from board.charts import targets_picture as picture
from board.charts.targets_bullet import Axis
from board.queries_targets import Goal
from rules.plan import Aggregate, Indicator, Target

SVG = "{http://www.w3.org/2000/svg}"


def goal(
    name="某率", kind="percentage", unit="%", direction="up", target=1.0, clause="一（三）1", **figures
) -> Goal:
    indicator = Indicator(
        id="x", title=name, title_en="X", short_title="某", short_title_en="X", clause=clause,
        definition="", definition_en="", kind=kind, unit=unit, direction=direction,
        numerator=Aggregate(mart="m", column="c"), targets=[],
    )  # fmt: skip
    known = {"value": None, "numerator": None, "denominator": None, "status": "behind", "month": "2026-10"}
    return Goal(indicator, Target(year=2026, value=target, clause=clause), **(known | figures))


COUNT = {"kind": "count", "unit": "处", "direction": "down", "target": 0}
AHEAD = {"value": 0.85, "numerator": 85, "denominator": 100, "forecast": 0.94, "low": 0.88, "high": 1.0}


def _marks(drawn, name):
    root = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>')
    return [e for e in root.iter() if e.get("class") == name]


def _texts(root):
    return [t.text for t in root.iter(f"{SVG}text")]


def _number(element, name):
    return float(element.get(name))


def test_marks_stand_where_they_should():
    # 280 long from 100: 0.85 is half of 0.7 to 1, 0.94 four fifths, 0.88 three fifths, 1 the end.
    drawn = picture.bullet(goal(**AHEAD), Axis(0.7, 1.0), 100, 50)
    (now,), (ahead,), (span,), (target,) = (_marks(drawn, n) for n in ("now", "ahead", "interval", "goal"))
    assert _number(now, "cx") == pytest.approx(240) and _number(now, "cy") == 50
    assert ahead.get("d").startswith("M324 ")
    assert (_number(span, "x"), _number(span, "width")) == pytest.approx((268, 112))
    assert (_number(target, "x"), _number(target, "width")) == (378.5, 3)
    # Bands from 90 % and 95 % of the target, two thirds and five sixths along; 9 past both ends.
    bands = _marks(drawn, "track")
    assert [_number(b, "x") for b in bands] == pytest.approx([91, 286.667, 333.333], abs=0.01)
    assert _number(bands[2], "x") + _number(bands[2], "width") == pytest.approx(389, abs=0.01)
    assert [b.get("fill") for b in bands] == [colours.neutral(n) for n in ("band", "band-2", "band-3")]


def test_less_is_better_turns_the_axis():
    drawn = picture.bullet(goal(**COUNT, value=4, numerator=4), Axis(0.7, 1.0), 0, 50)
    assert _number(_marks(drawn, "now")[0], "cx") == pytest.approx(56)  # 4 on 5 to 0: a fifth of 280
    assert _number(_marks(drawn, "goal")[0], "x") == 278.5
    assert len(_marks(drawn, "track")) == 1


def test_closed_bars_start_at_nought():
    drawn = picture.closed_bar(goal(value=0.75, status="missed", month="2026-12"), 100, 50)
    (bar,), (target,) = _marks(drawn, "bar"), _marks(drawn, "goal")
    assert (_number(bar, "x"), _number(bar, "width")) == (100, 210)
    assert _number(target, "x") == 378.5


def test_nothing_reported_is_no_mark():
    drawn = picture.bullet(goal(status="no_data"), Axis(0.7, 1.0), 0, 50)
    assert not _marks(drawn, "now") and not _marks(drawn, "ahead") and not _marks(drawn, "interval")
    root = ElementTree.fromstring(picture.picture([goal(status="no_data")], False, False))
    assert "未报" in _texts(root) and "无数据" in _texts(root)


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("with_clause", [False, True])
def test_every_target_stands_in_it_once(with_clause, is_closed):
    month = "2026-12" if is_closed else "2026-10"
    goals = [
        goal("甲率", **AHEAD, month=month),
        goal("乙数", **COUNT, value=5, numerator=5, forecast=4.4, low=0, high=8.8, month=month, clause="措施2"),
        goal("丙起数", "fall", "起", "down", 0, value=0.4, numerator=12, denominator=20, status="met", month=month),
        goal("丁率", status="no_data", month=month),
        goal("戊率", value=0.5, numerator=1, denominator=2, status="missed", month="2026-12", clause="措施1"),
    ]  # fmt: skip
    root = ElementTree.fromstring(picture.picture(goals, with_clause, is_closed))
    said = _texts(root)
    assert all(said.count(g.indicator.title) == 1 for g in goals)
    assert "≈ −40.0%" in said and "85.0%" in said and "5 处" in said
    width, height = _number(root, "width"), _number(root, "height")
    for text in root.iter(f"{SVG}text"):
        assert 0 <= _number(text, "x") <= width and 0 < _number(text, "y") < height


def test_the_height_grows_with_the_rows():
    heights = [
        _number(ElementTree.fromstring(picture.picture([goal(**AHEAD)] * count, False, False)), "height")
        for count in (1, 2, 12)
    ]
    row = heights[1] - heights[0]
    assert row >= 44 and heights[2] - heights[0] == pytest.approx(11 * row)


def test_long_names_break_and_data_stays_text():
    text = picture.picture([goal("<script>alert(1)</script>&", **AHEAD)], False, False)
    assert "<script" not in text and "&lt;script&gt;" in text
    assert "<script>alert(1)</script>&" in _texts(ElementTree.fromstring(text))
    long = "很" * 100
    said = _texts(ElementTree.fromstring(picture.picture([goal(long, **AHEAD)], False, False)))
    assert long == "".join(t for t in said if t and set(t) == {"很"})
