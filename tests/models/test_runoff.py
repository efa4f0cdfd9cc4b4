"""The old stock's run-off from files to figures, worked out on paper.

The small plan starts in January 2025 and counts what was found before 2025. By September three quarters of it
must be struck off. 东山县 has four such hazards: struck off in January, March and May, one stays open; 西河县 has
one, struck off before the plan began; 北湖新区 has none.
"""

import shutil

import pytest

from board import i18n, queries, queries_runoff
from board.charts import runoff_cards, runoff_figure
from rules.months import Month
from rules.packs import load_plan
from rules.runoff import Runoff
from tests.conftest import Bench

EAST, WEST, LAKE = "990101", "990102", "T-GXQ"
HAZARDS = [
    "A1,东山县,矿山,重大,2024-05-01,2025-01-31,2025-01-20",
    "A2,东山县,矿山,重大,2024-06-01,2025-03-31,2025-03-10",
    "A3,东山县,,重大,2024-12-31,2025-03-31,2025-05-05",
    "A4,东山县,,重大,2024-12-31,2025-03-31,",
    "B1,西河县,,重大,2024-05-01,2024-12-31,2024-12-15",
    "C1,东山县,矿山,重大,2025-01-01,2025-03-31,",  # found on the day itself: no old stock
    "C2,东山县,矿山,一般,2024-05-01,2025-03-31,",  # no major one
]


@pytest.fixture(scope="module")
def board(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("runoff")
    shutil.copytree(tiny_plan, folder / "plan")
    file = folder / "plan" / "indicators.yml"
    text = file.read_text("utf-8")
    target = "  targets: [{year: 2025, value: 0.75, clause: 一, due: 2025-09-30}]\n"
    half = "  denominator: {mart: hazard_month, column: cohort_total, where: {level: major}, window: month_end}\n"
    assert half in text
    file.write_text(text.replace(half, half + target), "utf-8")
    bench = Bench(folder, folder / "plan")
    header = "隐患编号,区域,行业领域,隐患级别,发现日期,整改时限,销号日期"
    bench.load(bench.csv("隐患_2025-12.csv", header, HAZARDS), code=0)
    return queries.open_board(load_plan(bench.plan), bench.db)


def test_months_start_with_what_was_open_when_the_plan_began(board):
    whole, units = queries_runoff.runoffs(board, "2025-04")
    assert [str(m) for m in whole.months] == ["2024-12", "2025-01", "2025-02", "2025-03", "2025-04"]
    assert (list(whole.open), whole.total) == ([4, 3, 3, 2, 2], 5)
    assert [(u.code, u.now, u.total) for u in units] == [(EAST, 2, 4), (WEST, 0, 1), (LAKE, 0, 0)]


def test_target_and_pace(board):
    east, _units = queries_runoff.runoffs(board, "2025-04", EAST)
    # A quarter of four may stay: one. Two are open, five months remain: 0.2 a month. 4 to 2 in four months: 0.5.
    assert (east.allowed, east.excess, east.left, east.needed) == (1.0, 1.0, 5, 0.2)
    assert (east.pace, east.months_more, east.reached) == (0.5, 2, None)
    # In May one is left: reached; in August still, over the last six months 3 to 1.
    later, _units = queries_runoff.runoffs(board, "2025-08", EAST)
    assert (later.excess, later.needed, later.months_more) == (0.0, 0.0, None)
    assert (later.pace, str(later.reached)) == ((3 - 1) / 6, "2025-05")
    # After its month no pace is needed any more; of five, 1.25 may stay, one is open.
    after, _units = queries_runoff.runoffs(board, "2025-12")
    assert (after.needed, after.left, after.allowed, after.excess) == (None, -3, 1.25, 0.0)


def test_a_sector_and_a_region_without_any(board):
    mines, units = queries_runoff.runoffs(board, "2025-04", sector="mining")
    assert (list(mines.open), mines.total) == ([2, 1, 1, 0, 0], 2)
    assert {u.code: u.total for u in units} == {EAST: 2, WEST: 0, LAKE: 0}
    none, _units = queries_runoff.runoffs(board, "2025-04", LAKE)
    assert (none.total, none.now, none.excess) == (0, 0, 0)


def test_the_answer_in_both_languages(board):
    run, units = queries_runoff.runoffs(board, "2025-04", EAST)
    names = {EAST: "东山县", WEST: "西河县", LAKE: "北湖新区"}
    assert (
        runoff_cards.finding(run) == "还剩 2 处，已销号 50.0%，到2025年9月底每月须销号 0.2，近六个月每月 0.5"
    )
    assert runoff_cards.units_finding(units, names) == "东山县 2 处还没有达到目标"
    done, _units = queries_runoff.runoffs(board, "2025-08", EAST)
    assert runoff_cards.finding(done).endswith("2025年5月起达到目标")
    late = Runoff("x", [Month(2024, 12) + n for n in range(3)], [9, 9, 9], 10, 1.0, Month(2025, 1))
    assert runoff_cards.finding(late) == "还剩 9 处，已销号 10.0%，期限已过，比目标多 8 处，近六个月没有减少"
    with i18n.speaking("en"):
        assert "2" in runoff_cards.finding(run)


def test_figures_draw_every_region_and_the_target(board):
    run, units = queries_runoff.runoffs(board, "2025-04", EAST)
    course = runoff_figure.course_figure(run).to_dict()
    lines = [t for t in course["data"] if t["mode"] == "lines"]
    # the even pace from the start, the pace still needed, the months
    assert [list(t["y"]) for t in lines] == [[4, 1.0], [2, 1.0], [4, 3, 3, 2, 2]]
    assert [list(t["x"]) for t in lines][:2] == [[0, 9], [4, 9]]
    drawn = runoff_figure.units_figure(units, {EAST: "东", WEST: "西", LAKE: "湖"}, EAST).to_dict()
    assert list(drawn["layout"]["yaxis"]["ticktext"]) == ["湖", "西", "<b>东</b>"]
    told = [a["text"] for a in drawn["layout"]["annotations"]]
    assert "<b>2/4</b> · 0.2" in told and "<b>0/0</b> · —" in told and "<b>0/1</b> · 已达到" in told
