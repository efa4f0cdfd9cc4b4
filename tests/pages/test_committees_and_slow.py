"""专委会 and 进展缓慢 on the pages: the choice, the lists, the note, and who is called in for what."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from board import filters, queries, queries_committees, queries_ladder
from board.charts import overview_facts, overview_measures, slow_note
from rules.escalation import step_due
from rules.plan import LadderStep
from tests.pages.figures import without_links

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
MONTH = "2026-10"


@pytest.fixture
def board(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")
    return queries.open_board()


@pytest.fixture
def app(board):
    def run(**address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.switch_page("pages/ranking.py").run()

    return run


def _markup(test: AppTest) -> str:
    pieces = [str(getattr(e.proto, "body", "")) for e in test.get("html")] + [m.value for m in test.markdown]
    return "\n".join(piece for piece in pieces if not piece.lstrip().startswith(("<style", "<script")))


def test_committees_are_compared_and_their_lists_shown(app, board):
    test = app(month=MONTH, by="committee", sector="natural_gas")
    assert not test.exception
    text = _markup(test)
    ranked = re.findall(r'<tr data-code="(committee_\w+)"( class="chosen")?>', text)
    expected = queries.ranking(board, MONTH, "committee")
    assert sorted(code for code, _ in ranked) == sorted(row["region_code"] for row in expected)
    assert [code for code, mark in ranked if mark] == ["committee_chemicals"]
    assert "各专委会挂牌督办清单" in text and "方案要求各专委会每年挂牌（措施16）" in text
    lists = queries_committees.supervised_lists(board, MONTH)
    assert len(lists) == 19
    listed = sum(bool(row["has_listed"]) for row in lists)
    assert f"19 个专委会中 {listed} 个已挂牌" in text
    total = sum(row["years"][2026]["listed"] for row in lists)
    rows = queries.read(
        board,
        "SELECT sum(listed)::BIGINT FROM supervision_month WHERE month = ? AND found_year = 2026 "
        "AND sector NOT IN ('none', 'other')",
        MONTH,
    )
    assert rows == [(total,)]


def test_the_lists_are_not_shown_by_region(app):
    assert "挂牌督办清单" not in _markup(app(month=MONTH, by="region"))


def test_the_choice_is_offered_only_where_a_plan_has_committees(board):
    assert filters.comparisons(board.plan) == ["region", "sector", "committee"]
    bare = board.plan.programme.model_copy(
        update={"committees": [c.model_copy(update={"sectors": []}) for c in board.plan.programme.committees]}
    )
    without = board.plan.model_copy(update={"programme": bare})
    assert filters.comparisons(without) == ["region", "sector"]
    with pytest.raises(queries.UnknownUnit, match=r"可选 region、sector$"):
        queries.ranking(dataclasses.replace(board, plan=without), MONTH, "committee")


def _met(code, trigger, months=1, **figures):
    return {"region_code": code, "region": code, "month": MONTH, "trigger": trigger,
            "months_in_a_row": months, "figures": figures}  # fmt: skip


@pytest.fixture
def facts(board):
    """Two regions, 甲 red and 乙 blue, both slow; one step for all."""
    found = overview_facts.gather(board, MONTH)
    rows = [dict(found.rows[0]), dict(found.rows[1])]
    for row, code, colour in zip(rows, ("A", "B"), ("red", "blue"), strict=True):
        row |= {"region_code": code, "region": f"{code}县", "colour": colour, "vetoes": [], "components": []}
    ladder = [
        _met("A", "red", 3, score=50.0, rank=2),
        _met("B", "blue", 5, score=85.0, rank=1),
        _met("A", "slow_progress", 2, still=["x", "y"], judged=["x", "y", "z"]),
        _met("B", "slow_progress", 1, still=["x"], judged=["x"]),
    ]
    return dataclasses.replace(found, rows=rows, ladder=ladder)


def _with_ladder(facts, *steps):
    """Another ladder, and what it makes due: a trigger's first step at once, each further one a month later."""
    ladder = [
        LadderStep(id=code, name=code, name_en=code, applies_to=list(applies), clause="一")
        for code, applies in steps
    ]
    plan = facts.plan.model_copy(update={"ladder": ladder})
    classes = [item.code for item in plan.ranking_scale]
    due = []
    for met in facts.ladder:
        found = step_due(ladder, classes, met["trigger"], {met["trigger"]: met["months_in_a_row"]})
        if found:
            due.append({**met, "code": met["region_code"], "step": found.step.id, "state": "not_sent"})
    strongest_first = sorted(due, key=lambda row: -[step.id for step in ladder].index(row["step"]))
    board = dataclasses.replace(facts.board, plan=plan)
    return dataclasses.replace(facts, board=board, due=strongest_first)


def _told(facts):
    return [(m.code, m.trigger, m.step.id, m.reason) for m in overview_measures.measures(facts)]


def test_one_who_is_red_and_slow_is_named_once_where_the_steps_are_the_same(facts):
    both = _with_ladder(facts, ("函告", ("red", "slow_progress")))
    assert _told(both) == [
        ("A", "red", "函告", "连续 3 个月列红；进展缓慢连续 2 个月，3 项目标有 2 项停滞"),
        ("B", "slow_progress", "函告", "进展缓慢，1 项目标有 1 项停滞"),
    ]
    markup = overview_measures.measures_list(both, overview_measures.measures(both))
    assert markup.count('class="o-steps"') == 1 and markup.count('class="o-measure"') == 2


def test_a_stronger_step_for_slow_progress_comes_first_and_tells_of_the_milder_one(facts):
    apart = _with_ladder(facts, ("函告", ("red", "slow_progress")), ("约谈", ("slow_progress",)))
    assert _told(apart) == [
        ("A", "slow_progress", "约谈", "进展缓慢连续 2 个月，3 项目标有 2 项停滞；连续 3 个月列红（函告）"),
        ("B", "slow_progress", "函告", "进展缓慢，1 项目标有 1 项停滞"),
    ]
    assert [row["region_code"] for row in overview_measures.people(overview_measures.measures(apart))] == [
        "A", "B",
    ]  # fmt: skip


def test_a_ladder_without_slow_progress_calls_nobody_in_for_it(facts):
    assert _told(_with_ladder(facts, ("函告", ("red",)))) == [("A", "red", "函告", "连续 3 个月列红")]


def test_a_ladder_for_slow_ones_without_a_rule_says_so(facts):
    steps = _with_ladder(facts, ("函告", ("slow_progress",)))
    assert "还没有定怎样算进展缓慢" not in overview_measures.measures_note(steps, [])
    plan = steps.plan.model_copy(update={"slow_progress": []})
    bare = dataclasses.replace(steps, board=dataclasses.replace(steps.board, plan=plan))
    assert overview_measures.measures_note(bare, []) == "安委会还没有定怎样算进展缓慢，这里不判断"


def test_the_note_below_the_ranking_names_the_slow_longest_first(facts):
    text = html.unescape(re.sub(r"<[^>]+>", "", slow_note.slow_note(facts.ladder, facts.plan, MONTH)))
    assert text == (
        "进展缓慢（措施16，安委会自定）：A（连续 2 个月）、B。比 3 个月前离本年目标的差距缩小不到 10%的指标为停滞（已接近目标的除外），"
        "可判断的指标有 75% 停滞即为进展缓慢；只在同一年内比较。"
    )
    assert "：没有。" in slow_note.slow_note([], facts.plan, MONTH)
    many = [_met(f"R{n}", "slow_progress") for n in range(9)]
    assert "R5等 9 个。" in without_links(slow_note.slow_note(many, facts.plan, MONTH))
    assert slow_note.slow_note([], facts.plan.model_copy(update={"slow_progress": []}), MONTH) == ""


def test_classes_of_the_ladder_are_those_of_the_ranking(board):
    for by in ("region", "sector", "committee"):
        coloured = {
            (row["region_code"], row["colour"])
            for row in queries.ranking(board, MONTH, by)
            if row["colour"] not in ("no_data", "too_few")
        }
        met = {(r["region_code"], r["trigger"]) for r in queries_ladder.ladder(board, MONTH, by)}
        assert coloured == {m for m in met if m[1] not in ("slow_progress", "zero_penalty")}
