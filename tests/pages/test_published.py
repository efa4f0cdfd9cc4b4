"""Published figures on the pages: what a published month shows, its mark, the switch, and the list of revisions.

The small plan of ``tests/etl/test_publish.py``: 东山县 scored 65 (orange) when March 2025 was published; since its
correction it has 90 (green).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board import queries_revisions, theme
from board.downloads.control import build_of
from board.downloads.exhibit import Exhibit, facts
from board.opening import open_board, published_board
from database.releases import read_releases
from rules.packs import load_plan
from tests.etl.test_publish import MONTH, correct, first_load, publish
from tests.pages.opening import opener

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")


@pytest.fixture(scope="module")
def corrected(module_bench):
    first_load(module_bench)
    assert publish(module_bench, "--who", "王科").code == 0
    correct(module_bench)
    return module_bench


@pytest.fixture
def app(corrected, monkeypatch):
    return opener(corrected, monkeypatch, "ranking", MONTH)


def _text(test: AppTest) -> str:
    return "\n".join(str(getattr(e.proto, "body", "")) for e in test.get("html"))


def _row(test: AppTest, code: str = "990101") -> str:
    found = re.search(rf'<tr data-code="{code}".*?</tr>', _text(test), re.DOTALL)
    assert found
    return found[0]


def _title(test: AppTest) -> str:
    found = re.search(r'<div class="title">.*?</div>', _text(test), re.DOTALL)
    assert found
    return found[0]


def test_a_published_month_shows_its_figures_with_a_mark_where_they_were_revised(app):
    test = app()
    row = _row(test)
    assert ">65.0<" in row and ">橙<i" in row
    assert 'title="修订：已发布 橙 65.0，现为 绿 90.0"' in row
    assert 'title="修订：已发布 20.0，现为 40.0"' in row
    assert "已发布 2026年11月" in _title(test) and "发布后有" in _title(test)
    assert "未发布" not in _title(test)
    assert test.button(key="to_current").label == "看最新数据"


def test_the_switch_shows_the_other_figures_and_leads_back(app):
    test = app().button(key="to_current").click().run()
    assert test.query_params["figures"] in ("current", ["current"])
    assert ">90.0<" in _row(test) and ">绿<i" in _row(test)
    assert "最新数据" in _title(test)
    test = test.button(key="to_published").click().run()
    assert ">65.0<" in _row(test) and "figures" not in test.query_params


def test_the_calendar_keeps_the_published_fill_of_every_published_month(app):
    # April was not published: its page shows current data, yet March stays as it was published.
    for address in ({}, {"month": "2025-04", "figures": "current"}):
        text = _text(app(**address))
        cells = re.findall(r'<i class="cell [^"]*revised" title="([^"]*)">', text)
        assert len(cells) == 1 and "修订：已发布 橙 65.0，现为 绿 90.0" in cells[0]


def test_a_month_that_was_not_published(app):
    test = app(month="2025-04")
    assert "未发布" in _title(test) and "发布后有" not in _title(test)
    assert not [b for b in test.button if b.key in ("to_current", "to_published")]
    asked = app(month="2025-04", figures="published")
    assert "2025年4月还没有发布" in _text(asked)
    odd = app(figures="<script>")
    assert "figures=&lt;script&gt;" in _text(odd) and ">65.0<" in _row(odd)


def test_no_switch_before_an_audience(app):
    test = app(present="1")
    assert ">65.0<" in _row(test)
    assert not [b for b in test.button if b.key in ("to_current", "to_published")]


@pytest.mark.parametrize("page", ["overview", "risk_map", "targets", "tasks", "registers", "method"])
def test_every_page_opens_on_a_published_month(app, page):
    assert "已发布" in _title(app(page))


def test_targets_carry_the_mark_too(app):
    assert "修订：已发布 50.0%" in _text(app("targets"))


def test_the_intake_page_lists_releases_and_what_changed(app):
    test = app("intake", part="releases")
    text = _text(test)
    assert "第 1 次发布" in text and "王科" in text
    assert '<td class="num" data-label="已发布">65</td><td class="num" data-label="现在">90</td>' in text
    assert test.button(key="rl_go").disabled  # no name, no reason
    test.text_input(key="rl_who").set_value("王科").run()
    assert test.button(key="rl_go").disabled
    test.text_input(key=f"rl_why_{MONTH}").set_value("县里补报").run()
    assert not test.button(key="rl_go").disabled


def test_english(app):
    test = app("intake", part="releases", lang="en")
    assert "Dongshan" in _text(test) and "On time" in _text(test)


def test_the_overview_marks_map_strip_and_targets(app, monkeypatch):
    drawn = []
    monkeypatch.setattr(theme, "picture", lambda svg, *_more: drawn.append(svg))
    text = _text(app("overview"))
    assert 'class="rev" role="img" title="修订：已发布 橙 65.0，现为 绿 90.0"' in text  # the tiles
    assert text.count("○ 发布后有修订") == 2  # under the strip and under the targets
    assert [svg.count('<circle class="rev"') for svg in drawn] == [1, 1, 1, 1]  # each for a desk and a phone
    assert "修订：已发布 50.0%" in drawn[2]
    drawn.clear()
    assert "发布后有修订" not in _text(app("overview", month="2025-04"))
    assert not any('class="rev"' in svg for svg in drawn)


def test_a_sector_of_the_targets_carries_the_mark_too(app):
    assert "修订：已发布 50.0%" in _text(app("targets", sector="mining"))
    assert "修订：已发布" not in _text(app("targets", sector="mining", month="2025-04"))


def test_what_is_taken_away_says_which_publication_it_is(corrected):
    plan = load_plan(corrected.plan)
    live = open_board(plan, corrected.db)
    release = published_board(live, MONTH)
    exhibit = Exhibit("a", "甲", "", "", MONTH, pd.DataFrame())
    told = {fact.name: fact.value for fact in facts(exhibit, build_of(release, exhibit))}
    assert told["发布"].startswith("第 1 次发布，2026年11月")
    assert told["数据版本"] == read_releases(corrected.db).all[0].pointer.build_id
    assert build_of(live, exhibit).release == "发布之后更新的数字，不是已发布的数字"
    assert build_of(live, replace(exhibit, month="2025-04")).release == "未发布"
    always = build_of(release, replace(exhibit, published="随时更新"))
    assert (always.release, always.id) == ("随时更新", live.build_id)


def test_the_list_of_changes_waits_for_a_month_to_be_asked_for(app, monkeypatch):
    asked = []
    real = queries_revisions.revisions
    monkeypatch.setattr(
        queries_revisions,
        "revisions",
        lambda board, month, *more: asked.append(month) or real(board, month, *more),
    )
    test = app("intake", part="releases")
    assert set(asked) == {MONTH}
    test.selectbox(key="rl_month").select("*").run()
    assert None in asked and "得分" in _text(test)


def test_intake_is_about_the_current_data_whatever_is_published(app):
    """A finding that came after publishing would else be told as gone."""
    test = app("intake", part="findings")
    assert "最新数据" in _title(test)
    assert not [b for b in test.button if b.key in ("to_current", "to_published")]
    assert "已发布 2026年" in _title(app("ranking"))
