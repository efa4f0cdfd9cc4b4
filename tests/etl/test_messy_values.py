"""Cells as people fill them: days without a year, states where days belong, levels by number, dressed-up numbers."""

import json
from datetime import date

import pytest

from database.desk import Desk
from etl.answers import FileAnswer, SheetAnswer, fragment, to_remember
from etl.contract import contracts
from etl.questions import Question

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "编号,县市,级别,发现日期,销号日期"


def table(*rows, title="", header=HEADER):
    lines = [[title, "", "", "", ""]] if title else []
    return [*lines, header.split(","), *(row.split(",") for row in rows)]


def write(bench, name, rows):
    return bench.csv(name, rows[0], rows[1:])


def ledger(bench):
    return dict(bench.query("SELECT hazard_id, found_date FROM hazards ORDER BY 1"))


def broken(bench):
    return bench.query('SELECT "row", rule FROM rejects ORDER BY 1')


def answered(bench, path, sheet="", **answer):
    """Load a file with what a person said of it; gives the file's result."""
    import hashlib

    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    told = bench.text("answers.json", json.dumps({digest: {"sheets": {sheet: answer}}}, ensure_ascii=False))
    outcome = bench.etl("load", "--plan", bench.plan, "--db", bench.db, "--json", "--answers", told, path)
    assert outcome.code in (0, 3), outcome.err
    return outcome.json["files"][0]


# ---- days without a year


def test_the_titles_year_is_taken_for_days_within_its_month(bench):
    rows = table(
        "H1,东山县,重大,7月17日,", "H2,东山县,重大,7.17,", "H3,东山县,重大,7-5,", "H4,东山县,重大,７月２日,",
        "H5,东山县,重大,2024.12.30,2025.7.9", title="2025年7月隐患台账",
    )  # fmt: skip
    bench.load(write(bench, "a.csv", rows), code=0)
    assert ledger(bench) == {
        "H1": date(2025, 7, 17), "H2": date(2025, 7, 17), "H3": date(2025, 7, 5), "H4": date(2025, 7, 2),
        "H5": date(2024, 12, 30),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("8月3日", "no_year"),  # after July: of last year or a slip
        ("2月30日", "not_date"),
        ("13月1日", "not_date"),
        ("7.1", "day_unclear"),  # 7.10 with its zero lost?
        ("7.3", "day_unclear"),
    ],
)
def test_what_is_not_sure_is_rejected(bench, text, rule):
    rows = table(f"H1,东山县,重大,{text},", "H2,东山县,重大,7.11,", title="2025年7月隐患台账")
    bench.load(write(bench, "a.csv", rows), code=3)
    assert ledger(bench) == {"H2": date(2025, 7, 11)}
    expected = (
        "no_year" if text == "2月30日" else rule
    )  # a day that the calendar may lack is still one without year
    assert broken(bench) == [(3, expected)]


def test_without_a_year_nobody_guesses_and_the_year_is_asked(bench):
    path = write(
        bench,
        "台账.csv",
        table("H1,东山县,重大,7月17日,", "H2,东山县,重大,8.20,", "H3,东山县,重大,2025-07-01,"),
    )
    (file,) = bench.load(path, code=3)["files"]
    assert broken(bench) == [(2, "no_year"), (3, "no_year")]
    (question,) = [q for q in file["questions"] if q["kind"] == "year"]
    assert (question["must"], question["rows"], question["found"]) == (False, 2, ["7月17日", "8.20"])
    assert ["2025", "2025年"] in question["options"]
    choice = fragment(Question(**{**question, "options": []}), "2025")
    assert answered(bench, path, **choice)["accepted"] == 2
    assert ledger(bench) == {"H1": date(2025, 7, 17), "H2": date(2025, 8, 20), "H3": date(2025, 7, 1)}


def test_the_rows_own_month_tells_the_year_unless_the_title_says_otherwise(bench):
    header = "编号,县市,级别,发现日期,报送月份"
    rows = table("H1,东山县,重大,3月4日,2025-03", "H2,东山县,重大,4月4日,2025-03", header=header)
    bench.load(write(bench, "a.csv", rows), code=3)
    assert ledger(bench) == {"H1": date(2025, 3, 4)}
    assert broken(bench) == [(3, "no_year")]
    rows = table("H3,东山县,重大,3月4日,2026-03", title="2025年3月隐患台账", header=header)
    bench.load(write(bench, "b.csv", rows), code=3)
    assert "H3" not in ledger(bench)


def test_a_title_of_the_year_alone_serves_until_today(bench):
    rows = table("H1,东山县,重大,10月8日,", "H2,东山县,重大,12月8日,", title="2026年隐患台账")
    bench.load(write(bench, "a.csv", rows), code=3)  # today is 2026-11-05
    assert ledger(bench) == {"H1": date(2026, 10, 8)}


def test_a_span_of_months_in_a_title_is_no_month(bench):
    rows = table("H1,东山县,重大,7月17日,", title="2025年6-7月隐患台账")
    bench.load(write(bench, "a.csv", rows), code=0)
    assert bench.query("SELECT found_date, report_month FROM hazards") == [(date(2025, 7, 17), None)]


# ---- states in columns of days


def test_not_yet_is_no_date_and_done_is_no_date_either(bench):
    rows = table(
        "H1,东山县,重大,2025-06-01,整改中", "H2,东山县,重大,2025-06-01,未整改", "H3,东山县,重大,2025-06-01,整改中",
        "H4,东山县,重大,2025-06-01,已整改", "H5,东山县,重大,2025-06-01,2025-06-09", "H6,东山县,重大,已整改,",
        title="2025年6月隐患台账",
    )  # fmt: skip
    path = write(bench, "a.csv", rows)
    (file,) = bench.load(path, code=3)["files"]
    assert (file["accepted"], file["rejected"]) == (4, 2)
    assert bench.query("SELECT hazard_id, closed_date FROM hazards WHERE closed_date IS NOT NULL") == [
        ("H5", date(2025, 6, 9))
    ]
    assert broken(bench) == [(6, "status_not_date"), (8, "not_date")]
    assert file["remarks"] == ["日期列里写的是未完成的状态，按没有日期载入：“整改中”2 处、“未整改”1 处"]
    (question,) = [q for q in file["questions"] if q["kind"] == "status_date"]
    assert (question["column"], question["found"], question["rows"]) == ("closed_date", ["已整改"], 1)
    assert [code for code, _ in question["options"]] == ["2025-06-30", ""]
    told = answered(bench, path, values={"closed_date": {"已整改": "2025-06-30"}})
    assert (told["accepted"], told["rejected"]) == (1, 1)
    assert bench.query("SELECT closed_date FROM hazards WHERE hazard_id = 'H4'") == [(date(2025, 6, 30),)]


def test_a_state_may_be_said_to_mean_no_date(bench):
    path = write(
        bench, "a.csv", table("H1,东山县,重大,2025-06-01,已整改", "H2,东山县,重大,2025-06-01,看情况")
    )
    told = answered(bench, path, values={"closed_date": {"已整改": "", "看情况": ""}})
    assert (told["accepted"], told["rejected"]) == (2, 0)
    assert bench.query("SELECT DISTINCT closed_date FROM hazards") == [(None,)]


# ---- closed lists


def test_levels_with_their_word_are_sure_and_bare_numbers_are_asked(bench):
    sure = ["一般3级", "一般三级", "一般隐患（3级）", "一般隐患(三级)", "一般 2级", "一般２级"]
    unsure = ["3", "3级", "三级", "3"]
    rows = [f"H{n},东山县,{text},2025-06-01," for n, text in enumerate([*sure, *unsure])]
    path = write(bench, "a.csv", table(*rows))
    (file,) = bench.load(path, code=3)["files"]
    assert bench.query("SELECT level, count(*) FROM hazards GROUP BY 1") == [("general", len(sure))]
    asked = {q["found"][0]: q for q in file["questions"]}
    assert {text: q["rows"] for text, q in asked.items()} == {"3": 2, "3级": 1, "三级": 1}
    assert {q["kind"] for q in asked.values()} == {"value"}
    assert asked["3"]["options"] == [["major", "重大"], ["general", "一般"]]
    words = {"3": "general", "3级": "general", "三级": "major"}
    assert answered(bench, path, values={"level": words})["accepted"] == 4
    assert bench.query("SELECT level, count(*) FROM hazards GROUP BY 1 ORDER BY 1") == [
        ("general", 9),
        ("major", 1),
    ]


def test_what_a_plan_says_of_levels_holds_without_asking(bench, tiny_plan, tmp_path):
    import shutil

    folder = tmp_path / "tiny"
    shutil.copytree(tiny_plan, folder)
    folder.joinpath("sources.yml").write_text(
        "- id: levels\n  file: '*'\n  headers: [编号, 级别]\n  table: hazards\n"
        "  value_maps: {level: {'3': general, '1': major}}\n",
        "utf-8",
    )
    bench.plan = folder
    bench.load(write(bench, "a.csv", table("H1,东山县,3,2025-06-01,", "H2,东山县,1,2025-06-01,")), code=0)
    assert bench.query("SELECT level FROM hazards ORDER BY hazard_id") == [("general",), ("major",)]


def test_an_unknown_region_is_asked_with_the_plans_regions(bench):
    (file,) = bench.load(
        write(bench, "a.csv", table("H1,东山,重大,2025-06-01,", "H2,老东山,重大,2025-06-01,")), code=3
    )["files"]
    (question,) = file["questions"]
    assert (question["column"], question["found"]) == ("region", ["老东山"])
    assert question["options"] == [["990101", "东山县"], ["990102", "西河县"], ["T-GXQ", "北湖新区"]]


def test_numbers_as_text_and_with_separators_are_read_and_units_are_not_guessed(bench):
    def fill(sheet, book):
        sheet.write_row("A1", ["编号", "县市", "级别", "发现\n日期", "整改\n资金"])
        for number, text in enumerate(["1,234.50", "１２００", "3万元", "约5000", " 7 "], start=1):
            sheet.write_row(number, 0, [f"H{number}", " 东山县\n", "重大", "2025-06-01"])
            sheet.write_string(number, 4, text)

    bench.load(bench.xlsx("a.xlsx", {"台账": fill}), code=3)
    assert bench.query("SELECT hazard_id, investment_yuan FROM hazards ORDER BY 1") == [
        ("H1", 1234.5), ("H2", 1200.0), ("H5", 7.0),
    ]  # fmt: skip
    assert broken(bench) == [(4, "not_number"), (5, "not_number")]


# ---- questions that stand before a load


def test_two_columns_for_one_thing_are_asked_unless_they_agree(bench):
    header = "编号,县市,级别,发现日期,销号日期,整改完成时间"
    same = write(bench, "a.csv", table("H1,东山县,重大,2025-06-01,2025-06-02,2025-06-02", header=header))
    (file,) = bench.load(same, code=0)["files"]
    assert file["remarks"] == ["“销号日期”有几列，内容逐行相同，取第一列"]
    path = write(bench, "b.csv", table("H2,东山县,重大,2025-06-01,,2025-06-02", header=header))
    message = bench.refuse(path)
    assert "用哪一列" in message
    outcome = bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", path)
    (question,) = outcome.json["files"][0]["questions"]
    assert (question["kind"], question["must"]) == ("column_twice", True)
    assert question["options"] == [["销号日期", "销号日期"], ["整改完成时间", "整改完成时间"]]
    states = {m["header"]: m["state"] for m in outcome.json["files"][0]["mapping"]}
    assert (states["销号日期"], states["整改完成时间"], states["编号"]) == ("asked", "asked", "known")
    choice = fragment(Question(**question), "整改完成时间")
    assert choice == {"columns": {"销号日期": "", "整改完成时间": "closed_date"}}
    assert answered(bench, path, **choice)["accepted"] == 1
    assert bench.query("SELECT closed_date FROM hazards WHERE hazard_id = 'H2'") == [(date(2025, 6, 2),)]


def test_equal_headers_are_told_apart_by_their_number(bench):
    header = "编号,县市,级别,发现日期,发现日期"
    path = write(bench, "a.csv", table("H1,东山县,重大,2025-06-01,2025-06-03", header=header))
    assert "发现日期（第1个）" in bench.refuse(path)
    columns = {"发现日期（第1个）": "", "发现日期（第2个）": "found_date"}
    assert answered(bench, path, columns=columns)["accepted"] == 1
    assert ledger(bench) == {"H1": date(2025, 6, 3)}


def test_a_required_column_by_another_name_is_asked_and_the_likeliest_offered_first(bench):
    header = "编号,县市,级别,联系电话,附记,隐患发现的日期"
    path = write(bench, "a.csv", table("H1,东山县,重大,13900001111,x,2025-06-01", header=header))
    message = bench.refuse(path)
    assert "发现日期" in message
    outcome = bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", path)
    (question,) = outcome.json["files"][0]["questions"]
    assert (question["kind"], question["must"], question["column"]) == ("header", True, "found_date")
    assert [code for code, _ in question["options"]] == ["隐患发现的日期", "附记"]  # 联系电话 is not offered
    told = answered(bench, path, columns={"隐患发现的日期": "found_date"})
    assert told["accepted"] == 1
    assert {m["header"]: m["state"] for m in told["mapping"]} == {
        "编号": "known", "县市": "known", "级别": "known", "联系电话": "refused", "附记": "ignored",
        "隐患发现的日期": "answered",
    }  # fmt: skip


def test_a_month_that_only_the_title_tells_is_the_rows_month(bench):
    rows = [
        ["2025年6月调度表", "", "", ""],
        ["区域", "指标", "完成数", "总数"],
        ["东山县", "演练开展率", "3", "4"],
    ]
    (file,) = bench.load(write(bench, "a.csv", rows), code=0)["files"]
    assert file["remarks"] == ["表里没有月份列，按标题取 2025-06"]
    assert bench.query("SELECT month FROM dispatch_reports") == [("2025-06",)]
    path = write(bench, "b.csv", rows[1:])
    assert "是哪一个月" in bench.refuse(path)
    answered(bench, path, constants={"month": "2025-07"})
    assert bench.query("SELECT month FROM dispatch_reports ORDER BY 1") == [("2025-06",), ("2025-07",)]


def test_a_sheet_may_be_left_out(bench):
    def fill(key):
        def write_sheet(sheet, book):
            sheet.write_row("A1", HEADER.split(",")[:4])
            sheet.write_row("A2", [key, "东山县", "重大", "2025-06-01"])

        return write_sheet

    path = bench.xlsx("a.xlsx", {"甲": fill("H1"), "旧": fill("H2")})
    assert "不载入" in answered(bench, path, sheet="旧", table="")["message"]
    assert list(ledger(bench)) == ["H1"]


# ---- memory


def test_what_was_said_is_remembered_for_the_same_office_and_headers(bench):
    header = "登记号,县市,级别,发现日期,附记"
    answer = SheetAnswer(
        table="hazards", columns={"登记号": "hazard_id"}, year=2025,
        values={"level": {"3": "general"}, "found_date": {"某日": "2025-06-01"}},
    )  # fmt: skip
    kept = to_remember(answer, contracts()["hazards"])
    assert kept == {
        "table": "hazards",
        "columns": {"登记号": "hazard_id"},
        "values": {"level": {"3": "general"}},
    }
    june = write(bench, "东山县2025-06.csv", table("H1,东山县,3,2025-06-01,x", header=header))
    bench.refuse(june)
    checked = bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", june).json["files"][0]
    assert checked["office"] == "990101"
    Desk(bench.db).remember(checked["office"], checked["headers_key"], kept, "分析员")
    (file,) = bench.load(june, code=0)["files"]
    assert {m["header"]: m["state"] for m in file["mapping"]}["登记号"] == "remembered"
    assert file["remarks"] == ["按本单位上次核对过的对应关系读取"]
    # The next month's file has other titles, another office's file is not known.
    july = table("H2,东山县,3,2025-07-01,x", title="2025年7月东山县台账", header=header)
    bench.load(write(bench, "七月.csv", july), code=0)
    assert bench.query("SELECT hazard_id, level FROM hazards ORDER BY 1") == [
        ("H1", "general"),
        ("H2", "general"),
    ]
    bench.refuse(write(bench, "西河县2025-07.csv", table("H3,西河县,3,2025-07-01,x", header=header)))


def test_an_answer_that_brings_out_another_header_is_remembered_with_what_followed(bench):
    """Which table it is tells how deep the header goes; the columns were answered under that header's key."""

    def fill(sheet, _book):
        sheet.merge_range("A1:E1", "基本情况")
        sheet.merge_range("F1:H1", "隐患情况")
        sheet.write_row("A2", ["编号", "属地", "单位", "", "行业", "级别", "内容", "时间"])
        sheet.merge_range("C2:D2", "单位")
        sheet.write_row("C3", ["名称", "编号"])
        for cell in "ABEFGH":
            sheet.merge_range(
                f"{cell}2:{cell}3",
                {"A": "编号", "B": "属地", "E": "行业", "F": "级别", "G": "内容", "H": "时间"}[cell],
            )
        sheet.write_row("A4", ["H1", "东山县", "甲厂", "E1", "矿山", "重大", "无护栏", "2025-06-01"])

    path = bench.xlsx("东山县.xlsx", {"台账": fill})

    def check():
        return bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", path).json["files"][0]

    first = check()
    assert [question["kind"] for question in first["questions"]] == ["table"]
    desk = Desk(bench.db)
    desk.remember("990101", first["headers_key"], {"table": "hazards"}, "分析员")
    second = check()
    assert second["headers_key"] != first["headers_key"] and second["status"] == "refused"
    kept = {"table": "hazards", "columns": {"时间": "found_date"}}
    desk.remember("990101", second["headers_key"], kept, "分析员")
    (file,) = bench.load(path, code=0)["files"]
    assert (file["accepted"], file["remarks"]) == (1, ["按本单位上次核对过的对应关系读取"])
    assert bench.query("SELECT hazard_id, found_date, description FROM hazards") == [
        ("H1", date(2025, 6, 1), "无护栏")
    ]


def test_what_is_remembered_and_no_longer_fits_is_not_used(bench):
    path = write(bench, "东山县.csv", table("H1,东山县,重大,2025-06-01,"))
    key = bench.etl("check", "--plan", bench.plan, "--db", bench.db, "--json", path).json["files"][0][
        "headers_key"
    ]
    Desk(bench.db).remember("990101", key, {"table": "hazards", "columns": {"编号": "no_such"}}, "分析员")
    (file,) = bench.load(path, code=0)["files"]
    assert file["remarks"] == ["上次记下的对应关系已不适用，没有采用"]


# ---- the file of answers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "JSON"),
        ('{"x": {"ofice": "1"}}', "ofice"),
        ('{"x": {"sheets": {"": {"tabel": "hazards"}}}}', "tabel"),
        ('{"x": {"sheets": {"": {"year": "many"}}}}', "year"),
    ],
)
def test_a_broken_file_of_answers_is_refused_with_its_key(bench, text, told):
    path = write(bench, "a.csv", table("H1,东山县,重大,2025-06-01,"))
    outcome = bench.etl(
        "check", "--plan", bench.plan, "--db", bench.db, "--answers", bench.text("answers.json", text), path
    )
    assert outcome.code == 2
    assert told in outcome.err
    assert "Traceback" not in outcome.err


def test_answers_complete_each_other():
    new = SheetAnswer(columns={"a": "x"}, values={"level": {"3": "general"}})
    old = SheetAnswer(table="hazards", columns={"a": "y", "b": "z"}, values={"level": {"1": "major"}})
    both = new.over(old)
    assert both.columns == {"a": "x", "b": "z"}
    assert both.values == {"level": {"1": "major", "3": "general"}}
    assert (both.table, both.year) == ("hazards", None)
    assert FileAnswer().sheets == {}
