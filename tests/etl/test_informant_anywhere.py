"""Who reported is refused in every table and by every way in: headers, heads, answers, memory, titles, notes."""

import json

import pytest

from database.desk import Desk
from etl.contract import contracts
from etl.headers import find_layout
from tests.etl.test_refused_columns import SECRETS, leaks, sheet_of

pytestmark = pytest.mark.usefixtures("ledgers_only")

HEADER = ["编号", "县市", "级别", "发现日期", "来源", "举报人", "举报人姓名", "举报电话", "联系电话", "附记"]
ROW = ["H1", "东山县", "重大", "2025-02-30", "举报", SECRETS[0], SECRETS[0], SECRETS[1], SECRETS[1], "无"]


@pytest.mark.parametrize("table", contracts())
@pytest.mark.parametrize(
    "header",
    [
        "举报人",
        "举报人姓名",
        "举报电话",
        "举报人联系方式",
        "投诉人",
        "Reporter",
        "报告人",
        "发现人",
        "上报人",
        "信访人",
        "线索提供者",
        "提供线索人",
        "告发人",
        "吹哨人",
        "报料人",
        "举报群众",
        "舉報人",
        "Informer",
    ],
)
def test_every_table_refuses_them(table, header):
    titles = [column.title for column in contracts()[table].required]
    found = find_layout([[*titles, header, "附记"], ["x"] * (len(titles) + 2)], "a.csv", [])
    assert found.contract.table == table
    assert [found.headers[index] for index in found.refused][:1] == [header]
    assert header not in found.ignored
    assert header not in [found.headers[index] for index in found.unknown]


def run(bench, command, path, *more):
    return bench.etl(command, "--plan", bench.plan, "--db", bench.db, "--json", *more, path)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_in_a_hazard_ledger_nothing_of_them_is_kept(bench, kind):
    below = ["举报人：" + SECRETS[0], *[""] * 9]
    above = ["举报人：" + SECRETS[0] + " 电话 " + SECRETS[1], *[""] * 9]
    rows = [
        above,
        ["2025年2月隐患台账"],
        HEADER,
        ROW,
        ["H2", "东山县", "一般", "2025-02-01", *ROW[4:]],
        below,
    ]
    path = (
        bench.xlsx("a.xlsx", {"台账": sheet_of(rows)})
        if kind == "xlsx"
        else bench.csv("a.csv", rows[0], rows[1:])
    )
    outcome = run(bench, "load", path)
    assert outcome.code == 3, outcome.err
    (file,) = outcome.json["files"]
    assert file["refused_columns"] == ["举报人", "举报人姓名", "举报电话", "联系电话"]
    assert (file["ignored_columns"], file["accepted"], file["rejected"]) == (["附记"], 1, 1)
    assert {m["header"] for m in file["mapping"] if m["state"] == "refused"} == set(file["refused_columns"])
    assert leaks(bench, outcome) == []


def test_a_check_with_its_preview_and_rejects_keeps_nothing_of_them(bench):
    base = bench.folder / "base"
    base.mkdir()
    path = bench.csv("a.csv", HEADER, [ROW])
    outcome = run(bench, "check", path, "--preview", base / "preview.duckdb", "--rejects", base / "rejects")
    assert outcome.code in (2, 3), outcome.err
    assert list((base / "rejects").rglob("*.csv")), "the rejected row is written"
    assert leaks(bench, outcome) == []


def test_a_merged_head_refuses_what_stands_below_it_whatever_its_name(bench):
    upper = ["编号", "县市", "级别", "发现日期", "举报人", "", "整改情况"]
    lower = ["", "", "", "", "所属区域", "单位名称", "销号日期"]
    rows = [upper, lower, ["H1", "东山县", "重大", "2025-02-30", SECRETS[0], SECRETS[3], ""]]
    outcome = run(bench, "load", bench.csv("a.csv", rows[0], rows[1:]))
    (file,) = outcome.json["files"]
    assert file["refused_columns"] == ["所属区域", "单位名称"]
    assert leaks(bench, outcome) == []


def test_no_question_offers_them_and_no_answer_or_memory_brings_them_in(bench):
    header = ["登记", "县市", "级别", "发现日期", "举报人", "附记"]
    path = bench.csv("东山县.csv", header, [["H1", "东山县", "重大", "2025-02-30", SECRETS[0], "无"]])
    checked = run(bench, "check", path)
    (file,) = checked.json["files"]
    (question,) = file["questions"]
    assert {code for code, _ in question["options"]} == {"登记", "附记"}
    answer = {"columns": {"登记": "hazard_id", "举报人": "remark"}}
    told = bench.text(
        "answers.json", json.dumps({file["sha256"]: {"sheets": {"": answer}}}, ensure_ascii=False)
    )
    refused = run(bench, "load", path, "--answers", told)
    assert refused.code == 2
    assert "不接收" in refused.json["files"][0]["message"]
    Desk(bench.db).remember("990101", file["headers_key"], {"table": "hazards", **answer}, "某岗")
    remembered = run(bench, "load", path)
    assert remembered.code == 2  # not used, so the hazard's number is asked for again
    assert remembered.json["files"][0]["remarks"] == ["上次记下的对应关系已不适用，没有采用"]
    for outcome in (checked, refused, remembered):
        assert leaks(bench, outcome) == []


def test_a_file_without_header_is_not_quoted(bench):
    path = bench.csv(
        "a.csv", ["J1", "东山县", SECRETS[0], SECRETS[1]], [["J2", "东山县", SECRETS[0], SECRETS[1]]]
    )
    outcome = run(bench, "load", path)
    assert outcome.code == 2
    assert leaks(bench, outcome) == []
