"""All traits of a messy workbook at once, and the same rows dressed at random: the ledger and the account agree."""

import random
from datetime import date, datetime

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.intake import inspect
from etl.scan import build_scan
from etl.skipping import skipped_kind
from rules.packs import load_plan

pytestmark = pytest.mark.usefixtures("ledgers_only")


def messy(sheet, book):
    day = book.add_format({"num_format": 'm"月"d"日"'})
    sheet.merge_range("A1:I1", "东山县安全隐患整改情况台账（2025年7月）")  # 1 title
    sheet.write("A2", "填报单位：东山县安委办")  # 2 title
    for column, text in {"A": "序号", "B": "编号", "C": "县市", "D": "隐患\n级别", "I": "附记"}.items():
        sheet.merge_range(f"{column}3:{column}4", text)  # 3, 4 header
    sheet.merge_range("E3:F3", "排查情况")
    sheet.write_row("E4", ["时间", "描述"])
    sheet.merge_range("G3:H3", "整改情况")
    sheet.write_row("G4", ["时限", "完成日期"])
    sheet.write_row("A5", [1, "H1", "东山县", "重大", "7月3日", "甲\n乙", "2025.8.1", "整改中"])  # accepted
    sheet.write_row("A6", [2, "H2", "东山县", "一般3级", 45841, "丙", "", "2025-7-9"])  # accepted: 2025-07-03
    sheet.write_row("A7", ["小计", "", "", "", "", "", "", ""])  # total
    # 8 is blank
    sheet.write_row("A9", [3, "H3", "东山县", "3级", "2025.7.17", "丁"])  # rejected: level
    sheet.write_row("A10", [4, "H4", "东山县", "重大", "", "戊", "", "已整改"])  # rejected: state
    sheet.write_datetime("E10", datetime(2025, 7, 5), day)
    sheet.set_row(9, None, None, {"hidden": True})
    sheet.write_row(
        "A11", ["序号", "编号", "县市", "隐患\n级别", "时间", "描述", "时限", "完成日期", "附记"]
    )  # header
    sheet.write_row(
        "A12", [5, "H2", "东山县", "一般3级", "20250703", "丙改", "", "2025-7-9"]
    )  # accepted, replaces 6
    sheet.write_row("A13", [6, "H5", "东山县", "重大", "8月9日", "己"])  # rejected: after the title's month
    sheet.merge_range("A14:D14", "合计")  # total
    sheet.write("E14", 5)
    sheet.merge_range("A15:I15", "注：本表按月报送")  # note


def test_all_traits_together(bench):
    (file,) = bench.load(bench.xlsx("七月.xlsx", {"台账": messy}), code=3)["files"]
    assert (file["rows_in"], file["accepted"], file["superseded"], file["rejected"]) == (6, 2, 1, 3)
    assert {s["row"]: s["kind"] for s in file["skipped_rows"]} == {
        1: "title", 2: "title", 3: "header", 4: "header", 7: "total", 8: "blank", 11: "header", 14: "total", 15: "note",
    }  # fmt: skip
    assert bench.query("SELECT hazard_id, level, found_date, due_date, closed_date, description FROM hazards ORDER BY 1") == [
        ("H1", "major", date(2025, 7, 3), date(2025, 8, 1), None, "甲\n乙"),
        ("H2", "general", date(2025, 7, 3), None, date(2025, 7, 9), "丙改"),
    ]  # fmt: skip
    assert bench.query('SELECT "row", rule FROM rejects ORDER BY 1') == [
        (9, "not_enum"), (10, "status_not_date"), (13, "no_year"),
    ]  # fmt: skip
    assert sorted(q["kind"] for q in file["questions"]) == ["status_date", "value", "year"]
    assert file["office"] == "990101"
    assert len(file["remarks"]) == 3  # a hidden row, a state for a day, H2 twice


PLAIN = [
    ("H1", "东山县", "重大", "2025-07-03", "2025-08-01", "2025-07-20"),
    ("H2", "西河县", "一般", "2025-07-04", "2025-08-02", ""),
    ("H3", "北湖新区", "重大", "2025-07-05", "", "2025-07-31"),
    ("H4", "东山县", "一般", "2025-07-28", "2025-07-30", ""),
]
NAMES = [
    ("编号", "隐患编号", "台账编号"), ("县市", "区域", "属地"), ("级别", "隐患级别"), ("排查时间", "发现日期"),
    ("整改期限", "整改时限"), ("销号日期", "闭环日期"),
]  # fmt: skip


def dressed(path, seed):
    """Write the plain rows as some office might; gives the numbers of the rows in which they stand."""
    pick = random.Random(seed)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        row = 0
        for title in pick.choice(([], ["2025年7月隐患台账"], ["2025年7月台账", "填报单位：测试安委办"])):
            if pick.random() < 0.5:
                sheet.merge_range(row, 0, row, 6, title)
            else:
                sheet.write(row, 0, title)
            row += 1
        has_title = row > 0
        depth = pick.randint(1, 3)
        names = [pick.choice(names) for names in NAMES]
        for index, name in enumerate(names):
            if depth > 1 and index < 4:
                sheet.merge_range(row, index, row + depth - 1, index, name)
            else:
                sheet.write(row + depth - 1, index, name)
        if depth > 1:
            sheet.merge_range(row, 4, row, 5, "整改情况")
        if depth > 2:
            sheet.merge_range(row + 1, 4, row + 1, 5, "进度")
        row += depth
        places = []
        for cells in PLAIN:
            match pick.randint(0, 5):
                case 0:
                    row += 1  # blank
                case 1:
                    sheet.write_row(row, 0, [pick.choice(("小计", "合计：", "东山县小计")), "", 2])
                    row += 1
                case 2:
                    sheet.write_row(row, 0, names)
                    row += 1
                case 3:
                    sheet.set_row(row, None, None, {"hidden": True})
            for index, text in enumerate(cells):
                sheet.write(
                    row,
                    index,
                    disguised(pick, text, has_title)
                    if index > 2
                    else f"{text}{pick.choice(('', ' ', '　'))}",
                )
            places.append(row + 1)
            row += 1
        if pick.random() < 0.5:
            sheet.write_row(row, 0, ["合计", "", "", 4])
            row += 1
        if pick.random() < 0.5:
            sheet.merge_range(row, 0, row, 5, "注：本表由各县市安委办于每月五日前报送，逾期按未报处理。")
    return places


def disguised(pick, text, has_title):
    if not text:
        return pick.choice(("", "—", "/"))
    day = date.fromisoformat(text)
    styles = [text, f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日", text.replace("-", ""),
              (day - date(1899, 12, 30)).days]  # fmt: skip
    if has_title and day.month == 7:
        styles.append(f"{day.month}月{day.day}日")
    return pick.choice(styles)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6))
def test_rows_dressed_at_random_stay_the_same_rows(seed, tiny_plan, tmp_path_factory):
    """The rows below the header are the plain ones, or such as are skipped; the scan reads their days alike."""
    folder = tmp_path_factory.mktemp("dressed")
    places = dressed(folder / "a.xlsx", seed)
    plan = load_plan(tiny_plan)
    (incoming,) = inspect(folder / "a.xlsx", plan, folder)
    layout = incoming.layout
    assert [q.text for q in incoming.questions if q.must] == []
    width = len(layout.headers)
    values = [(record.row, record.cells) for record in incoming.records() if record.cells]
    scan = build_scan(layout, plan)
    with duckdb.connect() as connection:
        columns = ", ".join(f"c{i} VARCHAR" for i in range(width))
        connection.execute(f"CREATE TABLE batch (_file INTEGER, _row BIGINT, {columns})")
        marks = ", ".join("?" for _ in range(width + 2))
        connection.executemany(
            f"INSERT INTO batch VALUES ({marks})", [[1, row, *cells] for row, cells in values]
        )
        connection.execute(f"CREATE TABLE scanned AS {scan.select.replace('{source}', 'batch')}")
        good = connection.execute(
            "SELECT _row, hazard_id, region_code, level, found_date::VARCHAR, coalesce(due_date::VARCHAR, ''), "
            "coalesce(closed_date::VARCHAR, '') FROM scanned WHERE _mask = 0 ORDER BY _row"
        ).fetchall()
        bad = connection.execute("SELECT _raw FROM scanned WHERE _mask <> 0").fetchall()
    codes = {name: region.code for region in plan.regions for name in region.names()}
    levels = {"重大": "major", "一般": "general"}
    expected = [
        (place, k, codes[r], levels[v], *days) for place, (k, r, v, *days) in zip(places, PLAIN, strict=True)
    ]
    assert good == expected
    assert all(skipped_kind([cell or "" for cell in raw], layout) for (raw,) in bad)
