"""Letters, worked out on paper: the six-class plan of the river with listings written by hand, May 2027.

清河中游段: 按期消除率 3/6 = 50.0 %, earns 2.5 of 5 (0 to 1); 问题消除率 14/20 = 70.0 %, earns (0.7-0.4)/0.6*3 = 1.5 of 3;
船员知晓率 26/40 = 65.0 %, earns (0.65-0.4)/0.6*2 = 0.83 of 2. 4.83 of 10 is 48.3: 棕级 (40 to 55), fourth of four, and so
in March, April and May; 进展缓慢 for two months. 约见 is due, its answer seven days after the letter.
清河河口 is 橘级, for which 提示 is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from board import queries, show
from board.notices import letters, paper
from board.notices.content import Content, Table
from board.notices.parts.letter_figures import Addressed, benchmark
from board.notices.scene import Scene
from board.notices.shown import Shown
from board.notices.span import parse
from board.opening import Board
from database import Pointer
from database.releases import Release, Releases
from rules.packs import load_plan
from tests.notices.reading import paragraph, table
from tests.notices.standing import Command, assert_no_other_numbers

ROOT = Path(__file__).parents[2]
PLAN = load_plan(ROOT / "tests" / "fixtures" / "plans" / "river")
MONTH = "2027-05"
NAMES = {"QH-1": "清河上游段", "QH-2": "清河中游段", "QH-3": "清河下游段", "QH-4": "清河口段"}


def part(
    indicator: str, top: float, under: float, weight: float, points: float | None, state: str = "scored"
) -> dict:
    return {
        "indicator": indicator, "numerator": top, "denominator": under, "value": top / under, "target": None, "weight": weight,
        "points": points, "state": state,
    }  # fmt: skip


def ranked(
    code: str, score: float, colour: str, rank: int, parts: list[dict], vetoes: list[dict] | None = None
) -> dict:
    return {
        "region_code": code, "region": NAMES[code], "month": MONTH, "score": score, "colour": colour, "rank": rank,
        "vetoes": vetoes or [], "rule_version": "one", "components": parts,
    }  # fmt: skip


def parts_of(
    on_time: tuple[float, float, float], mended: tuple[float, float, float], know: tuple[float, float, float]
) -> list[dict]:
    return [
        part("defects_on_time", on_time[0], on_time[1], 5, on_time[2]), part("defects_mended", mended[0], mended[1], 3, mended[2]),
        part("crews_know", know[0], know[1], 2, know[2]),
    ]  # fmt: skip


RANKING = [
    ranked("QH-1", 95.0, "sky", 1, parts_of((9, 10, 4.5), (20, 20, 3.0), (40, 40, 2.0))),
    ranked("QH-2", 48.333333, "brown", 4, parts_of((3, 6, 2.5), (14, 20, 1.5), (26, 40, 0.833333))),
    ranked("QH-3", 70.0, "lemon", 2, parts_of((7, 10, 3.5), (17, 20, 2.25), (30, 40, 1.25))),
    ranked("QH-4", 60.0, "amber", 3, parts_of((6, 10, 3.0), (16, 20, 2.0), (28, 40, 1.0))),
]


def trigger(code: str, name: str, months: int, since: str, **more: Any) -> dict:
    found = {
        "still": [],
        "judged": [],
        "still_count": 0,
        "judged_count": 0,
        "compared_months": None,
        "inspections": None,
    }
    return {
        "region_code": code,
        "region": NAMES[code],
        "month": MONTH,
        "trigger": name,
        "months_in_a_row": months,
        "since": since,
        **found,
        **more,
    }


TRIGGERS = [
    trigger("QH-1", "sky", 5, "2027-01"), trigger("QH-2", "brown", 3, "2027-03"),
    trigger(
        "QH-2", "slow_progress", 2, "2027-04", still=["crews_know"], judged=["crews_know", "defects_mended"], still_count=1,
        judged_count=2, compared_months=3,
    ),
    trigger("QH-3", "lemon", 1, MONTH), trigger("QH-4", "amber", 1, MONTH),
]  # fmt: skip


def due(code: str, name: str, months: int, step: str, title: str, days: int) -> dict:
    return {
        "region_code": code, "region": NAMES[code], "month": MONTH, "trigger": name, "months_in_a_row": months, "since": "",
        "step": step, "step_title": title, "clause": "第十二条", "answer_days": days, "counted": name, "counted_months": months,
        "needed": 1, "state": "not_sent", "sent_date": None, "answer_due": None, "answered_date": None,
    }  # fmt: skip


ESCALATIONS = [
    due("QH-2", "brown", 3, "summons", "约见", 7), due("QH-2", "slow_progress", 2, "summons", "约见", 7),
    due("QH-3", "lemon", 1, "reminder", "提示", 20), due("QH-4", "amber", 1, "reminder", "提示", 20),
]  # fmt: skip
FLOWS = ("opening", "found", "closed", "open_stock", "overdue", "due", "on_time")
HAZARDS = {
    "major": {
        "QH-1": (1, 0, 0, 1, 0, 0, 0),
        "QH-2": (8, 1, 2, 7, 4, 3, 1),
        "QH-3": (2, 1, 1, 2, 1, 1, 1),
        "QH-4": (0,) * 7,
    },
    "general": {"QH-1": (0,) * 7, "QH-2": (9, 3, 6, 6, 0, 5, 5), "QH-3": (0,) * 7, "QH-4": (0,) * 7},
}
KNOWN = {("crews_know", "2027-02"): (24, 40), ("crews_know", MONTH): (26, 40)}


def listed(
    _board: Board, kind: str, month: str, by: str = "region", level: str = "major"
) -> list[dict[str, Any]]:
    """The listings written above, as ``board.show.rows`` gives them."""
    assert by == "region"
    if kind == "hazards":
        return [
            {
                "region_code": code,
                "region": NAMES[code],
                "month": month,
                "level": level,
                **dict(zip(FLOWS, row, strict=True)),
            }
            for code, row in HAZARDS[level].items()
        ]
    if kind == "indicators":
        return [
            {"indicator": one, "region_code": "QH-2", "month": at, "numerator": top, "denominator": under, "value": top / under}
            for (one, at), (top, under) in KNOWN.items() if at == month
        ]  # fmt: skip
    if kind == "targets":
        target = {"indicator": "crews_know", "year": 2027, "region_code": "*", "target": 0.9}
        return [
            {**target, "value": 0.65, "numerator": 26, "denominator": 40, "gap": -0.25, "status": "behind"}
        ]
    return {"ranking": RANKING, "triggers": TRIGGERS, "escalations": ESCALATIONS}[kind]


@pytest.fixture
def river(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Board:
    pointer = Pointer("build", 1, PLAN.id, PLAN.checksum)
    release = Release(tmp_path, MONTH, 1, "2027-06-09T02:00:00", "", "", pointer, "")
    board = Board(PLAN, tmp_path / "w.duckdb", pointer, MONTH, "", Releases(1, (release,)), release)
    monkeypatch.setattr(show, "rows", listed)
    monkeypatch.setattr(paper, "opened", lambda board, span: Shown(board, span.last))
    return board


@pytest.fixture
def summons(river: Board) -> Content:
    return letters.build(river, "summons", MONTH, "清河中游段")


def test_why_says_colour_since_when_losses_and_slow_indicators(summons: Content) -> None:
    assert paragraph(summons, "letter.standing").text == (
        "截至5月31日，清河中游段得分48.3分，列为棕级，在参加排名的4个地区中排第4名，自2027年3月起连续3个月列为棕级。"
    )
    assert paragraph(summons, "letter.losses").text == (
        "失分最多的依次是：按期消除率为50.0%（3/6），满分5分得2.5分；问题消除率为70.0%（14/20），满分3分得1.5分；"
        "船员知晓率为65.0%（26/40），满分2分得0.8分。各项得分见表1。"
    )
    assert paragraph(summons, "letter.slow").text == (
        "连续2个月被判为进展缓慢：与3个月前相比，可判断的2项指标中有1项停滞，即“船员知晓率”2月末60.0%、5月末65.0%，本年目标90%。"
    )
    assert paragraph(summons, "letter.basis").text == (
        "“约见”出自《清河流域水上安全三年行动》（第十二条）。棕级的，当月约见；进展缓慢的，当月约见（连续月数由安委会自定）。"
    )


def test_its_tables_add_up_to_what_it_says(summons: Content) -> None:
    assert table(summons, "letter.score") == [
        ["按期消除率", "50.0%", "3", "6", "5", "2.5"], ["问题消除率", "70.0%", "14", "20", "3", "1.5"],
        ["船员知晓率", "65.0%", "26", "40", "2", "0.8"], ["总分", "", "", "", "", "48.3"],
    ]  # fmt: skip
    assert paragraph(summons, "letter.hazards").text == (
        "截至5月31日，清河中游段未销号重大隐患7处（逾期4处）、一般隐患6处（逾期0处），见表2。"
    )
    assert table(summons, "letter.flow") == [
        ["重大隐患", "8", "1", "2", "7", "4", "3", "1"], ["一般隐患", "9", "3", "6", "6", "0", "5", "5"],
    ]  # fmt: skip


def test_head_recipients_and_the_day_for_the_answer(summons: Content, river: Board) -> None:
    assert summons.title == "关于清河中游段连续3个月列为棕级、连续2个月进展缓慢的约见"
    assert (summons.paper, summons.paper_name, summons.step, summons.unit, summons.unit_name) == (
        "letter", "约见", "summons", "QH-2", "清河中游段",
    )  # fmt: skip
    assert (summons.recipients, summons.signed, summons.number) == (
        "清河中游段",
        "清河流域安委办",
        "〔2027〕×号",
    )
    assert summons.closing is not None
    # Published on 9 June in its own time zone; seven days later.
    assert summons.day == date(2027, 6, 9)
    asked = [p.text for p in summons.paragraphs() if p.id.startswith("letter.a")]
    assert asked == [
        "1.逐项查明原因，制定整改措施，明确责任人和完成时限。", "2.对停滞的指标逐项列出推进计划，按月报送进度。",
        "请于2027年6月16日前，将整改情况和有关说明书面报清河流域安委办（答复期限由安委会自定）。",
    ]  # fmt: skip
    later = letters.build(river, "约见", MONTH, "QH-2", day=date(2027, 12, 28))
    assert "2028年1月4日前" in paragraph(later, "letter.answer").text


def test_a_step_without_days_for_an_answer_names_none(river: Board) -> None:
    ladder = [s.model_copy(update={"answer_days": None}) if s.id == "summons" else s for s in PLAN.ladder]
    asks = {
        "letters": {
            **PLAN.notices.letters,
            "summons": PLAN.notices.letters["*"].model_copy(
                update={"asks": ["于{answer_due}前报告", "{unit}整改"]}
            ),
        }
    }
    plan = PLAN.model_copy(update={"ladder": ladder, "notices": PLAN.notices.model_copy(update=asks)})
    content = letters.build(replace(river, plan=plan), "summons", MONTH, "QH-2")
    asked = [p.text for p in content.paragraphs() if p.id.startswith("letter.a")]
    assert asked[-1] == "3.清河中游段整改。"
    assert not any("前报告" in text or "书面报" in text for text in asked)


def test_what_is_not_due_is_refused_with_what_is(river: Board) -> None:
    with pytest.raises(paper.BadPaper) as caught:
        letters.build(river, "summons", MONTH, "QH-4")
    said = str(caught.value)
    assert said.startswith(
        "清河口段2027年5月还不到“约见”，不能起草：清河口段是橘级（连续1个月，应“提示”）；“约见”用于棕级、紫级、进展缓慢，"
        "这个月应“约见”的地区：清河中游段。"
    )
    assert said.endswith(
        f"python -m board show escalations --plan {PLAN.id} --month 2027-05 --by region --release 2027-05"
    )


@pytest.mark.parametrize(
    ("step", "unit", "said"),
    [
        ("exposure", "QH-2", "没有“exposure”这一步，可选 reminder（提示）、summons（约见）"),
        ("summons", "海上", "没有“海上”这个地区，可选 清河上游段、清河中游段、清河下游段、清河口段"),
        (
            "reminder",
            "QH-1",
            "清河上游段是天级（连续5个月）；“提示”用于柠级、橘级，这个月应“提示”的地区：清河下游段、清河口段。",
        ),
    ],
)
def test_unknown_steps_and_units_are_told(river: Board, step: str, unit: str, said: str) -> None:
    with pytest.raises(paper.BadPaper) as caught:
        letters.build(river, step, MONTH, unit)
    assert said in str(caught.value)


def test_a_milder_step_may_be_chosen_and_is_remarked(river: Board) -> None:
    ladder = [
        s.model_copy(update={"applies_to": ["lemon", "amber", "brown"]}) if s.id == "reminder" else s
        for s in PLAN.ladder
    ]
    content = letters.build(
        replace(river, plan=PLAN.model_copy(update={"ladder": ladder})), "reminder", MONTH, "QH-2"
    )
    assert content.title == "关于清河中游段连续3个月列为棕级的提示"
    assert (
        content.remarks[-1]
        == "按连续月数，清河中游段因棕级应“约见”；本文按较轻的“提示”起草，用哪一步由发文单位决定。"
    )


def test_a_veto_is_named_and_an_unscored_part_has_no_points(
    river: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [dict(r) for r in RANKING]
    rows[1]["vetoes"] = [{"id": "serious_accident", "title": "当月发生较大及以上事故"}]
    rows[1]["components"] = [*rows[1]["components"][:2], part("crews_know", 1, 2, 2, None, "too_few")]
    monkeypatch.setattr(
        show,
        "rows",
        lambda board, kind, *more, **others: (
            rows if kind == "ranking" else listed(board, kind, *more, **others)
        ),
    )
    content = letters.build(river, "summons", MONTH, "QH-2")
    assert paragraph(content, "letter.standing").text.endswith(
        "。因“当月发生较大及以上事故”，按否决项直接列为棕级。"
    )
    assert "船员知晓率" not in paragraph(content, "letter.losses").text
    assert table(content, "letter.score")[2] == ["船员知晓率", "50.0%", "1", "2", "2", "不计"]
    notes = next(b for b in content.blocks() if isinstance(b, Table)).notes
    assert notes[-1].startswith("样本不足")


def test_the_double_benchmark_sets_it_beside_the_best_and_the_middle(river: Board) -> None:
    scene = Scene(Shown(river, MONTH), parse(PLAN, "month", MONTH))
    step = PLAN.ladder[1]
    to = Addressed(
        "region", "QH-2", "清河中游段", step, PLAN.notices.letter("summons"), (), date(2027, 6, 9), {}, None
    )
    _heading, said, shown = benchmark(scene, to, "双对标情况")
    text = "".join(p if isinstance(p, str) else p.text for p in said.parts)  # type: ignore[union-attr]
    # Of four the second is in the middle. Behind the best by 2.0, 1.5 and 1.17 points.
    assert text.startswith(
        "得分最高的是清河上游段，95.0分，排第1名；名次居中的是清河下游段，70.0分，排第2名；清河中游段48.3分。"
        "与得分最高的相比，差距最大的依次是：按期消除率2.5分（清河上游段4.5分）、问题消除率1.5分（清河上游段3.0分）、"
        "船员知晓率0.8分（清河上游段2.0分）。"
    )
    assert isinstance(shown, Table)
    assert [[c.text for c in line.cells] for line in shown.lines] == [
        ["按期消除率", "5", "50.0%", "2.5", "90.0%", "4.5", "70.0%", "3.5"],
        ["问题消除率", "3", "70.0%", "1.5", "100%", "3.0", "85.0%", "2.3"],
        ["船员知晓率", "2", "65.0%", "0.8", "100%", "2.0", "75.0%", "1.3"],
        ["总分", "100", "", "48.3", "", "95.0", "", "70.0"],
        ["逾期重大隐患（处）", "", "4", "", "0", "", "1", ""],
    ]  # fmt: skip


def test_edits_are_kept_and_lost_ones_are_told(river: Board) -> None:
    content = letters.build(river, "summons", MONTH, "QH-2", edits={"letter.ask.1": "1.开会研究。"})
    assert paragraph(content, "letter.ask.1").text == "1.开会研究。"
    with pytest.raises(paper.BadPaper, match=r"letter\.ask\.9"):
        letters.build(river, "summons", MONTH, "QH-2", edits={"letter.ask.9": "没有这一段"})


def test_letters_of_a_real_release_stand_in_board_show(released: Callable[[str], Path]) -> None:
    """Hebei's newest month: who is due what, and letters of it; each figure as ``board show`` has it."""
    command = Command("hebei", released("hebei"))
    board = queries.open_board("hebei", released("hebei"))
    month = max(board.releases.months)
    kinds = ("region", "sector")
    listed_due = [one for by in kinds for one in letters.due(board, month, by)]
    rows = [(by, r) for by in kinds for r in command("escalations", month, by, "major", month)]
    assert {(one.by, one.unit, one.step) for one in listed_due} == {
        (by, r["region_code"], r["step"]) for by, r in rows
    }
    assert {(one.unit, t) for one in listed_due for t in one.triggers} == {
        (r["region_code"], r["trigger"]) for _by, r in rows
    }
    checked = 0
    for one in [*listed_due[:2], *listed_due[-2:]]:
        content = letters.build(board, one.step, month, one.unit, one.by)
        checked += command.check(content)
        assert_no_other_numbers("hebei", content, ("letter.ask.", "lead"))
    assert checked > 100
