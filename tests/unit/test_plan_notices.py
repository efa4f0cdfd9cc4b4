"""``notices.yml``: a pack's words over the default ones, and every mistake with its line."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from etl.plan_commands import check
from rules.notices import DEFAULT, Notices, with_defaults
from rules.packs import PLANS, load_plan, plan_ids
from rules.problems import BrokenPack

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "fixtures" / "plans" / "tiny"
LADDER = """
ladder:
  - {id: letter, name: 函告, name_en: Letter, applies_to: [red, grave_cases], clause: 五, answer_days: 15}
  - {id: exposure, name: 曝光, name_en: Exposure, applies_to: [red], clause: 五}
"""
WRONG = """\
signed: "{offce}"
number: "〔{year}）×{号"
papers:
  - id: monthly
    name: 月调度
    name_en: Monthly
    covers: month
    title: 关于{perod}的通报
    recipients: 各地
    lead: 现将{period}{unit}情况通报如下。
    sections:
      - {part: ranking, name: 晾晒情况}
      - {part: hazards, name: 隐患情况}
      - {part: goals_by_year, name: 分年目标, indicators: [on_time, nothing]}
      - {part: phase, name: 阶段情况}
      - {part: weather, name: 天气}
    annexes:
      - {part: regions, name: 隐患情况}
  - id: monthly
    name: 又一个月调度
    name_en: Monthly again
    covers: phase
    title: 标题
    recipients: 各地
    lead: 如下。
    sections: [{part: ranking, name: 晾晒情况}]
letters:
  "*":
    opening: 现就{unit}{perid}函告如下。
  letter:
    title: 关于{unit}{reason!r}的函
    recipients_of: {sector: "{sectr}各单位", village: 各村}
    asks: ["于{answer_due}前答复", "{unti}整改"]
  exposure:
    asks: ["于{answer_due}前答复"]
  interviw:
    title: 约谈
asks:
  red: ["{next}整改", "{unit}整改"]
  grave_cases: [立即整改]
  crimson: [整改]
asked_of_all: ["{nxt}报送"]
"""
TOLD = [  # text that stands on the line, key, found
    ("{offce}", "signed", "'{offce}'"),
    ("〔{year}）", "number", "'〔{year}）×{号'"),
    ("{perod}", "papers.item 1 (monthly).title", "'{perod}'"),
    ("{period}{unit}", "papers.item 1 (monthly).lead", "'{unit}'"),
    ("nothing", "papers.item 1 (monthly).sections.2.indicators.1", "'nothing'"),
    ("part: phase", "papers.item 1 (monthly).sections.3.part", "'phase'"),
    ("weather", "papers.item 1 (monthly).sections.4.part", "'weather'"),
    ("part: regions, name: 隐患情况", "papers.item 1 (monthly).annexes.0.name", "'隐患情况'"),
    ("- id: monthly\n    name: 又", "papers.item 2 (monthly).id", "'monthly'"),
    ("covers: phase", "papers.item 2 (monthly).covers", "'phase'"),
    ("{perid}", "letters.*.opening", "'{perid}'"),
    ("{reason!r}", "letters.letter.title", "'{reason}'"),
    ("{sectr}", "letters.letter.recipients_of.sector", "'{sectr}'"),
    ("{unti}", "letters.letter.asks.1", "'{unti}'"),
    ("exposure:\n    asks", "letters.exposure.asks.0", "'{answer_due}'"),
    ("interviw", "letters.interviw", "'interviw'"),
    ("{unit}整改\"]\n  grave", "asks.red.1", "'{unit}'"),
    ("crimson", "asks.crimson", "'crimson'"),
    ("{nxt}", "asked_of_all.item 1", "'{nxt}'"),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    text = (folder / "plan.yml").read_text("utf-8")
    (folder / "plan.yml").write_text(re.sub(r"\nladder:\n(?:[ #].*\n)*", "\n", text) + LADDER, "utf-8")
    return folder


def told(folder: Path) -> dict[str, tuple[int | None, str, str]]:
    """Key -> line, what was found and what was expected, of notices.yml."""
    with pytest.raises(BrokenPack) as caught:
        check(folder)
    assert {p.file for p in caught.value.problems} == {"notices.yml"}
    return {p.key: (p.line, p.found, p.expected) for p in caught.value.problems}


def test_every_mistake_is_told_with_its_line(copy: Path) -> None:
    (copy / "notices.yml").write_text(WRONG, "utf-8")
    found = told(copy)
    for text, key, value in TOLD:
        at = WRONG.index(text)
        line = WRONG[:at].count("\n") + 1
        # The ask stands in the list below the step's own line.
        line += 1 if text.startswith("exposure:") else 0
        assert key in found, (key, sorted(found))
        assert found[key][:2] == (line, value), key
    # A kind of unit that there is none of is the models' to refuse.
    rest = set(found) - {key for _text, key, _value in TOLD}
    assert len(rest) == 1
    assert "recipients_of" in rest.pop()


def test_what_is_expected_is_said(copy: Path) -> None:
    (copy / "notices.yml").write_text(WRONG, "utf-8")
    found = told(copy)
    assert found["signed"][2] == "只用占位 {office} (placeholders {office})"
    assert found["letters.exposure.asks.0"][2].startswith("只用占位 {campaign}、{clause}、{next}、{office}、")
    assert "{answer_due}" not in found["letters.exposure.asks.0"][2]
    assert "{answer_due}" in found["letters.letter.asks.1"][2]
    assert found["papers.item 1 (monthly).annexes.0.name"][2].startswith("一份文里只用一次，第 13 行已有")
    assert "ladder" in found["letters.interviw"][2]


def test_the_default_file_has_no_mistake(copy: Path) -> None:
    (copy / "notices.yml").write_text(DEFAULT.read_text("utf-8"), "utf-8")
    check(copy)


@pytest.mark.parametrize("plan_id", plan_ids())
def test_the_plans_own_words_make_papers_and_letters(plan_id: str) -> None:
    plan = load_plan(plan_id)
    assert (PLANS / plan_id / "notices.yml").is_file()
    assert {"monthly", "quarterly", "annual"} <= {paper.id for paper in plan.notices.papers}
    words = {
        "unit": "甲地", "step": "函告", "reason": "事由", "clause": "条款", "answer_due": "某日", "period": "某月", "whole": "全域",
        "campaign": "行动", "plan": "方案", "phase": "阶段", "office": "办公室", "year": "2026", "next": "下月", "short": "月",
    }  # fmt: skip
    titles = []
    for step in plan.ladder:
        letter = plan.notices.letter(step.id)
        words["step"] = step.name
        assert letter.sections[0].part == "why"
        assert letter.sections[-1].part == "asked"
        assert letter.closing
        assert letter.with_trigger_asks or letter.asks
        titles.append(letter.title.format(**words))
        assert "{" not in titles[-1] + letter.opening.format(**words) + letter.closing.format(**words)
    assert len(set(titles)) == len(titles)


def defaults() -> dict:
    return yaml.safe_load(DEFAULT.read_text("utf-8"))


def test_a_pack_without_a_file_gets_the_default() -> None:
    assert with_defaults({}) == defaults()
    Notices.model_validate(with_defaults({}))


def test_papers_go_by_id_the_packs_own_first() -> None:
    own = {**defaults()["papers"][1], "name": "季报"}
    extra = {**defaults()["papers"][0], "id": "weekly", "name": "周报"}
    found = Notices.model_validate(with_defaults({"papers": [extra, own]}))
    assert [(p.id, p.name) for p in found.papers] == [
        ("weekly", "周报"), ("quarterly", "季报"), ("monthly", "月调度"), ("annual", "年总结"),
    ]  # fmt: skip
    assert found.paper("weekly") is found.papers[0]
    assert found.paper("none") is None


def test_a_letter_says_only_what_it_says_otherwise() -> None:
    own = {
        "letters": {
            "*": {"recipients": "{unit}政府"},
            "notice": {"title": "通报{unit}", "asks": ["对照检查"], "recipients_of": {}},
        }
    }
    found = Notices.model_validate(with_defaults(own))
    usual, notice = found.letter("interview"), found.letter("notice")
    assert usual.recipients == "{unit}政府"
    assert usual.title == defaults()["letters"]["*"]["title"]
    assert (notice.title, notice.recipients, notice.asks) == ("通报{unit}", "{unit}政府", ["对照检查"])
    assert notice.closing == usual.closing
    assert [s.part for s in notice.sections] == ["why", "score", "hazards", "asked"]
    assert usual.recipients_of
    assert notice.recipients_of == {}
    assert usual.asks == []


def test_asks_go_by_trigger() -> None:
    found = Notices.model_validate(
        with_defaults({"asks": {"red": ["立即整改"]}, "asked_of_all": ["按时报送"]})
    )
    assert found.asks_of("red") == ["立即整改"]
    assert found.asks_of("slow_progress") == defaults()["asks"]["slow_progress"]
    assert found.asks_of("orange") == defaults()["asks"]["*"]
    assert found.asked_of_all == ["按时报送"]
    # The default was not changed by it.
    assert "red" not in with_defaults({})["asks"]
