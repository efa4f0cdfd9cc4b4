"""The overview's five sentences on hand-made months: who turned which colour and why, what moved, whom to call in."""

from __future__ import annotations

import dataclasses
import html
import re
from datetime import date

import pytest

from board import queries
from board.charts import overview_facts, overview_findings, overview_measures

MONTH = "2026-10"


@pytest.fixture(scope="module")
def facts(demo_db):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUSE_DB", str(demo_db))
        patch.setenv("WUSE_PLAN", "enshi")
        known = overview_facts.gather(queries.open_board(), MONTH)
    rows, earlier = [], {}
    for place, row in enumerate(known.rows):
        calm = row | {
            "colour": "blue", "previous_colour": "blue", "score": 85.0 - place, "rank": place + 1, "vetoes": [],
            "veto_ended": False, "change": 0.0, "change_beyond_chance": False, "colour_probability": {"blue": 1.0},
            "components": _parts(0.85),
        }  # fmt: skip
        rows.append(calm)
        earlier[row["region_code"]] = calm | {"components": _parts(0.85)}
    return dataclasses.replace(
        known, rows=rows, earlier=earlier, due=[], waiting=[], earlier_stock=known.stock, earlier_targets=known.targets,
    )  # fmt: skip


def _parts(share: float, **others: float) -> list[dict]:
    weights = {
        "major_on_time_12m": 30, "rectification_rate": 20, "risk_controlled_rate": 20, "awareness_rate": 10,
        "problem_found_share": 10, "action_plan_all": 10,
    }  # fmt: skip
    return [
        {"indicator": name, "weight": weight, "points": weight * others.get(name, share), "state": "scored"}
        for name, weight in weights.items()
    ]


def _changed(facts, changes: dict[int, dict]):
    rows = [row | changes.get(place, {}) for place, row in enumerate(facts.rows)]
    return dataclasses.replace(facts, rows=rows)


def _said(facts) -> dict[str, tuple[str, str]]:
    def plain(text: str) -> str:
        return html.unescape(re.sub(r"<[^>]+>", "", text))

    return {f.key: (plain(f.figure), plain(f.sentence)) for f in overview_findings.findings(facts)}


def test_nothing_changed(facts):
    said = _said(facts)
    assert said["colours"][1].startswith("本月各地颜色与上月相同；最低为")
    assert said["movement"] == ("≈ 没有超出随机波动的变化", "9 个地区得分变动都在随机波动之内。")
    assert said["measures"] == ("0 个地区", "按方案的阶梯，本月没有地区须采取措施。")


def test_who_turned_which_colour_and_why(facts):
    names = [row["region"] for row in facts.rows]
    worse = {
        "colour": "orange", "change": -16.0, "change_beyond_chance": True,
        # 30 * 0.85 - 30 * 0.4 = 13.5 points fewer, more than any other part.
        "components": _parts(0.85, major_on_time_12m=0.4, awareness_rate=0.6),
    }  # fmt: skip
    better = {
        "colour": "green",
        "change": 6.0,
        "change_beyond_chance": False,
        "components": _parts(0.85, rectification_rate=1.0),
    }
    said = _said(_changed(facts, {1: better, 4: worse}))
    figure, sentence = said["colours"]
    # The sure and the worse first; the part with the largest loss, then the largest gain.
    assert figure == f"橙 {names[4]}"
    assert sentence == (
        f"{names[4]}由蓝转橙（按期整改少得 13.5 分）；{names[1]}由蓝转绿（督促整改率多得 3.0 分，未超出随机波动）。"
    )
    figure, sentence = said["movement"]
    assert figure == f"▼16.0 分 {names[4]}"
    assert sentence == "主要是按期整改少得 13.5 分；其余 8 个地区变化未超出随机波动。"


def test_a_veto_that_came_and_one_that_went_are_the_reason(facts):
    names = [row["region"] for row in facts.rows]
    veto = {"id": "supervised_overdue", "title": "挂牌督办隐患逾期未销号", "count": 2}
    changed = {
        0: {"colour": "red", "vetoes": [veto]},
        3: {"previous_colour": "red", "veto_ended": True},
    }
    sentence = _said(_changed(facts, changed))["colours"][1]
    assert sentence == (
        f"{names[0]}由蓝转红（挂牌督办隐患逾期未销号 2 处）；{names[3]}由红转蓝（否决解除）。"
    )


def test_many_changes_are_counted(facts):
    changed = {place: {"colour": "red", "change": -30.0, "change_beyond_chance": True} for place in range(6)}
    said = _said(_changed(facts, changed))
    assert "另有 4 个地区变色" in said["colours"][1]
    assert "等 5 个地区也超出随机波动" in said["movement"][1]


def test_without_a_month_before_nothing_is_compared(facts):
    alone = {place: {"previous_colour": None, "change": None} for place in range(9)}
    said = _said(dataclasses.replace(_changed(facts, alone), earlier={}))
    assert said["colours"][1].startswith("没有上月的颜色可以比较；")
    assert said["movement"] == ("—", "没有上月的得分可以比较。")
    # One region was not judged last month: the others are the same.
    said = _said(_changed(facts, {2: {"previous_colour": "no_data", "change": None}}))
    assert said["colours"][1].startswith("上月也评定的8 个地区颜色与上月相同；")


def test_a_month_without_figures_calls_nobody_in(facts):
    empty = {place: {"score": None, "rank": None, "colour": "no_data", "change": None} for place in range(9)}
    said = _said(_changed(facts, empty))
    assert said["colours"][0] == "—" and said["measures"][0] == "—"
    assert said["measures"][1] == "本月还没有可以评定的地区，不判断谁须采取措施。"


def test_the_chosen_region_says_how_it_moved(facts):
    code, name = facts.rows[5]["region_code"], facts.rows[5]["region"]
    said = _said(dataclasses.replace(_changed(facts, {5: {"change": 1.24}}), region=code))
    assert said["movement"][1].endswith(f"{name} ≈ +1.2 分。")


def test_supervised_hazards_and_risk_points_are_compared_with_last_month(facts):
    name = facts.rows[0]["region"]
    stock = [row | {"overdue": 0, "supervised_overdue": 0} for row in facts.stock]
    stock[0] = stock[0] | {"overdue": 3, "supervised_overdue": 2}
    stock[1] = stock[1] | {"overdue": 1}
    none = [row | {"supervised_overdue": 0} for row in facts.stock]
    worse = dataclasses.replace(
        facts, stock=stock, earlier_stock=none, risk_points=("red", 12), earlier_risk_points=("red", 9)
    )
    sentence = _said(worse)["hazards"][1]
    assert f"其中挂牌督办 2 处（{name}），比上月多 2 处；重大风险点增加 3 处。" in sentence
    gone = dataclasses.replace(worse, stock=none, earlier_stock=stock, risk_points=None)
    assert "挂牌督办的逾期已清零" in _said(gone)["hazards"][1] and "风险点" not in _said(gone)["hazards"][1]


def test_targets_say_what_changed(facts):
    late = [r for r in facts.targets if r["status"] == "behind"]
    met = [r for r in facts.targets if r["status"] == "met"]
    assert late and met
    before = [r | {"status": "on_course"} if r in (late[0], met[0]) else r for r in facts.targets]
    sentence = _said(dataclasses.replace(facts, earlier_targets=before))["targets"][1]
    titles = {i.id: i.short_title for i in facts.plan.indicators}
    assert f"{titles[met[0]['indicator']]}本月达到目标；" in sentence
    assert f"{titles[late[0]['indicator']]}本月转为滞后；" in sentence
    assert "本月达到" not in _said(facts)["targets"][1]


def _due(facts, place: int, trigger: str, step: str, state: str, **more):
    row = facts.rows[place]
    figures = {"score": 50, "rank": 9, "inspections": 7, "still": ["a"], "judged": ["a", "b"], "months": 3}
    return {
        "code": row["region_code"], "region_code": row["region_code"], "region": row["region"], "trigger": trigger,
        "months_in_a_row": 2, "figures": figures, "step": step, "state": state, "days_late": 0, "sent_date": None,
        "answer_due": None, "answered_date": None, "months_origin": "committee", **more,
    }  # fmt: skip


def test_whom_to_call_in_and_what_became_of_it(facts):
    names = [row["region"] for row in facts.rows]
    due = [
        _due(facts, 0, "red", "exposure", "not_sent"),
        _due(facts, 1, "orange", "notice", "overdue", days_late=5, sent_date=date(2026, 11, 2)),
        _due(facts, 0, "slow_progress", "letter", "not_sent"),
        _due(facts, 0, "zero_penalty", "interview_notice", "sent", sent_date=date(2026, 11, 3)),
    ]
    red = _changed(facts, {0: {"colour": "red"}, 1: {"colour": "orange"}})
    called = dataclasses.replace(red, due=due)
    figure, sentence = _said(called)["measures"]
    assert figure == "2 个地区"
    assert sentence == f"{names[0]}：曝光（措施16）；{names[1]}：通报（措施16）；2 项未发出、1 项逾期未答复。"
    found = overview_measures.measures(called)
    # The letter is milder than the exposure of the same ladder; the interview is of another one.
    assert [(m.code, m.step.id) for m in found] == [
        (facts.rows[0]["region_code"], "exposure"), (facts.rows[1]["region_code"], "notice"),
        (facts.rows[0]["region_code"], "interview_notice"),
    ]  # fmt: skip
    assert found[0].reason.endswith("2 项目标有 1 项停滞（函告）")
    assert [m.state_words for m in found] == ["未发", "逾期 5 天未复", "11月3日已发"]
    assert overview_measures.measures_finding(called, found) == "4 项，2 项未发出、1 项逾期未答复"
    sent = dataclasses.replace(called, due=[item | {"state": "answered"} for item in due])
    assert _said(sent)["measures"][1].endswith("；都已答复。")
