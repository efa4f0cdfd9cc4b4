"""Departments and committees on the reporting page: the switch between them, and what leads to their files.

Due on the 5th of the next month; loads in 2026. 应急部门 leads mines and transport, 住建部门 a committee of its own.
March: 应急部门 sends mines alone on 3 April -> on time; mines on time, transport missing. 住建部门 on 8 April -> 3 days
late. After the month was published 应急部门 sends transport on 20 April -> corrected; transport 15 days late.
"""

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT, Bench

PROGRAMME = """
committees:
  - {id: mines, name: 矿山专委会, name_en: Mines, office: 应急部门, sectors: [mining], clause: 三}
  - {id: roads, name: 交通专委会, name_en: Roads, office: 应急部门, sectors: [transport], clause: 三}
  - {id: building, name: 建筑专委会, name_en: Building, office: 住建部门, sectors: [], clause: 三}
reports:
  - {id: checks, title: 检查月报, title_en: Checks, from_whom: 各部门, by: [department, committee], from_month: 2026-03,
     cadence: monthly, day: 5, months_after: 1, tables: [inspections], clause: 三}
"""
HEADER = "检查编号,区域,行业领域,检查日期,检查发现问题数"


def send(bench, day, office, name, rows, patch):
    patch.setenv("WUSE_TODAY", day)
    file = bench.csv(name, HEADER, rows)
    done = bench.etl("load", "--plan", bench.plan, "--db", bench.db, "--office", office, "--json", file)
    assert done.code == 0, done.err


@pytest.fixture(scope="module")
def bench(tmp_path_factory, tiny_plan):
    folder = tmp_path_factory.mktemp("offices")
    shutil.copytree(tiny_plan, folder / "plan")
    (folder / "plan" / "programme.yml").write_text(PROGRAMME, "utf-8")
    bench = Bench(folder, folder / "plan")
    with pytest.MonkeyPatch.context() as patch:
        send(bench, "2026-03-02", "应急部门", "检查_2026-02.csv", ["J0,东山县,矿山,2026-02-03,0"], patch)
        send(bench, "2026-04-03", "应急部门", "检查_2026-03.csv", ["J1,东山县,矿山,2026-03-03,0"], patch)
        send(bench, "2026-04-08", "住建部门", "住建_2026-03.csv", ["J2,西河县,,2026-03-04,0"], patch)
        done = bench.etl("publish", "--plan", bench.plan, "--db", bench.db, "--month", "2026-03")
        assert done.code == 0, done.err
        send(bench, "2026-04-20", "应急部门", "交通_2026-03.csv", ["J3,东山县,交通运输,2026-03-05,0"], patch)
    return bench


@pytest.fixture
def app(bench, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(bench.db))
    monkeypatch.setenv("WUSE_PLAN", str(bench.plan))
    monkeypatch.setenv("WUSE_TODAY", "2026-04-21")

    def run(page="registers", **address):
        test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in {"month": "2026-03", **address}.items():
            test.query_params[name] = value
        return test.switch_page(f"pages/{page}.py").run()

    return run


def body(test):
    assert not test.exception
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def states(text):
    rows = re.findall(r'<tr data-region="([^"]+)">(.*?)</tr>', text)
    return {code: re.findall(r'<i class="cell rp-(\w+)"', row)[0] for code, row in rows}


def test_the_switch_shows_departments_or_committees(app):
    test = app()
    # Published on the 8th: figures are frozen, who has reported is not.
    assert states(body(test)) == {"应急部门": "corrected", "住建部门": "late"}
    assert "不随发布封存" in body(test)
    other = app(office="committee")
    assert states(body(other)) == {"mines": "on_time", "roads": "late", "building": "late"}
    odd = app(office="village")
    assert "“village”在这里没有" in body(odd) and states(body(odd)) == states(body(test))
    assert test.code[0].value == (
        "部门：2026年3月“检查月报”应于2026年4月5日前报送：\n迟报：住建部门（4月8日，迟 3 天）\n\n"
        "专委会：2026年3月“检查月报”应于2026年4月5日前报送：\n迟报：交通专委会（4月20日，迟 15 天）、建筑专委会（4月8日，迟 3 天）"
    )


def files(text):
    return re.findall(r'<td class="mt-file">([^<]+)</td>', text)


def test_a_cell_leads_to_the_files_that_decided_it(app):
    def of(kind, office):
        return files(body(app("method", about="reporting", report="checks", kind=kind, office=office)))

    assert of("department", "应急部门") == ["检查_2026-03.csv", "交通_2026-03.csv"]
    assert of("department", "住建部门") == ["住建_2026-03.csv"]
    # The file of mines says nothing of roads, though the same department sent it.
    assert of("committee", "mines") == ["检查_2026-03.csv"]
    assert of("committee", "roads") == ["交通_2026-03.csv"]


def test_an_office_that_owes_nothing_is_said(app):
    text = body(app("method", about="reporting", report="checks", kind="committee", office="pink"))
    assert "“pink”在这里没有，现显示专委会" in text and "请选一个地区" not in text
    # No region owes this report.
    text = body(app("method", about="reporting", report="checks", region="990101"))
    assert "请在报送情况里点一个单位的月份" in text


def test_show_reporting_by_sector_and_committee(bench, monkeypatch):
    monkeypatch.setenv("WUSE_TODAY", "2026-04-21")
    told = bench.show("reporting", "2026-03", "--by", "sector")
    assert {code: (r["state"], r["reported"]) for code, r in told.items()} == {
        "应急部门": ("corrected", True), "住建部门": ("late", True),
    }  # fmt: skip
    told = bench.show("reporting", "2026-04", "--by", "committee")
    assert {r["state"] for r in told.values()} == {"not_due"}
    frozen = bench.show("reporting", "2026-03", "--by", "committee", "--figures", "published")
    assert {code: r["state"] for code, r in frozen.items()} == {
        "mines": "on_time", "roads": "missing", "building": "late",
    }  # fmt: skip
    # Before the report was asked for nothing was owed: neither reported nor missing.
    assert {r["reported"] for r in bench.show("reporting", "2026-02", "--by", "committee").values()} == {None}
