"""From a figure to its definition in one click, and to the rows that add up to it in one more."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from board import queries
from rules.packs import load_plan

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
MONTH = "2026-10"


@pytest.fixture
def page(demo_db, monkeypatch):
    monkeypatch.setenv("WUSE_DB", str(demo_db))
    monkeypatch.setenv("WUSE_PLAN", "enshi")

    def run(name: str = "method", **address: str) -> AppTest:
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for key, value in {"month": MONTH, **address}.items():
            test.query_params[key] = value
        test.switch_page(f"pages/{name}.py").run()
        assert not test.exception
        return test

    return run


def text(test: AppTest) -> str:
    bodies = [str(getattr(e.proto, "body", "")) for e in test.get("html")]
    return unescape("\n".join([*bodies, *(m.value for m in test.markdown)]))


def links(test: AppTest) -> list[dict[str, list[str]]]:
    """What the links to definitions ask for."""
    found = re.findall(r'href="(method\?[^"]+)"', text(test).replace("&amp;", "&"))
    return [parse_qs(urlparse(href).query) for href in found]


def test_every_scored_indicator_leads_to_its_definition(page):
    plan = load_plan("enshi")
    rule = plan.ranking_rule(queries.Month.parse(MONTH))
    asked = {q["indicator"][0] for q in links(page("ranking")) if "indicator" in q}
    assert {c.indicator for c in rule.components} <= asked
    # The cells of the calendar lead to their own months.
    assert all(q["month"] == [MONTH] for q in links(page("ranking")) if "indicator" in q)


def test_every_listed_target_leads_to_its_definition(page, demo_db):
    board = queries.open_board("enshi", demo_db)
    asked = {q["indicator"][0] for q in links(page("targets")) if "indicator" in q}
    assert {row["indicator"] for row in queries.targets(board, MONTH)} <= asked


@pytest.mark.parametrize("name", ["overview", "risk_map"])
def test_figures_of_the_other_pages_lead_to_theirs(page, name):
    found = links(page(name))
    assert found
    for query in found:
        test = page(**{key: values[0] for key, values in query.items()})
        assert 'class="notice"' not in text(test)


def test_before_an_audience_there_are_no_links(page):
    assert links(page("ranking", present="1")) == []


def test_a_figure_says_what_it_divides_and_lists_rows_that_add_up(page, demo_db):
    board = queries.open_board("enshi", demo_db)
    numerator, denominator, _value = queries.indicator_at(board, "major_on_time_12m", "region", "*", MONTH)
    shown = text(page(indicator="major_on_time_12m"))
    assert f"= {numerator:,.0f} / {denominator:,.0f}" in shown
    assert f"{numerator:,.0f} 行，合计 {numerator:,.0f}" in shown
    assert "措施16" in shown and "近12个月" in shown
    other = text(page(indicator="major_on_time_12m", half="denominator"))
    assert f"{denominator:,.0f} 行，合计 {denominator:,.0f}" in other


def test_a_region_has_its_own_rows(page, demo_db):
    board = queries.open_board("enshi", demo_db)
    numerator, _denominator, _value = queries.indicator_at(
        board, "major_on_time_12m", "region", "422823", MONTH
    )
    shown = text(page(indicator="major_on_time_12m", region="422823"))
    assert f"{numerator:,.0f} 行，合计 {numerator:,.0f}" in shown
    assert "巴东县" in shown


def test_rows_are_paged(page):
    first = text(page(indicator="inspection_coverage", half="denominator"))
    second = text(page(indicator="inspection_coverage", half="denominator", page="2"))
    rows = [re.findall(r'<tr><th scope="row">([^<]+)</th>', t) for t in (first, second)]
    listed = [set(r) for r in rows]
    assert len(listed[0] - listed[1]) == 25 == len(listed[1] - listed[0])


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"indicator": "<script>alert(1)</script>"}, "不在本方案内"),
        ({"measure": "hazards.secret"}, "没有，现显示指标"),
        ({"measure": "hazard_month.found", "where": "level;DROP TABLE hazards:x"}, "没有，现显示指标"),
        ({"part": "nowhere"}, "没有，现显示"),
    ],
)
def test_an_address_that_names_nothing_is_said(page, address, words):
    shown = page(**address)
    bodies = "\n".join(str(getattr(e.proto, "body", "")) for e in shown.get("html"))
    notices = [line for line in bodies.splitlines() if 'class="notice"' in line]
    assert len(notices) == 1 and words in notices[0]
    assert "<script>alert" not in bodies


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("part", ["figures", "colours", "clauses", "own", "sources", "how"])
def test_every_part_shows_something_in_both_languages(page, part, lang):
    shown = text(page(part=part, lang=lang))
    assert shown.count("card-head") >= 1
    if part == "colours":
        for rule in load_plan("enshi").ranking:
            assert rule.version in shown
    if part == "clauses":
        assert shown.count("<section>") == len(load_plan("enshi").programme.lists)
    if part == "own":
        assert "措施16" in shown or "Measure 16" in shown


def test_a_measure_is_explained_too(page, demo_db):
    board = queries.open_board("enshi", demo_db)
    stock = queries.hazard_totals(board, MONTH)["open_stock"]
    shown = text(page(measure="hazard_month.open_stock", where="level:major"))
    assert f"{stock:,} 行，合计 {stock:,}" in shown
    assert "期末在册隐患" in shown


def test_a_committee_has_the_rows_of_its_sectors(page, demo_db):
    board = queries.open_board("enshi", demo_db)
    committee = load_plan("enshi").programme.ranked_committees[0]
    numerator, denominator, _value = queries.indicator_at(
        board, "major_on_time_12m", "committee", committee.id, MONTH
    )
    shown = text(page(indicator="major_on_time_12m", committee=committee.id, region="422823"))
    assert f"{committee.name}：" in shown and f"= {numerator:,.0f} / {denominator:,.0f}" in shown
    assert f"{numerator:,.0f} 行，合计 {numerator:,.0f}" in shown


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"committee": "nobody"}, "“nobody”在这里没有，现显示不分专委会"),
        ({"about": "nothing"}, "“nothing”在这里没有"),
        ({"about": "tasks", "count": "lost"}, "“lost”在这里没有，现显示应完成"),
        ({"about": "ladder", "trigger": "pink"}, "“pink”在这里没有"),
        ({"about": "reporting", "report": "pink"}, "“pink”在这里没有"),
        ({"measure": "hazard_month.found", "where": "tier:x"}, "没有，现显示指标"),
        ({"measure": "supervision_month.listed", "where": "found_year:>=x"}, "没有，现显示指标"),
        ({"measure": "hazard_month.found", "window": "century"}, "没有，现显示指标"),
    ],
)
def test_a_link_that_asks_for_nothing_there_is_said_too(page, address, words):
    shown = page(**address)
    bodies = "\n".join(str(getattr(e.proto, "body", "")) for e in shown.get("html"))
    notices = [line for line in bodies.splitlines() if 'class="notice"' in line]
    assert len(notices) == 1 and words in notices[0]


def test_a_value_that_no_row_has_is_nought_in_a_ledger_that_was_reported(page):
    shown = text(page(measure="supervision_month.listed", where="found_year:abc"))
    assert "0 行，合计 0" in shown and "没有一行计入，所以是 0" in shown


def test_a_month_that_the_filter_does_not_offer_is_shown_until_another_is_chosen(page, demo_db):
    first = queries.open_board("enshi", demo_db).months[0]
    shown = text(page(measure="hazard_month.open_stock", where="level:major", month=first, at="2024-01"))
    assert "这个数是2024年1月的" in shown and "2024年1月，全州：" in shown
    other = text(page(measure="hazard_month.open_stock", where="level:major", month=MONTH, at="2024-01"))
    assert "这个数是" not in other and "2026年10月，全州：" in other


def test_a_count_of_tasks_lists_the_reports_that_decided_it(page):
    shown = text(page(about="tasks", count="overdue"))
    count = int(re.search(r"2026年10月，全州：(\d+) 项次", shown)[1])
    assert count and shown.count('class="mt-group"') == count
    assert "到期日已过，上报的地区里还有没完成的" in shown and ".csv 第 " in shown
