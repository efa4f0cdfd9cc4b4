"""From what somebody chose on the page to what ``etl check --answers`` reads."""

from typing import Any

from board import intake_answers
from board.intake_answers import answer, blanks, lasting, mapped, merged, of_sheet
from etl.answers import Answers, SheetAnswer, fragment
from etl.questions import Kind, asked


def question(
    kind: Kind, column: str, options: list[tuple[str, str]], found: list[str], must: bool = False
) -> Any:
    return asked(kind, "", column, "哪一项", options, found=found, must=must)


ALL = [
    question("table", "", [("hazards", "隐患台账"), ("", "不是台账")], [], must=True),
    question("header", "hazard_id", [("登记号", "登记号")], ["登记号", "经办"], must=True),
    question("column_twice", "found_date", [("日期", "日期"), ("时间", "时间")], ["日期", "时间"], must=True),
    question("value", "level", [("major", "重大"), ("general", "一般")], ["3级"]),
    question("status_date", "closed_date", [("2026-10-31", "月末"), ("", "没有")], ["已整改"]),
    question("year", "", [("2026", "2026年")], ["11月9日"]),
    question("month", "report_month", [("2026-10", "2026年10月")], [], must=True),
]


def as_json(one: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)


def test_an_answer_says_what_the_loader_expects() -> None:
    for one in ALL:
        (blank,) = blanks([as_json(one)])
        for code, _label in one.options:
            assert answer(blank, code) == fragment(one, code), one.kind


def test_the_empty_code_is_an_answer_and_nothing_chosen_is_none() -> None:
    (blank,) = blanks([as_json(ALL[4])])
    assert answer(blank, "") == {"values": {"closed_date": {"已整改": ""}}}
    assert answer(blank, None) == {}


def test_what_must_be_answered_comes_first() -> None:
    order = [blank.question["kind"] for blank in blanks(as_json(one) for one in reversed(ALL))]
    assert order == ["month", "column_twice", "header", "table", "year", "status_date", "value"]


def test_a_day_may_be_typed_and_a_choice_from_a_closed_list_may_not() -> None:
    may = {blank.question["kind"]: blank.may_be_typed for blank in blanks(as_json(one) for one in ALL)}
    assert [kind for kind, is_free in may.items() if is_free] == ["status_date"]


def test_only_a_changed_column_is_said() -> None:
    before = {"编号": "hazard_id", "经办": "", "时间": "found_date"}
    assert mapped(before, dict(before)) == {}
    assert mapped(before, {**before, "经办": "office", "时间": ""}) == {
        "columns": {"经办": "office", "时间": ""}
    }


def test_answers_add_up_and_the_last_one_holds() -> None:
    first = of_sheet("台账", {"values": {"level": {"3级": "major", "特大": "major"}}})
    second = of_sheet("台账", {"values": {"level": {"3级": "general"}}, "year": 2026})
    both = merged(first, second)
    assert both == {
        "sheets": {"台账": {"values": {"level": {"3级": "general", "特大": "major"}}, "year": 2026}}
    }
    assert (
        first["sheets"]["台账"]["values"]["level"]["3级"] == "major"
    )  # what was said before is not written over
    Answers.model_validate({"0" * 64: both})
    assert of_sheet(None, {}) == {}


def test_next_month_keeps_columns_and_words_but_no_year_month_or_day() -> None:
    said: dict[str, Any] = {"table": "hazards"}
    for one, chosen in zip(
        ALL, ("hazards", "登记号", "日期", "general", "2026-10-31", "2026", "2026-10"), strict=True
    ):
        said = merged(said, answer(blanks([as_json(one)])[0], chosen))
    SheetAnswer.model_validate(said)
    assert lasting(said, [as_json(one) for one in ALL]) == {
        "table": "hazards",
        "columns": {"登记号": "hazard_id", "日期": "found_date", "时间": ""},
        "values": {"level": {"3级": "general"}},
    }
    assert lasting({"year": 2026}, []) == {}
    assert intake_answers.lasting({"values": {"closed_date": {"已整改": ""}}}, [as_json(ALL[4])]) == {}
