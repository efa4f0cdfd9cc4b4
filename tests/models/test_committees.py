"""Ranking by committee: numerators and denominators of its sectors together, worked out on paper.

The small plan with three committees: ``both`` answers for mines and transport, ``transport`` (the very code of a
sector) for transport alone, ``paper`` for no sector, so it has no figures and no place.

2025-03  mining: on_time 9/10, awareness 90/100; transport: on_time 3/3, awareness 9/9 people.
         both: on_time 12/13, awareness 99/109, drills are not told by sector:
         (40 * 12/13 + 40 * 99/109) / 80 * 100 = 50 * (12/13 + 99/109) -> green
         transport: 9 people are too few: 40 of 100 of the weights, no colour
2025-04  transport: awareness 15/20; both: 105/120 = 0.875: 50 * (12/13 + 0.875) = 89.90: blue,
         but mining had a serious accident: red. transport: 50 * (1 + 0.75) = 87.5: blue
2025-06  transport: a supervised hazard due on 29 June is open: on_time 3/4, veto orange.
         both: 12/14: 50 * (12/14 + 0.875) = 86.607: blue, so orange by the veto
"""

import shutil

import pytest

from board import queries, queries_ladder, texts
from tests.conftest import Bench
from tests.models.test_scores_and_targets import ACCIDENTS, AWARENESS, DISPATCH, hazards

PROGRAMME = """\
committees:
  - {id: both, name: 矿山交通专委会, name_en: Mines and roads, sectors: [mining, transport], clause: 四}
  - {id: transport, name: 道路专委会, name_en: Roads, sectors: [transport], clause: 四}
  - {id: paper, name: 综合专委会, name_en: General, clause: 四}
"""
SLOW = """
zero_penalty_window: month
ladder:
  - {id: letter, name: 函告, name_en: Letter, applies_to: [red, slow_progress], clause: 五}
slow_progress:
  - version: s1
    valid_from: "2025-01"
    clause: 五
    months: 2
    indicators:
      - {indicator: on_time, min_cases: 2}
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("committees")
    plan = shutil.copytree(tiny_plan, folder / "tiny")
    (plan / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    with (plan / "plan.yml").open("a", encoding="utf-8") as file:
        file.write(SLOW)
    bench = Bench(folder, plan)
    header = "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期,挂牌督办"
    inspections = [  # March: checks and no penalty in 西河县; 东山县 fined one; 北湖新区 tells no penalties
        "I1,西河县,交通运输,2025-03-03,2,0",
        "I2,西河县,交通运输,2025-04-03,2,0",
        "I3,东山县,矿山,2025-03-03,1,1",
        "I4,北湖新区,矿山,2025-03-03,1,",
        "I5,西河县,交通运输,2025-06-03,1,0",
    ]
    bench.load(
        bench.csv("隐患_2026-02.csv", header, hazards()),
        bench.csv("抽查.csv", "抽查编号,区域,行业领域,抽查日期,抽查人数,知晓人数", AWARENESS),
        bench.csv("调度表.csv", "区域,月份,指标,完成数,总数", DISPATCH),
        bench.csv("事故.csv", "事故编号,区域,行业领域,发生日期,死亡人数,重伤人数,直接经济损失（元）", ACCIDENTS),
        bench.csv("检查.csv", "检查编号,区域,行业领域,检查日期,发现问题数,处罚次数", inspections),
        code=0,
    )  # fmt: skip
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


@pytest.mark.parametrize(
    ("committee", "month", "score", "colour", "rank"),
    [
        ("both", "2025-03", 50 * (12 / 13 + 99 / 109), "green", 1),
        ("transport", "2025-03", None, "too_few", None),
        ("both", "2025-04", 50 * (12 / 13 + 0.875), "red", 2),
        ("transport", "2025-04", 87.5, "blue", 1),
        ("both", "2025-05", 50 * (12 / 13 + 0.875), "blue", 1),
        ("both", "2025-06", 50 * (12 / 14 + 0.875), "orange", 1),
        ("transport", "2025-06", 75.0, "orange", 2),
        (
            "both",
            "2025-01",
            None,
            "no_data",
            None,
        ),  # on_time 3 of 4, and nothing else: 40 of 100 of the weights
    ],
)
def test_scores_of_committees_are_those_worked_out_by_hand(loaded, committee, month, score, colour, rank):
    row = loaded.show("ranking", month, "--by", "committee")[committee]
    assert row["score"] == (None if score is None else pytest.approx(score, abs=1e-9))
    assert (row["colour"], row["rank"]) == (colour, rank)


def test_components_add_up_the_sectors(loaded):
    parts = {
        p["indicator"]: p
        for p in loaded.show("ranking", "2025-04", "--by", "committee")["both"]["components"]
    }
    expected = {"on_time": (12, 13), "awareness": (105, 120), "drill_rate": (None, None)}
    for indicator, halves in expected.items():
        assert (parts[indicator]["numerator"], parts[indicator]["denominator"]) == halves, indicator
    assert parts["awareness"]["value"] == pytest.approx(0.875)


def test_a_committee_of_one_sector_has_that_sectors_figures(loaded):
    rows = loaded.query("""
        SELECT * FROM (SELECT * EXCLUDE (unit_kind, unit_code) FROM indicator_values
            WHERE unit_kind = 'committee' AND unit_code = 'transport') AS c
        FULL JOIN (SELECT * EXCLUDE (unit_kind, unit_code) FROM indicator_values
            WHERE unit_kind = 'sector' AND unit_code = 'transport') AS s USING (month, indicator)
        WHERE c.numerator IS DISTINCT FROM s.numerator OR c.denominator IS DISTINCT FROM s.denominator
            OR c.value IS DISTINCT FROM s.value""")
    assert rows == []
    assert loaded.query("SELECT count(*) > 20 FROM indicator_values WHERE unit_code = 'both'") == [(True,)]


def test_counts_are_nought_for_a_committee_as_for_its_sectors(loaded):
    (row,) = loaded.query(
        "SELECT value FROM indicator_values WHERE indicator = 'serious_accidents' AND month = '2025-04' "
        "AND unit_kind = 'committee' AND unit_code = 'transport'"
    )
    assert row == (0,)
    (row,) = loaded.query(
        "SELECT value FROM indicator_values WHERE indicator = 'serious_accidents' AND month = '2025-04' "
        "AND unit_kind = 'committee' AND unit_code = 'both'"
    )
    assert row == (1,)


def test_a_committee_without_sectors_has_no_place(loaded):
    assert list(loaded.show("ranking", "2025-03", "--by", "committee")) == ["both", "transport"]
    assert loaded.query("SELECT count(*) FROM indicator_values WHERE unit_code = 'paper'") == [(0,)]
    assert loaded.query("SELECT count(*) FROM scores WHERE unit_code = 'paper'") == [(0,)]


def test_a_committee_may_bear_the_code_of_a_sector(board, monkeypatch):
    monkeypatch.setattr(texts.i18n, "language", lambda: "en")
    rows = texts.localised(queries.ranking(board, "2025-03", "committee"), board.plan, "committee")
    assert [row["region"] for row in rows] == ["Mines and roads", "Roads"]
    rows = texts.localised(queries.ranking(board, "2025-03", "sector"), board.plan, "sector")
    assert [row["region"] for row in rows] == ["Mining", "Transport"]


def test_hazards_by_committee_are_its_sectors_hazards(loaded):
    by_sector = loaded.show("hazards", "2025-03", "--by", "sector")
    by_committee = loaded.show("hazards", "2025-03", "--by", "committee")
    for key in ("opening", "found", "closed", "open_stock", "overdue", "due", "on_time"):
        assert by_committee["both"][key] == by_sector["mining"][key] + by_sector["transport"][key]
        assert by_committee["transport"][key] == by_sector["transport"][key]
    # March: 3 of the ten mine hazards and the 3 of the road fall due
    assert (by_committee["both"]["due"], by_committee["both"]["on_time"]) == (6, 6)


def test_a_plan_without_committees_says_so(module_bench):
    module_bench.load(
        module_bench.csv("隐患_2025-03.csv", "隐患编号,区域,隐患级别,发现日期", ["A,东山县,重大,2025-03-01"]),
        code=0,
    )
    for kind in ("ranking", "hazards"):
        outcome = module_bench.board("show", kind, "--month", "2025-03", "--by", "committee")
        assert (outcome.code, outcome.out) == (2, "")
        assert "可选 region、sector\n" in outcome.err
    assert module_bench.query("SELECT count(*) FROM indicator_values WHERE unit_kind = 'committee'") == [(0,)]


# ---- the ladder


def _ladder(board, month, by="region"):
    return {(row["region_code"], row["trigger"]): row for row in queries_ladder.ladder(board, month, by)}


def test_months_in_a_row_are_counted_by_unit_and_class(board):
    # 东山县: green in March, red in April, green in May and June; 西河县: blue in April and May, orange in June
    assert _ladder(board, "2025-04")["990101", "red"]["months_in_a_row"] == 1
    assert _ladder(board, "2025-05")["990101", "green"]["months_in_a_row"] == 1
    assert _ladder(board, "2025-06")["990101", "green"]["months_in_a_row"] == 2
    assert _ladder(board, "2025-05")["990102", "blue"]["months_in_a_row"] == 2
    assert _ladder(board, "2025-12")["990102", "yellow"]["months_in_a_row"] == 1
    found = _ladder(board, "2025-04")["990101", "red"]
    assert found["figures"] == {"score": 90.0, "rank": 2}
    assert ("T-GXQ", "too_few") not in _ladder(board, "2025-03")


def test_slow_progress_is_told_with_its_indicators(board):
    # 东山县: on_time 3/4 in January, 6/7 in February, 9/10 from March on, which is the target of 0.9.
    # 西河县: 3/3 up to May, 3/4 from June on: June is a step back from April, and from August on there is no step.
    for month, count in (("2025-06", 1), ("2025-07", 2), ("2025-08", 3), ("2025-12", 7)):
        row = _ladder(board, month)["990102", "slow_progress"]
        assert row["months_in_a_row"] == count
        assert row["figures"] == {"still": ["on_time"], "judged": ["on_time"], "months": 2}
    assert ("990102", "slow_progress") not in _ladder(board, "2025-05")
    assert not [key for key in _ladder(board, "2025-12") if key[0] == "990101" and key[1] == "slow_progress"]
    # transport is 西河县's alone; both: 12/14 = 0.857 against 12/13 = 0.923
    assert ("transport", "slow_progress") in _ladder(board, "2025-06", "committee")
    assert ("both", "slow_progress") in _ladder(board, "2025-06", "committee")
    assert ("both", "slow_progress") not in _ladder(board, "2025-05", "committee")


def test_zero_penalties_follow_the_plans_window_and_need_a_report(board):
    march = _ladder(board, "2025-03")
    assert march["990102", "zero_penalty"]["figures"] == {"inspections": 1}
    assert ("990101", "zero_penalty") not in march  # one penalty
    assert ("T-GXQ", "zero_penalty") not in march  # nobody told whether there was one
    assert _ladder(board, "2025-04")["990102", "zero_penalty"]["months_in_a_row"] == 2
    assert ("990102", "zero_penalty") not in _ladder(board, "2025-05")  # no inspection in May
    assert _ladder(board, "2025-06")["990102", "zero_penalty"]["months_in_a_row"] == 1
    committees = _ladder(board, "2025-03", "committee")
    assert ("transport", "zero_penalty") in committees and ("both", "zero_penalty") not in committees
