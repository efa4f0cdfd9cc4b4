"""No number of any page stands without a way to what it means; a strict walk through the markup of every page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from board import frame, registers
from tests.notices.conftest import released  # noqa: F401 - a fixture
from tests.pages.figures import body, numbers, unlinked

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
SHOWN = {
    "enshi": ["by=sector", "by=committee"],
    "xupu": ["by=committee"],
}
"""Plans that are walked through, and how their ranking is compared beside by region."""
SEEN = [
    ("overview", ""), ("ranking", ""), ("targets", ""), ("tasks", ""), ("tasks", "year=all"), ("risk_map", ""),
    ("hazards", ""), ("registers", ""), ("registers", "register=consequences"),
    ("inspections", ""), ("trends", ""), ("notices", "paper=quarterly"),
    *(("registers", f"register={r.id}") for r in registers.REGISTERS),
]  # fmt: skip
WALKS = [
    (plan, page, view)
    for plan, more in SHOWN.items()
    for page, view in [*SEEN, *(("ranking", by) for by in more)]
    if not (plan == "enshi" and view == "register=consequences")
]


@pytest.fixture
def page(demo_db, clean_demo, released, monkeypatch):  # noqa: F811
    """Opens a page of a plan: Enshi with its wrong rows, the others clean; notices of published months."""

    def run(plan: str, name: str, **address: str) -> AppTest:
        made = released if name == "notices" else clean_demo
        database = demo_db if plan == "enshi" and made is clean_demo else made(plan)
        monkeypatch.setenv("WUSE_DB", str(database))
        monkeypatch.setenv("WUSE_PLAN", plan)
        test = AppTest.from_file(ENTRY, default_timeout=60)
        for key, value in address.items():
            test.query_params[key] = value
        test.switch_page(f"pages/{name}.py").run()
        assert not test.exception
        return test

    return run


def asked(view: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(view).items()}


def test_every_page_of_the_navigation_is_walked_through():
    # The page of definitions is where links lead; intake shows files, and what it counts it lists below.
    walked = {page for _plan, page, _view in WALKS}
    assert {entry.path for entry in frame.PAGES} - walked <= {"method", "intake"}


@pytest.mark.parametrize(("plan", "name", "view"), WALKS)
def test_no_number_leads_nowhere(page, plan, name, view):
    markup = body(page(plan, name, **asked(view)))
    assert any(number.href for number in numbers(markup))
    assert unlinked(markup) == []


@pytest.mark.parametrize("view", ["region=422823", "sector=mine", "month=2024-06"])
@pytest.mark.parametrize("name", ["overview", "ranking", "risk_map"])
def test_nor_in_other_views(page, name, view):
    assert unlinked(body(page("enshi", name, **asked(view)))) == []


def test_the_walk_sees_a_number_that_leads_nowhere():
    markup = (
        '<table><tbody><tr><td class="num">7</td><td><a href="method?x=1">8</a></td></tr></tbody></table>'
    )
    assert unlinked(markup) == ["7 in table. tbody. tr. td.num"]
    assert unlinked('<p class="note">9</p><td class="num"><nobr>30</nobr></td>') == ["30 in td.num nobr."]


SHAPES = [
    ("enshi", "overview", ""), ("enshi", "ranking", "by=committee"), ("enshi", "ranking", "by=sector"),
    ("enshi", "tasks", ""), ("enshi", "risk_map", ""), ("enshi", "targets", ""), ("enshi", "registers", "register=visits"), ("xupu", "registers", "register=consequences"),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "name", "view"), SHAPES)
def test_a_whole_number_is_the_one_that_its_definition_shows(page, plan, name, view):
    """One link of each kind is followed: the definition opens without complaint and shows the same number."""
    kinds: dict[tuple[str, ...], tuple[str, str]] = {}
    for number in numbers(body(page(plan, name, **asked(view)))):
        query = parse_qs(urlparse(number.href).query)
        about = (query.get("measure") or query.get("about") or query.get("part") or ["indicator"])[0]
        kind = (
            about,
            *sorted(query.keys() & {"region", "committee", "at", "count", "over", "window", "task"}),
        )
        kinds.setdefault(kind, (number.text, number.href))
    kinds = {kind: found for kind, found in kinds.items() if found[1]}
    assert len(kinds) >= 2
    for (about, *_rest), (text, href) in kinds.items():
        query = {key: values[0] for key, values in parse_qs(urlparse(href).query).items()}
        shown = body(page(plan, "method", **query))
        # The one remark that may be: of a letter sent after the last month of the figures, in which month it is.
        assert 'class="notice"' not in shown or "at" in query, href
        is_count = about == "tasks" or ("." in about and "over" not in query)
        if is_count and text.replace(",", "").isdigit():
            assert f"：{text}" in shown, (text, href)


def test_every_cell_of_the_reporting_calendar_leads_to_what_came(page):
    markup = body(page("xupu", "registers"))
    table = markup[markup.index('<table class="calendar rp"') :].split("</table>")[0]
    cells = re.findall(r'<i class="cell rp-(\w+)"', table)
    hrefs = re.findall(
        r'<td[^>]*><a class="def fig" href="([^"]+)"[^>]*><i class="cell rp-(\w+)" title="([^"]+)"', table
    )
    assert cells and [state for _href, state, _hint in hrefs] == cells
    words = {
        "on_time": "按时",
        "late": "迟报",
        "corrected": "已报，期后更正",
        "undated": "已报",
        "missing": "未报",
        "not_due": "未到期",
    }
    for href, state, hint in {state: (href, state, hint) for href, state, hint in hrefs}.values():
        query = {k: v[0] for k, v in parse_qs(urlparse(unescape(href)).query).items()}
        shown = body(page("xupu", "method", **query))
        assert f"：{words[state]}" in shown
        # Without its dispatch table a report is missing, though hazards may have come.
        assert ("没有与这个数有关的行" in shown) == ("已收" not in hint)
        assert state in ("missing", "not_due") or "已收" in hint
