"""Columns about persons are refused at intake: what they hold is found nowhere afterwards.

"Nowhere" is meant literally: not in the bytes of the database and of what lies beside it, not in the files of
rejected rows, not in what the command prints, not in the log.
"""

import os
from pathlib import Path

import pytest

from etl import intake
from etl.contract import contracts
from etl.headers import find_layout

HEADER = [
    "举报编号",
    "区域",
    "举报人",
    "联系电话",
    "受理日期",
    "举报渠道",
    "身份证号",
    "举报人奖励金额",
    "举报内容",
]
SECRETS = ["赵钱孙李甲", "13900001111", "420000199001010011", "某某说他亲眼看见"]


def row(key, region="东山县", day="2025-03-05", channel="来信"):
    return [key, region, SECRETS[0], SECRETS[1], day, channel, SECRETS[2], "200", SECRETS[3]]


ROWS = [
    row("J1"),
    row("J2"),
    row("J3", region="南海县"),
    row("J4", day="2025-02-30"),
    row("J5", channel="托梦"),
]


def leaks(bench, outcome) -> list[str]:
    """Where a secret is found: files below the bench that are no input, printed texts, the log."""
    texts = {"stdout": outcome.out.encode(), "stderr": outcome.err.encode()}
    log = Path(os.environ["WUSE_LOG"])
    for path in [*(bench.folder / "base").rglob("*"), *log.parent.glob("*")]:
        if path.is_file():
            texts[str(path)] = path.read_bytes()
    codes = ("utf-8", "gb18030", "utf-16-le")
    return [name for name, text in texts.items() for s in SECRETS if any(s.encode(c) in text for c in codes)]


def load(bench, path):
    return bench.etl("load", "--plan", bench.plan, "--db", bench.db, "--json", path)


def sheet_of(rows):
    def fill(sheet, book):
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)

    return fill


def write(bench, kind, rows):
    if kind == "xlsx":
        return bench.xlsx("举报_2025-03.xlsx", {"三月": sheet_of(rows)})
    encoding = "gb18030" if kind == "gb18030" else "utf-8"
    return bench.csv("举报_2025-03.csv", rows[0], rows[1:], encoding=encoding)


@pytest.mark.parametrize("kind", ["csv", "gb18030", "fast", "xlsx"])
def test_what_is_said_of_the_reporter_goes_nowhere(bench, monkeypatch, kind):
    monkeypatch.setattr(intake, "FAST_BYTES", 0 if kind == "fast" else 10**12)
    outcome = load(bench, write(bench, kind, [HEADER, *ROWS]))
    assert outcome.code == 3, outcome.err
    (file,) = outcome.json["files"]
    assert (file["table"], file["rows_in"], file["accepted"], file["rejected"]) == ("public_reports", 5, 2, 3)
    assert file["refused_columns"] == ["举报人", "联系电话", "身份证号", "举报内容"]
    assert file["ignored_columns"] == []
    assert "举报人信息" in file["message"]
    assert "联系电话" in file["message"]
    assert leaks(bench, outcome) == []
    # What is no personal data is there: the rows, and for the rejected ones what is wrong and where.
    assert bench.query("SELECT report_id, channel, reward_yuan FROM public_reports ORDER BY 1") == [
        ("J1", "letter", 200.0), ("J2", "letter", 200.0),
    ]  # fmt: skip
    assert bench.query('SELECT "row", rule FROM rejects ORDER BY 1') == [
        (4, "not_region"), (5, "not_date"), (6, "not_enum"),
    ]  # fmt: skip
    lines = Path(file["rejects_file"]).read_text("utf-8-sig").splitlines()
    assert lines[0].endswith("举报编号,区域,受理日期,举报渠道,举报人奖励金额")
    assert lines[1].endswith("J3,南海县,2025-03-05,来信,200")


def test_the_search_for_leaks_finds_what_is_kept(bench):
    header = [*HEADER[:2], "受理日期", "举报渠道", "不认识的列"]
    rows = [["J1", "东山县", "2025-02-30", "来信", SECRETS[0]]]
    outcome = load(bench, bench.csv("a.csv", header, rows))
    assert outcome.code == 3
    assert leaks(bench, outcome), "a column that is not refused is kept with its rejected row"


def test_mended_rejects_load(bench):
    outcome = load(bench, write(bench, "csv", [HEADER, *ROWS]))
    rejects = Path(outcome.json["files"][0]["rejects_file"])
    text = rejects.read_text("utf-8-sig").replace("南海县", "西河县").replace("2025-02-30", "2025-02-28")
    mended = bench.text("mended.csv", text.replace(",托梦,", ",12345,"))
    assert load(bench, mended).code == 0
    assert bench.query("SELECT count(*) FROM public_reports") == [(5,)]


@pytest.mark.parametrize("fast", [True, False])
def test_a_row_of_another_width_is_rejected_without_its_cells(bench, monkeypatch, fast):
    """A comma too many moves every cell: nobody can say which of them is the telephone."""
    monkeypatch.setattr(intake, "FAST_BYTES", 0 if fast else 10**12)
    broken = [*row("J9")[:2], "多一格", *row("J9")[2:]]
    total = ["合计", "1", SECRETS[1]]
    outcome = load(bench, write(bench, "csv", [HEADER, row("J1"), broken, total]))
    assert outcome.code == 3, outcome.err
    (file,) = outcome.json["files"]
    assert (file["rows_in"], file["accepted"], file["rejected"]) == (2, 1, 1)
    assert [s["kind"] for s in file["skipped_rows"]] == ["header", "total"]
    assert "未保留" in file["rejects_sample"][0]["message"]
    assert leaks(bench, outcome) == []


def test_a_total_and_a_repeated_header_are_still_known(bench):
    total = ["合计", "", SECRETS[0], "", "", "", "", "400", ""]
    outcome = load(bench, write(bench, "csv", [HEADER, row("J1"), HEADER, row("J2"), total]))
    assert outcome.code == 0, outcome.err
    (file,) = outcome.json["files"]
    assert [(s["row"], s["kind"]) for s in file["skipped_rows"]] == [
        (1, "header"),
        (3, "header"),
        (5, "total"),
    ]
    assert leaks(bench, outcome) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("title", [[], ["2025年3月登记表"]])
def test_columns_below_a_refused_head_are_refused_whatever_they_are_called(bench, kind, title):
    """举报人 over 代号 and 生肖: words that no list would hold."""
    upper = ["基本情况", "", "举报人", "", "办理情况", ""]
    lower = ["举报编号", "区域", "代号", "生肖", "受理日期", "附记"]
    rows = [title, upper, lower, ["J1", "东山县", SECRETS[0], SECRETS[3], "2025-02-30", "无"]]
    outcome = load(bench, write(bench, kind, rows if title else rows[1:]))
    (file,) = outcome.json["files"]
    assert file["refused_columns"] == ["代号", "生肖"]
    assert file["ignored_columns"] == ["附记"]
    assert leaks(bench, outcome) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_column_without_header_beside_a_refused_one_is_refused_with_it(bench, kind):
    """A merged 举报人 saved as text stands over its first column only; below it nothing is left but blanks."""
    upper = ["举报编号", "区域", "举报人", "", "受理日期", "附记"]
    lower = ["", "", "代号", "生肖", "", ""]
    rows = [upper, lower, ["J1", "东山县", SECRETS[0], SECRETS[3], "2025-02-30", "无"]]
    outcome = load(bench, write(bench, kind, rows))
    (file,) = outcome.json["files"]
    assert (file["refused_columns"], file["rejected"]) == (["举报人"], 1)
    assert [(s["row"], s["kind"]) for s in file["skipped_rows"]] == [(1, "header"), (2, "blank")]
    assert leaks(bench, outcome) == []


def test_the_same_for_everyone_else_whom_a_register_must_not_name(bench):
    header = ["走访编号", "区域", "履职岗位编号", "履职类别", "走访日期", "姓名", "联系电话"]
    rows = [["V1", "东山县", "A", "驻企", "2025-02-30", SECRETS[0], SECRETS[1]]]
    outcome = load(bench, bench.csv("a.csv", header, rows))
    assert outcome.json["files"][0]["refused_columns"] == ["姓名", "联系电话"]
    assert leaks(bench, outcome) == []


def test_a_source_may_not_bring_a_refused_column_in_by_another_name(bench, tiny_plan, tmp_path):
    import shutil

    folder = tmp_path / "tiny"
    shutil.copytree(tiny_plan, folder)
    folder.joinpath("sources.yml").write_text(
        "- id: hotline\n  file: '*.csv'\n  table: public_reports\n  aliases: {report_id: [举报人身份证号]}\n",
        "utf-8",
    )
    outcome = bench.etl(
        "load", "--plan", folder, "--db", bench.db, bench.csv("a.csv", "举报人身份证号", ["1"])
    )
    assert outcome.code == 2
    assert "hotline" in outcome.err
    assert "举报人身份证号" in outcome.err


# ---- recognition


@pytest.mark.parametrize("table", contracts())
def test_required_columns_alone_tell_a_table_whatever_its_office_calls_them(table):
    contract = contracts()[table]
    for position in range(-1, 6):
        headers = [
            c.title if position < 0 else (c.aliases or [c.title])[min(position, len(c.aliases or [0]) - 1)]
            for c in contract.required
        ]
        found = find_layout([headers, ["x"] * len(headers)], "a.csv", [])
        assert found.contract.table == table, headers
        assert len(found.columns) == len(headers), headers


@pytest.mark.parametrize("table", contracts())
def test_all_columns_with_title_and_number_tell_a_table(table):
    contract = contracts()[table]
    headers = ["序号", *(c.title for c in contract.columns)]
    rows = [[f"全域2025年3月{contract.title}"], [""], headers, ["1"] * len(headers)]
    found = find_layout(rows, "a.csv", [])
    assert (found.contract.table, found.header_row) == (table, 3)
    assert found.ignored == ("序号",)
    assert found.refused == ()


@pytest.mark.parametrize("table", contracts())
def test_no_column_of_a_table_is_refused_by_its_own_words(table):
    contract = contracts()[table]
    for column in contract.columns:
        for text in (column.name, column.title, *column.aliases):
            headers = [text if c is column else c.title for c in contract.required]
            if column not in contract.required:
                headers.append(text)
            assert find_layout([headers], "a.csv", []).refused == (), text
