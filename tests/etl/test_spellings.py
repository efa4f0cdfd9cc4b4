"""Encodings and the spellings that offices use: every one is read as what a person reads, or rejected."""

from datetime import date

import pytest

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = "隐患编号,区域,隐患级别,发现日期,隐患描述"
ROWS = ["H1,东山县,重大,2025-01-05,配电箱裸露", "H2,西河县,一般,2025/1/6,车辆“带病”运行；𠮷野・Ａ"]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_every_encoding_of_an_office_gives_the_same_text(bench, encoding, told):
    (file,) = bench.load(bench.csv("a.csv", HEADER, ROWS, encoding), code=0)["files"]
    assert (file["encoding"], file["accepted"]) == (told, 2)
    assert bench.query("SELECT hazard_id, description FROM hazards ORDER BY 1") == [
        ("H1", "配电箱裸露"), ("H2", "车辆“带病”运行；𠮷野・Ａ"),
    ]  # fmt: skip


def test_unicode_text_of_excel_with_tabs_is_read(bench):
    text = "\r\n".join(line.replace(",", "\t") for line in (HEADER, *ROWS)) + "\r\n"
    for encoding, name in (("utf-16-le", "le.txt"), ("utf-16-be", "be.txt")):
        mark = "\ufeff".encode(encoding)
        (file,) = bench.load(bench.bytes(name, mark + text.encode(encoding)))["files"]
        assert (file["status"], file["rows_in"]) == ("loaded", 2)
    assert len(bench.query("SELECT * FROM hazards")) == 2


def test_short_gbk_words_that_are_also_utf8_are_not_garbled(bench):
    # 联通 in GBK is, byte for byte, valid UTF-8; the file as a whole is not.
    rows = ["H1,东山县,重大,2025-01-05,联通", "H2,东山县,重大,2025-01-05,移动公司"]
    (file,) = bench.load(bench.csv("a.csv", HEADER, rows, "gbk"), code=0)["files"]
    assert file["encoding"] == "gb18030"
    assert bench.query("SELECT description FROM hazards ORDER BY 1") == [("移动公司",), ("联通",)]


DATES = {
    "2024-03-01": date(2024, 3, 1),
    "2024/3/1": date(2024, 3, 1),
    "2024.3.1": date(2024, 3, 1),
    "2024年3月1日": date(2024, 3, 1),
    "2024 年 3 月 1 日": date(2024, 3, 1),
    "20240301": date(2024, 3, 1),
    "２０２４年３月１日": date(2024, 3, 1),
    "２０２４－０３－０１": date(2024, 3, 1),
    "２０２４／３／１": date(2024, 3, 1),
    "2024-3-1": date(2024, 3, 1),
    "2024/03/01": date(2024, 3, 1),
    "2024-03-01 08:30:00": date(2024, 3, 1),
    "2024-03-01T08:30:00": date(2024, 3, 1),
    "2024/3/1 8:30": date(2024, 3, 1),
    # Excel counts days from 1900-01-01 as 1 and believes in 1900-02-29: 45352 is 2024-03-01.
    "45352": date(2024, 3, 1),
    "45352.5": date(2024, 3, 1),
    "　2024-03-01　": date(2024, 3, 1),
    "2024-02-29": date(2024, 2, 29),
    "2024.12.31": date(2024, 12, 31),
}
NO_DATES = [
    "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-3", "3/1/2024", "昨天", "2024-03-01至03-05",
    "1709251200", "２０２４", "2024-03-0l", "20240230", "2024年3月32日", "-5", "2024--03-01",
]  # fmt: skip
TOO_EARLY = ["1900-01-01", "1999-12-31", "36000", "0001-01-01"]
TOO_LATE = ["2100-01-01", "2204-03-01", "9999-12-31"]


def _found_dates(bench, texts):
    rows = [[f"H{n}", "东山县", "重大", text] for n, text in enumerate(texts)]
    result = bench.load(bench.csv("a.csv", "隐患编号,区域,隐患级别,发现日期", rows))
    found = dict(bench.query("SELECT hazard_id, found_date FROM hazards"))
    broken = dict(bench.query('SELECT "row", rule FROM rejects'))
    assert result["rows_in"] == len(texts)
    return [found.get(f"H{n}", broken.get(n + 2)) for n in range(len(texts))]


def test_dates_in_every_spelling_are_the_day_a_person_reads(bench):
    assert dict(zip(DATES, _found_dates(bench, list(DATES)), strict=True)) == DATES


def test_what_is_no_day_of_the_calendar_is_rejected_with_its_rule(bench):
    texts = NO_DATES + TOO_EARLY + TOO_LATE
    rules = (
        ["not_date"] * len(NO_DATES) + ["below_minimum"] * len(TOO_EARLY) + ["above_maximum"] * len(TOO_LATE)
    )
    assert dict(zip(texts, _found_dates(bench, texts), strict=True)) == dict(zip(texts, rules, strict=True))


def test_words_and_short_years_that_a_database_would_take_for_dates_are_rejected(bench):
    rules = _found_dates(bench, ["infinity", "-infinity", "epoch", "24-3-1", "today", "now"])
    assert set(rules) <= {"not_date", "below_minimum", "above_maximum"}, rules


def test_numbers_as_offices_write_them(bench):
    good = {
        "12": 12, "１２": 12, "1,234": 1234, "１，２３４．５": 1234.5, "12.0": 12, "1.5e3": 1500, " 7 ": 7, "98.5%": 0.985,
        "９８．５％": 0.985, "0.985": 0.985, "": None, "—": None, "/": None, "无": None,
    }  # fmt: skip
    bad = ["12万元", "约12", "1.2.3", "nan", "inf", "１２人", "=1+1", "-1"]
    rows = [[f"H{n}", "东山县", "重大", "2025-01-05", text] for n, text in enumerate([*good, *bad])]
    bench.load(bench.csv("a.csv", "隐患编号,区域,隐患级别,发现日期,整改资金（元）", rows), code=3)
    found = dict(bench.query("SELECT hazard_id, investment_yuan FROM hazards"))
    assert [found[f"H{n}"] for n in range(len(good))] == list(good.values())
    rules = dict(bench.query('SELECT "row", rule FROM rejects'))
    expected = {len(good) + n + 2: "not_number" for n in range(len(bad))}
    expected[len(good) + len(bad) + 1] = "below_minimum"
    assert rules == expected


def test_booleans_as_offices_tick_them(bench):
    meaning = {
        "是": True, "√": True, "有": True, "Y": True, "1": True, "TRUE": True, "ｙｅｓ": True,
        "否": False, "×": False, "未": False, "n": False, "0": False, "": None,
    }  # fmt: skip
    rows = [[f"H{n}", "东山县", "重大", "2025-01-05", text] for n, text in enumerate([*meaning, "也许"])]
    bench.load(bench.csv("a.csv", "隐患编号,区域,隐患级别,发现日期,五定落实", rows), code=3)
    found = dict(bench.query("SELECT hazard_id, five_settled FROM hazards"))
    assert [found[f"H{n}"] for n in range(len(meaning))] == list(meaning.values())
    assert bench.query("SELECT rule, value FROM rejects") == [("not_boolean", "也许")]


def test_nothing_said_of_an_optional_tick_is_unknown_whatever_the_word_for_nothing(bench):
    """无 means 'none' where a tick is asked for (it is in the list of words for no), — means nothing."""
    rows = [["H1", "东山县", "重大", "2025-01-05", "无"], ["H2", "东山县", "重大", "2025-01-05", "—"]]
    bench.load(bench.csv("a.csv", "隐患编号,区域,隐患级别,发现日期,五定落实", rows), code=0)
    assert bench.query("SELECT five_settled FROM hazards ORDER BY hazard_id") == [(False,), (None,)]


def test_levels_channels_and_months_in_every_spelling(bench):
    rows = [
        ["H1", "东山县", "重大事故隐患", "2025-01-05", "群众举报", "2025年3月"],
        ["H2", "东山县", "一般隐患", "2025-01-05", "企业自查", "202503"],
        ["H3", "东山县", "MAJOR", "2025-01-05", "enforcement", "2025/3"],
        ["H4", "东山县", "重 大", "2025-01-05", "", "２０２５－０３"],
        ["H5", "东山县", "重大", "2025-01-05", "专家帮查", "2025-03-31"],
        ["H6", "东山县", "重大", "2025-01-05", "梦中所见", "2025-03"],
        ["H7", "东山县", "重大", "2025-01-05", "", "2025-14"],
        ["H8", "", "重大", "2025-01-05", "", ""],
    ]
    bench.load(bench.csv("a.csv", "隐患编号,区域,隐患级别,发现日期,来源渠道,报送月份", rows), code=3)
    assert bench.query("SELECT hazard_id, level, found_by, report_month FROM hazards ORDER BY 1") == [
        ("H1", "major", "public_report", "2025-03"),
        ("H2", "general", "enterprise", "2025-03"),
        ("H3", "major", "enforcement", "2025-03"),
        ("H4", "major", None, "2025-03"),
        ("H5", "major", "expert", "2025-03"),
    ]
    assert bench.query('SELECT "row", "column", rule FROM rejects ORDER BY 1') == [
        (7, "来源渠道", "not_enum"), (8, "报送月份", "not_month"), (9, "区域", "required"),
    ]  # fmt: skip


def test_headers_by_alias_with_units_blanks_and_full_width(bench):
    header = ["*编 号：", "所属县市", "隐患等级", "发现\n时间", "ＩＤ号备注", "整改资金(万元)"]
    path = bench.csv("a.csv", "", [header, ["H1", "东山县", "重大", "2025-01-05", "x", "3"]])
    path.write_text(path.read_text("utf-8").removeprefix('""').lstrip("\r\n"), "utf-8", newline="")
    (file,) = bench.load(path)["files"]
    assert (file["status"], file["accepted"]) == ("loaded", 1)
    # Ten thousand yuan are not yuan: a column whose unit differs must not be taken for the other.
    assert bench.query("SELECT investment_yuan FROM hazards") in ([(None,)], [(30000.0,)])


def test_a_description_full_of_semicolons_does_not_change_the_delimiter(bench):
    rows = [
        [
            "H1",
            "东山县",
            "重大",
            "2025-01-05",
            "1.配电箱裸露;2.通道堵塞;3.无证上岗;4.未戴帽;5.无台账;6.未培训",
        ]
    ]
    (file,) = bench.load(bench.csv("a.csv", HEADER, rows))["files"]
    assert (file["status"], file["accepted"]) == ("loaded", 1), file["message"]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_delimiters_are_found(bench, mark):
    text = "\r\n".join(line.replace(",", mark) for line in (HEADER, *ROWS)) + "\r\n"
    assert bench.load(bench.text("a.csv", text), code=0)["accepted"] == 2


def test_line_ends_of_every_system_give_the_same_rows(bench):
    for name, end in (("lf", "\n"), ("crlf", "\r\n")):
        result = bench.load(bench.text(f"{name}.csv", end.join((HEADER, *ROWS))))
        assert (result["rows_in"], result["rejected"]) == (2, 0), name


def test_line_ends_of_an_old_mac_are_not_taken_for_a_file_without_rows(bench):
    outcome = bench.etl(
        "load",
        "--plan",
        bench.plan,
        "--db",
        bench.db,
        "--json",
        bench.text("a.csv", "\r".join((HEADER, *ROWS, ""))),
    )
    (file,) = outcome.json["files"]
    assert file["rows_in"] == 2 or "没有数据行" not in file["message"], file["message"]


def test_numbers_of_records_keep_their_leading_zeros(bench):
    bench.load(
        bench.csv("a.csv", HEADER, ["0012,东山县,重大,2025-01-05,x", "１２,东山县,重大,2025-01-05,x"]), code=0
    )
    assert bench.query("SELECT hazard_id FROM hazards ORDER BY 1") == [("0012",), ("12",)]
