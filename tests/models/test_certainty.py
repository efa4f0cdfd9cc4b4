"""How sure a colour is, through files, load and ``board show``: chances and arrows worked out by hand.

From 2026 the small plan weighs awareness alone (of the year to date, at least 10 sampled), from 50 % (nothing) to 100 %
(all): a rate of 0.8 earns 60, 0.85 70, 0.9 80, 0.95 90.

东山县   January 90 of 100: 80, blue. February 100 of 100 more: 190 of 200, 90, green. The hundred that came scatter by
         100 * 0.9333 * 0.0667 = 6.22, over 100 * 200: the share moved by 0.05, 2.83 times its noise. An arrow.
西河县   January 18 of 20: 80, blue. February 2 of 2 more: 20 of 22, 81.8. An arrow would need four.
北湖新区 January 9 of 9: too few. February 16 of 16 more: 25 of 25, 100; nothing to compare with.
"""

import json

import duckdb
import pytest

from board.charts import marks
from rules.noise import PRIOR
from rules.statistics import wilson
from tests.unit.test_statistics import FEW, beta_below

HEADER = "抽查编号,区域,行业领域,抽查日期,抽查人数,知晓人数"
EAST, WEST, NORTH = "990101", "990102", "T-GXQ"


@pytest.fixture(scope="module")
def loaded(module_bench):
    rows = ["C1,东山县,矿山,2026-01-10,100,90", "C2,西河县,交通运输,2026-01-12,20,18"]
    module_bench.load(module_bench.csv("一.csv", HEADER, rows), code=0)
    return module_bench


@pytest.fixture(scope="module")
def later(loaded):
    """January as it stood, and the same base once February and a third region have come."""
    before = loaded.show("ranking", "2026-01")
    rows = [
        "C3,东山县,矿山,2026-02-10,100,100", "C4,西河县,交通运输,2026-02-12,2,2",
        "C5,北湖新区,,2026-01-20,9,9", "C6,北湖新区,,2026-02-20,16,16",
    ]  # fmt: skip
    loaded.load(loaded.csv("二.csv", HEADER, rows), code=0)
    return before, loaded


def test_chances_are_those_of_the_beta_distribution(later):
    before, _bench = later
    for code, good, cases in ((EAST, 90, 100), (WEST, 18, 20)):
        chances = before[code]["colour_probability"]
        a, b = good + PRIOR, cases - good + PRIOR
        below = [0.0, *(beta_below(limit, a, b) for limit in (0.8, 0.85, 0.9, 0.95)), 1.0]
        for colour, low, high in zip(
            ("red", "orange", "yellow", "blue", "green"), below, below[1:], strict=False
        ):
            assert chances.get(colour, 0) == pytest.approx(high - low, abs=FEW), (code, colour)
        assert before[code]["colour"] == "blue" and "blue" in chances


def test_another_region_and_another_month_leave_the_draws_alone(later):
    before, bench = later
    now = bench.show("ranking", "2026-01")
    for code in (EAST, WEST):
        for name in ("colour_probability", "score_low", "score_high", "rank", "rank_low", "rank_high"):
            assert now[code][name] == before[code][name], name
    assert now[NORTH]["colour"] == "too_few" and now[NORTH]["rank"] is None


def test_only_a_change_beyond_chance_has_an_arrow(later):
    _before, bench = later
    rows = bench.show("ranking", "2026-02")
    assert (rows[EAST]["change"], rows[EAST]["change_beyond_chance"]) == (pytest.approx(10), True)
    assert (rows[WEST]["change"], rows[WEST]["change_beyond_chance"]) == (pytest.approx(20 / 11), False)
    assert (rows[NORTH]["score"], rows[NORTH]["change"], rows[NORTH]["change_beyond_chance"]) == (
        100,
        None,
        False,
    )


def test_a_full_score_on_few_cases_is_not_called_certain(later):
    _before, bench = later
    row = bench.show("ranking", "2026-02")[NORTH]
    assert row["colour"] == "green" and 0.8 < row["colour_probability"]["green"] < 1
    assert row["score_low"] < row["score_high"] == 100


def test_parts_carry_the_interval_of_their_value(later):
    _before, bench = later
    (part,) = bench.show("ranking", "2026-02")[EAST]["components"]
    assert (part["low"], part["high"]) == pytest.approx(wilson(190, 200))


def test_a_colour_is_marked_where_the_rule_calls_it_unstable(later):
    before, _bench = later
    row = before[WEST]
    assert row["stable_from"] == 0.8
    second = marks.runner_up(row)
    assert second is not None and second[0] in ("yellow", "green")
    assert marks.runner_up(row | {"stable_from": 0.05}) is None


def test_every_unit_and_month_of_the_demonstration_is_told_how_sure(demo_db):

    pointer = json.loads(demo_db.read_text("utf-8"))
    path = demo_db.with_name("wuse.duckdb.d") / f"{pointer['build_id']}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "SELECT unit_kind, score, colour, rank, rank_low, rank_high, colour_probability, score_low, score_high, "
            "vetoes FROM scores"
        ).fetchall()
    assert {row[0] for row in rows} == {"region", "sector", "committee"}
    unstable = 0
    for kind, score, colour, rank, low, high, told, score_low, score_high, vetoes in rows:
        chances = json.loads(told)
        if score is None:
            assert (rank, low, high, chances) == (None, None, None, {})
            continue
        assert low <= rank <= high and score_low <= score <= score_high, kind
        assert colour in chances and sum(chances.values()) == pytest.approx(1)
        unstable += vetoes == "[]" and chances[colour] < 0.8
    assert 0 < unstable < len(rows)
