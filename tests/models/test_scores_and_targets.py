"""Scores, colours, ranks and target status worked out on paper, through files, load and ``board show``.

The small plan: 2025 weighs on_time 40 (at least 2 due), awareness 40 (at least 10 sampled), drill_rate 20 (at
least 1, dispatched), each worth its share of the weight; half of the weights must have data. 2026 weighs
awareness alone, from 50 % (nothing) to 100 % (all). Limits 60 70 80 90, exclusive. Vetoes: a serious accident
in the month (red), a supervised hazard overdue at the month's end (orange).

东山县  2025-03: on_time 9 of 10 due in January to March; awareness 36/40 + 54/60 = 90/100; drills 9/10.
                 40*0.9 + 40*0.9 + 20*0.9 = 90 of 100 -> exactly 90: green
        2025-04: no report of drills: 40*0.9 + 40*0.9 = 72 of 80 -> 90; three deaths on 15 April: red
        2025-05: nothing new: 90, green again
西河县  2025-03: on_time 3 of 3 -> 40 of 40; awareness on 9 people: too few; drills never reported.
                 40 of 100 of the weights: no score, too_few
        2025-04: awareness (9+6)/(9+11) = 15/20 -> 30 of 40; (40 + 30) / 80 = 87.5: blue
        2025-06: a supervised hazard due on 29 June is open until 31 December: veto orange.
                 It counts as due in June: on_time 3 of 4 -> 30 of 40; (30 + 30) / 80 = 75: yellow, so orange
北湖新区 2025-03: one hazard due: too few; awareness none; drills 0 of 10: 20 of 100 of the weights: too_few
        2025-01: nothing at all: no_data
        2025-04: a serious accident (10 million yuan) and no score: red without a place
"""

import pytest


def hazards():
    rows = []
    for number in range(10):  # due in January, February, March; the last one closed a day late
        month = 1 + number % 3
        closed = f"2025-{month:02d}-{21 if number == 9 else 20}"
        rows.append(f"D{number},东山县,矿山,重大,2025-01-02,2025-{month:02d}-20,{closed},")
    rows += [f"X{n},西河县,交通运输,重大,2025-02-01,2025-03-15,2025-03-15," for n in range(3)]
    rows += [
        "X9,西河县,交通运输,重大,2025-05-01,2025-06-29,2025-12-31,州级",
        "B1,北湖新区,,重大,2025-02-01,2025-03-10,,",
    ]
    return rows


AWARENESS = [
    "C1,东山县,矿山,2025-02-10,40,36",
    "C2,东山县,矿山,2025-03-31,60,54",
    "C3,西河县,交通运输,2025-03-01,9,9",
    "C4,西河县,交通运输,2025-04-30,11,6",
    # 2026: (value - 0.5) / 0.5. 95 of 100 earns exactly 90; 189,999 of 200,000 earns 89.999; 50 % earns nothing.
    "C5,东山县,矿山,2026-01-15,100,95",
    "C6,西河县,交通运输,2026-01-15,200000,189999",
    "C7,北湖新区,,2026-01-15,100,50",
]
DISPATCH = [
    "东山县,2025-03,drill_rate,9,10",
    "北湖新区,2025年3月,应急演练率,0,10",
]
ACCIDENTS = [
    "K1,东山县,矿山,2025-04-15,3,0,0",  # three deaths: serious
    "K2,西河县,矿山,2025-04-15,2,9,9999999",  # under every limit: general, no veto
    "K3,北湖新区,,2025-04-30,0,0,10000000",  # ten million yuan: serious
    "K4,东山县,矿山,2024-03-15,4,0,0",  # last year: four deaths in 东山县, one in 西河县
    "K5,西河县,矿山,2024-05-01,1,0,0",
]


@pytest.fixture(scope="module")
def loaded(module_bench):
    bench = module_bench
    result = bench.load(
        bench.csv(
            "隐患_2026-02.csv",
            "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期,挂牌督办",
            hazards(),
        ),
        bench.csv("抽查.csv", "抽查编号,区域,行业领域,抽查日期,抽查人数,知晓人数", AWARENESS),
        bench.csv("调度表.csv", "区域,月份,指标,完成数,总数", DISPATCH),
        bench.csv(
            "事故.csv", "事故编号,区域,行业领域,发生日期,死亡人数,重伤人数,直接经济损失（元）", ACCIDENTS
        ),
        code=0,
    )
    assert result["rejected"] == 0
    return bench


def _one(bench, region, month, *more):
    return bench.show("ranking", month, *more)[region]


@pytest.mark.parametrize(
    ("region", "month", "score", "colour", "rank"),
    [
        ("990101", "2025-03", 90.0, "green", 1),
        ("990102", "2025-03", None, "too_few", None),
        ("T-GXQ", "2025-03", None, "too_few", None),
        ("T-GXQ", "2025-01", None, "no_data", None),
        ("990101", "2025-04", 90.0, "red", 2),  # the veto sinks it below the blue one
        ("990102", "2025-04", 87.5, "blue", 1),
        ("T-GXQ", "2025-04", None, "red", None),  # a veto needs no score; a place does
        ("990101", "2025-05", 90.0, "green", 1),
        ("990102", "2025-05", 87.5, "blue", 2),
        ("990102", "2025-06", 75.0, "orange", 2),
        ("990102", "2025-12", 75.0, "yellow", 2),  # closed on the month's last day: no veto any more
        ("990101", "2026-01", 90.0, "green", 1),  # exactly at the limit: 95 % over 50 to 100
        ("990102", "2026-01", 89.999, "blue", 2),  # a thousandth below it
        ("T-GXQ", "2026-01", 0.0, "red", 3),
    ],
)
def test_score_colour_and_rank_are_those_worked_out_by_hand(loaded, region, month, score, colour, rank):
    row = _one(loaded, region, month)
    assert row["score"] == (None if score is None else pytest.approx(score, abs=1e-9))
    assert (row["colour"], row["rank"]) == (colour, rank)


def test_what_is_displayed_never_crosses_a_threshold(loaded):
    """A score that shows as 90.00 is green, one that shows below it is not; both scales at once."""
    for region in ("990101", "990102"):
        row = _one(loaded, region, "2026-01")
        if round(row["score"], 6) >= 90:
            assert row["colour"] == "green", row["score"]
        else:
            assert row["colour"] == "blue", row["score"]


def test_components_tell_numerator_denominator_value_target_weight_and_points(loaded):
    parts = {p["indicator"]: p for p in _one(loaded, "990101", "2025-03")["components"]}
    assert list(parts) == ["on_time", "awareness", "drill_rate"]
    expected = {
        "on_time": (9, 10, 0.9, 0.9, 40, 36),
        "awareness": (90, 100, 0.9, 0.8, 40, 36),
        "drill_rate": (9, 10, 0.9, 1.0, 20, 18),
    }
    names = ("numerator", "denominator", "value", "target", "weight", "points")
    for indicator, figures in expected.items():
        assert [parts[indicator][n] for n in names] == pytest.approx(figures), indicator


def test_a_part_without_data_is_null_and_never_zero(loaded):
    parts = {p["indicator"]: p for p in _one(loaded, "990102", "2025-03")["components"]}
    drills = parts["drill_rate"]
    assert [drills[n] for n in ("numerator", "denominator", "value", "points")] == [None] * 4
    assert (drills["weight"], drills["state"]) == (20, "no_data")
    few = parts["awareness"]
    assert (few["numerator"], few["denominator"], few["points"], few["state"]) == (9, 9, None, "too_few")


def test_a_reported_zero_is_zero(loaded):
    (drills,) = [p for p in _one(loaded, "T-GXQ", "2025-03")["components"] if p["indicator"] == "drill_rate"]
    assert (drills["numerator"], drills["denominator"], drills["value"], drills["points"]) == (0, 10, 0, 0)


def test_a_dispatch_of_one_month_does_not_serve_the_next(loaded):
    (drills,) = [p for p in _one(loaded, "990101", "2025-04")["components"] if p["indicator"] == "drill_rate"]
    assert (drills["value"], drills["points"], drills["state"]) == (None, None, "no_data")


def test_vetoes_are_named_with_their_count_and_only_when_they_hold(loaded):
    april = loaded.show("ranking", "2025-04")
    assert [(v["id"], v["count"]) for v in april["990101"]["vetoes"]] == [("serious_accident", 1)]
    assert april["990102"]["vetoes"] == []
    assert [v["id"] for v in april["T-GXQ"]["vetoes"]] == ["serious_accident"]
    june = _one(loaded, "990102", "2025-06")
    assert [(v["id"], v["count"]) for v in june["vetoes"]] == [("supervised_overdue", 1)]
    assert _one(loaded, "990102", "2025-05")["vetoes"] == []
    assert _one(loaded, "990101", "2025-05")["vetoes"] == []


def test_the_month_before_is_told_as_it_was(loaded):
    assert _one(loaded, "990101", "2025-01")["previous_colour"] is None
    assert _one(loaded, "990101", "2025-04")["previous_colour"] == "green"
    assert _one(loaded, "990101", "2025-05")["previous_colour"] == "red"
    assert _one(loaded, "990102", "2025-04")["previous_colour"] == "too_few"


def test_the_rule_in_force_in_the_month_is_the_one_that_is_used(loaded):
    assert _one(loaded, "990101", "2025-12")["rule_version"] == "first"
    row = _one(loaded, "990101", "2026-01")
    assert row["rule_version"] == "second"
    assert [p["indicator"] for p in row["components"]] == ["awareness"]


def test_rank_intervals_hold_the_rank_and_probabilities_add_up(loaded):
    for month in ("2025-03", "2025-04", "2025-06", "2026-01"):
        for row in loaded.show("ranking", month).values():
            if row["rank"] is None:
                assert (row["rank_low"], row["rank_high"], row["colour_probability"]) == (None, None, {})
                continue
            assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= 3
            assert sum(row["colour_probability"].values()) == pytest.approx(1)


def test_a_veto_makes_its_colour_certain(loaded):
    row = _one(loaded, "990101", "2025-04")
    assert row["colour_probability"] == {"red": 1.0}


def test_sectors_are_ranked_by_their_own_rows(loaded):
    # March by sector: mining: on_time 9/10, awareness 90/100 -> 72 of 80 = 90, green; dispatch knows no sectors.
    # transport: on_time 3/3, awareness 9 people -> 40 of 100 of the weights: too few.
    rows = loaded.show("ranking", "2025-03", "--by", "sector")
    assert list(rows) == ["mining", "transport"]
    assert (rows["mining"]["score"], rows["mining"]["colour"]) == (pytest.approx(90), "green")
    assert (rows["transport"]["score"], rows["transport"]["colour"]) == (None, "too_few")
    # April: the accident in 东山县's mine is mining's; K2 is general; K3 names no sector.
    april = loaded.show("ranking", "2025-04", "--by", "sector")
    assert (april["mining"]["colour"], april["transport"]["colour"]) == ("red", "blue")


def test_months_without_a_rule_or_outside_the_plan_are_refused(loaded):
    for month in ("2024-12", "2027-01", "2025-13", "03/2025", ""):
        outcome = loaded.board("show", "ranking", "--month", month or "x", "--format", "json")
        assert (outcome.code, outcome.out) == (2, "")
        assert len(outcome.err.strip().splitlines()) == 1


# ---- targets


@pytest.mark.parametrize(
    ("asked", "indicator", "year", "region", "value", "status"),
    [
        # 0.9 of 0.9: met in March; the year's figure stays 9/10
        ("2025-03", "on_time", 2025, "990101", 0.9, "met"),
        ("2025-12", "on_time", 2025, "990101", 0.9, "met"),
        # 西河县 3/3 in March, 3/4 from June on: missed when the year is over
        ("2025-03", "on_time", 2025, "990102", 1.0, "met"),
        ("2025-12", "on_time", 2025, "990102", 0.75, "missed"),
        # 北湖新区: 0 of 1 in March, one value only, so no forecast: behind; missed at the year's end
        ("2025-03", "on_time", 2025, "T-GXQ", 0.0, "behind"),
        ("2025-12", "on_time", 2025, "T-GXQ", 0.0, "missed"),
        ("2025-01", "on_time", 2025, "T-GXQ", None, "no_data"),
        # the whole area: (9 + 3 + 0) / (10 + 3 + 1) = 12/14 in March
        ("2025-03", "on_time", 2025, "*", 12 / 14, "behind"),
        # asked in 2026, 2025 is told as it closed
        ("2026-02", "on_time", 2025, "990101", 0.9, "met"),
        ("2026-02", "on_time", 2025, "990102", 0.75, "missed"),
        ("2025-03", "awareness", 2025, "990101", 0.9, "met"),
        ("2025-04", "awareness", 2025, "990102", 0.75, "behind"),
        ("2025-03", "awareness", 2025, "T-GXQ", None, "no_data"),
        ("2025-03", "drill_rate", 2025, "990101", 0.9, "behind"),
        ("2025-04", "drill_rate", 2025, "990101", None, "no_data"),
        ("2025-03", "drill_rate", 2025, "990102", None, "no_data"),
        # deaths January to April: 3 against 4 the year before: a fall by a quarter
        ("2025-04", "deaths_fall", 2025, "990101", 0.25, "met"),
        # 西河县: 2 deaths against none by April, 2 against 1 by the year's end: a rise by the whole
        ("2025-12", "deaths_fall", 2025, "990102", -1.0, "missed"),
        # a count with target nought
        ("2025-03", "serious_accidents", 2025, "990101", 0.0, "met"),
        ("2025-12", "serious_accidents", 2025, "990101", 1.0, "missed"),
        ("2025-12", "serious_accidents", 2025, "990102", 0.0, "met"),
    ],
)
def test_target_status_is_the_one_worked_out_by_hand(loaded, asked, indicator, year, region, value, status):
    row = loaded.targets(asked)[indicator, year, region]
    assert row["value"] == (None if value is None else pytest.approx(value))
    assert row["status"] == status


def test_targets_of_years_to_come_are_not_told(loaded):
    years = {year for _, year, _ in loaded.targets("2025-12")}
    assert years == {2025}
    assert {year for _, year, _ in loaded.targets("2026-02")} == {2025, 2026}


def test_targets_carry_clause_kind_and_the_plans_figure(loaded):
    row = loaded.targets("2025-03")["on_time", 2025, "990101"]
    assert (row["title"], row["clause"], row["kind"], row["target"]) == (
        "重大隐患按期整改率",
        "一",
        "percentage",
        0.9,
    )
    assert (row["numerator"], row["denominator"]) == (9, 10)
    assert {"forecast", "forecast_low", "forecast_high"} <= set(row)


def test_every_region_has_every_target_and_the_whole_comes_first(loaded):
    keys = [key[2] for key in loaded.targets("2025-03") if key[0] == "coverage"]
    assert keys == ["*", "990101", "990102", "T-GXQ"]


def test_a_rising_rate_is_on_course(bench):
    # Coverage 1, 2, 3, 4 of 10 by January to April: the line through them reaches half well before December.
    enterprises = bench.csv(
        "企业.csv", "企业编号,区域,企业名称,纳管日期", [f"E{n},东山县,企业{n},2024-01-01" for n in range(10)]
    )
    visits = bench.csv(
        "检查_2025-04.csv",
        "检查编号,区域,检查日期,企业编号",
        [f"I{n},东山县,2025-0{n + 1}-28,E{n}" for n in range(4)],
    )
    bench.load(enterprises, visits, code=0)
    row = bench.targets("2025-04")["coverage", 2025, "990101"]
    assert (row["value"], row["status"], row["forecast"]) == (0.4, "on_course", 1.0)
    march = bench.targets("2025-03")["coverage", 2025, "990101"]
    assert (march["value"], march["status"], march["forecast"]) == (pytest.approx(0.3), "behind", None)
