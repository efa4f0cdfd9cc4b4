"""Risk × performance: every region in one cell, priority rises with risk and with poor performance."""

import pytest

from board import colours, texts
from board.charts import risk_matrix, risk_strip, risk_words
from board.charts.risk_matrix import matrix
from rules.packs import load_plan


@pytest.fixture(scope="module")
def plan():
    return load_plan("enshi")


def _rows(plan, places):
    codes = [r.code for r in plan.regions]
    risks = [{"region_code": c, "risk_class": risk} for c, (risk, _r) in zip(codes, places, strict=False)]
    results = [{"region_code": c, "colour": result} for c, (_r, result) in zip(codes, places, strict=False)]
    return risks, results


def test_every_region_stands_in_one_cell(plan):
    risks, results = _rows(plan, [("red", "red"), ("red", "green"), ("blue", "red"), ("yellow", "yellow")])
    found = matrix(risks, results, plan)
    assert found.cells == {
        ("red", "red"): ["422801"], ("red", "green"): ["422802"], ("blue", "red"): ["422822"],
        ("yellow", "yellow"): ["422823"],
    }  # fmt: skip
    assert found.risks == ("red", "orange", "yellow", "blue")
    assert found.results == ("green", "blue", "yellow", "orange", "red")


def test_priority_never_falls_with_risk_or_with_poorer_performance(plan):
    found = matrix(*_rows(plan, []), plan)
    tone = found.tones
    for i, risk in enumerate(found.risks):
        for j, result in enumerate(found.results):
            if i:
                assert tone[risk, result] <= tone[found.risks[i - 1], result]
            if j:
                assert tone[risk, result] >= tone[risk, found.results[j - 1]]
    assert tone["red", "red"] == 2 and tone["blue", "green"] == 0
    assert sorted(set(tone.values())) == [0, 1, 2]


def test_the_finding_names_the_worst_first(plan):
    risks, results = _rows(plan, [("orange", "orange"), ("red", "red"), ("blue", "green")])
    found = matrix(risks, results, plan)
    assert found.urgent == ["422802", "422801"]
    assert risk_matrix.matrix_finding(found, plan).startswith("利川市、恩施市")
    calm = matrix(*_rows(plan, [("blue", "green")]), plan)
    assert risk_matrix.matrix_finding(calm, plan) == "没有风险高而成效差的地区"


def test_states_get_a_row_or_column_only_where_they_occur(plan):
    found = matrix(*_rows(plan, [("too_few", "red"), ("red", "no_data")]), plan)
    assert found.risks[-1] == "too_few" and found.results[0] == "no_data"
    assert ("too_few", "red") not in found.tones
    assert found.urgent == []


def test_many_names_become_a_count_and_data_stays_text(plan):
    many = [plan.regions[0].model_copy(update={"code": f"R{i}", "name": f"<b>{i}</b>"}) for i in range(40)]
    large = plan.model_copy(update={"regions": many})
    risks = [{"region_code": r.code, "risk_class": "red"} for r in many]
    results = [{"region_code": r.code, "colour": "red"} for r in many]
    scales = colours.scale(large.risk_scale), colours.scale(large.ranking_scale)
    html = risk_matrix.matrix_html(matrix(risks, results, large), large, *scales, chosen="R39")
    assert "另 38 个" in html and "&lt;b&gt;39&lt;/b&gt;" in html
    assert "<b>0</b>" not in html


def test_a_class_is_named_without_its_colour(plan):
    shades = colours.scale(plan.risk_scale)
    assert [risk_words.point_class(shades[c]) for c in ("red", "orange", "yellow", "blue")] == [
        "重大", "较大", "一般", "低",
    ]  # fmt: skip
    assert risk_words.tier_name(plan, "prefecture") == "州级"
    assert risk_words.tier_name(plan, None) == "未定层级"


def test_the_months_of_a_strip_do_not_shift_within_their_block():
    months = [f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(30)]
    newest = risk_strip.block(months, "2026-06")
    assert len(newest) == 12 and newest[-1] == "2026-06"
    assert risk_strip.block(months, newest[0]) == newest
    before = risk_strip.block(months, "2024-09")
    assert "2024-09" in before and before[-1] < newest[0]
    assert risk_strip.block(months, "2024-01")[0] == "2024-01"
    assert list(risk_words.years(newest)) == ["2025-07", "2026-01"]


def test_the_breaks_say_since_when_and_whose_they_are(plan):
    told = risk_words.rule_note(plan.risk[0], plan)
    assert "2024年3月" in told and "安委会自定" in told
    assert all(texts.plain(b.below) in told for b in plan.risk[0].breaks if b.below)
