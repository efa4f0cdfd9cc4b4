"""The page of tasks as people see it: at a desk, on a laptop, on a phone; filters, folds, both languages."""

import pytest

from board import queries, queries_tasks
from rules.months import Month
from rules.packs import load_plan
from tests.browser.conftest import at_sizes, becomes, settle
from tests.browser.looks import cut
from tests.browser.test_ranking_page import OVERLAPS, SIZES

MONTH = Month(2026, 10)

CUT = cut(
    ".table-wrap, .tag, .card-head, .tk td, .tk th, .tk-name, .tk-side, .st-key-tk_figures button p",
    """for (const axis of document.querySelectorAll('.tk-axis')) {
    const room = axis.getBoundingClientRect();
    for (const bar of axis.querySelectorAll('.tk-bar, .tk-cell, s')) {
      const r = bar.getBoundingClientRect();
      if (r.width && (r.left < room.left - 2 || r.right > room.right + 2)) found.push(`outside: ${bar.title}`);
    }
  }""",
)


@pytest.fixture
def items(demo_db):
    found = queries_tasks.schedule(queries.open_board("enshi", demo_db), str(MONTH))
    return queries_tasks.due_in(found, MONTH.year)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_whole_at_every_size(server, open_page, items, lang):
    page = open_page(f"{server}/tasks?month={MONTH}&lang={lang}", *SIZES[0])
    count = queries_tasks.tally(items)
    assert count.overdue and count.done and count.no_data and count.missed
    for width in at_sizes(page, SIZES, f"tasks-{lang}"):
        assert page.locator(".problem").count() == 0 and "Traceback" not in page.inner_text("body")
        shown = page.locator(".st-key-tk_figures strong").all_inner_texts()
        assert [int(text.replace(",", "")) for text in shown] == [
            count.due, count.overdue, count.due_soon, count.no_data, count.done
        ]  # fmt: skip
        first = page.locator(".tk-list tbody tr").first
        assert first.get_attribute("data-task") == items[0].task.id
        assert all(text.strip() for text in page.locator(".tk-list .tag, .tk-side .tag").all_text_contents())
        assert becomes(page, OVERLAPS, []) == [], width
        assert becomes(page, CUT, []) == [], width


def test_unfolding_every_action_shows_every_task(server, open_page, items):
    page = open_page(f"{server}/tasks?month={MONTH}")
    tasks = load_plan("enshi").programme.tasks
    assert page.locator(".tk-one:visible").count() < len(tasks)
    for bundle in page.locator(".tk-bundle details").all():
        if bundle.get_attribute("open") is None:
            bundle.locator("summary").click()
    assert page.locator(".tk-one:visible").count() == len(tasks) >= 93
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []


def test_a_figure_filters_the_list_and_the_address(server, open_page, items):
    page = open_page(f"{server}/tasks?month={MONTH}")
    page.locator(".st-key-task_figure_overdue button").click()
    page.wait_for_function("() => location.search.includes('status=overdue')")
    settle(page)
    late = [item.task.id for item in items if item.status == "overdue"]
    shown = [row.get_attribute("data-task") for row in page.locator(".tk-list tbody tr").all()]
    assert shown == late[: len(shown)] and shown
    page.locator(".st-key-task_figure_overdue button").click()
    page.wait_for_function("() => !location.search.includes('status=')")


def test_a_link_with_filters_opens_on_them(server, open_page, items):
    office = next(item.office for item in items if item.status == "overdue")
    page = open_page(f"{server}/tasks?month={MONTH}&office={office}&status=overdue")
    wanted = [item.task.id for item in items if item.office == office and item.status == "overdue"]
    shown = [row.get_attribute("data-task") for row in page.locator(".tk-list tbody tr").all()]
    assert shown == wanted[: len(shown)] and shown
    assert {text.split("\n")[0] for text in page.locator(".tk-list .c-office").all_inner_texts()[1:]} == {
        office
    }


def test_presentation_has_no_filters_and_larger_letters(server, open_page):
    page = open_page(f"{server}/tasks?month={MONTH}&present=1")
    assert page.locator(".st-key-tk_filters:visible").count() == 0
    size = page.locator(".tk-list td.c-office").first.evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    assert size > 15
    least = page.evaluate("""() => Math.min(...[...document.querySelectorAll('.tk small, .tk-row *, .tag')]
      .filter(e => e.innerText && e.offsetParent).map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    assert least >= 14
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
