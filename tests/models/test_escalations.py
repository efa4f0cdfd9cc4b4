"""Who is on the ladder, which step is due and what became of it: through files, load and query, worked out on paper.

The small plan in 2026 weighs awareness of the year so far alone, from 50 % (nothing) to 100 %; red below 60, orange
below 70. Its ladder: letter, notice, interview from the first, second and third month of red; letter from the first
month of orange, notice from the third.

东山县  January 60/100: 20, red; nothing new in February and March: red for three months.
        January's letter went out on 5 February, due on the 20th, answered on the 23rd: answered, 3 days late.
        February: the notice is due. A letter went out on 5 March, which is another step: not sent.
        March: the interview is due. One of 3 April named nothing, due on the 13th, never answered: overdue,
        206 days on 5 November. One of 2 April is for zero penalties, and one of 1 May would be about April.
西河县  January 83/100: 66, orange; February 180/200: 80, blue: it has left the ladder.
        January: the letter of 6 February is about a committee, and none is the county's own: not sent.
北湖新区 January 84/100: 68, orange; February 150/200: 50, red; the letter of orange or worse for the second month:
        not yet the notice of red, which asks for two months of red. March: nothing new: red for the second month,
        and orange or worse for the third: the notice.
矿山    (东山县 alone) red like it; the letter of 9 February, sector named, asks for no answer: sent.
矿山交通专委会 answers for mines and roads, January 143/200: 43, red; the letter of 6 February: answered on the 10th.
"""

import shutil
from datetime import date

import pytest

from board import queries, queries_escalations
from tests.conftest import Bench

LADDER = """
ladder:
  - {id: letter, name: 函告, name_en: Letter, applies_to: [red, orange], clause: 五, answer_days: 15,
     months_in_a_row: {red: 1, orange: 1}}
  - {id: notice, name: 通报, name_en: Notice, applies_to: [red, orange], clause: 五, months_in_a_row: {red: 2, orange: 3}}
  - {id: interview, name: 约谈, name_en: Interview, applies_to: [red], clause: 五, months_in_a_row: {red: 3}}
"""
PROGRAMME = """\
committees:
  - {id: both, name: 矿山交通专委会, name_en: Mines and roads, sectors: [mining, transport], clause: 四}
"""
AWARENESS = [
    "C1,东山县,矿山,2026-01-10,100,60",
    "C2,西河县,交通运输,2026-01-10,100,83",
    "C3,西河县,交通运输,2026-02-10,100,97",
    "C4,北湖新区,,2026-01-10,100,84",
    "C5,北湖新区,,2026-02-10,100,66",
]
LETTERS = [
    "1,东山县,,函告,2026年1月五色晾晒列红,,2026-02-05,2026-02-20,2026-02-23",
    "2,东山县,,函告,,,2026-03-05,,",
    "3,东山县,,约谈,零处罚,,2026-04-02,2026-04-12,2026-04-11",
    "4,东山县,,约谈,,,2026-04-03,2026-04-13,",
    "5,东山县,,约谈,红色,,2026-05-01,,",
    "6,西河县,,函告,,矿山交通专委会,2026-02-06,2026-02-21,2026-02-10",
    "7,东山县,矿山,函告,红色,,2026-02-09,,",
    "8,北湖新区,,函告,,没有的专委会,2026-02-10,,",
]


@pytest.fixture(scope="module")
def board(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("escalations")
    plan = shutil.copytree(tiny_plan, folder / "tiny")
    (plan / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    with (plan / "plan.yml").open("a", encoding="utf-8") as file:
        file.write(LADDER)
    bench = Bench(folder, plan)
    header = "督促编号,区域,行业领域,督促措施,督促事由,专委会,发出日期,答复期限,答复日期"
    bench.load(
        bench.csv("抽查.csv", "抽查编号,区域,行业领域,抽查日期,抽查人数,知晓人数", AWARENESS),
        bench.csv("调度表.csv", "区域,月份,指标,完成数,总数", ["东山县,2026-03,drill_rate,1,10"]),
        bench.csv("督促.csv", header, LETTERS),
        code=0,
    )
    return queries.open_board(bench.plan, bench.db)


def _due(board, month, by="region"):
    shown = ("code", "trigger", "months_in_a_row", "step", "counted", "counted_months", "state")
    return [tuple(row[name] for name in shown) for row in queries_escalations.due(board, month, by)]


EAST, WEST, NORTH = "990101", "990102", "T-GXQ"


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2026-01", [
            (EAST, "red", 1, "letter", "red", 1, "answered"),
            (WEST, "orange", 1, "letter", "orange", 1, "not_sent"),
            (NORTH, "orange", 1, "letter", "orange", 1, "not_sent"),
        ]),
        ("2026-02", [
            (EAST, "red", 2, "notice", "red", 2, "not_sent"),
            (NORTH, "red", 1, "letter", "red", 1, "not_sent"),
        ]),
        ("2026-03", [
            (EAST, "red", 3, "interview", "red", 3, "overdue"),
            (NORTH, "red", 2, "notice", "red", 2, "not_sent"),
        ]),
    ],
)  # fmt: skip
def test_steps_of_the_regions(board, month, expected):
    assert _due(board, month) == expected


def test_a_sector_and_a_committee_have_letters_of_their_own(board):
    assert _due(board, "2026-01", "sector")[0] == ("mining", "red", 1, "letter", "red", 1, "sent")
    assert _due(board, "2026-01", "committee") == [("both", "red", 1, "letter", "red", 1, "answered")]


def test_days_and_where_a_letter_stands(board):
    row = queries_escalations.due(board, "2026-01")[0]
    assert (row["sent_date"], row["answer_due"], row["answered_date"], row["days_late"]) == (
        date(2026, 2, 5), date(2026, 2, 20), date(2026, 2, 23), 3,
    )  # fmt: skip
    assert row["letter"] == {
        "escalation_id": "1", "step": "letter", "sent_date": date(2026, 2, 5), "region_code": EAST,
        "sector_code": "none", "month": "2026-02",
    }  # fmt: skip
    assert row["figures"] == {"score": 20.0, "rank": 3}
    late = queries_escalations.due(board, "2026-03")[0]
    assert (late["since"], late["days_late"], late["answered_date"]) == ("2026-01", 206, None)
    assert [one["escalation_id"] for one in late["others"]] == []
    other = queries_escalations.due(board, "2026-02")[0]
    assert [one["escalation_id"] for one in other["others"]] == ["2"]
    assert queries_escalations.as_of(board) == date(2026, 11, 5)


def test_every_letter_of_the_ledger_is_in_the_list_once(board):
    rows = queries.read(
        board, "SELECT escalation_id, unit_kind, unit_code, row FROM escalation_list ORDER BY escalation_id"
    )
    assert rows == [
        ("1", "region", EAST, 2), ("2", "region", EAST, 3), ("3", "region", EAST, 4), ("4", "region", EAST, 5),
        ("5", "region", EAST, 6), ("6", "committee", "both", 7), ("7", "sector", "mining", 8),
        ("8", "committee", "", 9),
    ]  # fmt: skip


def test_before_anything_was_reported_nobody_is_on_the_ladder(board):
    assert _due(board, "2025-01") == []
    assert queries_escalations.waiting(board, "2026-01") == []
