"""Clauses of all five plans: what they share, in which order they are listed, and their English."""

import csv
import re
from types import SimpleNamespace

import pytest

from board import clause_words, i18n, texts
from board.charts import targets_text
from board.queries_targets import Goal, _clause_order
from rules.packs import load_plan, plan_ids
from rules.plan import Indicator, Target


@pytest.mark.parametrize(
    ("clause", "root"),
    [
        ("一（三）2", "一（三）"), ("一（三）", "一（三）"), ("一（三）1、一（三）2", "一（三）"), ("二（三）3；三（二）", "二（三）"),
        ("四", "四"), ("三（十）、附件十", "三（十）"),
        ("措施16", "措施"), ("措施1（2024年）", "措施"), ("措施8、附件8-1至8-4", "措施"), ("附件2-1", "附件"),
        ("行动四第2段", "行动"), ("行动十", "行动"), ("导语第3段", "导语"), ("标题", "标题"),
        ("甲方案企业层面第1项", "甲方案企业层面"), ("第3条", "第3条"), ("Section 4, par. 2", "Section"), ("1.2.3", "1.2"), ("7", "7"),
    ],
)  # fmt: skip
def test_the_root_of_a_clause(clause, root):
    assert clause_words.root(clause) == root


def test_every_plan_has_few_roots_among_its_targets():
    # A card's title names them: what does not group would fill it with one name for each target.
    counts = {}
    for plan_id in plan_ids():
        clauses = {t.clause for i in load_plan(plan_id).indicators for t in i.targets}
        counts[plan_id] = (len(clauses), len({clause_words.root(c) for c in clauses}))
    assert set(counts) >= {"enshi", "bailin", "hebei", "hejiapan", "xupu"}
    assert all(roots <= 9 and roots * 2 <= clauses for clauses, roots in counts.values()), counts
    assert counts["hebei"][1] == 2


def _goal(clause: str, place: int, status: str = "behind") -> Goal:
    indicator = Indicator.model_construct(id=f"i{place}", kind="percentage", unit="%", direction="up")
    return Goal(
        indicator, Target(year=2026, value=1.0, clause=clause), "2026-10", 0.5, 1, 2, status, place=place
    )


def test_lists_follow_the_order_of_the_pack_after_urgency():
    goals = [
        _goal("行动九第2段", 5), _goal("行动四第2段", 2), _goal("导语第3段", 0, "met"), _goal("行动十第1段", 7, "missed"),
        _goal("行动四第2段", 2, "met"),
    ]  # fmt: skip
    found = targets_text.by_clause(goals)
    assert [clause for clause, _members in found] == [
        "行动十第1段",
        "行动四第2段",
        "行动九第2段",
        "导语第3段",
    ]
    assert len(found[1][1]) == 2


def test_a_title_names_at_most_three_parts_of_the_plan():
    goals = [_goal("行动九第2段", 5), _goal("导语第3段", 0), _goal("行动四", 2)]
    assert targets_text.clauses_text(goals) == "导语、行动"
    many = [_goal(f"二（{n}）1", place) for place, n in enumerate("三二一四")]
    assert targets_text.clauses_text(many) == "二（三）、二（二）、二（一）等 4 处"


def test_the_order_is_that_of_first_appearance():
    named = ["行动十第1段", "行动二", "行动十第1段", "导语第3段"]
    indicators = [SimpleNamespace(targets=[SimpleNamespace(clause=clause)]) for clause in named]
    plan = SimpleNamespace(indicators=indicators)
    assert _clause_order(plan) == {"行动十第1段": 0, "行动二": 1, "导语第3段": 2}  # type: ignore[arg-type]


@pytest.mark.parametrize("plan_id", plan_ids())
def test_every_clause_of_every_plan_has_its_english(plan_id):
    plan = load_plan(plan_id)
    found = set()
    for path in plan.folder.iterdir():
        if path.suffix == ".yml":
            found |= set(re.findall(r"\bclause:\s*([^,}\n\"]+)", path.read_text(encoding="utf-8")))
        if path.suffix == ".csv":
            with path.open(encoding="utf-8") as file:
                found |= {row["clause"] for row in csv.DictReader(file) if row.get("clause")}
    assert len(found) > 30
    clause_words.use(plan.clause_words)
    with i18n.speaking("en"):
        untold = [clause for clause in found if not texts.clause(clause.strip()).isascii()]
    clause_words.use({})
    assert untold == []


def test_clauses_in_english_by_the_words_of_the_plan():
    clause_words.use(
        {"措施": "Measure", "第N段": ", par. N", "行动": "Action", "至": "to", "附件": "Annex", "N年": "N"}
    )
    told = {
        "措施16": "Measure 16", "一（三）1": "1(3)1", "行动十二第3段": "Action 12, par. 3", "措施5、措施6": "Measure 5, Measure 6",
        "附件8-1至8-4": "Annex 8-1 to 8-4", "措施1（2024年）": "Measure 1 (2024)", "二（三）3；三（二）": "2(3)3; 3(2)",
        "第二十段": "par. 20", "别处": "别处", "Section 4": "Section 4",
    }  # fmt: skip
    assert texts.clause("措施16") == "措施16"
    with i18n.speaking("en"):
        assert {clause: texts.clause(clause) for clause in told} == told
        work = i18n.keep_language(lambda: texts.clause("措施16"))
    clause_words.use({})
    # What a download does later, in another thread, still speaks as the page did.
    assert work() == "Measure 16"
