"""What the parts say, worked out on paper: exact sentences of the small plan with a ladder, and the grammar of few,
one and none.

The small plan scores awareness alone in 2026 (50 % earns nothing, all correct 100); red below 60, orange below 70. Its
ladder here: 函告 from the first month of red or orange, 15 days to answer, 约谈 from the third month of red.

Awareness since January: 东山县 60/100 in January -> 20.0, red, nothing new: red in January, February and March;
西河县 84/100 -> 68.0, orange in all three months; 北湖新区 96/100 -> 92.0, green.

Hazards, all major: 东山县 H1 found 5 January, due 10 February, still open: overdue; H2 found 8 January, due 20
January, closed on the 19th. 西河县 H3 found 2 February, due 10 March, closed on 12 March: late. 北湖新区 H4 found in
March, due in April, open. The quarter: none open at its beginning, 4 found, 2 closed, 2 open, 1 overdue; 3 fell due,
1 was closed by then: 33.3 %.

Slow progress looks two months back: 东山县 knew 60 % in January and March, short of 80 %; on time it had 1 of 1 in January
and 1 of 2 in March, further from 100 %: both stand still, in March for the first month. 西河县 has met its 80 %, and
nothing of it was due in January.

Inspections: 东山县 10 on ten days of January to March with 5 problems, 4 put right, no penalty; 西河县 5 with 5 problems,
all put right, 2 penalties; 北湖新区 none. 15 inspections, 10 problems, 0.67 each, 9 mended: 90.0 %, 2 penalties.
"""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from board import queries
from board.notices import paper
from board.notices.content import Content, Paragraph, Table
from board.notices.parts import accidents
from board.notices.scene import Scene
from board.notices.span import parse
from tests.conftest import Bench
from tests.notices.reading import paragraph, table

LADDER = """
ladder:
  - {id: letter, name: 函告, name_en: Letter, applies_to: [red, orange, slow_progress], clause: 五, answer_days: 15,
     months_in_a_row: {red: 1, orange: 1, slow_progress: 1}}
  - {id: interview, name: 约谈, name_en: Interview, applies_to: [red], clause: 六, months_in_a_row: {red: 3}}
"""
SLOW = """
slow_progress:
  - version: only
    valid_from: "2026-01"
    clause: 五
    indicators: [{indicator: awareness}, {indicator: on_time}]
    months: 2
    least_progress: 0.1
    share: 0.5
"""
ONE_CLASS = LADDER.replace("[red, orange, slow", "[red, slow").replace(", orange: 1", "")
AWARENESS = [
    "C1,东山县,矿山,2026-01-10,100,60", "C2,西河县,交通运输,2026-01-10,100,84", "C3,北湖新区,,2026-01-10,100,96",
]  # fmt: skip
HAZARDS = [
    "H1,东山县,矿山,重大,2026-01-05,2026-02-10,", "H2,东山县,矿山,重大,2026-01-08,2026-01-20,2026-01-19",
    "H3,西河县,交通运输,重大,2026-02-02,2026-03-10,2026-03-12", "H4,北湖新区,,重大,2026-03-15,2026-04-20,",
]  # fmt: skip
INSPECTIONS = [
    *(f"I{n},东山县,2026-0{1 + n % 3}-1{n},{int(n < 5)},{int(n < 4)},0" for n in range(10)),
    *(f"J{n},西河县,2026-02-1{n},1,1,{int(n < 2)}" for n in range(5)),
]
ACCIDENTS = [
    "K1,东山县,2026-01-20,1", "K2,西河县,2026-02-20,0", "K3,西河县,2026-03-01,0",
    *(f"L{n},东山县,2025-0{1 + n % 3}-15,1" for n in range(14)), "L99,东山县,2025-09-01,1",
]  # fmt: skip
DAY = date(2026, 4, 3)


def published(
    bench: Bench, tiny_plan, *months: str, ladder: str = LADDER, **rows: list[str]
) -> queries.Board:
    """The plan with a ladder, these rows loaded, these months published."""
    folder = bench.folder / "plan"
    shutil.copytree(tiny_plan, folder)
    plan = folder / "plan.yml"
    plan.chmod(0o644)
    plan.write_text(plan.read_text("utf-8") + ladder, "utf-8")
    bench.plan = folder
    heads = {
        "awareness": ("抽查.csv", "抽查编号,区域,行业领域,抽查日期,抽查人数,知晓人数"),
        "hazards": ("隐患_2026-03.csv", "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期"),
        "inspections": ("检查_2026-03.csv", "检查编号,区域,检查日期,发现问题数,已整改数,处罚次数"),
        "accidents": ("事故.csv", "事故编号,区域,发生日期,死亡人数"),
        "points": ("风险.csv", "风险点编号,区域,风险点名称,风险等级,评估日期,消除日期,建档日期,标识日期,管控到位日期"),
    }  # fmt: skip
    result = bench.load(*(bench.csv(*heads[name], told) for name, told in rows.items()), code=0)
    assert result["rejected"] == 0
    for month in months:
        done = bench.etl("publish", "--plan", bench.plan, "--db", bench.db, "--month", month)
        assert done.code == 0, done.err
    return queries.open_board(str(bench.plan), bench.db)


@pytest.fixture(scope="module")
def board(tmp_path_factory, tiny_plan) -> queries.Board:
    """The ledgers told above, with March 2026 published."""
    bench = Bench(tmp_path_factory.mktemp("bench"), tiny_plan)
    return published(
        bench,
        tiny_plan,
        "2026-03",
        ladder=LADDER + SLOW,
        awareness=AWARENESS,
        hazards=HAZARDS,
        inspections=INSPECTIONS,
        accidents=ACCIDENTS,
    )


def scene(board: queries.Board, covers: str, period: str) -> Scene:
    """What a part is drafted from."""
    span = parse(board.plan, covers, period)
    return Scene(paper.opened(board, span), span)


@pytest.fixture(scope="module")
def content(board) -> Content:
    return paper.build(board, "quarterly", "2026Q1", day=DAY)


SAID = {
    "ranking.overall": (
        "截至3月31日，3个地区中绿色1个、橙色1个、红色1个。东山县（连续3个月）为红色；西河县（连续3个月）为橙色。"
        "各地区得分和颜色见表1，分布见图1。"
    ),
    "ranking.ends": "得分最高的是北湖新区，92.0分；最低的是东山县，20.0分。",
    "hazards.flow": "1月初未销号重大事故隐患0处，一季度新查出4处、销号2处，截至3月31日未销号2处。",
    "hazards.overdue": "截至3月31日逾期未销号1处，在东山县。",
    "hazards.on_time": "一季度到整改时限的3处，其中按期销号1处，按期整改率为33.3%。",
    "inspections.overall": (
        "一季度开展执法检查15次，查出问题10项，每次检查查出0.67项；已整改9项，占90.0%；实施处罚2次。各地区情况见表4。"
    ),
    "inspections.unpunished": "一季度只检查不处罚的有东山县（检查10次）。",
    "risk.overall": "截至3月31日没有收到风险点数据。",
    "problems.region.990101": (
        "3月得20.0分，自2026年1月起连续3个月为红色。失分较多的是：应知应会知识知晓率60.0%（60/100），满分100分得20.0分。"
    ),
    "problems.region.990102": (
        "3月得68.0分，自2026年1月起连续3个月为橙色。失分较多的是：应知应会知识知晓率84.0%（84/100），满分100分得68.0分。"
    ),
    "asked.steps": (
        "按照方案规定的措施，对东山县采取“约谈”措施；对西河县、东山县采取“函告”措施。依据和期限见表5。"
        "有答复期限的，按期书面报告整改情况。"
    ),
    "problems.slow.990101": "可判断的2项指标中2项停滞：应知应会知晓率、重大隐患按期整改率。",
    "problems.unpunished": "东山县连续3个月有执法检查而没有处罚。",
    "asked.trigger.slow_progress": "东山县要对停滞的指标逐项列出推进计划，按月报送进度。",
    "asked.trigger.red": "东山县要逐项查明原因，制定整改措施，明确责任人和完成时限。",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SAID))
def test_the_quarter_says_what_was_worked_out(content, name):
    expected = SAID[name].replace("应知应会知识知晓率", "应知应会知晓率")
    assert paragraph(content, name).text == expected


def test_steps_stand_with_clause_and_the_day_counted_from_the_paper(content):
    """15 days after 3 April is the 18th; an interview asks for no answer."""
    assert table(content, "asked.table") == [
        ["东山县", "红色", "3", "约谈", "六", "—"],
        ["西河县", "橙色", "3", "函告", "五", "2026年4月18日"],
        ["东山县", "进展缓慢", "1", "函告", "五", "2026年4月18日"],
    ]


def test_targets_of_the_year(content):
    """2026 asks for awareness 80 % (240/300 = 80.0 %: met), on time 100 % (1 of 3), and that deaths fall (1 against 14)."""
    overall = paragraph(content, "targets.overall").text
    assert overall.startswith("2026年有目标值的指标共3项，截至3月31日已达到")
    rows = {row[0]: row for row in table(content, "targets.table")}
    assert rows["重大隐患按期整改率"][1:4] == ["33.3%", "100%", "66.7"]
    assert rows["应知应会知晓率"][1:4] == ["80.0%", "≥80%", "—"]
    assert rows["死亡人数同比"][1:4] == ["下降92.9%", "下降", "—"]
    told = paragraph(content, "targets.behind").text
    assert "重大隐患按期整改率为33.3%，目标100%，差66.7个百分点" in told


def test_accidents_are_held_against_last_year_and_a_change_is_said_only_beyond_chance(board):
    """3 accidents, 1 death against 14 and 14: fewer by more than chance (3 of 17 at one half: p = 0.013; 1 of 15: 0.001)."""
    blocks = accidents.blocks(scene(board, "quarter", "2026Q1"), "事故情况")
    texts = {b.id: b.text for b in blocks if isinstance(b, Paragraph)}
    assert texts["accidents.period"] == (
        "一季度发生生产安全事故3起，死亡1人，上年同期14起，死亡14人；起数下降、死亡人数下降，超出偶然波动。"
    )
    (rows,) = [b for b in blocks if isinstance(b, Table)]
    assert [c.text for c in rows.lines[-1].cells] == ["全域", "3", "1", "14", "14", "3", "1", "14", "14"]


def test_a_change_that_may_be_chance_is_called_so(board):
    """March: one accident without a death against four and four (1 of 5: p = 0.375; 0 of 4: p = 0.125)."""
    blocks = accidents.blocks(scene(board, "month", "2026-03"), "事故情况")
    texts = {b.id: b.text for b in blocks if isinstance(b, Paragraph)}
    # Of the 14 of early 2025, numbers 2, 5, 8 and 11 were in March.
    assert texts["accidents.period"] == (
        "3月发生生产安全事故1起，没有人员死亡，上年同期4起，死亡4人；起数和死亡人数的变化都没有超出偶然波动，不作升降判断。"
    )


def test_an_edit_of_a_rule_told_as_it_is_does_nothing(board):
    edited = paper.build(
        board,
        "quarterly",
        "2026Q1",
        day=DAY,
        edits={"method.ranking": "另写", "hazards.overdue": "一处逾期。"},
    )
    told = {p.id: p for p in edited.paragraphs()}
    assert told["method.ranking"].edited is None
    assert told["hazards.overdue"].text == "一处逾期。"
    assert edited.remarks[-1].startswith("正文有1段由发文单位")


def test_the_regions_asked_for_limit_their_annex_alone(board):
    limited = paper.build(board, "quarterly", "2026Q1", regions=["西河县"])
    annexes = {s.part: s for s in limited.annexes}
    assert [b.title for b in annexes["regions"].blocks if isinstance(b, Table)] == ["西河县"]
    assert len(table(limited, "ranking.table")) == 3


def test_a_month_alone_speaks_of_the_month(board):
    month = paper.build(board, "monthly", "2026-03")
    assert paragraph(month, "hazards.flow").text == (
        "3月初未销号重大事故隐患2处，3月新查出1处、销号1处，截至3月31日未销号2处。"
    )
    assert all(p.id != "inspections.unpunished" for p in month.paragraphs())


def test_good_news_and_nothing_reported(tmp_path, tiny_plan):
    """All green with one region that told nothing: no red is said, no reasons, nobody is asked but everybody."""
    bench = Bench(tmp_path, tiny_plan)
    rows = ["C1,东山县,矿山,2026-03-10,100,98", "C2,西河县,,2026-03-10,100,97"]
    board = published(bench, tiny_plan, "2026-03", awareness=rows, ladder=ONE_CLASS)
    told = paper.build(board, "quarterly", "2026Q1")
    assert paragraph(told, "ranking.overall").text == (
        "截至3月31日，3个地区中绿色2个、未报1个，无红色地区。各地区得分和颜色见表1，分布见图1。"
    )
    assert paragraph(told, "inspections.overall").text == "一季度没有收到执法检查数据。"
    assert paragraph(told, "problems.unjudged").text == "北湖新区没有数据，不定颜色。"
    assert not [
        p.id
        for p in told.paragraphs()
        if p.id.startswith(("problems.region", "asked.trigger", "asked.steps"))
    ]
    assert paragraph(told, "hazards.flow").text == "截至3月31日没有收到隐患台账。"
    assert [b.id for b in told.exhibits() if b.id.startswith(("inspections", "risk", "hazards"))] == []


def test_all_too_few(tmp_path, tiny_plan):
    """Awareness of nine people in each: under the ten that are needed; nobody is called red or not red."""
    bench = Bench(tmp_path, tiny_plan)
    rows = [f"C{n},{name},,2026-03-10,9,9" for n, name in enumerate(("东山县", "西河县", "北湖新区"))]
    board = published(bench, tiny_plan, "2026-03", awareness=rows)
    told = paper.build(board, "quarterly", "2026Q1")
    assert paragraph(told, "ranking.overall").text == (
        "截至3月31日，3个地区中样本不足3个。各地区得分和颜色见表1，分布见图1。"
    )
    assert all(p.id != "ranking.ends" for p in told.paragraphs())
    assert paragraph(told, "problems.unjudged").text == "东山县、西河县、北湖新区样本不足，不定颜色。"
