"""The page of tasks in Streamlit's test bench on a small real database; every figure worked out on paper.

At the end of May 2026, for three regions (东 东山县, 西 西河县, 北 北湖新区); the plan runs 2025-01 to 2026-12.

once   甲局, 乙局  due 2025-06-30   东 done 2025-06-20, 西 100 % in September, 北 in October   -> done late
built  甲局        due 2026-03-31   东 100 % in March 2026, 西 60 %, 北 nothing                -> overdue, 80 %
chart  乙局        due 2025-09-30   东 100 % in September 2025, 西 done on the 28th, 北 nothing -> not reported, 100 %
check  乙局        each quarter     2026Q1 东 40 %; 2026Q2 东 30 %, 西 20 %, 北 10 % in May     -> due soon, 20 %
                                    2025: nothing at all: four quarters not reported
year   乙局        each year        2025 all three 100 % in December; 2026 nobody              -> not reported
later  丙局        due 2026-12-31, from 2026-10-01                                             -> not begun
always 丙局        at all times     东 70 % in April 2026
drill  丙局        by the month, from 2026-03-01; mining only: March 北 50 %, April 北 80 %, May all three 100 %

Due in 2026: built, four quarters of check, year, later, ten months of drill. Done: drill of May. Overdue: built,
check 2026Q1, drill of April (March is missed: April's day is over too). Due soon: check 2026Q2. Not reported:
year. Open: check Q3 and Q4, later, drill of June to December: 17. From 2025 chart is left, since 北 is silent:
it counts as not reported, which makes 18.
"""

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from board import queries, queries_tasks
from board.charts import tasks_cards, tasks_exhibits, tasks_pick, tasks_picture
from board.i18n import speaking
from tests.conftest import ROOT, Bench
from tests.pages.figures import without_links
from tests.pages.opening import opener

ENTRY = str(ROOT / "dashboard.py")
PROGRAMME = """
actions:
  - {id: act_a, title: 甲行动, title_en: Action A, clause: 一}
  - {id: act_b, title: 乙行动, title_en: Action B, clause: 二}
measures:
  - {id: m1, number: 1, action: act_a, title: 第一项, title_en: First, clause: 措施1}
  - {id: m2, number: 2, action: act_b, title: 第二项, title_en: Second, clause: 措施2}
"""
TASKS = """
- {id: once, title: 建台账, title_en: Build a register, measure: m1, owners: [甲局, 乙局], due_date: 2025-06-30, clause: 措施1}
- {id: built, title: 建救援站, title_en: Build a station, measure: m1, owners: [甲局], due_date: 2026-03-31, clause: 措施1, origin: committee}
- {id: chart, title: 画风险图, title_en: Draw the risk map, measure: m2, owners: [乙局], due_date: 2025-09-30, clause: 措施2}
- {id: check, title: 季度检查, title_en: Quarterly check, measure: m2, owners: [乙局], cadence: quarterly, clause: 措施2}
- {id: year, title: 年度总结, title_en: Yearly report, action: act_b, owners: [乙局], cadence: yearly, clause: 二}
- {id: later, title: 验收, title_en: Acceptance, owners: [丙局], starts: 2026-10-01, due_date: 2026-12-31, clause: 三}
- {id: always, title: 值班, title_en: Duty, owners: [丙局], cadence: ongoing, clause: 三}
- {id: drill, title: 演练, title_en: Drill, owners: [丙局], cadence: monthly, starts: 2026-03-01, sectors: [mining], clause: 三}
"""
PROGRESS = [
    "once,东山县,100,2025-06-20,2025-06", "once,西河县,40,,2025-06", "once,西河县,100,,2025-09",
    "once,北湖新区,100,,2025-10", "chart,东山县,100,,2025-09", "chart,西河县,100,2025-09-28,2025-09",
    "built,东山县,100,,2026-03", "built,西河县,30,,2026-02", "built,西河县,60,,2026-03",
    "check,东山县,40,,2026-02", "check,东山县,30,,2026-05", "check,西河县,20,,2026-05", "check,北湖新区,10,,2026-05",
    "year,东山县,100,,2025-12", "year,西河县,100,,2025-12", "year,北湖新区,100,,2025-12",
    "always,东山县,70,,2026-04",
    "drill,北湖新区,50,,2026-03", "drill,北湖新区,80,,2026-04", "drill,北湖新区,100,,2026-05",
    "drill,东山县,100,,2026-05", "drill,西河县,,2026-05-20,2026-05",
    "later,东山县,5,,2026-06",
]  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("tasks")
    shutil.copytree(tiny_plan, folder / "plan")
    (folder / "plan" / "programme.yml").write_text(PROGRAMME, "utf-8")
    (folder / "plan" / "tasks.yml").write_text(TASKS, "utf-8")
    bench = Bench(folder, folder / "plan")
    bench.load(
        bench.csv("任务进展.csv", "任务编号,区域,完成进度,完成日期,报送月份", PROGRESS),
        bench.csv(
            "抽查.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数,报送月份",
            ["C1,东山县,2026-06-02,10,9,2026-06"],
        ),
        code=0,
    )  # fmt: skip
    return bench


@pytest.fixture
def board(loaded):
    return queries.open_board(loaded.plan, loaded.db)


@pytest.fixture
def app(loaded, monkeypatch):
    return opener(loaded, monkeypatch, "tasks", "2026-05")


def _text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _rows(test: AppTest) -> list[tuple[str, str, str]]:
    """Task, due day and status of the rows of the list, in order."""
    row = r'<tr data-task="(\w+)" data-due="([\d-]*)"><td class="c-status"><span class="tag tk-(\w+)">'
    return re.findall(row, _text(test))


def _figures(test: AppTest) -> dict[str, int]:
    return {b.key: int(re.findall(r"\*\*([\d,]+)\*\*", b.label)[0]) for b in test.button if "figure" in b.key}


# ---- board show tasks


def test_show_gives_one_row_a_task_with_the_agreed_fields_first(loaded):
    outcome = loaded.board("show", "tasks", "--month", "2026-05", "--format", "json")
    assert outcome.code == 0, outcome.err
    names = [
        "task_id", "action", "measure", "title", "owner", "due_date", "cadence", "clause", "status", "percent",
    ]  # fmt: skip
    assert all(list(row)[: len(names)] == names for row in outcome.json)
    assert [[row[n] for n in names] for row in outcome.json] == [
        ["once", "act_a", "m1", "建台账", "甲局、乙局", "2025-06-30", "once", "措施1", "done_late", 100.0],
        ["built", "act_a", "m1", "建救援站", "甲局", "2026-03-31", "once", "措施1", "overdue", 80.0],
        ["chart", "act_b", "m2", "画风险图", "乙局", "2025-09-30", "once", "措施2", "no_data", 100.0],
        ["check", "act_b", "m2", "季度检查", "乙局", "2026-06-30", "quarterly", "措施2", "due_soon", 20.0],
        ["year", "act_b", None, "年度总结", "乙局", "2026-12-31", "yearly", "二", "no_data", None],
        ["later", None, None, "验收", "丙局", "2026-12-31", "once", "三", "open", None],
        ["always", None, None, "值班", "丙局", None, "ongoing", "三", "ongoing", 70.0],
        ["drill", None, None, "演练", "丙局", "2026-05-31", "monthly", "三", "done", 100.0],
    ]


def test_show_counts_the_years_periods_of_each_task_by_its_leading_office(loaded):
    """18 periods of 2026 with chart, which 2025 left: the sums of the head of this file, task by task."""
    rows = loaded.board("show", "tasks", "--month", "2026-05", "--format", "json").json
    names = ("due", "done", "done_late", "overdue", "due_soon", "no_data", "missed", "open", "waiting")
    assert {row["task_id"]: [row["office"], *(row[f"year_{n}"] for n in names)] for row in rows} == {
        "once": ["甲局", 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "built": ["甲局", 1, 0, 0, 1, 0, 0, 0, 0, 0],
        "chart": ["乙局", 1, 0, 0, 0, 0, 1, 0, 0, 0],
        "check": ["乙局", 4, 0, 0, 1, 1, 0, 0, 2, 3],
        "year": ["乙局", 1, 0, 0, 0, 0, 1, 0, 0, 0],
        "later": ["丙局", 1, 0, 0, 0, 0, 0, 0, 1, 1],
        "always": ["丙局", 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "drill": ["丙局", 10, 1, 0, 1, 0, 0, 1, 7, 7],
    }


def test_show_at_an_earlier_month_knows_nothing_of_later_reports(loaded):
    def at(month):
        rows = loaded.board("show", "tasks", "--month", month, "--format", "json").json
        return {row["task_id"]: (row["due_date"], row["status"], row["percent"]) for row in rows}

    then = at("2025-06")
    assert then["once"] == ("2025-06-30", "due_soon", 70.0)  # 东 done, 西 at 40 %
    assert then["drill"] == ("2026-03-31", "open", None)  # the next one due
    assert then["check"] == ("2025-06-30", "no_data", None)
    assert at("2025-08")["once"][1:] == ("overdue", 70.0)
    assert at("2025-09")["once"][1:] == ("no_data", 100.0)  # 东 and 西 done, 北 tells in October
    assert at("2025-10")["once"][1:] == ("done_late", 100.0)
    assert at("2025-08")["chart"][1:] == ("no_data", None)
    assert at("2025-09")["chart"][1:] == ("due_soon", 100.0)  # its last day, 北 silent
    assert at("2025-10")["chart"][1:] == ("no_data", 100.0)
    assert at("2025-12")["year"] == ("2025-12-31", "done", 100.0)
    assert at("2026-06")["later"][1:] == ("open", 5.0)  # told before it begins


def test_show_as_csv_and_table_have_the_same_rows(loaded):
    for form, mark in (("csv", ","), ("table", "\t")):
        lines = loaded.board("show", "tasks", "--month", "2026-05", "--format", form).out.splitlines()
        assert len(lines) == 9
        assert lines[0].split(mark)[:3] == ["task_id", "action", "measure"]


def test_an_unknown_month_is_refused(loaded):
    outcome = loaded.board("show", "tasks", "--month", "2031-01")
    assert outcome.code == 2 and "2031-01" in outcome.err


def test_a_plan_without_tasks_shows_none(bench):
    bench.load(
        bench.csv("抽查.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数", ["C1,东山县,2026-06-02,10,9"])
    )
    outcome = bench.board("show", "tasks", "--month", "2026-05", "--format", "json")
    assert (outcome.code, outcome.json) == (0, [])


# ---- counts


def test_counts_of_a_year(board):
    found = queries_tasks.schedule(board, "2026-05")
    items = queries_tasks.due_in(found, 2026)
    count = queries_tasks.tally(items)
    assert count == queries_tasks.Tally(
        due=18, done=1, done_late=0, overdue=3, due_soon=1, no_data=2, missed=1, open=10
    )
    assert [(i.task.id, str(i.period.due)) for i in items if i.status == "overdue"] == [
        ("built", "2026-03-31"), ("check", "2026-03-31"), ("drill", "2026-04-30"),
    ]  # fmt: skip
    assert queries_tasks.tally(queries_tasks.due_in(found, 2025)) == queries_tasks.Tally(
        due=7, done=2, done_late=1, no_data=5
    )
    assert queries_tasks.tally(queries_tasks.due_in(found, None)).due == 24


def test_what_an_earlier_year_left_counts_in_the_months_year(board):
    # All together, 北 which never reported it, 西 which has done it.
    for region, wanted in (("", ["chart"]), ("T-GXQ", ["chart"]), ("990102", [])):
        found = queries_tasks.schedule(board, "2026-05", region or queries_tasks.ALL)
        left = [i for i in queries_tasks.due_in(found, 2026) if queries_tasks.is_carried(i, 2026)]
        assert [i.task.id for i in left] == wanted, region
        assert {i.status for i in left} <= {"no_data"}
        assert not [i for i in queries_tasks.due_in(found, 2025) if queries_tasks.is_carried(i, 2025)]


def test_offices_by_what_is_overdue(board):
    found = queries_tasks.schedule(board, "2026-05")
    rows = queries_tasks.by_office(queries_tasks.due_in(found, 2026))
    assert [(name, n.due, n.done, n.overdue, n.missed, n.no_data) for name, n in rows] == [
        ("乙局", 6, 0, 1, 0, 2), ("丙局", 11, 1, 1, 1, 0), ("甲局", 1, 0, 1, 0, 0),
    ]  # fmt: skip


def test_a_region_has_its_own_progress(board):
    own = {i.task.id: i for i in queries_tasks.current(queries_tasks.schedule(board, "2026-05", "990102"))}
    assert (own["built"].status, own["built"].standing.percent) == ("overdue", 60.0)
    assert own["once"].status == "done_late"
    assert own["always"].standing.percent is None
    east = {i.task.id: i for i in queries_tasks.current(queries_tasks.schedule(board, "2026-05", "990101"))}
    assert (east["built"].status, east["once"].status, east["chart"].status) == ("done", "done", "done")
    north = {i.task.id: i for i in queries_tasks.current(queries_tasks.schedule(board, "2026-05", "T-GXQ"))}
    assert (north["chart"].status, north["chart"].standing.percent) == ("no_data", None)


def test_a_sector_has_its_tasks_and_those_for_all(board):
    found = queries_tasks.schedule(board, "2026-05", sector="transport")
    assert "drill" not in found.tasks and len(found.tasks) == 7
    assert len(queries_tasks.schedule(board, "2026-05", sector="mining").tasks) == 8


# ---- the page


def test_head_figures_and_list_are_those_of_the_queries(app):
    test = app()
    assert not test.exception
    assert _figures(test) == {
        "task_figure_all": 18, "task_figure_overdue": 3, "task_figure_due_soon": 1, "task_figure_no_data": 2,
        "task_figure_done": 1,
    }  # fmt: skip
    rows = _rows(test)
    assert rows[:6] == [
        ("built", "2026-03-31", "overdue"), ("check", "2026-03-31", "overdue"), ("drill", "2026-04-30", "overdue"),
        ("chart", "2025-09-30", "no_data"), ("year", "2026-12-31", "no_data"), ("check", "2026-06-30", "due_soon"),
    ]  # fmt: skip
    assert len(rows) == tasks_cards.PAGE_ROWS
    text = _text(test)
    assert "逾期 3 项次：甲局、乙局、丙局" in text
    assert "未完成：西河县；1 个地区未报" in text  # built: 东 done, 西 not, 北 silent
    assert "安委会自定" in text and "共 2 页，19 项次" in text  # with what is never due
    (chart,) = re.findall(r'<tr data-task="chart".*?</tr>', text)
    assert "未报" in chart and "往年结转" in chart and "100%" in chart  # all that reported, and one has not
    assert "1 个地区未报" in chart and "未完成" not in chart


def test_the_next_page_has_the_rest(app):
    test = app()
    first = _rows(test)
    rest = _rows(test.button(key="task_on").click().run())
    assert len(rest) == 19 - tasks_cards.PAGE_ROWS
    assert not set(first) & set(rest)
    assert rest[-1] == ("always", "", "ongoing") and rest[-2] == ("drill", "2026-05-31", "done")
    assert rest[-3] == ("drill", "2026-03-31", "missed")


def test_a_figure_filters_the_list_and_pressed_again_lets_go(app):
    test = app()
    test.button(key="task_figure_no_data").click().run()
    assert test.query_params["status"] == "no_data"
    assert _rows(test) == [("chart", "2025-09-30", "no_data"), ("year", "2026-12-31", "no_data")]
    assert _figures(test)["task_figure_all"] == 18  # the figures stay
    test.button(key="task_figure_no_data").click().run()
    assert "status" not in test.query_params
    assert len(_rows(test)) == tasks_cards.PAGE_ROWS


def test_office_action_and_year_filter_everything(app):
    test = app(office="乙局")
    assert _figures(test)["task_figure_all"] == 6
    assert {task for task, _due, _status in _rows(test)} == {"chart", "check", "year"}
    assert 'data-task="built"' not in _text(test)
    test = app(action="act_a", year="2025")
    assert _rows(test) == [("once", "2025-06-30", "done_late")]
    test = app(action="none", status="open", year="all")
    assert [task for task, _due, _status in _rows(test)] == ["drill"] * 6 + ["later", "drill"]


def test_a_filter_that_is_chosen_stands_in_the_address(app):
    test = app()
    test.selectbox(key="task_office").select("甲局").run()
    assert test.query_params["office"] == "甲局"
    assert _rows(test) == [("built", "2026-03-31", "overdue")]


def test_an_unknown_filter_is_said_and_cannot_become_markup(app):
    text = _text(app(office="<script>alert(1)", year="1999"))
    assert "<script>alert" not in text
    assert "现按全部单位显示" in text and "现按2026年显示" in text


def test_nothing_under_the_filters_says_which_to_widen(app):
    text = _text(app(office="甲局", status="due_soon"))
    assert "没有符合条件的记录" in text and "牵头单位、状态" in text


def test_a_region_says_so_and_has_no_other_regions_rows(app):
    test = app(region="990102")
    text = _text(test)
    assert "进度和状态为西河县的" in text
    assert "60%" in text and "80%" not in text and "个地区未报" not in text


def test_before_any_report_everything_begun_is_unreported(app):
    test = app(month="2025-01")
    text = _text(test)
    assert "还没有收到任务进展" in text
    assert {status for _task, _due, status in _rows(test)} <= {"no_data", "open", "ongoing"}
    assert 'class="part-n"' not in text  # no figure of progress at all


def test_presentation_draws_no_filters_and_keeps_those_of_the_address(app):
    test = app(present="1", office="乙局")
    assert not [box for box in test.selectbox if box.key.startswith("task_")]
    assert _figures(test)["task_figure_all"] == 6
    assert "<details" in _text(test) and " open>" not in _text(test)


def test_the_timeline_has_every_task_and_counts_what_is_due(app):
    text = without_links(_text(app()))
    assert re.findall(r'class="tk-row tk-one" data-task="(\w+)"', text) == [
        "once", "built", "chart", "check", "year", "later", "always", "drill",
    ]  # fmt: skip
    cells = {
        bundle: re.findall(r"<b>(\d+/\d+)</b><span class=\"tk-strip\">", body)
        for bundle, body in re.findall(
            r'<div class="tk-bundle" data-action="(\w+)">(.*?)<div class="tk-in">', text, re.S
        )
    }
    # quarters from 2025 on: once in Q2 2025, built in Q1 2026; check in each, chart in Q3 2025, year in Q4; drill
    # by the month
    assert cells == {
        "act_a": ["1/1", "0/1"],
        "act_b": ["0/1", "0/1", "0/2", "1/2", "0/1", "0/1", "0/1", "0/2"],
        "none": ["0/1", "1/3", "0/3", "0/4"],
    }


def test_a_plan_without_tasks_says_where_they_would_come_from(bench, monkeypatch):
    bench.load(
        bench.csv("抽查.csv", "抽查编号,区域,抽查日期,抽查人数,知晓人数", ["C1,东山县,2026-06-02,10,9"])
    )
    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    test = AppTest.from_file(ENTRY, default_timeout=60).run().switch_page("pages/tasks.py").run()
    assert not test.exception
    text = _text(test)
    assert "没有任务清单" in text and "tasks.yml" in text


# ---- what can be taken away


def test_the_exhibits_hold_all_rows_and_the_picture_every_task(board):
    found = queries_tasks.schedule(board, "2026-05")
    choice = tasks_pick.Choice(year=2026)
    items = queries_tasks.due_in(found, 2026)
    frame = tasks_exhibits.of_list(found, choice, items).frame
    assert len(frame) == 19
    built = frame[frame["任务编号"] == "built"].iloc[0]
    assert (built["进度（%）"], built["未报地区数"], built["未完成地区"]) == (80.0, 1, "西河县")
    chart = frame[frame["任务编号"] == "chart"].iloc[0]
    assert (chart["进度（%）"], chart["未报地区数"], chart["未完成地区"]) == (100.0, 1, "")
    assert frame[frame["任务编号"] == "year"]["进度（%）"].isna().all()
    timeline = tasks_exhibits.of_timeline(found, choice, list(found.tasks.values()))
    assert len(timeline.frame) == len(found.items) == 25
    assert timeline.svg is not None
    picture = timeline.svg()
    for title in (
        "建台账",
        "建救援站",
        "画风险图",
        "季度检查",
        "年度总结",
        "验收",
        "值班",
        "演练",
        "甲行动",
        "2026-05-31止",
    ):
        assert title in picture
    assert picture.count('class="overdue"') == 3 + 3  # bars of tasks, parts of strips
    with speaking("en"):
        assert "Quarterly check" in tasks_picture.picture(found, list(found.tasks.values()))


def test_offices_are_taken_away_with_every_count(board):
    found = queries_tasks.schedule(board, "2026-05")
    rows = queries_tasks.by_office(queries_tasks.due_in(found, 2026))
    frame = tasks_exhibits.of_offices(found, tasks_pick.Choice(year=2026, office="乙局"), rows).frame
    parts = ["已完成", "逾期", "临期", "未报", "往期未完成", "未到期"]
    assert (frame[parts].sum(axis=1) == frame["应完成"]).all()
