"""What a person who has not been here before gets done, with nothing but what the pages show and a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from board import queries, queries_inspections, queries_ladder
from rules.months import Month
from tests.browser.conftest import OUT, settle

MONTH = "2026-10"
WORST = "red"


@pytest.fixture
def board(demo_db):
    return queries.open_board("enshi", demo_db)


class Hand:
    """A mouse that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        settle(self.page)


def test_a_leader_learns_who_is_red_why_and_since_when(server, open_page, board):
    """From the address that everybody knows, in at most three clicks."""
    page = open_page(f"{server}/?month={MONTH}", 1366, 768)
    hand = Hand(page)
    rows = {row["region_code"]: row for row in queries.ranking(board, MONTH)}
    red = {code: row for code, row in rows.items() if row["colour"] == WORST}
    assert red, "the demonstration has somebody to ask about"

    # Who: the first of the five sentences names the colours; one click leads to the ranking.
    hand.click(page.locator(".st-key-o_find_colours a").first)
    chips = page.locator("table.ranking tbody tr", has=page.locator(f".chip.k-{WORST}"))
    named = chips.locator(".c-name").all_inner_texts()
    assert sorted(named) == sorted(row["region"] for row in red.values())

    # Since when: the list of whom to call in says for how many months already, and from which on.
    escalations = page.locator(".st-key-card_escalations tbody tr")
    for code, row in red.items():
        line = escalations.filter(has_text=row["region"]).filter(has=page.locator(f".chip.k-{WORST}"))
        months = len(queries_ladder.in_a_row(board, MONTH, "region", code, WORST))
        since = Month.parse(MONTH) + (1 - months)
        said = re.sub(r"\s", "", line.inner_text())
        assert (f"自{since.year}年{since.number}月起" in said) if months > 1 else ("连续" not in said)

    # Why: a click on the score gives what earned and what cost points, vetoes included.
    code, row = next(iter(red.items()))
    hand.click(chips.filter(has_text=row["region"]).locator("td.c-score a").first)
    text = page.inner_text("[data-testid=stMain]")
    assert row["region"] in text
    for veto in row["vetoes"]:
        assert veto["title"] in text
    for part in row["components"]:
        assert board.plan.indicator(part["indicator"]).title in text
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / "user-leader.png", full_page=True)
    assert hand.clicks <= 3


def test_an_analyst_finds_the_county_that_inspects_much_and_finds_little(server, open_page, board):
    page = open_page(f"{server}/overview?month={MONTH}", 1366, 768)
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="执法检查", exact=True).first)
    marked = page.locator("table.i-list tbody tr", has=page.locator(".i-verdict", has_text="检查多、查出少"))
    names = [re.sub(r"\s", "", text) for text in marked.locator("th").all_inner_texts()]
    assert names
    # By the figures of the year so far, which the page opens with: of those that inspect more than half of the
    # others do, the one that finds least is among those marked.
    year = [str(month) for month in _months_of_year(board)]
    made: dict[str, list[float]] = {}
    for month in year:
        for row in queries_inspections.inspections(board, month):
            tally = made.setdefault(row["region"], [0, 0])
            tally[0] += row["inspections"] or 0
            tally[1] += row["problems"] or 0
    middle = sorted(tally[0] for tally in made.values())[len(made) // 2]
    busy = {name: problems / count for name, (count, problems) in made.items() if count >= middle}
    assert min(busy, key=lambda name: busy[name]) in names
    # The funnel says the same in words, in the card's head.
    assert names[0] in page.locator(".st-key-card_in_funnel .finding").first.inner_text()
    page.screenshot(path=OUT / "user-analyst.png", full_page=True)
    assert hand.clicks == 1


def _months_of_year(board) -> list[Month]:
    last = Month.parse(MONTH)
    return [Month(last.year, number) for number in range(1, last.number + 1)]


def _seen(page: Page) -> dict[str, object]:
    """What somebody sees of the page of trends: its figures, its choices, its chart."""
    page.wait_for_selector(".js-plotly-plot .main-svg")
    plot = page.evaluate(
        "() => document.querySelector('.js-plotly-plot').data.map(t => [t.name || '', Array.from(t.x), Array.from(t.y)])"
    )
    return {
        "finding": page.locator(".st-key-card_tr_chart .finding").inner_text(),
        "months": page.locator(".tr-months").inner_text(),
        "tiles": page.locator(".tr-figure").all_inner_texts(),
        "filters": page.locator("[data-testid=stSelectbox]").all_inner_texts(),
        "chosen": page.locator("button[aria-checked=true]").all_inner_texts(),
        "plot": plot,
    }


def test_a_chart_that_was_built_is_sent_and_opened(server, open_page, new_page: Callable[[int, int], Page]):
    """The receiver, who has never been here, sees what the sender saw."""
    sender = open_page(f"{server}/trends?month={MONTH}", 1366, 768)
    before = _seen(sender)
    hand = Hand(sender)
    hand.click(sender.get_by_role("radio", name="近12个月"))
    hand.click(sender.locator(".tr-tile:visible").nth(2))
    built = _seen(sender)
    assert built != before
    receiver = new_page(1366, 768)
    assert receiver.context is not sender.context
    receiver.goto(sender.url)
    receiver.wait_for_selector(".title h1", timeout=60_000)
    settle(receiver)
    assert _seen(receiver) == built
